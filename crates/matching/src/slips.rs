//! Words that are one slip of the fingers away from a typed one.
//!
//! Stems of two words that differ by a letter may differ by many: where the ending begins depends on the letters before.
//! Where no stem near the typed word's is known, the words near it are stemmed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::analyzer::Analyzer;
use crate::statistics::FieldStatistics;

/// Longer words are not looked for so: there would be many near them.
const LETTERS_MAX: usize = 24;
/// How many words are remembered before all are forgotten.
const REMEMBERED_MAX: usize = 20_000;

/// What unknown words were meant for, remembered: some five hundred words are a slip away from one of nine letters, and
/// each has to be stemmed.
#[derive(Debug, Default)]
pub(crate) struct Meant(Mutex<HashMap<String, Option<String>>>);

impl Meant {
    /// The most frequent term of a field of which a word is a slip away from a folded one; the first of the alphabet of
    /// those that are as frequent.
    pub(crate) fn by(&self, word: &str, field: &FieldStatistics, analyzer: &mut Analyzer) -> Option<String> {
        let remembered = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(meant) = remembered().get(word) {
            return meant.clone();
        }
        let stems = slips(word).into_iter().map(|slip| analyzer.stem(&slip));
        let frequency = |term: &String| field.frequencies.get(term).copied().unwrap_or(0);
        let known = stems.map(|term| (frequency(&term), term)).filter(|(frequency, _)| *frequency > 0);
        let meant =
            known.max_by(|one, other| one.0.cmp(&other.0).then_with(|| other.1.cmp(&one.1))).map(|(_, term)| term);
        let mut remembered = remembered();
        if remembered.len() >= REMEMBERED_MAX {
            remembered.clear();
        }
        remembered.insert(word.to_owned(), meant.clone());
        meant
    }
}

/// The words that have two neighbours swapped, or a letter more, less or another one. None of a long word.
pub(crate) fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() > LETTERS_MAX {
        return Vec::new();
    }
    let spelt = |before: &[char], between: &[char], after: &[char]| [before, between, after].concat().iter().collect();
    let mut slips = Vec::new();
    for place in 0..=letters.len() {
        let (before, after) = letters.split_at(place);
        slips.extend(('a'..='z').map(|letter| spelt(before, &[letter], after)));
        if let [letter, after @ ..] = after {
            slips.push(spelt(before, &[], after));
            slips.extend(('a'..='z').filter(|other| other != letter).map(|other| spelt(before, &[other], after)));
        }
        if let [first, second, after @ ..] = after {
            slips.push(spelt(before, &[*second, *first], after));
        }
    }
    slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_among_the_slips_of_its_slips() {
        let word = "sisenisme".to_owned();
        for misspelt in ["ssienisme", "siseniisme", "sisenise", "sisanisme"] {
            assert!(slips(misspelt).contains(&word), "{misspelt}");
        }
        assert!(!slips("ssienismes").contains(&word));
        assert!(slips("anticonstitutionnellements").is_empty());
    }

    #[test]
    fn an_unknown_word_is_meant_for_the_most_frequent_one_that_is_a_slip_away() {
        let (meant, mut analyzer) = (Meant::default(), Analyzer::default());
        let [modernisation, sector, reader] = ["modernisation", "secteur", "lecteur"].map(|word| analyzer.stem(word));
        let frequencies = [(modernisation.clone(), 3), (sector.clone(), 5), (reader, 4)].into();
        let field = FieldStatistics { documents: 10, total_length: 100, frequencies };
        for _ in 0..2 {
            let mut by = |word| meant.by(word, &field, &mut analyzer);
            assert_eq!(by("modernisaiton"), Some(modernisation.clone()));
            assert_eq!(by("vecteur"), Some(sector.clone()));
            assert_eq!(by("portail"), None);
        }
    }
}
