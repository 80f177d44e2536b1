//! The ledger: accounts of credits, movements that are only ever added, statements.
//!
//! The core decides on as much of the [books](talents_core::ledger::Books) as a command needs, under the lock of the accounts that it touches; what
//! it decided is written as rows that the database itself keeps from being changed. A movement costs the same however
//! long the history is: the worth of an account is kept beside its journal.

mod check;
mod load;
mod row;
mod statement;
mod write;

use std::collections::BTreeSet;

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::Change;
use talents_core::calendar::Month;
use talents_core::error::Refusals;
use talents_core::id::{AccountId, EngagementId, TransferId};
use talents_core::ledger::{
    Account, AccountOwner, Asked, Closing, Command, Policy, Posting, Reservation, Transfer, close_month,
};

use crate::error::StoreError;
use crate::rows::{self, Reader};
use crate::store::{Source, Transaction};

pub use check::{check, check_books};
pub use statement::{statement, statement_lines};

/// The most accounts that are looked at in one go.
const PAGE: u64 = 1_000;

/// Why the ledger did not do what was asked.
#[derive(Debug)]
pub enum LedgerError {
    /// The rules of credits say no; nothing was written, and the transaction can go on.
    Refused(Refusals),
    /// The store failed; the transaction can only be dropped.
    Store(StoreError),
}

impl From<Refusals> for LedgerError {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<StoreError> for LedgerError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Does what is asked, all of it or nothing, each under its own id: what was done under an id before is not done again,
/// and answers the same.
///
/// The accounts of all the commands are locked first, in one order for every writer, so that two of them can't each wait
/// for the other. So give the commands of a transaction together.
///
/// # Errors
/// [`LedgerError::Refused`] with what the first refused command is refused for; [`StoreError::ForeignKey`] where a
/// structure does not exist; [`StoreError::Stale`] where the books moved meanwhile: try the whole transaction again.
pub async fn apply(
    tx: &mut Transaction,
    policy: &Policy,
    commands: &[(TransferId, Command)],
) -> Result<Vec<Posting>, LedgerError> {
    let loaded = load::books(tx, commands).await;
    let mut books = tx.note(loaded)?;
    let stamp = tx.stamp;
    let decided: Result<Vec<Posting>, Refusals> =
        commands.iter().map(|(id, command)| books.apply(Asked { id: *id, stamp }, command, policy)).collect();
    let postings = decided?;
    let result = write::postings(tx, &postings).await;
    tx.note(result)?;
    Ok(postings)
}

/// The account of an owner; `None` as long as nothing happened on it.
pub async fn account(source: &impl Source, owner: AccountOwner) -> Result<Option<Account>, StoreError> {
    rows::one(source, row::account::Entity::find_by_id(AccountId::of(owner).0)).await
}

/// Those of the accounts that exist, in the order of their ids.
pub async fn accounts_by_ids(source: &impl Source, ids: &[AccountId]) -> Result<Vec<Account>, StoreError> {
    let ids: BTreeSet<AccountId> = ids.iter().copied().collect();
    let select = row::account::Entity::find()
        .filter(row::account::Column::Id.is_in(ids.into_iter().map(|id| id.0)))
        .order_by_asc(row::account::Column::Id);
    rows::many(source, select).await
}

/// What is set aside for an engagement.
pub async fn reservation(source: &impl Source, id: EngagementId) -> Result<Option<Reservation>, StoreError> {
    rows::one(source, row::reservation::Entity::find_by_id(id.0)).await
}

/// The movement of that id.
pub async fn transfer(source: &impl Source, id: TransferId) -> Result<Option<Transfer>, StoreError> {
    rows::one(source, row::transfer::Entity::find_by_id(id.0)).await
}

/// The account of an owner, opened where it was not; it can't change until the transaction ends.
pub async fn lock_account(tx: &mut Transaction, owner: AccountOwner) -> Result<Account, StoreError> {
    let opened = load::open_accounts(tx, &[owner]).await;
    tx.note(opened)?;
    let locked = load::lock_accounts(tx, &BTreeSet::from([AccountId::of(owner)])).await;
    let account = tx.note(locked)?.pop();
    account.ok_or_else(|| StoreError::Stale { table: row::ACCOUNT, row: AccountId::of(owner).to_string() })
}

/// Gives an account, as it was read by [`lock_account`], a floor of its own, or the programme's default again.
///
/// # Errors
/// See [`Account::with_floor`].
pub async fn set_floor(tx: &mut Transaction, before: &Account, floor: Option<i64>) -> Result<Account, LedgerError> {
    let change = before.with_floor(floor)?;
    let result = write::floor(tx, &change).await;
    tx.note(result)?;
    let Change { value, .. } = change;
    Ok(value)
}

/// The last month that is closed, and so are those before it.
pub async fn closed_through(source: &impl Source) -> Result<Option<Month>, StoreError> {
    load::closed_through(source, None).await
}

/// Closes a month, and with it those before it; what each account came to at its end is written down for good. Waits for
/// the movements that are being written, and those after it see that it is closed.
///
/// # Errors
/// See [`talents_core::ledger::close_month`].
pub async fn close(tx: &mut Transaction, month: Month) -> Result<(), LedgerError> {
    let closed = load::closed_through(tx, Some(LockType::NoKeyUpdate)).await;
    let event = close_month(tx.note(closed)?, month, tx.stamp.at)?;
    let result = write_closing(tx, month).await;
    tx.note(result)?;
    let result = write::closed_through(tx, month, &event).await;
    Ok(tx.note(result)?)
}

async fn write_closing(tx: &Transaction, month: Month) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let mut select = row::account::Entity::find().order_by_asc(row::account::Column::Id).limit(PAGE);
        if let Some(id) = after {
            select = select.filter(row::account::Column::Id.gt(id));
        }
        let page = select.all(tx.database()).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        let mut closings = Vec::with_capacity(page.len());
        for account in &page {
            let account = AccountId(account.id);
            let last = statement::last_line(tx, account, month.last_day()).await?;
            closings.push(row::closing::Model::from(&Closing {
                account,
                month,
                lines: last.map_or(0, |line| line.seq),
                balance: last.map_or(0, |line| line.balance_after),
                reserved: last.map_or(0, |line| line.reserved_after),
            }));
        }
        rows::insert::<row::closing::ActiveModel, _>(tx, closings).await?;
    }
}

fn read_month(text: Option<&str>) -> Result<Option<Month>, StoreError> {
    let read = Reader { table: "ledger_state", row: &1 };
    text.map(|text| read.code("closed_through", text, Month::parse)).transpose()
}
