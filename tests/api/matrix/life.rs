//! The rows of candidatures, engagements, time, offers and credits: about an engagement at work between the persona
//! talent and the mission owner's structure, which some see and may move, some see alone, and some do not know of.

use serde_json::{Value, json};
use talents_core::id::{ServiceOfferId, TransferId};
use talents_server::graphql::public_id;
use uuid::Uuid;

use super::{Auth, Forbidden, Gone, Input, Ok, Reach, Row, Stale, State, mutation, row};
use crate::harness::app::{TestApp, codes, key};

/// The mission's host has the mission owner, the DNUM of its ministry, and the operator.
const HOST: [Reach; 9] = [Auth, Forbidden, Forbidden, Forbidden, Stale, Gone, Stale, Stale, Gone];
/// What the talent alone does of an engagement.
const TALENT: [Reach; 9] = [Auth, Stale, Forbidden, Forbidden, Forbidden, Gone, Forbidden, Forbidden, Gone];
/// What any side of an engagement may do.
const SIDES: [Reach; 9] = [Auth, Stale, Forbidden, Stale, Stale, Gone, Stale, Stale, Gone];
/// What the scheme's team alone does of an engagement.
const TEAM: [Reach; 9] = [Auth, Forbidden, Forbidden, Forbidden, Forbidden, Gone, Forbidden, Stale, Gone];

/// What the rows are about.
struct Life {
    mission: Value,
    application: Value,
    engagement: Value,
    sheet: Value,
    offer: Value,
    envelope: Value,
}

impl Life {
    async fn begin(app: &TestApp) -> Self {
        let work = Work { app };
        let created = work
            .run(
                "mission_owner",
                "missionCreate",
                "mission { id version }",
                json!({
                    "hostId": app.persona("mission_owner")["structureId"], "title": "Tenir la plateforme",
                    "context": "Elle redémarre.", "deliverables": "Elle tient.",
                    "modalities": { "remote": "FULL", "rhythm": "2 jours par semaine", "startFrom": "2026-12-02",
                        "startTo": "2027-01-31", "endBy": "2027-03-31", "effortMinutes": 8400 },
                    "requirements": [{ "skillId": TestApp::skill("kubernetes") }], "applicationDeadline": "2026-12-02",
                }),
                400,
            )
            .await["mission"]
            .clone();
        let publish = json!({ "missionId": created["id"], "expectedVersion": created["version"] });
        work.run("mission_owner", "missionPublish", "mission { id }", publish, 401).await;
        let submit = json!({ "missionId": created["id"], "motivation": "" });
        let application = work.run("talent", "applicationSubmit", "application { id }", submit, 402).await;
        let application = application["application"]["id"].clone();
        let chosen = json!({ "applicationId": application });
        work.run("mission_owner", "applicationShortlist", "application { id }", chosen.clone(), 403).await;
        let selection = "engagement { id consents { id kind } }";
        let engagement = work.run("mission_owner", "applicationSelect", selection, chosen, 404).await;
        let mut engagement = engagement["engagement"].clone();
        let mut version = Value::Null;
        for (place, who) in ["talent", "line_manager", "employer", "mission_owner"].into_iter().enumerate() {
            let grant = json!({ "consentId": engagement["consents"][place]["id"] });
            let number = 405 + place as u128;
            let granted = work.run(who, "consentGrant", "engagement { version }", grant, number).await;
            version = granted["engagement"]["version"].clone();
        }
        app.at("2026-12-03T09:00:00Z").await;
        let start = json!({ "engagementId": engagement["id"], "expectedVersion": version });
        let started = work.run("mission_owner", "engagementStart", "engagement { version }", start, 409).await;
        engagement["version"] = started["engagement"]["version"].clone();
        let declare =
            json!({ "engagementId": engagement["id"], "from": "2026-12-03", "to": "2026-12-03", "minutes": 420 });
        let sheet = work.run("talent", "timeSheetDeclare", "timeSheet { id }", declare, 410).await;
        let make = json!({ "title": "Revue d’architecture", "skillIds": [TestApp::skill("kubernetes")], "effortMinutes": 840 });
        let offer = work.run("talent", "serviceOfferMake", "serviceOffer { id }", make, 411).await;
        let grant = json!({ "structureId": app.persona("employer")["structureId"], "minutes": 60,
            "engagementMinutesMax": 60, "startOn": "2026-12-03", "endOn": "2026-12-03" });
        let envelope = work.run("employer", "envelopeGrant", "envelope { id }", grant, 412).await;
        Self {
            mission: created["id"].clone(),
            application,
            engagement,
            sheet: sheet["timeSheet"]["id"].clone(),
            offer: offer["serviceOffer"]["id"].clone(),
            envelope: envelope["envelope"]["id"].clone(),
        }
    }
}

struct Work<'a> {
    app: &'a TestApp,
}

impl Work<'_> {
    async fn run(&self, who: &str, field: &'static str, selection: &str, mut input: Value, number: u128) -> Value {
        input["idempotencyKey"] = json!(key(number));
        let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {type_name}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code }} }} }}"
        );
        let answer = self.app.ask(who, &query, json!({ "input": input })).await;
        assert_eq!(codes(&answer), Vec::<String>::new(), "{field} as {who}: {answer}");
        answer["data"][field].clone()
    }
}

/// A row about an object, with a stale version and what more the input wants.
#[expect(clippy::needless_pass_by_value, reason = "the JSON is written at the call")]
fn about(field: &'static str, id: (&str, &Value), more: Value, number: u128, expected: [Reach; 9]) -> Row {
    let mut input = json!({ "idempotencyKey": key(number), id.0: id.1, "expectedVersion": 0 });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    mutation(field, input, expected)
}

/// The rows, once the engagement is at work.
pub(super) async fn rows(app: &TestApp) -> Vec<Row> {
    let life = Life::begin(app).await;
    let mut rows = applications(app, &life);
    rows.extend(engagements(&life));
    rows.extend(subscriptions(&life));
    rows.extend(consents(&life));
    rows.extend(envelopes(app, &life));
    rows.extend(sheets(&life));
    rows.extend(offers_and_credits(app, &life));
    rows
}

fn applications(app: &TestApp, life: &Life) -> Vec<Row> {
    let id = ("applicationId", &life.application);
    let own = [Auth, Stale, Gone, Gone, Forbidden, Gone, Forbidden, Forbidden, Gone];
    let host = [Auth, Forbidden, Gone, Gone, Stale, Gone, Stale, Stale, Gone];
    // The talent has applied already; nobody else has registered.
    let submits = [Auth, State, Gone, Gone, Gone, Gone, Gone, Gone, Gone];
    let invites = [Auth, Forbidden, Forbidden, Forbidden, State, Forbidden, State, State, Forbidden];
    let submit = json!({ "idempotencyKey": key(500), "missionId": life.mission });
    let talent = &app.persona("talent")["talentId"];
    let invite = json!({ "idempotencyKey": key(501), "missionId": life.mission, "talentId": talent });
    let reason = || json!({ "reason": "Pour essayer" });
    vec![
        mutation("applicationSubmit", submit, submits),
        mutation("applicationInvite", invite, invites),
        about("applicationAccept", id, json!({}), 502, own),
        about("applicationDeclineInvitation", id, json!({}), 503, own),
        about("applicationWithdraw", id, json!({}), 504, own),
        about("applicationShortlist", id, json!({}), 505, host),
        about("applicationSelect", id, json!({}), 506, host),
        about("applicationDecline", id, reason(), 507, host),
    ]
}

/// Who is told of changes: whoever may see the engagement; and anybody signed in of what is theirs to do.
fn subscriptions(life: &Life) -> Vec<Row> {
    let engagement = "subscription($id: ID!) { engagementChanged(id: $id) { id } }";
    let readers = [Auth, Ok, Ok, Ok, Ok, Gone, Ok, Ok, Gone];
    let todo = "subscription { todoChanged(first: 1) { totalCount } }";
    vec![
        row("engagementChanged", engagement, json!({ "id": life.engagement["id"] }), readers),
        row("todoChanged", todo, json!({}), [Auth, Ok, Ok, Ok, Ok, Ok, Ok, Ok, Ok]),
    ]
}

fn engagements(life: &Life) -> Vec<Row> {
    let id = ("engagementId", &life.engagement["id"]);
    let reason = || json!({ "reason": "Pour essayer" });
    vec![
        about("engagementReschedule", id, json!({ "plannedMinutes": 60 }), 510, HOST),
        about("engagementStart", id, json!({}), 511, HOST),
        about("engagementSuspend", id, reason(), 512, HOST),
        about("engagementResume", id, json!({}), 513, HOST),
        about("engagementDeliver", id, json!({}), 514, TALENT),
        about("engagementInterrupt", id, reason(), 515, SIDES),
        about("engagementCancel", id, reason(), 516, SIDES),
        about("engagementClose", id, json!({}), 517, HOST),
    ]
}

fn consents(life: &Life) -> Vec<Row> {
    let id = |place: usize| ("consentId", &life.engagement["consents"][place]["id"]);
    let alone = |place: usize| {
        let mut expected = [Auth, Forbidden, Forbidden, Forbidden, Forbidden, Gone, Forbidden, Forbidden, Gone];
        expected[place] = Stale;
        expected
    };
    // The consents of the line manager, the employer and the host: nobody gives another's, the operator included.
    vec![
        about("consentRefuse", id(1), json!({ "reason": "WORKLOAD" }), 520, alone(2)),
        about("consentRevoke", id(2), json!({}), 521, alone(3)),
        about("consentGrant", id(3), json!({}), 522, alone(4)),
        about("consentAskAgain", id(0), json!({}), 523, HOST),
    ]
}

fn envelopes(app: &TestApp, life: &Life) -> Vec<Row> {
    let grant = json!({ "idempotencyKey": key(525), "structureId": app.persona("employer")["structureId"],
        "minutes": 0, "engagementMinutesMax": 60, "startOn": "2026-12-03", "endOn": "2026-12-03" });
    // The employer alone, never the operator; nobody else knows of them.
    let grants = [Auth, Forbidden, Forbidden, Input, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden];
    let withdraws = [Auth, Gone, Gone, Stale, Gone, Gone, Gone, Gone, Gone];
    vec![
        mutation("envelopeGrant", grant, grants),
        about("envelopeWithdraw", ("envelopeId", &life.envelope), json!({}), 526, withdraws),
    ]
}

fn sheets(life: &Life) -> Vec<Row> {
    let id = ("timeSheetId", &life.sheet);
    let reason = || json!({ "reason": "Pour essayer" });
    let work = || json!({ "from": "2026-12-03", "to": "2026-12-03", "minutes": 60 });
    let declares = [Auth, Input, Forbidden, Forbidden, Forbidden, Gone, Forbidden, Forbidden, Gone];
    let declare = json!({ "idempotencyKey": key(530), "engagementId": life.engagement["id"],
        "from": "2026-12-03", "to": "2026-12-03", "minutes": 0 });
    vec![
        mutation("timeSheetDeclare", declare, declares),
        about("timeSheetValidate", id, json!({}), 531, HOST),
        about("timeSheetDispute", id, reason(), 532, HOST),
        about("timeSheetAmend", id, work(), 533, TALENT),
        about("timeSheetArbitrate", id, json!({ "ruling": "VOID", "reason": "Pour essayer" }), 534, TEAM),
        about("timeSheetReverse", id, reason(), 535, TEAM),
    ]
}

fn offers_and_credits(app: &TestApp, life: &Life) -> Vec<Row> {
    let host = &app.persona("mission_owner")["structureId"];
    let id = ("serviceOfferId", &life.offer);
    let own = [Auth, Stale, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden];
    let makes = [Auth, Input, Gone, Gone, Gone, Gone, Gone, Gone, Gone];
    // The offer that it names does not exist, so that nobody makes a mission of it.
    let uses = [Auth, Forbidden, Forbidden, Forbidden, Gone, Forbidden, Gone, Gone, Forbidden];
    let operates = |reach| [Auth, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, Forbidden, reach, Forbidden];
    let service = || json!({ "title": "", "skillIds": [], "effortMinutes": 60 });
    let unknown = public_id(ServiceOfferId(Uuid::nil())).to_string();
    let transfer = public_id(TransferId(Uuid::nil())).to_string();
    let undo = json!({ "idempotencyKey": key(548), "transferId": transfer });
    let close = json!({ "idempotencyKey": key(550), "month": "2099-01" });
    let mut make = service();
    make["idempotencyKey"] = json!(key(540));
    let use_one = json!({ "idempotencyKey": key(543), "serviceOfferId": unknown, "hostId": host });
    let endow = json!({ "idempotencyKey": key(544), "structureId": host, "minutes": 0 });
    let propose = json!({ "idempotencyKey": key(545), "structureId": host, "minutes": 0, "reason": "MISTAKE" });
    let post = json!({ "idempotencyKey": key(546), "transferId": transfer });
    let reject = json!({ "idempotencyKey": key(547), "transferId": transfer });
    vec![
        mutation("serviceOfferMake", make, makes),
        about("serviceOfferUpdate", id, service(), 541, own),
        about("serviceOfferWithdraw", id, json!({}), 542, own),
        mutation("serviceOfferUse", use_one, uses),
        mutation("creditEndow", endow, operates(Input)),
        mutation("creditAdjustmentPropose", propose, operates(Input)),
        mutation("creditAdjustmentPost", post, operates(Gone)),
        mutation("creditAdjustmentReject", reject, operates(Gone)),
        mutation("creditUndo", undo, operates(Gone)),
        about("creditFloorSet", ("structureId", host), json!({ "floorMinutes": -420 }), 549, operates(Stale)),
        mutation("creditMonthClose", close, operates(State)),
    ]
}

/// What each role reads of the engagement, its consents, its sheets and its candidature, by their ids.
#[tokio::test(flavor = "multi_thread")]
async fn an_engagement_is_as_if_it_did_not_exist_for_those_who_have_no_part_in_it() {
    let app = TestApp::demo().await;
    let life = Life::begin(&app).await;
    let parties = ["talent", "line_manager", "employer", "mission_owner", "dnum", "operator"];
    let of_the_candidature = ["talent", "mission_owner", "dnum", "operator"];
    let objects: [(&Value, &[&str]); 4] = [
        (&life.engagement["id"], &parties),
        (&life.engagement["consents"][1]["id"], &parties),
        (&life.sheet, &parties),
        (&life.application, &of_the_candidature),
    ];
    for (id, readers) in objects {
        for persona in super::PERSONAS {
            let read = app.data(persona, "query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
            assert_eq!(read["node"]["id"] == *id, readers.contains(&persona), "{persona}");
        }
    }
    let account = "query($id: ID!) { structure(id: $id) { creditAccount { balanceMinutes } } }";
    let id = app.persona("mission_owner")["structureId"].clone();
    for persona in super::PERSONAS {
        let answer = app.ask(persona, account, json!({ "id": id })).await;
        let reads = ["mission_owner", "dnum", "operator"].contains(&persona);
        let reached = if reads {
            Ok
        } else if persona.is_empty() {
            Auth
        } else {
            Forbidden
        };
        let found = match codes(&answer).first().map(String::as_str) {
            None => Ok,
            Some("UNAUTHENTICATED") => Auth,
            Some(_) => Forbidden,
        };
        assert_eq!(found, reached, "{persona}: {answer}");
    }
}
