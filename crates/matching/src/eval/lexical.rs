//! BM25 on our own analysis, words only and nothing else: what a good full-text search gives, and the least that a
//! ranking must beat.

use std::collections::{BTreeMap, HashMap};

use super::set::JudgedSet;
use super::{DEPTH, RunLine};
use crate::analyzer::Analyzer;
use crate::skills::Vocabulary;
use crate::statistics::FieldStatistics;

/// The texts of a set, by term.
struct Texts {
    statistics: FieldStatistics,
    lengths: Vec<u32>,
    /// For each term the texts that have it, each with how often.
    postings: HashMap<String, Vec<(usize, u32)>>,
}

/// The run of that system over a set.
pub(super) fn run(set: &JudgedSet, vocabulary: &Vocabulary) -> Vec<RunLine> {
    let mut analyzer = Analyzer::default();
    let texts = read(set, vocabulary, &mut analyzer);
    let mut lines = Vec::new();
    for query in &set.queries {
        let ranked = texts.ranked(&counted(&query.all_text(), &mut analyzer));
        let line =
            |(doc, score): (usize, f64)| RunLine { query: query.id.clone(), doc: set.docs[doc].id.clone(), score };
        lines.extend(ranked.into_iter().map(line));
    }
    lines
}

fn counted(text: &str, analyzer: &mut Analyzer) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for term in analyzer.terms(text) {
        *counts.entry(term).or_insert(0) += 1;
    }
    counts
}

fn read(set: &JudgedSet, vocabulary: &Vocabulary, analyzer: &mut Analyzer) -> Texts {
    let mut texts = Texts { statistics: FieldStatistics::default(), lengths: Vec::new(), postings: HashMap::new() };
    for (number, doc) in set.docs.iter().enumerate() {
        let counts = counted(&doc.all_text(vocabulary), analyzer);
        texts.lengths.push(counts.values().sum());
        for (term, count) in counts {
            texts.postings.entry(term).or_default().push((number, count));
        }
    }
    texts.statistics = FieldStatistics {
        documents: set.docs.len() as u32,
        total_length: texts.lengths.iter().map(|length| u64::from(*length)).sum(),
        frequencies: texts.postings.iter().map(|(term, held)| (term.clone(), held.len() as u32)).collect(),
    };
    texts
}

impl Texts {
    /// The best texts for a query, by score, then in the order of the set.
    fn ranked(&self, query: &BTreeMap<String, u32>) -> Vec<(usize, f64)> {
        let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
        for (term, count) in query {
            let weight = f64::from(*count) * self.statistics.idf(term);
            for (doc, frequency) in self.postings.get(term).into_iter().flatten() {
                let saturation = self.statistics.saturation(f64::from(*frequency), self.lengths[*doc]);
                *scores.entry(*doc).or_default() += weight * saturation;
            }
        }
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        ranked.truncate(DEPTH);
        ranked
    }
}
