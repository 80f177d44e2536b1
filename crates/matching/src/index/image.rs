//! What stays in memory of a segment: its rows, and who has which skill.

use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use talents_core::calendar::Days;
use talents_core::id::{SkillId, StructureId, TalentId};
use talents_core::mission::Requirement;
use talents_core::place::{LanguageCode, Remote};
use tantivy::SegmentReader;
use tantivy::schema::Field;
use uuid::Uuid;

use super::collection::Document;
use crate::document::{MissionDocument, TalentDocument};
use crate::error::MatchingError;
use crate::place::Departments;

/// What is stored of a document: itself, and how many terms each of its text fields has.
#[derive(Serialize, Deserialize)]
pub(crate) struct Stored<D> {
    pub(crate) document: D,
    pub(crate) lengths: [u32; 3],
}

/// What stays in memory of a document.
pub(crate) trait Row: Send + Sync {
    /// The id of the document.
    fn uuid(&self) -> Uuid;
    /// The skills that it has or asks for, with their levels.
    fn levels(&self) -> Vec<(SkillId, u8)>;
}

/// A document that has a skill.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SkillPosting {
    /// Its number in the segment.
    pub(crate) doc: u32,
    /// The level, from 1 to 4.
    pub(crate) level: u8,
}

/// A segment in memory. Deletes are not its matter: the segment's reader knows who is alive.
pub(crate) struct SegmentImage<R> {
    /// The rows, by number.
    pub(crate) rows: Vec<R>,
    /// The lengths of the text fields, by number.
    pub(crate) lengths: Vec<[u32; 3]>,
    /// Who has a skill, in the order of their numbers.
    pub(crate) skills: HashMap<SkillId, Vec<SkillPosting>>,
    /// The numbers of an id: more than one where a document was replaced within the segment.
    pub(crate) by_id: HashMap<Uuid, Vec<u32>>,
}

impl<R: Row> SegmentImage<R> {
    /// Decodes every record of a segment, the deleted ones too, so that numbers stay those of the segment.
    pub(crate) fn decode<D: Document<Row = R>>(reader: &SegmentReader, record: Field) -> Result<Self, MatchingError> {
        let store = reader.get_store_reader(8)?;
        let count = reader.max_doc() as usize;
        let mut image = Self {
            rows: Vec::with_capacity(count),
            lengths: Vec::with_capacity(count),
            skills: HashMap::new(),
            by_id: HashMap::with_capacity(count),
        };
        for doc in 0..reader.max_doc() {
            let stored = stored::<D>(&store, record, doc)?;
            image.add(doc, stored.document.into_row(), stored.lengths);
        }
        Ok(image)
    }

    fn add(&mut self, doc: u32, row: R, lengths: [u32; 3]) {
        for (skill, level) in row.levels() {
            self.skills.entry(skill).or_default().push(SkillPosting { doc, level });
        }
        self.by_id.entry(row.uuid()).or_default().push(doc);
        self.rows.push(row);
        self.lengths.push(lengths);
    }
}

/// Reads a stored record.
pub(crate) fn stored<D: Document>(
    store: &tantivy::store::StoreReader,
    record: Field,
    doc: u32,
) -> Result<Stored<D>, MatchingError> {
    use tantivy::schema::Value;
    let entry: tantivy::TantivyDocument = store.get(doc)?;
    let bytes = entry.get_first(record).and_then(|value| value.as_bytes()).unwrap_or_default();
    Ok(postcard::from_bytes(bytes)?)
}

/// A talent in memory.
#[derive(Debug, Clone)]
pub(crate) struct TalentRow {
    pub(crate) id: TalentId,
    pub(crate) structure: StructureId,
    pub(crate) discoverable: bool,
    pub(crate) remote: Remote,
    /// Where; `None` when hidden.
    pub(crate) departments: Option<Departments>,
    /// Minutes per week; `None` when hidden.
    pub(crate) minutes_per_week: Option<u32>,
    /// When, in order and apart from each other; empty for any time, and when hidden.
    pub(crate) windows: Box<[Days]>,
    /// `None` when hidden.
    pub(crate) languages: Option<BTreeSet<LanguageCode>>,
    pub(crate) skills: Box<[(SkillId, u8)]>,
}

impl Row for TalentRow {
    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn levels(&self) -> Vec<(SkillId, u8)> {
        self.skills.to_vec()
    }
}

impl Row for MissionDocument {
    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn levels(&self) -> Vec<(SkillId, u8)> {
        let level = |requirement: &Requirement| (requirement.skill, requirement.min_level.get());
        self.content.requirements.iter().map(level).collect()
    }
}

impl Document for MissionDocument {
    type Row = Self;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.content.title, &self.content.context, &self.content.deliverables]
    }

    fn skills(&self) -> Vec<SkillId> {
        self.content.requirements.iter().map(|requirement| requirement.skill).collect()
    }

    fn into_row(self) -> Self {
        self
    }
}

impl Document for TalentDocument {
    type Row = TalentRow;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.headline, &self.biography]
    }

    fn skills(&self) -> Vec<SkillId> {
        self.skills.iter().map(|skill| skill.skill).collect()
    }

    fn into_row(self) -> TalentRow {
        TalentRow::from(&self)
    }
}

impl From<&TalentDocument> for TalentRow {
    fn from(document: &TalentDocument) -> Self {
        let windows = document.times.as_ref().map(|times| apart(&times.windows)).unwrap_or_default();
        Self {
            id: document.id,
            structure: document.structure,
            discoverable: document.discoverable,
            remote: document.remote,
            departments: document.places.as_ref().map(Departments::of_places),
            minutes_per_week: document.times.as_ref().map(|times| times.minutes_per_week),
            windows: windows.into_boxed_slice(),
            languages: document.languages.clone(),
            skills: document.skills.iter().map(|skill| (skill.skill, skill.level.get())).collect(),
        }
    }
}

/// The same days as spans that do not overlap, in order, so that no day counts twice.
fn apart(windows: &[Days]) -> Vec<Days> {
    let mut sorted = windows.to_vec();
    sorted.sort_unstable();
    let mut merged: Vec<Days> = Vec::with_capacity(sorted.len());
    for days in sorted {
        match merged.last_mut() {
            Some(last) if days.first() <= last.last() => {
                let end = last.last().max(days.last());
                *last = Days::try_new(last.first(), end).unwrap_or(*last);
            }
            _ => merged.push(days),
        }
    }
    merged
}
