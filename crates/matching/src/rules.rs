//! The numbers of the ranking as a page, made of the very constants that the scorer uses.

use std::fmt::Write;

use crate::rank::CANDIDATES;
use crate::signal::weights::{self, Shape};
use crate::signal::{self, ONE, coverage, query, resemblance, text, weighted};
use crate::skills::Relation;
use crate::{soft, statistics};

/// A number of the rules: what it is, and how much.
type Number = (&'static str, String);

/// The rules in Markdown: the numbers, and what each signal weighs for a few kinds of missions.
///
/// `docs/ranking.md` holds it word for word, and a test compares the two.
pub fn rules_markdown() -> String {
    let mut page = String::from("| number | value |\n|---|---|\n");
    for (what, value) in numbers() {
        let _ = writeln!(page, "| {what} | {value} |");
    }
    page.push_str("\nWhat each signal weighs, in per cent, with reference occupations and where the vocabulary knows every skill:\n\n| mission |");
    for name in signal::names() {
        let _ = write!(page, " `{name}` |");
    }
    page.push_str("\n|---|");
    page.push_str(&"---|".repeat(signal::SIGNALS));
    for (mission, shape) in kinds() {
        let _ = write!(page, "\n| {mission} |");
        for weight in shape.weights() {
            let _ = write!(page, " {:.1} |", f64::from(weight) * 100.0 / f64::from(ONE));
        }
    }
    page.push('\n');
    page
}

/// Missions of all sorts.
fn kinds() -> [(&'static str, Shape); 5] {
    let shape = |asked, has_title| Shape::of_known(asked, has_title);
    [
        ("a text alone", shape(0, false)),
        ("3 skills", shape(3, false)),
        ("3 skills and a title", shape(3, true)),
        ("7 skills and a title", shape(7, true)),
        ("40 skills", shape(40, false)),
    ]
}

fn numbers() -> Vec<Number> {
    let mut numbers = vec![
        ("version of the rules", crate::index::snapshot::RULES.to_string()),
        ("candidates of each signal that finds", CANDIDATES.to_string()),
        ("units in which coverage is counted", coverage::UNITS.to_string()),
        ("what a level counts, for 0, 1, 2 and 3 or more below the one asked for", list(&coverage::LEVEL_FACTORS)),
        (
            "what a relation counts: exact, narrower, broader, sibling, related",
            list(&Relation::ALL.iter().map(|relation| relation.factor()).collect::<Vec<_>>()),
        ),
        ("`words`, `characters` or `headline` that make a match where skills are asked for", share(text::WORDS_FLOOR)),
        ("`resemblance` that makes a match", share(resemblance::FLOOR)),
        ("writers from which on a word may be common", weighted::COMMON_FROM.to_string()),
        ("what common words weigh together, of a mission's, at most", weighted::COMMON_SHARE.to_string()),
        ("k1 and b of BM25", format!("{}, {}", statistics::K1, statistics::B)),
    ];
    numbers.extend([
        ("what the label of an asset counts, beside that of an essential skill", query::ASSET.to_string()),
        ("what a word counts that only frames a skill", query::WEAK.to_string()),
        ("power of a word's repetitions", query::REPETITION.to_string()),
        ("the title's mass beside the rest, at least", query::TITLE_TO_REST_MIN.to_string()),
        ("what a word counts that is taken for another", query::MEANT.to_string()),
        (
            "unknown words of a mission that are looked for among those a slip away, at most",
            query::GUESSES_MAX.to_string(),
        ),
        (
            "letters from which one typo, then two, are taken",
            format!("{}, {}", soft::TYPO_LENGTHS[0], soft::TYPO_LENGTHS[1]),
        ),
        (
            "how alike a term must be, and how many are taken",
            format!("{}, {}", soft::SIMILARITY_MIN, soft::EXPANSIONS_MAX),
        ),
        ("what a circumstance weighs", share(weights::CIRCUMSTANCE_WEIGHTS[0])),
    ]);
    numbers
}

fn share(millionths: u32) -> String {
    (f64::from(millionths) / f64::from(ONE)).to_string()
}

fn list(millionths: &[u32]) -> String {
    millionths.iter().map(|one| share(*one)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_rules_are_those_of_the_scorer() {
        let published = include_str!("../../../docs/ranking.md");
        assert!(published.contains(&rules_markdown()), "put this into docs/ranking.md:\n{}", rules_markdown());
    }
}
