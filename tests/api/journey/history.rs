//! Who reads what of what happened: everybody their own, a mission's parties what they are party to.

use serde_json::{Value, json};
use talents_server::messages::Language;

use super::Story;
use crate::harness::app::{TestApp, codes};
use crate::harness::engines::on_both_urls;

const PAGE: &str = "totalCount pageInfo { hasNextPage endCursor } edges { node { kind label at actor actorLabel \
                    delegated subjectLabel subject { __typename id } details { name label value valueLabel } } }";

/// A history whole, page by page; its total is what there is.
async fn whole(app: &TestApp, who: &str, of: &str, id: &Value) -> Vec<Value> {
    let (mut entries, mut after) = (Vec::new(), Value::Null);
    loop {
        let (query, field) = match of {
            "viewer" => (
                format!("query($after: String) {{ viewer {{ history(first: 7, after: $after) {{ {PAGE} }} }} }}"),
                "viewer",
            ),
            _ => (
                format!(
                    "query($id: ID!, $after: String) {{ mission(id: $id) {{ history(first: 7, after: $after) {{ {PAGE} }} }} }}"
                ),
                "mission",
            ),
        };
        let variables = if of == "viewer" { json!({ "after": after }) } else { json!({ "id": id, "after": after }) };
        let page = app.data(who, &query, variables).await[field]["history"].clone();
        entries.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone()));
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], entries.len(), "{who} {of}");
            let at: Vec<_> = entries.iter().map(|entry| entry["at"].as_str().unwrap().to_owned()).collect();
            assert!(at.is_sorted_by(|newer, older| newer >= older), "{at:?}");
            return entries;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["kind"].as_str().unwrap()).collect()
}

fn count(entries: &[Value], family: &str) -> usize {
    kinds(entries).iter().filter(|kind| kind.starts_with(family)).count()
}

/// A started engagement of Nadia's with a declared sheet, and another candidate of the same mission.
async fn begin(url: String) -> Story {
    let story = Story::begin_in(TestApp::demo_on(&url).await, 2).await;
    story.app.enroll("ines").await;
    story.done("ines", "TalentRegister", story.registration()).await;
    let input = json!({ "missionId": story.mission["id"], "motivation": "" });
    story.done("ines", "ApplicationSubmit", input).await;
    let started = story.started().await;
    story.declare(&started, "2026-12-08", "2026-12-08", 420).await;
    story
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_reads_their_own_history_in_words() {
    on_both_urls(|url| async move {
        let story = begin(url).await;
        let own = whole(&story.app, "nadia", "viewer", &Value::Null).await;
        assert_eq!(kinds(&own)[0], "TIME_SHEET_DECLARED");
        let sheet = &own[0];
        assert_eq!((&sheet["label"], &sheet["subjectLabel"]), (&json!("Temps déclaré"), &json!("Relevé de temps")));
        assert_eq!((&sheet["actor"], &sheet["actorLabel"]), (&json!("VIEWER"), &json!("Vous")));
        assert_eq!(sheet["subject"]["__typename"], "TimeSheet");
        let details = sheet["details"].as_array().unwrap();
        let told = |name: &str| details.iter().find(|detail| detail["name"] == name).unwrap()["valueLabel"].clone();
        assert_eq!(
            (told("state"), told("first"), told("minutes")),
            (json!("Déclaré"), json!("08/12/2026"), json!("420"))
        );
        assert!(details.iter().all(|detail| detail["name"] != "engagement"), "ids are for programs");
        for kind in
            ["PERSON_RECORDED", "TOKEN_CREATED", "TALENT_REGISTERED", "APPLICATION_SUBMITTED", "CONSENT_GRANTED"]
        {
            assert!(kinds(&own).contains(&kind), "{kind} is missing in {:?}", kinds(&own));
        }
        let by_the_manager = own.iter().find(|entry| entry["kind"] == "CONSENT_GRANTED" && entry["actor"] == "PERSON");
        assert!(by_the_manager.is_some(), "what happened to what is hers, whoever did it");
        assert_eq!(count(&own, "MISSION_"), 0, "the mission is not hers");

        let query = "{ viewer { history(first: 1) { edges { node { label subjectLabel details { valueLabel } } } } } }";
        let english = story.app.ask_in(Language::English, "nadia", query, json!({})).await;
        let entry = &english["data"]["viewer"]["history"]["edges"][0]["node"];
        assert_eq!((&entry["label"], &entry["subjectLabel"]), (&json!("Time declared"), &json!("Time sheet")));
        let did = whole(&story.app, "line_manager", "viewer", &Value::Null).await;
        assert!(kinds(&did).contains(&"CONSENT_GRANTED") && count(&did, "APPLICATION_") == 0, "{:?}", kinds(&did));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parties_of_a_mission_read_its_history_as_far_as_they_are_party() {
    on_both_urls(|url| async move {
        let story = begin(url).await;
        let id = &story.mission["id"];
        let host = whole(&story.app, "mission_owner", "mission", id).await;
        for kind in
            ["MISSION_CREATED", "MISSION_PUBLISHED", "ENGAGEMENT_STARTED", "CONSENT_GRANTED", "TIME_SHEET_DECLARED"]
        {
            assert!(kinds(&host).contains(&kind), "{kind} is missing in {:?}", kinds(&host));
        }
        let submitted =
            |entries: &[Value]| kinds(entries).iter().filter(|kind| **kind == "APPLICATION_SUBMITTED").count();
        assert_eq!(submitted(&host), 2, "both candidates");
        assert_eq!(host, whole(&story.app, "mission_owner", "mission", id).await);

        let talent = whole(&story.app, "nadia", "mission", id).await;
        assert!(kinds(&talent).contains(&"MISSION_PUBLISHED") && !kinds(&talent).contains(&"MISSION_CREATED"));
        assert_eq!((submitted(&talent), count(&talent, "TIME_SHEET_")), (1, 2));
        assert!(
            talent.iter().all(|entry| !entry["subject"].is_null()),
            "she may see all that she is told of: {talent:?}"
        );

        let candidate = whole(&story.app, "ines", "mission", id).await;
        assert_eq!(kinds(&candidate), ["APPLICATION_REMINDED", "APPLICATION_SUBMITTED", "MISSION_PUBLISHED"]);
        let reminded = &candidate[0];
        assert_eq!((&reminded["label"], &reminded["actor"]), (&json!("Relance sur la candidature"), &json!("JOB")));
        let details = reminded["details"].as_array().unwrap();
        let told: Vec<_> = details
            .iter()
            .map(|detail| [&detail["label"], &detail["valueLabel"]].map(|it| it.as_str().unwrap()))
            .collect();
        let expected = [
            ["À l’attention de", "Responsable de mission"],
            ["Relance n°", "1"],
            ["À faire", "Candidature à laquelle répondre"],
        ];
        assert_eq!(told, expected);

        let manager = whole(&story.app, "line_manager", "mission", id).await;
        assert_eq!((count(&manager, "APPLICATION_"), count(&manager, "TIME_SHEET_")), (0, 2));
        assert_eq!(count(&manager, "ENGAGEMENT_"), count(&host, "ENGAGEMENT_"));

        let query = "query($id: ID!) { mission(id: $id) { id history { totalCount } } }";
        for (who, code) in [
            ("", "UNAUTHENTICATED"),
            ("talent", "FORBIDDEN"),
            ("untrusted_owner", "FORBIDDEN"),
            ("observer", "FORBIDDEN"),
        ] {
            let answer = story.app.ask(who, query, json!({ "id": id })).await;
            assert_eq!(codes(&answer)[0], code, "{who}: {answer}");
            assert_eq!(answer["data"]["mission"], json!({ "id": id, "history": null }));
        }
    })
    .await;
}
