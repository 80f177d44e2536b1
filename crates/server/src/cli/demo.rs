//! `talents demo`.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};
use talents_core::error::Arg;

use super::failure::{Failure, language};
use super::output::say;
use crate::app::{indexer, ranking_log};
use crate::demo::{Demo, DemoError};
use crate::http::{DemoState, Listening, asked_to_stop};
use crate::messages::messages;

/// What `demo` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Port d’écoute sur cette machine ; 0 en choisit un libre
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,
    /// Fichier écrit dès que la démonstration répond : son adresse et ses personnages
    #[arg(long = "ready-file", value_name = "FICHIER")]
    ready_file: Option<PathBuf>,
}

/// Serves the demo until it is asked to stop, then deletes what it wrote.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port));
    let listening = Listening::bind(address).await.map_err(|error| Failure::unavailable(&error))?;
    let demo = Demo::open().await.map_err(failure)?;
    let personas = Value::Object(demo.personas.clone());
    let url = format!("http://{}/graphql", listening.address);
    let ready = json!({ "url": url, "personas": personas });
    let state = DemoState { clock: Arc::clone(&demo.clock), personas };
    let follower = tokio::spawn(indexer::follow(Arc::clone(&demo.app)));
    let logger = tokio::spawn(ranking_log::follow(Arc::clone(&demo.app)));
    let bound = listening.address;
    let announce = async {
        announce(bound, arguments.ready_file.as_deref(), &ready)?;
        std::future::pending::<Result<(), Failure>>().await
    };
    let stop = async { drop(asked_to_stop().await) };
    let serving = listening.serve(Arc::clone(&demo.app), Some(Arc::new(state)), stop);
    let served = tokio::select! {
        served = serving => served.map_err(|error| Failure::unavailable(&error)),
        failed = announce => failed,
    };
    follower.abort();
    logger.abort();
    // Until they have ended they may still use the store, which is about to be closed and thrown away.
    let _ = (follower.await, logger.await);
    demo.close().await;
    served
}

/// Says where the demo is. Its port accepts connections already, and whoever connects now is answered.
fn announce(address: SocketAddr, ready_file: Option<&Path>, ready: &Value) -> Result<(), Failure> {
    if let Some(path) = ready_file {
        write_whole(path, &ready.to_string())
            .map_err(|error| Failure::Usage(format!("{} : {error}", path.display())))?;
    }
    let url = Arg::Text(format!("http://{address}/graphiql"));
    say(&messages().text(language(), "cli-demo", &[("url", url)]));
    Ok(())
}

/// Writes a file that is never seen half written.
fn write_whole(path: &Path, text: &str) -> std::io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".draft");
    std::fs::write(&draft, text)?;
    std::fs::rename(draft, path)
}

fn failure(error: DemoError) -> Failure {
    match error {
        DemoError::App(error) => error.into(),
        DemoError::Rejected(report) => Failure::Unavailable(report),
        DemoError::Folder(_) | DemoError::Import(_) => Failure::unavailable(&error),
    }
}
