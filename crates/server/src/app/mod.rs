//! The use cases. Each loads what it needs, asks the permission table, makes a pure transition of the core, and saves
//! the state with its events in one transaction. GraphQL, jobs and the command line all call the same ones.

mod command;
mod error;
pub mod generation;
pub mod indexer;
pub mod matching;
pub mod mission;
pub mod search;
pub mod session;
pub mod skill;
pub mod structure;
pub mod talent;
pub mod todo;

use std::sync::Arc;

use talents_core::event::{Actor, Stamp};
use talents_core::id::IdSource;
use talents_core::programme::Programme;
use talents_matching::{Engine, Snapshot};
use talents_store::{Store, programme};
use tokio::sync::Notify;

pub use command::{Command, Mutation};
pub use error::AppError;
pub use session::Session;

use crate::clock::Clock;

/// All that a use case works with.
pub struct App {
    /// Where everything is kept.
    pub store: Store,
    /// What searches and ranks.
    pub engine: Engine,
    /// What tells the time.
    pub clock: Arc<dyn Clock>,
    /// What makes new ids.
    pub ids: Arc<dyn IdSource>,
    /// Told after each change, so that the index follows at once.
    pub changed: Notify,
}

impl App {
    /// An application over a migrated store and an engine whose vocabulary is loaded.
    pub fn new(store: Store, engine: Engine, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        Self { store, engine, clock, ids, changed: Notify::new() }
    }

    /// The stamp of what somebody does now.
    pub fn stamp(&self, actor: Actor) -> Stamp {
        Stamp { actor, on_behalf_of: None, at: self.clock.now() }
    }

    /// The settings of the scheme.
    pub async fn programme(&self) -> Result<Programme, AppError> {
        Ok(programme::load(&self.store).await?)
    }

    /// The engine as it is now, with the vocabulary in use.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.snapshot()
    }
}
