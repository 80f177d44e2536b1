use uuid::Uuid;

use super::*;
use crate::mission::content_for_tests;
use crate::structure::Lineage;
use crate::testing::{day, morning, reachable, told, transition_table};

pub(crate) const HOST: StructureId = StructureId(Uuid::from_u128(1));
pub(crate) const EMPLOYER: StructureId = StructureId(Uuid::from_u128(2));
const OTHER_EMPLOYER: StructureId = StructureId(Uuid::from_u128(3));
pub(crate) const TALENT: PersonId = person(10);
pub(crate) const MANAGER: PersonId = person(11);
const EMPLOYER_VOICE: PersonId = person(12);
pub(crate) const OWNER: PersonId = person(13);
const BEFORE: &str = "2027-01-15";
const FIRST_DAY: &str = "2027-02-01";

pub(crate) const fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn version(number: u32) -> MissionVersion {
    let content = content_for_tests();
    MissionVersion { mission: Uuid::from_u128(30).into(), number, content, published_at: morning("2026-12-01") }
}

fn draft() -> NewEngagement {
    NewEngagement {
        id: Uuid::from_u128(40).into(),
        consents: [41, 42, 43, 44].map(|number| Uuid::from_u128(number).into()),
        application: Uuid::from_u128(50).into(),
        talent: Uuid::from_u128(60).into(),
        person: TALENT,
        host: HOST,
        employer: EMPLOYER,
        manager: Some(MANAGER),
        plan: PlanDraft::default(),
    }
}

/// Runs something with the context of a day.
fn around<T>(on: &str, run: impl FnOnce(&EngagementContext) -> T) -> T {
    around_version(on, 1, run)
}

fn around_version<T>(on: &str, number: u32, run: impl FnOnce(&EngagementContext) -> T) -> T {
    let (mission, programme) = (version(number), Programme::default());
    let context = EngagementContext {
        now: morning(on),
        mission: &mission,
        programme: &programme,
        others: &[],
        one_voice: false,
        unsettled_sheets: 0,
    };
    run(&context)
}

fn opened() -> Engagement {
    around(BEFORE, |context| Engagement::open(&draft(), context)).unwrap().value
}

fn attempt(engagement: &Engagement, made: EngagementMove, on: &str) -> Result<Moved<Engagement>, Refusals> {
    around(on, |context| engagement.apply(made, context))
}

fn after(engagement: &Engagement, made: EngagementMove, on: &str) -> Engagement {
    attempt(engagement, made, on).unwrap().change.value
}

fn voice_of(kind: ConsentKind) -> Voice {
    Voice::of(match kind {
        ConsentKind::Talent => TALENT,
        ConsentKind::LineManager => MANAGER,
        ConsentKind::Employer => EMPLOYER_VOICE,
        ConsentKind::Host => OWNER,
    })
}

fn grant(kind: ConsentKind) -> EngagementMove {
    EngagementMove::Grant { kind, voice: voice_of(kind), read: None }
}

fn granted(kinds: &[ConsentKind]) -> Engagement {
    kinds.iter().fold(opened(), |engagement, kind| after(&engagement, grant(*kind), BEFORE))
}

fn why() -> String {
    "Un motif".to_owned()
}

pub(crate) fn engagement_in(state: EngagementState) -> Engagement {
    let started = || after(&granted(ConsentKind::ALL), EngagementMove::Start, FIRST_DAY);
    let delivered = || after(&started(), EngagementMove::Deliver, "2027-05-31");
    let engagement = match state {
        EngagementState::AwaitingConsents => opened(),
        EngagementState::Ready => granted(ConsentKind::ALL),
        EngagementState::InProgress => started(),
        EngagementState::Suspended => after(&started(), EngagementMove::Suspend(why()), "2027-03-01"),
        EngagementState::Delivered => delivered(),
        EngagementState::Interrupted => {
            after(&started(), EngagementMove::Interrupt(EndCause::Employer, why()), "2027-03-31")
        }
        EngagementState::Closed => after(&delivered(), EngagementMove::Close, "2027-06-15"),
        EngagementState::Cancelled => after(&opened(), EngagementMove::Cancel(EndCause::Host, why()), BEFORE),
    };
    assert_eq!(engagement.state(), state);
    engagement
}

fn states(engagement: &Engagement) -> Vec<ConsentState> {
    engagement.consents.iter().map(|consent| consent.state).collect()
}

#[test]
fn the_machines_read_as_reviewed() {
    insta::assert_snapshot!("engagement", transition_table(EngagementState::ALL, EngagementMoveKind::ALL, next_state));
    insta::assert_snapshot!("consent", transition_table(ConsentState::ALL, ConsentMoveKind::ALL, next_consent_state));
}

#[test]
fn every_state_leads_to_a_final_one() {
    let finals = [EngagementState::Closed, EngagementState::Cancelled];
    for state in EngagementState::ALL {
        let reached = reachable(*state, EngagementMoveKind::ALL, next_state);
        assert!(finals.iter().any(|end| reached.contains(end)), "{state} leads nowhere");
        assert_eq!(moves_from(*state).is_empty(), finals.contains(state), "{state}");
    }
    for state in ConsentState::ALL {
        let reached = reachable(*state, ConsentMoveKind::ALL, next_consent_state);
        assert!(reached.contains(&ConsentState::Refused), "{state}");
    }
}

#[test]
fn the_form_of_the_terms_does_not_move() {
    let terms = opened().terms;
    insta::assert_snapshot!("terms", format!("{}{}", terms.canonical(), terms.hash()));
    assert_eq!(TermsHash::parse(&terms.hash().to_string()), Some(terms.hash()));
}

#[test]
fn the_fourth_consent_makes_it_ready_and_reserves_in_any_order() {
    let mut kinds = ConsentKind::ALL.to_vec();
    for turn in 0..4 {
        kinds.rotate_left(1);
        let waiting = granted(&kinds[..3]);
        assert_eq!(waiting.state(), EngagementState::AwaitingConsents, "{turn}");
        let moved = attempt(&waiting, grant(kinds[3]), BEFORE).unwrap();
        assert_eq!(moved.change.value.state(), EngagementState::Ready);
        let reserve = CreditOrder::Reserve { engagement: waiting.id, debit: HOST, credit: EMPLOYER, minutes: 8_400 };
        assert_eq!(moved.credits, Some(reserve));
        let kinds: Vec<_> = moved.change.events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::ConsentGranted, EventKind::EngagementReady]);
    }
}

#[test]
fn a_refusal_is_final_and_says_why() {
    let refuse = |reason, comment: &str| EngagementMove::Refuse {
        kind: ConsentKind::Employer,
        voice: voice_of(ConsentKind::Employer),
        reason,
        comment: comment.to_owned(),
    };
    assert_eq!(told(attempt(&opened(), refuse(RefusalReason::Other, " "), BEFORE)), ["comment missing"]);
    let moved = attempt(&opened(), refuse(RefusalReason::ServiceNeeds, ""), BEFORE).unwrap();
    let cancelled = &moved.change.value;
    assert_eq!(cancelled.state(), EngagementState::Cancelled);
    assert_eq!(moved.credits, None);
    assert_eq!(moved.change.events[0].details["reason"], "SERVICE_NEEDS");
    assert_eq!(moved.change.events[1].details["cause"], "CONSENT_REFUSED");
    assert!(!cancelled.takes_seat());
}

#[test]
fn a_consent_taken_back_before_the_start_releases_what_was_reserved() {
    let revoke = |kind| EngagementMove::Revoke { kind, voice: voice_of(kind), comment: String::new() };
    let ready = engagement_in(EngagementState::Ready);
    let moved = attempt(&ready, revoke(ConsentKind::Host), BEFORE).unwrap();
    assert_eq!(moved.change.value.state(), EngagementState::AwaitingConsents);
    assert_eq!(moved.credits, Some(CreditOrder::Release { engagement: ready.id }));
    let asked = after(&moved.change.value, EngagementMove::AskAgain(ConsentKind::Host), BEFORE);
    assert_eq!(after(&asked, grant(ConsentKind::Host), BEFORE).state(), EngagementState::Ready);
    let begun = engagement_in(EngagementState::InProgress);
    assert_eq!(told(attempt(&begun, revoke(ConsentKind::Host), FIRST_DAY)), [" move-not-allowed"]);
}

#[test]
fn other_terms_supersede_what_was_granted_and_renew_what_was_asked() {
    use ConsentState::{Requested, Superseded};
    let waiting = granted(&[ConsentKind::Talent, ConsentKind::Host]);
    let shorter = EngagementMove::Reschedule(PlanDraft { minutes: Some(4_200), ..PlanDraft::default() });
    let later = after(&waiting, shorter.clone(), BEFORE);
    assert_eq!(states(&later), [Superseded, Requested, Requested, Superseded]);
    assert!(later.consents.iter().all(|consent| (consent.state == Requested) == (consent.terms == later.terms.hash())));
    assert_eq!(told(attempt(&later, shorter.clone(), BEFORE)), [" same-terms"]);
    let moved = attempt(&engagement_in(EngagementState::Ready), shorter, BEFORE).unwrap();
    assert_eq!(moved.credits, Some(CreditOrder::Release { engagement: later.id }));
}

#[test]
fn a_next_version_of_the_mission_is_other_terms_until_the_start() {
    let ready = engagement_in(EngagementState::Ready);
    let revised = around_version(BEFORE, 2, |context| ready.apply(EngagementMove::Revise, context)).unwrap();
    assert_eq!(states(&revised.change.value), [ConsentState::Superseded; 4]);
    assert_eq!(revised.change.value.terms.mission_version, 2);
    assert_eq!(when_mission_is_revised(&engagement_in(EngagementState::InProgress)), None);
}

#[test]
fn what_was_read_is_what_is_consented_to() {
    let old = opened().terms.hash();
    let moved =
        after(&opened(), EngagementMove::Reschedule(PlanDraft { minutes: Some(60), ..PlanDraft::default() }), BEFORE);
    let grant = |read| EngagementMove::Grant { kind: ConsentKind::Talent, voice: Voice::of(TALENT), read: Some(read) };
    assert_eq!(told(attempt(&moved, grant(old), BEFORE)), ["termsHash terms-changed"]);
    assert!(attempt(&moved, grant(moved.terms.hash()), BEFORE).is_ok());
}

#[test]
fn silence_is_no_consent() {
    let expire = |on| attempt(&opened(), EngagementMove::Expire(ConsentKind::Employer), on);
    assert_eq!(told(expire("2027-01-22")), [" deadline-ahead"], "an urgent mission leaves seven days");
    let expired = expire("2027-01-23").unwrap().change.value;
    assert_eq!(told(attempt(&expired, grant(ConsentKind::Employer), "2027-01-23")), [" move-not-allowed"]);
    let asked = after(&expired, EngagementMove::AskAgain(ConsentKind::Employer), "2027-01-23");
    assert_eq!(asked.consents.get(ConsentKind::Employer).deadline, day("2027-01-30"));
}

#[test]
fn one_person_gives_one_consent_of_an_engagement() {
    let speak = |engagement: &Engagement, kind, person, one_voice| {
        let grant = EngagementMove::Grant { kind, voice: Voice::of(person), read: None };
        around(BEFORE, |context| engagement.apply(grant, &EngagementContext { one_voice, ..*context }))
    };
    let by_manager = granted(&[ConsentKind::LineManager]);
    assert_eq!(told(speak(&by_manager, ConsentKind::Employer, MANAGER, false)), [" one-person-one-consent"]);
    assert_eq!(told(speak(&by_manager, ConsentKind::Host, MANAGER, true)), [" one-person-one-consent"]);
    assert!(speak(&by_manager, ConsentKind::Employer, MANAGER, true).is_ok());
    for kind in &ConsentKind::ALL[1..] {
        assert_eq!(told(speak(&opened(), *kind, TALENT, true)), [" talent-consents-alone"]);
    }
    assert_eq!(told(speak(&opened(), ConsentKind::Talent, OWNER, true)), [" talent-consents-alone"]);
    assert_eq!(told(speak(&opened(), ConsentKind::LineManager, OWNER, true)), [" not-allowed"]);
}

#[test]
fn a_delegate_speaks_for_the_line_manager_but_not_for_the_talent() {
    let speak = |kind, on_behalf_of| {
        let voice = Voice { on_behalf_of: Some(on_behalf_of), ..Voice::of(person(99)) };
        attempt(&opened(), EngagementMove::Grant { kind, voice, read: None }, BEFORE)
    };
    assert!(speak(ConsentKind::LineManager, MANAGER).is_ok());
    assert_eq!(told(speak(ConsentKind::Talent, TALENT)), [" talent-consents-alone"]);
    assert_eq!(told(speak(ConsentKind::Employer, TALENT)), [" talent-consents-alone"]);
}

#[test]
fn a_talent_is_never_asked_as_their_own_manager() {
    let new = NewEngagement { manager: Some(TALENT), ..draft() };
    let engagement = around(BEFORE, |context| Engagement::open(&new, context)).unwrap().value;
    assert_eq!(engagement.consents.get(ConsentKind::LineManager).asked_of, None);
}

#[test]
fn work_begins_between_the_days_agreed_on() {
    let start = |on| attempt(&engagement_in(EngagementState::Ready), EngagementMove::Start, on);
    assert_eq!(told(start("2027-01-31")), [" starts-later"]);
    assert_eq!(told(start("2027-07-01")), [" days-passed"]);
    assert!(start("2027-06-30").is_ok());
}

#[test]
fn closing_waits_for_the_sheets_and_releases_what_is_left() {
    let delivered = engagement_in(EngagementState::Delivered);
    let close = |unsettled_sheets| {
        around("2027-06-15", |context| {
            delivered.apply(EngagementMove::Close, &EngagementContext { unsettled_sheets, ..*context })
        })
    };
    assert_eq!(told(close(1)), [" sheets-unsettled"]);
    let moved = close(0).unwrap();
    assert_eq!(moved.credits, Some(CreditOrder::Release { engagement: delivered.id }));
    assert!(moved.change.value.stage.is_delivered());
}

#[test]
fn whoever_ends_the_work_says_why() {
    let begun = engagement_in(EngagementState::InProgress);
    let interrupt =
        |cause, reason: &str| attempt(&begun, EngagementMove::Interrupt(cause, reason.to_owned()), "2027-03-01");
    assert_eq!(told(interrupt(EndCause::Employer, "")), ["reason text-too-short"]);
    let moved = interrupt(EndCause::Employer, "Nécessités de service").unwrap();
    assert_eq!(moved.change.events[0].details["cause"], "EMPLOYER");
    assert_eq!(moved.credits, None);
    assert!(interrupt(EndCause::MissionCancelled, "").is_ok());
}

#[test]
fn a_talent_who_changes_structure_before_the_start_is_consented_to_anew() {
    let (host, to) = (lineage(HOST), lineage(OTHER_EMPLOYER));
    let ready = engagement_in(EngagementState::Ready);
    let made = when_talent_moves(&ready, &to, &host, Some(person(21))).unwrap();
    let moved = attempt(&ready, made, BEFORE).unwrap();
    let engagement = moved.change.value;
    assert_eq!(states(&engagement), [ConsentState::Superseded; 4]);
    assert_eq!((engagement.terms.employer, engagement.present_employer), (OTHER_EMPLOYER, OTHER_EMPLOYER));
    assert_eq!(engagement.consents.get(ConsentKind::LineManager).asked_of, Some(person(21)));
    assert_eq!(moved.credits, Some(CreditOrder::Release { engagement: ready.id }));
    let to_host = when_talent_moves(&ready, &host, &host, None);
    assert_eq!(to_host, Some(EngagementMove::Cancel(EndCause::SameStructure, String::new())));
}

#[test]
fn a_talent_who_changes_structure_at_work_may_be_recalled_by_the_new_one() {
    let begun = engagement_in(EngagementState::InProgress);
    let made = when_talent_moves(&begun, &lineage(OTHER_EMPLOYER), &lineage(HOST), None).unwrap();
    let moved = attempt(&begun, made, FIRST_DAY).unwrap();
    let engagement = moved.change.value;
    assert_eq!((engagement.terms.employer, engagement.present_employer), (EMPLOYER, OTHER_EMPLOYER));
    assert_eq!(states(&engagement), [ConsentState::Granted; 4]);
    assert_eq!(moved.credits, None);
}

#[test]
fn an_open_request_goes_to_the_new_line_manager_and_what_was_granted_stands() {
    let waiting = opened();
    let moved = after(&waiting, when_manager_changes(&waiting, Some(person(21))).unwrap(), BEFORE);
    assert_eq!(moved.consents.get(ConsentKind::LineManager).asked_of, Some(person(21)));
    assert_eq!(told(attempt(&moved, grant(ConsentKind::LineManager), BEFORE)), [" not-allowed"]);
    assert_eq!(when_manager_changes(&granted(&[ConsentKind::LineManager]), Some(person(21))), None);
}

#[test]
fn the_end_of_the_mission_or_of_the_talents_employment_ends_what_is_not_over() {
    for state in EngagementState::ALL {
        let engagement = engagement_in(*state);
        let moves = [when_talent_leaves(&engagement), when_mission_is_cancelled(&engagement, "Plus de besoin")];
        let over = !matches!(state, EngagementState::Delivered | EngagementState::Interrupted) && engagement.is_open();
        for made in moves {
            assert_eq!(made.is_some(), over, "{state}");
            let ended = made.map(|made| after(&engagement, made, FIRST_DAY));
            assert!(ended.is_none_or(|ended| !ended.is_open() || ended.state() == EngagementState::Interrupted));
        }
    }
}

#[test]
fn an_envelope_consents_for_the_employer_within_its_minutes() {
    let draft = EnvelopeDraft {
        minutes: 9_000,
        engagement_minutes_max: 8_400,
        first: day("2027-01-01"),
        last: day("2027-12-31"),
    };
    let id = Uuid::from_u128(70).into();
    let envelope = Envelope::grant(id, EMPLOYER, Voice::of(EMPLOYER_VOICE), &draft).unwrap().value;
    let today = day(BEFORE);
    assert_eq!(envelope.voice_for(&opened(), 601, today), None, "too little is left");
    assert_eq!(envelope.voice_for(&opened(), 600, day("2028-01-01")), None);
    assert_eq!(envelope.withdraw().value.voice_for(&opened(), 0, today), None);
    let voice = envelope.voice_for(&opened(), 600, today).unwrap();
    let consented = after(&opened(), EngagementMove::Grant { kind: ConsentKind::Employer, voice, read: None }, BEFORE);
    assert!(consented.consents.get(ConsentKind::Employer).is_granted_for(consented.terms.hash()));
    assert_eq!((envelope.used_by(&consented), envelope.used_by(&opened())), (8_400, 0));
}

#[test]
fn a_stage_laid_out_flat_reads_back_as_it_was_and_never_without_the_agreements() {
    for state in EngagementState::ALL {
        let engagement = engagement_in(*state);
        let record = engagement.stage.record();
        let agreements = Agreements::try_new(engagement.terms.hash(), &engagement.consents);
        assert_eq!(Stage::restore(&record, agreements).as_ref(), Some(&engagement.stage), "{state}");
        let unproved = Stage::restore(&record, None).is_some();
        assert_eq!(unproved, !state.reserves() && *state != EngagementState::Closed, "{state}");
    }
}

#[test]
fn time_is_declared_for_the_days_agreed_on_until_the_work_ended() {
    let worked = |state, on| engagement_in(state).days_worked(day(on)).map(Days::last);
    assert_eq!(worked(EngagementState::Ready, "2027-03-01"), None);
    assert_eq!(worked(EngagementState::InProgress, "2027-03-01"), Some(day("2027-03-01")));
    assert_eq!(worked(EngagementState::InProgress, "2027-08-01"), Some(day("2027-06-30")));
    assert_eq!(worked(EngagementState::Interrupted, "2027-08-01"), Some(day("2027-03-31")));
    assert_eq!(worked(EngagementState::Closed, "2027-08-01"), None);
}

fn lineage(id: StructureId) -> Lineage {
    Lineage { id, above: Vec::new() }
}
