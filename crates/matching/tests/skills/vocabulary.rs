//! The vocabularies that the tests ask: our own table, alone or with a taxonomy in ESCO's layout.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use talents_core::id::SkillId;
use talents_core::skill::{Labels, Skill, SkillKind, SkillState};
use talents_matching::Vocabulary;

use super::table::columns;

/// Our own skills.
pub(crate) static OWN_SKILLS: LazyLock<Vec<Skill>> = LazyLock::new(own_skills);

/// Our own vocabulary.
pub(crate) static OWN: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::build(OWN_SKILLS.clone(), Vec::new()));

/// A file of the repository.
pub(crate) fn data(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)).unwrap()
}

/// The name of a skill, for what a test says.
pub(crate) fn name(vocabulary: &Vocabulary, id: SkillId) -> String {
    let skill = vocabulary.skill(id).unwrap();
    skill.slug.clone().unwrap_or_else(|| format!("“{}”", skill.label()))
}

/// Our own vocabulary and the labels of a folder in ESCO's layout, named by `TALENTS_TAXONOMY`; `None` without it.
pub(crate) fn with_taxonomy() -> Option<&'static Vocabulary> {
    static WHOLE: LazyLock<Option<Vocabulary>> = LazyLock::new(read_taxonomy);
    WHOLE.as_ref()
}

fn read_taxonomy() -> Option<Vocabulary> {
    let folder = std::env::var_os("TALENTS_TAXONOMY")?;
    let mut skills: BTreeMap<SkillId, Skill> = OWN_SKILLS.iter().map(|skill| (skill.id, skill.clone())).collect();
    let ours: BTreeMap<String, SkillId> =
        OWN_SKILLS.iter().flat_map(|skill| skill.uris.iter().map(|uri| (uri.clone(), skill.id))).collect();
    for (file, is_french) in [("skills_fr.csv", true), ("skills_en.csv", false)] {
        let table = std::fs::read_to_string(Path::new(&folder).join(file)).unwrap();
        for [uri, preferred, others] in columns(&table, ["conceptUri", "preferredLabel", "altLabels"]) {
            let id = ours.get(&uri).copied().unwrap_or_else(|| SkillId::of_uri(&uri));
            let skill = skills.entry(id).or_insert_with(|| skill(id, None));
            let labels = if is_french { &mut skill.french } else { &mut skill.english };
            let mut said = std::iter::once(preferred).chain(others.lines().map(str::to_owned));
            if labels.preferred.is_empty() {
                labels.preferred = said.next().unwrap();
            }
            labels.others.extend(said.filter(|label| !label.is_empty()));
        }
    }
    Some(Vocabulary::build(skills.into_values().collect(), Vec::new()))
}

fn own_skills() -> Vec<Skill> {
    let names = [
        "id",
        "kind",
        "label_fr",
        "label_en",
        "synonyms_fr",
        "synonyms_en",
        "abbreviations",
        "broader",
        "related",
        "esco_uri",
    ];
    let slugs = |cell: &str| cell.split('|').filter(|slug| !slug.is_empty()).map(SkillId::of_slug).collect();
    let list = |cell: &str| cell.split('|').filter(|label| !label.is_empty()).map(str::to_owned).collect();
    let read =
        |[slug, kind, french, english, more_french, more_english, abbreviations, broader, related, uri]: [String;
             10]| Skill {
            kind: SkillKind::parse(&kind).unwrap(),
            french: Labels { preferred: french, others: list(&more_french) },
            english: Labels { preferred: english, others: list(&more_english) },
            abbreviations: list(&abbreviations),
            broader: slugs(&broader),
            related: slugs(&related),
            uris: list(&uri),
            ..skill(SkillId::of_slug(&slug), Some(slug))
        };
    columns(&data("skills.csv"), names).into_iter().map(read).collect()
}

fn skill(id: SkillId, slug: Option<String>) -> Skill {
    Skill {
        id,
        slug,
        kind: SkillKind::Knowledge,
        state: SkillState::Active,
        merged_into: None,
        french: Labels::default(),
        english: Labels::default(),
        abbreviations: Vec::new(),
        broader: Vec::new(),
        related: Vec::new(),
        uris: Vec::new(),
    }
}
