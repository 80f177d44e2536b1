//! The slow, plain program: every talent is looked at, and everybody sorted, on missions drawn anew at each run.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::columns::Columns;
use crate::definition::{Covered, Placed, Question, TOP};
use crate::random::Random;

/// The best by coverage, talent by talent.
pub(crate) fn best(columns: &Columns, question: &Question) -> Vec<Covered> {
    let placed = |number: usize| {
        let units = units(columns, number, question);
        let matches = units > 0 && columns.cards[number].can_do(&question.wanted);
        matches.then(|| question.place(number, units))
    };
    let mut everybody: Vec<Placed> = (0..columns.len()).filter_map(placed).collect();
    everybody.sort_unstable();
    everybody.into_iter().take(TOP).map(Placed::covered).collect()
}

/// The units of a talent.
fn units(columns: &Columns, number: usize, question: &Question) -> u16 {
    let held = columns.held(number);
    let met = question.asked.iter().filter_map(|asked| {
        let found = held.iter().find(|held| held.skill == asked.skill)?;
        Some(asked.units[usize::from(found.level) - 1])
    });
    met.sum()
}

/// So many different numbers below `end`, from a seed that no run has had before, which is given too.
pub(crate) fn sample(end: u32, wanted: usize) -> (u64, Vec<u32>) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seed = now.as_nanos() as u64;
    let mut numbers: Vec<u32> = (0..end).collect();
    Random::of(seed, 0, 0).shuffle(&mut numbers);
    numbers.truncate(wanted);
    (seed, numbers)
}
