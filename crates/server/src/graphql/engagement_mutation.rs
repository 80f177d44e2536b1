//! The moves of engagements and of their consents: one mutation each.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::engagement::{Consent as CoreConsent, Engagement as CoreEngagement, PlanDraft};

use super::engagement::{Consent, Engagement, plan_warnings};
use super::error::{Nullable, UserError, Warning, or_null, outcome};
use super::global_id::decode;
use super::life_enums::RefusalReason;
use super::mutation::{command, input};
use super::scalar::Date;
use super::state::state;
use crate::app::AppError;
use crate::app::consent::{self, Ask as Answer};
use crate::app::engagement::{self, Ask};

/// Declares the input of a move of an engagement, with a reason where the move needs one.
macro_rules! move_input {
    ($(#[$meta:meta])* $name:ident $($reason:ident)?) => {
        input! {
            $(#[$meta])*
            $name {
                /// Which engagement.
                engagement_id: ID,
                /// The version that the move was decided on.
                expected_version: i64,
                $(
                    /// Why: the parties read it.
                    $reason: String,
                )?
            }
        }
    };
}

input! {
    /// What is asked to change a plan before the start: what is left out stays.
    EngagementRescheduleInput {
        /// Which engagement.
        engagement_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
        /// Planned minutes.
        planned_minutes: Option<i64>,
        /// The first day.
        start_on: Option<Date>,
        /// The last day.
        end_on: Option<Date>,
    }
}
move_input! {
    /// What is asked to begin the work.
    EngagementStartInput
}
move_input! {
    /// What is asked to stop the work for a while.
    EngagementSuspendInput reason
}
move_input! {
    /// What is asked to go on.
    EngagementResumeInput
}
move_input! {
    /// What is asked to say that the work is done.
    EngagementDeliverInput
}
move_input! {
    /// What is asked to end the work before its end.
    EngagementInterruptInput reason
}
move_input! {
    /// What is asked to end an engagement before its start.
    EngagementCancelInput reason
}
move_input! {
    /// What is asked to say that all is settled.
    EngagementCloseInput
}
input! {
    /// What is asked to consent.
    ConsentGrantInput {
        /// Which consent.
        consent_id: ID,
        /// The version of the engagement that the answer was decided on, if any.
        expected_version: Option<i64>,
        /// The `termsHash` of the terms that were read: others are refused.
        terms_hash: Option<String>,
    }
}
input! {
    /// What is asked to refuse.
    ConsentRefuseInput {
        /// Which consent.
        consent_id: ID,
        /// The version of the engagement that the answer was decided on, if any.
        expected_version: Option<i64>,
        /// Why.
        reason: RefusalReason,
        /// More words; needed for `OTHER`.
        comment: Option<String>,
    }
}
input! {
    /// What is asked to take a consent back before the start.
    ConsentRevokeInput {
        /// Which consent.
        consent_id: ID,
        /// The version of the engagement that the answer was decided on, if any.
        expected_version: Option<i64>,
        /// Why, if one wants to say.
        comment: Option<String>,
    }
}
input! {
    /// What is asked to ask a party once more.
    ConsentAskAgainInput {
        /// Which consent.
        consent_id: ID,
        /// The version of the engagement that the move was decided on, if any.
        expected_version: Option<i64>,
    }
}

/// What a mutation of an engagement gives.
#[derive(SimpleObject)]
pub struct EngagementPayload {
    /// The engagement as it now is; null where nothing changed.
    engagement: Option<Engagement>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the mutation but deserves attention.
    warnings: Vec<Warning>,
}

/// What a mutation of a consent gives.
#[derive(SimpleObject)]
pub struct ConsentPayload {
    /// The consent as it now is; null where nothing changed.
    consent: Option<Consent>,
    /// Its engagement as it now is; null where nothing changed.
    engagement: Option<Engagement>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
    /// What did not stop the mutation but deserves attention.
    warnings: Vec<Warning>,
}

/// Runs a mutation that makes a move.
macro_rules! run_move {
    ($ctx:expr, $operation:literal, $input:expr, $ask:expr) => {{
        let run = async {
            let command = command($ctx, $operation, &$input.idempotency_key);
            let id = decode("engagementId", &$input.engagement_id)?;
            let asked = engagement::Move { id, expected_version: $input.expected_version, ask: $ask };
            engagement::make_move(&state($ctx).app, &command, asked).await
        };
        payload($ctx, run.await)
    }};
}

/// Runs a mutation that moves a consent.
macro_rules! run_answer {
    ($ctx:expr, $operation:literal, $input:expr, $ask:expr) => {{
        let run = async {
            let command = command($ctx, $operation, &$input.idempotency_key);
            let id = decode("consentId", &$input.consent_id)?;
            let asked = consent::Move { id, expected_version: $input.expected_version, ask: $ask };
            consent::make_move(&state($ctx).app, &command, asked).await
        };
        consent_payload($ctx, run.await)
    }};
}

/// Changes of engagements and of their consents.
#[derive(Default)]
pub struct EngagementMutation;

#[Object]
impl EngagementMutation {
    /// Consents for a party. The fourth consent makes the engagement ready, and its minutes are reserved.
    async fn consent_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ConsentGrantInput,
    ) -> Nullable<ConsentPayload> {
        run_answer!(ctx, "consentGrant", input, Answer::Grant(input.terms_hash.clone()))
    }

    /// Refuses for a party: the engagement is cancelled, and the seat is free again.
    async fn consent_refuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ConsentRefuseInput,
    ) -> Nullable<ConsentPayload> {
        let comment = input.comment.clone().unwrap_or_default();
        run_answer!(ctx, "consentRefuse", input, Answer::Refuse(input.reason.into(), comment))
    }

    /// Takes the consent of a party back before the start: what was reserved is free again.
    async fn consent_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ConsentRevokeInput,
    ) -> Nullable<ConsentPayload> {
        let comment = input.comment.clone().unwrap_or_default();
        run_answer!(ctx, "consentRevoke", input, Answer::Revoke(comment))
    }

    /// Asks a party once more whose consent expired, was taken back or is for other terms.
    async fn consent_ask_again(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ConsentAskAgainInput,
    ) -> Nullable<ConsentPayload> {
        run_answer!(ctx, "consentAskAgain", input, Answer::AskAgain)
    }

    /// Changes the planned minutes or days before the start: what was consented to is superseded.
    async fn engagement_reschedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementRescheduleInput,
    ) -> Nullable<EngagementPayload> {
        let plan = PlanDraft {
            minutes: input.planned_minutes,
            first: input.start_on.map(|day| day.0),
            last: input.end_on.map(|day| day.0),
        };
        let run = async {
            let command = command(ctx, "engagementReschedule", &input.idempotency_key);
            let id = decode("engagementId", &input.engagement_id)?;
            let expected_version = input.expected_version;
            let asked = engagement::Move { id, expected_version, ask: Ask::Reschedule(plan) };
            engagement::make_move(&state(ctx).app, &command, asked).await
        };
        or_null(planned_payload(ctx, run.await).await)
    }

    /// Begins the work that all have agreed on.
    async fn engagement_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementStartInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementStart", input, Ask::Start)
    }

    /// Stops the work for a while.
    async fn engagement_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementSuspendInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementSuspend", input, Ask::Suspend(input.reason.clone()))
    }

    /// Goes on with the work.
    async fn engagement_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementResumeInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementResume", input, Ask::Resume)
    }

    /// Says that the work is done: for the talent.
    async fn engagement_deliver(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementDeliverInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementDeliver", input, Ask::Deliver)
    }

    /// Ends the work before its end: for the talent, the host, or the employer who recalls.
    async fn engagement_interrupt(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementInterruptInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementInterrupt", input, Ask::Interrupt(input.reason.clone()))
    }

    /// Ends an engagement before its start: for the talent, the host or the employer.
    async fn engagement_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementCancelInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementCancel", input, Ask::Cancel(input.reason.clone()))
    }

    /// Says that all is settled: what is left of the reservation is free again.
    async fn engagement_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EngagementCloseInput,
    ) -> Nullable<EngagementPayload> {
        run_move!(ctx, "engagementClose", input, Ask::Close)
    }
}

fn payload(ctx: &Context<'_>, result: Result<CoreEngagement, AppError>) -> Nullable<EngagementPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(engagement, user_errors): (Option<CoreEngagement>, _)| EngagementPayload {
        engagement: engagement.map(Box::new).map(Engagement),
        user_errors,
        warnings: Vec::new(),
    };
    or_null(done.map(payload))
}

async fn planned_payload(
    ctx: &Context<'_>,
    result: Result<CoreEngagement, AppError>,
) -> Result<EngagementPayload, AppError> {
    let (engagement, user_errors) = outcome(result, state(ctx).session.language)?;
    let warnings = match &engagement {
        Some(engagement) => plan_warnings(ctx, engagement).await?,
        None => Vec::new(),
    };
    Ok(EngagementPayload { engagement: engagement.map(Box::new).map(Engagement), user_errors, warnings })
}

fn consent_payload(
    ctx: &Context<'_>,
    result: Result<(CoreConsent, CoreEngagement), AppError>,
) -> Nullable<ConsentPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(moved, user_errors): (Option<(CoreConsent, CoreEngagement)>, _)| {
        let consent = moved.as_ref().map(|(consent, engagement)| Consent::of(consent, engagement));
        let engagement = moved.map(|(_, engagement)| Engagement(Box::new(engagement)));
        ConsentPayload { consent, engagement, user_errors, warnings: Vec::new() }
    };
    or_null(done.map(payload))
}
