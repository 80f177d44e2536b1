//! The real binary accounts for what it served: through a stop, a restart and a change.

use std::path::Path;
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use crate::harness::app::TestApp;
use crate::harness::binary::{Installation, PATIENCE, Running};
use crate::harness::engines::on_both_urls;

const OWNER: &str = "sophie.marchal@finances.example";

fn demo_file(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/demo").join(name).display().to_string()
}

/// Everything of the demo but its missions, and a mission owner; gives the owner's token.
fn prepare(site: &Installation) -> String {
    for (kind, file) in [("structures", "structures.csv"), ("people", "people.csv"), ("talents", "talents.jsonl")] {
        site.run(&["import", kind, &demo_file(file)]);
    }
    site.run(&["role", "grant", "--person", OWNER, "--role", "MISSION_OWNER", "--structure", "str-dgfip"]);
    site.run(&["token", "create", "--person", OWNER]).trim().to_owned()
}

fn serve(site: &Installation) -> (Running, String) {
    let server = site.start(&["serve", "--adresse", "127.0.0.1:0"]);
    let line = server.wait_for("http://", PATIENCE).expect("the server says where it listens");
    let start = line.find("http://").unwrap();
    let url = line[start..].split_whitespace().next().unwrap().trim_end_matches('.').to_owned();
    (server, url)
}

/// The ids of the talents of a preview.
async fn preview(url: &str, token: &str) -> Vec<String> {
    let query = "query($skill: ID!) { matchTalents(requirements: [{ skillId: $skill, minLevel: 4 }], first: 20) \
                 { edges { node { id } } } }";
    let body = json!({ "query": query, "variables": { "skill": TestApp::skill("kubernetes") } });
    let response = Client::new().post(url).bearer_auth(token).json(&body).send().await.unwrap();
    let answer: Value = response.json().await.unwrap();
    let edges = answer["data"]["matchTalents"]["edges"].as_array().unwrap_or_else(|| panic!("{answer}"));
    edges.iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()).collect()
}

/// What a command prints once it agrees: on PostgreSQL the index follows when no older transaction runs on the server.
fn until(site: &Installation, arguments: &[&str], agrees: impl Fn(&str, bool) -> bool) -> String {
    for _ in 0..40 {
        let output = site.try_run(arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        if agrees(&text, output.status.success()) {
            return text;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    let output = site.try_run(arguments);
    panic!("{arguments:?}: {output:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_served_is_kept_when_it_stops_and_replayed_by_the_next_one() {
    on_both_urls(|url| async move {
        let site = Installation::new(url);
        let token = prepare(&site);
        let (server, api) = serve(&site);
        let shown = preview(&api, &token).await;
        assert!(shown.len() > 5, "{shown:?}");
        assert!(server.stop_gracefully(), "a server that is asked to stop ends by itself, and well");

        let listed = site.run(&["ranking", "list"]);
        assert_eq!(listed.lines().count(), 1, "{listed}");
        let id = listed.split('\t').next().unwrap();
        let page = site.run(&["ranking", "show", id]);
        assert!(shown.iter().all(|talent| page.contains(talent)), "{page}");
        assert_eq!(site.run(&["ranking", "list", "--talent", &shown[0]]), listed);
        let replayed = until(&site, &["ranking", "replay", id], |_, identical| identical);
        assert!(replayed.starts_with("Identique"), "{replayed}");

        let changed = change_a_talent(&site);
        let differs = until(&site, &["ranking", "replay", id], |text, identical| !identical && text.contains("Profil"));
        let named: Vec<_> = shown.iter().filter(|talent| differs.contains(talent.as_str())).collect();
        assert!(!named.is_empty() && differs.contains("Ce qui a changé depuis"), "{changed}: {differs}");
        let report = site.run(&["ranking", "report", "--format", "csv"]);
        assert!(report.contains(&format!("Apparitions,{}", shown.len())), "{report}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_suspends_the_ranking_and_resumes_it_once_each() {
    on_both_urls(|url| async move {
        let site = Installation::new(url);
        site.run(&["ranking", "suspend", "--reason", "Un écart est à l’étude."]);
        let again = site.try_run(&["ranking", "suspend", "--reason", "Un écart est à l’étude."]);
        assert_eq!(again.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&again.stderr).contains("suspendu"), "{again:?}");
        assert_eq!(site.try_run(&["recommend"]).status.code(), Some(1), "no scores leave meanwhile");
        site.run(&["ranking", "resume"]);
        assert_eq!(site.try_run(&["ranking", "resume"]).status.code(), Some(1));
        let unknown = site.try_run(&["ranking", "show", "018f3c1e-7c1a-7b60-9d3e-2f4a5b6c7d8e"]);
        assert_eq!(unknown.status.code(), Some(1));
    })
    .await;
}

/// Imports the best Kubernetes talent of the demo again with a lower level; gives the line.
fn change_a_talent(site: &Installation) -> String {
    let talents = std::fs::read_to_string(demo_file("talents.jsonl")).unwrap();
    let line = talents.lines().find(|line| line.contains(r#""skill": "kubernetes", "level": 4"#)).unwrap();
    let changed = line.replace(r#""skill": "kubernetes", "level": 4"#, r#""skill": "kubernetes", "level": 1"#);
    let path = site.folder.path().join("changed.jsonl");
    std::fs::write(&path, format!("{changed}\n")).unwrap();
    site.run(&["import", "talents", &path.display().to_string()]);
    changed
}
