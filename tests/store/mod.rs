//! The store, on both engines.

mod events;
mod idempotency;
mod migrating;
mod round_trip;
mod values;
mod writing;
