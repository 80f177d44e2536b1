//! The defined order: who matches, who is a candidate, who comes first.
//!
//! Pairs come in heats: a run of positions, with the values of the signals that find. What a run through all heats is
//! for is a [`Collector`]: the first counts and gathers candidates, a second one, for pages beyond them, the others.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::best::{Best, Tie};
use super::board::PreparedMission;
use crate::cursor::Key;
use crate::eligibility::{Reason, Reasons};
use crate::signal::{COVERAGE, Found, RECALLS};

/// How many matches of each signal that finds are candidates: they come first, by score.
pub const CANDIDATES: usize = 1000;

/// Pairs at consecutive positions: talents for a mission, or missions for a talent.
pub(crate) trait Heat {
    /// The position of the first pair.
    fn base(&self) -> usize;
    /// The mission of a pair.
    fn mission(&self, place: usize) -> &PreparedMission;
    /// What keeps a pair apart; `None` where it is not in the running at all.
    fn standing(&self, place: usize) -> Option<Reasons>;
    /// What settles the tie of a pair.
    fn tie(&self, place: usize) -> Tie;
}

/// The values of a heat: of each signal that finds, by place.
pub(crate) type HeatValues<'a> = [&'a [u32]; RECALLS];

/// What a run through the heats is for.
pub(crate) trait Collector {
    /// Takes the pairs of a heat in.
    fn take(&mut self, heat: &impl Heat, values: HeatValues<'_>);
}

fn at(values: HeatValues<'_>, place: usize) -> Found {
    values.map(|values| values[place])
}

/// Whether a pair would match if nothing kept it apart.
fn would_match(found: Found, floors: Found) -> bool {
    found.iter().zip(floors).any(|(value, floor)| *value >= floor)
}

/// A match that a signal put among its best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) position: usize,
    pub(crate) found: Found,
    pub(crate) tie: Tie,
}

/// The matches, how many others each reason keeps out, and the candidates.
pub(crate) struct Tally {
    /// How many matches there are.
    pub(crate) total: usize,
    kept_out: [usize; Reason::ALL.len()],
    kept_out_alone: [usize; Reason::ALL.len()],
    best: [Best<(usize, Found)>; RECALLS],
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self {
            total: 0,
            kept_out: [0; Reason::ALL.len()],
            kept_out_alone: [0; Reason::ALL.len()],
            best: std::array::from_fn(|_| Best::of(CANDIDATES)),
        }
    }

    /// For each reason that keeps somebody out, how many it does.
    pub(crate) fn excluded(&self) -> impl Iterator<Item = (Reason, usize)> {
        Reason::ALL.iter().copied().zip(self.kept_out).filter(|(_, count)| *count > 0)
    }

    /// For each reason that could be given up, how many it alone keeps out, where there are any.
    pub(crate) fn gains(&self) -> impl Iterator<Item = (Reason, usize)> {
        let alone = Reason::ALL.iter().copied().zip(self.kept_out_alone);
        alone.filter(|(reason, count)| *count > 0 && reason.is_relaxable())
    }

    /// The union of the best of each signal, each once.
    pub(crate) fn candidates(self) -> Vec<Candidate> {
        let best = self.best.into_iter().flat_map(Best::in_order);
        let candidate = |((_, tie), (position, found))| Candidate { position, found, tie };
        let mut candidates: Vec<Candidate> = best.map(candidate).collect();
        candidates.sort_unstable_by_key(|candidate| candidate.position);
        candidates.dedup_by_key(|candidate| candidate.position);
        candidates
    }

    fn keep_out(&mut self, reasons: Reasons) {
        for reason in Reason::ALL {
            self.kept_out[*reason as usize] += usize::from(reasons.has(*reason));
            self.kept_out_alone[*reason as usize] += usize::from(reasons.is_only(*reason));
        }
    }
}

impl Collector for Tally {
    fn take(&mut self, heat: &impl Heat, values: HeatValues<'_>) {
        for place in 0..values[0].len() {
            let found = at(values, place);
            if !would_match(found, heat.mission(place).floors) {
                continue;
            }
            let Some(reasons) = heat.standing(place) else { continue };
            if !reasons.is_empty() {
                self.keep_out(reasons);
                continue;
            }
            self.total += 1;
            for (best, value) in self.best.iter_mut().zip(found) {
                if value > 0 {
                    best.offer(value, || heat.tie(place), || (heat.base() + place, found));
                }
            }
        }
    }
}

/// The matches that are no candidates, after a place, in order of coverage.
pub(crate) struct Others<'a> {
    after: Option<Key>,
    candidates: &'a HashSet<usize>,
    best: Best<(usize, Found)>,
}

impl<'a> Others<'a> {
    /// The first so many after a place.
    pub(crate) fn first(size: usize, after: Option<Key>, candidates: &'a HashSet<usize>) -> Self {
        Self { after, candidates, best: Best::of(size) }
    }

    /// Those that were found, in order.
    pub(crate) fn in_order(self) -> impl Iterator<Item = (Key, Candidate)> {
        self.best.in_order().into_iter().map(|((Reverse(coverage), tie), (position, found))| {
            (other_key(coverage, tie), Candidate { position, found, tie })
        })
    }
}

/// The place of a candidate, by score.
pub(crate) fn candidate_key(score: u32, (tie, id): Tie) -> Key {
    Key { order: [0, -i64::from(score)], tie, id }
}

/// The place of another match, by coverage: after all candidates.
fn other_key(coverage: u32, (tie, id): Tie) -> Key {
    Key { order: [1, -i64::from(coverage)], tie, id }
}

impl Collector for Others<'_> {
    fn take(&mut self, heat: &impl Heat, values: HeatValues<'_>) {
        for place in 0..values[0].len() {
            let found = at(values, place);
            let coverage = found[COVERAGE];
            if coverage < self.best.least() || !would_match(found, heat.mission(place).floors) {
                continue;
            }
            let position = heat.base() + place;
            let is_match = heat.standing(place).is_some_and(Reasons::is_empty);
            if !is_match || self.candidates.contains(&position) {
                continue;
            }
            let tie = heat.tie(place);
            if self.after.is_none_or(|after| other_key(coverage, tie) > after) {
                self.best.offer(coverage, || tie, || (position, found));
            }
        }
    }
}
