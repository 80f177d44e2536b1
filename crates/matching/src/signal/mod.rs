//! What a score is made of: named signals, each from 0 to 1 in millionths, with a meaning that does not depend on who
//! else is in the list. Both directions give the same value for the same pair.
//!
//! A signal that *finds* gives its value for everybody, one block of documents after the other, and may have more to say
//! of those whom it or another one found; one of *circumstances* is asked only about candidates. The order of the lists below is that of explanations; a new signal is a file and a
//! line here.

pub(crate) mod circumstances;
pub(crate) mod coverage;
pub(crate) mod listed;
pub(crate) mod query;
pub(crate) mod resemblance;
pub(crate) mod terms;
pub(crate) mod text;
pub(crate) mod weighted;
pub(crate) mod weights;
pub(crate) mod wide;

use chrono::NaiveDate;

use crate::index::image::postings::BLOCK;
use crate::index::image::talents::{TalentImage, TalentRow};
use crate::index::shelf::SegmentView;
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};

/// A whole: every value, weight and score is out of this many.
pub(crate) const ONE: u32 = 1_000_000;

/// The segments of the talents' index.
pub(crate) type TalentSegment = SegmentView<TalentImage>;

/// The values of a signal for the documents of a block.
pub(crate) type ValueBlock = [u32; BLOCK];

/// A signal that finds matches.
pub(crate) trait Recall: Sync {
    /// Its name in explanations.
    fn name(&self) -> &'static str;

    /// From which value on it makes a match alone.
    fn floor(&self, mission: &PreparedMission) -> u32;

    /// The values for the talents of a segment.
    fn sweep<'a>(
        &self,
        mission: &'a PreparedMission,
        segment: &'a TalentSegment,
        snapshot: &'a Snapshot,
    ) -> Box<dyn Sweep + 'a>;

    /// The value for every mission of the board, added into `values` by number.
    fn of_missions(&self, talent: &PreparedTalent, board: &Board, snapshot: &Snapshot, values: &mut [u32]);

    /// The most that [`Self::complete`] may add to a value.
    fn to_come_at_most(&self, _mission: &PreparedMission) -> u32 {
        0
    }

    /// Calls `add` with what is to be added to the values of talents whom something found, by their place among `docs`,
    /// which rise; no value becomes more than [`ONE`].
    fn complete(
        &self,
        _mission: &PreparedMission,
        _segment: &TalentSegment,
        _snapshot: &Snapshot,
        _docs: &[u32],
        _add: &mut dyn FnMut(usize, u32),
    ) {
    }

    /// The same for missions of the board, whose numbers rise.
    fn complete_missions(
        &self,
        _talent: &PreparedTalent,
        _board: &Board,
        _snapshot: &Snapshot,
        _missions: &[u32],
        _add: &mut dyn FnMut(usize, u32),
    ) {
    }
}

/// Adds to a value what was to come.
pub(crate) fn complete(value: &mut u32, more: u32) {
    *value = (*value + more).min(ONE);
}

/// The most that what is to come may add to a score, beside what [circumstances](CIRCUMSTANCE) bring.
pub(crate) fn to_come_at_most(mission: &PreparedMission) -> u32 {
    let of_signal = |(signal, weight): (&&dyn Recall, u32)| match signal.to_come_at_most(mission) {
        0 => 0,
        // Each of two parts may have been rounded down where their sum is not.
        most => contribution(most, weight) + 1,
    };
    RECALL.iter().zip(mission.weights).map(of_signal).sum()
}

/// The values of a signal for the documents of a segment, one block after the other, from the first.
pub(crate) trait Sweep {
    /// Writes the values of a block's documents over `values`.
    fn next_block(&mut self, block: usize, count: usize, values: &mut ValueBlock);
}

/// A signal that only moves those whom others found.
pub(crate) trait Circumstance: Sync {
    /// Its name in explanations.
    fn name(&self) -> &'static str;

    /// The value of a pair on a day.
    fn value(&self, mission: &PreparedMission, talent: TalentRow<'_>, as_of: NaiveDate) -> u32;
}

/// How many signals find.
pub(crate) const RECALLS: usize = 5;
/// The signals that find.
pub(crate) const RECALL: [&dyn Recall; RECALLS] =
    [&coverage::Coverage, &text::WORDS, &text::CHARACTERS, &text::HEADLINE, &resemblance::Resemblance];
/// The place of [`coverage::Coverage`] in [`RECALL`].
pub(crate) const COVERAGE: usize = 0;
/// The place of [`resemblance::Resemblance`] in [`RECALL`].
pub(crate) const RESEMBLANCE: usize = 4;

/// How many signals there are of circumstances.
pub(crate) const CIRCUMSTANCES: usize = 3;
/// The signals of circumstances.
pub(crate) const CIRCUMSTANCE: [&dyn Circumstance; CIRCUMSTANCES] =
    [&circumstances::Recency, &circumstances::Availability, &circumstances::Place];

/// How many signals there are.
pub(crate) const SIGNALS: usize = RECALLS + CIRCUMSTANCES;

/// The value of every signal that finds, for one pair.
pub(crate) type Found = [u32; RECALLS];
/// The value of every signal, for one pair.
pub(crate) type Values = [u32; SIGNALS];

/// The names of the signals, in order.
pub fn names() -> [&'static str; SIGNALS] {
    std::array::from_fn(|signal| match signal.checked_sub(RECALLS) {
        None => RECALL[signal].name(),
        Some(circumstance) => CIRCUMSTANCE[circumstance].name(),
    })
}

/// The values of all signals for a pair, from those of the signals that find.
pub(crate) fn values(found: Found, mission: &PreparedMission, talent: TalentRow<'_>, as_of: NaiveDate) -> Values {
    std::array::from_fn(|signal| match signal.checked_sub(RECALLS) {
        None => found[signal],
        Some(circumstance) => CIRCUMSTANCE[circumstance].value(mission, talent, as_of),
    })
}

/// What a value brings to a score.
pub(crate) fn contribution(value: u32, weight: u32) -> u32 {
    (u64::from(value) * u64::from(weight) / u64::from(ONE)) as u32
}

/// The score of a pair: the sum of the contributions.
pub(crate) fn score(values: Values, mission: &PreparedMission) -> u32 {
    values.into_iter().zip(mission.weights).map(|(value, weight)| contribution(value, weight)).sum()
}

/// What the signals of circumstances bring to the score of a pair.
pub(crate) fn circumstances_score(mission: &PreparedMission, talent: TalentRow<'_>, as_of: NaiveDate) -> u32 {
    let weights = mission.weights.iter().skip(RECALLS);
    CIRCUMSTANCE.iter().zip(weights).map(|(one, weight)| contribution(one.value(mission, talent, as_of), *weight)).sum()
}

/// What the signals that find bring to the score of a pair: those of circumstances may add to it.
pub(crate) fn found_score(found: Found, mission: &PreparedMission) -> u32 {
    found.into_iter().zip(mission.weights).map(|(value, weight)| contribution(value, weight)).sum()
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
