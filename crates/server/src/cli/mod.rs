//! The commands of the binary `talents`. They call the same use cases as the server.

mod demo;
mod evaluate;
mod failure;
mod import;
mod index;
mod output;
mod recommend;
mod role;
mod serve;
mod settings;
mod store;
mod token;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::failure::Failure;
use crate::graphql;

/// What --help says of the exit codes.
const EXIT_CODES: &str = "\
Codes de sortie :
  0    tout est fait
  1    refusé, ou des lignes d’un fichier sont refusées, ou l’index diffère de la base
  2    arguments incorrects, ou fichier illisible
  3    base ou index indisponible, ou panne
  130  interrompu

Réglages : les options --base, --index, --adresse ont leur variable d’environnement ;
TALENTS_LOG règle le journal (par exemple « info », « debug »).";

/// The help in French: clap's own headings are English.
const HELP: &str = "\
{about-with-newline}
Utilisation : {usage}

{all-args}{after-help}";

/// « Partagez vos talents numériques » : missions, talents, rapprochements.
#[derive(Debug, Parser)]
#[command(name = "talents", version, about, after_help = EXIT_CODES, help_template = HELP)]
#[command(disable_help_subcommand = true, subcommand_help_heading = "Commandes", subcommand_value_name = "COMMANDE")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Sert des données fictives sur une base jetable
    Demo(demo::Arguments),
    /// Sert l’API GraphQL sur une vraie base
    Serve(serve::Arguments),
    /// Prépare la base, ou la met à jour
    Migrate(store::Arguments),
    /// Affiche le schéma GraphQL
    Schema,
    /// Importe un fichier CSV ou JSON Lines
    Import(import::Arguments),
    /// Crée, révoque ou liste des jetons d’accès
    Token(token::Arguments),
    /// Attribue ou retire un rôle
    Role(role::Arguments),
    /// Recommande : pour chaque mission ses talents, pour chaque talent ses missions
    Recommend(recommend::Arguments),
    /// Mesure le classement sur un jeu jugé
    Evaluate(evaluate::Arguments),
    /// Vérifie ou reconstruit l’index
    Index(index::Arguments),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    start_log();
    match parse(std::env::args_os()) {
        Ok(arguments) => match execute(arguments.command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.report(),
        },
        Err(error) => {
            let _ = error.print();
            ExitCode::from(if error.use_stderr() { 2 } else { 0 })
        }
    }
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    let matches = in_french(Arguments::command()).try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches)
}

/// clap speaks English where it is not told otherwise.
fn in_french(command: clap::Command) -> clap::Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command
        .help_template(HELP)
        .next_help_heading("Options")
        .mut_args(|argument| {
            let heading = if argument.is_positional() { "Arguments" } else { "Options" };
            argument.help_heading(heading).hide_env_values(true)
        })
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .help("Affiche cette aide")
                .help_heading("Options")
                .action(clap::ArgAction::Help),
        );
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_french))
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Schema => output::print(&graphql::sdl()),
        Command::Evaluate(arguments) => evaluate::run(&arguments),
        Command::Demo(arguments) => block_on(demo::run(arguments)),
        Command::Serve(arguments) => block_on(serve::run(arguments)),
        Command::Migrate(arguments) => block_on(store::migrate(arguments)),
        Command::Import(arguments) => block_on(import::run(arguments)),
        Command::Token(arguments) => block_on(token::run(arguments)),
        Command::Role(arguments) => block_on(role::run(arguments)),
        Command::Recommend(arguments) => block_on(recommend::run(arguments)),
        Command::Index(arguments) => block_on(index::run(arguments)),
    }
}

fn block_on(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::unavailable(&error))?.block_on(work)
}

/// The log goes to standard error, so that standard output holds what was asked for and nothing else.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("TALENTS_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commands_are_well_formed() {
        in_french(Arguments::command()).debug_assert();
    }

    #[test]
    fn the_help_is_in_french() {
        let help = in_french(Arguments::command()).render_long_help().to_string();
        for english in ["Usage:", "Commands:", "Print help", "Options:\n  -h, --help  Print"] {
            assert!(!help.contains(english), "{english} in\n{help}");
        }
        assert!(help.contains("Codes de sortie"));
    }
}
