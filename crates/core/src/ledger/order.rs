//! What an engagement asks of the ledger.

use crate::id::{EngagementId, StructureId, TimeSheetId};

/// What the credits must do when an engagement or a time sheet moves: the machines say it, the ledger does it, in the
/// same transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditOrder {
    /// The engagement is READY: keep its planned minutes aside.
    Reserve {
        /// For which engagement.
        engagement: EngagementId,
        /// Who will pay: the host.
        debit: StructureId,
        /// Who will be credited: the structure that employed the talent at the accord, wherever they work later.
        credit: StructureId,
        /// How many minutes; at least one.
        minutes: u32,
    },
    /// A time sheet was validated: its minutes move.
    Capture {
        /// For which engagement.
        engagement: EngagementId,
        /// Which time sheet; it counts once.
        time_sheet: TimeSheetId,
        /// How many minutes; at least one.
        minutes: u32,
    },
    /// The engagement is closed or cancelled, or no longer READY: nothing stays aside.
    Release {
        /// For which engagement.
        engagement: EngagementId,
    },
    /// A validated time sheet was reversed: what it moved goes back.
    Reverse {
        /// Which time sheet.
        time_sheet: TimeSheetId,
    },
}
