//! How the product bears a large scheme: `cargo bench -p talents-server --bench scale -- TALENTS MISSIONS`.
//!
//! Files of that size are generated, always the same ones, and go through the real import, the real index and the real
//! recommendations, in this process. Each figure is a line `name value`; without sizes, a small run shows that it works.
//! A build with optimisation (`cargo bench` makes one) is what the figures are for.

mod generator;
mod random;

use std::fmt::Debug;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use talents_core::event::{Actor, Stamp};
use talents_core::id::IdSource;
use talents_matching::Engine;
use talents_server::app::{App, generation, indexer};
use talents_server::clock::{Clock, FrozenClock};
use talents_server::ids::TimeOrderedIds;
use talents_server::import::{self, Kind, Options, vocabulary};
use talents_server::recommend::{self, Format, Interrupted, Plan};
use talents_store::Store;

use generator::Sizes;

/// What a run without sizes takes.
const SMALL: Sizes = Sizes { talents: 500, missions: 20 };
/// Recommendations for each mission and for each talent.
const TOP: usize = 10;

type Outcome<T> = Result<T, String>;

fn main() -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(fault)?;
    runtime.block_on(measure(sizes()?))
}

/// The sizes of the command line; cargo adds options of its own, which are none of them.
fn sizes() -> Outcome<Sizes> {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    match asked.as_slice() {
        [] => Ok(SMALL),
        [talents, missions] => {
            Ok(Sizes { talents: talents.parse().map_err(fault)?, missions: missions.parse().map_err(fault)? })
        }
        _ => Err("two sizes are wanted: talents, then missions".to_owned()),
    }
}

async fn measure(sizes: Sizes) -> Outcome<()> {
    let folder = tempfile::tempdir().map_err(fault)?;
    show("talents", sizes.talents)?;
    show("missions", sizes.missions)?;
    generator::write(folder.path(), sizes).map_err(fault)?;
    let app = open(folder.path()).await?;
    measure_imports(&app, folder.path(), sizes).await?;
    measure_index(&app, &folder.path().join("index")).await?;
    measure_recommendations(&app, folder.path())?;
    app.store.clone().close().await.map_err(fault)
}

/// An application on SQLite and on an index of the disk, as a real server has them.
async fn open(folder: &Path) -> Outcome<App> {
    let url = format!("sqlite://{}?mode=rwc", folder.join("talents.db").display());
    let store = Store::connect(&url).await.map_err(fault)?;
    store.migrate().await.map_err(fault)?;
    let clock: Arc<dyn Clock> = Arc::new(FrozenClock::at(generator::NOW));
    let ids: Arc<dyn IdSource> = Arc::new(TimeOrderedIds);
    let stamp = Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: clock.now() };
    vocabulary::load_own(&store, stamp, Arc::clone(&ids)).await.map_err(fault)?;
    let skills = indexer::load_vocabulary(&store).await.map_err(fault)?;
    let engine = Engine::open(&folder.join("index"), Arc::new(skills)).map_err(fault)?;
    Ok(App::new(store, engine, clock, ids))
}

async fn measure_imports(app: &App, folder: &Path, sizes: Sizes) -> Outcome<()> {
    for (kind, name) in generator::FILES {
        let started = Instant::now();
        let report = import::run(app, *kind, &folder.join(name), &Options::default(), &mut |_| {}).await;
        let report = report.map_err(fault)?;
        if let Some(problem) = report.rejected.first() {
            return Err(format!("{name}, line {}: {}: {}", problem.line, problem.column, problem.message));
        }
        let seconds = started.elapsed().as_secs_f64();
        show(&format!("import_{kind}_seconds"), format_args!("{seconds:.2}"))?;
        if *kind == Kind::Talents {
            show("import_talents_per_second", format_args!("{:.0}", f64::from(sizes.talents) / seconds))?;
        }
    }
    show("import_peak_rss_megabytes", peak_rss_megabytes()?)
}

async fn measure_index(app: &App, directory: &Path) -> Outcome<()> {
    let started = Instant::now();
    indexer::catch_up(app).await.map_err(fault)?;
    show("index_seconds", format_args!("{:.2}", started.elapsed().as_secs_f64()))?;
    let started = Instant::now();
    generation::refresh(app).await.map_err(fault)?;
    show("statistics_seconds", format_args!("{:.2}", started.elapsed().as_secs_f64()))?;
    show("index_bytes", bytes_below(directory).map_err(fault)?)?;
    show("index_peak_rss_megabytes", peak_rss_megabytes()?)
}

/// Both ways in one run, as `talents recommend` does: the moment when the missions are done parts them.
fn measure_recommendations(app: &App, folder: &Path) -> Outcome<()> {
    let missions = open_missions(app);
    let plan =
        Plan { talents_each: TOP, missions_each: TOP, format: Format::JsonLines, folder: folder.join("recommended") };
    let started = Instant::now();
    let mut missions_done = None;
    let finished = recommend::run(app, &plan, &Interrupted::default(), &mut |done, _| {
        if done >= missions && missions_done.is_none() {
            missions_done = Some(started.elapsed());
        }
    });
    finished.map_err(fault)?;
    let total = started.elapsed();
    let for_missions = missions_done.unwrap_or(total);
    show("recommend_missions", missions)?;
    show("recommend_talents_for_missions_seconds", format_args!("{:.2}", for_missions.as_secs_f64()))?;
    show(
        "recommend_missions_for_talents_seconds",
        format_args!("{:.2}", total.saturating_sub(for_missions).as_secs_f64()),
    )?;
    show("recommend_bytes", bytes_below(&plan.folder).map_err(fault)?)?;
    show("peak_rss_megabytes", peak_rss_megabytes()?)
}

/// The missions of the files are all open on the day of the run.
fn open_missions(app: &App) -> u64 {
    app.snapshot().mission_count() as u64
}

fn show(name: &str, value: impl std::fmt::Display) -> Outcome<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{name} {value}").and_then(|()| out.flush()).map_err(fault)
}

fn bytes_below(directory: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    let mut waiting: Vec<PathBuf> = vec![directory.to_owned()];
    while let Some(directory) = waiting.pop() {
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                waiting.push(entry.path());
            } else {
                bytes += metadata.len();
            }
        }
    }
    Ok(bytes)
}

/// The most memory that the process has had so far: `VmHWM` of `/proc/self/status`, given in kibibytes (proc(5)).
fn peak_rss_megabytes() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status").map_err(fault)?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes: u64 = line
        .and_then(|line| line.split_whitespace().next()?.parse().ok())
        .ok_or_else(|| "/proc/self/status has no VmHWM".to_owned())?;
    Ok(kibibytes * 1024 / 1_000_000)
}

fn fault(error: impl Debug) -> String {
    format!("{error:?}")
}
