//! Days as columns number them.

use chrono::{Datelike, NaiveDate};
use talents_core::calendar::Days;
use talents_core::talent::{OPEN_FROM, OPEN_TO};

/// Days are numbered from this one in a [`Window`].
pub(super) const EPOCH: NaiveDate = OPEN_FROM;
/// The number that stands for [`OPEN_TO`]; any other day that does not fit is kept whole.
pub(super) const OPEN: u16 = u16::MAX;
/// A number of days from the epoch that no usual mission and no window reaches.
pub(super) const FAR: i32 = 1 << 20;

/// The first and the last day of a window, from the epoch.
pub(super) type Window = [u16; 2];

/// The number of a day in the calendar.
pub(super) fn number_of_day(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

fn day_of_number(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(OPEN_TO)
}

/// The days between two numbers of the calendar.
pub(super) fn days([first, last]: [i32; 2]) -> Option<Days> {
    Days::try_new(day_of_number(first), day_of_number(last))
}

/// A window in two numbers, where they hold it whole.
pub(super) fn packed(days: Days) -> Option<Window> {
    let from_epoch = |day: NaiveDate| u16::try_from(number_of_day(day) - number_of_day(EPOCH)).ok();
    let last = if days.last() == OPEN_TO { OPEN } else { from_epoch(days.last()).filter(|last| *last != OPEN)? };
    Some([from_epoch(days.first())?, last])
}

/// A window by the numbers of the calendar.
#[inline]
pub(super) fn unpacked([first, last]: Window) -> [i32; 2] {
    let epoch = number_of_day(EPOCH);
    let last = if last == OPEN { number_of_day(OPEN_TO) } else { epoch + i32::from(last) };
    [epoch + i32::from(first), last]
}
