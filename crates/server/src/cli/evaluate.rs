//! `talents evaluate`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use talents_matching::Vocabulary;
use talents_matching::eval::{self, Evaluation, Figures, RunLine};

use super::failure::Failure;
use super::output::print;
use crate::import::{esco, own, vocabulary};

/// What `evaluate` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Dossier du jeu jugé : queries.jsonl, docs.jsonl, qrels.tsv
    #[arg(value_name = "JEU")]
    set: PathBuf,
    /// Fichier des documents, s’il n’est pas dans le dossier : talents d’un import, ou documents d’un jeu
    #[arg(long, value_name = "FICHIER")]
    docs: Option<PathBuf>,
    /// Dossier de fichiers ESCO à ajouter à notre vocabulaire
    #[arg(long, value_name = "DOSSIER")]
    taxonomy: Option<PathBuf>,
    /// Écrit le classement : requête, document, score
    #[arg(long, value_name = "FICHIER")]
    run: Option<PathBuf>,
    /// Écrit le classement de référence, celui du BM25 de tantivy
    #[arg(long, value_name = "FICHIER")]
    baseline_run: Option<PathBuf>,
}

/// Ranks a judged set with the code that serves searches, and prints how good the order is.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let vocabulary = vocabulary(arguments.taxonomy.as_deref())?;
    let unreadable = |error| Failure::Usage(format!("{} : {error:?}", arguments.set.display()));
    let evaluation = eval::evaluate(&arguments.set, arguments.docs.as_deref(), vocabulary).map_err(unreadable)?;
    write_run(arguments.run.as_deref(), &evaluation.run)?;
    write_run(arguments.baseline_run.as_deref(), &evaluation.baseline_run)?;
    print(&table(&evaluation))
}

fn vocabulary(taxonomy: Option<&Path>) -> Result<Vocabulary, Failure> {
    let Some(folder) = taxonomy else { return Ok(Vocabulary::build(own::embedded(), Vec::new())) };
    let unreadable = |error| Failure::Usage(format!("{} : {error:?}", folder.display()));
    let merged = vocabulary::merge(own::embedded(), esco::read(folder).map_err(unreadable)?);
    Ok(Vocabulary::build(merged.skills, merged.occupations))
}

fn table(evaluation: &Evaluation) -> String {
    let mut table = format!("{:<22}{:>6}{:>9}{:>9}{:>9}{:>9}\n", "", "n", "MAP", "nDCG@10", "MRR", "R@10");
    let (ours, baseline) = (&evaluation.ours, &evaluation.baseline);
    let rows = [
        ("talents", &ours.all),
        ("BM25 (tantivy)", &baseline.all),
        ("talents, pairs", &ours.even),
        ("BM25, pairs", &baseline.even),
        ("talents, impairs", &ours.odd),
        ("BM25, impairs", &baseline.odd),
    ];
    for (name, figures) in rows {
        let Figures { n, map, ndcg10, mrr, recall10 } = figures;
        let _ = writeln!(table, "{name:<22}{n:>6}{map:>9.4}{ndcg10:>9.4}{mrr:>9.4}{recall10:>9.4}");
    }
    table
}

fn write_run(path: Option<&Path>, lines: &[RunLine]) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let mut text = String::new();
    for RunLine { query, doc, score } in lines {
        let _ = writeln!(text, "{query}\t{doc}\t{score}");
    }
    std::fs::write(path, text).map_err(|error| Failure::Usage(format!("{} : {error}", path.display())))
}
