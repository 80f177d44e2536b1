//! The demo's past: what eighteen months of the scheme leave behind, and what it leaves to do.

use std::collections::BTreeSet;
use std::fmt::Debug;

use chrono::{Datelike, NaiveDate};
use serde_json::{Value, json};
use talents_core::application::ApplicationState;
use talents_core::calendar::{Days, paris_day};
use talents_core::engagement::{ConsentState, Engagement, EngagementState};
use talents_core::event::{Actor, EventKind};
use talents_core::id::AccountId;
use talents_core::ledger::AccountOwner;
use talents_core::mission::MissionState;
use talents_core::service_offer::ServiceOfferState;
use talents_core::talent::{Talent, TalentState};
use talents_core::time_sheet::TimeSheetState;
use talents_server::app::audit;
use talents_server::jobs::{self, Job};
use talents_store::{application, engagement, event, ledger, mission, service_offer, structure, talent, time_sheet};

use crate::harness::app::TestApp;

/// The first and the last day of the past.
const DAYS: [&str; 2] = ["2025-05-26", "2026-11-30"];

#[derive(Default)]
struct Found {
    talents: Vec<Talent>,
    offers: Vec<ServiceOfferState>,
    missions: Vec<MissionState>,
    applications: Vec<ApplicationState>,
    engagements: Vec<Engagement>,
    sheets: Vec<TimeSheetState>,
}

async fn found(test: &TestApp) -> Found {
    let store = &test.app.store;
    let mut found = Found { talents: talent::page_after(store, None, 1_000).await.unwrap(), ..Found::default() };
    for talent in &found.talents {
        found.offers.extend(service_offer::of_talent(store, talent.id).await.unwrap().iter().map(|offer| offer.state));
    }
    for mission in mission::page_after(store, None, 1_000).await.unwrap() {
        found.missions.push(mission.state);
        found
            .applications
            .extend(application::all_of_mission(store, mission.id).await.unwrap().iter().map(|a| a.state));
        found.engagements.extend(engagement::of_mission(store, mission.id).await.unwrap());
    }
    let ids: Vec<_> = found.engagements.iter().map(|engagement| engagement.id).collect();
    found.sheets.extend(time_sheet::of_engagements(store, &ids).await.unwrap().iter().map(|sheet| sheet.state));
    found
}

fn assert_all<T: Copy + Ord + Debug>(found: impl IntoIterator<Item = T>, all: &[T]) {
    let found: BTreeSet<T> = found.into_iter().collect();
    let missing: Vec<T> = all.iter().copied().filter(|state| !found.contains(state)).collect();
    assert!(missing.is_empty(), "{missing:?} does not occur");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_of_every_machine_occurs() {
    let found = found(&TestApp::demo().await).await;
    assert_all(found.talents.iter().map(|talent| talent.state), TalentState::ALL);
    assert_all(found.offers, ServiceOfferState::ALL);
    assert_all(found.applications, ApplicationState::ALL);
    assert_all(found.engagements.iter().map(Engagement::state), EngagementState::ALL);
    let consents = found.engagements.iter().flat_map(|engagement| engagement.consents.iter());
    assert_all(consents.map(|consent| consent.state), ConsentState::ALL);
    // No use case leaves a sheet as a draft: to write it down is to declare it.
    let sheets: Vec<_> = TimeSheetState::ALL.iter().copied().filter(|state| *state != TimeSheetState::Draft).collect();
    assert_all(found.sheets, &sheets);
    assert!(found.missions.iter().filter(|state| **state == MissionState::Completed).count() >= 10);
    assert_all(found.missions, MissionState::ALL);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_and_the_trail_are_whole_and_no_month_is_without_credits() {
    let test = TestApp::demo().await;
    let store = &test.app.store;
    assert_eq!(ledger::check(store).await.unwrap(), []);
    assert_eq!(audit::verify(store, None).await.unwrap().faults, []);
    let [first, last] = DAYS.map(day);
    let mut months = BTreeSet::new();
    for owner in structure::all(store).await.unwrap() {
        let account = AccountId::of(AccountOwner::Structure(owner.id));
        let statement = ledger::statement(store, account, Days::try_new(first, last).unwrap()).await.unwrap();
        assert_eq!(statement.opening, 0, "nothing is older than the past");
        let lines = ledger::statement_lines(store, &statement, None, 500).await.unwrap();
        months.extend(lines.iter().map(|line| (line.transfer.day.year(), line.transfer.day.month())));
    }
    assert_eq!(months.len(), 18, "{months:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_jobs_did_is_dated_the_first_day_on_which_it_was_due() {
    let test = TestApp::demo().await;
    let store = &test.app.store;
    let mut done = 0;
    for mission in mission::page_after(store, None, 1_000).await.unwrap() {
        let events = event::of_object(store, mission.id).await.unwrap();
        let expired = events.iter().find(|event| event.kind == EventKind::MissionExpired && event.actor == Actor::Job);
        let Some(expired) = expired else { continue };
        assert_eq!(mission.content.application_deadline.unwrap().succ_opt(), Some(paris_day(expired.at)));
        done += 1;
    }
    for engagement in found(&test).await.engagements {
        for consent in engagement.consents.iter().filter(|consent| consent.state == ConsentState::Expired) {
            let events = event::of_object(store, consent.id).await.unwrap();
            assert_eq!(consent.deadline.succ_opt(), Some(paris_day(events.last().unwrap().at)));
            done += 1;
        }
    }
    assert_eq!(done, 2);
    // And the demo opens on nothing that is overdue: what is left is to remind of what waits.
    let report = jobs::run_due(&test.app).await.unwrap();
    let idle = |(job, done): &(Job, u64)| *done == 0 || *job == Job::Remind || job.code().starts_with("forget");
    assert!(report.done.iter().all(idle), "{report:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_past_is_the_same_at_every_start() {
    let (one, other) = (TestApp::demo().await, TestApp::demo().await);
    let (one, other) = (found(&one).await, found(&other).await);
    assert_eq!(one.engagements, other.engagements);
    assert_eq!(one.talents, other.talents);
}

/// Who opens the demo as one of these has something to do, an engagement to follow, and an account that moved.
#[tokio::test(flavor = "multi_thread")]
async fn the_personas_have_something_to_do() {
    let app = TestApp::demo().await;
    for persona in ["talent", "line_manager", "employer", "mission_owner", "operator"] {
        let query = "{ viewer { todo(first: 1) { totalCount } engagements(first: 1) { totalCount } } }";
        let viewer = app.data(persona, query, json!({})).await["viewer"].clone();
        assert!(viewer["todo"]["totalCount"].as_i64() > Some(0), "{persona}: {viewer}");
        // The operator is a party of none.
        assert!(viewer["engagements"]["totalCount"].as_i64() > Some(0) || persona == "operator", "{persona}: {viewer}");
    }
    for persona in ["employer", "mission_owner"] {
        let statement = statement(&app, persona).await;
        assert!(
            statement["entries"]["edges"].as_array().is_some_and(|lines| lines.len() > 9),
            "{persona}: {statement}"
        );
    }
}

/// The statement of the account of a persona's structure, for the whole of the past.
async fn statement(app: &TestApp, persona: &str) -> Value {
    let query = "query($id: ID!, $from: Date!, $to: Date!) { node(id: $id) { ... on Structure { creditAccount {
        statement(from: $from, to: $to) { entries(first: 100) { edges { node { kind } } } } } } } }";
    let id = app.persona(persona)["structureId"].clone();
    let data = app.data(persona, query, json!({ "id": id, "from": DAYS[0], "to": DAYS[1] })).await;
    data["node"]["creditAccount"]["statement"].clone()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
