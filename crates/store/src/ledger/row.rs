//! The rows of the ledger, and what they are in the core.

use sea_orm::IntoActiveModel;
use talents_core::calendar::Month;
use talents_core::event::Stamp;
use talents_core::id::{AccountId, EngagementId, PersonId, StructureId, TimeSheetId, TransferId};
use talents_core::ledger::{
    Account, AccountOwner, AdjustmentReason, Closing, Entry, Minutes, OwnerKind, Phase, Reservation, Transfer,
    TransferKind,
};

use crate::error::StoreError;
use crate::rows::{self, Reader};

pub(crate) const ACCOUNT: &str = "ledger_account";

impl From<&Account> for account::Model {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.0,
            owner: account.owner.kind().code().to_owned(),
            structure_id: account.owner.structure().map(|structure| structure.0),
            version: rows::stored_version(account.version),
            floor: account.floor,
            lines: rows::stored_version(account.lines),
            balance: account.balance,
            reserved: account.reserved,
            last_day: account.last_day,
        }
    }
}

impl TryFrom<account::Model> for Account {
    type Error = StoreError;

    fn try_from(row: account::Model) -> Result<Self, StoreError> {
        let read = Reader { table: ACCOUNT, row: &row.id };
        let structure = row.structure_id.map(StructureId);
        let owner = |code: &str| OwnerKind::parse(code).and_then(|kind| AccountOwner::of(kind, structure));
        Ok(Self {
            id: AccountId(row.id),
            owner: read.code("owner", &row.owner, owner)?,
            version: read.version(row.version)?,
            floor: row.floor,
            lines: read.number("lines", row.lines)?,
            balance: row.balance,
            reserved: row.reserved,
            last_day: row.last_day,
        })
    }
}

impl From<&Transfer> for transfer::Model {
    fn from(transfer: &Transfer) -> Self {
        Self {
            id: transfer.id.0,
            kind: transfer.kind.code().to_owned(),
            phase: transfer.phase.code().to_owned(),
            target_id: transfer.phase.target().map(|target| target.0),
            debit_id: transfer.debit.0,
            credit_id: transfer.credit.0,
            minutes: transfer.minutes.get(),
            engagement_id: transfer.engagement.map(|engagement| engagement.0),
            time_sheet_id: transfer.time_sheet.map(|time_sheet| time_sheet.0),
            reason: transfer.reason.map(|reason| reason.code().to_owned()),
            actor: rows::json(&transfer.stamp.actor),
            on_behalf_of: transfer.stamp.on_behalf_of.map(|person| person.0),
            at: rows::millis(transfer.stamp.at),
            day: transfer.day,
        }
    }
}

impl TryFrom<transfer::Model> for Transfer {
    type Error = StoreError;

    fn try_from(row: transfer::Model) -> Result<Self, StoreError> {
        let read = Reader { table: "ledger_transfer", row: &row.id };
        let phase = |code: &str| Phase::parse(code, row.target_id.map(TransferId));
        let reason = row.reason.as_deref().map(|code| read.code("reason", code, AdjustmentReason::parse));
        Ok(Self {
            id: TransferId(row.id),
            kind: read.code("kind", &row.kind, TransferKind::parse)?,
            phase: read.code("phase", &row.phase, phase)?,
            debit: AccountId(row.debit_id),
            credit: AccountId(row.credit_id),
            minutes: read.checked("minutes", Minutes::try_new(row.minutes))?,
            engagement: row.engagement_id.map(EngagementId),
            time_sheet: row.time_sheet_id.map(TimeSheetId),
            reason: reason.transpose()?,
            stamp: Stamp {
                actor: read.json("actor", row.actor)?,
                on_behalf_of: row.on_behalf_of.map(PersonId),
                at: row.at,
            },
            day: row.day,
        })
    }
}

impl From<&Entry> for entry::Model {
    fn from(entry: &Entry) -> Self {
        Self {
            account_id: entry.account.0,
            seq: rows::stored_version(entry.seq),
            transfer_id: entry.transfer.0,
            minutes: entry.minutes,
            reserved: entry.reserved,
            balance_after: entry.balance_after,
            reserved_after: entry.reserved_after,
            floor: entry.floor,
            day: entry.day,
        }
    }
}

impl TryFrom<entry::Model> for Entry {
    type Error = StoreError;

    fn try_from(row: entry::Model) -> Result<Self, StoreError> {
        let key = format!("{} line {}", row.account_id, row.seq);
        let read = Reader { table: "ledger_entry", row: &key };
        Ok(Self {
            account: AccountId(row.account_id),
            seq: read.number("seq", row.seq)?,
            transfer: TransferId(row.transfer_id),
            minutes: row.minutes,
            reserved: row.reserved,
            balance_after: row.balance_after,
            reserved_after: row.reserved_after,
            floor: row.floor,
            day: row.day,
        })
    }
}

impl From<&Reservation> for reservation::ActiveModel {
    fn from(reservation: &Reservation) -> Self {
        let row = reservation::Model {
            engagement_id: reservation.engagement.0,
            debit_id: reservation.debit.0,
            credit_id: reservation.credit.0,
            planned: reservation.planned,
            captured: reservation.captured,
            overrun: reservation.overrun,
            live_id: reservation.live.map(|live| live.0),
            released: reservation.released,
        };
        row.into_active_model()
    }
}

impl TryFrom<reservation::Model> for Reservation {
    type Error = StoreError;

    fn try_from(row: reservation::Model) -> Result<Self, StoreError> {
        Ok(Self {
            engagement: EngagementId(row.engagement_id),
            debit: AccountId(row.debit_id),
            credit: AccountId(row.credit_id),
            planned: row.planned,
            captured: row.captured,
            overrun: row.overrun,
            live: row.live_id.map(TransferId),
            released: row.released,
        })
    }
}

impl From<&Closing> for closing::Model {
    fn from(closing: &Closing) -> Self {
        Self {
            account_id: closing.account.0,
            month: closing.month.to_string(),
            lines: rows::stored_version(closing.lines),
            balance: closing.balance,
            reserved: closing.reserved,
        }
    }
}

impl TryFrom<closing::Model> for Closing {
    type Error = StoreError;

    fn try_from(row: closing::Model) -> Result<Self, StoreError> {
        let key = format!("{} month {}", row.account_id, row.month);
        let read = Reader { table: "ledger_closing", row: &key };
        Ok(Self {
            account: AccountId(row.account_id),
            month: read.code("month", &row.month, Month::parse)?,
            lines: read.number("lines", row.lines)?,
            balance: row.balance,
            reserved: row.reserved,
        })
    }
}

pub(crate) mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_account")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub owner: String,
        pub structure_id: Option<Uuid>,
        pub version: i64,
        pub floor: Option<i64>,
        pub lines: i64,
        pub balance: i64,
        pub reserved: i64,
        pub last_day: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod transfer {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_transfer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub kind: String,
        pub phase: String,
        pub target_id: Option<Uuid>,
        pub debit_id: Uuid,
        pub credit_id: Uuid,
        pub minutes: i64,
        pub engagement_id: Option<Uuid>,
        pub time_sheet_id: Option<Uuid>,
        pub reason: Option<String>,
        pub actor: Json,
        pub on_behalf_of: Option<Uuid>,
        pub at: ChronoDateTimeUtc,
        pub day: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub transfer_id: Uuid,
        pub minutes: i64,
        pub reserved: i64,
        pub balance_after: i64,
        pub reserved_after: i64,
        pub floor: Option<i64>,
        pub day: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod reservation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_reservation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub engagement_id: Uuid,
        pub debit_id: Uuid,
        pub credit_id: Uuid,
        pub planned: i64,
        pub captured: i64,
        pub overrun: i64,
        pub live_id: Option<Uuid>,
        pub released: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod closing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_closing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub account_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub month: String,
        pub lines: i64,
        pub balance: i64,
        pub reserved: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod state {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_state")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i16,
        pub closed_through: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
