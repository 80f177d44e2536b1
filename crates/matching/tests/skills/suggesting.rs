//! How well a text suggests the skills that it speaks of.
//!
//! Figures with an imported taxonomy are printed beside ours where `TALENTS_TAXONOMY` names its folder.

use std::collections::BTreeSet;

use talents_core::id::SkillId;
use talents_matching::Vocabulary;

use super::vocabulary::{OWN, data, name, with_taxonomy};

/// From what confidence on a suggestion is called sure.
const SURE: u32 = 500_000;

/// A text and the skills that its author declared next to it. An author declares some of what the text speaks of, and
/// much that it does not: a third of the declared skills have any word in the text, so no reading finds the others.
struct Judged {
    text: String,
    declared: BTreeSet<SkillId>,
}

/// How well a set of texts is read.
#[derive(Debug, Default)]
struct Figures {
    /// The share of the first five suggestions, or of as many as there are declared skills, that are declared.
    precision5: f64,
    /// The share of the declared skills among the first ten suggestions.
    recall10: f64,
    /// How many suggestions are sure, and the share of them that is declared.
    sure: usize,
    sure_right: f64,
    /// By tenths of confidence: how many suggestions, and how many of them are declared.
    tenths: [(usize, usize); 10],
}

/// Sentences that speak of a skill in other words than its labels, each with the skills that come first.
const READ: &[(&str, &[&str])] = &[
    ("Automatiser les tests de trois applications.", &["automated-testing"]),
    ("Gestion de la configuration de deux cents serveurs", &["configuration-management"]),
    ("Our team is in charge of the configuration management of the servers.", &["configuration-management"]),
    ("We are looking for a project manager to migrate the application to the cloud.", &["project-management"]),
    ("The work is about publishing open datasets and data governance.", &["open-data-publishing", "data-governance"]),
    ("You will write unit tests and review the code of a React developer.", &["unit-testing", "react"]),
    ("Usability testing and user research with citizens", &["user-research", "user-testing"]),
    ("Une développeuse React pour notre site", &["react"]),
    ("La conduite d'un changement difficile", &["change-management"]),
    ("Gouvernance et qualité des données", &["data-governance", "data-quality"]),
    ("Administration d'une base Postgres sur k8s", &["postgresql", "kubernetes"]),
    ("Une chaîne d'intégration continue sous Kuberntes", &["kubernetes", "continuous-integration"]),
    ("Scripts en langage R et en Python", &["r-language", "python"]),
    ("dev java, kubernetes et docker", &["java", "kubernetes", "docker"]),
    ("Développement en Go et en C#", &["go", "c-sharp"]),
    ("Un audit de l'accessibilité de deux sites", &["accessibility-audit"]),
    ("Penetration testing of a web application, incident response", &["penetration-testing", "incident-response"]),
];

/// Sentences that speak of no skill, however near their words are to labels.
const SILENT: &[&str] = &[
    "On y go, c'est la place de la mairie, et vite.",
    "Si l'équipe est prête, nous commençons lundi avec deux collègues.",
    "It is a good place to work, and we need you.",
    "La communication entre les services et leur gestion sont importantes.",
    "Catégorie C, plan B",
];

fn judged(file: &str, parts: &[&str], skills: &str) -> Vec<Judged> {
    let read = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let text: Vec<&str> = parts.iter().filter_map(|part| value[part].as_str()).collect();
        let slugs = value[skills].as_array().unwrap().iter().filter_map(|skill| skill["skill"].as_str());
        Judged { text: text.join("\n"), declared: slugs.map(SkillId::of_slug).collect() }
    };
    data(file).lines().map(read).collect()
}

fn missions() -> Vec<Judged> {
    judged("demo/missions.jsonl", &["title", "context", "deliverables"], "requirements")
}

fn talents() -> Vec<Judged> {
    judged("demo/talents.jsonl", &["headline", "biography"], "skills")
}

fn measure(what: &str, vocabulary: &Vocabulary, set: &[Judged]) -> Figures {
    let mut figures = Figures::default();
    let mut sure_right = 0;
    for Judged { text, declared } in set {
        let found = vocabulary.suggest(text);
        let found: Vec<(bool, u32)> =
            found.iter().map(|found| (declared.contains(&found.skill), found.confidence)).collect();
        let right = |most: usize| found.iter().take(most).filter(|(right, _)| *right).count() as f64;
        figures.precision5 += right(5) / declared.len().min(5) as f64 / set.len() as f64;
        figures.recall10 += right(10) / declared.len() as f64 / set.len() as f64;
        for (right, confidence) in found {
            let tenth = &mut figures.tenths[(confidence as usize / 100_000).min(9)];
            *tenth = (tenth.0 + 1, tenth.1 + usize::from(right));
            figures.sure += usize::from(confidence >= SURE);
            sure_right += usize::from(confidence >= SURE && right);
        }
    }
    figures.sure_right = sure_right as f64 / figures.sure as f64;
    println!("suggesting, {what}: {figures:.3?}");
    figures
}

/// The floors are a little below what is reached. The longest label at each word reached .339, .328 and .468 on
/// missions, .467, .233 and .563 on talents.
#[test]
fn texts_suggest_the_skills_declared_next_to_them() {
    let of_missions = measure("missions", &OWN, &missions());
    assert!(of_missions.precision5 >= 0.395, "{of_missions:?}");
    assert!(of_missions.recall10 >= 0.395, "{of_missions:?}");
    assert!(of_missions.sure_right >= 0.59, "{of_missions:?}");
    let of_talents = measure("talents", &OWN, &talents());
    assert!(of_talents.precision5 >= 0.525, "{of_talents:?}");
    assert!(of_talents.recall10 >= 0.27, "{of_talents:?}");
    assert!(of_talents.sure_right >= 0.69, "{of_talents:?}");
    if let Some(vocabulary) = with_taxonomy() {
        measure("missions, with a taxonomy", vocabulary, &missions());
        measure("talents, with a taxonomy", vocabulary, &talents());
    }
}

#[test]
fn words_in_another_order_form_or_language_lead_to_the_skill() {
    let mut missed = Vec::new();
    for (text, expected) in READ {
        let found = OWN.suggest(text);
        let first: Vec<String> = found.iter().take(expected.len() + 1).map(|hit| name(&OWN, hit.skill)).collect();
        if !expected.iter().all(|slug| first.iter().any(|first| first == slug)) {
            missed.push(format!("{text}: {first:?}"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn words_of_every_day_are_no_sure_sign_of_a_skill() {
    for text in SILENT {
        let sure: Vec<(String, u32)> = OWN
            .suggest(text)
            .iter()
            .filter(|found| found.confidence >= SURE)
            .map(|found| (name(&OWN, found.skill), found.confidence))
            .collect();
        assert!(sure.is_empty(), "{text}: {sure:?}");
    }
}
