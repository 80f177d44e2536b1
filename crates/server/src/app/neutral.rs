//! The order of ranked lists while the ranking is suspended: by a hash that favours nobody, without scores.
//!
//! Who is eligible, and who matches at all, stays as the engine says; of its order, scores and explanations nothing is
//! left. The engine has no such order yet, so the whole list is asked of it and put in order here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use talents_matching::{CursorProblem, Explanation, RankedHit, Ranking, Window};
use talents_store::ranking_log::Question;
use uuid::Uuid;

/// What the version of a list in neutral order begins with.
const SUSPENDED: &str = "suspended";

/// Where somebody stands in a neutral order.
type Place = (u64, Uuid);

/// A page of a ranked list, in the order of `rank`, or in the neutral one while the ranking is suspended.
///
/// # Errors
/// [`CursorProblem::Expired`] for a cursor that the same list gave before the ranking was suspended or resumed.
pub(super) fn page<Id: Copy + Into<Uuid>>(
    is_suspended: bool,
    question: &Question,
    window: &Window,
    rank: impl Fn(&Window) -> Result<Ranking<Id>, CursorProblem>,
) -> Result<Ranking<Id>, CursorProblem> {
    let cursor = window.cursor.as_deref();
    if !is_suspended {
        return if cursor.is_some_and(is_neutral) { Err(CursorProblem::Expired) } else { rank(window) };
    }
    if let Some(cursor) = cursor.filter(|cursor| !is_neutral(cursor)) {
        // Whether it is a cursor at all, the engine knows; if so, it is one of an order that is suspended.
        rank(&Window::after(0, cursor))?;
        return Err(CursorProblem::Expired);
    }
    let total = rank(&Window::first(0))?.total;
    let ranking = rank(&Window::first(total))?;
    let list = List { seed: seed(question), version: format!("{SUSPENDED}-{}", ranking.version) };
    let after = cursor.map(|cursor| list.place_of(cursor)).transpose()?;
    Ok(list.cut(ranking, after, window.size))
}

/// A list in neutral order.
struct List {
    /// What the order is drawn from.
    seed: [u8; 32],
    version: String,
}

impl List {
    fn place(&self, id: Uuid) -> Place {
        let drawn = Sha256::new().chain_update(self.seed).chain_update(id).finalize();
        (first_eight(&drawn), id)
    }

    fn cursor(&self, (drawn, id): Place) -> String {
        let list = first_eight(&self.seed);
        URL_SAFE_NO_PAD.encode(format!("{SUSPENDED}:{list:016x}:{drawn:016x}:{}:{}", id.simple(), self.version))
    }

    /// Where a cursor of this list stands.
    fn place_of(&self, cursor: &str) -> Result<Place, CursorProblem> {
        let text = decoded(cursor).ok_or(CursorProblem::Malformed)?;
        let parts: Vec<&str> = text.splitn(5, ':').collect();
        let [_, list, _, id, version] = parts[..] else { return Err(CursorProblem::Malformed) };
        let id = Uuid::try_parse(id).map_err(|_| CursorProblem::Malformed)?;
        if list != format!("{:016x}", first_eight(&self.seed)) {
            return Err(CursorProblem::Malformed);
        }
        if version == self.version { Ok(self.place(id)) } else { Err(CursorProblem::Expired) }
    }

    /// The page after a place, of the whole list.
    fn cut<Id: Copy + Into<Uuid>>(self, ranking: Ranking<Id>, after: Option<Place>, size: usize) -> Ranking<Id> {
        let mut placed: Vec<(Place, Id)> = ranking.hits.iter().map(|hit| (self.place(hit.id.into()), hit.id)).collect();
        placed.retain(|(place, _)| after.is_none_or(|after| *place > after));
        placed.sort_unstable_by_key(|(place, _)| *place);
        let has_next = placed.len() > size;
        placed.truncate(size);
        let hits = placed.into_iter().map(|(place, id)| unscored(id, self.cursor(place))).collect();
        Ranking { hits, has_next, version: self.version, ..ranking }
    }
}

fn unscored<Id>(id: Id, cursor: String) -> RankedHit<Id> {
    let (signals, requirements, missing, occupations) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let explanation = Explanation { signals, requirements, missing, occupations };
    RankedHit { id, score: 0, cursor, explanation }
}

/// What the order of a list is drawn from: what it is asked for, so that no two lists begin with the same people.
fn seed(question: &Question) -> [u8; 32] {
    let asked = match question {
        Question::Mission { .. } | Question::Talent { .. } => question.subject().unwrap_or_default().to_string(),
        Question::Preview { requirements, modalities, .. } => serde_json::json!([requirements, modalities]).to_string(),
    };
    Sha256::new().chain_update(question.kind()).chain_update(asked).finalize().into()
}

fn first_eight(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn is_neutral(cursor: &str) -> bool {
    decoded(cursor).is_some_and(|text| text.starts_with(SUSPENDED))
}

fn decoded(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use talents_core::id::{MissionId, TalentId};
    use talents_store::ranking_log::VisibleTalents;

    use super::*;

    fn question(number: u128) -> Question {
        let (mission, visible) = (MissionId(Uuid::from_u128(number)), VisibleTalents::default());
        Question::Mission { mission, version: 1, published_version: None, visible }
    }

    /// What an engine would give that ranks seven talents by their numbers.
    #[expect(clippy::unnecessary_wraps, reason = "an engine may refuse")]
    fn rank(window: &Window) -> Result<Ranking<TalentId>, CursorProblem> {
        let hit = |number| RankedHit { score: 1_000_000, ..unscored(TalentId(Uuid::from_u128(number)), String::new()) };
        let hits = (1..=7).map(hit).take(window.size).collect();
        let version = "1-v-1-2026-12-01".to_owned();
        Ok(Ranking { total: 7, excluded: Vec::new(), relaxations: Vec::new(), version, hits, has_next: false })
    }

    fn walk(question: &Question) -> Vec<TalentId> {
        let (mut ids, mut cursor) = (Vec::new(), None);
        loop {
            let found = page(true, question, &Window { size: 2, backward: false, cursor }, rank).unwrap();
            assert!(found.hits.iter().all(|hit| hit.score == 0 && hit.explanation.signals.is_empty()));
            ids.extend(found.hits.iter().map(|hit| hit.id));
            if !found.has_next {
                return ids;
            }
            cursor = found.hits.last().map(|hit| hit.cursor.clone());
        }
    }

    #[test]
    fn pages_hold_everybody_once_in_an_order_of_each_list_own() {
        let (one, other) = (walk(&question(1)), walk(&question(2)));
        assert_eq!(one.iter().collect::<BTreeSet<_>>().len(), 7);
        assert_eq!(one, walk(&question(1)), "the same list, the same order");
        assert_ne!(one, other, "nobody is always the first");
    }

    #[test]
    fn a_cursor_of_before_the_suspension_or_of_another_list_is_refused() {
        let neutral = page(true, &question(1), &Window::first(1), rank).unwrap().hits[0].cursor.clone();
        let again = |suspended, number, cursor: &str| {
            page(suspended, &question(number), &Window::after(1, cursor), rank).map(|page| page.hits.len())
        };
        assert_eq!(again(true, 1, &neutral), Ok(1));
        assert_eq!(again(true, 2, &neutral), Err(CursorProblem::Malformed));
        assert_eq!(again(false, 1, &neutral), Err(CursorProblem::Expired));
        assert_eq!(again(true, 1, "a cursor of the engine"), Err(CursorProblem::Expired));
    }
}
