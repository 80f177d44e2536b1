//! How a talent answers a search.

use std::collections::BTreeSet;
use std::fmt::Debug;

use chrono::NaiveDate;
use talents_core::id::SkillId;
use talents_core::skill::Level;

use super::{FacetField, Failed, TalentOrder, TalentSearch};
use crate::index::image::TalentRow;
use crate::skills::{Relation, Vocabulary};

/// Later than any day: those who do not say come last.
const LAST: i64 = i64::MAX;

/// A search of talents, with its skills resolved.
pub(super) struct Question<'a> {
    search: &'a TalentSearch,
    order: TalentOrder,
    /// For each skill asked for, the ids that are the same skill, and the least level.
    skills: Vec<(Vec<SkillId>, Option<Level>)>,
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
        Self { search, order: search.order.unwrap_or(by_default), skills, vocabulary }
    }

    /// What makes two lists the same, the page left aside.
    pub(super) fn identity(&self) -> impl Debug {
        (&self.search.text, &self.search.filter, self.order, &self.search.visibility)
    }

    fn has_all_skills(&self, talent: &TalentRow) -> bool {
        self.skills.iter().all(|(same, least)| {
            let enough = |level: u8| least.is_none_or(|least| level >= least.get());
            talent.skills.iter().any(|(skill, level)| same.contains(skill) && enough(*level))
        })
    }
}

/// The first day on or after `from` on which a talent is available; `None` where they are not, or do not say.
fn first_available(talent: &TalentRow, from: NaiveDate) -> Option<NaiveDate> {
    talent.minutes_per_week?;
    if talent.windows.is_empty() {
        return Some(from);
    }
    talent.windows.iter().find(|days| days.last() >= from).map(|days| days.first().max(from))
}

impl super::Question<TalentRow> for Question<'_> {
    const FACETS: &'static [FacetField] =
        &[FacetField::Skill, FacetField::Structure, FacetField::Department, FacetField::Remote];

    fn shows(&self, talent: &TalentRow) -> bool {
        self.search.visibility.shows(talent)
    }

    fn failed(&self, talent: &TalentRow) -> Failed {
        let filter = &self.search.filter;
        let codes = &filter.department_codes;
        let reached = talent.departments.is_some_and(|departments| codes.iter().any(|code| departments.holds(*code)));
        let available = filter.available_from.is_none_or(|from| first_available(talent, from).is_some());
        let minutes = filter.minutes_per_week_min.is_none_or(|min| talent.minutes_per_week.is_some_and(|it| it >= min));
        let mut failed = Failed::default();
        failed.note(self.has_all_skills(talent), Some(FacetField::Skill));
        let employed = filter.structure_ids.is_empty() || filter.structure_ids.contains(&talent.structure);
        failed.note(employed, Some(FacetField::Structure));
        failed.note(codes.is_empty() || reached, Some(FacetField::Department));
        failed.note(filter.remote.is_empty() || filter.remote.contains(&talent.remote), Some(FacetField::Remote));
        failed.note(available && minutes, None);
        failed
    }

    fn values(&self, talent: &TalentRow, field: FacetField) -> Vec<String> {
        match field {
            FacetField::Skill => {
                let skills: BTreeSet<SkillId> =
                    talent.skills.iter().map(|(skill, _)| self.vocabulary.canonical(*skill)).collect();
                skills.iter().map(ToString::to_string).collect()
            }
            FacetField::Structure => vec![talent.structure.to_string()],
            FacetField::Department => {
                talent.departments.iter().flat_map(|set| set.codes()).map(|code| code.to_string()).collect()
            }
            FacetField::Remote => vec![talent.remote.to_string()],
            FacetField::Ministry | FacetField::Urgency | FacetField::State => Vec::new(),
        }
    }

    fn place(&self, talent: &TalentRow, score: u32) -> [i64; 2] {
        match self.order {
            TalentOrder::Relevance => [-i64::from(score), 0],
            TalentOrder::AvailableSoonest => {
                let from = self.search.filter.available_from.unwrap_or(NaiveDate::MIN);
                let days = |day: NaiveDate| (day - NaiveDate::default()).num_days();
                [first_available(talent, from).map_or(LAST, days), 0]
            }
        }
    }
}
