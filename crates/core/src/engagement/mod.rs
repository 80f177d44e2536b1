//! Engagements: a talent works for a host on terms that four parties consented to.

mod consent;
mod consents;
mod envelope;
mod machine;
mod moves;
mod moving;
mod plan;
mod stage;
mod terms;

use chrono::{DateTime, NaiveDate, Utc};

use crate::Change;
use crate::calendar::{Days, paris_day};
use crate::error::{Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{ApplicationId, ConsentId, EngagementId, PersonId, StructureId, TalentId};
use crate::ledger::CreditOrder;
use crate::mission::{MissionVersion, Standing};
use crate::programme::Programme;

pub use consent::{
    Answer, Consent, ConsentKind, ConsentMove, ConsentMoveKind, ConsentState, RefusalReason, Request, Voice,
    moves_from as consent_moves_from, next_state as next_consent_state,
};
pub use consents::{Agreements, Consents};
pub use envelope::{Envelope, EnvelopeDraft};
pub use moves::{EngagementMove, EngagementMoveKind, moves_from, next_state};
pub use moving::{
    when_manager_changes, when_mission_is_cancelled, when_mission_is_revised, when_talent_leaves, when_talent_moves,
};
pub use plan::{Plan, PlanBounds, PlanDraft};
pub use stage::{Course, EndCause, Ending, EngagementState, Stage, StageRecord, Stop};
pub use terms::{Terms, TermsHash};

/// A talent at work for a host, from the selection to the closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// Counts its changes, those of its consents included, from 1.
    pub version: u64,
    /// The selected application.
    pub application: ApplicationId,
    /// The structure whose mission it is.
    pub host: StructureId,
    /// The person who is the talent.
    pub person: PersonId,
    /// What the parties consent to; from the start on, what they consented to.
    pub terms: Terms,
    /// The structure that employs the talent today: who may recall them. Credits stay with that of the terms.
    pub present_employer: StructureId,
    /// What the four parties answered.
    pub consents: Consents,
    /// Where it is in its life.
    pub stage: Stage,
    /// When the talent was selected.
    pub opened_at: DateTime<Utc>,
}

/// What an engagement begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEngagement {
    /// The id of the new engagement.
    pub id: EngagementId,
    /// The ids of its consents, in the order of [`ConsentKind::ALL`].
    pub consents: [ConsentId; 4],
    /// The selected application.
    pub application: ApplicationId,
    /// The talent.
    pub talent: TalentId,
    /// The person who is the talent.
    pub person: PersonId,
    /// The structure whose mission it is.
    pub host: StructureId,
    /// The structure that employs the talent.
    pub employer: StructureId,
    /// The line manager whom the employer confirmed, if any.
    pub manager: Option<PersonId>,
    /// How much and when; what is left out is what the mission announces.
    pub plan: PlanDraft,
}

/// What the moves of an engagement look at beside it.
#[derive(Debug, Clone, Copy)]
pub struct EngagementContext<'a> {
    /// When the move is made.
    pub now: DateTime<Utc>,
    /// The latest published version of the mission.
    pub mission: &'a MissionVersion,
    /// The programme.
    pub programme: &'a Programme,
    /// The plans of the talent's other engagements that are neither over nor cancelled.
    pub others: &'a [Plan],
    /// Whether the employer lets its line managers consent for it.
    pub one_voice: bool,
    /// Time sheets of the engagement that are declared or disputed.
    pub unsettled_sheets: u32,
}

impl<'a> EngagementContext<'a> {
    fn bounds(&self) -> PlanBounds<'a> {
        PlanBounds { content: &self.mission.content, programme: self.programme, others: self.others }
    }

    fn request(&self, terms: &Terms) -> Request {
        let days = self.programme.consent_days_for(self.mission.content.urgency);
        Request::new(terms.hash(), self.now, days)
    }
}

/// What a move gives, and what the ledger must do in the same transaction.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct Moved<T> {
    /// The new value and what happened.
    pub change: Change<T>,
    /// The order to the ledger, where there is one.
    pub credits: Option<CreditOrder>,
}

impl Engagement {
    /// Opens an engagement for a selected application and asks the four parties.
    ///
    /// # Errors
    /// A plan that does not fit: see [`Plan::changed`].
    pub fn open(new: &NewEngagement, context: &EngagementContext) -> Result<Change<Self>, Refusals> {
        let today = paris_day(context.now);
        let announced = Plan::announced(&context.mission.content, today).ok_or(Problem::ApplicationsClosed {})?;
        let plan = announced.changed(&new.plan, &context.bounds())?;
        let terms = Terms::new(context.mission, new.talent, new.employer, plan);
        let engagement = Self {
            id: new.id,
            version: 1,
            application: new.application,
            host: new.host,
            person: new.person,
            terms,
            present_employer: new.employer,
            consents: Consents::requested(new, context.request(&terms)),
            stage: Stage::AwaitingConsents,
            opened_at: context.now,
        };
        let requested = engagement.consents.iter().map(|consent| consent.happened(EventKind::ConsentRequested));
        let opened = engagement
            .happened(EventKind::EngagementOpened)
            .with("application", engagement.application)
            .with("mission", terms.mission)
            .with("talent", terms.talent)
            .with("employer", terms.employer)
            .with("host", engagement.host);
        let events = std::iter::once(opened).chain(requested).collect();
        Ok(Change { value: engagement, events })
    }

    /// Where it is in its life.
    pub fn state(&self) -> EngagementState {
        self.stage.state()
    }

    /// Whether it takes a seat of its mission: all but the cancelled ones do, those that were interrupted too.
    pub fn takes_seat(&self) -> bool {
        self.state() != EngagementState::Cancelled
    }

    /// Whether the work has begun, be it over or not.
    pub fn has_started(&self) -> bool {
        self.stage.course().is_some()
    }

    /// Whether something is still to be settled: neither closed nor cancelled.
    pub fn is_open(&self) -> bool {
        !matches!(self.state(), EngagementState::Closed | EngagementState::Cancelled)
    }

    /// The plan as it weighs on the talent's weeks, until the work is over.
    pub fn burden(&self) -> Option<Plan> {
        match self.state() {
            EngagementState::AwaitingConsents
            | EngagementState::Ready
            | EngagementState::InProgress
            | EngagementState::Suspended => Some(self.terms.plan),
            EngagementState::Delivered
            | EngagementState::Interrupted
            | EngagementState::Closed
            | EngagementState::Cancelled => None,
        }
    }

    /// The days for which time may be declared on a day: those agreed on, until the work ended, none in the future.
    /// `None` where the state takes no time, or no day has come yet.
    pub fn days_worked(&self, today: NaiveDate) -> Option<Days> {
        let course = self.stage.course().filter(|_| self.is_open())?;
        let ended = self.stage.ending().map_or(today, |ending| paris_day(ending.at()));
        let days = self.terms.days();
        debug_assert_eq!(course.agreed.terms(), self.terms.hash(), "the terms are those agreed on");
        Days::try_new(days.first(), days.last().min(ended).min(today))
    }

    fn happened(&self, kind: EventKind) -> EventDraft {
        EventDraft::new(kind, self.id.0, self.version).with("state", self.state()).with("terms", self.terms.hash())
    }
}

/// How far the engagements of a mission are: what the mission's own moves ask.
pub fn standing<'a>(engagements: impl IntoIterator<Item = &'a Engagement>) -> Standing {
    let mut standing = Standing::default();
    for engagement in engagements {
        standing.selected += u32::from(engagement.takes_seat());
        standing.started += u32::from(engagement.has_started());
        standing.open += u32::from(engagement.is_open());
        standing.delivered += u32::from(engagement.stage.is_delivered());
    }
    standing
}

#[cfg(test)]
pub(crate) mod tests;
