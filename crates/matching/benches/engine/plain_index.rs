//! Plain tantivy over the same documents: what indexing them costs at the least, and what a plain query of a term
//! does, which is the unit that searches are measured in.
//!
//! The same fields as the engine's (id, stored record, texts in French, labels, both in English, skills at their
//! levels, what filters read), with the tokenizers, stop words and stemmers that tantivy has.

use std::path::Path;

use talents_core::calendar::Days;
use talents_core::place::Remote;
use talents_matching::{TalentDocument, Vocabulary};
use tantivy::collector::TopDocs;
use tantivy::directory::MmapDirectory;
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::TermQuery;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer,
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term};

use crate::definition::TOP;
use crate::{Outcome, fault};

/// The memory of a writer, as the engine's own.
pub(crate) const WRITER_MEMORY: usize = 64_000_000;

struct Fields {
    id: Field,
    record: Field,
    words: Field,
    labels: Field,
    english: Field,
    skill: Field,
    structure: Field,
    department: Field,
    remote: Field,
    minutes: Field,
    first: Field,
    last: Field,
}

/// An index that is being written by one thread.
pub(crate) struct PlainIndex {
    index: Index,
    fields: Fields,
    writer: IndexWriter,
}

impl PlainIndex {
    /// An empty index in a directory.
    pub(crate) fn create(folder: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder).map_err(fault)?;
        let (schema, fields) = schema();
        let index = Index::open_or_create(MmapDirectory::open(folder).map_err(fault)?, schema).map_err(fault)?;
        for (name, language) in [("french", Language::French), ("english", Language::English)] {
            index.tokenizers().register(name, analyzer(language));
        }
        let writer = index.writer_with_num_threads(1, WRITER_MEMORY).map_err(fault)?;
        Ok(Self { index, fields, writer })
    }

    /// Adds talents, each in the place of the one that had the id, and makes them lasting.
    pub(crate) fn add(&mut self, talents: &[TalentDocument], vocabulary: &Vocabulary) -> Outcome<()> {
        for talent in talents {
            let id = talent.id.to_string();
            self.writer.delete_term(Term::from_field_text(self.fields.id, &id));
            self.writer.add_document(self.fields.entry(talent, id, vocabulary)?).map_err(fault)?;
        }
        self.writer.commit().map_err(fault)?;
        Ok(())
    }

    /// The same index in one segment, to be searched.
    pub(crate) fn finish(self) -> Outcome<PlainSearch> {
        let analyzer = self.index.tokenizer_for_field(self.fields.words).map_err(fault)?;
        let searcher = merged(&self.index, self.writer)?;
        Ok(PlainSearch { searcher, words: self.fields.words, analyzer })
    }
}

impl Fields {
    fn entry(&self, talent: &TalentDocument, id: String, vocabulary: &Vocabulary) -> Outcome<TantivyDocument> {
        let mut entry = TantivyDocument::default();
        entry.add_text(self.id, id);
        entry.add_bytes(self.record, &postcard::to_allocvec(talent).map_err(fault)?);
        let written = format!("{}\n{}", talent.headline, talent.biography);
        let skills = talent.skills.iter().filter_map(|held| vocabulary.skill(held.skill));
        let labels = skills.flat_map(talents_core::skill::Skill::labels).collect::<Vec<_>>().join("\n");
        entry.add_text(self.english, format!("{written}\n{labels}"));
        entry.add_text(self.words, written);
        entry.add_text(self.labels, labels);
        for held in &talent.skills {
            entry.add_text(self.skill, format!("{}@{}", held.skill, held.level.get()));
        }
        entry.add_text(self.structure, talent.structure.to_string());
        let places = talent.places.iter();
        for code in places.flat_map(|places| places.department.iter().chain(&places.also_departments)) {
            entry.add_text(self.department, code.as_str());
        }
        entry.add_u64(self.remote, u64::from(talent.remote == Remote::Full));
        if let Some(times) = &talent.times {
            entry.add_u64(self.minutes, times.minutes_per_week.into());
            self.add_windows(&mut entry, &times.windows);
        }
        Ok(entry)
    }

    fn add_windows(&self, entry: &mut TantivyDocument, windows: &[Days]) {
        let number = |day: chrono::NaiveDate| (day - chrono::NaiveDate::default()).num_days();
        for days in windows {
            entry.add_i64(self.first, number(days.first()));
            entry.add_i64(self.last, number(days.last()));
        }
    }
}

/// Plain queries of a term.
pub(crate) struct PlainSearch {
    searcher: Searcher,
    words: Field,
    analyzer: TextAnalyzer,
}

impl PlainSearch {
    /// The query of a written word, which is one term.
    pub(crate) fn query(&mut self, word: &str) -> TermQuery {
        let mut term = String::new();
        self.analyzer.token_stream(word).process(&mut |token| term.clone_from(&token.text));
        TermQuery::new(Term::from_field_text(self.words, &term), IndexRecordOption::WithFreqs)
    }

    /// How many of the documents have the word; the twenty best are looked for as any search does.
    pub(crate) fn found(&self, query: &TermQuery) -> Outcome<usize> {
        let found = self.searcher.search(query, &TopDocs::with_limit(TOP).order_by_score()).map_err(fault)?;
        Ok(found.len())
    }

    /// The share of the documents that have the word.
    pub(crate) fn frequency(&self, query: &TermQuery) -> Outcome<f64> {
        let count = self.searcher.doc_freq(query.term()).map_err(fault)?;
        Ok(count as f64 / self.searcher.num_docs() as f64)
    }
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let analysed_by = |name: &str| {
        let indexing = TextFieldIndexing::default().set_tokenizer(name);
        TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqs))
    };
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        record: builder.add_bytes_field("record", STORED),
        words: builder.add_text_field("words", analysed_by("french")),
        labels: builder.add_text_field("labels", analysed_by("french")),
        english: builder.add_text_field("english", analysed_by("english")),
        skill: builder.add_text_field("skill", STRING),
        structure: builder.add_text_field("structure", STRING | FAST),
        department: builder.add_text_field("department", STRING | FAST),
        remote: builder.add_u64_field("remote", FAST),
        minutes: builder.add_u64_field("minutes", FAST),
        first: builder.add_i64_field("first", FAST),
        last: builder.add_i64_field("last", FAST),
    };
    (builder.build(), fields)
}

fn analyzer(language: Language) -> TextAnalyzer {
    let words =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(RemoveLongFilter::limit(40)).filter(LowerCaser);
    let words = words.filter(StopWordFilter::new(language).unwrap_or_else(|| StopWordFilter::remove([])));
    words.filter(Stemmer::new(language)).filter(AsciiFoldingFilter).build()
}

/// What a searcher sees once all segments are one. The writer's own merges come first: no two may share a segment.
pub(crate) fn merged(index: &Index, writer: IndexWriter) -> Outcome<Searcher> {
    writer.wait_merging_threads().map_err(fault)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY).map_err(fault)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let segments = index.searchable_segment_ids().map_err(fault)?;
    if segments.len() > 1 {
        writer.merge(&segments).wait().map_err(fault)?;
    }
    writer.wait_merging_threads().map_err(fault)?;
    let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().map_err(fault)?;
    let searcher = reader.searcher();
    match searcher.segment_readers().len() {
        1 => Ok(searcher),
        left => Err(format!("{left} segments are left after the merge")),
    }
}
