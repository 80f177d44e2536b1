//! What is set aside for an engagement, and what became of it.

use crate::error::Problem;
use crate::id::{AccountId, EngagementId, TransferId};

use super::account::Policy;

/// What is set aside for an engagement: a sum of its movements, kept so that none has to look at those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// For which engagement.
    pub engagement: EngagementId,
    /// The host's account.
    pub debit: AccountId,
    /// The account of the structure that employed the talent at the accord.
    pub credit: AccountId,
    /// The minutes that were set aside at first.
    pub planned: i64,
    /// Those of them that were captured and not reversed.
    pub captured: i64,
    /// The minutes captured past them and not reversed.
    pub overrun: i64,
    /// The pending movement that holds what is left; `None` where nothing is.
    pub live: Option<TransferId>,
    /// Whether it was given up: nothing of it is left, and nothing can be captured from it.
    pub released: bool,
}

impl Reservation {
    /// The minutes that are still set aside.
    pub fn remaining(&self) -> i64 {
        if self.released { 0 } else { self.planned - self.captured }
    }

    /// The minutes that may be captured past the reservation, over the engagement's whole life: a percentage of those
    /// planned, rounded down.
    pub fn tolerated(&self, policy: &Policy) -> i64 {
        self.planned * i64::from(policy.tolerance_percent) / 100
    }

    /// How a time sheet of so many minutes is shared: what comes out of the reservation, and what goes past it.
    ///
    /// # Errors
    /// [`Problem::PastTolerance`], with the most that a sheet may have now.
    pub(super) fn split(&self, minutes: i64, policy: &Policy) -> Result<(i64, i64), Problem> {
        let within = minutes.min(self.remaining());
        let past = minutes - within;
        let tolerance_left = (self.tolerated(policy) - self.overrun).max(0);
        if past > tolerance_left {
            return Err(Problem::PastTolerance { minutes, max: self.remaining() + tolerance_left });
        }
        Ok((within, past))
    }
}
