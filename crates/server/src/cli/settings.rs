//! What a command works on: the store, and the index.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use talents_core::event::{Actor, Stamp};
use talents_core::id::IdSource;
use talents_matching::Engine;
use talents_store::Store;

use super::failure::Failure;
use crate::app::{App, generation, indexer};
use crate::clock::{Clock, SystemClock};
use crate::ids::TimeOrderedIds;
use crate::import::vocabulary;

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub(super) struct StoreSettings {
    /// Base de données : sqlite://FICHIER?mode=rwc ou postgres://…
    #[arg(long = "base", value_name = "URL", env = "TALENTS_DATABASE_URL")]
    #[arg(default_value = "sqlite://talents.db?mode=rwc")]
    database_url: String,
}

/// Where the index is.
#[derive(Debug, Clone, Args)]
pub(super) struct IndexSettings {
    /// Dossier de l’index de recherche
    #[arg(long = "index", value_name = "DOSSIER", env = "TALENTS_INDEX_DIR", default_value = "talents-index")]
    directory: PathBuf,
}

impl StoreSettings {
    /// The store, migrated or not.
    pub(super) async fn connect(&self) -> Result<Store, Failure> {
        Ok(Store::connect(&self.database_url).await?)
    }

    /// An application without an index of its own, for commands that only write to the store: a server that runs, or the
    /// next one to start, will follow.
    pub(super) async fn open(&self) -> Result<App, Failure> {
        let store = self.connect().await?;
        check_migrated(&store).await?;
        let engine = Engine::in_memory(Arc::new(load_vocabulary(&store).await?))?;
        Ok(new_app(store, engine))
    }

    /// An application with its index, brought to the last event.
    pub(super) async fn open_with_index(&self, index: &IndexSettings) -> Result<App, Failure> {
        let store = self.connect().await?;
        check_migrated(&store).await?;
        let vocabulary = Arc::new(load_vocabulary(&store).await?);
        let engine = Engine::open(&index.directory, vocabulary).map_err(|error| index_failure(&error))?;
        let app = new_app(store, engine);
        generation::load(&app).await?;
        indexer::catch_up(&app).await?;
        generation::refresh(&app).await?;
        Ok(app)
    }
}

fn new_app(store: Store, engine: Engine) -> App {
    App::new(store, engine, Arc::new(SystemClock), Arc::new(TimeOrderedIds))
}

fn index_failure(error: &talents_matching::MatchingError) -> Failure {
    if error.is_locked() { Failure::usage("cli-index-locked") } else { Failure::unavailable(error) }
}

async fn check_migrated(store: &Store) -> Result<(), Failure> {
    if store.is_migrated().await? { Ok(()) } else { Err(Failure::usage("cli-migrate-first")) }
}

async fn load_vocabulary(store: &Store) -> Result<talents_matching::Vocabulary, Failure> {
    let ids: Arc<dyn IdSource> = Arc::new(TimeOrderedIds);
    let stamp = Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: SystemClock.now() };
    vocabulary::load_own(store, stamp, ids).await?;
    Ok(indexer::load_vocabulary(store).await?)
}
