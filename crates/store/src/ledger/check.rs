//! Proving the ledger from its raw rows.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::ledger::{Account, Auditor, Closing, Entry, Fault, Reservation, Transfer};

use super::row::{account, closing, entry, reservation, transfer};
use crate::error::StoreError;
use crate::rows;
use crate::store::{Snapshot, Store};
use crate::{engagement, time_sheet};

/// How many rows are read at once.
const PAGE: u64 = 5_000;

/// Reads every row of the ledger, as it is at one moment, and says what is wrong with it; nothing where C1 to C8 hold.
/// Writers are not held up.
///
/// # Errors
/// [`StoreError::Corrupt`] for a row that can't even be read.
pub async fn check(store: &Store) -> Result<Vec<Fault>, StoreError> {
    check_with(store, true).await
}

/// The same for the books alone, whatever the engagements and the time sheets say that they are about.
///
/// # Errors
/// As for [`check`].
pub async fn check_books(store: &Store) -> Result<Vec<Fault>, StoreError> {
    check_with(store, false).await
}

async fn check_with(store: &Store, lives: bool) -> Result<Vec<Fault>, StoreError> {
    let snapshot = store.snapshot().await?;
    let accounts: Vec<Account> = rows::many(&snapshot, account::Entity::find()).await?;
    let mut auditor = Auditor::new(transfers(&snapshot).await?, accounts);
    let mut after = None;
    loop {
        let page = entries_after(&snapshot, after.as_ref()).await?;
        for line in &page {
            auditor.entry(line);
        }
        let Some(last) = page.into_iter().last() else { break };
        after = Some(last);
    }
    let reservations: Vec<Reservation> = rows::many(&snapshot, reservation::Entity::find()).await?;
    let closings: Vec<Closing> = rows::many(&snapshot, closing::Entity::find()).await?;
    if lives {
        let engagements = engagement::credit_facts(&snapshot).await?;
        let sheets = time_sheet::credit_facts(&snapshot).await?;
        auditor.check_lives(&engagements, &sheets, &reservations);
    }
    snapshot.end().await?;
    Ok(auditor.finish(&reservations, &closings))
}

async fn transfers(snapshot: &Snapshot) -> Result<Vec<Transfer>, StoreError> {
    let mut all: Vec<Transfer> = Vec::new();
    loop {
        let mut select = transfer::Entity::find().order_by_asc(transfer::Column::Id).limit(PAGE);
        if let Some(last) = all.last() {
            select = select.filter(transfer::Column::Id.gt(last.id.0));
        }
        let page: Vec<Transfer> = rows::many(snapshot, select).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(page);
    }
}

/// The next lines, an account after the other, each account's in order.
async fn entries_after(snapshot: &Snapshot, after: Option<&Entry>) -> Result<Vec<Entry>, StoreError> {
    let select = entry::Entity::find().order_by_asc(entry::Column::AccountId).order_by_asc(entry::Column::Seq);
    let Some(last) = after else { return rows::many(snapshot, select.limit(PAGE)).await };
    let account = entry::Column::AccountId;
    let seq = entry::Column::Seq.gt(rows::stored_version(last.seq));
    let same = select.clone().filter(account.eq(last.account.0)).filter(seq).limit(PAGE);
    let page: Vec<Entry> = rows::many(snapshot, same).await?;
    if !page.is_empty() {
        return Ok(page);
    }
    rows::many(snapshot, select.filter(account.gt(last.account.0)).limit(PAGE)).await
}
