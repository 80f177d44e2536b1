//! Rankings while profiles change: how much slower they are, and whether what is found afterwards is what an index
//! built anew finds.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use talents_matching::{Snapshot, TalentSearch, Window};

use crate::definition::TOP;
use crate::random::Random;
use crate::report::{Report, Times, progress, time, timed};
use crate::scheme::Scheme;
use crate::{Outcome, fault, ours};

/// Changed profiles are applied by the hundred, ten times a second.
const BATCH: usize = 100;
const PERIOD: Duration = Duration::from_millis(100);
/// Batches to a commit: more than one commit a second.
const BATCHES_PER_COMMIT: u32 = 8;
/// Fewer changes a second than that are not what was to be measured.
const RATE_MIN: f64 = 950.0;
/// Missions ranked in turn.
const MISSIONS: usize = 50;

/// What the rankings took.
#[derive(Default)]
struct Taken {
    coverage: Vec<Duration>,
    full: Vec<Duration>,
}

/// What was changed: the last revision of each talent, and how it went.
#[derive(Default)]
struct Changed {
    revisions: HashMap<u32, u32>,
    count: usize,
    elapsed: Duration,
    commits: Vec<Duration>,
}

/// Measures the rankings at rest and under change.
pub(crate) fn measure(scheme: &Scheme, seconds: u64, folder: &Path, report: &mut Report) -> Outcome<()> {
    progress("rankings at rest, then while profiles change");
    let until = |seconds| Instant::now() + Duration::from_secs(seconds);
    let at_rest = rank_until(scheme, until(seconds))?;
    let is_over = AtomicBool::new(false);
    let (meanwhile, changed) = std::thread::scope(|scope| {
        let changes = scope.spawn(|| change_until(scheme, &is_over));
        let meanwhile = rank_until(scheme, until(seconds));
        is_over.store(true, Ordering::Relaxed);
        let changed = changes.join().map_err(|_| "the thread of changes panicked".to_owned());
        (meanwhile, changed)
    });
    let (meanwhile, changed) = (meanwhile?, changed??);
    tell(at_rest, meanwhile, &changed, report);
    progress("the index, built anew");
    let revision = |number: u32| changed.revisions.get(&number).copied().unwrap_or(0);
    let rebuilt = scheme.rebuilt(revision, folder)?;
    compare(scheme, &scheme.engine.snapshot(), &rebuilt.snapshot(), report)
}

/// Ranks for one mission after the other, each time with what was published last.
fn rank_until(scheme: &Scheme, end: Instant) -> Outcome<Taken> {
    let requests = scheme.requests(MISSIONS);
    let mut taken = Taken::default();
    for request in requests.iter().cycle() {
        if Instant::now() >= end && taken.full.len() >= MISSIONS {
            break;
        }
        taken.coverage.push(timed(|| Ok(ours::cover(&scheme.engine.snapshot(), request)))?.1);
        taken.full.push(timed(|| ours::full(&scheme.engine.snapshot(), request))?.1);
    }
    Ok(taken)
}

/// Applies changed profiles at their pace; where it falls behind, batches follow each other without a pause.
fn change_until(scheme: &Scheme, is_over: &AtomicBool) -> Outcome<Changed> {
    let mut changed = Changed::default();
    let mut random = Random::of(1, 0, 0);
    let started = Instant::now();
    for batch in 1.. {
        let last = is_over.load(Ordering::Relaxed);
        let numbers: Vec<u32> = (0..BATCH).map(|_| random.below(scheme.columns.len()) as u32).collect();
        let talents = numbers.iter().map(|number| {
            let revision = changed.revisions.entry(*number).or_default();
            *revision += 1;
            scheme.world.talent(*number, *revision)
        });
        ours::apply(&scheme.engine, talents.collect())?;
        if !last {
            changed.count += BATCH;
            changed.elapsed = started.elapsed();
        }
        if last || batch % BATCHES_PER_COMMIT == 0 {
            changed.commits.push(timed(|| ours::commit(&scheme.engine))?.1);
        }
        if last {
            break;
        }
        std::thread::sleep((PERIOD * batch).saturating_sub(started.elapsed()));
    }
    Ok(changed)
}

fn tell(at_rest: Taken, meanwhile: Taken, changed: &Changed, report: &mut Report) {
    let times = [at_rest.coverage, meanwhile.coverage, at_rest.full, meanwhile.full].map(Times::new);
    let names = [
        "coverage, at rest",
        "coverage, while profiles change",
        "whole ranking, at rest",
        "whole ranking, while profiles change",
    ];
    for (name, times) in names.iter().zip(&times) {
        report.times(name, times);
    }
    let commits = Times::new(changed.commits.clone());
    let rate = changed.count as f64 / changed.elapsed.as_secs_f64();
    report.row("profiles changed a second", format!("{rate:.0}"));
    if rate < RATE_MIN {
        progress(&format!("the changes fell behind: {rate:.0} a second, so that the slowdown is too good"));
    }
    report.row(
        "commits",
        format!(
            "{} in {}, the slowest in {}",
            changed.commits.len(),
            time(changed.elapsed.as_secs_f64()),
            time(commits.percentile(100))
        ),
    );
    let [coverage, full] = [times[1].median() / times[0].median(), times[3].median() / times[2].median()];
    report.row("slowdown of coverage, of the whole ranking", format!("{coverage:.2}, {full:.2}"));
    report.figure("update_slowdown", coverage.max(full));
}

/// Both find the same: coverage, whole rankings with their explanations, searches.
fn compare(scheme: &Scheme, changed: &Snapshot, rebuilt: &Snapshot, report: &mut Report) -> Outcome<()> {
    for request in scheme.requests(MISSIONS) {
        let coverage = ours::cover(changed, &request) == ours::cover(rebuilt, &request);
        let full = ours::full(changed, &request)? == ours::full(rebuilt, &request)?;
        let mission = request.mission;
        report.check(coverage && full, || format!("{mission:?}: not what a rebuilt index finds"));
    }
    for rank in (100..1_000).step_by(100) {
        let text = scheme.world.lexicon().word(rank).to_owned();
        let search = TalentSearch {
            text,
            visibility: ours::everybody(),
            window: Window::first(TOP),
            facets: true,
            ..TalentSearch::default()
        };
        let pages = [changed, rebuilt].map(|snapshot| snapshot.search_talents(&search).map_err(fault));
        let [found, expected] = pages;
        report.check(found? == expected?, || format!("« {} »: not what a rebuilt index finds", search.text));
    }
    Ok(())
}
