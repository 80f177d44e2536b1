//! The occupations of imported taxonomies.

use sea_orm::{EntityTrait, QueryOrder};
use talents_core::event::{EventDraft, EventKind};
use talents_core::id::OccupationId;
use talents_core::skill::Occupation;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Saved};
use crate::store::{Source, Transaction};

/// Every occupation, by id: some 3,000 with ESCO.
pub async fn all(source: &impl Source) -> Result<Vec<Occupation>, StoreError> {
    rows::many(source, row::Entity::find().order_by_asc(row::Column::Id)).await
}

/// Records occupations as given, each once, in few statements; says in the same order what became of each.
pub async fn upsert_many(tx: &mut Transaction, occupations: &[Occupation]) -> Result<Vec<Saved>, StoreError> {
    rows::upsert(tx, occupations, |occupation, _, version| {
        EventDraft::new(EventKind::OccupationRecorded, occupation.id.0, version)
    })
    .await
}

impl Record for Occupation {
    type Entity = row::Entity;
    const TABLE: &'static str = "occupation";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            uri: self.uri.clone(),
            version: rows::stored_version(version),
            french: rows::json(&self.french),
            english: rows::json(&self.english),
            description_fr: self.description_fr.clone(),
            description_en: self.description_en.clone(),
            essential: rows::json(&self.essential),
            optional: rows::json(&self.optional),
        }
    }
}

impl TryFrom<row::Model> for Occupation {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        Ok(Self {
            id: OccupationId(row.id),
            french: read.json("french", row.french)?,
            english: read.json("english", row.english)?,
            essential: read.json("essential", row.essential)?,
            optional: read.json("optional", row.optional)?,
            uri: row.uri,
            description_fr: row.description_fr,
            description_en: row.description_en,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "occupation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub uri: String,
        pub version: i64,
        pub french: Json,
        pub english: Json,
        pub description_fr: String,
        pub description_en: String,
        pub essential: Json,
        pub optional: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
