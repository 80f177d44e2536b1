//! Missions and their published versions.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::Change;
use talents_core::id::{MissionId, PersonId, StructureId};
use talents_core::mission::{Mission, MissionState, MissionVersion};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};
use crate::structure;

/// Which missions a to-do list holds: those that pass every part that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissionFilter {
    /// In one of these states; in any where empty.
    pub states: Vec<MissionState>,
    /// Of one of these hosts, or of a host of one of the [`MissionFilter::ministries`].
    pub hosts: Option<Vec<StructureId>>,
    /// Of a host that is, or belongs to, one of these ministries, or of one of the [`MissionFilter::hosts`].
    pub ministries: Option<Vec<StructureId>>,
}

/// The mission of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: MissionId) -> Result<Option<Mission>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// Those of the missions that exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[MissionId]) -> Result<Vec<Mission>, StoreError> {
    rows::any_of(source, row::Column::Id, ids.iter().map(|id| id.0)).await
}

/// Those that an import calls by these names, in no order.
pub async fn by_external_ids(source: &impl Source, external_ids: &[String]) -> Result<Vec<Mission>, StoreError> {
    rows::any_of(source, row::Column::ExternalId, external_ids.iter().cloned()).await
}

/// The missions of these hosts, in no order.
pub async fn ids_of_hosts(source: &impl Source, hosts: &[StructureId]) -> Result<Vec<MissionId>, StoreError> {
    let hosted: Vec<Mission> = rows::any_of(source, row::Column::HostId, hosts.iter().map(|id| id.0)).await?;
    Ok(hosted.into_iter().map(|mission| mission.id).collect())
}

/// The published versions of a mission, from the first.
pub async fn versions(source: &impl Source, mission: MissionId) -> Result<Vec<MissionVersion>, StoreError> {
    let select = version_row::Entity::find()
        .filter(version_row::Column::MissionId.eq(mission.0))
        .order_by_asc(version_row::Column::Number);
    rows::many(source, select).await
}

/// At most `limit` missions in any state, by id, after that one: a walk through all of them.
pub async fn page_after(
    source: &impl Source,
    after: Option<MissionId>,
    limit: u64,
) -> Result<Vec<Mission>, StoreError> {
    let mut select = row::Entity::find().order_by_asc(row::Column::Id).limit(limit);
    if let Some(id) = after {
        select = select.filter(row::Column::Id.gt(id.0));
    }
    rows::many(source, select).await
}

/// At most `limit` missions between their author and the moderation, by id, after that one: a walk through all of them.
pub async fn in_moderation_after(
    source: &impl Source,
    after: Option<MissionId>,
    limit: u64,
) -> Result<Vec<Mission>, StoreError> {
    let waiting = [MissionState::Submitted, MissionState::ChangesRequested].map(MissionState::code);
    let mut select =
        row::Entity::find().filter(row::Column::State.is_in(waiting)).order_by_asc(row::Column::Id).limit(limit);
    if let Some(id) = after {
        select = select.filter(row::Column::Id.gt(id.0));
    }
    rows::many(source, select).await
}

/// At most `limit` missions that pass the filter, the oldest first, after the one of that date and id.
pub async fn in_states(
    source: &impl Source,
    filter: &MissionFilter,
    after: Option<(DateTime<Utc>, MissionId)>,
    limit: u64,
) -> Result<Vec<Mission>, StoreError> {
    let mut select = row::Entity::find()
        .filter(condition(filter))
        .order_by_asc(row::Column::CreatedAt)
        .order_by_asc(row::Column::Id)
        .limit(limit);
    if let Some((created_at, id)) = after {
        let sorted_by = Expr::tuple([Expr::col(row::Column::CreatedAt), Expr::col(row::Column::Id)]);
        let last = Expr::tuple([Expr::val(rows::millis(created_at)), Expr::val(id.0)]);
        select = select.filter(sorted_by.gt(last));
    }
    rows::many(source, select).await
}

/// At most `limit` published missions whose last day to apply is before that day, the longest past first.
pub async fn past_deadline(source: &impl Source, day: NaiveDate, limit: u64) -> Result<Vec<Mission>, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::State.eq(MissionState::Published.code()))
        .filter(row::Column::ApplicationDeadline.lt(day))
        .order_by_asc(row::Column::ApplicationDeadline)
        .order_by_asc(row::Column::Id)
        .limit(limit);
    rows::many(source, select).await
}

/// Writes a change of the mission as it was read (`None` for a new one), with its events and the version that it
/// published.
pub async fn save(tx: &mut Transaction, before: Option<&Mission>, change: &Change<Mission>) -> Result<(), StoreError> {
    save_many(tx, &[(before, change)]).await
}

/// Writes many changes, in few statements where the missions are new.
pub async fn save_many(
    tx: &mut Transaction,
    changes: &[(Option<&Mission>, &Change<Mission>)],
) -> Result<(), StoreError> {
    rows::save_changes(tx, changes).await?;
    let published = changes.iter().filter_map(|(before, change)| change.value.version_published_since(*before));
    let result =
        rows::insert::<version_row::ActiveModel, _>(tx, published.map(version_row::Model::from).collect()).await;
    tx.note(result)
}

fn condition(filter: &MissionFilter) -> Condition {
    let mut condition = Condition::all();
    if !filter.states.is_empty() {
        condition = condition.add(row::Column::State.is_in(filter.states.iter().map(|state| state.code())));
    }
    if filter.hosts.is_none() && filter.ministries.is_none() {
        return condition;
    }
    let mut hosted = Condition::any();
    if let Some(hosts) = &filter.hosts {
        hosted = hosted.add(row::Column::HostId.is_in(hosts.iter().map(|id| id.0)));
    }
    if let Some(ministries) = &filter.ministries {
        let ministries: Vec<Uuid> = ministries.iter().map(|id| id.0).collect();
        let hosts = Query::select()
            .column(structure::row::Column::Id)
            .from(structure::row::Entity)
            .cond_where(
                Condition::any()
                    .add(structure::row::Column::Id.is_in(ministries.clone()))
                    .add(structure::row::Column::MinistryId.is_in(ministries)),
            )
            .to_owned();
        hosted = hosted.add(row::Column::HostId.in_subquery(hosts));
    }
    condition.add(hosted)
}

impl Record for Mission {
    type Entity = row::Entity;
    const TABLE: &'static str = "mission";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            external_id: self.external_id.clone(),
            version: rows::stored_version(version),
            host_id: self.host.0,
            owner_id: self.owner.0,
            state: self.state.code().to_owned(),
            reason: self.reason.clone(),
            content: rows::json(&self.content),
            application_deadline: self.content.application_deadline,
            takes_applications: self.takes_applications,
            published_version: self.published_version.map(i64::from),
            published_at: self.published_at.map(rows::millis),
            created_at: rows::millis(self.created_at),
        }
    }
}

impl Versioned for Mission {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for Mission {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        let published = row.published_version.map(|number| read.number("published_version", number));
        Ok(Self {
            id: MissionId(row.id),
            version: read.version(row.version)?,
            host: StructureId(row.host_id),
            owner: PersonId(row.owner_id),
            state: read.code("state", &row.state, MissionState::parse)?,
            content: read.json("content", row.content)?,
            takes_applications: row.takes_applications,
            published_version: published.transpose()?,
            published_at: row.published_at,
            created_at: row.created_at,
            external_id: row.external_id,
            reason: row.reason,
        })
    }
}

impl From<MissionVersion> for version_row::Model {
    fn from(version: MissionVersion) -> Self {
        Self {
            mission_id: version.mission.0,
            number: version.number.into(),
            content: rows::json(&version.content),
            published_at: rows::millis(version.published_at),
        }
    }
}

impl TryFrom<version_row::Model> for MissionVersion {
    type Error = StoreError;

    fn try_from(row: version_row::Model) -> Result<Self, StoreError> {
        let key = format!("{} version {}", row.mission_id, row.number);
        let read = Reader { table: "mission_version", row: &key };
        Ok(Self {
            mission: MissionId(row.mission_id),
            number: read.number("number", row.number)?,
            content: read.json("content", row.content)?,
            published_at: row.published_at,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mission")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub external_id: Option<String>,
        pub version: i64,
        pub host_id: Uuid,
        pub owner_id: Uuid,
        pub state: String,
        pub reason: String,
        pub content: Json,
        /// The one of the content, where it can be searched.
        pub application_deadline: Option<Date>,
        pub takes_applications: bool,
        pub published_version: Option<i64>,
        pub published_at: Option<ChronoDateTimeUtc>,
        pub created_at: ChronoDateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod version_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "mission_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub mission_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub content: Json,
        pub published_at: ChronoDateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
