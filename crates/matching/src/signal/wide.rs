//! The innermost loops of coverage, over the units of a block's documents.
//!
//! They are plain loops without branches, which the compiler turns into wide instructions: pulp compiles them once for
//! any processor and once for those with AVX2, and picks at run time.

use pulp::{Arch, NullaryFnOnce};

use crate::index::image::postings::{BLOCK, Levels, QUARTER, level_in};

/// The units of a block's documents.
pub(crate) type UnitBlock = [u16; BLOCK];

/// So many documents have their highest value told together.
pub(crate) const STRIDE: usize = 64;
/// The highest value of each stride of a block.
pub(crate) type Peaks = [u16; BLOCK / STRIDE];

/// What a level adds; nothing for 0.
#[expect(clippy::inline_always, reason = "it must be compiled with the wide loop that calls it")]
#[inline(always)]
fn brought(level: u16, [first, second, third, fourth]: [u16; 4]) -> u16 {
    let mask = |wanted: u16| 0u16.wrapping_sub(u16::from(level == wanted));
    (mask(1) & first) | (mask(2) & second) | (mask(3) & third) | (mask(4) & fourth)
}

/// Adds what a skill brings, by everybody's level.
pub(super) fn add_many(levels: &Levels, by_level: [u16; 4], units: &mut UnitBlock) {
    Arch::new().dispatch(EveryLevel::<false> { levels, by_level, units });
}

/// Raises everybody to what a skill brings at their level.
pub(super) fn raise_many(levels: &Levels, by_level: [u16; 4], met: &mut UnitBlock) {
    Arch::new().dispatch(EveryLevel::<true> { levels, by_level, units: met });
}

/// What a skill brings to everybody of a block, added or raised to. No closure: so long a one was called instead of being
/// compiled with its caller, for any processor.
struct EveryLevel<'a, const RAISE: bool> {
    levels: &'a Levels,
    by_level: [u16; 4],
    units: &'a mut UnitBlock,
}

impl<const RAISE: bool> NullaryFnOnce for EveryLevel<'_, RAISE> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "it must be compiled anew for each kind of processor")]
    #[inline(always)]
    fn call(self) {
        for (quarter, units) in self.units.chunks_exact_mut(QUARTER).enumerate() {
            for (units, levels) in units.iter_mut().zip(self.levels) {
                let brought = brought(level_in(*levels, quarter), self.by_level);
                *units = if RAISE { (*units).max(brought) } else { *units + brought };
            }
        }
    }
}

/// Adds what a requirement was met by, and makes room for the next requirement.
pub(super) fn take_over(met: &mut [u16], units: &mut [u16]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (met, units) in met.iter_mut().zip(units) {
                *units += *met;
                *met = 0;
            }
        },
    );
}

/// Tells the highest value of each stride of documents; the last one may be shorter.
pub(crate) fn peaks(units: &[u16], peaks: &mut Peaks) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (peak, stride) in peaks.iter_mut().zip(units.chunks(STRIDE)) {
                *peak = stride.iter().fold(0, |most, units| most.max(*units));
            }
        },
    );
}

/// Notes which documents have at least a value.
pub(crate) fn note_reaching(values: &[u32], least: u32, reached: &mut [u8]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (reached, value) in reached.iter_mut().zip(values) {
                *reached |= u8::from(*value >= least);
            }
        },
    );
}

/// Puts in the place of each note what is noted of, and something else where nothing was noted; a note is 1, and 0 none.
pub(crate) fn put_where_noted(noted_of: &[u8], otherwise: u8, notes: &mut [u8]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (note, noted_of) in notes.iter_mut().zip(noted_of) {
                let mask = 0u8.wrapping_sub(*note);
                *note = (noted_of & mask) | (otherwise & !mask);
            }
        },
    );
}

/// Lowers those values that are more than the most there may be.
pub(crate) fn cap(values: &mut [u32], most: u32) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for value in values {
                *value = (*value).min(most);
            }
        },
    );
}
