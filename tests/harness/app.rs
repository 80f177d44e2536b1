//! An application that a test can drive: the demo's data, a clock that stands still, the same ids at every start.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_graphql::{Request, Variables};
use futures::StreamExt as _;
use serde_json::{Value, json};
use talents_core::event::Actor;
use talents_core::id::{PersonId, TokenId};
use talents_core::person::{Email, Person};
use talents_core::place::LanguageCode;
use talents_server::app::session::hash_token;
use talents_server::app::{App, Session, indexer};
use talents_server::clock::FrozenClock;
use talents_server::demo::Demo;
use talents_server::graphql::{self, State, TalentsSchema};
use talents_server::jobs;
use talents_server::messages::Language;
use talents_store::person;
use talents_store::token::{self, Token};

/// The operations with which clients search and rank.
pub(crate) const DISCOVERY: &str = include_str!("../contract/discovery.graphql");
/// The operations of the scheme's whole life.
pub(crate) const LIFECYCLE: &str = include_str!("../contract/lifecycle.graphql");

/// The demo's application, without HTTP.
pub(crate) struct TestApp {
    pub(crate) app: Arc<App>,
    pub(crate) clock: Arc<FrozenClock>,
    schema: TalentsSchema,
    demo: Demo,
    enrolled: Mutex<BTreeMap<String, String>>,
}

impl TestApp {
    /// A new application with the demo's data, in a database of its own.
    pub(crate) async fn demo() -> Self {
        Self::of(Demo::open().await.expect("the demo opens"))
    }

    /// The same in an empty database of that address.
    pub(crate) async fn demo_on(url: &str) -> Self {
        Self::of(Demo::open_on(url).await.expect("the demo opens"))
    }

    fn of(demo: Demo) -> Self {
        let (app, clock) = (Arc::clone(&demo.app), Arc::clone(&demo.clock));
        Self { app, clock, schema: graphql::schema(), demo, enrolled: Mutex::default() }
    }

    /// What the ready file says of a persona.
    pub(crate) fn persona(&self, key: &str) -> Value {
        self.demo.personas[key].clone()
    }

    /// Records somebody who is nobody in the demo yet, and gives them a token: they then ask by that name.
    pub(crate) async fn enroll(&self, name: &str) {
        let person = Person {
            id: PersonId(self.app.ids.next()),
            external_id: None,
            email: Email::parse(&format!("{name}@exemple.example")).expect("an address"),
            given_name: name.to_owned(),
            family_name: "Nouvelle".to_owned(),
            language: LanguageCode::FRENCH,
        };
        let token = Token {
            id: TokenId(self.app.ids.next()),
            person: person.id,
            label: name.to_owned(),
            created_at: self.app.clock.now(),
            expires_at: None,
            revoked_at: None,
        };
        let stamp = self.app.stamp(Actor::CommandLine);
        let mut tx = self.app.store.begin(stamp, self.app.ids.clone()).await.expect("a transaction");
        person::save(&mut tx, &person).await.expect("the person is recorded");
        let bearer = format!("test-{name}");
        token::insert(&mut tx, &token, &hash_token(&bearer)).await.expect("the token is recorded");
        tx.commit().await.expect("both are kept");
        self.enrolled.lock().expect("nobody panics here").insert(name.to_owned(), bearer);
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
        let request = graphql::select_operation(request);
        let response = if query.starts_with("subscription") {
            // What it gives at once; the transports run it anew after that.
            self.schema.execute_stream(request).next().await.expect("an answer")
        } else {
            self.schema.execute(request).await
        };
        serde_json::to_value(graphql::localise(response, language, "trace")).expect("a response is JSON")
    }

    /// The data of an answer that must have no error.
    pub(crate) async fn data(&self, persona: &str, query: &str, variables: Value) -> Value {
        let answer = self.ask(persona, query, variables).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].clone()
    }

    /// The answer to one of the operations that clients send.
    pub(crate) async fn operation(&self, persona: &str, name: &str, variables: Value) -> Value {
        let answer = self.attempt(DISCOVERY, persona, name, variables).await;
        assert_eq!(answer.get("errors"), None, "{name}");
        answer["data"].clone()
    }

    /// The answer to one of the operations of a document that clients send.
    pub(crate) async fn attempt(&self, document: &str, persona: &str, name: &str, variables: Value) -> Value {
        let session = self.open_session(persona, Language::French).await;
        let request = Request::new(document)
            .operation_name(name)
            .variables(Variables::from_json(variables))
            .data(State::new(Arc::clone(&self.app), session));
        let response =
            graphql::localise(self.schema.execute(graphql::select_operation(request)).await, Language::French, "trace");
        serde_json::to_value(response).expect("a response is JSON")
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
        let enrolled = self.enrolled.lock().expect("nobody panics here").get(persona).cloned();
        let token = enrolled.unwrap_or_else(|| self.persona(persona)["token"].as_str().expect("a token").to_owned());
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
