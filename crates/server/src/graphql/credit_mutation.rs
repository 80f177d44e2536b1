//! What the scheme's team does to credits: endowments, adjustments by two people, floors, closed months.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::calendar::Month;
use talents_core::error::{Problem, Refusals};
use talents_core::ledger::Transfer;

use super::credit::CreditAccount;
use super::error::{Nullable, UserError, or_null, outcome};
use super::global_id::{decode, encode};
use super::life_enums::{AdjustmentReason, TransferKind};
use super::mutation::{command, input};
use super::scalar::DateTime;
use super::state::state;
use crate::app::AppError;
use crate::app::credit::{self, Ask, CloseMonth, SetFloor, Standing};

input! {
    /// What is asked to give credits of the scheme to a structure.
    CreditEndowInput {
        /// To which structure.
        structure_id: ID,
        /// How many minutes, at least 1.
        minutes: i64,
    }
}
input! {
    /// What is asked to propose an adjustment, which a second person must post.
    CreditAdjustmentProposeInput {
        /// Of the account of which structure.
        structure_id: ID,
        /// How many minutes it gets; negative for what is taken from it.
        minutes: i64,
        /// Why.
        reason: AdjustmentReason,
    }
}
input! {
    /// What is asked to post an adjustment that somebody else proposed.
    CreditAdjustmentPostInput {
        /// Which pending movement.
        transfer_id: ID,
    }
}
input! {
    /// What is asked to give up an adjustment that was proposed.
    CreditAdjustmentRejectInput {
        /// Which pending movement.
        transfer_id: ID,
    }
}

input! {
    /// What is asked to undo an endowment or an adjustment that was posted.
    CreditUndoInput {
        /// Which movement.
        transfer_id: ID,
    }
}
input! {
    /// What is asked to set how far the account of a structure may fall.
    CreditFloorSetInput {
        /// The account of which structure.
        structure_id: ID,
        /// The version of the account that the change was decided on.
        expected_version: i64,
        /// The lowest balance, in minutes; the programme's default where nothing is given.
        floor_minutes: Option<i64>,
    }
}
input! {
    /// What is asked to close a month of the ledger.
    CreditMonthCloseInput {
        /// Which month, such as `2026-11`: it must be over.
        month: String,
    }
}

/// A movement of credits.
#[derive(SimpleObject)]
pub struct CreditTransfer {
    /// The global id.
    id: ID,
    /// What it is for.
    kind: TransferKind,
    /// How many minutes.
    minutes: i64,
    /// Whether it waits to be posted or given up; it was recorded so, and stays written so once it is settled.
    pending: bool,
    /// When it was asked for.
    at: DateTime,
}

/// What a mutation of credits gives.
#[derive(SimpleObject)]
pub struct CreditPayload {
    /// The movement; null where nothing changed.
    transfer: Option<CreditTransfer>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// What the change of a floor gives.
#[derive(SimpleObject)]
pub struct CreditFloorPayload {
    /// The account as it now is; null where nothing changed.
    account: Option<CreditAccount>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// What the closing of a month gives.
#[derive(SimpleObject)]
pub struct CreditMonthPayload {
    /// The last month that is closed, such as `2026-11`; null where nothing changed.
    closed_through: Option<String>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// What the scheme's team does to credits.
#[derive(Default)]
pub struct CreditMutation;

#[Object]
impl CreditMutation {
    /// Gives credits of the scheme to a structure.
    async fn credit_endow(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditEndowInput,
    ) -> Nullable<CreditPayload> {
        let run = async {
            let command = command(ctx, "creditEndow", &input.idempotency_key);
            let ask = Ask::Endow(decode("structureId", &input.structure_id)?, input.minutes);
            credit::move_credits(&state(ctx).app, &command, ask).await
        };
        payload(ctx, run.await)
    }

    /// Proposes to adjust the account of a structure: nothing moves until a second person posts it.
    async fn credit_adjustment_propose(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditAdjustmentProposeInput,
    ) -> Nullable<CreditPayload> {
        let run = async {
            let command = command(ctx, "creditAdjustmentPropose", &input.idempotency_key);
            let structure = decode("structureId", &input.structure_id)?;
            let ask = Ask::Propose(structure, input.minutes, input.reason.into());
            credit::move_credits(&state(ctx).app, &command, ask).await
        };
        payload(ctx, run.await)
    }

    /// Posts an adjustment that somebody else proposed.
    async fn credit_adjustment_post(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditAdjustmentPostInput,
    ) -> Nullable<CreditPayload> {
        let run = async {
            let command = command(ctx, "creditAdjustmentPost", &input.idempotency_key);
            let ask = Ask::Post(decode("transferId", &input.transfer_id)?);
            credit::move_credits(&state(ctx).app, &command, ask).await
        };
        payload(ctx, run.await)
    }

    /// Gives up an adjustment that was proposed.
    async fn credit_adjustment_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditAdjustmentRejectInput,
    ) -> Nullable<CreditPayload> {
        let run = async {
            let command = command(ctx, "creditAdjustmentReject", &input.idempotency_key);
            let ask = Ask::Reject(decode("transferId", &input.transfer_id)?);
            credit::move_credits(&state(ctx).app, &command, ask).await
        };
        payload(ctx, run.await)
    }

    /// Undoes an endowment, or an adjustment that was posted: the opposite moves today. No floor stands in its way. Time
    /// is undone by its sheet, and what is only proposed by giving it up.
    async fn credit_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditUndoInput,
    ) -> Nullable<CreditPayload> {
        let run = async {
            let command = command(ctx, "creditUndo", &input.idempotency_key);
            let ask = Ask::Undo(decode("transferId", &input.transfer_id)?);
            credit::move_credits(&state(ctx).app, &command, ask).await
        };
        payload(ctx, run.await)
    }

    /// Sets how far the account of a structure may fall, where the programme enforces a floor. What is reserved stands.
    async fn credit_floor_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditFloorSetInput,
    ) -> Nullable<CreditFloorPayload> {
        let run = async {
            let command = command(ctx, "creditFloorSet", &input.idempotency_key);
            let structure = decode("structureId", &input.structure_id)?;
            let asked = SetFloor { structure, expected_version: input.expected_version, floor: input.floor_minutes };
            credit::set_floor(&state(ctx).app, &command, asked).await
        };
        let done = outcome(run.await, state(ctx).session.language);
        let payload = |(account, user_errors): (Option<Standing>, _)| CreditFloorPayload {
            account: account.map(CreditAccount),
            user_errors,
        };
        or_null(done.map(payload))
    }

    /// Closes a month, and those before it: nothing can be dated in them any more.
    async fn credit_month_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: CreditMonthCloseInput,
    ) -> Nullable<CreditMonthPayload> {
        let run = async {
            let command = command(ctx, "creditMonthClose", &input.idempotency_key);
            let malformed = || Refusals::at("month", Problem::MalformedMonth { value: input.month.clone() });
            let month = Month::parse(&input.month).ok_or_else(malformed)?;
            credit::close_month(&state(ctx).app, &command, CloseMonth { month }).await
        };
        let done = outcome(run.await, state(ctx).session.language);
        let payload = |(month, user_errors): (Option<Month>, _)| CreditMonthPayload {
            closed_through: month.map(|month| month.to_string()),
            user_errors,
        };
        or_null(done.map(payload))
    }
}

fn payload(ctx: &Context<'_>, result: Result<Transfer, AppError>) -> Nullable<CreditPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(transfer, user_errors): (Option<Transfer>, _)| CreditPayload {
        transfer: transfer.as_ref().map(CreditTransfer::from),
        user_errors,
    };
    or_null(done.map(payload))
}

impl From<&Transfer> for CreditTransfer {
    fn from(transfer: &Transfer) -> Self {
        Self {
            id: encode(transfer.id),
            kind: transfer.kind.into(),
            minutes: transfer.minutes.get(),
            pending: transfer.phase == talents_core::ledger::Phase::Pending,
            at: DateTime(transfer.stamp.at),
        }
    }
}
