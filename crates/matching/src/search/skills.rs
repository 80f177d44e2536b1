//! Counting the skills of talents by the numbers that they have in a segment. Those that were merged into others are
//! counted under what they became, once a talent.

use std::collections::HashMap;

use talents_core::id::SkillId;

use crate::index::image::skills::SkillTable;
use crate::skills::Vocabulary;

/// See the module.
pub(super) struct SkillCounter<'a> {
    table: &'a SkillTable,
    merged: Merged,
    /// By place: how many have the skill. A skill's place is its number; those of [`Merged::beyond`] come after all numbers.
    counts: Vec<u32>,
    /// The places of the skills of one talent.
    own: Vec<u32>,
}

/// The merged skills that anybody in the segment has.
#[derive(Default)]
struct Merged {
    /// By the number of a skill: whether it was merged. Empty where none was.
    flags: Vec<bool>,
    /// By the number of a merged skill: the place where it is counted.
    places: HashMap<u32, u32>,
    /// What skills were merged into that nobody in the segment has.
    beyond: Vec<SkillId>,
}

impl Merged {
    fn of(table: &SkillTable, vocabulary: &Vocabulary) -> Self {
        let mut merged = Self::default();
        for (skill, number) in vocabulary.merged().filter_map(|skill| Some((skill, table.number(skill)?))) {
            merged.flags.resize(table.skills().len(), false);
            merged.flags[number as usize] = true;
            let place = merged.place(vocabulary.canonical(skill), table);
            merged.places.insert(number, place);
        }
        merged
    }

    /// Where a skill is counted that was not merged.
    fn place(&mut self, skill: SkillId, table: &SkillTable) -> u32 {
        table.number(skill).unwrap_or_else(|| {
            let known = self.beyond.iter().position(|known| *known == skill);
            let place = known.unwrap_or_else(|| {
                self.beyond.push(skill);
                self.beyond.len() - 1
            });
            (table.skills().len() + place) as u32
        })
    }
}

impl<'a> SkillCounter<'a> {
    pub(super) fn new(table: &'a SkillTable, vocabulary: &Vocabulary) -> Self {
        let merged = Merged::of(table, vocabulary);
        let counts = vec![0; table.skills().len() + merged.beyond.len()];
        Self { table, merged, counts, own: Vec::new() }
    }

    /// Counts the skills of some talents.
    pub(super) fn count(&mut self, docs: &[u32]) {
        self.table.read_ahead(docs);
        for doc in docs {
            let numbers = || self.table.own_numbers(*doc).map(|(number, _)| number);
            let Merged { flags, places, .. } = &self.merged;
            if !flags.is_empty() && numbers().fold(false, |any, number| any | flags[number as usize]) {
                self.own.clear();
                self.own.extend(numbers().map(|number| places.get(&number).copied().unwrap_or(number)));
                self.own.sort_unstable();
                self.own.dedup();
                self.own.iter().for_each(|place| self.counts[*place as usize] += 1);
            } else {
                numbers().for_each(|number| self.counts[number as usize] += 1);
            }
        }
    }

    /// The skills, and how many have each.
    pub(super) fn counted(&self) -> impl Iterator<Item = (SkillId, u32)> {
        let skills = self.table.skills().iter().chain(&self.merged.beyond);
        skills.copied().zip(self.counts.iter().copied())
    }
}
