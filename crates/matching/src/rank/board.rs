//! Missions ready to be ranked, and a board of all of them to rank for a talent.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use talents_core::id::{SkillId, StructureId};
use talents_core::mission::{MissionState, Modalities};
use uuid::Uuid;

use super::request::RankRequest;
use crate::analyzer::Analyzer;
use crate::document::{MissionDocument, TalentDocument};
use crate::hash::Fnv;
use crate::index::collection::Document;
use crate::index::image::TalentRow;
use crate::index::shelf::Shelf;
use crate::signal::coverage::{self, PreparedRequirement};
use crate::signal::words::{self, WeightedTerms};
use crate::skills::{Relation, Vocabulary};
use crate::statistics::Statistics;

/// A mission with all that its ranking looks up.
pub(crate) struct PreparedMission {
    /// What settles its ties: its id, or a hash of what it asks where it has none yet.
    pub(crate) tie_id: Uuid,
    pub(crate) host: Option<StructureId>,
    pub(crate) modalities: Modalities,
    pub(crate) requirements: Vec<PreparedRequirement>,
    /// How many skills are asked for that the vocabulary does not know.
    pub(crate) unknown_skills: usize,
    pub(crate) terms: WeightedTerms,
}

impl PreparedMission {
    /// Looks up what a ranking needs: the skills that stand for those asked for, the weights of words.
    ///
    /// The labels of the skills asked for are words of the mission too: a talent may speak of what they did not list.
    pub(crate) fn new(
        request: &RankRequest,
        vocabulary: &Vocabulary,
        statistics: &Statistics,
        analyzer: &mut Analyzer,
    ) -> Self {
        let labels = request.requirements.iter().filter_map(|asked| vocabulary.skill(asked.skill));
        let labels = labels.map(talents_core::skill::Skill::label);
        let texts = [&*request.title, &*request.context, &*request.deliverables];
        let unknown = request.unknown_skills.iter().map(String::as_str);
        let text = texts.into_iter().chain(labels).chain(unknown).collect::<Vec<_>>().join("\n");
        Self {
            tie_id: request.mission.map_or_else(|| hash_of(request), Uuid::from),
            host: request.host,
            modalities: request.modalities.clone(),
            requirements: coverage::prepare(&request.requirements, vocabulary, statistics),
            unknown_skills: request.unknown_skills.len(),
            terms: words::weigh(&text, statistics, analyzer),
        }
    }
}

/// A stable id for a mission that has none: the same preview settles its ties alike.
fn hash_of(request: &RankRequest) -> Uuid {
    let mut hash = Fnv::default();
    hash.write(format!("{request:?}").as_bytes());
    Uuid::from_u128(hash.finish().into())
}

/// A talent with all that a ranking of missions looks up.
pub(crate) struct PreparedTalent {
    pub(crate) row: TalentRow,
    pub(crate) terms: BTreeMap<String, u32>,
    pub(crate) length: u32,
}

impl PreparedTalent {
    /// Analyses the talent's texts as the index does.
    pub(crate) fn new(talent: &TalentDocument, analyzer: &mut Analyzer) -> Self {
        let (terms, length) = words::frequencies(&talent.texts().join("\n"), analyzer);
        Self { row: TalentRow::from(talent), terms, length }
    }
}

/// A requirement for which a skill may stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The number of the mission on the board.
    pub(crate) mission: u32,
    /// The number of the requirement in the mission.
    pub(crate) requirement: u32,
    /// How the skill stands to the one asked for.
    pub(crate) relation: Relation,
}

/// The published missions of a snapshot, by what they ask for and what they write.
#[derive(Default)]
pub(crate) struct Board {
    /// The documents, in the order of their ids.
    pub(crate) documents: Vec<Arc<MissionDocument>>,
    /// The same, ready to be ranked.
    pub(crate) missions: Vec<PreparedMission>,
    by_skill: HashMap<SkillId, Vec<Wanted>>,
    by_term: HashMap<String, Vec<(u32, f64)>>,
}

impl Board {
    /// Prepares every published mission.
    pub(crate) fn new(shelf: &Shelf<MissionDocument>, vocabulary: &Vocabulary, statistics: &Statistics) -> Self {
        let published = shelf.alive().filter(|(_, mission)| mission.state == MissionState::Published);
        let mut documents: Vec<_> = published.map(|(_, mission)| Arc::new(mission.clone())).collect();
        documents.sort_by_key(|mission| mission.id);
        let mut board = Self::default();
        let mut analyzer = Analyzer::default();
        for document in documents {
            // The day plays no part in the preparation; the caller sorts out what is open.
            let request = RankRequest::of_document(&document, chrono::NaiveDate::MIN);
            board.add(document, PreparedMission::new(&request, vocabulary, statistics, &mut analyzer));
        }
        board
    }

    fn add(&mut self, document: Arc<MissionDocument>, prepared: PreparedMission) {
        let mission = self.missions.len() as u32;
        for (requirement, asked) in prepared.requirements.iter().enumerate() {
            for (skill, relation) in &asked.standing {
                let wanted = Wanted { mission, requirement: requirement as u32, relation: *relation };
                self.by_skill.entry(*skill).or_default().push(wanted);
            }
        }
        for (term, weight) in &prepared.terms {
            self.by_term.entry(term.clone()).or_default().push((mission, *weight));
        }
        self.documents.push(document);
        self.missions.push(prepared);
    }

    /// The requirements for which a talent's skill may stand.
    pub(crate) fn wanting(&self, skill: SkillId) -> &[Wanted] {
        self.by_skill.get(&skill).map_or(&[], Vec::as_slice)
    }

    /// The missions that write a term, with what it weighs in them.
    pub(crate) fn writing(&self, term: &str) -> &[(u32, f64)] {
        self.by_term.get(term).map_or(&[], Vec::as_slice)
    }
}
