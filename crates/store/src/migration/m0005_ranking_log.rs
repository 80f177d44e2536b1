//! The log of what the ranking served.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, integer, json_binary, pk_uuid, text, text_null,
    timestamp_with_time_zone, uuid, uuid_null,
};

use super::{index, reference, table};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        pages(manager).await?;
        items(manager).await
    }
}

/// No page refers to a person, a talent or a mission by a foreign key: erasing one of them is none of the log's business.
async fn pages(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        timestamp_with_time_zone("at"),
        uuid("person_id"),
        text("kind"),
        uuid_null("subject_id"),
        json_binary("question"),
        text("version"),
        text("rules"),
        text("vocabulary"),
        big_integer("generation"),
        date("as_of"),
        boolean("suspended"),
        big_integer_null("position_txid"),
        big_integer_null("position_seq"),
        big_integer("page_size"),
        text_null("cursor"),
        big_integer("total"),
        json_binary("signals"),
    ];
    manager.create_table(table("ranking_log", columns)).await?;
    index(manager, "ranking_log", &["at"]).await?;
    index(manager, "ranking_log", &["subject_id", "at"]).await?;
    index(manager, "ranking_log", &["person_id", "at"]).await
}

async fn items(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns =
        [uuid("ranking_id"), integer("place"), uuid("item_id"), big_integer("score"), json_binary("contributions")];
    let mut item = table("ranking_log_item", columns);
    item.primary_key(Index::create().col("ranking_id").col("place"));
    reference(&mut item, ("ranking_log_item", "ranking_id"), ("ranking_log", "id"));
    manager.create_table(item).await?;
    index(manager, "ranking_log_item", &["item_id"]).await
}
