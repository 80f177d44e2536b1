//! The baseline *tantivy*: one boolean query of weighted terms on skills at their levels, with the filters on place
//! and dates as clauses of it, the twenty best of one merged segment.
//!
//! It is defined by less than the ranking: days within one span, no effort, no language, no employer; ties go by the
//! order of documents. Only those who may be found are indexed.

use std::ops::Bound;

use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, STRING, Schema};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

use crate::columns::{Card, Columns, Place, Wanted};
use crate::definition::{Asked, Question, TOP};
use crate::plain_index::{WRITER_MEMORY, merged};
use crate::{Outcome, fault};

/// The term of all-remote work, in the field of places.
const ALL_REMOTE: &str = "remote";

#[derive(Clone, Copy)]
struct Fields {
    skill: Field,
    place: Field,
    first: Field,
    last: Field,
    number: Field,
}

/// The index, ready to be asked.
pub(crate) struct Baseline {
    fields: Fields,
    searcher: Searcher,
    numbers: Column<u64>,
}

impl Baseline {
    /// Indexes the talents in memory, and merges what was written into one segment.
    pub(crate) fn build(columns: &Columns) -> Outcome<Self> {
        let (schema, fields) = schema();
        let index = Index::create_in_ram(schema);
        let mut writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY).map_err(fault)?;
        for (number, card) in columns.cards.iter().enumerate().filter(|(_, card)| card.discoverable) {
            writer.add_document(entry(fields, columns, number, card)).map_err(fault)?;
        }
        writer.commit().map_err(fault)?;
        let searcher = merged(&index, writer)?;
        let numbers = searcher.segment_reader(0).fast_fields().u64("number").map_err(fault)?;
        Ok(Self { fields, searcher, numbers })
    }

    /// The numbers and scores of the best for a question.
    pub(crate) fn best(&self, question: &Question) -> Outcome<Vec<(u32, f32)>> {
        let collector = TopDocs::with_limit(TOP).order_by_score();
        let found = self.searcher.search(&self.query(question), &collector).map_err(fault)?;
        let number = |doc| self.numbers.first(doc).unwrap_or_default() as u32;
        Ok(found.into_iter().map(|(score, address)| (number(address.doc_id), score)).collect())
    }

    fn query(&self, question: &Question) -> BooleanQuery {
        let terms = question.asked.iter().flat_map(|asked| self.terms_of(asked)).collect();
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, Box::new(BooleanQuery::union(terms)))];
        let filters = self.filters(&question.wanted).into_iter();
        clauses.extend(
            filters.map(|filter| -> (Occur, Box<dyn Query>) {
                (Occur::Must, Box::new(ConstScoreQuery::new(filter, 0.0)))
            }),
        );
        BooleanQuery::new(clauses)
    }

    /// A term for each level of a skill, that scores what the level brings.
    fn terms_of(&self, asked: &Asked) -> Vec<Box<dyn Query>> {
        let term = |(level, units): (u8, u16)| -> Box<dyn Query> {
            let term = Term::from_field_text(self.fields.skill, &skill_at_level(asked.skill, level));
            let found = ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 1.0);
            Box::new(BoostQuery::new(Box::new(found), f32::from(units)))
        };
        (1..).zip(asked.units).map(term).collect()
    }

    fn filters(&self, wanted: &Wanted) -> Vec<Box<dyn Query>> {
        let Fields { place, first, last, .. } = self.fields;
        let place_is = |text: &str| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(place, text), IndexRecordOption::Basic))
        };
        let from = Bound::Included(Term::from_field_i64(last, wanted.first.into()));
        let to = Bound::Included(Term::from_field_i64(first, wanted.last.into()));
        let mut filters: Vec<Box<dyn Query>> =
            vec![Box::new(RangeQuery::new(from, Bound::Unbounded)), Box::new(RangeQuery::new(Bound::Unbounded, to))];
        match wanted.place {
            Place::Anywhere => {}
            Place::Department(number) => filters.push(place_is(&number.to_string())),
            Place::Remote => filters.push(place_is(ALL_REMOTE)),
        }
        filters
    }
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        skill: builder.add_text_field("skill", STRING),
        place: builder.add_text_field("place", STRING),
        first: builder.add_i64_field("first", FAST),
        last: builder.add_i64_field("last", FAST),
        number: builder.add_u64_field("number", FAST),
    };
    (builder.build(), fields)
}

fn entry(fields: Fields, columns: &Columns, number: usize, card: &Card) -> TantivyDocument {
    let mut entry = TantivyDocument::default();
    for held in columns.held(number) {
        entry.add_text(fields.skill, skill_at_level(held.skill, held.level));
    }
    for department in (0..u128::BITS).filter(|number| card.departments >> number & 1 == 1) {
        entry.add_text(fields.place, department.to_string());
    }
    if card.reaches(Place::Remote) {
        entry.add_text(fields.place, ALL_REMOTE);
    }
    let (first, last) = card.span();
    entry.add_i64(fields.first, first.into());
    entry.add_i64(fields.last, last.into());
    entry.add_u64(fields.number, number as u64);
    entry
}

fn skill_at_level(skill: u16, level: u8) -> String {
    format!("{skill}@{level}")
}

/// Whether an answer is what the baseline is defined to give: the highest scores, each that of the talent it stands
/// for, nobody twice.
pub(crate) fn is_right(found: &[(u32, f32)], question: &Question, columns: &Columns, sums: &[u16]) -> bool {
    let wanted = &question.wanted;
    let passes = |card: &Card| {
        let (first, last) = card.span();
        card.discoverable && card.reaches(wanted.place) && first <= wanted.last && last >= wanted.first
    };
    let matches = columns.cards.iter().zip(sums).filter(|(card, units)| **units > 0 && passes(card));
    let mut scores: Vec<u16> = matches.map(|(_, units)| *units).collect();
    scores.sort_unstable_by(|one, other| other.cmp(one));
    scores.truncate(TOP);
    let mut numbers: Vec<u32> = found.iter().map(|(number, _)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let is_own = |(number, score): &(u32, f32)| {
        let number = *number as usize;
        passes(&columns.cards[number]) && score.to_bits() == f32::from(sums[number]).to_bits()
    };
    let is_best = |((_, score), units): (&(u32, f32), &u16)| score.to_bits() == f32::from(*units).to_bits();
    numbers.len() == scores.len() && found.iter().all(is_own) && found.iter().zip(&scores).all(is_best)
}
