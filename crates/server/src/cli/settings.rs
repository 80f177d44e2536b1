//! What a command works on: the store, and the index.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use talents_core::error::Arg;
use talents_core::event::{Actor, Stamp};
use talents_core::id::IdSource;
use talents_matching::{Engine, MatchingError};
use talents_store::{Store, event};

use super::failure::{Failure, language};
use crate::app::{App, generation, indexer};
use crate::clock::{Clock, SystemClock};
use crate::ids::TimeOrderedIds;
use crate::import::vocabulary;
use crate::messages::messages;

/// The schemes of the databases that the store knows.
const SCHEMES: &[&str] = &["sqlite:", "postgres:", "postgresql:"];
/// How many times a command looks whether the server that holds the index has brought it to the last event.
const ATTEMPTS: usize = 20;
/// How long it waits in between: a server follows within half a second.
const PAUSE: Duration = Duration::from_millis(500);

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub(super) struct StoreSettings {
    /// Base de données
    #[arg(long = "base", value_name = "URL", env = "TALENTS_DATABASE_URL")]
    #[arg(help = "Base de données : sqlite://FICHIER?mode=rwc ou postgres://…")]
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
        // Refused here, since the library's message would repeat the address with its password.
        if !SCHEMES.iter().any(|scheme| self.database_url.starts_with(scheme)) {
            return Err(Failure::usage("cli-database-url"));
        }
        Store::connect(&self.database_url).await.map_err(|error| {
            let detail = [("detail", Arg::Text(error.to_string()))];
            Failure::Unavailable(messages().text(language(), "cli-no-database", &detail))
        })
    }

    /// The store, where it is migrated: for commands that only read it.
    pub(super) async fn read(&self) -> Result<Store, Failure> {
        let store = self.connect().await?;
        check_migrated(&store).await?;
        Ok(store)
    }

    /// An application without an index of its own, for commands that only write to the store: a server that runs, or the
    /// next one to start, will follow.
    pub(super) async fn open(&self) -> Result<App, Failure> {
        let store = self.connect().await?;
        check_migrated(&store).await?;
        let engine = Engine::in_memory(Arc::new(load_vocabulary(&store).await?))?;
        Ok(new_app(store, engine))
    }

    /// An application with its index, brought to the last event, by the server that holds it where there is one.
    pub(super) async fn open_with_index(&self, index: &IndexSettings) -> Result<App, Failure> {
        for _ in 0..ATTEMPTS {
            let app = self.open_index(index).await?;
            if is_behind(&app).await? {
                match app.engine.claim() {
                    Ok(()) => indexer::catch_up(&app).await.map(drop)?,
                    Err(error) if error.is_locked() => {
                        tokio::time::sleep(PAUSE).await;
                        continue;
                    }
                    Err(error) => return Err(index_failure(&error)),
                }
            }
            generation::refresh(&app).await?;
            return Ok(app);
        }
        Err(Failure::not_now("cli-index-locked"))
    }

    /// The same for a command that writes to the index for as long as it runs: nobody else may.
    pub(super) async fn open_to_write(&self, index: &IndexSettings) -> Result<App, Failure> {
        let app = self.open_index(index).await?;
        app.engine.claim().map_err(|error| index_failure(&error))?;
        indexer::catch_up(&app).await?;
        generation::refresh(&app).await?;
        Ok(app)
    }

    async fn open_index(&self, index: &IndexSettings) -> Result<App, Failure> {
        let store = self.connect().await?;
        check_migrated(&store).await?;
        let vocabulary = Arc::new(load_vocabulary(&store).await?);
        let engine = Engine::open(&index.directory, vocabulary).map_err(|error| index_failure(&error))?;
        let app = new_app(store, engine);
        generation::load(&app).await?;
        Ok(app)
    }
}

/// Whether events have happened since the one that the index has reached.
async fn is_behind(app: &App) -> Result<bool, Failure> {
    let head = event::head(&app.store).await?.map(|position| position.to_string());
    Ok(app.engine.position() != head)
}

fn new_app(store: Store, engine: Engine) -> App {
    App::new(store, engine, Arc::new(SystemClock), Arc::new(TimeOrderedIds))
}

fn index_failure(error: &MatchingError) -> Failure {
    if error.is_locked() { Failure::not_now("cli-index-locked") } else { Failure::unavailable(error) }
}

async fn check_migrated(store: &Store) -> Result<(), Failure> {
    if store.is_migrated().await? { Ok(()) } else { Err(Failure::not_now("cli-migrate-first")) }
}

async fn load_vocabulary(store: &Store) -> Result<talents_matching::Vocabulary, Failure> {
    let ids: Arc<dyn IdSource> = Arc::new(TimeOrderedIds);
    let stamp = Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: SystemClock.now() };
    vocabulary::load_own(store, stamp, ids).await?;
    Ok(indexer::load_vocabulary(store).await?)
}
