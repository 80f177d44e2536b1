//! Ranking: who fits a mission, which missions fit a talent, in an order that is defined and not approximate.
//!
//! A *match* is someone eligible whom a signal finds: any coverage, or more of another signal than its floor. The
//! *candidates* are the union of the best [`CANDIDATES`] matches of each signal that finds; they come first, by score.
//! The others follow by coverage. Ties go by a hash of mission and talent. What finds nobody by itself, as the words that
//! nearly everybody writes, counts in scores and makes neither matches nor candidates.

mod best;
pub(crate) mod board;
mod cover;
mod explain;
mod missions;
pub(crate) mod order;
mod page;
#[cfg(test)]
mod plain;
mod request;
mod talents;

use chrono::NaiveDate;
use talents_core::id::{MissionId, SkillId, TalentId};
use uuid::Uuid;

pub use explain::OCCUPATIONS_TOLD;
pub use order::CANDIDATES;
pub use request::{
    Excluded, Explanation, OccupationPart, RankRequest, RankedHit, Ranking, Relaxation, RequirementPart, SignalPart,
    TalentVisibility, UnknownSkill, Window,
};

use crate::analyzer::Analyzer;
use crate::cursor::{Key, Kind, List};
use crate::document::TalentDocument;
use crate::error::CursorProblem;
use crate::index::snapshot::Snapshot;
use crate::signal::resemblance::Shared;
use crate::signal::{self, Found, Values};
use best::Tie;
use board::PreparedMission;
use cover::CoverageRun;
pub(crate) use missions::MissionRoom;
use order::{Candidate, Collector, Tally};
use talents::TalentsFor;

/// All the pairs of a ranking, each at a position.
trait Contest {
    /// Runs through all pairs, in heats.
    fn run(&self, collector: &mut impl Collector);
    /// The mission of a pair.
    fn mission(&self, position: usize) -> &PreparedMission;
    /// What settles the tie of a pair.
    fn tie(&self, position: usize) -> Tie;
    /// Adds what is to come to what was found of some pairs, whose positions rise.
    fn complete(&self, candidates: &mut [&mut Candidate]);
    /// What the signals of circumstances bring to the score of a pair.
    fn circumstances(&self, position: usize) -> u32;
    /// The values of all signals for a pair, from those of the signals that find, complete.
    fn values(&self, position: usize, found: Found) -> Values;
    /// The skills of the talent of a pair, with their levels.
    fn skills(&self, position: usize) -> Vec<(SkillId, u8)>;
    /// The occupations that the two of each pair share.
    fn shared(&self, positions: &[usize]) -> Vec<Shared>;
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
        let mission = PreparedMission::new(request, &self.vocabulary, &self.frozen, &mut Analyzer::default());
        let undated = RankRequest { as_of: NaiveDate::MIN, ..request.clone() };
        let list = List::new(Kind::TalentRanking, &(undated, visibility), self.ranking_version(request.as_of));
        let contest = TalentsFor { mission: &mission, snapshot: self, visibility, as_of: request.as_of };
        ranking(&contest, &list, window)
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
        self.rank_missions_in(&mut MissionRoom::default(), talent, as_of, window)
    }

    /// The `top` best covered talents for a mission, with their coverage in millionths: the same eligibility, values
    /// and ties as [`Self::rank_talents`], without what the texts say. Nobody without coverage is among them.
    pub fn cover(&self, request: &RankRequest, visibility: &TalentVisibility, top: usize) -> Vec<(TalentId, u32)> {
        CoverageRun::new(request, self, visibility).best(top)
    }

    /// How many postings [`Self::cover`] reads for a mission.
    pub fn postings_of(&self, request: &RankRequest) -> usize {
        CoverageRun::new(request, self, &TalentVisibility::default()).postings()
    }
}

fn ranking<Id: From<Uuid>>(contest: &impl Contest, list: &List, window: &Window) -> Result<Ranking<Id>, CursorProblem> {
    let after = window.cursor.as_deref().map(|cursor| list.key(cursor)).transpose()?;
    let mut tally = Tally::new(|candidate: &Candidate| contest.tie(candidate.position));
    contest.run(&mut tally);
    let total = tally.total();
    let excluded = tally.excluded().map(|(reason, count)| Excluded { reason, count }).collect();
    let relaxations = tally.gains().map(|(reason, gain)| Relaxation { reason, gain }).collect();
    let (page, has_next) = page::page(contest, &tally.candidates(), total, after, window.size);
    let shared = contest.shared(&page.iter().map(|(_, candidate)| candidate.position).collect::<Vec<_>>());
    let hits = page.iter().zip(&shared).map(|((key, candidate), shared)| hit(contest, list, *key, candidate, shared));
    let hits = hits.collect();
    Ok(Ranking { total, excluded, relaxations, version: list.version.clone(), hits, has_next })
}

fn hit<Id: From<Uuid>>(
    contest: &impl Contest,
    list: &List,
    key: Key,
    candidate: &Candidate,
    shared: &Shared,
) -> RankedHit<Id> {
    let position = candidate.position;
    let (mission, values) = (contest.mission(position), contest.values(position, candidate.found));
    RankedHit {
        id: Id::from(key.id),
        score: signal::score(values, mission),
        cursor: list.cursor(key),
        explanation: explain::explanation(mission, &contest.skills(position), shared, values),
    }
}
