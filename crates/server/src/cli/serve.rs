//! `talents serve`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use super::failure::{Failure, language};
use super::output::say;
use super::settings::{IndexSettings, StoreSettings};
use crate::app::{App, AppError, RANKING_LOG_DAYS, indexer, ranking_log};
use crate::http::{CONNECTIONS_MAX, CONNECTIONS_PER_PERSON_MAX, Listening, asked_to_stop};
use crate::jobs;
use crate::messages::messages;
use talents_core::error::Arg;

/// What `serve` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    index: IndexSettings,
    /// Adresse d’écoute
    #[arg(long = "adresse", value_name = "ADRESSE:PORT", env = "TALENTS_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Met la base à jour avant de servir
    #[arg(long = "migrer")]
    migrate: bool,
    /// Nombre de jours pendant lesquels les classements servis sont gardés
    #[arg(long = "journal-jours", value_name = "JOURS", env = "TALENTS_RANKING_LOG_DAYS")]
    #[arg(default_value_t = RANKING_LOG_DAYS, value_parser = clap::value_parser!(u16).range(1..=3_650))]
    ranking_log_days: u16,
    /// Nombre de connexions (abonnements) ouvertes à la fois
    #[arg(long = "connexions", value_name = "NOMBRE", env = "TALENTS_CONNECTIONS")]
    #[arg(default_value_t = CONNECTIONS_MAX, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    connections: u32,
    /// Nombre de connexions ouvertes à la fois par une même personne
    #[arg(long = "connexions-par-personne", value_name = "NOMBRE", env = "TALENTS_CONNECTIONS_PER_PERSON")]
    #[arg(default_value_t = CONNECTIONS_PER_PERSON_MAX, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    connections_per_person: u32,
}

/// How long the program tries, at its end, to write what the ranking served and was not written yet.
const FLUSH_MAX: Duration = Duration::from_secs(20);

/// Serves until it is asked to stop.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    if arguments.migrate {
        arguments.store.connect().await?.migrate().await?;
    }
    let mut listening = Listening::bind(arguments.listen).await.map_err(|error| Failure::unavailable(&error))?;
    listening.live.connections_max = arguments.connections;
    listening.live.connections_per_person_max = arguments.connections_per_person;
    let mut app = arguments.store.open_to_write(&arguments.index).await?;
    app.ranking_log_kept = TimeDelta::days(arguments.ranking_log_days.into());
    let app = Arc::new(app);
    let follower = tokio::spawn(indexer::follow(Arc::clone(&app)));
    let worker = tokio::spawn(jobs::run_forever(Arc::clone(&app)));
    let logger = tokio::spawn(ranking_log::follow(Arc::clone(&app)));
    let address = Arg::Text(format!("http://{}/graphql", listening.address));
    say(&messages().text(language(), "cli-serving", &[("url", address)]));
    let stop = async { drop(asked_to_stop().await) };
    let served = listening.serve(Arc::clone(&app), None, stop).await;
    follower.abort();
    worker.abort();
    logger.abort();
    // Stopped before the rest is written: two writers would wait for each other.
    let _ = logger.await;
    write_rest(&app).await?;
    served.map_err(|error| Failure::unavailable(&error))
}

/// Writes what the ranking served and was not written yet, or says that it could not.
async fn write_rest(app: &App) -> Result<(), Failure> {
    let written = tokio::time::timeout(FLUSH_MAX, ranking_log::flush(app)).await;
    written.unwrap_or(Err(AppError::Busy)).map_err(|error| {
        tracing::error!(?error, "what the ranking served last could not be logged");
        Failure::not_now("cli-ranking-log-unwritten")
    })
}
