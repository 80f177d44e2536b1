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

/// A document: a talent, as far as the set says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Doc {
    pub(super) id: String,
    title: String,
    titles: Vec<String>,
    skills: Vec<String>,
    labels: Vec<String>,
    text: String,
    summary: String,
}

/// Queries, documents, and how good each document is for each query.
pub(super) struct JudgedSet {
    pub(super) queries: Vec<Query>,
    pub(super) docs: Vec<Doc>,
    /// By query, then by document: the gain.
    pub(super) judgments: BTreeMap<String, BTreeMap<String, u32>>,
}

impl JudgedSet {
    pub(super) fn read(folder: &Path) -> Result<Self, MatchingError> {
        Ok(Self {
            queries: read_lines(folder, "queries.jsonl")?,
            docs: read_lines(folder, "docs.jsonl")?,
            judgments: read_judgments(folder)?,
        })
    }
}

fn problem(file: &str, line: usize, reason: &impl ToString) -> MatchingError {
    MatchingError::JudgedSet { file: file.to_owned(), line, reason: reason.to_string() }
}

fn read_text(folder: &Path, file: &str) -> Result<String, MatchingError> {
    std::fs::read_to_string(folder.join(file)).map_err(|error| problem(file, 0, &error))
}

fn read_lines<T: DeserializeOwned>(folder: &Path, file: &str) -> Result<Vec<T>, MatchingError> {
    let parse = |(number, line)| serde_json::from_str(line).map_err(|error| problem(file, number + 1, &error));
    read_text(folder, file)?.lines().enumerate().filter(|(_, line)| !line.is_empty()).map(parse).collect()
}

fn read_judgments(folder: &Path) -> Result<BTreeMap<String, BTreeMap<String, u32>>, MatchingError> {
    const FILE: &str = "qrels.tsv";
    let mut judgments: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for (number, line) in read_text(folder, FILE)?.lines().enumerate() {
        let [query, doc, gain] = line.split('\t').collect::<Vec<_>>()[..] else {
            return Err(problem(FILE, number + 1, &"not three columns"));
        };
        let gain = gain.trim().parse().map_err(|error| problem(FILE, number + 1, &error))?;
        judgments.entry(query.to_owned()).or_default().insert(doc.to_owned(), gain);
    }
    Ok(judgments)
}

impl Query {
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
        texts.into_iter().chain(&self.required).chain(&self.desired).map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

impl Doc {
    /// A talent who says all that the document says, and has the skills that the vocabulary knows.
    pub(super) fn as_talent(&self, number: usize, vocabulary: &Vocabulary) -> TalentDocument {
        let mut known: Vec<SkillId> =
            self.skills.iter().chain(&self.labels).filter_map(|label| vocabulary.resolve(label)).collect();
        known.sort_unstable();
        known.dedup();
        let skill = |skill| TalentSkill { skill, level: Level::CONFIRMED, last_used: None, wants_to_develop: false };
        TalentDocument {
            id: TalentId(Uuid::from_u128(number as u128)),
            structure: StructureId(Uuid::nil()),
            ministry: StructureId(Uuid::nil()),
            discoverable: true,
            headline: self.title.clone(),
            biography: self.all_text(),
            skills: known.into_iter().map(skill).collect(),
            languages: None,
            remote: Remote::Full,
            places: None,
            times: None,
        }
    }

    fn all_text(&self) -> String {
        let texts = [&self.text, &self.summary].into_iter().chain(&self.titles).chain(&self.skills).chain(&self.labels);
        texts.map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// All that the document says, for the baseline.
    pub(super) fn with_title(&self) -> String {
        format!("{}\n{}", self.title, self.all_text())
    }
}

/// The number of the document that a talent was made of.
pub(super) fn doc_number(talent: TalentId) -> usize {
    talent.0.as_u128() as usize
}
