//! Service offers: what a talent offers to do, which a host turns into a mission in one call.

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{MissionId, ServiceOfferId, SkillId, TalentId};
use crate::mission::{
    DEFAULT_WEIGHT, Importance, MissionDraft, ModalitiesDraft, REQUIREMENTS_MAX, RequirementDraft, Urgency,
};
use crate::place::Remote;
use crate::programme::Programme;
use crate::skill::Level;
use crate::talent::{ProfilePart, Talent, levels};
use crate::text;

coded_enum! {
    /// Where a service offer is in its life.
    pub enum ServiceOfferState {
        /// Hosts may use it.
        Open = "OPEN",
        /// The talent offers it no longer.
        Withdrawn = "WITHDRAWN",
        /// What the talent wrote was erased.
        Erased = "ERASED",
    }
}

coded_enum! {
    /// The moves of a service offer: one mutation each.
    pub enum ServiceOfferMoveKind {
        /// Change what it says.
        Update = "UPDATE",
        /// Make a mission of it.
        Use = "USE",
        /// Offer it no longer.
        Withdraw = "WITHDRAW",
        /// Erase what the talent wrote.
        Erase = "ERASE",
    }
}

/// A move of a service offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceOfferMove {
    /// See [`ServiceOfferMoveKind::Update`]; all that it will say.
    Update(Service),
    /// See [`ServiceOfferMoveKind::Use`]; the mission that was made of it.
    Use(MissionId),
    /// See [`ServiceOfferMoveKind::Withdraw`].
    Withdraw,
    /// See [`ServiceOfferMoveKind::Erase`].
    Erase,
}

/// What a talent offers to do: checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// What, in a line.
    pub title: String,
    /// What, in a few paragraphs.
    pub description: String,
    /// The skills that it rests on, each once.
    pub skills: Vec<SkillId>,
    /// About how many minutes it takes.
    pub effort_minutes: u32,
}

/// A service as it is written, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDraft {
    /// See [`Service::title`].
    pub title: String,
    /// See [`Service::description`].
    pub description: String,
    /// See [`Service::skills`]; whether they exist is for the caller to check.
    pub skills: Vec<SkillId>,
    /// See [`Service::effort_minutes`].
    pub effort_minutes: i64,
}

/// What a talent offers to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceOffer {
    /// Its id.
    pub id: ServiceOfferId,
    /// Counts its changes, from 1.
    pub version: u64,
    /// Whose.
    pub talent: TalentId,
    /// Where it is in its life.
    pub state: ServiceOfferState,
    /// What it says.
    pub service: Service,
}

impl Service {
    /// Checks what was written, under the programme's cap.
    pub fn parse(draft: &ServiceDraft, programme: &Programme) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        let title = text::bounded(&mut checks, "title", &draft.title, text::TITLE);
        let description = text::bounded(&mut checks, "description", &draft.description, text::PROSE);
        checks.count("skillIds", draft.skills.len(), REQUIREMENTS_MAX);
        let mut skills: Vec<SkillId> = Vec::with_capacity(draft.skills.len().min(REQUIREMENTS_MAX));
        for skill in draft.skills.iter().take(REQUIREMENTS_MAX) {
            checks.require(!skills.contains(skill), "skillIds", || Problem::Duplicate { value: skill.to_string() });
            skills.push(*skill);
        }
        let max = i64::from(programme.effort_minutes_max);
        let effort_minutes = checks.number("effortMinutes", draft.effort_minutes, 1..=max);
        checks.build(|| Some(Self { title, description, skills, effort_minutes: effort_minutes? }))
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
pub const fn next_state(state: ServiceOfferState, attempt: ServiceOfferMoveKind) -> Option<ServiceOfferState> {
    use ServiceOfferMoveKind::{Erase, Update, Use, Withdraw};
    use ServiceOfferState::{Erased, Open, Withdrawn};
    match (attempt, state) {
        (Update | Use, Open) => Some(Open),
        (Withdraw, Open) => Some(Withdrawn),
        (Erase, Open | Withdrawn) => Some(Erased),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (Update | Use | Withdraw, Withdrawn | Erased) | (Erase, Erased) => None,
    }
}

/// The moves that a state allows.
pub fn moves_from(state: ServiceOfferState) -> Vec<ServiceOfferMoveKind> {
    ServiceOfferMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

impl ServiceOffer {
    /// A new offer.
    pub fn make(id: ServiceOfferId, talent: TalentId, service: Service) -> Change<Self> {
        let offer = Self { id, version: 1, talent, state: ServiceOfferState::Open, service };
        let events = vec![offer.happened(EventKind::ServiceOfferMade).with("talent", talent)];
        Change { value: offer, events }
    }

    /// Makes a move, or says why the state forbids it.
    pub fn apply(&self, attempt: ServiceOfferMove) -> Result<Change<Self>, Refusals> {
        let kind = match attempt {
            ServiceOfferMove::Update(_) => ServiceOfferMoveKind::Update,
            ServiceOfferMove::Use(_) => ServiceOfferMoveKind::Use,
            ServiceOfferMove::Withdraw => ServiceOfferMoveKind::Withdraw,
            ServiceOfferMove::Erase => ServiceOfferMoveKind::Erase,
        };
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let mut offer = Self { state, version: self.version + 1, ..self.clone() };
        let event = match attempt {
            ServiceOfferMove::Update(service) => {
                offer.service = service;
                offer.happened(EventKind::ServiceOfferUpdated)
            }
            ServiceOfferMove::Use(mission) => offer.happened(EventKind::ServiceOfferUsed).with("mission", mission),
            ServiceOfferMove::Withdraw => offer.happened(EventKind::ServiceOfferWithdrawn),
            ServiceOfferMove::Erase => {
                offer.service.title.clear();
                offer.service.description.clear();
                offer.happened(EventKind::ServiceOfferErased)
            }
        };
        Ok(Change { value: offer, events: vec![event] })
    }

    /// The mission that a host begins with, to be completed with its own context, dates and deadline: what is offered,
    /// the talent's own level in each skill, and how much can be done remotely where the talent says so.
    pub fn to_mission_draft(&self, talent: &Talent) -> MissionDraft {
        let levels = levels(&talent.profile.skills);
        let requirement = |skill: &SkillId| RequirementDraft {
            skill: *skill,
            importance: Importance::Essential,
            min_level: levels.get(skill).copied().unwrap_or(Level::BEGINNER).get().into(),
            weight: DEFAULT_WEIGHT,
        };
        let remote: Option<Remote> =
            (!talent.profile.hides(ProfilePart::Place)).then_some(talent.profile.availability.remote);
        MissionDraft {
            title: self.service.title.clone(),
            context: String::new(),
            deliverables: self.service.description.clone(),
            modalities: ModalitiesDraft {
                remote,
                effort_minutes: Some(self.service.effort_minutes.into()),
                ..ModalitiesDraft::default()
            },
            requirements: self.service.skills.iter().map(requirement).collect(),
            seats: 1,
            urgency: Urgency::Normal,
            application_deadline: None,
        }
    }

    fn happened(&self, kind: EventKind) -> EventDraft {
        EventDraft::new(kind, self.id.0, self.version).with("state", self.state)
    }

    fn forbidden(&self, attempt: ServiceOfferMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("service-offer-state", self.state.code()),
            attempt: Arg::Label("service-offer-move", attempt.code()),
            allowed: Arg::Labels("service-offer-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}

#[cfg(test)]
mod tests;
