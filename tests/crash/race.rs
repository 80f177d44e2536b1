//! The race for the last seats and the last credits, with the server killed twenty times in its middle: no move that was
//! acknowledged is lost, none is found half done, and who was interrupted asks again and gets one answer.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};
use talents_core::application::ApplicationState;
use talents_core::audit::Anchor;
use talents_core::engagement::{ConsentKind, ConsentState, Engagement, EngagementState};
use talents_server::app::audit;
use talents_server::graphql::public_id;
use talents_store::{application, engagement, event};

use crate::harness::app::key;
use crate::harness::binary::Installation;
use crate::harness::engines::on_both_urls;
use crate::harness::world::{Candidate, EFFORT, EMPLOYER, MANAGER, OWNER, Plan, World};

/// When each of the twenty is killed, in milliseconds after the race goes on: chosen once, at random.
const MOMENTS: [u64; 20] = [83, 307, 140, 31, 452, 190, 1, 364, 98, 501, 12, 270, 3, 420, 145, 76, 322, 255, 58, 410];
/// How many race at once.
const CLIENTS: usize = 16;
const MISSIONS: u32 = 40;
const SEATS: u16 = 3;
/// How many engagements the credits pay for: fewer than there are seats.
const PAID: i64 = 70;
const PLAN: Plan = Plan { missions: MISSIONS, seats: SEATS, candidates: 8, credits: EFFORT * PAID + EFFORT / 3 };

const SELECT: &str = "mutation($input: ApplicationSelectInput!) { applicationSelect(input: $input) \
                      { engagement { id consents { id kind } } userErrors { code } } }";
const GRANT: &str = "mutation($input: ConsentGrantInput!) { consentGrant(input: $input) \
                     { consent { kind state } engagement { id state } userErrors { code } } }";

/// A candidate's way to an engagement that is ready, and what the server acknowledged of it.
#[derive(Debug)]
struct Way {
    number: u128,
    candidate: Candidate,
    /// The engagement and its consents, once the selection was acknowledged.
    opened: Option<(String, Value)>,
    /// How many consents were acknowledged as granted.
    granted: usize,
    /// Why it ended, where it was refused.
    refused: Option<String>,
}

type Ways = Arc<Mutex<VecDeque<Way>>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_race_in_whose_middle_the_server_is_killed_keeps_what_it_acknowledged_and_nothing_else() {
    on_both_urls(|url| async move {
        let site = Installation::new(url);
        let world = World::new(&site.url, PLAN).await;
        let new = |(number, candidate): (u128, &Candidate)| Way {
            number,
            candidate: candidate.clone(),
            opened: None,
            granted: 0,
            refused: None,
        };
        let waiting: Ways = Arc::new(Mutex::new((1..).zip(&world.candidates).map(new).collect()));
        let mut over = Vec::new();
        let mut anchor = anchored(&world, None).await;
        for (round, moment) in MOMENTS.into_iter().enumerate() {
            let (server, url) = site.serve(&[]);
            let clients: Vec<_> = (0..CLIENTS).map(|_| tokio::spawn(run(url.clone(), Arc::clone(&waiting)))).collect();
            tokio::time::sleep(Duration::from_millis(moment)).await;
            assert!(server.kill(), "round {round}: the server had ended by itself");
            let mut interrupted = Vec::new();
            for client in clients {
                let (ended, last) = client.await.unwrap();
                over.extend(ended);
                interrupted.extend(last);
            }
            for way in &interrupted {
                check_whole(&world, way).await;
            }
            // Those who were interrupted are the first to ask again.
            for way in interrupted {
                waiting.lock().unwrap().push_front(way);
            }
            let rest: Vec<Way> = waiting.lock().unwrap().drain(..).collect();
            check_kept(&world, &over.iter().chain(&rest).collect::<Vec<_>>()).await;
            anchor = anchored(&world, anchor).await;
            waiting.lock().unwrap().extend(rest);
        }
        assert!(!waiting.lock().unwrap().is_empty(), "the race was over before the last kill");
        let (server, url) = site.serve(&[]);
        let clients: Vec<_> = (0..CLIENTS).map(|_| tokio::spawn(run(url.clone(), Arc::clone(&waiting)))).collect();
        for client in clients {
            let (ended, last) = client.await.unwrap();
            assert!(last.is_none(), "nobody kills this one");
            over.extend(ended);
        }
        check_kept(&world, &over.iter().collect::<Vec<_>>()).await;
        check_end(&world, &over).await;
        assert!(server.kill());
        assert!(site.run(&["ledger", "check"]).contains("juste"));
        assert!(site.run(&["audit", "verify"]).contains("intacte"));
    })
    .await;
}

/// Takes one way after the other to its end, until none is left or the server is gone; gives those that ended, and the one
/// that was interrupted.
async fn run(url: String, waiting: Ways) -> (Vec<Way>, Option<Way>) {
    let api = Api { client: Client::new(), url };
    let mut over = Vec::new();
    loop {
        let next = waiting.lock().unwrap().pop_front();
        let Some(mut way) = next else { return (over, None) };
        if way.opened.is_some() && api.repeat(&way).await.is_none() {
            return (over, Some(way));
        }
        while !way.is_over() {
            if api.step(&mut way).await.is_none() {
                return (over, Some(way));
            }
        }
        over.push(way);
    }
}

impl Way {
    fn is_over(&self) -> bool {
        self.refused.is_some() || self.granted == ConsentKind::ALL.len()
    }

    /// Who speaks for a party.
    fn token(&self, kind: ConsentKind) -> &str {
        match kind {
            ConsentKind::Talent => &self.candidate.token,
            ConsentKind::LineManager => MANAGER,
            ConsentKind::Employer => EMPLOYER,
            ConsentKind::Host => OWNER,
        }
    }
}

struct Api {
    client: Client,
    url: String,
}

impl Api {
    /// Asks for the next move, noting what is acknowledged; `None` where the server went away.
    async fn step(&self, way: &mut Way) -> Option<()> {
        match &way.opened {
            None => {
                let answer = self.select(way).await?;
                way.refused = refusal(&answer, "SEATS_TAKEN");
                let opened = &answer["engagement"];
                way.opened = opened["id"].as_str().map(|id| (id.to_owned(), opened["consents"].clone()));
                assert!(way.opened.is_some() || way.refused.is_some(), "{answer}");
            }
            Some((_, consents)) => {
                let kind = ConsentKind::ALL[way.granted];
                let consents = consents.as_array().unwrap();
                let consent = consents.iter().find(|consent| consent["kind"] == kind.code()).unwrap();
                let idempotency_key = key((way.number << 32) + kind as u128);
                let input = json!({ "idempotencyKey": idempotency_key, "consentId": consent["id"] });
                let answer = self.ask(way.token(kind), GRANT, input).await?["consentGrant"].clone();
                way.refused = refusal(&answer, "INSUFFICIENT_CREDITS");
                if way.refused.is_none() {
                    assert_eq!(answer["consent"]["state"], "GRANTED", "{answer}");
                    way.granted += 1;
                }
            }
        }
        Some(())
    }

    async fn select(&self, way: &Way) -> Option<Value> {
        let application = public_id(way.candidate.application);
        let input = json!({ "idempotencyKey": key(way.number), "applicationId": application });
        Some(self.ask(OWNER, SELECT, input).await?["applicationSelect"].clone())
    }

    /// Sends a selection that was acknowledged once more: the same key, the same answer.
    async fn repeat(&self, way: &Way) -> Option<()> {
        let answer = self.select(way).await?;
        assert_eq!(answer["engagement"]["id"].as_str(), way.opened.as_ref().map(|(id, _)| id.as_str()), "{answer}");
        Some(())
    }

    /// The data of an answer without errors; `None` where there is no answer.
    async fn ask(&self, token: &str, query: &str, input: Value) -> Option<Value> {
        let body = json!({ "query": query, "variables": { "input": input } });
        let response = self.client.post(&self.url).bearer_auth(token).json(&body).send().await.ok()?;
        let answer: Value = response.json().await.ok()?;
        assert_eq!(answer.get("errors"), None, "{query}");
        Some(answer["data"].clone())
    }
}

/// The code of a refusal, which can be only that one.
fn refusal(answer: &Value, expected: &str) -> Option<String> {
    let code = answer["userErrors"][0]["code"].as_str()?;
    assert_eq!(code, expected, "{answer}");
    Some(code.to_owned())
}

/// What was acknowledged is there, and credits are set aside for those who are ready and for nobody else.
async fn check_kept(world: &World, ways: &[&Way]) {
    let mut found = HashMap::new();
    for mission in &world.missions {
        let opened = engagement::of_mission(&world.app.store, *mission).await.unwrap();
        assert!(opened.len() <= usize::from(SEATS), "more are selected than there are seats");
        found.extend(opened.into_iter().map(|engagement| (engagement.application, engagement)));
    }
    for way in ways {
        let Some((id, _)) = &way.opened else { continue };
        let kept = found.get(&way.candidate.application).expect("an acknowledged selection is lost");
        assert_eq!(&public_id(kept.id).to_string(), id, "the same candidature was selected twice");
        for kind in &ConsentKind::ALL[..way.granted] {
            let state = kept.consents.get(*kind).state;
            assert_eq!(state, ConsentState::Granted, "an acknowledged consent is lost");
        }
    }
    let ready = found.values().filter(|engagement| check_ready(engagement)).count();
    assert_eq!(world.account().await.reserved, EFFORT * i64::try_from(ready).unwrap());
}

/// What was interrupted happened with its event, or did not happen.
async fn check_whole(world: &World, way: &Way) {
    let store = &world.app.store;
    let candidature = application::by_id(store, way.candidate.application).await.unwrap().unwrap();
    let last = event::of_object(store, candidature.id).await.unwrap().pop().unwrap();
    assert_eq!(last.object_version, candidature.version, "a candidature moved without its event");
    let found = engagement::of_application(store, candidature.id).await.unwrap();
    assert_eq!(found.is_some(), candidature.state == ApplicationState::Selected, "half a selection");
    let Some(engagement) = found else { return };
    let last = event::of_object(store, engagement.id).await.unwrap().pop().unwrap();
    assert_eq!(last.object_version, engagement.version, "an engagement moved without its event");
}

/// The ledger and the trail are sound, and nothing is missing of what there was at the kill before; gives what there is now.
async fn anchored(world: &World, before: Option<Anchor>) -> Option<Anchor> {
    world.assert_sound().await;
    let store = &world.app.store;
    let trail = audit::verify(store, before).await.unwrap();
    assert!(trail.faults.is_empty(), "{:?}", trail.faults);
    Some(audit::anchor(store, world.app.clock.now()).await.unwrap().expect("the trail is sound"))
}

/// An engagement is ready with four consents, and no sooner or later.
fn check_ready(engagement: &Engagement) -> bool {
    let ready = engagement.state() == EngagementState::Ready;
    let granted = engagement.consents.iter().filter(|consent| consent.state == ConsentState::Granted).count();
    assert_eq!(ready, granted == ConsentKind::ALL.len(), "half a move");
    ready
}

/// As many have won as there are seats, and as there are credits for.
async fn check_end(world: &World, ways: &[Way]) {
    let count = |won: &dyn Fn(&Way) -> bool| ways.iter().filter(|way| won(way)).count();
    assert_eq!(ways.len(), world.candidates.len());
    assert_eq!(count(&|way| way.opened.is_some()), MISSIONS as usize * usize::from(SEATS));
    assert_eq!(count(&|way| way.granted == ConsentKind::ALL.len()), usize::try_from(PAID).unwrap());
    let account = world.account().await;
    assert_eq!((account.balance, account.reserved), (PLAN.credits, EFFORT * PAID));
    world.assert_sound().await;
}
