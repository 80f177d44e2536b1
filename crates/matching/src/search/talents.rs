//! How a talent answers a search.

use std::collections::BTreeSet;
use std::fmt::Debug;

use chrono::NaiveDate;
use talents_core::id::SkillId;
use talents_core::skill::Level;

use talents_core::place::Remote;
use uuid::Uuid;

use super::facets::{FacetCounts, FacetKey, SegmentCounter};
use super::{FacetField, Failed, TalentOrder, TalentSearch};
use crate::index::image::talents::{TalentImage, TalentRow};
use crate::place;
use crate::skills::{Relation, Vocabulary};

/// Later than any day: those who do not say come last.
const LAST: i64 = i64::MAX;

/// A search of talents, with its skills resolved.
pub(super) struct Question<'a> {
    search: &'a TalentSearch,
    order: TalentOrder,
    /// For each skill asked for, the ids that are the same skill, and the least level.
    skills: Vec<(Vec<SkillId>, Option<Level>)>,
    /// The numbers of the départements asked for.
    departments: Vec<u8>,
    vocabulary: &'a Vocabulary,
}

impl<'a> Question<'a> {
    pub(super) fn new(search: &'a TalentSearch, vocabulary: &'a Vocabulary) -> Self {
        let by_default =
            if search.text.trim().is_empty() { TalentOrder::AvailableSoonest } else { TalentOrder::Relevance };
        let same = |id: SkillId| {
            let standing = vocabulary.standing_for(id).iter();
            let exact = standing.filter(|(_, relation)| *relation == Relation::Exact).map(|(same, _)| *same);
            exact.chain([id]).collect()
        };
        let skills = search.filter.skills.iter().map(|(id, level)| (same(*id), *level)).collect();
        let departments = search.filter.department_codes.iter().map(|code| place::number(*code)).collect();
        Self { search, order: search.order.unwrap_or(by_default), skills, departments, vocabulary }
    }

    /// What makes two lists the same, the page left aside.
    pub(super) fn identity(&self) -> impl Debug {
        (&self.search.text, &self.search.filter, self.order, &self.search.visibility)
    }

    fn has_all_skills(&self, talent: TalentRow<'_>) -> bool {
        self.skills.iter().all(|(same, least)| {
            let enough = |level: u8| least.is_none_or(|least| level >= least.get());
            talent.skills().any(|(skill, level)| same.contains(&skill) && enough(level))
        })
    }
}

/// The first day on or after `from` on which a talent is available; `None` where they are not, or do not say.
fn first_available(talent: TalentRow<'_>, from: NaiveDate) -> Option<NaiveDate> {
    talent.minutes_per_week()?;
    let windows = talent.windows();
    if windows.is_empty() {
        return Some(from);
    }
    windows.iter().find(|days| days.last() >= from).map(|days| days.first().max(from))
}

/// Counts the facets of a segment's talents by the numbers that values have there.
pub(super) struct Counter<'a> {
    image: &'a TalentImage,
    vocabulary: &'a Vocabulary,
    /// By the number of a skill: whether it was merged into another.
    merged: Vec<bool>,
    skills: Vec<usize>,
    structures: Vec<usize>,
    departments: [usize; 128],
    remote: [usize; Remote::ALL.len()],
    /// Skills of those who have merged ones: they are counted under what these became, once.
    others: Vec<SkillId>,
}

impl<'a> Counter<'a> {
    fn new(image: &'a TalentImage, vocabulary: &'a Vocabulary) -> Self {
        let skills = image.table().skills();
        let mut merged = vec![false; skills.len()];
        for number in vocabulary.merged().filter_map(|skill| image.table().number(skill)) {
            merged[number as usize] = true;
        }
        Self {
            image,
            vocabulary,
            merged,
            skills: vec![0; skills.len()],
            structures: vec![0; image.structures().dictionary().len()],
            departments: [0; 128],
            remote: [0; Remote::ALL.len()],
            others: Vec::new(),
        }
    }

    fn count_skills(&mut self, talent: TalentRow<'_>) {
        if talent.skill_numbers().any(|number| self.merged[number as usize]) {
            let skills: BTreeSet<SkillId> =
                talent.skills().map(|(skill, _)| self.vocabulary.canonical(skill)).collect();
            self.others.extend(skills);
        } else {
            talent.skill_numbers().for_each(|number| self.skills[number as usize] += 1);
        }
    }
}

impl SegmentCounter<TalentRow<'_>> for Counter<'_> {
    fn count(&mut self, talent: &TalentRow<'_>, field: FacetField) {
        match field {
            FacetField::Skill => self.count_skills(*talent),
            FacetField::Structure => self.structures[talent.structure_number()] += 1,
            FacetField::Department => {
                talent.for_each_department(|number| self.departments[usize::from(number)] += 1);
            }
            FacetField::Remote => self.remote[talent.remote() as usize] += 1,
            FacetField::Ministry | FacetField::Urgency | FacetField::State | FacetField::TakesApplications => {}
        }
    }

    fn add_to(self, counts: &mut FacetCounts) {
        for (skill, count) in self.image.table().skills().iter().zip(self.skills) {
            counts.add(FacetField::Skill, FacetKey::Skill(*skill), count);
        }
        self.others.into_iter().for_each(|skill| counts.add(FacetField::Skill, FacetKey::Skill(skill), 1));
        for (structure, count) in self.image.structures().dictionary().iter().zip(self.structures) {
            counts.add(FacetField::Structure, FacetKey::Structure(*structure), count);
        }
        for (number, count) in self.departments.into_iter().enumerate() {
            if let Some(code) = place::code(number as u8) {
                counts.add(FacetField::Department, FacetKey::Department(code), count);
            }
        }
        for (remote, count) in Remote::ALL.iter().zip(self.remote) {
            counts.add(FacetField::Remote, FacetKey::Code(remote.code()), count);
        }
    }
}

impl super::Question<TalentImage> for Question<'_> {
    type Counter<'a>
        = Counter<'a>
    where
        Self: 'a;

    const FACETS: &'static [FacetField] =
        &[FacetField::Skill, FacetField::Structure, FacetField::Department, FacetField::Remote];

    fn shows(&self, id: impl FnOnce() -> Uuid, talent: &TalentRow<'_>) -> bool {
        self.search.visibility.shows(id, *talent)
    }

    fn counter<'a>(&'a self, image: &'a TalentImage) -> Counter<'a> {
        Counter::new(image, self.vocabulary)
    }

    fn failed(&self, talent: &TalentRow<'_>) -> Failed {
        let filter = &self.search.filter;
        let reached = || self.departments.iter().any(|number| talent.reaches(*number));
        let available = filter.available_from.is_none_or(|from| first_available(*talent, from).is_some());
        let enough = |min| talent.minutes_per_week().is_some_and(|minutes| minutes >= min);
        let mut failed = Failed::default();
        failed.note(self.has_all_skills(*talent), Some(FacetField::Skill));
        let employed = filter.structure_ids.is_empty() || filter.structure_ids.contains(&talent.structure());
        failed.note(employed, Some(FacetField::Structure));
        failed.note(self.departments.is_empty() || reached(), Some(FacetField::Department));
        failed.note(filter.remote.is_empty() || filter.remote.contains(&talent.remote()), Some(FacetField::Remote));
        failed.note(available && filter.minutes_per_week_min.is_none_or(enough), None);
        failed
    }

    fn place(&self, talent: &TalentRow<'_>, score: u32) -> [i64; 2] {
        match self.order {
            TalentOrder::Relevance => [-i64::from(score), 0],
            TalentOrder::AvailableSoonest => {
                let from = self.search.filter.available_from.unwrap_or(NaiveDate::MIN);
                let days = |day: NaiveDate| (day - NaiveDate::default()).num_days();
                [first_available(*talent, from).map_or(LAST, days), 0]
            }
        }
    }
}
