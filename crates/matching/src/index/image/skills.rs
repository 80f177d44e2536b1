//! Who has which skill, at which level: the postings that coverage reads, and each document's own list.
//!
//! A skill that few have would spend more on its table of blocks than on its postings; its postings are whole numbers
//! instead, four bytes each.

use std::collections::HashMap;
use std::ops::Range;

use talents_core::id::SkillId;

use super::postings::{BLOCK, BLOCK_BITS, Posting, QUARTER, SkillPostings, level_index, place, whole};

/// A skill has a table of blocks from so many postings for each block of the segment: its table, of four bytes a
/// block, then takes less than the two bytes more that each posting would.
const POSTINGS_PER_BLOCK_MIN: usize = 4;

/// Where the postings of a skill are, and how many.
#[derive(Debug, Clone, Copy)]
enum Kept {
    /// In blocks: the first entry of its table of ends, and the first of its entries.
    Frequent { table: u32, first: u32, count: u32 },
    /// Whole, from one to another.
    Rare { from: u32, to: u32 },
}

/// The skills of the documents of a segment, both ways.
#[derive(Debug, Default)]
pub(crate) struct SkillTable {
    /// The skills that anybody has, in order; a skill's number is its place here.
    skills: Vec<SkillId>,
    /// Where the skills begin whose ids have each first byte, and where the last ones end: most ids are hashes, and a search
    /// among all of them waits for memory at each step.
    firsts: Vec<u32>,
    kept: Vec<Kept>,
    ends: Vec<u32>,
    frequent: Vec<Posting>,
    rare: Vec<u32>,
    own: Own,
    /// Where the own skills of each document end.
    own_ends: Vec<u32>,
    blocks: usize,
}

/// The numbers and levels of each document's skills, one document after the other.
#[derive(Debug)]
enum Own {
    /// Two bytes each, where a segment has no more skills than fourteen bits can number.
    Narrow(Vec<u16>),
    /// Four bytes each.
    Wide(Vec<u32>),
}

impl Default for Own {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

/// What is gathered of the documents before the table is made.
#[derive(Debug, Default)]
pub(crate) struct SkillTableBuilder {
    numbers: HashMap<SkillId, u32>,
    /// By number, in the order in which skills were first seen.
    seen: Vec<SkillId>,
    own: Vec<(u32, u8)>,
    own_ends: Vec<u32>,
}

impl SkillTableBuilder {
    /// Adds the next document, with each of its skills once.
    pub(crate) fn add(&mut self, skills: impl IntoIterator<Item = (SkillId, u8)>) {
        for (skill, level) in skills {
            let seen = &mut self.seen;
            let number = *self.numbers.entry(skill).or_insert_with(|| {
                seen.push(skill);
                seen.len() as u32 - 1
            });
            self.own.push((number, level));
        }
        self.own_ends.push(self.own.len() as u32);
    }

    /// The table of all that was added.
    pub(crate) fn build(self) -> SkillTable {
        let mut order: Vec<u32> = (0..self.seen.len() as u32).collect();
        order.sort_unstable_by_key(|number| self.seen[*number as usize]);
        let mut rank = vec![0; order.len()];
        for (place, number) in order.iter().enumerate() {
            rank[*number as usize] = place as u32;
        }
        let own: Vec<(u32, u8)> = self.own.iter().map(|(number, level)| (rank[*number as usize], *level)).collect();
        let blocks = self.own_ends.len().div_ceil(BLOCK);
        let mut table = SkillTable {
            skills: order.iter().map(|number| self.seen[*number as usize]).collect(),
            blocks,
            ..SkillTable::default()
        };
        let begin = |byte: u32| table.skills.partition_point(|skill| u32::from(skill.0.as_bytes()[0]) < byte) as u32;
        table.firsts = (0..=256).map(begin).collect();
        table.invert(&own, &self.own_ends);
        table.own = Own::of(&own, table.skills.len());
        table.own_ends = self.own_ends;
        table
    }
}

impl Own {
    fn of(own: &[(u32, u8)], skills: usize) -> Self {
        if skills <= 1 << BLOCK_BITS {
            Self::Narrow(own.iter().map(|(number, level)| whole(*number, *level) as u16).collect())
        } else {
            Self::Wide(own.iter().map(|(number, level)| whole(*number, *level)).collect())
        }
    }
}

impl SkillTable {
    /// Sorts the documents' skills by skill, each list by document.
    fn invert(&mut self, own: &[(u32, u8)], own_ends: &[u32]) {
        let mut starts = vec![0u32; self.skills.len() + 1];
        for (number, _) in own {
            starts[*number as usize + 1] += 1;
        }
        for number in 0..self.skills.len() {
            starts[number + 1] += starts[number];
        }
        let mut sorted = vec![0u32; own.len()];
        let mut next = starts.clone();
        let mut from = 0;
        for (doc, end) in own_ends.iter().enumerate() {
            for (number, level) in &own[from..*end as usize] {
                let at = &mut next[*number as usize];
                sorted[*at as usize] = whole(doc as u32, *level);
                *at += 1;
            }
            from = *end as usize;
        }
        for number in 0..self.skills.len() {
            self.keep(&sorted[starts[number] as usize..starts[number + 1] as usize]);
        }
        self.frequent.shrink_to_fit();
        self.rare.shrink_to_fit();
    }

    fn keep(&mut self, postings: &[u32]) {
        if postings.len() < POSTINGS_PER_BLOCK_MIN * self.blocks {
            let from = self.rare.len() as u32;
            self.rare.extend_from_slice(postings);
            self.kept.push(Kept::Rare { from, to: self.rare.len() as u32 });
            return;
        }
        let first = self.frequent.len();
        let count = postings.len() as u32;
        self.kept.push(Kept::Frequent { table: self.ends.len() as u32, first: first as u32, count });
        let mut left = postings;
        for block in 0..self.blocks as u32 {
            let in_block = left.partition_point(|posting| *posting >> Posting::BITS <= block);
            let (of_block, rest) = left.split_at(in_block);
            self.keep_block(of_block);
            self.ends.push((self.frequent.len() - first) as u32);
            left = rest;
        }
    }

    fn keep_block(&mut self, postings: &[u32]) {
        let postings = postings.iter().map(|posting| *posting as Posting);
        if postings.len() < QUARTER {
            self.frequent.extend(postings);
            return;
        }
        let mut levels = [0; QUARTER];
        for posting in postings {
            let (quarter, place) = (place(posting) / QUARTER, place(posting) % QUARTER);
            levels[place] |= (level_index(posting) as u16 + 1) << (4 * quarter);
        }
        self.frequent.extend_from_slice(&levels);
    }

    /// The skills that anybody has, in order.
    pub(crate) fn skills(&self) -> &[SkillId] {
        &self.skills
    }

    /// The number of a skill in this segment.
    pub(crate) fn number(&self, skill: SkillId) -> Option<u32> {
        let first = usize::from(skill.0.as_bytes()[0]);
        let range = self.firsts[first] as usize..self.firsts[first + 1] as usize;
        self.skills[range.clone()].binary_search(&skill).ok().map(|place| (range.start + place) as u32)
    }

    /// The postings of a skill; `None` where nobody has it.
    pub(crate) fn postings(&self, skill: SkillId) -> Option<SkillPostings<'_>> {
        self.number(skill).map(|number| self.postings_of(number))
    }

    /// The postings of a skill by its number in this segment.
    pub(crate) fn postings_of(&self, number: u32) -> SkillPostings<'_> {
        match self.kept[number as usize] {
            Kept::Rare { from, to } => SkillPostings::Rare { postings: &self.rare[from as usize..to as usize] },
            Kept::Frequent { table, first, count } => {
                let ends = &self.ends[table as usize..table as usize + self.blocks];
                let last = ends.last().copied().unwrap_or(0);
                let entries = &self.frequent[first as usize..(first + last) as usize];
                SkillPostings::Frequent { ends, entries, count }
            }
        }
    }

    /// The numbers and levels of a document's skills, in the order of its profile.
    pub(crate) fn own_numbers(&self, doc: u32) -> impl Iterator<Item = (u32, u8)> {
        let range = self.own_range(doc);
        let level = |posting: u32| (posting >> 2, (posting & 3) as u8 + 1);
        let (narrow, wide) = match &self.own {
            Own::Narrow(own) => (&own[range], &[][..]),
            Own::Wide(own) => (&[][..], &own[range]),
        };
        narrow.iter().map(|posting| u32::from(*posting)).chain(wide.iter().copied()).map(level)
    }

    /// Reads the beginnings of the own lists of a few documents, so that reading the whole lists need not wait for them one
    /// after the other.
    pub(crate) fn read_ahead(&self, docs: &[u32]) {
        const MOST: usize = 32;
        let mut ends = [[0; 2]; MOST];
        for (ends, doc) in ends.iter_mut().zip(docs) {
            let Range { start, end } = self.own_range(*doc);
            *ends = [start, end.saturating_sub(1)];
        }
        let read = |place: &usize| match &self.own {
            Own::Narrow(own) => own.get(*place).copied().map_or(0, u32::from),
            Own::Wide(own) => own.get(*place).copied().unwrap_or(0),
        };
        std::hint::black_box(
            ends[..docs.len().min(MOST)].as_flattened().iter().map(read).fold(0, std::ops::BitXor::bitxor),
        );
    }

    /// The skills of a document, with their levels.
    pub(crate) fn own(&self, doc: u32) -> impl Iterator<Item = (SkillId, u8)> {
        self.own_numbers(doc).map(|(number, level)| (self.skills[number as usize], level))
    }

    fn own_range(&self, doc: u32) -> Range<usize> {
        let doc = doc as usize;
        let from = if doc == 0 { 0 } else { self.own_ends[doc - 1] };
        from as usize..self.own_ends[doc] as usize
    }

    /// The bytes that the table takes.
    pub(crate) fn bytes(&self) -> usize {
        let own = match &self.own {
            Own::Narrow(own) => size_of_val(own.as_slice()),
            Own::Wide(own) => size_of_val(own.as_slice()),
        };
        own + size_of_val(self.own_ends.as_slice())
            + size_of_val(self.skills.as_slice())
            + size_of_val(self.firsts.as_slice())
            + size_of_val(self.kept.as_slice())
            + size_of_val(self.ends.as_slice())
            + size_of_val(self.frequent.as_slice())
            + size_of_val(self.rare.as_slice())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn skill(number: u16) -> SkillId {
        SkillId(Uuid::from_u128(number.into()))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn postings_and_own_lists_hold_what_was_added(
            seeds in prop::collection::vec(any::<u64>(), 1..60), stretch in 1usize..1500,
        ) {
            // The same few documents over and over: enough of them for several blocks.
            let doc = |index: usize| {
                let seed = seeds[index % seeds.len()];
                let common = (seed % 3 == 0).then_some((skill(0), 1 + (seed >> 3) as u8 % 4));
                let other = (skill(1 + (seed >> 8) as u16 % 40), 1 + (seed >> 20) as u8 % 4);
                common.into_iter().chain([other]).collect::<Vec<_>>()
            };
            let count = seeds.len() * stretch;
            let mut builder = SkillTableBuilder::default();
            (0..count).for_each(|index| builder.add(doc(index)));
            let table = builder.build();
            for index in (0..count).step_by(1 + count / 50) {
                prop_assert_eq!(table.own(index as u32).collect::<Vec<_>>(), doc(index));
            }
            for number in 0..41 {
                let expected: Vec<u32> = (0..count).filter(|index| doc(*index).iter().any(|(id, _)| *id == skill(number))).map(|index| index as u32).collect();
                let found: Vec<u32> = table.postings(skill(number)).map(|postings| postings.docs().collect()).unwrap_or_default();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
