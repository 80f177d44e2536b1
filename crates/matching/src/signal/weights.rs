//! What each signal weighs for a mission.

use super::{CIRCUMSTANCES, ONE, RECALLS, SIGNALS};

/// What recency, availability and place weigh together: little, see [`super::circumstances`].
const CIRCUMSTANCE_WEIGHTS: [u32; CIRCUMSTANCES] = [10_000, 10_000, 10_000];
/// What words weigh where the vocabulary knows every skill that is asked for, out of what is left.
const WORDS_BESIDE_SKILLS: u32 = 250_000;

/// The weights, in millionths; they sum to [`ONE`].
pub(crate) fn weights(known: usize, unknown: usize) -> [u32; SIGNALS] {
    let left = ONE - CIRCUMSTANCE_WEIGHTS.iter().sum::<u32>();
    // A skill that the vocabulary does not know can only be found by its words: they take its share of the weight.
    let asked = (known + unknown).max(1) as u64;
    let coverage = u64::from(left - super::contribution(left, WORDS_BESIDE_SKILLS)) * known as u64 / asked;
    let found: [u32; RECALLS] = [coverage as u32, left - coverage as u32];
    std::array::from_fn(|signal| match signal.checked_sub(RECALLS) {
        None => found[signal],
        Some(circumstance) => CIRCUMSTANCE_WEIGHTS[circumstance],
    })
}
