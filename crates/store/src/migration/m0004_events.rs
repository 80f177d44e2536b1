//! Events, and what goes with them: idempotency keys, the ranking's generations, how far imports have come.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, big_pk_auto, blob, json_binary, json_binary_null, text, timestamp_with_time_zone,
    uuid, uuid_null,
};

use super::{index, table};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        events(manager).await?;
        idempotency(manager).await?;
        generations(manager).await?;
        import_checkpoints(manager).await
    }
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Sequence numbers are given before the commit, so that number 8 may appear before number 7: a reader that asks for
    // what comes after 8 would lose 7. On PostgreSQL the number of the transaction says from when nothing more can come
    // before an event. SQLite has one writer: its numbers are in the order of commits, and this column says nothing.
    let txid = match manager.get_database_backend() {
        DbBackend::Postgres => Expr::cust("pg_current_xact_id()::text::bigint"),
        _ => Expr::val(0),
    };
    let columns = [
        big_pk_auto("seq"),
        big_integer("txid").default(txid).to_owned(),
        uuid("id"),
        text("kind"),
        text("object_kind"),
        uuid("object_id"),
        big_integer("object_version"),
        json_binary("actor"),
        uuid_null("on_behalf_of"),
        timestamp_with_time_zone("at"),
        json_binary("details"),
        text("previous_hash"),
        text("hash"),
    ];
    manager.create_table(table("event", columns)).await?;
    index(manager, "event", &["txid", "seq"]).await?;
    // The history of an object; and no two events of an object can follow the same one.
    let mut chain = Index::create();
    chain.name("uq_event_object_id_previous_hash").table("event").col("object_id").col("previous_hash").unique();
    manager.create_index(chain).await
}

async fn idempotency(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        uuid("person_id"),
        uuid("key"),
        text("operation"),
        text("input_hash"),
        json_binary_null("outcome"),
        timestamp_with_time_zone("claimed_at"),
    ];
    let mut idempotency = table("idempotency", columns);
    idempotency.primary_key(Index::create().col("person_id").col("key"));
    manager.create_table(idempotency).await?;
    index(manager, "idempotency", &["claimed_at"]).await
}

async fn generations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        big_integer("number").primary_key().to_owned(),
        timestamp_with_time_zone("at"),
        big_integer_null("position_txid"),
        big_integer_null("position_seq"),
        blob("statistics"),
    ];
    manager.create_table(table("generation", columns)).await
}

async fn import_checkpoints(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [text("kind"), text("digest"), big_integer("line"), timestamp_with_time_zone("at")];
    let mut checkpoint = table("import_checkpoint", columns);
    checkpoint.primary_key(Index::create().col("kind").col("digest"));
    manager.create_table(checkpoint).await
}
