use super::*;
use crate::mission::content_for_tests;
use crate::testing::{day, told};

fn days(first: &str, last: &str) -> Days {
    Days::try_new(day(first), day(last)).unwrap()
}

fn changed(draft: PlanDraft, others: &[Plan]) -> Result<Plan, Refusals> {
    let (content, programme) = (content_for_tests(), Programme::default());
    let announced = Plan::announced(&content, day("2026-12-01")).unwrap();
    announced.changed(&draft, &PlanBounds { content: &content, programme: &programme, others })
}

#[test]
fn what_is_left_out_is_what_the_mission_announces() {
    let plan = Plan { minutes: 8_400, days: days("2027-02-01", "2027-06-30") };
    assert_eq!(changed(PlanDraft::default(), &[]), Ok(plan));
    let late = Plan::announced(&content_for_tests(), day("2027-02-09")).unwrap();
    assert_eq!(late.days.first(), day("2027-02-09"));
}

#[test]
fn a_plan_stays_within_the_effort_and_the_days_of_the_mission() {
    let above = PlanDraft { minutes: Some(8_401), ..PlanDraft::default() };
    assert_eq!(told(changed(above, &[])), ["plannedMinutes plan-above-effort"]);
    let none = PlanDraft { minutes: Some(0), ..PlanDraft::default() };
    assert_eq!(told(changed(none, &[])), ["plannedMinutes out-of-range"]);
    let late = PlanDraft { first: Some(day("2027-02-16")), ..PlanDraft::default() };
    assert_eq!(told(changed(late, &[])), ["startOn plan-outside-mission"]);
    let long = PlanDraft { last: Some(day("2027-07-01")), ..PlanDraft::default() };
    assert_eq!(told(changed(long, &[])), ["endOn plan-outside-mission"]);
    let reversed = PlanDraft { last: Some(day("2027-01-01")), ..PlanDraft::default() };
    assert_eq!(told(changed(reversed, &[])), ["endOn ends-before-start"]);
}

#[test]
fn a_week_of_all_the_talents_engagements_stays_under_the_cap() {
    let fortnight = PlanDraft { minutes: Some(4_000), last: Some(day("2027-02-14")), ..PlanDraft::default() };
    assert_eq!(changed(fortnight, &[]).unwrap().busiest_week(&[]), 2_000);
    let other = |first, last| Plan { minutes: 202, days: days(first, last) };
    assert_eq!(told(changed(fortnight, &[other("2027-02-10", "2027-02-23")])), ["plannedMinutes week-above-cap"]);
    assert!(changed(fortnight, &[other("2027-02-15", "2027-02-28")]).is_ok());
}

#[test]
fn a_plan_above_the_declared_capacity_is_a_warning() {
    let plan = Plan { minutes: 1_000, days: days("2027-02-01", "2027-02-14") };
    assert_eq!(plan.warnings(&[], 500), []);
    assert_eq!(plan.warnings(&[], 499), [Problem::WeekAboveCapacity { minutes: 500, capacity: 499 }]);
}

#[test]
fn a_next_version_moves_and_cuts_a_plan_no_more_than_needed() {
    let (mut content, programme) = (content_for_tests(), Programme::default());
    content.modalities.start_from = Some(day("2027-02-10"));
    content.modalities.end_by = Some(day("2027-05-31"));
    content.modalities.effort_minutes = Some(4_200);
    let bounds = PlanBounds { content: &content, programme: &programme, others: &[] };
    let plan = Plan { minutes: 8_400, days: days("2027-02-01", "2027-06-30") };
    let fitted = Plan { minutes: 4_200, days: days("2027-02-10", "2027-05-31") };
    assert_eq!(plan.adopted(&bounds), Ok(fitted));
    assert_eq!(fitted.adopted(&bounds), Ok(fitted));
}
