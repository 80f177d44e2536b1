//! Closing months: what they came to is written down, and nothing can be dated in them any more.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::calendar::{Month, paris_day};
use crate::error::{Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::AccountId;

/// What the events about the ledger as a whole are about: there is one ledger.
pub const LEDGER: Uuid = Uuid::from_u128(0x6c65_6467_6572_0000_0000_0000_0000_0001);

/// What an account came to at the end of a month that was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// Of which account.
    pub account: AccountId,
    /// The month.
    pub month: Month,
    /// How many lines its journal had.
    pub lines: u64,
    /// Its balance, in minutes.
    pub balance: i64,
    /// What was reserved to go out, in minutes.
    pub reserved: i64,
}

/// Closes a month, and with it those before it that are still open; gives what happened.
///
/// # Errors
/// [`Problem::MonthClosed`] where it is closed already, [`Problem::MonthNotOver`] before its end in Paris.
pub fn close_month(closed_through: Option<Month>, month: Month, now: DateTime<Utc>) -> Result<EventDraft, Refusals> {
    if closed_through.is_some_and(|closed| month <= closed) {
        return Err(Problem::MonthClosed { month: month.to_string() }.into());
    }
    if paris_day(now) <= month.last_day() {
        return Err(Problem::MonthNotOver { month: month.to_string() }.into());
    }
    Ok(EventDraft::new(EventKind::MonthClosed, LEDGER, month.ordinal()).with("month", month))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::told;

    #[test]
    fn a_month_is_closed_once_it_is_over_in_paris_and_once() {
        let month = |text: &str| Month::parse(text).unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let last_minute = at("2027-01-31T22:59:59Z");
        assert_eq!(told(close_month(None, month("2027-01"), last_minute)), [" month-not-over"]);
        let after = at("2027-01-31T23:00:00Z");
        let event = close_month(Some(month("2026-11")), month("2027-01"), after).unwrap();
        assert_eq!(event.details["month"], "2027-01");
        for closed in ["2027-01", "2026-12"] {
            assert_eq!(told(close_month(Some(month("2027-01")), month(closed), after)), [" month-closed"]);
        }
    }
}
