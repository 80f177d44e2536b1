//! The defined order: who matches, who is a candidate, who comes first.
//!
//! Pairs come in heats: a run of positions, with the values of the signals that find. What a run through all heats is
//! for is a [`Collector`]: the first counts and gathers candidates, a second one, for pages beyond them, the others.

use std::cmp::Reverse;
use std::collections::HashSet;

use memchr::memchr_iter;

use super::best::{Best, Tie};
use super::board::PreparedMission;
use crate::cursor::Key;
use crate::eligibility::{APART, Reason, Reasons};
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

    /// Marks each pair: [`APART`] where it does not match or is not in the running, and else what keeps it apart.
    fn mark(&self, values: HeatValues<'_>, marks: &mut [u8]);
}

/// The values of a heat: of each signal that finds, by place.
pub(crate) type HeatValues<'a> = [&'a [u32]; RECALLS];

/// What a run through the heats is for.
pub(crate) trait Collector {
    /// Takes the pairs of a heat in.
    fn take(&mut self, heat: &impl Heat, values: HeatValues<'_>);
}

/// The values of a pair.
#[inline]
pub(super) fn at(values: HeatValues<'_>, place: usize) -> Found {
    std::array::from_fn(|signal| values[signal][place])
}

/// Whether a pair would match if nothing kept it apart.
pub(super) fn would_match(found: Found, floors: Found) -> bool {
    found.iter().zip(floors).any(|(value, floor)| *value >= floor)
}

/// A match that a signal put among its best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) position: usize,
    pub(crate) found: Found,
}

/// The matches, how many others each reason keeps out, and the candidates.
pub(crate) struct Tally<F> {
    /// How many pairs have each mark.
    marked: [usize; 256],
    marks: Vec<u8>,
    best: [Best<Candidate, F>; RECALLS],
}

impl<F: Fn(&Candidate) -> Tie + Copy> Tally<F> {
    /// Nobody yet; ties will be settled by that.
    pub(crate) fn new(tie_of: F) -> Self {
        Self { marked: [0; 256], marks: Vec::new(), best: std::array::from_fn(|_| Best::of(CANDIDATES, tie_of)) }
    }

    /// How many matches there are.
    pub(crate) fn total(&self) -> usize {
        self.marked[0]
    }

    /// For each reason that keeps somebody out, how many it does.
    pub(crate) fn excluded(&self) -> impl Iterator<Item = (Reason, usize)> {
        self.count(Reasons::has)
    }

    /// For each reason that could be given up, how many it alone keeps out, where there are any.
    pub(crate) fn gains(&self) -> impl Iterator<Item = (Reason, usize)> {
        self.count(Reasons::is_only).filter(|(reason, _)| reason.is_relaxable())
    }

    /// Counts the marks in several tallies in turn: to count the same one twice in a row would wait for the first time.
    fn count_marks(&mut self) {
        let mut tallies = [[0u32; 256]; 4];
        let (fours, rest) = self.marks.as_chunks::<4>();
        for four in fours {
            for (tally, mark) in tallies.iter_mut().zip(four) {
                tally[usize::from(*mark)] += 1;
            }
        }
        for mark in rest {
            tallies[0][usize::from(*mark)] += 1;
        }
        for (mark, marked) in self.marked.iter_mut().enumerate() {
            *marked += tallies.iter().map(|tally| tally[mark] as usize).sum::<usize>();
        }
    }

    fn count(&self, is_counted: impl Fn(Reasons, Reason) -> bool) -> impl Iterator<Item = (Reason, usize)> {
        let count = move |reason: &Reason| {
            let counted = (0..APART).filter(|mark| is_counted(Reasons::of_mark(*mark), *reason));
            (*reason, counted.map(|mark| self.marked[usize::from(mark)]).sum())
        };
        Reason::ALL.iter().map(count).filter(|(_, count)| *count > 0)
    }

    /// The union of the best of each signal, each once.
    pub(crate) fn candidates(self) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = self.best.into_iter().flat_map(Best::in_any_order).collect();
        candidates.sort_unstable_by_key(|candidate| candidate.position);
        candidates.dedup_by_key(|candidate| candidate.position);
        candidates
    }
}

impl<F: Fn(&Candidate) -> Tie + Copy> Collector for Tally<F> {
    fn take(&mut self, heat: &impl Heat, values: HeatValues<'_>) {
        self.marks.resize(values[0].len(), 0);
        heat.mark(values, &mut self.marks);
        self.count_marks();
        for place in memchr_iter(0, &self.marks) {
            let found = at(values, place);
            for (best, value) in self.best.iter_mut().zip(found) {
                if value > 0 {
                    best.offer(value, || Candidate { position: heat.base() + place, found });
                }
            }
        }
    }
}

/// The matches that are no candidates, after a place, in order of coverage.
pub(crate) struct Others<'a, F> {
    after: Option<Key>,
    candidates: &'a HashSet<usize>,
    tie_of: F,
    best: Best<Placed, fn(&Placed) -> Tie>,
}

/// A match, and what settles its tie.
type Placed = (Candidate, Tie);

impl<'a, F: Fn(&Candidate) -> Tie> Others<'a, F> {
    /// The first so many after a place, ties settled by that.
    pub(crate) fn first(size: usize, after: Option<Key>, candidates: &'a HashSet<usize>, tie_of: F) -> Self {
        Self { after, candidates, tie_of, best: Best::of(size, |(_, tie)| *tie) }
    }

    /// Those that were found, in order.
    pub(crate) fn in_order(self) -> impl Iterator<Item = (Key, Candidate)> {
        let placed = |((Reverse(coverage), tie), (candidate, _))| (other_key(coverage, tie), candidate);
        self.best.in_order().into_iter().map(placed)
    }
}

/// The place of a candidate, by score.
pub(crate) fn candidate_key(score: u32, (tie, id): Tie) -> Key {
    Key { order: [0, -i64::from(score)], tie, id }
}

/// The score that a place stands for: no candidate is behind the others.
pub(crate) fn score_of(key: Key) -> u32 {
    if key.order[0] == 0 { -key.order[1] as u32 } else { 0 }
}

/// The place of another match, by coverage: after all candidates.
fn other_key(coverage: u32, (tie, id): Tie) -> Key {
    Key { order: [1, -i64::from(coverage)], tie, id }
}

impl<F: Fn(&Candidate) -> Tie> Collector for Others<'_, F> {
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
            let candidate = Candidate { position, found };
            let tie = (self.tie_of)(&candidate);
            if self.after.is_none_or(|after| other_key(coverage, tie) > after) {
                self.best.offer(coverage, || (candidate, tie));
            }
        }
    }
}
