//! How long answers take with a whole taxonomy: figures to look at, not a gate, for other work shares the machine.
//!
//! `TALENTS_TAXONOMY=<folder> cargo test --release -p talents-matching --test skills speed -- --nocapture --ignored`

use std::time::{Duration, Instant};

use talents_core::skill::Skill;
use talents_matching::Popularity;

use super::completing::TYPED;
use super::vocabulary::{data, with_taxonomy};

/// How often each question is asked; the least time counts, the others having waited for a processor.
const TIMES: usize = 5;

fn least(mut work: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    (0..TIMES).map(time).min().unwrap()
}

fn report(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |thousandths: usize| times[(times.len() - 1) * thousandths / 1000];
    let (median, p90, p99, most) = (at(500), at(900), at(990), at(1000));
    println!("{what}, {} times: median {median:?}, p90 {p90:?}, p99 {p99:?}, most {most:?}", times.len());
}

/// What is in the box after each key, for all that is typed; then one and two letters.
fn keys() -> (Vec<String>, Vec<String>) {
    let mut keys = Vec::new();
    for (typed, _) in TYPED {
        let letters: Vec<char> = typed.chars().collect();
        keys.extend((1..=letters.len()).map(|length| letters[..length].iter().collect()));
    }
    let short = ('a'..='z').flat_map(|c| ["", "a", "e", "o"].map(|after| format!("{c}{after}")));
    (keys, short.collect())
}

#[test]
#[ignore = "measures, and needs a taxonomy"]
fn answers_come_while_one_types() {
    let start = Instant::now();
    let Some(vocabulary) = with_taxonomy() else { return };
    println!("the vocabulary is ready after {:?}", start.elapsed());
    let neutral = Popularity::default();
    let complete = |typed: &String| least(|| assert!(vocabulary.completions(typed, 20, &neutral).hits.len() <= 20));
    let (keys, short) = keys();
    report("completing, each key", keys.iter().map(complete).collect());
    report("completing, one or two letters", short.iter().map(complete).collect());
    let letters: String = "qwertyuiopasdfghjklzxcvbnm".chars().cycle().take(200).collect();
    let hostile = [letters, "a ".repeat(100), "de la ".repeat(30), "gestion ".repeat(25), "développement".repeat(15)];
    report("completing, what nobody types", hostile.iter().map(complete).collect());
    let texts: String = data("demo/talents.jsonl").chars().filter(|c| !c.is_ascii_digit() && *c != '"').collect();
    let text: Vec<char> = texts.chars().collect();
    let read = |text: &String| least(|| assert!(vocabulary.suggest(text).len() <= 100));
    let pages: Vec<String> = text.chunks_exact(10_000).map(|page| page.iter().collect()).collect();
    report("suggesting, 10,000 characters", pages.iter().map(read).collect());
    let labels = vocabulary.skills().flat_map(Skill::labels);
    let labels: String = labels.flat_map(|label| label.chars().chain([' '])).take(20_000).collect();
    let hostile = [labels, "a".repeat(20_000), "gestion des données ".repeat(1_000), "manage système ".repeat(1_300)];
    report("suggesting, 20,000 characters that nobody writes", hostile.iter().map(read).collect());
}
