//! What a search is asked, and what it answers.

use chrono::NaiveDate;
use talents_core::coded_enum;
use talents_core::id::{SkillId, StructureId};
use talents_core::mission::{MissionState, Urgency};
use talents_core::place::{DepartmentCode, Remote};
use talents_core::skill::Level;

use crate::rank::{TalentVisibility, Window};

/// What missions are wanted: OR within a field, AND between them; an empty field asks nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissionFilter {
    /// Those that ask for one of these skills.
    pub skill_ids: Vec<SkillId>,
    /// Those in one of these states.
    pub states: Vec<MissionState>,
    /// Those of one of these ministries.
    pub ministry_ids: Vec<StructureId>,
    /// Those in one of these départements.
    pub department_codes: Vec<DepartmentCode>,
    /// Those that are done so.
    pub remote: Vec<Remote>,
    /// Those that press so.
    pub urgencies: Vec<Urgency>,
    /// Those to which one may apply on the day of the search, or those to which one may not.
    pub takes_applications: Option<bool>,
    /// Those that may start before that day or on it.
    pub starts_before: Option<NaiveDate>,
    /// Those that take no more minutes.
    pub effort_minutes_max: Option<u32>,
}

/// What talents are wanted: OR within a field, but for the skills, AND between them; an empty field asks nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TalentFilter {
    /// Those who have all of these skills, at that level at least.
    pub skills: Vec<(SkillId, Option<Level>)>,
    /// Those whom one of these structures employs.
    pub structure_ids: Vec<StructureId>,
    /// Those who live in one of these départements or would travel to it.
    pub department_codes: Vec<DepartmentCode>,
    /// Those whom at the most so much remote work suits.
    pub remote: Vec<Remote>,
    /// Those who are available on that day or after it.
    pub available_from: Option<NaiveDate>,
    /// Those who have as many minutes a week.
    pub minutes_per_week_min: Option<u32>,
}

coded_enum! {
    /// The orders of a list of missions.
    pub enum MissionOrder {
        /// The best answer to the text first.
        Relevance = "RELEVANCE",
        /// Those that take applications on the day of the search before the others; of either, the most pressing first, then
        /// the newest.
        UrgencyThenNewest = "URGENCY_THEN_NEWEST",
        /// The last published first.
        Newest = "NEWEST",
        /// The first to start first; those without a date last.
        StartsSoonest = "STARTS_SOONEST",
        /// The least work first; those that do not say last.
        Effort = "EFFORT",
    }
}

coded_enum! {
    /// The orders of a list of talents that the index knows; names are the store's.
    pub enum TalentOrder {
        /// The best answer to the text first.
        Relevance = "RELEVANCE",
        /// The first available on or after the asked day first; those who do not say last.
        AvailableSoonest = "AVAILABLE_SOONEST",
    }
}

/// The missions that a reader may see. Those that are or were public always are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissionVisibility {
    /// All of them.
    pub everything: bool,
    /// Those of these hosts, whatever their state.
    pub hosts: Vec<StructureId>,
    /// Those of these ministries, whatever their state.
    pub ministries: Vec<StructureId>,
}

/// A search of missions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MissionSearch {
    /// What was typed; empty for all.
    pub text: String,
    /// What is wanted.
    pub filter: MissionFilter,
    /// The order; without one, relevance where there is a text, else the most pressing first.
    pub order: Option<MissionOrder>,
    /// The day on which they take applications or not.
    pub as_of: NaiveDate,
    /// What the reader may see.
    pub visibility: MissionVisibility,
    /// The page.
    pub window: Window,
    /// Whether facets are counted.
    pub facets: bool,
}

/// A search of talents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TalentSearch {
    /// What was typed; empty for all.
    pub text: String,
    /// What is wanted.
    pub filter: TalentFilter,
    /// The order; without one, relevance where there is a text, else the first available first.
    pub order: Option<TalentOrder>,
    /// What the reader may see.
    pub visibility: TalentVisibility,
    /// The page.
    pub window: Window,
    /// Whether facets are counted.
    pub facets: bool,
}

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchPage<Id> {
    /// How many there are, whatever the page.
    pub total: usize,
    /// The page, in the order asked for.
    pub hits: Vec<Hit<Id>>,
    /// Whether there is a page after this one.
    pub has_next: bool,
    /// Whether there is a page before this one.
    pub has_previous: bool,
    /// Values and counts, where they were asked for.
    pub facets: Vec<Facet>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<Id> {
    /// Which one.
    pub id: Id,
    /// How well it answers the text, in millionths of a unit that only compares within one search; 0 without a text.
    pub score: u32,
    /// Where the page after or before begins.
    pub cursor: String,
}

coded_enum! {
    /// What a facet counts.
    pub enum FacetField {
        /// Skills, by their id.
        Skill = "SKILL",
        /// Ministries, by their id.
        Ministry = "MINISTRY",
        /// Structures, by their id.
        Structure = "STRUCTURE",
        /// Départements, by their code.
        Department = "DEPARTMENT",
        /// Remote work, by its code.
        Remote = "REMOTE",
        /// Urgencies, by their code.
        Urgency = "URGENCY",
        /// States, by their code.
        State = "STATE",
        /// Whether applications are taken, by `true` and `false`.
        TakesApplications = "TAKES_APPLICATIONS",
    }
}

/// The values of a field among what was found, its own filter left aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// Which field.
    pub field: FacetField,
    /// The most frequent first, then by value; at most [`crate::search::FACET_VALUES_MAX`].
    pub values: Vec<FacetValue>,
}

/// A value and how many have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The code or the id.
    pub value: String,
    /// How many.
    pub count: usize,
}
