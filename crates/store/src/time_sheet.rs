//! Time sheets.

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::Change;
use talents_core::calendar::Days;
use talents_core::id::{EngagementId, PersonId, TimeSheetId};
use talents_core::ledger::SheetFacts;
use talents_core::time_sheet::{TimeSheet, TimeSheetState, Work};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};

/// The time sheet of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: TimeSheetId) -> Result<Option<TimeSheet>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// The time sheets of an engagement, by their first day: sheets that count never overlap, so its days bound them.
pub async fn of_engagement(source: &impl Source, engagement: EngagementId) -> Result<Vec<TimeSheet>, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::EngagementId.eq(engagement.0))
        .order_by_asc(row::Column::FirstDay)
        .order_by_asc(row::Column::Id);
    rows::many(source, select).await
}

/// The time sheets of these engagements, in no order.
pub async fn of_engagements(source: &impl Source, engagements: &[EngagementId]) -> Result<Vec<TimeSheet>, StoreError> {
    rows::any_of(source, row::Column::EngagementId, engagements.iter().map(|id| id.0)).await
}

/// At most `limit` time sheets that are disputed, the longest since first.
pub async fn disputed(source: &impl Source, limit: u64) -> Result<Vec<TimeSheet>, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::State.eq(TimeSheetState::Disputed.code()))
        .order_by_asc(row::Column::ChangedAt)
        .limit(limit);
    rows::many(source, select).await
}

/// What the ledger must agree with, of every time sheet there is.
pub(crate) async fn credit_facts(source: &impl Source) -> Result<Vec<SheetFacts>, StoreError> {
    let columns = [row::Column::Id, row::Column::State, row::Column::Minutes];
    let select = row::Entity::find().select_only().columns(columns);
    let rows: Vec<(Uuid, String, i64)> = select.into_tuple().all(&source.executor()).await?;
    let facts = |(id, state, minutes): (Uuid, String, i64)| {
        let state = Reader { table: TimeSheet::TABLE, row: &id }.code("state", &state, TimeSheetState::parse)?;
        Ok(SheetFacts { id: TimeSheetId(id), state, minutes })
    };
    rows.into_iter().map(facts).collect()
}

/// Writes a change of the time sheet as it was read (`None` for a new one), with its events.
pub async fn save(
    tx: &mut Transaction,
    before: Option<&TimeSheet>,
    change: &Change<TimeSheet>,
) -> Result<(), StoreError> {
    rows::save_changes(tx, &[(before, change)]).await
}

impl Record for TimeSheet {
    type Entity = row::Entity;
    const TABLE: &'static str = "time_sheet";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            version: rows::stored_version(version),
            engagement_id: self.engagement.0,
            state: self.state.code().to_owned(),
            first_day: self.work.days.first(),
            last_day: self.work.days.last(),
            minutes: self.work.minutes.into(),
            declared_by: self.declared_by.0,
            settled_by: self.settled_by.map(|person| person.0),
            reason: self.reason.clone(),
            changed_at: rows::millis(self.changed_at),
        }
    }
}

impl Versioned for TimeSheet {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for TimeSheet {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        let days = read.checked("last_day", Days::try_new(row.first_day, row.last_day).ok_or(()))?;
        Ok(Self {
            id: TimeSheetId(row.id),
            version: read.version(row.version)?,
            engagement: EngagementId(row.engagement_id),
            state: read.code("state", &row.state, TimeSheetState::parse)?,
            work: Work { days, minutes: read.number("minutes", row.minutes)? },
            declared_by: PersonId(row.declared_by),
            settled_by: row.settled_by.map(PersonId),
            changed_at: row.changed_at,
            reason: row.reason,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "time_sheet")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub engagement_id: Uuid,
        pub state: String,
        pub first_day: Date,
        pub last_day: Date,
        pub minutes: i64,
        pub declared_by: Uuid,
        pub settled_by: Option<Uuid>,
        pub reason: String,
        pub changed_at: ChronoDateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
