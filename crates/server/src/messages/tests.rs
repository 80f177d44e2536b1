use std::collections::BTreeSet;

use talents_core::access::Act;
use talents_core::application::{ApplicationMoveKind, ApplicationState, LapseCause, Origin};
use talents_core::audit::ChainFaultKind;
use talents_core::engagement::{
    ConsentKind, ConsentMoveKind, ConsentState, EndCause, EngagementMoveKind, EngagementState, RefusalReason,
};
use talents_core::error::ErrorCode;
use talents_core::event::{EventKind, ObjectKind};
use talents_core::ledger::{AdjustmentReason, FaultKind, TransferKind};
use talents_core::mission::{Importance, MissionMoveKind, MissionState, Urgency};
use talents_core::person::Role;
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::programme::{CompensationMode, Phase};
use talents_core::service_offer::{ServiceOfferMoveKind, ServiceOfferState};
use talents_core::skill::{SkillKind, SkillState};
use talents_core::structure::Branch;
use talents_core::talent::{Intent, ProfilePart, TalentMoveKind, TalentState, TalentStatus};
use talents_core::time_sheet::{TimeSheetMoveKind, TimeSheetState};
use talents_core::todo::TodoKind;

use super::*;

mod samples;

/// Codes of lists that the core does not declare as enums.
const OTHER_LISTS: &[(&str, &[&str])] = &[
    (
        "mission-field",
        &[
            "context",
            "deliverables",
            "requirements",
            "applicationDeadline",
            "remote",
            "departmentCode",
            "rhythm",
            "startFrom",
            "startTo",
            "endBy",
            "effortMinutes",
        ],
    ),
    ("level", &["1", "2", "3", "4"]),
    ("exclusion", &["PLACE", "REMOTE", "AVAILABILITY", "EFFORT", "LANGUAGES", "SAME_STRUCTURE"]),
    ("relation", &["EXACT", "NARROWER", "BROADER", "SIBLING", "RELATED"]),
    ("ranking-question", &["MISSION", "PREVIEW", "TALENT"]),
    ("facet", &["SKILL", "MINISTRY", "DEPARTMENT", "REMOTE", "URGENCY", "STATE", "STRUCTURE"]),
    ("history-actor", &["VIEWER", "PERSON", "JOB", "COMMAND_LINE"]),
    (
        "history-detail",
        &[
            "state",
            "intent",
            "origin",
            "cause",
            "kind",
            "reason",
            "role",
            "minutes",
            "publishedVersion",
            "missionVersion",
            "first",
            "last",
        ],
    ),
];

const RELAXATIONS: &[&str] = &["place", "remote", "availability", "effort", "languages"];

fn ids(language: Language) -> Vec<&'static str> {
    // An id stands at the beginning of a line; its variants, its comments and its end do not look like one.
    let message = |line: &'static str| line.split_once(" = ").map(|(id, _)| id);
    source(language)
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(message)
        .collect()
}

fn french(problem: &Problem) -> String {
    messages().problem(Language::French, problem)
}

/// A sentence with plain spaces and apostrophes, to compare it without its typography.
fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'")
}

#[test]
fn both_languages_have_the_same_ids_each_once() {
    let french: BTreeSet<_> = ids(Language::French).into_iter().collect();
    assert_eq!(french, ids(Language::English).into_iter().collect());
    for language in Language::ALL {
        assert_eq!(ids(language).len(), french.len(), "an id is there twice in {language:?}");
        for id in ids(language) {
            assert!(messages().bundle(language).has_message(id), "{id} does not read in {language:?}");
        }
    }
}

#[test]
fn every_code_that_people_see_has_a_label_in_both_languages() {
    macro_rules! codes {
        ($($list:literal $name:ty),+ $(,)?) => {
            vec![$(($list, <$name>::ALL.iter().map(|value| value.code()).collect::<Vec<_>>())),+]
        };
    }
    let mut lists = codes![
        "branch" Branch, "role" Role, "act" Act, "object-kind" ObjectKind, "event-kind" EventKind,
        "talent-state" TalentState, "talent-move" TalentMoveKind, "talent-status" TalentStatus, "intent" Intent,
        "profile-part" ProfilePart, "mission-state" MissionState, "mission-move" MissionMoveKind, "urgency" Urgency,
        "importance" Importance, "remote" Remote, "skill-kind" SkillKind, "skill-state" SkillState, "phase" Phase,
        "compensation-mode" CompensationMode, "error-code" ErrorCode, "origin" Origin,
        "application-state" ApplicationState, "application-move" ApplicationMoveKind, "lapse-cause" LapseCause,
        "engagement-state" EngagementState, "engagement-move" EngagementMoveKind, "end-cause" EndCause,
        "consent-kind" ConsentKind, "consent-state" ConsentState, "consent-move" ConsentMoveKind,
        "refusal-reason" RefusalReason, "time-sheet-state" TimeSheetState, "time-sheet-move" TimeSheetMoveKind,
        "service-offer-state" ServiceOfferState, "service-offer-move" ServiceOfferMoveKind, "todo-kind" TodoKind,
        "transfer-kind" TransferKind,
        "adjustment-reason" AdjustmentReason, "ledger-fault" FaultKind, "chain-fault" ChainFaultKind,
    ];
    lists.push(("signal", talents_matching::signal_names().to_vec()));
    lists.extend(OTHER_LISTS.iter().map(|(list, codes)| (*list, codes.to_vec())));
    for (list, codes) in lists {
        for code in codes {
            for language in Language::ALL {
                assert!(messages().bundle(language).has_message(&label_id(list, code)), "{list} {code} {language:?}");
            }
        }
    }
}

#[test]
fn every_departement_has_its_name() {
    let numbers = (0..1_000).flat_map(|number| [format!("{number:02}"), format!("{number:03}")]);
    let known: BTreeSet<_> =
        numbers.chain(["2A".into(), "2B".into()]).filter_map(|code| DepartmentCode::parse(&code)).collect();
    assert_eq!(known.len(), 94 + 2 + 12);
    for code in known {
        for language in Language::ALL {
            assert_ne!(messages().label(language, "department", code.as_str()), code.as_str(), "{language:?}");
        }
    }
    assert_eq!(messages().label(Language::French, "department", "2A"), "Corse-du-Sud");
    assert_eq!(messages().label(Language::French, "department", "35"), "Ille-et-Vilaine");
}

#[test]
fn a_code_or_an_id_without_words_is_shown_as_it_is() {
    assert_eq!(messages().label(Language::French, "role", "JUGGLER"), "JUGGLER");
    assert_eq!(messages().text(Language::French, "no-such-message", &[]), "no-such-message");
}

#[test]
fn every_problem_is_said_with_all_its_values_in_both_languages() {
    let problems = samples::one_of_each();
    let sampled: Vec<_> = problems.iter().map(Problem::message_id).collect();
    assert_eq!(sampled, Problem::MESSAGE_IDS, "a sample for each problem, in the order of the core");
    for (problem, language) in problems.iter().flat_map(|problem| Language::ALL.map(|language| (problem, language))) {
        let id = problem.message_id();
        let args = messages().values(language, &problem.args());
        let (text, errors) = messages().format(language, id, &args).unwrap_or_else(|| panic!("{id} has no message"));
        assert!(errors.is_empty(), "{id} in {language:?}: {errors:?}");
        for (name, value) in args.iter() {
            // The kind of an object chooses the sentence and is not shown.
            let shown = match value {
                FluentValue::Number(number) => functions::grouped(language, &number.as_string()),
                FluentValue::String(value) => value.to_string(),
                _ => panic!("{id}: {name} is neither a text nor a number"),
            };
            assert!(name == "kind" || text.contains(&shown), "{id} in {language:?} leaves out {name}: {text}");
        }
    }
}

#[test]
fn french_is_set_as_french_is() {
    for line in source(Language::French).lines().filter(|line| !line.starts_with('#')) {
        assert!(!line.contains('\''), "a straight apostrophe: {line}");
        assert!(!line.contains("« ") && !line.contains(" »"), "a guillemet that may be left alone: {line}");
        assert!(
            ![" ;", " :", " ?", " !"].iter().any(|mark| line.contains(mark)),
            "a mark that may be left alone: {line}"
        );
    }
}

#[test]
fn a_siret_with_a_digit_too_few_or_too_many_is_told_so() {
    let problem = |siret: &str| Problem::SiretLength { siret: siret.into(), digits: siret.len() };
    assert_eq!(
        plain(&french(&problem("1300255650001"))),
        "Le SIRET 1300255650001 n'a que 13 chiffres ; un SIRET en compte 14."
    );
    assert_eq!(
        plain(&french(&problem("130025565000123"))),
        "Le SIRET 130025565000123 a 15 chiffres ; un SIRET n'en compte que 14."
    );
    assert_eq!(plain(&french(&problem("1"))), "Le SIRET 1 n'a que 1 chiffre ; un SIRET en compte 14.");
    assert_eq!(plain(&french(&problem(""))), "Le SIRET est vide. Donnez les 14 chiffres de l'établissement.");
    let english = messages().problem(Language::English, &problem("1300255650001"));
    assert_eq!(english, "The SIRET 1300255650001 has only 13 digits; a SIRET has 14.");
}

#[test]
fn a_forbidden_move_names_the_state_and_what_it_allows() {
    let forbidden = |state, allowed| Problem::MoveNotAllowed {
        state: Arg::Label("mission-state", state),
        attempt: Arg::Label("mission-move", "SUSPEND"),
        allowed: Arg::Labels("mission-move", allowed),
    };
    assert_eq!(
        plain(&french(&forbidden("DRAFT", vec!["UPDATE", "SUBMIT", "CANCEL"]))),
        "L'état « Brouillon » ne permet pas l'action « Suspendre ». \
         Ce que vous pouvez faire : « Modifier », « Soumettre à la relecture » ou « Annuler »."
    );
    assert!(plain(&french(&forbidden("SUSPENDED", vec!["RESUME"]))).ends_with(": « Remettre en ligne »."));
    assert!(french(&forbidden("CANCELLED", vec![])).contains("définitif"));
}

#[test]
fn numbers_are_written_as_each_language_does() {
    let problem = Problem::EffortAboveCap { minutes: 1_025_200, max: 25_200 };
    assert!(french(&problem).starts_with("1\u{202f}025\u{202f}200 minutes"));
    assert!(messages().problem(Language::English, &problem).starts_with("1,025,200 minutes"));
    let problem = Problem::OutOfRange { value: i64::MIN, min: 1, max: 5 };
    assert!(messages().problem(Language::English, &problem).contains("-9,223,372,036,854,775,808"));
}

#[test]
fn a_gain_of_one_talent_is_singular() {
    let gain = |language, gain| messages().text(language, "relaxation-place", &[("gain", Arg::Number(gain))]);
    assert_eq!(gain(Language::French, 1), "1 talent de plus si le télétravail est accepté");
    assert_eq!(gain(Language::French, 3), "3 talents de plus si le télétravail est accepté");
    assert_eq!(gain(Language::English, 1), "1 more talent if remote work is accepted");
    for relaxation in RELAXATIONS {
        let text = messages().text(Language::French, &format!("relaxation-{relaxation}"), &[("gain", Arg::Number(12))]);
        assert!(text.starts_with("12 talents de plus si "), "{text}");
    }
}

#[test]
fn what_people_wrote_is_kept_and_cut_after_200_characters() {
    let said = french(&Problem::MalformedDate { value: "{ $x } {\"é\"}".to_owned() });
    assert!(said.contains("{ $x } {\"é\"}"), "{said}");
    let said = french(&Problem::MalformedDate { value: "é".repeat(5_000) });
    assert!(said.contains(&format!("{}…", "é".repeat(QUOTED_MAX))) && said.chars().count() < 400, "{said}");
    let allowed = "colonne, ".repeat(50);
    assert!(french(&Problem::UnknownColumn { column: "x".into(), allowed: allowed.clone() }).contains(&allowed));
}

#[test]
fn the_language_is_the_one_most_wanted_of_the_two_and_else_french() {
    let cases = [
        (None, Language::French),
        (Some(""), Language::French),
        (Some("en"), Language::English),
        (Some("EN-gb"), Language::English),
        (Some("fr-CA,en;q=0.9"), Language::French),
        (Some("en-US,en;q=0.9,fr;q=0.8"), Language::English),
        (Some("en;q=0.3, fr;q=0.7"), Language::French),
        (Some("fr;q=0.3,en;q=0.7"), Language::English),
        (Some("de, es;q=0.9, en;q=0.1"), Language::English),
        (Some("de, it"), Language::French),
        (Some("*"), Language::French),
        (Some("fr;q=0, *"), Language::English),
        (Some("fr;q=0.2, *;q=0.5"), Language::English),
        (Some("en;q=0"), Language::French),
        (Some("en;q=2, fr;q=x"), Language::French),
        (Some(";;,,=q;\u{0}é🦀"), Language::French),
    ];
    for (header, language) in cases {
        assert_eq!(Language::negotiate(header), language, "{header:?}");
    }
}

#[test]
fn a_person_of_another_language_is_addressed_in_french() {
    assert_eq!(Language::of(LanguageCode::ENGLISH), Language::English);
    assert_eq!(LanguageCode::parse("de").map(Language::of), Some(Language::French));
}
