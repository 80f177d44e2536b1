//! What becomes of an engagement when something around it moves: the talent, the line manager, the mission.
//!
//! Each function gives the move that the engagement must make, or `None` where it stays as it is; the use case makes
//! it in the transaction of what caused it.

use crate::id::PersonId;
use crate::structure::Lineage;

use super::{ConsentKind, ConsentState, EndCause, Engagement, EngagementMove, EngagementState};

/// The talent is employed by another structure. Before the start the terms change, so every consent given on the old
/// ones is superseded; after it the new employer may recall, and credits stay with the structure of the accord.
pub fn when_talent_moves(
    engagement: &Engagement,
    to: &Lineage,
    host: &Lineage,
    manager: Option<PersonId>,
) -> Option<EngagementMove> {
    if to.id == engagement.present_employer {
        return None;
    }
    let change = EngagementMove::ChangeEmployer { employer: to.id, manager };
    match engagement.state() {
        EngagementState::AwaitingConsents | EngagementState::Ready => match to.check_apart(host) {
            Ok(()) => Some(change),
            Err(_) => Some(EngagementMove::Cancel(EndCause::SameStructure, String::new())),
        },
        EngagementState::InProgress | EngagementState::Suspended => Some(change),
        EngagementState::Delivered
        | EngagementState::Interrupted
        | EngagementState::Closed
        | EngagementState::Cancelled => None,
    }
}

/// The talent leaves the State: the engagement ends.
pub fn when_talent_leaves(engagement: &Engagement) -> Option<EngagementMove> {
    ended(engagement, EndCause::TalentLeft, "")
}

/// The mission was cancelled, for a reason that its parties are told: each engagement ends.
pub fn when_mission_is_cancelled(engagement: &Engagement, reason: &str) -> Option<EngagementMove> {
    ended(engagement, EndCause::MissionCancelled, reason)
}

/// The mission has a next version: what has not begun follows it, what has keeps its own.
pub fn when_mission_is_revised(engagement: &Engagement) -> Option<EngagementMove> {
    match engagement.state() {
        EngagementState::AwaitingConsents | EngagementState::Ready => Some(EngagementMove::Revise),
        EngagementState::InProgress
        | EngagementState::Suspended
        | EngagementState::Delivered
        | EngagementState::Interrupted
        | EngagementState::Closed
        | EngagementState::Cancelled => None,
    }
}

/// The talent has another line manager: an open request goes to them, what was granted stands.
pub fn when_manager_changes(engagement: &Engagement, manager: Option<PersonId>) -> Option<EngagementMove> {
    let consent = engagement.consents.get(ConsentKind::LineManager);
    if consent.state == ConsentState::Granted || consent.asked_of == manager {
        return None;
    }
    match engagement.state() {
        EngagementState::AwaitingConsents => Some(EngagementMove::ChangeManager(manager)),
        EngagementState::Ready
        | EngagementState::InProgress
        | EngagementState::Suspended
        | EngagementState::Delivered
        | EngagementState::Interrupted
        | EngagementState::Closed
        | EngagementState::Cancelled => None,
    }
}

fn ended(engagement: &Engagement, cause: EndCause, reason: &str) -> Option<EngagementMove> {
    match engagement.state() {
        EngagementState::AwaitingConsents | EngagementState::Ready => {
            Some(EngagementMove::Cancel(cause, reason.to_owned()))
        }
        EngagementState::InProgress | EngagementState::Suspended => {
            Some(EngagementMove::Interrupt(cause, reason.to_owned()))
        }
        EngagementState::Delivered
        | EngagementState::Interrupted
        | EngagementState::Closed
        | EngagementState::Cancelled => None,
    }
}
