//! Loading as much of the books as commands need, and locking what they touch.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::calendar::Month;
use talents_core::id::{AccountId, EngagementId, TransferId};
use talents_core::ledger::{Account, AccountOwner, Books, Command, PARTS_MAX, Reservation, Transfer, TransferKind};

use super::row::{self, account, reservation, state, transfer};
use crate::error::StoreError;
use crate::rows;
use crate::store::{Source, Transaction};

/// What is known of the ledger beside the accounts.
#[derive(Default)]
struct Known {
    transfers: BTreeMap<TransferId, Transfer>,
    reservations: Vec<Reservation>,
}

/// The books as the commands need them. Their accounts stay locked until the transaction ends, so that what is decided on
/// them holds when it is written.
pub(super) async fn books(tx: &Transaction, commands: &[(TransferId, Command)]) -> Result<Books, StoreError> {
    // Shared with the other writers; whoever closes a month waits for all of them.
    let closed = closed_through(tx, Some(LockType::Share)).await?;
    let mut owners: Vec<AccountOwner> = commands.iter().flat_map(|(_, command)| command.needs().owners).collect();
    owners.sort_unstable();
    owners.dedup();
    open_accounts(tx, &owners).await?;
    let mut known = known(tx, commands).await?;
    let ids = accounts_of(&owners, &known);
    let accounts = lock_accounts(tx, &ids).await?;
    if tx.database().get_database_backend() == DbBackend::Postgres {
        // Somebody may have written until we had the lock. SQLite has one writer.
        known = self::known(tx, commands).await?;
        if !accounts_of(&owners, &known).is_subset(&ids) {
            return Err(StoreError::Stale { table: row::ACCOUNT, row: "(several)".to_owned() });
        }
    }
    let mut books = Books::default();
    books.close_through(closed);
    for account in accounts {
        books.know(account);
    }
    known.transfers.into_values().for_each(|transfer| books.know_transfer(transfer));
    known.reservations.into_iter().for_each(|reservation| books.know_reservation(reservation));
    Ok(books)
}

/// The last month that is closed, with the row that says so locked where that is asked.
pub(super) async fn closed_through(source: &impl Source, lock: Option<LockType>) -> Result<Option<Month>, StoreError> {
    let select = state::Entity::find_by_id(1_i16);
    let select = if let Some(lock) = lock { select.lock(lock) } else { select };
    let found = select.one(&source.executor()).await?;
    super::read_month(found.and_then(|row| row.closed_through).as_deref())
}

/// Opens the accounts that these owners have not yet.
pub(super) async fn open_accounts(tx: &Transaction, owners: &[AccountOwner]) -> Result<(), StoreError> {
    let ids: Vec<AccountId> = owners.iter().map(|owner| AccountId::of(*owner)).collect();
    let there = super::accounts_by_ids(tx, &ids).await?;
    let missing = owners.iter().filter(|owner| there.iter().all(|account| account.owner != **owner));
    let mut new: Vec<account::Model> = missing.map(|owner| (&Account::new(*owner)).into()).collect();
    new.sort_unstable_by_key(|account| account.id);
    // Two at once open the same account: the second one waits, and finds it there.
    let there_already = OnConflict::column(account::Column::Id).do_nothing().to_owned();
    rows::insert_or::<account::ActiveModel, _>(tx, new, Some(&there_already)).await
}

/// Locks accounts in the order of their ids, the same for every writer.
pub(super) async fn lock_accounts(tx: &Transaction, ids: &BTreeSet<AccountId>) -> Result<Vec<Account>, StoreError> {
    let select = account::Entity::find()
        .filter(account::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(account::Column::Id)
        .lock(LockType::NoKeyUpdate);
    rows::many(tx, select).await
}

fn accounts_of(owners: &[AccountOwner], known: &Known) -> BTreeSet<AccountId> {
    let opened = owners.iter().map(|owner| AccountId::of(*owner));
    let moved = known.transfers.values().flat_map(|transfer| [transfer.debit, transfer.credit]);
    let held = known.reservations.iter().flat_map(|reservation| [reservation.debit, reservation.credit]);
    opened.chain(moved).chain(held).collect()
}

async fn known(tx: &Transaction, commands: &[(TransferId, Command)]) -> Result<Known, StoreError> {
    let needs: Vec<_> = commands.iter().map(|(_, command)| command.needs()).collect();
    let mut ids: BTreeSet<TransferId> =
        commands.iter().flat_map(|(id, _)| (0..PARTS_MAX).map(|n| id.part(n))).collect();
    ids.extend(needs.iter().filter_map(|need| need.transfer));
    let captures = Condition::all()
        .add(transfer::Column::TimeSheetId.is_in(needs.iter().filter_map(|need| need.time_sheet).map(|sheet| sheet.0)))
        .add(transfer::Column::Kind.is_in([TransferKind::Capture.code(), TransferKind::Overrun.code()]));
    let mut known = Known::default();
    if needs.iter().any(|need| need.time_sheet.is_some()) {
        learn(tx, &mut known, captures).await?;
    }
    learn(tx, &mut known, among(transfer::Column::Id, &ids)).await?;
    let mut engagements: BTreeSet<EngagementId> = needs.iter().filter_map(|need| need.engagement).collect();
    engagements.extend(known.transfers.values().filter_map(|transfer| transfer.engagement));
    if !engagements.is_empty() {
        let held = reservation::Column::EngagementId.is_in(engagements.iter().map(|engagement| engagement.0));
        known.reservations = rows::many(tx, reservation::Entity::find().filter(held)).await?;
    }
    let live: BTreeSet<TransferId> = known.reservations.iter().filter_map(|reservation| reservation.live).collect();
    if !live.is_empty() {
        learn(tx, &mut known, among(transfer::Column::Id, &live)).await?;
    }
    if !known.transfers.is_empty() {
        let targets: BTreeSet<TransferId> = known.transfers.keys().copied().collect();
        learn(tx, &mut known, among(transfer::Column::TargetId, &targets)).await?;
    }
    Ok(known)
}

fn among(column: transfer::Column, ids: &BTreeSet<TransferId>) -> Condition {
    Condition::all().add(column.is_in(ids.iter().map(|id| id.0)))
}

async fn learn(tx: &Transaction, known: &mut Known, which: Condition) -> Result<(), StoreError> {
    let found: Vec<Transfer> = rows::many(tx, transfer::Entity::find().filter(which)).await?;
    known.transfers.extend(found.into_iter().map(|transfer| (transfer.id, transfer)));
    Ok(())
}
