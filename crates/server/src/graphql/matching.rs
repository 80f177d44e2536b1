//! Who fits a mission and which missions fit a talent, each with the reasons.

use async_graphql::{Context, Enum, Object, SimpleObject};
use talents_core::mission::Mission as CoreMission;
use talents_core::structure::Structure as CoreStructure;
use talents_core::talent::Talent as CoreTalent;
use talents_matching::{
    Excluded, Explanation, OccupationPart, RankedHit, Ranking, Relaxation as CoreRelaxation, Window,
};

use super::connection::PageInfo;
use super::enums::{Importance, coded_enum_in_graphql};
use super::error::{Nullable, or_null};
use super::mission::Mission;
use super::mission_input::{ModalitiesInput, RequirementInput, requirement_drafts};
use super::paging::forward;
use super::skill::{self, Skill};
use super::state::{State, state};
use super::talent::{self, Talent};
use crate::app::{AppError, matching};
use crate::messages::messages;

coded_enum_in_graphql! {
    /// Why a talent is not eligible for a mission.
    ExclusionReason of talents_matching::Reason {
        /// The mission is on site, in a département that the talent would not travel to.
        Place,
        /// The mission is fully remote, and the talent does not work so.
        Remote,
        /// The talent is not available while the mission lasts.
        Availability,
        /// The talent's minutes per week do not add up to the effort before the end.
        Effort,
        /// A language is missing.
        Languages,
        /// The host is the talent's own employer.
        SameStructure,
    }
}

coded_enum_in_graphql! {
    /// How a talent's skill relates to the one that is asked.
    SkillRelation of talents_matching::Relation {
        /// It is the one.
        Exact,
        /// It is a part or a kind of the one.
        Narrower,
        /// The one is a part or a kind of it.
        Broader,
        /// Both are parts or kinds of the same.
        Sibling,
        /// They often go together.
        Related,
    }
}

/// What a signal contributes to a score.
#[derive(SimpleObject)]
pub struct MatchSignal {
    /// The name of the signal.
    name: String,
    /// What it is called, in the reader's language.
    label: String,
    /// Its value, from 0 to 1.
    value: f64,
    /// How much it weighs, from 0 to 1.
    weight: f64,
    /// What it adds to the score.
    contribution: f64,
}

/// How a requirement is met.
#[derive(SimpleObject)]
pub struct MatchRequirement {
    /// The skill that is asked.
    skill: Skill,
    /// Whether the mission can do without it.
    importance: Importance,
    /// How the skill that was found relates to it; null where none was.
    relation: Option<SkillRelation>,
    /// The talent's skill that meets it best; null where none does.
    found_skill: Option<Skill>,
    /// The level that is asked, from 1 to 4.
    asked_level: u8,
    /// The level that was found.
    found_level: Option<u8>,
    /// What it adds to the score.
    contribution: f64,
}

/// A reference occupation that the mission and the talent both resemble: they may speak of the same job in other words.
#[derive(SimpleObject)]
pub struct MatchOccupation {
    /// What it is called, in the reader's language where it has a label there.
    label: String,
    /// Its URI in the taxonomy that was imported.
    uri: String,
    /// What it adds to the score, as a part of what the signal `resemblance` adds.
    contribution: f64,
}

/// Why a match has its score: the contributions of the signals add up to it.
#[derive(SimpleObject)]
pub struct MatchExplanation {
    /// What each signal contributes.
    signals: Vec<MatchSignal>,
    /// How each requirement is met.
    requirements: Vec<MatchRequirement>,
    /// The skills that nothing of the talent's meets.
    missing: Vec<Skill>,
    /// The reference occupations that both resemble, the nearest first: at most the three that add most to the score. Empty
    /// where no taxonomy with occupations was imported.
    occupations: Vec<MatchOccupation>,
}

/// How many talents, or missions, would match but for one reason; one may be kept out by several.
#[derive(SimpleObject)]
pub struct MatchExclusion {
    /// Why.
    reason: ExclusionReason,
    /// Why, in the reader's language.
    label: String,
    /// How many.
    count: usize,
}

/// What asking less would bring.
#[derive(SimpleObject)]
pub struct MatchRelaxation {
    /// The reason that would no longer keep anybody out.
    reason: ExclusionReason,
    /// What it would bring, in the reader's language.
    description: String,
    /// How many more would match: those whom nothing else keeps out.
    gain: usize,
}

/// How well one talent fits one mission.
#[derive(SimpleObject)]
pub struct Match {
    /// How well, from 0 to 1.
    score: f64,
    /// Why.
    explanation: MatchExplanation,
}

/// A talent who fits.
#[derive(SimpleObject)]
pub struct TalentMatchEdge {
    /// The talent.
    node: Talent,
    /// Where it is in the list: give it as `after` to go on from here.
    cursor: String,
    /// How well it fits, from 0 to 1.
    score: f64,
    /// Why.
    explanation: MatchExplanation,
}

/// A page of talents who fit, the best first.
#[derive(SimpleObject)]
pub struct TalentMatchConnection {
    /// The talents of the page.
    edges: Vec<TalentMatchEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many fit in all.
    total_count: usize,
    /// How many do not, and why.
    excluded: Vec<MatchExclusion>,
    /// What asking less would bring.
    relaxations: Vec<MatchRelaxation>,
    /// The versions of weights, vocabulary and statistics, and the day, that the ranking was made with. It begins with
    /// `suspended` while the ranking is suspended: the order is neutral then, scores are 0 and explanations empty.
    ranking_version: String,
}

/// A mission that fits.
#[derive(SimpleObject)]
pub struct MissionMatchEdge {
    /// The mission.
    node: Mission,
    /// Where it is in the list: give it as `after` to go on from here.
    cursor: String,
    /// How well it fits, from 0 to 1.
    score: f64,
    /// Why.
    explanation: MatchExplanation,
}

/// A page of missions that fit, the best first.
#[derive(SimpleObject)]
pub struct MissionMatchConnection {
    /// The missions of the page.
    edges: Vec<MissionMatchEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many fit in all.
    total_count: usize,
    /// How many do not, and why.
    excluded: Vec<MatchExclusion>,
    /// What asking less would bring.
    relaxations: Vec<MatchRelaxation>,
    /// The versions of weights, vocabulary and statistics, and the day, that the ranking was made with. It begins with
    /// `suspended` while the ranking is suspended: the order is neutral then, scores are 0 and explanations empty.
    ranking_version: String,
}

/// Rankings that belong to no stored mission.
#[derive(Default)]
pub struct MatchingQuery;

#[Object]
impl MatchingQuery {
    /// The talents who would fit a mission with these requirements: the preview while it is written. Nothing is stored.
    async fn match_talents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The skills wanted.")] requirements: Vec<RequirementInput>,
        #[graphql(desc = "Where, when and how much; what is left out asks nothing.")] modalities: Option<
            ModalitiesInput,
        >,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<TalentMatchConnection> {
        let preview = async {
            let State { app, session, .. } = state(ctx);
            let requirements = requirement_drafts(&requirements)?;
            let modalities = modalities.unwrap_or_default().into_draft();
            let window = forward(first, after)?;
            let ranking = matching::preview(app, session, &requirements, &modalities, &window).await?;
            talent_connection(ctx, ranking, window.cursor.is_some()).await
        };
        or_null(preview.await)
    }
}

/// The talents who fit a mission.
pub(super) async fn talent_matches(
    ctx: &Context<'_>,
    mission: &CoreMission,
    host: &CoreStructure,
    window: &Window,
) -> Result<TalentMatchConnection, AppError> {
    let State { app, session, .. } = state(ctx);
    let ranking = matching::talents_for(app, session, mission, host, window).await?;
    talent_connection(ctx, ranking, window.cursor.is_some()).await
}

/// How well a talent fits a mission; `None` where they are not ranked for it.
pub(super) async fn match_of(
    ctx: &Context<'_>,
    mission: &CoreMission,
    host: &CoreStructure,
    talent: talents_core::id::TalentId,
) -> Result<Option<Match>, AppError> {
    let State { app, session, .. } = state(ctx);
    let hit = matching::talent_for(app, session, mission, host, talent).await?;
    Ok(hit.map(|hit| Match { score: unit(hit.score), explanation: MatchExplanation::new(ctx, &hit.explanation) }))
}

/// The missions that fit a talent.
pub(super) async fn mission_matches(
    ctx: &Context<'_>,
    talent: &CoreTalent,
    window: &Window,
) -> Result<MissionMatchConnection, AppError> {
    let State { app, session, loaders, .. } = state(ctx);
    let ranking = matching::missions_for(app, session, talent, window).await?;
    let ids: Vec<_> = ranking.hits.iter().map(|hit| hit.id).collect();
    let mut found: std::collections::HashMap<_, _> =
        loaders.many(&ids).await?.into_iter().map(|mission| (mission.id, mission)).collect();
    let page_info = page_info(&ranking, window.cursor.is_some());
    let (total_count, ranking_version) = (ranking.total, ranking.version.clone());
    let (excluded, relaxations) =
        (exclusions(ctx, &ranking.excluded), relaxations(ctx, "relaxation-missions", &ranking.relaxations));
    let edge = |hit: RankedHit<_>| {
        let node = Mission(found.remove(&hit.id)?);
        let explanation = MatchExplanation::new(ctx, &hit.explanation);
        Some(MissionMatchEdge { node, cursor: hit.cursor, score: unit(hit.score), explanation })
    };
    let edges = ranking.hits.into_iter().filter_map(edge).collect();
    Ok(MissionMatchConnection { edges, page_info, total_count, excluded, relaxations, ranking_version })
}

async fn talent_connection(
    ctx: &Context<'_>,
    ranking: Ranking<talents_core::id::TalentId>,
    has_previous: bool,
) -> Result<TalentMatchConnection, AppError> {
    let ids: Vec<_> = ranking.hits.iter().map(|hit| hit.id).collect();
    let mut found: std::collections::HashMap<_, _> = talent::load_many(ctx, &ids).await?.into_iter().collect();
    let page_info = page_info(&ranking, has_previous);
    let (total_count, ranking_version) = (ranking.total, ranking.version.clone());
    let (excluded, relaxations) =
        (exclusions(ctx, &ranking.excluded), relaxations(ctx, "relaxation", &ranking.relaxations));
    let edge = |hit: RankedHit<_>| {
        let node = found.remove(&hit.id)?;
        let explanation = MatchExplanation::new(ctx, &hit.explanation);
        Some(TalentMatchEdge { node, cursor: hit.cursor, score: unit(hit.score), explanation })
    };
    let edges = ranking.hits.into_iter().filter_map(edge).collect();
    Ok(TalentMatchConnection { edges, page_info, total_count, excluded, relaxations, ranking_version })
}

fn page_info<Id>(ranking: &Ranking<Id>, has_previous: bool) -> PageInfo {
    PageInfo::new(has_previous, ranking.has_next, ranking.hits.iter().map(|hit| hit.cursor.clone()))
}

fn exclusions(ctx: &Context<'_>, excluded: &[Excluded]) -> Vec<MatchExclusion> {
    let language = state(ctx).session.language;
    let exclusion = |excluded: &Excluded| MatchExclusion {
        reason: excluded.reason.into(),
        label: messages().label(language, "exclusion", excluded.reason.code()),
        count: excluded.count,
    };
    excluded.iter().map(exclusion).collect()
}

/// `sentences` is what the ids of the messages begin with.
fn relaxations(ctx: &Context<'_>, sentences: &str, relaxations: &[CoreRelaxation]) -> Vec<MatchRelaxation> {
    let language = state(ctx).session.language;
    let relaxation = |relaxation: &CoreRelaxation| {
        let message = format!("{sentences}-{}", relaxation.reason.code().to_lowercase().replace('_', "-"));
        let description = messages().text(language, &message, &[("gain", (&relaxation.gain).into())]);
        MatchRelaxation { reason: relaxation.reason.into(), description, gain: relaxation.gain }
    };
    relaxations.iter().map(relaxation).collect()
}

impl MatchExplanation {
    fn new(ctx: &Context<'_>, explanation: &Explanation) -> Self {
        let language = state(ctx).session.language;
        let signal = |part: &talents_matching::SignalPart| MatchSignal {
            name: part.name.to_owned(),
            label: messages().label(language, "signal", part.name),
            value: unit(part.value),
            weight: unit(part.weight),
            contribution: unit(part.contribution),
        };
        let requirement = |part: &talents_matching::RequirementPart| {
            Some(MatchRequirement {
                skill: skill::find(ctx, part.skill)?,
                importance: part.importance.into(),
                relation: part.relation.map(Into::into),
                found_skill: part.found_skill.and_then(|found| skill::find(ctx, found)),
                asked_level: part.asked_level.get(),
                found_level: part.found_level.map(talents_core::skill::Level::get),
                contribution: unit(part.contribution),
            })
        };
        Self {
            signals: explanation.signals.iter().map(signal).collect(),
            requirements: explanation.requirements.iter().filter_map(requirement).collect(),
            missing: explanation.missing.iter().filter_map(|missing| skill::find(ctx, *missing)).collect(),
            occupations: occupations(ctx, &explanation.occupations),
        }
    }
}

fn occupations(ctx: &Context<'_>, parts: &[OccupationPart]) -> Vec<MatchOccupation> {
    let (snapshot, language) = (state(ctx).app.snapshot(), state(ctx).session.language);
    let told = |part: &OccupationPart| {
        let occupation = snapshot.vocabulary().occupation(part.occupation)?;
        let label = occupation.label_in(language.is_french()).to_owned();
        Some(MatchOccupation { label, uri: occupation.uri.clone(), contribution: unit(part.contribution) })
    };
    parts.iter().filter_map(told).collect()
}

/// Millionths as a number from 0 to 1.
pub(super) fn unit(millionths: u32) -> f64 {
    f64::from(millionths) / 1_000_000.0
}
