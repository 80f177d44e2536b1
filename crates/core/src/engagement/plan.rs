//! How much work, and between which days: within the mission, the programme and what the talent can give.

use chrono::NaiveDate;

use crate::calendar::Days;
use crate::error::{Checks, Problem, Refusals};
use crate::mission::{DAY_MINUTES_MAX, MissionContent};
use crate::programme::Programme;

/// The work of one seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Planned minutes, at least 1.
    pub minutes: u32,
    /// The first and the last day, both counted.
    pub days: Days,
}

/// A plan as it is asked for; what is left out stays as it was, or as the mission has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlanDraft {
    /// Planned minutes.
    pub minutes: Option<i64>,
    /// The first day.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
}

/// What a plan must fit in.
#[derive(Debug, Clone, Copy)]
pub struct PlanBounds<'a> {
    /// What the published version says.
    pub content: &'a MissionContent,
    /// The caps.
    pub programme: &'a Programme,
    /// The plans of the talent's other engagements that are neither over nor cancelled.
    pub others: &'a [Plan],
}

/// The modalities that a plan looks at; publication makes sure that they are there.
struct Window {
    start_from: NaiveDate,
    start_to: NaiveDate,
    end_by: NaiveDate,
    effort: u32,
}

impl Window {
    fn of(content: &MissionContent) -> Option<Self> {
        let modalities = &content.modalities;
        Some(Self {
            start_from: modalities.start_from?,
            start_to: modalities.start_to?,
            end_by: modalities.end_by?,
            effort: modalities.effort_minutes?,
        })
    }
}

impl Plan {
    /// The plan that a mission announces, as far as it can still begin: the whole effort, from the first day on which
    /// it may start, or today, to its end. `None` for a content that was never fit for publication.
    pub fn announced(content: &MissionContent, today: NaiveDate) -> Option<Self> {
        let window = Window::of(content)?;
        let first = today.clamp(window.start_from, window.start_to.max(window.start_from));
        Some(Self { minutes: window.effort, days: Days::try_new(first, window.end_by.max(first))? })
    }

    /// The plan with what was asked for changed, checked.
    ///
    /// # Errors
    /// Minutes above the effort of a seat (A3) or more than fit in the days; days outside those published; a week of
    /// the talent above the programme's cap (A5).
    pub fn changed(&self, draft: &PlanDraft, bounds: &PlanBounds) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        let (first, last) = (draft.first.unwrap_or(self.days.first()), draft.last.unwrap_or(self.days.last()));
        let reversed = Problem::EndsBeforeStart { start: first.to_string(), end: last.to_string() };
        let days = checks.take("endOn", Days::try_new(first, last).ok_or(reversed));
        let minutes =
            checks.number("plannedMinutes", draft.minutes.unwrap_or(self.minutes.into()), 1..=u32::MAX.into());
        let plan = checks.build(|| Some(Self { minutes: minutes?, days: days? }))?;
        plan.check(bounds)?;
        Ok(plan)
    }

    /// The plan as it fits in a next version of its mission: moved and cut no more than needed, then checked.
    pub fn adopted(&self, bounds: &PlanBounds) -> Result<Self, Refusals> {
        let fitted = Window::of(bounds.content).and_then(|window| self.fitted(&window)).unwrap_or(*self);
        fitted.check(bounds)?;
        Ok(fitted)
    }

    fn fitted(&self, window: &Window) -> Option<Self> {
        let first = self.days.first().max(window.start_from).min(window.start_to);
        let last = self.days.last().max(first).min(window.end_by);
        Some(Self { minutes: self.minutes.min(window.effort), days: Days::try_new(first, last)? })
    }

    fn check(&self, bounds: &PlanBounds) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let minutes = i64::from(self.minutes);
        if let Some(window) = Window::of(bounds.content) {
            let max = i64::from(window.effort);
            checks.require(minutes <= max, "plannedMinutes", || Problem::PlanAboveEffort { minutes, max });
            let starts = window.start_from <= self.days.first() && self.days.first() <= window.start_to;
            let field = if starts { "endOn" } else { "startOn" };
            checks.require(starts && self.days.last() <= window.end_by, field, || Problem::PlanOutsideMission {
                from: window.start_from.to_string(),
                to: window.start_to.to_string(),
                end: window.end_by.to_string(),
            });
        }
        let max = self.days.count() * DAY_MINUTES_MAX;
        checks.require(minutes <= max, "plannedMinutes", || Problem::EffortAboveDuration { minutes, max });
        let (week, cap) = (self.busiest_week(bounds.others), i64::from(bounds.programme.weekly_minutes_max));
        checks.require(week <= cap, "plannedMinutes", || Problem::WeekAboveCap { minutes: week, max: cap });
        checks.finish(())
    }

    /// Minutes in a week, spread evenly over the days; a plan shorter than a week is all in one.
    fn weekly_minutes(&self) -> i64 {
        let days = self.days.count().max(7);
        (i64::from(self.minutes) * 7 + days - 1) / days
    }

    /// The most minutes in a week of the talent, between the first and the last day, the others' plans counted.
    pub fn busiest_week(&self, others: &[Self]) -> i64 {
        let on = |day: NaiveDate| {
            let others = others.iter().filter(|other| other.days.first() <= day && day <= other.days.last());
            self.weekly_minutes() + others.map(Self::weekly_minutes).sum::<i64>()
        };
        // The load only rises on a first day.
        let firsts = others.iter().filter_map(|other| self.days.intersection(other.days)).map(Days::first);
        firsts.chain([self.days.first()]).map(on).max().unwrap_or_default()
    }

    /// What to tell whoever makes the plan, although it is allowed: the talent declared fewer minutes per week.
    pub fn warnings(&self, others: &[Self], capacity: u32) -> Vec<Problem> {
        let (minutes, capacity) = (self.busiest_week(others), i64::from(capacity));
        if minutes > capacity { vec![Problem::WeekAboveCapacity { minutes, capacity }] } else { Vec::new() }
    }
}

#[cfg(test)]
mod tests;
