//! The programme: the settings under which the scheme runs.

use async_graphql::{Context, Object};
use talents_core::programme::Programme as CoreProgramme;

use super::enums::{Branch, CompensationMode, LabelledEnum, LabelledValue, Phase, Urgency};
use super::error::{Nullable, or_null};
use super::state::state;

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
