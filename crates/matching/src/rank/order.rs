//! The defined order: who matches, who is a candidate, who comes first.

use std::cmp::Reverse;
use std::collections::HashSet;

use uuid::Uuid;

use super::board::PreparedMission;
use crate::cursor::Key;
use crate::eligibility::{Reason, Reasons};
use crate::signal::{COVERAGE, SIGNALS, WORDS, WORDS_FLOOR, contribution};

/// How many matches of each signal are candidates: they come first, by score.
pub const CANDIDATES: usize = 1000;

/// Who is in the running: talents for a mission, or missions for a talent, each at a position.
pub(crate) trait Contest {
    /// How many positions there are.
    fn len(&self) -> usize;
    /// The mission of the pair at a position.
    fn mission(&self, position: usize) -> &PreparedMission;
    /// What keeps the pair at a position apart; `None` where it is not in the running at all.
    fn standing(&self, position: usize) -> Option<Reasons>;
    /// What settles a tie at a position, and the id of who stands there.
    fn tie(&self, position: usize) -> (u64, Uuid);
}

/// The values of every signal, by position.
pub(crate) struct Values(pub(crate) [Vec<u32>; SIGNALS.len()]);

impl Values {
    pub(crate) fn zero(len: usize) -> Self {
        Self(std::array::from_fn(|_| vec![0; len]))
    }

    /// The values at a position.
    pub(crate) fn at(&self, position: usize) -> [u32; SIGNALS.len()] {
        std::array::from_fn(|signal| self.0[signal][position])
    }
}

/// The score of a pair: the sum of its contributions.
pub(crate) fn score(mission: &PreparedMission, values: [u32; SIGNALS.len()]) -> u32 {
    SIGNALS.iter().zip(values).map(|(signal, value)| contribution(value, signal.weight(mission))).sum()
}

/// Whether a pair would match if nothing kept it apart.
fn would_match(mission: &PreparedMission, values: [u32; SIGNALS.len()]) -> bool {
    let floor = if mission.requirements.is_empty() { 1 } else { WORDS_FLOOR };
    values[COVERAGE] > 0 || values[WORDS] >= floor
}

/// The matches, and how many others each reason keeps out.
pub(crate) struct Tally {
    /// The positions of the matches.
    pub(crate) matches: Vec<u32>,
    /// For each reason that keeps somebody out, how many it does.
    pub(crate) excluded: Vec<(Reason, usize)>,
    /// For each relaxable reason, how many it alone keeps out, where there are any.
    pub(crate) gains: Vec<(Reason, usize)>,
}

/// Sorts the running into matches and those kept out.
pub(crate) fn tally(contest: &impl Contest, values: &Values) -> Tally {
    let mut matches = Vec::new();
    let mut kept_out = [0; Reason::ALL.len()];
    let mut kept_out_alone = [0; Reason::ALL.len()];
    for position in 0..contest.len() {
        let values = values.at(position);
        if values == [0; SIGNALS.len()] || !would_match(contest.mission(position), values) {
            continue;
        }
        let Some(reasons) = contest.standing(position) else { continue };
        if reasons.is_empty() {
            matches.push(position as u32);
            continue;
        }
        for reason in Reason::ALL {
            kept_out[*reason as usize] += usize::from(reasons.has(*reason));
            kept_out_alone[*reason as usize] += usize::from(reasons.is_only(*reason));
        }
    }
    let counted =
        |counts: [usize; Reason::ALL.len()]| Reason::ALL.iter().copied().zip(counts).filter(|(_, count)| *count > 0);
    let gains = counted(kept_out_alone).filter(|(reason, _)| reason.is_relaxable()).collect();
    Tally { matches, excluded: counted(kept_out).collect(), gains }
}

/// Someone at their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    pub(crate) key: Key,
    pub(crate) position: usize,
}

/// The first `size` matches after a place, in order, and whether there are more.
pub(crate) fn page(
    contest: &impl Contest,
    values: &Values,
    matches: &[u32],
    after: Option<Key>,
    size: usize,
) -> (Vec<Placed>, bool) {
    let candidates = candidates(contest, values, matches);
    let place = |position: u32, tier: i64| {
        let position = position as usize;
        let at = values.at(position);
        let value = if tier == 0 { score(contest.mission(position), at) } else { at[COVERAGE] };
        let (tie, id) = contest.tie(position);
        Placed { key: Key { order: [tier, -i64::from(value)], tie, id }, position }
    };
    let comes_after = |placed: &Placed| after.is_none_or(|after| placed.key > after);
    let mut placed: Vec<Placed> = candidates.iter().map(|&position| place(position, 0)).filter(comes_after).collect();
    let rest = matches.len() - candidates.len();
    if placed.len() <= size && rest > 0 {
        let others = matches.iter().filter(|position| !candidates.contains(position));
        placed.extend(others.map(|&position| place(position, 1)).filter(comes_after));
    }
    let has_next = placed.len() > size;
    if has_next {
        // The one after the page is left where it falls: only that it exists matters.
        placed.select_nth_unstable(size);
        placed.truncate(size);
    }
    placed.sort_unstable();
    (placed, has_next || (size == 0 && rest > 0))
}

/// The union of the best matches of each signal.
fn candidates(contest: &impl Contest, values: &Values, matches: &[u32]) -> HashSet<u32> {
    if matches.len() <= CANDIDATES {
        return matches.iter().copied().collect();
    }
    values.0.iter().flat_map(|values| best(contest, values, matches)).collect()
}

/// The best matches of a signal; ties at the last place go by their hash.
fn best(contest: &impl Contest, values: &[u32], matches: &[u32]) -> Vec<u32> {
    let mut sorted: Vec<u32> = matches.iter().map(|position| values[*position as usize]).collect();
    let (_, last, _) = sorted.select_nth_unstable_by_key(CANDIDATES - 1, |value| Reverse(*value));
    let last = *last;
    let (mut inside, mut at_the_edge): (Vec<u32>, Vec<u32>) = matches
        .iter()
        .filter(|position| values[**position as usize] >= last)
        .partition(|position| values[**position as usize] > last);
    let places = CANDIDATES - inside.len();
    if at_the_edge.len() > places {
        at_the_edge.sort_by_cached_key(|position| contest.tie(*position as usize));
        at_the_edge.truncate(places);
    }
    inside.extend(at_the_edge);
    inside
}
