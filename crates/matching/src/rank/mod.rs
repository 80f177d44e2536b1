//! Ranking: who fits a mission, which missions fit a talent, in an order that is defined and not approximate.
//!
//! A *match* is someone eligible whose coverage is above 0 or whose words reach [`crate::WORDS_FLOOR`]; where no skill
//! is asked for, any word will do. The *candidates* are the union of the best [`CANDIDATES`] matches of each signal;
//! they come first, by score. The others follow by coverage. Ties go by a hash of mission and talent.

pub(crate) mod board;
mod explain;
pub(crate) mod order;
mod request;

use chrono::NaiveDate;
use talents_core::id::{MissionId, TalentId};
use uuid::Uuid;

pub use order::CANDIDATES;
pub use request::{
    Excluded, Explanation, RankRequest, RankedHit, Ranking, Relaxation, RequirementPart, SignalPart, TalentVisibility,
    Window,
};

use crate::analyzer::Analyzer;
use crate::cursor::{Kind, List};
use crate::document::{MissionDocument, TalentDocument};
use crate::eligibility::{Reasons, reasons};
use crate::error::CursorProblem;
use crate::hash;
use crate::index::image::TalentRow;
use crate::index::snapshot::Snapshot;
use crate::signal::SIGNALS;
use board::{Board, PreparedMission, PreparedTalent};
use order::{Contest, Tally, Values};

impl TalentVisibility {
    /// Whether the reader may see that talent.
    pub(crate) fn shows(&self, talent: &TalentRow) -> bool {
        (self.discoverable && talent.discoverable)
            || self.structures.contains(&talent.structure)
            || self.talent == Some(talent.id)
    }
}

/// The talents of a snapshot, in the running for a mission. Only those who opted in are.
struct TalentsFor<'a> {
    mission: &'a PreparedMission,
    snapshot: &'a Snapshot,
    visibility: &'a TalentVisibility,
}

impl Contest for TalentsFor<'_> {
    fn len(&self) -> usize {
        self.snapshot.talents.len()
    }

    fn mission(&self, _position: usize) -> &PreparedMission {
        self.mission
    }

    fn standing(&self, position: usize) -> Option<Reasons> {
        let talent = self.snapshot.talents.at(position)?;
        let running = talent.discoverable && self.visibility.shows(talent);
        running.then(|| reasons(talent, &self.mission.modalities, self.mission.host))
    }

    fn tie(&self, position: usize) -> (u64, Uuid) {
        let id = self.snapshot.talents.at(position).map_or(Uuid::nil(), |talent| talent.id.0);
        (hash::tie(self.mission.tie_id, id), id)
    }
}

/// The open missions of a board, in the running for a talent.
struct MissionsFor<'a> {
    talent: &'a TalentRow,
    board: &'a Board,
    as_of: NaiveDate,
}

impl Contest for MissionsFor<'_> {
    fn len(&self) -> usize {
        self.board.missions.len()
    }

    fn mission(&self, position: usize) -> &PreparedMission {
        &self.board.missions[position]
    }

    fn standing(&self, position: usize) -> Option<Reasons> {
        let (document, mission) = (&self.board.documents[position], &self.board.missions[position]);
        is_open(document, self.as_of).then(|| reasons(self.talent, &mission.modalities, mission.host))
    }

    fn tie(&self, position: usize) -> (u64, Uuid) {
        let id = self.board.missions[position].tie_id;
        (hash::tie(id, self.talent.id.0), id)
    }
}

/// Whether a published mission takes applications on that day.
pub(crate) fn is_open(mission: &MissionDocument, as_of: NaiveDate) -> bool {
    mission.takes_applications && mission.content.application_deadline.is_some_and(|deadline| as_of <= deadline)
}

impl Snapshot {
    /// Ranks for a mission the talents who opted in and whom the reader may see.
    ///
    /// # Errors
    /// [`CursorProblem`] where the window's cursor is none of this ranking, or of one that is gone.
    pub fn rank_talents(
        &self,
        request: &RankRequest,
        visibility: &TalentVisibility,
        window: &Window,
    ) -> Result<Ranking<TalentId>, CursorProblem> {
        let mission = PreparedMission::new(request, &self.vocabulary, &self.statistics, &mut Analyzer::default());
        let undated = RankRequest { as_of: NaiveDate::MIN, ..request.clone() };
        let version = self.ranking_version(request.as_of);
        let list = List::new(Kind::TalentRanking, &(undated, visibility), version);
        let contest = TalentsFor { mission: &mission, snapshot: self, visibility };
        let values = self.values_of_talents(&mission);
        let explain = |position: usize| {
            let skills = self.talents.at(position).map_or(&[][..], |talent| &talent.skills);
            explain::explanation(&mission, skills, values.at(position))
        };
        ranking(&contest, &values, &list, window, explain)
    }

    /// Ranks for a talent the missions that are open on that day: the same eligibility and the same scores as
    /// [`Self::rank_talents`] gives.
    ///
    /// # Errors
    /// As [`Self::rank_talents`].
    pub fn rank_missions(
        &self,
        talent: &TalentDocument,
        as_of: NaiveDate,
        window: &Window,
    ) -> Result<Ranking<MissionId>, CursorProblem> {
        let list = List::new(Kind::MissionRanking, &talent.id, self.ranking_version(as_of));
        let board = self.board();
        let prepared = PreparedTalent::new(talent, &mut Analyzer::default());
        let contest = MissionsFor { talent: &prepared.row, board, as_of };
        let values = self.values_of_missions(&prepared, board);
        let explain = |position: usize| {
            explain::explanation(&board.missions[position], &prepared.row.skills, values.at(position))
        };
        ranking(&contest, &values, &list, window, explain)
    }

    fn values_of_talents(&self, mission: &PreparedMission) -> Values {
        let mut values = Values::zero(self.talents.len());
        for (signal, values) in SIGNALS.iter().zip(&mut values.0) {
            signal.of_talents(mission, self, values);
        }
        values
    }

    fn values_of_missions(&self, talent: &PreparedTalent, board: &Board) -> Values {
        let mut values = Values::zero(board.missions.len());
        for (signal, values) in SIGNALS.iter().zip(&mut values.0) {
            signal.of_missions(talent, board, self, values);
        }
        values
    }
}

fn ranking<Id: From<Uuid>>(
    contest: &impl Contest,
    values: &Values,
    list: &List,
    window: &Window,
    explain: impl Fn(usize) -> Explanation,
) -> Result<Ranking<Id>, CursorProblem> {
    let after = window.cursor.as_deref().map(|cursor| list.key(cursor)).transpose()?;
    let Tally { matches, excluded, gains } = order::tally(contest, values);
    let total = matches.len();
    let (page, has_next) = order::page(contest, values, &matches, after, window.size);
    let hit = |placed: order::Placed| RankedHit {
        id: Id::from(placed.key.id),
        score: order::score(contest.mission(placed.position), values.at(placed.position)),
        cursor: list.cursor(placed.key),
        explanation: explain(placed.position),
    };
    let excluded = excluded.into_iter().map(|(reason, count)| Excluded { reason, count }).collect();
    let relaxations = gains.into_iter().map(|(reason, gain)| Relaxation { reason, gain }).collect();
    let hits = page.into_iter().map(hit).collect();
    Ok(Ranking { total, excluded, relaxations, version: list.version.clone(), hits, has_next })
}
