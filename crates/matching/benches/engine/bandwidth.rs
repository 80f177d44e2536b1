//! How fast one core reads memory in a row, measured in the run whose figures are compared with it.

use std::hint::black_box;
use std::time::Instant;

/// 512 MiB: far more than any cache holds.
const WORDS: usize = 1 << 26;
const PASSES: usize = 6;
/// Sums that do not wait for each other, enough to keep the widest registers busy.
const LANES: usize = 32;

/// Bytes a second, in the best of several passes: the limit is what the machine can do, not what it was left to do.
pub(crate) fn bytes_per_second() -> f64 {
    let words: Vec<u64> = (0..WORDS as u64).collect();
    let pass = |_| {
        let started = Instant::now();
        black_box(sum(black_box(&words)));
        started.elapsed().as_secs_f64()
    };
    let fastest = (0..PASSES).map(pass).fold(f64::INFINITY, f64::min);
    size_of_val(words.as_slice()) as f64 / fastest
}

fn sum(words: &[u64]) -> u64 {
    let mut sums = [0_u64; LANES];
    for chunk in words.as_chunks::<LANES>().0 {
        for (sum, word) in sums.iter_mut().zip(chunk) {
            *sum = sum.wrapping_add(*word);
        }
    }
    sums.iter().fold(0, |sum, lane| sum.wrapping_add(*lane))
}
