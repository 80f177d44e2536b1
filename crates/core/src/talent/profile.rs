//! What talents say of themselves, as it is written and as it is once checked.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{Days, Month};
use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::id::SkillId;
use crate::person::Email;
use crate::place::{DepartmentCode, LanguageCode, Remote, parse_department, parse_languages};
use crate::programme::Programme;
use crate::skill::Level;
use crate::structure::Branch;
use crate::text;

/// The most skills of a profile.
pub const SKILLS_MAX: usize = 100;
/// The most availability windows of a profile.
pub const WINDOWS_MAX: usize = 20;
/// The first day of a window whose beginning is open.
pub const OPEN_FROM: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day of the calendar");
/// The last day of a window whose end is open.
pub const OPEN_TO: NaiveDate = NaiveDate::from_ymd_opt(2199, 12, 31).expect("a day of the calendar");
/// Minutes in a week: no availability goes past it.
pub const WEEK_MINUTES: i64 = 7 * 24 * 60;

coded_enum! {
    /// The administrative position of an agent. It is never read by the ranking.
    pub enum TalentStatus {
        /// A civil servant (fonctionnaire).
        CivilServant = "CIVIL_SERVANT",
        /// Under contract (contractuel).
        Contract = "CONTRACT",
    }
}

coded_enum! {
    /// Why one registers.
    pub enum Intent {
        /// To apply to missions.
        Apply = "APPLY",
        /// To say that one is interested, no more for now.
        Interest = "INTEREST",
    }
}

coded_enum! {
    /// A part of a profile that its talent may keep from the others.
    pub enum ProfilePart {
        /// The headline.
        Headline = "HEADLINE",
        /// The biography.
        Biography = "BIOGRAPHY",
        /// The spoken languages.
        Languages = "LANGUAGES",
        /// The départements.
        Place = "PLACE",
        /// The windows and the minutes per week.
        Availability = "AVAILABILITY",
    }
}

/// A skill as a talent has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalentSkill {
    /// Which skill.
    pub skill: SkillId,
    /// How well.
    pub level: Level,
    /// When it was last used, if known.
    pub last_used: Option<Month>,
    /// Whether the talent wants missions that develop it.
    pub wants_to_develop: bool,
}

/// Where and when a talent can work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// The most remote work that suits: [`Remote::Full`] takes any, [`Remote::None`] on-site work alone.
    pub remote: Remote,
    /// The home département.
    pub department: Option<DepartmentCode>,
    /// The others that the talent would travel to.
    pub also_departments: BTreeSet<DepartmentCode>,
    /// Minutes per week, from 1 to [`WEEK_MINUTES`].
    pub minutes_per_week: u32,
    /// When, in order; empty for any time.
    pub windows: Vec<Days>,
}

/// What a talent says of themselves: checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalentProfile {
    /// Civil servant or under contract.
    pub status: TalentStatus,
    /// The branch of the public service.
    pub branch: Branch,
    /// The address of the line manager whom the talent names; it counts once the employer has confirmed the role.
    pub line_manager_email: Email,
    /// What one does, in a line.
    pub headline: String,
    /// A few paragraphs; may be empty.
    pub biography: String,
    /// The skills, each once.
    pub skills: Vec<TalentSkill>,
    /// Spoken languages.
    pub languages: BTreeSet<LanguageCode>,
    /// Where and when.
    pub availability: Availability,
    /// Why one registered.
    pub intent: Intent,
    /// Whether those who look for talents may find this one.
    pub discoverable: bool,
    /// The parts kept from the others.
    pub hidden_parts: BTreeSet<ProfilePart>,
}

/// A skill of a profile as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalentSkillDraft {
    /// Which skill; whether it exists is for the caller to check.
    pub skill: SkillId,
    /// From 1 to 4.
    pub level: i64,
    /// `YYYY-MM`, or nothing.
    pub last_used: Option<String>,
    /// See [`TalentSkill::wants_to_develop`].
    pub wants_to_develop: bool,
}

/// An availability window as it is written; an end that is left out is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowDraft {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Where and when, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityDraft {
    /// See [`Availability::remote`].
    pub remote: Remote,
    /// See [`Availability::department`].
    pub department: Option<String>,
    /// See [`Availability::also_departments`].
    pub also_departments: Vec<String>,
    /// See [`Availability::minutes_per_week`].
    pub minutes_per_week: i64,
    /// See [`Availability::windows`].
    pub windows: Vec<WindowDraft>,
}

/// A profile as it is written, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalentDraft {
    /// See [`TalentProfile::status`].
    pub status: TalentStatus,
    /// See [`TalentProfile::branch`].
    pub branch: Branch,
    /// See [`TalentProfile::line_manager_email`].
    pub line_manager_email: String,
    /// See [`TalentProfile::headline`].
    pub headline: String,
    /// See [`TalentProfile::biography`].
    pub biography: String,
    /// See [`TalentProfile::skills`].
    pub skills: Vec<TalentSkillDraft>,
    /// See [`TalentProfile::languages`].
    pub languages: Vec<String>,
    /// See [`TalentProfile::availability`].
    pub availability: AvailabilityDraft,
    /// See [`TalentProfile::intent`].
    pub intent: Intent,
    /// See [`TalentProfile::discoverable`].
    pub discoverable: bool,
    /// See [`TalentProfile::hidden_parts`].
    pub hidden_parts: Vec<ProfilePart>,
}

impl TalentProfile {
    /// Checks what was written, under the programme's settings, on a day; `own_email` is the talent's.
    pub fn parse(
        draft: &TalentDraft,
        own_email: &Email,
        programme: &Programme,
        today: NaiveDate,
    ) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        checks.require(programme.admits(draft.branch), "branch", || Problem::BranchClosed {
            branch: Arg::Label("branch", draft.branch.code()),
        });
        let manager = checks.take("lineManagerEmail", Email::parse(&draft.line_manager_email));
        checks.require(manager.as_ref() != Some(own_email), "lineManagerEmail", || Problem::OwnManager {});
        let headline = text::bounded(&mut checks, "headline", &draft.headline, text::HEADLINE);
        let biography = text::bounded(&mut checks, "biography", &draft.biography, text::PROSE);
        let skills = parse_skills(&mut checks, &draft.skills, today);
        let languages = parse_languages(&mut checks, &draft.languages);
        let availability =
            checks.inside("availability", None, |checks| parse_availability(checks, &draft.availability));
        checks.build(|| {
            Some(Self {
                status: draft.status,
                branch: draft.branch,
                line_manager_email: manager?,
                headline,
                biography,
                skills,
                languages,
                availability: availability?,
                intent: draft.intent,
                discoverable: draft.discoverable,
                hidden_parts: draft.hidden_parts.iter().copied().collect(),
            })
        })
    }

    /// The profile as one would write it: the starting point of an update.
    pub fn to_draft(&self) -> TalentDraft {
        let skill = |skill: &TalentSkill| TalentSkillDraft {
            skill: skill.skill,
            level: skill.level.get().into(),
            last_used: skill.last_used.map(String::from),
            wants_to_develop: skill.wants_to_develop,
        };
        TalentDraft {
            status: self.status,
            branch: self.branch,
            line_manager_email: self.line_manager_email.as_str().to_owned(),
            headline: self.headline.clone(),
            biography: self.biography.clone(),
            skills: self.skills.iter().map(skill).collect(),
            languages: self.languages.iter().map(ToString::to_string).collect(),
            availability: self.availability.to_draft(),
            intent: self.intent,
            discoverable: self.discoverable,
            hidden_parts: self.hidden_parts.iter().copied().collect(),
        }
    }

    /// Takes out what the talent wrote and where to find them.
    pub(super) fn erase(&mut self) {
        self.headline.clear();
        self.biography.clear();
        self.skills.clear();
        self.languages.clear();
        self.availability.department = None;
        self.availability.also_departments.clear();
        self.availability.windows.clear();
        self.discoverable = false;
    }

    /// Whether the talent keeps that part from the others.
    pub fn hides(&self, part: ProfilePart) -> bool {
        self.hidden_parts.contains(&part)
    }
}

impl Availability {
    fn to_draft(&self) -> AvailabilityDraft {
        AvailabilityDraft {
            remote: self.remote,
            department: self.department.map(String::from),
            also_departments: self.also_departments.iter().map(ToString::to_string).collect(),
            minutes_per_week: self.minutes_per_week.into(),
            windows: self
                .windows
                .iter()
                .map(|days| WindowDraft { from: Some(days.first()), to: Some(days.last()) })
                .collect(),
        }
    }

    /// Whether the talent lives in the département or would travel to it.
    pub fn reaches(&self, department: DepartmentCode) -> bool {
        self.department == Some(department) || self.also_departments.contains(&department)
    }
}

fn parse_skills(checks: &mut Checks, drafts: &[TalentSkillDraft], today: NaiveDate) -> Vec<TalentSkill> {
    checks.count("skills", drafts.len(), SKILLS_MAX);
    let mut seen = BTreeSet::new();
    let mut skills = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().take(SKILLS_MAX).enumerate() {
        checks.inside("skills", Some(index), |checks| {
            let unique = seen.insert(draft.skill);
            checks.require(unique, "skillId", || Problem::Duplicate { value: draft.skill.to_string() });
            let level = checks.take("level", Level::try_new(draft.level));
            let last_used = draft.last_used.as_deref().and_then(|month| parse_month(checks, month, today));
            skills.extend(level.map(|level| TalentSkill {
                skill: draft.skill,
                level,
                last_used,
                wants_to_develop: draft.wants_to_develop,
            }));
        });
    }
    skills
}

fn parse_month(checks: &mut Checks, text: &str, today: NaiveDate) -> Option<Month> {
    let Some(month) = Month::parse(text) else {
        checks.problem("lastUsed", Problem::MalformedMonth { value: text.to_owned() });
        return None;
    };
    checks.require(month <= Month::of(today), "lastUsed", || Problem::InTheFuture { value: text.to_owned() });
    Some(month)
}

fn parse_availability(checks: &mut Checks, draft: &AvailabilityDraft) -> Option<Availability> {
    let department = draft.department.as_deref().and_then(|code| parse_department(checks, "departmentCode", code));
    let mut also_departments = BTreeSet::new();
    for (index, code) in draft.also_departments.iter().enumerate() {
        let found = checks.inside("alsoDepartments", Some(index), |checks| parse_department(checks, "", code));
        also_departments.extend(found);
    }
    let minutes_per_week = checks.number("minutesPerWeek", draft.minutes_per_week, 1..=WEEK_MINUTES);
    checks.count("windows", draft.windows.len(), WINDOWS_MAX);
    let mut windows = Vec::new();
    for window in &draft.windows {
        let (from, to) = (window.from.unwrap_or(OPEN_FROM), window.to.unwrap_or(OPEN_TO));
        let reversed = Problem::EndsBeforeStart { start: from.to_string(), end: to.to_string() };
        windows.extend(checks.take("to", Days::try_new(from, to).ok_or(reversed)));
    }
    windows.sort_unstable();
    Some(Availability {
        remote: draft.remote,
        department,
        also_departments,
        minutes_per_week: minutes_per_week?,
        windows,
    })
}

/// The levels of a talent's skills, by skill.
pub fn levels(skills: &[TalentSkill]) -> BTreeMap<SkillId, Level> {
    skills.iter().map(|skill| (skill.skill, skill.level)).collect()
}

#[cfg(test)]
pub(crate) mod tests;
