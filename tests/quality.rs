//! The ranking of every day, judged: sixty missions as hosts write them, against the talents of the demo.
//!
//! The set is small and the same judge read all of it: the figures compare systems. A change that lowers them must say
//! why it is worth it.

use std::path::Path;

use talents_matching::Vocabulary;
use talents_matching::eval::{self, Perturbation};
use talents_server::import::own;

/// Mean average precision that a ranking of our own judged set may not fall under.
const MAP_MIN: f64 = 0.87;
/// What it must gain over BM25 on our own analysis, at the low end of the 95 % interval.
const GAIN_MIN: f64 = 0.15;
/// What one typo in a query may cost at the most, as a share of the mean average precision.
const LOSS_MAX: f64 = 0.05;

#[test]
fn the_ranking_of_every_day_is_as_good_as_it_was() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let vocabulary = Vocabulary::build(own::embedded(), Vec::new());
    let talents = data.join("demo/talents.jsonl");
    let judged =
        eval::evaluate(&data.join("judged/digital-fr"), Some(&talents), vocabulary, Some(Perturbation::Typo)).unwrap();
    let (ours, typos) = (judged.ours.all, judged.perturbed.unwrap().all);
    assert!(ours.map >= MAP_MIN, "{ours:?}");
    assert!(judged.gains.all.low >= GAIN_MIN, "{:?}", judged.gains.all);
    assert!(typos.map >= ours.map * (1.0 - LOSS_MAX), "{typos:?}");
}
