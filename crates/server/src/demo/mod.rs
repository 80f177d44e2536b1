//! A fictitious scheme to try things on: the same at every start, its ids, tokens and clock included.
//!
//! It goes through the very import that a real scheme begins with, on a store that is thrown away at the end. Before it
//! opens it lives through eighteen months: see `past`. Fixed tokens and a clock that people move exist here alone.

mod folder;
mod past;
mod personas;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use talents_core::event::{Actor, Stamp};
use talents_core::id::IdSource;
use talents_matching::Engine;
use talents_store::Store;

use self::folder::Folder;
use self::past::Past;
use crate::app::{App, AppError, generation, indexer};
use crate::clock::{Clock, FrozenClock};
use crate::ids::SeededIds;
use crate::import::{self, Format, ImportError, Kind, Options, Source, vocabulary};

/// When the demo's clock starts: 2026-12-01 at 9:00 in Paris.
const START: DateTime<Utc> = match DateTime::from_timestamp(1_796_112_000, 0) {
    Some(instant) => instant,
    None => DateTime::UNIX_EPOCH,
};

/// When the present's missions are published and its talents register: 2026-11-23 at 8:00 in Paris. In the week that
/// is left before the demo starts, the personas get something to do.
const PRESENT_BEGINS: DateTime<Utc> = match DateTime::from_timestamp(1_795_417_200, 0) {
    Some(instant) => instant,
    None => DateTime::UNIX_EPOCH,
};

/// Who takes part, from the beginning of the past on, in the order in which the files name each other.
const PARTIES: &[(Kind, Format, &str)] = &[
    (Kind::Structures, Format::Csv, include_str!("../../../../data/demo/structures.csv")),
    (Kind::People, Format::Csv, include_str!("../../../../data/demo/people.csv")),
    (Kind::Roles, Format::Csv, include_str!("../../../../data/demo/roles.csv")),
];

/// What is offered and who offers themselves in the demo's present.
const PRESENT: &[(Kind, Format, &str)] = &[
    (Kind::Missions, Format::JsonLines, include_str!("../../../../data/demo/missions.jsonl")),
    (Kind::Talents, Format::JsonLines, include_str!("../../../../data/demo/talents.jsonl")),
];

/// A demo that is ready to be served.
pub struct Demo {
    /// The application over the demo's data.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<FrozenClock>,
    /// Who one can be, by key, as the ready file has them.
    pub personas: Map<String, Value>,
    /// The folder of the store, deleted when the demo is dropped.
    folder: Folder,
}

/// Why a demo could not begin.
#[derive(Debug)]
pub enum DemoError {
    /// There is no temporary folder to be had.
    Folder(std::io::Error),
    /// The store or the index failed.
    App(AppError),
    /// The demo's own files are wrong: a test would have said so.
    Import(ImportError),
    /// A line of the demo's own files was refused.
    Rejected(String),
}

impl<E: Into<AppError>> From<E> for DemoError {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

impl Demo {
    /// A new demo on a store of its own.
    pub async fn open() -> Result<Self, DemoError> {
        let folder = Folder::new().map_err(DemoError::Folder)?;
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("demo.db").display());
        Box::pin(Self::begin(&url, folder)).await
    }

    /// The same demo on an empty database of one's choice, which stays when the demo is gone.
    pub async fn open_on(url: &str) -> Result<Self, DemoError> {
        let folder = Folder::new().map_err(DemoError::Folder)?;
        Box::pin(Self::begin(url, folder)).await
    }

    /// A large future, for it holds those of the imports and of the past.
    async fn begin(url: &str, folder: Folder) -> Result<Self, DemoError> {
        let store = Store::connect(url).await?;
        store.migrate().await?;
        let clock = Arc::new(FrozenClock::at(past::START));
        let ids: Arc<dyn IdSource> = Arc::new(SeededIds::default());
        let stamp = Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: clock.now() };
        vocabulary::load_own(&store, stamp, Arc::clone(&ids)).await?;
        let vocabulary = Arc::new(indexer::load_vocabulary(&store).await?);
        let engine = Engine::in_memory(Arc::clone(&vocabulary))?;
        let app = Arc::new(App::new(store, engine, Arc::clone(&clock) as Arc<dyn Clock>, ids));
        for (kind, format, text) in PARTIES {
            import_file(&app, *kind, *format, text).await?;
        }
        let mut past = Past::begin(&app, &clock, vocabulary).await?;
        past.live_until(PRESENT_BEGINS).await?;
        for (kind, format, text) in PRESENT {
            import_file(&app, *kind, *format, text).await?;
        }
        past.live_until(START).await?;
        indexer::catch_up(&app).await?;
        generation::refresh(&app).await?;
        let personas = personas::sign_in(&app).await?;
        Ok(Self { app, clock, personas, folder })
    }

    /// Closes the store and deletes its folder.
    pub async fn close(self) {
        let _ = self.app.store.clone().close().await;
        if let Err(error) = self.folder.close() {
            tracing::warn!(%error, "the demo's folder could not be deleted");
        }
    }
}

async fn import_file(app: &App, kind: Kind, format: Format, text: &str) -> Result<(), DemoError> {
    let options = Options { all_or_nothing: true, ..Options::default() };
    let source = Source::Bytes(text.as_bytes());
    let report = import::run_source(app, kind, source, format, &options, &mut |_| {}).await;
    let report = report.map_err(DemoError::Import)?;
    if report.is_clean() { Ok(()) } else { Err(DemoError::Rejected(report.text(options.language))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_starts_at_nine_in_paris() {
        assert_eq!(START.to_rfc3339(), "2026-12-01T08:00:00+00:00");
        assert_eq!(PRESENT_BEGINS.to_rfc3339(), "2026-11-23T07:00:00+00:00");
    }
}
