//! Writing what the core decided.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, Iterable, QueryFilter};
use talents_core::Change;
use talents_core::calendar::Month;
use talents_core::event::EventDraft;
use talents_core::id::{AccountId, EngagementId};
use talents_core::ledger::{Account, Posting, Reservation};

use super::row::{self, account, entry, reservation, state, transfer};
use crate::error::StoreError;
use crate::event;
use crate::rows;
use crate::store::Transaction;

/// Writes postings: movements, their lines, then accounts and reservations as the last posting leaves them, and what
/// happened. What had been done before writes nothing.
pub(super) async fn postings(tx: &Transaction, postings: &[Posting]) -> Result<(), StoreError> {
    let new = || postings.iter().filter(|posting| !posting.entries.is_empty());
    let movements = new().flat_map(|posting| &posting.transfers).map(transfer::Model::from).collect();
    rows::insert::<transfer::ActiveModel, _>(tx, movements).await?;
    let lines = new().flat_map(|posting| &posting.entries).map(entry::Model::from).collect();
    rows::insert::<entry::ActiveModel, _>(tx, lines).await?;
    let mut accounts: BTreeMap<AccountId, (&Account, u64)> = BTreeMap::new();
    for posting in new() {
        for account in &posting.accounts {
            let lines = posting.entries.iter().filter(|entry| entry.account == account.id).count() as u64;
            let added = accounts.get(&account.id).map_or(0, |(_, added)| *added);
            accounts.insert(account.id, (account, added + lines));
        }
    }
    for (account, added) in accounts.into_values() {
        update_account(tx, account, account.lines - added).await?;
    }
    let held = postings.iter().filter_map(|posting| posting.reservation.as_ref());
    let held: BTreeMap<EngagementId, &Reservation> = held.map(|held| (held.engagement, held)).collect();
    keep_reservations(tx, held.into_values().map(reservation::ActiveModel::from).collect()).await?;
    event::append(tx, postings.iter().filter_map(|posting| posting.event.as_ref())).await
}

/// Writes what an account is worth over what it was worth when it had so many lines.
async fn update_account(tx: &Transaction, account: &Account, lines_before: u64) -> Result<(), StoreError> {
    let worth = account::ActiveModel {
        lines: Set(rows::stored_version(account.lines)),
        balance: Set(account.balance),
        reserved: Set(account.reserved),
        last_day: Set(account.last_day),
        ..<account::ActiveModel as ActiveModelTrait>::default()
    };
    let written = account::Entity::update_many()
        .set(worth)
        .filter(account::Column::Id.eq(account.id.0))
        .filter(account::Column::Lines.eq(rows::stored_version(lines_before)))
        .exec(tx.database())
        .await?;
    let stale = || StoreError::Stale { table: row::ACCOUNT, row: account.id.to_string() };
    if written.rows_affected == 1 { Ok(()) } else { Err(stale()) }
}

async fn keep_reservations(tx: &Transaction, held: Vec<reservation::ActiveModel>) -> Result<(), StoreError> {
    if held.is_empty() {
        return Ok(());
    }
    let others = reservation::Column::iter().filter(|column| *column as u8 != reservation::Column::EngagementId as u8);
    let over = OnConflict::column(reservation::Column::EngagementId).update_columns(others).to_owned();
    reservation::Entity::insert_many(held).on_conflict(over).exec_without_returning(tx.database()).await?;
    Ok(())
}

/// Writes another floor of an account.
pub(super) async fn floor(tx: &Transaction, change: &Change<Account>) -> Result<(), StoreError> {
    let account = &change.value;
    account::ActiveModel {
        id: Unchanged(account.id.0),
        version: Set(rows::stored_version(account.version)),
        floor: Set(account.floor),
        ..<account::ActiveModel as ActiveModelTrait>::default()
    }
    .update(tx.database())
    .await?;
    event::append(tx, &change.events).await
}

/// Writes that a month is closed.
pub(super) async fn closed_through(tx: &Transaction, month: Month, event: &EventDraft) -> Result<(), StoreError> {
    state::Entity::update_many()
        .col_expr(state::Column::ClosedThrough, Expr::val(month.to_string()))
        .filter(state::Column::Id.eq(1))
        .exec(tx.database())
        .await?;
    event::append(tx, [event]).await
}
