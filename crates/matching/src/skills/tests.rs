//! Behaviours of the vocabulary, on a handful of skills.

use talents_core::skill::{Labels, SkillKind};

use super::*;

/// A skill of a test vocabulary.
pub(crate) fn skill(slug: &str, french: &str, abbreviations: &[&str], broader: &[&str], related: &[&str]) -> Skill {
    let ids = |slugs: &[&str]| slugs.iter().map(|slug| SkillId::of_slug(slug)).collect();
    Skill {
        id: SkillId::of_slug(slug),
        slug: Some(slug.to_owned()),
        kind: SkillKind::Tool,
        state: SkillState::Active,
        merged_into: None,
        french: Labels { preferred: french.to_owned(), others: Vec::new() },
        english: Labels::default(),
        abbreviations: abbreviations.iter().map(|&text| text.to_owned()).collect(),
        broader: ids(broader),
        related: ids(related),
        uris: Vec::new(),
    }
}

/// A vocabulary small enough to reason about.
pub(crate) fn small_vocabulary() -> Vocabulary {
    let skills = vec![
        skill("containers", "Conteneurs", &[], &[], &[]),
        skill("kubernetes", "Kubernetes", &["k8s"], &["containers"], &["devops"]),
        skill("docker", "Docker", &[], &["containers"], &[]),
        skill("devops", "DevOps", &[], &[], &[]),
        skill("databases", "Bases de données", &["BDD"], &[], &[]),
        skill("postgresql", "PostgreSQL", &["Postgres"], &["databases"], &[]),
        skill("java", "Développement Java", &["Java"], &[], &[]),
        skill("continuous-integration", "Intégration continue", &["CI"], &[], &["devops"]),
        skill("go", "Go", &[], &[], &[]),
    ];
    Vocabulary::build(skills, Vec::new())
}

fn first(query: &str) -> Option<SkillId> {
    small_vocabulary().complete(query).first().map(|hit| hit.skill)
}

#[test]
fn what_is_typed_completes_by_prefix_abbreviation_typo_and_accent() {
    for (typed, slug) in [
        ("postgre", "postgresql"),
        ("k8s", "kubernetes"),
        ("kubernets", "kubernetes"),
        ("kubrenetes", "kubernetes"),
        ("developpement java", "java"),
        ("donnees", "databases"),
        ("BDD", "databases"),
        ("integration contiue", "continuous-integration"),
    ] {
        assert_eq!(first(typed), Some(SkillId::of_slug(slug)), "{typed}");
    }
    assert_eq!(first(""), None);
    assert_eq!(first("zzzz"), None);
}

#[test]
fn a_name_resolves_whatever_its_case_and_accents_and_no_other_does() {
    let vocabulary = small_vocabulary();
    for name in ["intégration continue", "INTEGRATION CONTINUE", "continuous-integration", "ci"] {
        assert_eq!(vocabulary.resolve(name), Some(SkillId::of_slug("continuous-integration")), "{name}");
    }
    assert_eq!(vocabulary.resolve("integration"), None);
    assert_eq!(vocabulary.nearest_label("Kubernetis"), Some("Kubernetes"));
}

#[test]
fn a_text_suggests_the_longest_label_and_keeps_its_words() {
    let found = small_vocabulary().suggest("Mise en place de l'intégration continue sur k8s ; on y go. Kubernettes.");
    let of = |slug: &str| found.iter().find(|suggestion| suggestion.skill == SkillId::of_slug(slug));
    assert_eq!(of("continuous-integration").map(|found| found.matched_text.as_str()), Some("intégration continue"));
    assert_eq!(of("kubernetes").map(|found| found.matched_text.as_str()), Some("k8s"));
    assert!(of("go").is_none(), "a short label stands as it is written");
}

#[test]
fn a_merged_skill_resolves_to_what_it_became_and_stands_for_it() {
    let mut merged = skill("k8", "Kubernète", &[], &[], &[]);
    merged.state = SkillState::Merged;
    merged.merged_into = Some(SkillId::of_slug("kubernetes"));
    let vocabulary = Vocabulary::build(vec![merged, skill("kubernetes", "Kubernetes", &[], &[], &[])], Vec::new());
    let kubernetes = SkillId::of_slug("kubernetes");
    assert_eq!(vocabulary.skill(SkillId::of_slug("k8")).map(|skill| skill.id), Some(kubernetes));
    let standing = vocabulary.standing_for(kubernetes);
    assert!(standing.contains(&(SkillId::of_slug("k8"), Relation::Exact)), "{standing:?}");
}

#[test]
fn relations_are_those_of_the_graph() {
    let vocabulary = small_vocabulary();
    let relation = |asked: &str, found: &str| {
        let standing = vocabulary.standing_for(SkillId::of_slug(asked));
        standing.iter().find(|(id, _)| *id == SkillId::of_slug(found)).map(|(_, relation)| *relation)
    };
    assert_eq!(relation("containers", "kubernetes"), Some(Relation::Narrower));
    assert_eq!(relation("kubernetes", "containers"), Some(Relation::Broader));
    assert_eq!(relation("kubernetes", "docker"), Some(Relation::Sibling));
    assert_eq!(relation("devops", "kubernetes"), Some(Relation::Related));
    assert_eq!(relation("kubernetes", "java"), None);
}
