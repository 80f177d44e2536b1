//! `talents ranking`: what the ranking served, why, how it is shared out, and whether it ranks at all.

mod report;
mod show;

use chrono::{NaiveDate, SecondsFormat};
use clap::{Subcommand, ValueEnum};
use talents_core::calendar::paris_midnight;
use talents_core::error::Problem;
use talents_core::id::{MissionId, PersonId, TalentId};
use talents_store::ranking_log::{self, ServedFilter};
use uuid::Uuid;

use super::failure::{Failure, language};
use super::output::print;
use super::settings::{IndexSettings, StoreSettings};
use crate::app::programme::{RankingMove, change_ranking_here};
use crate::app::{App, ranking_report, replay};
use crate::graphql::{GlobalId, parse_id};
use crate::messages::messages;

/// What `ranking` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(flatten)]
    index: IndexSettings,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Liste les classements servis, du plus récent au plus ancien
    List(ListArguments),
    /// Montre un classement tel qu’il a été servi
    Show {
        /// Identifiant du classement, comme l’affiche « ranking list »
        #[arg(value_name = "CLASSEMENT")]
        id: Uuid,
    },
    /// Recalcule un classement et dit ce qui diffère
    Replay {
        /// Identifiant du classement, comme l’affiche « ranking list »
        #[arg(value_name = "CLASSEMENT")]
        id: Uuid,
    },
    /// Mesure comment les talents de chaque structure sont montrés
    Report(ReportArguments),
    /// Affiche les nombres des règles, tels que le calcul les emploie (Markdown, en anglais)
    Rules,
    /// Suspend le classement : les listes gardent leurs filtres, dans un ordre neutre
    Suspend {
        /// Raison, que tout le monde pourra lire
        #[arg(long, value_name = "TEXTE")]
        reason: String,
    },
    /// Reprend le classement
    Resume,
}

/// Which pages are listed.
#[derive(Debug, clap::Args)]
struct ListArguments {
    /// Mission concernée : pour elle, ou montrée à un talent
    #[arg(long, value_name = "ID", conflicts_with = "talent")]
    mission: Option<String>,
    /// Talent concerné : pour lui, ou montré pour une mission
    #[arg(long, value_name = "ID")]
    talent: Option<String>,
    /// Personne à qui le classement a été servi
    #[arg(long, value_name = "ID")]
    person: Option<String>,
    /// Premier jour
    #[arg(long, value_name = "AAAA-MM-JJ")]
    since: Option<NaiveDate>,
    /// Nombre de lignes, au plus
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
}

/// Which days are reported on, and how.
#[derive(Debug, clap::Args)]
struct ReportArguments {
    /// Premier jour ; depuis le début par défaut
    #[arg(long, value_name = "AAAA-MM-JJ")]
    from: Option<NaiveDate>,
    /// Dernier jour ; aujourd’hui par défaut
    #[arg(long, value_name = "AAAA-MM-JJ")]
    to: Option<NaiveDate>,
    /// Présentation
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ReportFormat,
}

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// Un tableau à lire
    Table,
    /// CSV, avec un en-tête
    Csv,
}

/// Lists, shows, replays, reports, tells the rules, suspends or resumes.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let store = &arguments.store;
    match arguments.action {
        Action::List(asked) => print(&list_pages(&store.open().await?, &asked).await?),
        Action::Show { id } => print(&show::page(&replay::served(&store.open().await?, id).await?)),
        Action::Replay { id } => replay_page(&store.open_with_index(&arguments.index).await?, id).await,
        Action::Report(asked) => report_on(&store.open().await?, &asked).await,
        Action::Rules => print(&talents_matching::rules_markdown()),
        Action::Suspend { reason } => {
            change_ranking_here(&store.open().await?, &RankingMove::Suspend(reason)).await?;
            say("cli-ranking-suspended")
        }
        Action::Resume => {
            change_ranking_here(&store.open().await?, &RankingMove::Resume).await?;
            say("cli-ranking-resumed")
        }
    }
}

fn say(sentence: &str) -> Result<(), Failure> {
    print(&messages().text(language(), sentence, &[]))
}

/// A line a page: its id, when, for what, to whom, how many items, the version of the ranking.
async fn list_pages(app: &App, asked: &ListArguments) -> Result<String, Failure> {
    let mission = asked.mission.as_deref().map(parse::<MissionId>).transpose()?;
    let talent = asked.talent.as_deref().map(parse::<TalentId>).transpose()?;
    let filter = ServedFilter {
        about: mission.map(Uuid::from).or(talent.map(Uuid::from)),
        person: asked.person.as_deref().map(parse::<PersonId>).transpose()?,
        since: asked.since.map(paris_midnight),
    };
    let pages = ranking_log::list(&app.store, &filter, asked.limit.into()).await?;
    let line = |page: &ranking_log::ServedPage| {
        let at = page.at.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (subject, person) = (show::subject(&page.question), show::public(page.person));
        format!("{}\t{at}\t{subject}\t{person}\t{}\t{}\n", page.id, page.items.len(), page.made_with.version)
    };
    Ok(pages.iter().map(line).collect())
}

fn parse<T: GlobalId>(text: &str) -> Result<T, Problem> {
    parse_id(text).ok_or_else(|| Problem::MalformedId { id: text.chars().take(80).collect() })
}

/// Exit code 1 where the page is not what it was.
async fn replay_page(app: &App, id: Uuid) -> Result<(), Failure> {
    let replayed = replay::replay(app, id).await?;
    print(&show::replay(&replayed))?;
    if replayed.differences.is_empty() { Ok(()) } else { Err(Failure::Refused(None)) }
}

async fn report_on(app: &App, asked: &ReportArguments) -> Result<(), Failure> {
    if let (Some(from), Some(to)) = (asked.from, asked.to)
        && to < from
    {
        return Err(Problem::EndsBeforeStart { start: from.to_string(), end: to.to_string() }.into());
    }
    let found = ranking_report::report(app, asked.from, asked.to).await?;
    print(&match asked.format {
        ReportFormat::Table => report::table(&found),
        ReportFormat::Csv => report::csv(&found)?,
    })
}
