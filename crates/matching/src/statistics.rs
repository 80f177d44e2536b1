//! What rarity is measured by: counts frozen per generation, so that every node ranks alike whatever its segments.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use talents_core::id::SkillId;
use tantivy::fieldnorm::FieldNormReader;

use crate::schema::{TEXT_FIELDS, TextField};
use crate::slips::Meant;
use crate::soft::SoftTerms;

/// How much a repeated term saturates: the usual value for short texts.
pub(crate) const K1: f64 = 1.2;
/// How much long texts are held back.
pub(crate) const B: f64 = 0.75;

/// The counts of one text field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldStatistics {
    /// How many documents there are.
    pub documents: u32,
    /// How many terms they have together.
    pub total_length: u64,
    /// How many documents have each term.
    pub frequencies: BTreeMap<String, u32>,
}

/// The counts of a generation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Which generation; 0 before the first.
    pub generation: u64,
    /// The text fields of talents: words, labels, English, headlines.
    pub talents: [FieldStatistics; TEXT_FIELDS],
    /// The text fields of missions, in the same order.
    pub missions: [FieldStatistics; TEXT_FIELDS],
    /// How many talents have each skill.
    pub talent_skills: BTreeMap<SkillId, u32>,
    /// How many missions ask for each skill.
    pub mission_skills: BTreeMap<SkillId, u32>,
}

impl FieldStatistics {
    /// What a term that is said endlessly saturates at.
    pub(crate) const SATURATION_MAX: f64 = K1 + 1.0;

    /// BM25's inverse document frequency of a term: ln(1 + (N − n + ½) / (n + ½)), Robertson and Zaragoza 2009.
    pub(crate) fn idf(&self, term: &str) -> f64 {
        idf(self.documents, self.frequencies.get(term).copied().unwrap_or(0))
    }

    /// BM25's saturation of a term's frequency in a document of that length: from 0 to K1 + 1.
    pub(crate) fn saturation(&self, frequency: f64, length: u32) -> f64 {
        let average = if self.total_length == 0 { 1.0 } else { self.total_length as f64 / f64::from(self.documents) };
        frequency * (K1 + 1.0) / (frequency + K1 * (1.0 - B + B * f64::from(length) / average))
    }
}

impl Statistics {
    /// How many talents were counted.
    pub fn talent_count(&self) -> u64 {
        self.talents[0].documents.into()
    }

    /// How many missions were counted.
    pub fn mission_count(&self) -> u64 {
        self.missions[0].documents.into()
    }

    pub(crate) fn of_talents(&self, field: TextField) -> &FieldStatistics {
        &self.talents[field as usize]
    }

    /// How rare a skill is among talents, in thousandths of BM25's unit: at least 1.
    pub(crate) fn skill_rarity(&self, skill: SkillId) -> u64 {
        let count = self.talent_skills.get(&skill).copied().unwrap_or(0);
        (idf(self.talents[0].documents, count) * 1000.0).round().max(1.0) as u64
    }
}

/// BM25's saturation of the usual frequencies, by the norm of the text's length.
#[derive(Debug)]
pub(crate) struct Saturation {
    /// In units of which [`SATURATION_ONE`] make 1, so that sums are whole numbers and no step of them is a branch.
    table: Vec<[u32; NORMS]>,
}

/// How many units of saturation make 1: they hold K1 + 1 in three bytes.
pub(crate) const SATURATION_ONE: u32 = 1 << 20;

/// How many lengths the index tells apart: tantivy keeps them on one byte, exact up to 40 terms.
pub(crate) const NORMS: usize = 256;
/// Frequencies from this one on count as this one: the saturation has all but reached its limit.
const FREQUENCY_MAX: usize = 32;

impl Saturation {
    /// The table of a field.
    pub(crate) fn new(field: &FieldStatistics) -> Self {
        let row = |frequency: usize| {
            let length = |norm: usize| FieldNormReader::id_to_fieldnorm(norm as u8);
            let units = |saturation: f64| (saturation * f64::from(SATURATION_ONE)).round() as u32;
            std::array::from_fn(|norm| units(field.saturation(frequency as f64, length(norm))))
        };
        Self { table: (0..=FREQUENCY_MAX).map(row).collect() }
    }

    /// From 0 to K1 + 1.
    #[inline]
    pub(crate) fn at(&self, frequency: u32, norm: u8) -> f64 {
        f64::from(self.units(frequency, norm)) / f64::from(SATURATION_ONE)
    }

    /// The same in units of which [`SATURATION_ONE`] make 1.
    #[inline]
    pub(crate) fn units(&self, frequency: u32, norm: u8) -> u32 {
        self.of_norms(frequency)[usize::from(norm)]
    }

    /// The units of every norm.
    #[inline]
    pub(crate) fn of_norms(&self, frequency: u32) -> &[u32; NORMS] {
        &self.table[(frequency as usize).min(FREQUENCY_MAX)]
    }
}

/// The statistics of a generation, and what is derived of them once.
#[derive(Debug)]
pub(crate) struct Frozen {
    /// The counts.
    pub(crate) statistics: Statistics,
    /// The terms of talents' words, by what they look like.
    pub(crate) soft: SoftTerms,
    /// What words that no talent writes were meant for.
    pub(crate) meant: Meant,
    /// The saturation of the text fields of talents.
    pub(crate) of_talents: [Saturation; TEXT_FIELDS],
    /// The saturation of the text fields of missions.
    pub(crate) of_missions: [Saturation; TEXT_FIELDS],
}

impl Frozen {
    pub(crate) fn new(statistics: Statistics) -> Self {
        let of_talents = statistics.talents.each_ref().map(Saturation::new);
        let of_missions = statistics.missions.each_ref().map(Saturation::new);
        let soft = SoftTerms::build(&statistics.of_talents(TextField::Words).frequencies);
        Self { statistics, soft, meant: Meant::default(), of_talents, of_missions }
    }
}

/// BM25's inverse document frequency.
pub(crate) fn idf(documents: u32, frequency: u32) -> f64 {
    let (documents, frequency) = (f64::from(documents), f64::from(frequency.min(documents)));
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln()
}
