//! Keeps what the core decides, on SQLite or PostgreSQL, from one code base; nothing of the database library shows.
//!
//! One module per aggregate, with its row, its mapping to the core's type and its queries. Queries take any
//! [`Source`]: the [`Store`], or a [`Transaction`]. Writes take a transaction, and write a state and the events that
//! led to it together: there is no way to write the one without the other.
//!
//! ```no_run
//! # use std::sync::Arc;
//! # use talents_core::{event::Stamp, id::{IdSource, StructureId}};
//! # use talents_store::{Store, StoreError, structure};
//! # async fn trust(stamp: Stamp, ids: Arc<dyn IdSource>, id: StructureId) -> Result<(), StoreError> {
//! let store = Store::connect("sqlite://talents.db").await?;
//! store.migrate().await?;
//! let mut tx = store.begin(stamp, ids).await?;
//! if let Some(before) = structure::by_id(&tx, id).await? {
//!     structure::save(&mut tx, Some(&before), &before.trust(true)).await?;
//! }
//! tx.commit().await
//! # }
//! ```

pub mod application;
pub mod engagement;
pub mod envelope;
pub mod event;
pub mod generation;
pub mod history;
pub mod idempotency;
pub mod import_checkpoint;
pub mod ledger;
pub mod mission;
pub mod occupation;
pub mod person;
pub mod programme;
pub mod ranking_log;
pub mod role;
pub mod service_offer;
pub mod skill;
pub mod structure;
pub mod talent;
pub mod time_sheet;
pub mod token;

mod error;
mod keyset;
mod migration;
mod rows;
mod store;

pub use error::{Corruption, DatabaseFault, StoreError, UniqueValue};
pub use keyset::{Key, NotAKey};
pub use rows::Saved;
pub use store::{Source, Store, Transaction};
