//! What the scheme's team does to credits, on both engines.

use serde_json::{Value, json};

use super::{Story, consent, unhappy};
use crate::harness::app::{TestApp, codes};
use crate::harness::engines::on_both_urls;

const TRANSFER: &str = "transfer { id kind minutes pending }";

/// The first code of a mutation that must be refused.
async fn refused(story: &Story, field: &str, mut input: Value) -> String {
    input["idempotencyKey"] = json!(story.key());
    let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
    let query = format!("mutation($input: {type_name}!) {{ {field}(input: $input) {{ userErrors {{ code }} }} }}");
    let answer = story.app.ask("operator", &query, json!({ "input": input })).await;
    codes(&answer).first().cloned().unwrap_or_else(|| panic!("{field} passed: {answer}"))
}

fn host(story: &Story) -> Value {
    story.app.persona("mission_owner")["structureId"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endowment_is_undone_once_and_a_proposal_is_given_up_instead() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 1).await;
        let endow = json!({ "structureId": host(&story), "minutes": 600 });
        let given = story.other("operator", "creditEndow", endow, TRANSFER).await["transfer"].clone();
        let undo = json!({ "transferId": given["id"] });
        let undone = story.other("operator", "creditUndo", undo.clone(), TRANSFER).await["transfer"].clone();
        assert_eq!((&undone["kind"], &undone["minutes"]), (&json!("REVERSAL"), &json!(600)));
        assert_eq!(story.minutes("mission_owner").await, (0, 0));
        assert_eq!(refused(&story, "creditUndo", undo).await, "INVALID_TRANSITION", "it was undone already");
        let propose = json!({ "structureId": host(&story), "minutes": 60, "reason": "MISTAKE" });
        let proposed = story.other("operator", "creditAdjustmentPropose", propose, TRANSFER).await["transfer"].clone();
        let proposed = json!({ "transferId": proposed["id"] });
        assert_eq!(refused(&story, "creditUndo", proposed.clone()).await, "INVALID_TRANSITION", "nothing moved yet");
        story.other("operator", "creditAdjustmentReject", proposed.clone(), TRANSFER).await;
        assert_eq!(refused(&story, "creditAdjustmentReject", proposed).await, "INVALID_TRANSITION");
        story.check_ledger().await;
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_floor_of_its_own_lets_a_structure_borrow_and_the_next_one_sees_who_changed_it() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 1).await;
        unhappy::compensate(&story).await;
        let engagement = story.selected().await;
        for (kind, who) in &super::VOICES[..3] {
            story.done(who, "ConsentGrant", json!({ "consentId": consent(&engagement, kind) })).await;
        }
        let last = json!({ "consentId": consent(&engagement, "HOST") });
        assert_eq!(story.refused("mission_owner", "ConsentGrant", last.clone()).await, "INSUFFICIENT_CREDITS");
        let set = json!({ "structureId": host(&story), "expectedVersion": 1, "floorMinutes": -8_400 });
        let account = "account { version floorMinutes availableMinutes }";
        let floor = story.other("operator", "creditFloorSet", set.clone(), account).await["account"].clone();
        assert_eq!(floor, json!({ "version": 2, "floorMinutes": -8_400, "availableMinutes": 8_400 }));
        assert_eq!(refused(&story, "creditFloorSet", set).await, "CONFLICT");
        let far = json!({ "structureId": host(&story), "expectedVersion": 2, "floorMinutes": 1_000_000_000 });
        assert_eq!(refused(&story, "creditFloorSet", far).await, "BAD_USER_INPUT");
        story.done("mission_owner", "ConsentGrant", last).await;
        assert_eq!(story.minutes("mission_owner").await, (0, 8_400));
        let back = json!({ "structureId": host(&story), "expectedVersion": 2 });
        let floor = story.other("operator", "creditFloorSet", back, account).await["account"].clone();
        assert_eq!(floor, json!({ "version": 3, "floorMinutes": 0, "availableMinutes": -8_400 }));
        story.check_ledger().await;
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_closed_once_it_is_over() {
    on_both_urls(|url| async move {
        let story = Story::begin_in(TestApp::demo_on(&url).await, 1).await;
        let endow = json!({ "structureId": host(&story), "minutes": 600 });
        story.other("operator", "creditEndow", endow.clone(), TRANSFER).await;
        let month = |month: &str| json!({ "month": month });
        assert_eq!(refused(&story, "creditMonthClose", month("2026-12")).await, "INVALID_TRANSITION", "it is not over");
        assert_eq!(refused(&story, "creditMonthClose", month("décembre")).await, "BAD_USER_INPUT");
        story.app.at("2027-01-01T08:00:00Z").await;
        let closed = story.other("operator", "creditMonthClose", month("2026-12"), "closedThrough").await;
        assert_eq!(closed["closedThrough"], "2026-12");
        assert_eq!(refused(&story, "creditMonthClose", month("2026-11")).await, "INVALID_TRANSITION");
        story.other("operator", "creditEndow", endow, TRANSFER).await;
        assert_eq!(story.minutes("mission_owner").await, (1_200, 0));
        story.check_ledger().await;
        story.app.app.store.clone().close().await.unwrap();
    })
    .await;
}
