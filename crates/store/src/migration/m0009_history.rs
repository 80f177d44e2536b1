//! What a person did, found without reading everything that ever happened.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

use super::index;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        index(manager, "event", &["on_behalf_of"]).await?;
        // An expression and no column of its own: a copy of what is in `actor` would be one more thing to alter unseen.
        let id = match manager.get_database_backend() {
            DbBackend::Postgres => "(\"actor\" ->> 'id')",
            _ => "json_extract(\"actor\", '$.id')",
        };
        let statement = format!("CREATE INDEX \"ix_event_actor_id\" ON \"event\" ({id})");
        manager.get_connection().execute_unprepared(&statement).await?;
        Ok(())
    }
}
