//! Missions: what a structure asks for, its published versions, and its life.

mod content;
mod digest;
mod machine;

use chrono::{DateTime, NaiveDate, Utc};

use crate::Change;
use crate::event::{EventDraft, EventKind};
use crate::id::{MissionId, PersonId, StructureId};

pub(crate) use content::DAY_MINUTES_MAX;
pub use content::{
    DEFAULT_WEIGHT, Importance, MissionContent, MissionDraft, Modalities, ModalitiesDraft, REQUIREMENTS_MAX,
    Requirement, RequirementDraft, SEATS_MAX, Urgency, WEIGHT_MAX, parse_requirements,
};
pub use machine::{MissionMove, MissionMoveKind, MissionState, MoveContext, Standing, moves_from, next_state};

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

    /// Whether a talent may apply on that day, so many of whose seats have started.
    pub fn is_open_on(&self, day: NaiveDate, started: u32) -> bool {
        let before_deadline = self.content.application_deadline.is_some_and(|deadline| day <= deadline);
        let takes_some = self.takes_applications && !self.has_all_started(started);
        self.state == MissionState::Published && takes_some && before_deadline
    }

    /// Whether every seat has started, where so many have: then nobody is looked for any more.
    pub fn has_all_started(&self, started: u32) -> bool {
        started >= u32::from(self.content.seats)
    }

    /// Whether everybody may read it: it was published and not hidden since.
    pub fn is_public(&self) -> bool {
        match self.state {
            MissionState::Published | MissionState::Expired | MissionState::Completed => true,
            MissionState::Draft
            | MissionState::Submitted
            | MissionState::ChangesRequested
            | MissionState::Rejected
            | MissionState::Suspended
            | MissionState::Cancelled => false,
        }
    }
}

#[cfg(test)]
pub(crate) fn content_for_tests() -> MissionContent {
    let draft = content::tests::complete_draft();
    MissionContent::parse(&draft, &crate::programme::Programme::default()).expect("a complete draft")
}
