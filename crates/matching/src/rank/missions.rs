//! Missions in the running for a talent: one run over the board.

use chrono::NaiveDate;
use talents_core::id::SkillId;

use super::Contest;
use super::best::Tie;
use super::board::{Board, PreparedMission, PreparedTalent};
use super::order::{Collector, Heat};
use crate::eligibility::Reasons;
use crate::index::snapshot::Snapshot;
use crate::signal::resemblance::{self, Shared};
use crate::signal::{self, Found, RECALL, RECALLS, Values};

/// The open missions of a board, in the running for a talent.
pub(super) struct MissionsFor<'a> {
    talent: &'a PreparedTalent,
    board: &'a Board,
    snapshot: &'a Snapshot,
    as_of: NaiveDate,
    /// By the number of a set of languages of the board: whether the talent speaks them.
    understood: Vec<bool>,
}

impl<'a> MissionsFor<'a> {
    pub(super) fn new(talent: &'a PreparedTalent, snapshot: &'a Snapshot, as_of: NaiveDate) -> Self {
        let board = snapshot.board();
        Self { talent, board, snapshot, as_of, understood: board.spoken_by(talent.row()) }
    }
}

impl Heat for MissionsFor<'_> {
    fn base(&self) -> usize {
        0
    }

    fn mission(&self, place: usize) -> &PreparedMission {
        &self.board.missions[place]
    }

    fn standing(&self, place: usize) -> Option<Reasons> {
        let conditions = &self.board.missions[place].conditions;
        let running = self.board.is_open(place, self.as_of);
        running.then(|| conditions.reasons_of(self.talent.row(), self.understood[self.board.languages_of(place)]))
    }
}

impl Contest for MissionsFor<'_> {
    fn run(&self, collector: &mut impl Collector) {
        let mut values: [Vec<u32>; RECALLS] = std::array::from_fn(|_| vec![0; self.board.missions.len()]);
        for (signal, values) in RECALL.iter().zip(&mut values) {
            signal.of_missions(self.talent, self.board, self.snapshot, values);
        }
        collector.take(self, std::array::from_fn(|signal| values[signal].as_slice()));
    }

    fn mission(&self, position: usize) -> &PreparedMission {
        &self.board.missions[position]
    }

    fn tie(&self, position: usize) -> Tie {
        let mission = &self.board.missions[position];
        (mission.ties.with(self.talent.id), mission.id)
    }

    fn values(&self, position: usize, found: Found) -> Values {
        signal::values(found, &self.board.missions[position], self.talent.row(), self.as_of)
    }

    fn skills(&self, _position: usize) -> Vec<(SkillId, u8)> {
        self.talent.skills.clone()
    }

    fn shared(&self, positions: &[usize]) -> Vec<Shared> {
        let (talent, vocabulary) = (&self.talent.profile, &self.snapshot.vocabulary);
        let mission = |position: &usize| &self.board.missions[*position].profile;
        positions.iter().map(|position| resemblance::shared(mission(position), talent, vocabulary)).collect()
    }
}
