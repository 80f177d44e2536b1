//! The ledger: accounts, movements and their lines, which are only ever added.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, date_null, json_binary, pk_uuid, small_integer, text, text_null,
    timestamp_with_time_zone, uuid, uuid_null,
};

use super::{index, reference, table, unique};

/// The tables to whose rows nothing may be done once they are there.
const APPEND_ONLY: [&str; 3] = ["ledger_transfer", "ledger_entry", "ledger_closing"];

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        state(manager).await?;
        accounts(manager).await?;
        transfers(manager).await?;
        entries(manager).await?;
        reservations(manager).await?;
        closings(manager).await?;
        for table in APPEND_ONLY {
            only_append(manager, table).await?;
        }
        Ok(())
    }
}

/// One row: every writer shares it, and whoever closes a month waits until it is alone with it.
async fn state(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [small_integer("id").primary_key().to_owned(), text_null("closed_through")];
    manager.create_table(table("ledger_state", columns)).await?;
    let first = "INSERT INTO ledger_state (id, closed_through) VALUES (1, NULL)";
    manager.get_connection().execute_unprepared(first).await.map(drop)
}

async fn accounts(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text("owner"),
        uuid_null("structure_id"),
        big_integer("version"),
        big_integer_null("floor"),
        big_integer("lines"),
        big_integer("balance"),
        big_integer("reserved").check(Expr::col("reserved").gte(0)).to_owned(),
        date_null("last_day"),
    ];
    let mut account = table("ledger_account", columns);
    reference(&mut account, ("ledger_account", "structure_id"), ("structure", "id"));
    manager.create_table(account).await?;
    unique(manager, "ledger_account", "structure_id").await
}

/// A person is named by an id inside `actor` alone, which refers to nothing: erasing one of them leaves the ledger whole.
async fn transfers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("id"),
        text("kind"),
        text("phase"),
        uuid_null("target_id"),
        uuid("debit_id"),
        uuid("credit_id"),
        big_integer("minutes").check(Expr::col("minutes").gt(0)).to_owned(),
        uuid_null("engagement_id"),
        uuid_null("time_sheet_id"),
        text_null("reason"),
        json_binary("actor"),
        uuid_null("on_behalf_of"),
        timestamp_with_time_zone("at"),
        date("day"),
    ];
    let mut transfer = table("ledger_transfer", columns);
    transfer.check(Expr::col("debit_id").ne(Expr::col("credit_id")));
    reference(&mut transfer, ("ledger_transfer", "target_id"), ("ledger_transfer", "id"));
    reference(&mut transfer, ("ledger_transfer", "debit_id"), ("ledger_account", "id"));
    reference(&mut transfer, ("ledger_transfer", "credit_id"), ("ledger_account", "id"));
    manager.create_table(transfer).await?;
    // A movement is posted, voided or reversed once at the most, whoever tries.
    unique(manager, "ledger_transfer", "target_id").await?;
    index(manager, "ledger_transfer", &["engagement_id"]).await?;
    // Beside the next one, which is partial: with bound values, no engine can tell that it would do.
    index(manager, "ledger_transfer", &["time_sheet_id"]).await?;
    // A time sheet is captured once at the most; its reversal is another matter.
    let once = "CREATE UNIQUE INDEX uq_ledger_transfer_time_sheet_id ON ledger_transfer (time_sheet_id, kind) \
                WHERE kind IN ('CAPTURE', 'OVERRUN')";
    manager.get_connection().execute_unprepared(once).await.map(drop)
}

async fn entries(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        uuid("account_id"),
        big_integer("seq"),
        uuid("transfer_id"),
        big_integer("minutes"),
        big_integer("reserved"),
        big_integer("balance_after"),
        big_integer("reserved_after"),
        big_integer_null("floor"),
        date("day"),
    ];
    let mut entry = table("ledger_entry", columns);
    entry.primary_key(Index::create().col("account_id").col("seq"));
    reference(&mut entry, ("ledger_entry", "account_id"), ("ledger_account", "id"));
    reference(&mut entry, ("ledger_entry", "transfer_id"), ("ledger_transfer", "id"));
    manager.create_table(entry).await?;
    // The last line before a day, however long the journal is.
    index(manager, "ledger_entry", &["account_id", "day", "seq"]).await
}

async fn reservations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [
        pk_uuid("engagement_id"),
        uuid("debit_id"),
        uuid("credit_id"),
        big_integer("planned"),
        big_integer("captured"),
        big_integer("overrun"),
        uuid_null("live_id"),
        boolean("released"),
    ];
    manager.create_table(table("ledger_reservation", columns)).await
}

async fn closings(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns =
        [uuid("account_id"), text("month"), big_integer("lines"), big_integer("balance"), big_integer("reserved")];
    let mut closing = table("ledger_closing", columns);
    closing.primary_key(Index::create().col("account_id").col("month"));
    reference(&mut closing, ("ledger_closing", "account_id"), ("ledger_account", "id"));
    manager.create_table(closing).await
}

/// Makes the database itself refuse to change or delete rows, whoever asks.
async fn only_append(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let refuse = "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS \
                      $$ BEGIN RAISE EXCEPTION '% is only ever appended to', TG_TABLE_NAME; END $$";
        connection.execute_unprepared(refuse).await?;
        let rows = format!(
            "CREATE TRIGGER only_append BEFORE UPDATE OR DELETE ON {table} \
             FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        );
        connection.execute_unprepared(&rows).await?;
        let whole = format!(
            "CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {table} \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        );
        return connection.execute_unprepared(&whole).await.map(drop);
    }
    for (name, act) in [("no_update", "UPDATE"), ("no_delete", "DELETE")] {
        let trigger = format!(
            "CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} \
             BEGIN SELECT RAISE(ABORT, '{table} is only ever appended to'); END"
        );
        connection.execute_unprepared(&trigger).await?;
    }
    Ok(())
}
