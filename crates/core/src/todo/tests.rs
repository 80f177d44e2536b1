use super::*;
use crate::engagement::tests::{EMPLOYER, HOST, MANAGER, OWNER, TALENT, engagement_in};
use crate::testing::{day, morning};
use crate::time_sheet::{TimeSheetContext, TimeSheetMove, WorkDraft};

fn due(state: EngagementState, on: &str) -> Vec<(TodoKind, DueFrom)> {
    let todos = of_engagement(&engagement_in(state), &[], day(on));
    todos.into_iter().map(|todo| (todo.kind, todo.due_from)).collect()
}

#[test]
fn each_party_is_asked_for_its_own_consent_until_the_deadline() {
    let todos = of_engagement(&engagement_in(EngagementState::AwaitingConsents), &[], day("2027-01-15"));
    let due: Vec<_> = todos.iter().map(|todo| todo.due_from).collect();
    let expected = [
        DueFrom::Talent(TALENT),
        DueFrom::Manager(EMPLOYER, MANAGER),
        DueFrom::Structure(Act::ConsentAsEmployer, EMPLOYER),
        DueFrom::Structure(Act::ConsentAsHost, HOST),
    ];
    assert_eq!(due, expected);
    assert!(todos.iter().all(|todo| todo.deadline == Some(day("2027-01-22")) && todo.kind == TodoKind::ConsentToGive));
}

#[test]
fn the_work_asks_for_its_next_step_when_the_day_has_come() {
    let run = DueFrom::Structure(Act::RunEngagement, HOST);
    assert_eq!(due(EngagementState::Ready, "2027-01-31"), []);
    assert_eq!(due(EngagementState::Ready, "2027-02-01"), [(TodoKind::EngagementToStart, run)]);
    assert_eq!(due(EngagementState::InProgress, "2027-06-30"), []);
    let deliver = (TodoKind::EngagementToDeliver, DueFrom::Talent(TALENT));
    assert_eq!(due(EngagementState::InProgress, "2027-07-01"), [deliver]);
    assert_eq!(due(EngagementState::Delivered, "2027-06-01"), [(TodoKind::EngagementToClose, run)]);
    assert_eq!(due(EngagementState::Closed, "2027-07-01"), []);
    assert_eq!(due(EngagementState::Cancelled, "2027-07-01"), []);
}

#[test]
fn declared_time_waits_for_the_host_and_disputed_time_for_the_talent_or_an_arbitration() {
    let engagement = engagement_in(EngagementState::Delivered);
    let context = TimeSheetContext { now: morning("2027-06-01"), person: TALENT, engagement: &engagement, sheets: &[] };
    let work = WorkDraft { first: day("2027-03-01"), last: day("2027-03-05"), minutes: 840 };
    let declared = TimeSheet::declare(Uuid::from_u128(2).into(), &work, &context).unwrap().value;
    let by_host = TimeSheetContext { person: OWNER, ..context };
    let disputed = declared.apply(&TimeSheetMove::Dispute("Trop".to_owned()), &by_host).unwrap().change.value;
    let kinds = |sheet| {
        let todos = of_engagement(&engagement, &[sheet], day("2027-06-01"));
        todos.into_iter().map(|todo| todo.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(declared), [TodoKind::TimeSheetToValidate], "closing waits too");
    assert_eq!(kinds(disputed), [TodoKind::TimeSheetToAmend, TodoKind::TimeSheetToArbitrate]);
}
