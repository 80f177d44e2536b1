//! The programme, talents, missions and their published versions.

use sea_orm::{EntityTrait, IntoActiveModel};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date_null, json_binary, pk_uuid, small_integer, text, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};
use talents_core::programme::Programme;

use super::{index, reference, table, unique};
use crate::programme::row as programme_row;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        programme(manager).await?;
        talents(manager).await?;
        missions(manager).await?;
        mission_versions(manager).await
    }
}

async fn programme(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [small_integer("id").primary_key().to_owned(), big_integer("version"), json_binary("settings")];
    manager.create_table(table("programme", columns)).await?;
    let first = programme_row::Model::from(&Programme::default()).into_active_model();
    programme_row::Entity::insert(first).exec_without_returning(manager.get_connection()).await?;
    Ok(())
}

async fn talents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text_null("external_id"),
        big_integer("version"),
        uuid("person_id"),
        uuid("structure_id"),
        text("state"),
        text("status"),
        text("branch"),
        text("line_manager_email"),
        text("headline"),
        text("biography"),
        json_binary("skills"),
        json_binary("languages"),
        json_binary("availability"),
        text("intent"),
        boolean("discoverable"),
        json_binary("hidden_parts"),
        json_binary("wishes"),
    ];
    let mut talent = table("talent", columns);
    reference(&mut talent, ("talent", "person_id"), ("person", "id"));
    reference(&mut talent, ("talent", "structure_id"), ("structure", "id"));
    manager.create_table(talent).await?;
    unique(manager, "talent", "external_id").await?;
    unique(manager, "talent", "person_id").await?;
    index(manager, "talent", &["structure_id"]).await?;
    index(manager, "talent", &["state"]).await
}

async fn missions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text_null("external_id"),
        big_integer("version"),
        uuid("host_id"),
        uuid("owner_id"),
        text("state"),
        text("reason"),
        json_binary("content"),
        date_null("application_deadline"),
        boolean("takes_applications"),
        big_integer_null("published_version"),
        timestamp_with_time_zone_null("published_at"),
        timestamp_with_time_zone("created_at"),
    ];
    let mut mission = table("mission", columns);
    reference(&mut mission, ("mission", "host_id"), ("structure", "id"));
    reference(&mut mission, ("mission", "owner_id"), ("person", "id"));
    manager.create_table(mission).await?;
    unique(manager, "mission", "external_id").await?;
    index(manager, "mission", &["host_id"]).await?;
    index(manager, "mission", &["owner_id"]).await?;
    index(manager, "mission", &["published_at"]).await?;
    // To-do lists: what waits in a state, the oldest first.
    index(manager, "mission", &["state", "created_at", "id"]).await?;
    // The daily look for deadlines that have passed.
    index(manager, "mission", &["state", "application_deadline"]).await
}

async fn mission_versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns =
        [uuid("mission_id"), big_integer("number"), json_binary("content"), timestamp_with_time_zone("published_at")];
    let mut version = table("mission_version", columns);
    version.primary_key(Index::create().col("mission_id").col("number"));
    reference(&mut version, ("mission_version", "mission_id"), ("mission", "id"));
    manager.create_table(version).await
}
