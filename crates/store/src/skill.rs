//! The vocabulary of skills.

use sea_orm::sea_query::LockType;
use sea_orm::{EntityTrait, QueryOrder};
use talents_core::event::{EventDraft, EventKind};
use talents_core::id::SkillId;
use talents_core::skill::{Skill, SkillKind, SkillState};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Saved};
use crate::store::{Source, Transaction};

/// The skill of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: SkillId) -> Result<Option<Skill>, StoreError> {
    rows::by_id(source, id.0, LockType::Share).await
}

/// Those of the skills that exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[SkillId]) -> Result<Vec<Skill>, StoreError> {
    rows::any_of(source, row::Column::Id, ids.iter().map(|id| id.0)).await
}

/// The whole vocabulary, by id: some 15,000 skills with ESCO.
pub async fn all(source: &impl Source) -> Result<Vec<Skill>, StoreError> {
    rows::many(source, row::Entity::find().order_by_asc(row::Column::Id)).await
}

/// Records skills as given, each once, in few statements; says in the same order what became of each. One that is merged
/// comes after, or with, the one that it was merged into.
pub async fn upsert_many(tx: &mut Transaction, skills: &[Skill]) -> Result<Vec<Saved>, StoreError> {
    rows::upsert(tx, skills, |skill, _, version| {
        EventDraft::new(EventKind::SkillRecorded, skill.id.0, version).with("state", skill.state)
    })
    .await
}

impl Record for Skill {
    type Entity = row::Entity;
    const TABLE: &'static str = "skill";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            slug: self.slug.clone(),
            version: rows::stored_version(version),
            kind: self.kind.code().to_owned(),
            state: self.state.code().to_owned(),
            merged_into: self.merged_into.map(Uuid::from),
            french: rows::json(&self.french),
            english: rows::json(&self.english),
            abbreviations: rows::json(&self.abbreviations),
            broader: rows::json(&self.broader),
            related: rows::json(&self.related),
            uris: rows::json(&self.uris),
        }
    }
}

impl TryFrom<row::Model> for Skill {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        Ok(Self {
            id: SkillId(row.id),
            kind: read.code("kind", &row.kind, SkillKind::parse)?,
            state: read.code("state", &row.state, SkillState::parse)?,
            merged_into: row.merged_into.map(SkillId),
            french: read.json("french", row.french)?,
            english: read.json("english", row.english)?,
            abbreviations: read.json("abbreviations", row.abbreviations)?,
            broader: read.json("broader", row.broader)?,
            related: read.json("related", row.related)?,
            uris: read.json("uris", row.uris)?,
            slug: row.slug,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "skill")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub slug: Option<String>,
        pub version: i64,
        pub kind: String,
        pub state: String,
        pub merged_into: Option<Uuid>,
        pub french: Json,
        pub english: Json,
        pub abbreviations: Json,
        pub broader: Json,
        pub related: Json,
        pub uris: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
