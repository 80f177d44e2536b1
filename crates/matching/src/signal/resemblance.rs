//! Resemblance: how near the reference occupations of the mission are to those of the talent (explicit semantic analysis,
//! Gabrilovich and Markovitch 2007): two people who share no word may do the same job.
//!
//! A talent's few occupations are in the index, each with its weight in one term; a mission's are computed when it is
//! asked. The value is the sum of the products of their weights.

use std::cmp::Reverse;
use std::collections::HashMap;

use talents_core::id::OccupationId;

use super::{ONE, Recall, Sweep, TalentSegment, ValueBlock, wide};
use crate::index::cursor::PostingsCursor;
use crate::index::image::postings::BLOCK;
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};
use crate::resemblance::{Profile, WEIGHT_ONE};
use crate::skills::Vocabulary;

/// From how much resemblance on a talent is a match alone.
pub(crate) const FLOOR: u32 = 150_000;

/// See the module.
pub(crate) struct Resemblance;

/// What a shared occupation brings, from its weights on both sides.
fn brought(mission: u8, talent: u8) -> u32 {
    let whole = u64::from(WEIGHT_ONE) * u64::from(WEIGHT_ONE);
    (u64::from(mission) * u64::from(talent) * u64::from(ONE) / whole) as u32
}

/// The occupations that a mission and a talent share, each with what it brings, what brings most first.
pub(crate) type Shared = Vec<(OccupationId, u32)>;

/// See [`Shared`].
pub(crate) fn shared(mission: &Profile, talent: &Profile, vocabulary: &Vocabulary) -> Shared {
    let of_talent: HashMap<u16, u8> = talent.iter().copied().collect();
    let brings = |(occupation, weight): &(u16, u8)| {
        let brought = brought(*weight, *of_talent.get(occupation)?);
        Some((vocabulary.numbered_occupation(*occupation)?.id, brought))
    };
    let mut shared: Shared = mission.iter().filter_map(brings).collect();
    shared.sort_unstable_by_key(|(occupation, brought)| (Reverse(*brought), *occupation));
    shared
}

/// What the profiles of the talents at some positions hold of a mission's. The index has them by occupation alone: they are
/// read for all these talents at once.
pub(crate) fn profiles_at(positions: &[usize], mission: &Profile, snapshot: &Snapshot) -> Vec<Profile> {
    let field = snapshot.talents.profile_field();
    let mut profiles = vec![Profile::new(); positions.len()];
    for segment in &snapshot.talents.segments {
        let of_segment = segment.base..segment.base + segment.len();
        let places = (0..positions.len()).filter(|place| of_segment.contains(&positions[*place]));
        let mut wanted: Vec<(u32, usize)> = places.map(|it| ((positions[it] - segment.base) as u32, it)).collect();
        wanted.sort_unstable();
        let Some(end) = wanted.last().map(|(last, _)| last + 1) else { continue };
        for (occupation, _) in mission {
            segment.for_each_mark(field, *occupation, |weight, postings| {
                let mut left = wanted.as_slice();
                PostingsCursor::new(postings).read_docs_before(end, |doc| {
                    left = &left[left.iter().take_while(|(wanted, _)| *wanted < doc).count()..];
                    if let Some((_, place)) = left.first().filter(|(wanted, _)| *wanted == doc) {
                        profiles[*place].push((*occupation, weight));
                    }
                });
            });
        }
    }
    profiles
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
