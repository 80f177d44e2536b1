//! `talents ledger`: is the ledger of credits right, what did an account come to, closing a month.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;
use talents_core::calendar::{Days, Month};
use talents_core::error::{Arg, Problem};
use talents_core::id::AccountId;
use talents_core::ledger::{Fault, Place};

use super::failure::{Failure, language};
use super::output::{FormatArgument, deliver, print};
use super::role::find_structure;
use super::settings::StoreSettings;
use crate::app::{App, ledger};
use crate::export::{File, Format};
use crate::messages::messages;

/// What `ledger` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Prouve que le livre des crédits est juste, ou nomme ce qui ne l’est pas
    Check,
    /// Donne le relevé d’une structure, pour un tableur
    Statement {
        /// SIRET de la structure, ou son identifiant d’import
        #[arg(long, value_name = "STRUCTURE")]
        structure: String,
        /// Premier jour
        #[arg(long, value_name = "AAAA-MM-JJ")]
        from: NaiveDate,
        /// Dernier jour
        #[arg(long, value_name = "AAAA-MM-JJ")]
        to: NaiveDate,
        /// Présentation
        #[arg(long, value_name = "FORMAT", default_value = "csv")]
        format: FormatArgument,
        /// Fichier à écrire ; la sortie standard par défaut
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
    /// Clôt un mois, et ceux d’avant : plus rien ne peut y être daté
    Close {
        /// Mois à clore
        #[arg(value_name = "AAAA-MM")]
        month: String,
    },
}

/// Checks, gives a statement, or closes a month.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = arguments.store.open().await?;
    match arguments.action {
        Action::Check => check(&app).await,
        Action::Statement { structure, from, to, format, output } => {
            let file = statement(&app, &structure, (from, to), format.into()).await?;
            deliver(&file, output.as_deref())
        }
        Action::Close { month } => close(&app, &month).await,
    }
}

/// Exit code 1 where something is wrong.
async fn check(app: &App) -> Result<(), Failure> {
    let faults = talents_store::ledger::check(&app.store).await?;
    if faults.is_empty() {
        return print(&messages().text(language(), "cli-ledger-sound", &[]));
    }
    let accounts: Vec<AccountId> = faults.iter().filter_map(|fault| account_of(fault.place)).collect();
    let names = ledger::account_names(app, &accounts, language()).await?;
    print(&faults.iter().map(|fault| told(fault, &names)).collect::<String>())?;
    Err(Failure::Refused(None))
}

fn account_of(place: Place) -> Option<AccountId> {
    match place {
        Place::Account(account) | Place::Line(account, _) | Place::Month(account, _) => Some(account),
        Place::Ledger | Place::Transfer(_) | Place::Engagement(_) | Place::TimeSheet(_) => None,
    }
}

/// A line: the rule, what is wrong, where.
fn told(fault: &Fault, names: &HashMap<AccountId, String>) -> String {
    let account = |id: AccountId| match names.get(&id) {
        Some(name) => Arg::Text(format!("{name} ({id})")),
        None => Arg::Text(id.to_string()),
    };
    let say = |id: &str, args: &[(&'static str, Arg)]| messages().text(language(), id, args);
    let number = |number: u64| Arg::Number(i64::try_from(number).unwrap_or(i64::MAX));
    let place = match fault.place {
        Place::Ledger => say("cli-ledger-place-ledger", &[]),
        Place::Account(id) => say("cli-ledger-place-account", &[("account", account(id))]),
        Place::Line(id, seq) => say("cli-ledger-place-line", &[("account", account(id)), ("line", number(seq))]),
        Place::Month(id, month) => {
            say("cli-ledger-place-month", &[("account", account(id)), ("month", Arg::Text(month.to_string()))])
        }
        Place::Transfer(id) => say("cli-ledger-place-transfer", &[("id", Arg::Text(id.to_string()))]),
        Place::Engagement(id) => say("cli-ledger-place-engagement", &[("id", Arg::Text(id.to_string()))]),
        Place::TimeSheet(id) => say("cli-ledger-place-time-sheet", &[("id", Arg::Text(id.to_string()))]),
    };
    let what = messages().label(language(), "ledger-fault", fault.kind.code());
    format!("{}\t{what}\t{place}\n", fault.kind.rule())
}

async fn statement(
    app: &App,
    structure: &str,
    (from, to): (NaiveDate, NaiveDate),
    format: Format,
) -> Result<File, Failure> {
    let reversed = || Problem::EndsBeforeStart { start: from.to_string(), end: to.to_string() };
    let days = Days::try_new(from, to).ok_or_else(reversed)?;
    let structure = find_structure(app, structure).await?;
    let table = ledger::statement_table(app, structure.id, days, language()).await?;
    Ok(File::of(table, format, "releve", &messages().text(language(), "export-sheet", &[])).await?)
}

async fn close(app: &App, text: &str) -> Result<(), Failure> {
    let month = Month::parse(text).ok_or_else(|| Problem::MalformedMonth { value: text.to_owned() })?;
    ledger::close_month_here(app, month).await?;
    print(&messages().text(language(), "cli-ledger-closed", &[("month", Arg::Text(month.to_string()))]))
}
