//! ESCO's own CSV files, as the European Commission publishes them: skills and occupations in several languages, their
//! hierarchy and their relations.
//!
//! Skill groups are left out: they are shelves rather than skills, and forty skills on one shelf say little about each
//! other. Relations between skills, essential or optional, all count as « related ».

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use talents_core::error::{Problem, Refusals};
use talents_core::id::{OccupationId, SkillId};
use talents_core::skill::{Labels, Occupation, Skill, SkillKind, SkillState};

/// Skills and occupations, each with the id that derives from its URI.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EscoTaxonomy {
    /// The skills, by URI.
    pub skills: Vec<Skill>,
    /// The occupations, by URI, with the skills that they want.
    pub occupations: Vec<Occupation>,
}

/// Why a folder can't be read.
#[derive(Debug)]
pub enum EscoError {
    /// A file is missing, or the system can't read it.
    Io(io::Error),
    /// A file does not have the form that ESCO gives it.
    Malformed {
        /// Which file.
        file: PathBuf,
        /// The number of the line.
        line: u64,
        /// What is wrong.
        refusals: Refusals,
    },
}

/// Reads a folder: `skills_fr.csv` or `skills_en.csv`, or both, and what there is of the rest.
pub fn read(folder: &Path) -> Result<EscoTaxonomy, EscoError> {
    let french = concepts(folder, "skills_fr", ["skillType"])?;
    let english = concepts(folder, "skills_en", ["skillType"])?;
    if french.is_empty() && english.is_empty() {
        let missing = folder.join("skills_fr.csv").display().to_string();
        return Err(EscoError::Io(io::Error::new(io::ErrorKind::NotFound, missing)));
    }
    let mut skills = Concepts::default();
    for (concepts, is_french) in [(french, true), (english, false)] {
        for Concept { uri, labels, more: [skill_type] } in concepts {
            let skill = skills.entry(&uri, || new_skill(&uri, &skill_type));
            *(if is_french { &mut skill.french } else { &mut skill.english }) = labels;
        }
    }
    add_hierarchy(folder, &mut skills)?;
    add_relations(folder, &mut skills)?;
    let occupations = read_occupations(folder, &skills)?;
    Ok(EscoTaxonomy { skills: skills.into_sorted(), occupations })
}

/// What a file describes, by URI.
struct Concepts<T>(HashMap<String, T>);

impl<T> Default for Concepts<T> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T> Concepts<T> {
    fn entry(&mut self, uri: &str, new: impl FnOnce() -> T) -> &mut T {
        self.0.entry(uri.to_owned()).or_insert_with(new)
    }

    fn get_mut(&mut self, uri: &str) -> Option<&mut T> {
        self.0.get_mut(uri)
    }

    fn contains(&self, uri: &str) -> bool {
        self.0.contains_key(uri)
    }

    fn into_sorted(self) -> Vec<T> {
        let mut concepts: Vec<(String, T)> = self.0.into_iter().collect();
        concepts.sort_by(|(first, _), (second, _)| first.cmp(second));
        concepts.into_iter().map(|(_, concept)| concept).collect()
    }
}

/// A line that describes a concept in one language, with the columns that its kind has beside.
struct Concept<const N: usize> {
    uri: String,
    labels: Labels,
    more: [String; N],
}

fn new_skill(uri: &str, skill_type: &str) -> Skill {
    Skill {
        id: SkillId::of_uri(uri),
        slug: None,
        kind: if skill_type == "knowledge" { SkillKind::Knowledge } else { SkillKind::Practice },
        state: SkillState::Active,
        merged_into: None,
        french: Labels::default(),
        english: Labels::default(),
        abbreviations: Vec::new(),
        broader: Vec::new(),
        related: Vec::new(),
        uris: vec![uri.to_owned()],
    }
}

fn add_hierarchy(folder: &Path, skills: &mut Concepts<Skill>) -> Result<(), EscoError> {
    for [narrower, broader] in rows(folder, "broaderRelationsSkillPillar", ["conceptUri", "broaderUri"])? {
        let known = narrower != broader && skills.contains(&broader);
        if let Some(skill) = skills.get_mut(&narrower).filter(|_| known) {
            push_new(&mut skill.broader, SkillId::of_uri(&broader));
        }
    }
    Ok(())
}

fn add_relations(folder: &Path, skills: &mut Concepts<Skill>) -> Result<(), EscoError> {
    for [original, related] in rows(folder, "skillSkillRelations", ["originalSkillUri", "relatedSkillUri"])? {
        let known = original != related && skills.contains(&related);
        if let Some(skill) = skills.get_mut(&original).filter(|_| known) {
            push_new(&mut skill.related, SkillId::of_uri(&related));
        }
    }
    Ok(())
}

fn read_occupations(folder: &Path, skills: &Concepts<Skill>) -> Result<Vec<Occupation>, EscoError> {
    let mut occupations = Concepts::default();
    for (stem, is_french) in [("occupations_fr", true), ("occupations_en", false)] {
        for Concept { uri, labels, more: [description] } in concepts(folder, stem, ["description"])? {
            let occupation = occupations.entry(&uri, || new_occupation(&uri));
            if is_french {
                (occupation.french, occupation.description_fr) = (labels, description);
            } else {
                (occupation.english, occupation.description_en) = (labels, description);
            }
        }
    }
    let columns = ["occupationUri", "relationType", "skillUri"];
    for [occupation, relation, skill] in rows(folder, "occupationSkillRelations", columns)? {
        let known = skills.contains(&skill);
        if let Some(occupation) = occupations.get_mut(&occupation).filter(|_| known) {
            let wanted = if relation == "essential" { &mut occupation.essential } else { &mut occupation.optional };
            push_new(wanted, SkillId::of_uri(&skill));
        }
    }
    Ok(occupations.into_sorted())
}

fn new_occupation(uri: &str) -> Occupation {
    Occupation {
        id: OccupationId::of_uri(uri),
        uri: uri.to_owned(),
        french: Labels::default(),
        english: Labels::default(),
        description_fr: String::new(),
        description_en: String::new(),
        essential: Vec::new(),
        optional: Vec::new(),
    }
}

/// The released concepts of a file in one language, with the columns `more`; none where the folder has no such file.
fn concepts<const N: usize>(folder: &Path, stem: &str, more: [&'static str; N]) -> Result<Vec<Concept<N>>, EscoError> {
    let Some(mut table) = Table::open(folder, stem)? else { return Ok(Vec::new()) };
    let [uri, preferred, others, hidden, status] =
        table.columns(["conceptUri", "preferredLabel", "altLabels", "hiddenLabels", "status"])?;
    let more = table.columns(more)?;
    let mut concepts = Vec::new();
    table.each(|record| {
        let value = |column: usize| record.get(column).unwrap_or_default().trim();
        if value(status) == "released" {
            let others = value(others).lines().chain(value(hidden).lines());
            let labels = labels(value(preferred), others);
            concepts.push(Concept {
                uri: value(uri).to_owned(),
                labels,
                more: more.map(|column| value(column).to_owned()),
            });
        }
    })?;
    Ok(concepts)
}

/// The labels of a concept, each once.
fn labels<'a>(preferred: &str, others: impl Iterator<Item = &'a str>) -> Labels {
    let mut labels = Labels { preferred: preferred.to_owned(), others: Vec::new() };
    for other in others.map(str::trim).filter(|label| !label.is_empty() && *label != preferred) {
        push_new(&mut labels.others, other.to_owned());
    }
    labels
}

/// Columns of every line of a file; none where the folder has no such file.
fn rows<const N: usize>(folder: &Path, stem: &str, names: [&'static str; N]) -> Result<Vec<[String; N]>, EscoError> {
    let Some(mut table) = Table::open(folder, stem)? else { return Ok(Vec::new()) };
    let columns = table.columns(names)?;
    let mut rows = Vec::new();
    table.each(|record| rows.push(columns.map(|column| record.get(column).unwrap_or_default().trim().to_owned())))?;
    Ok(rows)
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// A file of a folder.
struct Table {
    file: PathBuf,
    reader: csv::Reader<std::fs::File>,
    header: csv::StringRecord,
}

impl Table {
    /// Opens `stem.csv`; newer releases name a language on every file, which says nothing of relations.
    fn open(folder: &Path, stem: &str) -> Result<Option<Self>, EscoError> {
        let names = [format!("{stem}.csv"), format!("{stem}_en.csv"), format!("{stem}_fr.csv")];
        let Some(file) = names.iter().map(|name| folder.join(name)).find(|file| file.is_file()) else {
            return Ok(None);
        };
        let mut reader = csv::Reader::from_path(&file).map_err(|error| malformed(&file, error))?;
        let header = reader.headers().map_err(|error| malformed(&file, error))?.clone();
        Ok(Some(Self { file, reader, header }))
    }

    /// The places of the columns of those names.
    fn columns<const N: usize>(&self, names: [&'static str; N]) -> Result<[usize; N], EscoError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            let found = self.header.iter().position(|column| column.trim_start_matches('\u{feff}') == name);
            let unknown = || Problem::UnknownColumn { column: name.to_owned(), allowed: names.join(", ") };
            *place = found.ok_or_else(|| self.at(1, unknown()))?;
        }
        Ok(places)
    }

    fn each(&mut self, mut take: impl FnMut(&csv::StringRecord)) -> Result<(), EscoError> {
        let mut record = csv::StringRecord::new();
        while self.reader.read_record(&mut record).map_err(|error| malformed(&self.file, error))? {
            take(&record);
        }
        Ok(())
    }

    fn at(&self, line: u64, problem: Problem) -> EscoError {
        EscoError::Malformed { file: self.file.clone(), line, refusals: problem.into() }
    }
}

fn malformed(file: &Path, error: csv::Error) -> EscoError {
    let line = error.position().map_or(0, csv::Position::line);
    let problem = match error.into_kind() {
        csv::ErrorKind::Io(error) => return EscoError::Io(error),
        csv::ErrorKind::Utf8 { .. } => Problem::NotUtf8 {},
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Problem::FieldCount {
            found: usize::try_from(len).unwrap_or(usize::MAX),
            expected: usize::try_from(expected_len).unwrap_or(usize::MAX),
        },
        other => Problem::MalformedLine { detail: format!("{other:?}") },
    };
    EscoError::Malformed { file: file.to_owned(), line, refusals: problem.into() }
}
