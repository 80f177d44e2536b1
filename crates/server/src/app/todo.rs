//! What is somebody's to do: computed from the state of things, never stored.

use chrono::{DateTime, NaiveDate, Utc};
use talents_core::access::{Act, Scope};
use talents_core::id::StructureId;
use talents_core::mission::{Mission, MissionState};
use talents_core::talent::{Talent, TalentState};
use talents_store::mission::MissionFilter;
use talents_store::{event, mission, talent};
use uuid::Uuid;

use super::{App, AppError, Session};

/// The most things of a kind that a to-do list counts.
const TODO_MAX: u64 = 500;

talents_core::coded_enum! {
    /// A kind of thing to do.
    pub enum TodoKind {
        /// A mission waits for moderation.
        MissionToModerate = "MISSION_TO_MODERATE",
        /// A mission was sent back and waits for its author.
        MissionToAmend = "MISSION_TO_AMEND",
        /// A registration is still a draft.
        RegistrationToComplete = "REGISTRATION_TO_COMPLETE",
    }
}

/// What a thing to do is about.
#[derive(Debug, Clone)]
pub enum TodoSubject {
    /// A mission.
    Mission(Box<Mission>),
    /// The person's own registration.
    Talent(Box<Talent>),
}

/// A thing to do.
#[derive(Debug, Clone)]
pub struct Todo {
    /// What.
    pub kind: TodoKind,
    /// Until when, where there is a deadline.
    pub deadline: Option<NaiveDate>,
    /// About what.
    pub subject: TodoSubject,
}

impl TodoSubject {
    /// The id of what it is about.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Mission(mission) => mission.id.0,
            Self::Talent(talent) => talent.id.0,
        }
    }
}

impl Todo {
    /// What tells it apart from the others.
    pub fn key(&self) -> String {
        format!("{}:{}", self.kind, self.subject.id())
    }
}

/// Since when it is there to do: its object has been in its state since its last event.
pub async fn since(app: &App, subject: Uuid) -> Result<Option<DateTime<Utc>>, AppError> {
    Ok(event::of_object(&app.store, subject).await?.last().map(|event| event.at))
}

/// What is the person's to do, the most pressing first.
pub async fn list(app: &App, session: &Session) -> Result<Vec<Todo>, AppError> {
    let viewer = session.viewer()?;
    let mut todos = Vec::new();
    let moderated = missions_in(app, MissionState::Submitted, &viewer.scope(Act::ModerateMission)).await?;
    todos.extend(moderated.into_iter().map(|mission| about_mission(TodoKind::MissionToModerate, mission)));
    let sent_back = missions_in(app, MissionState::ChangesRequested, &viewer.scope(Act::WriteMission)).await?;
    let own = sent_back.into_iter().filter(|mission| mission.owner == viewer.person);
    todos.extend(own.map(|mission| about_mission(TodoKind::MissionToAmend, mission)));
    let registration = talent::by_person(&app.store, viewer.person).await?;
    todos.extend(registration.filter(|talent| talent.state == TalentState::Draft).map(about_registration));
    todos.sort_by_key(|todo| (todo.deadline.is_none(), todo.deadline));
    Ok(todos)
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

fn about_mission(kind: TodoKind, mission: Mission) -> Todo {
    let deadline = mission.content.application_deadline;
    Todo { kind, deadline, subject: TodoSubject::Mission(Box::new(mission)) }
}

fn about_registration(talent: Talent) -> Todo {
    let kind = TodoKind::RegistrationToComplete;
    Todo { kind, deadline: None, subject: TodoSubject::Talent(Box::new(talent)) }
}
