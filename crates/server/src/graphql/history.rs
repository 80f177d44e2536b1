//! What happened, in the reader's words.

use async_graphql::{Context, Enum, Object, SimpleObject};
use talents_core::event::{Actor, Event, ObjectKind};

use super::connection::{PageInfo, edge};
use super::error::{Nullable, nullable};
use super::event_enums::EventKind;
use super::node::{self, Node};
use super::paging::{forward, key_in, keyed};
use super::scalar::DateTime;
use super::state::state;
use crate::app::AppError;
use crate::app::history::Found;
use crate::messages::{Language, messages};

/// Who did something, as far as a history tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum HistoryActor {
    /// The reader.
    Viewer,
    /// Somebody else who was signed in.
    Person,
    /// A deadline, or what follows from one.
    Job,
    /// Those who run the server.
    CommandLine,
}

/// Something that happened.
pub struct HistoryEntry(Event);

/// Something that happened.
#[Object]
impl HistoryEntry {
    /// What.
    async fn kind(&self) -> EventKind {
        self.0.kind.into()
    }

    /// What, in the reader's language.
    async fn label(&self, ctx: &Context<'_>) -> String {
        words(ctx, "event-kind", self.0.kind.code())
    }

    /// When.
    async fn at(&self) -> DateTime {
        DateTime(self.0.at)
    }

    /// Who did it, without saying who the others are.
    async fn actor(&self, ctx: &Context<'_>) -> HistoryActor {
        self.actor_for(ctx)
    }

    /// The same in the reader's language.
    async fn actor_label(&self, ctx: &Context<'_>) -> String {
        let code = match self.actor_for(ctx) {
            HistoryActor::Viewer => "VIEWER",
            HistoryActor::Person => "PERSON",
            HistoryActor::Job => "JOB",
            HistoryActor::CommandLine => "COMMAND_LINE",
        };
        words(ctx, "history-actor", code)
    }

    /// Whether a delegate did it, in the place of whoever holds the role.
    async fn delegated(&self) -> bool {
        self.0.on_behalf_of.is_some()
    }

    /// What kind of thing it happened to, in the reader's language.
    async fn subject_label(&self, ctx: &Context<'_>) -> String {
        words(ctx, "object-kind", self.0.kind.object().code())
    }

    /// What it happened to; null where that is no node, or none that the reader may see.
    async fn subject(&self, ctx: &Context<'_>) -> Nullable<Node> {
        nullable(node::of_event(ctx, &self.0).await)
    }

    /// What else is known of it, in the reader's words.
    async fn details(&self, ctx: &Context<'_>) -> Vec<HistoryDetail> {
        let told = self.0.details.iter();
        told.filter_map(|(name, value)| HistoryDetail::new(ctx, self.0.kind.object(), name, value)).collect()
    }
}

impl HistoryEntry {
    fn actor_for(&self, ctx: &Context<'_>) -> HistoryActor {
        let reader = state(ctx).session.viewer_if_any().map(|viewer| viewer.person);
        match self.0.actor {
            Actor::Person(person) if Some(person) == reader => HistoryActor::Viewer,
            Actor::Person(_) => HistoryActor::Person,
            Actor::Job => HistoryActor::Job,
            Actor::CommandLine => HistoryActor::CommandLine,
        }
    }
}

/// Something more that is known of what happened: a code, a number or a day, never an id.
#[derive(SimpleObject)]
pub struct HistoryDetail {
    /// What it is: `state`, `reason`, `minutes` …
    name: String,
    /// The same, in the reader's language.
    label: String,
    /// The code, the number, or the day as `YYYY-MM-DD`.
    value: String,
    /// The same, in the reader's language.
    value_label: String,
}

impl HistoryDetail {
    fn new(ctx: &Context<'_>, object: ObjectKind, name: &str, value: &str) -> Option<Self> {
        let value_label = match wording(object, name)? {
            Wording::List(list) => words(ctx, list, value),
            Wording::Plain => value.to_owned(),
            Wording::Day => day(state(ctx).session.language, value),
        };
        let label = words(ctx, "history-detail", name);
        Some(Self { name: name.to_owned(), label, value: value.to_owned(), value_label })
    }
}

/// How a detail is said.
enum Wording {
    /// A code of that list of labels.
    List(&'static str),
    /// A number.
    Plain,
    /// A day.
    Day,
}

/// How a detail of an event is said; `None` for ids and hashes, which are for programs.
fn wording(object: ObjectKind, name: &str) -> Option<Wording> {
    let list = match (object, name) {
        (ObjectKind::Mission, "state") => "mission-state",
        (ObjectKind::Talent, "state") => "talent-state",
        (ObjectKind::Talent, "intent") => "intent",
        (ObjectKind::Application, "state") => "application-state",
        (ObjectKind::Application, "origin") => "origin",
        (ObjectKind::Application, "cause") => "lapse-cause",
        (ObjectKind::Engagement, "state") => "engagement-state",
        (ObjectKind::Engagement, "cause") => "end-cause",
        (ObjectKind::Consent, "state") => "consent-state",
        (ObjectKind::Consent, "kind") => "consent-kind",
        (ObjectKind::Consent, "reason") => "refusal-reason",
        (ObjectKind::TimeSheet, "state") => "time-sheet-state",
        (ObjectKind::ServiceOffer, "state") => "service-offer-state",
        (ObjectKind::Skill, "state") => "skill-state",
        (ObjectKind::Role, "role") | (_, "for") => "role",
        (_, "todo") => "todo-kind",
        (_, "minutes" | "number" | "publishedVersion" | "missionVersion") => return Some(Wording::Plain),
        (_, "first" | "last") => return Some(Wording::Day),
        _ => return None,
    };
    Some(Wording::List(list))
}

fn words(ctx: &Context<'_>, list: &str, code: &str) -> String {
    messages().label(state(ctx).session.language, list, code)
}

/// A day as people write it: 08/12/2026 in French, 2026-12-08 in English.
fn day(language: Language, value: &str) -> String {
    let parsed = value.parse::<chrono::NaiveDate>().ok().filter(|_| language.is_french());
    parsed.map_or_else(|| value.to_owned(), |day| day.format("%d/%m/%Y").to_string())
}

edge! {
    /// Something that happened, in a list.
    HistoryEdge of HistoryEntry
}

/// A page of what happened, the newest first.
#[derive(SimpleObject)]
pub struct HistoryConnection {
    /// What happened.
    edges: Vec<HistoryEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How much there is in all.
    total_count: usize,
}

impl HistoryConnection {
    /// A page of a history; `find` gives at most so many events before that place.
    pub(super) async fn page(
        first: Option<i32>,
        after: Option<String>,
        find: impl AsyncFnOnce(Option<i64>, usize) -> Result<Found, AppError>,
    ) -> Result<Self, AppError> {
        let window = forward(first, after)?;
        let found = find(key_in(&window)?, window.size + 1).await?;
        let page = keyed(&window, found.events, found.total);
        let edge = |(cursor, event)| HistoryEdge { node: HistoryEntry(event), cursor };
        let edges = page.elements.into_iter().map(edge).collect();
        Ok(Self { edges, page_info: page.page_info, total_count: page.total })
    }
}
