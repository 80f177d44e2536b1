//! Talents: agents who registered, what they offer and when.

mod machine;
mod profile;

use crate::Change;
use crate::event::{EventDraft, EventKind};
use crate::id::{MissionId, PersonId, StructureId, TalentId};

pub use crate::place::LANGUAGES_MAX;
pub use machine::{TalentMove, TalentMoveKind, TalentState, moves_from, next_state};
pub use profile::{
    Availability, AvailabilityDraft, Intent, OPEN_FROM, OPEN_TO, ProfilePart, SKILLS_MAX, TalentDraft, TalentProfile,
    TalentSkill, TalentSkillDraft, TalentStatus, WEEK_MINUTES, WINDOWS_MAX, WindowDraft, levels,
};

/// The most missions that one may wish for at registration.
pub const WISHES_MAX: usize = 20;

/// A talent's registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Talent {
    /// Its id.
    pub id: TalentId,
    /// What an import calls it, where it came from one.
    pub external_id: Option<String>,
    /// Counts its changes, from 1.
    pub version: u64,
    /// Who registered; one registration a person.
    pub person: PersonId,
    /// The structure that employs the talent.
    pub structure: StructureId,
    /// Where it is in its life.
    pub state: TalentState,
    /// What the talent says.
    pub profile: TalentProfile,
    /// Published missions that the talent wished to apply to when registering.
    pub wishes: Vec<MissionId>,
}

/// What a registration begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The id of the new talent.
    pub id: TalentId,
    /// What an import calls it.
    pub external_id: Option<String>,
    /// Who registers.
    pub person: PersonId,
    /// Who employs them.
    pub structure: StructureId,
    /// What they say.
    pub profile: TalentProfile,
    /// Published missions that they wish to apply to.
    pub wishes: Vec<MissionId>,
    /// Whether it begins as a draft rather than active.
    pub draft: bool,
}

impl Talent {
    /// A new registration: it needs nobody's leave.
    pub fn register(registration: Registration) -> Change<Self> {
        let Registration { id, external_id, person, structure, profile, wishes, draft } = registration;
        let state = if draft { TalentState::Draft } else { TalentState::Active };
        let talent = Self { id, external_id, version: 1, person, structure, state, profile, wishes };
        let event = EventDraft::new(EventKind::TalentRegistered, id.0, 1)
            .with("state", state)
            .with("structure", structure)
            .with("intent", talent.profile.intent);
        Change { value: talent, events: vec![event] }
    }

    /// Whether people other than the talent and their employer may find them: active and opted in.
    pub fn is_discoverable(&self) -> bool {
        self.state == TalentState::Active && self.profile.discoverable
    }
}

#[cfg(test)]
pub(crate) fn talent_for_tests() -> Talent {
    let number = uuid::Uuid::from_u128;
    let profile = profile::tests::parse(&profile::tests::good_draft()).expect("a good draft");
    let registration = Registration {
        id: TalentId(number(60)),
        external_id: None,
        person: PersonId(number(10)),
        structure: StructureId(number(2)),
        profile,
        wishes: Vec::new(),
        draft: false,
    };
    Talent::register(registration).value
}
