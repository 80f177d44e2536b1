//! BM25 over weighted terms, in millionths of what a text would score that says them all endlessly.
//!
//! Every contribution is rounded before the sum: the order of segments and threads changes nothing.

use std::collections::HashMap;

use tantivy::schema::IndexRecordOption;

use super::{ONE, Sweep, TalentSegment, ValueBlock, wide};
use crate::index::cursor::PostingsCursor;
use crate::index::image::postings::BLOCK;
use crate::index::norms::{NormBlock, Norms};
use crate::index::snapshot::Snapshot;
use crate::rank::board::TalentTerms;
use crate::schema::TextField;
use crate::statistics::{NORMS, SATURATION_ONE, Saturation};

/// The terms of a text that is looked for, in order, each with what it weighs.
///
/// A weight is what the term counts × its inverse document frequency ÷ the most that all terms could score: times the
/// saturation in a talent's text, it is a share of the value.
pub(crate) type WeightedTerms = Vec<(String, f64)>;

/// What a term weighs, ready to be multiplied: the millionths that it brings with a saturation of 1, in parts of which
/// 2 to the power of [`Factor::BITS`] make one.
#[derive(Debug, Clone, Copy)]
struct Factor(u64);

impl Factor {
    const BITS: u32 = 20;

    fn of(weight: f64) -> Self {
        Self((weight * f64::from(ONE) * f64::from(1 << Self::BITS)).round() as u64)
    }

    /// What the term brings to the value, in millionths, with so many units of saturation.
    #[inline]
    fn bring(self, saturation: u32) -> u32 {
        const SHIFT: u32 = Factor::BITS + SATURATION_ONE.ilog2();
        ((self.0 * u64::from(saturation) + (1 << (SHIFT - 1))) >> SHIFT) as u32
    }
}

/// The values of weighted terms over a segment.
pub(crate) struct TermSweep<'a> {
    terms: Vec<Term>,
    norms: Norms,
    saturation: &'a Saturation,
}

struct Term {
    cursor: PostingsCursor,
    brings: Brings,
}

/// What a term brings.
struct Brings {
    factor: Factor,
    /// The millionths that it brings to a text that says it so often, from once on, by the norm of the text: nearly all say
    /// it a few times.
    usual: Box<[[u32; NORMS]; USUAL]>,
}

/// Up to how often a text usually says a term.
const USUAL: usize = 3;

impl Brings {
    fn new(weight: f64, saturation: &Saturation) -> Self {
        let factor = Factor::of(weight);
        let usual = [1, 2, 3].map(|frequency| saturation.of_norms(frequency).map(|units| factor.bring(units)));
        Self { factor, usual: Box::new(usual) }
    }

    /// Adds what the term brings to documents of a block who say it so often.
    fn add(
        &self,
        (docs, frequencies): (&[u32], &[u32]),
        norms: &NormBlock,
        saturation: &Saturation,
        values: &mut ValueBlock,
    ) {
        for (doc, frequency) in docs.iter().zip(frequencies) {
            let place = *doc as usize % BLOCK;
            let brought = match self.usual.get(frequency.wrapping_sub(1) as usize) {
                Some(by_norm) => by_norm[usize::from(norms[place])],
                None => self.factor.bring(saturation.units(*frequency, norms[place])),
            };
            values[place] += brought;
        }
    }
}

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
            Some(Term { cursor: PostingsCursor::new(postings), brings: Brings::new(*weight, saturation) })
        };
        Self { terms: terms.iter().filter_map(term).collect(), norms: segment.norms_by_block(field), saturation }
    }
}

impl Sweep for TermSweep<'_> {
    fn next_block(&mut self, block: usize, count: usize, values: &mut ValueBlock) {
        values[..count].fill(0);
        let (norms, saturation) = (self.norms.block(block, count), self.saturation);
        let end = (block * BLOCK + count) as u32;
        for Term { cursor, brings } in &mut self.terms {
            cursor
                .read_runs_before(end, |docs, frequencies| brings.add((docs, frequencies), norms, saturation, values));
        }
        // Rounding, and terms that stand for several of the mission's, may add up to a little more than a whole.
        wide::cap(&mut values[..count], ONE);
    }
}

/// The missions that look for each term, by their number, with what it weighs in them.
#[derive(Debug, Default)]
pub(crate) struct TermBoard(HashMap<String, Vec<(u32, Factor)>>);

impl TermBoard {
    /// Adds the terms of a mission.
    pub(crate) fn push(&mut self, mission: u32, terms: &WeightedTerms) {
        for (term, weight) in terms {
            self.0.entry(term.clone()).or_default().push((mission, Factor::of(*weight)));
        }
    }

    /// Adds what a talent's terms bring to each mission that looks for them, into `values` by number.
    pub(crate) fn add(&self, talent: &TalentTerms, saturation: &Saturation, values: &mut [u32]) {
        for (term, frequency) in &talent.frequencies {
            let saturation = saturation.units(*frequency, talent.norm);
            for (mission, factor) in self.0.get(term).into_iter().flatten() {
                values[*mission as usize] += factor.bring(saturation);
            }
        }
        for value in values {
            *value = (*value).min(ONE);
        }
    }
}
