//! The envelopes of employers: minutes granted in advance.

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::Change;
use talents_core::calendar::Days;
use talents_core::engagement::{Envelope, Voice};
use talents_core::id::{EnvelopeId, PersonId, StructureId};
use uuid::Uuid;

use crate::engagement;
use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};

/// The most envelopes of an employer that are looked at.
pub const LIST_MAX: u64 = 100;

/// The envelope of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: EnvelopeId) -> Result<Option<Envelope>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// The envelopes of an employer, the newest first, the withdrawn ones too, at most [`LIST_MAX`].
pub async fn of_employer(source: &impl Source, employer: StructureId) -> Result<Vec<Envelope>, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::EmployerId.eq(employer.0))
        .order_by_desc(row::Column::FirstDay)
        .order_by_desc(row::Column::Id)
        .limit(LIST_MAX);
    rows::many(source, select).await
}

/// The envelopes of an employer that are not withdrawn, by id, at most [`LIST_MAX`]. They stay locked until the transaction
/// ends: two that consent at once spend the same minutes one after the other.
pub async fn standing_of(tx: &Transaction, employer: StructureId) -> Result<Vec<Envelope>, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::EmployerId.eq(employer.0))
        .filter(row::Column::Withdrawn.eq(false))
        .order_by_asc(row::Column::Id)
        .limit(LIST_MAX)
        .lock(LockType::NoKeyUpdate);
    rows::many(tx, select).await
}

/// The planned minutes of the engagements that an envelope consented to, as far as its consent stands.
pub async fn used(source: &impl Source, envelope: &Envelope) -> Result<u64, StoreError> {
    let theirs = engagement::of_envelope(source, envelope.id).await?;
    Ok(theirs.iter().map(|engagement| u64::from(envelope.used_by(engagement))).sum())
}

/// Writes a change of the envelope as it was read (`None` for a new one), with its events.
pub async fn save(
    tx: &mut Transaction,
    before: Option<&Envelope>,
    change: &Change<Envelope>,
) -> Result<(), StoreError> {
    rows::save_changes(tx, &[(before, change)]).await
}

impl Record for Envelope {
    type Entity = row::Entity;
    const TABLE: &'static str = "envelope";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            version: rows::stored_version(version),
            employer_id: self.employer.0,
            granted_by: self.voice.person.0,
            granted_for: self.voice.on_behalf_of.map(Uuid::from),
            minutes: self.minutes.into(),
            engagement_minutes_max: self.engagement_minutes_max.into(),
            first_day: self.days.first(),
            last_day: self.days.last(),
            withdrawn: self.withdrawn,
        }
    }
}

impl Versioned for Envelope {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for Envelope {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        let id = EnvelopeId(row.id);
        let voice =
            Voice { person: PersonId(row.granted_by), on_behalf_of: row.granted_for.map(PersonId), envelope: Some(id) };
        Ok(Self {
            id,
            version: read.version(row.version)?,
            employer: StructureId(row.employer_id),
            voice,
            minutes: read.number("minutes", row.minutes)?,
            engagement_minutes_max: read.number("engagement_minutes_max", row.engagement_minutes_max)?,
            days: read.checked("last_day", Days::try_new(row.first_day, row.last_day).ok_or(()))?,
            withdrawn: row.withdrawn,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "envelope")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub employer_id: Uuid,
        pub granted_by: Uuid,
        pub granted_for: Option<Uuid>,
        pub minutes: i64,
        pub engagement_minutes_max: i64,
        pub first_day: Date,
        pub last_day: Date,
        pub withdrawn: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
