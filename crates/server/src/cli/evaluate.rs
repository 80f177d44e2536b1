//! `talents evaluate`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use talents_matching::Vocabulary;
use talents_matching::eval::{self, Evaluation, Figures, Gain, Perturbation, Report, RunLine};

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
    /// Change chaque requête et dit ce que le classement y perd
    #[arg(long, value_name = "COMMENT", value_enum)]
    perturb: Option<Perturb>,
}

/// What is done to the queries.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Perturb {
    /// Une faute de frappe dans un mot
    Typo,
    /// Sans accents
    Accents,
    /// Les métiers au féminin
    Feminine,
}

impl From<Perturb> for Perturbation {
    fn from(perturb: Perturb) -> Self {
        match perturb {
            Perturb::Typo => Self::Typo,
            Perturb::Accents => Self::Accents,
            Perturb::Feminine => Self::Feminine,
        }
    }
}

/// Ranks a judged set with the code that serves searches, and prints how good the order is.
pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let vocabulary = vocabulary(arguments.taxonomy.as_deref())?;
    let unreadable = |error| Failure::Usage(format!("{} : {error:?}", arguments.set.display()));
    let (docs, perturbation) = (arguments.docs.as_deref(), arguments.perturb.map(Into::into));
    let evaluation = eval::evaluate(&arguments.set, docs, vocabulary, perturbation);
    let evaluation = evaluation.map_err(unreadable)?;
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

/// The figures of all queries, or of a half of them.
type HalfOf = fn(&Report) -> &Figures;

fn table(evaluation: &Evaluation) -> String {
    let mut table = format!("{:<26}{:>6}{:>9}{:>9}{:>9}{:>9}\n", "", "n", "MAP", "nDCG@10", "MRR", "R@10");
    let Evaluation { ours, baseline, lexical, gains, perturbed, .. } = evaluation;
    let halves: [(&str, HalfOf); 3] =
        [("", |report| &report.all), (", pairs", |report| &report.even), (", impairs", |report| &report.odd)];
    for (half, of) in halves {
        for (system, report) in [("talents", ours), ("BM25 (tantivy)", baseline), ("BM25 français", lexical)] {
            let Figures { n, map, ndcg10, mrr, recall10 } = of(report);
            let name = format!("{system}{half}");
            let _ = writeln!(table, "{name:<26}{n:>6}{map:>9.4}{ndcg10:>9.4}{mrr:>9.4}{recall10:>9.4}");
        }
    }
    let _ = writeln!(table, "Gain de MAP sur le BM25 français, intervalle à 95 % :");
    for (half, Gain { mean, low, high }) in [("toutes", gains.all), ("paires", gains.even), ("impaires", gains.odd)] {
        let _ = writeln!(table, "  {half:<24}{mean:>+9.4}  [{low:+.4} ; {high:+.4}]");
    }
    if let Some(perturbed) = perturbed {
        let _ = writeln!(table, "Requêtes modifiées :");
        for (half, of) in halves {
            let (before, after) = (of(ours), of(perturbed));
            let lost = |before: f64, after: f64| if before > 0.0 { 100.0 * (before - after) / before } else { 0.0 };
            let (map, mrr) = (lost(before.map, after.map), lost(before.mrr, after.mrr));
            let name = format!("talents{half}");
            let Figures { n, map: after_map, ndcg10, mrr: after_mrr, recall10 } = after;
            let _ = writeln!(table, "{name:<26}{n:>6}{after_map:>9.4}{ndcg10:>9.4}{after_mrr:>9.4}{recall10:>9.4}");
            let _ = writeln!(table, "  {:<24}MAP {map:.1} %, MRR {mrr:.1} %", "perte");
        }
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
