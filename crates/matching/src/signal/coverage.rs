//! Coverage: how much of what a mission asks for a talent has.
//!
//! A requirement weighs its own weight × its importance × how rare its skill is. It is met by the talent's skill that
//! stands for it best: factor of the relation × factor of the level. The value is the weighted sum, so a better level
//! or a skill more never lowers it.
//!
//! The sum is counted in units of which [`UNITS`] make a whole: they fit in two bytes, so that the values of a block of
//! documents stay in the nearest cache while its postings are added.

mod board;

use talents_core::id::SkillId;
use talents_core::mission::{Importance, Requirement};

pub(crate) use self::board::RequirementBoard;
use super::wide::{self, UnitBlock};
use super::{ONE, Recall, Sweep, TalentSegment, ValueBlock, apportion, contribution};
use crate::index::image::postings::{
    BLOCK, BlockPostings, Levels, Posting, QUARTER, SkillPostings, level_in, level_index, place,
};
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
        [1, 2, 3, 4].map(|level| self.units_at(relation, level))
    }

    /// What a skill adds to the coverage at a level, in units.
    fn units_at(&self, relation: Relation, level: u8) -> u16 {
        let gap = self.asked.min_level.get().saturating_sub(level.clamp(1, 4));
        let degree = contribution(relation.factor(), LEVEL_FACTORS[usize::from(gap)]);
        contribution(self.share.into(), degree) as u16
    }

    /// The most that any skill may add to the coverage, in units.
    pub(crate) fn most(&self) -> u16 {
        self.standing.iter().map(|(_, relation)| self.units(*relation)[3]).max().unwrap_or(0)
    }

    /// The talent's skill that meets the requirement best: by what it adds, then by relation, then by id.
    pub(crate) fn best(&self, skills: &[(SkillId, u8)]) -> Option<Met> {
        let candidates = self.standing.iter().flat_map(|(standing, relation)| {
            let of_skill = skills.iter().filter(move |(skill, _)| skill == standing);
            of_skill.map(|(skill, level)| Met {
                units: self.units_at(*relation, *level),
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
    /// What it has in the block at hand.
    here: Held<'a>,
}

/// What a skill has in a block.
#[derive(Clone, Copy)]
enum Held<'a> {
    /// Some have it, in order.
    Few(&'a [Posting]),
    /// The same in whole postings; without the block's number, each is a posting within it.
    Whole(&'a [u32]),
    /// Everybody's level.
    Many(&'a Levels),
}

impl<'a> CoverageSweep<'a> {
    pub(crate) fn new<'b>(
        requirements: impl IntoIterator<Item = &'b PreparedRequirement>,
        image: &'a TalentImage,
    ) -> Self {
        let readings = |requirement: &PreparedRequirement| {
            let reading = |(skill, relation): &(SkillId, Relation)| {
                let postings = image.table().postings(*skill)?;
                Some(Reading { postings, units: requirement.units(*relation), at: 0, here: Held::Few(&[]) })
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
            for reading in readings.iter_mut() {
                reading.turn_to(block);
            }
            match readings.as_slice() {
                [] => {}
                [alone] => alone.add(units),
                several => add_best(several, units, met),
            }
        }
        &mut units[..count]
    }
}

/// Adds what the best of several skills brings to each of a block.
fn add_best(several: &[Reading<'_>], units: &mut UnitBlock, met: &mut UnitBlock) {
    let mut with_levels = several.iter().filter(|reading| matches!(reading.here, Held::Many(_)));
    let (first, second) = (with_levels.next(), with_levels.next());
    if second.is_some() {
        for reading in several {
            reading.raise(met);
        }
        wide::take_over(met, units);
        return;
    }
    // One at most has everybody's level: what the few of the others have is told one by one.
    let listed = || several.iter().filter(|reading| !matches!(reading.here, Held::Many(_)));
    for reading in listed() {
        reading.raise(met);
    }
    if let Some(first) = first {
        first.add(units);
    }
    for reading in listed() {
        reading.here.for_each_listed(|place, _| {
            let more = std::mem::take(&mut met[place]);
            units[place] += more.saturating_sub(first.map_or(0, |first| first.units_at(place)));
        });
    }
}

impl Held<'_> {
    /// Calls `found` with the place and the level less one of each who is on a list; with nobody where everybody's level
    /// is there.
    #[inline]
    fn for_each_listed(self, mut found: impl FnMut(usize, usize)) {
        match self {
            Self::Few(postings) => postings.iter().for_each(|posting| found(place(*posting), level_index(*posting))),
            Self::Whole(postings) => {
                postings
                    .iter()
                    .map(|posting| *posting as Posting)
                    .for_each(|posting| found(place(posting), level_index(posting)));
            }
            Self::Many(_) => {}
        }
    }
}

impl Reading<'_> {
    /// Finds what the skill has in a block: the first one, then each next one.
    fn turn_to(&mut self, block: usize) {
        self.here = match self.postings {
            SkillPostings::Rare { postings } => {
                let rest = &postings[self.at..];
                let is_in_block = |posting: &&u32| **posting >> Posting::BITS == block as u32;
                let count = rest.iter().take_while(is_in_block).count();
                self.at += count;
                Held::Whole(&rest[..count])
            }
            SkillPostings::Frequent { .. } => match self.postings.block(block) {
                BlockPostings::Few(postings) => Held::Few(postings),
                BlockPostings::Many(levels) => Held::Many(levels),
            },
        };
    }

    /// Adds what the skill brings to those of the block who have it.
    fn add(&self, units: &mut UnitBlock) {
        let by_level = self.units;
        match self.here {
            Held::Many(levels) => wide::add_many(levels, by_level, units),
            listed => listed.for_each_listed(|place, level| units[place] += by_level[level]),
        }
    }

    /// Keeps what the skill brings to those of the block who have it, where it is more than what is there.
    fn raise(&self, met: &mut UnitBlock) {
        let by_level = self.units;
        match self.here {
            Held::Many(levels) => wide::raise_many(levels, by_level, met),
            listed => listed.for_each_listed(|place, level| met[place] = met[place].max(by_level[level])),
        }
    }

    /// What the skill brings to someone of a block of which it has everybody's level.
    #[inline]
    fn units_at(&self, place: usize) -> u16 {
        let Held::Many(levels) = self.here else { return 0 };
        let level = level_in(levels[place % QUARTER], place / QUARTER);
        usize::from(level).checked_sub(1).map_or(0, |level| self.units[level])
    }
}

/// A sweep with room of its own.
struct BufferedSweep<'a> {
    sweep: CoverageSweep<'a>,
    buffers: UnitBuffers,
}

impl Sweep for BufferedSweep<'_> {
    fn next_block(&mut self, block: usize, count: usize, values: &mut ValueBlock) {
        let units = self.sweep.next_units(block, count, &mut self.buffers);
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
        board.requirements.add(&talent.skills, values);
    }
}

#[cfg(test)]
mod tests;
