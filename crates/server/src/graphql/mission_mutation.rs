//! The moves of missions: one mutation each.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::error::Refusals;
use talents_core::mission::{Mission as CoreMission, MissionMove};

use super::error::{Nullable, UserError, Warning, or_null, outcome};
use super::global_id::decode;
use super::mission::Mission;
use super::mission_input::{MissionCreateInput, MissionRepublishInput, MissionReviseInput, MissionUpdateInput};
use super::mutation::command;
use super::state::state;
use crate::app::mission::{self, Ask, Duplicate, Move};
use crate::app::{AppError, Command};

/// Declares the input of a move of a mission, with a reason where the move needs one.
macro_rules! move_input {
    ($(#[$meta:meta])* $name:ident $($reason:ident)?) => {
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// A UUID of the client's choice: sent twice, the mutation has one effect.
            idempotency_key: String,
            /// Which mission.
            mission_id: ID,
            /// The version that the move was decided on.
            expected_version: i64,
            $(
                /// Why: those concerned read it.
                $reason: String,
            )?
        }
    };
}

move_input! {
    /// What is asked to write a draft that says what a mission says.
    MissionDuplicateInput
}
move_input! {
    /// What is asked to hand a mission to moderation.
    MissionSubmitInput
}
move_input! {
    /// What is asked to publish a mission.
    MissionPublishInput
}
move_input! {
    /// What is asked to send a mission back.
    MissionRequestChangesInput reason
}
move_input! {
    /// What is asked to reject a mission.
    MissionRejectInput reason
}
move_input! {
    /// What is asked to hide a mission for a while.
    MissionSuspendInput reason
}
move_input! {
    /// What is asked to show a suspended mission again.
    MissionResumeInput
}
move_input! {
    /// What is asked to take applications again.
    MissionOpenApplicationsInput
}
move_input! {
    /// What is asked to take no applications for now.
    MissionCloseApplicationsInput
}
move_input! {
    /// What is asked to give a mission up.
    MissionCancelInput reason
}

move_input! {
    /// What is asked to say that a mission is done.
    MissionCompleteInput
}

/// What a mutation of a mission gives.
#[derive(SimpleObject)]
pub struct MissionPayload {
    /// The mission as it now is; null where nothing changed.
    mission: Option<Mission>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the mutation but deserves attention.
    warnings: Vec<Warning>,
}

/// Runs a mutation that makes a move, whatever its input says more.
macro_rules! run_move {
    ($ctx:expr, $operation:literal, $input:expr, $ask:expr) => {{
        let command = command($ctx, $operation, &$input.idempotency_key);
        let ask: Result<Ask, Refusals> = $ask;
        let result = make_move($ctx, &command, &$input.mission_id, $input.expected_version, ask).await;
        payload($ctx, result)
    }};
}

/// Changes of missions.
#[derive(Default)]
pub struct MissionMutation;

#[Object]
impl MissionMutation {
    /// Writes a mission: a draft.
    async fn mission_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionCreateInput,
    ) -> Nullable<MissionPayload> {
        let run = async {
            let command = command(ctx, "missionCreate", &input.idempotency_key);
            mission::create(&state(ctx).app, &command, input.parse()?).await
        };
        payload(ctx, run.await)
    }

    /// Changes a draft, or a mission that was sent back.
    async fn mission_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionUpdateInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionUpdate", input, input.rewrite().map(Ask::Update))
    }

    /// Writes a draft that says what a mission says.
    async fn mission_duplicate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionDuplicateInput,
    ) -> Nullable<MissionPayload> {
        let run = async {
            let command = command(ctx, "missionDuplicate", &input.idempotency_key);
            let id = decode("missionId", &input.mission_id)?;
            let duplicate = Duplicate { id, expected_version: input.expected_version };
            mission::duplicate(&state(ctx).app, &command, duplicate).await
        };
        payload(ctx, run.await)
    }

    /// Hands a mission to moderation.
    async fn mission_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionSubmitInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionSubmit", input, Ok(Ask::Move(MissionMove::Submit)))
    }

    /// Publishes a mission: at once where the host is a trusted publisher, after moderation elsewhere.
    async fn mission_publish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionPublishInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionPublish", input, Ok(Ask::Move(MissionMove::Publish)))
    }

    /// Sends a submitted mission back to its author.
    async fn mission_request_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionRequestChangesInput,
    ) -> Nullable<MissionPayload> {
        let reason = input.reason.clone();
        run_move!(ctx, "missionRequestChanges", input, Ok(Ask::Move(MissionMove::RequestChanges(reason))))
    }

    /// Rejects a submitted mission.
    async fn mission_reject(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionRejectInput,
    ) -> Nullable<MissionPayload> {
        let reason = input.reason.clone();
        run_move!(ctx, "missionReject", input, Ok(Ask::Move(MissionMove::Reject(reason))))
    }

    /// Publishes a next version: what was published stays as it was.
    async fn mission_revise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionReviseInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionRevise", input, input.rewrite().map(Ask::Revise))
    }

    /// Hides a published mission for a while.
    async fn mission_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionSuspendInput,
    ) -> Nullable<MissionPayload> {
        let reason = input.reason.clone();
        run_move!(ctx, "missionSuspend", input, Ok(Ask::Move(MissionMove::Suspend(reason))))
    }

    /// Shows a suspended mission again.
    async fn mission_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionResumeInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionResume", input, Ok(Ask::Move(MissionMove::Resume)))
    }

    /// Publishes an expired mission again, with a new deadline.
    async fn mission_republish(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionRepublishInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionRepublish", input, input.rewrite().map(Ask::Republish))
    }

    /// Takes applications again.
    async fn mission_open_applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionOpenApplicationsInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionOpenApplications", input, Ok(Ask::Move(MissionMove::OpenApplications)))
    }

    /// Takes no applications for now.
    async fn mission_close_applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionCloseApplicationsInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionCloseApplications", input, Ok(Ask::Move(MissionMove::CloseApplications)))
    }

    /// Says that a mission is done: every engagement is closed or cancelled, and one was delivered at least.
    async fn mission_complete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionCompleteInput,
    ) -> Nullable<MissionPayload> {
        run_move!(ctx, "missionComplete", input, Ok(Ask::Move(MissionMove::Complete)))
    }

    /// Gives a mission up.
    async fn mission_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: MissionCancelInput,
    ) -> Nullable<MissionPayload> {
        let reason = input.reason.clone();
        run_move!(ctx, "missionCancel", input, Ok(Ask::Move(MissionMove::Cancel(reason))))
    }
}

async fn make_move(
    ctx: &Context<'_>,
    command: &Command<'_>,
    id: &ID,
    expected_version: i64,
    ask: Result<Ask, Refusals>,
) -> Result<CoreMission, AppError> {
    let id = decode("missionId", id)?;
    mission::make_move(&state(ctx).app, command, Move { id, expected_version, ask: ask? }).await
}

fn payload(ctx: &Context<'_>, result: Result<CoreMission, AppError>) -> Nullable<MissionPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(mission, user_errors): (Option<CoreMission>, _)| MissionPayload {
        mission: mission.map(Mission),
        user_errors,
        warnings: Vec::new(),
    };
    or_null(done.map(payload))
}
