//! Applications: a talent's candidature for a mission, or a host's invitation, from the first word to the outcome.

mod machine;
mod profile;

use chrono::{DateTime, Utc};

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Checks, Problem, Refusals};
use crate::event::{Actor, EventDraft, EventKind};
use crate::id::{ApplicationId, MissionId, TalentId};
use crate::mission::{Mission, MissionState, Standing};
use crate::structure::Lineage;
use crate::talent::{Talent, TalentState};
use crate::text;

pub use machine::{
    ApplicationContext, ApplicationMove, ApplicationMoveKind, ApplicationState, LapseCause, moves_from, next_state,
};
pub use profile::{AvailabilityAsItWas, PlaceAsItWas, ProfileAsItWas};

coded_enum! {
    /// Where an application comes from.
    pub enum Origin {
        /// The talent applied.
        Application = "APPLICATION",
        /// The host invited the talent.
        Invitation = "INVITATION",
        /// The talent wished for the mission when registering.
        Registration = "REGISTRATION",
    }
}

/// A decision about an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub kind: ApplicationMoveKind,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// Why; may be empty where none is owed.
    pub reason: String,
}

/// A candidature or an invitation.
#[derive(Debug, Clone, PartialEq)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Counts its changes, from 1.
    pub version: u64,
    /// For which mission.
    pub mission: MissionId,
    /// The published version that the talent read.
    pub mission_version: u32,
    /// Whose.
    pub talent: TalentId,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is in its life.
    pub state: ApplicationState,
    /// Why the talent applies; may be empty.
    pub motivation: String,
    /// The profile as it was when the talent applied; none while an invitation waits, nor once erased.
    pub profile: Option<ProfileAsItWas>,
    /// What was decided, in order.
    pub decisions: Vec<Decision>,
    /// When the talent applied or was invited.
    pub created_at: DateTime<Utc>,
}

/// What an application or an invitation looks at.
#[derive(Debug, Clone, Copy)]
pub struct NewApplication<'a> {
    /// The id of the new application.
    pub id: ApplicationId,
    /// For which mission.
    pub mission: &'a Mission,
    /// How many of its seats have started.
    pub started: u32,
    /// The mission's host.
    pub host: &'a Lineage,
    /// Which talent.
    pub talent: &'a Talent,
    /// The structure that employs the talent.
    pub employer: &'a Lineage,
    /// Whether the talent has an open application or invitation for the mission.
    pub has_open_one: bool,
    /// When.
    pub now: DateTime<Utc>,
}

impl Application {
    /// A talent applies, or a wish kept at registration becomes an application. A missing skill never stands in the way.
    ///
    /// # Errors
    /// A mission that takes no applications, a talent who is not active or has an open application for it already, a
    /// host that is the employer or related to it; a motivation that is too long.
    pub fn submit(new: &NewApplication, origin: Origin, motivation: &str) -> Result<Change<Self>, Refusals> {
        let mut checks = Checks::default();
        new.check(&mut checks);
        let motivation = text::bounded(&mut checks, "motivation", motivation, text::PROSE);
        checks.finish(())?;
        let profile = Some(ProfileAsItWas::of(new.talent));
        let state = ApplicationState::Submitted;
        Ok(new.begin(Self { motivation, profile, ..new.blank(origin, state) }, EventKind::ApplicationSubmitted))
    }

    /// A host invites a talent: nothing of the profile is taken until the talent accepts.
    ///
    /// # Errors
    /// As for [`Self::submit`].
    pub fn invite(new: &NewApplication) -> Result<Change<Self>, Refusals> {
        let mut checks = Checks::default();
        new.check(&mut checks);
        checks.finish(())?;
        let invited = new.blank(Origin::Invitation, ApplicationState::Invited);
        Ok(new.begin(invited, EventKind::ApplicationInvited))
    }

    /// Whether it is still open: a talent has one such application for a mission at most.
    pub fn is_open(&self) -> bool {
        match self.state {
            ApplicationState::Invited
            | ApplicationState::Submitted
            | ApplicationState::Shortlisted
            | ApplicationState::Selected => true,
            ApplicationState::Declined | ApplicationState::Withdrawn | ApplicationState::Lapsed => false,
        }
    }

    /// The application without what its talent wrote, for their erasure; erasing twice changes nothing.
    pub fn erase(&self) -> Change<Self> {
        if self.profile.is_none() && self.motivation.is_empty() {
            return Change { value: self.clone(), events: Vec::new() };
        }
        let version = self.version + 1;
        let erased = Self { version, motivation: String::new(), profile: None, ..self.clone() };
        let events = vec![erased.happened(EventKind::ApplicationErased)];
        Change { value: erased, events }
    }

    fn happened(&self, kind: EventKind) -> EventDraft {
        EventDraft::new(kind, self.id.0, self.version).with("state", self.state)
    }
}

impl NewApplication<'_> {
    fn check(&self, checks: &mut Checks) {
        let open = self.mission.is_open_on(crate::calendar::paris_day(self.now), self.started);
        checks.require(open, "missionId", || Problem::ApplicationsClosed {});
        let active = self.talent.state == TalentState::Active;
        checks.require(active, "talentId", || Problem::TalentNotActive {});
        checks.require(!self.has_open_one, "missionId", || Problem::AlreadyApplied {});
        checks.take("missionId", self.host.check_apart(self.employer));
    }

    fn blank(&self, origin: Origin, state: ApplicationState) -> Application {
        Application {
            id: self.id,
            version: 1,
            mission: self.mission.id,
            mission_version: self.mission.published_version.unwrap_or_default(),
            talent: self.talent.id,
            origin,
            state,
            motivation: String::new(),
            profile: None,
            decisions: Vec::new(),
            created_at: self.now,
        }
    }

    fn begin(&self, application: Application, kind: EventKind) -> Change<Application> {
        let event = application
            .happened(kind)
            .with("mission", application.mission)
            .with("missionVersion", application.mission_version)
            .with("talent", application.talent)
            .with("origin", application.origin)
            .with("employer", self.employer.id);
        Change { value: application, events: vec![event] }
    }
}

/// Why the applications of a mission that nobody selected lapse now, or `None` while they stay in the running: the
/// mission is over, or every seat has started.
pub fn lapse_cause(mission: &Mission, standing: Standing) -> Option<LapseCause> {
    match mission.state {
        MissionState::Cancelled => Some(LapseCause::MissionCancelled),
        MissionState::Expired => Some(LapseCause::MissionExpired),
        MissionState::Completed => Some(LapseCause::MissionCompleted),
        MissionState::Published | MissionState::Suspended => {
            mission.has_all_started(standing.started).then_some(LapseCause::SeatsStarted)
        }
        MissionState::Draft | MissionState::Submitted | MissionState::ChangesRequested | MissionState::Rejected => None,
    }
}

#[cfg(test)]
pub(crate) mod tests;
