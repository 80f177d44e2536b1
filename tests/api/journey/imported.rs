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
