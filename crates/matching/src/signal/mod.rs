//! The signals of the score: each measures one thing between a mission and a talent, from 0 to 1,000,000.
//!
//! A value means the same whoever else is in the list. Both directions give the same value for the same pair: a signal
//! either ranks all talents for a mission, or all missions for a talent.

pub(crate) mod coverage;
pub(crate) mod words;

use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};

/// A whole: every value, weight and score is out of this many.
pub(crate) const ONE: u32 = 1_000_000;

/// One thing that is measured between a mission and a talent.
pub(crate) trait Signal: Sync {
    /// Its name in explanations.
    fn name(&self) -> &'static str;

    /// What it weighs for that mission, in millionths; the weights of all signals sum to [`ONE`].
    fn weight(&self, mission: &PreparedMission) -> u32;

    /// The value for every talent of the snapshot, added into `values` by position.
    fn of_talents(&self, mission: &PreparedMission, snapshot: &Snapshot, values: &mut [u32]);

    /// The value for every mission of the board, added into `values` by number.
    fn of_missions(&self, talent: &PreparedTalent, board: &Board, snapshot: &Snapshot, values: &mut [u32]);
}

/// Every signal, in the order of explanations. A new one is a file and a line here.
pub(crate) const SIGNALS: [&dyn Signal; 2] = [&coverage::Coverage, &words::Words];

/// The place of [`coverage::Coverage`] in [`SIGNALS`].
pub(crate) const COVERAGE: usize = 0;
/// The place of [`words::Words`] in [`SIGNALS`].
pub(crate) const WORDS: usize = 1;

/// Where skills are asked for, from how much of the words on a talent without any of them is a match all the same.
pub const WORDS_FLOOR: u32 = 100_000;

/// What a value brings to a score.
pub(crate) fn contribution(value: u32, weight: u32) -> u32 {
    (u64::from(value) * u64::from(weight) / u64::from(ONE)) as u32
}

/// Cuts `whole` in proportion to `shares`, by the largest remainder: the parts sum to `whole`, exactly.
pub(crate) fn apportion(whole: u32, shares: &[u64]) -> Vec<u32> {
    let total: u64 = shares.iter().sum();
    if total == 0 {
        return vec![0; shares.len()];
    }
    let exact = |share: &u64| u128::from(*share) * u128::from(whole);
    let mut parts: Vec<u32> = shares.iter().map(|share| (exact(share) / u128::from(total)) as u32).collect();
    let mut by_remainder: Vec<usize> = (0..shares.len()).collect();
    by_remainder.sort_by_key(|&index| (std::cmp::Reverse(exact(&shares[index]) % u128::from(total)), index));
    let left = whole - parts.iter().sum::<u32>();
    for index in by_remainder.into_iter().take(left as usize) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_stay_near_their_share(
            whole in 0..=ONE,
            shares in prop::collection::vec(0..50_000u64, 1..20),
        ) {
            let parts = apportion(whole, &shares);
            let total: u64 = shares.iter().sum();
            prop_assert_eq!(parts.iter().sum::<u32>(), if total == 0 { 0 } else { whole });
            for (part, share) in parts.iter().zip(&shares).filter(|_| total > 0) {
                let exact = u64::from(whole) as f64 * *share as f64 / total as f64;
                prop_assert!((f64::from(*part) - exact).abs() <= 1.0);
            }
        }
    }
}
