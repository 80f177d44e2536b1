//! Reminds people of what waits for them, as far as it is due today: see [`talents_core::reminder`].
//!
//! All that waits is walked through by reading, a page at a time. What is due is then looked at again under the lock of its
//! object, with the reminders that were written meanwhile: whoever comes second finds nothing left to write.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use talents_core::application::Application;
use talents_core::calendar::paris_day;
use talents_core::engagement::Engagement;
use talents_core::mission::Mission;
use talents_core::reminder::{NUMBER, Reminder, is_due};
use talents_core::talent::Talent;
use talents_core::todo::{self, Todo, TodoSubject};
use talents_store::{Source, Transaction, application, engagement, event, mission, talent, time_sheet};
use uuid::Uuid;

use super::{BATCH, begin, unless_overtaken};
use crate::app::{App, AppError};

/// What became of a walk.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Reminded {
    /// How many reminders were written.
    pub(super) sent: u64,
    /// How many objects somebody else was changing: the next run sees them as they then are.
    pub(super) overtaken: u64,
}

/// Something that waits for somebody, and the version of what it is about.
struct Waiting {
    todo: Todo,
    version: u64,
}

/// The objects that can wait for somebody, by the table that is walked through.
#[derive(Clone, Copy)]
enum Walk {
    Missions,
    Drafts,
    Applications,
    Engagements,
}

/// Writes the reminders that are due.
pub(super) async fn run(app: &App) -> Result<Reminded, AppError> {
    let mut reminded = Reminded::default();
    for walk in [Walk::Missions, Walk::Drafts, Walk::Applications, Walk::Engagements] {
        let mut after = None;
        loop {
            let (last, waiting) = walk.page(app, after).await?;
            let due = due_among(&app.store, waiting, app.clock.today()).await?;
            let subjects: BTreeSet<TodoSubject> = due.iter().map(|(waiting, _)| waiting.todo.subject).collect();
            for subject in subjects {
                match unless_overtaken(remind(app, subject).await)? {
                    Some(sent) => reminded.sent += sent,
                    None => reminded.overtaken += 1,
                }
            }
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
    }
    Ok(reminded)
}

/// Reminds of an object, where that is still due once nobody else can change it. Nobody is told: a reminder changes nothing
/// that anybody waits for.
async fn remind(app: &App, subject: TodoSubject) -> Result<u64, AppError> {
    let mut tx = begin(app).await?;
    let today = app.clock.today();
    let waiting = locked(&tx, subject, today).await?;
    let waiting = waiting.into_iter().filter(|waiting| waiting.todo.subject == subject).collect();
    let due = due_among(&tx, waiting, today).await?;
    let reminders: Vec<Reminder> =
        due.iter().map(|(waiting, number)| Reminder::new(&waiting.todo, waiting.version, *number)).collect();
    event::remind(&mut tx, &reminders).await?;
    tx.commit().await?;
    Ok(reminders.len() as u64)
}

/// Those of which a reminder is due, each with the number that it has.
async fn due_among(
    source: &impl Source,
    waiting: Vec<Waiting>,
    today: NaiveDate,
) -> Result<Vec<(Waiting, u32)>, AppError> {
    let ids: Vec<Uuid> = waiting.iter().map(|waiting| waiting.todo.subject.id()).collect();
    let changed = event::changed_at(source, &ids).await?;
    let reminders = event::last_reminders(source, &ids).await?;
    let due = |Waiting { todo, version }: Waiting| {
        let id = todo.subject.id();
        let todo = todo.not_before(changed.get(&id).copied());
        let last = reminders.get(&id).filter(|event| event.at >= todo.since);
        let number = last.and_then(|event| event.details.get(NUMBER)).and_then(|number| number.parse::<u32>().ok());
        let reminded = last.map(|event| paris_day(event.at));
        let due = is_due(paris_day(todo.since), todo.deadline, reminded, today);
        due.then_some((Waiting { todo, version }, number.unwrap_or_default() + 1))
    };
    Ok(waiting.into_iter().filter_map(due).collect())
}

/// What an object and those around it wait for, itself unable to change until the transaction ends.
async fn locked(tx: &Transaction, subject: TodoSubject, today: NaiveDate) -> Result<Vec<Waiting>, AppError> {
    match subject {
        TodoSubject::Mission(id) => Ok(of_missions(mission::by_id(tx, id).await?.as_slice())),
        TodoSubject::Talent(id) => Ok(of_drafts(talent::by_id(tx, id).await?.as_slice())),
        TodoSubject::Application(id) => of_applications(tx, application::by_id(tx, id).await?.as_slice()).await,
        TodoSubject::Engagement(id) => of_engagements(tx, engagement::by_id(tx, id).await?.as_slice(), today).await,
        TodoSubject::Consent(id) => {
            let Some(id) = engagement::of_consent(tx, id).await? else { return Ok(Vec::new()) };
            of_engagements(tx, engagement::by_id(tx, id).await?.as_slice(), today).await
        }
        TodoSubject::TimeSheet(id) => {
            // Its own row is its lock, as for its moves.
            let Some(sheet) = time_sheet::by_id(tx, id).await? else { return Ok(Vec::new()) };
            of_engagements(tx, &engagement::by_ids(tx, &[sheet.engagement]).await?, today).await
        }
    }
}

impl Walk {
    /// What the next objects wait for; the last of them, unless there are no more.
    async fn page(self, app: &App, after: Option<Uuid>) -> Result<(Option<Uuid>, Vec<Waiting>), AppError> {
        let store = &app.store;
        Ok(match self {
            Self::Missions => {
                let page = mission::in_moderation_after(store, after.map(Into::into), BATCH).await?;
                (page.last().map(|last| last.id.0), of_missions(&page))
            }
            Self::Drafts => {
                let page = talent::drafts_after(store, after.map(Into::into), BATCH).await?;
                (page.last().map(|last| last.id.0), of_drafts(&page))
            }
            Self::Applications => {
                let page = application::in_the_running_after(store, after.map(Into::into), BATCH).await?;
                (page.last().map(|last| last.id.0), of_applications(store, &page).await?)
            }
            Self::Engagements => {
                let page = engagement::open_after(store, after.map(Into::into), BATCH).await?;
                let waiting = of_engagements(store, &page, app.clock.today()).await?;
                (page.last().map(|last| last.id.0), waiting)
            }
        })
    }
}

fn of_missions(missions: &[Mission]) -> Vec<Waiting> {
    let waiting = |one: &Mission| Some(Waiting { todo: todo::of_mission(one)?, version: one.version });
    missions.iter().filter_map(waiting).collect()
}

fn of_drafts(talents: &[Talent]) -> Vec<Waiting> {
    let waiting = |one: &Talent| Some(Waiting { todo: todo::of_registration(one)?, version: one.version });
    talents.iter().filter_map(waiting).collect()
}

async fn of_applications(source: &impl Source, applications: &[Application]) -> Result<Vec<Waiting>, AppError> {
    let missions: Vec<_> = applications.iter().map(|application| application.mission).collect();
    let missions = mission::by_ids(source, &missions).await?;
    let talents: Vec<_> = applications.iter().map(|application| application.talent).collect();
    let talents = talent::by_ids(source, &talents).await?;
    let waiting = |one: &Application| {
        let mission = missions.iter().find(|mission| mission.id == one.mission)?;
        let talent = talents.iter().find(|talent| talent.id == one.talent)?;
        Some(Waiting { todo: todo::of_application(one, mission, talent.person)?, version: one.version })
    };
    Ok(applications.iter().filter_map(waiting).collect())
}

async fn of_engagements(
    source: &impl Source,
    engagements: &[Engagement],
    today: NaiveDate,
) -> Result<Vec<Waiting>, AppError> {
    let ids: Vec<_> = engagements.iter().map(|engagement| engagement.id).collect();
    let sheets = time_sheet::of_engagements(source, &ids).await?;
    let mut waiting = Vec::new();
    for engagement in engagements {
        let own: Vec<_> = sheets.iter().filter(|sheet| sheet.engagement == engagement.id).cloned().collect();
        let version_of = |subject| match subject {
            TodoSubject::Consent(id) => engagement.consents.iter().find(|one| one.id == id).map(|one| one.version),
            TodoSubject::TimeSheet(id) => own.iter().find(|one| one.id == id).map(|one| one.version),
            _ => Some(engagement.version),
        };
        let due = todo::of_engagement(engagement, &own, today).into_iter();
        waiting.extend(due.filter_map(|todo| Some(Waiting { todo, version: version_of(todo.subject)? })));
    }
    Ok(waiting)
}
