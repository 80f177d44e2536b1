use super::*;
use uuid::Uuid;

fn structure(number: u128) -> StructureId {
    StructureId(Uuid::from_u128(number))
}

fn owner(trusted: bool) -> Viewer {
    let held = HeldRole {
        role: Role::MissionOwner,
        structure: structure(1),
        ministry: structure(9),
        trusted,
        on_behalf_of: None,
    };
    Viewer { person: PersonId(Uuid::from_u128(5)), roles: vec![held] }
}

fn belongs_to(number: u128) -> Resource {
    Resource { structure: Some(structure(number)), ministry: Some(structure(9)), ..Resource::default() }
}

#[test]
fn every_act_has_one_row() {
    for act in Act::ALL {
        assert_eq!(TABLE.iter().filter(|(listed, _)| listed == act).count(), 1, "{act}");
    }
}

#[test]
fn an_owner_writes_for_their_structure_alone() {
    assert!(owner(false).may(Act::WriteMission, &belongs_to(1)).is_ok());
    assert!(matches!(owner(false).may(Act::WriteMission, &belongs_to(2)), Err(Problem::NotAllowed { .. })));
}

#[test]
fn publication_wants_trust_and_the_refusal_says_so() {
    assert!(owner(true).may(Act::ModerateMission, &belongs_to(1)).is_ok());
    assert_eq!(owner(false).may(Act::ModerateMission, &belongs_to(1)), Err(Problem::NotTrusted {}));
}

#[test]
fn a_delegate_acts_on_behalf_of_the_holder() {
    let holder = PersonId(Uuid::from_u128(77));
    let mut viewer = owner(true);
    assert_eq!(viewer.on_behalf_of(Act::WriteMission, &belongs_to(1)), None);
    viewer.roles[0].on_behalf_of = Some(holder);
    assert_eq!(viewer.on_behalf_of(Act::WriteMission, &belongs_to(1)), Some(holder));
}

fn manager(on_behalf_of: Option<PersonId>) -> Viewer {
    let mut viewer = owner(false);
    viewer.roles[0] = HeldRole { role: Role::LineManager, on_behalf_of, ..viewer.roles[0] };
    viewer
}

#[test]
fn a_line_manager_speaks_for_their_own_reports_alone() {
    let report = Resource { manager: Some(manager(None).person), ..belongs_to(1) };
    assert!(manager(None).may(Act::ConsentAsManager, &report).is_ok());
    let others = [
        Resource { manager: Some(PersonId(Uuid::from_u128(6))), ..report },
        Resource { manager: None, ..report },
        Resource { structure: Some(structure(2)), ..report },
    ];
    for other in others {
        assert!(manager(None).may(Act::ConsentAsManager, &other).is_err(), "{other:?}");
    }
}

#[test]
fn a_line_manager_speaks_for_the_employer_where_the_structure_lets_them() {
    let report = Resource { manager: Some(manager(None).person), ..belongs_to(1) };
    assert!(manager(None).may(Act::ConsentAsEmployer, &report).is_err());
    let allowed = Resource { managers_speak_for_employer: true, ..report };
    assert!(manager(None).may(Act::ConsentAsEmployer, &allowed).is_ok());
    let stranger = Resource { manager: Some(PersonId(Uuid::from_u128(6))), ..allowed };
    assert!(manager(None).may(Act::ConsentAsEmployer, &stranger).is_err());
}

#[test]
fn a_delegate_of_a_line_manager_speaks_for_the_reports_of_the_holder() {
    let holder = PersonId(Uuid::from_u128(77));
    let viewer = manager(Some(holder));
    let report = Resource { manager: Some(holder), ..belongs_to(1) };
    assert_eq!(viewer.on_behalf_of(Act::ConsentAsManager, &report), Some(holder));
    let own = Resource { manager: Some(viewer.person), ..report };
    assert!(viewer.may(Act::ConsentAsManager, &own).is_err());
}

#[test]
fn nobody_consents_in_another_s_place_the_operator_included() {
    let consents =
        [Act::ConsentAsTalent, Act::ConsentAsManager, Act::ConsentAsEmployer, Act::ConsentAsHost, Act::RecallTalent];
    for (act, role) in
        consents.iter().flat_map(|act| [Role::Operator, Role::Dnum, Role::Observer].map(|role| (act, role)))
    {
        assert_eq!(reach(role, *act), Reach::Never, "{act} {role}");
    }
}

#[test]
fn the_table_reads_as_reviewed() {
    insta::assert_snapshot!(table_markdown());
}
