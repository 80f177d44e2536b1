//! Missions: what a structure asks for, its published versions, and its life.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::Change;
use crate::calendar::paris_day;
use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{MissionId, PersonId, SkillId, StructureId};
use crate::place::{DepartmentCode, LanguageCode, Remote};
use crate::programme::Programme;
use crate::skill::Level;
use crate::structure::Structure;
use crate::talent::{check_count, parse_department, parse_languages};
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
const DAY_MINUTES_MAX: i64 = 600;

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

coded_enum! {
    /// Where a mission is in its life.
    pub enum MissionState {
        /// Being written.
        Draft = "DRAFT",
        /// Waiting for moderation.
        Submitted = "SUBMITTED",
        /// Moderation asked for changes.
        ChangesRequested = "CHANGES_REQUESTED",
        /// Moderation rejected it.
        Rejected = "REJECTED",
        /// Everybody can read it.
        Published = "PUBLISHED",
        /// Hidden for a while.
        Suspended = "SUSPENDED",
        /// The deadline passed with nobody selected.
        Expired = "EXPIRED",
        /// Done.
        Completed = "COMPLETED",
        /// Given up.
        Cancelled = "CANCELLED",
    }
}

coded_enum! {
    /// The moves of a mission: one mutation or job each.
    pub enum MissionMoveKind {
        /// Change a draft.
        Update = "UPDATE",
        /// Hand it to moderation.
        Submit = "SUBMIT",
        /// Make it public.
        Publish = "PUBLISH",
        /// Send it back with a reason.
        RequestChanges = "REQUEST_CHANGES",
        /// Reject it with a reason.
        Reject = "REJECT",
        /// Publish a next version.
        Revise = "REVISE",
        /// Hide it for a while.
        Suspend = "SUSPEND",
        /// Show it again.
        Resume = "RESUME",
        /// Its deadline passed.
        Expire = "EXPIRE",
        /// Publish it again with another deadline.
        Republish = "REPUBLISH",
        /// Take applications.
        OpenApplications = "OPEN_APPLICATIONS",
        /// Take no applications for now.
        CloseApplications = "CLOSE_APPLICATIONS",
        /// Say that it is done.
        Complete = "COMPLETE",
        /// Give it up with a reason.
        Cancel = "CANCEL",
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

/// What was published: it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissionVersion {
    /// Of which mission.
    pub mission: MissionId,
    /// From 1.
    pub number: u32,
    /// What it says.
    pub content: MissionContent,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// A mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mission {
    /// Its id.
    pub id: MissionId,
    /// What an import calls it, where it came from one.
    pub external_id: Option<String>,
    /// Counts its changes, from 1.
    pub version: u64,
    /// The structure whose mission it is.
    pub host: StructureId,
    /// Who wrote it and follows it.
    pub owner: PersonId,
    /// Where it is in its life.
    pub state: MissionState,
    /// Why it was sent back, rejected, suspended or cancelled; empty otherwise.
    pub reason: String,
    /// What it says now; while it is published, what its latest version says.
    pub content: MissionContent,
    /// Whether applications are taken while it is published.
    pub takes_applications: bool,
    /// The number of the latest published version.
    pub published_version: Option<u32>,
    /// When a version was first published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
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
        checks.require(start > end || minutes <= max, "effortMinutes", || Problem::EffortAboveDuration { minutes, max });
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
        let seats = draft.seats;
        checks.require((1..=SEATS_MAX).contains(&seats), "seats", || Problem::OutOfRange {
            value: seats,
            min: 1,
            max: SEATS_MAX,
        });
        if let (Some(deadline), Some(end)) = (draft.application_deadline, draft.modalities.end_by) {
            let start = draft.modalities.start_to.unwrap_or(end);
            checks.require(deadline <= start, "applicationDeadline", || Problem::DeadlineAfterStart {
                deadline: deadline.to_string(),
                start: start.to_string(),
            });
        }
        checks.finish(Self {
            title,
            context,
            deliverables,
            modalities,
            requirements,
            seats: u16::try_from(seats).unwrap_or(1),
            urgency: draft.urgency,
            application_deadline: draft.application_deadline,
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
    check_count(checks, "requirements", drafts.len(), REQUIREMENTS_MAX);
    let mut seen = BTreeSet::new();
    let mut requirements = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().take(REQUIREMENTS_MAX).enumerate() {
        checks.inside("requirements", Some(index), |checks| {
            let unique = seen.insert(draft.skill);
            checks.require(unique, "skillId", || Problem::Duplicate { value: draft.skill.to_string() });
            checks.require((1..=WEIGHT_MAX).contains(&draft.weight), "weight", || Problem::OutOfRange {
                value: draft.weight,
                min: 1,
                max: WEIGHT_MAX,
            });
            let level = checks.take("minLevel", Level::try_new(draft.min_level));
            requirements.extend(level.map(|min_level| Requirement {
                skill: draft.skill,
                importance: draft.importance,
                min_level,
                weight: u8::try_from(draft.weight).unwrap_or(1),
            }));
        });
    }
    requirements
}

/// How far a mission's engagements are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Talents who are selected.
    pub selected: u32,
    /// Engagements neither closed nor cancelled.
    pub open: u32,
    /// Engagements that were delivered.
    pub delivered: u32,
}

/// What a mission's move looks at beside the mission.
#[derive(Debug, Clone, Copy)]
pub struct MoveContext<'a> {
    /// When the move is made.
    pub now: DateTime<Utc>,
    /// The host of the mission.
    pub host: &'a Structure,
    /// How far the mission's engagements are.
    pub standing: Standing,
}

/// A move of a mission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissionMove {
    /// See [`MissionMoveKind::Update`]; the whole content as it will be.
    Update(Box<MissionContent>),
    /// See [`MissionMoveKind::Submit`].
    Submit,
    /// See [`MissionMoveKind::Publish`].
    Publish,
    /// See [`MissionMoveKind::RequestChanges`]; why.
    RequestChanges(String),
    /// See [`MissionMoveKind::Reject`]; why.
    Reject(String),
    /// See [`MissionMoveKind::Revise`]; the whole content as it will be.
    Revise(Box<MissionContent>),
    /// See [`MissionMoveKind::Suspend`]; why.
    Suspend(String),
    /// See [`MissionMoveKind::Resume`].
    Resume,
    /// See [`MissionMoveKind::Expire`].
    Expire,
    /// See [`MissionMoveKind::Republish`]; the whole content as it will be, with its new deadline and dates.
    Republish(Box<MissionContent>),
    /// See [`MissionMoveKind::OpenApplications`].
    OpenApplications,
    /// See [`MissionMoveKind::CloseApplications`].
    CloseApplications,
    /// See [`MissionMoveKind::Complete`].
    Complete,
    /// See [`MissionMoveKind::Cancel`]; why.
    Cancel(String),
}

impl MissionMove {
    /// Which move it is.
    pub const fn kind(&self) -> MissionMoveKind {
        match self {
            Self::Update(_) => MissionMoveKind::Update,
            Self::Submit => MissionMoveKind::Submit,
            Self::Publish => MissionMoveKind::Publish,
            Self::RequestChanges(_) => MissionMoveKind::RequestChanges,
            Self::Reject(_) => MissionMoveKind::Reject,
            Self::Revise(_) => MissionMoveKind::Revise,
            Self::Suspend(_) => MissionMoveKind::Suspend,
            Self::Resume => MissionMoveKind::Resume,
            Self::Expire => MissionMoveKind::Expire,
            Self::Republish(_) => MissionMoveKind::Republish,
            Self::OpenApplications => MissionMoveKind::OpenApplications,
            Self::CloseApplications => MissionMoveKind::CloseApplications,
            Self::Complete => MissionMoveKind::Complete,
            Self::Cancel(_) => MissionMoveKind::Cancel,
        }
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
pub const fn next_state(state: MissionState, attempt: MissionMoveKind) -> Option<MissionState> {
    use MissionMoveKind as Move;
    use MissionState as State;
    match attempt {
        Move::Update => match state {
            State::Draft | State::ChangesRequested => Some(state),
            State::Submitted | State::Rejected | State::Published | State::Suspended => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::Submit => match state {
            State::Draft | State::ChangesRequested => Some(State::Submitted),
            State::Submitted | State::Rejected | State::Published | State::Suspended => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::Publish => match state {
            State::Draft | State::Submitted => Some(State::Published),
            State::ChangesRequested | State::Rejected | State::Published | State::Suspended => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::RequestChanges | Move::Reject => match state {
            State::Submitted => Some(match attempt {
                Move::Reject => State::Rejected,
                _ => State::ChangesRequested,
            }),
            State::Draft | State::ChangesRequested | State::Rejected | State::Published | State::Suspended => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::Revise | Move::Suspend | Move::OpenApplications | Move::CloseApplications | Move::Expire => match state {
            State::Published => Some(match attempt {
                Move::Suspend => State::Suspended,
                Move::Expire => State::Expired,
                _ => State::Published,
            }),
            State::Draft | State::Submitted | State::ChangesRequested | State::Rejected | State::Suspended => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::Resume => match state {
            State::Suspended => Some(State::Published),
            State::Draft | State::Submitted | State::ChangesRequested | State::Rejected | State::Published => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::Republish => match state {
            State::Expired => Some(State::Published),
            State::Draft | State::Submitted | State::ChangesRequested | State::Rejected | State::Published => None,
            State::Suspended | State::Completed | State::Cancelled => None,
        },
        Move::Complete => match state {
            State::Published => Some(State::Completed),
            State::Draft | State::Submitted | State::ChangesRequested | State::Rejected | State::Suspended => None,
            State::Expired | State::Completed | State::Cancelled => None,
        },
        Move::Cancel => match state {
            State::Draft | State::Submitted | State::ChangesRequested => Some(State::Cancelled),
            State::Published | State::Suspended | State::Expired => Some(State::Cancelled),
            State::Rejected | State::Completed | State::Cancelled => None,
        },
    }
}

/// The moves that a state allows.
pub fn moves_from(state: MissionState) -> Vec<MissionMoveKind> {
    MissionMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

/// What a mission begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMission {
    /// The id of the new mission.
    pub id: MissionId,
    /// What an import calls it.
    pub external_id: Option<String>,
    /// The structure whose mission it is.
    pub host: StructureId,
    /// Who writes it.
    pub owner: PersonId,
    /// What it says.
    pub content: MissionContent,
}

impl Mission {
    /// A new draft.
    pub fn create(new: NewMission, now: DateTime<Utc>) -> Change<Self> {
        let mission = Self {
            id: new.id,
            external_id: new.external_id,
            version: 1,
            host: new.host,
            owner: new.owner,
            state: MissionState::Draft,
            reason: String::new(),
            content: new.content,
            takes_applications: true,
            published_version: None,
            published_at: None,
            created_at: now,
        };
        let event = EventDraft::new(EventKind::MissionCreated, mission.id.0, 1).with("host", mission.host);
        Change { value: mission, events: vec![event] }
    }

    /// A new draft that says what this mission says.
    pub fn duplicate(&self, id: MissionId, owner: PersonId, now: DateTime<Utc>) -> Change<Self> {
        let content = self.content.clone();
        let mut change = Self::create(NewMission { id, external_id: None, host: self.host, owner, content }, now);
        change.events = change.events.into_iter().map(|event| event.with("duplicateOf", self.id)).collect();
        change
    }

    /// Makes a move, or says why it is refused.
    pub fn apply(&self, attempt: MissionMove, context: &MoveContext) -> Result<Change<Self>, Refusals> {
        let kind = attempt.kind();
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let mut mission = Self { state, version: self.version + 1, reason: String::new(), ..self.clone() };
        let today = paris_day(context.now);
        let event = match attempt {
            MissionMove::Update(content) => {
                mission.content = *content;
                mission.reason.clone_from(&self.reason);
                EventKind::MissionUpdated
            }
            MissionMove::Submit => {
                self.content.check_publishable(today)?;
                EventKind::MissionSubmitted
            }
            MissionMove::Publish => {
                self.check_may_publish(context)?;
                mission.publish(context.now)?;
                EventKind::MissionPublished
            }
            MissionMove::RequestChanges(reason) => mission.because(&reason, EventKind::MissionChangesRequested)?,
            MissionMove::Reject(reason) => mission.because(&reason, EventKind::MissionRejected)?,
            MissionMove::Suspend(reason) => mission.because(&reason, EventKind::MissionSuspended)?,
            MissionMove::Cancel(reason) => mission.because(&reason, EventKind::MissionCancelled)?,
            MissionMove::Revise(content) => {
                mission.content = *content;
                mission.publish(context.now)?;
                EventKind::MissionRevised
            }
            MissionMove::Republish(content) => {
                mission.content = *content;
                mission.publish(context.now)?;
                EventKind::MissionRepublished
            }
            MissionMove::Resume => EventKind::MissionResumed,
            MissionMove::Expire => {
                self.check_expired(today, context.standing)?;
                EventKind::MissionExpired
            }
            MissionMove::OpenApplications => {
                mission.takes_applications = true;
                EventKind::MissionApplicationsOpened
            }
            MissionMove::CloseApplications => {
                mission.takes_applications = false;
                EventKind::MissionApplicationsClosed
            }
            MissionMove::Complete => {
                check_delivered(context.standing)?;
                EventKind::MissionCompleted
            }
        };
        let mut event = EventDraft::new(event, mission.id.0, mission.version).with("state", mission.state);
        if mission.published_version != self.published_version {
            event = event.with("publishedVersion", mission.published_version.unwrap_or_default());
        }
        Ok(Change { value: mission, events: vec![event] })
    }

    /// The version that this mission has just published: `None` where its latest version is that of `before`.
    pub fn version_published_since(&self, before: Option<&Self>) -> Option<MissionVersion> {
        let number = self.published_version?;
        (before.and_then(|mission| mission.published_version) != Some(number)).then(|| MissionVersion {
            mission: self.id,
            number,
            content: self.content.clone(),
            published_at: self.published_at.unwrap_or(self.created_at),
        })
    }

    /// Whether a talent may apply on that day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        let before_deadline = self.content.application_deadline.is_some_and(|deadline| day <= deadline);
        self.state == MissionState::Published && self.takes_applications && before_deadline
    }

    /// Whether everybody may read it: it was published and not hidden since.
    pub fn is_public(&self) -> bool {
        match self.state {
            MissionState::Published | MissionState::Expired | MissionState::Completed => true,
            MissionState::Draft | MissionState::Submitted | MissionState::ChangesRequested => false,
            MissionState::Rejected | MissionState::Suspended | MissionState::Cancelled => false,
        }
    }

    /// Whether its application deadline passed before that day with nobody selected.
    pub fn check_expired(&self, today: NaiveDate, standing: Standing) -> Result<(), Refusals> {
        let passed = self.content.application_deadline.is_some_and(|deadline| deadline < today);
        if passed && standing.selected == 0 { Ok(()) } else { Err(Problem::NotExpired {}.into()) }
    }

    fn check_may_publish(&self, context: &MoveContext) -> Result<(), Refusals> {
        // A submitted mission has been through moderation: whether this person may publish it, the permissions say.
        let moderated = self.state == MissionState::Submitted;
        if moderated || context.host.trusted { Ok(()) } else { Err(Problem::SubmitFirst {}.into()) }
    }

    fn publish(&mut self, now: DateTime<Utc>) -> Result<(), Refusals> {
        self.content.check_publishable(paris_day(now))?;
        self.published_version = Some(self.published_version.unwrap_or(0) + 1);
        self.published_at = Some(now);
        Ok(())
    }

    fn because(&mut self, reason: &str, event: EventKind) -> Result<EventKind, Refusals> {
        let mut checks = Checks::default();
        self.reason = text::bounded(&mut checks, "reason", reason, text::REASON);
        checks.finish(event)
    }

    fn forbidden(&self, attempt: MissionMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("mission-state", self.state.code()),
            attempt: Arg::Label("mission-move", attempt.code()),
            allowed: Arg::Labels("mission-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}

fn check_delivered(standing: Standing) -> Result<(), Refusals> {
    if standing.open == 0 && standing.delivered > 0 {
        return Ok(());
    }
    Err(Problem::NotDelivered { open: standing.open.into() }.into())
}
