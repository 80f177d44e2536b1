//! Coverage: how much of what a mission asks for a talent has.
//!
//! A requirement weighs its own weight × its importance × how rare its skill is. It is met by the talent's skill that
//! stands for it best: factor of the relation × factor of the level. The value is the weighted sum, so a better level
//! or a skill more never lowers it.
//!
//! The sum is counted in units of which [`UNITS`] make a whole: they fit in two bytes, so that the values of a block of
//! documents stay in the nearest cache while its postings are added.

use talents_core::id::SkillId;
use talents_core::mission::{Importance, Requirement};

use super::wide::{self, UnitBlock};
use super::{ONE, Recall, Sweep, TalentSegment, apportion, contribution};
use crate::index::image::postings::{BLOCK, BlockPostings, Posting, SkillPostings, level_index, place};
use crate::index::image::talents::TalentImage;
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};
use crate::skills::{Relation, Vocabulary};
use crate::statistics::Statistics;

/// How many units make a whole.
pub(crate) const UNITS: u16 = 50_000;
/// How many millionths a unit is.
const UNIT: u32 = ONE / UNITS as u32;

/// How much of a requirement is met so many levels below the one asked for, in millionths: a gap is a thing to learn,
/// not a bar, and the first step is the shortest.
pub(crate) const LEVEL_FACTORS: [u32; 4] = [ONE, 800_000, 550_000, 300_000];

/// See the module.
pub(crate) struct Coverage;

/// A requirement ready to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct PreparedRequirement {
    /// What the mission asks for.
    pub(crate) asked: Requirement,
    /// What it weighs in the coverage, in units; the shares of a mission sum to [`UNITS`].
    pub(crate) share: u16,
    /// The skills that may stand for it.
    pub(crate) standing: Vec<(SkillId, Relation)>,
}

/// What meets a requirement best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Met {
    /// How much it adds to the coverage, in units.
    pub(crate) units: u16,
    /// Through which relation.
    pub(crate) relation: Relation,
    /// The talent's skill.
    pub(crate) skill: SkillId,
    /// The talent's level.
    pub(crate) level: u8,
}

impl PreparedRequirement {
    /// What a skill adds to the coverage at each level, in units.
    pub(crate) fn units(&self, relation: Relation) -> [u16; 4] {
        [1, 2, 3, 4].map(|level| {
            let gap = self.asked.min_level.get().saturating_sub(level);
            let degree = contribution(relation.factor(), LEVEL_FACTORS[usize::from(gap)]);
            contribution(self.share.into(), degree) as u16
        })
    }

    /// The most that any skill may add to the coverage, in units.
    pub(crate) fn most(&self) -> u16 {
        self.standing.iter().map(|(_, relation)| self.units(*relation)[3]).max().unwrap_or(0)
    }

    /// The talent's skill that meets the requirement best: by what it adds, then by relation, then by id.
    pub(crate) fn best(&self, skills: &[(SkillId, u8)]) -> Option<Met> {
        let candidates = self.standing.iter().flat_map(|(standing, relation)| {
            let units = self.units(*relation);
            let of_skill = skills.iter().filter(move |(skill, _)| skill == standing);
            of_skill.map(move |(skill, level)| Met {
                units: units[usize::from(level.clamp(&1, &4) - 1)],
                relation: *relation,
                skill: *skill,
                level: *level,
            })
        });
        candidates.min_by_key(|met| (std::cmp::Reverse(met.units), met.relation, met.skill))
    }
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
    let shares = apportion(UNITS.into(), &weights);
    let prepared = |(asked, share): (&Requirement, u32)| {
        let standing = match vocabulary.standing_for(asked.skill) {
            // A skill that the vocabulary does not know stands for itself.
            [] => vec![(asked.skill, Relation::Exact)],
            standing => standing.to_vec(),
        };
        PreparedRequirement { asked: asked.clone(), share: share as u16, standing }
    };
    requirements.iter().zip(shares).map(prepared).collect()
}

/// Units as a value of the signal.
pub(crate) fn value(units: u16) -> u32 {
    u32::from(units) * UNIT
}

/// The coverage of a segment's talents, one block after the other.
pub(crate) struct CoverageSweep<'a> {
    requirements: Vec<Vec<Reading<'a>>>,
}

/// Room for the units of a block.
pub(crate) struct UnitBuffers {
    units: Vec<u16>,
    /// What meets the requirement at hand, where several skills may stand for it; all 0 between two requirements.
    met: Vec<u16>,
}

impl UnitBuffers {
    /// Both blocks, with their length known: reading and writing at a place of a posting then needs no check.
    fn blocks(&mut self) -> (&mut UnitBlock, &mut UnitBlock) {
        let whole = "a buffer has the length of a block";
        (self.units.as_mut_slice().try_into().expect(whole), self.met.as_mut_slice().try_into().expect(whole))
    }

    pub(crate) fn new() -> Self {
        Self { units: vec![0; BLOCK], met: vec![0; BLOCK] }
    }
}

/// The postings of a skill that may stand for a requirement.
struct Reading<'a> {
    postings: SkillPostings<'a>,
    /// What it adds, by level.
    units: [u16; 4],
    /// How many of the postings were read, where the skill is rare.
    at: usize,
}

impl<'a> CoverageSweep<'a> {
    pub(crate) fn new<'b>(
        requirements: impl IntoIterator<Item = &'b PreparedRequirement>,
        image: &'a TalentImage,
    ) -> Self {
        let readings = |requirement: &PreparedRequirement| {
            let reading = |(skill, relation): &(SkillId, Relation)| {
                let postings = image.table().postings(*skill)?;
                Some(Reading { postings, units: requirement.units(*relation), at: 0 })
            };
            requirement.standing.iter().filter_map(reading).collect()
        };
        Self { requirements: requirements.into_iter().map(readings).collect() }
    }

    /// How many postings it reads.
    pub(crate) fn postings(&self) -> usize {
        self.requirements.iter().flatten().map(|reading| reading.postings.len()).sum()
    }

    /// The units of the next block's documents, of which there are `count`.
    pub(crate) fn next_units<'b>(&mut self, block: usize, count: usize, buffers: &'b mut UnitBuffers) -> &'b mut [u16] {
        let (units, met) = buffers.blocks();
        units[..count].fill(0);
        for readings in &mut self.requirements {
            match readings.as_mut_slice() {
                [] => {}
                [alone] => alone.add(block, units),
                several => {
                    for reading in several {
                        reading.raise(block, met);
                    }
                    wide::take_over(&mut met[..count], &mut units[..count]);
                }
            }
        }
        &mut units[..count]
    }
}

impl Reading<'_> {
    /// Adds what the skill brings to those of the block who have it.
    fn add(&mut self, block: usize, units: &mut UnitBlock) {
        let by_level = self.units;
        match self.postings {
            SkillPostings::Rare { .. } => self.read_rare(block, |place, level| units[place] += by_level[level]),
            SkillPostings::Frequent { .. } => match self.postings.block(block) {
                BlockPostings::Few(postings) => wide::add_few(postings, by_level, units),
                BlockPostings::Many(levels) => wide::add_many(levels, by_level, units),
            },
        }
    }

    /// Keeps what the skill brings to those of the block who have it, where it is more than what is there.
    fn raise(&mut self, block: usize, met: &mut UnitBlock) {
        let by_level = self.units;
        match self.postings {
            SkillPostings::Rare { .. } => {
                self.read_rare(block, |place, level| met[place] = met[place].max(by_level[level]));
            }
            SkillPostings::Frequent { .. } => match self.postings.block(block) {
                BlockPostings::Few(postings) => wide::raise_few(postings, by_level, met),
                BlockPostings::Many(levels) => wide::raise_many(levels, by_level, met),
            },
        }
    }

    fn read_rare(&mut self, block: usize, mut act: impl FnMut(usize, usize)) {
        let SkillPostings::Rare { postings } = self.postings else { return };
        // A whole posting of this block, without the block's number, is a posting within it.
        let is_in_block = |posting: &&u32| **posting >> Posting::BITS == block as u32;
        for posting in postings[self.at..].iter().take_while(is_in_block) {
            act(place(*posting as Posting), level_index(*posting as Posting));
            self.at += 1;
        }
    }
}

/// A sweep with room of its own.
struct BufferedSweep<'a> {
    sweep: CoverageSweep<'a>,
    buffers: UnitBuffers,
}

impl Sweep for BufferedSweep<'_> {
    fn next_block(&mut self, block: usize, values: &mut [u32]) {
        let units = self.sweep.next_units(block, values.len(), &mut self.buffers);
        for (value_of, units) in values.iter_mut().zip(units) {
            *value_of = value(*units);
        }
    }
}

impl Recall for Coverage {
    fn name(&self) -> &'static str {
        "coverage"
    }

    fn floor(&self, _mission: &PreparedMission) -> u32 {
        1
    }

    fn sweep<'a>(
        &self,
        mission: &'a PreparedMission,
        segment: &'a TalentSegment,
        _snapshot: &'a Snapshot,
    ) -> Box<dyn Sweep + 'a> {
        let sweep = CoverageSweep::new(&mission.requirements, &segment.image);
        Box::new(BufferedSweep { sweep, buffers: UnitBuffers::new() })
    }

    fn of_missions(&self, talent: &PreparedTalent, board: &Board, _snapshot: &Snapshot, values: &mut [u32]) {
        let mut met = vec![0u16; board.requirement_count()];
        let mut touched: Vec<u32> = Vec::new();
        for (skill, level) in &talent.skills {
            for wanted in board.wanting(*skill) {
                let best = &mut met[wanted.requirement as usize];
                if *best == 0 {
                    touched.push(wanted.requirement);
                }
                *best = (*best).max(wanted.units[usize::from(level.clamp(&1, &4) - 1)]);
            }
        }
        for requirement in touched {
            let units = std::mem::take(&mut met[requirement as usize]);
            values[board.mission_of(requirement)] += value(units);
        }
    }
}
