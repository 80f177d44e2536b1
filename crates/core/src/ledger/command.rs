//! What can be asked of the ledger, and what one must know to answer.

use crate::event::EventKind;
use crate::id::{AccountId, EngagementId, StructureId, TimeSheetId, TransferId};

use super::account::AccountOwner;
use super::order::CreditOrder;
use super::transfer::{AdjustmentReason, Phase, Transfer, TransferKind};

/// What is asked of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// What an engagement or a time sheet asks for.
    Order(CreditOrder),
    /// Give credits of the scheme to a structure.
    Endow {
        /// To which structure.
        structure: StructureId,
        /// How many minutes; at least one.
        minutes: i64,
    },
    /// Propose to adjust the account of a structure: pending until a second person posts it.
    ProposeAdjustment {
        /// Of which structure.
        structure: StructureId,
        /// How many minutes it gets; negative for what is taken from it.
        minutes: i64,
        /// Why.
        reason: AdjustmentReason,
    },
    /// Post an adjustment that somebody else proposed.
    PostAdjustment {
        /// The pending movement.
        pending: TransferId,
    },
    /// Give up an adjustment that was proposed.
    RejectAdjustment {
        /// The pending movement.
        pending: TransferId,
    },
    /// Undo an endowment or an adjustment. A capture is undone by reversing its time sheet.
    Undo {
        /// The movement.
        transfer: TransferId,
    },
}

/// What one must know of the ledger to answer a command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The engagement whose reservation counts.
    pub engagement: Option<EngagementId>,
    /// The time sheet whose captures and overruns count.
    pub time_sheet: Option<TimeSheetId>,
    /// The movement that is named; what posted, voided or reversed it counts too.
    pub transfer: Option<TransferId>,
    /// The accounts that are touched whatever comes of it.
    pub owners: Vec<AccountOwner>,
}

impl Command {
    /// What must be known before it can be answered. The accounts of the reservation and of the movements that are
    /// found by it must be known as well.
    pub fn needs(&self) -> Needs {
        let structure = |id: StructureId| AccountOwner::Structure(id);
        match *self {
            Self::Order(CreditOrder::Reserve { engagement, debit, credit, .. }) => Needs {
                engagement: Some(engagement),
                owners: vec![structure(debit), structure(credit)],
                ..Needs::default()
            },
            Self::Order(CreditOrder::Capture { engagement, time_sheet, .. }) => {
                Needs { engagement: Some(engagement), time_sheet: Some(time_sheet), ..Needs::default() }
            }
            Self::Order(CreditOrder::Release { engagement }) => {
                Needs { engagement: Some(engagement), ..Needs::default() }
            }
            Self::Order(CreditOrder::Reverse { time_sheet }) => {
                Needs { time_sheet: Some(time_sheet), ..Needs::default() }
            }
            Self::Endow { structure: id, .. } => {
                Needs { owners: vec![structure(id), AccountOwner::Endowment], ..Needs::default() }
            }
            Self::ProposeAdjustment { structure: id, .. } => {
                Needs { owners: vec![structure(id), AccountOwner::Adjustment], ..Needs::default() }
            }
            Self::PostAdjustment { pending: transfer }
            | Self::RejectAdjustment { pending: transfer }
            | Self::Undo { transfer } => Needs { transfer: Some(transfer), ..Needs::default() },
        }
    }

    /// What happened once it is done.
    pub(super) const fn event(&self) -> EventKind {
        match self {
            Self::Order(CreditOrder::Reserve { .. }) => EventKind::CreditsReserved,
            Self::Order(CreditOrder::Capture { .. }) => EventKind::CreditsCaptured,
            Self::Order(CreditOrder::Release { .. }) => EventKind::CreditsReleased,
            Self::Order(CreditOrder::Reverse { .. }) | Self::Undo { .. } => EventKind::CreditsReversed,
            Self::Endow { .. } => EventKind::CreditsEndowed,
            Self::ProposeAdjustment { .. } => EventKind::AdjustmentProposed,
            Self::PostAdjustment { .. } => EventKind::AdjustmentPosted,
            Self::RejectAdjustment { .. } => EventKind::AdjustmentRejected,
        }
    }

    /// Whether these movements, which came of one demand, are what this command would have done then.
    pub(super) fn is_answered_by(&self, made: &[&Transfer]) -> bool {
        let Some(first) = made.first() else { return false };
        let account = |id: StructureId| AccountId::of(AccountOwner::Structure(id));
        match *self {
            Self::Order(CreditOrder::Reserve { engagement, debit, credit, minutes }) => {
                (first.kind, first.phase) == (TransferKind::Reservation, Phase::Pending)
                    && first.engagement == Some(engagement)
                    && (first.debit, first.credit) == (account(debit), account(credit))
                    && first.minutes.get() == i64::from(minutes)
            }
            Self::Order(CreditOrder::Capture { engagement, time_sheet, minutes }) => {
                let moved = made.iter().filter(|transfer| transfer.is_capture());
                moved.map(|transfer| transfer.minutes.get()).sum::<i64>() == i64::from(minutes)
                    && (first.engagement, first.time_sheet) == (Some(engagement), Some(time_sheet))
            }
            Self::Order(CreditOrder::Release { engagement }) => {
                first.kind == TransferKind::Release && first.engagement == Some(engagement)
            }
            Self::Order(CreditOrder::Reverse { time_sheet }) => {
                first.kind == TransferKind::Reversal && first.time_sheet == Some(time_sheet)
            }
            Self::Endow { structure, minutes } => {
                (first.kind, first.credit) == (TransferKind::Endowment, account(structure))
                    && first.minutes.get() == minutes
            }
            Self::ProposeAdjustment { structure, minutes, reason } => {
                let side = if minutes > 0 { first.credit } else { first.debit };
                (first.kind, first.phase, first.reason) == (TransferKind::Adjustment, Phase::Pending, Some(reason))
                    && side == account(structure)
                    && first.minutes.get() == minutes.abs()
            }
            Self::PostAdjustment { pending } => first.phase == Phase::Posts(pending),
            Self::RejectAdjustment { pending } => first.phase == Phase::Voids(pending),
            Self::Undo { transfer } => first.phase == Phase::Reverses(transfer),
        }
    }
}

impl Transfer {
    /// Whether it moves the minutes of a time sheet.
    pub const fn is_capture(&self) -> bool {
        match self.kind {
            TransferKind::Capture | TransferKind::Overrun => true,
            TransferKind::Reservation
            | TransferKind::Release
            | TransferKind::Endowment
            | TransferKind::Adjustment
            | TransferKind::Reversal => false,
        }
    }
}
