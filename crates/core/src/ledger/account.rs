//! The accounts: of structures and of the scheme, never of a person.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{AccountId, StructureId, TransferId};
use crate::programme::{CompensationMode, Programme};

use super::Entry;
use super::transfer::MINUTES_MAX;

/// The namespace of the ids of accounts: an owner has one account, whose id needs no look-up.
const ACCOUNT_NAMESPACE: Uuid = Uuid::from_u128(0x5b1d_7c0e_93a4_5f6e_8c21_6163_636f_756e);

coded_enum! {
    /// The kinds of owners.
    pub enum OwnerKind {
        /// A structure.
        Structure = "STRUCTURE",
        /// The scheme: where the credits that it gives come from.
        Endowment = "ENDOWMENT",
        /// The scheme: the other side of adjustments.
        Adjustment = "ADJUSTMENT",
    }
}

/// Whose an account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccountOwner {
    /// A structure's.
    Structure(StructureId),
    /// The scheme's: where the credits that it gives come from.
    Endowment,
    /// The scheme's: the other side of adjustments.
    Adjustment,
}

impl AccountOwner {
    /// The kind of owner.
    pub const fn kind(self) -> OwnerKind {
        match self {
            Self::Structure(_) => OwnerKind::Structure,
            Self::Endowment => OwnerKind::Endowment,
            Self::Adjustment => OwnerKind::Adjustment,
        }
    }

    /// The structure, unless it is the scheme's.
    pub const fn structure(self) -> Option<StructureId> {
        match self {
            Self::Structure(structure) => Some(structure),
            Self::Endowment | Self::Adjustment => None,
        }
    }

    /// The owner of that kind; `None` where a structure is missing or is one too many.
    pub const fn of(kind: OwnerKind, structure: Option<StructureId>) -> Option<Self> {
        match (kind, structure) {
            (OwnerKind::Structure, Some(structure)) => Some(Self::Structure(structure)),
            (OwnerKind::Endowment, None) => Some(Self::Endowment),
            (OwnerKind::Adjustment, None) => Some(Self::Adjustment),
            (OwnerKind::Structure, None) | (OwnerKind::Endowment | OwnerKind::Adjustment, Some(_)) => None,
        }
    }
}

impl AccountId {
    /// The id of the account of an owner.
    pub fn of(owner: AccountOwner) -> Self {
        let structure = owner.structure().map(|structure| structure.to_string()).unwrap_or_default();
        let name = format!("{}:{structure}", owner.kind());
        Self(Uuid::new_v5(&ACCOUNT_NAMESPACE, name.as_bytes()))
    }
}

/// What an account is worth now, so that no movement has to look at those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id: [`AccountId::of`] its owner.
    pub id: AccountId,
    /// Whose it is.
    pub owner: AccountOwner,
    /// Counts the changes of its floor, from 1.
    pub version: u64,
    /// The lowest that it may fall to, in minutes, where it is not the programme's default.
    pub floor: Option<i64>,
    /// How many lines its journal has.
    pub lines: u64,
    /// The sum of what came in, less what went out, in minutes.
    pub balance: i64,
    /// What is reserved to go out, in minutes; never negative.
    pub reserved: i64,
    /// The day of its last line.
    pub last_day: Option<NaiveDate>,
}

impl Account {
    /// An account that nothing has happened on.
    pub fn new(owner: AccountOwner) -> Self {
        let id = AccountId::of(owner);
        Self { id, owner, version: 1, floor: None, lines: 0, balance: 0, reserved: 0, last_day: None }
    }

    /// The account with a floor of its own, or with the programme's default again.
    ///
    /// # Errors
    /// [`Problem::OutOfRange`] past 100 million minutes either way.
    pub fn with_floor(&self, floor: Option<i64>) -> Result<Change<Self>, Refusals> {
        let (min, max) = (-i64::from(MINUTES_MAX), i64::from(MINUTES_MAX));
        if let Some(value) = floor.filter(|floor| !(min..=max).contains(floor)) {
            return Err(Refusals::at("floorMinutes", Problem::OutOfRange { value, min, max }));
        }
        if floor == self.floor {
            return Ok(Change { value: self.clone(), events: Vec::new() });
        }
        let value = Self { floor, version: self.version + 1, ..self.clone() };
        let told = floor.map(|floor| floor.to_string()).unwrap_or_default();
        let event = EventDraft::new(EventKind::AccountFloorChanged, value.id.0, value.version).with("floor", told);
        Ok(Change { value, events: vec![event] })
    }

    /// Its floor under these rules, whether or not they enforce it.
    pub fn floor_under(&self, policy: &Policy) -> i64 {
        self.floor.unwrap_or(policy.default_floor)
    }

    /// What it may still promise, in minutes: its balance less what is reserved to go out, less its floor. What is
    /// pending to come in does not count.
    pub fn available(&self, policy: &Policy) -> i64 {
        self.balance - self.reserved - self.floor_under(policy)
    }

    /// The floor that a movement out of it must respect: none where time is only measured, and none for the scheme.
    pub(super) fn enforced_floor(&self, policy: &Policy) -> Option<i64> {
        match policy.mode {
            CompensationMode::Measure => None,
            CompensationMode::Compensation => self.owner.structure().map(|_| self.floor_under(policy)),
        }
    }

    /// Writes the next line of its journal.
    pub(super) fn write(&mut self, line: Line) -> Entry {
        self.lines += 1;
        self.balance += line.minutes;
        self.reserved += line.reserved;
        self.last_day = Some(line.day);
        Entry {
            account: self.id,
            seq: self.lines,
            transfer: line.transfer,
            minutes: line.minutes,
            reserved: line.reserved,
            balance_after: self.balance,
            reserved_after: self.reserved,
            floor: line.floor,
            day: line.day,
        }
    }
}

/// What a line of a journal changes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub transfer: TransferId,
    pub minutes: i64,
    pub reserved: i64,
    pub floor: Option<i64>,
    pub day: NaiveDate,
}

/// The programme's rules, as far as credits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Whether a floor is enforced.
    pub mode: CompensationMode,
    /// The floor of an account that has none of its own, in minutes.
    pub default_floor: i64,
    /// How far the minutes worked may go past those reserved, in percent of these.
    pub tolerance_percent: u8,
}

impl From<&Programme> for Policy {
    fn from(programme: &Programme) -> Self {
        Self {
            mode: programme.compensation_mode,
            default_floor: programme.default_floor_minutes,
            tolerance_percent: programme.tolerance_percent,
        }
    }
}
