//! Words: how much of what a mission writes a talent's own text says, rare words counting more.
//!
//! BM25 of the talent's text for the words of the mission, over what the mission's text would score against itself.
//! Every contribution is rounded to millionths before the sum: the order of segments and threads changes nothing.

use std::collections::BTreeMap;

use super::{ONE, Signal};
use crate::analyzer::Analyzer;
use crate::index::snapshot::Snapshot;
use crate::rank::board::{Board, PreparedMission, PreparedTalent};
use crate::schema::TextField;
use crate::statistics::Statistics;

/// What words weigh where the vocabulary knows every skill that is asked for.
const WEIGHT_BESIDE_SKILLS: u32 = 250_000;

/// See the module.
pub(crate) struct Words;

/// The terms of a text that is looked for, each with what it weighs.
///
/// A weight is the term's frequency × its inverse document frequency ÷ what the text scores against itself: times the
/// saturation in a talent's text, it is a share of the value.
pub(crate) type WeightedTerms = BTreeMap<String, f64>;

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
pub(crate) fn weigh(text: &str, statistics: &Statistics, analyzer: &mut Analyzer) -> WeightedTerms {
    let (frequencies, length) = frequencies(text, analyzer);
    let field = statistics.of_talents(TextField::Words);
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
fn share(weight: f64, saturation: f64) -> u32 {
    (weight * saturation * f64::from(ONE)).round() as u32
}

impl Signal for Words {
    fn name(&self) -> &'static str {
        "words"
    }

    fn weight(&self, mission: &PreparedMission) -> u32 {
        // A skill that the vocabulary does not know can only be found by its words: they take its share of the weight.
        let known = mission.requirements.len() as u64;
        let asked = known + mission.unknown_skills as u64;
        let by_skills = u64::from(ONE - WEIGHT_BESIDE_SKILLS) * known / asked.max(1);
        ONE - by_skills as u32
    }

    fn of_talents(&self, mission: &PreparedMission, snapshot: &Snapshot, values: &mut [u32]) {
        let field = snapshot.statistics.of_talents(TextField::Words);
        for (term, weight) in &mission.terms {
            snapshot.talents.for_each_posting(TextField::Words, term, |position, frequency, length| {
                values[position] += share(*weight, field.saturation(f64::from(frequency), length));
            });
        }
        for value in values.iter_mut() {
            *value = (*value).min(ONE);
        }
    }

    fn of_missions(&self, talent: &PreparedTalent, board: &Board, snapshot: &Snapshot, values: &mut [u32]) {
        let field = snapshot.statistics.of_talents(TextField::Words);
        for (term, frequency) in &talent.terms {
            let saturation = field.saturation(f64::from(*frequency), talent.length);
            for (mission, weight) in board.writing(term) {
                values[*mission as usize] += share(*weight, saturation);
            }
        }
        for value in values.iter_mut() {
            *value = (*value).min(ONE);
        }
    }
}
