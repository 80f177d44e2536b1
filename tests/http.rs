//! What goes over the wire: statuses, media types, refusals, limits, and the demo's own routes.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde_json::{Map, Value, json};
use talents_server::http::{DemoState, Listening};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::harness::app::TestApp;

const GRAPHQL: &str = "application/graphql-response+json";
const MUTATION: &str = r#"mutation M { missionSubmit(input: {idempotencyKey: "a", missionId: "b", expectedVersion: 1}) { userErrors { code } } }"#;

/// The demo's application behind its server.
struct Served {
    world: TestApp,
    address: SocketAddr,
    client: Client,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    media: String,
    body: Value,
}

impl Answer {
    fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"].as_str().unwrap_or("(none)")
    }
}

impl Served {
    /// As the demo serves it, or as a real server does, without the demo's routes.
    async fn start(is_demo: bool) -> Self {
        let world = TestApp::demo().await;
        let listening = Listening::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
        let address = listening.address;
        let personas: Map<_, _> = [("talent".to_owned(), world.persona("talent"))].into_iter().collect();
        let state = DemoState { clock: Arc::clone(&world.clock), personas: Value::Object(personas) };
        let demo = is_demo.then(|| Arc::new(state));
        let (stop, stopped) = oneshot::channel();
        let serving = listening.serve(Arc::clone(&world.app), demo, async { drop(stopped.await) });
        Self { world, address, client: Client::new(), stop, serving: tokio::spawn(serving) }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("http://{}{path}", self.address))
    }

    fn post(&self, body: &Value) -> RequestBuilder {
        self.request(Method::POST, "/graphql").json(body)
    }

    /// GET with these parameters in the address.
    fn get(&self, parameters: &[(&str, &str)]) -> RequestBuilder {
        let url = Url::parse_with_params(&format!("http://{}/graphql", self.address), parameters);
        self.client.get(url.unwrap())
    }

    /// The answers to the same request in both media types: the one that has statuses, and plain JSON.
    async fn in_both(&self, body: &Value) -> (Answer, Answer) {
        let plain = self.post(body).header("Accept", "application/json");
        (answer(self.post(body).header("Accept", GRAPHQL)).await, answer(plain).await)
    }
}

async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let media = response.headers().get("content-type").map_or("", |value| value.to_str().unwrap());
    let (status, media) = (response.status(), media.split(';').next().unwrap_or_default().to_owned());
    let bytes = response.bytes().await.unwrap();
    Answer { status, media, body: serde_json::from_slice(&bytes).unwrap_or_default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_can_not_run_has_no_data_and_the_status_of_its_media_type() {
    let site = Served::start(false).await;
    for body in [
        json!({ "query": "{" }),
        json!({ "query": "{ nope }" }),
        json!({ "query": "{ missions(filter: {states: [NOPE]}) { totalCount } }" }),
        json!({ "query": "{ missions(filter: {startsBefore: \"demain\"}) { totalCount } }" }),
        json!({ "query": "query Q($n: Int!) { missions(first: $n) { totalCount } }" }),
        json!({ "query": "query A { __typename }", "operationName": "B" }),
    ] {
        let (graphql, plain) = site.in_both(&body).await;
        assert_eq!((graphql.status, graphql.media.as_str()), (StatusCode::BAD_REQUEST, GRAPHQL), "{body}");
        assert_eq!((plain.status, plain.media.as_str()), (StatusCode::OK, "application/json"), "{body}");
        assert_eq!((graphql.code(), graphql.body.get("data")), ("BAD_USER_INPUT", None), "{body}");
    }
    let (graphql, _) = site.in_both(&json!({ "query": "{ missions(first: 0) { totalCount } }" })).await;
    assert_eq!((graphql.status, graphql.code()), (StatusCode::OK, "BAD_USER_INPUT"));
    assert_eq!(graphql.body["data"], json!({ "missions": null }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mutation_with_a_missing_variable_runs_nothing_at_all() {
    let site = Served::start(false).await;
    let query = format!(
        "mutation M($input: MissionSubmitInput!) {{ first: {} second: missionSubmit(input: $input) {{ userErrors {{ code }} }} }}",
        MUTATION.trim_start_matches("mutation M {").trim_end_matches(" }")
    );
    let (graphql, _) = site.in_both(&json!({ "query": query })).await;
    assert_eq!((graphql.status, graphql.body.get("data")), (StatusCode::BAD_REQUEST, None), "{:?}", graphql.body);
    assert_eq!(graphql.code(), "BAD_USER_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_a_request_is_refused_with_the_status_that_says_why() {
    let site = Served::start(false).await;
    let query = json!({ "query": "{ __typename }" });
    let text =
        |body: &'static str, kind: &str| site.request(Method::POST, "/graphql").header("Content-Type", kind).body(body);
    let refusals = [
        (text("{", "application/json"), 400, "BAD_USER_INPUT"),
        (text("{}", "application/json"), 400, "BAD_USER_INPUT"),
        (text(r#"{"query": "{ __typename }", "variables": []}"#, "application/json"), 400, "BAD_USER_INPUT"),
        (text(r#" [{"query": "{ __typename }"}]"#, "application/json"), 400, "BAD_USER_INPUT"),
        (text(r#"{"query": "{ __typename }"}"#, "text/plain"), 415, "BAD_USER_INPUT"),
        (site.post(&query).header("Accept", "text/html"), 406, "BAD_USER_INPUT"),
        (site.post(&json!({ "query": " ".repeat(1_100_000) })), 413, "COST_EXCEEDED"),
        (site.request(Method::PUT, "/graphql").json(&query), 405, "BAD_USER_INPUT"),
        (site.post(&query).bearer_auth("forged"), 401, "UNAUTHENTICATED"),
        (site.post(&query).basic_auth("someone", Some("secret")), 401, "UNAUTHENTICATED"),
        (site.request(Method::GET, "/nowhere"), 404, "NOT_FOUND"),
        (site.request(Method::POST, "/livez"), 405, "BAD_USER_INPUT"),
    ];
    for (request, status, code) in refusals {
        let refused = answer(request).await;
        assert_eq!((refused.status.as_u16(), refused.code()), (status, code), "{:?}", refused.body);
        assert_eq!(refused.body.get("data"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn get_runs_queries_of_programs_and_never_mutations() {
    let site = Served::start(false).await;
    let query = "query Q($n: Int!) { missions(first: $n) { edges { cursor } } }";
    let found = answer(site.get(&[("query", query), ("variables", r#"{"n": 2}"#)]).header("Accept", GRAPHQL)).await;
    assert_eq!(found.body["data"]["missions"]["edges"].as_array().map(Vec::len), Some(2), "{:?}", found.body);
    let from_a_page = answer(site.get(&[("query", "{ __typename }")]).header("Accept", "text/html,*/*;q=0.8")).await;
    assert_eq!((from_a_page.status, from_a_page.code()), (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"));
    for (query, operation) in [(MUTATION.to_owned(), "M"), (format!("query Q {{ __typename }} {MUTATION}"), "M")] {
        let refused =
            answer(site.get(&[("query", &query), ("operationName", operation)]).header("Accept", GRAPHQL)).await;
        assert_eq!((refused.status, refused.body.get("data")), (StatusCode::METHOD_NOT_ALLOWED, None));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_signs_in_and_messages_follow_the_reader_s_language() {
    let site = Served::start(false).await;
    let token = site.world.persona("talent")["token"].as_str().unwrap().to_owned();
    let viewer = answer(site.post(&json!({ "query": "{ viewer { name } }" })).bearer_auth(token)).await;
    assert_eq!(viewer.body["data"]["viewer"]["name"], site.world.persona("talent")["name"]);
    let nobody = json!({ "query": "{ talents(first: 1) { totalCount } }" });
    let french = answer(site.post(&nobody)).await;
    let english = answer(site.post(&nobody).header("Accept-Language", "en-GB, fr;q=0.5")).await;
    assert_eq!((french.code(), english.code()), ("UNAUTHENTICATED", "UNAUTHENTICATED"));
    assert!(french.body["errors"][0]["message"].as_str().unwrap().contains("connexion"), "{:?}", french.body);
    assert!(english.body["errors"][0]["message"].as_str().unwrap().contains("sign-in"), "{:?}", english.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expands_or_nests_too_much_is_refused_and_the_server_goes_on() {
    let site = Served::start(false).await;
    let next = |n: usize| format!("fragment F{n} on Query {{ ...F{0} ...F{0} }} ", n + 1);
    let doubling =
        format!("{{ ...F0 }} {} fragment F40 on Query {{ __typename }}", (0..40).map(next).collect::<String>());
    let nested = format!("{{ missions(filter: {}", "[".repeat(2_000));
    for query in [doubling, nested] {
        let (refused, _) = site.in_both(&json!({ "query": query })).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::BAD_REQUEST, "COST_EXCEEDED"));
    }
    let deepest = format!("{{ missions(filter: {0}{1}) {{ totalCount }} }}", "[".repeat(61), "]".repeat(61));
    let (misfit, _) = site.in_both(&json!({ "query": deepest })).await;
    assert_eq!(misfit.code(), "BAD_USER_INPUT", "the guard lets it pass, and nothing after breaks");
    assert_eq!(answer(site.request(Method::GET, "/livez")).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_examples_of_the_page_run_as_they_stand() {
    let site = Served::start(true).await;
    let examples = answer(site.request(Method::GET, "/graphiql/examples.json")).await.body;
    let examples = examples.as_array().unwrap();
    assert!(examples.len() >= 6);
    for example in examples {
        let request = site.post(&json!({ "query": example["query"], "variables": example["variables"] }));
        let request = match example["persona"].as_str() {
            Some(key) => request.bearer_auth(site.world.persona(key)["token"].as_str().unwrap()),
            None => request,
        };
        let found = answer(request).await;
        assert_eq!(found.body.get("errors"), None, "{}", example["title"]);
        assert!(found.body["data"].as_object().unwrap().values().all(|field| !field.is_null()), "{}", example["title"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_kept_until_they_change_and_load_nothing_from_elsewhere() {
    let site = Served::start(false).await;
    let page = site.request(Method::GET, "/").send().await.unwrap();
    assert_eq!(page.url().path(), "/graphiql");
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    assert_eq!(page.headers()["x-content-type-options"], "nosniff");
    let again = site.request(Method::GET, "/graphiql").header("If-None-Match", &page.headers()["etag"]);
    assert_eq!(answer(again).await.status, StatusCode::NOT_MODIFIED);
    let script = site.request(Method::GET, "/graphiql/react.js").send().await.unwrap();
    assert_eq!(script.headers()["content-encoding"], "gzip");
    let schema = site.request(Method::GET, "/schema.graphql").send().await.unwrap().text().await.unwrap();
    assert_eq!(schema, talents_server::graphql::sdl());
    assert_eq!(answer(site.request(Method::GET, "/readyz")).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_the_personas_and_other_origins_are_the_demo_s_alone() {
    let (demo, real) = (Served::start(true).await, Served::start(false).await);
    let personas = |site: &Served| site.request(Method::GET, "/demo/personas");
    assert_eq!(answer(personas(&demo)).await.body["talent"], demo.world.persona("talent"));
    assert_eq!(answer(personas(&real)).await.status, StatusCode::NOT_FOUND);
    let clock = |site: &Served, now: &str| site.request(Method::POST, "/demo/clock").json(&json!({ "now": now }));
    assert_eq!(answer(clock(&real, "2027-02-01T09:00:00+01:00")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(answer(clock(&demo, "2027-02-01T09:00:00+01:00")).await.body["now"], "2027-02-01T08:00:00+00:00");
    for refused in ["2026-01-01T09:00:00+01:00", "demain"] {
        let refused = answer(clock(&demo, refused)).await;
        assert_eq!((refused.status, refused.code()), (StatusCode::BAD_REQUEST, "BAD_USER_INPUT"));
    }
    for (site, status, is_open) in
        [(&demo, StatusCode::NO_CONTENT, true), (&real, StatusCode::METHOD_NOT_ALLOWED, false)]
    {
        let preflight = site.request(Method::OPTIONS, "/graphql").header("Origin", "https://autre.example");
        let asked = preflight.header("Access-Control-Request-Method", "POST").send().await.unwrap();
        assert_eq!((asked.status(), asked.headers().contains_key("access-control-allow-origin")), (status, is_open));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_told_to_stop_answers_what_it_has_begun_and_ends() {
    let site = Served::start(false).await;
    let begun = tokio::spawn(answer(site.post(&json!({ "query": "{ missions(first: 100) { totalCount } }" }))));
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    site.stop.send(()).unwrap();
    assert_eq!(begun.await.unwrap().status, StatusCode::OK);
    site.serving.await.unwrap().unwrap();
    assert!(Client::new().get(format!("http://{}/livez", site.address)).send().await.is_err());
}
