//! BM25 over weighted terms, in millionths of what a text would score that says them all endlessly.
//!
//! Every contribution is rounded before the sum: the order of segments and threads changes nothing.

use std::collections::HashMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::IndexRecordOption;

use super::{ONE, Sweep, TalentSegment};
use crate::index::cursor::PostingsCursor;
use crate::index::image::skills::BLOCK;
use crate::index::snapshot::Snapshot;
use crate::rank::board::TalentTerms;
use crate::schema::TextField;
use crate::statistics::Saturation;

/// The terms of a text that is looked for, in order, each with what it weighs.
///
/// A weight is what the term counts × its inverse document frequency ÷ the most that all terms could score: times the
/// saturation in a talent's text, it is a share of the value.
pub(crate) type WeightedTerms = Vec<(String, f64)>;

/// What a term brings to the value, in millionths.
#[inline]
pub(crate) fn share(weight: f64, saturation: f64) -> u32 {
    // Nothing here is negative: the nearest whole number without a call for each posting.
    (weight * saturation * f64::from(ONE) + 0.5) as u32
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
    /// What one occurrence brings, by the norm of the text: by far the usual case. `None` where few have the term.
    once: Option<Box<[u32; 256]>>,
}

/// A table is made for terms of so many documents: it costs less than their products.
const TABLE_FROM: u32 = 512;

impl<'a> TermSweep<'a> {
    /// The values of terms of a text field.
    pub(crate) fn new(
        terms: &WeightedTerms,
        field: TextField,
        segment: &TalentSegment,
        snapshot: &'a Snapshot,
    ) -> Self {
        let saturation = &snapshot.frozen.of_talents[field as usize];
        let field = snapshot.talents.field(field);
        let term = |(term, weight): &(String, f64)| {
            let postings = segment.postings(field, term, IndexRecordOption::WithFreqs)?;
            let table = || Box::new(std::array::from_fn(|norm| share(*weight, saturation.at(1, norm as u8))));
            let once = (postings.doc_freq() >= TABLE_FROM).then(table);
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
                let brought = match once {
                    Some(once) if frequency == 1 => once[usize::from(norm)],
                    _ => share(*weight, saturation.at(frequency, norm)),
                };
                values[(doc - first) as usize] += brought;
            });
        }
        // Rounding, and terms that stand for several of the mission's, may add up to a little more than a whole.
        for value in values {
            *value = (*value).min(ONE);
        }
    }
}

/// The missions that look for each term, by their number, with what it weighs in them.
#[derive(Debug, Default)]
pub(crate) struct TermBoard(HashMap<String, Vec<(u32, f64)>>);

impl TermBoard {
    /// Adds the terms of a mission.
    pub(crate) fn push(&mut self, mission: u32, terms: &WeightedTerms) {
        for (term, weight) in terms {
            self.0.entry(term.clone()).or_default().push((mission, *weight));
        }
    }

    /// Adds what a talent's terms bring to each mission that looks for them, into `values` by number.
    pub(crate) fn add(&self, talent: &TalentTerms, saturation: &Saturation, values: &mut [u32]) {
        for (term, frequency) in &talent.frequencies {
            let saturated = saturation.at(*frequency, talent.norm);
            for (mission, weight) in self.0.get(term).into_iter().flatten() {
                values[*mission as usize] += share(*weight, saturated);
            }
        }
        for value in values {
            *value = (*value).min(ONE);
        }
    }
}
