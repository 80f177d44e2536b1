//! BM25 over weighted terms, in millionths of what the query would score against itself.
//!
//! Every contribution is rounded before the sum: the order of segments and threads changes nothing.

use std::collections::BTreeMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use super::{ONE, Sweep, TalentSegment};
use crate::analyzer::Analyzer;
use crate::index::cursor::PostingsCursor;
use crate::index::image::skills::BLOCK;
use crate::index::snapshot::Snapshot;
use crate::schema::TextField;
use crate::statistics::{FieldStatistics, Saturation};

/// The terms of a text that is looked for, in order, each with what it weighs.
///
/// A weight is the term's frequency × its inverse document frequency ÷ what the text scores against itself: times the
/// saturation in a talent's text, it is a share of the value.
pub(crate) type WeightedTerms = Vec<(String, f64)>;

/// The terms of a text with their frequencies, and how many there are.
pub(crate) fn frequencies(text: &str, analyzer: &mut Analyzer) -> (BTreeMap<String, u32>, u32) {
    let terms = analyzer.french(text);
    let length = terms.len() as u32;
    let mut frequencies = BTreeMap::new();
    for term in terms {
        *frequencies.entry(term).or_insert(0) += 1;
    }
    (frequencies, length)
}

/// What the terms of a mission's text weigh.
pub(crate) fn weigh(text: &str, field: &FieldStatistics, analyzer: &mut Analyzer) -> WeightedTerms {
    let (frequencies, length) = frequencies(text, analyzer);
    let weight = |(term, frequency): (String, u32)| {
        let weight = f64::from(frequency) * field.idf(&term);
        let against_itself = weight * field.saturation(f64::from(frequency), length);
        (term, weight, against_itself)
    };
    let weighed: Vec<_> = frequencies.into_iter().map(weight).collect();
    let whole: f64 = weighed.iter().map(|(_, _, against_itself)| against_itself).sum();
    weighed.into_iter().map(|(term, weight, _)| (term, weight / whole)).collect()
}

/// What a term brings to the value, in millionths.
pub(crate) fn share(weight: f64, saturation: f64) -> u32 {
    (weight * saturation * f64::from(ONE)).round() as u32
}

/// The values of weighted terms over a segment.
pub(crate) struct TermSweep<'a> {
    terms: Vec<Term>,
    norms: FieldNormReader,
    saturation: &'a Saturation,
}

struct Term {
    cursor: PostingsCursor,
    weight: f64,
    /// What one occurrence brings, by the norm of the text: by far the usual case.
    once: Box<[u32; 256]>,
}

impl<'a> TermSweep<'a> {
    pub(crate) fn new(terms: &WeightedTerms, segment: &TalentSegment, snapshot: &'a Snapshot) -> Self {
        let field = snapshot.talents.field(TextField::Words);
        let saturation = snapshot.frozen.words();
        let term = |(term, weight): &(String, f64)| {
            let postings = segment.postings(field, term, IndexRecordOption::WithFreqs)?;
            let once = Box::new(std::array::from_fn(|norm| share(*weight, saturation.at(1, norm as u8))));
            Some(Term { cursor: PostingsCursor::new(postings), weight: *weight, once })
        };
        Self { terms: terms.iter().filter_map(term).collect(), norms: segment.norms(field), saturation }
    }
}

impl Sweep for TermSweep<'_> {
    fn next_block(&mut self, block: usize, values: &mut [u32]) {
        values.fill(0);
        let (norms, saturation) = (&self.norms, self.saturation);
        let first = (block * BLOCK) as u32;
        for Term { cursor, weight, once } in &mut self.terms {
            cursor.read_before(first + values.len() as u32, |doc, frequency| {
                let norm = norms.fieldnorm_id(doc);
                let brought = match frequency {
                    1 => once[usize::from(norm)],
                    _ => share(*weight, saturation.at(frequency, norm)),
                };
                values[(doc - first) as usize] += brought;
            });
        }
        // A text that says the mission's words more often than the mission itself is worth no more than it.
        for value in values {
            *value = (*value).min(ONE);
        }
    }
}

/// The sum of what a talent's terms bring to each mission that weighs them, added into `values` by number.
pub(crate) fn of_missions<'b>(
    terms: &BTreeMap<String, u32>,
    norm: u8,
    saturation: &Saturation,
    weighing: impl Fn(&str) -> &'b [(u32, f64)],
    values: &mut [u32],
) {
    for (term, frequency) in terms {
        let saturated = saturation.at(*frequency, norm);
        for (mission, weight) in weighing(term) {
            values[*mission as usize] += share(*weight, saturated);
        }
    }
    for value in values {
        *value = (*value).min(ONE);
    }
}
