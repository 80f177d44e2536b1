//! The engine's side of every measure: what changes with its interface changes here alone.

use std::path::Path;
use std::sync::Arc;

use talents_core::id::{MissionId, TalentId};
use talents_matching::{
    Engine, IndexChange, RankRequest, Ranking, Snapshot, TalentDocument, TalentVisibility, Vocabulary, Window,
};

use crate::definition::{Covered, TOP};
use crate::generator::as_of;
use crate::{Outcome, fault};

/// An engine on a directory, as a server has it.
pub(crate) fn open(folder: &Path, vocabulary: &Arc<Vocabulary>) -> Outcome<Engine> {
    Engine::open(folder, Arc::clone(vocabulary)).map_err(fault)
}

/// Takes talents in, each in the place of the one that had the id.
pub(crate) fn apply(engine: &Engine, talents: Vec<TalentDocument>) -> Outcome<()> {
    engine.apply(talents.into_iter().map(|talent| IndexChange::Talent(Box::new(talent)))).map_err(fault)
}

/// Makes what was taken in lasting, and shows it.
pub(crate) fn commit(engine: &Engine) -> Outcome<()> {
    engine.commit("bench").map_err(fault)
}

/// Makes one segment of the index, as whoever has just indexed everything does.
pub(crate) fn compact(engine: &Engine) -> Outcome<()> {
    engine.commit_compact("bench").map_err(fault)
}

/// Takes talents in and shows them.
pub(crate) fn add(engine: &Engine, talents: Vec<TalentDocument>) -> Outcome<()> {
    apply(engine, talents)?;
    commit(engine)
}

/// Those who may be found.
pub(crate) fn everybody() -> TalentVisibility {
    TalentVisibility { discoverable: true, ..TalentVisibility::default() }
}

/// The best by coverage alone.
pub(crate) fn cover(snapshot: &Snapshot, request: &RankRequest) -> Vec<Covered> {
    snapshot.cover(request, &everybody(), TOP)
}

/// The best by coverage alone for each mission, on the threads of the pool that it is called in.
pub(crate) fn cover_all(snapshot: &Snapshot, requests: &[RankRequest]) -> Vec<Vec<Covered>> {
    snapshot.cover_all(requests, TOP)
}

/// The whole ranking.
pub(crate) fn full(snapshot: &Snapshot, request: &RankRequest) -> Outcome<Ranking<TalentId>> {
    snapshot.rank_talents(request, &everybody(), &Window::first(TOP)).map_err(fault)
}

/// The whole ranking where one talent alone may be seen: what the mission makes of them.
pub(crate) fn full_of(snapshot: &Snapshot, request: &RankRequest, id: TalentId) -> Outcome<Ranking<TalentId>> {
    let alone = TalentVisibility { talent: Some(id), ..TalentVisibility::default() };
    snapshot.rank_talents(request, &alone, &Window::first(1)).map_err(fault)
}

/// The whole ranking for each mission, on the threads of the pool that it is called in.
pub(crate) fn talents_for_all(snapshot: &Snapshot, requests: &[RankRequest]) -> Outcome<Vec<Ranking<TalentId>>> {
    snapshot.best_talents(requests, TOP).map_err(fault)
}

/// The whole ranking of missions for each talent, on the threads of the pool that it is called in.
pub(crate) fn missions_for_all(snapshot: &Snapshot, talents: &[TalentDocument]) -> Outcome<Vec<Ranking<MissionId>>> {
    snapshot.best_missions(talents, as_of(), TOP).map_err(fault)
}

/// The bytes of what stays in memory of the talents.
pub(crate) fn image_bytes(snapshot: &Snapshot) -> usize {
    snapshot.image_bytes()
}
