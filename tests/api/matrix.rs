//! The permission table is asked everywhere: every root field with every role, anonymous included.
//!
//! A root field that has no row here fails. What a role may do is seen by how far it gets: a mutation carries a stale
//! version or a broken input, so that whoever is allowed is stopped by that (`CONFLICT`, `BAD_USER_INPUT`), whoever is
//! not by the table (`FORBIDDEN`, `UNAUTHENTICATED`), and nothing changes.

mod life;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::harness::app::{TestApp, codes, key};

/// Who asks, in the order of the columns.
const PERSONAS: [&str; 9] =
    ["", "talent", "line_manager", "employer", "mission_owner", "untrusted_owner", "dnum", "operator", "observer"];

/// How far somebody gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// An answer without errors that is not null.
    Ok,
    /// Null without an error: as if it did not exist.
    Null,
    /// Not signed in.
    Auth,
    /// No role allows it.
    Forbidden,
    /// Allowed by the table, stopped by the stale version.
    Stale,
    /// Allowed by the table, stopped by the broken input.
    Input,
    /// Allowed by the table, stopped by the state of things.
    State,
    /// Not to be seen: as if it did not exist.
    Gone,
}

use Reach::{Auth, Forbidden, Gone, Input, Null, Ok, Stale, State};

/// A root field, the request, and how far each persona gets.
struct Row {
    field: &'static str,
    request: String,
    variables: Value,
    expected: [Reach; 9],
}

fn row(field: &'static str, request: &str, variables: Value, expected: [Reach; 9]) -> Row {
    Row { field, request: request.to_owned(), variables, expected }
}

#[expect(clippy::needless_pass_by_value, reason = "the JSON is written at the call")]
fn mutation(field: &'static str, input: Value, expected: [Reach; 9]) -> Row {
    let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let request =
        format!("mutation($input: {type_name}!) {{ {field}(input: $input) {{ userErrors {{ code path }} }} }}");
    Row { field, request, variables: json!({ "input": input }), expected }
}

fn queries(app: &TestApp) -> Vec<Row> {
    let everybody = [Ok; 9];
    let talent = app.persona("talent");
    let (talent_id, structure_id) = (&talent["talentId"], &talent["structureId"]);
    let skill = TestApp::skill("kubernetes");
    vec![
        row("viewer", "{ viewer { id } }", json!({}), [Null, Ok, Ok, Ok, Ok, Ok, Ok, Ok, Ok]),
        row(
            "node",
            "query($id: ID!) { node(id: $id) { id } }",
            json!({ "id": talent_id }),
            [Null, Ok, Null, Ok, Ok, Ok, Ok, Ok, Null],
        ),
        row("nodes", "query($id: ID!) { nodes(ids: [$id]) { id } }", json!({ "id": structure_id }), everybody),
        row("mission", "query($id: ID!) { mission(id: $id) { id } }", json!({ "id": skill }), [Input; 9]),
        row("missions", "{ missions(first: 1) { totalCount } }", json!({}), everybody),
        row(
            "talent",
            "query($id: ID!) { talent(id: $id) { id } }",
            json!({ "id": talent_id }),
            [Auth, Ok, Null, Ok, Ok, Ok, Ok, Ok, Null],
        ),
        row(
            "talents",
            "{ talents(first: 1) { totalCount } }",
            json!({}),
            [Auth, Ok, Forbidden, Ok, Ok, Ok, Ok, Ok, Forbidden],
        ),
        row(
            "matchTalents",
            "query($skill: ID!) { matchTalents(requirements: [{ skillId: $skill }], first: 1) { totalCount } }",
            json!({ "skill": skill }),
            [Auth, Ok, Forbidden, Ok, Ok, Ok, Ok, Ok, Forbidden],
        ),
        row("skill", "query($id: ID!) { skill(id: $id) { id } }", json!({ "id": skill }), everybody),
        row("skills", "{ skills(query: \"java\") { totalCount } }", json!({}), everybody),
        row("suggestSkills", "{ suggestSkills(text: \"du java\") { confidence } }", json!({}), everybody),
        row("structure", "query($id: ID!) { structure(id: $id) { id } }", json!({ "id": structure_id }), everybody),
        row("structures", "{ structures(first: 1) { totalCount } }", json!({}), everybody),
        row("programme", "{ programme { name } }", json!({}), everybody),
        row("labels", "{ labels(enum: ROLE) { value } }", json!({}), everybody),
    ]
}

/// Mutations of a published mission of the mission owner: the DNUM persona is of the same ministry.
fn mission_mutations(published: &str, host: &Value) -> Vec<Row> {
    let writes = [Auth, Forbidden, Forbidden, Forbidden, Stale, Forbidden, Stale, Stale, Forbidden];
    let broken = [Auth, Forbidden, Forbidden, Forbidden, Input, Forbidden, Input, Input, Forbidden];
    let moved = |field, number| {
        let input = json!({ "idempotencyKey": key(number), "missionId": published, "expectedVersion": 0 });
        mutation(field, input, writes)
    };
    let reasoned = |field, number| {
        let input = json!({
            "idempotencyKey": key(number), "missionId": published, "expectedVersion": 0, "reason": "Pour essayer",
        });
        mutation(field, input, writes)
    };
    let create = json!({ "idempotencyKey": key(100), "hostId": host, "title": "" });
    vec![
        mutation("missionCreate", create, broken),
        moved("missionUpdate", 101),
        moved("missionDuplicate", 102),
        moved("missionSubmit", 103),
        moved("missionPublish", 104),
        reasoned("missionRequestChanges", 105),
        reasoned("missionReject", 106),
        moved("missionRevise", 107),
        reasoned("missionSuspend", 108),
        moved("missionResume", 109),
        moved("missionRepublish", 110),
        moved("missionOpenApplications", 111),
        moved("missionCloseApplications", 112),
        reasoned("missionCancel", 113),
        moved("missionComplete", 114),
    ]
}

/// Mutations of a structure of the mission owner's ministry, and of the persona talent's registration.
fn other_mutations(app: &TestApp, host: &Value) -> Vec<Row> {
    let manages = |reach| [Auth, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, reach, reach, Forbidden];
    let own = [Auth, Stale, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Stale, Forbidden];
    let talent = app.persona("talent");
    let registration =
        |number: u128| json!({ "idempotencyKey": key(number), "talentId": talent["talentId"], "expectedVersion": 0 });
    let ministry = json!({ "idempotencyKey": key(201), "structureId": host, "expectedVersion": 0, "name": "Autre" });
    let trust = json!({ "idempotencyKey": key(202), "structureId": host, "expectedVersion": 0, "trusted": false });
    let create = json!({ "idempotencyKey": key(200), "siret": "1300252650001", "name": "Service sans ministère" });
    let register = json!({
        "idempotencyKey": key(203), "structureId": host, "lineManagerEmail": "", "status": "CONTRACT",
        "headline": "", "skills": [], "availability": { "remote": "FULL", "minutesPerWeek": 0 },
        "intent": "INTEREST", "consents": { "discoverable": false },
    });
    let registers = [Auth, State, Input, Input, Input, Input, Input, Input, Input];
    let suspend = json!({ "idempotencyKey": key(209), "expectedVersion": 0, "reason": "Pour essayer" });
    let resume = json!({ "idempotencyKey": key(210), "expectedVersion": 0 });
    let operates = [Auth, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Stale, Forbidden];
    let creates = [Auth, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Input, Forbidden];
    vec![
        mutation("structureCreate", create, creates),
        mutation("structureUpdate", ministry, manages(Stale)),
        mutation("structureTrust", trust, manages(Stale)),
        mutation("talentRegister", register, registers),
        mutation("talentUpdate", registration(204), own),
        mutation("talentActivate", registration(205), own),
        mutation("talentPause", registration(206), own),
        mutation("talentResume", registration(207), own),
        mutation("talentWithdraw", registration(208), own),
        mutation("talentErase", registration(211), own),
        mutation("rankingSuspend", suspend, operates),
        mutation("rankingResume", resume, operates),
    ]
}

fn reached(answer: &Value) -> Reach {
    let codes = codes(answer);
    match codes.first().map(String::as_str) {
        None if answer["data"].as_object().is_some_and(|data| data.values().all(Value::is_null)) => Null,
        None => Ok,
        Some("UNAUTHENTICATED") => Auth,
        Some("FORBIDDEN") => Forbidden,
        Some("CONFLICT") => Stale,
        Some("BAD_USER_INPUT") => Input,
        Some("NOT_FOUND") => Gone,
        Some(_) => State,
    }
}

async fn root_fields(app: &TestApp) -> BTreeSet<String> {
    let query = "{ __schema { queryType { fields { name } } mutationType { fields { name } } \
                 subscriptionType { fields { name } } } }";
    let data = app.data("", query, json!({})).await;
    let roots = ["queryType", "mutationType", "subscriptionType"];
    let fields = roots.iter().flat_map(|root| data["__schema"][root]["fields"].as_array().unwrap());
    fields.map(|field| field["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_root_field_asks_the_table_for_every_role() {
    let app = TestApp::demo().await;
    let owned = "{ missions(query: \"kubernetes recouvrement\", first: 1) { edges { node { id host { id } } } } }";
    let found = app.data("", owned, json!({})).await["missions"]["edges"][0]["node"].clone();
    let published = found["id"].as_str().unwrap();
    let mut rows = queries(&app);
    rows.extend(mission_mutations(published, &found["host"]["id"]));
    rows.extend(other_mutations(&app, &found["host"]["id"]));
    rows.extend(life::rows(&app).await);

    let listed: BTreeSet<_> = rows.iter().map(|row| row.field.to_owned()).collect();
    assert_eq!(root_fields(&app).await, listed, "a root field without a row, or a row without a field");

    let mut wrong = Vec::new();
    for row in &rows {
        for (persona, expected) in PERSONAS.iter().zip(row.expected) {
            let answer = app.ask(persona, &row.request, row.variables.clone()).await;
            let found = reached(&answer);
            if found != expected {
                let who = if persona.is_empty() { "anonymous" } else { persona };
                wrong.push(format!("{} as {who}: {found:?} instead of {expected:?}: {answer}", row.field));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_as_if_it_did_not_exist_for_those_who_do_not_write_it() {
    let app = TestApp::demo().await;
    let query = "{ missions(filter: { states: [DRAFT] }, first: 1) { edges { node { id } } } }";
    let draft = app.data("operator", query, json!({})).await["missions"]["edges"][0]["node"]["id"].clone();
    let input = json!({ "idempotencyKey": key(300), "missionId": draft, "expectedVersion": 0 });
    let row = mutation("missionSubmit", input, [Gone; 9]);
    for persona in ["talent", "line_manager", "employer", "observer"] {
        assert_eq!(reached(&app.ask(persona, &row.request, row.variables.clone()).await), Gone, "{persona}");
        let read = app.data(persona, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": draft })).await;
        assert_eq!(read["node"], Value::Null);
    }
}
