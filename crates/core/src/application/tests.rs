use uuid::Uuid;

use super::*;
use crate::event::Stamp;
use crate::id::{PersonId, StructureId};
use crate::mission::{MissionContent, NewMission, content_for_tests};
use crate::talent::{ProfilePart, talent_for_tests};
use crate::testing::{morning, reachable, told, transition_table};

const BEFORE: &str = "2027-01-05";
const TOO_LATE: &str = "2027-01-11";

fn lineage(number: u128, above: &[u128]) -> Lineage {
    let id = |number: &u128| StructureId(Uuid::from_u128(*number));
    Lineage { id: id(&number), above: above.iter().map(id).collect() }
}

fn mission(state: MissionState, seats: u16) -> Mission {
    let new = NewMission {
        id: MissionId(Uuid::from_u128(10)),
        external_id: None,
        host: lineage(1, &[]).id,
        owner: PersonId(Uuid::from_u128(2)),
        content: MissionContent { seats, ..content_for_tests() },
    };
    Mission { state, published_version: Some(1), ..Mission::create(new, morning(BEFORE)).value }
}

/// What an application looks at, to be changed before it is used.
struct Desk {
    mission: Mission,
    host: Lineage,
    talent: Talent,
    employer: Lineage,
    standing: Standing,
    has_open_one: bool,
    work_has_begun: bool,
    on: &'static str,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            mission: mission(MissionState::Published, 2),
            host: lineage(1, &[9]),
            talent: talent_for_tests(),
            employer: lineage(2, &[9]),
            standing: Standing::default(),
            has_open_one: false,
            work_has_begun: false,
            on: BEFORE,
        }
    }
}

impl Desk {
    fn new_application(&self) -> NewApplication<'_> {
        NewApplication {
            id: ApplicationId(Uuid::from_u128(50)),
            mission: &self.mission,
            started: self.standing.started,
            host: &self.host,
            talent: &self.talent,
            employer: &self.employer,
            has_open_one: self.has_open_one,
            now: morning(self.on),
        }
    }

    fn submit(&self) -> Result<Change<Application>, Refusals> {
        Application::submit(&self.new_application(), Origin::Application, " Parce que. ")
    }

    fn attempt(&self, application: &Application, made: &ApplicationMove) -> Result<Application, Refusals> {
        let context = ApplicationContext {
            stamp: Stamp { actor: Actor::Job, on_behalf_of: None, at: morning(self.on) },
            mission: &self.mission,
            standing: self.standing,
            host: &self.host,
            talent: &self.talent,
            employer: &self.employer,
            work_has_begun: self.work_has_begun,
        };
        application.apply(made, &context).map(|change| change.value)
    }

    fn application_in(&self, state: ApplicationState) -> Application {
        use ApplicationMove::{Decline, Lapse, Select, Shortlist, Withdraw};
        let select = || Select(Uuid::from_u128(40).into());
        let path = match state {
            ApplicationState::Invited => return Application::invite(&self.new_application()).unwrap().value,
            ApplicationState::Submitted => vec![],
            ApplicationState::Shortlisted => vec![Shortlist],
            ApplicationState::Selected => vec![Shortlist, select()],
            ApplicationState::Declined => vec![Decline("Un motif".to_owned())],
            ApplicationState::Withdrawn => vec![Withdraw(String::new())],
            ApplicationState::Lapsed => vec![Lapse],
        };
        let over = Self { mission: mission(MissionState::Cancelled, 2), ..Self::default() };
        path.iter().fold(self.submit().unwrap().value, |application, made| {
            let desk = if *made == Lapse { &over } else { self };
            desk.attempt(&application, made).unwrap()
        })
    }
}

#[test]
fn the_machine_reads_as_reviewed() {
    insta::assert_snapshot!(transition_table(ApplicationState::ALL, ApplicationMoveKind::ALL, next_state));
}

#[test]
fn every_state_leads_to_a_final_one() {
    let finals = [ApplicationState::Declined, ApplicationState::Withdrawn, ApplicationState::Lapsed];
    for state in ApplicationState::ALL {
        let reached = reachable(*state, ApplicationMoveKind::ALL, next_state);
        assert!(finals.iter().any(|end| reached.contains(end)), "{state} leads nowhere");
        let application = Desk::default().application_in(*state);
        assert_eq!(application.state, *state);
        assert_eq!(application.is_open(), !finals.contains(state), "{state}");
    }
}

#[test]
fn all_that_stands_in_the_way_of_an_application_is_told_at_once() {
    let mut desk = Desk { has_open_one: true, on: TOO_LATE, employer: lineage(1, &[9]), ..Desk::default() };
    desk.talent.state = TalentState::Paused;
    let expected = [
        "missionId applications-closed",
        "talentId talent-not-active",
        "missionId already-applied",
        "missionId host-is-employer",
    ];
    assert_eq!(told(desk.submit()), expected);
    assert_eq!(told(Application::invite(&desk.new_application())), expected);
    let below = Desk { employer: lineage(3, &[1]), ..Desk::default() };
    assert_eq!(told(below.submit()), ["missionId structures-related"]);
}

#[test]
fn the_profile_is_kept_as_it_was_without_what_is_hidden() {
    let mut desk = Desk::default();
    let submitted = desk.submit().unwrap().value;
    desk.talent.profile.headline = "Autre chose".to_owned();
    let shortlisted = desk.attempt(&submitted, &ApplicationMove::Shortlist).unwrap();
    assert_eq!(shortlisted.profile, submitted.profile);
    let profile = submitted.profile.unwrap();
    assert!(desk.talent.profile.hides(ProfilePart::Biography));
    assert_eq!((profile.headline.as_deref(), profile.biography), (Some("Développeuse"), None));
    assert_eq!(submitted.motivation, "Parce que.");
}

#[test]
fn an_invitation_takes_nothing_until_the_talent_accepts() {
    let desk = Desk::default();
    let invited = desk.application_in(ApplicationState::Invited);
    assert_eq!((invited.profile.as_ref(), invited.origin), (None, Origin::Invitation));
    let accepted = desk.attempt(&invited, &ApplicationMove::Accept("Volontiers".to_owned())).unwrap();
    assert_eq!((accepted.state, accepted.profile.is_some()), (ApplicationState::Submitted, true));
    let late = Desk { on: TOO_LATE, ..Desk::default() };
    assert_eq!(told(late.attempt(&invited, &ApplicationMove::Accept(String::new()))), [" applications-closed"]);
    assert!(late.attempt(&invited, &ApplicationMove::DeclineInvitation(String::new())).is_ok());
}

#[test]
fn a_selection_takes_a_free_seat_even_after_the_deadline() {
    let shortlisted = Desk::default().application_in(ApplicationState::Shortlisted);
    let select = |selected, on| {
        let desk = Desk { standing: Standing { selected, ..Standing::default() }, on, ..Desk::default() };
        desk.attempt(&shortlisted, &ApplicationMove::Select(Uuid::from_u128(40).into()))
    };
    assert_eq!(select(1, TOO_LATE).unwrap().state, ApplicationState::Selected);
    assert_eq!(told(select(2, BEFORE)), [" seats-taken"]);
}

#[test]
fn a_host_who_declines_says_why() {
    let desk = Desk::default();
    let submitted = desk.application_in(ApplicationState::Submitted);
    let decline = |reason: &str| desk.attempt(&submitted, &ApplicationMove::Decline(reason.to_owned()));
    assert_eq!(told(decline(" ")), ["reason text-too-short"]);
    assert_eq!(decline("Un autre profil").unwrap().decisions[0].reason, "Un autre profil");
}

#[test]
fn the_others_stay_in_the_running_until_every_seat_has_started() {
    let submitted = Desk::default().application_in(ApplicationState::Submitted);
    let lapse = |state, started| {
        let standing = Standing { selected: 2, started, ..Standing::default() };
        Desk { mission: mission(state, 2), standing, ..Desk::default() }.attempt(&submitted, &ApplicationMove::Lapse)
    };
    let apply = |started| {
        let standing = Standing { selected: 2, started, ..Standing::default() };
        Desk { standing, ..Desk::default() }.submit().map(|change| change.value)
    };
    assert!(apply(1).is_ok());
    assert_eq!(told(apply(2)), ["missionId applications-closed"]);
    assert_eq!(told(lapse(MissionState::Published, 1)), [" still-in-the-running"]);
    assert!(lapse(MissionState::Published, 2).is_ok());
    assert!(lapse(MissionState::Expired, 0).is_ok());
}

#[test]
fn work_that_has_begun_is_not_withdrawn() {
    let selected = Desk::default().application_in(ApplicationState::Selected);
    let begun = Desk { work_has_begun: true, ..Desk::default() };
    for made in [ApplicationMove::Withdraw(String::new()), ApplicationMove::Return] {
        assert_eq!(told(begun.attempt(&selected, &made)), [" work-has-begun"]);
        assert!(Desk::default().attempt(&selected, &made).is_ok());
    }
}

#[test]
fn erasure_takes_out_what_the_talent_wrote_once() {
    let erased = Desk::default().application_in(ApplicationState::Declined).erase();
    assert!(erased.value.motivation.is_empty() && erased.value.profile.is_none());
    assert_eq!(erased.value.erase().events, []);
}
