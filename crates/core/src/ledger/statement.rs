//! Statements: what an account was worth before some days, what came and went, and what it was worth after.

use crate::calendar::Days;
use crate::id::AccountId;

use super::transfer::{Entry, Transfer};

/// What an account came to over some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Of which account.
    pub account: AccountId,
    /// Over which days.
    pub days: Days,
    /// The balance before the first day, in minutes.
    pub opening: i64,
    /// The balance at the end of the last day, in minutes.
    pub closing: i64,
    /// What was reserved to go out at the end of the last day, in minutes.
    pub reserved: i64,
    /// The number of the last line before the first day; 0 where there is none.
    pub lines_before: u64,
    /// The number of the last line up to the last day; 0 where there is none.
    pub lines_through: u64,
}

/// An entry of a statement: something that came in or went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its number in the account's journal: where the next page begins.
    pub seq: u64,
    /// What came in, in minutes; negative for what went out.
    pub minutes: i64,
    /// The balance after it.
    pub balance_after: i64,
    /// The account on the other side.
    pub counterparty: AccountId,
    /// The movement.
    pub transfer: Transfer,
}

impl Statement {
    /// The statement of an account, from the last line of its journal before the days and the last one up to their
    /// end, whatever was in between.
    pub fn between(account: AccountId, days: Days, before: Option<&Entry>, through: Option<&Entry>) -> Self {
        Self {
            account,
            days,
            opening: before.map_or(0, |entry| entry.balance_after),
            closing: through.map_or(0, |entry| entry.balance_after),
            reserved: through.map_or(0, |entry| entry.reserved_after),
            lines_before: before.map_or(0, |entry| entry.seq),
            lines_through: through.map_or(0, |entry| entry.seq),
        }
    }

    /// The same from a whole journal, in order.
    pub fn of(account: AccountId, days: Days, journal: &[Entry]) -> Self {
        let before = journal.iter().take_while(|entry| entry.day < days.first()).last();
        let through = journal.iter().take_while(|entry| entry.day <= days.last()).last();
        Self::between(account, days, before, through)
    }
}

impl StatementLine {
    /// The line that shows an entry; `None` for one that only sets aside or frees.
    pub fn of(entry: &Entry, transfer: Transfer) -> Option<Self> {
        let counterparty = if transfer.debit == entry.account { transfer.credit } else { transfer.debit };
        let (seq, minutes, balance_after) = (entry.seq, entry.minutes, entry.balance_after);
        (minutes != 0).then_some(Self { seq, minutes, balance_after, counterparty, transfer })
    }
}
