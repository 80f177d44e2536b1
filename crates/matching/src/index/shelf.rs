//! The documents of one kind that a snapshot sees: alive ones, at positions that run through the segments.

use std::collections::BTreeMap;
use std::sync::Arc;

use talents_core::id::SkillId;
use tantivy::query::DfaWrapper;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};
use uuid::Uuid;

use super::collection::Document;
use super::image::{SegmentImage, stored};
use crate::schema::{Fields, TextField};
use crate::statistics::FieldStatistics;

/// A segment, and where its positions begin.
pub(crate) struct SegmentView<R> {
    /// The position of its first document.
    pub(crate) base: usize,
    /// The postings, and who is alive.
    pub(crate) reader: SegmentReader,
    /// The rows.
    pub(crate) image: Arc<SegmentImage<R>>,
}

/// The documents of one kind. A position names one of them within a snapshot; the dead have positions too.
pub(crate) struct Shelf<D: Document> {
    fields: Fields,
    pub(crate) segments: Vec<SegmentView<D::Row>>,
    len: usize,
}

impl<D: Document> Shelf<D> {
    pub(crate) fn new(fields: Fields, segments: Vec<SegmentView<D::Row>>, len: usize) -> Self {
        Self { fields, segments, len }
    }

    /// How many positions there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The documents alive, each with its position.
    pub(crate) fn alive(&self) -> impl Iterator<Item = (usize, &D::Row)> {
        self.segments.iter().flat_map(|segment| {
            let alive =
                segment.image.rows.iter().enumerate().filter(|(doc, _)| !segment.reader.is_deleted(*doc as u32));
            alive.map(|(doc, row)| (segment.base + doc, row))
        })
    }

    /// The document at a position, where it is alive.
    pub(crate) fn at(&self, position: usize) -> Option<&D::Row> {
        let segment =
            self.segments.get(self.segments.partition_point(|segment| segment.base <= position).checked_sub(1)?)?;
        let doc = position - segment.base;
        if segment.reader.is_deleted(doc as u32) {
            return None;
        }
        segment.image.rows.get(doc)
    }

    /// The stored document of an id.
    pub(crate) fn document(&self, id: Uuid) -> Option<D> {
        self.segments.iter().find_map(|segment| {
            let docs = segment.image.by_id.get(&id)?;
            let alive = docs.iter().find(|doc| !segment.reader.is_deleted(**doc))?;
            let store = segment.reader.get_store_reader(1).ok()?;
            Some(stored::<D>(&store, self.fields.record, *alive).ok()?.document)
        })
    }

    /// The stored documents that are alive, read one after the other.
    pub(crate) fn documents(&self) -> impl Iterator<Item = D> {
        self.segments.iter().flat_map(move |segment| {
            let store = segment.reader.get_store_reader(8).ok();
            segment.reader.doc_ids_alive().filter_map(move |doc| {
                // What does not read is missing here; a comparison with the store shows it.
                Some(stored::<D>(store.as_ref()?, self.fields.record, doc).ok()?.document)
            })
        })
    }

    /// The handle of a text field.
    pub(crate) fn field(&self, field: TextField) -> Field {
        self.fields.text(field)
    }

    /// The positions of the documents alive that have a skill.
    pub(crate) fn holders(&self, skill: SkillId) -> impl Iterator<Item = usize> {
        self.segments.iter().flat_map(move |segment| {
            let postings = segment.image.skills.get(&skill).into_iter().flatten();
            let alive = postings.filter(|posting| !segment.reader.is_deleted(posting.doc));
            alive.map(|posting| segment.base + posting.doc as usize)
        })
    }

    /// Calls `found` with the position, the frequency and the field's length for each document alive that has a term.
    pub(crate) fn for_each_posting(&self, field: TextField, term: &str, mut found: impl FnMut(usize, u32, u32)) {
        let handle = self.fields.text(field);
        let wanted = Term::from_field_text(handle, term);
        for segment in &self.segments {
            let Ok(index) = segment.reader.inverted_index(handle) else { continue };
            let Ok(Some(mut postings)) = index.read_postings(&wanted, IndexRecordOption::WithFreqs) else { continue };
            let mut doc = postings.doc();
            while doc != TERMINATED {
                if !segment.reader.is_deleted(doc) {
                    use tantivy::postings::Postings;
                    let length = segment.image.lengths[doc as usize][field as usize];
                    found(segment.base + doc as usize, postings.term_freq(), length);
                }
                doc = postings.advance();
            }
        }
    }

    /// How many documents alive have a term.
    pub(crate) fn document_frequency(&self, field: TextField, term: &str) -> usize {
        let mut count = 0;
        self.for_each_posting(field, term, |_, _, _| count += 1);
        count
    }

    /// The terms of a field that an automaton accepts, whether they are of the living or of the dead, in order.
    pub(crate) fn terms_matching(&self, field: TextField, automaton: &DfaWrapper) -> Vec<String> {
        let mut terms = std::collections::BTreeSet::new();
        for segment in &self.segments {
            let Ok(index) = segment.reader.inverted_index(self.fields.text(field)) else { continue };
            let Ok(mut stream) = index.terms().search(automaton).into_stream() else { continue };
            while stream.advance() {
                terms.extend(std::str::from_utf8(stream.key()).ok().map(str::to_owned));
            }
        }
        terms.into_iter().collect()
    }

    /// The statistics of a field over the documents alive.
    pub(crate) fn measure(&self, field: TextField) -> FieldStatistics {
        let mut frequencies: BTreeMap<String, u32> = BTreeMap::new();
        let (mut documents, mut total_length) = (0, 0);
        for segment in &self.segments {
            for doc in segment.reader.doc_ids_alive() {
                documents += 1;
                total_length += u64::from(segment.image.lengths[doc as usize][field as usize]);
            }
            let Ok(index) = segment.reader.inverted_index(self.fields.text(field)) else { continue };
            let Ok(mut stream) = index.terms().stream() else { continue };
            while stream.advance() {
                let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                let count = if segment.reader.has_deletes() {
                    let postings = index.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic);
                    postings.map_or(0, |postings| alive_count(postings, &segment.reader))
                } else {
                    stream.value().doc_freq
                };
                if count > 0 {
                    *frequencies.entry(term.to_owned()).or_default() += count;
                }
            }
        }
        FieldStatistics { documents, total_length, frequencies }
    }
}

fn alive_count(mut postings: tantivy::postings::SegmentPostings, reader: &SegmentReader) -> u32 {
    let mut count = 0;
    let mut doc = postings.doc();
    while doc != TERMINATED {
        count += u32::from(!reader.is_deleted(doc));
        doc = postings.advance();
    }
    count
}
