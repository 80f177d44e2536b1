//! The programme's settings: one row, which the first migration writes.

use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use talents_core::Change;
use talents_core::programme::Programme;

use crate::error::StoreError;
use crate::event;
use crate::rows::{self, Reader};
use crate::store::{Source, Transaction};

const TABLE: &str = "programme";
const ID: i16 = 1;

/// The settings. Read in a transaction, they can't change until that ends.
pub async fn load(source: &impl Source) -> Result<Programme, StoreError> {
    let select = row::Entity::find_by_id(ID);
    // Shared: everything that is checked against the settings reads them.
    let select = if source.is_transaction() { select.lock(LockType::Share) } else { select };
    let found = rows::one(source, select).await?;
    found.ok_or_else(|| StoreError::corrupt(TABLE, "id", &ID, "the row is missing"))
}

/// Writes the settings as they now are, where they are still `before`, with what happened.
pub async fn save(tx: &mut Transaction, before: &Programme, change: &Change<Programme>) -> Result<(), StoreError> {
    let result = write(tx, before, change).await;
    tx.note(result)
}

async fn write(tx: &Transaction, before: &Programme, change: &Change<Programme>) -> Result<(), StoreError> {
    let written = row::Entity::update_many()
        .set(row::Model::from(&change.value).into_active_model().reset_all())
        .filter(row::Column::Version.eq(rows::stored_version(before.version)))
        .exec(tx.database())
        .await?;
    if written.rows_affected != 1 {
        return Err(StoreError::Stale { table: TABLE, row: ID.to_string() });
    }
    event::append(tx, &change.events).await
}

impl From<&Programme> for row::Model {
    fn from(programme: &Programme) -> Self {
        Self { id: ID, version: rows::stored_version(programme.version), settings: rows::json(programme) }
    }
}

impl TryFrom<row::Model> for Programme {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: TABLE, row: &row.id };
        let settings: Self = read.json("settings", row.settings)?;
        Ok(Self { version: read.version(row.version)?, ..settings })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "programme")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i16,
        pub version: i64,
        pub settings: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
