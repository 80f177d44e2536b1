//! How a mission answers a search.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt::Debug;

use talents_core::id::SkillId;
use talents_core::mission::{MissionState, Urgency};

use uuid::Uuid;

use super::facets::{FacetCounts, FacetKey, SegmentCounter};
use super::{FacetField, Failed, MissionFilter, MissionOrder, MissionSearch, MissionVisibility};
use crate::document::MissionDocument;
use crate::index::image::missions::MissionImage;
use crate::skills::Vocabulary;

/// Later than any day and more than any effort: what is not said comes last.
const LAST: i64 = i64::MAX;

/// A search of missions, with its skills resolved.
pub(super) struct Question<'a> {
    search: &'a MissionSearch,
    order: MissionOrder,
    skills: HashSet<SkillId>,
    vocabulary: &'a Vocabulary,
}

impl<'a> Question<'a> {
    pub(super) fn new(search: &'a MissionSearch, vocabulary: &'a Vocabulary) -> Self {
        let by_default =
            if search.text.trim().is_empty() { MissionOrder::UrgencyThenNewest } else { MissionOrder::Relevance };
        let skills = search.filter.skill_ids.iter().map(|id| vocabulary.canonical(*id)).collect();
        Self { search, order: search.order.unwrap_or(by_default), skills, vocabulary }
    }

    /// What makes two lists the same, the page left aside.
    pub(super) fn identity(&self) -> impl Debug {
        (&self.search.text, &self.search.filter, self.order, &self.search.visibility)
    }

    /// What the list was computed with and may change by itself: the day, where anything in it depends on the day.
    pub(super) fn version(&self) -> String {
        let of_the_day =
            self.order == MissionOrder::UrgencyThenNewest || self.search.filter.takes_applications.is_some();
        if of_the_day { self.search.as_of.to_string() } else { String::new() }
    }

    fn is_open(&self, mission: &MissionDocument) -> bool {
        mission.is_open_on(self.search.as_of)
    }

    fn skills_of(&self, mission: &MissionDocument) -> BTreeSet<SkillId> {
        let asked = mission.content.requirements.iter();
        asked.map(|requirement| self.vocabulary.canonical(requirement.skill)).collect()
    }
}

impl MissionVisibility {
    fn shows(&self, mission: &MissionDocument) -> bool {
        is_public(mission.state)
            || self.everything
            || self.hosts.contains(&mission.host)
            || self.ministries.contains(&mission.ministry)
    }
}

/// Whether everybody may read a mission in that state: as `Mission::is_public` says.
fn is_public(state: MissionState) -> bool {
    matches!(state, MissionState::Published | MissionState::Expired | MissionState::Completed)
}

/// Whether a value is among those asked for; anything is where none is.
fn among<T: PartialEq>(asked: &[T], value: Option<&T>) -> bool {
    asked.is_empty() || value.is_some_and(|value| asked.contains(value))
}

/// Counts the facets of missions, one by one: there are few of them.
pub(super) struct Counter<'a> {
    question: &'a Question<'a>,
    counts: HashMap<(FacetField, FacetKey), u32>,
}

impl SegmentCounter<&MissionDocument> for Counter<'_> {
    fn count(&mut self, missions: &[&MissionDocument], field: FacetField) {
        for mission in missions {
            self.count_one(mission, field);
        }
    }

    fn add_to(self, counts: &mut FacetCounts) {
        self.counts.into_iter().for_each(|((field, key), count)| counts.add(field, [(key, count)]));
    }
}

impl Counter<'_> {
    fn count_one(&mut self, mission: &MissionDocument, field: FacetField) {
        let modalities = &mission.content.modalities;
        let mut add = |key| *self.counts.entry((field, key)).or_default() += 1;
        match field {
            FacetField::Skill => self.question.skills_of(mission).into_iter().map(FacetKey::Skill).for_each(add),
            FacetField::Ministry => add(FacetKey::Structure(mission.ministry)),
            FacetField::Structure => add(FacetKey::Structure(mission.host)),
            FacetField::Department => modalities.department.into_iter().map(FacetKey::Department).for_each(add),
            FacetField::Remote => modalities.remote.iter().map(|remote| FacetKey::Code(remote.code())).for_each(add),
            FacetField::Urgency => add(FacetKey::Code(mission.content.urgency.code())),
            FacetField::State => add(FacetKey::Code(mission.state.code())),
            FacetField::TakesApplications => {
                add(FacetKey::Code(if self.question.is_open(mission) { "true" } else { "false" }));
            }
        }
    }
}

impl super::Question<MissionImage> for Question<'_> {
    type Counter<'a>
        = Counter<'a>
    where
        Self: 'a;

    const FACETS: &'static [FacetField] = &[
        FacetField::Skill,
        FacetField::Ministry,
        FacetField::Department,
        FacetField::Remote,
        FacetField::Urgency,
        FacetField::State,
        FacetField::TakesApplications,
    ];

    fn shows(&self, _id: impl FnOnce() -> Uuid, mission: &&MissionDocument) -> bool {
        self.search.visibility.shows(mission)
    }

    fn counter<'a>(&'a self, _image: &'a MissionImage) -> Counter<'a> {
        Counter { question: self, counts: HashMap::new() }
    }

    fn failed(&self, mission: &&MissionDocument) -> Failed {
        let filter: &MissionFilter = &self.search.filter;
        let (content, modalities) = (&mission.content, &mission.content.modalities);
        let asks_for_one = self.skills.is_empty() || self.skills_of(mission).iter().any(|id| self.skills.contains(id));
        let starts = filter.starts_before.is_none_or(|day| modalities.start_from.is_some_and(|start| start <= day));
        let effort = filter.effort_minutes_max.is_none_or(|max| modalities.effort_minutes.is_some_and(|it| it <= max));
        let open = filter.takes_applications.is_none_or(|wanted| wanted == self.is_open(mission));
        let mut failed = Failed::default();
        failed.note(asks_for_one, Some(FacetField::Skill));
        failed.note(among(&filter.states, Some(&mission.state)), Some(FacetField::State));
        failed.note(among(&filter.ministry_ids, Some(&mission.ministry)), Some(FacetField::Ministry));
        failed.note(among(&filter.department_codes, modalities.department.as_ref()), Some(FacetField::Department));
        failed.note(among(&filter.remote, modalities.remote.as_ref()), Some(FacetField::Remote));
        failed.note(among(&filter.urgencies, Some(&content.urgency)), Some(FacetField::Urgency));
        failed.note(open, Some(FacetField::TakesApplications));
        failed.note(starts && effort, None);
        failed
    }

    fn place(&self, mission: &&MissionDocument, score: u32) -> [i64; 2] {
        let age = -mission.published_at.unwrap_or(mission.created_at).timestamp_millis();
        let modalities = &mission.content.modalities;
        match self.order {
            MissionOrder::Relevance => [-i64::from(score), age],
            MissionOrder::UrgencyThenNewest => {
                // However pressing: who looks for a mission meets those to which they can apply first.
                let turn = if self.is_open(mission) { 0 } else { Urgency::ALL.len() as i64 };
                [turn - mission.content.urgency as i64, age]
            }
            MissionOrder::Newest => [age, 0],
            MissionOrder::StartsSoonest => {
                let days = |day: chrono::NaiveDate| (day - chrono::NaiveDate::default()).num_days();
                [modalities.start_from.map_or(LAST, days), age]
            }
            MissionOrder::Effort => [modalities.effort_minutes.map_or(LAST, i64::from), age],
        }
    }
}
