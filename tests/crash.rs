//! Killed with SIGKILL, ten times over, in the middle of serving writes and of an import: what was acknowledged is there,
//! the index agrees with the store, and the import goes on where it was.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::app::key;

const ROUNDS: u64 = 10;
const CREATE: &str = "mutation($input: MissionCreateInput!) { missionCreate(input: $input) { mission { id } } }";

/// An installation of the real binary, in a folder of its own.
struct Installation {
    folder: TempDir,
    binary: PathBuf,
}

impl Installation {
    fn new() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap(), binary: binary() };
        site.succeeds(&["migrate"]);
        for kind in ["structures", "people", "roles"] {
            site.succeeds(&["import", kind, &format!("{}/../data/demo/{kind}.csv", env!("CARGO_MANIFEST_DIR"))]);
        }
        site
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        command.args(arguments).env("LC_ALL", "fr_FR.UTF-8");
        command.env("TALENTS_DATABASE_URL", format!("sqlite://{}?mode=rwc", path("talents.db")));
        command.env("TALENTS_INDEX_DIR", path("index"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command that must succeed prints.
    fn succeeds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{arguments:?}: {said}{failed}");
        said.trim().to_owned()
    }

    /// A server that answers, and its address.
    fn serve(&self) -> (Child, String) {
        let mut command = self.command(&["serve", "--adresse", "127.0.0.1:0"]);
        let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
        let url = lines.find_map(|line| {
            let line = line.unwrap();
            let begin = line.find("http://")?;
            line[begin..].split_whitespace().next().map(|url| url.trim_end_matches('.').to_owned())
        });
        // Whoever reads the log goes on reading, or the server would wait for them.
        std::thread::spawn(move || lines.for_each(drop));
        (server, url.expect("the server says where it listens"))
    }
}

/// The binary beside the tests, built if need be: a test of another package does not have it built by cargo.
fn binary() -> PathBuf {
    let profile = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["build", "--locked", "--quiet", "--package", "talents-server", "--bin", "talents"];
    let built = Command::new(cargo).args(arguments).status().unwrap();
    assert!(built.success(), "the binary can be built");
    profile.join("talents")
}

async fn ask(url: &str, token: &str, query: &str, variables: Value) -> Result<Value, reqwest::Error> {
    let request =
        reqwest::Client::new().post(url).bearer_auth(token).json(&json!({ "query": query, "variables": variables }));
    request.send().await?.json().await
}

fn draft(host: &Value, number: u128) -> Value {
    json!({ "input": { "idempotencyKey": key(number), "hostId": host, "title": format!("Mission numéro {number}") } })
}

/// Writes until it is told to stop, and notes what was acknowledged.
async fn write(url: String, token: String, host: Value, stop: Arc<AtomicBool>, first: u128) -> Vec<(u128, Value)> {
    let mut acknowledged = Vec::new();
    for number in first.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let Ok(answer) = ask(&url, &token, CREATE, draft(&host, number)).await else { continue };
        let id = &answer["data"]["missionCreate"]["mission"]["id"];
        assert!(id.is_string(), "{answer}");
        acknowledged.push((number, id.clone()));
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_the_server() {
    let site = Installation::new();
    let token = site.succeeds(&["token", "create", "--person", "sophie.marchal@finances.example"]);
    let mut acknowledged: Vec<(u128, Value)> = Vec::new();
    for round in 0..=ROUNDS {
        let (mut server, url) = site.serve();
        for page in acknowledged.chunks(100) {
            let ids: Vec<_> = page.iter().map(|(_, id)| id).collect();
            let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
            let answer = ask(&url, &token, query, json!({ "ids": ids })).await.unwrap();
            let found: Vec<_> = answer["data"]["nodes"].as_array().unwrap().iter().map(|node| &node["id"]).collect();
            assert_eq!(found, ids, "round {round}");
        }
        let roles = ask(&url, &token, "{ viewer { roles { structure { id } } } }", json!({})).await.unwrap();
        let host = roles["data"]["viewer"]["roles"][0]["structure"]["id"].clone();
        if let Some((number, id)) = acknowledged.last() {
            let again = ask(&url, &token, CREATE, draft(&host, *number)).await.unwrap();
            assert_eq!(again["data"]["missionCreate"]["mission"]["id"], *id, "a retry has no other effect");
        }
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (1..=3)
            .map(|writer| {
                let first = u128::from(round) * 1_000_000 + writer * 100_000;
                tokio::spawn(write(url.clone(), token.clone(), host.clone(), Arc::clone(&stop), first))
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(150 + round * 37)).await;
        server.kill().unwrap();
        server.wait().unwrap();
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        site.succeeds(&["index", "verify"]);
    }
    assert!(acknowledged.len() > 50, "{} writes were acknowledged", acknowledged.len());
}

#[test]
fn an_import_goes_on_where_it_was_killed() {
    const TALENTS: usize = 6_000;
    let site = Installation::new();
    let (people, talents) = (site.folder.path().join("people.csv"), site.folder.path().join("talents.jsonl"));
    let demo = include_str!("../data/demo/talents.jsonl").lines().next().unwrap();
    let mut talent: Value = serde_json::from_str(demo).unwrap();
    let mut people_text = "external_id,email,given_name,family_name\n".to_owned();
    let mut talents_text = String::new();
    for number in 0..TALENTS {
        writeln!(people_text, "p-{number},p{number}@culture.example,Ana,Diaz").unwrap();
        (talent["external_id"], talent["person"]) = (json!(format!("t-{number}")), json!(format!("p-{number}")));
        writeln!(talents_text, "{talent}").unwrap();
    }
    std::fs::write(&people, people_text).unwrap();
    std::fs::write(&talents, talents_text).unwrap();
    site.succeeds(&["import", "people", people.to_str().unwrap()]);

    let import = ["import", "talents", talents.to_str().unwrap()];
    let mut killed = 0;
    for round in 0..ROUNDS {
        let mut running = site.command(&import).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(200 + round * 61));
        killed += u32::from(running.try_wait().unwrap().is_none());
        running.kill().unwrap();
        running.wait().unwrap();
    }
    assert!(killed > 2, "killed {killed} times in the middle");
    site.succeeds(&import);
    let again = site.succeeds(&import).replace(['\u{a0}', '\u{202f}'], "");
    assert!(again.contains("inchangées: 6000"), "{again}");
    let index = site.succeeds(&["index", "verify"]).replace(['\u{a0}', '\u{202f}'], "");
    assert!(index.contains("6000talents") || index.contains("6000 talents"), "{index}");
}
