//! What one system gains over another, and how sure that is.

use super::figures::ByQuery;
use crate::hash::Fnv;

/// How many times the queries are drawn anew.
const DRAWS: usize = 2000;
/// What is cut off on each side for 95 of 100 draws to stay.
const TAIL: usize = DRAWS / 40;

/// A gain in mean average precision, with its 95 % interval: a paired bootstrap over the queries (Efron 1979).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Gain {
    /// The mean of the differences.
    pub mean: f64,
    /// What 97.5 % of the draws exceed.
    pub low: f64,
    /// What 2.5 % of the draws exceed.
    pub high: f64,
}

/// The gain of one system over another on the queries that `wanted` picks; the draws are the same each time.
pub(super) fn gain(one: &ByQuery, other: &ByQuery, wanted: impl Fn(&str) -> bool) -> Gain {
    let difference = |(query, figures): (&&str, &super::Figures)| {
        let before = other.get(query).map_or(0.0, |figures| figures.map);
        wanted(query).then_some(figures.map - before)
    };
    let differences: Vec<f64> = one.iter().filter_map(difference).collect();
    if differences.is_empty() {
        return Gain::default();
    }
    let count = differences.len();
    let mean = |total: f64| total / count as f64;
    let mut numbers = Numbers(0);
    let draw = |_| mean((0..count).map(|_| differences[(numbers.next() % count as u64) as usize]).sum());
    let mut draws: Vec<f64> = (0..DRAWS).map(draw).collect();
    draws.sort_by(f64::total_cmp);
    Gain { mean: mean(differences.iter().sum()), low: draws[TAIL], high: draws[DRAWS - TAIL - 1] }
}

/// Numbers that look random and are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 += 1;
        let mut hash = Fnv::default();
        hash.write(&self.0.to_le_bytes());
        hash.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Figures;
    use super::*;

    fn judged(precisions: &[f64]) -> Vec<(String, Figures)> {
        let figures = |map: &f64| Figures { n: 1, map: *map, ..Figures::default() };
        precisions.iter().enumerate().map(|(number, map)| (format!("q{number}"), figures(map))).collect()
    }

    fn gain_of(one: &[f64], other: &[f64]) -> Gain {
        let (one, other) = (judged(one), judged(other));
        let by_query = |judged: &'static [(String, Figures)]| {
            judged.iter().map(|(query, figures)| (query.as_str(), *figures)).collect::<ByQuery>()
        };
        gain(&by_query(one.leak()), &by_query(other.leak()), |_| true)
    }

    #[test]
    fn a_constant_gain_is_sure() {
        let gain = gain_of(&[0.5, 0.7, 0.9], &[0.4, 0.6, 0.8]);
        assert!([gain.mean, gain.low, gain.high].iter().all(|value| (value - 0.1).abs() < 1e-9));
    }

    #[test]
    fn a_gain_that_varies_has_an_interval_around_its_mean() {
        let one: Vec<f64> = (0..100).map(|number| f64::from(number % 10) / 10.0).collect();
        let gain = gain_of(&one, &vec![0.4; 100]);
        assert!(gain.low < gain.mean && gain.mean < gain.high);
        assert!((gain.mean - 0.05).abs() < 1e-9);
        assert!(gain.high - gain.low < 0.3);
    }
}
