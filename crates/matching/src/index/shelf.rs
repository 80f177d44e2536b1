//! The documents of one kind that a snapshot sees: alive ones, at positions that run through the segments.

use std::collections::BTreeMap;
use std::sync::Arc;

use talents_core::id::SkillId;
use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::DfaWrapper;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, SegmentReader, TERMINATED, Term};
use uuid::Uuid;

use super::collection::Document;
use super::image::reach::DocSet;
use super::image::{Image, stored};
use super::norms::Norms;
use crate::error::MatchingError;
use crate::schema::{Fields, ID_COLUMNS, TextField};
use crate::statistics::FieldStatistics;

/// A segment, and where its positions begin.
pub(crate) struct SegmentView<I> {
    /// The position of its first document.
    pub(crate) base: usize,
    /// The postings, and who is alive.
    pub(crate) reader: SegmentReader,
    /// What stays in memory.
    pub(crate) image: Arc<I>,
    /// Those who were deleted, or replaced.
    pub(crate) dead: DocSet,
    ids: [Arc<dyn ColumnValues<u64>>; 2],
}

impl<I> SegmentView<I> {
    pub(crate) fn new(base: usize, reader: SegmentReader, image: Arc<I>) -> Result<Self, MatchingError> {
        let column = |name| reader.fast_fields().column_first_or_default::<u64>(name);
        let ids = [column(ID_COLUMNS[0])?, column(ID_COLUMNS[1])?];
        let dead = dead_of(&reader);
        Ok(Self { base, reader, image, dead, ids })
    }

    /// How many documents it has, the dead included.
    pub(crate) fn len(&self) -> usize {
        self.reader.max_doc() as usize
    }

    /// Whether a document is alive.
    #[inline]
    pub(crate) fn is_alive(&self, doc: u32) -> bool {
        !self.reader.is_deleted(doc)
    }

    /// The id of a document.
    #[inline]
    pub(crate) fn id(&self, doc: u32) -> Uuid {
        let [high, low] = &self.ids;
        Uuid::from_u64_pair(high.get_val(doc), low.get_val(doc))
    }
}

/// The dead of a segment, from the living that its reader tells one by one.
fn dead_of(reader: &SegmentReader) -> DocSet {
    let mut dead = DocSet::default();
    let mut next = 0;
    for living in reader.alive_bitset().into_iter().flat_map(|alive| alive.iter_alive().chain([reader.max_doc()])) {
        (next..living).for_each(|doc| dead.append(doc as usize));
        next = living + 1;
    }
    dead
}

/// The documents of one kind. A position names one of them within a snapshot; the dead have positions too.
pub(crate) struct Shelf<D: Document> {
    fields: Fields,
    pub(crate) segments: Vec<SegmentView<D::Image>>,
}

impl<D: Document> Shelf<D> {
    pub(crate) fn new(fields: Fields, segments: Vec<SegmentView<D::Image>>) -> Self {
        Self { fields, segments }
    }

    /// How many documents are alive.
    pub(crate) fn count(&self) -> usize {
        self.segments.iter().map(|segment| segment.reader.num_docs() as usize).sum()
    }

    /// The bytes that stay in memory.
    pub(crate) fn image_bytes(&self) -> usize {
        self.segments.iter().map(|segment| segment.image.bytes()).sum()
    }

    /// The documents alive, each with its id.
    pub(crate) fn alive(&self) -> impl Iterator<Item = (Uuid, <D::Image as Image>::Row<'_>)> {
        self.segments
            .iter()
            .flat_map(|segment| segment.reader.doc_ids_alive().map(|doc| (segment.id(doc), segment.image.row(doc))))
    }

    /// The segment of a position, and the number of its document there.
    pub(crate) fn locate(&self, position: usize) -> (&SegmentView<D::Image>, u32) {
        let after = self.segments.partition_point(|segment| segment.base <= position);
        let segment = &self.segments[after.saturating_sub(1)];
        (segment, (position - segment.base) as u32)
    }

    /// The id at a position.
    pub(crate) fn id(&self, position: usize) -> Uuid {
        let (segment, doc) = self.locate(position);
        segment.id(doc)
    }

    /// The stored document of an id.
    pub(crate) fn document(&self, id: Uuid) -> Option<D> {
        let wanted = Term::from_field_text(self.fields.id, &id.hyphenated().to_string());
        self.segments.iter().find_map(|segment| {
            let index = segment.reader.inverted_index(self.fields.id).ok()?;
            let mut postings = index.read_postings(&wanted, IndexRecordOption::Basic).ok()??;
            let mut doc = postings.doc();
            while doc != TERMINATED && !segment.is_alive(doc) {
                doc = postings.advance();
            }
            if doc == TERMINATED {
                return None;
            }
            let store = segment.reader.get_store_reader(1).ok()?;
            stored(&store, self.fields.record, doc).ok()
        })
    }

    /// The stored documents that are alive, read one after the other.
    pub(crate) fn documents(&self) -> impl Iterator<Item = D> {
        self.segments.iter().flat_map(move |segment| {
            let store = segment.reader.get_store_reader(8).ok();
            segment.reader.doc_ids_alive().filter_map(move |doc| {
                // What does not read is missing here; a comparison with the store shows it.
                stored(store.as_ref()?, self.fields.record, doc).ok()
            })
        })
    }

    /// The handle of a text field.
    pub(crate) fn field(&self, field: TextField) -> Field {
        self.fields.text(field)
    }

    /// The handle of the profiles.
    pub(crate) fn profile_field(&self) -> Field {
        self.fields.profile
    }

    /// How many documents alive have a skill, by skill.
    pub(crate) fn skill_counts(&self) -> BTreeMap<SkillId, u32> {
        let mut counts = BTreeMap::new();
        for segment in &self.segments {
            for skill in segment.image.skills() {
                let alive = segment.image.holders(*skill).filter(|doc| segment.is_alive(*doc)).count();
                *counts.entry(*skill).or_default() += alive as u32;
            }
        }
        counts.retain(|_, count| *count > 0);
        counts
    }

    /// Whether any document alive has a term.
    pub(crate) fn knows(&self, field: TextField, term: &str) -> bool {
        self.segments.iter().any(|segment| segment.has_term(self.fields.text(field), term))
    }

    /// Whether any document alive has a skill.
    pub(crate) fn has_holder(&self, skill: SkillId) -> bool {
        let alive = |segment: &SegmentView<D::Image>| segment.image.holders(skill).any(|doc| segment.is_alive(doc));
        self.segments.iter().any(alive)
    }

    /// How many documents alive have a term.
    pub(crate) fn document_frequency(&self, field: TextField, term: &str) -> usize {
        self.segments.iter().map(|segment| segment.frequency(self.fields.text(field), term) as usize).sum()
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

    /// The statistics of a field over the documents alive; lengths are those of their norms.
    pub(crate) fn measure(&self, field: TextField) -> FieldStatistics {
        let mut frequencies: BTreeMap<String, u32> = BTreeMap::new();
        let (mut documents, mut total_length) = (0, 0);
        for segment in &self.segments {
            let norms = segment.norms(self.fields.text(field));
            for doc in segment.reader.doc_ids_alive() {
                documents += 1;
                total_length += u64::from(norms.fieldnorm(doc));
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

impl<I> SegmentView<I> {
    /// The lengths of a text field; one for every document where nobody has the field.
    pub(crate) fn norms(&self, field: Field) -> FieldNormReader {
        let norms = self.reader.get_fieldnorms_reader(field);
        norms.unwrap_or_else(|_| FieldNormReader::constant(self.reader.max_doc(), 0))
    }

    /// The same, to be read block by block.
    pub(crate) fn norms_by_block(&self, field: Field) -> Norms {
        let file = self.reader.fieldnorms_readers().get_inner_file().open_read(field);
        Norms::new(file.and_then(|file| file.read_bytes().ok()))
    }

    /// The postings of a term, in blocks; `None` where no document has it.
    pub(crate) fn postings(&self, field: Field, term: &str, option: IndexRecordOption) -> Option<BlockSegmentPostings> {
        let index = self.reader.inverted_index(field).ok()?;
        index.read_block_postings(&Term::from_field_text(field, term), option).ok()?
    }

    /// Calls `found` with each weight that any document has for an occupation, and with the documents that have it.
    pub(crate) fn for_each_mark(&self, field: Field, occupation: u16, mut found: impl FnMut(u8, BlockSegmentPostings)) {
        let Ok(index) = self.reader.inverted_index(field) else { return };
        let marks = index.terms().range().ge(mark(occupation, 0)).le(mark(occupation, u8::MAX));
        let Ok(mut stream) = marks.into_stream() else { return };
        while stream.advance() {
            let postings = index.read_block_postings_from_terminfo(stream.value(), IndexRecordOption::Basic);
            if let (Some(weight), Ok(postings)) = (weight_of_mark(stream.key()), postings) {
                found(weight, postings);
            }
        }
    }

    /// Whether any document alive has a term.
    fn has_term(&self, field: Field, term: &str) -> bool {
        let Ok(index) = self.reader.inverted_index(field) else { return false };
        let postings = index.read_postings(&Term::from_field_text(field, term), IndexRecordOption::Basic);
        let Ok(Some(mut postings)) = postings else { return false };
        let mut doc = postings.doc();
        while doc != TERMINATED && !self.is_alive(doc) {
            doc = postings.advance();
        }
        doc != TERMINATED
    }

    /// How many documents alive have a term.
    fn frequency(&self, field: Field, term: &str) -> u32 {
        let Ok(index) = self.reader.inverted_index(field) else { return 0 };
        let wanted = Term::from_field_text(field, term);
        if !self.reader.has_deletes() {
            return index.doc_freq(&wanted).unwrap_or(0);
        }
        let postings = index.read_postings(&wanted, IndexRecordOption::Basic).ok().flatten();
        postings.map_or(0, |postings| alive_count(postings, &self.reader))
    }
}

/// The term of an occupation with a weight: those of an occupation stand together.
pub(crate) fn mark(occupation: u16, weight: u8) -> String {
    format!("{occupation:04x}{weight:02x}")
}

fn weight_of_mark(mark: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(mark.get(4..)?).ok()?, 16).ok()
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
