//! Words: how much of what a mission writes a talent's own text says, rare words counting more.

use super::terms::{self, TermSweep};
use super::{Recall, Sweep, TalentSegment};
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};

/// Where skills are asked for, from how much of the words on a talent without any of them is a match all the same.
pub const WORDS_FLOOR: u32 = 100_000;

/// See the module.
pub(crate) struct Words;

impl Recall for Words {
    fn name(&self) -> &'static str {
        "words"
    }

    fn floor(&self, mission: &PreparedMission) -> u32 {
        if mission.requirements.is_empty() { 1 } else { WORDS_FLOOR }
    }

    fn sweep<'a>(
        &self,
        mission: &'a PreparedMission,
        segment: &'a TalentSegment,
        snapshot: &'a Snapshot,
    ) -> Box<dyn Sweep + 'a> {
        Box::new(TermSweep::new(&mission.words, segment, snapshot))
    }

    fn of_missions(&self, talent: &PreparedTalent, board: &Board, snapshot: &Snapshot, values: &mut [u32]) {
        let saturation = snapshot.frozen.words();
        terms::of_missions(&talent.terms, talent.norm, saturation, |term| board.writing(term), values);
    }
}
