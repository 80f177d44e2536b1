//! Why a score: the same integers that made it, taken apart.

use talents_core::id::SkillId;
use talents_core::skill::Level;

use super::board::PreparedMission;
use super::request::{Explanation, OccupationPart, RequirementPart, SignalPart};
use crate::signal::coverage::{Met, PreparedRequirement};
use crate::signal::resemblance::Shared;
use crate::signal::{COVERAGE, RESEMBLANCE, Values, apportion, contribution, names};

/// The most occupations of an explanation: more of them tell nothing more.
pub const OCCUPATIONS_TOLD: usize = 3;

/// The explanation of a pair's score, from the values of its signals, the talent's skills and the occupations shared.
pub(super) fn explanation(
    mission: &PreparedMission,
    skills: &[(SkillId, u8)],
    shared: &Shared,
    values: Values,
) -> Explanation {
    let part = |((name, value), weight): ((&'static str, u32), u32)| SignalPart {
        name,
        value,
        weight,
        contribution: contribution(value, weight),
    };
    let signals: Vec<SignalPart> = names().into_iter().zip(values).zip(mission.weights).map(part).collect();
    let met: Vec<Option<Met>> = mission.requirements.iter().map(|requirement| requirement.best(skills)).collect();
    let requirements = requirement_parts(&mission.requirements, &met, signals[COVERAGE].contribution);
    let missing = requirements.iter().filter(|part| part.relation.is_none()).map(|part| part.skill).collect();
    let occupations = occupation_parts(shared, signals[RESEMBLANCE].contribution);
    Explanation { signals, requirements, missing, occupations }
}

fn occupation_parts(shared: &Shared, resemblance_contribution: u32) -> Vec<OccupationPart> {
    let brought: Vec<u64> = shared.iter().map(|(_, brought)| u64::from(*brought)).collect();
    let parts = shared.iter().zip(apportion(resemblance_contribution, &brought));
    let parts = parts.map(|((occupation, _), contribution)| OccupationPart { occupation: *occupation, contribution });
    parts.filter(|part| part.contribution > 0).take(OCCUPATIONS_TOLD).collect()
}

fn requirement_parts(
    requirements: &[PreparedRequirement],
    met: &[Option<Met>],
    coverage_contribution: u32,
) -> Vec<RequirementPart> {
    let values: Vec<u64> = met.iter().map(|met| met.map_or(0, |met| u64::from(met.units))).collect();
    let contributions = apportion(coverage_contribution, &values);
    let part = |((requirement, met), contribution): ((&PreparedRequirement, &Option<Met>), u32)| RequirementPart {
        skill: requirement.asked.skill,
        importance: requirement.asked.importance,
        relation: met.map(|met| met.relation),
        found_skill: met.map(|met| met.skill),
        asked_level: requirement.asked.min_level,
        found_level: met.and_then(|met| Level::try_new(met.level.into()).ok()),
        contribution,
    };
    requirements.iter().zip(met).zip(contributions).map(part).collect()
}
