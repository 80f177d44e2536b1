//! The use cases. Each loads what it needs, asks the permission table, makes a pure transition of the core, and saves
//! the state with its events in one transaction. GraphQL, jobs and the command line all call the same ones.

pub mod application;
pub mod audit;
mod command;
pub mod consent;
pub mod credit;
pub mod dossier;
pub mod engagement;
pub mod envelope;
pub(crate) mod error;
pub mod export;
pub mod feed;
pub mod generation;
pub mod history;
pub mod indexer;
pub mod ledger;
mod listed;
pub mod matching;
pub mod mission;
mod neutral;
pub mod programme;
pub mod ranking_log;
pub mod ranking_report;
pub mod replay;
pub mod search;
pub mod service_offer;
pub mod session;
pub mod skill;
pub mod structure;
pub mod talent;
pub mod time_sheet;
pub mod todo;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use talents_core::event::{Actor, Stamp};
use talents_core::id::IdSource;
use talents_core::programme::Programme;
use talents_matching::{Engine, Snapshot};
use talents_store::Store;
use talents_store::event::Position;
use tokio::sync::Notify;

pub use command::{Command, Mutation};
pub use error::AppError;
pub use feed::Feed;
pub use listed::Listed;
pub use ranking_log::RankingLog;
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
    /// Those who wait for changes.
    pub feed: Arc<Feed>,
    /// What the ranking served, on its way to the store.
    pub ranking_log: RankingLog,
    /// How long what the ranking served is kept.
    pub ranking_log_kept: TimeDelta,
    /// An event that the published view of the index has reached.
    reached: Mutex<Option<Position>>,
}

/// How long what the ranking served is kept, where nothing else is set.
pub const RANKING_LOG_DAYS: u16 = 365;

impl App {
    /// An application over a migrated store and an engine whose vocabulary is loaded.
    pub fn new(store: Store, engine: Engine, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>) -> Self {
        let reached = engine.position().and_then(|text| text.parse().ok());
        Self {
            store,
            engine,
            clock,
            ids,
            changed: Notify::new(),
            feed: Arc::default(),
            ranking_log: RankingLog::default(),
            ranking_log_kept: TimeDelta::days(RANKING_LOG_DAYS.into()),
            reached: Mutex::new(reached),
        }
    }

    /// The stamp of what somebody does now.
    pub fn stamp(&self, actor: Actor) -> Stamp {
        Stamp { actor, on_behalf_of: None, at: self.clock.now() }
    }

    /// The settings of the scheme.
    pub async fn programme(&self) -> Result<Programme, AppError> {
        Ok(talents_store::programme::load(&self.store).await?)
    }

    /// An event that the view of the index has reached, and a view that may be a little further.
    ///
    /// In that order, so that whatever happened after the event is looked at when one asks what the view had not seen.
    pub fn snapshot_reached(&self) -> (Option<Position>, Arc<Snapshot>) {
        let reached = *self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        (reached, self.snapshot())
    }

    /// Notes the event that the view just published has reached.
    fn note_reached(&self, position: Position) {
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }

    /// The engine as it is now, with the vocabulary in use.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.engine.snapshot()
    }
}
