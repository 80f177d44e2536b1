//! Plain BM25 as tantivy gives it: its default tokenizer, one text field, one boolean OR.

use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::set::JudgedSet;
use super::{DEPTH, RunLine};
use crate::error::MatchingError;
use crate::skills::Vocabulary;

/// The memory of the writer, in bytes.
const WRITER_MEMORY: usize = 50_000_000;

/// The run of the baseline over a set.
pub(super) fn run(set: &JudgedSet, vocabulary: &Vocabulary) -> Result<Vec<RunLine>, MatchingError> {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT);
    let number = schema.add_u64_field("number", STORED);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY)?;
    for (position, doc) in set.docs.iter().enumerate() {
        let mut entry = TantivyDocument::default();
        entry.add_text(text, doc.all_text(vocabulary));
        entry.add_u64(number, position as u64);
        writer.add_document(entry)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let mut analyzer = index.tokenizer_for_field(text)?;
    let mut lines = Vec::new();
    for query in &set.queries {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        analyzer.token_stream(&query.all_text()).process(&mut |token| {
            let term = TermQuery::new(Term::from_field_text(text, &token.text), IndexRecordOption::WithFreqs);
            clauses.push((Occur::Should, Box::new(term)));
        });
        let found = searcher.search(&BooleanQuery::new(clauses), &TopDocs::with_limit(DEPTH).order_by_score())?;
        for (score, address) in found {
            let entry: TantivyDocument = searcher.doc(address)?;
            let position = entry.get_first(number).and_then(|value| value.as_u64()).unwrap_or_default();
            let doc = set.docs[position as usize].id.clone();
            lines.push(RunLine { query: query.id.clone(), doc, score: f64::from(score) });
        }
    }
    Ok(lines)
}
