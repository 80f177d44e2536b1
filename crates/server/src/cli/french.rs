//! clap speaks English where it is not told otherwise: here it is told.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg as Argument, ArgAction, Command};
use talents_core::error::Arg;

use crate::messages::{Language, messages};

/// The space before a French colon, which does not break.
const SPACE: char = '\u{a0}';

/// The command with its help in French, and so those below it.
pub(super) fn in_french(command: Command) -> Command {
    let version = command.get_version().map(|_| version_flag());
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command
        .help_template(template(&names))
        .subcommand_value_name("COMMANDE")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(explained)
        .args(version)
        .arg(Argument::new("help").short('h').long("help").help("Affiche cette aide").action(ArgAction::Help));
    let command = if command.get_positionals().next().is_none() {
        command
    } else {
        command.help_template(HEAD.to_owned() + "\nArguments\u{a0}:\n{positionals}\n" + TAIL)
    };
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_french))
}

const HEAD: &str = "{about-with-newline}\nUtilisation\u{a0}: {usage}\n";
const TAIL: &str = "\nOptions\u{a0}:\n{options}{after-help}";

fn template(subcommands: &[String]) -> String {
    let commands = if subcommands.is_empty() { "" } else { "\nCommandes\u{a0}:\n{subcommands}\n" };
    format!("{HEAD}{commands}{TAIL}")
}

fn version_flag() -> Argument {
    Argument::new("version").short('V').long("version").help("Affiche la version").action(ArgAction::Version)
}

/// The argument with what clap would add to its help in English.
fn explained(argument: Argument) -> Argument {
    if !matches!(argument.get_action(), ArgAction::Set | ArgAction::Append) {
        return argument;
    }
    let mut notes = Vec::new();
    let values = argument.get_possible_values();
    if !values.is_empty() {
        let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
        notes.push(format!("[valeurs{SPACE}: {}]", names.join(", ")));
    }
    let defaults = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    let default = defaults.collect::<Vec<_>>().join(", ");
    if !default.is_empty() {
        notes.push(format!("[par défaut{SPACE}: {default}]"));
    }
    if let Some(variable) = argument.get_env() {
        notes.push(format!("[variable{SPACE}: {}]", variable.to_string_lossy()));
    }
    let help = argument.get_help().map(ToString::to_string).into_iter().chain(notes).collect::<Vec<_>>().join(" ");
    argument.help(help).hide_env(true).hide_default_value(true).hide_possible_values(true)
}

/// What is wrong with the arguments, and how to find out what is right.
pub(super) fn explanation(error: &clap::Error, language: Language) -> String {
    let say = |id: &str, args: &[(&str, Arg)]| messages().text(language, id, args);
    let context = |kind| Arg::Text(error.get(kind).map(ToString::to_string).unwrap_or_default());
    let (argument, value) = (context(ContextKind::InvalidArg), context(ContextKind::InvalidValue));
    let mut text = match error.kind() {
        ErrorKind::MissingRequiredArgument => say("cli-argument-missing", &[("argument", argument)]),
        ErrorKind::UnknownArgument => say("cli-argument-unknown", &[("argument", argument)]),
        ErrorKind::InvalidSubcommand => {
            say("cli-command-unknown", &[("command", context(ContextKind::InvalidSubcommand))])
        }
        ErrorKind::InvalidValue if value == Arg::Text(String::new()) => {
            say("cli-value-missing", &[("argument", argument)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            say("cli-value-wrong", &[("argument", argument), ("value", value)])
        }
        _ => say("cli-arguments-wrong", &[]),
    };
    let mut add = |sentence: String| {
        text.push(' ');
        text.push_str(&sentence);
    };
    if let Some(allowed) = allowed(error) {
        add(say("cli-allowed", &[("allowed", Arg::Text(allowed))]));
    }
    if let Some(suggested) = suggested(error) {
        add(say("cli-suggested", &[("suggested", Arg::Text(suggested))]));
    }
    add(say("cli-see-help", &[]));
    text
}

/// What one may choose from: a list, or a range that only the error of the parser tells.
fn allowed(error: &clap::Error) -> Option<String> {
    if let Some(ContextValue::Strings(values)) = error.get(ContextKind::ValidValue) {
        return Some(values.join(", ")).filter(|values| !values.is_empty());
    }
    let cause = std::error::Error::source(error)?.to_string();
    let (_, range) = cause.split_once(" is not in ")?;
    let (least, most) = range.split_once("..=")?;
    Some(format!("{least} … {most}"))
}

fn suggested(error: &clap::Error) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    kinds.into_iter().find_map(|kind| error.get(kind)).map(ToString::to_string)
}
