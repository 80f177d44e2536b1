//! The life of a mission: its states, its moves, and what each move asks for and changes.

use chrono::{DateTime, NaiveDate, Utc};

use crate::Change;
use crate::calendar::paris_day;
use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::structure::Structure;
use crate::text;

use super::{Mission, MissionContent};

coded_enum! {
    /// Where a mission is in its life.
    pub enum MissionState {
        /// Being written.
        Draft = "DRAFT",
        /// Waiting for moderation.
        Submitted = "SUBMITTED",
        /// Moderation asked for changes.
        ChangesRequested = "CHANGES_REQUESTED",
        /// Moderation rejected it.
        Rejected = "REJECTED",
        /// Everybody can read it.
        Published = "PUBLISHED",
        /// Hidden for a while.
        Suspended = "SUSPENDED",
        /// The deadline passed with nobody selected.
        Expired = "EXPIRED",
        /// Done.
        Completed = "COMPLETED",
        /// Given up.
        Cancelled = "CANCELLED",
    }
}

coded_enum! {
    /// The moves of a mission: one mutation or job each.
    pub enum MissionMoveKind {
        /// Change a draft.
        Update = "UPDATE",
        /// Hand it to moderation.
        Submit = "SUBMIT",
        /// Make it public.
        Publish = "PUBLISH",
        /// Send it back with a reason.
        RequestChanges = "REQUEST_CHANGES",
        /// Reject it with a reason.
        Reject = "REJECT",
        /// Publish a next version.
        Revise = "REVISE",
        /// Hide it for a while.
        Suspend = "SUSPEND",
        /// Show it again.
        Resume = "RESUME",
        /// Its deadline passed.
        Expire = "EXPIRE",
        /// Publish it again with another deadline.
        Republish = "REPUBLISH",
        /// Take applications.
        OpenApplications = "OPEN_APPLICATIONS",
        /// Take no applications for now.
        CloseApplications = "CLOSE_APPLICATIONS",
        /// Say that it is done.
        Complete = "COMPLETE",
        /// Give it up with a reason.
        Cancel = "CANCEL",
    }
}

/// How far a mission's engagements are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Talents who are selected: the seats that are taken.
    pub selected: u32,
    /// Those of them whose work has begun, be it over or not.
    pub started: u32,
    /// Engagements neither closed nor cancelled.
    pub open: u32,
    /// Engagements that were delivered.
    pub delivered: u32,
}

/// What a mission's move looks at beside the mission.
#[derive(Debug, Clone, Copy)]
pub struct MoveContext<'a> {
    /// When the move is made.
    pub now: DateTime<Utc>,
    /// The host of the mission.
    pub host: &'a Structure,
    /// How far the mission's engagements are.
    pub standing: Standing,
}

/// A move of a mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissionMove {
    /// See [`MissionMoveKind::Update`]; the whole content as it will be.
    Update(Box<MissionContent>),
    /// See [`MissionMoveKind::Submit`].
    Submit,
    /// See [`MissionMoveKind::Publish`].
    Publish,
    /// See [`MissionMoveKind::RequestChanges`]; why.
    RequestChanges(String),
    /// See [`MissionMoveKind::Reject`]; why.
    Reject(String),
    /// See [`MissionMoveKind::Revise`]; the whole content as it will be.
    Revise(Box<MissionContent>),
    /// See [`MissionMoveKind::Suspend`]; why.
    Suspend(String),
    /// See [`MissionMoveKind::Resume`].
    Resume,
    /// See [`MissionMoveKind::Expire`].
    Expire,
    /// See [`MissionMoveKind::Republish`]; the whole content as it will be, with its new deadline and dates.
    Republish(Box<MissionContent>),
    /// See [`MissionMoveKind::OpenApplications`].
    OpenApplications,
    /// See [`MissionMoveKind::CloseApplications`].
    CloseApplications,
    /// See [`MissionMoveKind::Complete`].
    Complete,
    /// See [`MissionMoveKind::Cancel`]; why.
    Cancel(String),
}

impl MissionMove {
    /// Which move it is.
    pub const fn kind(&self) -> MissionMoveKind {
        match self {
            Self::Update(_) => MissionMoveKind::Update,
            Self::Submit => MissionMoveKind::Submit,
            Self::Publish => MissionMoveKind::Publish,
            Self::RequestChanges(_) => MissionMoveKind::RequestChanges,
            Self::Reject(_) => MissionMoveKind::Reject,
            Self::Revise(_) => MissionMoveKind::Revise,
            Self::Suspend(_) => MissionMoveKind::Suspend,
            Self::Resume => MissionMoveKind::Resume,
            Self::Expire => MissionMoveKind::Expire,
            Self::Republish(_) => MissionMoveKind::Republish,
            Self::OpenApplications => MissionMoveKind::OpenApplications,
            Self::CloseApplications => MissionMoveKind::CloseApplications,
            Self::Complete => MissionMoveKind::Complete,
            Self::Cancel(_) => MissionMoveKind::Cancel,
        }
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
#[expect(clippy::match_same_arms, reason = "a line an edge reads like the scheme's own list of edges")]
pub const fn next_state(state: MissionState, attempt: MissionMoveKind) -> Option<MissionState> {
    use MissionMoveKind::{
        Cancel, CloseApplications, Complete, Expire, OpenApplications, Publish, Reject, Republish, RequestChanges,
        Resume, Revise, Submit, Suspend, Update,
    };
    use MissionState::{
        Cancelled, ChangesRequested, Completed, Draft, Expired, Published, Rejected, Submitted, Suspended,
    };
    match (attempt, state) {
        (Update, Draft | ChangesRequested) => Some(state),
        (Submit, Draft | ChangesRequested) => Some(Submitted),
        (RequestChanges, Submitted) => Some(ChangesRequested),
        (Reject, Submitted) => Some(Rejected),
        (Publish, Draft | Submitted) => Some(Published),
        (Revise | OpenApplications | CloseApplications, Published) => Some(Published),
        (Suspend, Published) => Some(Suspended),
        (Resume, Suspended) => Some(Published),
        (Expire, Published) => Some(Expired),
        (Republish, Expired) => Some(Published),
        (Complete, Published) => Some(Completed),
        (Cancel, Draft | Submitted | ChangesRequested | Published | Suspended | Expired) => Some(Cancelled),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (Update | Submit, Submitted | Rejected | Published | Suspended | Expired | Completed | Cancelled) => None,
        (
            RequestChanges | Reject,
            Draft | ChangesRequested | Rejected | Published | Suspended | Expired | Completed | Cancelled,
        ) => None,
        (Publish, ChangesRequested | Rejected | Published | Suspended | Expired | Completed | Cancelled) => None,
        (
            Revise | OpenApplications | CloseApplications | Suspend | Expire | Complete,
            Draft | Submitted | ChangesRequested | Rejected | Suspended | Expired | Completed | Cancelled,
        ) => None,
        (Resume, Draft | Submitted | ChangesRequested | Rejected | Published | Expired | Completed | Cancelled) => None,
        (
            Republish,
            Draft | Submitted | ChangesRequested | Rejected | Published | Suspended | Completed | Cancelled,
        ) => None,
        (Cancel, Rejected | Completed | Cancelled) => None,
    }
}

/// The moves that a state allows.
pub fn moves_from(state: MissionState) -> Vec<MissionMoveKind> {
    MissionMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

impl Mission {
    /// Makes a move, or says why it is refused.
    pub fn apply(&self, attempt: MissionMove, context: &MoveContext) -> Result<Change<Self>, Refusals> {
        let kind = attempt.kind();
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let mut mission = Self { state, version: self.version + 1, reason: String::new(), ..self.clone() };
        let event = mission.carry_out(attempt, self, context)?;
        let mut event = EventDraft::new(event, mission.id.0, mission.version).with("state", mission.state);
        if mission.published_version != self.published_version {
            event = event.with("publishedVersion", mission.published_version.unwrap_or_default());
        }
        Ok(Change { value: mission, events: vec![event] })
    }

    /// What a move changes beside the state, and what happened by it.
    fn carry_out(&mut self, attempt: MissionMove, before: &Self, around: &MoveContext) -> Result<EventKind, Refusals> {
        let today = paris_day(around.now);
        Ok(match attempt {
            MissionMove::Update(content) => {
                self.content = *content;
                self.reason.clone_from(&before.reason);
                EventKind::MissionUpdated
            }
            MissionMove::Submit => {
                self.content.check_publishable(today)?;
                EventKind::MissionSubmitted
            }
            MissionMove::Publish => {
                before.check_may_publish(around.host)?;
                self.publish(around.now, EventKind::MissionPublished)?
            }
            MissionMove::Revise(content) => {
                check_seats(&content, around.standing)?;
                self.content = *content;
                self.publish(around.now, EventKind::MissionRevised)?
            }
            MissionMove::Republish(content) => {
                self.content = *content;
                self.publish(around.now, EventKind::MissionRepublished)?
            }
            MissionMove::RequestChanges(reason) => self.because(&reason, EventKind::MissionChangesRequested)?,
            MissionMove::Reject(reason) => self.because(&reason, EventKind::MissionRejected)?,
            MissionMove::Suspend(reason) => self.because(&reason, EventKind::MissionSuspended)?,
            MissionMove::Cancel(reason) => self.because(&reason, EventKind::MissionCancelled)?,
            MissionMove::Resume => EventKind::MissionResumed,
            MissionMove::Expire => {
                self.check_expired(today, around.standing)?;
                EventKind::MissionExpired
            }
            MissionMove::OpenApplications => {
                self.takes_applications = true;
                EventKind::MissionApplicationsOpened
            }
            MissionMove::CloseApplications => {
                self.takes_applications = false;
                EventKind::MissionApplicationsClosed
            }
            MissionMove::Complete => {
                check_delivered(around.standing)?;
                EventKind::MissionCompleted
            }
        })
    }

    /// Whether its application deadline passed before that day with nobody selected.
    pub fn check_expired(&self, today: NaiveDate, standing: Standing) -> Result<(), Refusals> {
        let passed = self.content.application_deadline.is_some_and(|deadline| deadline < today);
        if passed && standing.selected == 0 { Ok(()) } else { Err(Problem::NotExpired {}.into()) }
    }

    fn check_may_publish(&self, host: &Structure) -> Result<(), Refusals> {
        // A submitted mission has been through moderation: whether this person may publish it, the permissions say.
        let moderated = self.state == MissionState::Submitted;
        if moderated || host.trusted { Ok(()) } else { Err(Problem::SubmitFirst {}.into()) }
    }

    fn publish(&mut self, now: DateTime<Utc>, event: EventKind) -> Result<EventKind, Refusals> {
        self.content.check_publishable(paris_day(now))?;
        self.published_version = Some(self.published_version.unwrap_or(0) + 1);
        self.published_at = Some(now);
        Ok(event)
    }

    fn because(&mut self, reason: &str, event: EventKind) -> Result<EventKind, Refusals> {
        let mut checks = Checks::default();
        self.reason = text::bounded(&mut checks, "reason", reason, text::REASON);
        checks.finish(event)
    }

    fn forbidden(&self, attempt: MissionMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("mission-state", self.state.code()),
            attempt: Arg::Label("mission-move", attempt.code()),
            allowed: Arg::Labels("mission-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}

fn check_seats(content: &MissionContent, standing: Standing) -> Result<(), Refusals> {
    let (seats, taken) = (i64::from(content.seats), i64::from(standing.selected));
    if seats >= taken { Ok(()) } else { Err(Refusals::at("seats", Problem::SeatsBelowTaken { seats, taken })) }
}

fn check_delivered(standing: Standing) -> Result<(), Refusals> {
    if standing.open == 0 && standing.delivered > 0 {
        return Ok(());
    }
    Err(Problem::NotDelivered { open: standing.open.into() }.into())
}

#[cfg(test)]
mod tests;
