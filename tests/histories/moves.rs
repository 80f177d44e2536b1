//! What people try: drawn at random from the state of things, mostly what could pass, by whoever may.

mod credits;
mod kinds;
mod work;

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use talents_core::application::{Application, ApplicationState};
use talents_core::calendar::paris_day;
use talents_core::engagement::{Consent, ConsentKind, ConsentState, Engagement, EngagementState};
use talents_core::id::PersonId;
use talents_core::mission::{Mission, MissionState};
use talents_core::person::{Role, RoleAssignment};
use talents_core::talent::{Talent, TalentState};
use talents_server::graphql::public_id;

use super::dice::Dice;
use super::seen::Seen;
use super::world::Cast;
use kinds::KINDS;
pub(super) use kinds::beginning;

/// A move of a history.
#[derive(Debug, Clone)]
pub(super) struct Move {
    /// What kind of move it is, for the count of what was tried.
    pub(super) kind: String,
    /// Who makes it; empty where it happens by itself.
    pub(super) who: String,
    pub(super) what: What,
}

impl fmt::Display for Move {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Ask(field, input) => write!(out, "{}: {field} {input}", self.who),
            other => write!(out, "{other:?}"),
        }
    }
}

/// What is done.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A mutation, whose input has no key yet.
    Ask(&'static str, Value),
    /// The clock goes on.
    Wait(i64),
    /// The jobs run.
    Jobs,
    /// The programme enforces the floor, or no longer does.
    Mode,
    /// A role is granted with these terms, or ends.
    Appoint(Box<RoleAssignment>),
}

/// What a move is drawn from.
pub(super) struct Draw<'a> {
    pub(super) dice: &'a mut Dice,
    pub(super) cast: &'a Cast,
    pub(super) seen: &'a Seen,
    pub(super) now: DateTime<Utc>,
    /// The adjustments that wait, with who proposed each.
    pub(super) pending: &'a [(String, String)],
    /// The movements that may be undone.
    pub(super) undoable: &'a [String],
}

impl Draw<'_> {
    /// The next move: of that kind, where one is wanted and there is one.
    pub(super) fn next(&mut self, wanted: Option<&'static str>) -> Move {
        let mut tries = (0..12).filter_map(|_| wanted.and_then(|kind| self.of(kind)));
        if let Some(found) = tries.next() {
            return found;
        }
        let total = KINDS.iter().map(|(_, weight)| weight).sum();
        loop {
            let mut place = self.dice.below(total);
            let drawn = KINDS.iter().find(|(_, weight)| {
                let here = place < *weight;
                place = place.saturating_sub(*weight);
                here
            });
            if let Some(found) = drawn.and_then(|(kind, _)| self.of(kind)) {
                return found;
            }
        }
    }

    fn of(&mut self, kind: &'static str) -> Option<Move> {
        match kind {
            "wait" => Some(self.wait()),
            "jobs" => Some(by_itself(kind, What::Jobs)),
            "mode" => Some(by_itself(kind, What::Mode)),
            "appoint" => Some(self.appoint()),
            _ if kind.starts_with("application") => self.application(kind),
            _ if kind.starts_with("consent") => self.consent(kind),
            "timeSheetDeclare" => self.declare(),
            _ if kind.starts_with("engagement") => self.engagement(kind),
            _ if kind.starts_with("timeSheet") => self.sheet(kind),
            _ if kind.starts_with("mission") => self.mission(kind),
            "creditFloorSet" => Some(self.floor()),
            "creditMonthClose" => {
                let month = self.dice.one(&["2026-11", "2026-12", "2027-01"]);
                Some(self.asked("creditMonthClose", "operator2".to_owned(), json!({ "month": month })))
            }
            _ if kind.starts_with("credit") => self.credit(kind),
            _ if kind.starts_with("envelope") => self.envelope(kind),
            _ => self.talent(kind),
        }
    }

    /// A mutation by whoever may, or now and then by anybody.
    fn asked(&mut self, field: &'static str, who: String, input: Value) -> Move {
        let anybody = self.dice.chance(4);
        let who = if anybody { self.dice.one(&self.cast.people).name } else { who };
        Move { kind: field.to_owned(), who, what: What::Ask(field, input) }
    }

    fn today(&self) -> NaiveDate {
        paris_day(self.now)
    }

    /// The version that somebody saw, now and then one that is old.
    fn version(&mut self, version: u64) -> u64 {
        if self.dice.chance(3) { version - 1 } else { version }
    }

    fn wait(&mut self) -> Move {
        let hours = if self.dice.chance(12) { 24 * 8 } else { 1 + self.dice.below(60) as i64 };
        by_itself("wait", What::Wait(hours))
    }

    /// Somebody acts in the place of another, a role ends, or is held again.
    fn appoint(&mut self) -> Move {
        let lends: Vec<_> = self.cast.roles.iter().filter(|it| it.role != Role::Operator).cloned().collect();
        let mut role = self.dice.one(&lends);
        match self.dice.below(4) {
            0 | 1 => role.delegate = Some(self.dice.one(&self.cast.people).person).filter(|to| *to != role.person),
            2 => role.to = Some(self.today() - Days::new(1)),
            _ => {}
        }
        role.from = role.from.min(role.to.unwrap_or(role.from));
        by_itself("appoint", What::Appoint(Box::new(role)))
    }

    fn application(&mut self, field: &'static str) -> Option<Move> {
        if matches!(field, "applicationSubmit" | "applicationInvite") {
            return self.begin(field);
        }
        let from: &[ApplicationState] = match field {
            "applicationAccept" | "applicationDeclineInvitation" => &[ApplicationState::Invited],
            "applicationShortlist" => &[ApplicationState::Submitted],
            "applicationSelect" => &[ApplicationState::Shortlisted],
            "applicationDecline" => &[ApplicationState::Submitted, ApplicationState::Shortlisted],
            _ => &[ApplicationState::Submitted, ApplicationState::Selected],
        };
        let free = |one: &Application| field != "applicationSelect" || self.seen.seats_left(one.mission) > 0;
        let found = self.dice.choose(&self.seen.applications, |one| from.contains(&one.state) && free(one))?;
        let mut input = json!({ "applicationId": public_id(found.id) });
        let theirs = matches!(field, "applicationAccept" | "applicationDeclineInvitation" | "applicationWithdraw");
        match field {
            "applicationDecline" | "applicationWithdraw" => input["reason"] = json!("Un autre projet."),
            "applicationSelect" => self.plan(&mut input),
            _ => {}
        }
        let talent = self.talent_of(found.talent);
        let who = if theirs { self.cast.of(talent.person).name.clone() } else { self.host_of(found.mission) };
        Some(self.asked(field, who, input))
    }

    fn begin(&mut self, field: &'static str) -> Option<Move> {
        let talent = self.dice.choose(&self.seen.talents, |one| one.state == TalentState::Active)?;
        let today = self.today();
        let mission = self.dice.choose(&self.seen.missions, |one| one.is_open_on(today, self.seen.started(one.id)))?;
        let own = self
            .seen
            .applications
            .iter()
            .any(|one| (one.talent, one.mission) == (talent.id, mission.id) && one.is_open());
        if own && !self.dice.chance(10) {
            return None;
        }
        let mut input = json!({ "missionId": public_id(mission.id) });
        if field == "applicationSubmit" {
            input["motivation"] = json!("Je connais ce socle.");
            let who = self.cast.of(talent.person).name.clone();
            return Some(self.asked(field, who, input));
        }
        input["talentId"] = json!(public_id(talent.id));
        let who = self.host_of(mission.id);
        Some(self.asked(field, who, input))
    }

    /// How much and when, where it is not what the mission announces.
    fn plan(&mut self, input: &mut Value) {
        if self.dice.chance(80) {
            input["plannedMinutes"] = json!(self.dice.one(&[600, 1_200, 4_200, 8_400, 8_401]));
        }
        if self.dice.chance(40) {
            let last = self.today() + Days::new(20 + self.dice.below(60) as u64);
            input["endOn"] = json!(last);
        }
    }

    fn consent(&mut self, field: &'static str) -> Option<Move> {
        let unstarted = [EngagementState::AwaitingConsents, EngagementState::Ready];
        let kind = self.dice.one(ConsentKind::ALL);
        let fits = |one: &Engagement| {
            let state = one.consents.get(kind).state;
            let waits = match field {
                "consentGrant" | "consentRefuse" => state == ConsentState::Requested,
                "consentRevoke" => state == ConsentState::Granted,
                _ => [ConsentState::Expired, ConsentState::Revoked, ConsentState::Superseded].contains(&state),
            };
            waits && unstarted.contains(&one.state())
        };
        let found = self.dice.choose(&self.seen.engagements, fits)?;
        let consent = found.consents.get(kind);
        let mut input = json!({ "consentId": public_id(consent.id) });
        match field {
            "consentRefuse" => input["reason"] = json!(self.dice.one(&["SERVICE_NEEDS", "DATES"])),
            "consentGrant" if self.dice.chance(50) => input["termsHash"] = json!(consent.terms.to_string()),
            _ => {}
        }
        let who = if field == "consentAskAgain" { self.owner(&found) } else { self.voice(&found, consent) };
        let asked = self.asked(field, who, input);
        Some(Move { kind: format!("{field} {kind}"), ..asked })
    }

    /// Somebody who may answer for a party, or their delegate.
    fn voice(&mut self, engagement: &Engagement, consent: &Consent) -> String {
        let employer = self.cast.number_of(engagement.terms.employer);
        let speaker = match consent.kind {
            ConsentKind::Talent => engagement.person,
            ConsentKind::LineManager => consent.asked_of.unwrap_or(engagement.person),
            ConsentKind::Host => self.cast.named(&self.owner(engagement)).person,
            ConsentKind::Employer => {
                let manager = engagement.consents.get(ConsentKind::LineManager).asked_of;
                let own = self.cast.named(&format!("employer{employer}")).person;
                manager
                    .filter(|_| self.cast.one_voice(engagement.terms.employer) && self.dice.chance(50))
                    .unwrap_or(own)
            }
        };
        let delegate = if self.dice.chance(40) { self.delegate_of(speaker) } else { None };
        self.cast.of(delegate.unwrap_or(speaker)).name.clone()
    }

    fn delegate_of(&self, holder: PersonId) -> Option<PersonId> {
        self.cast.roles.iter().find(|role| role.person == holder).and_then(|role| role.delegate)
    }

    fn mission(&mut self, field: &'static str) -> Option<Move> {
        let completable = |one: &Mission| {
            let own = self.seen.engagements.iter().filter(|it| it.terms.mission == one.id);
            let (mut done, mut open) = (0, 0);
            own.for_each(|it| {
                done += usize::from(it.stage.is_delivered());
                open += usize::from(it.is_open());
            });
            one.state == MissionState::Published && done > 0 && open == 0
        };
        let found = self.dice.choose(&self.seen.missions, |one| match field {
            "missionComplete" => completable(one),
            "missionResume" => one.state == MissionState::Suspended,
            "missionRepublish" => one.state == MissionState::Expired,
            _ => one.state == MissionState::Published,
        })?;
        let version = self.version(found.version);
        let mut input = json!({ "missionId": public_id(found.id), "expectedVersion": version });
        match field {
            "missionRevise" => {
                input["deliverables"] = json!(format!("Un socle neuf, révision {}.", found.version));
                if self.dice.chance(50) {
                    input["seats"] = json!(1 + self.dice.below(3));
                }
                input["applicationDeadline"] = json!(self.today() + Days::new(12));
            }
            "missionRepublish" => input["applicationDeadline"] = json!(self.today() + Days::new(8)),
            "missionSuspend" | "missionCancel" => input["reason"] = json!("Le projet attend."),
            _ => {}
        }
        let who = self.host_of(found.id);
        Some(self.asked(field, who, input))
    }

    fn talent(&mut self, field: &'static str) -> Option<Move> {
        let from = match field {
            "talentResume" => TalentState::Paused,
            "talentErase" => TalentState::Withdrawn,
            _ => TalentState::Active,
        };
        let found = self.dice.choose(&self.seen.talents, |one| one.state == from)?;
        let version = self.version(found.version);
        let mut input = json!({ "expectedVersion": version });
        let who = self.cast.of(found.person).name.clone();
        let mut kind = field.to_owned();
        if field == "talentUpdate" {
            let structure = self.dice.below(self.cast.structures.len());
            let moves = self.dice.chance(60);
            if moves {
                input["structureId"] = json!(public_id(self.cast.structures[structure]));
            }
            if !moves || self.dice.chance(70) {
                input["lineManagerEmail"] = json!(self.cast.named(&format!("manager{structure}")).email.as_str());
            }
            kind = format!("{field} {}", if moves { "structure" } else { "manager" });
        }
        let asked = self.asked(field, who, input);
        Some(Move { kind, ..asked })
    }

    fn owner(&self, engagement: &Engagement) -> String {
        self.host_of(engagement.terms.mission)
    }

    fn host_of(&self, mission: talents_core::id::MissionId) -> String {
        format!("owner{}", self.cast.number_of(self.seen.mission(mission).host))
    }

    fn talent_of(&self, id: talents_core::id::TalentId) -> &Talent {
        self.seen.talents.iter().find(|talent| talent.id == id).expect("a talent of the cast")
    }
}

fn by_itself(kind: &str, what: What) -> Move {
    Move { kind: kind.to_owned(), who: String::new(), what }
}
