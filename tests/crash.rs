//! The real binary, killed with SIGKILL ten times over: nothing that was acknowledged is lost, nothing happens twice.

mod race;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::{Days, NaiveDate};
use reqwest::Client;
use serde_json::{Value, json};
use talents_core::audit::Chain;
use talents_core::event::EventKind;
use talents_server::clock::{Clock as _, SystemClock};
use talents_store::{Store, event, mission, talent};

use crate::harness::app::{TestApp, key};
use crate::harness::binary::{Installation, PATIENCE, Running};
use crate::harness::engines::on_both_urls;

/// When each of the ten is killed, in milliseconds after its first sign of work: chosen once, at random.
const MOMENTS: [u64; 10] = [83, 7, 240, 31, 152, 390, 1, 64, 198, 301];
/// How many write at once.
const CLIENTS: usize = 4;
/// How many talents are imported: more chunks of a thousand than ten interrupted imports can keep.
const TALENTS: usize = 12_000;
/// The most objects that the API gives by their ids at once.
const NODES_MAX: usize = 100;

/// A mission that a client sent, and what the server acknowledged of it before it was killed.
#[derive(Debug, Clone)]
struct Sent {
    /// Which one; its idempotency keys follow from it.
    number: u32,
    /// Its global id, once its creation was acknowledged.
    id: Option<String>,
    /// Whether its publication was acknowledged.
    published: bool,
}

/// The API of a server, as the mission owner reaches it.
#[derive(Clone)]
struct Api {
    client: Client,
    url: String,
    token: String,
    host: String,
    today: NaiveDate,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_while_it_writes_keeps_all_that_it_acknowledged() {
    on_both_urls(|url| async move {
        let site = Installation::new(url);
        let token = prepare(&site);
        let numbers = Arc::new(AtomicU32::new(1));
        let mut sent: Vec<Sent> = Vec::new();
        for (round, moment) in MOMENTS.into_iter().enumerate() {
            let (server, api) = serve(&site, &token).await;
            check_kept(&api, &sent).await;
            let latest = sent.len().saturating_sub(NODES_MAX);
            send_again(&api, &mut sent[latest..]).await;
            if round % 2 == 1 {
                verify_index(&site);
            }
            let clients: Vec<_> =
                (0..CLIENTS).map(|_| tokio::spawn(write(api.clone(), Arc::clone(&numbers)))).collect();
            tokio::time::sleep(Duration::from_millis(moment)).await;
            assert!(server.kill(), "round {round}: the server had ended by itself");
            for client in clients {
                sent.extend(client.await.unwrap());
            }
            if round % 2 == 0 {
                verify_index(&site);
            }
        }
        let (server, api) = serve(&site, &token).await;
        check_kept(&api, &sent).await;
        send_again(&api, &mut sent).await;
        assert!(sent.iter().all(|mission| mission.published));
        check_kept(&api, &sent).await;
        verify_index(&site);
        assert!(server.kill());
        check_once(&site.url, &sent).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_killed_ten_times_goes_on_and_ends_as_if_it_had_not_been() {
    let folder = tempfile::tempdir().unwrap();
    let site = Installation::new(format!("sqlite://{}", folder.path().join("talents.db").display()));
    let (people, talents) = write_files(&site);
    site.run(&["import", "structures", &demo_file("structures.csv")]);
    site.run(&["import", "people", &people]);
    for (round, moment) in MOMENTS.into_iter().enumerate() {
        let import = site.start(&["import", "talents", &talents]);
        // Every other time as a chunk is written and about to be committed, or just after; else at the latest then.
        if round % 2 == 0 {
            import.wait_for("import : ", PATIENCE).expect("the import says how far it is");
            std::thread::sleep(Duration::from_millis(moment / 10));
        } else {
            let _ = import.wait_for("import : ", Duration::from_millis(moment));
        }
        assert!(import.kill(), "round {round}: the import was over before it could be killed");
        let follower = site.start(&["index", "verify"]);
        std::thread::sleep(Duration::from_millis(moment));
        follower.kill();
    }
    let report = site.run(&["import", "talents", &talents]);
    assert!(report.contains("reprend après la ligne"), "{report}");
    site.run(&["index", "verify"]);

    let store = Store::connect(&site.url).await.unwrap();
    let found = talent::page_after(&store, None, 2 * TALENTS as u64).await.unwrap();
    let names: BTreeSet<_> = found.iter().map(|talent| talent.external_id.clone().unwrap()).collect();
    assert_eq!((found.len(), names.len()), (TALENTS, TALENTS));
    let events = event::since(&store, None, 10 * TALENTS as u64).await.unwrap();
    let registered = events.iter().filter(|(_, event)| event.kind == EventKind::TalentRegistered).count();
    assert_eq!(registered, TALENTS, "each registered once");
    let head = event::head(&store).await.unwrap();
    site.run(&["import", "talents", &talents]);
    assert_eq!(event::head(&store).await.unwrap(), head, "what is there is what the file says");
}

/// The structures, the people and a mission owner whose role counts from today; gives the owner's token.
fn prepare(site: &Installation) -> String {
    site.run(&["import", "structures", &demo_file("structures.csv")]);
    site.run(&["import", "people", &demo_file("people.csv")]);
    let owner = "sophie.marchal@finances.example";
    site.run(&["role", "grant", "--person", owner, "--role", "MISSION_OWNER", "--structure", "str-dgfip"]);
    site.run(&["token", "create", "--person", owner]).trim().to_owned()
}

async fn serve(site: &Installation, token: &str) -> (Running, Api) {
    let (server, url) = site.serve(&["--migrer"]);
    let (client, today) = (Client::new(), SystemClock.today());
    let mut api = Api { client, url, token: token.to_owned(), host: String::new(), today };
    let viewer = api.ask("{ viewer { roles { structure { id } } } }", json!({})).await.expect("the server answers");
    viewer["viewer"]["roles"][0]["structure"]["id"].as_str().expect("a structure").clone_into(&mut api.host);
    (server, api)
}

/// The index says what the store says. On PostgreSQL it follows events once no older transaction runs on the server,
/// and those of the other tests count: there it is asked more than once.
fn verify_index(site: &Installation) {
    let attempts = if site.url.starts_with("sqlite:") { 0 } else { 20 };
    for _ in 0..attempts {
        if site.try_run(&["index", "verify"]).status.success() {
            return;
        }
        std::thread::sleep(Duration::from_millis(250));
    }
    site.run(&["index", "verify"]);
}

/// Writes missions and publishes them until the server is gone.
async fn write(api: Api, numbers: Arc<AtomicU32>) -> Vec<Sent> {
    let mut sent = Vec::new();
    loop {
        let mut mission = Sent { number: numbers.fetch_add(1, Ordering::Relaxed), id: None, published: false };
        let acknowledged = api.send(&mut mission).await;
        sent.push(mission);
        if acknowledged.is_none() {
            return sent;
        }
    }
}

/// What was acknowledged is there, in the state that was acknowledged.
async fn check_kept(api: &Api, sent: &[Sent]) {
    let acknowledged: Vec<(&String, bool)> =
        sent.iter().filter_map(|mission| Some((mission.id.as_ref()?, mission.published))).collect();
    for page in acknowledged.chunks(NODES_MAX) {
        let ids: Vec<_> = page.iter().map(|(id, _)| id).collect();
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Mission { state } } }";
        let found = api.ask(query, json!({ "ids": ids })).await.expect("the server answers");
        for ((id, published), node) in page.iter().zip(found["nodes"].as_array().unwrap()) {
            assert_eq!(node["id"].as_str(), Some(id.as_str()), "an acknowledged mission is lost");
            assert!(!published || node["state"] == "PUBLISHED", "an acknowledged publication is lost");
        }
    }
}

/// Sends missions again with the same keys: one that was acknowledged is answered with the same id.
async fn send_again(api: &Api, sent: &mut [Sent]) {
    for mission in sent {
        let before = mission.id.clone();
        api.send(mission).await.expect("the server answers");
        assert!(before.is_none() || before == mission.id, "the same key gives another mission");
    }
}

/// The store holds each mission once, whatever the number of times that it was sent, with a sound history.
async fn check_once(url: &str, sent: &[Sent]) {
    let store = Store::connect(url).await.unwrap();
    let missions = mission::page_after(&store, None, 2 * sent.len() as u64).await.unwrap();
    assert_eq!(missions.len(), sent.len());
    for mission in missions {
        let events = event::of_object(&store, mission.id).await.unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::MissionCreated, EventKind::MissionPublished]);
        assert_eq!(Chain::of(&events).faults(), []);
    }
    store.close().await.unwrap();
}

impl Api {
    /// Creates a mission and publishes it, noting what is acknowledged; `None` where the server went away.
    async fn send(&self, mission: &mut Sent) -> Option<()> {
        let create = "mutation($input: MissionCreateInput!) { missionCreate(input: $input) \
                      { mission { id } userErrors { code path } } }";
        let publish = "mutation($input: MissionPublishInput!) { missionPublish(input: $input) \
                       { mission { id state } userErrors { code path } } }";
        let created = self.ask(create, self.content(mission.number)).await?;
        let id = created["missionCreate"]["mission"]["id"].as_str().unwrap_or_else(|| panic!("{created}")).to_owned();
        mission.id = Some(id.clone());
        let idempotency_key = key(u128::from(mission.number) << 32);
        let input = json!({ "idempotencyKey": idempotency_key, "missionId": id, "expectedVersion": 1 });
        let published = self.ask(publish, json!({ "input": input })).await?;
        assert_eq!(published["missionPublish"]["mission"]["state"], "PUBLISHED", "{published}");
        mission.published = true;
        Some(())
    }

    fn content(&self, number: u32) -> Value {
        let day = |days: u64| self.today.checked_add_days(Days::new(days)).unwrap().to_string();
        json!({ "input": {
            "idempotencyKey": key(number.into()), "hostId": self.host, "title": format!("Mission {number}"),
            "context": "La plateforme redémarre chaque nuit.", "deliverables": "Une plateforme qui tient.",
            "modalities": { "remote": "FULL", "rhythm": "2 jours par semaine", "startFrom": day(40),
                "startTo": day(60), "endBy": day(200), "effortMinutes": 8400, "languages": ["fr"] },
            "requirements": [{ "skillId": TestApp::skill("kubernetes"), "importance": "ESSENTIAL", "minLevel": 2 }],
            "applicationDeadline": day(30),
        } })
    }

    /// The data of an answer without errors; `None` where there is no answer.
    async fn ask(&self, query: &str, variables: Value) -> Option<Value> {
        let body = json!({ "query": query, "variables": variables });
        let response = self.client.post(&self.url).bearer_auth(&self.token).json(&body).send().await.ok()?;
        let answer: Value = response.json().await.ok()?;
        assert_eq!(answer.get("errors"), None, "{query}");
        Some(answer["data"].clone())
    }
}

/// Files of people and of their registrations; gives where they are.
fn write_files(site: &Installation) -> (String, String) {
    let mut people = "external_id,email,given_name,family_name\n".to_owned();
    let mut talents = String::new();
    for number in 1..=TALENTS {
        writeln!(people, "per-{number},agent.{number}@finances.example,Ana,Diaz").unwrap();
        let talent = json!({
            "external_id": format!("tal-{number}"), "person": format!("per-{number}"), "structure": "str-dgfip",
            "line_manager_email": "chef@finances.example", "status": "CONTRACT", "branch": "STATE",
            "headline": "Exploitante de plateformes", "skills": [{ "skill": "kubernetes", "level": 1 + number % 4 }],
            "availability": { "remote": "FULL", "minutes_per_week": 420 }, "discoverable": true, "state": "ACTIVE",
        });
        writeln!(talents, "{talent}").unwrap();
    }
    let write = |name: &str, text: String| {
        let path = site.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    (write("people.csv", people), write("talents.jsonl", talents))
}

fn demo_file(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/demo").join(name);
    path.display().to_string()
}
