//! The answers to one or two letters, prepared: so many labels begin with them that to gather them anew at each key
//! would be the slowest question of all, and it is the first one that everybody asks.

use std::collections::HashMap;

use super::super::popularity::Popularity;

/// The most letters of which the answer is prepared.
pub(super) const LETTERS_MAX: usize = 2;

/// For each beginning of one or two letters, the skills as `(score, label)` without popularity, the best first.
#[derive(Debug, Default)]
pub(super) struct Short(HashMap<String, Vec<(u32, u32)>>);

impl Short {
    /// Prepares the answers to the beginnings of words, as `answer` finds them.
    pub(super) fn build<'a>(words: impl Iterator<Item = &'a str>, answer: impl Fn(&str) -> Vec<(u32, u32)>) -> Self {
        let mut prepared: HashMap<String, Vec<(u32, u32)>> = HashMap::new();
        for word in words {
            for length in 1..=LETTERS_MAX {
                let beginning: String = word.chars().take(length).collect();
                prepared.entry(beginning).or_insert_with_key(|beginning| answer(beginning));
            }
        }
        Self(prepared)
    }

    /// The best answers with popularity counted in, and how many there are in all; `None` where none was prepared.
    pub(super) fn best(
        &self,
        typed: &str,
        most: usize,
        popularity: &Popularity,
        skill_of: impl Fn(u32) -> u32,
    ) -> Option<(Vec<(u32, u32)>, usize)> {
        let prepared = self.0.get(typed)?;
        // Below those that even the highest bonus would not bring among the first, nothing needs a look.
        let worst = most.checked_sub(1).and_then(|last| prepared.get(last)).map_or(0, |(score, _)| *score);
        let reach = prepared.partition_point(|(score, _)| *score + popularity.highest() >= worst);
        let with_bonus = |(score, label): &(u32, u32)| (score + popularity.bonus(skill_of(*label)), *label);
        let mut best: Vec<(u32, u32)> = prepared[..reach].iter().map(with_bonus).collect();
        best.sort_unstable_by_key(|(score, label)| (std::cmp::Reverse(*score), *label));
        best.truncate(most);
        Some((best, prepared.len()))
    }
}
