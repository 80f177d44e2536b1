//! Resemblance: how near the reference occupations of the mission are to those of the talent (explicit semantic analysis,
//! Gabrilovich and Markovitch 2007): two people who share no word may do the same job.
//!
//! A talent's few occupations are in the index, each with its weight in one term; a mission's are computed when it is
//! asked. The value is the sum of the products of their weights.

use std::collections::HashMap;

use super::{ONE, Recall, Sweep, TalentSegment, ValueBlock, wide};
use crate::index::cursor::PostingsCursor;
use crate::index::image::postings::BLOCK;
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};
use crate::resemblance::{Profile, WEIGHT_ONE};

/// From how much resemblance on a talent is a match alone.
pub(crate) const FLOOR: u32 = 150_000;

/// See the module.
pub(crate) struct Resemblance;

/// What a shared occupation brings, from its weights on both sides.
fn brought(mission: u8, talent: u8) -> u32 {
    let whole = u64::from(WEIGHT_ONE) * u64::from(WEIGHT_ONE);
    (u64::from(mission) * u64::from(talent) * u64::from(ONE) / whole) as u32
}

/// The occupations of the missions of a board.
#[derive(Debug, Default)]
pub(crate) struct OccupationBoard(HashMap<u16, Vec<(u32, u8)>>);

impl OccupationBoard {
    /// Adds the occupations of a mission.
    pub(crate) fn push(&mut self, mission: u32, profile: &Profile) {
        for (occupation, weight) in profile {
            self.0.entry(*occupation).or_default().push((mission, *weight));
        }
    }
}

struct ProfileSweep {
    cursors: Vec<(PostingsCursor, u32)>,
}

impl ProfileSweep {
    fn new(mission: &PreparedMission, segment: &TalentSegment, snapshot: &Snapshot) -> Self {
        let field = snapshot.talents.profile_field();
        let mut cursors = Vec::new();
        for (occupation, weight) in &mission.profile {
            segment.for_each_mark(field, *occupation, |talent_weight, postings| {
                cursors.push((PostingsCursor::new(postings), brought(*weight, talent_weight)));
            });
        }
        Self { cursors }
    }
}

impl Sweep for ProfileSweep {
    fn next_block(&mut self, block: usize, count: usize, values: &mut ValueBlock) {
        let (first, values) = ((block * BLOCK) as u32, &mut values[..count]);
        values.fill(0);
        for (cursor, brought) in &mut self.cursors {
            cursor.read_docs_before(first + count as u32, |doc| values[(doc - first) as usize] += *brought);
        }
        wide::cap(values, ONE);
    }
}

impl Recall for Resemblance {
    fn name(&self) -> &'static str {
        "resemblance"
    }

    fn floor(&self, _mission: &PreparedMission) -> u32 {
        FLOOR
    }

    fn sweep<'a>(
        &self,
        mission: &'a PreparedMission,
        segment: &'a TalentSegment,
        snapshot: &'a Snapshot,
    ) -> Box<dyn Sweep + 'a> {
        Box::new(ProfileSweep::new(mission, segment, snapshot))
    }

    fn of_missions(&self, talent: &PreparedTalent, board: &Board, _snapshot: &Snapshot, values: &mut [u32]) {
        for (occupation, talent_weight) in &talent.profile {
            for (mission, weight) in board.occupations.0.get(occupation).into_iter().flatten() {
                values[*mission as usize] += brought(*weight, *talent_weight);
            }
        }
        wide::cap(values, ONE);
    }
}
