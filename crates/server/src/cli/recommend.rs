//! `talents recommend`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;
use talents_core::error::{Arg, Problem};

use super::failure::{Failure, language};
use super::output::{Gauge, say};
use super::settings::{IndexSettings, StoreSettings};
use crate::http::asked_to_stop;
use crate::messages::messages;
use crate::recommend::{self, Format, Interrupted, Plan};

/// How the files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// Un objet JSON par ligne
    Jsonl,
    /// CSV, avec un en-tête
    Csv,
}

/// What `recommend` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    index: IndexSettings,
    /// Nombre de talents par mission
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    talents: u16,
    /// Nombre de missions par talent
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    missions: u16,
    /// Format des fichiers
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    format: FormatName,
    /// Nombre de fils d’exécution ; par défaut, autant que de cœurs. Le résultat n’en dépend pas
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// Dossier où écrire mission-talents et talent-missions
    #[arg(long, value_name = "DOSSIER", default_value = "recommandations")]
    output: PathBuf,
}

/// Writes the recommendations for everybody; interrupted, it goes on where it was when it is run again.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    if let Some(threads) = arguments.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
        pool.build_global().map_err(|error| Failure::unavailable(&error))?;
    }
    let app = Arc::new(arguments.store.open_with_index(&arguments.index).await?);
    if app.programme().await?.is_ranking_suspended() {
        return Err(Problem::RankingSuspended {}.into());
    }
    let interrupted = Arc::new(Interrupted::default());
    let listener = {
        let interrupted = Arc::clone(&interrupted);
        tokio::spawn(async move {
            if asked_to_stop().await.is_ok() {
                interrupted.set();
            }
        })
    };
    let plan = Plan {
        talents_each: arguments.talents.into(),
        missions_each: arguments.missions.into(),
        format: match arguments.format {
            FormatName::Jsonl => Format::JsonLines,
            FormatName::Csv => Format::Csv,
        },
        folder: arguments.output.clone(),
    };
    let work = tokio::task::spawn_blocking(move || {
        let mut gauge = Gauge::new("recommandations");
        let done = recommend::run(&app, &plan, &interrupted, &mut |done, total| gauge.set(done, total));
        gauge.finish();
        done
    });
    let finished = work.await.map_err(|error| Failure::unavailable(&error))?;
    listener.abort();
    let finished = finished.map_err(|error| Failure::Usage(format!("{} : {error}", arguments.output.display())))?;
    let folder = [("folder", Arg::Text(arguments.output.display().to_string()))];
    let sentence = if finished { "cli-recommended" } else { "cli-recommend-interrupted" };
    say(&messages().text(language(), sentence, &folder));
    if finished { Ok(()) } else { Err(Failure::Interrupted) }
}
