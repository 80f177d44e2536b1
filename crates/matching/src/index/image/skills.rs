//! Who has which skill, at which level: the postings that coverage reads, and each document's own list.
//!
//! A posting takes two bytes: fourteen bits for the place in a block of [`BLOCK`] documents, two for the level. Where a
//! quarter of a block has the skill, half a byte for the level of everybody is less. A skill that few have would spend
//! more on its table of blocks than on its postings; its postings are whole numbers instead, four bytes each. Places are
//! below [`BLOCK`] by their type, so that reading them needs no bounds check.

use std::collections::HashMap;
use std::ops::Range;

use talents_core::id::SkillId;

/// How many documents a block has.
pub(crate) const BLOCK: usize = 1 << BLOCK_BITS;
const BLOCK_BITS: u32 = 14;

/// A skill has a table of blocks from so many postings for each block of the segment: its table, of four bytes a
/// block, then takes less than the two bytes more that each posting would.
const POSTINGS_PER_BLOCK_MIN: usize = 4;

/// A posting within its block: the place in the higher fourteen bits, the level less one in the lower two.
pub(crate) type Posting = u16;

/// The place of a posting in its block.
#[inline]
pub(crate) fn place(posting: Posting) -> usize {
    usize::from(posting >> 2)
}

/// The level of a posting, from 1 to 4, less one.
#[inline]
pub(crate) fn level_index(posting: Posting) -> usize {
    usize::from(posting & 3)
}

/// A whole posting: the document in the higher bits, the level less one in the lower two.
fn whole(doc: u32, level: u8) -> u32 {
    doc << 2 | u32::from(level.clamp(1, 4) - 1)
}

/// The levels of a whole block, four in a number: in its lowest four bits that of the document at the same place of the
/// block's first quarter, in the next ones that of the second quarter, and so on; 0 for those without the skill.
pub(crate) type Levels = [u16; QUARTER];
/// A quarter of a block.
pub(crate) const QUARTER: usize = BLOCK / 4;

/// The level of a document of a quarter, from 0 for none to 4.
#[expect(clippy::inline_always, reason = "it must be compiled with the wide loop that calls it")]
#[inline(always)]
pub(crate) fn level_in(levels: u16, quarter: usize) -> u16 {
    levels >> (4 * quarter) & 15
}

/// Where the postings of a skill are, and how many.
#[derive(Debug, Clone, Copy)]
enum Kept {
    /// In blocks: the first entry of its table of ends, and the first of its entries.
    Frequent { table: u32, first: u32, count: u32 },
    /// Whole, from one to another.
    Rare { from: u32, to: u32 },
}

/// The postings of one skill in a segment.
#[derive(Debug, Clone, Copy)]
pub(crate) enum SkillPostings<'a> {
    /// Blocks of entries; those of block `n` end at `ends[n]`.
    Frequent { ends: &'a [u32], entries: &'a [u16], count: u32 },
    /// Whole numbers, in order.
    Rare { postings: &'a [u32] },
}

/// The postings of one skill in a block.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BlockPostings<'a> {
    /// Those who have it, in order.
    Few(&'a [Posting]),
    /// Everybody's level.
    Many(&'a Levels),
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

impl<'a> SkillPostings<'a> {
    /// How many have the skill, the dead included.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Frequent { count, .. } => *count as usize,
            Self::Rare { postings } => postings.len(),
        }
    }

    /// The documents that have the skill, in order.
    pub(crate) fn docs(self) -> impl Iterator<Item = u32> + 'a {
        let (blocks, rare) = match self {
            Self::Frequent { ends, .. } => (ends.len(), &[][..]),
            Self::Rare { postings } => (0, postings),
        };
        let of_block = move |block| self.block(block).places().map(move |place| (block * BLOCK + place) as u32);
        (0..blocks).flat_map(of_block).chain(rare.iter().map(|posting| *posting >> 2))
    }

    /// Calls `found` with each document that has the skill, and its level less one, in order.
    #[inline]
    pub(crate) fn for_each(self, mut found: impl FnMut(u32, usize)) {
        match self {
            Self::Rare { postings } => {
                for posting in postings {
                    found(posting >> 2, level_index(*posting as Posting));
                }
            }
            Self::Frequent { ends, .. } => {
                for block in 0..ends.len() {
                    let first = (block * BLOCK) as u32;
                    self.block(block).for_each(|place, level| found(first + place as u32, level));
                }
            }
        }
    }

    /// The postings of a block of a frequent skill.
    #[inline]
    pub(crate) fn block(self, block: usize) -> BlockPostings<'a> {
        let Self::Frequent { ends, entries, .. } = self else { return BlockPostings::Few(&[]) };
        let from = if block == 0 { 0 } else { ends[block - 1] };
        let entries = &entries[from as usize..ends[block] as usize];
        match entries.try_into() {
            Ok(levels) => BlockPostings::Many(levels),
            Err(_) => BlockPostings::Few(entries),
        }
    }
}

impl<'a> BlockPostings<'a> {
    /// Calls `found` with the place of each who has the skill, and their level less one, in order.
    #[inline]
    fn for_each(self, mut found: impl FnMut(usize, usize)) {
        match self {
            Self::Few(postings) => {
                for posting in postings {
                    found(place(*posting), level_index(*posting));
                }
            }
            Self::Many(levels) => {
                for place in 0..BLOCK {
                    let level = level_in(levels[place % QUARTER], place / QUARTER);
                    if level > 0 {
                        found(place, usize::from(level) - 1);
                    }
                }
            }
        }
    }

    /// The places of those who have the skill, in order.
    fn places(self) -> impl Iterator<Item = usize> + 'a {
        let (few, levels): (&[Posting], Option<&Levels>) = match self {
            Self::Few(few) => (few, None),
            Self::Many(levels) => (&[], Some(levels)),
        };
        let of_quarter = |(quarter, levels): (usize, &'a Levels)| {
            let held = levels.iter().enumerate().filter(move |(_, levels)| level_in(**levels, quarter) > 0);
            held.map(move |(place, _)| quarter * QUARTER + place)
        };
        let many = levels.into_iter().flat_map(|levels| (0..4).map(move |quarter| (quarter, levels)));
        few.iter().map(|posting| place(*posting)).chain(many.flat_map(of_quarter))
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
