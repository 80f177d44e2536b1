//! A mission from nothing to the public, a registration through its life, and what each persona then sees.

use serde_json::{Value, json};

use crate::harness::app::{TestApp, codes, key};

fn content(app: &TestApp, persona: &str, number: u128) -> Value {
    let skill = TestApp::skill("kubernetes");
    json!({ "input": {
        "idempotencyKey": key(number), "hostId": app.persona(persona)["structureId"],
        "title": "Fiabiliser la plateforme de conteneurs", "context": "La plateforme redémarre chaque nuit.",
        "deliverables": "Une plateforme qui tient.",
        "modalities": { "remote": "FULL", "rhythm": "2 jours par semaine", "startFrom": "2027-01-04",
            "startTo": "2027-02-01", "endBy": "2027-06-30", "effortMinutes": 8400, "languages": ["fr"] },
        "requirements": [{ "skillId": skill, "importance": "ESSENTIAL", "minLevel": 2, "weight": 3 }],
        "seats": 1, "urgency": "CRITICAL", "applicationDeadline": "2027-01-15",
    } })
}

async fn create(app: &TestApp, persona: &str, number: u128) -> Value {
    let query = "mutation($input: MissionCreateInput!) { missionCreate(input: $input) \
                 { mission { id state version } userErrors { code message path } } }";
    let data = app.data(persona, query, content(app, persona, number)).await;
    assert_eq!(data["missionCreate"]["userErrors"], json!([]));
    data["missionCreate"]["mission"].clone()
}

async fn make_move(app: &TestApp, persona: &str, field: &str, mission: &Value, more: Value, number: u128) -> Value {
    let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let query = format!(
        "mutation($input: {type_name}!) {{ {field}(input: $input) \
         {{ mission {{ id state version publishedVersion }} userErrors {{ code message path }} }} }}"
    );
    let mut input =
        json!({ "idempotencyKey": key(number), "missionId": mission["id"], "expectedVersion": mission["version"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = app.ask(persona, &query, json!({ "input": input })).await;
    match codes(&answer).first() {
        Some(code) => json!(code),
        None => answer["data"][field]["mission"].clone(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trusted_host_publishes_in_two_calls_and_everybody_finds_it() {
    let app = TestApp::demo().await;
    let draft = create(&app, "mission_owner", 1).await;
    assert_eq!(draft["state"], "DRAFT");
    let published = make_move(&app, "mission_owner", "missionPublish", &draft, json!({}), 2).await;
    assert_eq!((&published["state"], &published["publishedVersion"]), (&json!("PUBLISHED"), &json!(1)));
    app.catch_up().await;
    let browsed = app.data("", "{ missions(first: 10) { edges { node { id urgency } } } }", json!({})).await;
    let edges = browsed["missions"]["edges"].as_array().unwrap();
    assert!(edges.iter().any(|edge| edge["node"]["id"] == draft["id"]), "the most pressing come first");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_untrusted_host_goes_through_moderation() {
    let app = TestApp::demo().await;
    let draft = create(&app, "untrusted_owner", 1).await;
    let forbidden = make_move(&app, "untrusted_owner", "missionPublish", &draft, json!({}), 2).await;
    assert_eq!(forbidden, "FORBIDDEN");
    let submitted = make_move(&app, "untrusted_owner", "missionSubmit", &draft, json!({}), 3).await;
    assert_eq!(submitted["state"], "SUBMITTED");
    let query = "{ viewer { todo(first: 100) { edges { node { kind since subject { ... on Node { id } } } } } } }";
    let todo = app.data("operator", query, json!({})).await;
    let waiting = todo["viewer"]["todo"]["edges"].as_array().unwrap().clone();
    assert!(waiting.iter().any(|edge| edge["node"]["subject"]["id"] == draft["id"]
        && edge["node"]["kind"] == "MISSION_TO_MODERATE"
        && edge["node"]["since"] == "2026-12-01T08:00:00.000Z"));
    let reason = json!({ "reason": "Précisez le rythme." });
    let back = make_move(&app, "operator", "missionRequestChanges", &submitted, reason, 4).await;
    assert_eq!(back["state"], "CHANGES_REQUESTED");
    let again = make_move(&app, "untrusted_owner", "missionSubmit", &back, json!({}), 5).await;
    let published = make_move(&app, "operator", "missionPublish", &again, json!({}), 6).await;
    assert_eq!(published["state"], "PUBLISHED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revision_is_a_new_version_and_a_forbidden_move_names_those_allowed() {
    let app = TestApp::demo().await;
    let draft = create(&app, "mission_owner", 1).await;
    let published = make_move(&app, "mission_owner", "missionPublish", &draft, json!({}), 2).await;
    let seats = json!({ "seats": 3 });
    let revised = make_move(&app, "mission_owner", "missionRevise", &published, seats.clone(), 3).await;
    assert_eq!(revised["publishedVersion"], 2);
    let versions = talents_store::mission::versions(&app.app.store, decode(&draft["id"])).await.unwrap();
    let seats_by_version: Vec<_> = versions.iter().map(|version| version.content.seats).collect();
    assert_eq!(seats_by_version, [1, 3], "what was published stays");
    let refused = make_move(&app, "mission_owner", "missionUpdate", &revised, seats, 4).await;
    assert_eq!(refused, "INVALID_TRANSITION");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_deadline_expires_a_mission_and_a_new_one_republishes_it() {
    let app = TestApp::demo().await;
    let draft = create(&app, "mission_owner", 1).await;
    let published = make_move(&app, "mission_owner", "missionPublish", &draft, json!({}), 2).await;
    app.at("2027-01-16T08:00:00Z").await;
    let query = "query($id: ID!) { mission(id: $id) { id state version } }";
    let expired = app.data("", query, json!({ "id": published["id"] })).await["mission"].clone();
    assert_eq!(expired["state"], "EXPIRED");
    let renewed = json!({ "applicationDeadline": "2027-01-25" });
    let republished = make_move(&app, "mission_owner", "missionRepublish", &expired, renewed, 3).await;
    assert_eq!((&republished["state"], &republished["publishedVersion"]), (&json!("PUBLISHED"), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_registers_pauses_and_leaves_and_recruiters_see_it() {
    let app = TestApp::demo().await;
    let mission = app.mission("kubernetes recouvrement").await;
    let register = "mutation($input: TalentRegisterInput!) { talentRegister(input: $input) \
                    { talent { id state intent version wishes { id } } userErrors { code message path } } }";
    let input = json!({ "input": {
        "idempotencyKey": key(1), "structureId": app.persona("talent")["structureId"],
        "lineManagerEmail": "chef@exemple.example", "status": "CONTRACT", "branch": "STATE",
        "headline": "Exploitante de plateformes", "biography": "",
        "skills": [{ "skillId": TestApp::skill("openstack"), "level": 4, "lastUsed": "2026-06" }],
        "languages": ["fr", "en"],
        "availability": { "remote": "FULL", "departmentCode": "35", "alsoDepartments": ["44"],
            "minutesPerWeek": 420, "from": "2027-01-01", "to": "2027-12-31" },
        "intent": "APPLY", "missionIds": [mission], "consents": { "discoverable": true },
    } });
    let registered = app.data("observer", register, input).await["talentRegister"]["talent"].clone();
    assert_eq!((&registered["state"], &registered["wishes"][0]["id"]), (&json!("ACTIVE"), &json!(mission)));
    let found = async || {
        app.catch_up().await;
        let query = "{ talents(query: \"OpenStack\", first: 100) { edges { node { id } } } }";
        let data = app.data("mission_owner", query, json!({})).await;
        let edges = data["talents"]["edges"].as_array().unwrap().clone();
        edges.iter().any(|edge| edge["node"]["id"] == registered["id"])
    };
    assert!(found().await);
    for (number, field, visible) in [(2, "Pause", false), (3, "Resume", true), (4, "Withdraw", false)] {
        let query = format!(
            "mutation($input: Talent{field}Input!) {{ talent{field}(input: $input) {{ userErrors {{ code }} }} }}"
        );
        let input = json!({ "idempotencyKey": key(number), "expectedVersion": number - 1 });
        let answer = app.ask("observer", &query, json!({ "input": input })).await;
        assert_eq!(codes(&answer), Vec::<String>::new(), "{field}: {answer}");
        assert_eq!(found().await, visible, "{field}");
    }
}

fn decode(id: &Value) -> talents_core::id::MissionId {
    use base64::Engine;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(id.as_str().unwrap()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    talents_core::id::MissionId(text.split_once(':').unwrap().1.parse().unwrap())
}
