//! How well what is typed completes.

use std::collections::BTreeMap;

use talents_core::id::SkillId;
use talents_matching::{Popularity, Vocabulary};

use super::vocabulary::{OWN, data, name, with_taxonomy};

/// What people type, and the skill that they mean.
pub(crate) const TYPED: &[(&str, &str)] = &[
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

/// How many of [`TYPED`] bring the skill that is meant first, and among the first five.
fn count(what: &str, vocabulary: &Vocabulary, popularity: &Popularity) -> (usize, usize) {
    let (mut first, mut five) = (0, 0);
    for (typed, meant) in TYPED {
        let completions = vocabulary.completions(typed, 5, popularity);
        let names: Vec<String> = completions.hits.iter().map(|hit| name(vocabulary, hit.skill)).collect();
        let place = names.iter().position(|name| name == meant);
        first += usize::from(place == Some(0));
        five += usize::from(place.is_some());
        if place != Some(0) {
            println!("completing, {what}: {typed} → {meant}: {names:?}");
        }
    }
    println!("completing, {what}: {} typed, {first} first, {five} in five", TYPED.len());
    (first, five)
}

/// How many talents of the demo declare each skill.
fn counts() -> BTreeMap<SkillId, u32> {
    let mut counts = BTreeMap::new();
    for line in data("demo/talents.jsonl").lines() {
        let talent: serde_json::Value = serde_json::from_str(line).unwrap();
        for skill in talent["skills"].as_array().unwrap() {
            *counts.entry(SkillId::of_slug(skill["skill"].as_str().unwrap())).or_default() += 1;
        }
    }
    counts
}

/// What comes first, whatever is popular: a skill before its kinds, those that others are told by before the others.
#[test]
fn the_likely_ones_come_first_before_anybody_uses_them() {
    for (typed, first, second) in [
        // PostGIS is shorter, and a kind of PostgreSQL.
        ("pos", "postgresql", "postgis"),
        ("postg", "postgresql", "postgis"),
        ("sécu", "information-security", "network-security"),
        // Typed to its end, a kind is what is meant.
        ("postgis", "postgis", "postgresql"),
        ("sql", "sql", "sql-server"),
    ] {
        let hits = OWN.complete(typed);
        let place = |wanted: &str| hits.iter().position(|hit| name(&OWN, hit.skill) == wanted);
        assert_eq!(place(first), Some(0), "{typed}");
        assert!(place(second).is_none_or(|place| place > 0), "{typed}");
    }
}

/// A scan of all words by their initial, with the typed word as it is, brought 46 first and 50 in five, of the same 55.
#[test]
fn what_is_typed_completes_to_the_skill_that_is_meant() {
    let (first, five) = count("neutral", &OWN, &Popularity::default());
    assert!(first == TYPED.len() && five == TYPED.len(), "{first}, {five}");
    let (first, five) = count("popular first", &OWN, &OWN.popularity(counts()));
    assert!(first == TYPED.len() && five == TYPED.len(), "{first}, {five}");
    if let Some(vocabulary) = with_taxonomy() {
        count("with a taxonomy", vocabulary, &Popularity::default());
        count("with a taxonomy, popular first", vocabulary, &vocabulary.popularity(counts()));
    }
}

#[test]
fn of_two_that_answer_alike_the_popular_one_comes_first() {
    let [first, second] = [0, 1].map(|place| OWN.complete("postg")[place].skill);
    let popularity = OWN.popularity([(second, 1000), (first, 1)]);
    assert_eq!(OWN.completions("postg", 1, &popularity).hits[0].skill, second);
}

#[test]
fn the_total_counts_every_skill_that_answers() {
    for typed in ["a", "pr", "gestion", "gestion d", "getsion", "x y z"] {
        let all = OWN.completions(typed, usize::MAX, &Popularity::default());
        let some = OWN.completions(typed, 3, &Popularity::default());
        assert_eq!(all.hits.len(), all.total, "{typed}");
        assert_eq!((some.total, &some.hits[..]), (all.total, &all.hits[..all.total.min(3)]), "{typed}");
    }
}

/// How soon those who type the first letters of a skill's name meet it: the mean of one over its place, by how many
/// talents of the demo declare it.
#[test]
fn the_first_letters_of_a_name_soon_bring_what_is_declared() {
    for (letters, at_least) in [(1, 0.13), (2, 0.34), (3, 0.60), (4, 0.71), (5, 0.755), (6, 0.775)] {
        let (mut sum, mut uses) = (0.0, 0.0);
        for (skill, count) in counts() {
            let typed: String = OWN.skill(skill).unwrap().label_in(true).chars().take(letters).collect();
            let place = OWN.complete(&typed).iter().position(|hit| hit.skill == skill);
            sum += f64::from(count) * place.map_or(0.0, |place| 1.0 / (place + 1) as f64);
            uses += f64::from(count);
        }
        println!("completing, {letters} letters of a name: {:.4}", sum / uses);
        assert!(sum / uses >= at_least, "{letters}: {}", sum / uses);
    }
}
