//! What readers hold: one consistent view of talents, missions, vocabulary and statistics.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::NaiveDate;
use talents_core::id::{MissionId, SkillId, TalentId};

use super::collection::Document;
use super::shelf::Shelf;
use crate::document::{MissionDocument, TalentDocument};
use crate::rank::board::Board;
use crate::schema::{TEXT_FIELDS, TextField};
use crate::skills::{Completions, Popularity, Vocabulary};
use crate::statistics::{FieldStatistics, Frozen, Statistics};

/// The version of the rules of ranking: signals, weights, eligibility, order.
pub(crate) const RULES: u32 = 4;

/// A view that does not change while it is held. Cloning it is cheap.
#[derive(Clone)]
pub struct Snapshot {
    pub(crate) talents: Arc<Shelf<TalentDocument>>,
    pub(crate) missions: Arc<Shelf<MissionDocument>>,
    pub(crate) vocabulary: Arc<Vocabulary>,
    pub(crate) frozen: Arc<Frozen>,
    /// Made at the first ranking of missions, and kept with the view.
    pub(crate) board: Arc<OnceLock<Board>>,
    /// What makes a completion likelier, by the vocabulary and the statistics of the view.
    pub(crate) popularity: Arc<OnceLock<Popularity>>,
}

impl Snapshot {
    /// Counts the documents of this view: the statistics of a generation to come. It does not use them.
    pub fn measure(&self, generation: u64) -> Statistics {
        Statistics {
            generation,
            talents: measure_fields(&self.talents),
            missions: measure_fields(&self.missions),
            talent_skills: self.canonical_counts(self.talents.skill_counts()),
            mission_skills: self.canonical_counts(self.missions.skill_counts()),
        }
    }

    fn canonical_counts(&self, counts: BTreeMap<SkillId, u32>) -> BTreeMap<SkillId, u32> {
        let mut canonical = BTreeMap::new();
        for (skill, count) in counts {
            *canonical.entry(self.vocabulary.canonical(skill)).or_default() += count;
        }
        canonical
    }

    /// What a ranking of that day is computed with: rules, vocabulary, generation, day. Two rankings of the same
    /// documents with the same version are equal.
    pub fn ranking_version(&self, as_of: NaiveDate) -> String {
        format!("{RULES}-{}-{}-{as_of}", self.vocabulary.version(), self.frozen.statistics.generation)
    }

    /// The vocabulary of this view.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The skills that what was typed may mean, the likeliest first: at most so many of them, and how many there are in
    /// all. Of two that answer alike, the one that more talents have and missions ask for comes first.
    pub fn complete_skill(&self, typed: &str, most: usize) -> Completions {
        let statistics = self.statistics();
        let counts = || statistics.talent_skills.iter().chain(&statistics.mission_skills);
        let popularity =
            self.popularity.get_or_init(|| self.vocabulary.popularity(counts().map(|(skill, count)| (*skill, *count))));
        self.vocabulary.completions(typed, most, popularity)
    }

    /// The statistics of this view.
    pub fn statistics(&self) -> &Statistics {
        &self.frozen.statistics
    }

    /// The same view with the statistics of another generation: to recompute a ranking that was served with them.
    #[must_use]
    pub fn with_statistics(&self, statistics: Statistics) -> Self {
        let frozen = Arc::new(Frozen::new(statistics));
        Self { frozen, board: Arc::default(), popularity: Arc::default(), ..self.clone() }
    }

    /// Every talent in the index, as stored there, in no order; to be compared with the store.
    pub fn talents(&self) -> impl Iterator<Item = TalentDocument> {
        self.talents.documents()
    }

    /// Every mission in the index, as stored there, in no order; to be compared with the store.
    pub fn missions(&self) -> impl Iterator<Item = MissionDocument> {
        self.missions.documents()
    }

    /// How many talents are in the index.
    pub fn talent_count(&self) -> usize {
        self.talents.count()
    }

    /// How many missions are in the index.
    pub fn mission_count(&self) -> usize {
        self.missions.count()
    }

    /// The bytes that the talents take in memory, beside the files that the system keeps in its cache.
    pub fn image_bytes(&self) -> usize {
        self.talents.image_bytes()
    }

    /// A talent of the index; `None` for one that is not in it.
    pub fn talent(&self, id: TalentId) -> Option<TalentDocument> {
        self.talents.document(id.0)
    }

    /// A mission of the index; `None` for one that is not in it.
    pub fn mission(&self, id: MissionId) -> Option<MissionDocument> {
        self.missions.document(id.0)
    }

    pub(crate) fn board(&self) -> &Board {
        self.board.get_or_init(|| Board::new(&self.missions, &self.vocabulary, &self.frozen))
    }
}

fn measure_fields<D: Document>(shelf: &Shelf<D>) -> [FieldStatistics; TEXT_FIELDS] {
    TextField::ALL.map(|field| shelf.measure(field))
}
