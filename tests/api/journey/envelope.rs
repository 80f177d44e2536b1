//! The employer's envelope: minutes granted in advance, on both engines.

use serde_json::{Value, json};

use super::{Story, consent, versioned};
use crate::harness::app::TestApp;
use crate::harness::engines::on_both_urls;

/// The employer grants so many minutes in advance, for engagements of a mission's size at most.
pub(super) async fn grant(story: &Story, minutes: usize) -> Value {
    let input = json!({ "structureId": story.app.persona("employer")["structureId"], "minutes": minutes,
        "engagementMinutesMax": 8_400, "startOn": "2026-12-01", "endOn": "2027-12-31" });
    story.other("employer", "envelopeGrant", input, "envelope { id version usedMinutes }").await["envelope"].clone()
}

async fn used(story: &Story, envelope: &Value) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Envelope { usedMinutes } } }";
    story.app.data("employer", query, json!({ "id": envelope["id"] })).await["node"]["usedMinutes"].clone()
}

/// A new talent of the employer applies and is selected, for so many minutes.
async fn select(story: &Story, who: &str, minutes: u32) -> Value {
    story.app.enroll(who).await;
    story.done(who, "TalentRegister", story.registration()).await;
    let applied = story.done(who, "ApplicationSubmit", json!({ "missionId": story.mission["id"] })).await;
    let application = applied["application"]["id"].clone();
    story.done("mission_owner", "ApplicationShortlist", json!({ "applicationId": application })).await;
    let input = json!({ "applicationId": application, "plannedMinutes": minutes });
    let selected = story.done("mission_owner", "ApplicationSelect", input).await;
    employers(story, &selected["engagement"]["id"]).await
}

/// An engagement with the answer of its employer.
async fn employers(story: &Story, id: &Value) -> Value {
    let query = "query($id: ID!) { node(id: $id) { ... on Engagement { id version state terms { hash } \
                 consents { id kind state termsHash fromEnvelope } } } }";
    story.app.data("mission_owner", query, json!({ "id": id })).await["node"].clone()
}

/// What the employer said, and whether an envelope said it.
fn answer(engagement: &Value) -> (Value, Value) {
    let consents = engagement["consents"].as_array().unwrap();
    let employer = consents.iter().find(|consent| consent["kind"] == "EMPLOYER").unwrap();
    (employer["state"].clone(), employer["fromEnvelope"].clone())
}

fn granted() -> (Value, Value) {
    (json!("GRANTED"), json!(true))
}

fn requested() -> (Value, Value) {
    (json!("REQUESTED"), json!(false))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_consents_to_what_it_covers_until_it_is_used_up_or_withdrawn() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 5).await;
        let before = select(&story, "avant", 600).await;
        assert_eq!(answer(&before), requested(), "there is no envelope until one is granted");
        let envelope = grant(&story, 9_000).await;
        let large = select(&story, "ines", 8_400).await;
        let small = select(&story, "zoe", 600).await;
        assert_eq!((answer(&large), answer(&small)), (granted(), granted()));
        assert_eq!(large["state"], "AWAITING_CONSENTS", "the three others are still asked");
        assert_eq!(used(&story, &envelope).await, 9_000);
        let past = select(&story, "marc", 60).await;
        assert_eq!(answer(&past), requested(), "nothing is left");
        assert_eq!(answer(&employers(&story, &before["id"]).await), requested(), "who was asked in person answers");
        story.done("employer", "ConsentGrant", json!({ "consentId": consent(&past, "EMPLOYER") })).await;
        story.check_ledger().await;
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_envelope_consented_to_is_revoked_and_superseded_like_any_consent() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 3).await;
        let envelope = grant(&story, 9_000).await;
        let engagement = select(&story, "ines", 600).await;
        let later = versioned("engagementId", &engagement, json!({ "plannedMinutes": 1_200 }));
        story.done("mission_owner", "EngagementReschedule", later).await;
        let moved = employers(&story, &engagement["id"]).await;
        assert_eq!(answer(&moved).0, "SUPERSEDED", "it consented to other terms");
        assert_eq!(used(&story, &envelope).await, 0);
        let again = json!({ "consentId": consent(&moved, "EMPLOYER") });
        story.other("mission_owner", "consentAskAgain", again.clone(), "consent { state }").await;
        let renewed = employers(&story, &engagement["id"]).await;
        assert_eq!(answer(&renewed), granted());
        let terms = &renewed["consents"].as_array().unwrap().iter().find(|one| one["kind"] == "EMPLOYER").unwrap();
        assert_eq!(terms["termsHash"], renewed["terms"]["hash"]);
        story.done("employer", "ConsentRevoke", again.clone()).await;
        assert_eq!(used(&story, &envelope).await, 0);
        story.other("mission_owner", "consentAskAgain", again.clone(), "consent { state }").await;
        let asked = employers(&story, &engagement["id"]).await;
        assert_eq!(answer(&asked), requested(), "an envelope does not overrule who took it back");
        story.done("employer", "ConsentRefuse", json!({ "consentId": again["consentId"], "reason": "DATES" })).await;
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_envelope_that_is_withdrawn_or_over_consents_to_nothing_more() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 3).await;
        let envelope = grant(&story, 9_000).await;
        let first = select(&story, "ines", 600).await;
        let input = json!({ "envelopeId": envelope["id"], "expectedVersion": envelope["version"] });
        let withdrawn = story.other("employer", "envelopeWithdraw", input, "envelope { withdrawn }").await;
        assert_eq!(withdrawn["envelope"]["withdrawn"], true);
        assert_eq!(answer(&employers(&story, &first["id"]).await), granted(), "what it consented to stands");
        assert_eq!(answer(&select(&story, "zoe", 600).await), requested());
        let over = json!({ "structureId": story.app.persona("employer")["structureId"], "minutes": 9_000,
            "engagementMinutesMax": 600, "startOn": "2026-11-01", "endOn": "2026-11-30" });
        story.other("employer", "envelopeGrant", over, "envelope { id }").await;
        assert_eq!(answer(&select(&story, "marc", 600).await), requested());
        let query = "query($id: ID!) { structure(id: $id) { envelopes { minutes withdrawn employer { id } } } }";
        let id = json!({ "id": story.app.persona("employer")["structureId"] });
        let listed = story.app.data("employer", query, id.clone()).await["structure"]["envelopes"].clone();
        assert_eq!(listed.as_array().unwrap().len(), 2);
        let others = story.app.ask("operator", query, id).await;
        assert_eq!(others["errors"][0]["extensions"]["code"], "FORBIDDEN", "the operator has no part in it: {others}");
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}
