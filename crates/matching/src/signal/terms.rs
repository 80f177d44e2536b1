//! BM25 over weighted terms, in millionths of what a text would score that says them all endlessly.
//!
//! Every contribution is rounded before the sum: the order of segments and threads changes nothing.

use std::collections::HashMap;

use tantivy::schema::IndexRecordOption;

use super::weighted::{Factor, WeightedTerm, WeightedTerms};
use super::{ONE, Sweep, TalentSegment, ValueBlock, wide};
use crate::index::cursor::PostingsCursor;
use crate::index::image::postings::BLOCK;
use crate::index::norms::{NormBlock, Norms};
use crate::index::snapshot::Snapshot;
use crate::rank::board::TalentTerms;
use crate::schema::TextField;
use crate::statistics::{NORMS, Saturation};

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
        terms: &[WeightedTerm],
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

/// Calls `add` with the place among `docs`, which rise, and with what each term brings there, in millionths.
pub(crate) fn look_up(
    terms: &[WeightedTerm],
    field: TextField,
    segment: &TalentSegment,
    snapshot: &Snapshot,
    docs: &[u32],
    mut add: impl FnMut(usize, u32),
) {
    let saturation = &snapshot.frozen.of_talents[field as usize];
    let field = snapshot.talents.field(field);
    let norms = segment.norms(field);
    for (term, weight) in terms {
        let Some(mut postings) = segment.postings(field, term, IndexRecordOption::WithFreqs) else { continue };
        let factor = Factor::of(*weight);
        for (place, doc) in docs.iter().enumerate() {
            let at = postings.seek(*doc);
            if postings.doc(at) == *doc {
                add(place, factor.bring(saturation.units(postings.freq(at), norms.fieldnorm_id(*doc))));
            }
        }
    }
}

/// The missions that look for each term, by their number, with what it weighs in them.
#[derive(Debug, Default)]
pub(crate) struct TermBoard {
    telling: TermMissions,
    common: TermMissions,
}

/// By term: the missions, in order.
type TermMissions = HashMap<String, Vec<(u32, Factor)>>;

impl TermBoard {
    /// Adds the terms of a mission, whose number is higher than those before.
    pub(crate) fn push(&mut self, mission: u32, terms: &WeightedTerms) {
        for (missions, terms) in [(&mut self.telling, &terms.telling), (&mut self.common, &terms.common)] {
            for (term, weight) in terms {
                missions.entry(term.clone()).or_default().push((mission, Factor::of(*weight)));
            }
        }
    }

    /// Adds what a talent's terms bring to each mission that looks for them, into `values` by number; the common ones left
    /// aside.
    pub(crate) fn add(&self, talent: &TalentTerms, saturation: &Saturation, values: &mut [u32]) {
        for (term, frequency) in &talent.frequencies {
            let saturation = saturation.units(*frequency, talent.norm);
            for (mission, factor) in self.telling.get(term).into_iter().flatten() {
                values[*mission as usize] += factor.bring(saturation);
            }
        }
        for value in values {
            *value = (*value).min(ONE);
        }
    }

    /// Calls `add` with the place among `missions`, which rise, and with what the common terms of a talent bring there.
    ///
    /// All missions that look for them are summed up: to look for a few of them in each list takes longer.
    pub(crate) fn look_up(
        &self,
        talent: &TalentTerms,
        saturation: &Saturation,
        missions: &[u32],
        mut add: impl FnMut(usize, u32),
    ) {
        let Some(last) = missions.last() else { return };
        let mut brought = vec![0; *last as usize + 1];
        for (term, frequency) in &talent.frequencies {
            let saturation = saturation.units(*frequency, talent.norm);
            let looking = self.common.get(term).into_iter().flatten();
            for (mission, factor) in looking.take_while(|(mission, _)| mission <= last) {
                brought[*mission as usize] += factor.bring(saturation);
            }
        }
        for (place, mission) in missions.iter().enumerate() {
            add(place, brought[*mission as usize]);
        }
    }
}
