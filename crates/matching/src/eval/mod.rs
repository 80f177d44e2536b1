//! Evaluation on judged sets, through the code that serves a real search, beside BM25 in the same run: as tantivy gives
//! it, and on our own analysis.

mod baseline;
mod figures;
mod gain;
mod lexical;
mod perturb;
mod set;

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use talents_core::id::TalentId;

pub use figures::Figures;
pub use gain::Gain;
pub use perturb::Perturbation;

use crate::document::IndexChange;
use crate::error::MatchingError;
use crate::hash::Fnv;
use crate::index::Engine;
use crate::index::snapshot::Snapshot;
use crate::rank::{TalentVisibility, Window};
use crate::skills::Vocabulary;
use figures::ByQuery;
use set::{JudgedSet, Query};

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

/// The gain of this engine over another system, over all queries and over each half of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gains {
    /// All queries.
    pub all: Gain,
    /// Those that tuning may look at.
    pub even: Gain,
    /// The others.
    pub odd: Gain,
}

/// What an evaluation gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// This engine.
    pub ours: Report,
    /// tantivy's own BM25 with its default tokenizer on one text field.
    pub baseline: Report,
    /// BM25 on our own analysis, words only.
    pub lexical: Report,
    /// What this engine gains over [`Self::lexical`].
    pub gains: Gains,
    /// This engine on the queries as they were changed, if it was asked to change them.
    pub perturbed: Option<Report>,
    /// This engine's run, by query and rank.
    pub run: Vec<RunLine>,
    /// The baseline's run, by query and rank.
    pub baseline_run: Vec<RunLine>,
}

/// Indexes the documents of a judged set as talents, ranks them for each query as for a mission, and judges; once more
/// with the queries changed, if asked to. The documents are those of the set, or of a file of their own.
///
/// # Errors
/// [`MatchingError::JudgedSet`] where a file is missing or does not read; [`MatchingError::Index`] if tantivy refuses.
pub fn evaluate(
    set: &Path,
    docs: Option<&Path>,
    vocabulary: Vocabulary,
    perturbation: Option<Perturbation>,
) -> Result<Evaluation, MatchingError> {
    let set = JudgedSet::read(set, docs)?;
    let ranker = Ranker::new(&set, vocabulary)?;
    let run = ranker.run(Query::clone);
    let baseline_run = baseline::run(&set, &ranker.vocabulary)?;
    let ours = figures::judge(&set, &run);
    let lexical = figures::judge(&set, &lexical::run(&set, &ranker.vocabulary));
    let perturbed = perturbation.map(|perturbation| ranker.run(|query| perturbation.apply(query)));
    Ok(Evaluation {
        ours: report(&ours),
        baseline: report(&figures::judge(&set, &baseline_run)),
        lexical: report(&lexical),
        gains: gains(&ours, &lexical),
        perturbed: perturbed.map(|run| report(&figures::judge(&set, &run))),
        run,
        baseline_run,
    })
}

/// Whether tuning may look at a query.
fn is_even(query: &str) -> bool {
    let mut hash = Fnv::default();
    hash.write(query.as_bytes());
    hash.finish().is_multiple_of(2)
}

fn report(judged: &ByQuery) -> Report {
    let mean = |wanted: &dyn Fn(&str) -> bool| figures::mean(judged, wanted);
    Report { all: mean(&|_| true), even: mean(&is_even), odd: mean(&|query| !is_even(query)) }
}

fn gains(ours: &ByQuery, other: &ByQuery) -> Gains {
    let gain = |wanted: &dyn Fn(&str) -> bool| gain::gain(ours, other, wanted);
    Gains { all: gain(&|_| true), even: gain(&is_even), odd: gain(&|query| !is_even(query)) }
}

/// A judged set behind the engine, ready to be asked.
struct Ranker<'a> {
    set: &'a JudgedSet,
    vocabulary: Arc<Vocabulary>,
    snapshot: Arc<Snapshot>,
}

impl<'a> Ranker<'a> {
    fn new(set: &'a JudgedSet, vocabulary: Vocabulary) -> Result<Self, MatchingError> {
        let vocabulary = Arc::new(vocabulary);
        let engine = Engine::in_memory(Arc::clone(&vocabulary))?;
        let talents = set.docs.iter().enumerate().map(|(number, doc)| doc.as_talent(number, &vocabulary));
        engine.apply(talents.map(|talent| IndexChange::Talent(Box::new(talent))))?;
        engine.commit("judged set")?;
        engine.set_statistics(engine.snapshot().measure(1));
        let snapshot = engine.snapshot();
        Ok(Self { set, vocabulary, snapshot })
    }

    /// The run over the queries as they are asked.
    fn run(&self, asked: impl Fn(&Query) -> Query + Sync) -> Vec<RunLine> {
        let everybody = TalentVisibility { discoverable: true, ..TalentVisibility::default() };
        let ranked = |query: &Query| {
            let request = asked(query).as_request(&self.vocabulary);
            let ranking = self.snapshot.rank_talents(&request, &everybody, &Window::first(DEPTH));
            let hits = ranking.map(|ranking| ranking.hits).unwrap_or_default();
            let line = |hit: &crate::rank::RankedHit<TalentId>| RunLine {
                query: query.id.clone(),
                doc: self.set.docs[set::doc_number(hit.id)].id.clone(),
                score: f64::from(hit.score),
            };
            hits.iter().map(line).collect::<Vec<_>>()
        };
        self.set.queries.par_iter().map(ranked).collect::<Vec<_>>().concat()
    }
}
