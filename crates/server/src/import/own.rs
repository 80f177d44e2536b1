//! Our own vocabulary: the table `data/skills.csv`, or another one with its columns.

use std::collections::{HashMap, HashSet};

use talents_core::error::{Checks, Problem, Refusals};
use talents_core::id::SkillId;
use talents_core::skill::{Labels, Skill, SkillKind, SkillState};
use talents_store::{Transaction, skill};

use super::columns::Column;
use super::fields::Reader;
use super::lines::{Fields, Lines, OpenError};
use super::vocabulary::{over, succeed};
use super::{Format, Outcomes, merge_saved};
use crate::app::AppError;

/// The table that is in the binary.
const EMBEDDED: &str = include_str!("../../../../data/skills.csv");

/// The columns of a file of skills.
pub(super) const COLUMNS: &[Column] = &[
    Column::mandatory("id"),
    Column::mandatory("kind"),
    Column::optional("domain"),
    Column::mandatory("label_fr"),
    Column::optional("label_en"),
    Column::optional("synonyms_fr").list(),
    Column::optional("synonyms_en").list(),
    Column::optional("abbreviations").list(),
    Column::optional("broader").list(),
    Column::optional("related").list(),
    Column::optional("esco_uri"),
];

/// A line that is wrong: its number, and all that is wrong with it.
pub type BadLine = (u64, Refusals);

/// The skills of the table in the binary.
///
/// # Panics
/// Never: a test reads the table.
pub fn embedded() -> Vec<Skill> {
    parse(EMBEDDED).expect("the table in the binary was read by the tests")
}

/// The skills of a table in CSV.
///
/// # Errors
/// Every line that is wrong.
pub fn parse(table: &str) -> Result<Vec<Skill>, Vec<BadLine>> {
    let mut lines = Lines::open(table.as_bytes(), Format::Csv, COLUMNS).map_err(|error| match error {
        OpenError::Header(refusals) => vec![(1, refusals)],
        OpenError::Io(_) => vec![(1, Problem::NotUtf8 {}.into())],
    })?;
    let (mut numbers, mut records, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    while let Ok(Some(line)) = lines.next() {
        match line.fields {
            Ok(fields) => {
                numbers.push(line.number);
                records.push(fields);
            }
            Err(refusals) => bad.push((line.number, refusals)),
        }
    }
    let records: Vec<&Fields> = records.iter().collect();
    let mut skills = Vec::with_capacity(records.len());
    for (number, parsed) in numbers.into_iter().zip(read_all(&records, &HashSet::new())) {
        match parsed {
            Ok(skill) => skills.push(skill),
            Err(refusals) => bad.push((number, refusals)),
        }
    }
    if bad.is_empty() { Ok(skills) } else { Err(bad) }
}

/// Takes the records of a file.
pub(super) async fn take(tx: &mut Transaction, records: &[&Fields]) -> Result<Outcomes, AppError> {
    let kept = skill::all(tx).await?;
    let slugs: HashSet<String> = kept.iter().filter_map(|skill| skill.slug.clone()).collect();
    let parsed = read_all(records, &slugs);
    let kept: HashMap<SkillId, Skill> = kept.into_iter().map(|skill| (skill.id, skill)).collect();
    let plans: Vec<Result<Skill, Refusals>> =
        parsed.into_iter().map(|parsed| parsed.map(|own| over(own, &kept))).collect();
    let skills: Vec<Skill> = plans.iter().flatten().cloned().collect();
    let saved = skill::upsert_many(tx, &skills).await?;
    skill::upsert_many(tx, &succeed(&skills, &kept)).await?;
    Ok(merge_saved(plans, saved))
}

/// The skills of the records; those that they name are in the table, or among `slugs`.
fn read_all(records: &[&Fields], slugs: &HashSet<String>) -> Vec<Result<Skill, Refusals>> {
    let ids = records.iter().filter_map(|fields| fields.get(COLUMNS[0].name)?.as_str());
    let known: HashSet<&str> = ids.chain(slugs.iter().map(String::as_str)).collect();
    records.iter().map(|fields| read(fields, &known)).collect()
}

fn read(fields: &Fields, known: &HashSet<&str>) -> Result<Skill, Refusals> {
    let (mut checks, fields) = (Checks::default(), Reader::new(fields));
    let slug = fields.mandatory(&mut checks, "id");
    let kind = fields.code(&mut checks, "kind", SkillKind::parse, SkillKind::ALL);
    checks.require(kind.is_some(), "kind", || Problem::Missing {});
    let skill = Skill {
        id: SkillId::of_slug(&slug),
        kind: kind.unwrap_or(SkillKind::Knowledge),
        state: SkillState::Active,
        merged_into: None,
        french: Labels {
            preferred: fields.mandatory(&mut checks, "label_fr"),
            others: fields.list(&mut checks, "synonyms_fr"),
        },
        english: Labels {
            preferred: fields.text(&mut checks, "label_en"),
            others: fields.list(&mut checks, "synonyms_en"),
        },
        abbreviations: fields.list(&mut checks, "abbreviations"),
        broader: read_names(&mut checks, fields, "broader", known),
        related: read_names(&mut checks, fields, "related", known),
        uris: fields.optional(&mut checks, "esco_uri").into_iter().collect(),
        slug: Some(slug),
    };
    checks.finish(skill)
}

fn read_names(checks: &mut Checks, fields: Reader<'_>, name: &'static str, known: &HashSet<&str>) -> Vec<SkillId> {
    let slugs = fields.list(checks, name);
    for (index, slug) in slugs.iter().enumerate() {
        checks.inside(name, Some(index), |checks| {
            let unknown = || Problem::UnknownSkill { skill: slug.clone(), suggestion: String::new() };
            checks.require(known.contains(slug.as_str()), "", unknown);
        });
    }
    slugs.iter().map(|slug| SkillId::of_slug(slug)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_the_binary_reads() {
        let skills = embedded();
        assert!(skills.len() >= 400, "{}", skills.len());
        let kubernetes = skills.iter().find(|skill| skill.slug.as_deref() == Some("kubernetes")).unwrap();
        assert!(kubernetes.abbreviations.iter().any(|label| label == "k8s"));
    }

    #[test]
    fn a_skill_that_names_an_unknown_one_is_refused_with_its_line() {
        let table = "id,kind,label_fr,broader\nrust,TOOL,Rust,\njava,TOOL,Java,langage\n";
        let bad = parse(table).unwrap_err();
        assert_eq!(bad.len(), 1);
        assert_eq!(bad[0].0, 3);
        assert_eq!(bad[0].1.0[0].path, ["broader", "0"]);
    }
}
