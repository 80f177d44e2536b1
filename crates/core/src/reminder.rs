//! When somebody is reminded of what waits for them: early enough to act, at a decent pace, and not for ever.
//!
//! Days are calendar days in Paris. What has a deadline is brought back to mind some days before it, the more the longer
//! it runs, and on its last day; what has none, or one that is far off, once a week for four weeks. A reminder that would
//! fall on a week-end comes on the Friday before it: on Monday the deadline would have passed unread.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::event::{EventDraft, EventKind};
use crate::todo::{Todo, TodoSubject};

/// Days from one reminder to the next, where no deadline is near.
const PACE: u64 = 7;
/// The most reminders of that kind: whom four of them have not moved, a fifth one will not.
const REPEATS_MAX: u64 = 4;
/// The most days before a deadline on which it is brought back to mind.
const LEAD_MAX: u64 = 7;

/// The days on which somebody is reminded of what was asked on a day, until its last day where it has one; in order, each
/// once, none on the day of the asking itself.
pub fn schedule(asked: NaiveDate, until: Option<NaiveDate>) -> Vec<NaiveDate> {
    let before_deadline = until.map_or_else(Vec::new, |until| before_deadline(asked, until));
    let near = before_deadline.first().or(until.as_ref()).map(|first| *first - Days::new(PACE));
    let repeats = (1..=REPEATS_MAX).map(|number| asked + Days::new(number * PACE));
    let repeats = repeats.filter(|day| near.is_none_or(|near| *day <= near));
    let mut days: Vec<NaiveDate> = repeats.chain(before_deadline).map(|day| on_a_working_day(day, asked)).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// Whether a reminder is due on a day, if the last one was sent on that other day. One that was missed is made up for,
/// those that were missed together by one; there is none after the deadline, and at most one a day.
pub fn is_due(asked: NaiveDate, until: Option<NaiveDate>, reminded: Option<NaiveDate>, today: NaiveDate) -> bool {
    let is_open = until.is_none_or(|until| today <= until);
    let is_new = |day: NaiveDate| day <= today && reminded.is_none_or(|last| last < day);
    is_open && schedule(asked, until).into_iter().any(is_new)
}

/// A third of the time before the deadline, and its last day.
fn before_deadline(asked: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
    let length = u64::try_from((until - asked).num_days()).unwrap_or_default();
    let lead = length.div_ceil(3).min(LEAD_MAX);
    let days = [until - Days::new(lead), until];
    days.into_iter().filter(|day| *day > asked).collect()
}

/// The Friday before, for a day of a week-end, unless that is too early.
fn on_a_working_day(day: NaiveDate, asked: NaiveDate) -> NaiveDate {
    let past_friday = day.weekday().num_days_from_monday().saturating_sub(4);
    let friday = day - Days::new(past_friday.into());
    if friday > asked { friday } else { day }
}

/// That somebody is reminded: an event that changes nothing of what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder(EventDraft);

impl Reminder {
    /// The reminder of that number, the first one being 1, of a thing to do; `version` is the present one of its object,
    /// and stays it.
    pub fn new(todo: &Todo, version: u64, number: u32) -> Self {
        let draft = EventDraft::new(kind_of(todo.subject), todo.subject.id(), version)
            .with("todo", todo.kind)
            .with("for", todo.due_from.role())
            .with(NUMBER, number);
        Self(draft)
    }

    /// What is written of it.
    pub fn event(&self) -> &EventDraft {
        &self.0
    }
}

/// The detail of a reminder's event that says how many there were, itself included.
pub const NUMBER: &str = "number";

/// The events that are reminders.
pub const KINDS: [EventKind; 6] = [
    EventKind::MissionReminded,
    EventKind::TalentReminded,
    EventKind::ApplicationReminded,
    EventKind::EngagementReminded,
    EventKind::ConsentReminded,
    EventKind::TimeSheetReminded,
];

fn kind_of(subject: TodoSubject) -> EventKind {
    match subject {
        TodoSubject::Mission(_) => EventKind::MissionReminded,
        TodoSubject::Talent(_) => EventKind::TalentReminded,
        TodoSubject::Application(_) => EventKind::ApplicationReminded,
        TodoSubject::Engagement(_) => EventKind::EngagementReminded,
        TodoSubject::Consent(_) => EventKind::ConsentReminded,
        TodoSubject::TimeSheet(_) => EventKind::TimeSheetReminded,
    }
}

/// Whether an event is a reminder, which changes nothing of its object.
pub fn is_reminder(kind: EventKind) -> bool {
    KINDS.contains(&kind)
}

#[cfg(test)]
mod tests;
