//! The programme: the settings under which the scheme runs, and the suspension of the ranking.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use talents_core::programme::Programme as CoreProgramme;

use super::enums::{Branch, CompensationMode, LabelledEnum, LabelledValue, Phase, Urgency};
use super::error::{Nullable, UserError, or_null, outcome};
use super::mutation::command;
use super::scalar::DateTime;
use super::state::state;
use crate::app::AppError;
use crate::app::programme::{ChangeRanking, RankingMove, change_ranking};

/// The settings of the scheme.
pub struct Programme(CoreProgramme);

/// The settings of the scheme.
#[Object]
impl Programme {
    /// Counts the changes, from 1.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The text that it rests on.
    async fn legal_basis(&self) -> &str {
        &self.0.legal_basis
    }

    /// How far it has come.
    async fn phase(&self) -> Phase {
        self.0.phase.into()
    }

    /// The branches of the public service that may take part.
    async fn branches(&self) -> Vec<Branch> {
        self.0.branches.iter().map(|branch| (*branch).into()).collect()
    }

    /// What the credits of structures are for.
    async fn compensation_mode(&self) -> CompensationMode {
        self.0.compensation_mode.into()
    }

    /// Minutes in a day of work, for display alone.
    async fn minutes_per_day(&self) -> u32 {
        self.0.minutes_per_day
    }

    /// The lowest balance of an account, in minutes, unless the account says otherwise.
    async fn default_floor_minutes(&self) -> i64 {
        self.0.default_floor_minutes
    }

    /// The most minutes of a seat.
    async fn effort_minutes_max(&self) -> u32 {
        self.0.effort_minutes_max
    }

    /// The most days from the start of a mission to its end.
    async fn duration_days_max(&self) -> u32 {
        self.0.duration_days_max
    }

    /// The most minutes of a week.
    async fn weekly_minutes_max(&self) -> u32 {
        self.0.weekly_minutes_max
    }

    /// Days to consent for a mission of that urgency.
    async fn consent_days(&self, #[graphql(desc = "How pressing the mission is.")] urgency: Urgency) -> u16 {
        self.0.consent_days_for(urgency.into())
    }

    /// How far the minutes worked may go past those reserved, in percent.
    async fn tolerance_percent(&self) -> u8 {
        self.0.tolerance_percent
    }

    /// The suspension of the ranking; null while ranked lists are ranked.
    async fn ranking_suspension(&self) -> Option<RankingSuspension> {
        let suspension = self.0.ranking_suspension.as_ref()?;
        Some(RankingSuspension { since: DateTime(suspension.at), reason: suspension.reason.clone() })
    }
}

/// Why ranked lists are in a neutral order for now. They keep their filters, dates and eligibility.
#[derive(SimpleObject)]
pub struct RankingSuspension {
    /// Since when.
    since: DateTime,
    /// Why, as the operator says it.
    reason: String,
}

/// The programme and the labels of the enums.
#[derive(Default)]
pub struct ProgrammeQuery;

#[Object]
impl ProgrammeQuery {
    /// The settings of the scheme.
    async fn programme(&self, ctx: &Context<'_>) -> Nullable<Programme> {
        or_null(state(ctx).app.programme().await.map(Programme))
    }

    /// The values of an enum with their labels in both languages.
    async fn labels(
        &self,
        #[graphql(desc = "Which enum.", name = "enum")] labelled: LabelledEnum,
    ) -> Vec<LabelledValue> {
        labelled.values()
    }
}

/// What is asked to suspend the ranking.
#[derive(InputObject)]
pub struct RankingSuspendInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    idempotency_key: String,
    /// The version of the programme that the change was decided on.
    expected_version: i64,
    /// Why, for everybody to read.
    reason: String,
}

/// What is asked to resume the ranking.
#[derive(InputObject)]
pub struct RankingResumeInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    idempotency_key: String,
    /// The version of the programme that the change was decided on.
    expected_version: i64,
}

/// What a mutation of the programme gives.
#[derive(SimpleObject)]
pub struct ProgrammePayload {
    /// The programme as it now is; null where nothing changed.
    programme: Option<Programme>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// Changes of the programme.
#[derive(Default)]
pub struct ProgrammeMutation;

#[Object]
impl ProgrammeMutation {
    /// Suspends the ranking for everybody: lists keep their filters, dates and eligibility, in an order that is neutral.
    async fn ranking_suspend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: RankingSuspendInput,
    ) -> Nullable<ProgrammePayload> {
        let attempt = RankingMove::Suspend(input.reason.clone());
        let change = ChangeRanking { expected_version: input.expected_version, attempt };
        let command = command(ctx, "rankingSuspend", &input.idempotency_key);
        payload(ctx, change_ranking(&state(ctx).app, &command, change).await)
    }

    /// Ranks again.
    async fn ranking_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: RankingResumeInput,
    ) -> Nullable<ProgrammePayload> {
        let change = ChangeRanking { expected_version: input.expected_version, attempt: RankingMove::Resume };
        let command = command(ctx, "rankingResume", &input.idempotency_key);
        payload(ctx, change_ranking(&state(ctx).app, &command, change).await)
    }
}

fn payload(ctx: &Context<'_>, result: Result<CoreProgramme, AppError>) -> Nullable<ProgrammePayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(programme, user_errors): (Option<CoreProgramme>, _)| ProgrammePayload {
        programme: programme.map(Programme),
        user_errors,
    };
    or_null(done.map(payload))
}
