//! The ways in which the story goes otherwise.

use serde_json::{Value, json};
use talents_core::Change;
use talents_core::event::{Actor, EventDraft, EventKind};
use talents_core::programme::{CompensationMode, PROGRAMME, Programme};

use super::{LIFECYCLE, Story, VOICES, consent, versioned};

fn states(engagement: &Value) -> Vec<&str> {
    engagement["consents"].as_array().unwrap().iter().map(|consent| consent["state"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_service_needs_cancels_and_frees_the_seat() {
    let story = Story::begin().await;
    let engagement = story.selected().await;
    let refuse = json!({ "consentId": consent(&engagement, "EMPLOYER"), "reason": "SERVICE_NEEDS" });
    let refused = story.done("employer", "ConsentRefuse", refuse).await;
    assert_eq!(refused["consent"]["reason"], "SERVICE_NEEDS");
    assert_eq!(refused["engagement"]["state"], "CANCELLED");
    assert_eq!(story.application_state().await, "SHORTLISTED");
    let other = json!({ "consentId": consent(&engagement, "HOST") });
    assert_eq!(story.refused("mission_owner", "ConsentGrant", other).await, "INVALID_TRANSITION");
    assert!(story.todo("mission_owner").await.iter().any(|(kind, _)| kind == "APPLICATION_TO_ANSWER"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_consents_in_anothers_place_the_operator_included() {
    let story = Story::begin().await;
    let engagement = story.selected().await;
    for (kind, voice) in VOICES {
        let grant = json!({ "consentId": consent(&engagement, kind) });
        for who in ["nadia", "line_manager", "employer", "mission_owner", "dnum", "operator"] {
            if who != voice {
                assert_eq!(story.refused(who, "ConsentGrant", grant.clone()).await, "FORBIDDEN", "{kind} by {who}");
            }
        }
        assert_eq!(story.refused("untrusted_owner", "ConsentGrant", grant).await, "NOT_FOUND");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_consent_frees_what_was_reserved_until_it_is_given_again() {
    let story = Story::begin().await;
    let ready = story.ready().await;
    let whole = story.engagement("nadia", &ready["id"]).await;
    let own = consent(&whole, "TALENT");
    let revoked = story.done("nadia", "ConsentRevoke", json!({ "consentId": own })).await;
    assert_eq!(revoked["engagement"]["state"], "AWAITING_CONSENTS");
    assert_eq!(story.minutes("mission_owner").await, (0, 0));
    let again = json!({ "consentId": own });
    story.other("mission_owner", "consentAskAgain", again.clone(), "consent { state }").await;
    let granted = story.done("nadia", "ConsentGrant", again).await;
    assert_eq!(granted["engagement"]["state"], "READY");
    assert_eq!(story.minutes("mission_owner").await, (0, 8400));
    story.check_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_days_supersede_what_was_consented_to() {
    let story = Story::begin().await;
    let ready = story.ready().await;
    let before = story.engagement("nadia", &ready["id"]).await;
    let later = json!({ "startOn": "2027-01-11", "plannedMinutes": 4200 });
    let moved = story.move_on("mission_owner", "EngagementReschedule", &ready, later).await;
    assert_eq!((&moved["state"], states(&moved)), (&json!("AWAITING_CONSENTS"), vec!["SUPERSEDED"; 4]));
    assert_eq!(story.minutes("mission_owner").await, (0, 0));
    for (kind, _) in VOICES {
        let again = json!({ "consentId": consent(&moved, kind) });
        story.other("mission_owner", "consentAskAgain", again, "consent { state }").await;
    }
    let stale = json!({ "consentId": consent(&moved, "TALENT"), "termsHash": before["terms"]["hash"] });
    assert_eq!(story.refused("nadia", "ConsentGrant", stale).await, "CONFLICT", "she read other terms");
    story.grant_all(&moved).await;
    assert_eq!(story.minutes("mission_owner").await, (0, 4200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_next_version_of_the_mission_supersedes_what_was_consented_to() {
    let story = Story::begin().await;
    let ready = story.ready().await;
    let revise = json!({ "missionId": story.mission["id"], "expectedVersion": story.mission["version"],
        "deliverables": "Une plateforme qui tient, et sa documentation." });
    let revised = story.done("mission_owner", "MissionRevise", revise).await;
    assert_eq!(revised["mission"]["publishedVersion"], 2);
    let after = story.engagement("nadia", &ready["id"]).await;
    assert_eq!((&after["state"], states(&after)), (&json!("AWAITING_CONSENTS"), vec!["SUPERSEDED"; 4]));
    assert_eq!(story.minutes("mission_owner").await, (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_employer_recalls_and_what_was_worked_is_settled() {
    let story = Story::begin().await;
    let started = story.started().await;
    let reason = json!({ "reason": "Crue : le service a besoin d’elle." });
    let recalled = story.move_on("employer", "EngagementInterrupt", &started, reason).await;
    assert_eq!(recalled["state"], "INTERRUPTED");
    assert_eq!(story.engagement("nadia", &started["id"]).await["endCause"], "EMPLOYER");
    let sheet = story.declare(&recalled, "2026-12-08", "2026-12-08", 420).await;
    let input = versioned("engagementId", &recalled, json!({}));
    assert_eq!(story.refused("mission_owner", "EngagementClose", input).await, "INVALID_TRANSITION");
    story.move_on("mission_owner", "TimeSheetValidate", &sheet, json!({})).await;
    let closed = story.move_on("mission_owner", "EngagementClose", &recalled, json!({})).await;
    assert_eq!(closed["state"], "CLOSED");
    assert_eq!((story.minutes("mission_owner").await, story.minutes("employer").await), ((-420, 0), (420, 0)));
    story.check_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn disputed_time_is_amended_or_arbitrated_and_validated_time_is_reversed() {
    let story = Story::begin().await;
    let started = story.started().await;
    story.app.at("2026-12-14T09:00:00Z").await;
    let sheet = story.declare(&started, "2026-12-08", "2026-12-11", 1_680).await;
    let why = || json!({ "reason": "Le 11 n’a pas été travaillé." });
    let disputed = story.move_on("mission_owner", "TimeSheetDispute", &sheet, why()).await;
    let amend = json!({ "from": "2026-12-08", "to": "2026-12-10", "minutes": 1_260 });
    let amend = versioned("timeSheetId", &disputed, amend);
    let amended = story.other("nadia", "timeSheetAmend", amend, "timeSheet { id state version }").await;
    let amended = amended["timeSheet"].clone();
    let disputed = story.move_on("mission_owner", "TimeSheetDispute", &amended, why()).await;
    assert!(story.todo("operator").await.contains(&("TIME_SHEET_TO_ARBITRATE".to_owned(), sheet["id"].clone())));
    let ruling = versioned("timeSheetId", &disputed, json!({ "ruling": "UPHOLD", "reason": "Le badge le montre." }));
    let upheld = story.other("operator", "timeSheetArbitrate", ruling, "timeSheet { id state version }").await;
    assert_eq!(upheld["timeSheet"]["state"], "VALIDATED");
    assert_eq!(story.minutes("employer").await, (1_260, 0));
    let reverse = versioned("timeSheetId", &upheld["timeSheet"], json!({ "reason": "Compté deux fois." }));
    let reversed = story.other("operator", "timeSheetReverse", reverse, "timeSheet { state }").await;
    assert_eq!(reversed["timeSheet"]["state"], "REVERSED");
    assert_eq!((story.minutes("mission_owner").await.0, story.minutes("employer").await), (0, (0, 0)));
    story.check_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mission_that_is_cancelled_ends_its_engagements_and_candidatures() {
    let story = Story::begin().await;
    let ready = story.ready().await;
    let cancel = json!({ "missionId": story.mission["id"], "expectedVersion": story.mission["version"],
        "reason": "Le projet est abandonné." });
    let cancelled = story.done("mission_owner", "MissionCancel", cancel).await;
    assert_eq!(cancelled["mission"]["state"], "CANCELLED");
    let ended = story.engagement("nadia", &ready["id"]).await;
    assert_eq!((&ended["state"], &ended["endCause"]), (&json!("CANCELLED"), &json!("MISSION_CANCELLED")));
    assert_eq!(story.application_state().await, "LAPSED");
    assert_eq!(story.minutes("mission_owner").await, (0, 0));
    story.check_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engagement_is_suspended_resumed_interrupted_and_cancelled_by_those_who_may() {
    let story = Story::begin().await;
    let started = story.started().await;
    let why = json!({ "reason": "Gel de fin d’année." });
    let input = versioned("engagementId", &started, why.clone());
    let suspended = story.other("mission_owner", "engagementSuspend", input, "engagement { id state version }").await;
    assert_eq!(suspended["engagement"]["state"], "SUSPENDED");
    let input = versioned("engagementId", &suspended["engagement"], json!({}));
    let resumed = story.other("mission_owner", "engagementResume", input, "engagement { id state version }").await;
    let ended = story.move_on("nadia", "EngagementInterrupt", &resumed["engagement"], why.clone()).await;
    assert_eq!(ended["state"], "INTERRUPTED");

    let story = Story::begin().await;
    let ready = story.ready().await;
    let input = versioned("engagementId", &ready, why);
    let cancelled = story.other("employer", "engagementCancel", input, "engagement { state endCause }").await;
    assert_eq!(cancelled["engagement"], json!({ "state": "CANCELLED", "endCause": "EMPLOYER" }));
    assert_eq!(story.application_state().await, "SHORTLISTED");
}

#[tokio::test(flavor = "multi_thread")]
async fn silence_is_no_consent_and_a_mission_that_nobody_fills_expires() {
    let story = Story::begin().await;
    let engagement = story.selected().await;
    story.done("nadia", "ConsentGrant", json!({ "consentId": consent(&engagement, "TALENT") })).await;
    story.app.at("2026-12-16T22:00:00Z").await;
    let waiting = story.engagement("nadia", &engagement["id"]).await;
    assert_eq!(states(&waiting), ["GRANTED", "REQUESTED", "REQUESTED", "REQUESTED"], "the last day counts");
    story.app.at("2026-12-17T08:00:00Z").await;
    let late = story.engagement("nadia", &engagement["id"]).await;
    assert_eq!(
        (&late["state"], states(&late)),
        (&json!("AWAITING_CONSENTS"), vec!["GRANTED", "EXPIRED", "EXPIRED", "EXPIRED"])
    );
    assert!(story.todo("mission_owner").await.iter().any(|(kind, _)| kind == "CONSENT_TO_ASK_AGAIN"));

    let story = Story::begin().await;
    story.apply().await;
    story.app.at("2026-12-08T08:00:00Z").await;
    assert_eq!(story.application_state().await, "LAPSED", "nobody was selected by the deadline");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_talent_who_changes_structure_has_everybody_asked_anew_and_one_who_leaves_ends_it() {
    let story = Story::begin().await;
    let ready = story.ready().await;
    let own = "{ viewer { talent { id version } } }";
    let version = story.app.data("nadia", own, json!({})).await["viewer"]["talent"]["version"].clone();
    let moves = json!({ "structureId": story.app.persona("second_talent")["structureId"], "expectedVersion": version });
    story.done("nadia", "TalentUpdate", moves).await;
    let moved = story.engagement("nadia", &ready["id"]).await;
    assert_eq!((&moved["state"], states(&moved)), (&json!("AWAITING_CONSENTS"), vec!["SUPERSEDED"; 4]));
    assert_eq!(story.minutes("mission_owner").await, (0, 0));
    let version = story.app.data("nadia", own, json!({})).await["viewer"]["talent"]["version"].clone();
    let leave = json!({ "expectedVersion": version });
    story.other("nadia", "talentWithdraw", leave, "talent { state }").await;
    let ended = story.engagement("nadia", &ready["id"]).await;
    assert_eq!((&ended["state"], &ended["endCause"]), (&json!("CANCELLED"), &json!("TALENT_LEFT")));
    assert_eq!(story.application_state().await, "WITHDRAWN");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_erased_while_an_engagement_is_not_settled() {
    let story = Story::begin().await;
    let started = story.started().await;
    let version = async || {
        let data = story.app.data("nadia", "{ viewer { talent { version } } }", json!({})).await;
        data["viewer"]["talent"]["version"].clone()
    };
    story.other("nadia", "talentWithdraw", json!({ "expectedVersion": version().await }), "talent { state }").await;
    let query = "mutation($input: TalentEraseInput!) { talentErase(input: $input) { userErrors { code } } }";
    let input = json!({ "idempotencyKey": story.key(), "expectedVersion": version().await });
    let answer = story.app.ask("nadia", query, json!({ "input": input })).await;
    assert_eq!(answer["data"]["talentErase"]["userErrors"][0]["code"], "INVALID_TRANSITION", "{answer}");
    let ended = story.engagement("nadia", &started["id"]).await;
    assert_eq!((&ended["state"], &ended["endCause"]), (&json!("INTERRUPTED"), &json!("TALENT_LEFT")));
    story.move_on("mission_owner", "EngagementClose", &ended, json!({})).await;
    story.other("nadia", "talentErase", json!({ "expectedVersion": version().await }), "talent { state }").await;
    let variables = json!({ "id": story.mission["id"], "first": 10 });
    let listed = story.app.attempt(LIFECYCLE, "mission_owner", "ApplicationsOfMission", variables).await;
    assert_eq!(listed["data"]["node"]["applications"]["edges"][0]["node"]["motivation"], "", "{listed}");
    // C8: the ledger is whole without them.
    story.check_ledger().await;
}

/// Enforces the floor from now on.
pub(super) async fn compensate(story: &Story) {
    let app = &story.app.app;
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await.unwrap();
    let before = talents_store::programme::load(&tx).await.unwrap();
    let version = before.version + 1;
    let value = Programme { version, compensation_mode: CompensationMode::Compensation, ..before.clone() };
    let events = vec![EventDraft::new(EventKind::ProgrammeChanged, PROGRAMME, version)];
    talents_store::programme::save(&mut tx, &before, &Change { value, events }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn without_credits_the_last_consent_is_refused_until_the_host_has_some() {
    let story = Story::begin().await;
    compensate(&story).await;
    let engagement = story.selected().await;
    for (kind, who) in &VOICES[..3] {
        story.done(who, "ConsentGrant", json!({ "consentId": consent(&engagement, kind) })).await;
    }
    let last = json!({ "consentId": consent(&engagement, "HOST") });
    assert_eq!(story.refused("mission_owner", "ConsentGrant", last.clone()).await, "INSUFFICIENT_CREDITS");
    let unchanged = story.engagement("mission_owner", &engagement["id"]).await;
    assert_eq!((&unchanged["state"], states(&unchanged)[3]), (&json!("AWAITING_CONSENTS"), "REQUESTED"));
    let endow = json!({ "structureId": story.app.persona("mission_owner")["structureId"], "minutes": 8_400 });
    story.other("operator", "creditEndow", endow, "transfer { kind minutes }").await;
    let granted = story.done("mission_owner", "ConsentGrant", last).await;
    assert_eq!(granted["engagement"]["state"], "READY");
    assert_eq!(story.minutes("mission_owner").await, (8_400, 8_400));
    story.check_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_seat_is_taken_once_and_the_others_stay_in_the_running_until_the_start() {
    let story = Story::begin().await;
    story.app.enroll("ines").await;
    story.done("ines", "TalentRegister", story.registration()).await;
    let input = json!({ "missionId": story.mission["id"], "motivation": "" });
    let other = story.done("ines", "ApplicationSubmit", input).await["application"]["id"].clone();
    let ready = story.ready().await;
    let other = json!({ "applicationId": other });
    story.done("mission_owner", "ApplicationShortlist", other.clone()).await;
    assert_eq!(story.refused("mission_owner", "ApplicationSelect", other).await, "SEATS_TAKEN");
    story.app.at("2026-12-08T09:00:00Z").await;
    story.move_on("mission_owner", "EngagementStart", &ready, json!({})).await;
    let work = story.app.attempt(LIFECYCLE, "ines", "MyWork", json!({ "first": 10 })).await;
    assert_eq!(work["data"]["viewer"]["talent"]["applications"]["edges"][0]["node"]["state"], "LAPSED");
}
