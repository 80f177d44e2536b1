//! The commands of the binary `talents`. They call the same use cases as the server.

mod audit;
mod demo;
mod evaluate;
mod failure;
mod french;
mod import;
mod index;
mod jobs;
mod ledger;
mod mission;
mod output;
mod ranking;
mod recommend;
mod role;
mod serve;
mod settings;
mod store;
mod token;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::failure::Failure;
use self::french::in_french;
use crate::graphql;

/// What --help says of the exit codes.
const EXIT_CODES: &str = "\
Codes de sortie :
  0    tout est fait
  1    refusé, ou des lignes d’un fichier sont refusées, ou l’index diffère de la base,
       ou un classement recalculé diffère de celui qui a été servi, ou le livre des crédits est faux,
       ou la trace des événements n’est pas intacte
  2    arguments incorrects, ou fichier illisible
  3    base ou index indisponible, ou panne
  130  interrompu

Réglages : les options --base, --index, --adresse ont leur variable d’environnement ;
TALENTS_LOG règle le journal (par exemple « info », « debug »).";

/// « Partagez vos talents numériques » : missions, talents, rapprochements.
#[derive(Debug, Parser)]
#[command(name = "talents", version, about, after_help = EXIT_CODES)]
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
    /// Rend compte du classement : ce qui a été servi, pourquoi, à qui ; le suspend ou le reprend
    Ranking(ranking::Arguments),
    /// Vérifie le livre des crédits, donne un relevé, clôt un mois
    Ledger(ledger::Arguments),
    /// Donne le dossier d’une mission
    Mission(mission::Arguments),
    /// Prouve que la trace des événements est intacte, ou dit où elle ne l’est pas
    Audit(audit::Arguments),
    /// Mesure le classement sur un jeu jugé
    Evaluate(evaluate::Arguments),
    /// Vérifie ou reconstruit l’index
    Index(index::Arguments),
    /// Exécute une fois les tâches de fond : échéances, expirations, candidatures caduques
    Jobs(jobs::Arguments),
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    start_log();
    match parse(std::env::args_os()) {
        Ok(arguments) => match execute(arguments.command) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.report(),
        },
        Err(error) => refuse(&error),
    }
}

/// Shows the help that was asked for, or says what is wrong with the arguments.
fn refuse(error: &clap::Error) -> ExitCode {
    let is_help = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    if is_help {
        let _ = error.print();
    } else {
        output::say(&french::explanation(error, failure::language()));
    }
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    let matches = in_french(Arguments::command()).try_get_matches_from(arguments)?;
    Arguments::from_arg_matches(&matches)
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
        Command::Ranking(arguments) => block_on(ranking::run(arguments)),
        Command::Ledger(arguments) => block_on(ledger::run(arguments)),
        Command::Mission(arguments) => block_on(mission::run(arguments)),
        Command::Audit(arguments) => block_on(audit::run(arguments)),
        Command::Index(arguments) => block_on(index::run(arguments)),
        Command::Jobs(arguments) => block_on(jobs::run(arguments)),
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
    use crate::messages::Language;

    #[test]
    fn the_commands_are_well_formed() {
        in_french(Arguments::command()).debug_assert();
    }

    /// The help of a command and of all those below it.
    fn helps(command: &mut clap::Command) -> Vec<String> {
        let mut texts = vec![command.render_help().to_string(), command.render_long_help().to_string()];
        for sub in command.get_subcommands_mut() {
            texts.extend(helps(sub));
        }
        texts
    }

    #[test]
    fn every_help_is_in_french() {
        let mut command = in_french(Arguments::command());
        command.build();
        for help in helps(&mut command) {
            for english in ["Usage", "Commands", "COMMAND>", "Print", "[default", "[env", "ossible values"] {
                assert!(!help.contains(english), "{english} in\n{help}");
            }
            assert!(help.contains("Utilisation"), "{help}");
        }
    }

    #[test]
    fn wrong_arguments_are_explained_in_french_with_what_is_right() {
        let explained = |arguments: &[&str]| {
            let arguments = ["talents"].iter().chain(arguments).map(OsString::from);
            french::explanation(&parse(arguments).unwrap_err(), Language::French)
        };
        let cases: &[(&[&str], &[&str])] = &[
            (&["serv"], &["« serv »", "serve"]),
            (&["import"], &["<NATURE>, <FICHIER>"]),
            (&["import", "talent", "x.csv"], &["« talent »", "structures", "talents"]),
            (&["recommend", "--talents", "0"], &["« 0 »", "1 … 1000"]),
            (&["migrate", "--bas", "x"], &["« --bas »", "--base"]),
        ];
        for (arguments, expected) in cases {
            let text = explained(arguments).replace(['\u{a0}', '\u{202f}'], " ");
            for words in *expected {
                assert!(text.contains(words), "{words} in {text}");
            }
        }
    }
}
