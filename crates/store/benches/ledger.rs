//! A structure with a long history: what a statement costs in its first month and in its last, and whether a transfer (a
//! reservation, and a capture from it) costs more the longer the history is.
//! `cargo bench -p talents-store --bench ledger -- 1000 100000 300000` measures it at these numbers of entries, on SQLite in
//! a temporary folder, or on the database of `TALENTS_BENCH_DATABASE_URL`, which must be empty.

#![expect(clippy::print_stdout, reason = "what it measures is what it prints")]
#![expect(clippy::unwrap_used, reason = "a bench that can't go on says where it stopped")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use talents_core::calendar::{Days, Month};
use talents_core::event::{Actor, Stamp};
use talents_core::id::{AccountId, EngagementId, IdSource, StructureId, TimeSheetId, TransferId};
use talents_core::ledger::{AccountOwner, Command, CreditOrder, Policy};
use talents_core::programme::CompensationMode;
use talents_core::structure::{Branch, Siret, Structure, StructureProfile};
use talents_store::{Store, ledger, structure};
use uuid::Uuid;

/// What a run without a number makes.
const ENTRIES: u64 = 2_000;
/// Sheets that an engagement has, and so entries in the host's journal.
const SHEETS: u64 = 20;
/// Engagements that are written in one transaction while the history is made.
const BATCH: u64 = 25;
const MONTHS: u64 = 18;
const PAGE: u64 = 100;
/// How many entries the most that may be endowed at once pays for, with what is reserved beside them.
const ENTRIES_PER_ENDOWMENT: u64 = 100_000;
/// How often a statement is measured; the median counts.
const TIMES: usize = 21;
/// The same for a transfer, whose time is mostly that of writing to the disk.
const TRANSFERS: usize = 301;
const POLICY: Policy = Policy { mode: CompensationMode::Compensation, default_floor: 0, tolerance_percent: 10 };

#[derive(Default)]
struct CountedIds(AtomicU64);

impl IdSource for CountedIds {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

struct Bench {
    store: Store,
    ids: Arc<CountedIds>,
    start: DateTime<Utc>,
    next: u64,
    /// How many entries the history has in the end: they are spread over its months.
    total: u64,
    today: DateTime<Utc>,
}

#[tokio::main]
async fn main() {
    let asked: Vec<u64> = std::env::args().skip(1).filter_map(|argument| argument.parse().ok()).collect();
    let marks = if asked.is_empty() { vec![ENTRIES] } else { asked };
    let folder = tempfile::tempdir().unwrap();
    let file = format!("sqlite://{}", folder.path().join("ledger.db").display());
    let url = std::env::var("TALENTS_BENCH_DATABASE_URL").unwrap_or(file);
    let mut bench = Bench::open(&url, marks.iter().copied().max().unwrap_or(ENTRIES)).await;
    // So that the first measure does not pay for what is prepared once.
    bench.transfer().await;
    bench.tell_transfer(0).await;
    let mut before = 0;
    for entries in marks {
        let made = Instant::now();
        bench.live(before, entries).await;
        let each = made.elapsed().as_micros() as u64 / (entries - before).max(1);
        println!("{entries} entries: {each} µs each, {BATCH} at once");
        before = entries;
        bench.tell_transfer(entries).await;
    }
    for number in [0, MONTHS / 2, MONTHS - 1] {
        bench.month(Month::of(bench.at(number * 30 + 20).date_naive())).await;
    }
    let checked = Instant::now();
    assert_eq!(ledger::check_books(&bench.store).await.unwrap(), []);
    println!("check: {:.1} s, nothing wrong", checked.elapsed().as_secs_f64());
}

impl Bench {
    /// Two structures, the first of which can pay for all.
    async fn open(url: &str, total: u64) -> Self {
        let store = Store::connect(url).await.unwrap();
        store.migrate().await.unwrap();
        let start = "2025-05-01T08:00:00Z".parse().unwrap();
        let mut bench = Self { store, ids: Arc::default(), start, next: 1, total, today: start };
        let mut tx = bench.store.begin(stamp(start), bench.ids.clone()).await.unwrap();
        for number in [1, 2] {
            structure::save(&mut tx, None, &lender(number)).await.unwrap();
        }
        tx.commit().await.unwrap();
        for _ in 0..=total / ENTRIES_PER_ENDOWMENT {
            bench.ask(start, vec![Command::Endow { structure: id(1), minutes: 100_000_000 }]).await;
        }
        bench
    }

    fn at(&self, days: u64) -> DateTime<Utc> {
        self.start + TimeDelta::days(days as i64)
    }

    async fn ask(&mut self, at: DateTime<Utc>, commands: Vec<Command>) {
        let mut tx = self.store.begin(stamp(at), self.ids.clone()).await.unwrap();
        let mut under = Vec::with_capacity(commands.len());
        for command in commands {
            under.push((TransferId(self.ids.next()), command));
        }
        ledger::apply(&mut tx, &POLICY, &under).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Makes the history go on from so many entries in the host's journal to so many.
    async fn live(&mut self, from: u64, to: u64) {
        let engagements = (to - from) / SHEETS;
        for batch in 0..engagements.div_ceil(BATCH) {
            let done = from + batch * BATCH * SHEETS;
            self.today = self.at(done * MONTHS * 30 / self.total.max(1));
            for commands in self.engagements(BATCH.min(engagements - batch * BATCH)) {
                self.ask(self.today, commands).await;
            }
        }
    }

    /// So many engagements: all of them reserved, then each sheet of all, then all released.
    fn engagements(&mut self, count: u64) -> Vec<Vec<Command>> {
        let first = self.next;
        self.next += count;
        let all = || first..first + count;
        let mut steps = vec![all().map(reserve).collect::<Vec<_>>()];
        for sheet in 0..SHEETS {
            steps.push(all().map(|engagement| capture(engagement, sheet)).collect());
        }
        steps.push(
            all().map(|engagement| Command::Order(CreditOrder::Release { engagement: of(engagement) })).collect(),
        );
        steps
    }

    /// The times of a reservation and of a capture from it, each with its transaction.
    async fn transfer(&mut self) -> (Duration, Duration) {
        let engagement = self.next;
        self.next += 1;
        let started = Instant::now();
        self.ask(self.today, vec![reserve(engagement)]).await;
        let reserved = started.elapsed();
        let started = Instant::now();
        self.ask(self.today, vec![capture(engagement, 0)]).await;
        (reserved, started.elapsed())
    }

    /// The medians of many transfers.
    async fn tell_transfer(&mut self, entries: u64) {
        let (mut reserved, mut captured, mut both) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TRANSFERS {
            let (one, other) = self.transfer().await;
            reserved.push(one);
            captured.push(other);
            both.push(one + other);
        }
        let micros = |times| median(times).as_micros();
        let (both, reserved, captured) = (micros(both), micros(reserved), micros(captured));
        println!(
            "transfer after {entries} entries: {both} µs, of which {reserved} to reserve and {captured} to capture"
        );
    }

    /// What the statement of a month costs: its sums, its first page, and all of it by entry.
    async fn month(&self, month: Month) {
        let (account, days) = (
            AccountId::of(AccountOwner::Structure(id(1))),
            Days::try_new(month.first_day(), month.last_day()).unwrap(),
        );
        let (mut sums, mut pages, mut wholes, mut entries) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for _ in 0..TIMES {
            let started = Instant::now();
            let statement = ledger::statement(&self.store, account, days).await.unwrap();
            sums.push(started.elapsed());
            let started = Instant::now();
            ledger::statement_lines(&self.store, &statement, None, PAGE).await.unwrap();
            pages.push(started.elapsed());
            let (started, mut after) = (Instant::now(), None);
            entries = 0;
            loop {
                let page = ledger::statement_lines(&self.store, &statement, after, PAGE).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some(last.seq);
                entries += page.len() as u32;
            }
            wholes.push(started.elapsed());
        }
        let each = median(wholes) / entries.max(1);
        println!(
            "statement of {month}: sums {} µs, page of {PAGE} {} µs, {entries} entries at {:.1} µs each",
            median(sums).as_micros(),
            median(pages).as_micros(),
            each.as_nanos() as f64 / 1_000.0
        );
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn stamp(at: DateTime<Utc>) -> Stamp {
    Stamp { actor: Actor::CommandLine, on_behalf_of: None, at }
}

fn id(number: u128) -> StructureId {
    StructureId(Uuid::from_u128(number))
}

fn of(engagement: u64) -> EngagementId {
    EngagementId(Uuid::from_u128(engagement.into()))
}

fn reserve(engagement: u64) -> Command {
    Command::Order(CreditOrder::Reserve { engagement: of(engagement), debit: id(1), credit: id(2), minutes: 8_400 })
}

fn capture(engagement: u64, sheet: u64) -> Command {
    let time_sheet = TimeSheetId(Uuid::from_u128(u128::from(engagement) << 32 | u128::from(sheet)));
    Command::Order(CreditOrder::Capture { engagement: of(engagement), time_sheet, minutes: 420 })
}

fn lender(number: u32) -> talents_core::Change<Structure> {
    let siret = (0..10).find_map(|digit| Siret::parse(&format!("1{number:012}{digit}")).ok()).unwrap();
    let profile = StructureProfile {
        siret,
        name: "Direction du numérique".to_owned(),
        acronym: String::new(),
        parent: None,
        ministry: None,
        branch: Branch::State,
        manager_consents_for_employer: false,
    };
    Structure::create(id(number.into()), None, profile)
}
