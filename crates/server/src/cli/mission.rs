//! `talents mission`: the file of a mission, to open in a spreadsheet.

use std::path::PathBuf;

use clap::Subcommand;
use talents_core::error::{Problem, Refusals};
use talents_core::id::MissionId;

use super::failure::{Failure, language};
use super::output::{FormatArgument, deliver};
use super::settings::StoreSettings;
use crate::app::{AppError, export};
use crate::graphql;

/// What `mission` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Donne le dossier d’une mission : versions, candidatures, engagements, accords, temps
    File {
        /// Identifiant de la mission
        #[arg(long, value_name = "MISSION")]
        mission: String,
        /// Présentation
        #[arg(long, value_name = "FORMAT", default_value = "csv")]
        format: FormatArgument,
        /// Fichier à écrire ; la sortie standard par défaut
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
}

/// Gives the file.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = arguments.store.open().await?;
    let Action::File { mission, format, output } = arguments.action;
    let malformed = || Refusals::at("mission", Problem::MalformedId { id: mission.clone() });
    let id = graphql::parse_id::<MissionId>(&mission).ok_or_else(|| AppError::from(malformed()))?;
    let file = export::mission_here(&app, id, language(), format.into()).await?;
    deliver(&file, output.as_deref())
}
