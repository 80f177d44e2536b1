//! Recommendations for everybody at once, on every core.
//!
//! Each answer is the one that the single ranking gives, in the order of the questions: the number of threads changes
//! nothing. Memory grows with the number of threads and with what is asked, so ask for a few thousand at a time; what
//! was answered before an interruption need not be asked again.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use rayon::prelude::*;
use talents_core::id::{MissionId, TalentId};

use crate::document::TalentDocument;
use crate::error::CursorProblem;
use crate::index::snapshot::Snapshot;
use crate::rank::{MissionRoom, RankRequest, Ranking, TalentVisibility, Window};

/// What is kept from one talent to the next: as much as threads work at once, however the talents are shared out.
#[derive(Default)]
struct Rooms(Mutex<Vec<MissionRoom>>);

impl Rooms {
    fn lend<T>(&self, work: impl FnOnce(&mut MissionRoom) -> T) -> T {
        let mut room = self.free().pop().unwrap_or_default();
        let done = work(&mut room);
        self.free().push(room);
        done
    }

    fn free(&self) -> MutexGuard<'_, Vec<MissionRoom>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Snapshot {
    /// The `top` best of the discoverable talents for each mission.
    ///
    /// # Errors
    /// None in practice: there is no cursor to refuse.
    pub fn best_talents(&self, requests: &[RankRequest], top: usize) -> Result<Vec<Ranking<TalentId>>, CursorProblem> {
        let everybody = TalentVisibility { discoverable: true, ..TalentVisibility::default() };
        let window = Window::first(top);
        requests.par_iter().map(|request| self.rank_talents(request, &everybody, &window)).collect()
    }

    /// The `top` best covered of the discoverable talents for each mission: see [`Self::cover`].
    pub fn cover_all(&self, requests: &[RankRequest], top: usize) -> Vec<Vec<(TalentId, u32)>> {
        let everybody = TalentVisibility { discoverable: true, ..TalentVisibility::default() };
        requests.par_iter().map(|request| self.cover(request, &everybody, top)).collect()
    }

    /// The `top` best of the open missions for each talent.
    ///
    /// # Errors
    /// As [`Self::best_talents`].
    pub fn best_missions(
        &self,
        talents: &[TalentDocument],
        as_of: NaiveDate,
        top: usize,
    ) -> Result<Vec<Ranking<MissionId>>, CursorProblem> {
        // Made once, before the threads would wait for it.
        self.board();
        let window = Window::first(top);
        let rooms = Rooms::default();
        let ranked = |talent| rooms.lend(|room| self.rank_missions_in(room, talent, as_of, &window));
        talents.par_iter().map(ranked).collect()
    }
}
