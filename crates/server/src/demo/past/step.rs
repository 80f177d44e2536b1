//! A step of the past, as its file has it: when, who, what, and on what, by external ids.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use talents_core::engagement::{ConsentKind, PlanDraft, RefusalReason};
use talents_core::id::SkillId;
use talents_core::service_offer::ServiceDraft;
use talents_core::time_sheet::WorkDraft;

/// One step.
#[derive(Debug, Deserialize)]
pub(super) struct Step {
    /// When; never before the step above it.
    pub(super) at: DateTime<Utc>,
    /// Who acts; nobody where the jobs run.
    #[serde(default)]
    pub(super) by: String,
    /// The mission that it is about; empty where there is none.
    #[serde(default)]
    pub(super) mission: String,
    /// The talent whom it is about; empty where there is none.
    #[serde(default)]
    pub(super) talent: String,
    /// What is done.
    #[serde(flatten)]
    pub(super) act: Act,
}

/// What a step does: to the candidature or the engagement of the talent for the mission, unless it says otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "do", rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Act {
    /// The jobs run, for something has fallen due.
    RunJobs,
    /// The mission is written and published.
    Publish,
    /// Every engagement of the mission is settled: it is complete.
    Complete,
    /// Credits from the scheme to a structure.
    Endow {
        structure: String,
        minutes: i64,
    },
    /// The talent is not to be found for a while.
    Pause,
    /// The talent leaves the scheme.
    Leave,
    /// Their data are erased.
    Erase,
    Offer(Offer),
    /// The talent's only offer is withdrawn.
    WithdrawOffer,
    Apply {
        motivation: String,
    },
    Invite,
    Shortlist,
    Decline {
        reason: String,
    },
    Withdraw {
        reason: String,
    },
    Select(Stint),
    Grant {
        kind: ConsentKind,
    },
    Refuse {
        kind: ConsentKind,
        reason: RefusalReason,
        comment: String,
    },
    Revoke {
        kind: ConsentKind,
        comment: String,
    },
    Reschedule(Stint),
    Start,
    Suspend {
        reason: String,
    },
    Deliver,
    Interrupt {
        reason: String,
    },
    Close,
    Declare(Stint),
    /// The sheet that begins on that day is found right.
    Validate {
        first: NaiveDate,
    },
    Dispute {
        first: NaiveDate,
        reason: String,
    },
    Void {
        first: NaiveDate,
        reason: String,
    },
    Reverse {
        first: NaiveDate,
        reason: String,
    },
}

/// How much work, and between which days: planned, or done.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Stint {
    minutes: i64,
    first: NaiveDate,
    last: NaiveDate,
}

impl From<Stint> for PlanDraft {
    fn from(stint: Stint) -> Self {
        Self { minutes: Some(stint.minutes), first: Some(stint.first), last: Some(stint.last) }
    }
}

impl From<Stint> for WorkDraft {
    fn from(stint: Stint) -> Self {
        Self { first: stint.first, last: stint.last, minutes: stint.minutes }
    }
}

/// A service that a talent offers.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Offer {
    title: String,
    description: String,
    /// By its slug in our vocabulary.
    skill: String,
    effort_minutes: i64,
}

impl From<Offer> for ServiceDraft {
    fn from(offer: Offer) -> Self {
        let Offer { title, description, skill, effort_minutes } = offer;
        Self { title, description, skills: vec![SkillId::of_slug(&skill)], effort_minutes }
    }
}
