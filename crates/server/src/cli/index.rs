//! `talents index`.

use clap::Subcommand;

use super::failure::{Failure, language};
use super::output::print;
use super::settings::{IndexSettings, StoreSettings};
use crate::app::indexer;
use crate::messages::messages;

/// What `index` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    index: IndexSettings,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, Copy, Subcommand)]
enum Action {
    /// Compare l’index à la base
    Verify,
    /// Reconstruit l’index à partir de la base
    Rebuild,
}

/// The most differences that are printed.
const FAULTS_SHOWN: usize = 100;

/// Verifies the index, or writes it anew.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = match arguments.action {
        Action::Verify => arguments.store.open_with_index(&arguments.index).await?,
        Action::Rebuild => {
            let app = arguments.store.open_to_write(&arguments.index).await?;
            indexer::rebuild(&app).await?;
            app
        }
    };
    let faults = indexer::verify(&app).await?;
    if faults.is_empty() {
        let (talents, missions) = (app.snapshot().talent_count(), app.snapshot().mission_count());
        let counts = [("talents", (&talents).into()), ("missions", (&missions).into())];
        return print(&messages().text(language(), "cli-index-agrees", &counts));
    }
    let shown = &faults[..faults.len().min(FAULTS_SHOWN)];
    print(&shown.join("\n"))?;
    let counts = [("count", (&faults.len()).into())];
    Err(Failure::Refused(Some(messages().text(language(), "cli-index-differs", &counts))))
}
