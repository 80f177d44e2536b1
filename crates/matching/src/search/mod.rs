//! Search: text, filters, orders, facets and keyset pages over missions and over talents.
//!
//! Filters and facets are evaluated over what is in memory, exactly. A document that fails one filter alone still
//! counts in the facet of that field: a facet shows what the other choices would give.

mod facets;
mod missions;
mod request;
mod talents;

use std::collections::HashSet;

use talents_core::id::{MissionId, TalentId};
use uuid::Uuid;

pub use request::{
    Facet, FacetField, FacetValue, Hit, MissionFilter, MissionOrder, MissionSearch, MissionVisibility, SearchPage,
    TalentFilter, TalentOrder, TalentSearch,
};

pub use facets::FACET_VALUES_MAX;

use crate::cursor::{Key, Kind, List};
use crate::document::{MissionDocument, TalentDocument};
use crate::error::CursorProblem;
use crate::index::collection::Document;
use crate::index::image::Image;
use crate::index::snapshot::Snapshot;
use crate::query::{TextHit, TextSearch};
use crate::rank::Window;
use crate::statistics::Frozen;
use facets::{FacetCounts, SegmentCounter};

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
trait Question<I: Image> {
    /// The facets that it counts.
    const FACETS: &'static [FacetField];
    /// What counts them in a segment.
    type Counter<'a>: for<'r> SegmentCounter<I::Row<'r>>
    where
        Self: 'a,
        I: 'a;

    /// Whether the reader may see the row at all.
    fn shows(&self, id: impl FnOnce() -> Uuid, row: &I::Row<'_>) -> bool;
    /// The filters that the row fails.
    fn failed(&self, row: &I::Row<'_>) -> Failed;
    /// The row's place in the order: smaller first.
    fn place(&self, row: &I::Row<'_>, score: u32) -> [i64; 2];
    /// What counts the facets of a segment.
    fn counter<'a>(&'a self, image: &'a I) -> Self::Counter<'a>;
}

/// What a search found, before it is cut in pages.
struct Found {
    keys: Vec<(Key, u32)>,
    facets: Vec<Facet>,
}

/// Goes once through the documents: those that pass, and the facets where they are wanted.
fn find<D: Document, Q: Question<D::Image>>(
    search: &TextSearch<'_, D>,
    text: &str,
    question: &Q,
    with_facets: bool,
) -> Found {
    let answers = (!text.trim().is_empty()).then(|| search.answers(text));
    let (mut keys, mut counts) = (Vec::new(), FacetCounts::default());
    for segment in &search.shelf.segments {
        let mut counter = with_facets.then(|| question.counter(&segment.image));
        let mut look_at = |(doc, score): TextHit| {
            let row = segment.image.row(doc);
            if !question.shows(|| segment.id(doc), &row) {
                return;
            }
            let failed = question.failed(&row);
            if failed.passes_all() {
                keys.push((Key { order: question.place(&row, score), tie: 0, id: segment.id(doc) }, score));
            }
            if let Some(counter) = &mut counter {
                let counted = Q::FACETS.iter().filter(|field| failed.passes_all_but(**field));
                counted.for_each(|field| counter.count(&row, *field));
            }
        };
        match &answers {
            Some(answers) => search.hits(answers, segment).into_iter().for_each(look_at),
            None => segment.reader.doc_ids_alive().for_each(|doc| look_at((doc, 0))),
        }
        if let Some(counter) = counter {
            counter.add_to(&mut counts);
        }
    }
    Found { keys, facets: if with_facets { counts.facets(Q::FACETS) } else { Vec::new() } }
}

fn page<Id: From<Uuid>>(found: Found, list: &List, window: &Window) -> Result<SearchPage<Id>, CursorProblem> {
    let Found { mut keys, facets } = found;
    let cursor = window.cursor.as_deref().map(|cursor| list.key(cursor)).transpose()?;
    let total = keys.len();
    let (from, to) = match (cursor, window.backward) {
        (Some(cursor), false) => (keys.iter().filter(|(key, _)| *key <= cursor).count(), total),
        (Some(cursor), true) => (0, keys.iter().filter(|(key, _)| *key < cursor).count()),
        (None, _) => (0, total),
    };
    let (from, to) = if window.backward {
        (to.saturating_sub(window.size).max(from), to)
    } else {
        (from, (from + window.size).min(to))
    };
    let hit = |(key, score): &(Key, u32)| Hit { id: Id::from(key.id), score: *score, cursor: list.cursor(*key) };
    let hits = in_order(&mut keys, from, to).iter().map(hit).collect();
    Ok(SearchPage { total, hits, has_next: to < total, has_previous: from > 0, facets })
}

/// The keys from one place of their order to another: what lies before and after need not be sorted.
fn in_order(keys: &mut [(Key, u32)], from: usize, to: usize) -> &[(Key, u32)] {
    if from >= to {
        return &[];
    }
    if to < keys.len() {
        keys.select_nth_unstable(to);
    }
    let before = &mut keys[..to];
    before.select_nth_unstable(from);
    let page = &mut before[from..];
    page.sort_unstable();
    page
}

impl Snapshot {
    /// Searches the missions that the reader may see.
    ///
    /// # Errors
    /// [`CursorProblem::Malformed`] where the window's cursor is none of this search.
    pub fn search_missions(&self, search: &MissionSearch) -> Result<SearchPage<MissionId>, CursorProblem> {
        let question = missions::Question::new(search, &self.vocabulary);
        let list = List::new(Kind::Missions, &question.identity(), String::new());
        page(find(&self.mission_texts(), &search.text, &question, search.facets), &list, &search.window)
    }

    /// Searches the talents whom the reader may see.
    ///
    /// # Errors
    /// [`CursorProblem::Malformed`] where the window's cursor is none of this search.
    pub fn search_talents(&self, search: &TalentSearch) -> Result<SearchPage<TalentId>, CursorProblem> {
        let question = talents::Question::new(search, &self.vocabulary);
        let list = List::new(Kind::Talents, &question.identity(), String::new());
        page(find(&self.talent_texts(), &search.text, &question, search.facets), &list, &search.window)
    }

    /// Everybody whom a search finds, whatever its window: for an order that only the store knows.
    pub fn matching_talents(&self, search: &TalentSearch) -> HashSet<TalentId> {
        let question = talents::Question::new(search, &self.vocabulary);
        let found = find(&self.talent_texts(), &search.text, &question, false);
        found.keys.into_iter().map(|(key, _)| TalentId(key.id)).collect()
    }

    fn mission_texts(&self) -> TextSearch<'_, MissionDocument> {
        let Frozen { statistics, of_missions, .. } = &*self.frozen;
        TextSearch {
            shelf: &self.missions,
            vocabulary: &self.vocabulary,
            fields: &statistics.missions,
            saturation: of_missions,
            skills: &statistics.mission_skills,
        }
    }

    fn talent_texts(&self) -> TextSearch<'_, TalentDocument> {
        let Frozen { statistics, of_talents, .. } = &*self.frozen;
        TextSearch {
            shelf: &self.talents,
            vocabulary: &self.vocabulary,
            fields: &statistics.talents,
            saturation: of_talents,
            skills: &statistics.talent_skills,
        }
    }
}
