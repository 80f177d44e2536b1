use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use super::*;
use crate::id::{MissionId, PersonId, TalentId};
use crate::talent::Registration;
use crate::talent::profile::tests::{good_draft, parse};
use crate::testing::{reachable, transition_table};

const EMPLOYER: StructureId = StructureId(Uuid::from_u128(1));
const OTHER: StructureId = StructureId(Uuid::from_u128(2));

fn registered(draft: bool) -> Talent {
    let registration = Registration {
        id: TalentId(Uuid::from_u128(10)),
        external_id: None,
        person: PersonId(Uuid::from_u128(20)),
        structure: EMPLOYER,
        profile: parse(&good_draft()).unwrap(),
        wishes: vec![MissionId(Uuid::from_u128(30))],
        draft,
    };
    Talent::register(registration).value
}

fn after(talent: &Talent, made: TalentMove) -> Talent {
    talent.apply(made).unwrap().value
}

#[test]
fn the_machine_reads_as_reviewed() {
    insta::assert_snapshot!(transition_table(TalentState::ALL, TalentMoveKind::ALL, next_state));
}

#[test]
fn every_state_leads_to_erasure_and_nothing_leads_out_of_it() {
    for state in TalentState::ALL {
        let reached = reachable(*state, TalentMoveKind::ALL, next_state);
        assert!(reached.contains(&TalentState::Erased), "{state}");
        assert_eq!(moves_from(*state).is_empty(), *state == TalentState::Erased, "{state}");
    }
}

#[test]
fn a_talent_is_found_while_active_and_opted_in() {
    assert!(!registered(true).is_discoverable());
    let active = registered(false);
    assert!(active.is_discoverable());
    assert!(!after(&active, TalentMove::Pause).is_discoverable());
    let profile = TalentProfile { discoverable: false, ..active.profile.clone() };
    let shy = after(&active, TalentMove::Update { profile: Box::new(profile), structure: EMPLOYER });
    assert!(!shy.is_discoverable());
}

#[test]
fn a_change_of_structure_is_told_with_the_one_before() {
    let talent = registered(false);
    let update = |structure| TalentMove::Update { profile: Box::new(talent.profile.clone()), structure };
    let moved = talent.apply(update(OTHER)).unwrap();
    assert_eq!(moved.value.structure, OTHER);
    assert_eq!(moved.events[0].details["structureBefore"], EMPLOYER.to_string());
    assert!(talent.apply(update(EMPLOYER)).unwrap().events[0].details.is_empty());
}

#[test]
fn erasure_takes_out_what_the_talent_wrote() {
    let erased = after(&after(&registered(false), TalentMove::Withdraw), TalentMove::Erase { unsettled: 0 });
    let TalentProfile { headline, biography, skills, languages, availability, discoverable, .. } = erased.profile;
    assert!(headline.is_empty() && biography.is_empty() && skills.is_empty() && languages.is_empty());
    assert!(availability.department.is_none() && availability.also_departments.is_empty());
    assert!(availability.windows.is_empty() && erased.wishes.is_empty() && !discoverable);
}

#[test]
fn nothing_is_erased_while_an_engagement_is_unsettled() {
    let withdrawn = after(&registered(false), TalentMove::Withdraw);
    let refused = withdrawn.apply(TalentMove::Erase { unsettled: 2 });
    assert_eq!(refused, Err(Problem::TalentUnsettled { count: 2 }.into()));
}

#[test]
fn a_forbidden_move_is_refused_with_the_state_found_and_the_moves_allowed() {
    let problem = Problem::MoveNotAllowed {
        state: Arg::Label("talent-state", "ACTIVE"),
        attempt: Arg::Label("talent-move", "ERASE"),
        allowed: Arg::Labels("talent-move", vec!["UPDATE", "PAUSE", "WITHDRAW"]),
    };
    assert_eq!(registered(false).apply(TalentMove::Erase { unsettled: 0 }), Err(problem.into()));
}

fn made(kind: TalentMoveKind, headline: &str) -> TalentMove {
    match kind {
        TalentMoveKind::Activate => TalentMove::Activate,
        TalentMoveKind::Update => {
            let profile = TalentProfile { headline: headline.to_owned(), ..registered(false).profile };
            TalentMove::Update { profile: Box::new(profile), structure: OTHER }
        }
        TalentMoveKind::Pause => TalentMove::Pause,
        TalentMoveKind::Resume => TalentMove::Resume,
        TalentMoveKind::Withdraw => TalentMove::Withdraw,
        TalentMoveKind::Erase => TalentMove::Erase { unsettled: 0 },
    }
}

proptest! {
    #[test]
    fn no_course_of_moves_breaks_what_always_holds(
        draft in any::<bool>(),
        moves in vec((select(TalentMoveKind::ALL), "[a-z]{3,9}"), 1..30),
    ) {
        let mut talent = registered(draft);
        for (kind, headline) in moves {
            let Ok(change) = talent.apply(made(kind, &headline)) else { continue };
            let now = change.value;
            prop_assert_eq!(Some(now.state), next_state(talent.state, kind));
            prop_assert_eq!(now.version, talent.version + 1);
            prop_assert_eq!(change.events.len(), 1);
            prop_assert_eq!(change.events[0].object_version, now.version);
            let rewrites = matches!(kind, TalentMoveKind::Update | TalentMoveKind::Erase);
            prop_assert!(rewrites || (now.profile == talent.profile && now.structure == talent.structure));
            prop_assert!(kind == TalentMoveKind::Erase || now.wishes == talent.wishes);
            prop_assert_eq!((now.id, now.person), (talent.id, talent.person));
            talent = now;
        }
    }
}
