use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::id::{MissionId, PersonId, StructureId};
use crate::mission::content::tests::complete_draft;
use crate::mission::{MissionVersion, NewMission};
use crate::programme::Programme;
use crate::structure::{Branch, StructureDraft, StructureProfile};
use crate::testing::{reachable, told, transition_table};

/// Long before the deadline of [`content`].
const BEFORE: &str = "2026-12-01T08:00:00Z";
/// The last minute of that deadline in Paris.
const LAST_MINUTE: &str = "2027-01-10T22:59:00Z";
/// The minute after.
const TOO_LATE: &str = "2027-01-10T23:00:00Z";

fn at(instant: &str) -> DateTime<Utc> {
    instant.parse().unwrap()
}

fn content(title: &str) -> MissionContent {
    let draft = crate::mission::MissionDraft { title: title.to_owned(), ..complete_draft() };
    MissionContent::parse(&draft, &Programme::default()).unwrap()
}

fn host(trusted: bool) -> Structure {
    let draft = StructureDraft {
        siret: "13002526500013".to_owned(),
        name: "Direction interministérielle du numérique".to_owned(),
        acronym: "DINUM".to_owned(),
        parent: None,
        ministry: None,
        branch: Branch::State,
        manager_consents_for_employer: false,
    };
    let profile = StructureProfile::parse(&draft).unwrap();
    Structure { trusted, ..Structure::create(StructureId(Uuid::from_u128(1)), None, profile).value }
}

fn new_mission() -> Mission {
    let new = NewMission {
        id: MissionId(Uuid::from_u128(10)),
        external_id: Some("M-10".to_owned()),
        host: StructureId(Uuid::from_u128(1)),
        owner: PersonId(Uuid::from_u128(2)),
        content: content("Première version"),
    };
    Mission::create(new, at(BEFORE)).value
}

fn attempt(mission: &Mission, attempt: MissionMove, now: &str, standing: Standing) -> Result<Mission, Refusals> {
    let host = host(true);
    mission.apply(attempt, &MoveContext { now: at(now), host: &host, standing }).map(|change| change.value)
}

/// The mission after a move whose guards are satisfied.
fn after(mission: &Mission, made: MissionMove) -> Mission {
    let now = if made == MissionMove::Expire { TOO_LATE } else { BEFORE };
    attempt(mission, made, now, Standing { delivered: 1, ..Standing::default() }).unwrap()
}

fn mission_in(state: MissionState) -> Mission {
    let why = || "Un motif".to_owned();
    let path = match state {
        MissionState::Draft => vec![],
        MissionState::Submitted => vec![MissionMove::Submit],
        MissionState::ChangesRequested => vec![MissionMove::Submit, MissionMove::RequestChanges(why())],
        MissionState::Rejected => vec![MissionMove::Submit, MissionMove::Reject(why())],
        MissionState::Published => vec![MissionMove::Publish],
        MissionState::Suspended => vec![MissionMove::Publish, MissionMove::Suspend(why())],
        MissionState::Expired => vec![MissionMove::Publish, MissionMove::Expire],
        MissionState::Completed => vec![MissionMove::Publish, MissionMove::Complete],
        MissionState::Cancelled => vec![MissionMove::Cancel(why())],
    };
    let mission = path.into_iter().fold(new_mission(), |mission, made| after(&mission, made));
    assert_eq!(mission.state, state);
    mission
}

#[test]
fn the_machine_reads_as_reviewed() {
    insta::assert_snapshot!(transition_table(MissionState::ALL, MissionMoveKind::ALL, next_state));
}

#[test]
fn every_state_leads_to_a_final_one() {
    let finals: Vec<_> = MissionState::ALL.iter().copied().filter(|state| moves_from(*state).is_empty()).collect();
    assert_eq!(finals, [MissionState::Rejected, MissionState::Completed, MissionState::Cancelled]);
    for state in MissionState::ALL {
        let reached = reachable(*state, MissionMoveKind::ALL, next_state);
        assert!(finals.iter().any(|end| reached.contains(end)), "{state} leads nowhere");
    }
}

#[test]
fn a_forbidden_move_is_refused_with_the_state_found_and_the_moves_allowed() {
    let refusals = attempt(&mission_in(MissionState::Suspended), MissionMove::Submit, BEFORE, Standing::default());
    let problem = Problem::MoveNotAllowed {
        state: Arg::Label("mission-state", "SUSPENDED"),
        attempt: Arg::Label("mission-move", "SUBMIT"),
        allowed: Arg::Labels("mission-move", vec!["RESUME", "CANCEL"]),
    };
    assert_eq!(refusals, Err(problem.into()));
}

#[test]
fn a_draft_is_published_at_once_for_a_trusted_host_alone() {
    let standing = Standing::default();
    let publish = |mission: &Mission, trusted| {
        let host = host(trusted);
        mission.apply(MissionMove::Publish, &MoveContext { now: at(BEFORE), host: &host, standing })
    };
    assert_eq!(told(publish(&new_mission(), false)), [" submit-first"]);
    assert_eq!(publish(&new_mission(), true).unwrap().value.published_version, Some(1));
    let moderated = publish(&mission_in(MissionState::Submitted), false).unwrap().value;
    assert_eq!((moderated.state, moderated.published_version), (MissionState::Published, Some(1)));
}

#[test]
fn what_goes_to_moderation_or_to_the_public_is_complete() {
    let mut incomplete = new_mission();
    incomplete.content.modalities.rhythm.clear();
    incomplete.content.application_deadline = None;
    let missing = ["applicationDeadline needed-for-publication", "modalities.rhythm needed-for-publication"];
    for made in [MissionMove::Submit, MissionMove::Publish] {
        assert_eq!(told(attempt(&incomplete, made, BEFORE, Standing::default())), missing);
    }
    for (state, made) in [
        (MissionState::Published, MissionMove::Revise(Box::new(incomplete.content.clone()))),
        (MissionState::Expired, MissionMove::Republish(Box::new(incomplete.content.clone()))),
    ] {
        assert_eq!(told(attempt(&mission_in(state), made, BEFORE, Standing::default())), missing);
    }
}

#[test]
fn decisions_against_a_mission_want_a_reason_and_keep_it() {
    type Because = fn(String) -> MissionMove;
    let decisions: [(MissionState, Because); 4] = [
        (MissionState::Submitted, MissionMove::RequestChanges),
        (MissionState::Submitted, MissionMove::Reject),
        (MissionState::Published, MissionMove::Suspend),
        (MissionState::Draft, MissionMove::Cancel),
    ];
    for (state, because) in decisions {
        let mission = mission_in(state);
        let silent = attempt(&mission, because(" \n ".to_owned()), BEFORE, Standing::default());
        assert_eq!(told(silent), ["reason text-too-short"]);
        assert_eq!(after(&mission, because(" Hors du champ ".to_owned())).reason, "Hors du champ");
    }
}

#[test]
fn the_reason_for_changes_stays_until_the_mission_is_submitted_again() {
    let sent_back = mission_in(MissionState::ChangesRequested);
    let updated = after(&sent_back, MissionMove::Update(Box::new(content("Revue"))));
    assert_eq!((updated.reason.as_str(), updated.content.title.as_str()), ("Un motif", "Revue"));
    assert_eq!(after(&updated, MissionMove::Submit).reason, "");
}

#[test]
fn a_mission_expires_once_its_deadline_has_passed_in_paris_with_nobody_selected() {
    let published = mission_in(MissionState::Published);
    let selected = Standing { selected: 1, ..Standing::default() };
    let expire = |now, standing| attempt(&published, MissionMove::Expire, now, standing);
    assert_eq!(told(expire(LAST_MINUTE, Standing::default())), [" not-expired"]);
    assert_eq!(told(expire(TOO_LATE, selected)), [" not-expired"]);
    assert_eq!(expire(TOO_LATE, Standing::default()).unwrap().state, MissionState::Expired);
}

#[test]
fn a_mission_is_complete_when_all_ended_and_one_was_delivered() {
    let published = mission_in(MissionState::Published);
    let complete = |open, delivered| {
        attempt(&published, MissionMove::Complete, BEFORE, Standing { selected: 2, started: 2, open, delivered })
    };
    assert_eq!(complete(1, 1), Err(Problem::NotDelivered { open: 1 }.into()));
    assert_eq!(complete(0, 0), Err(Problem::NotDelivered { open: 0 }.into()));
    assert_eq!(complete(0, 1).unwrap().state, MissionState::Completed);
}

#[test]
fn any_mission_but_a_final_one_can_be_cancelled() {
    for state in MissionState::ALL {
        let cancelled = attempt(
            &mission_in(*state),
            MissionMove::Cancel("Plus de besoin".to_owned()),
            BEFORE,
            Standing { selected: 1, open: 1, ..Standing::default() },
        );
        let is_final = moves_from(*state).is_empty();
        assert_eq!(cancelled.is_err(), is_final, "{state}");
    }
}

#[test]
fn a_revision_is_a_next_version_and_leaves_the_one_before_as_it_was() {
    let draft = new_mission();
    let first = after(&draft, MissionMove::Publish);
    let revised = after(&first, MissionMove::Revise(Box::new(content("Deuxième version"))));
    let numbered = |mission: &Mission, before| {
        let version: Option<MissionVersion> = mission.version_published_since(Some(before));
        version.map(|version| (version.number, version.content.title))
    };
    assert_eq!(numbered(&first, &draft), Some((1, "Première version".to_owned())));
    assert_eq!(numbered(&revised, &first), Some((2, "Deuxième version".to_owned())));
    let suspended = after(&revised, MissionMove::Suspend("Une pause".to_owned()));
    assert_eq!(numbered(&suspended, &revised), None);
}

#[test]
fn a_next_version_keeps_the_seats_that_are_taken() {
    let published = mission_in(MissionState::Published);
    let revise = |selected| {
        let content = MissionContent { seats: 1, ..content("Une place de moins") };
        let standing = Standing { selected, ..Standing::default() };
        attempt(&published, MissionMove::Revise(Box::new(content)), BEFORE, standing)
    };
    assert_eq!(told(revise(2)), ["seats seats-below-taken"]);
    assert_eq!(revise(1).unwrap().content.seats, 1);
}

#[test]
fn a_duplicate_is_a_draft_of_its_own_with_the_same_content() {
    let completed = mission_in(MissionState::Completed);
    let (id, owner) = (MissionId(Uuid::from_u128(11)), PersonId(Uuid::from_u128(3)));
    let change = completed.duplicate(id, owner, at(TOO_LATE));
    let expected = Mission {
        id,
        external_id: None,
        version: 1,
        owner,
        state: MissionState::Draft,
        published_version: None,
        published_at: None,
        created_at: at(TOO_LATE),
        ..completed.clone()
    };
    assert_eq!(change.value, expected);
    assert_eq!(change.events[0].details["duplicateOf"], completed.id.to_string());
}

#[test]
fn talents_apply_to_a_published_mission_until_its_deadline_while_it_takes_applications() {
    let published = mission_in(MissionState::Published);
    let days = [LAST_MINUTE, TOO_LATE].map(|instant| paris_day(at(instant)));
    assert_eq!(days.map(|day| published.is_open_on(day, 0)), [true, false]);
    let seats = u32::from(published.content.seats);
    assert_eq!([seats - 1, seats].map(|started| published.is_open_on(days[0], started)), [true, false]);
    let closed = after(&published, MissionMove::CloseApplications);
    assert!(!closed.is_open_on(days[0], 0));
    assert!(after(&closed, MissionMove::OpenApplications).is_open_on(days[0], 0));
    assert!(!mission_in(MissionState::Suspended).is_open_on(days[0], 0));
}

/// A move and all that it looks at, guards satisfied or not.
#[derive(Debug, Clone)]
struct Attempt {
    made: MissionMove,
    now: &'static str,
    standing: Standing,
    trusted: bool,
}

prop_compose! {
    fn any_attempt()(
        kind in select(MissionMoveKind::ALL),
        title in select(vec!["Un titre", "Un autre titre"]),
        reason in select(vec!["", "Un motif"]),
        now in select(vec![BEFORE, LAST_MINUTE, TOO_LATE]),
        (selected, open, delivered) in (0..2_u32, 0..2_u32, 0..2_u32),
        trusted in any::<bool>(),
    ) -> Attempt {
        let (content, reason) = (Box::new(content(title)), reason.to_owned());
        let made = match kind {
            MissionMoveKind::Update => MissionMove::Update(content),
            MissionMoveKind::Submit => MissionMove::Submit,
            MissionMoveKind::Publish => MissionMove::Publish,
            MissionMoveKind::RequestChanges => MissionMove::RequestChanges(reason),
            MissionMoveKind::Reject => MissionMove::Reject(reason),
            MissionMoveKind::Revise => MissionMove::Revise(content),
            MissionMoveKind::Suspend => MissionMove::Suspend(reason),
            MissionMoveKind::Resume => MissionMove::Resume,
            MissionMoveKind::Expire => MissionMove::Expire,
            MissionMoveKind::Republish => MissionMove::Republish(content),
            MissionMoveKind::OpenApplications => MissionMove::OpenApplications,
            MissionMoveKind::CloseApplications => MissionMove::CloseApplications,
            MissionMoveKind::Complete => MissionMove::Complete,
            MissionMoveKind::Cancel => MissionMove::Cancel(reason),
        };
        Attempt { made, now, standing: Standing { selected, started: 0, open, delivered }, trusted }
    }
}

fn holds_after(kind: MissionMoveKind, before: &Mission, change: &Change<Mission>) -> Result<(), TestCaseError> {
    use MissionMoveKind::{Publish, Republish, Revise, Update};
    let mission = &change.value;
    prop_assert_eq!(Some(mission.state), next_state(before.state, kind));
    prop_assert_eq!(mission.version, before.version + 1);
    prop_assert_eq!(change.events.iter().map(|event| event.object_version).collect::<Vec<_>>(), [mission.version]);

    let published = u32::from(matches!(kind, Publish | Revise | Republish));
    let number = |mission: &Mission| mission.published_version.unwrap_or(0);
    prop_assert_eq!(number(mission), number(before) + published);
    let version = mission.version_published_since(Some(before));
    prop_assert_eq!(version.is_some(), published == 1);
    prop_assert!(version.is_none_or(|version| version.content == mission.content));

    let explained =
        [MissionState::ChangesRequested, MissionState::Rejected, MissionState::Suspended, MissionState::Cancelled];
    prop_assert_eq!(!mission.reason.is_empty(), explained.contains(&mission.state));
    prop_assert!(mission.content == before.content || matches!(kind, Update | Revise | Republish));
    prop_assert_eq!((mission.id, mission.host, mission.created_at), (before.id, before.host, before.created_at));
    Ok(())
}

proptest! {
    #[test]
    fn no_course_of_moves_breaks_what_always_holds(attempts in vec(any_attempt(), 1..60)) {
        let mut mission = new_mission();
        for Attempt { made, now, standing, trusted } in attempts {
            let (kind, host) = (made.kind(), host(trusted));
            if let Ok(change) = mission.apply(made, &MoveContext { now: at(now), host: &host, standing }) {
                holds_after(kind, &mission, &change)?;
                mission = change.value;
            }
        }
    }
}
