//! Time sheets: minutes worked for an engagement.

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use talents_core::id::TimeSheetId;
use talents_core::time_sheet::{TimeSheet as CoreTimeSheet, TimeSheetMove, WorkDraft};

use super::engagement::{self, Engagement};
use super::error::{Nullable, UserError, Warning, nullable, or_null, outcome};
use super::global_id::{decode, encode};
use super::life_enums::TimeSheetState;
use super::mutation::{command, input};
use super::scalar::{Date, DateTime};
use super::state::state;
use crate::app::AppError;
use crate::app::time_sheet::{self, Declare, Move};

/// Minutes worked for an engagement, declared by the talent and validated by the host.
#[derive(Clone)]
pub struct TimeSheet(pub CoreTimeSheet);

/// Minutes worked for an engagement, declared by the talent and validated by the host.
#[Object]
impl TimeSheet {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// Where it is in its life.
    async fn state(&self) -> TimeSheetState {
        self.0.state.into()
    }

    /// The first day.
    async fn from(&self) -> Date {
        Date(self.0.work.days.first())
    }

    /// The last day.
    async fn to(&self) -> Date {
        Date(self.0.work.days.last())
    }

    /// The minutes.
    async fn minutes(&self) -> u32 {
        self.0.work.minutes
    }

    /// Why it was disputed, arbitrated or reversed; null where nothing was said.
    async fn reason(&self) -> Option<&str> {
        Some(self.0.reason.as_str()).filter(|reason| !reason.is_empty())
    }

    /// When it last changed.
    async fn changed_at(&self) -> DateTime {
        DateTime(self.0.changed_at)
    }

    /// For which engagement.
    async fn engagement(&self, ctx: &Context<'_>) -> Nullable<Engagement> {
        nullable(engagement::load(ctx, self.0.engagement).await)
    }
}

/// The time sheet with that id, if the reader may see its engagement.
pub(super) async fn load(ctx: &Context<'_>, id: TimeSheetId) -> Result<Option<TimeSheet>, AppError> {
    let Some(found) = talents_store::time_sheet::by_id(&state(ctx).app.store, id).await? else { return Ok(None) };
    let readable = engagement::load(ctx, found.engagement).await?.is_some();
    Ok(readable.then_some(TimeSheet(found)))
}

/// What an arbitration decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TimeSheetRuling {
    /// It counts.
    Uphold,
    /// It does not.
    Void,
}

input! {
    /// What is asked to declare time.
    TimeSheetDeclareInput {
        /// For which engagement.
        engagement_id: ID,
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
        /// The minutes.
        minutes: i64,
    }
}
input! {
    /// What is asked to say that time is right.
    TimeSheetValidateInput {
        /// Which time sheet.
        time_sheet_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
    }
}
input! {
    /// What is asked to dispute time.
    TimeSheetDisputeInput {
        /// Which time sheet.
        time_sheet_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
        /// Why: the talent reads it.
        reason: String,
    }
}
input! {
    /// What is asked to declare disputed time anew.
    TimeSheetAmendInput {
        /// Which time sheet.
        time_sheet_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
        /// The minutes.
        minutes: i64,
    }
}
input! {
    /// What is asked to arbitrate disputed time.
    TimeSheetArbitrateInput {
        /// Which time sheet.
        time_sheet_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
        /// Whether it counts.
        ruling: TimeSheetRuling,
        /// Why: the parties read it.
        reason: String,
    }
}
input! {
    /// What is asked to take back time that was validated.
    TimeSheetReverseInput {
        /// Which time sheet.
        time_sheet_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
        /// Why: the parties read it.
        reason: String,
    }
}

/// What a mutation of a time sheet gives.
#[derive(SimpleObject)]
pub struct TimeSheetPayload {
    /// The time sheet as it now is; null where nothing changed.
    time_sheet: Option<TimeSheet>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the mutation but deserves attention.
    warnings: Vec<Warning>,
}

/// Runs a mutation that makes a move.
macro_rules! run_move {
    ($ctx:expr, $operation:literal, $input:expr, $attempt:expr) => {{
        let run = async {
            let command = command($ctx, $operation, &$input.idempotency_key);
            let id = decode("timeSheetId", &$input.time_sheet_id)?;
            let asked = Move { id, expected_version: $input.expected_version, attempt: $attempt };
            time_sheet::make_move(&state($ctx).app, &command, asked).await
        };
        payload($ctx, run.await)
    }};
}

/// Changes of time sheets.
#[derive(Default)]
pub struct TimeSheetMutation;

#[Object]
impl TimeSheetMutation {
    /// Declares time worked: for the talent.
    async fn time_sheet_declare(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TimeSheetDeclareInput,
    ) -> Nullable<TimeSheetPayload> {
        let run = async {
            let command = command(ctx, "timeSheetDeclare", &input.idempotency_key);
            let engagement = decode("engagementId", &input.engagement_id)?;
            let work = WorkDraft { first: input.from.0, last: input.to.0, minutes: input.minutes };
            time_sheet::declare(&state(ctx).app, &command, Declare { engagement, work }).await
        };
        payload(ctx, run.await)
    }

    /// Says that declared time is right: the employer of the accord is credited.
    async fn time_sheet_validate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TimeSheetValidateInput,
    ) -> Nullable<TimeSheetPayload> {
        run_move!(ctx, "timeSheetValidate", input, TimeSheetMove::Validate)
    }

    /// Says that declared time is not right, with a reason.
    async fn time_sheet_dispute(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TimeSheetDisputeInput,
    ) -> Nullable<TimeSheetPayload> {
        run_move!(ctx, "timeSheetDispute", input, TimeSheetMove::Dispute(input.reason.clone()))
    }

    /// Declares disputed time anew: for the talent.
    async fn time_sheet_amend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TimeSheetAmendInput,
    ) -> Nullable<TimeSheetPayload> {
        let work = WorkDraft { first: input.from.0, last: input.to.0, minutes: input.minutes };
        run_move!(ctx, "timeSheetAmend", input, TimeSheetMove::Amend(work))
    }

    /// Decides whether disputed time counts: for the scheme's team.
    async fn time_sheet_arbitrate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TimeSheetArbitrateInput,
    ) -> Nullable<TimeSheetPayload> {
        let reason = input.reason.clone();
        let attempt = match input.ruling {
            TimeSheetRuling::Uphold => TimeSheetMove::Uphold(reason),
            TimeSheetRuling::Void => TimeSheetMove::Void(reason),
        };
        run_move!(ctx, "timeSheetArbitrate", input, attempt)
    }

    /// Takes back time that was validated, and its credits with it: for the scheme's team.
    async fn time_sheet_reverse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TimeSheetReverseInput,
    ) -> Nullable<TimeSheetPayload> {
        run_move!(ctx, "timeSheetReverse", input, TimeSheetMove::Reverse(input.reason.clone()))
    }
}

fn payload(ctx: &Context<'_>, result: Result<CoreTimeSheet, AppError>) -> Nullable<TimeSheetPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(sheet, user_errors): (Option<CoreTimeSheet>, _)| TimeSheetPayload {
        time_sheet: sheet.map(TimeSheet),
        user_errors,
        warnings: Vec::new(),
    };
    or_null(done.map(payload))
}
