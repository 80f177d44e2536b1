//! Credits as structures and the scheme's team see them: accounts, statements, endowments, adjustments by two people.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::calendar::Days;
use talents_core::error::{Problem, Refusals};
use talents_core::id::{AccountId, StructureId, TransferId};
use talents_core::ledger::StatementLine;
use talents_core::ledger::{Account, AccountOwner, AdjustmentReason, Command as Movement, Policy, Statement, Transfer};
use talents_core::structure::Structure;
use talents_store::{Transaction, ledger, programme, structure};
use uuid::Uuid;

use super::command::Mutation;
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
