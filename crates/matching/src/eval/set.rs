//! A judged set: queries, documents and judgments, in the manner of BEIR.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use talents_core::id::{SkillId, StructureId, TalentId};
use talents_core::mission::{Importance, Modalities, Requirement};
use talents_core::place::Remote;
use talents_core::skill::Level;
use talents_core::talent::TalentSkill;
use uuid::Uuid;

use crate::document::TalentDocument;
use crate::error::MatchingError;
use crate::rank::{RankRequest, UnknownSkill};
use crate::skills::Vocabulary;

/// The weight of every requirement of a query: they are not told apart but by importance.
const WEIGHT: u8 = 3;

/// A query: a mission, as far as the set says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    pub(super) id: String,
    title: String,
    required: Vec<String>,
    desired: Vec<String>,
    text: String,
    summary: String,
}

/// A document: a talent, as far as the set says it. A file of talents in the form of an import reads as well.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Doc {
    #[serde(alias = "external_id")]
    pub(super) id: String,
    #[serde(alias = "headline")]
    title: String,
    titles: Vec<String>,
    skills: Vec<DocSkill>,
    labels: Vec<String>,
    #[serde(alias = "biography")]
    text: String,
    summary: String,
}

/// A skill of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum DocSkill {
    /// As it is called.
    Label(String),
    /// By a name of the vocabulary, with its level.
    Leveled { skill: String, level: Level },
}

impl DocSkill {
    fn label(&self) -> &str {
        match self {
            Self::Label(label) => label,
            Self::Leveled { skill, .. } => skill,
        }
    }

    fn level(&self) -> Level {
        match self {
            Self::Label(_) => Level::CONFIRMED,
            Self::Leveled { level, .. } => *level,
        }
    }

    /// What it says in words: the label where a name of the vocabulary is given.
    fn words<'a>(&'a self, vocabulary: &'a Vocabulary) -> &'a str {
        match self {
            Self::Label(label) => label,
            Self::Leveled { skill, .. } => {
                vocabulary.resolve(skill).and_then(|id| vocabulary.skill(id)).map_or(skill, |skill| skill.label())
            }
        }
    }
}

/// Queries, documents, and how good each document is for each query.
pub(super) struct JudgedSet {
    pub(super) queries: Vec<Query>,
    pub(super) docs: Vec<Doc>,
    /// By query, then by document: the gain.
    pub(super) judgments: BTreeMap<String, BTreeMap<String, u32>>,
}

impl JudgedSet {
    /// Reads a folder; its documents are in a file of their own where `docs` names one.
    pub(super) fn read(folder: &Path, docs: Option<&Path>) -> Result<Self, MatchingError> {
        Ok(Self {
            queries: read_lines(&folder.join("queries.jsonl"))?,
            docs: read_lines(docs.unwrap_or(&folder.join("docs.jsonl")))?,
            judgments: read_judgments(&folder.join("qrels.tsv"))?,
        })
    }
}

fn problem(file: &Path, line: usize, reason: &impl ToString) -> MatchingError {
    MatchingError::JudgedSet { file: file.display().to_string(), line, reason: reason.to_string() }
}

fn read_text(file: &Path) -> Result<String, MatchingError> {
    std::fs::read_to_string(file).map_err(|error| problem(file, 0, &error))
}

fn read_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, MatchingError> {
    let parse = |(number, line)| serde_json::from_str(line).map_err(|error| problem(file, number + 1, &error));
    read_text(file)?.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(parse).collect()
}

fn read_judgments(file: &Path) -> Result<BTreeMap<String, BTreeMap<String, u32>>, MatchingError> {
    let mut judgments: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for (number, line) in read_text(file)?.lines().enumerate() {
        let [query, doc, gain] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(problem(file, number + 1, &"not three columns"));
        };
        let gain = gain.trim().parse().map_err(|error| problem(file, number + 1, &error))?;
        judgments.entry(query.to_owned()).or_default().insert(doc.to_owned(), gain);
    }
    Ok(judgments)
}

impl Query {
    /// The same query with every text changed; `change` sees them in a fixed order.
    pub(super) fn map(&self, mut change: impl FnMut(&str) -> String) -> Self {
        Self {
            id: self.id.clone(),
            title: change(&self.title),
            required: self.required.iter().map(|label| change(label)).collect(),
            desired: self.desired.iter().map(|label| change(label)).collect(),
            text: change(&self.text),
            summary: change(&self.summary),
        }
    }

    /// The labels that the vocabulary knows are requirements; the others are looked for as words.
    pub(super) fn as_request(&self, vocabulary: &Vocabulary) -> RankRequest {
        let (mut requirements, mut unknown_skills): (Vec<Requirement>, Vec<UnknownSkill>) = (Vec::new(), Vec::new());
        for (labels, importance) in [(&self.required, Importance::Essential), (&self.desired, Importance::Asset)] {
            for label in labels {
                match vocabulary.resolve(label) {
                    Some(skill) if requirements.iter().all(|known| known.skill != skill) => {
                        let min_level = Level::BEGINNER;
                        requirements.push(Requirement { skill, importance, min_level, weight: WEIGHT });
                    }
                    Some(_) => {}
                    None => unknown_skills.push(UnknownSkill { label: label.clone(), importance }),
                }
            }
        }
        RankRequest {
            mission: None,
            host: None,
            title: self.title.clone(),
            context: self.text.clone(),
            deliverables: self.summary.clone(),
            requirements,
            unknown_skills,
            modalities: Modalities::default(),
            as_of: NaiveDate::default(),
        }
    }

    /// All that the query says, for the baseline.
    pub(super) fn all_text(&self) -> String {
        let texts = [&self.title, &self.text, &self.summary];
        let texts = texts.into_iter().chain(&self.required).chain(&self.desired).map(String::as_str);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

impl Doc {
    /// A talent who says all that the document says, and has the skills that the vocabulary knows.
    pub(super) fn as_talent(&self, number: usize, vocabulary: &Vocabulary) -> TalentDocument {
        let mut levels: BTreeMap<SkillId, Level> = BTreeMap::new();
        let labels = self.labels.iter().map(|label| (label.as_str(), Level::CONFIRMED));
        for (label, level) in self.skills.iter().map(|skill| (skill.label(), skill.level())).chain(labels) {
            if let Some(skill) = vocabulary.resolve(label) {
                levels.entry(skill).or_insert(level);
            }
        }
        let skill = |(skill, level)| TalentSkill { skill, level, last_used: None, wants_to_develop: false };
        TalentDocument {
            id: TalentId(Uuid::from_u128(number as u128)),
            structure: StructureId(Uuid::nil()),
            ministry: StructureId(Uuid::nil()),
            discoverable: true,
            headline: self.headline().to_owned(),
            biography: self.written(),
            skills: levels.into_iter().map(skill).collect(),
            languages: None,
            remote: Remote::Full,
            places: None,
            times: None,
        }
    }

    /// What it is about; a document that has names and no title is about the first of them.
    fn headline(&self) -> &str {
        match self.labels.first() {
            Some(label) if self.title.is_empty() => label,
            _ => &self.title,
        }
    }

    /// What the document says in its own words.
    fn written(&self) -> String {
        let skills = self.skills.iter().filter_map(|skill| match skill {
            DocSkill::Label(label) => Some(label),
            DocSkill::Leveled { .. } => None,
        });
        let texts = [&self.text, &self.summary].into_iter().chain(&self.titles).chain(skills).chain(&self.labels);
        texts.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// All that the document says and has, for the baseline.
    pub(super) fn all_text(&self, vocabulary: &Vocabulary) -> String {
        let skills = self.skills.iter().map(|skill| skill.words(vocabulary));
        let texts = [&self.title, &self.text, &self.summary].into_iter().chain(&self.titles).chain(&self.labels);
        texts.map(String::as_str).chain(skills).collect::<Vec<_>>().join("\n")
    }
}

/// The number of the document that a talent was made of.
pub(super) fn doc_number(talent: TalentId) -> usize {
    talent.0.as_u128() as usize
}
