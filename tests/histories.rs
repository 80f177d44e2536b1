//! Random histories of a small scheme, through the server's own API, on both engines: after every move a slow plain model
//! says what must hold (A1 to A8, C1 to C8), what is refused changes nothing, and the same history gives the same
//! answers on both, to the last id.
//!
//! `TALENTS_HISTORIES` says how many, `TALENTS_HISTORIES_FROM` the seed of the first one.

mod credits;
mod dice;
mod model;
mod moves;
mod seen;
mod trail;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_graphql::{Request, Variables};
use chrono::TimeDelta;
use serde_json::{Value, json};
use talents_core::Change;
use talents_core::calendar::paris_day;
use talents_core::event::{Actor, EventDraft, EventKind};
use talents_core::programme::{CompensationMode, PROGRAMME, Programme};
use talents_server::app::{App, Session};
use talents_server::clock::FrozenClock;
use talents_server::graphql::{self, State, TalentsSchema};
use talents_server::jobs;
use talents_server::messages::Language;
use talents_store::{ledger, programme, role};

use crate::harness::app::key;
use crate::harness::postgres::Database;
use credits::{Credits, codes_of};
use dice::Dice;
use moves::{Draw, Move, What};
use seen::Seen;
use world::{Cast, Template};

/// How many histories are run where nothing else is said: some five minutes of two cores.
const HISTORIES: u64 = 300;
/// How many moves a history has at least, and how many more it may have.
const MOVES: (usize, usize) = (40, 40);
/// Every so many moves, what passed is sent again.
const AGAIN: usize = 6;
/// How many histories run at once.
const WORKERS: usize = 4;

/// A move that was made.
struct Done {
    made: Move,
    /// The whole answer.
    answer: String,
    /// The payload of the mutation, if it has one.
    payload: Value,
    codes: Vec<String>,
    accepted: bool,
}

/// A history as it runs on an engine.
struct Run {
    app: Arc<App>,
    clock: Arc<FrozenClock>,
    schema: TalentsSchema,
    cast: Cast,
    credits: Credits,
    seen: Seen,
    made: usize,
}

impl Run {
    async fn begin(template: &Template, url: &str) -> Self {
        let (app, clock) = template.open(url).await;
        let seen = Seen::load(&app, &template.cast).await;
        let (cast, credits) = (template.cast.clone(), Credits::default());
        Self { app, clock, schema: graphql::schema(), cast, credits, seen, made: 0 }
    }

    /// Makes a move, checks what came of it, and says what was answered.
    async fn make(&mut self, next: Move) -> Result<Done, String> {
        self.made += 1;
        let number = self.made as u128;
        let done = self.carry_out(next.clone(), number).await?;
        if let Some(id) = done.payload["envelope"]["id"].as_str().and_then(graphql::parse_id) {
            self.cast.note_envelope(id);
        }
        let after = Seen::load(&self.app, &self.cast).await;
        let today = paris_day(self.app.clock.now());
        model::check(&self.cast, &done, &self.seen, &after, today)?;
        self.credits.follow(&self.cast, &done, &self.seen, &after, today)?;
        self.seen = after;
        if done.accepted && self.made.is_multiple_of(AGAIN) && matches!(done.made.what, What::Ask(..)) {
            let again = self.carry_out(next, number).await?;
            model::ensure(again.answer == done.answer, || format!("sent again: {}", again.answer))?;
            let unchanged = Seen::load(&self.app, &self.cast).await == self.seen;
            model::ensure(unchanged, || "sent again, it had another effect".into())?;
        }
        if done.made.kind == "talentErase" && done.accepted {
            let faults = ledger::check(&self.app.store).await.map_err(|error| format!("{error:?}"))?;
            model::ensure(faults.is_empty(), || format!("C8: {faults:?}"))?;
        }
        Ok(done)
    }

    async fn carry_out(&mut self, made: Move, number: u128) -> Result<Done, String> {
        let by_itself =
            |made: Move, answer: String| Done { made, answer, payload: Value::Null, codes: Vec::new(), accepted: true };
        match &made.what {
            What::Ask(field, input) => {
                let answer = self.ask(&made.who, field, input.clone(), key(number)).await;
                let payload = answer["data"][*field].clone();
                let mut codes = codes_of(&answer["errors"], &["extensions", "code"]);
                codes.extend(codes_of(&payload["userErrors"], &["code"]));
                let known = !codes.iter().any(|code| ["INTERNAL", "UNAVAILABLE", "(none)"].contains(&code.as_str()));
                model::ensure(known, || answer.to_string())?;
                let accepted = codes.is_empty();
                Ok(Done { made, answer: answer.to_string(), payload, codes, accepted })
            }
            What::Wait(hours) => {
                self.clock.advance_to(self.app.clock.now() + TimeDelta::hours(*hours));
                Ok(by_itself(made, String::new()))
            }
            What::Jobs => {
                let report = jobs::run_due(&self.app).await.map_err(|error| format!("{error:?}"))?;
                let again = jobs::run_due(&self.app).await.map_err(|error| format!("{error:?}"))?;
                let idle = again.done.iter().all(|(_, count)| *count == 0);
                model::ensure(idle, || format!("jobs run twice: {report:?}, then {again:?}"))?;
                Ok(by_itself(made, format!("{report:?}")))
            }
            What::Mode => {
                change_mode(&self.app).await;
                Ok(by_itself(made, String::new()))
            }
            What::Appoint(assignment) => {
                let mut tx =
                    self.app.store.begin(self.app.stamp(Actor::CommandLine), self.app.ids.clone()).await.unwrap();
                role::save(&mut tx, assignment).await.unwrap();
                tx.commit().await.unwrap();
                let known = self.cast.roles.iter_mut().find(|held| held.id == assignment.id).unwrap();
                known.clone_from(assignment);
                Ok(by_itself(made, String::new()))
            }
        }
    }

    async fn ask(&self, who: &str, field: &str, mut input: Value, key: String) -> Value {
        input["idempotencyKey"] = json!(key);
        let session = Session::open(&self.app, who, Language::French).await.unwrap();
        let type_name = format!("{}{}Input", field[..1].to_uppercase(), &field[1..]);
        let query = format!(
            "mutation($input: {type_name}!) {{ {field}(input: $input) {{ {} userErrors {{ code message path }} }} }}",
            selection(field)
        );
        let variables = Variables::from_json(json!({ "input": input }));
        let request = Request::new(query).variables(variables).data(State::new(Arc::clone(&self.app), session));
        let response = self.schema.execute(graphql::select_operation(request)).await;
        serde_json::to_value(graphql::localise(response, Language::French, "trace")).unwrap()
    }

    /// Ends the history, with what is only looked at then.
    async fn end(self, url: &str) -> Result<(), String> {
        let checked = trail::check(&self.app, url, &self.cast, &self.seen, &self.credits).await;
        self.app.store.clone().close().await.unwrap();
        checked
    }
}

/// What is asked of an answer.
fn selection(field: &str) -> &'static str {
    match field {
        "applicationSelect" => {
            "application { id state } engagement { id state version plannedMinutes startOn endOn terms { hash } \
             consents { id kind state deadline } } warnings { code message }"
        }
        _ if field.starts_with("application") => "application { id state motivation }",
        _ if field.starts_with("consent") => {
            "consent { id kind state termsHash deadline reason grantedAt delegated } engagement { id state version }"
        }
        _ if field.starts_with("engagement") => {
            "engagement { id state version plannedMinutes startOn endOn endCause terms { hash } \
             consents { kind state termsHash } } warnings { code message }"
        }
        _ if field.starts_with("timeSheet") => "timeSheet { id state version minutes from to }",
        _ if field.starts_with("mission") => "mission { id state version publishedVersion }",
        "creditFloorSet" => "account { version floorMinutes }",
        "creditMonthClose" => "closedThrough",
        _ if field.starts_with("envelope") => "envelope { id version withdrawn usedMinutes }",
        _ if field.starts_with("credit") => "transfer { id kind minutes pending }",
        _ => "talent { id state version }",
    }
}

/// The programme enforces the floor where it only measured, and the other way round.
async fn change_mode(app: &App) {
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await.unwrap();
    let before = programme::load(&tx).await.unwrap();
    let version = before.version + 1;
    let compensation_mode = match before.compensation_mode {
        CompensationMode::Measure => CompensationMode::Compensation,
        CompensationMode::Compensation => CompensationMode::Measure,
    };
    let value = Programme { version, compensation_mode, ..before.clone() };
    let events = vec![EventDraft::new(EventKind::ProgrammeChanged, PROGRAMME, version)];
    programme::save(&mut tx, &before, &Change { value, events }).await.unwrap();
    tx.commit().await.unwrap();
}

/// What became of each kind of move, by the first code of the answer; none where it passed.
type Tally = BTreeMap<String, BTreeMap<String, u64>>;

/// The databases that histories are copied from.
struct Templates {
    folder: tempfile::TempDir,
    sqlite: Template,
    postgres: Option<(Database, Template)>,
}

impl Templates {
    async fn fill() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let sqlite = Template::fill(&format!("sqlite://{}", folder.path().join("template.db").display())).await;
        let postgres = match Database::create().await {
            Some(database) => {
                let template = Template::fill(&database.url).await;
                Some((database, template))
            }
            None => None,
        };
        Self { folder, sqlite, postgres }
    }

    /// Runs a history of that seed on SQLite, then the same moves on PostgreSQL; gives what was tried, or the story of
    /// what went wrong.
    async fn run(&self, seed: u64) -> Result<Tally, String> {
        let told = |engine: &str, made: &[Done], wrong: String| {
            let story = made.iter().map(|done| format!("{} → {}", done.made, done.answer));
            let story: Vec<String> = story.collect();
            format!("seed {seed} on {engine}, move {}: {wrong}\n{}", made.len() + 1, story.join("\n"))
        };
        let path = self.folder.path().join(format!("{seed}.db"));
        std::fs::copy(self.folder.path().join("template.db"), &path).unwrap();
        let mut made = Vec::new();
        let passed = draw(&self.sqlite, &format!("sqlite://{}", path.display()), seed, &mut made).await;
        passed.map_err(|wrong| told("SQLite", &made, wrong))?;
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", path.display()));
        }
        if let Some((database, template)) = &self.postgres {
            let copy = database.copy().await;
            let mut again = Vec::new();
            let passed = replay(template, &copy.url, &made, &mut again).await;
            passed.map_err(|wrong| told("PostgreSQL", &again, wrong))?;
            copy.drop().await;
        }
        let mut tally = Tally::new();
        for done in made {
            let outcome = done.codes.first().cloned().unwrap_or_default();
            *tally.entry(done.made.kind).or_default().entry(outcome).or_default() += 1;
        }
        Ok(tally)
    }
}

/// Draws the moves of a seed one by one and makes them.
async fn draw(template: &Template, url: &str, seed: u64, made: &mut Vec<Done>) -> Result<(), String> {
    let mut dice = Dice::new(seed);
    let mut run = Run::begin(template, url).await;
    let mut straight = moves::beginning(&mut dice).into_iter();
    for _ in 0..MOVES.0 + dice.below(MOVES.1) {
        let (pending, undoable) = (run.credits.pending(), run.credits.undoable());
        let (cast, seen, now) = (&run.cast, &run.seen, run.app.clock.now());
        let mut draw = Draw { dice: &mut dice, cast, seen, now, pending: &pending, undoable: &undoable };
        let next = draw.next(straight.next());
        let done = run.make(next.clone()).await.map_err(|wrong| format!("{next}: {wrong}"))?;
        made.push(done);
    }
    run.end(url).await
}

/// Makes the same moves elsewhere: the answers are the same.
async fn replay(template: &Template, url: &str, moves: &[Done], made: &mut Vec<Done>) -> Result<(), String> {
    let mut run = Run::begin(template, url).await;
    for first in moves {
        let done = run.make(first.made.clone()).await.map_err(|wrong| format!("{}: {wrong}", first.made))?;
        model::ensure(done.answer == first.answer, || format!("{}\ninstead of {}", done.answer, first.answer))?;
        made.push(done);
    }
    run.end(url).await
}

fn number_of(variable: &str, otherwise: u64) -> u64 {
    std::env::var(variable).map_or(otherwise, |text| text.parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn histories_keep_what_must_hold_and_are_the_same_on_both_engines() {
    let count = number_of("TALENTS_HISTORIES", HISTORIES);
    let first = number_of("TALENTS_HISTORIES_FROM", 1);
    let began = Instant::now();
    let templates = Arc::new(Templates::fill().await);
    let next = Arc::new(AtomicU64::new(first));
    let workers = (0..WORKERS).map(|_| {
        let (templates, next) = (Arc::clone(&templates), Arc::clone(&next));
        tokio::spawn(async move {
            let mut tally = Tally::new();
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= first + count {
                    return tally;
                }
                let own = templates.run(seed).await.unwrap_or_else(|story| panic!("{story}"));
                add(&mut tally, own);
            }
        })
    });
    let mut tally = Tally::new();
    for worker in workers.collect::<Vec<_>>() {
        let own = worker.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()));
        add(&mut tally, own);
    }
    let templates = Arc::into_inner(templates).unwrap();
    if let Some((database, _)) = templates.postgres {
        database.drop().await;
    }
    tell(&tally, count, began.elapsed());
    check_spread(&tally, count);
}

fn add(tally: &mut Tally, more: Tally) {
    for (kind, outcomes) in more {
        let counted = tally.entry(kind).or_default();
        for (outcome, count) in outcomes {
            *counted.entry(outcome).or_default() += count;
        }
    }
}

/// What `cargo test -- --nocapture` shows.
#[expect(clippy::print_stdout, reason = "whoever runs many wants to see what was tried")]
fn tell(tally: &Tally, count: u64, took: Duration) {
    for (kind, outcomes) in tally {
        let refused = outcomes.iter().filter(|(code, _)| !code.is_empty());
        let refused: Vec<_> = refused.map(|(code, count)| format!("{code} {count}")).collect();
        println!("{kind:28} {:6} passed; refused: {}", passed(outcomes), refused.join(", "));
    }
    println!("{count} histories in {} s", took.as_secs());
}

/// Histories that try little would prove little: every kind of move passes now and then, where few histories try it at all.
fn check_spread(tally: &Tally, count: u64) {
    let wanted = |outcomes: &BTreeMap<String, u64>| (count / 40).min(outcomes.values().sum::<u64>() / 4);
    let seldom: Vec<_> = tally.iter().filter(|(_, outcomes)| passed(outcomes) < wanted(outcomes)).collect();
    assert_eq!(seldom, [], "these hardly ever pass");
}

fn passed(outcomes: &BTreeMap<String, u64>) -> u64 {
    outcomes.get("").copied().unwrap_or_default()
}
