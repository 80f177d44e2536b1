//! What clients do wrong, and what they are told.

use serde_json::{Value, json};
use talents_core::id::EngagementId;
use tokio_tungstenite::tungstenite::{Bytes, Error, Message};

use super::client::Site;
use super::{ONE, TODO};
use crate::harness::world::{OWNER, World};

/// A server on SQLite: what is wrong with a frame has nothing to do with the store.
async fn site() -> (World, Site, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(&format!("sqlite://{}", folder.path().join("talents.db").display()), ONE).await;
    let site = Site::start(&world.app).await;
    (world, site, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_the_protocol_ends_the_connection_with_the_code_that_says_why() {
    let (_world, site, _folder) = site().await;
    let init = json!({ "type": "connection_init" });
    let subscribe = json!({ "id": "a", "type": "subscribe", "payload": { "query": TODO } });
    let with = |token: Value| json!({ "type": "connection_init", "payload": { "authorization": token } });
    let says = |message: &Value| Message::text(message.to_string());
    let cases = [
        (vec![Message::text("{")], 4400),
        (vec![Message::text("[]")], 4400),
        (vec![says(&json!({ "type": "start", "id": "a" }))], 4400),
        (vec![says(&init), says(&json!({ "type": "subscribe", "id": "a", "payload": { "quer": TODO } }))], 4400),
        (vec![says(&init), says(&json!({ "type": "subscribe", "id": "", "payload": { "query": TODO } }))], 4400),
        (vec![Message::Binary(Bytes::from_static(b"{}"))], 4400),
        (vec![says(&subscribe)], 4401),
        (vec![says(&with(json!("Bearer forged")))], 4403),
        (vec![says(&with(json!("Basic b3duZXI=")))], 4403),
        (vec![says(&with(json!(7)))], 4403),
        (vec![says(&with(json!(format!("Bearer {OWNER}")))), says(&subscribe), says(&subscribe)], 4409),
        (vec![says(&init), says(&init)], 4429),
        (vec![Message::text("x".repeat(300_000))], 1009),
    ];
    for (messages, code) in cases {
        let mut socket = site.connect(None).await.unwrap();
        let shown = format!("{messages:.100?}");
        for message in messages {
            socket.send(message).await;
        }
        let ended = socket.end().await;
        assert_eq!(ended.0, code, "{shown}: {ended:?}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_no_websocket_or_no_text_end_the_connection_with_their_codes() {
    let (_world, site, _folder) = site().await;
    // A frame's first byte is « last of its message » and what it is; the second « masked » and how long; a mask of zeros
    // leaves the bytes as they are.
    let cases: [(&str, &[u8], u16); 5] = [
        ("a reserved kind of frame", &[0x83, 0x80, 0, 0, 0, 0], 1002),
        ("a reserved bit", &[0xc1, 0x80, 0, 0, 0, 0], 1002),
        ("a frame of a client without a mask", &[0x81, 0x02, b'{', b'}'], 1002),
        ("the middle of a message that has no beginning", &[0x80, 0x80, 0, 0, 0, 0], 1002),
        ("a text that is not UTF-8", &[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe], 1007),
    ];
    for (what, bytes, code) in cases {
        let mut socket = site.connect(None).await.unwrap();
        socket.send_raw(bytes).await;
        assert_eq!(socket.closed().await.0, code, "{what}");
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_does_not_say_who_they_are_is_not_waited_for() {
    let (_world, site, _folder) = site().await;
    let mut socket = site.connect(None).await.unwrap();
    assert_eq!(socket.closed().await.0, 4408);
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handshake_that_is_wrong_opens_nothing() {
    let (_world, site, _folder) = site().await;
    for (token, protocol, status) in [(None, "graphql-ws", 400), (Some("forged"), "graphql-transport-ws", 401)] {
        match site.connect_as(token, protocol).await.err() {
            Some(Error::Http(response)) => assert_eq!(response.status().as_u16(), status),
            other => panic!("{other:?}"),
        }
    }
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn operations_are_guarded_bounded_and_answered_by_their_names() {
    let (_world, site, _folder) = site().await;
    let mut socket = site.connect(Some(OWNER)).await.unwrap();
    socket.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(socket.hear().await["type"], "connection_ack", "the header's token is enough");
    socket.say(&json!({ "type": "ping", "payload": { "n": 1 } })).await;
    assert_eq!(socket.hear().await, json!({ "type": "pong", "payload": { "n": 1 } }));

    socket.subscribe("q", "{ viewer { email } }", &json!({})).await;
    let answer = socket.hear().await;
    assert_eq!(
        (&answer["id"], &answer["payload"]["data"]["viewer"]["email"]),
        (&json!("q"), &json!("owner@exemple.example"))
    );
    assert_eq!(socket.hear().await, json!({ "id": "q", "type": "complete" }));

    let nested = format!("{{ missions(filter: {}", "[".repeat(2_000));
    let two = "subscription { todoChanged { totalCount } ...F } fragment F on Subscription { again: todoChanged { totalCount } }";
    let unknown = "subscription($id: ID!) { engagementChanged(id: $id) { id } }";
    let stranger = talents_server::graphql::public_id(EngagementId(uuid::Uuid::from_u128(7)));
    for (query, variables, code) in [
        (nested.as_str(), json!({}), "COST_EXCEEDED"),
        (two, json!({}), "BAD_USER_INPUT"),
        ("subscription { nope }", json!({}), "BAD_USER_INPUT"),
        (unknown, json!({}), "BAD_USER_INPUT"),
        (unknown, json!({ "id": "forgé" }), "BAD_USER_INPUT"),
        (unknown, json!({ "id": stranger }), "NOT_FOUND"),
    ] {
        socket.subscribe("x", query, &variables).await;
        let refused = socket.hear().await;
        let found = (&refused["id"], &refused["type"], &refused["payload"][0]["extensions"]["code"]);
        assert_eq!(found, (&json!("x"), &json!("error"), &json!(code)), "{query}");
    }
    for number in 0..17 {
        socket.subscribe(&number.to_string(), TODO, &json!({})).await;
    }
    let refused = socket.hear_until(|heard| heard["type"] == "error").await;
    assert_eq!((&refused["id"], &refused["payload"][0]["extensions"]["code"]), (&json!("16"), &json!("RATE_LIMITED")));
    site.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_of_events_has_one_operation_and_is_refused_as_an_answer_would_be() {
    let (_world, site, _folder) = site().await;
    let mut query = site.stream(None, "{ __typename }", &json!({})).await;
    assert_eq!(query.next().await.unwrap(), ("next".to_owned(), json!({ "data": { "__typename": "Query" } })));
    assert_eq!(query.next().await.unwrap().0, "complete");
    assert_eq!(query.next().await, None);

    let forged = site.stream(Some("forged"), TODO, &json!({})).await;
    assert_eq!(forged.response.status().as_u16(), 401);
    let mut anonymous = site.stream(None, TODO, &json!({})).await;
    let (name, refused) = anonymous.next().await.unwrap();
    assert_eq!((name.as_str(), &refused["errors"][0]["extensions"]["code"]), ("next", &json!("UNAUTHENTICATED")));
    assert_eq!(anonymous.next().await.unwrap().0, "complete");

    let plain = reqwest::Client::new().post(format!("http://{}/graphql", site.address)).bearer_auth(OWNER);
    let plain: Value = plain.json(&json!({ "query": TODO })).send().await.unwrap().json().await.unwrap();
    assert_eq!(plain["errors"][0]["extensions"]["code"], "BAD_USER_INPUT", "one answer is not enough for it");
    let by_get = format!("http://{}/graphql?query=mutation%7B__typename%7D", site.address);
    let by_get = reqwest::Client::new().get(by_get).header("Accept", "text/event-stream").send().await.unwrap();
    assert_eq!(by_get.status().as_u16(), 405);
    site.stop().await;
}
