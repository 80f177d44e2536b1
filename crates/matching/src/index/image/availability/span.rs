//! The days while a mission lasts, and windows apart from each other.

use chrono::NaiveDate;
use talents_core::calendar::Days;

use super::days::{EPOCH, FAR, number_of_day};

/// What a mission asks of times: minutes of effort, 0 for none, within a span.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) span: Span,
    pub(crate) effort: i64,
}

/// The days while a mission lasts, by their numbers, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    first: i32,
    last: i32,
}

impl Span {
    /// The days from one to another; `None` when they are the wrong way round.
    pub(crate) fn try_new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then(|| Self { first: number_of_day(first), last: number_of_day(last) })
    }

    /// All days of the calendar.
    pub(crate) fn of_all_days() -> Self {
        Self { first: number_of_day(NaiveDate::MIN), last: number_of_day(NaiveDate::MAX) }
    }

    /// The numbers of the first and the last day in the calendar: so few that four bytes hold any sum of two.
    pub(crate) fn ends(self) -> [i32; 2] {
        [self.first, self.last]
    }

    /// How many days there are.
    #[inline]
    pub(crate) fn count(self) -> i64 {
        i64::from(self.last) - i64::from(self.first) + 1
    }

    /// Whether two bytes hold how many days there are, so that four hold the minutes of all of them, and none is far.
    pub(crate) fn is_usual(self) -> bool {
        self.count() <= i64::from(u16::MAX) && self.days_from_epoch().iter().all(|day| day.abs() < FAR)
    }

    /// The first and the last day, counted from the epoch.
    pub(super) fn days_from_epoch(self) -> [i32; 2] {
        [self.first, self.last].map(|day| day.saturating_sub(number_of_day(EPOCH)))
    }

    /// How many of them are in a window.
    #[inline]
    pub(super) fn shared_with(self, [first, last]: [i32; 2]) -> i64 {
        (i64::from(self.last.min(last)) - i64::from(self.first.max(first)) + 1).max(0)
    }
}

/// The same days as spans that do not overlap, in order, so that no day counts twice.
pub(crate) fn apart(windows: &[Days]) -> Vec<Days> {
    let mut sorted = windows.to_vec();
    sorted.sort_unstable();
    let mut merged: Vec<Days> = Vec::with_capacity(sorted.len());
    for days in sorted {
        match merged.last_mut() {
            Some(last) if days.first() <= last.last() => {
                let end = last.last().max(days.last());
                *last = Days::try_new(last.first(), end).unwrap_or(*last);
            }
            _ => merged.push(days),
        }
    }
    merged
}
