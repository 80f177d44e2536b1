//! How far an import has come, so that an interrupted one continues.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel};

use crate::error::StoreError;
use crate::rows::{self, Reader};
use crate::store::{Source, Transaction};

/// The number of the last line of the file that was dealt with; `None` where the import has not begun, or is over. The
/// file is known by the digest of what is in it.
pub async fn get(source: &impl Source, kind: &str, digest: &str) -> Result<Option<u64>, StoreError> {
    let key = (kind.to_owned(), digest.to_owned());
    let Some(found) = row::Entity::find_by_id(key).one(&source.executor()).await? else {
        return Ok(None);
    };
    let read = Reader { table: "import_checkpoint", row: &found.digest };
    read.number("line", found.line).map(Some)
}

/// Notes the last line dealt with, in the transaction that wrote what the lines said.
pub async fn set(tx: &mut Transaction, kind: &str, digest: &str, line: u64) -> Result<(), StoreError> {
    let reached = row::Model {
        kind: kind.to_owned(),
        digest: digest.to_owned(),
        line: rows::stored_version(line),
        at: rows::millis(tx.stamp.at),
    };
    let keys = [row::Column::Kind, row::Column::Digest];
    let updated = [row::Column::Line, row::Column::At];
    let upsert = row::Entity::insert(reached.into_active_model())
        .on_conflict(OnConflict::columns(keys).update_columns(updated).to_owned());
    let result = upsert.exec_without_returning(tx.database()).await.map(|_| ()).map_err(StoreError::from);
    tx.note(result)
}

/// Forgets the import: it is over.
pub async fn clear(tx: &mut Transaction, kind: &str, digest: &str) -> Result<(), StoreError> {
    let key = (kind.to_owned(), digest.to_owned());
    let deletion = row::Entity::delete_by_id(key).exec(tx.database()).await;
    tx.note(deletion.map(|_| ()).map_err(StoreError::from))
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "import_checkpoint")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub kind: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub digest: String,
        pub line: i64,
        pub at: ChronoDateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
