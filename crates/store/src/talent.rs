//! Talents.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::Change;
use talents_core::id::{MissionId, PersonId, StructureId, TalentId};
use talents_core::person::Email;
use talents_core::structure::Branch;
use talents_core::talent::{Intent, Talent, TalentProfile, TalentState, TalentStatus};
use uuid::Uuid;

use crate::error::StoreError;
use crate::person;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};

/// The order of a list of talents by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameOrder {
    /// By family name, then given names: for those who may know who the talents are.
    Full,
    /// By initials: a list by full name would give it away to those who see initials alone.
    Initials,
}

/// The talent of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: TalentId) -> Result<Option<Talent>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// Those of the talents that exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[TalentId]) -> Result<Vec<Talent>, StoreError> {
    rows::any_of(source, row::Column::Id, ids.iter().map(|id| id.0)).await
}

/// The registration of a person.
pub async fn by_person(source: &impl Source, person: PersonId) -> Result<Option<Talent>, StoreError> {
    let select = row::Entity::find().filter(row::Column::PersonId.eq(person.0));
    rows::one(source, if source.is_transaction() { select.lock(LockType::NoKeyUpdate) } else { select }).await
}

/// The registrations of these people, in no order.
pub async fn by_people(source: &impl Source, people: &[PersonId]) -> Result<Vec<Talent>, StoreError> {
    rows::any_of(source, row::Column::PersonId, people.iter().map(|id| id.0)).await
}

/// The talents whom one of these structures employs, in no order.
pub async fn ids_of_structures(source: &impl Source, structures: &[StructureId]) -> Result<Vec<TalentId>, StoreError> {
    let employed: Vec<Talent> =
        rows::any_of(source, row::Column::StructureId, structures.iter().map(|id| id.0)).await?;
    Ok(employed.into_iter().map(|talent| talent.id).collect())
}

/// Those that an import calls by these names, in no order.
pub async fn by_external_ids(source: &impl Source, external_ids: &[String]) -> Result<Vec<Talent>, StoreError> {
    rows::any_of(source, row::Column::ExternalId, external_ids.iter().cloned()).await
}

/// At most `limit` talents in any state, by id, after that one: a walk through all of them.
pub async fn page_after(source: &impl Source, after: Option<TalentId>, limit: u64) -> Result<Vec<Talent>, StoreError> {
    let mut select = row::Entity::find().order_by_asc(row::Column::Id).limit(limit);
    if let Some(id) = after {
        select = select.filter(row::Column::Id.gt(id.0));
    }
    rows::many(source, select).await
}

/// At most `limit` registrations that are drafts, by id, after that one: a walk through all of them.
pub async fn drafts_after(
    source: &impl Source,
    after: Option<TalentId>,
    limit: u64,
) -> Result<Vec<Talent>, StoreError> {
    let draft = row::Column::State.eq(TalentState::Draft.code());
    let mut select = row::Entity::find().filter(draft).order_by_asc(row::Column::Id).limit(limit);
    if let Some(id) = after {
        select = select.filter(row::Column::Id.gt(id.0));
    }
    rows::many(source, select).await
}

/// How many talents are in each state; states with none are left out.
pub async fn count_by_state(source: &impl Source) -> Result<BTreeMap<TalentState, u64>, StoreError> {
    let select = row::Entity::find()
        .select_only()
        .column(row::Column::State)
        .column_as(row::Column::Id.count(), "talents")
        .group_by(row::Column::State);
    let counts: Vec<(String, i64)> = select.into_tuple().all(&source.executor()).await?;
    let read = Reader { table: Talent::TABLE, row: &"(any)" };
    counts
        .iter()
        .map(|(state, count)| Ok((read.code("state", state, TalentState::parse)?, read.number("id", *count)?)))
        .collect()
}

/// At most `limit` talents in any state, by name then id, after that one; with the key that they are sorted by, which is
/// for cursors and as secret as the name.
pub async fn ids_by_name(
    source: &impl Source,
    by: NameOrder,
    after: Option<(String, TalentId)>,
    limit: u64,
) -> Result<Vec<(TalentId, String)>, StoreError> {
    let found = source.executor().query_all(&select_by_name(by, after, limit)).await?;
    found.iter().map(|row| Ok((TalentId(row.try_get("", "id")?), row.try_get("", "sort_key")?))).collect()
}

/// What a talent is sorted by in the order of names: the place after which a page goes on.
pub async fn name_key(source: &impl Source, by: NameOrder, id: TalentId) -> Result<Option<String>, StoreError> {
    let mut select = select_by_name(by, None, 1);
    select.and_where(Expr::col((row::Entity, row::Column::Id)).eq(id.0));
    let found = source.executor().query_one(&select).await?;
    found.map(|row| row.try_get("", "sort_key")).transpose().map_err(StoreError::from)
}

fn select_by_name(by: NameOrder, after: Option<(String, TalentId)>, limit: u64) -> SelectStatement {
    let key = match by {
        NameOrder::Full => (person::row::Entity, person::row::Column::NameKey),
        NameOrder::Initials => (person::row::Entity, person::row::Column::InitialsKey),
    };
    let id = (row::Entity, row::Column::Id);
    let same_person =
        Expr::col((row::Entity, row::Column::PersonId)).equals((person::row::Entity, person::row::Column::Id));
    let mut select = Query::select();
    select
        .column(id)
        .expr_as(Expr::col(key), Alias::new("sort_key"))
        .from(row::Entity)
        .inner_join(person::row::Entity, same_person)
        .order_by(key, Order::Asc)
        .order_by(id, Order::Asc)
        .limit(limit);
    if let Some((last_key, last_id)) = after {
        let sorted_by = Expr::tuple([Expr::col(key), Expr::col(id)]);
        select.and_where(sorted_by.gt(Expr::tuple([Expr::val(last_key), Expr::val(last_id.0)])));
    }
    select
}

/// Writes a change of the talent as it was read (`None` for a new one), with its events.
pub async fn save(tx: &mut Transaction, before: Option<&Talent>, change: &Change<Talent>) -> Result<(), StoreError> {
    rows::save_changes(tx, &[(before, change)]).await
}

/// Writes many changes, in few statements where the talents are new.
pub async fn save_many(tx: &mut Transaction, changes: &[(Option<&Talent>, &Change<Talent>)]) -> Result<(), StoreError> {
    rows::save_changes(tx, changes).await
}

impl Record for Talent {
    type Entity = row::Entity;
    const TABLE: &'static str = "talent";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        let profile = &self.profile;
        row::Model {
            id: self.id.0,
            external_id: self.external_id.clone(),
            version: rows::stored_version(version),
            person_id: self.person.0,
            structure_id: self.structure.0,
            state: self.state.code().to_owned(),
            status: profile.status.code().to_owned(),
            branch: profile.branch.code().to_owned(),
            line_manager_email: profile.line_manager_email.as_str().to_owned(),
            headline: profile.headline.clone(),
            biography: profile.biography.clone(),
            skills: rows::json(&profile.skills),
            languages: rows::json(&profile.languages),
            availability: rows::json(&profile.availability),
            intent: profile.intent.code().to_owned(),
            discoverable: profile.discoverable,
            hidden_parts: rows::json(&profile.hidden_parts),
            wishes: rows::json(&self.wishes),
        }
    }
}

impl Versioned for Talent {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for Talent {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        let wishes: Vec<MissionId> = read.json("wishes", row.wishes)?;
        Ok(Self {
            id: TalentId(row.id),
            version: read.version(row.version)?,
            person: PersonId(row.person_id),
            structure: StructureId(row.structure_id),
            state: read.code("state", &row.state, TalentState::parse)?,
            profile: TalentProfile {
                status: read.code("status", &row.status, TalentStatus::parse)?,
                branch: read.code("branch", &row.branch, Branch::parse)?,
                line_manager_email: read.checked("line_manager_email", Email::parse(&row.line_manager_email))?,
                skills: read.json("skills", row.skills)?,
                languages: read.json("languages", row.languages)?,
                availability: read.json("availability", row.availability)?,
                intent: read.code("intent", &row.intent, Intent::parse)?,
                discoverable: row.discoverable,
                hidden_parts: read.json("hidden_parts", row.hidden_parts)?,
                headline: row.headline,
                biography: row.biography,
            },
            wishes,
            external_id: row.external_id,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "talent")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub external_id: Option<String>,
        pub version: i64,
        pub person_id: Uuid,
        pub structure_id: Uuid,
        pub state: String,
        pub status: String,
        pub branch: String,
        pub line_manager_email: String,
        pub headline: String,
        pub biography: String,
        pub skills: Json,
        pub languages: Json,
        pub availability: Json,
        pub intent: String,
        pub discoverable: bool,
        pub hidden_parts: Json,
        pub wishes: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
