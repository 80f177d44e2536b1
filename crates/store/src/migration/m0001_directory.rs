//! Structures, people, their roles and tokens.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, boolean, date, date_null, pk_uuid, text, text_null, timestamp_with_time_zone,
    timestamp_with_time_zone_null, uuid, uuid_null,
};

use super::{index, reference, table, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        structures(manager).await?;
        people(manager).await?;
        roles(manager).await?;
        tokens(manager).await
    }
}

async fn structures(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text_null("external_id"),
        big_integer("version"),
        text("siret"),
        text("name"),
        text("acronym"),
        uuid_null("parent_id"),
        uuid_null("ministry_id"),
        text("branch"),
        boolean("manager_consents_for_employer"),
        boolean("trusted"),
    ];
    let mut structure = table("structure", columns);
    reference(&mut structure, ("structure", "parent_id"), ("structure", "id"));
    reference(&mut structure, ("structure", "ministry_id"), ("structure", "id"));
    manager.create_table(structure).await?;
    unique(manager, "structure", "external_id").await?;
    unique(manager, "structure", "siret").await?;
    index(manager, "structure", &["ministry_id"]).await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == DbBackend::Postgres;
    // Compared byte by byte on both engines: a page by name must begin after the same key on each of them.
    let sort_key = |name| {
        if postgres { text(name).extra(r#"COLLATE "C""#).to_owned() } else { text(name) }
    };
    let columns = [
        pk_uuid("id"),
        text_null("external_id"),
        big_integer("version"),
        text("email"),
        text("given_name"),
        text("family_name"),
        text("language"),
        sort_key("name_key"),
        sort_key("initials_key"),
    ];
    manager.create_table(table("person", columns)).await?;
    unique(manager, "person", "external_id").await?;
    unique(manager, "person", "email").await?;
    index(manager, "person", &["name_key"]).await?;
    index(manager, "person", &["initials_key"]).await
}

async fn roles(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text_null("external_id"),
        big_integer("version"),
        uuid("person_id"),
        text("role"),
        uuid("structure_id"),
        date("first_day"),
        date_null("last_day"),
        uuid_null("delegate_id"),
        boolean("confirmed"),
    ];
    let mut role = table("role_assignment", columns);
    reference(&mut role, ("role_assignment", "person_id"), ("person", "id"));
    reference(&mut role, ("role_assignment", "structure_id"), ("structure", "id"));
    reference(&mut role, ("role_assignment", "delegate_id"), ("person", "id"));
    manager.create_table(role).await?;
    unique(manager, "role_assignment", "external_id").await?;
    index(manager, "role_assignment", &["person_id"]).await?;
    index(manager, "role_assignment", &["delegate_id"]).await?;
    index(manager, "role_assignment", &["structure_id"]).await
}

async fn tokens(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        uuid("person_id"),
        text("label"),
        text("hash"),
        timestamp_with_time_zone("created_at"),
        timestamp_with_time_zone_null("expires_at"),
        timestamp_with_time_zone_null("revoked_at"),
    ];
    let mut token = table("token", columns);
    reference(&mut token, ("token", "person_id"), ("person", "id"));
    manager.create_table(token).await?;
    unique(manager, "token", "hash").await?;
    index(manager, "token", &["person_id"]).await
}
