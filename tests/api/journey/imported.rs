//! What an import brings to engagements that are under way.

use std::path::Path;

use serde_json::{Value, json};
use talents_core::error::ErrorCode;
use talents_server::import::{self, Format, Kind, Options, Report, Source};

use super::Story;
use crate::harness::app::TestApp;

/// The line of a demo file that holds all the words.
fn line(file: &str, words: &[&str]) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/demo").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let found = text.lines().find(|line| words.iter().all(|word| line.contains(word))).expect("a line");
    serde_json::from_str(found).unwrap()
}

async fn import_line(app: &TestApp, kind: Kind, line: &Value) -> Report {
    let text = line.to_string();
    let source = Source::Bytes(text.as_bytes());
    import::run_source(&app.app, kind, source, Format::JsonLines, &Options::default(), &mut |_| {}).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_leaves_an_engaged_mission_alone_and_ends_the_engagement_of_a_talent_who_left() {
    let mut story = Story::begin().await;
    story.mission = json!({ "id": story.app.mission("kubernetes recouvrement").await });
    let applied = story.done("talent", "ApplicationSubmit", json!({ "missionId": story.mission["id"] })).await;
    let engagement = story.select(&applied["application"]["id"]).await;

    let mut mission = line("missions.jsonl", &["recouvrement", "Kubernetes"]);
    mission["title"] = json!("Un autre titre que celui qui fut accepté");
    let report = import_line(&story.app, Kind::Missions, &mission).await;
    let codes: Vec<_> = report.rejected.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [ErrorCode::InvalidTransition]);

    let mut talent = line("talents.jsonl", &["\"tal-001\""]);
    talent["state"] = json!("WITHDRAWN");
    assert!(import_line(&story.app, Kind::Talents, &talent).await.is_clean());
    let ended = story.engagement("mission_owner", &engagement["id"]).await;
    assert_eq!((&ended["state"], &ended["endCause"]), (&json!("CANCELLED"), &json!("TALENT_LEFT")));
}

/// A demo talent's line for somebody else, who wishes for that mission.
fn wishing(who: &str, mission: &Value, state: &str) -> Value {
    let mut talent = line("talents.jsonl", &["\"tal-001\""]);
    talent["external_id"] = json!(format!("tal-{who}"));
    talent["person"] = json!(format!("{who}@exemple.example"));
    talent["intent"] = json!("APPLY");
    talent["missions"] = json!([mission["external_id"]]);
    talent["state"] = json!(state);
    talent
}

async fn candidatures(story: &Story, who: &str) -> Vec<Value> {
    let work = story.app.attempt(super::LIFECYCLE, who, "MyWork", json!({ "first": 10 })).await;
    let edges = work["data"]["viewer"]["talent"]["applications"]["edges"].as_array().unwrap().clone();
    edges.iter().map(|edge| edge["node"]["state"].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wishes_of_imported_talents_become_applications_at_once_or_when_a_draft_is_activated() {
    let story = Story::begin().await;
    for who in ["lea", "noe", "max"] {
        story.app.enroll(who).await;
    }
    let mission = line("missions.jsonl", &["recouvrement", "Kubernetes"]);
    assert!(import_line(&story.app, Kind::Talents, &wishing("lea", &mission, "ACTIVE")).await.is_clean());
    assert_eq!(candidatures(&story, "lea").await, [json!("SUBMITTED")]);
    for who in ["noe", "max"] {
        assert!(import_line(&story.app, Kind::Talents, &wishing(who, &mission, "DRAFT")).await.is_clean());
        assert_eq!(candidatures(&story, who).await, Vec::<Value>::new(), "a draft has not applied");
    }
    let activate = json!({ "expectedVersion": 1 });
    let activated = story.other("noe", "talentActivate", activate.clone(), "talent { state }").await;
    assert_eq!(activated["talent"]["state"], "ACTIVE");
    assert_eq!(candidatures(&story, "noe").await, [json!("SUBMITTED")]);
    story.app.enroll("eva").await;
    let nowhere = wishing("eva", &json!({ "external_id": "nulle-part" }), "ACTIVE");
    let report = import_line(&story.app, Kind::Talents, &nowhere).await;
    assert!(!report.is_clean(), "a mission that nobody knows is no wish");
    // Years later the mission takes nobody any more: the wish stays one, and does not keep the talent out.
    story.app.at("2028-01-01T08:00:00Z").await;
    let late = story.other("max", "talentActivate", activate, "talent { state wishes { id } }").await;
    assert_eq!(late["talent"]["state"], "ACTIVE");
    assert_eq!(candidatures(&story, "max").await, Vec::<Value>::new());
}
