//! Search: text, filters, orders, facets and keyset pages over missions and over talents.
//!
//! Filters and facets are evaluated over what is in memory, exactly. A document that fails one filter alone still
//! counts in the facet of that field: a facet shows what the other choices would give.

mod facets;
mod missions;
mod request;
mod skills;
mod talents;

use std::cmp::Ordering;
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
use crate::index::shelf::Shelf;
use crate::index::snapshot::Snapshot;
use crate::query::{TextHit, TextSearch};
use crate::rank::Window;
use crate::statistics::Frozen;
use facets::{Counting, FacetCounts, SegmentCounter};

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

/// A document that passes: its place in the order, but for ties, its position in the shelf, its score.
#[derive(Debug, Clone, Copy)]
struct Passing {
    order: [i64; 2],
    position: usize,
    score: u32,
}

/// What a search found, before it is cut in pages.
struct Found<'a, D: Document> {
    shelf: &'a Shelf<D>,
    passing: Vec<Passing>,
    facets: Vec<Facet>,
}

impl<D: Document> Found<'_, D> {
    /// The key of a document: its place in the order, ties settled by its id, which takes a while to look up.
    fn key(&self, passing: &Passing) -> Key {
        let (segment, doc) = self.shelf.locate(passing.position);
        Key { order: passing.order, tie: 0, id: segment.id(doc) }
    }

    /// How many come before a key, and how many before it or at it.
    fn before(&self, key: &Key) -> (usize, usize) {
        let earlier = self.passing.iter().filter(|passing| passing.order < key.order).count();
        let (mut before, mut at) = (earlier, 0);
        for passing in self.passing.iter().filter(|passing| passing.order == key.order) {
            match self.key(passing).cmp(key) {
                Ordering::Less => before += 1,
                Ordering::Equal => at += 1,
                Ordering::Greater => {}
            }
        }
        (before, before + at)
    }

    /// The documents from one place of the order to another, with their keys: what lies before and after is not sorted.
    fn in_order(&mut self, from: usize, to: usize) -> Vec<(Key, u32)> {
        if from >= to {
            return Vec::new();
        }
        let by_order = |passing: &Passing| passing.order;
        let last = self.passing.select_nth_unstable_by_key(to - 1, by_order).1.order;
        let first = self.passing[..to].select_nth_unstable_by_key(from, by_order).1.order;
        let earlier = self.passing.iter().filter(|passing| passing.order < first).count();
        let among = self.passing.iter().filter(|passing| (first..=last).contains(&passing.order));
        let mut keys: Vec<(Key, u32)> = among.map(|passing| (self.key(passing), passing.score)).collect();
        keys.sort_unstable();
        keys.drain(..from - earlier);
        keys.truncate(to - from);
        keys
    }
}

/// Goes once through the documents: those that pass, and the facets where they are wanted.
fn find<'a, D: Document, Q: Question<D::Image>>(
    search: &TextSearch<'a, D>,
    text: &str,
    question: &Q,
    with_facets: bool,
) -> Found<'a, D> {
    let answers = (!text.trim().is_empty()).then(|| search.answers(text));
    let (mut passing, mut counts) = (Vec::new(), FacetCounts::default());
    for segment in &search.shelf.segments {
        let mut counter = with_facets.then(|| Counting::new(question.counter(&segment.image), Q::FACETS));
        let mut look_at = |(doc, score): TextHit| {
            let row = segment.image.row(doc);
            if !question.shows(|| segment.id(doc), &row) {
                return;
            }
            let failed = question.failed(&row);
            if failed.passes_all() {
                let position = segment.base + doc as usize;
                passing.push(Passing { order: question.place(&row, score), position, score });
            }
            if let Some(counter) = &mut counter {
                counter.add(row, failed);
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
    Found { shelf: search.shelf, passing, facets: if with_facets { counts.facets(Q::FACETS) } else { Vec::new() } }
}

fn page<Id: From<Uuid>, D: Document>(
    mut found: Found<'_, D>,
    list: &List,
    window: &Window,
) -> Result<SearchPage<Id>, CursorProblem> {
    let cursor = window.cursor.as_deref().map(|cursor| list.key(cursor)).transpose()?;
    let total = found.passing.len();
    let (from, to) = match (cursor.map(|cursor| found.before(&cursor)), window.backward) {
        (Some((_, after)), false) => (after, total),
        (Some((before, _)), true) => (0, before),
        (None, _) => (0, total),
    };
    let (from, to) = if window.backward {
        (to.saturating_sub(window.size).max(from), to)
    } else {
        (from, (from + window.size).min(to))
    };
    let hit = |(key, score): (Key, u32)| Hit { id: Id::from(key.id), score, cursor: list.cursor(key) };
    let hits = found.in_order(from, to).into_iter().map(hit).collect();
    Ok(SearchPage { total, hits, has_next: to < total, has_previous: from > 0, facets: found.facets })
}

impl Snapshot {
    /// Searches the missions that the reader may see.
    ///
    /// # Errors
    /// [`CursorProblem::Malformed`] where the window's cursor is none of this search, [`CursorProblem::Expired`] where it is
    /// one of another day and the day changes the list.
    pub fn search_missions(&self, search: &MissionSearch) -> Result<SearchPage<MissionId>, CursorProblem> {
        let question = missions::Question::new(search, &self.vocabulary);
        let list = List::new(Kind::Missions, &question.identity(), question.version());
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
        found.passing.iter().map(|passing| TalentId(found.key(passing).id)).collect()
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
