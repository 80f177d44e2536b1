//! Search: text, filters, orders, facets and keyset pages over missions and over talents.
//!
//! Filters and facets are evaluated over what is in memory, exactly. A document that fails one filter alone still
//! counts in the facet of that field: a facet shows what the other choices would give.

mod missions;
mod request;
mod talents;

use std::collections::{HashMap, HashSet};

use talents_core::id::{MissionId, TalentId};
use uuid::Uuid;

pub use request::{
    Facet, FacetField, FacetValue, Hit, MissionFilter, MissionOrder, MissionSearch, MissionVisibility, SearchPage,
    TalentFilter, TalentOrder, TalentSearch,
};

use crate::cursor::{Key, Kind, List};
use crate::error::CursorProblem;
use crate::index::collection::Document;
use crate::index::image::Row;
use crate::index::shelf::Shelf;
use crate::index::snapshot::Snapshot;
use crate::query::Recall;
use crate::rank::Window;

/// The most values of a facet.
pub const FACET_VALUES_MAX: usize = 50;

/// The filters that a document fails, one bit for each field.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Failed(u16);

impl Failed {
    /// A field that no facet counts.
    const OTHER: u16 = 15;

    pub(crate) fn note(&mut self, passes: bool, field: Option<FacetField>) {
        let bit = field.map_or(Self::OTHER, |field| field as u16);
        self.0 |= u16::from(!passes) << bit;
    }

    fn passes_all(self) -> bool {
        self.0 == 0
    }

    fn passes_all_but(self, field: FacetField) -> bool {
        self.0 & !(1 << field as u16) == 0
    }
}

/// A kind of search: what it looks for, and how a row answers.
pub(crate) trait Question<R> {
    /// The facets that it counts.
    const FACETS: &'static [FacetField];

    /// Whether the reader may see the row at all.
    fn shows(&self, row: &R) -> bool;
    /// The filters that the row fails.
    fn failed(&self, row: &R) -> Failed;
    /// The row's values of a facet, each once.
    fn values(&self, row: &R, field: FacetField) -> Vec<String>;
    /// The row's place in the order: smaller first.
    fn place(&self, row: &R, score: u32) -> [i64; 2];
}

/// What a search found, before it is cut in pages.
struct Found {
    keys: Vec<(Key, u32)>,
    facets: Vec<Facet>,
}

/// Goes once through the documents: those that pass, and the facets where they are wanted.
fn find<D: Document, Q: Question<D::Row>>(
    shelf: &Shelf<D>,
    scores: Option<&HashMap<usize, u32>>,
    question: &Q,
    with_facets: bool,
) -> Found {
    let mut keys = Vec::new();
    let mut counts: Vec<HashMap<String, usize>> = vec![HashMap::new(); Q::FACETS.len()];
    for (position, row) in shelf.alive() {
        let Some(score) = scores.map_or(Some(0), |scores| scores.get(&position).copied()) else { continue };
        if !question.shows(row) {
            continue;
        }
        let failed = question.failed(row);
        if failed.passes_all() {
            keys.push((Key { order: question.place(row, score), tie: 0, id: row.uuid() }, score));
        }
        if with_facets {
            for (field, counts) in Q::FACETS.iter().zip(&mut counts).filter(|(field, _)| failed.passes_all_but(**field))
            {
                question.values(row, *field).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
            }
        }
    }
    let facets = if with_facets { Q::FACETS.iter().copied().zip(counts).map(facet).collect() } else { Vec::new() };
    Found { keys, facets }
}

fn facet((field, counts): (FacetField, HashMap<String, usize>)) -> Facet {
    let mut values: Vec<FacetValue> = counts.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
    values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
    values.truncate(FACET_VALUES_MAX);
    Facet { field, values }
}

fn page<Id: From<Uuid>>(found: Found, list: &List, window: &Window) -> Result<SearchPage<Id>, CursorProblem> {
    let Found { mut keys, facets } = found;
    let cursor = window.cursor.as_deref().map(|cursor| list.key(cursor)).transpose()?;
    keys.sort_unstable();
    let total = keys.len();
    let (from, to) = match (cursor, window.backward) {
        (Some(key), false) => (keys.partition_point(|(other, _)| *other <= key), total),
        (Some(key), true) => (0, keys.partition_point(|(other, _)| *other < key)),
        (None, _) => (0, total),
    };
    let (from, to) = if window.backward {
        (to.saturating_sub(window.size).max(from), to)
    } else {
        (from, (from + window.size).min(to))
    };
    let hit = |(key, score): &(Key, u32)| Hit { id: Id::from(key.id), score: *score, cursor: list.cursor(*key) };
    let hits = keys[from..to].iter().map(hit).collect();
    Ok(SearchPage { total, hits, has_next: to < total, has_previous: from > 0, facets })
}

impl Snapshot {
    /// Searches the missions that the reader may see.
    ///
    /// # Errors
    /// [`CursorProblem::Malformed`] where the window's cursor is none of this search.
    pub fn search_missions(&self, search: &MissionSearch) -> Result<SearchPage<MissionId>, CursorProblem> {
        let scores = self.mission_scores(&search.text);
        let question = missions::Question::new(search, &self.vocabulary);
        let list = List::new(Kind::Missions, &question.identity(), String::new());
        page(find(&self.missions, scores.as_ref(), &question, search.facets), &list, &search.window)
    }

    /// Searches the talents whom the reader may see.
    ///
    /// # Errors
    /// [`CursorProblem::Malformed`] where the window's cursor is none of this search.
    pub fn search_talents(&self, search: &TalentSearch) -> Result<SearchPage<TalentId>, CursorProblem> {
        let scores = self.talent_scores(&search.text);
        let question = talents::Question::new(search, &self.vocabulary);
        let list = List::new(Kind::Talents, &question.identity(), String::new());
        page(find(&self.talents, scores.as_ref(), &question, search.facets), &list, &search.window)
    }

    /// Everybody whom a search finds, whatever its window: for an order that only the store knows.
    pub fn matching_talents(&self, search: &TalentSearch) -> HashSet<TalentId> {
        let scores = self.talent_scores(&search.text);
        let question = talents::Question::new(search, &self.vocabulary);
        let found = find(&self.talents, scores.as_ref(), &question, false);
        found.keys.into_iter().map(|(key, _)| TalentId(key.id)).collect()
    }

    fn mission_scores(&self, text: &str) -> Option<HashMap<usize, u32>> {
        let statistics = &self.statistics;
        let (fields, skills) = (&statistics.missions, &statistics.mission_skills);
        let recall = Recall { shelf: &*self.missions, vocabulary: &self.vocabulary, fields, skills };
        (!text.trim().is_empty()).then(|| recall.search(text))
    }

    fn talent_scores(&self, text: &str) -> Option<HashMap<usize, u32>> {
        let statistics = &self.statistics;
        let (fields, skills) = (&statistics.talents, &statistics.talent_skills);
        let recall = Recall { shelf: &*self.talents, vocabulary: &self.vocabulary, fields, skills };
        (!text.trim().is_empty()).then(|| recall.search(text))
    }
}
