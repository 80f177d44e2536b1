//! Evaluation on judged sets, through the code that serves a real search, beside plain BM25 in the same run.

mod baseline;
mod figures;
mod set;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use talents_core::id::TalentId;

pub use figures::Figures;

use crate::document::IndexChange;
use crate::error::MatchingError;
use crate::hash::Fnv;
use crate::index::Engine;
use crate::rank::{TalentVisibility, Window};
use crate::skills::Vocabulary;
use set::JudgedSet;

/// How deep a ranking is judged.
pub const DEPTH: usize = 1000;

/// A line of a run: what was given for a query, and how good it was said to be.
#[derive(Debug, Clone, PartialEq)]
pub struct RunLine {
    /// The query.
    pub query: String,
    /// The document.
    pub doc: String,
    /// Its score; it only compares within a query.
    pub score: f64,
}

/// The figures of one system, over all queries and over each half of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Report {
    /// All queries.
    pub all: Figures,
    /// Those whose id hashes to an even number: tuning may look at them.
    pub even: Figures,
    /// The others: tuning may not.
    pub odd: Figures,
}

/// What an evaluation gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// This engine.
    pub ours: Report,
    /// tantivy's own BM25 with its default tokenizer on one text field.
    pub baseline: Report,
    /// This engine's run, by query and rank.
    pub run: Vec<RunLine>,
    /// The baseline's run, by query and rank.
    pub baseline_run: Vec<RunLine>,
}

/// Indexes the documents of a judged set as talents, ranks them for each query as for a mission, and judges. The
/// documents are those of the set, or of a file of their own.
///
/// # Errors
/// [`MatchingError::JudgedSet`] where a file is missing or does not read; [`MatchingError::Index`] if tantivy refuses.
pub fn evaluate(set: &Path, docs: Option<&Path>, vocabulary: Vocabulary) -> Result<Evaluation, MatchingError> {
    let set = JudgedSet::read(set, docs)?;
    let vocabulary = Arc::new(vocabulary);
    let baseline_run = baseline::run(&set, &vocabulary)?;
    let run = our_run(&set, vocabulary)?;
    Ok(Evaluation { ours: report(&set, &run), baseline: report(&set, &baseline_run), run, baseline_run })
}

fn report(set: &JudgedSet, run: &[RunLine]) -> Report {
    let is_even = |query: &str| {
        let mut hash = Fnv::default();
        hash.write(query.as_bytes());
        hash.finish() % 2 == 0
    };
    Report {
        all: figures::judge(set, run, |_| true),
        even: figures::judge(set, run, is_even),
        odd: figures::judge(set, run, |query| !is_even(query)),
    }
}

fn our_run(set: &JudgedSet, vocabulary: Arc<Vocabulary>) -> Result<Vec<RunLine>, MatchingError> {
    let engine = Engine::in_memory(Arc::clone(&vocabulary))?;
    let talents = set.docs.iter().enumerate().map(|(number, doc)| doc.as_talent(number, &vocabulary));
    engine.apply(talents.map(|talent| IndexChange::Talent(Box::new(talent))))?;
    engine.commit("judged set")?;
    engine.set_statistics(engine.snapshot().measure(1));
    let snapshot = engine.snapshot();
    let everybody = TalentVisibility { discoverable: true, ..TalentVisibility::default() };
    let ranked = |query: &set::Query| {
        let ranking = snapshot.rank_talents(&query.as_request(&vocabulary), &everybody, &Window::first(DEPTH));
        let hits = ranking.map(|ranking| ranking.hits).unwrap_or_default();
        let line = |hit: &crate::rank::RankedHit<TalentId>| RunLine {
            query: query.id.clone(),
            doc: set.docs[set::doc_number(hit.id)].id.clone(),
            score: f64::from(hit.score),
        };
        hits.iter().map(line).collect::<Vec<_>>()
    };
    Ok(set.queries.par_iter().map(ranked).collect::<Vec<_>>().concat())
}
