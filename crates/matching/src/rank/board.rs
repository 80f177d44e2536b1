//! Missions ready to be ranked, and a board of all of them to rank for a talent.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use talents_core::id::SkillId;
use talents_core::mission::MissionState;
use tantivy::fieldnorm::FieldNormReader;
use uuid::Uuid;

use super::request::RankRequest;
use crate::analyzer::Analyzer;
use crate::document::{MissionDocument, TalentDocument};
use crate::eligibility::Conditions;
use crate::hash::{Fnv, TieBreaker};
use crate::index::collection::Document;
use crate::index::image::Image;
use crate::index::image::talents::{TalentImage, TalentRow};
use crate::index::shelf::Shelf;
use crate::schema::TextField;
use crate::signal::coverage::{self, PreparedRequirement};
use crate::signal::terms::{self, WeightedTerms};
use crate::signal::{Found, RECALL, SIGNALS, weights};
use crate::skills::Vocabulary;
use crate::statistics::Frozen;

/// A mission with all that its ranking looks up.
pub(crate) struct PreparedMission {
    /// Its id, or a hash of what it asks where it has none yet.
    pub(crate) id: Uuid,
    pub(crate) ties: TieBreaker,
    pub(crate) conditions: Conditions,
    pub(crate) requirements: Vec<PreparedRequirement>,
    pub(crate) words: WeightedTerms,
    /// What each signal weighs, in millionths.
    pub(crate) weights: [u32; SIGNALS],
    /// From which value on each signal that finds makes a match alone.
    pub(crate) floors: Found,
}

impl PreparedMission {
    /// Looks up what a ranking needs: the skills that stand for those asked for, the weights of words.
    ///
    /// The labels of the skills asked for are words of the mission too: a talent may speak of what they did not list.
    pub(crate) fn new(
        request: &RankRequest,
        vocabulary: &Vocabulary,
        frozen: &Frozen,
        analyzer: &mut Analyzer,
    ) -> Self {
        let labels = request.requirements.iter().filter_map(|asked| vocabulary.skill(asked.skill));
        let labels = labels.map(talents_core::skill::Skill::label);
        let texts = [&*request.title, &*request.context, &*request.deliverables];
        let unknown = request.unknown_skills.iter().map(String::as_str);
        let text = texts.into_iter().chain(labels).chain(unknown).collect::<Vec<_>>().join("\n");
        let id = id_of(request);
        let mut prepared = Self {
            id,
            ties: TieBreaker::of_mission(id),
            conditions: Conditions::new(&request.modalities, request.host),
            requirements: coverage::prepare(&request.requirements, vocabulary, &frozen.statistics),
            words: terms::weigh(&text, frozen.statistics.of_talents(TextField::Words), analyzer),
            weights: weights::weights(request.requirements.len(), request.unknown_skills.len()),
            floors: Found::default(),
        };
        prepared.floors = RECALL.map(|signal| signal.floor(&prepared));
        prepared
    }
}

/// What settles the ties of a request: its mission, or what it asks, so that the same preview settles them alike.
pub(crate) fn id_of(request: &RankRequest) -> Uuid {
    let hash_of_content = || {
        let mut hash = Fnv::default();
        hash.write(format!("{request:?}").as_bytes());
        Uuid::from_u128(hash.finish().into())
    };
    request.mission.map_or_else(hash_of_content, Uuid::from)
}

/// A talent with all that a ranking of missions looks up.
pub(crate) struct PreparedTalent {
    pub(crate) id: Uuid,
    image: TalentImage,
    pub(crate) skills: Vec<(SkillId, u8)>,
    pub(crate) terms: BTreeMap<String, u32>,
    /// The norm of the length of the text, as the index keeps it.
    pub(crate) norm: u8,
}

impl PreparedTalent {
    /// Analyses the talent's texts as the index does.
    pub(crate) fn new(talent: &TalentDocument, vocabulary: &Vocabulary, analyzer: &mut Analyzer) -> Self {
        let (terms, length) = terms::frequencies(&talent.texts().join("\n"), analyzer);
        let image = TalentImage::of_one(talent);
        let skills = image.row(0).skills().collect();
        Self { id: talent.uuid(), image, skills, terms, norm: FieldNormReader::fieldnorm_to_id(length) }
    }

    /// The image that holds the talent alone.
    pub(crate) fn image(&self) -> &TalentImage {
        &self.image
    }

    /// The talent as those of the index are seen.
    pub(crate) fn row(&self) -> TalentRow<'_> {
        self.image.row(0)
    }
}

/// A requirement for which a skill may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The number of the requirement on the board.
    pub(crate) requirement: u32,
    /// What the skill adds to the mission's coverage, by level, in units.
    pub(crate) units: [u16; 4],
}

/// The published missions of a snapshot, by what they ask for and what they write.
#[derive(Default)]
pub(crate) struct Board {
    /// The documents, in the order of their ids.
    pub(crate) documents: Vec<Arc<MissionDocument>>,
    /// The same, ready to be ranked.
    pub(crate) missions: Vec<PreparedMission>,
    /// By the number of a requirement: the number of its mission.
    missions_of: Vec<u32>,
    by_skill: HashMap<SkillId, Vec<Wanted>>,
    by_word: HashMap<String, Vec<(u32, f64)>>,
}

impl Board {
    /// Prepares every published mission.
    pub(crate) fn new(shelf: &Shelf<MissionDocument>, vocabulary: &Vocabulary, frozen: &Frozen) -> Self {
        let published = shelf.alive().filter(|(_, mission)| mission.state == MissionState::Published);
        let mut documents: Vec<_> = published.map(|(_, mission)| Arc::new(mission.clone())).collect();
        documents.sort_by_key(|mission| mission.id);
        let mut board = Self::default();
        let mut analyzer = Analyzer::default();
        for document in documents {
            // The day plays no part in the preparation; the caller sorts out what is open.
            let request = RankRequest::of_document(&document, chrono::NaiveDate::MIN);
            board.add(PreparedMission::new(&request, vocabulary, frozen, &mut analyzer));
            board.documents.push(document);
        }
        board
    }

    /// A board with one mission, which need not be stored.
    #[cfg(test)]
    pub(crate) fn of_one(mission: PreparedMission) -> Self {
        let mut board = Self::default();
        board.add(mission);
        board
    }

    fn add(&mut self, prepared: PreparedMission) {
        let mission = self.missions.len() as u32;
        for asked in &prepared.requirements {
            let requirement = self.missions_of.len() as u32;
            self.missions_of.push(mission);
            for (skill, relation) in &asked.standing {
                let wanted = Wanted { requirement, units: asked.units(*relation) };
                self.by_skill.entry(*skill).or_default().push(wanted);
            }
        }
        for (term, weight) in &prepared.words {
            self.by_word.entry(term.clone()).or_default().push((mission, *weight));
        }
        self.missions.push(prepared);
    }

    /// How many requirements the missions have together.
    pub(crate) fn requirement_count(&self) -> usize {
        self.missions_of.len()
    }

    /// The number of the mission that a requirement is of.
    pub(crate) fn mission_of(&self, requirement: u32) -> usize {
        self.missions_of[requirement as usize] as usize
    }

    /// The requirements for which a talent's skill may stand.
    pub(crate) fn wanting(&self, skill: SkillId) -> &[Wanted] {
        self.by_skill.get(&skill).map_or(&[], Vec::as_slice)
    }

    /// The missions that write a term, with what it weighs in them.
    pub(crate) fn writing(&self, term: &str) -> &[(u32, f64)] {
        self.by_word.get(term).map_or(&[], Vec::as_slice)
    }
}
