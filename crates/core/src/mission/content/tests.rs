use chrono::Days;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::testing::{day, skill, told};

fn requirement(number: u128) -> RequirementDraft {
    RequirementDraft { skill: skill(number), importance: Importance::Essential, min_level: 2, weight: DEFAULT_WEIGHT }
}

/// All that publication wants.
pub(crate) fn complete_draft() -> MissionDraft {
    MissionDraft {
        title: "Moderniser un service d'inscription".to_owned(),
        context: "Le service a dix ans.".to_owned(),
        deliverables: "Un service accessible.".to_owned(),
        modalities: ModalitiesDraft {
            remote: Some(Remote::Partial),
            department: Some("75".to_owned()),
            rhythm: "2 jours par semaine".to_owned(),
            start_from: Some(day("2027-02-01")),
            start_to: Some(day("2027-02-15")),
            end_by: Some(day("2027-06-30")),
            effort_minutes: Some(8_400),
            languages: vec!["fr".to_owned()],
        },
        requirements: vec![requirement(1), requirement(2)],
        seats: 2,
        urgency: Urgency::High,
        application_deadline: Some(day("2027-01-10")),
    }
}

fn parse(draft: &MissionDraft) -> Result<MissionContent, Refusals> {
    MissionContent::parse(draft, &Programme::default())
}

#[test]
fn every_problem_of_a_bad_draft_is_told_at_once_with_its_path() {
    let mut draft = complete_draft();
    draft.title = "x".to_owned();
    draft.seats = 0;
    draft.requirements = vec![requirement(1), RequirementDraft { min_level: 9, weight: 0, ..requirement(1) }];
    draft.modalities.department = Some("20".to_owned());
    draft.modalities.languages = vec!["fr".to_owned(), "français".to_owned()];
    draft.modalities.end_by = Some(day("2027-01-31"));
    draft.application_deadline = Some(day("2027-02-16"));
    let expected = [
        "title text-too-short",
        "modalities.endBy ends-before-start",
        "modalities.departmentCode unknown-department",
        "modalities.languages.1 malformed-language",
        "requirements.1.skillId duplicate",
        "requirements.1.weight out-of-range",
        "requirements.1.minLevel unknown-level",
        "seats out-of-range",
        "applicationDeadline deadline-after-start",
    ];
    assert_eq!(told(parse(&draft)), expected);
}

#[test]
fn effort_and_duration_stay_under_the_caps_of_the_programme() {
    let mut draft = complete_draft();
    draft.modalities.effort_minutes = Some(25_201);
    draft.modalities.end_by = Some(day("2028-02-02"));
    let capped = ["modalities.endBy duration-above-cap", "modalities.effortMinutes effort-above-cap"];
    assert_eq!(told(parse(&draft)), capped);

    draft.modalities.effort_minutes = Some(25_200);
    draft.modalities.end_by = Some(day("2028-02-01"));
    assert!(parse(&draft).is_ok(), "the caps themselves are allowed");
}

#[test]
fn effort_fits_between_the_first_and_the_last_day() {
    let mut draft = complete_draft();
    draft.modalities.end_by = Some(day("2027-02-15"));
    draft.modalities.effort_minutes = Some(15 * DAY_MINUTES_MAX);
    assert!(parse(&draft).is_ok());
    draft.modalities.effort_minutes = Some(15 * DAY_MINUTES_MAX + 1);
    assert_eq!(told(parse(&draft)), ["modalities.effortMinutes effort-above-duration"]);
}

#[test]
fn a_title_is_enough_for_a_draft_and_publication_names_all_that_is_missing() {
    let draft = MissionDraft {
        context: String::new(),
        deliverables: String::new(),
        modalities: ModalitiesDraft::default(),
        requirements: Vec::new(),
        application_deadline: None,
        ..complete_draft()
    };
    let needed = [
        "context",
        "deliverables",
        "requirements",
        "applicationDeadline",
        "modalities.remote",
        "modalities.departmentCode",
        "modalities.rhythm",
        "modalities.startFrom",
        "modalities.startTo",
        "modalities.endBy",
        "modalities.effortMinutes",
    ];
    let content = parse(&draft).unwrap();
    let told = told(content.check_publishable(day("2026-12-01")));
    assert_eq!(told, needed.map(|path| format!("{path} needed-for-publication")));
}

#[test]
fn work_that_is_all_remote_needs_no_place() {
    let mut draft = complete_draft();
    draft.modalities.department = None;
    assert_eq!(
        told(parse(&draft).unwrap().check_publishable(day("2026-12-01"))),
        ["modalities.departmentCode needed-for-publication"]
    );
    draft.modalities.remote = Some(Remote::Full);
    assert_eq!(parse(&draft).unwrap().check_publishable(day("2026-12-01")), Ok(()));
}

#[test]
fn one_may_publish_until_the_deadline_and_not_after() {
    let content = parse(&complete_draft()).unwrap();
    assert_eq!(content.check_publishable(day("2027-01-10")), Ok(()));
    assert_eq!(told(content.check_publishable(day("2027-01-11"))), ["applicationDeadline in-the-past"]);
}

prop_compose! {
    fn modalities()(
        remote in proptest::option::of(select(Remote::ALL)),
        department in proptest::option::of(select(vec!["1", "2a", "75", " 974 "])),
        rhythm in "[a-z é0-9]{0,30}",
        start in 0_u64..1_000,
        window in 0_u64..60,
        length in 0_u64..300,
        known in any::<[bool; 4]>(),
        effort in 1..=DAY_MINUTES_MAX,
        languages in subsequence(vec!["FR", "en", " de "], 0..=3),
    ) -> ModalitiesDraft {
        let after = |days: u64| day("2027-01-01").checked_add_days(Days::new(start + days));
        ModalitiesDraft {
            remote,
            department: department.map(str::to_owned),
            rhythm,
            start_from: after(0).filter(|_| known[0]),
            start_to: after(window).filter(|_| known[1]),
            end_by: after(window + length).filter(|_| known[2]),
            effort_minutes: Some(effort).filter(|_| known[3]),
            languages: languages.into_iter().map(str::to_owned).collect(),
        }
    }
}

prop_compose! {
    fn draft()(
        title in "[A-Za-zé]{3}[a-zé \u{301}\n]{0,30}",
        context in "[a-zœ \t\n\u{7}]{0,40}",
        deliverables in "[a-z -]{0,40}",
        modalities in modalities(),
        requirements in vec((select(Importance::ALL), 1..=4_i64, 1..=WEIGHT_MAX), 0..8),
        seats in 1..=SEATS_MAX,
        urgency in select(Urgency::ALL),
        deadline in any::<bool>(),
    ) -> MissionDraft {
        let requirement = |(number, (importance, min_level, weight))| {
            RequirementDraft { skill: skill(number), importance, min_level, weight }
        };
        MissionDraft {
            title,
            context,
            deliverables,
            requirements: (0..).zip(requirements).map(requirement).collect(),
            seats,
            urgency,
            application_deadline: modalities.start_to.or(modalities.end_by).filter(|_| deadline),
            modalities,
        }
    }
}

proptest! {
    #[test]
    fn content_written_out_reads_back_as_it_was(draft in draft()) {
        let content = parse(&draft).expect("a good draft");
        prop_assert_eq!(parse(&content.to_draft()), Ok(content));
    }
}
