//! Autocomplete: from a few letters to the skills that they may mean.
//!
//! Every word of every label is in one sorted list. A typed word finds the words that it equals, begins, or misspells;
//! an entry (one label of one skill) is scored by how well its words answer, a skill by its best label.

use std::collections::{BTreeMap, HashMap};

use strsim::osa_distance;
use talents_core::id::SkillId;
use talents_core::skill::Skill;

use super::{COMPLETIONS_MAX, SkillHit};
use crate::analyzer::{self, fold};

/// A label of a skill.
#[derive(Debug)]
struct Entry {
    skill: SkillId,
    label: String,
    normalised: String,
    words: usize,
    /// Whether the skill is of our own vocabulary, which is what is asked for most of the time.
    own: bool,
    /// Whether it is a preferred label.
    preferred: bool,
}

/// The index of labels.
#[derive(Debug, Default)]
pub(super) struct Completion {
    entries: Vec<Entry>,
    /// The words in order, each with the entries that have it.
    words: Vec<(String, Vec<u32>)>,
    /// The words by their first letter: where misspelt ones are looked for.
    by_initial: HashMap<char, Vec<u32>>,
}

/// How well a word answers a typed one, in thousandths.
const EQUAL: u32 = 1000;
const BEGINS: u32 = 850;
const ONE_TYPO: u32 = 600;
const TWO_TYPOS: u32 = 450;

/// The fewest letters of a typed word in which one typo, then two, are taken.
const TYPO_LENGTHS: [usize; 2] = [4, 8];

impl Completion {
    /// Indexes the labels of skills, in the order in which they are offered.
    pub(super) fn build(offered: &[&Skill]) -> Self {
        let mut index = Self::default();
        let mut words: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for skill in offered {
            let preferred = [skill.french.preferred.as_str(), skill.english.preferred.as_str()];
            for label in skill.labels() {
                let normalised = analyzer::normalised(label);
                let number = index.entries.len() as u32;
                let mut count = 0;
                for word in normalised.split(' ').filter(|word| !word.is_empty()) {
                    count += 1;
                    let holders = words.entry(word.to_owned()).or_default();
                    if holders.last() != Some(&number) {
                        holders.push(number);
                    }
                }
                index.entries.push(Entry {
                    skill: skill.id,
                    label: label.to_owned(),
                    normalised,
                    words: count,
                    own: skill.slug.is_some(),
                    preferred: preferred.contains(&label),
                });
            }
        }
        index.words = words.into_iter().collect();
        for (number, (word, _)) in index.words.iter().enumerate() {
            index.by_initial.entry(word.chars().next().unwrap_or_default()).or_default().push(number as u32);
        }
        index
    }

    /// See [`super::Vocabulary::complete`].
    pub(super) fn complete(&self, query: &str) -> Vec<SkillHit> {
        let typed = analyzer::normalised(query);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut best: HashMap<SkillId, (u32, u32)> = HashMap::new();
        for (number, quality) in self.answers(&typed) {
            let score = Self::score(&self.entries[number as usize], &typed, quality);
            let kept = best.entry(self.entries[number as usize].skill).or_insert((score, number));
            if score > kept.0 || (score == kept.0 && number < kept.1) {
                *kept = (score, number);
            }
        }
        let mut ranked: Vec<(u32, u32)> = best.into_values().collect();
        ranked.sort_by_key(|(score, number)| (std::cmp::Reverse(*score), *number));
        ranked.truncate(COMPLETIONS_MAX);
        let hit = |(score, number): (u32, u32)| {
            let entry = &self.entries[number as usize];
            SkillHit { skill: entry.skill, matched_label: entry.label.clone(), score }
        };
        ranked.into_iter().map(hit).collect()
    }

    /// The label that looks most like one, if any does.
    pub(super) fn nearest(&self, label: &str) -> Option<&str> {
        let best = self.complete(label).into_iter().next()?;
        self.entries.iter().find(|entry| entry.label == best.matched_label).map(|entry| entry.label.as_str())
    }

    /// The entries that answer what was typed, each with the mean quality of the words, in thousandths. Entries that
    /// answer every word come alone; where there are none, those that answer the rarest words.
    fn answers(&self, typed: &str) -> Vec<(u32, u32)> {
        let typed_words: Vec<&str> = typed.split(' ').collect();
        let mut totals: HashMap<u32, (u32, u32)> = HashMap::new();
        for (place, word) in typed_words.iter().enumerate() {
            let is_last = place + 1 == typed_words.len();
            for (number, quality) in self.holders(word, is_last) {
                let total = totals.entry(number).or_default();
                *total = (total.0 + quality, total.1 + 1);
            }
        }
        let count = typed_words.len() as u32;
        let all_answered = totals.values().any(|(_, answered)| *answered == count);
        let kept = totals.into_iter().filter(|(_, (_, answered))| !all_answered || *answered == count);
        kept.map(|(number, (quality, _))| (number, quality / count)).collect()
    }

    /// The entries with a word that answers a typed one, each once, by the best of its words.
    fn holders(&self, typed: &str, is_last: bool) -> HashMap<u32, u32> {
        let mut answers: Vec<(&Vec<u32>, u32)> = Vec::new();
        let from = self.words.partition_point(|(word, _)| word.as_str() < typed);
        let beginning = self.words[from..].iter().take_while(|(word, _)| word.starts_with(typed));
        for (word, holders) in beginning.filter(|(word, _)| is_last || word.len() == typed.len() || typed.len() >= 3) {
            answers.push((holders, if word.len() == typed.len() { EQUAL } else { BEGINS }));
        }
        if answers.is_empty() {
            let misspelt = self.misspelt(typed);
            answers.extend(misspelt.into_iter().map(|(number, quality)| (&self.words[number as usize].1, quality)));
        }
        let mut found = HashMap::new();
        for (holders, quality) in answers {
            for number in holders {
                let best = found.entry(*number).or_insert(quality);
                *best = quality.max(*best);
            }
        }
        found
    }

    /// The words that a typed one may have been meant for, whole or begun.
    fn misspelt(&self, typed: &str) -> Vec<(u32, u32)> {
        let length = typed.chars().count();
        let typos_max = TYPO_LENGTHS.iter().filter(|least| length >= **least).count();
        if typos_max == 0 || typed.chars().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        // A typo in the first letter is mostly a swap with the second.
        let initials: std::collections::BTreeSet<char> = typed.chars().take(2).collect();
        let candidates = initials.iter().filter_map(|initial| self.by_initial.get(initial)).flatten();
        let quality = |number: &u32| {
            let word = &self.words[*number as usize].0;
            let typos = typos_to_begin(typed, length, word, typos_max)?;
            Some((*number, if typos <= 1 { ONE_TYPO } else { TWO_TYPOS }))
        };
        candidates.filter_map(quality).collect()
    }

    /// From 0 to 1,000,000: the whole label, its beginning, then its words; our own vocabulary, preferred and short
    /// labels before the others.
    fn score(entry: &Entry, typed: &str, quality: u32) -> u32 {
        let shape = if entry.normalised == typed {
            300_000
        } else if entry.normalised.starts_with(typed) {
            200_000
        } else {
            0
        };
        let typed_words = typed.split(' ').count();
        let brevity = 100_000 * typed_words.min(entry.words) as u32 / entry.words.max(1) as u32;
        quality * 500 + shape + brevity + 80_000 * u32::from(entry.own) + 20_000 * u32::from(entry.preferred)
    }
}

/// The fewest typos that make what was typed the beginning of a word, or the word; `None` above the most allowed.
fn typos_to_begin(typed: &str, length: usize, word: &str, typos_max: usize) -> Option<usize> {
    let letters: Vec<(usize, char)> = word.char_indices().collect();
    if letters.len() + typos_max < length {
        return None;
    }
    let ends = (length.saturating_sub(typos_max)..=length + typos_max).filter(|end| *end <= letters.len() && *end > 0);
    let prefixes = ends.map(|end| letters.get(end).map_or(word, |(byte, _)| &word[..*byte]));
    prefixes.map(|prefix| osa_distance(typed, prefix)).min().filter(|typos| *typos <= typos_max)
}

/// Whether two folded words differ by one typo at the most; for words of the text that are looked up one by one.
pub(super) fn one_typo_apart(one: &str, other: &str) -> bool {
    one.len().abs_diff(other.len()) <= 1 && osa_distance(&fold::fold(one), other) <= 1
}
