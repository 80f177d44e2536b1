//! What each signal weighs for a mission: it depends on how much is asked for, how much of it the vocabulary knows, and
//! whether there is a title.

use super::query::QueryTerms;
use super::{CIRCUMSTANCES, ONE, RECALLS, SIGNALS};
use crate::rank::RankRequest;

/// What recency, availability and place weigh, in millionths: little, see [`super::circumstances`].
pub(crate) const CIRCUMSTANCE_WEIGHTS: [u32; CIRCUMSTANCES] = [10_000, 10_000, 10_000];
/// What they bring together at the most.
pub(crate) const CIRCUMSTANCES_TOGETHER: u32 = {
    let [recency, availability, place] = CIRCUMSTANCE_WEIGHTS;
    recency + availability + place
};

/// What coverage weighs where the vocabulary knows every skill asked for. A skill that it does not know can only be
/// found by its words, and one whose label nobody uses is hardly ever met: hence the square of the known share.
const COVERAGE: f64 = 0.25;
/// What resemblance weighs where next to nothing is asked for; the more is asked, the better the words tell by
/// themselves.
const RESEMBLANCE: f64 = 0.38;
/// After so many requirements, resemblance weighs half of that.
const RESEMBLANCE_HALVED_AT: f64 = 11.0;
/// A title says more of a trade than resemblance can.
const RESEMBLANCE_BESIDE_TITLE: f64 = 0.4;
/// What resemblance weighs where a mission is nothing but text.
const RESEMBLANCE_OF_TEXT: f64 = 0.09;
/// What the headline weighs beside a title, and where the mission is nothing but text.
const HEADLINE: [f64; 2] = [0.10, 0.25];
/// What words that only look like the mission's weigh, beside its own.
const CHARACTERS: f64 = 0.9;

/// What the weights depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    /// How many skills are asked for.
    asked: usize,
    /// How many of them the vocabulary knows.
    known: usize,
    has_title: bool,
    /// Whether there are reference occupations to resemble.
    has_reference: bool,
}

impl Shape {
    /// What the weights of a mission depend on.
    pub(crate) fn of(request: &RankRequest, terms: &QueryTerms, has_reference: bool) -> Self {
        let known = request.requirements.len();
        Self { asked: known + request.unknown_skills.len(), known, has_title: terms.has_title, has_reference }
    }

    /// A mission that asks for so many skills, all of them known, where there are reference occupations.
    pub(crate) const fn of_known(asked: usize, has_title: bool) -> Self {
        Self { asked, known: asked, has_title, has_reference: true }
    }

    fn resemblance(self) -> f64 {
        match self {
            Self { has_reference: false, .. } => 0.0,
            Self { asked: 0, .. } => RESEMBLANCE_OF_TEXT,
            Self { asked, has_title, .. } => {
                let beside = if has_title { RESEMBLANCE_BESIDE_TITLE } else { 1.0 };
                RESEMBLANCE / (1.0 + asked as f64 / RESEMBLANCE_HALVED_AT) * beside
            }
        }
    }

    fn headline(self) -> f64 {
        match self {
            Self { asked: 0, .. } => HEADLINE[1],
            Self { has_title: true, .. } => HEADLINE[0],
            Self { .. } => 0.0,
        }
    }

    /// The weights of the signals, in millionths, in their order; they sum to [`ONE`].
    pub(crate) fn weights(self) -> [u32; SIGNALS] {
        let known = self.known as f64 / self.asked.max(1) as f64;
        let coverage = COVERAGE * known * known;
        let (resemblance, headline) = (self.resemblance(), self.headline());
        let text = 1.0 - resemblance - headline;
        let beside = 1.0 - coverage;
        let found: [f64; RECALLS] =
            [coverage, beside * text, beside * text * CHARACTERS, beside * headline, beside * resemblance];
        let left = f64::from(ONE - CIRCUMSTANCES_TOGETHER) / found.iter().sum::<f64>();
        let mut weights = std::array::from_fn(|signal| match signal.checked_sub(RECALLS) {
            None => (found[signal] * left).floor() as u32,
            Some(circumstance) => CIRCUMSTANCE_WEIGHTS[circumstance],
        });
        // What rounding leaves over goes to the words.
        weights[1] += ONE - weights.iter().sum::<u32>();
        weights
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_sum_to_a_whole_whatever_the_mission() {
        for asked in 0..50 {
            for known in 0..=asked {
                for has_title in [true, false] {
                    for has_reference in [true, false] {
                        let weights = Shape { asked, known, has_title, has_reference }.weights();
                        assert_eq!(weights.iter().sum::<u32>(), ONE);
                        assert_eq!(weights[RECALLS - 1] > 0, has_reference);
                    }
                }
            }
        }
    }
}
