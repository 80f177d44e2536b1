//! Runs once what happens by itself: what a server that runs does every minute.

use super::failure::Failure;
use super::output::print;
use super::settings::StoreSettings;
use crate::jobs::{self, Job};

/// What `jobs` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    /// Nomme les tâches, dans leur ordre, sans les faire
    #[arg(long)]
    list: bool,
}

/// Runs every job once, and says how many objects each took; or names them.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    if arguments.list {
        let names: Vec<String> = Job::ALL.iter().map(|job| format!("{job}\n")).collect();
        return print(&names.concat());
    }
    let app = arguments.store.open().await?;
    let report = jobs::run_due(&app).await?;
    let lines: Vec<String> = report.done.iter().map(|(job, count)| format!("{job}\t{count}\n")).collect();
    print(&lines.concat())
}
