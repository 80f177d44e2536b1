//! The demo's past: what eighteen months of the scheme leave behind.

use std::collections::BTreeSet;
use std::fmt::Debug;

use chrono::NaiveDate;
use talents_core::application::ApplicationState;
use talents_core::calendar::Days;
use talents_core::engagement::{ConsentState, Engagement, EngagementState};
use talents_core::id::AccountId;
use talents_core::ledger::AccountOwner;
use talents_core::mission::MissionState;
use talents_core::time_sheet::TimeSheetState;
use talents_store::{application, engagement, ledger, mission, structure, time_sheet};

use crate::harness::app::TestApp;

/// The missions of the past: those whose external ids are beyond the present's.
const PAST: std::ops::RangeInclusive<u32> = 301..=318;

struct Found {
    missions: Vec<MissionState>,
    applications: Vec<ApplicationState>,
    engagements: Vec<Engagement>,
    sheets: Vec<TimeSheetState>,
}

async fn found(test: &TestApp) -> Found {
    let store = &test.app.store;
    let ids: Vec<String> = PAST.map(|number| format!("mis-{number}")).collect();
    let missions = mission::by_external_ids(store, &ids).await.unwrap();
    let (mut applications, mut engagements, mut sheets) = (Vec::new(), Vec::new(), Vec::new());
    for mission in &missions {
        applications.extend(application::of_mission(store, mission.id).await.unwrap().into_iter().map(|a| a.state));
        engagements.extend(engagement::of_mission(store, mission.id).await.unwrap());
    }
    for engagement in &engagements {
        sheets.extend(time_sheet::of_engagement(store, engagement.id).await.unwrap().into_iter().map(|s| s.state));
    }
    Found { missions: missions.into_iter().map(|mission| mission.state).collect(), applications, engagements, sheets }
}

fn assert_all<T: Copy + Ord + Debug>(found: impl IntoIterator<Item = T>, all: &[T]) {
    let found: BTreeSet<T> = found.into_iter().collect();
    let missing: Vec<T> = all.iter().copied().filter(|state| !found.contains(state)).collect();
    assert!(missing.is_empty(), "{missing:?} does not occur");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_the_schemes_life_occurs() {
    let test = TestApp::demo().await;
    let found = found(&test).await;
    assert_all(found.applications, ApplicationState::ALL);
    assert_all(found.engagements.iter().map(Engagement::state), EngagementState::ALL);
    let consents = found.engagements.iter().flat_map(|engagement| engagement.consents.iter());
    assert_all(consents.map(|consent| consent.state), ConsentState::ALL);
    // No use case leaves a sheet as a draft: to write it down is to declare it.
    let sheets: Vec<_> = TimeSheetState::ALL.iter().copied().filter(|state| *state != TimeSheetState::Draft).collect();
    assert_all(found.sheets, &sheets);
    assert!(found.missions.iter().filter(|state| **state == MissionState::Completed).count() >= 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_whole_and_a_statement_spans_eighteen_months() {
    let test = TestApp::demo().await;
    let store = &test.app.store;
    assert_eq!(ledger::check(store).await.unwrap(), []);
    let lender = structure::by_external_ids(store, &["str-dne".to_owned()]).await.unwrap().remove(0);
    let days = Days::try_new(day("2025-06-01"), day("2026-11-30")).unwrap();
    let account = AccountId::of(AccountOwner::Structure(lender.id));
    let statement = ledger::statement(store, account, days).await.unwrap();
    let lines = ledger::statement_lines(store, &statement, None, 500).await.unwrap();
    let (first, last) = (lines.first().unwrap().transfer.day, lines.last().unwrap().transfer.day);
    assert!(first < day("2025-07-01") && last >= day("2026-11-01"), "from {first} to {last}");
    assert_eq!(statement.opening, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_the_same_at_every_start() {
    let (one, other) = (TestApp::demo().await, TestApp::demo().await);
    assert_eq!(found(&one).await.engagements, found(&other).await.engagements);
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
