//! The postings of a skill, as coverage reads them: block by block, or one after the other.
//!
//! A posting takes two bytes: fourteen bits for the place in a block of [`BLOCK`] documents, two for the level. Where a
//! quarter of a block has the skill, half a byte for the level of everybody is less. Places are below [`BLOCK`] by their
//! type, so that reading them needs no bounds check.

use super::reach::DocSet;

/// How many documents a block has.
pub(crate) const BLOCK: usize = 1 << BLOCK_BITS;
pub(super) const BLOCK_BITS: u32 = 14;

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
pub(super) fn whole(doc: u32, level: u8) -> u32 {
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

/// To sum up a block that holds everybody's level takes as long as to read so many postings.
const POSTINGS_PER_LEVELS: usize = 1_500;

impl<'a> SkillPostings<'a> {
    /// How many have the skill, the dead included.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Frequent { count, .. } => *count as usize,
            Self::Rare { postings } => postings.len(),
        }
    }

    /// How many postings read one by one take as long as the blocks of the skill summed up.
    pub(crate) fn summing_cost(&self) -> usize {
        match self {
            Self::Frequent { ends, count, .. } => (*count as usize).min(ends.len() * POSTINGS_PER_LEVELS),
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

    /// Calls `found` with the documents of a set that have the skill at one of the `wanted` levels, a few at a time, in
    /// order; it answers the levels that are wanted from then on.
    pub(crate) fn for_each_of(self, set: &DocSet, wanted: [bool; 4], mut found: impl FnMut(&[u32]) -> [bool; 4]) {
        let mut sieve = Sieve { set, wanted };
        match self {
            Self::Rare { postings } => {
                for few in postings.chunks(FEW) {
                    let held = few.iter().map(|posting| (*posting >> 2, level_index(*posting as Posting)));
                    sieve.pass(held, &mut found);
                }
            }
            Self::Frequent { ends, .. } => {
                for block in 0..ends.len() {
                    self.block(block).pass((block * BLOCK) as u32, &mut sieve, &mut found);
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
    /// Passes those who have the skill, with their levels, through a sieve.
    fn pass(self, first: u32, sieve: &mut Sieve<'_>, found: &mut impl FnMut(&[u32]) -> [bool; 4]) {
        match self {
            Self::Few(postings) => {
                for few in postings.chunks(FEW) {
                    sieve
                        .pass(few.iter().map(|posting| (first + place(*posting) as u32, level_index(*posting))), found);
                }
            }
            Self::Many(levels) => {
                for (quarter, first) in (first..).step_by(QUARTER).take(4).enumerate() {
                    for (few, first) in levels.chunks(FEW).zip((first..).step_by(FEW)) {
                        let held = (first..).zip(few).map(|(doc, levels)| (doc, level_in(*levels, quarter)));
                        sieve.pass(
                            held.filter(|(_, level)| *level > 0).map(|(doc, level)| (doc, usize::from(level) - 1)),
                            found,
                        );
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

/// How many postings pass a sieve at once.
const FEW: usize = 64;

/// Lets those of a set pass who have a skill at a level that is wanted.
struct Sieve<'a> {
    set: &'a DocSet,
    wanted: [bool; 4],
}

impl Sieve<'_> {
    /// Passes up to [`FEW`] documents, each with its level less one.
    #[inline]
    fn pass(&mut self, held: impl Iterator<Item = (u32, usize)>, found: &mut impl FnMut(&[u32]) -> [bool; 4]) {
        let (mut passed, mut count) = ([0; FEW], 0);
        for (doc, level) in held {
            // Written in any case and counted in some: a branch would be guessed wrong too often.
            passed[count % FEW] = doc;
            count += usize::from(self.wanted[level] & self.set.contains(doc));
        }
        if count > 0 {
            self.wanted = found(&passed[..count]);
        }
    }
}
