//! Missions ready to be ranked, and a board of all of them to rank for a talent.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use talents_core::id::SkillId;
use talents_core::mission::MissionState;
use tantivy::fieldnorm::FieldNormReader;
use uuid::Uuid;

use super::order::{HeatValues, at, would_match};
use super::request::RankRequest;
use crate::analyzer::Analyzer;
use crate::document::{MissionDocument, TalentDocument};
use crate::eligibility::{ConditionBoard, Conditions};
use crate::hash::{Fnv, TieBreaker};
use crate::index::collection::{Document, frequencies};
use crate::index::image::Image;
use crate::index::image::talents::{TalentImage, TalentRow};
use crate::index::shelf::Shelf;
use crate::resemblance::Profile;
use crate::schema::TextField;
use crate::signal::coverage::{self, PreparedRequirement, RequirementBoard};
use crate::signal::query::{self, QueryTerms};
use crate::signal::resemblance::OccupationBoard;
use crate::signal::terms::TermBoard;
use crate::signal::weighted::WeightedTerms;
use crate::signal::weights::Shape;
use crate::signal::{self, Found, RECALL, SIGNALS, wide};
use crate::skills::Vocabulary;
use crate::statistics::{FieldStatistics, Frozen};

/// A mission with all that its ranking looks up. First comes, side by side, what is looked up of each candidate among
/// thousands of missions: they are far apart in memory.
#[repr(C)]
pub(crate) struct PreparedMission {
    /// What each signal weighs, in millionths.
    pub(crate) weights: [u32; SIGNALS],
    /// From which value on each signal that finds makes a match alone.
    pub(crate) floors: Found,
    /// The most that what is to come of the signals that find may add to a score: see [`signal::to_come_at_most`].
    pub(crate) to_come: u32,
    pub(crate) conditions: Conditions,
    pub(crate) ties: TieBreaker,
    /// Its id, or a hash of what it asks where it has none yet.
    pub(crate) id: Uuid,
    pub(crate) requirements: Vec<PreparedRequirement>,
    pub(crate) words: WeightedTerms,
    pub(crate) characters: WeightedTerms,
    pub(crate) title: WeightedTerms,
    pub(crate) profile: Profile,
}

impl PreparedMission {
    /// Looks up what a ranking needs: the skills that stand for those asked for, the weights of words.
    pub(crate) fn new(
        request: &RankRequest,
        vocabulary: &Vocabulary,
        frozen: &Frozen,
        analyzer: &mut Analyzer,
    ) -> Self {
        let words = frozen.statistics.of_talents(TextField::Words);
        let headlines = frozen.statistics.of_talents(TextField::Headline);
        let terms = QueryTerms::new(request, vocabulary, frozen, analyzer);
        let id = id_of(request);
        let mut prepared = Self {
            id,
            ties: TieBreaker::of_mission(id),
            conditions: Conditions::new(&request.modalities, request.host),
            requirements: coverage::prepare(&request.requirements, vocabulary, &frozen.statistics),
            words: terms.exact(words),
            characters: terms.alike(words, &frozen.soft),
            title: terms.of_title(headlines),
            weights: Shape::of(request, &terms, vocabulary.reference().is_some()).weights(),
            profile: mission_profile(request, &terms, vocabulary, words),
            floors: Found::default(),
            to_come: 0,
        };
        prepared.to_come = signal::to_come_at_most(&prepared);
        prepared.floors = RECALL.map(|signal| signal.floor(&prepared));
        prepared
    }
}

/// The reference occupations that a mission resembles; none where the vocabulary has no reference.
fn mission_profile(
    request: &RankRequest,
    terms: &QueryTerms,
    vocabulary: &Vocabulary,
    words: &FieldStatistics,
) -> Profile {
    let Some(reference) = vocabulary.reference() else { return Profile::new() };
    let asked = request.requirements.iter();
    let skills: Vec<(SkillId, f64)> =
        asked.map(|asked| (vocabulary.canonical(asked.skill), query::importance(asked.importance))).collect();
    reference.of_mission(&terms.counts, words, &skills)
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
    pub(crate) words: TalentTerms,
    pub(crate) headline: TalentTerms,
    pub(crate) profile: Profile,
}

/// The terms of a text of a talent.
#[derive(Debug)]
pub(crate) struct TalentTerms {
    pub(crate) frequencies: BTreeMap<String, u32>,
    /// The norm of the length of the text, as the index keeps it.
    pub(crate) norm: u8,
}

impl TalentTerms {
    /// Analyses a text as the index does.
    fn new(text: &str, analyzer: &mut Analyzer) -> Self {
        let terms = analyzer.terms(text);
        let norm = FieldNormReader::fieldnorm_to_id(terms.len() as u32);
        Self { frequencies: frequencies(terms), norm }
    }
}

impl PreparedTalent {
    /// Analyses the talent's texts as the index does.
    pub(crate) fn new(talent: &TalentDocument, vocabulary: &Vocabulary, analyzer: &mut Analyzer) -> Self {
        let image = TalentImage::of_one(talent);
        let skills = image.row(0).skills().collect();
        let words = TalentTerms::new(&talent.texts().join("\n"), analyzer);
        let headline = TalentTerms::new(&talent.headline, analyzer);
        let profile = vocabulary.profile_of_talent(&words.frequencies, &talent.skill_ids());
        Self { id: talent.uuid(), image, skills, words, headline, profile }
    }

    /// The talent as those of the index are seen.
    pub(crate) fn row(&self) -> TalentRow<'_> {
        self.image.row(0)
    }
}

/// The published missions of a snapshot, by what they ask for and what they write.
#[derive(Default)]
pub(crate) struct Board {
    /// The missions, in the order of their ids, ready to be ranked.
    pub(crate) missions: Vec<PreparedMission>,
    /// What they ask of whoever does them, and until when one may apply.
    pub(crate) conditions: ConditionBoard,
    /// The floors that most missions have, and the numbers of those that have others.
    floors: Found,
    other_floors: Vec<u32>,
    pub(crate) requirements: RequirementBoard,
    pub(crate) words: TermBoard,
    pub(crate) characters: TermBoard,
    pub(crate) titles: TermBoard,
    pub(crate) occupations: OccupationBoard,
}

impl Board {
    /// Prepares every published mission.
    pub(crate) fn new(shelf: &Shelf<MissionDocument>, vocabulary: &Vocabulary, frozen: &Frozen) -> Self {
        let published = shelf.alive().filter(|(_, mission)| mission.state == MissionState::Published);
        let mut documents: Vec<&MissionDocument> = published.map(|(_, mission)| mission).collect();
        documents.sort_by_key(|mission| mission.id);
        let mut board = Self::default();
        let mut analyzer = Analyzer::default();
        for document in &documents {
            // The day plays no part in the preparation; the caller sorts out what is open.
            let request = RankRequest::of_document(document, NaiveDate::MIN);
            board.add(PreparedMission::new(&request, vocabulary, frozen, &mut analyzer));
        }
        board.note_floors();
        let conditions = board.missions.iter().map(|mission| &mission.conditions);
        board.conditions = ConditionBoard::new(conditions.zip(documents.iter().map(|document| document.open_until())));
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
        self.requirements.push(mission, &prepared.requirements);
        self.words.push(mission, &prepared.words);
        self.characters.push(mission, &prepared.characters);
        self.titles.push(mission, &prepared.title);
        self.occupations.push(mission, &prepared.profile);
        self.missions.push(prepared);
    }

    fn note_floors(&mut self) {
        let mut missions: BTreeMap<Found, usize> = BTreeMap::new();
        for mission in &self.missions {
            *missions.entry(mission.floors).or_default() += 1;
        }
        let most = missions.into_iter().max_by_key(|(_, missions)| *missions);
        self.floors = most.map(|(floors, _)| floors).unwrap_or_default();
        let others = (0..).zip(&self.missions).filter(|(_, mission)| mission.floors != self.floors);
        self.other_floors = others.map(|(number, _)| number).collect();
    }

    /// Notes of each mission, by number, whether it would match if nothing kept it apart.
    pub(super) fn note_matching(&self, values: HeatValues<'_>, matching: &mut [u8]) {
        matching.fill(0);
        for (values, floor) in values.into_iter().zip(self.floors) {
            wide::note_reaching(values, floor, matching);
        }
        for number in self.other_floors.iter().map(|number| *number as usize) {
            matching[number] = would_match(at(values, number), self.missions[number].floors).into();
        }
    }
}
