//! What an imported taxonomy tells of a match.

use serde_json::{Value, json};
use talents_server::app::indexer;
use talents_server::import::{self, Kind, Options};
use talents_server::messages::Language;
use talents_store::skill;

use crate::harness::app::TestApp;

const MATCHES: &str = "query($id: ID!) { node(id: $id) { ... on Mission { talentMatches(first: 5) { edges { \
    explanation { signals { name contribution } occupations { label uri contribution } } } } } } }";

/// Occupations that want some of our own skills, in ESCO's layout; the first has a name in English too.
async fn import_occupations(app: &TestApp) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    let columns = "conceptType,conceptUri,skillType,preferredLabel,altLabels,hiddenLabels,status,description\n";
    let ours = skill::all(&app.app.store).await.unwrap();
    let skills: Vec<&str> = ours.iter().filter_map(|skill| skill.uris.first()).map(String::as_str).collect();
    let rows: Vec<String> = skills.iter().map(|uri| format!("K,{uri},knowledge,Compétence,,,released,")).collect();
    let rows = rows.join("\n");
    write("skills_fr.csv", format!("{columns}{rows}"));
    write("skills_en.csv", columns.to_owned());
    write("broaderRelationsSkillPillar.csv", "conceptUri,broaderUri\n".to_owned());
    let systems = "Exploite les plateformes Kubernetes et les conteneurs";
    write(
        "occupations_fr.csv",
        format!(
            "{columns}O,urn:o:1,,administrateur systèmes,,,released,{systems}\nO,urn:o:2,,jardinier,,,released,Taille les haies\n"
        ),
    );
    write("occupations_en.csv", format!("{columns}O,urn:o:1,,system administrator,,,released,\n"));
    let relations = "occupationUri,relationType,skillUri\n";
    write("occupationSkillRelations.csv", format!("{relations}urn:o:1,essential,{}\n", skills[0]));
    let report = import::run(&app.app, Kind::Skills, folder.path(), &Options::default(), &mut |_| {}).await.unwrap();
    assert!(report.rejected.is_empty(), "{}", report.text(Language::English));
    // Talents are described by the occupations that were known when they were indexed.
    indexer::rebuild(&app.app).await.unwrap();
}

fn occupations(answer: &Value) -> Vec<Value> {
    let edges = answer["node"]["talentMatches"]["edges"].as_array().unwrap();
    edges.iter().flat_map(|edge| edge["explanation"]["occupations"].as_array().unwrap().clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_tells_the_occupations_that_both_resemble_in_the_readers_language() {
    let app = TestApp::demo().await;
    let mission = app.mission("kubernetes recouvrement").await;
    let variables = json!({ "id": mission });
    let before = app.data("mission_owner", MATCHES, variables.clone()).await;
    assert_eq!(occupations(&before), Vec::<Value>::new());
    import_occupations(&app).await;
    let french = app.data("mission_owner", MATCHES, variables.clone()).await;
    let told = occupations(&french);
    assert!(!told.is_empty(), "{french}");
    for occupation in &told {
        assert_eq!((&occupation["label"], &occupation["uri"]), (&json!("administrateur systèmes"), &json!("urn:o:1")));
    }
    for edge in french["node"]["talentMatches"]["edges"].as_array().unwrap() {
        let signals = edge["explanation"]["signals"].as_array().unwrap();
        let resemblance = signals.iter().find(|signal| signal["name"] == "resemblance").unwrap();
        let told = edge["explanation"]["occupations"].get(0).map_or(json!(0.0), |only| only["contribution"].clone());
        assert_eq!(told, resemblance["contribution"]);
    }
    let english = app.ask_in(Language::English, "mission_owner", MATCHES, variables).await;
    assert_eq!(occupations(&english["data"])[0]["label"], "system administrator");
}
