//! Credits: the account of a structure and its statements.

use async_graphql::{Context, ID, Object, SimpleObject};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use talents_core::error::Problem;
use talents_core::ledger::{Statement as CoreStatement, StatementLine};
use talents_core::structure::Structure as CoreStructure;

use super::connection::{PageInfo, edge};
use super::engagement::{self, Engagement};
use super::enums::ExportFormat;
use super::error::{Nullable, nullable, or_null};
use super::global_id::encode;
use super::life_enums::TransferKind;
use super::paging::forward;
use super::scalar::{Date, DateTime};
use super::state::state;
use super::structure::{self, Structure};
use crate::app::AppError;
use crate::app::credit::{self, Standing};

/// What a structure's credits are worth, in minutes lent and borrowed.
pub struct CreditAccount(pub Standing);

/// What a structure's credits are worth, in minutes lent and borrowed.
#[Object]
impl CreditAccount {
    /// Counts the changes of its floor, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.account.version
    }

    /// What came in, less what went out.
    async fn balance_minutes(&self) -> i64 {
        self.0.account.balance
    }

    /// What is reserved to go out.
    async fn reserved_minutes(&self) -> i64 {
        self.0.account.reserved
    }

    /// What may still be reserved before the floor is reached: balance, less what is reserved, less the floor.
    async fn available_minutes(&self) -> i64 {
        self.0.account.available(&self.0.policy)
    }

    /// The lowest balance, where the programme enforces one.
    async fn floor_minutes(&self) -> i64 {
        self.0.account.floor_under(&self.0.policy)
    }

    /// What came and went over some days, both counted.
    async fn statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day.")] from: Date,
        #[graphql(desc = "The last day.")] to: Date,
    ) -> Nullable<CreditStatement> {
        let statement = credit::statement(&state(ctx).app, self.0.account.id, (from.0, to.0)).await;
        or_null(statement.map(CreditStatement))
    }

    /// Where that statement is as a file for spreadsheets, on this server; it wants the same sign-in.
    async fn statement_url(
        &self,
        #[graphql(desc = "The first day.")] from: Date,
        #[graphql(desc = "The last day.")] to: Date,
        #[graphql(desc = "How the file is written.")] format: ExportFormat,
    ) -> Option<String> {
        let structure = encode(self.0.account.owner.structure()?).0;
        let format = format.extension();
        Some(format!("/exports/statement?structure={structure}&from={}&to={}&format={format}", from.0, to.0))
    }
}

/// What an account came to over some days.
pub struct CreditStatement(CoreStatement);

/// What an account came to over some days.
#[Object]
impl CreditStatement {
    /// The balance before the first day.
    async fn opening_minutes(&self) -> i64 {
        self.0.opening
    }

    /// The balance at the end of the last day.
    async fn closing_minutes(&self) -> i64 {
        self.0.closing
    }

    /// What was reserved to go out at the end of the last day.
    async fn reserved_minutes(&self) -> i64 {
        self.0.reserved
    }

    /// What came in and went out, in order.
    async fn entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<CreditEntryConnection> {
        or_null(entries(ctx, &self.0, first, after).await)
    }
}

/// Something that came in or went out.
pub struct CreditEntry {
    line: StatementLine,
    counterparty: Option<Structure>,
}

/// Something that came in or went out.
#[Object]
impl CreditEntry {
    /// The global id of the movement: the same in the accounts of both sides.
    async fn id(&self) -> ID {
        encode(self.line.transfer.id)
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.line.transfer.stamp.at)
    }

    /// The day on which it counts.
    async fn day(&self) -> Date {
        Date(self.line.transfer.day)
    }

    /// What it is for.
    async fn kind(&self) -> TransferKind {
        self.line.transfer.kind.into()
    }

    /// What came in; negative for what went out.
    async fn minutes(&self) -> i64 {
        self.line.minutes
    }

    /// The balance after it.
    async fn balance_after(&self) -> i64 {
        self.line.balance_after
    }

    /// The structure on the other side; null where it is the scheme itself.
    async fn counterparty(&self) -> Option<Structure> {
        self.counterparty.clone()
    }

    /// For which engagement, if the reader may see it.
    async fn engagement(&self, ctx: &Context<'_>) -> Nullable<Engagement> {
        match self.line.transfer.engagement {
            Some(id) => nullable(engagement::load(ctx, id).await),
            None => None,
        }
    }
}

edge! {
    /// An entry in a statement.
    CreditEntryEdge of CreditEntry
}

/// A page of entries.
#[derive(SimpleObject)]
pub struct CreditEntryConnection {
    /// The entries of the page.
    edges: Vec<CreditEntryEdge>,
    /// Where the page is.
    page_info: PageInfo,
}

/// The account of a structure, for those who may see it.
pub(super) async fn account(ctx: &Context<'_>, owner: &CoreStructure) -> Result<CreditAccount, AppError> {
    Ok(CreditAccount(credit::account(&state(ctx).app, &state(ctx).session, owner).await?))
}

async fn entries(
    ctx: &Context<'_>,
    statement: &CoreStatement,
    first: Option<i32>,
    after: Option<String>,
) -> Result<CreditEntryConnection, AppError> {
    let window = forward(first, after)?;
    let after = window.cursor.as_deref().map(place).transpose()?;
    let (lines, more) = credit::entries(&state(ctx).app, statement, after, window.size).await?;
    let accounts: Vec<_> = lines.iter().map(|line| line.counterparty).collect();
    let owners = credit::owners(&state(ctx).app, &accounts).await?;
    let mut edges = Vec::with_capacity(lines.len());
    for line in lines {
        let owner = owners.iter().find(|(account, _)| *account == line.counterparty);
        let counterparty = match owner {
            Some((_, structure)) => structure::load(ctx, *structure).await?,
            None => None,
        };
        let cursor = URL_SAFE_NO_PAD.encode(line.seq.to_string());
        edges.push(CreditEntryEdge { node: CreditEntry { line, counterparty }, cursor });
    }
    let cursors = edges.iter().map(|edge: &CreditEntryEdge| edge.cursor.clone());
    let page_info = PageInfo::new(after.is_some(), more, cursors);
    Ok(CreditEntryConnection { edges, page_info })
}

/// The number of the line that a cursor names.
fn place(cursor: &str) -> Result<u64, Problem> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Problem::MalformedCursor {})?;
    let number = std::str::from_utf8(&bytes).ok().and_then(|text| text.parse().ok());
    number.ok_or(Problem::MalformedCursor {})
}
