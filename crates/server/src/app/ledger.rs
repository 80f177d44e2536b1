//! The ledger of credits: statements to export, the check, the closing of months.

use std::collections::HashMap;

use talents_core::calendar::{Days, Month};
use talents_core::event::Actor;
use talents_core::id::{AccountId, StructureId};
use talents_core::ledger::{AccountOwner, StatementLine};
use talents_store::{ledger, structure};

use super::{App, AppError};
use crate::export::Table;
use crate::export::statement::{Around, scheme_name, table};
use crate::messages::Language;

/// The most entries that are read at once.
const PAGE: u64 = 1_000;
/// The most ids that are looked up at once.
const NAMES: usize = 500;

/// The statement of a structure's account over some days, whole, as a table.
pub async fn statement_table(
    app: &App,
    structure: StructureId,
    days: Days,
    language: Language,
) -> Result<Table, AppError> {
    let account = AccountId::of(AccountOwner::Structure(structure));
    let statement = ledger::statement(&app.store, account, days).await?;
    let mut lines: Vec<StatementLine> = Vec::new();
    loop {
        let after = lines.last().map(|line| line.seq);
        let page = ledger::statement_lines(&app.store, &statement, after, PAGE).await?;
        if page.is_empty() {
            break;
        }
        lines.extend(page);
    }
    let mut others: Vec<AccountId> = lines.iter().map(|line| line.counterparty).collect();
    others.sort_unstable();
    others.dedup();
    let names = account_names(app, &others, language).await?;
    let minutes_per_day = app.programme().await?.minutes_per_day;
    Ok(table(&statement, &lines, &Around { language, minutes_per_day, names: &names }))
}

/// What people call accounts: the name of the structure, or what the scheme uses them for.
pub async fn account_names(
    app: &App,
    ids: &[AccountId],
    language: Language,
) -> Result<HashMap<AccountId, String>, AppError> {
    let mut names = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(NAMES) {
        let accounts = ledger::accounts_by_ids(&app.store, chunk).await?;
        let owners: Vec<StructureId> = accounts.iter().filter_map(|account| account.owner.structure()).collect();
        let structures = structure::by_ids(&app.store, &owners).await?;
        let structures: HashMap<_, _> = structures.into_iter().map(|found| (found.id, found.profile.name)).collect();
        for account in accounts {
            let theirs = account.owner.structure().and_then(|owner| structures.get(&owner)).cloned();
            names.extend(scheme_name(account.owner, language).or(theirs).map(|name| (account.id, name)));
        }
    }
    Ok(names)
}

/// Closes a month from the command line.
pub async fn close_month_here(app: &App, month: Month) -> Result<(), AppError> {
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    ledger::close(&mut tx, month).await?;
    Ok(tx.commit().await?)
}
