//! What the missions of a board ask of whoever does them, in columns: one talent is judged for all of them at once.
//!
//! Few missions ask for a place, remote work and languages that no other one asks for together: that is judged once for
//! all that do. Times are counted in plain loops without branches, which pulp compiles once more for processors with
//! AVX2.

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use pulp::Arch;
use talents_core::id::StructureId;

use super::{APART, Conditions, Demand, Reason, speaks};
use crate::index::image::availability::Span;
use crate::index::image::column::{Coded, CodedBuilder};
use crate::index::image::talents::TalentRow;

/// So many missions have a talent's free days counted at a time: the counts stay in the nearest cache.
const STRIDE: usize = 1024;

/// The conditions of the missions of a board, by the missions' numbers.
#[derive(Debug, Default)]
pub(crate) struct ConditionBoard {
    /// The last day on which each takes applications, by its number in the calendar.
    open_until: Vec<i32>,
    hosts: Coded<Option<StructureId>>,
    demands: Coded<Demand>,
    times: AskedTimes,
    /// The missions of whose effort [`AskedTimes`] tells nothing, with their conditions.
    unusual: Vec<(u32, Conditions)>,
}

impl ConditionBoard {
    /// The columns of missions in order, each with the last day on which it takes applications, if there is one.
    pub(crate) fn new<'a>(missions: impl Iterator<Item = (&'a Conditions, Option<NaiveDate>)>) -> Self {
        let (mut hosts, mut demands) = (CodedBuilder::default(), CodedBuilder::default());
        let mut board = Self::default();
        for (conditions, open_until) in missions {
            hosts.push(&conditions.host);
            demands.push(&conditions.demand);
            if !board.times.push(conditions) {
                board.unusual.push((board.open_until.len() as u32, conditions.clone()));
            }
            board.open_until.push(open_until.unwrap_or(NaiveDate::MIN).num_days_from_ce());
        }
        Self { hosts: hosts.build(), demands: demands.build(), ..board }
    }

    /// Marks every mission, by number: [`APART`] where it takes no applications on that day, and else what keeps a
    /// talent from it, as [`Conditions::reasons`] tells of one mission.
    pub(crate) fn judge(&self, talent: TalentRow<'_>, as_of: NaiveDate, marks: &mut Vec<u8>) {
        marks.clear();
        marks.resize(self.open_until.len(), 0);
        let reasons = |demand: &Demand| demand.reasons(talent, speaks(talent.languages(), &demand.languages)).mark();
        let by_demand: Vec<u8> = self.demands.dictionary().iter().map(reasons).collect();
        self.demands.mark_by_value(&by_demand, marks);
        let employer = Some(talent.structure());
        if let Some(number) = self.hosts.dictionary().iter().position(|host| *host == employer) {
            self.hosts.mark_those_of(number, 0, Reason::SameStructure.bit(), marks);
        }
        if let Some(minutes) = talent.minutes_per_week() {
            self.times.judge(&free_spans(talent), minutes, marks);
            for (mission, conditions) in &self.unusual {
                marks[*mission as usize] |= conditions.time_reasons(talent).mark();
            }
        }
        self.set_closed_apart(as_of, marks);
    }

    fn set_closed_apart(&self, as_of: NaiveDate, marks: &mut [u8]) {
        let (as_of, open_until) = (as_of.num_days_from_ce(), self.open_until.as_slice());
        Arch::new().dispatch(
            #[inline(always)]
            move || {
                for (mark, open_until) in marks.iter_mut().zip(open_until) {
                    *mark = if as_of <= *open_until { *mark } else { APART };
                }
            },
        );
    }
}

/// The days on which a talent is free, as spans apart from each other.
fn free_spans(talent: TalentRow<'_>) -> Vec<Span> {
    let windows = talent.windows();
    if windows.is_empty() {
        return vec![Span::of_all_days()];
    }
    windows.iter().filter_map(|days| Span::try_new(days.first(), days.last())).collect()
}

/// When missions want someone, and for how long.
#[derive(Debug, Default)]
struct AskedTimes {
    /// Their first and last days, by their numbers in the calendar.
    first: Vec<i32>,
    last: Vec<i32>,
    /// Seven times the minutes that they want: those of a week make as many, times the days.
    sevenfold: Vec<u32>,
}

impl AskedTimes {
    /// Adds the next mission; tells whether [`Self::judge`] will tell all of it, and not its days alone.
    fn push(&mut self, conditions: &Conditions) -> bool {
        // Any window meets all days: where there is no span, nobody is kept out.
        let [first, last] = conditions.span.unwrap_or_else(Span::of_all_days).ends();
        let effort = conditions.span.and(conditions.effort);
        let is_whole = effort.is_none() || conditions.span.is_some_and(Span::is_usual);
        let sevenfold = effort.filter(|_| is_whole).map_or(0, |effort| effort.saturating_mul(7));
        self.first.push(first);
        self.last.push(last);
        self.sevenfold.push(u32::try_from(sevenfold).unwrap_or(u32::MAX));
        is_whole
    }

    /// Adds to the marks of all missions what a talent's times say against them.
    fn judge(&self, free: &[Span], minutes: u32, marks: &mut [u8]) {
        let mut free_days = [0; STRIDE];
        for (stride, marks) in marks.chunks_mut(STRIDE).enumerate() {
            let missions = stride * STRIDE..stride * STRIDE + marks.len();
            let free_days = &mut free_days[..marks.len()];
            free_days.fill(0);
            for span in free {
                self.add_shared(missions.clone(), *span, free_days);
            }
            self.tell(missions, free_days, minutes, marks);
        }
    }

    /// Adds how many days consecutive missions share with a span.
    fn add_shared(&self, missions: Range<usize>, span: Span, free_days: &mut [i32]) {
        let [from, to] = span.ends();
        let (first, last) = (&self.first[missions.clone()], &self.last[missions]);
        Arch::new().dispatch(
            #[inline(always)]
            move || {
                for ((free, first), last) in free_days.iter_mut().zip(first).zip(last) {
                    *free += ((*last).min(to) - (*first).max(from) + 1).max(0);
                }
            },
        );
    }

    /// Adds to the marks of consecutive missions what so many free days and minutes a week are too little for.
    fn tell(&self, missions: Range<usize>, free_days: &[i32], minutes: u32, marks: &mut [u8]) {
        let (first, last) = (&self.first[missions.clone()], &self.last[missions.clone()]);
        let sevenfold = &self.sevenfold[missions];
        let [absent, short] = [Reason::Availability.bit(), Reason::Effort.bit()];
        Arch::new().dispatch(
            #[inline(always)]
            move || {
                let asked = first.iter().zip(last).zip(sevenfold);
                for ((mark, free), ((first, last), sevenfold)) in marks.iter_mut().zip(free_days).zip(asked) {
                    let days = if *free == 0 { last - first + 1 } else { *free };
                    // Of a usual span, four bytes hold the minutes; of any other one, nothing is asked here.
                    let is_short = minutes.wrapping_mul(days as u32) < *sevenfold;
                    *mark |= (if *free == 0 { absent } else { 0 }) | (if is_short { short } else { 0 });
                }
            },
        );
    }
}

#[cfg(test)]
mod tests;
