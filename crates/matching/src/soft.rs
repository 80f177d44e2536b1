//! Soft terms: the terms of the talents' texts that look like one of the mission's, misspelt or in another form.
//!
//! Two terms are compared by their sequences of three to five characters, rare sequences counting more (the cosine of
//! Salton's vectors). It does what an index of sequences per document would, in the room of a dictionary.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use strsim::osa_distance;

use crate::hash::Fnv;

/// How long the sequences are, the ends of a term counting as a character each.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;
/// How alike a term must be.
pub(crate) const SIMILARITY_MIN: f64 = 0.35;
/// How alike a term must be that an unknown one may be a typo of: a typo changes up to five of its sequences.
const SIMILARITY_MIN_OF_TYPO: f64 = 0.1;
/// The most terms that one leads to.
pub(crate) const EXPANSIONS_MAX: usize = 5;
/// Sequences that more than one term in so many has tell terms apart too little to be compared.
const SHARED_BY_ONE_IN: usize = 200;
/// However few terms there are, a sequence that so many share still counts.
const SHARED_MIN: usize = 30;

/// A sequence of characters, by its hash.
type Sequence = u64;

/// The terms of a generation, by their sequences.
#[derive(Debug, Default)]
pub(crate) struct SoftTerms {
    /// In order.
    terms: Vec<String>,
    /// The square of what each sequence weighs, and the terms that have it, each with how often.
    sequences: HashMap<Sequence, (f64, Vec<(u32, f64)>)>,
    /// The length of the vector of each term.
    norms: Vec<f64>,
    /// What each term was found to look like, once that was asked: most missions write words that others do.
    expansions: Vec<OnceLock<Expansion>>,
}

/// The terms that one looks like, by their numbers, each with how alike it is.
type Expansion = Box<[(u32, f64)]>;

/// Looks up what terms look like, one after the other.
pub(crate) struct SoftLookup<'a> {
    soft: &'a SoftTerms,
    /// By the number of a term: what it shares with the one at hand; all 0 between two of them.
    shared: Vec<f64>,
}

impl SoftTerms {
    /// Indexes the terms of a generation.
    pub(crate) fn build(frequencies: &BTreeMap<String, u32>) -> Self {
        let terms: Vec<String> = frequencies.keys().cloned().collect();
        let mut holders: Vec<(Sequence, u32, f64)> = Vec::new();
        for (number, term) in terms.iter().enumerate() {
            holders.extend(vector(term).into_iter().map(|(sequence, count)| (sequence, number as u32, count)));
        }
        holders.sort_unstable_by_key(|(sequence, number, _)| (*sequence, *number));
        let most = (terms.len() / SHARED_BY_ONE_IN).max(SHARED_MIN);
        let expansions = std::iter::repeat_with(OnceLock::new).take(terms.len()).collect();
        let mut soft = Self { norms: vec![0.0; terms.len()], terms, sequences: HashMap::new(), expansions };
        for held in holders.chunk_by(|one, other| one.0 == other.0).filter(|held| held.len() <= most) {
            let weight = ((soft.terms.len() as f64 + 1.0) / (held.len() as f64 + 0.5)).ln().powi(2);
            for (_, number, count) in held {
                soft.norms[*number as usize] += count * count * weight;
            }
            let by_term = held.iter().map(|(_, number, count)| (*number, *count)).collect();
            soft.sequences.insert(held[0].0, (weight, by_term));
        }
        soft.norms.iter_mut().for_each(|norm| *norm = norm.sqrt());
        soft
    }

    fn term(&self, number: u32) -> &str {
        &self.terms[number as usize]
    }

    /// Makes room to look terms up.
    pub(crate) fn lookup(&self) -> SoftLookup<'_> {
        SoftLookup { soft: self, shared: vec![0.0; self.terms.len()] }
    }
}

/// The fewest letters of a term in which one typo, then two, are taken.
pub(crate) const TYPO_LENGTHS: [usize; 2] = [5, 10];

/// Whether a term that nobody writes may be a typo at all: it is long enough, and no name with a number.
pub(crate) fn may_be_typo(term: &str) -> bool {
    term.chars().count() >= TYPO_LENGTHS[0] && !term.chars().any(|c| c.is_ascii_digit())
}

impl<'a> SoftLookup<'a> {
    /// The term that an unknown one was meant for: of those that a typo or two lead to, the one with the fewest typos, then
    /// the most alike.
    pub(crate) fn meant(&mut self, unknown: &str) -> Option<&'a str> {
        if !may_be_typo(unknown) {
            return None;
        }
        let length = unknown.chars().count();
        let typos_max = TYPO_LENGTHS.iter().filter(|least| length >= **least).count();
        let alike = self.alike(unknown, SIMILARITY_MIN_OF_TYPO).into_iter();
        let typos = |(number, similarity)| {
            let term = self.soft.term(number);
            (osa_distance(unknown, term), similarity, term)
        };
        let meant = alike.map(typos).filter(|(typos, ..)| *typos <= typos_max);
        meant.min_by(|one, other| one.0.cmp(&other.0).then(other.1.total_cmp(&one.1))).map(|(.., term)| term)
    }

    /// The terms that look like one, the nearest first, each with how alike it is, from [`SIMILARITY_MIN`] to 1; the term
    /// itself among them where it is known.
    pub(crate) fn expand(&mut self, term: &str) -> Vec<(&'a str, f64)> {
        let soft = self.soft;
        let named = |expansion: &[(u32, f64)]| {
            expansion.iter().map(|(number, similarity)| (soft.term(*number), *similarity)).collect()
        };
        match soft.terms.binary_search_by(|known| known.as_str().cmp(term)) {
            Ok(number) => named(soft.expansions[number].get_or_init(|| self.look_up(term))),
            Err(_) => named(&self.look_up(term)),
        }
    }

    fn look_up(&mut self, term: &str) -> Expansion {
        let mut alike = self.alike(term, SIMILARITY_MIN);
        alike.truncate(EXPANSIONS_MAX);
        alike.into_boxed_slice()
    }

    /// The terms that are so alike at least, the nearest first.
    fn alike(&mut self, term: &str, similarity_min: f64) -> Vec<(u32, f64)> {
        let SoftTerms { terms, sequences, norms, .. } = self.soft;
        let mut touched = Vec::new();
        let mut norm = 0.0;
        for (sequence, count) in vector(term) {
            let Some((weight, holders)) = sequences.get(&sequence) else { continue };
            norm += count * count * weight;
            for (number, times) in holders {
                let shared = &mut self.shared[*number as usize];
                if *shared == 0.0 {
                    touched.push(*number);
                }
                *shared += count * times * weight;
            }
        }
        let norm = f64::sqrt(norm);
        let mut alike = Vec::new();
        for number in touched {
            let at = number as usize;
            let similarity = std::mem::take(&mut self.shared[at]) / (norm * norms[at]);
            if similarity >= similarity_min {
                alike.push((number, if terms[at] == term { 1.0 } else { similarity.min(1.0) }));
            }
        }
        // Terms are numbered in their order.
        alike.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        alike
    }
}

/// The sequences of a term, each once, with how often it occurs.
fn vector(term: &str) -> Vec<(Sequence, f64)> {
    let characters: Vec<char> = std::iter::once('^').chain(term.chars()).chain(['$']).collect();
    let mut sequences: Vec<Sequence> = LENGTHS.flat_map(|length| characters.windows(length)).map(sequence).collect();
    sequences.sort_unstable();
    sequences.chunk_by(|one, other| one == other).map(|same| (same[0], same.len() as f64)).collect()
}

fn sequence(characters: &[char]) -> Sequence {
    let mut hash = Fnv::default();
    for character in characters {
        hash.write(&u32::from(*character).to_le_bytes());
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soft() -> SoftTerms {
        let terms =
            ["administr", "accessibil", "kubernet", "reseau", "reserv", "serveur", "formation", "java", "javascript"];
        SoftTerms::build(&terms.iter().map(|term| ((*term).to_owned(), 3)).collect())
    }

    #[test]
    fn a_misspelt_term_leads_to_the_one_that_was_meant() {
        for (written, meant) in [("kubrnet", "kubernet"), ("accesibil", "accessibil"), ("serveurs", "serveur")] {
            assert_eq!(soft().lookup().expand(written).first().map(|(term, _)| *term), Some(meant), "{written}");
        }
    }

    #[test]
    fn a_typo_or_two_are_taken_for_the_term_that_was_meant_and_another_word_is_not() {
        let soft = soft();
        for (written, meant) in [
            ("kuberent", Some("kubernet")),
            ("resaeu", Some("reseau")),
            ("jaba", None),
            ("serveru", Some("serveur")),
            ("zebre", None),
            ("serveurx", Some("serveur")),
        ] {
            assert_eq!(soft.lookup().meant(written), meant, "{written}");
        }
    }

    #[test]
    fn a_known_term_leads_to_itself_first_and_an_unlike_one_nowhere() {
        let soft = soft();
        let expanded = soft.lookup().expand("java");
        assert_eq!(expanded.first(), Some(&("java", 1.0)));
        assert!(expanded.iter().all(|(_, similarity)| (SIMILARITY_MIN..=1.0).contains(similarity)), "{expanded:?}");
        assert!(soft.lookup().expand("zzz").is_empty());
    }
}
