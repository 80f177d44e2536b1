//! How well a text suggests the skills that it speaks of.

use std::collections::BTreeSet;
use std::time::Instant;

use talents_matching::Vocabulary;

use super::vocabulary::{OWN, data, name, with_taxonomy};

/// A text and the skills that its author declared next to it.
struct Judged {
    text: String,
    declared: BTreeSet<String>,
}

fn judged(file: &str, parts: &[&str], skills: &str) -> Vec<Judged> {
    let read = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let text: Vec<&str> = parts.iter().filter_map(|part| value[part].as_str()).collect();
        let declared = value[skills].as_array().unwrap().iter();
        Judged {
            text: text.join("\n"),
            declared: declared.filter_map(|skill| skill["skill"].as_str()).map(str::to_owned).collect(),
        }
    };
    data(file).lines().map(read).collect()
}

#[derive(Default)]
struct Figures {
    precision5: f64,
    recall10: f64,
    sure: usize,
    sure_right: usize,
    texts: usize,
    bins: [(usize, usize); 10],
}

fn measure(vocabulary: &Vocabulary, set: &[Judged]) -> Figures {
    let mut figures = Figures::default();
    for Judged { text, declared } in set {
        if std::env::var_os("DUMP").is_some() {
            let ids: Vec<String> =
                declared.iter().map(|d| vocabulary.resolve(d).unwrap().to_string()).collect();
            eprintln!("T\t{}\t{}", ids.join(","), text.replace('\n', " "));
        }
        let found: Vec<(bool, u32)> = vocabulary
            .suggest(text)
            .iter()
            .map(|found| (declared.contains(&name(vocabulary, found.skill)), found.confidence))
            .collect();
        let right = |most: usize| found.iter().take(most).filter(|(right, _)| *right).count() as f64;
        figures.precision5 += right(5) / 5_usize.min(declared.len()) as f64;
        figures.recall10 += right(10) / declared.len() as f64;
        for (right, confidence) in &found {
            let bin = &mut figures.bins[(*confidence as usize / 100_000).min(9)];
            bin.0 += 1;
            bin.1 += usize::from(*right);
            figures.sure += usize::from(*confidence >= 500_000);
            figures.sure_right += usize::from(*right && *confidence >= 500_000);
        }
        figures.texts += 1;
    }
    figures
}

#[test]
fn texts_suggest_the_skills_declared_next_to_them() {
    let missions = judged("demo/missions.jsonl", &["title", "context", "deliverables"], "requirements");
    let talents = judged("demo/talents.jsonl", &["headline", "biography"], "skills");
    report("missions, own", &OWN, &missions);
    report("talents, own", &OWN, &talents);
    if let Some(vocabulary) = with_taxonomy() {
        report("missions, taxonomy", &vocabulary, &missions);
        report("talents, taxonomy", &vocabulary, &talents);
        let mut long: String = talents.iter().map(|judged| judged.text.as_str()).collect();
        long = long.chars().take(10_000).collect();
        for _ in 0..std::env::var("RUNS").map_or(10, |runs| runs.parse().unwrap()) {
            let start = Instant::now();
            let found = vocabulary.suggest(&long).len();
            println!("10,000 characters: {found} in {:?}", start.elapsed());
        }
    }
}

fn report(what: &str, vocabulary: &Vocabulary, set: &[Judged]) {
    let Figures { precision5, recall10, sure, sure_right, texts, bins } = measure(vocabulary, set);
    let texts = texts as f64;
    println!(
        "suggesting, {what}: P@5 {:.3}, R@10 {:.3}, sure {sure}, right {:.3}",
        precision5 / texts,
        recall10 / texts,
        sure_right as f64 / sure as f64
    );
    println!("  by tenths: {bins:?}");
    if std::env::var_os("SHOW").is_some() {
        let mut wrong = std::collections::BTreeMap::<String, (usize, u32)>::new();
        for Judged { text, declared } in set {
            for found in vocabulary.suggest(text).iter().take(8) {
                let name = name(vocabulary, found.skill);
                if !declared.contains(&name) {
                    let e = wrong.entry(format!("{name} « {} »", found.matched_text)).or_default();
                    e.0 += 1; e.1 = e.1.max(found.confidence);
                }
            }
        }
        let mut wrong: Vec<_> = wrong.into_iter().collect();
        wrong.sort_by_key(|w| std::cmp::Reverse(w.1.0));
        for w in wrong.iter().take(70) { println!("W {what} {w:?}"); }
    }
    if std::env::var_os("SHOW").is_some() {
        for Judged { text, declared } in set {
            println!("\n{text}");
            for found in vocabulary.suggest(text) {
                let name = name(vocabulary, found.skill);
                let mark = if declared.contains(&name) { "+" } else { "-" };
                println!("  {mark} {} {name} « {} »", found.confidence, found.matched_text);
            }
            let found: BTreeSet<String> =
                vocabulary.suggest(text).iter().map(|found| name_of(vocabulary, found)).collect();
            println!("  missing: {:?}", declared.difference(&found).collect::<Vec<_>>());
        }
    }
}

fn name_of(vocabulary: &Vocabulary, found: &talents_matching::Suggestion) -> String {
    name(vocabulary, found.skill)
}
