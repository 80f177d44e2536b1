//! Movements of credits, and the lines that they leave in the journals of accounts.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::code::coded_enum;
use crate::error::Problem;
use crate::event::Stamp;
use crate::id::{AccountId, EngagementId, TimeSheetId, TransferId};

/// The most minutes of one movement: some two centuries.
pub const MINUTES_MAX: u32 = 100_000_000;

/// An amount that moves: whole minutes, at least one, at most [`MINUTES_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u32);

impl Minutes {
    /// The amount, checked.
    ///
    /// # Errors
    /// [`Problem::OutOfRange`].
    pub fn try_new(minutes: i64) -> Result<Self, Problem> {
        let (min, max) = (1, i64::from(MINUTES_MAX));
        let found = u32::try_from(minutes).ok().filter(|_| (min..=max).contains(&minutes));
        found.map(Self).ok_or(Problem::OutOfRange { value: minutes, min, max })
    }

    /// As a number to add and subtract.
    pub const fn get(self) -> i64 {
        self.0 as i64
    }
}

coded_enum! {
    /// What a movement is for.
    pub enum TransferKind {
        /// The planned minutes of an engagement, or what is left of them, are set aside.
        Reservation = "RESERVATION",
        /// The minutes of a time sheet move out of the reservation.
        Capture = "CAPTURE",
        /// The minutes of a time sheet past the reservation, within the tolerance.
        Overrun = "OVERRUN",
        /// A reservation, or what is left of it, is given up.
        Release = "RELEASE",
        /// The scheme gives credits to a structure.
        Endowment = "ENDOWMENT",
        /// Operators correct an account, in two.
        Adjustment = "ADJUSTMENT",
        /// A movement is undone by its opposite.
        Reversal = "REVERSAL",
    }
}

coded_enum! {
    /// Why operators adjust an account: a code, for what is never erased must hold no text.
    pub enum AdjustmentReason {
        /// Credits from before the scheme was run with this software.
        OpeningBalance = "OPENING_BALANCE",
        /// Something was recorded wrong.
        Mistake = "MISTAKE",
        /// The structures concerned agreed on it.
        Agreement = "AGREEMENT",
        /// Another reason, known to both operators.
        Other = "OTHER",
    }
}

/// What a movement does to credits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It moves them at once.
    Posted,
    /// It sets them aside.
    Pending,
    /// It moves what that pending movement had set aside, in whole or in part; the rest is free again.
    Posts(TransferId),
    /// It frees what that pending movement had set aside.
    Voids(TransferId),
    /// It moves back, at once, what that movement had moved.
    Reverses(TransferId),
}

impl Phase {
    /// The code of the phase, without the movement that it names.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Posted => "POSTED",
            Self::Pending => "PENDING",
            Self::Posts(_) => "POSTS",
            Self::Voids(_) => "VOIDS",
            Self::Reverses(_) => "REVERSES",
        }
    }

    /// The movement that it names; each is named once at the most.
    pub const fn target(self) -> Option<TransferId> {
        match self {
            Self::Posted | Self::Pending => None,
            Self::Posts(target) | Self::Voids(target) | Self::Reverses(target) => Some(target),
        }
    }

    /// The phase of that code and target, or `None` where they don't go together.
    pub fn parse(code: &str, target: Option<TransferId>) -> Option<Self> {
        match (code, target) {
            ("POSTED", None) => Some(Self::Posted),
            ("PENDING", None) => Some(Self::Pending),
            ("POSTS", Some(target)) => Some(Self::Posts(target)),
            ("VOIDS", Some(target)) => Some(Self::Voids(target)),
            ("REVERSES", Some(target)) => Some(Self::Reverses(target)),
            _ => None,
        }
    }
}

/// A movement of credits out of one account into another: written once, never changed, never deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its id, chosen by whoever asked for it, or derived from that one: see [`TransferId::part`].
    pub id: TransferId,
    /// What it is for.
    pub kind: TransferKind,
    /// What it does.
    pub phase: Phase,
    /// The account that it goes out of.
    pub debit: AccountId,
    /// The account that it comes into.
    pub credit: AccountId,
    /// How much. For a movement that voids: how much is free again.
    pub minutes: Minutes,
    /// The engagement that it is for.
    pub engagement: Option<EngagementId>,
    /// The time sheet that it is for.
    pub time_sheet: Option<TimeSheetId>,
    /// Why, for an adjustment.
    pub reason: Option<AdjustmentReason>,
    /// Who asked for it, in whose place, and when, to the millisecond.
    pub stamp: Stamp,
    /// The day under which it is booked: a day in Paris.
    pub day: NaiveDate,
}

/// A line of an account's journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// Of which account.
    pub account: AccountId,
    /// Its number in that journal, from 1, without a gap.
    pub seq: u64,
    /// The movement that left it.
    pub transfer: TransferId,
    /// What came in, in minutes; negative for what went out, 0 where something was only set aside or freed.
    pub minutes: i64,
    /// What was set aside to go out, in minutes; negative for what was freed.
    pub reserved: i64,
    /// The balance after it.
    pub balance_after: i64,
    /// What is set aside to go out after it.
    pub reserved_after: i64,
    /// The floor that it had to respect, where one was enforced.
    pub floor: Option<i64>,
    /// The day under which it is booked; never before the day of the line before it.
    pub day: NaiveDate,
}

/// Who asks for a movement, when, and under which id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The id of the first movement that comes of it. The same again has no second effect.
    pub id: TransferId,
    /// Who, in whose place, and when.
    pub stamp: Stamp,
}

impl Asked {
    /// The same with the time to the millisecond, as it is kept.
    pub(super) fn in_millis(self) -> Self {
        let at = DateTime::<Utc>::from_timestamp_millis(self.stamp.at.timestamp_millis()).unwrap_or(self.stamp.at);
        Self { stamp: Stamp { at, ..self.stamp }, ..self }
    }
}

/// The most movements that come of one demand: a reversed sheet gives back its capture and its overrun, and what it had
/// taken from the reservation is set aside anew.
pub const PARTS_MAX: u8 = 4;

impl TransferId {
    /// The id of the movement of that number, from 0, among those that come of one demand: the first one's is the one
    /// that was chosen, the others' derive from it.
    #[must_use]
    pub fn part(self, number: u8) -> Self {
        if number == 0 { self } else { Self(Uuid::new_v5(&self.0, &[number])) }
    }
}
