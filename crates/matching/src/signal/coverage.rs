//! Coverage: how much of what a mission asks for a talent has.
//!
//! A requirement weighs its own weight × its importance × how rare its skill is. It is met by the talent's skill that
//! stands for it best: factor of the relation × factor of the level. The value is the weighted sum, so a better level
//! or a skill more never lowers it.

use std::collections::HashMap;

use talents_core::id::SkillId;
use talents_core::mission::{Importance, Requirement};

use super::words::Words;
use super::{ONE, Signal, apportion, contribution};
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};
use crate::skills::{Relation, Vocabulary};
use crate::statistics::Statistics;

/// How much of a requirement is met so many levels below the one asked for, in millionths: a gap is a thing to learn,
/// not a bar, and the first step is the shortest.
const LEVEL_FACTORS: [u32; 4] = [ONE, 800_000, 550_000, 300_000];

/// See the module.
pub(crate) struct Coverage;

/// A requirement ready to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct PreparedRequirement {
    /// What the mission asks for.
    pub(crate) asked: Requirement,
    /// What it weighs in the coverage, in millionths; the shares of a mission sum to [`ONE`].
    pub(crate) share: u32,
    /// The skills that may stand for it.
    pub(crate) standing: Vec<(SkillId, Relation)>,
}

/// What meets a requirement best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Met {
    /// How much of it, in millionths.
    pub(crate) degree: u32,
    /// Through which relation.
    pub(crate) relation: Relation,
    /// The talent's skill.
    pub(crate) skill: SkillId,
    /// The talent's level.
    pub(crate) level: u8,
}

/// How much of a requirement a skill meets, in millionths.
fn degree(relation: Relation, level: u8, asked: &Requirement) -> u32 {
    let gap = asked.min_level.get().saturating_sub(level);
    contribution(relation.factor(), LEVEL_FACTORS[usize::from(gap)])
}

/// The requirements of a mission, each with its share and the skills that may stand for it.
pub(crate) fn prepare(
    requirements: &[Requirement],
    vocabulary: &Vocabulary,
    statistics: &Statistics,
) -> Vec<PreparedRequirement> {
    let weight = |asked: &Requirement| {
        let importance = match asked.importance {
            Importance::Essential => 2,
            Importance::Asset => 1,
        };
        u64::from(asked.weight) * importance * statistics.skill_rarity(vocabulary.canonical(asked.skill))
    };
    let weights: Vec<u64> = requirements.iter().map(weight).collect();
    let shares = apportion(ONE, &weights);
    let prepared = |(asked, share): (&Requirement, u32)| {
        let standing = match vocabulary.standing_for(asked.skill) {
            // A skill that the vocabulary does not know stands for itself.
            [] => vec![(asked.skill, Relation::Exact)],
            standing => standing.to_vec(),
        };
        PreparedRequirement { asked: asked.clone(), share, standing }
    };
    requirements.iter().zip(shares).map(prepared).collect()
}

/// The talent's skill that meets a requirement best: by degree, then by relation, then by id.
pub(crate) fn best(requirement: &PreparedRequirement, skills: &[(SkillId, u8)]) -> Option<Met> {
    let candidates = requirement.standing.iter().flat_map(|(standing, relation)| {
        let of_skill = skills.iter().filter(move |(skill, _)| skill == standing);
        of_skill.map(|(skill, level)| Met {
            degree: degree(*relation, *level, &requirement.asked),
            relation: *relation,
            skill: *skill,
            level: *level,
        })
    });
    candidates.min_by_key(|met| (std::cmp::Reverse(met.degree), met.relation, met.skill))
}

impl Signal for Coverage {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn weight(&self, mission: &PreparedMission) -> u32 {
        ONE - Words.weight(mission)
    }

    fn of_talents(&self, mission: &PreparedMission, snapshot: &Snapshot, values: &mut [u32]) {
        let mut met = vec![0u32; values.len()];
        let mut touched: Vec<u32> = Vec::new();
        for requirement in &mission.requirements {
            for segment in &snapshot.talents.segments {
                for (skill, relation) in &requirement.standing {
                    let by_level = [1, 2, 3, 4].map(|level| degree(*relation, level, &requirement.asked));
                    for posting in segment.image.skills.get(skill).into_iter().flatten() {
                        let position = segment.base + posting.doc as usize;
                        let best = &mut met[position];
                        if *best == 0 {
                            touched.push(position as u32);
                        }
                        *best = (*best).max(by_level[usize::from(posting.level.clamp(1, 4)) - 1]);
                    }
                }
            }
            for position in touched.drain(..) {
                let degree = std::mem::take(&mut met[position as usize]);
                values[position as usize] += contribution(requirement.share, degree);
            }
        }
    }

    fn of_missions(&self, talent: &PreparedTalent, board: &Board, _snapshot: &Snapshot, values: &mut [u32]) {
        let mut met: HashMap<(u32, u32), u32> = HashMap::new();
        for (skill, level) in &talent.row.skills {
            for wanted in board.wanting(*skill) {
                let requirement = &board.missions[wanted.mission as usize].requirements[wanted.requirement as usize];
                let best = met.entry((wanted.mission, wanted.requirement)).or_default();
                *best = (*best).max(degree(wanted.relation, *level, &requirement.asked));
            }
        }
        for ((mission, requirement), degree) in met {
            let share = board.missions[mission as usize].requirements[requirement as usize].share;
            values[mission as usize] += contribution(share, degree);
        }
    }
}
