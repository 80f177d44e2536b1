use uuid::Uuid;

use super::*;
use crate::mission::MissionContent;
use crate::talent::talent_for_tests;
use crate::testing::{reachable, skill, told, transition_table};

fn draft() -> ServiceDraft {
    ServiceDraft {
        title: "Audit d'accessibilité".to_owned(),
        description: "Un rapport et un atelier.".to_owned(),
        skills: vec![skill(1), skill(7)],
        effort_minutes: 2_100,
    }
}

fn offered() -> ServiceOffer {
    let service = Service::parse(&draft(), &Programme::default()).unwrap();
    ServiceOffer::make(ServiceOfferId(Uuid::from_u128(80)), talent_for_tests().id, service).value
}

#[test]
fn the_machine_reads_as_reviewed() {
    insta::assert_snapshot!(transition_table(ServiceOfferState::ALL, ServiceOfferMoveKind::ALL, next_state));
}

#[test]
fn every_state_leads_to_erasure() {
    for state in ServiceOfferState::ALL {
        assert!(reachable(*state, ServiceOfferMoveKind::ALL, next_state).contains(&ServiceOfferState::Erased));
    }
    let erased = offered().apply(ServiceOfferMove::Erase).unwrap().value;
    assert!(erased.service.title.is_empty() && erased.service.description.is_empty());
    assert_eq!(told(erased.apply(ServiceOfferMove::Withdraw)), [" move-not-allowed"]);
}

#[test]
fn every_problem_of_a_bad_offer_is_told_at_once() {
    let bad = ServiceDraft { title: String::new(), skills: vec![skill(1), skill(1)], effort_minutes: 0, ..draft() };
    let expected = ["title text-too-short", "skillIds duplicate", "effortMinutes out-of-range"];
    assert_eq!(told(Service::parse(&bad, &Programme::default())), expected);
}

#[test]
fn an_offer_makes_a_mission_draft_at_the_talents_own_levels() {
    let draft = offered().to_mission_draft(&talent_for_tests());
    let content = MissionContent::parse(&draft, &Programme::default()).unwrap();
    let levels: Vec<_> = content.requirements.iter().map(|requirement| requirement.min_level.get()).collect();
    assert_eq!(levels, [3, 1], "a skill that the profile no longer has asks for the least");
    assert_eq!((content.seats, content.modalities.effort_minutes), (1, Some(2_100)));
}

#[test]
fn an_offer_is_used_as_often_as_hosts_like() {
    let mission = MissionId(Uuid::from_u128(10));
    let used = offered().apply(ServiceOfferMove::Use(mission)).unwrap();
    assert_eq!(used.events[0].details["mission"], mission.to_string());
    assert!(used.value.apply(ServiceOfferMove::Use(mission)).is_ok());
}
