//! Replaying what the ranking served: the same question to the same engine, with the day and the statistics of then.
//!
//! With the rules, the vocabulary and the documents of then, the page is the same. Where it is not, what may have changed
//! it is looked for: versions, and what happened after the event that the index had reached.

mod causes;
mod compare;

use std::sync::Arc;

use talents_core::error::Problem;
use talents_core::mission::Mission;
use talents_matching::{
    CursorProblem, RankRequest, Ranking, Snapshot, Statistics, TalentDocument, TalentVisibility, Window,
};
use talents_store::ranking_log::{self, MadeWith, Question, ServedItem, ServedPage, VisibleTalents};
use talents_store::{generation, mission, talent};
use uuid::Uuid;

use super::matching::own_document;
use super::ranking_log::{items, made_with, signals};
use super::{App, AppError, neutral};

pub use causes::Cause;
pub use compare::Difference;

/// The most places of a list that are looked at to find items whose page can't be asked for any more.
const PLACES_MAX: usize = 10_000;

/// What became of a page when it was computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    /// The page as it was served.
    pub served: ServedPage,
    /// What it was computed with now.
    pub made_with: MadeWith,
    /// What is not as it was, in the order of the page; empty where all is.
    pub differences: Vec<Difference>,
    /// What may have made the differences; empty where there are none, or where nothing known did.
    pub causes: Vec<Cause>,
}

/// A page as it comes out now.
#[derive(Debug, Default)]
struct Recomputed {
    signals: Vec<String>,
    items: Vec<ServedItem>,
}

/// What the engine is asked, as far as the store still has it.
enum Asked {
    Talents(Box<RankRequest>, TalentVisibility),
    Missions(Box<TalentDocument>),
    /// What it was about is not in the store any more.
    Nothing,
}

/// The page of that id, as it was served.
pub async fn served(app: &App, id: Uuid) -> Result<ServedPage, AppError> {
    let unknown = || Problem::NoSuchObject { kind: "Ranking".to_owned(), id: id.to_string() };
    Ok(ranking_log::by_id(&app.store, id).await?.ok_or_else(unknown)?)
}

/// Computes a page again and says what differs.
pub async fn replay(app: &App, id: Uuid) -> Result<Replay, AppError> {
    let served = served(app, id).await?;
    let asked = ask(app, &served).await?;
    let statistics = statistics(app, served.made_with.generation).await?;
    let is_lost = statistics.is_none();
    let snapshot = snapshot_with(app, statistics);
    let made_with =
        made_with((app.snapshot_reached().0, &snapshot), served.made_with.as_of, served.made_with.suspended);
    let now = recompute(&snapshot, &served, &asked)?;
    let differences = compare::differences(&served, &now);
    let causes = if differences.is_empty() {
        Vec::new()
    } else {
        causes::find(app, &served, &made_with, &now.items, is_lost).await?
    };
    Ok(Replay { served, made_with, differences, causes })
}

/// The question of then: the mission as it was published then, a draft or a talent as they are now.
async fn ask(app: &App, served: &ServedPage) -> Result<Asked, AppError> {
    let as_of = served.made_with.as_of;
    Ok(match &served.question {
        Question::Preview { requirements, modalities, visible } => {
            let request = RankRequest::of_requirements(requirements.clone(), modalities.clone(), as_of);
            Asked::Talents(Box::new(request), visibility(visible))
        }
        Question::Mission { mission: id, published_version, visible, .. } => {
            let Some(found) = mission::by_id(&app.store, *id).await? else { return Ok(Asked::Nothing) };
            let found = as_published(app, found, *published_version).await?;
            Asked::Talents(Box::new(RankRequest::of_mission(&found, as_of)), visibility(visible))
        }
        Question::Talent { talent: id, .. } => match talent::by_id(&app.store, *id).await? {
            Some(found) => Asked::Missions(Box::new(own_document(app, &found).await?)),
            None => Asked::Nothing,
        },
    })
}

/// The mission with what its published version of that number says.
async fn as_published(app: &App, found: Mission, number: Option<u32>) -> Result<Mission, AppError> {
    let versions = mission::versions(&app.store, found.id).await?;
    let published = versions.into_iter().find(|version| Some(version.number) == number);
    Ok(match published {
        Some(version) => Mission { content: version.content, ..found },
        None => found,
    })
}

fn visibility(visible: &VisibleTalents) -> TalentVisibility {
    let VisibleTalents { discoverable, structures, talent } = visible.clone();
    TalentVisibility { discoverable, structures, talent }
}

/// The statistics of a generation; `None` where the store has lost them or this program can't read them.
async fn statistics(app: &App, number: u64) -> Result<Option<Statistics>, AppError> {
    if number == 0 {
        return Ok(Some(Statistics::default()));
    }
    let kept = generation::by_number(&app.store, number).await?;
    Ok(kept.and_then(|kept| serde_json::from_slice(&kept.statistics).ok()))
}

/// The view of the engine with other statistics, or as it is where there are none.
fn snapshot_with(app: &App, statistics: Option<Statistics>) -> Arc<Snapshot> {
    let current = app.snapshot();
    let Some(statistics) = statistics.filter(|then| then != current.statistics()) else { return current };
    Arc::new(current.with_statistics(statistics))
}

fn recompute(snapshot: &Snapshot, served: &ServedPage, asked: &Asked) -> Result<Recomputed, CursorProblem> {
    match asked {
        Asked::Talents(request, visibility) => {
            page(served, |window| snapshot.rank_talents(request, visibility, window))
        }
        Asked::Missions(document) => {
            page(served, |window| snapshot.rank_missions(document, served.made_with.as_of, window))
        }
        Asked::Nothing => Ok(Recomputed::default()),
    }
}

/// The page that was served, or, where its cursor can't be honoured any more, the same items in their order of now.
fn page<Id: Copy + Into<Uuid>>(
    served: &ServedPage,
    rank: impl Fn(&Window) -> Result<Ranking<Id>, CursorProblem>,
) -> Result<Recomputed, CursorProblem> {
    let rank = |window: &Window| neutral::page(served.made_with.suspended, &served.question, window, &rank);
    let window = Window { size: served.page_size as usize, backward: false, cursor: served.cursor.clone() };
    match rank(&window) {
        Ok(ranking) => Ok(Recomputed { signals: signals(&ranking), items: items(&ranking) }),
        Err(_) if served.cursor.is_some() => {
            let total = rank(&Window::first(0))?.total;
            let list = rank(&Window::first(total.min(PLACES_MAX)))?;
            let was_served = |item: &ServedItem| served.items.iter().any(|then| then.id == item.id);
            Ok(Recomputed { signals: signals(&list), items: items(&list).into_iter().filter(was_served).collect() })
        }
        Err(problem) => Err(problem),
    }
}
