//! `talents serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use super::failure::{Failure, language};
use super::output::say;
use super::settings::{IndexSettings, StoreSettings};
use crate::app::indexer;
use crate::http::{Listening, asked_to_stop};
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
}

/// Serves until it is asked to stop.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    if arguments.migrate {
        arguments.store.connect().await?.migrate().await?;
    }
    let listening = Listening::bind(arguments.listen).await.map_err(|error| Failure::unavailable(&error))?;
    let app = Arc::new(arguments.store.open_to_write(&arguments.index).await?);
    let follower = tokio::spawn(indexer::follow(Arc::clone(&app)));
    let worker = tokio::spawn(jobs::run_forever(Arc::clone(&app)));
    let address = Arg::Text(format!("http://{}/graphql", listening.address));
    say(&messages().text(language(), "cli-serving", &[("url", address)]));
    let stop = async { drop(asked_to_stop().await) };
    let served = listening.serve(Arc::clone(&app), None, stop).await;
    follower.abort();
    worker.abort();
    served.map_err(|error| Failure::unavailable(&error))
}
