//! The moves of registrations: one mutation each.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::talent::{Talent as CoreTalent, TalentMove};

use super::error::{Nullable, UserError, Warning, nullable, outcome};
use super::global_id::decode;
use super::mutation::command;
use super::state::state;
use super::talent::Talent;
use super::talent_input::{TalentRegisterInput, TalentUpdateInput};
use crate::app::talent::{self, Move};
use crate::app::{AppError, Command};

/// Declares the input of a move of a registration.
macro_rules! move_input {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// A UUID of the client's choice: sent twice, the mutation has one effect.
            idempotency_key: String,
            /// Which talent; the reader's own where nothing is given.
            talent_id: Option<ID>,
            /// The version that the move was decided on.
            expected_version: i64,
        }
    };
}

move_input! {
    /// What is asked to make a registration in draft active.
    TalentActivateInput
}
move_input! {
    /// What is asked to be unavailable for a while.
    TalentPauseInput
}
move_input! {
    /// What is asked to be available again.
    TalentResumeInput
}
move_input! {
    /// What is asked to leave the scheme.
    TalentWithdrawInput
}

move_input! {
    /// What is asked to have one's data erased, once one has left the scheme.
    TalentEraseInput
}

/// What a mutation of a registration gives.
#[derive(SimpleObject)]
pub struct TalentPayload {
    /// The talent as they now are; null where nothing changed.
    talent: Option<Talent>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the mutation but deserves attention.
    warnings: Vec<Warning>,
}

/// Runs a mutation that makes a move.
macro_rules! run_move {
    ($ctx:expr, $operation:literal, $input:expr, $attempt:expr) => {{
        let command = command($ctx, $operation, &$input.idempotency_key);
        let run = make_move($ctx, &command, $input.talent_id.as_ref(), $input.expected_version, $attempt);
        payload($ctx, run.await).await
    }};
}

/// Changes of registrations.
#[derive(Default)]
pub struct TalentMutation;

#[Object]
impl TalentMutation {
    /// Registers the person who is signed in: it needs nobody's leave.
    async fn talent_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentRegisterInput,
    ) -> Nullable<TalentPayload> {
        let run = async {
            let command = command(ctx, "talentRegister", &input.idempotency_key);
            talent::register(&state(ctx).app, &command, input.parse()?).await
        };
        payload(ctx, run.await).await
    }

    /// Changes a profile.
    async fn talent_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentUpdateInput,
    ) -> Nullable<TalentPayload> {
        let run = async {
            let command = command(ctx, "talentUpdate", &input.idempotency_key);
            let id = talent_id(ctx, input.talent_id.as_ref()).await?;
            talent::update(&state(ctx).app, &command, input.parse(id)?).await
        };
        payload(ctx, run.await).await
    }

    /// Makes a registration in draft active.
    async fn talent_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentActivateInput,
    ) -> Nullable<TalentPayload> {
        run_move!(ctx, "talentActivate", input, TalentMove::Activate)
    }

    /// Makes a talent unavailable for a while: nobody finds them meanwhile.
    async fn talent_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentPauseInput,
    ) -> Nullable<TalentPayload> {
        run_move!(ctx, "talentPause", input, TalentMove::Pause)
    }

    /// Makes a talent available again.
    async fn talent_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentResumeInput,
    ) -> Nullable<TalentPayload> {
        run_move!(ctx, "talentResume", input, TalentMove::Resume)
    }

    /// Leaves the scheme.
    async fn talent_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentWithdrawInput,
    ) -> Nullable<TalentPayload> {
        run_move!(ctx, "talentWithdraw", input, TalentMove::Withdraw)
    }

    /// Erases what a talent who left the scheme had written; refused while an engagement is not settled.
    async fn talent_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: TalentEraseInput,
    ) -> Nullable<TalentPayload> {
        // How many engagements are unsettled is counted when the move is made.
        run_move!(ctx, "talentErase", input, TalentMove::Erase { unsettled: 0 })
    }
}

async fn make_move(
    ctx: &Context<'_>,
    command: &Command<'_>,
    id: Option<&ID>,
    expected_version: i64,
    attempt: TalentMove,
) -> Result<CoreTalent, AppError> {
    let id = talent_id(ctx, id).await?;
    talent::make_move(&state(ctx).app, command, Move { id, expected_version, attempt }).await
}

/// The talent that an input names, or the reader's own.
async fn talent_id(ctx: &Context<'_>, id: Option<&ID>) -> Result<talents_core::id::TalentId, AppError> {
    match id {
        Some(id) => Ok(decode("talentId", id)?),
        None => talent::own_id(&state(ctx).app, &state(ctx).session).await,
    }
}

async fn payload(ctx: &Context<'_>, result: Result<CoreTalent, AppError>) -> Nullable<TalentPayload> {
    let show = async {
        let (changed, user_errors) = outcome(result, state(ctx).session.language)?;
        let talent = match changed {
            Some(talent) => Talent::visible(ctx, talent).await?,
            None => None,
        };
        Ok(Some(TalentPayload { talent, user_errors, warnings: Vec::new() }))
    };
    nullable(show.await)
}
