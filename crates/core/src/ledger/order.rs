//! What a move of an engagement or of a time sheet orders the ledger to do, in the same transaction.

use crate::id::{EngagementId, StructureId, TimeSheetId};

/// An order of a move to the ledger: carried out in the transaction that saves the move, or neither is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditOrder {
    /// All have consented: reserve the planned minutes.
    Reserve {
        /// For which engagement.
        engagement: EngagementId,
        /// Whose account they leave: the host's.
        debit: StructureId,
        /// Whose account they reach: the structure that employed the talent at the accord.
        credit: StructureId,
        /// How many minutes, at least 1.
        minutes: u32,
    },
    /// Time was validated: post it from the reservation.
    Capture {
        /// For which engagement.
        engagement: EngagementId,
        /// Of which sheet; captured at most once.
        time_sheet: TimeSheetId,
        /// How many minutes, at least 1.
        minutes: u32,
    },
    /// Nothing more will be worked, or not on these terms: void what is left of the reservation.
    Release {
        /// Of which engagement.
        engagement: EngagementId,
    },
    /// Validated time was taken back: reverse what was captured for it.
    Reverse {
        /// For which sheet.
        time_sheet: TimeSheetId,
    },
}
