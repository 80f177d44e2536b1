//! The moves of applications: one mutation each.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::application::{Application as CoreApplication, ApplicationMove};
use talents_core::engagement::{Engagement as CoreEngagement, PlanDraft};
use talents_core::error::Refusals;

use super::application::Application;
use super::engagement::{Engagement, plan_warnings};
use super::error::{Nullable, UserError, Warning, or_null, outcome};
use super::global_id::decode;
use super::mutation::{command, input};
use super::scalar::Date;
use super::state::state;
use crate::app::AppError;
use crate::app::application::{self, Invite, Move, Select, Submit};

input! {
    /// What is asked to apply to a mission.
    ApplicationSubmitInput {
        /// Which mission.
        mission_id: ID,
        /// Why the talent applies.
        motivation: Option<String>,
    }
}
input! {
    /// What is asked to invite a talent.
    ApplicationInviteInput {
        /// To which mission.
        mission_id: ID,
        /// Whom.
        talent_id: ID,
    }
}
input! {
    /// What is asked to accept an invitation.
    ApplicationAcceptInput {
        /// Which invitation.
        application_id: ID,
        /// The version that the move was decided on, if any.
        expected_version: Option<i64>,
        /// Why the talent applies.
        motivation: Option<String>,
    }
}
input! {
    /// What is asked to decline an invitation.
    ApplicationDeclineInvitationInput {
        /// Which invitation.
        application_id: ID,
        /// The version that the move was decided on, if any.
        expected_version: Option<i64>,
        /// Why, if one wants to say.
        reason: Option<String>,
    }
}
input! {
    /// What is asked to take a candidature back.
    ApplicationWithdrawInput {
        /// Which application.
        application_id: ID,
        /// The version that the move was decided on, if any.
        expected_version: Option<i64>,
        /// Why; owed to the host once the talent was selected.
        reason: Option<String>,
    }
}
input! {
    /// What is asked to keep a candidature.
    ApplicationShortlistInput {
        /// Which application.
        application_id: ID,
        /// The version that the move was decided on, if any.
        expected_version: Option<i64>,
    }
}
input! {
    /// What is asked to decline a candidature.
    ApplicationDeclineInput {
        /// Which application.
        application_id: ID,
        /// The version that the move was decided on, if any.
        expected_version: Option<i64>,
        /// Why: the talent reads it.
        reason: String,
    }
}
input! {
    /// What is asked to select a candidature; what is left out is what the mission announces.
    ApplicationSelectInput {
        /// Which application.
        application_id: ID,
        /// The version that the move was decided on, if any.
        expected_version: Option<i64>,
        /// Planned minutes.
        planned_minutes: Option<i64>,
        /// The first day.
        start_on: Option<Date>,
        /// The last day.
        end_on: Option<Date>,
    }
}

/// What a mutation of an application gives.
#[derive(SimpleObject)]
pub struct ApplicationPayload {
    /// The application as it now is; null where nothing changed.
    application: Option<Application>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the mutation but deserves attention.
    warnings: Vec<Warning>,
}

/// What a selection gives.
#[derive(SimpleObject)]
pub struct ApplicationSelectPayload {
    /// The application as it now is; null where nothing changed.
    application: Option<Application>,
    /// The engagement that it opened; null where nothing changed.
    engagement: Option<Engagement>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the selection but deserves attention.
    warnings: Vec<Warning>,
}

/// Runs a mutation that makes a move.
macro_rules! run_move {
    ($ctx:expr, $operation:literal, $input:expr, $attempt:expr) => {{
        let run = async {
            let command = command($ctx, $operation, &$input.idempotency_key);
            let id = decode("applicationId", &$input.application_id)?;
            let attempt = $attempt;
            let asked = Move { id, expected_version: $input.expected_version, attempt };
            application::make_move(&state($ctx).app, &command, asked).await
        };
        payload($ctx, run.await)
    }};
}

/// Changes of applications.
#[derive(Default)]
pub struct ApplicationMutation;

#[Object]
impl ApplicationMutation {
    /// Applies to a mission. A missing skill never stands in the way.
    async fn application_submit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationSubmitInput,
    ) -> Nullable<ApplicationPayload> {
        let run = async {
            let command = command(ctx, "applicationSubmit", &input.idempotency_key);
            let mission = decode("missionId", &input.mission_id)?;
            let submit = Submit { mission, motivation: input.motivation.clone().unwrap_or_default() };
            application::submit(&state(ctx).app, &command, submit).await
        };
        payload(ctx, run.await)
    }

    /// Invites a talent to apply.
    async fn application_invite(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationInviteInput,
    ) -> Nullable<ApplicationPayload> {
        let run = async {
            let command = command(ctx, "applicationInvite", &input.idempotency_key);
            let invite = Invite {
                mission: decode("missionId", &input.mission_id)?,
                talent: decode("talentId", &input.talent_id)?,
            };
            application::invite(&state(ctx).app, &command, invite).await
        };
        payload(ctx, run.await)
    }

    /// Accepts an invitation: it becomes a candidature.
    async fn application_accept(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationAcceptInput,
    ) -> Nullable<ApplicationPayload> {
        let motivation = input.motivation.clone().unwrap_or_default();
        run_move!(ctx, "applicationAccept", input, ApplicationMove::Accept(motivation))
    }

    /// Declines an invitation.
    async fn application_decline_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationDeclineInvitationInput,
    ) -> Nullable<ApplicationPayload> {
        let reason = input.reason.clone().unwrap_or_default();
        run_move!(ctx, "applicationDeclineInvitation", input, ApplicationMove::DeclineInvitation(reason))
    }

    /// Takes a candidature back; the engagement that it opened is cancelled.
    async fn application_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationWithdrawInput,
    ) -> Nullable<ApplicationPayload> {
        let reason = input.reason.clone().unwrap_or_default();
        run_move!(ctx, "applicationWithdraw", input, ApplicationMove::Withdraw(reason))
    }

    /// Keeps a candidature for the host.
    async fn application_shortlist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationShortlistInput,
    ) -> Nullable<ApplicationPayload> {
        run_move!(ctx, "applicationShortlist", input, ApplicationMove::Shortlist)
    }

    /// Selects a candidature: it takes a seat, and the four parties are asked to consent.
    async fn application_select(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationSelectInput,
    ) -> Nullable<ApplicationSelectPayload> {
        let run = async {
            let command = command(ctx, "applicationSelect", &input.idempotency_key);
            application::select(&state(ctx).app, &command, input.parse()?).await
        };
        or_null(select_payload(ctx, run.await).await)
    }

    /// Declines a candidature, with a reason.
    async fn application_decline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ApplicationDeclineInput,
    ) -> Nullable<ApplicationPayload> {
        let reason = input.reason.clone();
        run_move!(ctx, "applicationDecline", input, ApplicationMove::Decline(reason))
    }
}

fn payload(ctx: &Context<'_>, result: Result<CoreApplication, AppError>) -> Nullable<ApplicationPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(application, user_errors): (Option<CoreApplication>, _)| ApplicationPayload {
        application: application.map(Application),
        user_errors,
        warnings: Vec::new(),
    };
    or_null(done.map(payload))
}

async fn select_payload(
    ctx: &Context<'_>,
    result: Result<(CoreApplication, Option<CoreEngagement>), AppError>,
) -> Result<ApplicationSelectPayload, AppError> {
    let (done, user_errors) = outcome(result, state(ctx).session.language)?;
    let (application, engagement) = done.unzip();
    let engagement = engagement.flatten();
    let warnings = match &engagement {
        Some(engagement) => plan_warnings(ctx, engagement).await?,
        None => Vec::new(),
    };
    let (application, engagement) = (application.map(Application), engagement.map(Box::new).map(Engagement));
    Ok(ApplicationSelectPayload { application, engagement, user_errors, warnings })
}

impl ApplicationSelectInput {
    fn parse(&self) -> Result<Select, Refusals> {
        Ok(Select {
            id: decode("applicationId", &self.application_id)?,
            expected_version: self.expected_version,
            plan: PlanDraft {
                minutes: self.planned_minutes,
                first: self.start_on.map(|day| day.0),
                last: self.end_on.map(|day| day.0),
            },
        })
    }
}
