//! Where an engagement is in its life, with all that it carries there.

use chrono::{DateTime, Utc};

use crate::code::coded_enum;

use super::Agreements;

coded_enum! {
    /// Where an engagement is in its life.
    pub enum EngagementState {
        /// Some party has not consented to the present terms.
        AwaitingConsents = "AWAITING_CONSENTS",
        /// All have consented; credits are reserved.
        Ready = "READY",
        /// The talent is at work.
        InProgress = "IN_PROGRESS",
        /// The work has stopped for a while.
        Suspended = "SUSPENDED",
        /// The talent delivered; time is to be settled.
        Delivered = "DELIVERED",
        /// Somebody ended the work; time is to be settled.
        Interrupted = "INTERRUPTED",
        /// All is settled.
        Closed = "CLOSED",
        /// It ended before its start.
        Cancelled = "CANCELLED",
    }
}

coded_enum! {
    /// What ended an engagement otherwise than by delivery.
    pub enum EndCause {
        /// The talent wished so.
        Talent = "TALENT",
        /// The host wished so.
        Host = "HOST",
        /// The employer recalled the talent, for service needs.
        Employer = "EMPLOYER",
        /// A party refused its consent.
        ConsentRefused = "CONSENT_REFUSED",
        /// The mission was cancelled.
        MissionCancelled = "MISSION_CANCELLED",
        /// The talent left the State.
        TalentLeft = "TALENT_LEFT",
        /// The talent moved to the host, above it or below it: there is nothing left to lend.
        SameStructure = "SAME_STRUCTURE",
    }
}

impl EndCause {
    /// Whether somebody decided, and owes the others a reason.
    pub const fn wants_reason(self) -> bool {
        match self {
            Self::Talent | Self::Host | Self::Employer => true,
            Self::ConsentRefused | Self::MissionCancelled | Self::TalentLeft | Self::SameStructure => false,
        }
    }
}

/// An end otherwise than by delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// What ended it.
    pub cause: EndCause,
    /// Why; may be empty where nobody decided.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How the work ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The talent delivered, then.
    Delivered(DateTime<Utc>),
    /// Somebody ended it.
    Interrupted(Stop),
}

impl Ending {
    /// When.
    pub fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Delivered(at) => *at,
            Self::Interrupted(stop) => stop.at,
        }
    }
}

/// Work that has begun: only what all had agreed on can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// The agreement of the four parties.
    pub agreed: Agreements,
    /// When it began.
    pub started_at: DateTime<Utc>,
}

/// Where an engagement is, with all that it carries there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// See [`EngagementState::AwaitingConsents`].
    AwaitingConsents,
    /// See [`EngagementState::Ready`].
    Ready(Agreements),
    /// See [`EngagementState::InProgress`].
    InProgress(Course),
    /// See [`EngagementState::Suspended`]; why.
    Suspended(Course, String),
    /// [`EngagementState::Delivered`] or [`EngagementState::Interrupted`].
    Ended(Course, Ending),
    /// See [`EngagementState::Closed`]; when.
    Closed(Course, Ending, DateTime<Utc>),
    /// See [`EngagementState::Cancelled`].
    Cancelled(Stop),
}

/// A stage laid out flat, for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageRecord {
    /// The state.
    pub state: EngagementState,
    /// See [`Course::started_at`].
    pub started_at: Option<DateTime<Utc>>,
    /// When the work was delivered, interrupted or cancelled.
    pub ended_at: Option<DateTime<Utc>>,
    /// See [`Stop::cause`].
    pub end_cause: Option<EndCause>,
    /// Why it was suspended, interrupted or cancelled.
    pub reason: String,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Stage {
    /// The state.
    pub const fn state(&self) -> EngagementState {
        match self {
            Self::AwaitingConsents => EngagementState::AwaitingConsents,
            Self::Ready(_) => EngagementState::Ready,
            Self::InProgress(_) => EngagementState::InProgress,
            Self::Suspended(..) => EngagementState::Suspended,
            Self::Ended(_, Ending::Delivered(_)) => EngagementState::Delivered,
            Self::Ended(_, Ending::Interrupted(_)) => EngagementState::Interrupted,
            Self::Closed(..) => EngagementState::Closed,
            Self::Cancelled(_) => EngagementState::Cancelled,
        }
    }

    /// The work, once it has begun.
    pub const fn course(&self) -> Option<&Course> {
        match self {
            Self::InProgress(course)
            | Self::Suspended(course, _)
            | Self::Ended(course, _)
            | Self::Closed(course, ..) => Some(course),
            Self::AwaitingConsents | Self::Ready(_) | Self::Cancelled(_) => None,
        }
    }

    /// How the work ended, once it has.
    pub const fn ending(&self) -> Option<&Ending> {
        match self {
            Self::Ended(_, ending) | Self::Closed(_, ending, _) => Some(ending),
            Self::AwaitingConsents
            | Self::Ready(_)
            | Self::InProgress(_)
            | Self::Suspended(..)
            | Self::Cancelled(_) => None,
        }
    }

    /// What ended it otherwise than by delivery, if anything did.
    pub const fn stop(&self) -> Option<&Stop> {
        match self {
            Self::Cancelled(stop)
            | Self::Ended(_, Ending::Interrupted(stop))
            | Self::Closed(_, Ending::Interrupted(stop), _) => Some(stop),
            Self::AwaitingConsents
            | Self::Ready(_)
            | Self::InProgress(_)
            | Self::Suspended(..)
            | Self::Ended(_, Ending::Delivered(_))
            | Self::Closed(_, Ending::Delivered(_), _) => None,
        }
    }

    /// Whether the talent delivered, be it closed since or not.
    pub const fn is_delivered(&self) -> bool {
        matches!(self.ending(), Some(Ending::Delivered(_)))
    }

    /// The stage laid out flat.
    pub fn record(&self) -> StageRecord {
        let stop = self.stop();
        let suspended = if let Self::Suspended(_, reason) = self { Some(reason) } else { None };
        StageRecord {
            state: self.state(),
            started_at: self.course().map(|course| course.started_at),
            ended_at: self.ending().map(Ending::at).or(stop.map(|stop| stop.at)),
            end_cause: stop.map(|stop| stop.cause),
            reason: stop.map(|stop| &stop.reason).or(suspended).cloned().unwrap_or_default(),
            closed_at: if let Self::Closed(_, _, at) = self { Some(*at) } else { None },
        }
    }

    /// The stage that a record lays out, with the agreements that the consents prove, or `None` where the record lacks
    /// something that its state carries: what was not agreed on can't be read back as ready or begun.
    pub fn restore(record: &StageRecord, agreements: Option<Agreements>) -> Option<Self> {
        let course = || Some(Course { agreed: agreements?, started_at: record.started_at? });
        let stop = || Some(Stop { cause: record.end_cause?, reason: record.reason.clone(), at: record.ended_at? });
        let ending = || match record.end_cause {
            Some(_) => stop().map(Ending::Interrupted),
            None => record.ended_at.map(Ending::Delivered),
        };
        let stage = match record.state {
            EngagementState::AwaitingConsents => Self::AwaitingConsents,
            EngagementState::Ready => Self::Ready(agreements?),
            EngagementState::InProgress => Self::InProgress(course()?),
            EngagementState::Suspended => Self::Suspended(course()?, record.reason.clone()),
            EngagementState::Delivered | EngagementState::Interrupted => Self::Ended(course()?, ending()?),
            EngagementState::Closed => Self::Closed(course()?, ending()?, record.closed_at?),
            EngagementState::Cancelled => Self::Cancelled(stop()?),
        };
        (stage.state() == record.state).then_some(stage)
    }
}
