//! `talents jobs`: what is due is done once, however often it is run, on both engines.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use talents_core::application::ApplicationState;
use talents_core::engagement::{ConsentKind, ConsentState, Engagement};
use talents_core::event::{Actor, Event, EventKind};
use talents_core::mission::MissionState;
use talents_server::app::{App, Command, consent, todo};
use talents_server::clock::{Clock, FrozenClock};
use talents_server::jobs::{self, Job, Rounds};
use talents_store::{Store, application as candidatures, engagement, event, mission, role};
use tokio::sync::Barrier;

use crate::harness::app::key;
use crate::harness::binary::Installation;
use crate::harness::engines::{event_count, on_both_urls};
use crate::harness::world::{EFFORT, EMPLOYER, Plan, World};
use crate::races::select_first;

/// How long ago the world began: its candidatures are closed by now, and its consents too late.
const AGO: TimeDelta = TimeDelta::days(35);

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_is_listed_done_once_and_then_no_more() {
    on_both_urls(|url| async move {
        let plan = Plan { missions: 2, seats: 1, candidates: 2, credits: EFFORT };
        let world = World::begun_before(&url, plan, AGO).await;
        let (selected, missions) = (world.candidates[0].application, world.missions.clone());
        // Their mission waits for consents then, instead of expiring.
        select_first(&world).await;
        world.app.store.clone().close().await.unwrap();
        let site = Installation::new(url.clone());
        let listed = site.run(&["jobs", "--list"]);
        let names: Vec<&str> = listed.lines().collect();
        assert!(names.contains(&"expire_consents") && names.contains(&"lapse_applications"), "{listed}");
        let done = site.run(&["jobs"]);
        for line in
            ["expire_missions\t1", "expire_consents\t4", "follow_managers\t0", "lapse_applications\t0", "remind\t1"]
        {
            assert!(done.lines().any(|one| one == line), "{line}: {done}");
        }
        assert_eq!(done.lines().count(), names.len(), "each of those that are listed ran");
        let events = event_count(&url).await;
        let again = site.run(&["jobs"]);
        assert!(again.lines().all(|line| line.ends_with("\t0")), "{again}");
        assert_eq!(event_count(&url).await, events, "nothing happened twice");

        let store = Store::connect(&url).await.unwrap();
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

/// A world whose clock can be moved, with the engagement of its first candidate.
async fn awaiting(url: &str) -> (World, Arc<FrozenClock>, Engagement) {
    let plan = Plan { missions: 1, seats: 1, candidates: 2, credits: EFFORT };
    // A Tuesday, and seven days to consent: the last day is a Tuesday, and what would come on Saturday comes on Friday 8.
    let clock = Arc::new(FrozenClock::at("2027-01-05T08:00:00Z".parse().unwrap()));
    let world = World::on(url, plan, Arc::clone(&clock) as Arc<dyn Clock>).await;
    let opened = select_first(&world).await;
    (world, clock, opened)
}

/// What a run of the jobs reminds of on a day.
async fn remind_on(app: &App, clock: &FrozenClock, day: &str) -> u64 {
    assert!(clock.advance_to(format!("{day}T09:00:00Z").parse().unwrap()));
    let report = jobs::run_due(app).await.unwrap();
    report.done.iter().find(|(job, _)| *job == Job::Remind).unwrap().1
}

async fn reminders(store: &Store, object: uuid::Uuid) -> Vec<Event> {
    let all = event::of_object(store, object).await.unwrap();
    all.into_iter().filter(|event| talents_core::reminder::is_reminder(event.kind)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_party_is_reminded_before_its_deadline_and_on_its_last_day_and_nothing_else_changes() {
    on_both_urls(|url| async move {
        let (world, clock, opened) = awaiting(&url).await;
        let (app, store) = (&world.app, &world.app.store);
        assert_eq!(remind_on(app, &clock, "2027-01-07").await, 0);
        assert_eq!(remind_on(app, &clock, "2027-01-08").await, 4);
        assert_eq!(remind_on(app, &clock, "2027-01-08").await, 0, "once a day");
        let asked = opened.consents.get(ConsentKind::Employer);
        let told = reminders(store, asked.id.0).await.pop().unwrap();
        assert_eq!(
            (told.kind, told.actor, told.object_version),
            (EventKind::ConsentReminded, Actor::Job, asked.version)
        );
        let details: Vec<_> = told.details.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(details, ["for=EMPLOYER", "number=1", "todo=CONSENT_TO_GIVE"]);
        let after = engagement::by_id(store, opened.id).await.unwrap().unwrap();
        assert_eq!(after, opened, "the engagement and its consents are as they were");
        let todos = todo::list(app, &world.session(EMPLOYER).await).await.unwrap();
        let [todo] = todos.as_slice() else { panic!("{todos:?}") };
        assert_eq!((todo.since, todo.reminded_at), (asked.asked_at, Some(told.at)));

        grant(&world, &opened, ConsentKind::Employer, EMPLOYER).await;
        // The second candidature waits for the host, who is reminded after a week.
        assert_eq!(remind_on(app, &clock, "2027-01-12").await, 4, "three parties, and the host");
        assert_eq!(reminders(store, asked.id.0).await.len(), 1, "who has answered is left in peace");
        let host = opened.consents.get(ConsentKind::Host).id.0;
        let numbers: Vec<_> = reminders(store, host).await.iter().map(|told| told.details["number"].clone()).collect();
        assert_eq!(numbers, ["1", "2"]);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_expired_is_another_thing_to_do_whose_reminders_begin_anew_and_end() {
    on_both_urls(|url| async move {
        let (world, clock, opened) = awaiting(&url).await;
        let (app, store) = (&world.app, &world.app.store);
        for day in ["2027-01-08", "2027-01-12"] {
            remind_on(app, &clock, day).await;
        }
        let asked = opened.consents.get(ConsentKind::Talent).id.0;
        assert_eq!(remind_on(app, &clock, "2027-01-13").await, 0, "it expires on that day");
        let mut sent = 0;
        for day in ["2027-01-19", "2027-01-20", "2027-01-27", "2027-02-02", "2027-02-03", "2027-02-10", "2027-06-01"] {
            sent += remind_on(app, &clock, day).await;
        }
        let told = reminders(store, asked).await;
        let told: Vec<_> =
            told.iter().map(|told| ["todo", "for", "number"].map(|name| told.details[name].as_str())).collect();
        assert_eq!(told[..2], [["CONSENT_TO_GIVE", "TALENT", "1"], ["CONSENT_TO_GIVE", "TALENT", "2"]]);
        let again = ["1", "2", "3", "4"].map(|number| ["CONSENT_TO_ASK_AGAIN", "MISSION_OWNER", number]);
        assert_eq!(told[2..], again);
        assert_eq!(sent, 16 + 3, "four times for each of four, and three more for the candidature");
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn runs_at_the_same_moment_write_each_reminder_once() {
    const RUNS: usize = 4;
    on_both_urls(|url| async move {
        let (world, clock, opened) = awaiting(&url).await;
        assert!(clock.advance_to("2027-01-08T09:00:00Z".parse().unwrap()));
        let begin = Arc::new(Barrier::new(RUNS));
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let elsewhere = world.elsewhere_at(&url, Arc::clone(&clock) as Arc<dyn Clock>).await;
            let begin = Arc::clone(&begin);
            runs.push(tokio::spawn(async move {
                begin.wait().await;
                jobs::run_due(&elsewhere).await.unwrap().done.iter().find(|(job, _)| *job == Job::Remind).unwrap().1
            }));
        }
        let mut written = 0;
        for run in runs {
            written += run.await.unwrap();
        }
        // What a run left to another one that was faster is made up for by the next.
        written += remind_on(&world.app, &clock, "2027-01-08").await;
        for consent in opened.consents.iter() {
            assert_eq!(reminders(&world.app.store, consent.id.0).await.len(), 1, "{}", consent.kind);
        }
        assert_eq!(written, 4);
        world.assert_sound().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_looks_for_reminders_once_a_day() {
    on_both_urls(|url| async move {
        let (world, clock, _) = awaiting(&url).await;
        let mut rounds = Rounds::default();
        let mut counts = Vec::new();
        for instant in ["2027-01-08T09:00:00Z", "2027-01-08T22:59:00Z", "2027-01-11T23:01:00Z"] {
            assert!(clock.advance_to(instant.parse().unwrap()));
            let report = rounds.run(&world.app).await.unwrap();
            counts.push(report.done.iter().find(|(job, _)| *job == Job::Remind).unwrap().1);
        }
        assert_eq!(counts, [4, 0, 5], "the last day has begun in Paris, and for the host a week is over");
    })
    .await;
}

/// Roles end outside of engagements: the request follows, and a run that finds nothing to change takes no turn to write.
#[tokio::test(flavor = "multi_thread")]
async fn requests_follow_line_managers_and_looking_writes_nothing() {
    on_both_urls(|url| async move {
        let (world, _, opened) = awaiting(&url).await;
        let (app, store) = (&world.app, &world.app.store);
        let asked = opened.consents.get(ConsentKind::LineManager).asked_of.unwrap();
        let other = world.elsewhere_at(&url, Arc::clone(&app.clock)).await;
        // On SQLite, whoever else wanted to write would wait for this to end; on PostgreSQL, whoever wanted that mission.
        let tx = app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await.unwrap();
        let held = mission::by_id(&tx, opened.terms.mission).await.unwrap();
        assert!(held.is_some());
        let looked = tokio::time::timeout(Duration::from_secs(5), jobs::follow_managers(&other)).await;
        assert_eq!(looked.expect("it waits for nobody").unwrap(), 0);
        drop(tx);

        let yesterday = app.clock.today().pred_opt().unwrap();
        let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await.unwrap();
        for held in role::of_person(&tx, asked).await.unwrap() {
            role::revoke(&mut tx, held.id, yesterday).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(jobs::follow_managers(&other).await.unwrap(), 1);
        assert_eq!(jobs::follow_managers(&other).await.unwrap(), 0);
        let after = engagement::by_id(store, opened.id).await.unwrap().unwrap();
        assert_eq!(after.consents.get(ConsentKind::LineManager).asked_of, None);
    })
    .await;
}

/// A party consents.
async fn grant(world: &World, opened: &Engagement, kind: ConsentKind, token: &str) {
    let session = world.session(token).await;
    let (key, input) = (key(2), String::new());
    let command = Command { session: &session, operation: "consentGrant", key: &key, input };
    let id = opened.consents.get(kind).id;
    // The version that was read before the reminders: they did not move it.
    let expected_version = Some(opened.version as i64);
    consent::make_move(&world.app, &command, consent::Move { id, expected_version, ask: consent::Ask::Grant(None) })
        .await
        .unwrap();
}
