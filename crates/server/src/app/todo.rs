//! What is somebody's to do: computed from the state of things, never stored.

mod falling;

use std::collections::BTreeSet;
use std::hash::Hash;

use chrono::{DateTime, NaiveDate, Utc};
use talents_core::access::{Act, Scope, Viewer};
use talents_core::application::Application;
use talents_core::engagement::{Consent, Engagement};
use talents_core::id::{PersonId, StructureId};
use talents_core::mission::{Mission, MissionState};
use talents_core::talent::Talent;
use talents_core::time_sheet::TimeSheet;
use talents_core::todo::{self as due, TodoKind};
use talents_store::Key;
use talents_store::engagement::{Concerns, Sides};
use talents_store::mission::MissionFilter;
use talents_store::{application, engagement, event, mission, structure, talent, time_sheet};
use uuid::Uuid;

use self::falling::falls_to;
use super::{App, AppError, Listed, Session};

/// The most things of a kind that a to-do list counts.
const TODO_MAX: u64 = 500;

/// What a thing to do is about.
#[derive(Debug, Clone)]
pub enum TodoSubject {
    /// A mission.
    Mission(Box<Mission>),
    /// The person's own registration.
    Talent(Box<Talent>),
    /// A candidature or an invitation.
    Application(Box<Application>),
    /// An engagement.
    Engagement(Box<Engagement>),
    /// A consent, with its engagement.
    Consent(Box<Consent>, Box<Engagement>),
    /// A time sheet.
    TimeSheet(Box<TimeSheet>),
}

/// A thing to do.
#[derive(Debug, Clone)]
pub struct Todo {
    /// What.
    pub kind: TodoKind,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Until when, where there is a deadline.
    pub deadline: Option<NaiveDate>,
    /// When whoever it waits for was last reminded of it.
    pub reminded_at: Option<DateTime<Utc>>,
    /// About what.
    pub subject: TodoSubject,
}

impl TodoSubject {
    /// The id of what it is about.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Mission(mission) => mission.id.0,
            Self::Talent(talent) => talent.id.0,
            Self::Application(application) => application.id.0,
            Self::Engagement(engagement) => engagement.id.0,
            Self::Consent(consent, _) => consent.id.0,
            Self::TimeSheet(sheet) => sheet.id.0,
        }
    }

    /// The version of what it is about.
    fn version(&self) -> u64 {
        match self {
            Self::Mission(mission) => mission.version,
            Self::Talent(talent) => talent.version,
            Self::Application(application) => application.version,
            Self::Engagement(engagement) => engagement.version,
            Self::Consent(consent, _) => consent.version,
            Self::TimeSheet(sheet) => sheet.version,
        }
    }
}

impl Todo {
    /// What changes when anything of it does.
    pub fn mark(&self) -> impl Hash + use<> {
        (self.kind.code(), self.subject.id(), self.subject.version(), self.deadline, self.since)
    }

    /// What tells it apart from the others.
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind, self.subject.id())
    }
}

/// What is the person's to do, the most pressing first.
pub async fn list(app: &App, session: &Session) -> Result<Vec<Todo>, AppError> {
    let viewer = session.viewer()?;
    let mut todos = Vec::new();
    todos.extend(missions_due(app, viewer).await?);
    let registration = talent::by_person(&app.store, viewer.person).await?;
    todos.extend(
        registration.and_then(|talent| Some((due::of_registration(&talent)?, TodoSubject::Talent(Box::new(talent))))),
    );
    todos.extend(applications_due(app, viewer).await?);
    todos.extend(engagements_due(app, viewer).await?);
    let mut todos = dated(app, todos).await?;
    todos.sort_by_key(|todo| (todo.deadline.is_none(), todo.deadline, todo.since));
    Ok(todos)
}

/// What is due, and the object that it is about.
type Due = (due::Todo, TodoSubject);

/// The same with what histories alone know: since when at the latest, and the last reminder since then.
async fn dated(app: &App, todos: Vec<Due>) -> Result<Vec<Todo>, AppError> {
    let ids: Vec<Uuid> = todos.iter().map(|(due, _)| due.subject.id()).collect();
    let changed = event::changed_at(&app.store, &ids).await?;
    let reminders = event::last_reminders(&app.store, &ids).await?;
    let dated = |(due, subject): Due| {
        let id = due.subject.id();
        let due = due.not_before(changed.get(&id).copied());
        let reminded = reminders.get(&id).map(|event| event.at).filter(|at| *at >= due.since);
        Todo { kind: due.kind, since: due.since, deadline: due.deadline, reminded_at: reminded, subject }
    };
    Ok(todos.into_iter().map(dated).collect())
}

/// The missions that wait for the person's moderation, and their own that were sent back to them.
async fn missions_due(app: &App, viewer: &Viewer) -> Result<Vec<Due>, AppError> {
    let mut missions = missions_in(app, MissionState::Submitted, &viewer.scope(Act::ModerateMission)).await?;
    let sent_back = missions_in(app, MissionState::ChangesRequested, &viewer.scope(Act::WriteMission)).await?;
    missions.extend(sent_back.into_iter().filter(|mission| mission.owner == viewer.person));
    let about = |mission: Mission| Some((due::of_mission(&mission)?, TodoSubject::Mission(Box::new(mission))));
    Ok(missions.into_iter().filter_map(about).collect())
}

/// The engagements, neither closed nor cancelled, that the person has a part in, after that one, the oldest first.
pub async fn engagements(
    app: &App,
    session: &Session,
    after: Option<Key>,
    limit: usize,
) -> Result<Listed<Engagement>, AppError> {
    let viewer = session.viewer()?;
    let sides = Sides {
        talent: viewer.person,
        managers: concerns(viewer).people,
        hosts: viewer.scope(Act::RunEngagement).structures,
        // A structure's line manager is no party of what is not their report's.
        lenders: viewer.scope(Act::ConsentAsEmployer).structures,
    };
    let found = engagement::page_of_sides(&app.store, &sides, after, limit as u64).await?;
    Ok(Listed::of(found, engagement::key, engagement::count_of_sides(&app.store, &sides).await?))
}

/// Whom and what a person speaks for: themselves, those whose delegate they are, and their structures.
fn concerns(viewer: &Viewer) -> Concerns {
    let delegated = viewer.roles.iter().filter_map(|held| held.on_behalf_of);
    let people = std::iter::once(viewer.person).chain(delegated).collect();
    let mut structures: Vec<StructureId> =
        [Act::RunEngagement, Act::ConsentAsEmployer].map(|act| viewer.scope(act).structures).concat();
    structures.sort_unstable();
    structures.dedup();
    Concerns { people, structures }
}

/// The candidatures that wait for the person's structures, and the invitations that wait for them.
async fn applications_due(app: &App, viewer: &Viewer) -> Result<Vec<Due>, AppError> {
    let mut waiting = Vec::new();
    if let Some(own) = talent::by_person(&app.store, viewer.person).await? {
        waiting.extend(application::open_of_talent(&app.store, own.id).await?);
    }
    let hosts = viewer.scope(Act::HandleApplications).structures;
    if !hosts.is_empty() {
        waiting.extend(application::waiting_for_hosts(&app.store, &hosts, TODO_MAX).await?);
    }
    let ids: Vec<_> = waiting.iter().map(|application| application.mission).collect();
    let missions = mission::by_ids(&app.store, &ids).await?;
    let mut todos = Vec::new();
    for application in waiting {
        // An invitation is only ever looked at as the talent's own.
        let mission = missions.iter().find(|mission| mission.id == application.mission);
        let due = mission.and_then(|mission| due::of_application(&application, mission, viewer.person));
        let subject = TodoSubject::Application(Box::new(application));
        todos.extend(due.filter(|due| falls_to(viewer, due.due_from)).map(|due| (due, subject)));
    }
    Ok(todos)
}

/// What engagements, their consents and their sheets wait for from the person.
async fn engagements_due(app: &App, viewer: &Viewer) -> Result<Vec<Due>, AppError> {
    let mut found = engagement::open_concerning(&app.store, &concerns(viewer), TODO_MAX).await?;
    if viewer.scope(Act::ArbitrateTime).all {
        let disputed = time_sheet::disputed(&app.store, TODO_MAX).await?;
        let known: BTreeSet<_> = found.iter().map(|engagement| engagement.id).collect();
        let others: BTreeSet<_> = disputed.iter().map(|sheet| sheet.engagement).collect();
        let others: Vec<_> = others.difference(&known).copied().collect();
        found.extend(engagement::by_ids(&app.store, &others).await?);
    }
    let ids: Vec<_> = found.iter().map(|engagement| engagement.id).collect();
    let sheets = time_sheet::of_engagements(&app.store, &ids).await?;
    let voices = voices(app, viewer).await?;
    let mut todos = Vec::new();
    for engagement in found {
        let own: Vec<TimeSheet> = sheets.iter().filter(|sheet| sheet.engagement == engagement.id).cloned().collect();
        let all = due::of_engagement(&engagement, &own, app.clock.today());
        let theirs = all.into_iter().filter(|due| falling::may_do(viewer, &voices, due, (&engagement, &own)));
        todos.extend(theirs.filter_map(|due| Some((due, subject(&due, &engagement, &own)?))));
    }
    Ok(todos)
}

/// The line managers whose office the person has, themselves or as a delegate, and who may speak for their employer.
async fn voices(app: &App, viewer: &Viewer) -> Result<Vec<(StructureId, PersonId)>, AppError> {
    let mut voices = viewer.scope(Act::ConsentAsEmployer).reports_if_allowed;
    if !voices.is_empty() {
        let ids: Vec<StructureId> = voices.iter().map(|(structure, _)| *structure).collect();
        let found = structure::by_ids(&app.store, &ids).await?;
        let allows = |id| found.iter().any(|one| one.id == id && one.profile.manager_consents_for_employer);
        voices.retain(|(structure, _)| allows(*structure));
    }
    Ok(voices)
}

fn subject(due: &due::Todo, engagement: &Engagement, sheets: &[TimeSheet]) -> Option<TodoSubject> {
    match due.subject {
        // The others are looked at for themselves.
        due::TodoSubject::Mission(_) | due::TodoSubject::Talent(_) | due::TodoSubject::Application(_) => None,
        due::TodoSubject::Engagement(_) => Some(TodoSubject::Engagement(Box::new(engagement.clone()))),
        due::TodoSubject::Consent(id) => {
            let consent = engagement.consents.iter().find(|consent| consent.id == id)?.clone();
            Some(TodoSubject::Consent(Box::new(consent), Box::new(engagement.clone())))
        }
        due::TodoSubject::TimeSheet(id) => {
            let sheet = sheets.iter().find(|sheet| sheet.id == id)?.clone();
            Some(TodoSubject::TimeSheet(Box::new(sheet)))
        }
    }
}

/// The missions in a state that a scope covers, the oldest first.
async fn missions_in(app: &App, state: MissionState, scope: &Scope) -> Result<Vec<Mission>, AppError> {
    if !scope.all && scope.structures.is_empty() && scope.ministries.is_empty() {
        return Ok(Vec::new());
    }
    let limited_to = |list: &[StructureId]| (!scope.all).then(|| list.to_vec());
    let filter = MissionFilter {
        states: vec![state],
        hosts: limited_to(&scope.structures),
        ministries: limited_to(&scope.ministries),
    };
    Ok(mission::in_states(&app.store, &filter, None, TODO_MAX).await?)
}
