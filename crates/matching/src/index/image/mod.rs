//! What stays in memory of a segment. Deletes are not its matter: the segment's reader knows who is alive.

pub(crate) mod availability;
pub(crate) mod column;
pub(crate) mod missions;
pub(crate) mod postings;
pub(crate) mod reach;
pub(crate) mod skills;
pub(crate) mod talents;

use talents_core::id::SkillId;
use tantivy::SegmentReader;
use tantivy::schema::Field;

use super::collection::Document;
use crate::error::MatchingError;

/// What stays in memory of the documents of a segment, by their numbers.
pub(crate) trait Image: Send + Sync + Sized {
    /// The kind of document.
    type Document;
    /// How one document is seen.
    type Row<'a>: Copy
    where
        Self: 'a;

    /// Gathers every document of a segment, the deleted ones too, so that numbers stay those of the segment.
    fn gather(documents: impl Iterator<Item = Result<Self::Document, MatchingError>>) -> Result<Self, MatchingError>;
    /// A document.
    fn row(&self, doc: u32) -> Self::Row<'_>;
    /// The skills that any document has or asks for.
    fn skills(&self) -> &[SkillId];
    /// The documents that have or ask for a skill, in order.
    fn holders(&self, skill: SkillId) -> impl Iterator<Item = u32>;
    /// The bytes that it takes.
    fn bytes(&self) -> usize;
}

/// Reads every record of a segment.
pub(crate) fn decode<D: Document>(reader: &SegmentReader, record: Field) -> Result<D::Image, MatchingError> {
    /// The blocks of records that stay decompressed: they are read one after the other.
    const BLOCKS_KEPT: usize = 2;
    let store = reader.get_store_reader(BLOCKS_KEPT)?;
    D::Image::gather((0..reader.max_doc()).map(|doc| stored(&store, record, doc)))
}

/// Reads a stored record.
pub(crate) fn stored<D: Document>(
    store: &tantivy::store::StoreReader,
    record: Field,
    doc: u32,
) -> Result<D, MatchingError> {
    use tantivy::schema::Value;
    let entry: tantivy::TantivyDocument = store.get(doc)?;
    let bytes = entry.get_first(record).and_then(|value| value.as_bytes()).unwrap_or_default();
    Ok(postcard::from_bytes(bytes)?)
}
