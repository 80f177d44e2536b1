//! The fields of an index; talents and missions share one layout.

use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// How many text fields there are.
pub(crate) const TEXT_FIELDS: usize = 4;

/// A text field whose terms can be searched, in the order in which [`Fields::texts`] holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TextField {
    /// What was written, analysed whatever its language.
    Words = 0,
    /// Labels and synonyms of the skills, analysed in French.
    Labels = 1,
    /// Both, analysed in English.
    English = 2,
    /// A talent's headline or a mission's title, analysed whatever its language.
    Headline = 3,
}

impl TextField {
    /// Every field.
    pub(crate) const ALL: [Self; TEXT_FIELDS] = [Self::Words, Self::Labels, Self::English, Self::Headline];
}

/// The columns that the two halves of an id are in.
pub(crate) const ID_COLUMNS: [&str; 2] = ["id_high", "id_low"];

/// The handles of the fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// The id, in its hyphenated form: what deletes and look-ups go by.
    pub(crate) id: Field,
    /// The two halves of the id, as columns: what ties and pages read.
    pub(crate) id_halves: [Field; 2],
    /// The document itself, in postcard.
    pub(crate) record: Field,
    /// The text fields.
    pub(crate) texts: [Field; TEXT_FIELDS],
    /// The reference occupations that the document resembles; see [`crate::resemblance`].
    pub(crate) profile: Field,
}

impl Fields {
    /// The handle of a text field.
    pub(crate) fn text(&self, field: TextField) -> Field {
        self.texts[field as usize]
    }
}

/// The layout, and the handles of its fields. Terms come analysed.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextFieldIndexing::default().set_index_option(IndexRecordOption::WithFreqs);
    let words = TextOptions::default().set_indexing_options(words);
    let marks = TextFieldIndexing::default().set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
    let id = builder.add_text_field("id", STRING);
    let id_halves = ID_COLUMNS.map(|name| builder.add_u64_field(name, FAST));
    let record = builder.add_bytes_field("record", STORED);
    let texts = ["words", "labels", "english", "headline"].map(|name| builder.add_text_field(name, words.clone()));
    let profile = builder.add_text_field("profile", TextOptions::default().set_indexing_options(marks));
    (builder.build(), Fields { id, id_halves, record, texts, profile })
}
