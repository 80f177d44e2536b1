//! Time sheets: minutes worked for an engagement, declared by the talent and validated by somebody else.

mod machine;

use chrono::{DateTime, Utc};

use crate::Change;
use crate::calendar::{Days, paris_day};
use crate::engagement::Engagement;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{EngagementId, PersonId, TimeSheetId};
use crate::mission::DAY_MINUTES_MAX;
use crate::text;

pub use machine::{TimeSheetMove, TimeSheetMoveKind, TimeSheetState, moves_from, next_state};

/// Time worked for an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeSheet {
    /// Its id.
    pub id: TimeSheetId,
    /// Counts its changes, from 1.
    pub version: u64,
    /// For which engagement.
    pub engagement: EngagementId,
    /// Where it is in its life.
    pub state: TimeSheetState,
    /// When, and how much.
    pub work: Work,
    /// Who wrote it, then who declared it.
    pub declared_by: PersonId,
    /// Who validated it or arbitrated it, if anybody.
    pub settled_by: Option<PersonId>,
    /// Why it was disputed, set aside or reversed; empty otherwise.
    pub reason: String,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// Minutes worked on some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// The days, both ends counted.
    pub days: Days,
    /// The minutes, at least 1.
    pub minutes: u32,
}

/// Work as it is written, before it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkDraft {
    /// The first day.
    pub first: chrono::NaiveDate,
    /// The last day.
    pub last: chrono::NaiveDate,
    /// The minutes.
    pub minutes: i64,
}

/// What the moves of a time sheet look at beside it.
#[derive(Debug, Clone, Copy)]
pub struct TimeSheetContext<'a> {
    /// When the move is made.
    pub now: DateTime<Utc>,
    /// Who makes it.
    pub person: PersonId,
    /// The engagement.
    pub engagement: &'a Engagement,
    /// All the sheets of the engagement; the one that moves may be among them.
    pub sheets: &'a [TimeSheet],
}

impl TimeSheet {
    /// Writes time down.
    ///
    /// # Errors
    /// An engagement that takes no time; days outside it, in the future or on another sheet; minutes that do not fit.
    pub fn draft(id: TimeSheetId, work: &WorkDraft, context: &TimeSheetContext) -> Result<Change<Self>, Refusals> {
        let sheet = Self {
            id,
            version: 1,
            engagement: context.engagement.id,
            state: TimeSheetState::Draft,
            work: context.check(id, work)?,
            declared_by: context.person,
            settled_by: None,
            reason: String::new(),
            changed_at: context.now,
        };
        let events = vec![sheet.happened(EventKind::TimeSheetDrafted)];
        Ok(Change { value: sheet, events })
    }

    /// Writes time down and declares it at once.
    ///
    /// # Errors
    /// As for [`Self::draft`].
    pub fn declare(id: TimeSheetId, work: &WorkDraft, context: &TimeSheetContext) -> Result<Change<Self>, Refusals> {
        let drafted = Self::draft(id, work, context)?;
        let declared = drafted.value.apply(&TimeSheetMove::Declare, context)?.change;
        let events = drafted.events.into_iter().chain(declared.events).collect();
        Ok(Change { value: declared.value, events })
    }

    /// Whether it waits for somebody, so that its engagement can't be closed.
    pub fn is_unsettled(&self) -> bool {
        matches!(self.state, TimeSheetState::Declared | TimeSheetState::Disputed)
    }

    /// Whether its days are taken, so that no other sheet may cover them.
    fn takes_days(&self) -> bool {
        !matches!(self.state, TimeSheetState::Void | TimeSheetState::Reversed)
    }

    fn happened(&self, kind: EventKind) -> EventDraft {
        EventDraft::new(kind, self.id.0, self.version)
            .with("state", self.state)
            .with("engagement", self.engagement)
            .with("first", self.work.days.first())
            .with("last", self.work.days.last())
            .with("minutes", self.work.minutes)
    }
}

impl TimeSheetContext<'_> {
    /// Checks work: within the engagement's days, none in the future, none on another sheet.
    fn check(&self, sheet: TimeSheetId, work: &WorkDraft) -> Result<Work, Refusals> {
        let today = paris_day(self.now);
        let mut checks = Checks::default();
        let WorkDraft { first, last, minutes } = *work;
        let reversed = Problem::EndsBeforeStart { start: first.to_string(), end: last.to_string() };
        let days = checks.take("to", Days::try_new(first, last).ok_or(reversed));
        checks.require(last <= today, "to", || Problem::InTheFuture { value: last.to_string() });
        self.check_engagement(&mut checks, today, days);
        let minutes = checks.number("minutes", minutes, 1..=u32::MAX.into());
        if let (Some(days), Some(minutes)) = (days, minutes) {
            let (minutes, max) = (i64::from(minutes), days.count() * DAY_MINUTES_MAX);
            checks.require(minutes <= max, "minutes", || Problem::EffortAboveDuration { minutes, max });
            self.check_overlap(&mut checks, sheet, days);
        }
        checks.build(|| Some(Work { days: days?, minutes: minutes? }))
    }

    fn check_engagement(&self, checks: &mut Checks, today: chrono::NaiveDate, days: Option<Days>) {
        self.check_takes_time(checks);
        // Without a day worked, the days agreed on are what one is told.
        let worked = self.engagement.days_worked(today).unwrap_or(self.engagement.terms.days());
        // What is in the future is told as such.
        let bounds = if worked.last() == today { self.engagement.terms.days() } else { worked };
        let within = |days: Days| bounds.intersection(days) == Some(days);
        checks.require(days.is_none_or(within), "from", || Problem::OutsideEngagement {
            first: bounds.first().to_string(),
            last: bounds.last().to_string(),
        });
    }

    /// Whether the state of the engagement lets time be declared or validated.
    fn check_takes_time(&self, checks: &mut Checks) {
        let takes = self.engagement.has_started() && self.engagement.is_open();
        let state = Arg::Label("engagement-state", self.engagement.state().code());
        checks.require(takes, "", || Problem::TimeNotOpen { state });
    }

    fn check_overlap(&self, checks: &mut Checks, sheet: TimeSheetId, days: Days) {
        let others = self.sheets.iter().filter(|other| other.id != sheet && other.takes_days());
        let overlap = others.map(|other| other.work.days).find(|taken| taken.intersection(days).is_some());
        if let Some(taken) = overlap {
            let (first, last) = (taken.first().to_string(), taken.last().to_string());
            checks.problem("from", Problem::SheetsOverlap { first, last });
        }
    }
}

fn reason(given: &str) -> Result<String, Refusals> {
    let mut checks = Checks::default();
    let reason = text::bounded(&mut checks, "reason", given, text::REASON);
    checks.finish(reason)
}

#[cfg(test)]
mod tests;
