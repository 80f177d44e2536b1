//! Many at once, on both engines: as many win the last seats and the last credits as may, the others are told so, and
//! nothing deadlocks.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use talents_core::engagement::{ConsentKind, ConsentState};
use talents_core::id::MissionId;
use talents_server::graphql::parse_id;
use talents_store::engagement;

use super::{LIFECYCLE, Story, consent, envelope, unhappy};
use crate::harness::app::{TestApp, codes};
use crate::harness::engines::on_both_urls;

/// How many race.
const CLIENTS: usize = 64;
/// How many may win.
const WINNERS: usize = 3;

/// So many talents whom the host has shortlisted for these missions in turn; gives who they are and their candidatures.
async fn shortlisted(story: &Story, missions: &[&Value]) -> Vec<(String, Value)> {
    let mut candidates = Vec::new();
    for number in 0..CLIENTS {
        let who = format!("candidate{number}");
        story.app.enroll(&who).await;
        story.done(&who, "TalentRegister", story.registration()).await;
        let applied = story
            .done(&who, "ApplicationSubmit", json!({ "missionId": missions[number % missions.len()]["id"] }))
            .await;
        let application = applied["application"]["id"].clone();
        story.done("mission_owner", "ApplicationShortlist", json!({ "applicationId": application })).await;
        candidates.push((who, application));
    }
    candidates
}

/// Sends the same operation with each input at once, and counts the outcomes by their first code; none for success.
async fn race(story: &Story, operation: &str, inputs: Vec<Value>) -> BTreeMap<String, usize> {
    let mut running = Vec::new();
    for input in inputs {
        running.push(story.answer("mission_owner", operation, input));
    }
    let mut outcomes = BTreeMap::new();
    for answer in futures(running).await {
        *outcomes.entry(codes(&answer).first().cloned().unwrap_or_default()).or_default() += 1;
    }
    outcomes
}

/// Drives futures together until all are done.
async fn futures<F: Future<Output = Value>>(running: Vec<F>) -> Vec<Value> {
    let mut waiting: Vec<_> = running.into_iter().map(Box::pin).map(Some).collect();
    let mut done = Vec::with_capacity(waiting.len());
    std::future::poll_fn(|context| {
        for slot in &mut waiting {
            if let Some(std::task::Poll::Ready(answer)) = slot.as_mut().map(|one| one.as_mut().poll(context)) {
                done.push(answer);
                *slot = None;
            }
        }
        if waiting.iter().all(Option::is_none) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done
}

fn expected(lost: &str) -> BTreeMap<String, usize> {
    BTreeMap::from([(String::new(), WINNERS), (lost.to_owned(), CLIENTS - WINNERS)])
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_are_selected_at_once_as_there_are_seats() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, WINNERS as u16).await;
        let candidates = shortlisted(&story, &[&story.mission]).await;
        let inputs = candidates.iter().map(|(_, application)| json!({ "applicationId": application })).collect();
        assert_eq!(race(&story, "ApplicationSelect", inputs).await, expected("SEATS_TAKEN"));
        let variables = json!({ "id": story.mission["id"], "first": 100 });
        let listed = story.app.attempt(LIFECYCLE, "mission_owner", "ApplicationsOfMission", variables).await;
        let edges = listed["data"]["node"]["applications"]["edges"].as_array().unwrap().clone();
        let selected = edges.iter().filter(|edge| edge["node"]["state"] == "SELECTED").count();
        assert_eq!(selected, WINNERS);
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_engagements_become_ready_at_once_as_there_are_credits() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, CLIENTS as u16 / 2).await;
        // A mission has fifty seats at most.
        let second = story.publish(CLIENTS as u16 / 2).await;
        unhappy::compensate(&story).await;
        let host = &story.app.persona("mission_owner")["structureId"];
        let endow = json!({ "structureId": host, "minutes": WINNERS * 8_400 });
        story.other("operator", "creditEndow", endow, "transfer { id }").await;
        let mut last = Vec::new();
        for (who, application) in shortlisted(&story, &[&story.mission, &second]).await {
            let select = json!({ "applicationId": application });
            let selected = story.done("mission_owner", "ApplicationSelect", select).await;
            for (kind, voice) in [("TALENT", who.as_str()), ("LINE_MANAGER", "line_manager"), ("EMPLOYER", "employer")]
            {
                let grant = json!({ "consentId": consent(&selected["engagement"], kind) });
                story.done(voice, "ConsentGrant", grant).await;
            }
            last.push(json!({ "consentId": consent(&selected["engagement"], "HOST") }));
        }
        assert_eq!(race(&story, "ConsentGrant", last).await, expected("INSUFFICIENT_CREDITS"));
        let all = i64::try_from(WINNERS * 8_400).unwrap();
        assert_eq!(story.minutes("mission_owner").await, (all, all));
        story.check_ledger().await;
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_consents_come_from_an_envelope_at_once_as_it_has_minutes() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, CLIENTS as u16 / 2).await;
        // Of two missions, whose locks don't keep the selections apart.
        let second = story.publish(CLIENTS as u16 / 2).await;
        envelope::grant(&story, WINNERS * 8_400 + 8_399).await;
        let candidates = shortlisted(&story, &[&story.mission, &second]).await;
        let inputs = candidates.iter().map(|(_, application)| json!({ "applicationId": application })).collect();
        let all = BTreeMap::from([(String::new(), CLIENTS)]);
        assert_eq!(race(&story, "ApplicationSelect", inputs).await, all, "an envelope keeps nobody from selecting");
        let id = |mission: &Value| parse_id::<MissionId>(mission["id"].as_str().unwrap()).unwrap();
        let missions = [id(&story.mission), id(&second)];
        let opened = engagement::of_missions(&story.app.app.store, &missions).await.unwrap();
        let employers = opened.iter().map(|opened| opened.consents.get(ConsentKind::Employer).state);
        assert_eq!(employers.filter(|state| *state == ConsentState::Granted).count(), WINNERS);
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}
