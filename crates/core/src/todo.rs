//! What is due from whom: computed from applications, engagements and time sheets, never stored.

use chrono::{DateTime, Days, NaiveDate, Utc};
use uuid::Uuid;

use crate::access::Act;
use crate::application::{Application, ApplicationState};
use crate::code::coded_enum;
use crate::engagement::{Consent, ConsentKind, ConsentState, Engagement, EngagementState};
use crate::id::{ApplicationId, ConsentId, EngagementId, MissionId, PersonId, StructureId, TalentId, TimeSheetId};
use crate::mission::{Mission, MissionState};
use crate::person::Role;
use crate::talent::{Talent, TalentState};
use crate::time_sheet::{TimeSheet, TimeSheetState};

coded_enum! {
    /// A kind of thing to do.
    pub enum TodoKind {
        /// A mission waits for moderation.
        MissionToModerate = "MISSION_TO_MODERATE",
        /// A mission was sent back and waits for its author.
        MissionToAmend = "MISSION_TO_AMEND",
        /// A registration is still a draft.
        RegistrationToComplete = "REGISTRATION_TO_COMPLETE",
        /// A party is asked to consent.
        ConsentToGive = "CONSENT_TO_GIVE",
        /// A consent expired, was revoked or superseded: the host asks once more, or cancels.
        ConsentToAskAgain = "CONSENT_TO_ASK_AGAIN",
        /// A candidature waits for the host.
        ApplicationToAnswer = "APPLICATION_TO_ANSWER",
        /// An invitation waits for the talent.
        InvitationToAnswer = "INVITATION_TO_ANSWER",
        /// All have consented and the first day has come.
        EngagementToStart = "ENGAGEMENT_TO_START",
        /// The last day has passed.
        EngagementToDeliver = "ENGAGEMENT_TO_DELIVER",
        /// The work is over and no sheet waits.
        EngagementToClose = "ENGAGEMENT_TO_CLOSE",
        /// Declared time waits for the host.
        TimeSheetToValidate = "TIME_SHEET_TO_VALIDATE",
        /// Disputed time waits for the talent.
        TimeSheetToAmend = "TIME_SHEET_TO_AMEND",
        /// The same time, which may be arbitrated instead.
        TimeSheetToArbitrate = "TIME_SHEET_TO_ARBITRATE",
    }
}

/// What a thing to do is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TodoSubject {
    /// A mission.
    Mission(MissionId),
    /// A registration.
    Talent(TalentId),
    /// An application.
    Application(ApplicationId),
    /// An engagement.
    Engagement(EngagementId),
    /// A consent.
    Consent(ConsentId),
    /// A time sheet.
    TimeSheet(TimeSheetId),
}

impl TodoSubject {
    /// Its id.
    pub const fn id(self) -> Uuid {
        match self {
            Self::Mission(id) => id.0,
            Self::Talent(id) => id.0,
            Self::Application(id) => id.0,
            Self::Engagement(id) => id.0,
            Self::Consent(id) => id.0,
            Self::TimeSheet(id) => id.0,
        }
    }
}

/// Whom something is due from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueFrom {
    /// The talent in person: nobody acts in their place.
    Talent(PersonId),
    /// The author of a mission in person.
    Author(PersonId),
    /// The line manager, in that structure, of the talent whom it is about, or whoever acts in their place.
    Manager(StructureId, PersonId),
    /// Whoever may do the act for that structure.
    Structure(Act, StructureId),
    /// Whoever may do the act at all: the scheme's team.
    Team(Act),
}

impl DueFrom {
    /// The role in which they are asked.
    pub const fn role(self) -> Role {
        match self {
            Self::Talent(_) => Role::Talent,
            Self::Manager(..) => Role::LineManager,
            Self::Structure(Act::ConsentAsEmployer, _) => Role::Employer,
            Self::Structure(Act::ModerateMission, _) => Role::Dnum,
            Self::Author(_) | Self::Structure(..) => Role::MissionOwner,
            Self::Team(_) => Role::Operator,
        }
    }
}

/// A thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Todo {
    /// What.
    pub kind: TodoKind,
    /// About what.
    pub subject: TodoSubject,
    /// From whom.
    pub due_from: DueFrom,
    /// Since when at the earliest: see [`Todo::not_before`].
    pub since: DateTime<Utc>,
    /// The last day to do it, where there is one.
    pub deadline: Option<NaiveDate>,
}

impl Todo {
    /// The same, which is there to do since its object last changed: what it waits for can't be older. Not everything
    /// keeps the instant of each of its changes.
    #[must_use]
    pub fn not_before(self, changed: Option<DateTime<Utc>>) -> Self {
        Self { since: changed.map_or(self.since, |changed| changed.max(self.since)), ..self }
    }
}

/// What a mission waits for.
pub fn of_mission(mission: &Mission) -> Option<Todo> {
    let (kind, due_from) = match mission.state {
        MissionState::Submitted => {
            (TodoKind::MissionToModerate, DueFrom::Structure(Act::ModerateMission, mission.host))
        }
        MissionState::ChangesRequested => (TodoKind::MissionToAmend, DueFrom::Author(mission.owner)),
        MissionState::Draft
        | MissionState::Published
        | MissionState::Rejected
        | MissionState::Suspended
        | MissionState::Expired
        | MissionState::Completed
        | MissionState::Cancelled => return None,
    };
    let (since, deadline) = (mission.created_at, mission.content.application_deadline);
    Some(Todo { kind, subject: TodoSubject::Mission(mission.id), due_from, since, deadline })
}

/// What a registration waits for: since when, its history alone knows.
pub fn of_registration(talent: &Talent) -> Option<Todo> {
    let since = DateTime::UNIX_EPOCH;
    let (kind, due_from) = (TodoKind::RegistrationToComplete, DueFrom::Talent(talent.person));
    let todo = Todo { kind, subject: TodoSubject::Talent(talent.id), due_from, since, deadline: None };
    (talent.state == TalentState::Draft).then_some(todo)
}

/// What an application waits for; `talent` is the person who is the talent.
pub fn of_application(application: &Application, mission: &Mission, talent: PersonId) -> Option<Todo> {
    let (kind, due_from, deadline) = match application.state {
        ApplicationState::Invited => {
            (TodoKind::InvitationToAnswer, DueFrom::Talent(talent), mission.content.application_deadline)
        }
        ApplicationState::Submitted | ApplicationState::Shortlisted => {
            (TodoKind::ApplicationToAnswer, DueFrom::Structure(Act::HandleApplications, mission.host), None)
        }
        ApplicationState::Selected
        | ApplicationState::Declined
        | ApplicationState::Withdrawn
        | ApplicationState::Lapsed => return None,
    };
    let since = application.decisions.last().map_or(application.created_at, |decision| decision.at);
    Some(Todo { kind, subject: TodoSubject::Application(application.id), due_from, since, deadline })
}

/// What an engagement and its sheets wait for on a day.
pub fn of_engagement(engagement: &Engagement, sheets: &[TimeSheet], today: NaiveDate) -> Vec<Todo> {
    let consents = engagement.consents.iter().filter_map(|consent| of_consent(engagement, consent));
    let sheets_due = sheets.iter().flat_map(|sheet| of_time_sheet(engagement, sheet));
    consents.chain(of_work(engagement, sheets, today)).chain(sheets_due).collect()
}

fn of_consent(engagement: &Engagement, consent: &Consent) -> Option<Todo> {
    if engagement.state() != EngagementState::AwaitingConsents {
        return None;
    }
    let (kind, due_from, deadline) = match consent.state {
        ConsentState::Requested => (TodoKind::ConsentToGive, asked(engagement, consent)?, Some(consent.deadline)),
        ConsentState::Expired | ConsentState::Revoked | ConsentState::Superseded => {
            (TodoKind::ConsentToAskAgain, host(engagement), None)
        }
        ConsentState::Granted | ConsentState::Refused => return None,
    };
    let since = consent.answer.as_ref().map_or(consent.asked_at, |answer| answer.at);
    Some(Todo { kind, subject: TodoSubject::Consent(consent.id), due_from, since, deadline })
}

/// Whom a consent is asked of: nobody while the employer has confirmed no line manager.
fn asked(engagement: &Engagement, consent: &Consent) -> Option<DueFrom> {
    match consent.kind {
        ConsentKind::Talent => Some(DueFrom::Talent(engagement.person)),
        ConsentKind::LineManager => {
            consent.asked_of.map(|manager| DueFrom::Manager(engagement.terms.employer, manager))
        }
        ConsentKind::Employer => Some(DueFrom::Structure(Act::ConsentAsEmployer, engagement.terms.employer)),
        ConsentKind::Host => Some(DueFrom::Structure(Act::ConsentAsHost, engagement.host)),
    }
}

fn of_work(engagement: &Engagement, sheets: &[TimeSheet], today: NaiveDate) -> Option<Todo> {
    let days = engagement.terms.days();
    let morning = crate::calendar::paris_midnight;
    let (kind, due_from, since, deadline) = match engagement.state() {
        EngagementState::Ready if today >= days.first() => {
            (TodoKind::EngagementToStart, host(engagement), morning(days.first()), Some(days.last()))
        }
        EngagementState::InProgress if today > days.last() => {
            let after = morning(days.last() + Days::new(1));
            (TodoKind::EngagementToDeliver, DueFrom::Talent(engagement.person), after, None)
        }
        EngagementState::Delivered | EngagementState::Interrupted if !sheets.iter().any(TimeSheet::is_unsettled) => {
            let ended = engagement.stage.ending()?.at();
            (TodoKind::EngagementToClose, host(engagement), ended, None)
        }
        EngagementState::AwaitingConsents
        | EngagementState::Ready
        | EngagementState::InProgress
        | EngagementState::Suspended
        | EngagementState::Delivered
        | EngagementState::Interrupted
        | EngagementState::Closed
        | EngagementState::Cancelled => return None,
    };
    Some(Todo { kind, subject: TodoSubject::Engagement(engagement.id), due_from, since, deadline })
}

fn of_time_sheet(engagement: &Engagement, sheet: &TimeSheet) -> Vec<Todo> {
    let due = match sheet.state {
        TimeSheetState::Declared => vec![(TodoKind::TimeSheetToValidate, host(engagement))],
        TimeSheetState::Disputed => vec![
            (TodoKind::TimeSheetToAmend, DueFrom::Talent(engagement.person)),
            (TodoKind::TimeSheetToArbitrate, DueFrom::Team(Act::ArbitrateTime)),
        ],
        TimeSheetState::Draft | TimeSheetState::Validated | TimeSheetState::Void | TimeSheetState::Reversed => vec![],
    };
    let todo = |(kind, due_from)| Todo {
        kind,
        subject: TodoSubject::TimeSheet(sheet.id),
        due_from,
        since: sheet.changed_at,
        deadline: None,
    };
    due.into_iter().map(todo).collect()
}

fn host(engagement: &Engagement) -> DueFrom {
    DueFrom::Structure(Act::RunEngagement, engagement.host)
}

#[cfg(test)]
mod tests;
