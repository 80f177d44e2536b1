//! Subscriptions, as real clients have them, on both engines:
//!
//! 1. each step of an engagement is pushed to its parties, over WebSocket and as events;
//! 2. access is asked for again: a token or a role that ends, ends the stream;
//! 3. no change is lost, whoever made it and however transactions overlap;
//! 4. one who does not read gets what there is now, not all that there was;
//! 5. a server that stops says so;
//! 6. connections are bounded, in all and for each person, and a quiet stream is kept alive.

mod client;
mod limits;
mod protocol;

use std::sync::Arc;

use serde_json::{Value, json};
use talents_core::engagement::ConsentKind;
use talents_core::event::Actor;
use talents_core::id::{EngagementId, PersonId};
use talents_server::app::session::hash_token;
use talents_server::app::{Command, consent};
use talents_server::graphql::public_id;
use talents_store::{engagement, role, token};

use self::client::Site;
use crate::harness::app::key;
use crate::harness::engines::on_both_urls;
use crate::harness::world::{EFFORT, EMPLOYER, MANAGER, OWNER, Plan, World};
use crate::races::{Racer, grant, select};

const ENGAGEMENT: &str =
    "subscription($id: ID!) { engagementChanged(id: $id) { version state consents { kind state } } }";
const TODO: &str = "subscription { todoChanged { totalCount edges { node { kind subject { ... on Node { id } } } } } }";

const ONE: Plan = Plan { missions: 1, seats: 1, candidates: 1, credits: EFFORT };

/// The engagement of the first candidate.
async fn selected(world: &World) -> EngagementId {
    select(world, &Racer { number: 1, candidate: world.candidates[0].clone() }).await.unwrap()
}

fn of(id: EngagementId) -> Value {
    json!({ "id": public_id(id) })
}

/// Who speaks for each party.
fn voices(world: &World) -> [(ConsentKind, String); 4] {
    [
        (ConsentKind::Talent, world.candidates[0].token.clone()),
        (ConsentKind::LineManager, MANAGER.to_owned()),
        (ConsentKind::Employer, EMPLOYER.to_owned()),
        (ConsentKind::Host, OWNER.to_owned()),
    ]
}

async fn revoke_token(world: &World, bearer: &str) -> PersonId {
    let found = token::by_hash(&world.app.store, &hash_token(bearer)).await.unwrap().unwrap();
    let mut tx = world.app.store.begin(world.app.stamp(Actor::CommandLine), world.app.ids.clone()).await.unwrap();
    token::revoke(&mut tx, found.id).await.unwrap();
    tx.commit().await.unwrap();
    found.person
}

async fn end_roles(world: &World, bearer: &str) {
    let found = token::by_hash(&world.app.store, &hash_token(bearer)).await.unwrap().unwrap();
    let held = role::of_person(&world.app.store, found.person).await.unwrap();
    let yesterday = world.app.clock.today().pred_opt().unwrap();
    let mut tx = world.app.store.begin(world.app.stamp(Actor::CommandLine), world.app.ids.clone()).await.unwrap();
    for held in held {
        role::revoke(&mut tx, held.id, yesterday).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// A move of the employer's consent.
async fn move_consent(world: &World, id: EngagementId, token: &str, ask: consent::Ask, number: u128) {
    let session = world.session(token).await;
    let opened = engagement::by_id(&world.app.store, id).await.unwrap().unwrap();
    let consent = opened.consents.get(ConsentKind::Employer).id;
    let (key, input) = (key((1 << 40) + 2 * number + u128::from(token == OWNER)), format!("{ask:?}"));
    let command = Command { session: &session, operation: "consent", key: &key, input };
    consent::make_move(&world.app, &command, consent::Move { id: consent, expected_version: None, ask }).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_step_is_pushed_to_the_parties() {
    on_both_urls(|url| async move {
        let world = World::new(&url, ONE).await;
        let site = Site::start(&world.app).await;
        let mut manager = site.join(MANAGER).await;
        manager.subscribe("todo", TODO, &json!({})).await;
        let first = manager.hear().await;
        assert_eq!((&first["id"], &first["type"]), (&json!("todo"), &json!("next")), "{first}");
        assert_eq!(first["payload"]["data"]["todoChanged"]["totalCount"], 0, "at once, as it is");

        let id = selected(&world).await;
        let due = manager.hear().await["payload"]["data"]["todoChanged"].clone();
        assert_eq!(due["edges"][0]["node"]["kind"], "CONSENT_TO_GIVE");

        let mut owner = site.join(OWNER).await;
        owner.subscribe("one", ENGAGEMENT, &of(id)).await;
        let mut talent = site.stream(Some(&world.candidates[0].token), ENGAGEMENT, &of(id)).await;
        assert_eq!(talent.response.headers()["content-type"], "text/event-stream");
        let state = |heard: &Value| heard["data"]["engagementChanged"]["state"].clone();
        assert_eq!(state(&owner.hear().await["payload"]), "AWAITING_CONSENTS");
        assert_eq!(state(&talent.next().await.unwrap().1), "AWAITING_CONSENTS");
        for (kind, voice) in voices(&world) {
            grant(&world, id, kind, &voice, 1).await.unwrap();
            let is_granted = |data: &Value| {
                let consents = data["data"]["engagementChanged"]["consents"].as_array().unwrap();
                consents.iter().any(|one| one["kind"] == kind.code() && one["state"] == "GRANTED")
            };
            owner.hear_until(|heard| is_granted(&heard["payload"])).await;
            talent.next_until(is_granted).await;
        }
        let done = manager.hear_until(|heard| heard["payload"]["data"]["todoChanged"]["totalCount"] == 0).await;
        assert_eq!(done["id"], "todo");
        owner.say(&json!({ "id": "one", "type": "complete" })).await;
        owner.subscribe("one", ENGAGEMENT, &of(id)).await;
        assert_eq!(state(&owner.hear().await["payload"]), "READY", "the name is free again");
        owner.hear_nothing().await;
        site.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_or_a_role_that_ends_ends_the_stream() {
    on_both_urls(|url| async move {
        let world = World::new(&url, ONE).await;
        let id = selected(&world).await;
        let site = Site::start(&world.app).await;
        let talent_token = world.candidates[0].token.as_str();
        let mut talent = site.join(talent_token).await;
        talent.subscribe("one", ENGAGEMENT, &of(id)).await;
        assert_eq!(talent.hear().await["type"], "next");
        let mut events = site.stream(Some(talent_token), TODO, &json!({})).await;
        assert_eq!(events.next().await.unwrap().0, "next");
        let mut owner = site.join(OWNER).await;
        owner.subscribe("one", ENGAGEMENT, &of(id)).await;
        assert_eq!(owner.hear().await["type"], "next");

        revoke_token(&world, talent_token).await;
        assert_eq!(talent.closed().await.0, 4401);
        let (name, refused) = events.next().await.unwrap();
        assert_eq!((name.as_str(), &refused["errors"][0]["extensions"]["code"]), ("next", &json!("UNAUTHENTICATED")));
        assert_eq!(refused.get("data").unwrap_or(&Value::Null), &Value::Null);
        assert_eq!(events.next().await.unwrap().0, "complete");
        assert_eq!(events.next().await, None);

        end_roles(&world, OWNER).await;
        let refused = owner.hear().await;
        let code = &refused["payload"][0]["extensions"]["code"];
        assert_eq!((&refused["type"], code), (&json!("error"), &json!("NOT_FOUND")), "{refused}");
        grant(&world, id, ConsentKind::Employer, EMPLOYER, 1).await.unwrap();
        owner.hear_nothing().await;
        site.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_change_is_lost_whoever_makes_it_and_however_transactions_overlap() {
    const ENGAGEMENTS: u32 = 32;
    on_both_urls(|url| async move {
        let plan = Plan { missions: ENGAGEMENTS, seats: 1, candidates: 1, credits: EFFORT };
        let mut world = World::new(&url, plan).await;
        let mut opened = Vec::new();
        for (number, candidate) in (1..).zip(&world.candidates) {
            opened.push(select(&world, &Racer { number, candidate: candidate.clone() }).await.unwrap());
        }
        let site = Site::start(&world.app).await;
        // Another server makes the changes: this one is told of none, and finds them in the feed.
        world.app = world.elsewhere(&url).await;
        let (mut first, mut second) = (site.join(OWNER).await, site.join(OWNER).await);
        for (place, id) in opened.iter().enumerate() {
            let socket = if place % 2 == 0 { &mut first } else { &mut second };
            socket.subscribe(&place.to_string(), ENGAGEMENT, &of(*id)).await;
        }
        let world = Arc::new(world);
        let grants: Vec<_> = (0..)
            .zip(opened.clone())
            .map(|(place, id): (usize, _)| {
                let world = Arc::clone(&world);
                tokio::spawn(async move {
                    let talent = world.candidates[place].token.clone();
                    for (kind, token) in [(ConsentKind::Talent, talent.as_str()), (ConsentKind::Employer, EMPLOYER)] {
                        grant(&world, id, kind, token, place as u128).await.unwrap();
                    }
                })
            })
            .collect();
        for grant in grants {
            grant.await.unwrap();
        }
        for socket in [&mut first, &mut second] {
            let mut last = 0;
            while last < ENGAGEMENTS / 2 {
                let heard = socket.hear().await;
                let consents = heard["payload"]["data"]["engagementChanged"]["consents"].clone();
                let granted = consents.as_array().unwrap().iter().filter(|one| one["state"] == "GRANTED").count();
                last += u32::from(granted == 2);
            }
            socket.hear_nothing().await;
        }
        site.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_who_does_not_read_gets_what_there_is_now() {
    on_both_urls(|url| async move {
        let world = World::new(&url, ONE).await;
        let id = selected(&world).await;
        let site = Site::start(&world.app).await;
        let mut owner = site.join(OWNER).await;
        owner.subscribe("one", ENGAGEMENT, &of(id)).await;
        assert_eq!(owner.hear().await["type"], "next");
        for number in 0..20 {
            grant(&world, id, ConsentKind::Employer, EMPLOYER, number).await.unwrap();
            move_consent(&world, id, EMPLOYER, consent::Ask::Revoke(String::new()), number).await;
            move_consent(&world, id, OWNER, consent::Ask::AskAgain, number).await;
        }
        let now = engagement::by_id(&world.app.store, id).await.unwrap().unwrap().version;
        let mut pushes = 1;
        while owner.hear().await["payload"]["data"]["engagementChanged"]["version"] != now {
            pushes += 1;
        }
        assert!(pushes < 60, "{pushes} pushes for 60 changes");
        site.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_stops_says_so_to_those_who_listen() {
    on_both_urls(|url| async move {
        let world = World::new(&url, ONE).await;
        let site = Site::start(&world.app).await;
        let mut socket = site.join(OWNER).await;
        socket.subscribe("todo", TODO, &json!({})).await;
        assert_eq!(socket.hear().await["type"], "next");
        let mut events = site.stream(Some(OWNER), TODO, &json!({})).await;
        assert_eq!(events.next().await.unwrap().0, "next");
        let told = tokio::spawn(async move { (socket.closed().await.0, events.next().await) });
        site.stop().await;
        assert_eq!(told.await.unwrap(), (1001, None));
    })
    .await;
}
