//! Statements, by keys: any month costs the same, at the end of a long journal as at its start.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;
use talents_core::calendar::Days;
use talents_core::id::{AccountId, TransferId};
use talents_core::ledger::{Entry, Statement, StatementLine, Transfer};

use super::row::{entry, transfer};
use crate::error::StoreError;
use crate::rows;
use crate::store::Source;

/// What an account came to over some days. An account that nothing happened on came to nothing.
pub async fn statement(source: &impl Source, account: AccountId, days: Days) -> Result<Statement, StoreError> {
    let day_before = days.first().pred_opt();
    let before = match day_before {
        Some(day) => last_line(source, account, day).await?,
        None => None,
    };
    let through = last_line(source, account, days.last()).await?;
    Ok(Statement::between(account, days, before.as_ref(), through.as_ref()))
}

/// At most `limit` entries of a statement, in order, after the one of that number.
pub async fn statement_lines(
    source: &impl Source,
    statement: &Statement,
    after: Option<u64>,
    limit: u64,
) -> Result<Vec<StatementLine>, StoreError> {
    let after = after.unwrap_or(0).max(statement.lines_before);
    let select = entry::Entity::find()
        .filter(entry::Column::AccountId.eq(statement.account.0))
        .filter(entry::Column::Seq.gt(rows::stored_version(after)))
        .filter(entry::Column::Seq.lte(rows::stored_version(statement.lines_through)))
        .filter(entry::Column::Minutes.ne(0))
        .order_by_asc(entry::Column::Seq)
        .limit(limit);
    let entries: Vec<Entry> = rows::many(source, select).await?;
    let mut transfers = transfers_of(source, &entries).await?;
    let mut line = |entry: &Entry| {
        let transfer = transfers.remove(&entry.transfer);
        let missing = || StoreError::corrupt("ledger_entry", "transfer_id", &entry.transfer, "it names no movement");
        Ok(StatementLine::of(entry, transfer.ok_or_else(missing)?))
    };
    entries.iter().filter_map(|entry| line(entry).transpose()).collect()
}

/// The last line of an account's journal up to the end of a day.
pub(super) async fn last_line(
    source: &impl Source,
    account: AccountId,
    day: NaiveDate,
) -> Result<Option<Entry>, StoreError> {
    let select = entry::Entity::find()
        .filter(entry::Column::AccountId.eq(account.0))
        .filter(entry::Column::Day.lte(day))
        .order_by_desc(entry::Column::Day)
        .order_by_desc(entry::Column::Seq)
        .limit(1);
    rows::one(source, select).await
}

async fn transfers_of(source: &impl Source, entries: &[Entry]) -> Result<HashMap<TransferId, Transfer>, StoreError> {
    let mut found = HashMap::with_capacity(entries.len());
    for chunk in entries.chunks(super::PAGE as usize) {
        let ids = chunk.iter().map(|entry| entry.transfer.0);
        let select = transfer::Entity::find().filter(transfer::Column::Id.is_in(ids));
        let page: Vec<Transfer> = rows::many(source, select).await?;
        found.extend(page.into_iter().map(|transfer| (transfer.id, transfer)));
    }
    Ok(found)
}
