//! How long a mission takes applications, and that lists say so at once.

use serde_json::json;

use super::{Story, VOICES, consent, versioned};
use crate::harness::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_mission_takes_applications_until_they_are_closed_or_its_last_seat_has_started() {
    let story = Story::begin_in(TestApp::demo().await, 2).await;
    let list = "query($wanted: Boolean!) { missions(query: \"Fiabiliser la plateforme de conteneurs\", first: 20, \
                filter: { takesApplications: $wanted }) { edges { node { id takesApplications } } } }";
    let takes = async || {
        story.app.catch_up().await;
        let mut found = Vec::new();
        for wanted in [true, false] {
            let data = story.app.data("", list, json!({ "wanted": wanted })).await;
            let nodes = data["missions"]["edges"].as_array().unwrap().iter().map(|edge| edge["node"].clone());
            let own: Vec<_> = nodes.filter(|node| node["id"] == story.mission["id"]).collect();
            assert!(own.iter().all(|node| node["takesApplications"] == wanted), "{own:?}");
            found.extend(own.iter().map(|_| wanted));
        }
        assert_eq!(found.len(), 1, "in one of the two lists: {found:?}");
        found[0]
    };
    assert!(takes().await);
    let mut mission = story.mission.clone();
    for (field, open) in [("missionCloseApplications", false), ("missionOpenApplications", true)] {
        let input = versioned("missionId", &mission, json!({}));
        mission = story.other("mission_owner", field, input, "mission { id version }").await["mission"].clone();
        assert_eq!(takes().await, open, "{field}");
    }
    let mut started = 0;
    for who in ["ines", "lea"] {
        story.app.enroll(who).await;
        story.done(who, "TalentRegister", story.registration()).await;
        let applied = story.done(who, "ApplicationSubmit", json!({ "missionId": mission["id"] })).await;
        let engagement = story.select(&applied["application"]["id"]).await;
        let mut last = engagement.clone();
        for (kind, voice) in VOICES.map(|(kind, voice)| (kind, if kind == "TALENT" { who } else { voice })) {
            let granted = story.done(voice, "ConsentGrant", json!({ "consentId": consent(&engagement, kind) })).await;
            last = granted["engagement"].clone();
        }
        assert!(story.app.clock.advance_to("2026-12-07T09:00:00Z".parse().unwrap()));
        story.move_on("mission_owner", "EngagementStart", &last, json!({})).await;
        started += 1;
        assert_eq!(takes().await, started < 2, "{started} of 2 seats have started");
    }
    let late = json!({ "missionId": mission["id"], "motivation": "" });
    assert_eq!(story.refused("nadia", "ApplicationSubmit", late).await, "INVALID_TRANSITION");
    let faults = talents_server::app::indexer::verify(&story.app.app).await.unwrap();
    assert_eq!(faults, Vec::<String>::new());
}
