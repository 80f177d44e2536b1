//! How a talent answers a search.

use std::fmt::Debug;

use chrono::NaiveDate;
use talents_core::id::SkillId;
use talents_core::skill::Level;

use talents_core::place::Remote;
use uuid::Uuid;

use super::facets::{FacetCounts, FacetKey, SegmentCounter};
use super::skills::SkillCounter;
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
    skills: SkillCounter<'a>,
    structures: Vec<u32>,
    departments: [u32; 128],
    remote: [u32; Remote::ALL.len()],
    docs: Vec<u32>,
}

impl<'a> Counter<'a> {
    fn new(image: &'a TalentImage, vocabulary: &Vocabulary) -> Self {
        Self {
            image,
            skills: SkillCounter::new(image.table(), vocabulary),
            structures: vec![0; image.structures().dictionary().len()],
            departments: [0; 128],
            remote: [0; Remote::ALL.len()],
            docs: Vec::new(),
        }
    }
}

impl SegmentCounter<TalentRow<'_>> for Counter<'_> {
    fn count(&mut self, talents: &[TalentRow<'_>], field: FacetField) {
        let talents = talents.iter();
        match field {
            FacetField::Skill => {
                self.docs.clear();
                self.docs.extend(talents.map(|talent| talent.doc()));
                self.skills.count(&self.docs);
            }
            FacetField::Structure => talents.for_each(|talent| self.structures[talent.structure_number()] += 1),
            FacetField::Department => talents.for_each(|talent| {
                talent.for_each_department(|number| self.departments[usize::from(number)] += 1);
            }),
            FacetField::Remote => talents.for_each(|talent| self.remote[talent.remote() as usize] += 1),
            FacetField::Ministry | FacetField::Urgency | FacetField::State | FacetField::TakesApplications => {}
        }
    }

    fn add_to(self, counts: &mut FacetCounts) {
        let skills = self.skills.counted().map(|(skill, count)| (FacetKey::Skill(skill), count));
        counts.add(FacetField::Skill, skills);
        let structures = self.image.structures().dictionary().iter().copied().map(FacetKey::Structure);
        counts.add(FacetField::Structure, structures.zip(self.structures));
        let departments = (0..).zip(self.departments);
        let coded = |(number, count)| Some((FacetKey::Department(place::code(number)?), count));
        counts.add(FacetField::Department, departments.filter(|(_, count)| *count > 0).filter_map(coded));
        let remote = Remote::ALL.iter().map(|remote| FacetKey::Code(remote.code()));
        counts.add(FacetField::Remote, remote.zip(self.remote));
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
