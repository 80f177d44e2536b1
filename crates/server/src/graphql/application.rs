//! Candidatures and invitations.

use async_graphql::{Context, ID, Object, SimpleObject};
use talents_core::application::{Application as CoreApplication, Decision as CoreDecision};
use talents_core::error::Problem;
use talents_core::id::ApplicationId;
use talents_store::Key;

use super::connection::{PageInfo, edge};
use super::engagement::{self, Engagement};
use super::error::{Nullable, nullable};
use super::global_id::encode;
use super::life_enums::{ApplicationMove, ApplicationOrigin, ApplicationState};
use super::matching::{Match, match_of};
use super::mission::Mission;
use super::paging::{forward, key_in, keyed};
use super::scalar::DateTime;
use super::state::state;
use super::structure;
use super::talent::Talent;
use crate::app::{AppError, Listed, application};

/// A talent's candidature for a mission, or a host's invitation.
#[derive(Clone)]
pub struct Application(pub CoreApplication);

/// A talent's candidature for a mission, or a host's invitation.
#[Object]
impl Application {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// Where it is in its life.
    async fn state(&self) -> ApplicationState {
        self.0.state.into()
    }

    /// Where it comes from.
    async fn origin(&self) -> ApplicationOrigin {
        self.0.origin.into()
    }

    /// Why the talent applies; may be empty.
    async fn motivation(&self) -> &str {
        &self.0.motivation
    }

    /// For which mission.
    async fn mission(&self, ctx: &Context<'_>) -> Nullable<Mission> {
        let found = state(ctx).loaders.one(self.0.mission).await;
        nullable(found.map(|found| found.map(Mission)))
    }

    /// The number of the published version that the talent read.
    async fn mission_version(&self) -> u32 {
        self.0.mission_version
    }

    /// Whose: by name once the talent has applied.
    async fn talent(&self, ctx: &Context<'_>) -> Nullable<Talent> {
        nullable(self.load_talent(ctx).await)
    }

    /// What was decided, in order.
    async fn decisions(&self) -> Vec<ApplicationDecision> {
        self.0.decisions.iter().map(ApplicationDecision::from).collect()
    }

    /// When the talent applied or was invited.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The engagement that it opened and that takes its seat.
    async fn engagement(&self, ctx: &Context<'_>) -> Nullable<Engagement> {
        nullable(engagement::of_application(ctx, self.0.id).await)
    }

    /// How well the talent fits the mission today, for those who write it; null where the talent is not ranked.
    #[graphql(name = "match")]
    async fn fit(&self, ctx: &Context<'_>) -> Nullable<Match> {
        nullable(self.load_match(ctx).await)
    }
}

impl Application {
    async fn load_talent(&self, ctx: &Context<'_>) -> Result<Option<Talent>, AppError> {
        let Some(talent) = state(ctx).loaders.one(self.0.talent).await? else { return Ok(None) };
        if self.0.profile.is_some() { Talent::known(ctx, talent).await } else { Talent::visible(ctx, talent).await }
    }

    async fn load_match(&self, ctx: &Context<'_>) -> Result<Option<Match>, AppError> {
        let Some(mission) = state(ctx).loaders.one(self.0.mission).await? else { return Ok(None) };
        let Some(host) = structure::load(ctx, mission.host).await? else { return Ok(None) };
        match_of(ctx, &mission, &host.0, self.0.talent).await
    }
}

/// A decision about an application.
#[derive(SimpleObject)]
pub struct ApplicationDecision {
    /// What was decided.
    kind: ApplicationMove,
    /// When.
    at: DateTime,
    /// Why; may be empty where no reason is owed.
    reason: String,
}

impl From<&CoreDecision> for ApplicationDecision {
    fn from(decision: &CoreDecision) -> Self {
        Self { kind: decision.kind.into(), at: DateTime(decision.at), reason: decision.reason.clone() }
    }
}

edge! {
    /// An application in a list.
    ApplicationEdge of Application
}

/// A page of applications.
#[derive(SimpleObject)]
pub struct ApplicationConnection {
    /// The applications of the page.
    edges: Vec<ApplicationEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
}

impl ApplicationConnection {
    /// A page of a list; `find` gives at most so many after that place.
    pub(super) async fn page(
        first: Option<i32>,
        after: Option<String>,
        find: impl AsyncFnOnce(Option<Key>, usize) -> Result<Listed<CoreApplication>, AppError>,
    ) -> Result<Self, AppError> {
        let window = forward(first, after)?;
        let listed = find(key_in(&window)?, window.size + 1).await?;
        let page = keyed(&window, listed.found, listed.total);
        let edge = |(cursor, node)| ApplicationEdge { node: Application(node), cursor };
        let edges = page.elements.into_iter().map(edge).collect();
        Ok(Self { edges, page_info: page.page_info, total_count: page.total })
    }
}

/// The application with that id, if the reader may see it.
pub(super) async fn load(ctx: &Context<'_>, id: ApplicationId) -> Result<Option<Application>, AppError> {
    let Some(found) = state(ctx).loaders.one(id).await? else { return Ok(None) };
    let gone = || Problem::NoSuchObject { kind: "Application".to_owned(), id: id.to_string() };
    let mission = state(ctx).loaders.one(found.mission).await?.ok_or_else(gone)?;
    let talent = state(ctx).loaders.one(found.talent).await?.ok_or_else(gone)?;
    let host = structure::load(ctx, mission.host).await?.ok_or_else(gone)?;
    let readable = application::may_read(&state(ctx).session, &talent, &host.0);
    Ok(readable.then_some(Application(found)))
}
