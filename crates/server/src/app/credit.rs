//! Credits as structures and the scheme's team see them: accounts, statements, endowments, adjustments by two people.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::calendar::{Days, Month};
use talents_core::error::{Problem, Refusals};
use talents_core::id::{AccountId, StructureId, TransferId};
use talents_core::ledger::{
    Account, AccountOwner, AdjustmentReason, Command as Movement, LEDGER, Policy, Statement, StatementLine, Transfer,
};
use talents_core::structure::Structure;
use talents_store::{Transaction, ledger, programme, structure};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::session::structure_resource;
use super::{App, AppError, Command, Session};

/// An account, and what it may fall to.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The account as it is.
    pub account: Account,
    /// The programme's rules.
    pub policy: Policy,
}

/// What is asked of the ledger by the scheme's team.
#[derive(Debug, Clone, Copy)]
pub enum Ask {
    /// Give credits to a structure.
    Endow(StructureId, i64),
    /// Propose to adjust the account of a structure.
    Propose(StructureId, i64, AdjustmentReason),
    /// Post an adjustment that somebody else proposed.
    Post(TransferId),
    /// Give up an adjustment that was proposed.
    Reject(TransferId),
    /// Undo an endowment, or an adjustment that was posted.
    Undo(TransferId),
}

/// What is asked to set how far the account of a structure may fall.
#[derive(Debug, Clone, Copy)]
pub struct SetFloor {
    /// Whose account.
    pub structure: StructureId,
    /// The version of the account that the change was decided on.
    pub expected_version: i64,
    /// The lowest balance, in minutes; `None` for the programme's default.
    pub floor: Option<i64>,
}

/// What is asked to close a month.
#[derive(Debug, Clone, Copy)]
pub struct CloseMonth {
    /// Which month.
    pub month: Month,
}

/// The account of a structure, for those who may see it; nothing has happened on a new one.
pub async fn account(app: &App, session: &Session, owner: &Structure) -> Result<Standing, AppError> {
    session.check(Act::ReadAccount, &structure_resource(owner))?;
    let owner = AccountOwner::Structure(owner.id);
    let account = ledger::account(&app.store, owner).await?.unwrap_or_else(|| Account::new(owner));
    Ok(Standing { account, policy: Policy::from(&app.programme().await?) })
}

/// What an account came to over some days.
///
/// # Errors
/// A last day before the first one.
pub async fn statement(
    app: &App,
    account: AccountId,
    (first, last): (chrono::NaiveDate, chrono::NaiveDate),
) -> Result<Statement, AppError> {
    let reversed = || Problem::EndsBeforeStart { start: first.to_string(), end: last.to_string() };
    let days = Days::try_new(first, last).ok_or_else(|| Refusals::at("to", reversed()))?;
    Ok(ledger::statement(&app.store, account, days).await?)
}

/// At most `limit` entries of a statement after that one, and whether there are more.
pub async fn entries(
    app: &App,
    statement: &Statement,
    after: Option<u64>,
    limit: usize,
) -> Result<(Vec<StatementLine>, bool), AppError> {
    let asked = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut lines = ledger::statement_lines(&app.store, statement, after, asked).await?;
    let more = lines.len() > limit;
    lines.truncate(limit);
    Ok((lines, more))
}

/// The structures whose accounts these are; the scheme's own have none.
pub async fn owners(app: &App, accounts: &[AccountId]) -> Result<Vec<(AccountId, StructureId)>, AppError> {
    let found = ledger::accounts_by_ids(&app.store, accounts).await?;
    Ok(found.iter().filter_map(|account| Some((account.id, account.owner.structure()?))).collect())
}

/// Does what the scheme's team asks of the ledger; gives the movement.
pub async fn move_credits(app: &App, command: &Command<'_>, input: Ask) -> Result<Transfer, AppError> {
    let id = TransferId(command.run(app, &input).await?);
    let gone = || Problem::NoSuchObject { kind: "Transfer".to_owned(), id: id.to_string() };
    Ok(ledger::transfer(&app.store, id).await?.ok_or_else(gone)?)
}

/// Sets how far the account of a structure may fall; gives the account.
pub async fn set_floor(app: &App, command: &Command<'_>, input: SetFloor) -> Result<Standing, AppError> {
    let owner = AccountOwner::Structure(StructureId(command.run(app, &input).await?));
    let account = ledger::account(&app.store, owner).await?.unwrap_or_else(|| Account::new(owner));
    Ok(Standing { account, policy: Policy::from(&app.programme().await?) })
}

/// Closes a month; gives the last one that is closed.
pub async fn close_month(app: &App, command: &Command<'_>, input: CloseMonth) -> Result<Month, AppError> {
    command.run(app, &input).await?;
    Ok(ledger::closed_through(&app.store).await?.unwrap_or(input.month))
}

impl Mutation for SetFloor {
    async fn run(&self, _: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        viewer.may(Act::ManageCredits, &Resource::default())?;
        let structure = known(tx, self.structure).await?;
        let before = ledger::lock_account(tx, AccountOwner::Structure(structure)).await?;
        expect_version(self.expected_version, before.version)?;
        ledger::set_floor(tx, &before, self.floor).await?;
        Ok(structure.0)
    }
}

impl Mutation for CloseMonth {
    async fn run(&self, _: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        viewer.may(Act::ManageCredits, &Resource::default())?;
        ledger::close(tx, self.month).await?;
        Ok(LEDGER)
    }
}

impl Mutation for Ask {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        viewer.may(Act::ManageCredits, &Resource::default())?;
        let movement = match *self {
            Self::Endow(structure, minutes) => Movement::Endow { structure: known(tx, structure).await?, minutes },
            Self::Propose(structure, minutes, reason) => {
                Movement::ProposeAdjustment { structure: known(tx, structure).await?, minutes, reason }
            }
            Self::Post(pending) => Movement::PostAdjustment { pending },
            Self::Reject(pending) => Movement::RejectAdjustment { pending },
            Self::Undo(transfer) => Movement::Undo { transfer },
        };
        let id = TransferId(app.ids.next());
        let policy = Policy::from(&programme::load(tx).await?);
        let postings = ledger::apply(tx, &policy, &[(id, movement)]).await?;
        let made = postings.first().and_then(|posting| posting.transfers.first());
        Ok(made.map_or(id, |transfer| transfer.id).0)
    }
}

async fn known(tx: &Transaction, id: StructureId) -> Result<StructureId, AppError> {
    let unknown = || Refusals::at("structureId", Problem::UnknownStructure { id: id.to_string() });
    Ok(structure::by_id(tx, id).await?.ok_or_else(unknown)?.id)
}
