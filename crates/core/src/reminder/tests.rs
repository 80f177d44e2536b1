use proptest::prelude::*;

use super::*;
use crate::access::Act;
use crate::engagement::EngagementState;
use crate::engagement::tests::{HOST, engagement_in};
use crate::event::ObjectKind;
use crate::testing::day;
use crate::todo::{DueFrom, of_engagement};

/// The days of a schedule, by their distance from the day of the asking.
fn after(asked: &str, length: Option<u64>) -> Vec<i64> {
    let asked = day(asked);
    let until = length.map(|days| asked + Days::new(days));
    schedule(asked, until).into_iter().map(|day| (day - asked).num_days()).collect()
}

#[test]
fn a_consent_is_recalled_some_days_before_its_deadline_and_on_the_last_day() {
    // 2027-01-04 is a Monday; 15, 7 and 2 days are what consents get by urgency.
    assert_eq!(after("2027-01-05", Some(15)), [10, 15]);
    assert_eq!(after("2027-01-04", Some(7)), [4, 7]);
    assert_eq!(after("2027-01-04", Some(2)), [1, 2]);
    assert_eq!(after("2027-01-04", Some(1)), [1]);
    assert_eq!(after("2027-01-04", Some(0)), [0_i64; 0], "asked and due on one day: the question is reminder enough");
}

#[test]
fn what_has_no_deadline_or_one_far_off_is_recalled_once_a_week_for_four_weeks() {
    assert_eq!(after("2027-01-04", None), [7, 14, 21, 28]);
    assert_eq!(after("2027-01-04", Some(60)), [7, 14, 21, 28, 53, 60]);
    assert_eq!(after("2027-01-04", Some(30)), [7, 14, 23, 30]);
}

#[test]
fn what_would_fall_on_a_week_end_comes_on_the_friday_before_it() {
    // The 9th and the 10th are a week-end.
    assert_eq!(after("2027-01-04", Some(6)), [4], "both come on the same Friday");
    assert_eq!(after("2027-01-08", Some(2)), [1, 2], "asked on Friday for Sunday, there is no day before it");
}

#[test]
fn what_was_missed_is_made_up_for_by_one() {
    let [asked, until] = ["2027-01-05", "2027-01-20"].map(day);
    let due = |reminded: Option<&str>, today| is_due(asked, Some(until), reminded.map(day), day(today));
    assert!(!due(None, "2027-01-14"));
    assert!(due(None, "2027-01-15") && due(None, "2027-01-17"));
    assert!(!due(Some("2027-01-17"), "2027-01-19"));
    assert!(due(Some("2027-01-17"), "2027-01-20"));
    assert!(!due(None, "2027-01-21"), "the deadline has passed");
}

#[test]
fn a_reminder_holds_codes_alone_and_keeps_the_version_of_its_object() {
    let todos = of_engagement(&engagement_in(EngagementState::AwaitingConsents), &[], day("2027-01-20"));
    let told = |todo| {
        let reminder = Reminder::new(todo, 3, 2);
        let event = reminder.event();
        assert_eq!(
            (event.kind.object(), event.object, event.object_version),
            (ObjectKind::Consent, todo.subject.id(), 3)
        );
        assert!(is_reminder(event.kind));
        ["todo", "for", "number"].map(|name| event.details[name].clone()).join(" ")
    };
    let expected =
        ["TALENT", "LINE_MANAGER", "EMPLOYER", "MISSION_OWNER"].map(|role| format!("CONSENT_TO_GIVE {role} 2"));
    assert_eq!(todos.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(DueFrom::Structure(Act::ModerateMission, HOST).role().code(), "DNUM");
}

#[test]
fn reminders_are_the_events_that_say_so() {
    let named: Vec<EventKind> =
        EventKind::ALL.iter().copied().filter(|kind| kind.code().ends_with("_REMINDED")).collect();
    assert!(named.iter().all(|kind| is_reminder(*kind)) && named.len() == KINDS.len());
}

proptest! {
    /// Day after day, with a program that sleeps on some of them.
    #[test]
    fn nobody_is_reminded_too_early_too_late_too_often_or_for_ever(
        start in 0..3_000_u64,
        length in proptest::option::of(0..200_u64),
        asleep in proptest::collection::vec(proptest::bool::weighted(0.2), 400),
    ) {
        let asked = day("2024-02-01") + Days::new(start);
        let until = length.map(|days| asked + Days::new(days));
        let mut sent: Vec<NaiveDate> = Vec::new();
        for (today, _) in asked.iter_days().zip(&asleep).filter(|(_, asleep)| !**asleep) {
            if is_due(asked, until, sent.last().copied(), today) {
                sent.push(today);
            }
            prop_assert!(!is_due(asked, until, sent.last().copied(), today), "twice on one day");
        }
        prop_assert!(sent.iter().all(|day| *day > asked && until.is_none_or(|until| *day <= until)));
        prop_assert!(sent.len() <= 6);
    }

    #[test]
    fn who_is_never_asleep_is_reminded_on_the_days_of_the_schedule(start in 0..3_000_u64, length in 0..200_u64) {
        let asked = day("2024-02-01") + Days::new(start);
        for until in [None, Some(asked + Days::new(length))] {
            let days = schedule(asked, until);
            let mut sent: Vec<NaiveDate> = Vec::new();
            for today in asked.iter_days().take(300) {
                if is_due(asked, until, sent.last().copied(), today) {
                    sent.push(today);
                }
            }
            prop_assert_eq!(&sent, &days);
            prop_assert!(days.is_sorted_by(|one, next| one < next));
            // With time to act there is one in the last days before the end.
            let last = days.last().map(|last| until.map(|until| (until - *last).num_days()));
            prop_assert!(length == 0 || last.is_some_and(|left| left.is_none_or(|left| left <= 2)));
        }
    }
}
