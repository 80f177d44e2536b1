//! Engagements: planned anew, begun, suspended, delivered, ended, closed.

use talents_core::access::{Act, Viewer};
use talents_core::engagement::{EndCause, Engagement, EngagementMove, PlanDraft};
use talents_core::error::Problem;
use talents_core::id::EngagementId;
use talents_core::talent::Talent;
use talents_store::{Transaction, engagement};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders, Parties, other_plans};
use super::{App, AppError, Command};

/// What is asked of an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Change the planned minutes or days.
    Reschedule(PlanDraft),
    /// Begin the work.
    Start,
    /// Stop for a while; why.
    Suspend(String),
    /// Go on.
    Resume,
    /// Say that the work is done.
    Deliver,
    /// End the work before its end; why. On whose wish, the roles of who asks say.
    Interrupt(String),
    /// End it before its start; the same.
    Cancel(String),
    /// Say that all is settled.
    Close,
}

/// What is asked to make a move.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which engagement.
    pub id: EngagementId,
    /// The version that the move was decided on.
    pub expected_version: i64,
    /// Which move.
    pub ask: Ask,
}

/// Makes a move of an engagement.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<Engagement, AppError> {
    by_id(app, EngagementId(command.run(app, &input).await?)).await
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let mut dossier = Dossier::load_for(tx, viewer, self.id).await?;
        let attempt = permitted(viewer, dossier.parties(), self.ask.clone())?;
        expect_version(self.expected_version, dossier.engagement.version)?;
        let mut orders = Orders::default();
        dossier.make(app, tx, attempt, &mut orders).await?;
        orders.carry_out(tx).await?;
        Ok(self.id.0)
    }
}

/// What those who made a plan should know, although it is allowed.
pub async fn warnings(app: &App, engagement: &Engagement, talent: &Talent) -> Result<Vec<Problem>, AppError> {
    let others = other_plans(&app.store, talent, Some(engagement.id)).await?;
    let capacity = talent.profile.availability.minutes_per_week;
    Ok(engagement.terms.plan.warnings(&others, capacity))
}

/// An engagement that must be there.
pub(super) async fn by_id(app: &App, id: EngagementId) -> Result<Engagement, AppError> {
    let gone = || Problem::NoSuchObject { kind: "Engagement".to_owned(), id: id.to_string() };
    Ok(engagement::by_id(&app.store, id).await?.ok_or_else(gone)?)
}

/// The move that is asked for, where the viewer may make it.
fn permitted(viewer: &Viewer, parties: Parties<'_>, ask: Ask) -> Result<EngagementMove, AppError> {
    let host = |attempt| viewer.may(Act::RunEngagement, &parties.of_host()).map(|()| attempt);
    Ok(match ask {
        Ask::Reschedule(plan) => host(EngagementMove::Reschedule(plan))?,
        Ask::Start => host(EngagementMove::Start)?,
        Ask::Suspend(reason) => host(EngagementMove::Suspend(reason))?,
        Ask::Resume => host(EngagementMove::Resume)?,
        Ask::Close => host(EngagementMove::Close)?,
        Ask::Deliver => {
            viewer.may(Act::DeclareTime, &parties.of_talent())?;
            EngagementMove::Deliver
        }
        Ask::Interrupt(reason) => EngagementMove::Interrupt(side(viewer, parties)?, reason),
        Ask::Cancel(reason) => EngagementMove::Cancel(side(viewer, parties)?, reason),
    })
}

/// On whose wish an engagement ends: the talent's own, the employer's who recalls, or the host's.
fn side(viewer: &Viewer, parties: Parties<'_>) -> Result<EndCause, Problem> {
    if viewer.may(Act::DeclareTime, &parties.of_talent()).is_ok() {
        return Ok(EndCause::Talent);
    }
    if viewer.may(Act::RecallTalent, &parties.of_present_employer()).is_ok() {
        return Ok(EndCause::Employer);
    }
    viewer.may(Act::RunEngagement, &parties.of_host()).map(|()| EndCause::Host)
}
