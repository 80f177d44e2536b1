//! The operations that clients send run as they stand.

use serde_json::{Value, json};

use crate::harness::app::{LIFECYCLE, TestApp};

fn requirements() -> Value {
    json!([
        { "skillId": TestApp::skill("kubernetes"), "importance": "ESSENTIAL", "minLevel": 3, "weight": 5 },
        { "skillId": TestApp::skill("docker"), "importance": "ASSET", "minLevel": 2, "weight": 2 },
    ])
}

fn sum_of_contributions(explanation: &Value) -> f64 {
    explanation["signals"].as_array().unwrap().iter().map(|signal| signal["contribution"].as_f64().unwrap()).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn discovery_runs_as_it_stands() {
    let app = TestApp::demo().await;
    let missions = app.operation("", "SearchMissions", json!({ "first": 10 })).await;
    assert!(missions["missions"]["totalCount"].as_u64().unwrap() >= 40);
    let filter = json!({ "remote": ["FULL"], "urgencies": ["HIGH", "CRITICAL"] });
    let urgent = app.operation("", "SearchMissions", json!({ "first": 100, "filter": filter })).await;
    for edge in urgent["missions"]["edges"].as_array().unwrap() {
        assert_eq!(edge["node"]["modalities"]["remote"], "FULL");
        assert_ne!(edge["node"]["urgency"], "NORMAL");
    }
    let talents = app.operation("mission_owner", "SearchTalents", json!({ "first": 5, "query": "kubernetes" })).await;
    assert!(talents["talents"]["totalCount"].as_u64().unwrap() >= 3);
    let completed = app.operation("", "AutocompleteSkills", json!({ "query": "postgre", "first": 5 })).await;
    assert_eq!(completed["skills"]["edges"][0]["node"]["label"], "PostgreSQL");
    let text = "Nous migrons nos applications Java vers k8s.";
    let suggested = app.operation("", "SuggestSkills", json!({ "text": text })).await;
    let labels: Vec<_> =
        suggested["suggestSkills"].as_array().unwrap().iter().map(|it| &it["skill"]["label"]).collect();
    assert!(labels.contains(&&json!("Kubernetes")) && labels.contains(&&json!("Java")), "{labels:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn matches_explain_a_score_that_is_their_sum() {
    let app = TestApp::demo().await;
    let variables = json!({ "first": 20, "requirements": requirements(), "modalities": { "remote": "FULL" } });
    let preview = app.operation("mission_owner", "PreviewTalents", variables).await;
    let mission = app.mission("kubernetes recouvrement").await;
    let stored = app.operation("mission_owner", "MissionMatches", json!({ "id": mission, "first": 20 })).await;
    let own = app.operation("talent", "MissionsForMe", json!({ "first": 20 })).await;
    let lists = [
        &preview["matchTalents"]["edges"],
        &stored["node"]["talentMatches"]["edges"],
        &own["viewer"]["talent"]["missionMatches"]["edges"],
    ];
    for list in lists {
        let edges = list.as_array().unwrap();
        assert!(!edges.is_empty());
        for edge in edges {
            let score = edge["score"].as_f64().unwrap();
            assert!((score - sum_of_contributions(&edge["explanation"])).abs() < 1e-9);
        }
        assert!(edges.is_sorted_by(|a, b| a["score"].as_f64() >= b["score"].as_f64()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mission_and_a_talent_have_one_score_in_both_directions() {
    let app = TestApp::demo().await;
    let own = app.operation("talent", "MissionsForMe", json!({ "first": 50 })).await;
    let talent = &own["viewer"]["talent"]["id"];
    let mission = app.mission("kubernetes recouvrement").await;
    let stored = app.operation("mission_owner", "MissionMatches", json!({ "id": mission, "first": 100 })).await;
    let find = |edges: &Value, id: &Value| {
        let edges = edges.as_array().unwrap().clone();
        edges.into_iter().find(|edge| edge["node"]["id"] == *id).map(|edge| edge["score"].clone())
    };
    let from_talent = find(&own["viewer"]["talent"]["missionMatches"]["edges"], &json!(mission));
    let from_mission = find(&stored["node"]["talentMatches"]["edges"], talent);
    assert!(from_talent.is_some());
    assert_eq!(from_talent, from_mission);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_keeps_people_out_and_says_how_many() {
    let app = TestApp::demo().await;
    let preview = |modalities: Value| json!({ "first": 50, "requirements": requirements(), "modalities": modalities });
    let anywhere = app.operation("mission_owner", "PreviewTalents", preview(json!({}))).await;
    let on_site = json!({ "remote": "NONE", "departmentCode": "35" });
    let placed = app.operation("mission_owner", "PreviewTalents", preview(on_site)).await;
    let total = |answer: &Value| answer["matchTalents"]["totalCount"].as_u64().unwrap();
    assert!(total(&placed) < total(&anywhere));
    let excluded = placed["matchTalents"]["excluded"].as_array().unwrap();
    let by_place = excluded.iter().find(|exclusion| exclusion["reason"] == "PLACE").expect("excluded by the place");
    assert_eq!(total(&placed) + by_place["count"].as_u64().unwrap(), total(&anywhere));
    let relaxations = placed["matchTalents"]["relaxations"].as_array().unwrap();
    assert!(relaxations.iter().any(|relaxation| relaxation["gain"] == by_place["count"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stricter_level_lowers_scores_and_is_shown() {
    let app = TestApp::demo().await;
    let preview = |level: u8| {
        let requirement = json!({ "skillId": TestApp::skill("kubernetes"), "minLevel": level });
        json!({ "first": 100, "requirements": [requirement] })
    };
    let easy = app.operation("mission_owner", "PreviewTalents", preview(1)).await;
    let strict = app.operation("mission_owner", "PreviewTalents", preview(4)).await;
    let scores = |answer: &Value| -> std::collections::BTreeMap<String, f64> {
        let edges = answer["matchTalents"]["edges"].as_array().unwrap();
        edges.iter().map(|edge| (edge["node"]["id"].to_string(), edge["score"].as_f64().unwrap())).collect()
    };
    let (easy_scores, strict_scores) = (scores(&easy), scores(&strict));
    assert!(easy_scores.iter().all(|(id, score)| strict_scores.get(id).is_none_or(|strict| strict <= score)));
    assert!(easy_scores.values().sum::<f64>() > strict_scores.values().sum::<f64>());
    let shown = &strict["matchTalents"]["edges"][0]["explanation"]["requirements"][0];
    assert_eq!(shown["askedLevel"], 4);
    assert!(shown["foundLevel"].as_u64().is_some());
}

/// An operation of a document: its name, and its variables with their types.
fn operations(document: &str) -> Vec<(String, Vec<(String, String)>)> {
    let heads = document
        .lines()
        .filter_map(|line| line.strip_prefix("mutation ").or_else(|| line.strip_prefix("query "))?.split_once('('));
    let variable = |text: &str| {
        let (name, kind) = text.trim().trim_start_matches('$').split_once(": ").expect("a variable and its type");
        (name.to_owned(), kind.to_owned())
    };
    let operation = |(name, rest): (&str, &str)| {
        let declared = rest.split_once(')').expect("the end of the variables").0;
        (name.to_owned(), declared.split(',').map(variable).collect())
    };
    heads.map(operation).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_the_lifecycle_validates() {
    let app = TestApp::demo().await;
    let operations = operations(LIFECYCLE);
    assert_eq!(operations.len(), 31, "each is looked at");
    for (name, variables) in operations {
        let sample = |kind: &str| match kind {
            "ID!" => json!("x"),
            "Int!" => json!(1),
            "Date!" => json!("2027-01-01"),
            "String" => Value::Null,
            // The journey fills the inputs in; here the document alone is looked at.
            _ => json!({}),
        };
        let given = variables.iter().map(|(name, kind)| (name.clone(), sample(kind))).collect();
        let answer = app.attempt(LIFECYCLE, "", &name, Value::Object(given)).await;
        for error in answer["errors"].as_array().into_iter().flatten() {
            let message = error["message"].as_str().unwrap();
            let about_the_sample = message.contains("\"input\"") || error.get("path").is_some();
            assert!(about_the_sample, "{name}: {message}");
        }
    }
}
