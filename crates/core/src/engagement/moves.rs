//! The moves of an engagement, and where they lead.

use crate::code::coded_enum;
use crate::id::{PersonId, StructureId};

use super::{ConsentKind, EndCause, EngagementState, PlanDraft, RefusalReason, TermsHash, Voice};

coded_enum! {
    /// The moves of an engagement: one mutation or job each, but for `AGREE`, which the fourth consent brings.
    pub enum EngagementMoveKind {
        /// A party consents.
        Grant = "GRANT",
        /// A party refuses.
        Refuse = "REFUSE",
        /// A party did not answer in time.
        Expire = "EXPIRE",
        /// A party takes its consent back.
        Revoke = "REVOKE",
        /// A party is asked once more.
        AskAgain = "ASK_AGAIN",
        /// All four have consented.
        Agree = "AGREE",
        /// Change the planned minutes or days.
        Reschedule = "RESCHEDULE",
        /// Follow a next version of the mission.
        Revise = "REVISE",
        /// The talent changed structure.
        ChangeEmployer = "CHANGE_EMPLOYER",
        /// The talent has another line manager.
        ChangeManager = "CHANGE_MANAGER",
        /// Begin the work.
        Start = "START",
        /// Stop for a while.
        Suspend = "SUSPEND",
        /// Go on.
        Resume = "RESUME",
        /// Say that the work is done.
        Deliver = "DELIVER",
        /// End the work before its end.
        Interrupt = "INTERRUPT",
        /// Say that all is settled.
        Close = "CLOSE",
        /// End it before its start.
        Cancel = "CANCEL",
    }
}

/// A move of an engagement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngagementMove {
    /// See [`EngagementMoveKind::Grant`].
    Grant {
        /// Which party.
        kind: ConsentKind,
        /// Who speaks for it.
        voice: Voice,
        /// The terms that the person read, where the client says so.
        read: Option<TermsHash>,
    },
    /// See [`EngagementMoveKind::Refuse`].
    Refuse {
        /// Which party.
        kind: ConsentKind,
        /// Who speaks for it.
        voice: Voice,
        /// Why.
        reason: RefusalReason,
        /// More words; needed for [`RefusalReason::Other`].
        comment: String,
    },
    /// See [`EngagementMoveKind::Expire`].
    Expire(ConsentKind),
    /// See [`EngagementMoveKind::Revoke`].
    Revoke {
        /// Which party.
        kind: ConsentKind,
        /// Who speaks for it.
        voice: Voice,
        /// Why; may be empty.
        comment: String,
    },
    /// See [`EngagementMoveKind::AskAgain`].
    AskAgain(ConsentKind),
    /// See [`EngagementMoveKind::Reschedule`]; what is left out stays.
    Reschedule(PlanDraft),
    /// See [`EngagementMoveKind::Revise`]; the version is that of the context.
    Revise,
    /// See [`EngagementMoveKind::ChangeEmployer`].
    ChangeEmployer {
        /// The structure that employs the talent from now on.
        employer: StructureId,
        /// The line manager whom it confirmed, if any.
        manager: Option<PersonId>,
    },
    /// See [`EngagementMoveKind::ChangeManager`]; whom the employer confirmed, if anybody.
    ChangeManager(Option<PersonId>),
    /// See [`EngagementMoveKind::Start`].
    Start,
    /// See [`EngagementMoveKind::Suspend`]; why.
    Suspend(String),
    /// See [`EngagementMoveKind::Resume`].
    Resume,
    /// See [`EngagementMoveKind::Deliver`].
    Deliver,
    /// See [`EngagementMoveKind::Interrupt`]; on whose wish, and why.
    Interrupt(EndCause, String),
    /// See [`EngagementMoveKind::Close`].
    Close,
    /// See [`EngagementMoveKind::Cancel`]; on whose wish, and why.
    Cancel(EndCause, String),
}

impl EngagementMove {
    /// Which move it is.
    pub const fn kind(&self) -> EngagementMoveKind {
        match self {
            Self::Grant { .. } => EngagementMoveKind::Grant,
            Self::Refuse { .. } => EngagementMoveKind::Refuse,
            Self::Expire(_) => EngagementMoveKind::Expire,
            Self::Revoke { .. } => EngagementMoveKind::Revoke,
            Self::AskAgain(_) => EngagementMoveKind::AskAgain,
            Self::Reschedule(_) => EngagementMoveKind::Reschedule,
            Self::Revise => EngagementMoveKind::Revise,
            Self::ChangeEmployer { .. } => EngagementMoveKind::ChangeEmployer,
            Self::ChangeManager(_) => EngagementMoveKind::ChangeManager,
            Self::Start => EngagementMoveKind::Start,
            Self::Suspend(_) => EngagementMoveKind::Suspend,
            Self::Resume => EngagementMoveKind::Resume,
            Self::Deliver => EngagementMoveKind::Deliver,
            Self::Interrupt(..) => EngagementMoveKind::Interrupt,
            Self::Close => EngagementMoveKind::Close,
            Self::Cancel(..) => EngagementMoveKind::Cancel,
        }
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
#[expect(clippy::match_same_arms, reason = "a line an edge reads like the scheme's own list of edges")]
pub const fn next_state(state: EngagementState, attempt: EngagementMoveKind) -> Option<EngagementState> {
    use EngagementMoveKind::{
        Agree, AskAgain, Cancel, ChangeEmployer, ChangeManager, Close, Deliver, Expire, Grant, Interrupt, Refuse,
        Reschedule, Resume, Revise, Revoke, Start, Suspend,
    };
    use EngagementState::{AwaitingConsents, Cancelled, Closed, Delivered, InProgress, Interrupted, Ready, Suspended};
    match (attempt, state) {
        (Grant | Expire | AskAgain, AwaitingConsents) => Some(AwaitingConsents),
        (Agree, AwaitingConsents) => Some(Ready),
        (Refuse, AwaitingConsents) => Some(Cancelled),
        (Revoke | Reschedule | Revise, AwaitingConsents | Ready) => Some(AwaitingConsents),
        (ChangeEmployer, AwaitingConsents | Ready) => Some(AwaitingConsents),
        (ChangeEmployer, InProgress | Suspended) => Some(state),
        (ChangeManager, AwaitingConsents | Ready) => Some(state),
        (Start, Ready) => Some(InProgress),
        (Suspend, InProgress) => Some(Suspended),
        (Resume, Suspended) => Some(InProgress),
        (Deliver, InProgress) => Some(Delivered),
        (Interrupt, InProgress | Suspended) => Some(Interrupted),
        (Close, Delivered | Interrupted) => Some(Closed),
        (Cancel, AwaitingConsents | Ready) => Some(Cancelled),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (
            Grant | Expire | AskAgain | Agree | Refuse,
            Ready | InProgress | Suspended | Delivered | Interrupted | Closed | Cancelled,
        ) => None,
        (
            Revoke | Reschedule | Revise | ChangeManager | Cancel,
            InProgress | Suspended | Delivered | Interrupted | Closed | Cancelled,
        ) => None,
        (ChangeEmployer, Delivered | Interrupted | Closed | Cancelled) => None,
        (Start, AwaitingConsents | InProgress | Suspended | Delivered | Interrupted | Closed | Cancelled) => None,
        (Suspend | Deliver, AwaitingConsents | Ready | Suspended | Delivered | Interrupted | Closed | Cancelled) => {
            None
        }
        (Resume, AwaitingConsents | Ready | InProgress | Delivered | Interrupted | Closed | Cancelled) => None,
        (Interrupt, AwaitingConsents | Ready | Delivered | Interrupted | Closed | Cancelled) => None,
        (Close, AwaitingConsents | Ready | InProgress | Suspended | Closed | Cancelled) => None,
    }
}

/// The moves that a state allows somebody to make.
pub fn moves_from(state: EngagementState) -> Vec<EngagementMoveKind> {
    let asked_for = |attempt: &EngagementMoveKind| *attempt != EngagementMoveKind::Agree;
    let kinds = EngagementMoveKind::ALL.iter().copied().filter(asked_for);
    kinds.filter(|attempt| next_state(state, *attempt).is_some()).collect()
}
