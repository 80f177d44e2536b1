//! The terms of a text that is looked for, and what each weighs.
//!
//! The most frequent terms tell least and take longest: they find nobody by themselves, and are looked up of those whom
//! the others found.

use std::cmp::Reverse;

use super::ONE;
use crate::statistics::{FieldStatistics, SATURATION_ONE};

/// A term with what it weighs: what it counts × its inverse document frequency ÷ the most that all terms could score.
/// Times the saturation in a talent's text, it is a share of the value.
pub(crate) type WeightedTerm = (String, f64);

/// The terms of a text that is looked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct WeightedTerms {
    /// Those that find whoever says them, in order.
    pub(crate) telling: Vec<WeightedTerm>,
    /// The most frequent ones, that find nobody by themselves.
    pub(crate) common: Vec<WeightedTerm>,
}

/// From how many writers on a term may be common: to read so many takes a while, and to be one of them tells little.
pub(crate) const COMMON_FROM: u32 = 10_000;
/// What the terms that find nobody by themselves weigh at the most, of all that a text is looked for.
pub(crate) const COMMON_SHARE: f64 = 0.1;

impl WeightedTerms {
    /// Parts the terms by how many write them: the most frequent ones are common, from [`COMMON_FROM`] writers on and as
    /// long as they weigh little together.
    pub(crate) fn new(mut terms: Vec<WeightedTerm>, field: &FieldStatistics) -> Self {
        let frequency = |term: &str| field.frequencies.get(term).copied().unwrap_or(0);
        let mut left = COMMON_SHARE * terms.iter().map(|(_, weight)| weight).sum::<f64>();
        let mut by_frequency: Vec<(u32, usize)> =
            terms.iter().enumerate().map(|(place, (term, _))| (frequency(term), place)).collect();
        by_frequency.sort_unstable_by_key(|(frequency, place)| (Reverse(*frequency), *place));
        let is_common = |(frequency, place): &&(u32, usize)| {
            left -= terms[*place].1;
            *frequency >= COMMON_FROM && left >= 0.0
        };
        let mut places: Vec<usize> = by_frequency.iter().take_while(is_common).map(|(_, place)| *place).collect();
        places.sort_unstable();
        let mut common: Vec<WeightedTerm> = places.iter().rev().map(|place| terms.remove(*place)).collect();
        common.reverse();
        Self { telling: terms, common }
    }

    /// The most that the common terms may add to the value, in millionths.
    pub(crate) fn common_at_most(&self) -> u32 {
        let most = (FieldStatistics::SATURATION_MAX * f64::from(SATURATION_ONE)).ceil() as u32;
        self.common.iter().map(|(_, weight)| Factor::of(*weight).bring(most)).sum()
    }
}

/// What a term weighs, ready to be multiplied: the millionths that it brings with a saturation of 1, in parts of which
/// 2 to the power of [`Factor::BITS`] make one. Four bytes hold it: no term weighs more than all of them may.
#[derive(Debug, Clone, Copy)]
pub(super) struct Factor(u32);

impl Factor {
    const BITS: u32 = 12;

    pub(super) fn of(weight: f64) -> Self {
        Self((weight * f64::from(ONE) * f64::from(1 << Self::BITS)).round() as u32)
    }

    /// What the term brings to the value, in millionths, with so many units of saturation.
    #[inline]
    pub(super) fn bring(self, saturation: u32) -> u32 {
        const SHIFT: u32 = Factor::BITS + SATURATION_ONE.ilog2();
        ((u64::from(self.0) * u64::from(saturation) + (1 << (SHIFT - 1))) >> SHIFT) as u32
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn field(frequencies: &[(&str, u32)]) -> FieldStatistics {
        let frequencies = frequencies.iter().map(|(term, count)| ((*term).to_owned(), *count)).collect();
        FieldStatistics { documents: 1_000_000, total_length: 30_000_000, frequencies }
    }

    fn parted(terms: &[(&str, f64)], field: &FieldStatistics) -> (Vec<String>, Vec<String>) {
        let weighted = terms.iter().map(|(term, weight)| ((*term).to_owned(), *weight)).collect();
        let WeightedTerms { telling, common } = WeightedTerms::new(weighted, field);
        let names = |terms: Vec<WeightedTerm>| terms.into_iter().map(|(term, _)| term).collect();
        (names(telling), names(common))
    }

    #[test]
    fn words_that_many_write_are_common_while_they_weigh_little() {
        let field = field(&[("audit", 2_000), ("de", 900_000), ("projet", 400_000), ("web", 300_000), ("x", 9_999)]);
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let all = [("audit", 0.8), ("de", 0.02), ("projet", 0.06), ("web", 0.09), ("x", 0.01)];
        assert_eq!(parted(&all, &field), (names(&["audit", "web", "x"]), names(&["de", "projet"])));
        // Few write it, and what is left of the tenth would hold it.
        let few = [("audit", 0.9), ("de", 0.02), ("x", 0.01)];
        assert_eq!(parted(&few, &field), (names(&["audit", "x"]), names(&["de"])));
        // Where all that is said is common, it finds.
        assert_eq!(parted(&[("projet", 1.0)], &field), (names(&["projet"]), names(&[])));
    }

    proptest! {
        #[test]
        fn each_term_is_on_one_side_in_order_and_common_ones_weigh_a_tenth_at_most(
            terms in prop::collection::btree_map("[a-e]{1,3}", (0.0..1.0f64, 0u32..1_000_000), 0..30),
        ) {
            let frequencies = terms.iter().map(|(term, (_, count))| (term.clone(), *count)).collect();
            let field = FieldStatistics { documents: 1_000_000, total_length: 1, frequencies };
            let all: Vec<WeightedTerm> = terms.iter().map(|(term, (weight, _))| (term.clone(), *weight)).collect();
            let WeightedTerms { telling, common } = WeightedTerms::new(all.clone(), &field);
            let weight = |terms: &[WeightedTerm]| terms.iter().map(|(_, weight)| weight).sum::<f64>();
            prop_assert!(weight(&common) <= COMMON_SHARE * weight(&all) + 1e-9);
            prop_assert!(telling.is_sorted_by_key(|(term, _)| term) && common.is_sorted_by_key(|(term, _)| term));
            let mut both = [telling, common].concat();
            both.sort_by(|one, other| one.0.cmp(&other.0));
            prop_assert_eq!(both, all);
        }
    }
}
