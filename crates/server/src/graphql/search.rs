//! Searching missions and talents: text, filters, orders, facets.

use std::collections::HashMap;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use talents_core::error::{Problem, Refusals};
use talents_core::id::SkillId;
use talents_core::place::DepartmentCode;
use talents_core::skill::Level;
use talents_matching::{
    MissionFilter as EngineMissionFilter, MissionSearch, TalentFilter as EngineTalentFilter, TalentSearch,
};

use super::connection::{PageInfo, edge};
use super::enums::{MissionState, Remote, Urgency};
use super::error::{Nullable, or_null};
use super::facet::{Facet, facets};
use super::global_id::{decode, decode_all};
use super::mission::Mission;
use super::paging::{either, forward};
use super::scalar::Date;
use super::state::{State, state};
use super::talent::{self, Talent};
use crate::app::{AppError, search};

/// What missions must be: any of the values of a field, and every field that is given.
#[derive(Clone, Default, InputObject)]
pub struct MissionFilter {
    /// One of these skills is required.
    skill_ids: Option<Vec<ID>>,
    /// In one of these states; among those that the reader may see.
    states: Option<Vec<MissionState>>,
    /// The host belongs to one of these ministries.
    ministry_ids: Option<Vec<ID>>,
    /// In one of these départements.
    department_codes: Option<Vec<String>>,
    /// With one of these shares of remote work.
    remote: Option<Vec<Remote>>,
    /// As pressing as one of these.
    urgencies: Option<Vec<Urgency>>,
    /// Whether a talent may apply today: `true` for those that take applications, `false` for those that do not.
    takes_applications: Option<bool>,
    /// May start on that day or before.
    starts_before: Option<Date>,
    /// At most that many minutes for each seat.
    effort_minutes_max: Option<u32>,
}

/// A skill that a talent must have.
#[derive(Clone, InputObject)]
pub struct SkillFilter {
    /// Which skill.
    skill_id: ID,
    /// At that level at least, from 1 to 4.
    min_level: Option<i64>,
}

/// What talents must be: every skill, any of the values of another field, and every field that is given.
#[derive(Clone, Default, InputObject)]
pub struct TalentFilter {
    /// All of these skills.
    skills: Option<Vec<SkillFilter>>,
    /// Employed by one of these structures.
    structure_ids: Option<Vec<ID>>,
    /// Living in one of these départements, or ready to travel there.
    department_codes: Option<Vec<String>>,
    /// Wanting at most one of these shares of remote work.
    remote: Option<Vec<Remote>>,
    /// Available on that day or after.
    available_from: Option<Date>,
    /// With at least that many minutes per week.
    minutes_per_week_min: Option<u32>,
}

/// In which order missions come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum MissionOrder {
    /// Those that match the text best; the default with a text.
    Relevance,
    /// Those that take applications today before the others; of either, the most pressing, then the newest. The default
    /// without a text.
    UrgencyThenNewest,
    /// The last published.
    Newest,
    /// Those that start first.
    StartsSoonest,
    /// The shortest effort.
    Effort,
}

/// In which order talents come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TalentOrder {
    /// Those that match the text best; the default with a text.
    Relevance,
    /// By the name that the reader sees; the default without a text.
    Name,
    /// Those who are available first.
    AvailableSoonest,
}

edge! {
    /// A mission in a list.
    MissionEdge of Mission
}

/// A page of missions.
#[derive(SimpleObject)]
pub struct MissionConnection {
    /// The missions of the page.
    edges: Vec<MissionEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
    /// How many each value of a field would leave.
    facets: Vec<Facet>,
}

edge! {
    /// A talent in a list.
    TalentEdge of Talent
}

/// A page of talents.
#[derive(SimpleObject)]
pub struct TalentConnection {
    /// The talents of the page.
    edges: Vec<TalentEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
    /// How many each value of a field would leave.
    facets: Vec<Facet>,
}

/// The arguments of a page in either direction.
#[derive(Default)]
struct Page {
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
}

/// Searches.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
#[expect(clippy::too_many_arguments, reason = "they are the arguments of a connection, each with its description")]
impl SearchQuery {
    /// Searches missions; everybody may, among those that they may see.
    async fn missions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the mission, typos included; skills by any of their names.")] query: Option<String>,
        #[graphql(desc = "What they must be.")] filter: Option<MissionFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<MissionOrder>,
        #[graphql(desc = "How many from the beginning, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 100; not by relevance.")] last: Option<i32>,
        #[graphql(desc = "Before that cursor.")] before: Option<String>,
    ) -> Nullable<MissionConnection> {
        let page = Page { first, after, last, before };
        or_null(missions(ctx, query, filter.unwrap_or_default(), order_by, page).await)
    }

    /// Searches talents, for those whom a role lets search them.
    async fn talents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the profile, typos included; skills by any of their names.")] query: Option<String>,
        #[graphql(desc = "What they must be.")] filter: Option<TalentFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<TalentOrder>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<TalentConnection> {
        or_null(talents(ctx, query, filter.unwrap_or_default(), order_by, first, after).await)
    }
}

async fn missions(
    ctx: &Context<'_>,
    query: Option<String>,
    filter: MissionFilter,
    order: Option<MissionOrder>,
    page: Page,
) -> Result<MissionConnection, AppError> {
    let State { app, session, loaders, .. } = state(ctx);
    let window = either(page.first, page.after, page.last, page.before)?;
    let search = MissionSearch {
        text: search::text(query)?,
        filter: filter.parse()?,
        order: order.map(Into::into),
        as_of: app.clock.today(),
        visibility: search::mission_visibility(session),
        window,
        facets: wants_facets(ctx),
    };
    let found = search::missions(app, &search)?;
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
    let mut nodes: HashMap<_, _> = loaders.many(&ids).await?.into_iter().map(|mission| (mission.id, mission)).collect();
    let page_info = PageInfo::of_search(&found);
    let edges = found.hits.into_iter().filter_map(|hit| {
        let node = Mission(nodes.remove(&hit.id)?);
        Some(MissionEdge { node, cursor: hit.cursor })
    });
    Ok(MissionConnection {
        edges: edges.collect(),
        page_info,
        total_count: found.total,
        facets: facets(ctx, &found.facets).await?,
    })
}

async fn talents(
    ctx: &Context<'_>,
    query: Option<String>,
    filter: TalentFilter,
    order: Option<TalentOrder>,
    first: Option<i32>,
    after: Option<String>,
) -> Result<TalentConnection, AppError> {
    let State { app, session, .. } = state(ctx);
    let visibility = search::talent_visibility(app, session).await?;
    let search = TalentSearch {
        text: search::text(query)?,
        filter: filter.parse()?,
        order: order.and_then(TalentOrder::in_engine),
        visibility,
        window: forward(first, after)?,
        facets: wants_facets(ctx),
    };
    let by_name = order.map_or(search.text.is_empty(), |order| order == TalentOrder::Name);
    let found = search::talents(app, session, &search, by_name).await?;
    let ids: Vec<_> = found.hits.iter().map(|hit| hit.id).collect();
    let mut nodes: HashMap<_, _> = talent::load_many(ctx, &ids).await?.into_iter().collect();
    let page_info = PageInfo::of_search(&found);
    let edges = found.hits.into_iter().filter_map(|hit| {
        let node = nodes.remove(&hit.id)?;
        Some(TalentEdge { node, cursor: hit.cursor })
    });
    Ok(TalentConnection {
        edges: edges.collect(),
        page_info,
        total_count: found.total,
        facets: facets(ctx, &found.facets).await?,
    })
}

impl MissionFilter {
    fn parse(self) -> Result<EngineMissionFilter, Refusals> {
        Ok(EngineMissionFilter {
            skill_ids: decode_all("skillIds", self.skill_ids)?,
            states: self.states.unwrap_or_default().into_iter().map(Into::into).collect(),
            ministry_ids: decode_all("ministryIds", self.ministry_ids)?,
            department_codes: departments(self.department_codes)?,
            remote: self.remote.unwrap_or_default().into_iter().map(Into::into).collect(),
            urgencies: self.urgencies.unwrap_or_default().into_iter().map(Into::into).collect(),
            takes_applications: self.takes_applications,
            starts_before: self.starts_before.map(|date| date.0),
            effort_minutes_max: self.effort_minutes_max,
        })
    }
}

impl TalentFilter {
    fn parse(self) -> Result<EngineTalentFilter, Refusals> {
        let skill = |(index, skill): (usize, &SkillFilter)| skill.parse().map_err(|it| it.within("skills", index));
        Ok(EngineTalentFilter {
            skills: self.skills.unwrap_or_default().iter().enumerate().map(skill).collect::<Result<_, _>>()?,
            structure_ids: decode_all("structureIds", self.structure_ids)?,
            department_codes: departments(self.department_codes)?,
            remote: self.remote.unwrap_or_default().into_iter().map(Into::into).collect(),
            available_from: self.available_from.map(|date| date.0),
            minutes_per_week_min: self.minutes_per_week_min,
        })
    }
}

impl SkillFilter {
    fn parse(&self) -> Result<(SkillId, Option<Level>), Refusals> {
        let level = self.min_level.map(Level::try_new).transpose();
        let level = level.map_err(|problem| Refusals::at("minLevel", problem))?;
        Ok((decode("skillId", &self.skill_id)?, level))
    }
}

fn departments(codes: Option<Vec<String>>) -> Result<Vec<DepartmentCode>, Refusals> {
    let parse = |code: &String| {
        let unknown = || Refusals::at("departmentCodes", Problem::UnknownDepartment { code: code.clone() });
        DepartmentCode::parse(code).ok_or_else(unknown)
    };
    codes.unwrap_or_default().iter().map(parse).collect()
}

impl TalentOrder {
    /// The engine's order; it knows no names, so the order of names is made from the store.
    fn in_engine(self) -> Option<talents_matching::TalentOrder> {
        match self {
            Self::Relevance => Some(talents_matching::TalentOrder::Relevance),
            Self::AvailableSoonest => Some(talents_matching::TalentOrder::AvailableSoonest),
            Self::Name => None,
        }
    }
}

/// Counting facets costs: only those who ask for them pay.
fn wants_facets(ctx: &Context<'_>) -> bool {
    ctx.look_ahead().field("facets").exists()
}

impl From<MissionOrder> for talents_matching::MissionOrder {
    fn from(order: MissionOrder) -> Self {
        match order {
            MissionOrder::Relevance => Self::Relevance,
            MissionOrder::UrgencyThenNewest => Self::UrgencyThenNewest,
            MissionOrder::Newest => Self::Newest,
            MissionOrder::StartsSoonest => Self::StartsSoonest,
            MissionOrder::Effort => Self::Effort,
        }
    }
}
