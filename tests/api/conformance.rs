//! What the specification of GraphQL asks of an execution. The library is pinned to an exact version since later ones
//! answer fields in the order in which they finish, drop those that failed and pass no null on to the parent: whoever
//! changes the version learns it here.

use std::sync::Arc;

use async_graphql::{EmptyMutation, EmptySubscription, Error, Object, Request, Response, Schema, Value, Variables};
use serde_json::json;
use talents_server::app::Session;
use talents_server::graphql::{self, State};
use talents_server::messages::Language;

use crate::harness::app::{TestApp, key};

/// The response as it leaves the schema: in JSON of the other tests, the order of the fields is lost.
async fn execute(app: &TestApp, persona: &str, query: &str, variables: serde_json::Value) -> Response {
    let token = app.persona(persona)["token"].as_str().unwrap().to_owned();
    let session = Session::open(&app.app, &token, Language::French).await.unwrap();
    let state = State::new(Arc::clone(&app.app), session);
    let request = Request::new(query).variables(Variables::from_json(variables)).data(state);
    graphql::schema().execute(request).await
}

/// The names of the fields of an object, in order.
fn names(value: &Value) -> Vec<&str> {
    let Value::Object(fields) = value else { panic!("{value} is no object") };
    fields.keys().map(async_graphql::Name::as_str).collect()
}

/// The value of a field.
fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    let Value::Object(fields) = value else { panic!("{value} is no object") };
    &fields[name]
}

/// Paths and codes of the errors.
fn errors(response: &Response) -> Vec<(String, String)> {
    let errors = serde_json::to_value(&response.errors).unwrap();
    let text = |error: &serde_json::Value| {
        (error["path"].to_string(), error["extensions"]["code"].as_str().unwrap_or("(none)").to_owned())
    };
    let mut found: Vec<_> = errors.as_array().unwrap().iter().map(text).collect();
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_answer_in_the_order_asked_whichever_is_ready_first() {
    let app = TestApp::demo().await;
    let query = "query { slow: missions(query: \"kubernetes\", first: 20) { edges { node { title host { name } id } } } \
                 __typename ...More viewer { name } last: labels(enum: REMOTE) { value } } \
                 fragment More on Query { zebra: skills(query: \"java\", first: 1) { totalCount } ... { ant: __typename } }";
    let response = execute(&app, "mission_owner", query, json!({})).await;
    assert_eq!(response.errors, []);
    assert_eq!(names(&response.data), ["slow", "__typename", "zebra", "ant", "viewer", "last"]);
    let Value::List(edges) = field(field(&response.data, "slow"), "edges") else { panic!("edges are a list") };
    assert!(edges.len() > 1);
    assert!(edges.iter().all(|edge| names(field(edge, "node")) == ["title", "host", "id"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_asked_twice_is_one_field_with_all_that_was_asked_of_it() {
    let app = TestApp::demo().await;
    let query = "{ viewer { name } __typename ...Again } fragment Again on Query { viewer { id name } }";
    let response = execute(&app, "talent", query, json!({})).await;
    assert_eq!(response.errors, []);
    assert_eq!(names(&response.data), ["viewer", "__typename"]);
    assert_eq!(names(field(&response.data, "viewer")), ["name", "id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nullable_field_that_fails_is_null_with_an_error_at_its_path_and_the_others_stay() {
    let app = TestApp::demo().await;
    let list = "{ talents(first: 2) { edges { node { id status } } } }";
    let found = execute(&app, "mission_owner", list, json!({})).await;
    let forbidden = |path: &str| (path.to_owned(), "FORBIDDEN".to_owned());
    let node = |place| forbidden(&format!(r#"["talents","edges",{place},"node","status"]"#));
    assert_eq!(errors(&found), [node(0), node(1)]);

    let id = found.data.into_json().unwrap()["talents"]["edges"][0]["node"]["id"].clone();
    let query = "query($id: ID!) { talent(id: $id) { displayName status kept: hiddenParts state headline } }";
    let response = execute(&app, "mission_owner", query, json!({ "id": id })).await;
    assert_eq!(errors(&response), [forbidden(r#"["talent","kept"]"#), forbidden(r#"["talent","status"]"#)]);
    assert!(response.errors.iter().all(|error| !error.locations.is_empty()));
    let talent = field(&response.data, "talent");
    assert_eq!(names(talent), ["displayName", "status", "kept", "state", "headline"]);
    let is_null = |name| *field(talent, name) == Value::Null;
    assert_eq!(["displayName", "status", "kept", "state"].map(is_null), [false, true, true, false]);
}

#[tokio::test(flavor = "multi_thread")]
async fn mutations_of_a_request_run_one_after_the_other() {
    let app = TestApp::demo().await;
    let create = "mutation($input: MissionCreateInput!) { missionCreate(input: $input) { mission { id } } }";
    let input = json!({ "idempotencyKey": key(1), "hostId": app.persona("mission_owner")["structureId"],
                        "title": "Essai", "requirements": [] });
    let created = app.data("mission_owner", create, json!({ "input": input })).await;
    let change = |number: u128| {
        json!({ "idempotencyKey": key(number + 1), "missionId": created["missionCreate"]["mission"]["id"],
                "expectedVersion": number, "title": format!("Essai {number}") })
    };
    let several = "mutation($a: MissionUpdateInput!, $b: MissionUpdateInput!, $c: MissionUpdateInput!) { \
                   a: missionUpdate(input: $a) { ...Done } b: missionUpdate(input: $b) { ...Done } \
                   c: missionUpdate(input: $c) { ...Done } } \
                   fragment Done on MissionPayload { mission { version title } userErrors { code } }";
    let data = app.data("mission_owner", several, json!({ "a": change(1), "b": change(2), "c": change(3) })).await;
    let version = |name: &str| data[name]["mission"]["version"].as_u64();
    assert_eq!(["a", "b", "c"].map(version), [Some(2), Some(3), Some(4)], "{data}");
}

/// An object whose only field can't be null and fails.
struct Broken;

#[Object]
#[expect(clippy::unused_async, reason = "a resolver is async, whether or not it waits")]
impl Broken {
    async fn needed(&self) -> Result<i32, Error> {
        Err(Error::new("broken"))
    }
}

/// The root of a schema with a field that fails where ours have none: all of ours that may fail are nullable.
struct Root;

#[Object]
impl Root {
    async fn broken(&self) -> Option<Broken> {
        Some(Broken)
    }

    async fn whole(&self) -> i32 {
        1
    }
}

#[tokio::test]
async fn a_field_that_can_not_be_null_and_fails_makes_its_parent_null() {
    let schema = Schema::new(Root, EmptyMutation, EmptySubscription);
    let response = schema.execute("{ broken { needed } whole }").await;
    assert_eq!(response.data.clone().into_json().unwrap(), json!({ "broken": null, "whole": 1 }));
    assert_eq!(serde_json::to_value(&response.errors).unwrap()[0]["path"], json!(["broken", "needed"]));
}
