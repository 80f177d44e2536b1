//! Missions in the running for a talent: all those of the board at once.

use chrono::NaiveDate;
use talents_core::id::{MissionId, SkillId};

use super::best::Tie;
use super::board::{Board, PreparedMission, PreparedTalent};
use super::order::{Candidate, Collector, Heat, HeatValues};
use super::request::{Ranking, Window};
use super::{Contest, ranking};
use crate::analyzer::Analyzer;
use crate::cursor::{Kind, List};
use crate::document::TalentDocument;
use crate::eligibility::{APART, Reasons};
use crate::error::CursorProblem;
use crate::index::snapshot::Snapshot;
use crate::signal::resemblance::{self, Shared};
use crate::signal::{self, Found, RECALL, RECALLS, Values, wide};

/// What ranking missions takes, kept from one talent to the next: memory, and stems that are known already.
#[derive(Default)]
pub(crate) struct MissionRoom {
    analyzer: Analyzer,
    values: [Vec<u32>; RECALLS],
    standings: Vec<u8>,
}

/// The open missions of a board, in the running for a talent.
struct MissionsFor<'a> {
    talent: &'a PreparedTalent,
    board: &'a Board,
    snapshot: &'a Snapshot,
    as_of: NaiveDate,
    /// The values of the signals that find, by mission.
    values: HeatValues<'a>,
    /// By mission, as a mark: what keeps the talent from it, or [`APART`] where it is not open.
    standings: &'a [u8],
}

impl Snapshot {
    /// As [`Self::rank_missions`], in room that talents may share, one after the other.
    pub(crate) fn rank_missions_in(
        &self,
        room: &mut MissionRoom,
        talent: &TalentDocument,
        as_of: NaiveDate,
        window: &Window,
    ) -> Result<Ranking<MissionId>, CursorProblem> {
        let (board, MissionRoom { analyzer, values, standings }) = (self.board(), room);
        let list = List::new(Kind::MissionRanking, &talent.id, self.ranking_version(as_of));
        let talent = &PreparedTalent::new(talent, &self.vocabulary, analyzer);
        for (signal, values) in RECALL.iter().zip(values.iter_mut()) {
            values.clear();
            values.resize(board.missions.len(), 0);
            signal.of_missions(talent, board, self, values);
        }
        board.conditions.judge(talent.row(), as_of, standings);
        let values = values.each_ref().map(Vec::as_slice);
        ranking(&MissionsFor { talent, board, snapshot: self, as_of, values, standings }, &list, window)
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
        Some(self.standings[place]).filter(|mark| *mark != APART).map(Reasons::of_mark)
    }

    fn mark(&self, values: HeatValues<'_>, marks: &mut [u8]) {
        self.board.note_matching(values, marks);
        wide::put_where_noted(self.standings, APART, marks);
    }
}

impl Contest for MissionsFor<'_> {
    fn run(&self, collector: &mut impl Collector) {
        collector.take(self, self.values);
    }

    fn complete(&self, candidates: &mut [&mut Candidate]) {
        let missions: Vec<u32> = candidates.iter().map(|candidate| candidate.position as u32).collect();
        for (number, signal) in RECALL.iter().enumerate() {
            let mut add = |place: usize, more| signal::complete(&mut candidates[place].found[number], more);
            signal.complete_missions(self.talent, self.board, self.snapshot, &missions, &mut add);
        }
    }

    fn mission(&self, position: usize) -> &PreparedMission {
        &self.board.missions[position]
    }

    fn tie(&self, position: usize) -> Tie {
        let mission = &self.board.missions[position];
        (mission.ties.with(self.talent.id), mission.id)
    }

    fn circumstances(&self, position: usize) -> u32 {
        signal::circumstances_score(&self.board.missions[position], self.talent.row(), self.as_of)
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
