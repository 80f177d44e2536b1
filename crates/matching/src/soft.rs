//! Soft terms: the terms of the talents' texts that look like one of the mission's, misspelt or in another form.
//!
//! Two terms are compared by their sequences of three to five characters, rare sequences counting more (the cosine of
//! Salton's vectors). It does what an index of sequences per document would, in the room of a dictionary.

use std::collections::{BTreeMap, HashMap};

use crate::hash::Fnv;

/// How long the sequences are, the ends of a term counting as a character each.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=5;
/// How alike a term must be.
const SIMILARITY_MIN: f64 = 0.25;
/// The most terms that one leads to.
const EXPANSIONS_MAX: usize = 10;
/// Only terms that share a sequence which at most one term in so many has are compared: the others are not alike.
const SHARED_BY_ONE_IN: usize = 50;
/// However few terms there are, a sequence that so many share still leads from one to the other.
const SHARED_MIN: usize = 50;

/// A sequence of characters, by its hash.
type Sequence = u64;

/// The terms of a generation, by their sequences.
#[derive(Debug, Default)]
pub(crate) struct SoftTerms {
    terms: Vec<String>,
    /// What each sequence weighs, and the terms that have it where they are few.
    sequences: HashMap<Sequence, (f64, Vec<u32>)>,
    /// The length of the vector of each term.
    norms: Vec<f64>,
}

impl SoftTerms {
    /// Indexes the terms of a generation.
    pub(crate) fn build(frequencies: &BTreeMap<String, u32>) -> Self {
        let terms: Vec<String> = frequencies.keys().cloned().collect();
        let mut holders: HashMap<Sequence, Vec<u32>> = HashMap::new();
        for (number, term) in terms.iter().enumerate() {
            for sequence in vector(term).into_keys() {
                holders.entry(sequence).or_default().push(number as u32);
            }
        }
        let most = (terms.len() / SHARED_BY_ONE_IN).max(SHARED_MIN);
        let weigh = |(sequence, holders): (Sequence, Vec<u32>)| {
            let weight = ((terms.len() as f64 + 1.0) / (holders.len() as f64 + 0.5)).ln();
            (sequence, (weight, if holders.len() <= most { holders } else { Vec::new() }))
        };
        let sequences = holders.into_iter().map(weigh).collect();
        let mut soft = Self { terms, sequences, norms: Vec::new() };
        soft.norms = soft.terms.iter().map(|term| soft.norm(&vector(term))).collect();
        soft
    }

    /// The terms that look like one, the nearest first, each with how alike it is, from [`SIMILARITY_MIN`] to 1; the term
    /// itself among them where it is known.
    pub(crate) fn expand(&self, term: &str) -> Vec<(&str, f64)> {
        let wanted = vector(term);
        let norm = self.norm(&wanted);
        let mut near: Vec<u32> = wanted.keys().flat_map(|sequence| self.holders(*sequence)).copied().collect();
        near.sort_unstable();
        near.dedup();
        let similarity = |number: u32| {
            let candidate = &self.terms[number as usize];
            let shared: f64 = vector(candidate)
                .iter()
                .filter_map(|(sequence, count)| {
                    let weight = self.weight(*sequence);
                    Some(count * wanted.get(sequence)? * weight * weight)
                })
                .sum();
            (candidate.as_str(), if candidate == term { 1.0 } else { shared / (norm * self.norms[number as usize]) })
        };
        let alike = near.into_iter().map(similarity).filter(|(_, similarity)| *similarity >= SIMILARITY_MIN);
        let mut alike: Vec<(&str, f64)> = alike.collect();
        alike.sort_by(|one, other| other.1.total_cmp(&one.1).then_with(|| one.0.cmp(other.0)));
        alike.truncate(EXPANSIONS_MAX);
        alike
    }

    fn holders(&self, sequence: Sequence) -> &[u32] {
        self.sequences.get(&sequence).map_or(&[], |(_, holders)| holders)
    }

    fn weight(&self, sequence: Sequence) -> f64 {
        self.sequences.get(&sequence).map_or_else(|| (self.terms.len() as f64 + 1.0).ln(), |(weight, _)| *weight)
    }

    fn norm(&self, vector: &BTreeMap<Sequence, f64>) -> f64 {
        vector.iter().map(|(sequence, count)| (count * self.weight(*sequence)).powi(2)).sum::<f64>().sqrt()
    }
}

/// The sequences of a term, each with how often it occurs.
fn vector(term: &str) -> BTreeMap<Sequence, f64> {
    let characters: Vec<char> = std::iter::once('^').chain(term.chars()).chain(['$']).collect();
    let mut vector = BTreeMap::new();
    for length in LENGTHS {
        for window in characters.windows(length) {
            *vector.entry(sequence(window)).or_insert(0.0) += 1.0;
        }
    }
    vector
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
            ["administr", "accessibil", "kubernet", "reseau", "resau", "serveur", "formation", "java", "javascript"];
        SoftTerms::build(&terms.iter().map(|term| ((*term).to_owned(), 3)).collect())
    }

    #[test]
    fn a_misspelt_term_leads_to_the_one_that_was_meant() {
        for (written, meant) in [("kubrnet", "kubernet"), ("accesibil", "accessibil"), ("serveurs", "serveur")] {
            assert_eq!(soft().expand(written).first().map(|(term, _)| *term), Some(meant), "{written}");
        }
    }

    #[test]
    fn a_known_term_leads_to_itself_first_and_an_unlike_one_nowhere() {
        let soft = soft();
        let expanded = soft.expand("java");
        assert_eq!(expanded.first(), Some(&("java", 1.0)));
        assert!(expanded.iter().all(|(_, similarity)| (SIMILARITY_MIN..=1.0).contains(similarity)), "{expanded:?}");
        assert!(soft.expand("zzz").is_empty());
    }
}
