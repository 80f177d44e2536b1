//! Engagements and their consents: a talent at work for a host, on terms that four parties consent to.

use async_graphql::{Context, ID, Object, SimpleObject};
use talents_core::engagement::{Consent as CoreConsent, Engagement as CoreEngagement, Terms as CoreTerms};
use talents_core::id::{ApplicationId, ConsentId, EngagementId, StructureId};
use talents_store::{Key, engagement as kept, time_sheet as kept_sheets};

use super::application::{self, Application};
use super::connection::{PageInfo, edge};
use super::error::{Nullable, Warning, nullable, or_null};
use super::global_id::encode;
use super::life_enums::{ConsentKind, ConsentState, EndCause, EngagementState, RefusalReason};
use super::mission::Mission;
use super::paging::{forward, key_in, keyed};
use super::scalar::{Date, DateTime};
use super::state::state;
use super::structure::{self, Structure};
use super::talent::Talent;
use super::time_sheet::TimeSheet;
use crate::app::dossier::Parties;
use crate::app::{AppError, Listed, engagement, mission};

/// A talent at work for a host, from the selection to the closing.
#[derive(Clone)]
pub struct Engagement(pub Box<CoreEngagement>);

/// A talent at work for a host, from the selection to the closing.
#[Object]
impl Engagement {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, those of its consents included, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// Where it is in its life.
    async fn state(&self) -> EngagementState {
        self.0.state().into()
    }

    /// The mission as the version of the terms has it: what the parties consent to.
    async fn mission(&self, ctx: &Context<'_>) -> Nullable<Mission> {
        let found = mission::as_published(&state(ctx).app, self.0.terms.mission, self.0.terms.mission_version).await;
        nullable(found.map(|found| found.map(Mission)))
    }

    /// The talent, by name: the parties know each other.
    async fn talent(&self, ctx: &Context<'_>) -> Nullable<Talent> {
        nullable(self.load_talent(ctx).await)
    }

    /// The structure whose mission it is.
    async fn host(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        nullable(structure::load(ctx, self.0.host).await)
    }

    /// The structure that employs the talent today, and may recall them.
    async fn present_employer(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        nullable(structure::load(ctx, self.0.present_employer).await)
    }

    /// What the parties consent to; from the start on, what they consented to.
    async fn terms(&self) -> Terms {
        Terms(self.0.terms)
    }

    /// Planned minutes.
    async fn planned_minutes(&self) -> u32 {
        self.0.terms.plan.minutes
    }

    /// The first day.
    async fn start_on(&self) -> Date {
        Date(self.0.terms.days().first())
    }

    /// The last day.
    async fn end_on(&self) -> Date {
        Date(self.0.terms.days().last())
    }

    /// The four consents: talent, line manager, employer, host.
    async fn consents(&self) -> Vec<Consent> {
        self.0.consents.iter().map(|consent| Consent::of(consent, &self.0)).collect()
    }

    /// The time declared for it, by first day.
    async fn time_sheets(&self, ctx: &Context<'_>) -> Nullable<Vec<TimeSheet>> {
        let found = kept_sheets::of_engagement(&state(ctx).app.store, self.0.id).await;
        or_null(found.map(|sheets| sheets.into_iter().map(TimeSheet).collect()).map_err(AppError::from))
    }

    /// The selected candidature, for the talent and the host.
    async fn application(&self, ctx: &Context<'_>) -> Nullable<Application> {
        nullable(application::load(ctx, self.0.application).await)
    }

    /// When the talent was selected.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.0.opened_at)
    }

    /// When the work began.
    async fn started_at(&self) -> Option<DateTime> {
        self.0.stage.record().started_at.map(DateTime)
    }

    /// When the work was delivered or interrupted, or the engagement cancelled.
    async fn ended_at(&self) -> Option<DateTime> {
        self.0.stage.record().ended_at.map(DateTime)
    }

    /// What ended it otherwise than by delivery.
    async fn end_cause(&self) -> Option<EndCause> {
        self.0.stage.record().end_cause.map(EndCause::from)
    }

    /// Why it was suspended, interrupted or cancelled; null where nothing was said.
    async fn reason(&self) -> Option<String> {
        Some(self.0.stage.record().reason).filter(|reason| !reason.is_empty())
    }

    /// When it was closed.
    async fn closed_at(&self) -> Option<DateTime> {
        self.0.stage.record().closed_at.map(DateTime)
    }
}

impl Engagement {
    async fn load_talent(&self, ctx: &Context<'_>) -> Result<Option<Talent>, AppError> {
        match state(ctx).loaders.one(self.0.terms.talent).await? {
            Some(talent) => Talent::known(ctx, talent).await,
            None => Ok(None),
        }
    }
}

/// The terms of an engagement: change any, and they are other terms.
#[derive(Clone, Copy)]
pub struct Terms(CoreTerms);

/// The terms of an engagement: change any, and they are other terms.
#[Object]
impl Terms {
    /// The fingerprint that consents are bound to: SHA-256 in hexadecimal.
    async fn hash(&self) -> String {
        self.0.hash().to_string()
    }

    /// The number of the mission's published version.
    async fn mission_version(&self) -> u32 {
        self.0.mission_version
    }

    /// The structure that employs the talent and will be credited.
    async fn employer(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        nullable(structure::load(ctx, self.0.employer).await)
    }

    /// Planned minutes.
    async fn planned_minutes(&self) -> u32 {
        self.0.plan.minutes
    }

    /// The first day.
    async fn start_on(&self) -> Date {
        Date(self.0.days().first())
    }

    /// The last day.
    async fn end_on(&self) -> Date {
        Date(self.0.days().last())
    }
}

/// The consent of one party of an engagement.
#[derive(Clone)]
pub struct Consent {
    consent: CoreConsent,
    engagement: Box<CoreEngagement>,
}

/// The consent of one party of an engagement.
#[Object]
impl Consent {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.consent.id)
    }

    /// Whose consent it is.
    async fn kind(&self) -> ConsentKind {
        self.consent.kind.into()
    }

    /// Where it is in its life.
    async fn state(&self) -> ConsentState {
        self.consent.state.into()
    }

    /// Since when it is asked for.
    async fn asked_at(&self) -> DateTime {
        DateTime(self.consent.asked_at)
    }

    /// The last day to answer.
    async fn deadline(&self) -> Date {
        Date(self.consent.deadline)
    }

    /// The terms that it is asked about, or was given for.
    async fn terms_hash(&self) -> String {
        self.consent.terms.to_string()
    }

    /// When it was given; null where it does not stand.
    async fn granted_at(&self) -> Option<DateTime> {
        let stands = self.consent.state == talents_core::engagement::ConsentState::Granted;
        self.consent.answer.as_ref().filter(|_| stands).map(|answer| DateTime(answer.at))
    }

    /// When the party answered last.
    async fn answered_at(&self) -> Option<DateTime> {
        self.consent.answer.as_ref().map(|answer| DateTime(answer.at))
    }

    /// Whether a delegate answered, in the place of whoever holds the role.
    async fn delegated(&self) -> bool {
        self.consent.answer.as_ref().is_some_and(|answer| answer.voice.on_behalf_of.is_some())
    }

    /// Whether it came from an envelope that the employer granted in advance.
    async fn from_envelope(&self) -> bool {
        self.consent.answer.as_ref().is_some_and(|answer| answer.voice.envelope.is_some())
    }

    /// Why the party refused.
    async fn reason(&self) -> Option<RefusalReason> {
        self.consent.answer.as_ref().and_then(|answer| answer.reason).map(RefusalReason::from)
    }

    /// More words of the party; null where there are none.
    async fn comment(&self) -> Option<&str> {
        self.consent.answer.as_ref().map(|answer| answer.comment.as_str()).filter(|comment| !comment.is_empty())
    }

    /// Of which engagement.
    async fn engagement(&self) -> Engagement {
        Engagement(self.engagement.clone())
    }
}

impl Consent {
    /// A consent of that engagement.
    pub(super) fn of(consent: &CoreConsent, engagement: &CoreEngagement) -> Self {
        Self { consent: consent.clone(), engagement: Box::new(engagement.clone()) }
    }
}

edge! {
    /// An engagement in a list.
    EngagementEdge of Engagement
}

/// A page of engagements.
#[derive(SimpleObject)]
pub struct EngagementConnection {
    /// The engagements of the page.
    edges: Vec<EngagementEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
}

impl EngagementConnection {
    /// A page of a list; `find` gives at most so many after that place.
    pub(super) async fn page(
        first: Option<i32>,
        after: Option<String>,
        find: impl AsyncFnOnce(Option<Key>, usize) -> Result<Listed<CoreEngagement>, AppError>,
    ) -> Result<Self, AppError> {
        let window = forward(first, after)?;
        let listed = find(key_in(&window)?, window.size + 1).await?;
        let page = keyed(&window, listed.found, listed.total);
        let edge = |(cursor, node)| EngagementEdge { node: Engagement(Box::new(node)), cursor };
        let edges = page.elements.into_iter().map(edge).collect();
        Ok(Self { edges, page_info: page.page_info, total_count: page.total })
    }
}

/// The engagement with that id, if the reader may see it.
pub(super) async fn load(ctx: &Context<'_>, id: EngagementId) -> Result<Option<Engagement>, AppError> {
    match state(ctx).loaders.one(id).await? {
        Some(found) => visible(ctx, found).await,
        None => Ok(None),
    }
}

/// The consent with that id, if the reader may see its engagement.
pub(super) async fn load_consent(ctx: &Context<'_>, id: ConsentId) -> Result<Option<Consent>, AppError> {
    let Some(engagement) = kept::of_consent(&state(ctx).app.store, id).await? else { return Ok(None) };
    let Some(engagement) = load(ctx, engagement).await? else { return Ok(None) };
    let consent = engagement.0.consents.iter().find(|consent| consent.id == id);
    Ok(consent.map(|consent| Consent::of(consent, &engagement.0)))
}

/// The engagement that an application opened and that takes its seat, if the reader may see it.
pub(super) async fn of_application(ctx: &Context<'_>, id: ApplicationId) -> Result<Option<Engagement>, AppError> {
    match kept::of_application(&state(ctx).app.store, id).await? {
        Some(found) => visible(ctx, found).await,
        None => Ok(None),
    }
}

/// What whoever made the plan of an engagement should know.
pub(super) async fn plan_warnings(ctx: &Context<'_>, planned: &CoreEngagement) -> Result<Vec<Warning>, AppError> {
    let Some(talent) = state(ctx).loaders.one(planned.terms.talent).await? else { return Ok(Vec::new()) };
    let problems = engagement::warnings(&state(ctx).app, planned, &talent).await?;
    let language = state(ctx).session.language;
    Ok(problems.iter().map(|problem| Warning::of(problem, language)).collect())
}

async fn visible(ctx: &Context<'_>, found: CoreEngagement) -> Result<Option<Engagement>, AppError> {
    let Some(viewer) = state(ctx).session.viewer_if_any() else { return Ok(None) };
    let structure = async |id: StructureId| structure::load(ctx, id).await;
    let (host, employer) = (structure(found.host).await?, structure(found.terms.employer).await?);
    let (present, talent) =
        (structure(found.present_employer).await?, state(ctx).loaders.one(found.terms.talent).await?);
    let (Some(host), Some(employer), Some(present), Some(talent)) = (host, employer, present, talent) else {
        return Ok(None);
    };
    let parties = Parties {
        engagement: &found,
        host: &host.0,
        employer: &employer.0,
        present_employer: &present.0,
        talent: &talent,
    };
    let readable = parties.may_read(viewer);
    Ok(readable.then(|| Engagement(Box::new(found))))
}
