//! Structures.

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use talents_core::Change;
use talents_core::id::StructureId;
use talents_core::structure::{Branch, Siret, Structure, StructureProfile};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};

/// The highest tree that is walked: past it there is a cycle, which the core refuses.
const DEPTH_MAX: usize = 64;

/// The structure of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: StructureId) -> Result<Option<Structure>, StoreError> {
    // Shared, for it is mostly read as the host or the employer of what is written.
    rows::by_id(source, id.0, LockType::Share).await
}

/// Those of the structures that exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[StructureId]) -> Result<Vec<Structure>, StoreError> {
    rows::any_of(source, row::Column::Id, ids.iter().map(|id| id.0)).await
}

/// Those that an import calls by these names, in no order.
pub async fn by_external_ids(source: &impl Source, external_ids: &[String]) -> Result<Vec<Structure>, StoreError> {
    rows::any_of(source, row::Column::ExternalId, external_ids.iter().cloned()).await
}

/// The structure of that SIRET.
pub async fn by_siret(source: &impl Source, siret: &Siret) -> Result<Option<Structure>, StoreError> {
    rows::one(source, row::Entity::find().filter(row::Column::Siret.eq(siret.as_str()))).await
}

/// Every structure, by id: a few thousand at most.
pub async fn all(source: &impl Source) -> Result<Vec<Structure>, StoreError> {
    rows::many(source, row::Entity::find().order_by_asc(row::Column::Id)).await
}

/// The structures above that one, from its parent up; without itself.
pub async fn ancestors(source: &impl Source, id: StructureId) -> Result<Vec<StructureId>, StoreError> {
    let mut ancestors = Vec::new();
    let mut below = id;
    while let Some(structure) = by_id(source, below).await? {
        let Some(parent) = structure.profile.parent else { break };
        if ancestors.len() == DEPTH_MAX {
            return Err(StoreError::corrupt(Structure::TABLE, "parent_id", &id, "the tree has a cycle"));
        }
        ancestors.push(parent);
        below = parent;
    }
    Ok(ancestors)
}

/// Writes a change of the structure as it was read (`None` for a new one), with its events.
pub async fn save(
    tx: &mut Transaction,
    before: Option<&Structure>,
    change: &Change<Structure>,
) -> Result<(), StoreError> {
    rows::save_changes(tx, &[(before, change)]).await
}

/// Writes many changes, in few statements.
pub async fn save_many(
    tx: &mut Transaction,
    changes: &[(Option<&Structure>, &Change<Structure>)],
) -> Result<(), StoreError> {
    rows::save_changes(tx, changes).await
}

impl Record for Structure {
    type Entity = row::Entity;
    const TABLE: &'static str = "structure";
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
            siret: self.profile.siret.as_str().to_owned(),
            name: self.profile.name.clone(),
            acronym: self.profile.acronym.clone(),
            parent_id: self.profile.parent.map(Uuid::from),
            ministry_id: self.profile.ministry.map(Uuid::from),
            branch: self.profile.branch.code().to_owned(),
            manager_consents_for_employer: self.profile.manager_consents_for_employer,
            trusted: self.trusted,
        }
    }
}

impl Versioned for Structure {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for Structure {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        Ok(Self {
            id: StructureId(row.id),
            version: read.version(row.version)?,
            profile: StructureProfile {
                siret: read.checked("siret", Siret::parse(&row.siret))?,
                parent: row.parent_id.map(StructureId),
                ministry: row.ministry_id.map(StructureId),
                branch: read.code("branch", &row.branch, Branch::parse)?,
                manager_consents_for_employer: row.manager_consents_for_employer,
                name: row.name,
                acronym: row.acronym,
            },
            external_id: row.external_id,
            trusted: row.trusted,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "structure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub external_id: Option<String>,
        pub version: i64,
        pub siret: String,
        pub name: String,
        pub acronym: String,
        pub parent_id: Option<Uuid>,
        pub ministry_id: Option<Uuid>,
        pub branch: String,
        pub manager_consents_for_employer: bool,
        pub trusted: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
