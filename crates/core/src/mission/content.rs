//! What a mission says, as it is written and as it is once checked.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::id::SkillId;
use crate::place::{DepartmentCode, LanguageCode, Remote, parse_department, parse_languages};
use crate::programme::Programme;
use crate::skill::Level;
use crate::text;

/// The most requirements of a mission.
pub const REQUIREMENTS_MAX: usize = 50;
/// The most seats of a mission.
pub const SEATS_MAX: i64 = 50;
/// The weight of a requirement that gives none.
pub const DEFAULT_WEIGHT: i64 = 3;
/// The heaviest weight of a requirement.
pub const WEIGHT_MAX: i64 = 5;
/// Minutes in a day that a mission could at most be worked on: a bound on nonsense, not a working time.
pub(crate) const DAY_MINUTES_MAX: i64 = 600;

coded_enum! {
    /// How pressing a mission is: it comes first when browsing, and shortens the deadlines of consents.
    pub enum Urgency {
        /// As usual.
        Normal = "NORMAL",
        /// Soon.
        High = "HIGH",
        /// A crisis.
        Critical = "CRITICAL",
    }
}

coded_enum! {
    /// How much a requirement matters.
    pub enum Importance {
        /// The mission can't do without it.
        Essential = "ESSENTIAL",
        /// It helps.
        Asset = "ASSET",
    }
}

/// A skill that a mission asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    /// Which skill.
    pub skill: SkillId,
    /// Whether the mission can do without it.
    pub importance: Importance,
    /// The least level wanted; a gap lowers the score, it never excludes.
    pub min_level: Level,
    /// From 1 to [`WEIGHT_MAX`].
    pub weight: u8,
}

/// Where, when and how much. What is left out asks nothing; publication wants all but the languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Modalities {
    /// How much can be done remotely.
    pub remote: Option<Remote>,
    /// Where the rest is done.
    pub department: Option<DepartmentCode>,
    /// « 2 jours par semaine ».
    pub rhythm: String,
    /// The first day on which it may start.
    pub start_from: Option<NaiveDate>,
    /// The last day on which it may start.
    pub start_to: Option<NaiveDate>,
    /// The last day of the mission.
    pub end_by: Option<NaiveDate>,
    /// Minutes of work for each seat.
    pub effort_minutes: Option<u32>,
    /// Languages that the talent must speak.
    pub languages: BTreeSet<LanguageCode>,
}

/// What a mission says: checked as far as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissionContent {
    /// The title.
    pub title: String,
    /// Why the mission exists; may be empty in a draft.
    pub context: String,
    /// What is expected at its end; may be empty in a draft.
    pub deliverables: String,
    /// Where, when and how much.
    pub modalities: Modalities,
    /// The skills wanted, each once.
    pub requirements: Vec<Requirement>,
    /// How many talents.
    pub seats: u16,
    /// How pressing.
    pub urgency: Urgency,
    /// The last day to apply.
    pub application_deadline: Option<NaiveDate>,
}

/// A requirement as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementDraft {
    /// Which skill; whether it exists is for the caller to check.
    pub skill: SkillId,
    /// See [`Requirement::importance`].
    pub importance: Importance,
    /// From 1 to 4.
    pub min_level: i64,
    /// From 1 to [`WEIGHT_MAX`].
    pub weight: i64,
}

/// Modalities as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModalitiesDraft {
    /// See [`Modalities::remote`].
    pub remote: Option<Remote>,
    /// See [`Modalities::department`].
    pub department: Option<String>,
    /// See [`Modalities::rhythm`].
    pub rhythm: String,
    /// See [`Modalities::start_from`].
    pub start_from: Option<NaiveDate>,
    /// See [`Modalities::start_to`].
    pub start_to: Option<NaiveDate>,
    /// See [`Modalities::end_by`].
    pub end_by: Option<NaiveDate>,
    /// See [`Modalities::effort_minutes`].
    pub effort_minutes: Option<i64>,
    /// See [`Modalities::languages`].
    pub languages: Vec<String>,
}

/// A mission as it is written, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissionDraft {
    /// See [`MissionContent::title`].
    pub title: String,
    /// See [`MissionContent::context`].
    pub context: String,
    /// See [`MissionContent::deliverables`].
    pub deliverables: String,
    /// See [`MissionContent::modalities`].
    pub modalities: ModalitiesDraft,
    /// See [`MissionContent::requirements`].
    pub requirements: Vec<RequirementDraft>,
    /// See [`MissionContent::seats`].
    pub seats: i64,
    /// See [`MissionContent::urgency`].
    pub urgency: Urgency,
    /// See [`MissionContent::application_deadline`].
    pub application_deadline: Option<NaiveDate>,
}

impl Modalities {
    /// Checks what was written under the programme's caps.
    pub fn parse(draft: &ModalitiesDraft, programme: &Programme) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        let modalities = Self::check(&mut checks, draft, programme);
        checks.finish(modalities)
    }

    fn check(checks: &mut Checks, draft: &ModalitiesDraft, programme: &Programme) -> Self {
        check_dates(checks, draft, programme);
        check_effort(checks, draft, programme);
        Self {
            remote: draft.remote,
            department: draft.department.as_deref().and_then(|code| parse_department(checks, "departmentCode", code)),
            rhythm: text::bounded(checks, "rhythm", &draft.rhythm, text::RHYTHM),
            start_from: draft.start_from,
            start_to: draft.start_to,
            end_by: draft.end_by,
            effort_minutes: draft.effort_minutes.and_then(|minutes| u32::try_from(minutes).ok()),
            languages: parse_languages(checks, &draft.languages),
        }
    }

    fn to_draft(&self) -> ModalitiesDraft {
        ModalitiesDraft {
            remote: self.remote,
            department: self.department.map(String::from),
            rhythm: self.rhythm.clone(),
            start_from: self.start_from,
            start_to: self.start_to,
            end_by: self.end_by,
            effort_minutes: self.effort_minutes.map(Into::into),
            languages: self.languages.iter().map(ToString::to_string).collect(),
        }
    }
}

fn check_dates(checks: &mut Checks, draft: &ModalitiesDraft, programme: &Programme) {
    if let (Some(start), Some(end)) = (draft.start_from, draft.start_to) {
        checks.require(start <= end, "startTo", || Problem::WindowReversed {
            start: start.to_string(),
            end: end.to_string(),
        });
    }
    if let (Some(start), Some(end)) = (draft.start_to.or(draft.start_from), draft.end_by) {
        checks.require(start <= end, "endBy", || Problem::EndsBeforeStart {
            start: start.to_string(),
            end: end.to_string(),
        });
    }
    if let (Some(start), Some(end)) = (draft.start_from, draft.end_by) {
        let (days, max) = ((end - start).num_days() + 1, i64::from(programme.duration_days_max));
        checks.require(days <= max, "endBy", || Problem::DurationAboveCap { days, max });
    }
}

fn check_effort(checks: &mut Checks, draft: &ModalitiesDraft, programme: &Programme) {
    let Some(minutes) = draft.effort_minutes else { return };
    let max = i64::from(programme.effort_minutes_max);
    if minutes < 1 {
        checks.problem("effortMinutes", Problem::OutOfRange { value: minutes, min: 1, max });
    } else if minutes > max {
        checks.problem("effortMinutes", Problem::EffortAboveCap { minutes, max });
    } else if let (Some(start), Some(end)) = (draft.start_from, draft.end_by) {
        let max = ((end - start).num_days() + 1).max(0) * DAY_MINUTES_MAX;
        checks
            .require(start > end || minutes <= max, "effortMinutes", || Problem::EffortAboveDuration { minutes, max });
    }
}

impl MissionContent {
    /// Checks what was written under the programme's caps; what a draft may leave out may be missing.
    pub fn parse(draft: &MissionDraft, programme: &Programme) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        let title = text::bounded(&mut checks, "title", &draft.title, text::TITLE);
        let context = text::bounded(&mut checks, "context", &draft.context, text::PROSE);
        let deliverables = text::bounded(&mut checks, "deliverables", &draft.deliverables, text::PROSE);
        let modalities =
            checks.inside("modalities", None, |checks| Modalities::check(checks, &draft.modalities, programme));
        let requirements = check_requirements(&mut checks, &draft.requirements);
        let seats = checks.number("seats", draft.seats, 1..=SEATS_MAX);
        let last_start = draft.modalities.start_to.or(draft.modalities.end_by);
        if let (Some(deadline), Some(start)) = (draft.application_deadline, last_start) {
            checks.require(deadline <= start, "applicationDeadline", || Problem::DeadlineAfterStart {
                deadline: deadline.to_string(),
                start: start.to_string(),
            });
        }
        checks.build(|| {
            Some(Self {
                title,
                context,
                deliverables,
                modalities,
                requirements,
                seats: seats?,
                urgency: draft.urgency,
                application_deadline: draft.application_deadline,
            })
        })
    }

    /// The content as one would write it: the starting point of an update.
    pub fn to_draft(&self) -> MissionDraft {
        let requirement = |requirement: &Requirement| RequirementDraft {
            skill: requirement.skill,
            importance: requirement.importance,
            min_level: requirement.min_level.get().into(),
            weight: requirement.weight.into(),
        };
        MissionDraft {
            title: self.title.clone(),
            context: self.context.clone(),
            deliverables: self.deliverables.clone(),
            modalities: self.modalities.to_draft(),
            requirements: self.requirements.iter().map(requirement).collect(),
            seats: self.seats.into(),
            urgency: self.urgency,
            application_deadline: self.application_deadline,
        }
    }

    /// Whether publication has all that it needs on that day: the modalities are « définis dès la publication ».
    pub fn check_publishable(&self, today: NaiveDate) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        needed(&mut checks, !self.context.is_empty(), "context");
        needed(&mut checks, !self.deliverables.is_empty(), "deliverables");
        needed(&mut checks, !self.requirements.is_empty(), "requirements");
        needed(&mut checks, self.application_deadline.is_some(), "applicationDeadline");
        let modalities = &self.modalities;
        checks.inside("modalities", None, |checks| {
            needed(checks, modalities.remote.is_some(), "remote");
            let placed = modalities.remote == Some(Remote::Full) || modalities.department.is_some();
            needed(checks, placed, "departmentCode");
            needed(checks, !modalities.rhythm.is_empty(), "rhythm");
            needed(checks, modalities.start_from.is_some(), "startFrom");
            needed(checks, modalities.start_to.is_some(), "startTo");
            needed(checks, modalities.end_by.is_some(), "endBy");
            needed(checks, modalities.effort_minutes.is_some(), "effortMinutes");
        });
        if let Some(deadline) = self.application_deadline {
            let passed = || Problem::InThePast { value: deadline.to_string() };
            checks.require(deadline >= today, "applicationDeadline", passed);
        }
        checks.finish(())
    }
}

fn needed(checks: &mut Checks, there: bool, field: &'static str) {
    checks.require(there, field, || Problem::NeededForPublication { field: Arg::Label("mission-field", field) });
}

/// Checks the requirements of a mission, or of a ranking for a mission that may not exist yet.
pub fn parse_requirements(drafts: &[RequirementDraft]) -> Result<Vec<Requirement>, Refusals> {
    let mut checks = Checks::default();
    let requirements = check_requirements(&mut checks, drafts);
    checks.finish(requirements)
}

fn check_requirements(checks: &mut Checks, drafts: &[RequirementDraft]) -> Vec<Requirement> {
    checks.count("requirements", drafts.len(), REQUIREMENTS_MAX);
    let mut seen = BTreeSet::new();
    let mut requirements = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().take(REQUIREMENTS_MAX).enumerate() {
        checks.inside("requirements", Some(index), |checks| {
            let unique = seen.insert(draft.skill);
            checks.require(unique, "skillId", || Problem::Duplicate { value: draft.skill.to_string() });
            let weight = checks.number("weight", draft.weight, 1..=WEIGHT_MAX);
            let level = checks.take("minLevel", Level::try_new(draft.min_level));
            requirements.extend(level.zip(weight).map(|(min_level, weight)| Requirement {
                skill: draft.skill,
                importance: draft.importance,
                min_level,
                weight,
            }));
        });
    }
    requirements
}

#[cfg(test)]
pub(crate) mod tests;
