//! `talents jobs`: what is due is done once, however often it is run, on both engines.

use chrono::TimeDelta;
use talents_core::application::ApplicationState;
use talents_core::engagement::{ConsentKind, ConsentState, PlanDraft};
use talents_core::mission::MissionState;
use talents_server::app::{Command, application};
use talents_store::{application as candidatures, engagement, mission};

use crate::harness::app::key;
use crate::harness::binary::Installation;
use crate::harness::engines::{event_count, on_both_urls};
use crate::harness::world::{EFFORT, OWNER, Plan, World};

/// How long ago the world began: its candidatures are closed by now, and its consents too late.
const AGO: TimeDelta = TimeDelta::days(35);

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_listed_done_once_and_then_no_more() {
    on_both_urls(|url| async move {
        let plan = Plan { missions: 2, seats: 1, candidates: 2, credits: EFFORT };
        let world = World::begun_before(&url, plan, AGO).await;
        let (selected, missions) = (world.candidates[0].application, world.missions.clone());
        select(&world).await;
        world.app.store.clone().close().await.unwrap();
        let site = Installation::new(url.clone());
        let listed = site.run(&["jobs", "--list"]);
        let names: Vec<&str> = listed.lines().collect();
        assert!(names.contains(&"expire_consents") && names.contains(&"lapse_applications"), "{listed}");
        let done = site.run(&["jobs"]);
        for line in ["expire_missions\t1", "expire_consents\t4", "follow_managers\t0", "lapse_applications\t0"] {
            assert!(done.lines().any(|one| one == line), "{line}: {done}");
        }
        assert_eq!(done.lines().count(), names.len(), "each of those that are listed ran");
        let events = event_count(&url).await;
        let again = site.run(&["jobs"]);
        assert!(again.lines().all(|line| line.ends_with("\t0")), "{again}");
        assert_eq!(event_count(&url).await, events, "nothing happened twice");

        let store = talents_store::Store::connect(&url).await.unwrap();
        let opened = engagement::of_application(&store, selected).await.unwrap().unwrap();
        let states = ConsentKind::ALL.iter().map(|kind| opened.consents.get(*kind).state);
        assert!(states.into_iter().all(|state| state == ConsentState::Expired), "silence is no consent");
        let states: Vec<_> = mission::by_ids(&store, &missions).await.unwrap();
        let expired = states.iter().find(|mission| mission.state == MissionState::Expired).unwrap();
        let lapsed = candidatures::all_of_mission(&store, expired.id).await.unwrap();
        assert!(lapsed.iter().all(|one| one.state == ApplicationState::Lapsed) && lapsed.len() == 2);
        store.close().await.unwrap();
    })
    .await;
}

/// The host selects the first candidate, so that their mission waits for consents instead of expiring.
async fn select(world: &World) {
    let session = world.session(OWNER).await;
    let (key, input) = (key(1), String::new());
    let command = Command { session: &session, operation: "applicationSelect", key: &key, input };
    let id = world.candidates[0].application;
    let asked = application::Select { id, expected_version: None, plan: PlanDraft::default() };
    application::select(&world.app, &command, asked).await.unwrap();
}
