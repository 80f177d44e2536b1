use uuid::Uuid;

use super::*;
use crate::engagement::EngagementState;
use crate::engagement::Moved;
use crate::engagement::tests::{OWNER, TALENT, engagement_in, person};
use crate::ledger::CreditOrder;
use crate::testing::{day, morning, reachable, told, transition_table};

const TODAY: &str = "2027-03-10";
const ARBITER: PersonId = person(90);

fn work(first: &str, last: &str, minutes: i64) -> WorkDraft {
    WorkDraft { first: day(first), last: day(last), minutes }
}

fn week() -> WorkDraft {
    work("2027-03-01", "2027-03-05", 840)
}

/// Runs something with the context of an engagement in a state, for a person.
fn around<T>(
    state: EngagementState,
    person: PersonId,
    sheets: &[TimeSheet],
    run: impl FnOnce(&TimeSheetContext) -> T,
) -> T {
    let engagement = engagement_in(state);
    run(&TimeSheetContext { now: morning(TODAY), person, engagement: &engagement, sheets })
}

fn id(number: u128) -> TimeSheetId {
    TimeSheetId(Uuid::from_u128(number))
}

fn declare(state: EngagementState, work: WorkDraft, sheets: &[TimeSheet]) -> Result<TimeSheet, Refusals> {
    around(state, TALENT, sheets, |context| TimeSheet::declare(id(2), &work, context)).map(|change| change.value)
}

fn attempt(sheet: &TimeSheet, made: &TimeSheetMove, person: PersonId) -> Result<Moved<TimeSheet>, Refusals> {
    around(EngagementState::InProgress, person, &[], |context| sheet.apply(made, context))
}

fn why() -> String {
    "Un motif".to_owned()
}

fn sheet_in(state: TimeSheetState) -> TimeSheet {
    let declared = declare(EngagementState::InProgress, week(), &[]).unwrap();
    let drafted = around(EngagementState::InProgress, TALENT, &[], |context| TimeSheet::draft(id(2), &week(), context));
    let path = match state {
        TimeSheetState::Draft => return drafted.unwrap().value,
        TimeSheetState::Declared => vec![],
        TimeSheetState::Validated => vec![TimeSheetMove::Validate],
        TimeSheetState::Disputed => vec![TimeSheetMove::Dispute(why())],
        TimeSheetState::Void => vec![TimeSheetMove::Dispute(why()), TimeSheetMove::Void(why())],
        TimeSheetState::Reversed => vec![TimeSheetMove::Validate, TimeSheetMove::Reverse(why())],
    };
    let sheet = path.into_iter().fold(declared, |sheet, made| attempt(&sheet, &made, OWNER).unwrap().change.value);
    assert_eq!(sheet.state, state);
    sheet
}

#[test]
fn the_machine_reads_as_reviewed() {
    insta::assert_snapshot!(transition_table(TimeSheetState::ALL, TimeSheetMoveKind::ALL, next_state));
}

#[test]
fn every_state_leads_to_a_final_one() {
    let finals = [TimeSheetState::Void, TimeSheetState::Reversed];
    for state in TimeSheetState::ALL {
        let reached = reachable(*state, TimeSheetMoveKind::ALL, next_state);
        assert!(finals.iter().any(|end| reached.contains(end)), "{state} leads nowhere");
        assert_eq!(moves_from(*state).is_empty(), finals.contains(state), "{state}");
    }
}

#[test]
fn time_is_within_the_days_of_the_engagement_and_never_in_the_future() {
    let declare = |work| declare(EngagementState::InProgress, work, &[]);
    assert_eq!(told(declare(work("2027-01-31", "2027-02-02", 60))), ["from outside-engagement"]);
    assert_eq!(told(declare(work("2027-03-10", "2027-03-11", 60))), ["to in-the-future"]);
    assert_eq!(told(declare(work("2027-03-02", "2027-03-01", 60))), ["to ends-before-start"]);
    assert_eq!(told(declare(work("2027-03-01", "2027-03-01", 601))), ["minutes effort-above-duration"]);
    assert_eq!(told(declare(work("2027-03-01", "2027-03-01", 0))), ["minutes out-of-range"]);
    assert!(declare(work("2027-03-10", "2027-03-10", 600)).is_ok());
}

#[test]
fn time_is_declared_once_the_work_has_begun_until_it_is_closed() {
    for state in EngagementState::ALL {
        let takes = matches!(
            state,
            EngagementState::InProgress
                | EngagementState::Suspended
                | EngagementState::Delivered
                | EngagementState::Interrupted
        );
        let declared = declare(*state, week(), &[]);
        assert_eq!(declared.is_ok(), takes, "{state}");
        assert!(takes || told(declared) == [" time-not-open"], "{state}");
    }
}

#[test]
fn no_two_sheets_cover_the_same_day_but_for_those_set_aside() {
    let declare_beside = |state| {
        let other = TimeSheet { id: id(3), ..sheet_in(state) };
        declare(EngagementState::InProgress, work("2027-03-05", "2027-03-06", 60), &[other])
    };
    for state in TimeSheetState::ALL {
        let free = matches!(state, TimeSheetState::Void | TimeSheetState::Reversed);
        assert_eq!(declare_beside(*state).is_ok(), free, "{state}");
    }
    assert_eq!(told(declare_beside(TimeSheetState::Draft)), ["from sheets-overlap"]);
}

#[test]
fn who_validates_is_neither_the_talent_nor_who_declared() {
    let declared = TimeSheet { declared_by: person(91), ..sheet_in(TimeSheetState::Declared) };
    for own in [TALENT, person(91)] {
        assert_eq!(told(attempt(&declared, &TimeSheetMove::Validate, own)), [" own-time"]);
    }
    let moved = attempt(&declared, &TimeSheetMove::Validate, OWNER).unwrap();
    let capture = CreditOrder::Capture { engagement: declared.engagement, time_sheet: declared.id, minutes: 840 };
    assert_eq!((moved.credits, moved.change.value.settled_by), (Some(capture), Some(OWNER)));
}

#[test]
fn a_dispute_is_amended_or_arbitrated() {
    let disputed = sheet_in(TimeSheetState::Disputed);
    let amended = attempt(&disputed, &TimeSheetMove::Amend(work("2027-03-01", "2027-03-05", 420)), TALENT).unwrap();
    assert_eq!((amended.change.value.work.minutes, amended.credits), (420, None));
    let upheld = attempt(&disputed, &TimeSheetMove::Uphold(why()), ARBITER).unwrap();
    assert!(matches!(upheld.credits, Some(CreditOrder::Capture { minutes: 840, .. })));
    let voided = attempt(&disputed, &TimeSheetMove::Void(why()), ARBITER).unwrap();
    assert_eq!((voided.credits, voided.change.value.is_unsettled()), (None, false));
    assert_eq!(told(attempt(&disputed, &TimeSheetMove::Uphold(why()), TALENT)), [" own-time"]);
}

#[test]
fn a_reversal_says_why_and_orders_one() {
    let validated = sheet_in(TimeSheetState::Validated);
    assert_eq!(told(attempt(&validated, &TimeSheetMove::Reverse(String::new()), ARBITER)), ["reason text-too-short"]);
    let reversed = attempt(&validated, &TimeSheetMove::Reverse(why()), ARBITER).unwrap();
    assert_eq!(reversed.credits, Some(CreditOrder::Reverse { time_sheet: validated.id }));
}
