//! A page of a ranking, in order.
//!
//! What circumstances bring, and what is to come of the signals that find, takes a while to look up: it is looked up step
//! by step, each time of those alone whom it may bring on the page.

use std::collections::HashSet;

use super::Contest;
use super::board::PreparedMission;
use super::order::{self, Candidate, Others};
use crate::cursor::Key;
use crate::signal;
use crate::signal::weights::CIRCUMSTANCES_TOGETHER;

/// Where someone stands, and what was found of them, complete.
pub(super) type Placed = (Key, Candidate);

/// The first `size` matches after a place, in order, and whether there are more.
pub(super) fn page(
    contest: &impl Contest,
    candidates: &[Candidate],
    total: usize,
    after: Option<Key>,
    size: usize,
) -> (Vec<Placed>, bool) {
    // One more than the page holds tells whether there is another page.
    let contenders = Contenders::after(contest, candidates, after, size + 1);
    let mut page: Vec<Placed> = contenders.placed().filter(|(key, _)| after.is_none_or(|after| *key > after)).collect();
    page.sort_unstable_by_key(|(key, _)| *key);
    if page.len() <= size && total > candidates.len() {
        page.extend(others(contest, candidates, after, size + 1 - page.len()));
    }
    let has_next = page.len() > size;
    page.truncate(size);
    (page, has_next)
}

/// The first `count` matches after a place that are no candidates.
fn others(contest: &impl Contest, candidates: &[Candidate], after: Option<Key>, count: usize) -> Vec<Placed> {
    let known: HashSet<usize> = candidates.iter().map(|candidate| candidate.position).collect();
    let mut others = Others::first(count, after, &known, |other| contest.tie(other.position));
    contest.run(&mut others);
    let mut others: Vec<Placed> = others.in_order().collect();
    let mut found: Vec<&mut Candidate> = others.iter_mut().map(|(_, candidate)| candidate).collect();
    found.sort_unstable_by_key(|candidate| candidate.position);
    contest.complete(&mut found);
    others
}

/// A candidate whose score is known in part.
struct Contender {
    candidate: Candidate,
    /// What the signals that find bring to the score, as far as it is known.
    found: u32,
    /// What those of circumstances bring, once it is known.
    circumstances: u32,
}

impl Contender {
    fn known(&self) -> u32 {
        self.found + self.circumstances
    }
}

/// Those of the candidates who may be among the first `count` after a place.
struct Contenders<'a, C> {
    contest: &'a C,
    /// The scores before this place are higher, or equal.
    before: u32,
    count: usize,
    left: Vec<Contender>,
}

impl<'a, C: Contest> Contenders<'a, C> {
    /// Those of whom the first `count` after a place are, with their whole scores; ties are left aside.
    fn after(contest: &'a C, candidates: &[Candidate], after: Option<Key>, count: usize) -> Self {
        let contender = |candidate: &Candidate| Contender { candidate: *candidate, found: 0, circumstances: 0 };
        let left = candidates.iter().map(contender).collect();
        let mut contenders = Self { contest, before: after.map_or(u32::MAX, order::score_of), count, left };
        contenders.sum_up();
        contenders.retain_promising(|mission| mission.to_come + CIRCUMSTANCES_TOGETHER);
        for contender in &mut contenders.left {
            contender.circumstances = contest.circumstances(contender.candidate.position);
        }
        contenders.retain_promising(|mission| mission.to_come);
        contest.complete(&mut contenders.left.iter_mut().map(|contender| &mut contender.candidate).collect::<Vec<_>>());
        contenders.sum_up();
        contenders.retain_promising(|_| 0);
        contenders
    }

    /// Sums up what was found.
    fn sum_up(&mut self) {
        for Contender { candidate, found, .. } in &mut self.left {
            *found = signal::found_score(candidate.found, self.contest.mission(candidate.position));
        }
    }

    /// Keeps those who may be among the first, where `to_come` is the most that may add to what is known of a score.
    fn retain_promising(&mut self, to_come: impl Fn(&PreparedMission) -> u32) {
        let Self { contest, before, count, left } = self;
        let most = |contender: &Contender| contender.known() + to_come(contest.mission(contender.candidate.position));
        let behind = left.iter().filter(|contender| most(contender) < *before);
        let mut behind: Vec<u32> = behind.map(Contender::known).collect();
        let enough = behind.len().checked_sub(*count).map_or(0, |place| *behind.select_nth_unstable(place).1);
        left.retain(|contender| contender.known() <= *before && most(contender) >= enough);
    }

    /// The same with their places.
    fn placed(self) -> impl Iterator<Item = Placed> {
        let Self { contest, left, .. } = self;
        left.into_iter().map(|contender| {
            let tie = contest.tie(contender.candidate.position);
            (order::candidate_key(contender.known(), tie), contender.candidate)
        })
    }
}
