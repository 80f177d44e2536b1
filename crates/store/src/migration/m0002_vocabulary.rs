//! Skills and occupations.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, json_binary, pk_uuid, text, text_null, uuid_null};

use super::{reference, table, unique};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        skills(manager).await?;
        occupations(manager).await
    }
}

async fn skills(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text_null("slug"),
        big_integer("version"),
        text("kind"),
        text("state"),
        uuid_null("merged_into"),
        json_binary("french"),
        json_binary("english"),
        json_binary("abbreviations"),
        // Ids without a foreign key, in lists: a taxonomy names skills that come later in its files.
        json_binary("broader"),
        json_binary("related"),
        json_binary("uris"),
    ];
    let mut skill = table("skill", columns);
    reference(&mut skill, ("skill", "merged_into"), ("skill", "id"));
    manager.create_table(skill).await?;
    unique(manager, "skill", "slug").await
}

async fn occupations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text("uri"),
        big_integer("version"),
        json_binary("french"),
        json_binary("english"),
        text("description_fr"),
        text("description_en"),
        json_binary("essential"),
        json_binary("optional"),
    ];
    manager.create_table(table("occupation", columns)).await?;
    unique(manager, "occupation", "uri").await
}
