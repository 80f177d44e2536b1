//! Missions: what a structure asks for.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use talents_core::mission::{Mission as CoreMission, Modalities as CoreModalities, Requirement as CoreRequirement};

use super::application::ApplicationConnection;
use super::enums::{ExportFormat, Importance, MissionState, Remote, Urgency};
use super::error::{Nullable, nullable, or_null};
use super::global_id::{decode, encode};
use super::history::HistoryConnection;
use super::loader::StartedSeats;
use super::matching::{TalentMatchConnection, talent_matches};
use super::paging::forward;
use super::scalar::{Date, DateTime};
use super::skill::{self, Skill};
use super::state::{State, state};
use super::structure::{self, Structure};
use crate::app::session::structure_resource;
use crate::app::{AppError, application, history, mission};
use talents_core::access::Act;
use talents_core::error::Problem;
use talents_core::id::MissionId;

/// A mission that a structure offers.
#[derive(Clone)]
pub struct Mission(pub CoreMission);

/// A mission that a structure offers.
#[Object]
impl Mission {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// Where it is in its life.
    async fn state(&self) -> MissionState {
        self.0.state.into()
    }

    /// Why it was sent back, rejected, suspended or cancelled, for those who write it or moderate it.
    async fn reason(&self, ctx: &Context<'_>) -> Nullable<Option<String>> {
        or_null(self.reason_for(ctx).await)
    }

    /// The structure whose mission it is.
    async fn host(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        nullable(structure::load(ctx, self.0.host).await)
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.0.content.title
    }

    /// Why the mission exists.
    async fn context(&self) -> &str {
        &self.0.content.context
    }

    /// What is expected at its end.
    async fn deliverables(&self) -> &str {
        &self.0.content.deliverables
    }

    /// Where, when and how much.
    async fn modalities(&self) -> Modalities {
        Modalities::from(&self.0.content.modalities)
    }

    /// The skills wanted.
    async fn requirements(&self, ctx: &Context<'_>) -> Vec<Requirement> {
        let requirement = |asked: &CoreRequirement| Requirement::new(ctx, asked);
        self.0.content.requirements.iter().filter_map(requirement).collect()
    }

    /// How many talents are wanted.
    async fn seats(&self) -> u16 {
        self.0.content.seats
    }

    /// How pressing it is.
    async fn urgency(&self) -> Urgency {
        self.0.content.urgency.into()
    }

    /// The last day to apply.
    async fn application_deadline(&self) -> Option<Date> {
        self.0.content.application_deadline.map(Date)
    }

    /// Whether a talent may apply today: it is published, the deadline has not passed, applications were not closed, and not
    /// every seat has started.
    async fn takes_applications(&self, ctx: &Context<'_>) -> Result<bool, AppError> {
        let State { app, loaders, .. } = state(ctx);
        let today = app.clock.today();
        if !self.0.is_open_on(today, 0) {
            return Ok(false);
        }
        let started = loaders.one(StartedSeats(self.0.id)).await?;
        Ok(self.0.is_open_on(today, started.unwrap_or_default()))
    }

    /// The number of the latest published version, from 1.
    async fn published_version(&self) -> Option<u32> {
        self.0.published_version
    }

    /// When the latest version was published.
    async fn published_at(&self) -> Option<DateTime> {
        self.0.published_at.map(DateTime)
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// The candidatures and invitations, the oldest first, for those who answer them.
    async fn applications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<ApplicationConnection> {
        let find = async |after, limit| {
            let host = self.load_host(ctx).await?;
            application::of_mission(&state(ctx).app, &state(ctx).session, (self.0.id, &host), after, limit).await
        };
        or_null(ApplicationConnection::page(first, after, find).await)
    }

    /// What happened to it, the newest first. Those who write it see all of it, its candidatures and engagements included; a
    /// candidate or a party of an engagement sees what everybody could, and what is their own.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<HistoryConnection> {
        let find = async |before, limit| {
            let host = self.load_host(ctx).await?;
            history::of_mission(&state(ctx).app, &state(ctx).session, (&self.0, &host), before, limit).await
        };
        or_null(HistoryConnection::page(first, after, find).await)
    }

    /// Where its file is (versions, candidatures, engagements, consents, time sheets), for spreadsheets, on this server; it
    /// wants the same sign-in, and shows each reader what is theirs to see.
    async fn file_url(&self, #[graphql(desc = "How the file is written.")] format: ExportFormat) -> String {
        format!("/exports/mission?mission={}&format={}", encode(self.0.id).0, format.extension())
    }

    /// The talents who fit it, the best first, for those who write it.
    async fn talent_matches(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<TalentMatchConnection> {
        let ranking = async {
            let host = self.load_host(ctx).await?;
            talent_matches(ctx, &self.0, &host, &forward(first, after)?).await
        };
        or_null(ranking.await)
    }
}

impl Mission {
    async fn reason_for(&self, ctx: &Context<'_>) -> Result<Option<String>, AppError> {
        let resource = structure_resource(&self.load_host(ctx).await?);
        let session = &state(ctx).session;
        let concerned = session.allows(Act::WriteMission, &resource) || session.allows(Act::ModerateMission, &resource);
        Ok(Some(self.0.reason.clone()).filter(|reason| concerned && !reason.is_empty()))
    }

    async fn load_host(&self, ctx: &Context<'_>) -> Result<talents_core::structure::Structure, AppError> {
        let host = structure::load(ctx, self.0.host).await?;
        host.map(|host| host.0)
            .ok_or_else(|| Problem::NoSuchObject { kind: "Structure".to_owned(), id: self.0.host.to_string() }.into())
    }
}

/// Where, when and how much; a draft may leave out what publication wants.
#[derive(SimpleObject)]
pub struct Modalities {
    /// How much can be done remotely.
    remote: Option<Remote>,
    /// The département where the rest is done.
    department_code: Option<String>,
    /// « 2 jours par semaine ».
    rhythm: Option<String>,
    /// The first day on which it may start.
    start_from: Option<Date>,
    /// The last day on which it may start.
    start_to: Option<Date>,
    /// The last day of the mission.
    end_by: Option<Date>,
    /// Minutes of work for each seat.
    effort_minutes: Option<u32>,
    /// Languages that the talent must speak, by their ISO 639-1 codes.
    languages: Vec<String>,
}

impl From<&CoreModalities> for Modalities {
    fn from(modalities: &CoreModalities) -> Self {
        Self {
            remote: modalities.remote.map(Remote::from),
            department_code: modalities.department.map(String::from),
            rhythm: Some(modalities.rhythm.clone()).filter(|rhythm| !rhythm.is_empty()),
            start_from: modalities.start_from.map(Date),
            start_to: modalities.start_to.map(Date),
            end_by: modalities.end_by.map(Date),
            effort_minutes: modalities.effort_minutes,
            languages: modalities.languages.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A skill that a mission asks for.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Requirement {
    /// Which skill.
    skill: Skill,
    /// Whether the mission can do without it.
    importance: Importance,
    /// The least level wanted, from 1 (débutant) to 4 (expert); a gap lowers the score, it never excludes.
    min_level: u8,
    /// How much it weighs, from 1 to 5.
    weight: u8,
}

#[ComplexObject]
impl Requirement {
    /// The least level wanted, in words.
    async fn min_level_label(&self, ctx: &Context<'_>) -> String {
        let language = state(ctx).session.language;
        crate::messages::messages().label(language, "level", &self.min_level.to_string())
    }
}

impl Requirement {
    fn new(ctx: &Context<'_>, asked: &CoreRequirement) -> Option<Self> {
        let skill = skill::find(ctx, asked.skill)?;
        let min_level = asked.min_level.get();
        Some(Self { skill, importance: asked.importance.into(), min_level, weight: asked.weight })
    }
}

/// One mission; searching them is in the search.
#[derive(Default)]
pub struct MissionQuery;

#[Object]
impl MissionQuery {
    /// The mission with that id, if the reader may see it.
    async fn mission(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> Nullable<Mission> {
        let found = async { load(ctx, decode("id", &id)?).await };
        nullable(found.await)
    }
}

/// The mission with that id, if there is one that the reader may see.
pub(super) async fn load(ctx: &Context<'_>, id: MissionId) -> Result<Option<Mission>, AppError> {
    let Some(found) = state(ctx).loaders.one(id).await? else { return Ok(None) };
    let Some(host) = structure::load(ctx, found.host).await? else { return Ok(None) };
    Ok(Some(found).filter(|found| mission::may_read(&state(ctx).session, found, &host.0)).map(Mission))
}
