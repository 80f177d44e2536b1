//! An application that a test can drive: the demo's data, a clock that stands still, the same ids at every start.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use talents_server::app::{App, Session, indexer};
use talents_server::clock::FrozenClock;
use talents_server::demo::Demo;
use talents_server::graphql::{self, State, TalentsSchema};
use talents_server::jobs;
use talents_server::messages::Language;

/// The demo's application, without HTTP.
pub(crate) struct TestApp {
    pub(crate) app: Arc<App>,
    pub(crate) clock: Arc<FrozenClock>,
    schema: TalentsSchema,
    demo: Demo,
}

impl TestApp {
    /// A new application with the demo's data, in a database of its own.
    pub(crate) async fn demo() -> Self {
        let demo = Demo::open().await.expect("the demo opens");
        let (app, clock) = (Arc::clone(&demo.app), Arc::clone(&demo.clock));
        Self { app, clock, schema: graphql::schema(), demo }
    }

    /// What the ready file says of a persona.
    pub(crate) fn persona(&self, key: &str) -> Value {
        self.demo.personas[key].clone()
    }

    /// The answer to a request of a persona, or of nobody (`""`), in French.
    pub(crate) async fn ask(&self, persona: &str, query: &str, variables: Value) -> Value {
        self.ask_in(Language::French, persona, query, variables).await
    }

    /// The answer to a request in a language.
    pub(crate) async fn ask_in(&self, language: Language, persona: &str, query: &str, variables: Value) -> Value {
        let session = match persona {
            "" => Session::anonymous(language),
            key => self.open_session(key, language).await,
        };
        let request = Request::new(query)
            .variables(Variables::from_json(variables))
            .data(State::new(Arc::clone(&self.app), session));
        let response =
            graphql::localise(self.schema.execute(graphql::select_operation(request)).await, language, "trace");
        serde_json::to_value(response).expect("a response is JSON")
    }

    /// The data of an answer that must have no error.
    pub(crate) async fn data(&self, persona: &str, query: &str, variables: Value) -> Value {
        let answer = self.ask(persona, query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].clone()
    }

    /// The answer to one of the operations that clients send.
    pub(crate) async fn operation(&self, persona: &str, name: &str, variables: Value) -> Value {
        let session = self.open_session(persona, Language::French).await;
        let request = Request::new(include_str!("../contract/discovery.graphql"))
            .operation_name(name)
            .variables(Variables::from_json(variables))
            .data(State::new(Arc::clone(&self.app), session));
        let response =
            graphql::localise(self.schema.execute(graphql::select_operation(request)).await, Language::French, "trace");
        let answer = serde_json::to_value(response).expect("a response is JSON");
        assert_eq!(answer.get("errors"), None, "{name}");
        answer["data"].clone()
    }

    /// Lets the index follow what happened.
    pub(crate) async fn catch_up(&self) {
        indexer::catch_up(&self.app).await.expect("the index follows");
    }

    /// Moves the clock to that instant and runs the jobs due by then.
    pub(crate) async fn at(&self, instant: &str) {
        assert!(self.clock.advance_to(instant.parse().expect("an instant")));
        jobs::run_due(&self.app).await.expect("the jobs run");
        self.catch_up().await;
    }

    /// The id of the first published mission of the mission owner persona whose title has these words.
    pub(crate) async fn mission(&self, words: &str) -> String {
        let query = "query($query: String!) { missions(query: $query, first: 5) { edges { node { id } } } }";
        let data = self.data("", query, json!({ "query": words })).await;
        data["missions"]["edges"][0]["node"]["id"].as_str().expect("a mission").to_owned()
    }

    /// The global id of a skill of our vocabulary.
    pub(crate) fn skill(slug: &str) -> String {
        graphql::public_id(talents_core::id::SkillId::of_slug(slug)).to_string()
    }

    async fn open_session(&self, persona: &str, language: Language) -> Session {
        if persona.is_empty() {
            return Session::anonymous(language);
        }
        let token = self.persona(persona)["token"].as_str().expect("a token").to_owned();
        Session::open(&self.app, &token, language).await.expect("a session")
    }
}

/// A new idempotency key.
pub(crate) fn key(number: u128) -> String {
    uuid::Uuid::from_u128(0x7a1e_0000_0000_4000_8000_0000_0000_0000 + number).to_string()
}

/// The codes of an answer: of its errors, then of the user errors of its only field.
pub(crate) fn codes(answer: &Value) -> Vec<String> {
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let of_request = errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or("(none)").to_owned());
    let field = answer["data"].as_object().and_then(|data| data.values().next().cloned()).unwrap_or_default();
    let user_errors = field["userErrors"].as_array().cloned().unwrap_or_default();
    let of_user = user_errors.iter().map(|error| error["code"].as_str().unwrap_or("(none)").to_owned());
    of_request.chain(of_user).collect()
}
