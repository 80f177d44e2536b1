//! Reference occupations, and how much a text or a list of skills resembles each of them.
//!
//! An occupation is described by its labels, its description and the labels of its skills; a text resembles it by BM25,
//! a list of skills by the cosine. Only the few occupations that stand out are kept of a profile: that is what makes the
//! comparison of two of them good.

use std::collections::{BTreeMap, HashMap};

use talents_core::id::SkillId;
use talents_core::skill::{Labels, Occupation};

use crate::analyzer::Analyzer;
use crate::skills::Vocabulary;
use crate::statistics::{FieldStatistics, idf};

/// The occupations that stand out, by their number in the reference, each with its weight out of [`WEIGHT_ONE`]. The
/// squares of the weights sum to about a whole.
pub(crate) type Profile = Vec<(u16, u8)>;

/// The weight of an occupation that a profile consists of alone.
pub(crate) const WEIGHT_ONE: u8 = u8::MAX;

/// How many occupations stand out of a talent, and of each part of a mission.
const OF_TALENT: usize = 16;
const OF_MISSION: usize = 20;
/// A mission says what it wants: what stands out of it counts by its square.
const MISSION_POWER: i32 = 2;
/// How much of what the next occupation has is taken from those that stand out.
const BACKGROUND: f64 = 0.7;
/// How much a repeated word saturates in the text of a talent.
const K1: f64 = 1.2;
/// What an optional skill counts for in an occupation, beside an essential one.
const OPTIONAL: f64 = 0.5;

/// What something has in common with each occupation: those that it has anything in common with.
type Impacts = Vec<(u16, f32)>;

/// The reference occupations of a vocabulary.
#[derive(Debug)]
pub(crate) struct Reference {
    count: usize,
    by_term: HashMap<String, Impacts>,
    by_skill: HashMap<SkillId, Impacts>,
    skill_idf: HashMap<SkillId, f64>,
}

impl Reference {
    /// Prepares the occupations; `label` gives the label of a skill in French or in English.
    pub(crate) fn build(
        occupations: &[Occupation],
        label: impl Fn(SkillId, bool) -> Option<String>,
        canonical: impl Fn(SkillId) -> SkillId,
        analyzer: &mut Analyzer,
    ) -> Self {
        let occupations = &occupations[..occupations.len().min(usize::from(u16::MAX))];
        let texts = |french: bool, analyzer: &mut Analyzer| -> Vec<BTreeMap<String, f64>> {
            occupations.iter().map(|occupation| text_of(occupation, french, &label, analyzer)).collect()
        };
        let mut by_term = impacts_of_terms(&texts(true, analyzer));
        // Of the English texts, what the French ones leave unsaid: so each term has one meaning.
        for (term, impacts) in impacts_of_terms(&texts(false, analyzer)) {
            by_term.entry(term).or_insert(impacts);
        }
        let (by_skill, skill_idf) = impacts_of_skills(occupations, canonical);
        Self { count: occupations.len(), by_term, by_skill, skill_idf }
    }

    /// The profile of a talent, from the terms of their text and of the labels of their skills.
    pub(crate) fn of_talent(&self, terms: &BTreeMap<&str, u32>) -> Profile {
        let saturated = |frequency: u32| f64::from(frequency) * (K1 + 1.0) / (f64::from(frequency) + K1);
        let text = self.common(terms.iter().map(|(term, frequency)| (self.of_term(term), saturated(*frequency))));
        quantised(outstanding(text, OF_TALENT, 1), OF_TALENT)
    }

    /// The profile of a mission, from its terms with what they count, and from the skills asked for with theirs.
    pub(crate) fn of_mission(
        &self,
        terms: &BTreeMap<String, f64>,
        field: &FieldStatistics,
        skills: &[(SkillId, f64)],
    ) -> Profile {
        let weighed = terms.iter().map(|(term, count)| (self.of_term(term), count * field.idf(term)));
        let text = outstanding(self.common(weighed), OF_MISSION, MISSION_POWER);
        let asked = skills.iter().map(|(skill, weight)| (self.of_skill(*skill), weight * self.idf_of(*skill)));
        let skills = outstanding(self.common(asked), OF_MISSION, MISSION_POWER);
        quantised(joined(text, skills), 2 * OF_MISSION)
    }

    fn of_term(&self, term: &str) -> &[(u16, f32)] {
        self.by_term.get(term).map_or(&[], Vec::as_slice)
    }

    fn of_skill(&self, skill: SkillId) -> &[(u16, f32)] {
        self.by_skill.get(&skill).map_or(&[], Vec::as_slice)
    }

    fn idf_of(&self, skill: SkillId) -> f64 {
        self.skill_idf.get(&skill).copied().unwrap_or(0.0)
    }

    /// The sum of impacts, by occupation.
    fn common<'a>(&self, weighed: impl Iterator<Item = (&'a [(u16, f32)], f64)>) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        for (impacts, weight) in weighed {
            for (occupation, impact) in impacts {
                sums[usize::from(*occupation)] += weight * f64::from(*impact);
            }
        }
        sums
    }
}

/// The terms of an occupation's text, each with how often it occurs; those of an optional skill's label count half.
fn text_of(
    occupation: &Occupation,
    french: bool,
    label: impl Fn(SkillId, bool) -> Option<String>,
    analyzer: &mut Analyzer,
) -> BTreeMap<String, f64> {
    let (labels, description): (&Labels, &str) = if french {
        (&occupation.french, &occupation.description_fr)
    } else {
        (&occupation.english, &occupation.description_en)
    };
    let mut counts = BTreeMap::new();
    let mut add = |text: &str, times: f64| {
        for term in analyzer.terms(text) {
            *counts.entry(term).or_insert(0.0) += times;
        }
    };
    add(&labels.preferred, 1.0);
    labels.others.iter().for_each(|label| add(label, 1.0));
    add(description, 1.0);
    for (skills, times) in [(&occupation.essential, 1.0), (&occupation.optional, OPTIONAL)] {
        skills.iter().filter_map(|skill| label(*skill, french)).for_each(|label| add(&label, times));
    }
    counts
}

/// BM25 of each term in each text that has it.
fn impacts_of_terms(texts: &[BTreeMap<String, f64>]) -> HashMap<String, Impacts> {
    let lengths: Vec<f64> = texts.iter().map(|text| text.values().sum()).collect();
    let with_text = lengths.iter().filter(|length| **length > 0.0).count();
    let mut field = FieldStatistics {
        documents: with_text as u32,
        total_length: lengths.iter().sum::<f64>() as u64,
        frequencies: BTreeMap::new(),
    };
    for term in texts.iter().flat_map(BTreeMap::keys) {
        *field.frequencies.entry(term.clone()).or_default() += 1;
    }
    let mut impacts: HashMap<String, Impacts> = HashMap::new();
    for (occupation, (text, length)) in texts.iter().zip(lengths).enumerate() {
        for (term, frequency) in text {
            let impact = field.idf(term) * field.saturation(*frequency, length as u32);
            impacts.entry(term.clone()).or_default().push((occupation as u16, impact as f32));
        }
    }
    impacts
}

/// What each skill says of each occupation that wants it, and how telling it is: the cosine of lists of skills, rare ones
/// counting more.
fn impacts_of_skills(
    occupations: &[Occupation],
    canonical: impl Fn(SkillId) -> SkillId,
) -> (HashMap<SkillId, Impacts>, HashMap<SkillId, f64>) {
    let wanted = |occupation: &Occupation| -> BTreeMap<SkillId, f64> {
        let optional = occupation.optional.iter().map(|skill| (canonical(*skill), OPTIONAL));
        optional.chain(occupation.essential.iter().map(|skill| (canonical(*skill), 1.0))).collect()
    };
    let wanted: Vec<_> = occupations.iter().map(wanted).collect();
    let mut counts: HashMap<SkillId, u32> = HashMap::new();
    for skill in wanted.iter().flat_map(BTreeMap::keys) {
        *counts.entry(*skill).or_default() += 1;
    }
    let idf: HashMap<SkillId, f64> =
        counts.into_iter().map(|(skill, count)| (skill, idf(occupations.len() as u32, count))).collect();
    let mut impacts: HashMap<SkillId, Impacts> = HashMap::new();
    for (occupation, skills) in wanted.iter().enumerate() {
        let norm = skills.iter().map(|(skill, counts)| (counts * idf[skill]).powi(2)).sum::<f64>().sqrt();
        for (skill, counts) in skills {
            let impact = (counts * idf[skill] / norm) as f32;
            impacts.entry(*skill).or_default().push((occupation as u16, impact));
        }
    }
    (impacts, idf)
}

/// The occupations that stand out, by number, above the background of the next one; of length 1 together.
fn outstanding(sums: Vec<f64>, size: usize, power: i32) -> BTreeMap<u16, f64> {
    let mut found: Vec<(u16, f64)> =
        sums.into_iter().enumerate().filter(|(_, sum)| *sum > 0.0).map(|(number, sum)| (number as u16, sum)).collect();
    let by_sum = |one: &(u16, f64), other: &(u16, f64)| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0));
    let background = if found.len() > size {
        let (_, next, _) = found.select_nth_unstable_by(size, by_sum);
        BACKGROUND * next.1
    } else {
        0.0
    };
    found.truncate(size);
    let mut above: BTreeMap<u16, f64> =
        found.into_iter().map(|(number, sum)| (number, (sum - background).powi(power))).collect();
    to_length_one(&mut above);
    above
}

fn to_length_one(profile: &mut BTreeMap<u16, f64>) {
    let length = profile.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        for weight in profile.values_mut() {
            *weight /= length;
        }
    }
}

fn joined(mut one: BTreeMap<u16, f64>, other: BTreeMap<u16, f64>) -> BTreeMap<u16, f64> {
    for (number, weight) in other {
        *one.entry(number).or_insert(0.0) += weight;
    }
    one
}

/// The heaviest so many of a profile, of length 1, in whole numbers.
fn quantised(profile: BTreeMap<u16, f64>, size: usize) -> Profile {
    let mut heaviest: Vec<(u16, f64)> = profile.into_iter().collect();
    heaviest.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    heaviest.truncate(size);
    let mut kept: BTreeMap<u16, f64> = heaviest.into_iter().collect();
    to_length_one(&mut kept);
    let whole = |(number, weight): (u16, f64)| (number, (weight * f64::from(WEIGHT_ONE)).round() as u8);
    kept.into_iter().map(whole).filter(|(_, weight)| *weight > 0).collect()
}

impl Vocabulary {
    /// The profile of a talent; empty where there are no reference occupations. What the labels of skills say counts
    /// once where the text does not say it.
    pub(crate) fn profile_of_talent(&self, terms: &BTreeMap<String, u32>, skills: &[SkillId]) -> Profile {
        let Some(reference) = self.reference() else { return Profile::new() };
        let mut terms: BTreeMap<&str, u32> =
            terms.iter().map(|(term, frequency)| (term.as_str(), *frequency)).collect();
        for term in skills.iter().filter_map(|skill| self.label_terms(*skill)).flat_map(|terms| &terms.preferred) {
            terms.entry(term).or_insert(1);
        }
        reference.of_talent(&terms)
    }
}
