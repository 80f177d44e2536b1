//! Talents: agents who registered. What a reader sees of one depends on who asks.

use async_graphql::{Context, ID, Object, SimpleObject};
use talents_core::access::Act;
use talents_core::id::TalentId;
use talents_core::talent::{Availability as CoreAvailability, ProfilePart as Part, Talent as CoreTalent};

use super::application::ApplicationConnection;
use super::enums::{Intent, ProfilePart, Remote, TalentState, TalentStatus};
use super::error::{Nullable, nullable, or_null};
use super::global_id::{decode, encode};
use super::matching::{MissionMatchConnection, mission_matches};
use super::mission::{self, Mission};
use super::paging::forward;
use super::scalar::Date;
use super::service_offer::ServiceOffer;
use super::skill::{self, Skill};
use super::state::state;
use super::structure::{self, Structure};
use crate::app::talent::{Sight, resource, sight};
use crate::app::{AppError, application, service_offer};

/// An agent who registered, as far as the reader may see them.
#[derive(Clone)]
pub struct Talent {
    talent: CoreTalent,
    sight: Sight,
}

/// An agent who registered, as far as the reader may see them.
#[Object]
impl Talent {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.talent.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.talent.version
    }

    /// Where the registration is in its life.
    async fn state(&self) -> TalentState {
        self.talent.state.into()
    }

    /// The name, or the initials for those who may not know yet who it is.
    async fn display_name(&self, ctx: &Context<'_>) -> Nullable<String> {
        nullable(self.name(ctx).await)
    }

    /// The structure that employs the talent.
    async fn structure(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        nullable(structure::load(ctx, self.talent.structure).await)
    }

    /// What they do, in a line; null where the talent keeps it.
    async fn headline(&self) -> Option<&str> {
        self.shown(Part::Headline).then_some(self.talent.profile.headline.as_str())
    }

    /// A few paragraphs about their work; null where the talent keeps it.
    async fn biography(&self) -> Option<&str> {
        self.shown(Part::Biography).then_some(self.talent.profile.biography.as_str())
    }

    /// The skills.
    async fn skills(&self, ctx: &Context<'_>) -> Vec<TalentSkill> {
        let declared = &self.talent.profile.skills;
        let found = declared.iter().filter_map(|declared| {
            let skill = skill::find(ctx, declared.skill)?;
            let last_used = declared.last_used.map(String::from);
            let (level, wants_to_develop) = (declared.level.get(), declared.wants_to_develop);
            Some(TalentSkill { skill, level, last_used, wants_to_develop })
        });
        found.collect()
    }

    /// Spoken languages by their ISO 639-1 codes; null where the talent keeps them.
    async fn languages(&self) -> Option<Vec<String>> {
        let codes = self.talent.profile.languages.iter().map(ToString::to_string);
        self.shown(Part::Languages).then(|| codes.collect())
    }

    /// Where and when they can work.
    async fn availability(&self) -> Availability {
        let availability = &self.talent.profile.availability;
        Availability::new(availability, self.shown(Part::Place), self.shown(Part::Availability))
    }

    /// Why they registered.
    async fn intent(&self) -> Intent {
        self.talent.profile.intent.into()
    }

    /// Whether those who look for talents may find this one; for those who may see the whole profile.
    async fn discoverable(&self) -> Nullable<bool> {
        or_null(self.private().map(|talent| talent.profile.discoverable))
    }

    /// The parts that the talent keeps from the others; for those who may see the whole profile.
    async fn hidden_parts(&self) -> Nullable<Vec<ProfilePart>> {
        let parts = |talent: &CoreTalent| talent.profile.hidden_parts.iter().map(|part| (*part).into()).collect();
        or_null(self.private().map(parts))
    }

    /// Civil servant or under contract; for those who may see the whole profile.
    async fn status(&self) -> Nullable<TalentStatus> {
        or_null(self.private().map(|talent| talent.profile.status.into()))
    }

    /// The address of the line manager whom the talent named; for those who may see the whole profile.
    async fn line_manager_email(&self) -> Nullable<String> {
        or_null(self.private().map(|talent| talent.profile.line_manager_email.as_str().to_owned()))
    }

    /// The published missions that the talent wished to apply to when registering; for the talent alone.
    async fn wishes(&self, ctx: &Context<'_>) -> Nullable<Vec<Mission>> {
        or_null(self.wished(ctx).await)
    }

    /// The candidatures and invitations, the newest first; for the talent alone.
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<ApplicationConnection> {
        let find = async |after, limit| {
            application::of_talent(&state(ctx).app, &state(ctx).session, &self.talent, after, limit).await
        };
        or_null(ApplicationConnection::page(first, after, find).await)
    }

    /// What the talent offers to do; all of it for themselves, what is open for the others.
    async fn service_offers(&self, ctx: &Context<'_>) -> Nullable<Vec<ServiceOffer>> {
        let found = service_offer::of_talent(&state(ctx).app, &state(ctx).session, &self.talent).await;
        or_null(found.map(|offers| offers.into_iter().map(ServiceOffer).collect()))
    }

    /// The open missions that fit the talent, the best first; for the talent alone.
    async fn mission_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<MissionMatchConnection> {
        let ranking = async {
            self.check_own(ctx)?;
            mission_matches(ctx, &self.talent, &forward(first, after)?).await
        };
        or_null(ranking.await)
    }
}

impl Talent {
    /// A talent as the reader may see them; `None` where it is as if they did not exist.
    pub(super) async fn visible(ctx: &Context<'_>, talent: CoreTalent) -> Result<Option<Self>, AppError> {
        let employer = structure::load(ctx, talent.structure).await?;
        let ministry = employer.map(|structure| structure.0.ministry_id());
        let sight = sight(&state(ctx).session, &talent, ministry);
        Ok(sight.map(|sight| Self { talent, sight }))
    }

    /// A talent as the parties of an application or an engagement know them: by name.
    pub(super) async fn known(ctx: &Context<'_>, talent: CoreTalent) -> Result<Option<Self>, AppError> {
        let seen = Self::visible(ctx, talent.clone()).await?;
        let whole = seen.filter(|seen| seen.sight == Sight::Whole);
        Ok(Some(whole.unwrap_or(Self { talent, sight: Sight::Identified })))
    }

    /// The talent of the core.
    pub(super) fn core(&self) -> &CoreTalent {
        &self.talent
    }

    fn shown(&self, part: Part) -> bool {
        self.sight == Sight::Whole || !self.talent.profile.hides(part)
    }

    fn private(&self) -> Result<&CoreTalent, AppError> {
        if self.sight == Sight::Whole {
            return Ok(&self.talent);
        }
        Err(talents_core::access::not_allowed(Act::ManageTalent).into())
    }

    fn check_own(&self, ctx: &Context<'_>) -> Result<(), AppError> {
        state(ctx).session.check(Act::ManageTalent, &resource(&self.talent, None))
    }

    async fn name(&self, ctx: &Context<'_>) -> Result<Option<String>, AppError> {
        let person = state(ctx).loaders.one(self.talent.person).await?;
        Ok(person.map(|person| match self.sight {
            Sight::Whole | Sight::Identified => person.full_name(),
            Sight::Initials => person.initials(),
        }))
    }

    async fn wished(&self, ctx: &Context<'_>) -> Result<Vec<Mission>, AppError> {
        self.check_own(ctx)?;
        let mut wished = Vec::new();
        for id in &self.talent.wishes {
            wished.extend(mission::load(ctx, *id).await?);
        }
        Ok(wished)
    }
}

/// A skill as a talent has it.
#[derive(SimpleObject)]
pub struct TalentSkill {
    /// Which skill.
    skill: Skill,
    /// How well, from 1 (débutant) to 4 (expert).
    level: u8,
    /// The month in which it was last used, such as `2026-06`, if known.
    last_used: Option<String>,
    /// Whether the talent wants missions that develop it.
    wants_to_develop: bool,
}

/// Where and when a talent can work; what they keep to themselves is null.
#[derive(SimpleObject)]
pub struct Availability {
    /// The most remote work that suits: `FULL` takes any, `NONE` on-site work alone.
    remote: Remote,
    /// The home département.
    department_code: Option<String>,
    /// The others that the talent would travel to.
    also_departments: Option<Vec<String>>,
    /// Minutes per week.
    minutes_per_week: Option<u32>,
    /// When, in order; empty for any time.
    windows: Option<Vec<AvailabilityWindow>>,
}

/// Calendar days on which a talent is available, ends included.
#[derive(SimpleObject)]
pub struct AvailabilityWindow {
    /// The first day.
    from: Date,
    /// The last day.
    to: Date,
}

impl Availability {
    fn new(availability: &CoreAvailability, place: bool, time: bool) -> Self {
        let also = availability.also_departments.iter().map(ToString::to_string);
        let windows = availability
            .windows
            .iter()
            .map(|days| AvailabilityWindow { from: Date(days.first()), to: Date(days.last()) });
        Self {
            remote: availability.remote.into(),
            department_code: availability.department.filter(|_| place).map(String::from),
            also_departments: place.then(|| also.collect()),
            minutes_per_week: time.then_some(availability.minutes_per_week),
            windows: time.then(|| windows.collect()),
        }
    }
}

/// The talent with that id, if the reader may see them.
pub(super) async fn load(ctx: &Context<'_>, id: TalentId) -> Result<Option<Talent>, AppError> {
    match state(ctx).loaders.one(id).await? {
        Some(talent) => Talent::visible(ctx, talent).await,
        None => Ok(None),
    }
}

/// The talents with these ids whom the reader may see, in that order.
pub(super) async fn load_many(ctx: &Context<'_>, ids: &[TalentId]) -> Result<Vec<(TalentId, Talent)>, AppError> {
    let mut talents = Vec::with_capacity(ids.len());
    for talent in state(ctx).loaders.many(ids).await? {
        let id = talent.id;
        talents.extend(Talent::visible(ctx, talent).await?.map(|talent| (id, talent)));
    }
    Ok(talents)
}

/// One talent; searching them is in the search.
#[derive(Default)]
pub struct TalentQuery;

#[Object]
impl TalentQuery {
    /// The talent with that id, if the reader may see them.
    async fn talent(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> Nullable<Talent> {
        let found = async {
            state(ctx).session.viewer()?;
            load(ctx, decode("id", &id)?).await
        };
        nullable(found.await)
    }
}
