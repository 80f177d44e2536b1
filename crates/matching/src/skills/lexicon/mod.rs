//! The words of the labels: each once, with its family.
//!
//! A family holds the words that share a stem in French or in English: « automatiser », « automatisé » and
//! « automatisation », or « tests » and « testing ». A label and a text that use words of one family mean the same.

mod neighbours;
mod sorted;
mod typing;

use std::collections::HashMap;

use neighbours::Neighbours;
pub(super) use sorted::Sorted;

use super::postings::Postings;
use crate::analyzer::{Analyzer, is_stop_word, to_one_gender};

/// The words of the labels.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Sorted,
    /// Whether each word is too frequent to tell anything.
    stop: Vec<bool>,
    /// The family of each word.
    families: Vec<u32>,
    /// The base of each word, a number for each form in one gender and in the singular.
    bases: Vec<u32>,
    by_base: HashMap<String, u32>,
    /// The words of each family.
    members: Postings,
    /// The family of each stem.
    stems: HashMap<String, u32>,
    neighbours: Neighbours,
}

impl Lexicon {
    /// Takes the folded words of all labels.
    pub(super) fn build(words: Vec<&str>, analyzer: &mut Analyzer) -> Self {
        let words = Sorted::new(words);
        let numbers = 0..words.len() as u32;
        let mut groups = Groups::default();
        let mut first_of: HashMap<String, u32> = HashMap::new();
        for number in numbers.clone() {
            groups.add();
            for stem in stems_of(words.get(number), analyzer) {
                let first = *first_of.entry(stem).or_insert(number);
                groups.join(first, number);
            }
        }
        let families: Vec<u32> = numbers.clone().map(|number| groups.root(number)).collect();
        let members = Postings::build(words.len(), numbers.clone().map(|number| (families[number as usize], number)));
        let stems = first_of.into_iter().map(|(stem, first)| (stem, families[first as usize])).collect();
        let stop = numbers.map(|number| is_stop_word(words.get(number))).collect();
        let neighbours = Neighbours::build(&words);
        let mut by_base: HashMap<String, u32> = HashMap::new();
        let mut number_of = |word: &str| {
            let next = by_base.len() as u32;
            *by_base.entry(base(word)).or_insert(next)
        };
        let bases = words.iter().map(&mut number_of).collect();
        Self { words, stop, families, bases, by_base, members, stems, neighbours }
    }

    pub(super) fn words(&self) -> &Sorted {
        &self.words
    }

    pub(super) fn is_stop(&self, word: u32) -> bool {
        self.stop[word as usize]
    }

    pub(super) fn family(&self, word: u32) -> u32 {
        self.families[word as usize]
    }

    /// What a word is in one gender and in the singular, as a number.
    pub(super) fn base(&self, word: u32) -> u32 {
        self.bases[word as usize]
    }

    /// The number of what a folded word is in one gender and in the singular, if a label has such a word.
    pub(super) fn base_of(&self, word: &str) -> Option<u32> {
        self.by_base.get(&base(word)).copied()
    }

    /// The words of a family.
    pub(super) fn members(&self, family: u32) -> &[u32] {
        self.members.of(family)
    }

    /// The family of a folded word that no label has, by its stems.
    pub(super) fn family_of_unknown(&self, word: &str, analyzer: &mut Analyzer) -> Option<u32> {
        stems_of(word, analyzer).iter().find_map(|stem| self.stems.get(stem)).copied()
    }

    /// The long words that are one typo away from a folded word that no label has.
    pub(super) fn neighbours(&self, unknown: &str) -> Vec<u32> {
        self.neighbours.of(unknown, &self.words)
    }
}

/// A folded word in one gender and in the singular, whatever its language.
pub(super) fn base(word: &str) -> String {
    let masculine = to_one_gender(word);
    let singular = masculine.strip_suffix(['s', 'x']).filter(|stem| stem.len() > 2);
    singular.unwrap_or(&masculine).to_owned()
}

fn stems_of(word: &str, analyzer: &mut Analyzer) -> [String; 2] {
    [analyzer.stem_french(word), analyzer.stem_english(word)]
}

/// Numbers brought together in groups (« union–find »); a group goes by its least number.
#[derive(Default)]
struct Groups(Vec<u32>);

impl Groups {
    fn add(&mut self) {
        self.0.push(self.0.len() as u32);
    }

    fn root(&mut self, number: u32) -> u32 {
        let mut at = number;
        while self.0[at as usize] != at {
            let above = self.0[self.0[at as usize] as usize];
            self.0[at as usize] = above;
            at = above;
        }
        at
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other) as usize] = one.min(other);
    }
}
