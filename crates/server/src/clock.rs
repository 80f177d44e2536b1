//! The only place that reads the time.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use talents_core::calendar::paris_day;

/// What tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> DateTime<Utc>;

    /// The calendar day in Paris.
    fn today(&self) -> NaiveDate {
        paris_day(self.now())
    }
}

/// The time of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still until it is moved: the demo's and the tests'.
#[derive(Debug)]
pub struct FrozenClock(AtomicI64);

impl FrozenClock {
    /// A clock that stands at that instant, to the millisecond.
    pub fn at(instant: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(instant.timestamp_millis()))
    }

    /// Moves the clock forward, or says `false` when that instant is before the one at which it stands.
    pub fn advance_to(&self, instant: DateTime<Utc>) -> bool {
        let millis = instant.timestamp_millis();
        self.0.fetch_max(millis, Ordering::SeqCst) <= millis
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_forward_only() {
        let clock = FrozenClock::at("2026-12-01T08:00:00Z".parse().unwrap());
        assert!(clock.advance_to("2027-01-01T08:00:00Z".parse().unwrap()));
        assert!(!clock.advance_to("2026-12-02T08:00:00Z".parse().unwrap()));
        assert_eq!(clock.today().to_string(), "2027-01-01");
    }
}
