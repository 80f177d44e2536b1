//! `talents migrate`.

use super::failure::{Failure, language};
use super::output::print;
use super::settings::StoreSettings;
use crate::messages::messages;

/// What `migrate` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
}

/// Prepares the store, or brings it up to date; done twice it changes nothing.
pub(super) async fn migrate(arguments: Arguments) -> Result<(), Failure> {
    let store = arguments.store.connect().await?;
    let pending = store.pending_migrations().await?.len();
    store.migrate().await?;
    let done = [("count", (&pending).into())];
    print(&messages().text(language(), "cli-migrated", &done))
}
