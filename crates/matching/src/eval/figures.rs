//! How good a run is.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::RunLine;
use super::set::JudgedSet;

/// The means over the queries that have a relevant document; each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// How many queries there are.
    pub n: usize,
    /// Mean average precision. Where the judgments are graded, a gain of 2 is relevant; else one of 1.
    pub map: f64,
    /// Normalised discounted cumulative gain of the first ten, gains being 2^gain − 1 (Järvelin and Kekäläinen 2002).
    pub ndcg10: f64,
    /// The mean of 1 ÷ the rank of the first relevant document.
    pub mrr: f64,
    /// The share of the relevant documents that are among the first ten.
    pub recall10: f64,
}

/// The figures of each query that has a relevant document.
pub(super) type ByQuery<'a> = BTreeMap<&'a str, Figures>;

/// The first ranks that nDCG and recall look at.
const TOP: usize = 10;

/// Judges each query of a run. A query's own document is left out; ties go by document.
pub(super) fn judge<'a>(set: &'a JudgedSet, run: &[RunLine]) -> ByQuery<'a> {
    let graded = set.judgments.values().flat_map(BTreeMap::values).any(|gain| *gain > 1);
    let relevant_from = if graded { 2 } else { 1 };
    let mut ranked: HashMap<&str, Vec<&RunLine>> = HashMap::new();
    for line in run {
        ranked.entry(&line.query).or_default().push(line);
    }
    let judged = |(query, gains): (&'a String, &'a BTreeMap<String, u32>)| {
        let relevant: HashSet<&str> =
            gains.iter().filter(|(_, gain)| **gain >= relevant_from).map(|(doc, _)| doc.as_str()).collect();
        if relevant.is_empty() {
            return None;
        }
        let docs = in_order(query, ranked.get(query.as_str()).map_or(&[], Vec::as_slice));
        Some((query.as_str(), judge_query(&docs, gains, &relevant)))
    };
    set.judgments.iter().filter_map(judged).collect()
}

fn in_order<'a>(query: &str, lines: &[&'a RunLine]) -> Vec<&'a str> {
    let mut lines = lines.to_vec();
    lines.sort_by(|one, other| other.score.total_cmp(&one.score).then_with(|| one.doc.cmp(&other.doc)));
    let mut seen = HashSet::new();
    lines.into_iter().map(|line| line.doc.as_str()).filter(|doc| *doc != query && seen.insert(*doc)).collect()
}

fn judge_query(docs: &[&str], gains: &BTreeMap<String, u32>, relevant: &HashSet<&str>) -> Figures {
    let (mut found, mut precisions, mut first) = (0.0, 0.0, None);
    for (index, _) in docs.iter().enumerate().filter(|(_, doc)| relevant.contains(**doc)) {
        let rank = (index + 1) as f64;
        found += 1.0;
        precisions += found / rank;
        first.get_or_insert(rank);
    }
    let gain_of = |doc: &&str| gains.get(*doc).copied().unwrap_or(0);
    let mut ideal: Vec<u32> = gains.values().copied().collect();
    ideal.sort_unstable_by(|one, other| other.cmp(one));
    let ideal = discounted(ideal.into_iter());
    let in_top = docs.iter().take(TOP).filter(|doc| relevant.contains(**doc)).count();
    Figures {
        n: 1,
        map: precisions / relevant.len() as f64,
        ndcg10: if ideal > 0.0 { discounted(docs.iter().map(gain_of)) / ideal } else { 0.0 },
        mrr: first.map_or(0.0, f64::recip),
        recall10: in_top as f64 / relevant.len() as f64,
    }
}

fn discounted(gains: impl Iterator<Item = u32>) -> f64 {
    let part = |(index, gain): (usize, u32)| (f64::from(gain).exp2() - 1.0) / (index as f64 + 2.0).log2();
    gains.take(TOP).enumerate().map(part).sum()
}

/// The means over the queries that `wanted` picks.
pub(super) fn mean(judged: &ByQuery, wanted: impl Fn(&str) -> bool) -> Figures {
    let picked = judged.iter().filter(|(query, _)| wanted(query)).map(|(_, figures)| *figures);
    picked.fold(Figures::default(), Figures::plus).mean()
}

impl Figures {
    fn plus(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            map: self.map + other.map,
            ndcg10: self.ndcg10 + other.ndcg10,
            mrr: self.mrr + other.mrr,
            recall10: self.recall10 + other.recall10,
        }
    }

    fn mean(self) -> Self {
        let n = self.n.max(1) as f64;
        let (map, ndcg10) = (self.map / n, self.ndcg10 / n);
        Self { n: self.n, map, ndcg10, mrr: self.mrr / n, recall10: self.recall10 / n }
    }
}
