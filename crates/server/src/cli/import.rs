//! `talents import`.

use std::path::PathBuf;

use clap::ValueEnum;

use super::failure::{Failure, language};
use super::output::{Gauge, print};
use super::settings::StoreSettings;
use crate::import::{self, ImportError, Kind, Options};

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum KindName {
    /// Compétences : notre tableau, ou un dossier de fichiers ESCO
    Skills,
    /// Structures
    Structures,
    /// Personnes
    People,
    /// Rôles
    Roles,
    /// Talents
    Talents,
    /// Missions
    Missions,
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FormatName {
    /// CSV, séparé par des virgules ou des points-virgules
    Csv,
    /// Un objet JSON par ligne
    Jsonl,
}

/// What `import` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    /// Ce que contient le fichier
    #[arg(value_name = "NATURE")]
    kind: KindName,
    /// Fichier, ou dossier pour ESCO
    #[arg(value_name = "FICHIER")]
    path: PathBuf,
    /// N’écrit rien, et dit ce qui serait fait
    #[arg(long)]
    dry_run: bool,
    /// Ne garde rien si une ligne est refusée
    #[arg(long)]
    all_or_nothing: bool,
    /// Format du fichier ; par défaut, celui de son extension
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatName>,
}

/// Imports a file, and prints what became of it.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = arguments.store.open().await?;
    let options = Options {
        dry_run: arguments.dry_run,
        all_or_nothing: arguments.all_or_nothing,
        format: arguments.format.map(Into::into),
        language: language(),
    };
    let mut gauge = Gauge::new("import");
    let mut progress = |at: import::Progress| gauge.set(at.done, at.total);
    let report = import::run(&app, arguments.kind.into(), &arguments.path, &options, &mut progress).await;
    gauge.finish();
    let report = report.map_err(|error| failure(error, &arguments.path))?;
    print(&report.text(language()))?;
    if report.is_clean() { Ok(()) } else { Err(Failure::Refused(None)) }
}

fn failure(error: ImportError, path: &std::path::Path) -> Failure {
    match error {
        ImportError::App(error) => error.into(),
        ImportError::File(error) => Failure::Usage(format!("{} : {error}", path.display())),
        ImportError::UnknownFormat => Failure::usage("cli-unknown-format"),
    }
}

impl From<KindName> for Kind {
    fn from(name: KindName) -> Self {
        match name {
            KindName::Skills => Self::Skills,
            KindName::Structures => Self::Structures,
            KindName::People => Self::People,
            KindName::Roles => Self::Roles,
            KindName::Talents => Self::Talents,
            KindName::Missions => Self::Missions,
        }
    }
}

impl From<FormatName> for import::Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Csv => Self::Csv,
            FormatName::Jsonl => Self::JsonLines,
        }
    }
}
