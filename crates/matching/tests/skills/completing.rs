//! How well what is typed completes, and how fast.

use std::time::Instant;

use talents_matching::Vocabulary;

use super::vocabulary::{OWN, name, with_taxonomy};

/// What people type, and the skill that they mean.
const TYPED: &[(&str, &str)] = &[
    // Beginnings
    ("java", "java"),
    ("javas", "javascript"),
    ("py", "python"),
    ("pyt", "python"),
    ("kub", "kubernetes"),
    ("postg", "postgresql"),
    ("gestion de pr", "project-management"),
    ("test d'intr", "penetration-testing"),
    ("conduite du ch", "change-management"),
    ("cybers", "information-security"),
    ("tableaux de b", "dashboards"),
    ("ux", "user-experience"),
    // Abbreviations
    ("k8s", "kubernetes"),
    ("a11y", "digital-accessibility"),
    ("rgaa", "rgaa"),
    ("amoa", "project-owner-assistance"),
    ("rssi", "ciso"),
    ("ci/cd", "continuous-integration"),
    ("c#", "c-sharp"),
    ("c++", "c-plus-plus"),
    ("r", "r-language"),
    ("go", "go"),
    // Accents and case
    ("DEVELOPPEMENT WEB", "web-development"),
    ("methodes agiles", "agile-methods"),
    ("ecoconception", "eco-design"),
    ("maitrise d’œuvre", "project-delivery"),
    // Typos, the first letter included
    ("kubernets", "kubernetes"),
    ("qubernetes", "kubernetes"),
    ("postgersql", "postgresql"),
    ("pyhton", "python"),
    ("ypthon", "python"),
    ("javascirpt", "javascript"),
    ("acessibilité", "digital-accessibility"),
    ("teraform", "terraform"),
    ("wordpres", "wordpress"),
    ("ocker", "docker"),
    ("getsion de projet", "project-management"),
    ("drupla", "drupal"),
    ("gouvernance des donées", "data-governance"),
    // Words stuck or apart
    ("power bi", "power-bi"),
    ("powerbi", "power-bi"),
    ("git lab ci", "gitlab-ci"),
    ("postgre sql", "postgresql"),
    ("nodejs", "nodejs"),
    ("dev ops", "devops"),
    // English
    ("project manag", "project-management"),
    ("data gov", "data-governance"),
    ("penetration test", "penetration-testing"),
    ("software arch", "software-architecture"),
    ("change management", "change-management"),
    // Another order, other forms
    ("projet gestion", "project-management"),
    ("automatiser les tests", "automated-testing"),
    ("développeuse java", "java"),
    ("données ouvertes", "open-data"),
    ("cheffe de projet", "project-management"),
];

#[test]
fn what_is_typed_completes_to_the_skill_that_is_meant() {
    let first = report("own", &OWN);
    if let Some(vocabulary) = with_taxonomy() {
        report("with taxonomy", &vocabulary);
        speed(&vocabulary);
    }
    assert!(first >= 0, "{first}");
}

fn report(what: &str, vocabulary: &Vocabulary) -> usize {
    let (mut first, mut five) = (0, 0);
    let mut misses = Vec::new();
    for (typed, meant) in TYPED {
        let hits = vocabulary.complete(typed);
        let names: Vec<String> = hits.iter().take(5).map(|hit| name(vocabulary, hit.skill)).collect();
        first += usize::from(names.first().is_some_and(|name| name == meant));
        five += usize::from(names.iter().any(|name| name == meant));
        if names.first().is_none_or(|name| name != meant) {
            misses.push(format!("{typed} → {meant}: {names:?}"));
        }
    }
    println!("completing, {what}: {} typed, first {first}, in five {five}\n  {}", TYPED.len(), misses.join("\n  "));
    first
}

fn speed(vocabulary: &Vocabulary) {
    let mut typed: Vec<String> = Vec::new();
    for (whole, _) in TYPED {
        let letters: Vec<char> = whole.chars().collect();
        typed.extend((1..=letters.len()).map(|length| letters[..length].iter().collect()));
    }
    typed.extend(('a'..='z').flat_map(|c| ["", "a", "e", "o"].map(|after| format!("{c}{after}"))));
    let mut times: Vec<(u128, &String)> = typed
        .iter()
        .map(|typed| {
            let start = Instant::now();
            let found = vocabulary.complete(typed).len();
            assert!(found <= 200);
            (start.elapsed().as_micros(), typed)
        })
        .collect();
    times.sort();
    let at = |share: usize| &times[(times.len() - 1) * share / 1000];
    println!("{} queries: median {:?}, p90 {:?}, p99 {:?}, max {:?}", times.len(), at(500), at(900), at(990), at(1000));
}

#[test]
fn profile() {
    let start = Instant::now();
    let Some(vocabulary) = with_taxonomy() else { return };
    println!("build {:?}", start.elapsed());
    for typed in ["c", "d", "o", "p", "co", "ge", "ges", "gestion d", "gestion de c", "kubernets", "getsion de projet", "maitrise d’œuv", "java", "acessibilité", "gouvernance des donées", "xyzxyzxyz", "a b c d e"] {
        let mut best = u128::MAX;
        let mut total = 0;
        for _ in 0..20 {
            let start = Instant::now();
            let found = vocabulary.completions(typed, 20, &talents_matching::Popularity::default());
            total = found.total;
            best = best.min(start.elapsed().as_micros());
        }
        println!("{typed}: {total} skills, {best} µs");
    }
}
