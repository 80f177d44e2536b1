//! Applications: candidatures and invitations.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{ExprTrait as _, LockType};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use talents_core::Change;
use talents_core::application::{Application, ApplicationMoveKind, ApplicationState, Decision, Origin};
use talents_core::event::Actor;
use talents_core::id::{ApplicationId, MissionId, StructureId, TalentId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::keyset::{self, Key, Order};
use crate::mission;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};

/// The application of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: ApplicationId) -> Result<Option<Application>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// Those of the applications that exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[ApplicationId]) -> Result<Vec<Application>, StoreError> {
    rows::any_of(source, row::Column::Id, ids.iter().map(|id| id.0)).await
}

/// At most `limit` applications of a mission after that one, the oldest first.
pub async fn page_of_mission(
    source: &impl Source,
    mission: MissionId,
    after: Option<Key>,
    limit: u64,
) -> Result<Vec<Application>, StoreError> {
    rows::many(source, keyset::page(of_mission(mission), PLACE, Order::OldestFirst, after, limit)).await
}

/// How many applications a mission has.
pub async fn count_of_mission(source: &impl Source, mission: MissionId) -> Result<u64, StoreError> {
    Ok(of_mission(mission).count(&source.executor()).await?)
}

/// At most `limit` applications of a talent after that one, the newest first.
pub async fn page_of_talent(
    source: &impl Source,
    talent: TalentId,
    after: Option<Key>,
    limit: u64,
) -> Result<Vec<Application>, StoreError> {
    rows::many(source, keyset::page(of_talent(talent), PLACE, Order::NewestFirst, after, limit)).await
}

/// How many applications a talent has.
pub async fn count_of_talent(source: &impl Source, talent: TalentId) -> Result<u64, StoreError> {
    Ok(of_talent(talent).count(&source.executor()).await?)
}

/// The place of an application in those lists.
pub fn key(application: &Application) -> Key {
    Key { at: rows::millis(application.created_at), id: application.id.0 }
}

/// All the applications of a mission, the oldest first.
pub async fn all_of_mission(source: &impl Source, mission: MissionId) -> Result<Vec<Application>, StoreError> {
    rows::many(source, of_mission(mission).order_by_asc(PLACE.0).order_by_asc(PLACE.1)).await
}

/// All the applications of a talent, the newest first.
pub async fn all_of_talent(source: &impl Source, talent: TalentId) -> Result<Vec<Application>, StoreError> {
    rows::many(source, of_talent(talent).order_by_desc(PLACE.0).order_by_desc(PLACE.1)).await
}

/// The open applications of a talent, one for a mission at most, the newest first.
pub async fn open_of_talent(source: &impl Source, talent: TalentId) -> Result<Vec<Application>, StoreError> {
    let open = of_talent(talent).filter(row::Column::OpenKey.is_not_null());
    rows::many(source, open.order_by_desc(PLACE.0).order_by_desc(PLACE.1)).await
}

/// The applications of a talent for a mission, at most one of them open, in no order.
pub async fn of_talent_for(
    source: &impl Source,
    talent: TalentId,
    mission: MissionId,
) -> Result<Vec<Application>, StoreError> {
    let theirs = row::Column::TalentId.eq(talent.0).and(row::Column::MissionId.eq(mission.0));
    rows::many(source, row::Entity::find().filter(theirs)).await
}

/// The open application of a talent for a mission, if there is one.
pub async fn open_of(
    source: &impl Source,
    mission: MissionId,
    talent: TalentId,
) -> Result<Option<Application>, StoreError> {
    rows::one(source, row::Entity::find().filter(row::Column::OpenKey.eq(open_key(mission, talent)))).await
}

/// The applications of a mission that nobody has selected nor declined yet: those that lapse with it.
pub async fn in_the_running(source: &impl Source, mission: MissionId) -> Result<Vec<Application>, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::MissionId.eq(mission.0))
        .filter(row::Column::State.is_in(IN_THE_RUNNING.map(ApplicationState::code)))
        .order_by_asc(row::Column::Id);
    rows::many(source, select).await
}

/// At most `limit` applications that wait for one of these hosts, the oldest first.
pub async fn waiting_for_hosts(
    source: &impl Source,
    hosts: &[StructureId],
    limit: u64,
) -> Result<Vec<Application>, StoreError> {
    let waiting = [ApplicationState::Submitted, ApplicationState::Shortlisted].map(ApplicationState::code);
    let hosted = sea_orm::sea_query::Query::select()
        .column(mission::row::Column::Id)
        .from(mission::row::Entity)
        .cond_where(mission::row::Column::HostId.is_in(hosts.iter().map(|id| id.0)))
        .to_owned();
    let select = row::Entity::find()
        .filter(row::Column::State.is_in(waiting))
        .filter(row::Column::MissionId.in_subquery(hosted))
        .order_by_asc(row::Column::CreatedAt)
        .order_by_asc(row::Column::Id)
        .limit(limit);
    rows::many(source, select).await
}

/// At most `limit` applications that nobody has selected nor declined yet, by id, after that one: a walk through all of
/// them.
pub async fn in_the_running_after(
    source: &impl Source,
    after: Option<ApplicationId>,
    limit: u64,
) -> Result<Vec<Application>, StoreError> {
    let mut select = row::Entity::find()
        .filter(row::Column::State.is_in(IN_THE_RUNNING.map(ApplicationState::code)))
        .order_by_asc(row::Column::Id)
        .limit(limit);
    if let Some(id) = after {
        select = select.filter(row::Column::Id.gt(id.0));
    }
    rows::many(source, select).await
}

/// At most `limit` missions with applications in the running that are over, for which they should have lapsed.
pub async fn missions_to_lapse(source: &impl Source, limit: u64) -> Result<Vec<MissionId>, StoreError> {
    use talents_core::mission::MissionState;
    let over = [MissionState::Cancelled, MissionState::Expired, MissionState::Completed].map(MissionState::code);
    let ended = sea_orm::sea_query::Query::select()
        .column(mission::row::Column::Id)
        .from(mission::row::Entity)
        .cond_where(mission::row::Column::State.is_in(over))
        .to_owned();
    let select = row::Entity::find()
        .select_only()
        .column(row::Column::MissionId)
        .distinct()
        .filter(row::Column::State.is_in(IN_THE_RUNNING.map(ApplicationState::code)))
        .filter(row::Column::MissionId.in_subquery(ended))
        .limit(limit);
    let found: Vec<Uuid> = select.into_tuple().all(&source.executor()).await?;
    Ok(found.into_iter().map(MissionId).collect())
}

/// Writes a change of the application as it was read (`None` for a new one), with its events.
pub async fn save(
    tx: &mut Transaction,
    before: Option<&Application>,
    change: &Change<Application>,
) -> Result<(), StoreError> {
    rows::save_changes(tx, &[(before, change)]).await
}

/// What the lists of a mission's and of a talent's applications are ordered by.
const PLACE: (row::Column, row::Column) = (row::Column::CreatedAt, row::Column::Id);

fn of_mission(mission: MissionId) -> Select<row::Entity> {
    row::Entity::find().filter(row::Column::MissionId.eq(mission.0))
}

fn of_talent(talent: TalentId) -> Select<row::Entity> {
    row::Entity::find().filter(row::Column::TalentId.eq(talent.0))
}

const IN_THE_RUNNING: [ApplicationState; 3] =
    [ApplicationState::Invited, ApplicationState::Submitted, ApplicationState::Shortlisted];

fn open_key(mission: MissionId, talent: TalentId) -> String {
    format!("{mission}:{talent}")
}

/// A decision as its JSON column holds it.
#[derive(Serialize, Deserialize)]
struct StoredDecision {
    kind: ApplicationMoveKind,
    by: Actor,
    at: DateTime<Utc>,
    reason: String,
}

impl From<&Decision> for StoredDecision {
    fn from(decision: &Decision) -> Self {
        let Decision { kind, by, at, reason } = decision.clone();
        Self { kind, by, at: rows::millis(at), reason }
    }
}

impl From<StoredDecision> for Decision {
    fn from(stored: StoredDecision) -> Self {
        let StoredDecision { kind, by, at, reason } = stored;
        Self { kind, by, at, reason }
    }
}

impl Record for Application {
    type Entity = row::Entity;
    const TABLE: &'static str = "application";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        let decisions: Vec<StoredDecision> = self.decisions.iter().map(StoredDecision::from).collect();
        row::Model {
            id: self.id.0,
            version: rows::stored_version(version),
            mission_id: self.mission.0,
            mission_version: self.mission_version.into(),
            talent_id: self.talent.0,
            origin: self.origin.code().to_owned(),
            state: self.state.code().to_owned(),
            motivation: self.motivation.clone(),
            profile: self.profile.as_ref().map(rows::json),
            decisions: rows::json(&decisions),
            created_at: rows::millis(self.created_at),
            open_key: self.is_open().then(|| open_key(self.mission, self.talent)),
        }
    }
}

impl Versioned for Application {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for Application {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        let decisions: Vec<StoredDecision> = read.json("decisions", row.decisions)?;
        Ok(Self {
            id: ApplicationId(row.id),
            version: read.version(row.version)?,
            mission: MissionId(row.mission_id),
            mission_version: read.number("mission_version", row.mission_version)?,
            talent: TalentId(row.talent_id),
            origin: read.code("origin", &row.origin, Origin::parse)?,
            state: read.code("state", &row.state, ApplicationState::parse)?,
            profile: row.profile.map(|profile| read.json("profile", profile)).transpose()?,
            decisions: decisions.into_iter().map(Decision::from).collect(),
            created_at: row.created_at,
            motivation: row.motivation,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "application")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub mission_id: Uuid,
        pub mission_version: i64,
        pub talent_id: Uuid,
        pub origin: String,
        pub state: String,
        pub motivation: String,
        pub profile: Option<Json>,
        pub decisions: Json,
        pub created_at: ChronoDateTimeUtc,
        pub open_key: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
