//! The only place that makes new ids.

use std::sync::atomic::{AtomicU64, Ordering};

use talents_core::id::IdSource;
use uuid::Uuid;

/// Ids that sort by the time at which they were made (UUID version 7), so that rows and index keys stay close together.
#[derive(Debug, Clone, Copy, Default)]
pub struct TimeOrderedIds;

impl IdSource for TimeOrderedIds {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that makes ids")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// The same ids at every start: the demo's and the tests'.
#[derive(Debug, Default)]
pub struct SeededIds {
    next: AtomicU64,
}

impl SeededIds {
    /// Ids of a series of its own: the first of them is that one of all.
    pub fn starting_at(first: u64) -> Self {
        Self { next: AtomicU64::new(first) }
    }
}

/// The namespace of the seeded ids.
const SEEDED_NAMESPACE: Uuid = Uuid::from_u128(0x8f2b_9d4e_6a41_5c33_b0de_6d6f_2d69_6473);

impl IdSource for SeededIds {
    fn next(&self) -> Uuid {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        Uuid::new_v5(&SEEDED_NAMESPACE, &number.to_be_bytes())
    }
}
