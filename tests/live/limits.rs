//! How many connections stay open, and what keeps a quiet one open.

use std::time::Duration;

use serde_json::{Value, json};
use talents_server::http::LiveSettings;
use tokio_tungstenite::tungstenite::Error;

use super::client::{Events, Site, Socket};
use super::{ONE, TODO};
use crate::harness::world::{EMPLOYER, MANAGER, OWNER, World};

/// A server on SQLite with these settings: what stays open has nothing to do with the store.
async fn site(live: LiveSettings) -> (World, Site, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&format!("sqlite://{}", folder.path().join("talents.db").display()), ONE).await;
    let site = Site::start_with(&world.app, live).await;
    (world, site, folder)
}

/// The status and the code of a handshake that is refused.
fn refusal(answer: Result<Socket, Error>) -> (u16, Value) {
    match answer.err() {
        Some(Error::Http(response)) => {
            let body: Value =
                serde_json::from_slice(response.body().as_deref().unwrap_or_default()).unwrap_or_default();
            (response.status().as_u16(), body["errors"][0]["extensions"]["code"].clone())
        }
        other => panic!("{other:?}"),
    }
}

/// A stream that is open: it has answered once.
async fn stream(site: &Site, token: &str) -> Events {
    let mut events = site.stream(Some(token), TODO, &json!({})).await;
    assert_eq!(events.next().await.unwrap().0, "next");
    events
}

/// The status of a stream; its body, where it is an answer.
async fn status(site: &Site, token: Option<&str>) -> (u16, Value) {
    let answer = site.stream(token, TODO, &json!({})).await.response;
    let status = answer.status().as_u16();
    if status == 200 { (status, Value::Null) } else { (status, answer.json().await.unwrap()) }
}

/// Until a place that was just given back can be taken.
async fn until_free(site: &Site, token: Option<&str>) {
    for _ in 0..100 {
        if status(site, token).await.0 == 200 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no place was given back");
}

#[tokio::test(flavor = "multi_thread")]
async fn past_the_last_place_nobody_is_let_in_until_one_is_free() {
    let (_world, site, _folder) = site(LiveSettings { connections_max: 2, ..LiveSettings::default() }).await;
    let socket = site.join(OWNER).await;
    let _events = stream(&site, MANAGER).await;
    let (code, refused) = status(&site, Some(EMPLOYER)).await;
    assert_eq!((code, &refused["errors"][0]["extensions"]["code"]), (503, &json!("RATE_LIMITED")), "{refused}");
    assert_eq!(refusal(site.connect(None).await), (503, json!("RATE_LIMITED")));
    let plain = reqwest::Client::new().post(format!("http://{}/graphql", site.address));
    let plain = plain.json(&json!({ "query": "{ __typename }" })).send().await.unwrap();
    assert_eq!(plain.status().as_u16(), 200, "requests that end at once need no place");
    drop(socket);
    until_free(&site, Some(EMPLOYER)).await;
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_has_so_many_places_and_leaves_the_others_theirs() {
    // The next comment tells that a client is gone, and gives its place back.
    let keep_alive = Duration::from_millis(50);
    let live = LiveSettings { connections_per_person_max: 2, keep_alive, ..LiveSettings::default() };
    let (_world, site, _folder) = site(live).await;
    let first = site.join(OWNER).await;
    let mut second = stream(&site, OWNER).await;
    assert_eq!(refusal(site.connect(Some(OWNER)).await), (429, json!("RATE_LIMITED")));
    let (code, refused) = status(&site, Some(OWNER)).await;
    assert_eq!((code, &refused["errors"][0]["extensions"]["code"]), (429, &json!("RATE_LIMITED")), "{refused}");
    let message = "Vous avez déjà 2 flux ouverts, et c’est le maximum par personne. Fermez-en un.";
    assert_eq!(refused["errors"][0]["message"], message);
    let mut late = site.connect(None).await.unwrap();
    late.say(&json!({ "type": "connection_init", "payload": { "Authorization": format!("Bearer {OWNER}") } })).await;
    assert_eq!(late.closed().await, (1013, message.to_owned()));

    let _other = site.join(MANAGER).await;
    let mut anonymous = Vec::new();
    for _ in 0..4 {
        let mut socket = site.connect(None).await.unwrap();
        socket.say(&json!({ "type": "connection_init" })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack", "who stays anonymous counts among all alone");
        anonymous.push(socket);
    }
    drop(first);
    until_free(&site, Some(OWNER)).await;
    // The stream that was let in has gone by now, and so will its place.
    until_free(&site, Some(OWNER)).await;
    drop(anonymous);
    assert!(tokio::time::timeout(Duration::from_millis(100), second.next()).await.is_err(), "the others go on");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_says_who_they_are_twice_counts_once() {
    let (_world, site, _folder) = site(LiveSettings { connections_per_person_max: 1, ..LiveSettings::default() }).await;
    let mut socket = site.connect(Some(OWNER)).await.unwrap();
    socket.say(&json!({ "type": "connection_init", "payload": { "Authorization": format!("Bearer {OWNER}") } })).await;
    assert_eq!(socket.hear().await["type"], "connection_ack", "in the header, and again");
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quiet_stream_is_kept_open_by_comments() {
    let live = LiveSettings { keep_alive: Duration::from_millis(50), ..LiveSettings::default() };
    let (_world, site, _folder) = site(live).await;
    let mut events = stream(&site, OWNER).await;
    for _ in 0..3 {
        assert_eq!(events.raw().await, ":\n\n");
    }
    site.stop().await;
}
