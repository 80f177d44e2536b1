//! The store, on both engines.

mod events;
mod idempotency;
mod migrating;
mod ranking_log;
mod round_trip;
mod values;
mod writing;
