//! The store, on both engines.

mod engagements;
mod events;
mod idempotency;
mod keyset;
mod ledger;
mod migrating;
mod ranking_log;
mod round_trip;
pub(crate) mod scene;
pub(crate) mod values;
mod writing;
