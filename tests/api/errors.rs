//! Nonsense gets a clear, coded error in French and in English, and changes nothing.

use serde_json::{Value, json};
use talents_server::messages::Language;
use talents_store::event;

use crate::harness::app::{TestApp, codes, key};

/// A request that makes no sense, who sends it, and the code that answers it.
struct Case {
    name: &'static str,
    persona: &'static str,
    query: String,
    variables: Value,
    code: &'static str,
}

fn case(name: &'static str, persona: &'static str, query: &str, variables: Value, code: &'static str) -> Case {
    Case { name, persona, query: query.to_owned(), variables, code }
}

const CREATE: &str = "mutation($input: MissionCreateInput!) { missionCreate(input: $input) \
                      { mission { id } userErrors { code message path } } }";
const STRUCTURE: &str = "mutation($input: StructureCreateInput!) { structureCreate(input: $input) \
                         { structure { id } userErrors { code message path } } }";

#[expect(clippy::needless_pass_by_value, reason = "the JSON is written at the call")]
fn mission(app: &TestApp, number: u128, change: Value) -> Value {
    let mut input = json!({
        "idempotencyKey": key(number), "hostId": app.persona("mission_owner")["structureId"], "title": "Essai",
        "requirements": [], "modalities": { "remote": "FULL", "startFrom": "2027-01-04", "startTo": "2027-02-01",
        "endBy": "2027-06-30", "effortMinutes": 8400 },
    });
    input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    json!({ "input": input })
}

fn cases(app: &TestApp) -> Vec<Case> {
    let skill = TestApp::skill("kubernetes");
    let unknown = talents_server::graphql::public_id(talents_core::id::SkillId::of_slug("nobody-has-it")).to_string();
    let siret = json!({ "input": { "idempotencyKey": key(1), "siret": "1300255650001", "name": "Essai" } });
    let requirement = |skill: &str, level: u8| json!({ "requirements": [{ "skillId": skill, "minLevel": level }] });
    let backwards = json!({ "modalities": { "startFrom": "2027-03-01", "endBy": "2027-02-01" } });
    let stale = "mutation($input: TalentPauseInput!) { talentPause(input: $input) { userErrors { code message } } }";
    let stale_input = json!({ "input": { "idempotencyKey": key(5), "expectedVersion": 41 } });
    let page = |first: i64| format!("{{ missions(first: {first}) {{ totalCount }} }}");
    let (open, close) = ("{ parent ".repeat(20), " }".repeat(20));
    let deep = format!("{{ structures(first: 1) {{ edges {{ node {open} {{ id }} {close} }} }} }}");
    let cursor = "{ missions(first: 5, after: \"Zm9yZ2Vk\") { totalCount } }";
    vec![
        case("a SIRET of 13 digits", "operator", STRUCTURE, siret, "BAD_USER_INPUT"),
        case("an unknown skill", "mission_owner", CREATE, mission(app, 2, requirement(&unknown, 2)), "BAD_USER_INPUT"),
        case("a level of 9", "mission_owner", CREATE, mission(app, 3, requirement(&skill, 9)), "BAD_USER_INPUT"),
        case("ends before it starts", "mission_owner", CREATE, mission(app, 4, backwards), "BAD_USER_INPUT"),
        case("a stale version", "talent", stale, stale_input, "CONFLICT"),
        case("an empty search", "", "{ missions(query: \" \", first: 5) { totalCount } }", json!({}), "BAD_USER_INPUT"),
        case("an empty request", "", "", json!({}), "BAD_USER_INPUT"),
        case("first: 0", "", &page(0), json!({}), "BAD_USER_INPUT"),
        case("first: 100000", "", &page(100_000), json!({}), "BAD_USER_INPUT"),
        case("first: -1", "", &page(-1), json!({}), "BAD_USER_INPUT"),
        case("a forged cursor", "", cursor, json!({}), "BAD_USER_INPUT"),
        case("a forged id", "", "{ node(id: \"42\") { id } }", json!({}), "BAD_USER_INPUT"),
        case("nested too deep", "", &deep, json!({}), "COST_EXCEEDED"),
        case("an unknown field", "", "{ missions { salary } }", json!({}), "BAD_USER_INPUT"),
    ]
}

fn messages(answer: &Value) -> Vec<String> {
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let field = answer["data"].as_object().and_then(|data| data.values().next().cloned()).unwrap_or_default();
    let user_errors = field["userErrors"].as_array().cloned().unwrap_or_default();
    errors.iter().chain(&user_errors).map(|error| error["message"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_gets_a_coded_error_in_both_languages_and_changes_nothing() {
    let app = TestApp::demo().await;
    let before = event::head(&app.app.store).await.unwrap();
    for case in cases(&app) {
        let french = app.ask(case.persona, &case.query, case.variables.clone()).await;
        let english = app.ask_in(Language::English, case.persona, &case.query, case.variables).await;
        assert_eq!(codes(&french), [case.code], "{}: {french}", case.name);
        assert_eq!(codes(&english), [case.code], "{}: {english}", case.name);
        let (french, english) = (messages(&french), messages(&english));
        assert!(french.iter().chain(&english).all(|message| message.len() > 15), "{}: {french:?}", case.name);
        assert_ne!(french, english, "{}", case.name);
    }
    assert_eq!(event::head(&app.app.store).await.unwrap(), before, "something was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_wrong_is_said_at_once_with_its_path() {
    let app = TestApp::demo().await;
    let requirements = json!([{ "skillId": TestApp::skill("java"), "minLevel": 9, "weight": 0 }]);
    let modalities = json!({ "departmentCode": "20", "startFrom": "2027-03-01", "endBy": "2027-02-01" });
    let change = json!({ "title": "", "seats": 0, "requirements": requirements, "modalities": modalities });
    let answer = app.ask("mission_owner", CREATE, mission(&app, 10, change)).await;
    let errors = answer["data"]["missionCreate"]["userErrors"].as_array().unwrap().clone();
    let path = |error: &Value| {
        error["path"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join(".")
    };
    let mut paths: Vec<_> = errors.iter().map(path).collect();
    paths.sort();
    let expected = [
        "modalities.departmentCode",
        "modalities.endBy",
        "requirements.0.minLevel",
        "requirements.0.weight",
        "seats",
        "title",
    ];
    assert_eq!(paths, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_for_one_input() {
    let app = TestApp::demo().await;
    let first = app.data("mission_owner", CREATE, mission(&app, 20, json!({}))).await;
    let again = app.data("mission_owner", CREATE, mission(&app, 20, json!({}))).await;
    assert_eq!(first, again);
    let other = app.ask("mission_owner", CREATE, mission(&app, 20, json!({ "title": "Autre essai" }))).await;
    assert_eq!(codes(&other), ["IDEMPOTENCY_KEY_REUSED"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_siret_sentence_says_what_and_why() {
    let app = TestApp::demo().await;
    let input = json!({ "input": { "idempotencyKey": key(30), "siret": "1300255650001", "name": "Essai" } });
    let answer = app.ask("operator", STRUCTURE, input).await;
    let message = messages(&answer)[0].replace(['\u{a0}', '\u{202f}'], " ").replace('’', "'");
    assert!(message.contains("Le SIRET 1300255650001 n'a que 13 chiffres ; un SIRET en compte 14."), "{message}");
}
