//! Who is signed in, and what is theirs to do.

use async_graphql::{Context, ID, Object, SimpleObject, Union};
use talents_core::access::HeldRole;
use talents_core::id::PersonId;
use talents_core::person::Person;

use super::application::Application;
use super::connection::{PageInfo, edge};
use super::engagement::{Consent, Engagement, EngagementConnection};
use super::enums::{Role, TodoKind};
use super::error::{Nullable, nullable, or_null};
use super::global_id::encode;
use super::history::HistoryConnection;
use super::mission::Mission;
use super::paging::slice;
use super::scalar::{Date, DateTime};
use super::state::state;
use super::structure::{self, Structure};
use super::talent::Talent;
use super::time_sheet::TimeSheet;
use crate::app::AppError;
use crate::app::todo::{self, Todo as AppTodo, TodoSubject as AppSubject};
use crate::app::{history, talent};

/// The person who is signed in.
#[derive(Clone)]
pub struct Viewer(Person);

/// The person who is signed in.
#[Object]
impl Viewer {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Given and family names.
    async fn name(&self) -> String {
        self.0.full_name()
    }

    /// Where messages go.
    async fn email(&self) -> &str {
        self.0.email.as_str()
    }

    /// The language they want to be addressed in: `fr` or `en`.
    async fn language(&self) -> &str {
        self.0.language.as_str()
    }

    /// The roles that they hold today, as delegates too.
    async fn roles(&self, ctx: &Context<'_>) -> Nullable<Vec<ViewerRole>> {
        or_null(roles(ctx).await)
    }

    /// Their own registration, if they have one.
    async fn talent(&self, ctx: &Context<'_>) -> Nullable<Talent> {
        nullable(own_talent(ctx).await)
    }

    /// The engagements, neither closed nor cancelled, that they have a part in: as the talent or their line manager, or
    /// for a structure that hosts or lends; the oldest first.
    async fn engagements(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<EngagementConnection> {
        let find = async |after, limit| todo::engagements(&state(ctx).app, &state(ctx).session, after, limit).await;
        or_null(EngagementConnection::page(first, after, find).await)
    }

    /// Their own history, the newest first: what they did, what was done in their place, and what happened to all that is
    /// theirs.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<HistoryConnection> {
        let find = async |before, limit| history::own(&state(ctx).app, &state(ctx).session, before, limit).await;
        or_null(HistoryConnection::page(first, after, find).await)
    }

    /// What is theirs to do, the most pressing first.
    async fn todo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<TodoConnection> {
        or_null(todos(ctx, first, after).await)
    }
}

impl Viewer {
    /// Whether it is that person.
    pub(super) fn is(&self, person: PersonId) -> bool {
        self.0.id == person
    }
}

/// A role that the viewer holds.
#[derive(SimpleObject)]
pub struct ViewerRole {
    /// Which role.
    role: Role,
    /// For which structure.
    structure: Structure,
    /// Whether it is held in somebody else's place.
    delegated: bool,
}

/// What a thing to do is about.
#[derive(Union)]
pub enum TodoSubject {
    /// A mission.
    Mission(Mission),
    /// The person's own registration.
    Talent(Talent),
    /// A candidature or an invitation.
    Application(Application),
    /// An engagement.
    Engagement(Engagement),
    /// A consent.
    Consent(Consent),
    /// A time sheet.
    TimeSheet(TimeSheet),
}

/// A thing to do.
#[derive(SimpleObject)]
pub struct Todo {
    /// What.
    kind: TodoKind,
    /// What, in the reader's language.
    label: String,
    /// Since when.
    since: Option<DateTime>,
    /// Until when, where there is a deadline.
    deadline: Option<Date>,
    /// When whoever it waits for was last reminded of it.
    reminded_at: Option<DateTime>,
    /// About what.
    subject: TodoSubject,
}

edge! {
    /// A thing to do in a list.
    TodoEdge of Todo
}

/// A page of things to do.
#[derive(SimpleObject)]
pub struct TodoConnection {
    /// The things to do of the page.
    edges: Vec<TodoEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
}

/// Who is signed in.
#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// The person who is signed in; null for nobody.
    async fn viewer(&self, ctx: &Context<'_>) -> Nullable<Viewer> {
        nullable(load(ctx).await)
    }
}

/// The person who is signed in, if anybody.
pub(super) async fn load(ctx: &Context<'_>) -> Result<Option<Viewer>, AppError> {
    match state(ctx).session.viewer_if_any() {
        Some(viewer) => Ok(state(ctx).loaders.one(viewer.person).await?.map(Viewer)),
        None => Ok(None),
    }
}

async fn own_talent(ctx: &Context<'_>) -> Result<Option<Talent>, AppError> {
    match talent::own(&state(ctx).app, &state(ctx).session).await? {
        Some(talent) => Talent::visible(ctx, talent).await,
        None => Ok(None),
    }
}

/// The roles that were assigned, and that of talent for the employer of a registration.
async fn roles(ctx: &Context<'_>) -> Result<Vec<ViewerRole>, AppError> {
    let mut held: Vec<(talents_core::person::Role, _, bool)> = Vec::new();
    if let Some(talent) = talent::own(&state(ctx).app, &state(ctx).session).await? {
        held.push((talents_core::person::Role::Talent, talent.structure, false));
    }
    let assigned = |role: &HeldRole| (role.role, role.structure, role.on_behalf_of.is_some());
    held.extend(state(ctx).session.viewer()?.roles.iter().map(assigned));
    let mut roles = Vec::with_capacity(held.len());
    for (role, structure, delegated) in held {
        let structure = structure::load(ctx, structure).await?;
        roles.extend(structure.map(|structure| ViewerRole { role: role.into(), structure, delegated }));
    }
    Ok(roles)
}

async fn todos(ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Result<TodoConnection, AppError> {
    let list = todo::list(&state(ctx).app, &state(ctx).session).await?;
    todo_page(ctx, list, first, after).await
}

/// A page of things to do.
pub(super) async fn todo_page(
    ctx: &Context<'_>,
    list: Vec<AppTodo>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<TodoConnection, AppError> {
    let page = slice(list, first, after, AppTodo::key)?;
    let mut edges = Vec::with_capacity(page.elements.len());
    for (cursor, todo) in page.elements {
        edges.extend(Todo::new(ctx, todo).await?.map(|node| TodoEdge { node, cursor }));
    }
    Ok(TodoConnection { edges, page_info: page.page_info, total_count: page.total })
}

impl Todo {
    async fn new(ctx: &Context<'_>, todo: AppTodo) -> Result<Option<Self>, AppError> {
        let subject = match todo.subject {
            AppSubject::Mission(mission) => Some(TodoSubject::Mission(Mission(*mission))),
            AppSubject::Talent(talent) => Talent::visible(ctx, *talent).await?.map(TodoSubject::Talent),
            AppSubject::Application(application) => Some(TodoSubject::Application(Application(*application))),
            AppSubject::Engagement(engagement) => Some(TodoSubject::Engagement(Engagement(engagement))),
            AppSubject::Consent(consent, engagement) => Some(TodoSubject::Consent(Consent::of(&consent, &engagement))),
            AppSubject::TimeSheet(sheet) => Some(TodoSubject::TimeSheet(TimeSheet(*sheet))),
        };
        let language = state(ctx).session.language;
        Ok(subject.map(|subject| Self {
            kind: todo.kind.into(),
            label: crate::messages::messages().label(language, "todo-kind", todo.kind.code()),
            deadline: todo.deadline.map(Date),
            since: Some(DateTime(todo.since)),
            reminded_at: todo.reminded_at.map(DateTime),
            subject,
        }))
    }
}
