//! How often each kind of move is drawn, and how a history begins.

use super::Dice;

/// What is drawn, and how often.
pub(super) const KINDS: &[(&str, usize)] = &[
    ("applicationSubmit", 14),
    ("applicationInvite", 6),
    ("applicationAccept", 10),
    ("applicationDeclineInvitation", 3),
    ("applicationShortlist", 24),
    ("applicationSelect", 40),
    ("applicationDecline", 1),
    ("applicationWithdraw", 2),
    ("consentGrant", 220),
    ("consentRefuse", 22),
    ("consentRevoke", 16),
    ("consentAskAgain", 60),
    ("engagementReschedule", 8),
    ("engagementStart", 300),
    ("engagementSuspend", 24),
    ("engagementResume", 30),
    ("engagementDeliver", 30),
    ("engagementInterrupt", 14),
    ("engagementCancel", 4),
    ("engagementClose", 60),
    ("timeSheetDeclare", 110),
    ("timeSheetValidate", 50),
    ("timeSheetDispute", 44),
    ("timeSheetAmend", 44),
    ("timeSheetArbitrate", 60),
    ("timeSheetReverse", 12),
    ("missionRevise", 4),
    ("missionSuspend", 2),
    ("missionResume", 40),
    ("missionRepublish", 40),
    ("missionComplete", 20),
    ("missionCancel", 1),
    ("creditEndow", 10),
    ("creditAdjustmentPropose", 4),
    ("creditAdjustmentPost", 10),
    ("creditAdjustmentReject", 3),
    ("creditUndo", 4),
    ("creditFloorSet", 4),
    ("creditMonthClose", 4),
    ("envelopeGrant", 7),
    ("envelopeWithdraw", 3),
    ("talentUpdate", 5),
    ("talentPause", 2),
    ("talentResume", 20),
    ("talentWithdraw", 1),
    ("talentErase", 20),
    ("wait", 20),
    ("jobs", 8),
    ("mode", 2),
    ("appoint", 5),
];

/// The way from a candidature to work that is validated: moves at random alone seldom get there.
const STRAIGHT: &[&str] = &[
    "wait",
    "applicationSubmit",
    "applicationShortlist",
    "applicationSelect",
    "applicationSubmit",
    "consentGrant",
    "consentGrant",
    "applicationShortlist",
    "consentGrant",
    "applicationSelect",
    "consentGrant",
    "consentGrant",
    "consentGrant",
    "consentGrant",
    "consentGrant",
    "engagementStart",
    "consentGrant",
    "engagementStart",
    "wait",
    "timeSheetDeclare",
    "wait",
    "timeSheetDeclare",
    "timeSheetValidate",
    "timeSheetDeclare",
];

/// How a history begins: half of them where credits count, some with envelopes, and most some way along the straight way.
pub(in crate::histories) fn beginning(dice: &mut Dice) -> Vec<&'static str> {
    let credits: &[&str] = if dice.chance(50) { &["mode", "creditEndow", "creditEndow"] } else { &[] };
    let envelopes: &[&str] = if dice.chance(35) { &["applicationSubmit", "envelopeGrant"] } else { &[] };
    let way = dice.below(STRAIGHT.len() + 30).min(STRAIGHT.len());
    credits.iter().chain(envelopes).chain(&STRAIGHT[..way]).copied().collect()
}
