//! The fields of an index; talents and missions share one layout.

use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// A text field whose terms can be searched, in the order in which [`Fields::texts`] holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TextField {
    /// What was written, analysed in French. The ranking reads this one alone.
    Words = 0,
    /// Labels and synonyms of the skills, analysed in French.
    Labels = 1,
    /// Both, analysed in English.
    English = 2,
}

impl TextField {
    /// Every field.
    pub(crate) const ALL: [Self; 3] = [Self::Words, Self::Labels, Self::English];
}

/// The handles of the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The id, in its hyphenated form: what deletes go by.
    pub(crate) id: Field,
    /// The document itself, in postcard.
    pub(crate) record: Field,
    /// The text fields.
    pub(crate) texts: [Field; 3],
}

impl Fields {
    /// The handle of a text field.
    pub(crate) fn text(&self, field: TextField) -> Field {
        self.texts[field as usize]
    }
}

/// The layout, and the handles of its fields. Terms come analysed; lengths are in the record, exact.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let indexing = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(false);
    let options = TextOptions::default().set_indexing_options(indexing);
    let id = builder.add_text_field("id", STRING);
    let record = builder.add_bytes_field("record", STORED);
    let texts = ["words", "labels", "english"].map(|name| builder.add_text_field(name, options.clone()));
    (builder.build(), Fields { id, record, texts })
}
