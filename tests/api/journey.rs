//! The founding note's story, from a registration to credits, with one real token per person.

mod credits;
mod envelope;
mod exports;
mod history;
mod imported;
mod open;
mod race;
mod unhappy;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use crate::harness::app::{LIFECYCLE, TestApp, codes, key};

/// Who speaks for each party of the story's engagement.
const VOICES: [(&str, &str); 4] =
    [("TALENT", "nadia"), ("LINE_MANAGER", "line_manager"), ("EMPLOYER", "employer"), ("HOST", "mission_owner")];

/// A published mission of one seat, and a talent of another ministry who has just registered.
struct Story {
    app: TestApp,
    mission: Value,
    /// Balance and reserved, at the beginning, of the accounts that the story moves: the demo's past has moved them before.
    standing: BTreeMap<&'static str, (i64, i64)>,
    keys: AtomicU32,
}

impl Story {
    async fn begin() -> Self {
        Self::begin_in(TestApp::demo().await, 1).await
    }

    /// The same in a database of one's choice, with so many seats.
    async fn begin_in(app: TestApp, seats: u16) -> Self {
        app.enroll("nadia").await;
        let keys = AtomicU32::new(1_000);
        let mut story = Self { app, mission: Value::Null, standing: BTreeMap::new(), keys };
        for who in ["mission_owner", "employer"] {
            let found = story.minutes(who).await;
            story.standing.insert(who, found);
        }
        let registered = story.done("nadia", "TalentRegister", story.registration()).await;
        assert_eq!(
            (&registered["talent"]["state"], &registered["talent"]["intent"]),
            (&json!("ACTIVE"), &json!("APPLY"))
        );
        story.mission = story.publish(seats).await;
        story
    }

    fn registration(&self) -> Value {
        json!({
            "structureId": self.app.persona("employer")["structureId"],
            "lineManagerEmail": "salome.brechet@transition-ecologique.example", "status": "CIVIL_SERVANT",
            "headline": "Ingénieure de plateformes", "skills": [{ "skillId": TestApp::skill("kubernetes"), "level": 3 }],
            "availability": { "remote": "FULL", "minutesPerWeek": 840 }, "intent": "APPLY",
            "consents": { "discoverable": true },
        })
    }

    /// From nothing to published in two calls.
    async fn publish(&self, seats: u16) -> Value {
        let created = self.done("mission_owner", "MissionCreate", json!({
            "hostId": self.app.persona("mission_owner")["structureId"], "title": "Fiabiliser la plateforme de conteneurs",
            "context": "La plateforme redémarre chaque nuit.", "deliverables": "Une plateforme qui tient.",
            "modalities": { "remote": "FULL", "rhythm": "2 jours par semaine", "startFrom": "2026-12-07",
                "startTo": "2027-01-31", "endBy": "2027-03-31", "effortMinutes": 8400 },
            "requirements": [{ "skillId": TestApp::skill("kubernetes"), "minLevel": 3 }],
            "seats": seats, "applicationDeadline": "2026-12-07",
        })).await;
        let input = json!({ "missionId": created["mission"]["id"], "expectedVersion": created["mission"]["version"] });
        let published = self.done("mission_owner", "MissionPublish", input).await;
        self.app.catch_up().await;
        published["mission"].clone()
    }

    /// What a mutation of the contract answers; the input gets its key here.
    async fn answer(&self, who: &str, operation: &str, mut input: Value) -> Value {
        input["idempotencyKey"] = json!(self.key());
        self.app.attempt(LIFECYCLE, who, operation, json!({ "input": input })).await
    }

    /// The payload of a mutation of the contract that must pass.
    async fn done(&self, who: &str, operation: &str, input: Value) -> Value {
        let answer = self.answer(who, operation, input).await;
        assert_eq!(codes(&answer), Vec::<String>::new(), "{operation} as {who}: {answer}");
        answer["data"].as_object().unwrap().values().next().unwrap().clone()
    }

    /// The first code of a mutation of the contract that must be refused.
    async fn refused(&self, who: &str, operation: &str, input: Value) -> String {
        let answer = self.answer(who, operation, input).await;
        codes(&answer).first().cloned().unwrap_or_else(|| panic!("{operation} as {who} passed: {answer}"))
    }

    /// The answer to a mutation that the contract does not name.
    async fn other(&self, who: &str, field: &str, mut input: Value, selection: &str) -> Value {
        input["idempotencyKey"] = json!(self.key());
        let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {type_name}!) {{ {field}(input: $input) {{ {selection} userErrors {{ code path }} }} }}"
        );
        let answer = self.app.ask(who, &query, json!({ "input": input })).await;
        assert_eq!(codes(&answer), Vec::<String>::new(), "{field} as {who}: {answer}");
        answer["data"][field].clone()
    }

    fn key(&self) -> String {
        key(self.keys.fetch_add(1, Ordering::Relaxed).into())
    }

    async fn apply(&self) -> Value {
        let input = json!({ "missionId": self.mission["id"], "motivation": "Je connais ce socle." });
        self.done("nadia", "ApplicationSubmit", input).await["application"]["id"].clone()
    }

    async fn select(&self, application: &Value) -> Value {
        let input = json!({ "applicationId": application });
        let kept = self.done("mission_owner", "ApplicationShortlist", input.clone()).await;
        assert_eq!(kept["application"]["state"], "SHORTLISTED");
        let selected = self.done("mission_owner", "ApplicationSelect", input).await;
        assert_eq!(selected["application"]["state"], "SELECTED");
        assert_eq!(selected["engagement"]["state"], "AWAITING_CONSENTS");
        selected["engagement"].clone()
    }

    /// An engagement that waits for its consents.
    async fn selected(&self) -> Value {
        let application = self.apply().await;
        self.select(&application).await
    }

    /// The same once all have consented.
    async fn ready(&self) -> Value {
        let engagement = self.selected().await;
        self.grant_all(&engagement).await
    }

    async fn grant_all(&self, engagement: &Value) -> Value {
        let mut last = engagement.clone();
        for (kind, who) in VOICES {
            let granted = self.done(who, "ConsentGrant", json!({ "consentId": consent(engagement, kind) })).await;
            assert_eq!((&granted["consent"]["kind"], &granted["consent"]["state"]), (&json!(kind), &json!("GRANTED")));
            last = granted["engagement"].clone();
        }
        assert_eq!(last["state"], "READY");
        last
    }

    /// The same at work, on 8 December.
    async fn started(&self) -> Value {
        let ready = self.ready().await;
        self.app.at("2026-12-08T09:00:00Z").await;
        self.move_on("mission_owner", "EngagementStart", &ready, json!({})).await
    }

    /// A move of an engagement, or of a sheet, that must pass; gives the object.
    async fn move_on(&self, who: &str, operation: &str, object: &Value, more: Value) -> Value {
        let (id, field) = if operation.starts_with("TimeSheet") {
            ("timeSheetId", "timeSheet")
        } else {
            ("engagementId", "engagement")
        };
        self.done(who, operation, versioned(id, object, more)).await[field].clone()
    }

    async fn declare(&self, engagement: &Value, from: &str, to: &str, minutes: u32) -> Value {
        let input = json!({ "engagementId": engagement["id"], "from": from, "to": to, "minutes": minutes });
        self.done("nadia", "TimeSheetDeclare", input).await["timeSheet"].clone()
    }

    /// Balance, reserved and closing of December of the account of a persona's structure.
    async fn account(&self, who: &str) -> Value {
        let variables = json!({ "structureId": self.app.persona(who)["structureId"],
            "from": "2026-12-01", "to": "2026-12-31", "first": 10 });
        let answer = self.app.attempt(LIFECYCLE, who, "Account", variables).await;
        assert_eq!(answer.get("errors"), None, "{answer}");
        answer["data"]["node"]["creditAccount"].clone()
    }

    /// What the story has added so far to the balance and to what is reserved.
    async fn minutes(&self, who: &str) -> (i64, i64) {
        let account = self.account(who).await;
        let before = self.standing.get(who).copied().unwrap_or_default();
        let added = |field: &str, before: i64| account[field].as_i64().unwrap() - before;
        (added("balanceMinutes", before.0), added("reservedMinutes", before.1))
    }

    async fn todo(&self, who: &str) -> Vec<(String, Value)> {
        let answer = self.app.attempt(LIFECYCLE, who, "MyWork", json!({ "first": 100 })).await;
        assert_eq!(answer.get("errors"), None, "{answer}");
        let edges = answer["data"]["viewer"]["todo"]["edges"].as_array().unwrap().clone();
        let told = |edge: &Value| {
            assert!(edge["node"]["since"].is_string(), "{edge}");
            (edge["node"]["kind"].as_str().unwrap().to_owned(), edge["node"]["subject"]["id"].clone())
        };
        edges.iter().map(told).collect()
    }

    /// What the application of Nadia has become.
    async fn application_state(&self) -> Value {
        let answer = self.app.attempt(LIFECYCLE, "nadia", "MyWork", json!({ "first": 10 })).await;
        answer["data"]["viewer"]["talent"]["applications"]["edges"][0]["node"]["state"].clone()
    }

    async fn engagement(&self, who: &str, id: &Value) -> Value {
        let query = "query($id: ID!) { node(id: $id) { ... on Engagement { id version state endCause reason \
                     application { state } consents { id kind state } terms { hash } } } }";
        self.app.data(who, query, json!({ "id": id })).await["node"].clone()
    }

    async fn check_ledger(&self) {
        let faults = talents_store::ledger::check(&self.app.app.store).await.unwrap();
        assert!(faults.is_empty(), "{faults:?}");
    }
}

fn consent(engagement: &Value, kind: &str) -> Value {
    let consents = engagement["consents"].as_array().unwrap();
    consents.iter().find(|consent| consent["kind"] == kind).unwrap()["id"].clone()
}

#[expect(clippy::needless_pass_by_value, reason = "the JSON is written at the call")]
fn versioned(id: &str, object: &Value, more: Value) -> Value {
    let mut input = json!({ id: object["id"], "expectedVersion": object["version"] });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_registration_to_credits() {
    let story = Story::begin().await;
    let application = story.apply().await;
    assert!(story.todo("mission_owner").await.contains(&("APPLICATION_TO_ANSWER".to_owned(), application.clone())));
    let variables = json!({ "id": story.mission["id"], "first": 10 });
    let listed = story.app.attempt(LIFECYCLE, "mission_owner", "ApplicationsOfMission", variables).await;
    let candidate = &listed["data"]["node"]["applications"]["edges"][0]["node"];
    assert_eq!(candidate["talent"]["displayName"], "nadia Nouvelle", "known by name once she has applied: {listed}");
    assert!(candidate["match"]["score"].as_f64().unwrap() > 0.0);

    let engagement = story.select(&application).await;
    for (kind, who) in VOICES {
        let due = ("CONSENT_TO_GIVE".to_owned(), consent(&engagement, kind));
        assert!(story.todo(who).await.contains(&due), "{kind}");
    }
    let page = story.app.attempt(
        LIFECYCLE,
        "line_manager",
        "ConsentPage",
        json!({ "id": consent(&engagement, "LINE_MANAGER") }),
    );
    let page = page.await["data"]["node"].clone();
    assert_eq!(page["deadline"], "2026-12-16");
    assert_eq!(page["engagement"]["talent"]["displayName"], "nadia Nouvelle");
    assert_eq!(page["engagement"]["mission"]["modalities"]["effortMinutes"], 8400);
    assert_eq!(page["engagement"]["plannedMinutes"], 8400);

    let ready = story.grant_all(&engagement).await;
    assert_eq!(story.minutes("mission_owner").await, (0, 8400));
    story.app.at("2026-12-08T09:00:00Z").await;
    assert!(story.todo("mission_owner").await.contains(&("ENGAGEMENT_TO_START".to_owned(), ready["id"].clone())));
    let started = story.move_on("mission_owner", "EngagementStart", &ready, json!({})).await;
    assert_eq!(started["state"], "IN_PROGRESS");

    story.app.at("2026-12-14T09:00:00Z").await;
    let sheet = story.declare(&started, "2026-12-08", "2026-12-11", 1_680).await;
    assert_eq!((&sheet["state"], &sheet["minutes"]), (&json!("DECLARED"), &json!(1_680)));
    assert!(story.todo("mission_owner").await.contains(&("TIME_SHEET_TO_VALIDATE".to_owned(), sheet["id"].clone())));
    assert_eq!(
        story.refused("nadia", "TimeSheetValidate", versioned("timeSheetId", &sheet, json!({}))).await,
        "FORBIDDEN"
    );
    let validated = story.move_on("mission_owner", "TimeSheetValidate", &sheet, json!({})).await;
    assert_eq!(validated["state"], "VALIDATED");
    assert_eq!((story.minutes("mission_owner").await, story.minutes("employer").await), ((-1_680, 6_720), (1_680, 0)));

    let delivered = story.move_on("nadia", "EngagementDeliver", &started, json!({})).await;
    let closed = story.move_on("mission_owner", "EngagementClose", &delivered, json!({})).await;
    assert_eq!(closed["state"], "CLOSED");
    let statement = story.account("mission_owner").await["statement"].clone();
    let (balance, reserved) = story.standing["mission_owner"];
    assert_eq!(
        (&statement["openingMinutes"], &statement["closingMinutes"]),
        (&json!(balance), &json!(balance - 1_680))
    );
    assert_eq!(statement["reservedMinutes"], reserved);
    let entries = statement["entries"]["edges"].as_array().unwrap();
    assert_eq!(entries.len(), 1, "what was set aside and freed is no entry");
    let entry = &entries[0]["node"];
    assert_eq!(
        (&entry["kind"], &entry["minutes"], &entry["balanceAfter"]),
        (&json!("CAPTURE"), &json!(-1_680), &json!(balance - 1_680))
    );
    assert_eq!(entry["counterparty"]["id"], story.app.persona("employer")["structureId"]);
    assert_eq!(entry["engagement"]["id"], closed["id"]);

    let complete = json!({ "missionId": story.mission["id"], "expectedVersion": story.mission["version"] });
    let done = story.other("mission_owner", "missionComplete", complete, "mission { state }").await;
    assert_eq!(done["mission"]["state"], "COMPLETED");
    story.check_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_sent_twice_has_one_effect_and_one_answer() {
    let story = Story::begin().await;
    let application = story.apply().await;
    let input = json!({ "applicationId": application, "idempotencyKey": story.key() });
    let shortlist = json!({ "applicationId": application, "idempotencyKey": story.key() });
    story.app.attempt(LIFECYCLE, "mission_owner", "ApplicationShortlist", json!({ "input": shortlist })).await;
    let select = || story.app.attempt(LIFECYCLE, "mission_owner", "ApplicationSelect", json!({ "input": input }));
    let (once, twice) = tokio::join!(select(), select());
    assert_eq!(once, twice);
    assert_eq!(once["data"]["applicationSelect"]["engagement"]["state"], "AWAITING_CONSENTS");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wishes_of_a_registration_become_applications() {
    let story = Story::begin().await;
    story.app.enroll("ines").await;
    let mut registration = story.registration();
    registration["missionIds"] = json!([story.mission["id"]]);
    story.done("ines", "TalentRegister", registration.clone()).await;
    let work = story.app.attempt(LIFECYCLE, "ines", "MyWork", json!({ "first": 10 })).await;
    let first = &work["data"]["viewer"]["talent"]["applications"]["edges"][0]["node"];
    assert_eq!((&first["state"], &first["mission"]["id"]), (&json!("SUBMITTED"), &story.mission["id"]));

    story.app.enroll("lea").await;
    registration["structureId"] = story.app.persona("mission_owner")["structureId"].clone();
    assert_eq!(story.refused("lea", "TalentRegister", registration).await, "SAME_STRUCTURE");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_shows_the_talent_by_name_once_it_is_accepted() {
    let story = Story::begin().await;
    let own = story.app.data("nadia", "{ viewer { talent { id } } }", json!({})).await;
    let input = json!({ "missionId": story.mission["id"], "talentId": own["viewer"]["talent"]["id"] });
    let invited = story.done("mission_owner", "ApplicationInvite", input).await["application"].clone();
    assert_eq!(invited["state"], "INVITED");
    assert!(story.todo("nadia").await.contains(&("INVITATION_TO_ANSWER".to_owned(), invited["id"].clone())));
    let name = async || {
        let query = "query($id: ID!) { node(id: $id) { ... on Application { talent { displayName } } } }";
        let data = story.app.data("mission_owner", query, json!({ "id": invited["id"] })).await;
        data["node"]["talent"]["displayName"].clone()
    };
    assert_eq!(name().await, "N. N.");
    let accept = json!({ "applicationId": invited["id"], "motivation": "Avec plaisir." });
    let accepted = story.other("nadia", "applicationAccept", accept, "application { state }").await;
    assert_eq!(accepted["application"]["state"], "SUBMITTED");
    assert_eq!(name().await, "nadia Nouvelle");
    let withdrawn = story.done("nadia", "ApplicationWithdraw", json!({ "applicationId": invited["id"] })).await;
    assert_eq!(withdrawn["application"]["state"], "WITHDRAWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_manager_who_may_speak_for_the_employer_is_asked_for_both_and_gives_both() {
    let story = Story::begin().await;
    let engagement = story.selected().await;
    let for_the_employer = ("CONSENT_TO_GIVE".to_owned(), consent(&engagement, "EMPLOYER"));
    assert!(!story.todo("line_manager").await.contains(&for_the_employer), "the structure does not let them");
    let structure = story.app.persona("employer")["structureId"].clone();
    let query = "query($id: ID!) { structure(id: $id) { version } }";
    let version = story.app.data("employer", query, json!({ "id": structure })).await["structure"]["version"].clone();
    let allow = json!({ "structureId": structure, "expectedVersion": version, "managerConsentsForEmployer": true });
    story.other("employer", "structureUpdate", allow, "structure { version }").await;
    assert!(story.todo("line_manager").await.contains(&for_the_employer));
    assert!(story.todo("employer").await.contains(&for_the_employer), "whoever is first");
    for kind in ["LINE_MANAGER", "EMPLOYER"] {
        let granted =
            story.done("line_manager", "ConsentGrant", json!({ "consentId": consent(&engagement, kind) })).await;
        assert_eq!((&granted["consent"]["kind"], &granted["consent"]["state"]), (&json!(kind), &json!("GRANTED")));
    }
    let left = story.todo("line_manager").await;
    for kind in ["LINE_MANAGER", "EMPLOYER"] {
        assert!(!left.contains(&("CONSENT_TO_GIVE".to_owned(), consent(&engagement, kind))), "{kind} is given");
    }
    story.check_ledger().await;
}
