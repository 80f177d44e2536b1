//! Runs once what happens by itself: what a server that runs does every minute.

use super::failure::Failure;
use super::output::print;
use super::settings::StoreSettings;
use crate::jobs;

/// What `jobs` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
}

/// Runs every job once, and says how many objects each took.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = arguments.store.open().await?;
    let report = jobs::run_due(&app).await?;
    let lines: Vec<String> = report.done.iter().map(|(job, count)| format!("{job}\t{count}\n")).collect();
    print(&lines.concat())
}
