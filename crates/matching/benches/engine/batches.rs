//! Everybody at once: missions by the hundred, both ways, on one thread and on two.

use std::time::Duration;

use rayon::ThreadPool;
use talents_matching::TalentDocument;

use crate::coverage::Medians;
use crate::definition::TOP;
use crate::report::{Report, Times, progress, time, timed};
use crate::scheme::Scheme;
use crate::{Outcome, fault, ours};

/// How often a batch is timed, with one thread and with two in turn.
const ROUNDS: usize = 3;
/// Talents of which the inverse direction is measured, at the most, and of whom it is checked.
const TALENTS_MAX: usize = 20_000;
const TALENTS_CHECKED: usize = 10;

/// Measures the batches, each of about so many seconds.
pub(crate) fn measure(scheme: &Scheme, medians: Medians, seconds: f64, report: &mut Report) -> Outcome<()> {
    let (alone, both) = (pool(1)?, pool(2)?);
    let fitting = |median: f64| ((seconds / median) as usize).clamp(16, scheme.missions.len());
    measure_coverage(scheme, fitting(medians.coverage), medians, [&alone, &both], report)?;
    measure_both_ways(scheme, fitting(medians.full), seconds, &both, report)
}

fn pool(threads: usize) -> Outcome<ThreadPool> {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(fault)
}

fn measure_coverage(
    scheme: &Scheme,
    missions: usize,
    medians: Medians,
    pools: [&ThreadPool; 2],
    report: &mut Report,
) -> Outcome<()> {
    let requests = scheme.requests(missions);
    progress(&format!("coverage of {} missions at once", requests.len()));
    let snapshot = scheme.engine.snapshot();
    let mut times = [Vec::new(), Vec::new()];
    let mut answers = Vec::new();
    for round in 0..ROUNDS {
        for (pool, times) in pools.iter().zip(&mut times) {
            let (found, time) = timed(|| Ok(pool.install(|| ours::cover_all(&snapshot, &requests))))?;
            times.push(time);
            report.check(answers.is_empty() || answers == found, || format!("batch {round}: not as before"));
            answers = found;
        }
    }
    for (request, found) in requests.iter().zip(&answers).take(TOP) {
        let alone = ours::cover(&snapshot, request);
        report.check(*found == alone, || format!("{:?}: in a batch {found:?}, alone {alone:?}", request.mission));
    }
    let [alone, both] = times.map(|times| Times::new(times).median());
    let per_mission = both / requests.len() as f64;
    report.row("coverage in a batch, two threads, per mission", time(per_mission));
    report.row("coverage in a batch, one thread, per mission", time(alone / requests.len() as f64));
    report.figure("batch_per_mission_over_coverage", per_mission / medians.coverage);
    report.figure("batch_two_threads_speedup", alone / both);
    Ok(())
}

/// The whole pipeline both ways, by what a pair of a talent and a mission costs.
fn measure_both_ways(
    scheme: &Scheme,
    missions: usize,
    seconds: f64,
    pool: &ThreadPool,
    report: &mut Report,
) -> Outcome<()> {
    let requests = scheme.requests(missions);
    progress(&format!("the whole ranking of {} missions at once", requests.len()));
    let snapshot = scheme.engine.snapshot();
    let (found, missions_time) = timed(|| pool.install(|| ours::talents_for_all(&snapshot, &requests)))?;
    for (request, found) in requests.iter().zip(&found).take(TOP) {
        let alone = ours::full(&snapshot, request)?;
        report.check(*found == alone, || format!("{:?}: another ranking in a batch than alone", request.mission));
    }
    // What is made once for every talent is made before.
    let few = some_talents(scheme, TALENTS_CHECKED);
    ours::missions_for_all(&snapshot, &few)?;
    let (_, trial) = timed(|| pool.install(|| ours::missions_for_all(&snapshot, &few)))?;
    let fitting = (seconds / (trial.as_secs_f64() / few.len() as f64)) as usize;
    let talents = some_talents(scheme, fitting.clamp(100, TALENTS_MAX));
    progress(&format!("the whole ranking of missions for {} talents at once", talents.len()));
    let (_, talents_time) = timed(|| pool.install(|| ours::missions_for_all(&snapshot, &talents)))?;
    check_both_ways(scheme, &few, report)?;
    let pair = |time: Duration, pairs: usize| time.as_secs_f64() / pairs as f64;
    let batch = pair(missions_time, requests.len() * scheme.columns.len());
    let inverse = pair(talents_time, talents.len() * scheme.missions.len());
    report.row("whole ranking in a batch, per pair", time(batch));
    report.row("missions for every talent, per pair", time(inverse));
    let whole = (scheme.columns.len() * 10_000) as f64;
    report.row("10,000 missions × all talents, two threads", time(batch * whole));
    report.row("all talents × 10,000 missions, two threads", time(inverse * whole));
    report.figure("inverse_pair_cost_over_batch", inverse / batch);
    Ok(())
}

/// Talents from all over the index.
fn some_talents(scheme: &Scheme, wanted: usize) -> Vec<TalentDocument> {
    let step = (scheme.columns.len() / wanted).max(1);
    let numbers = (0..scheme.talents()).step_by(step).take(wanted);
    numbers.map(|number| scheme.world.talent(number, 0)).collect()
}

/// The first mission of a talent scores what the talent scores for it.
fn check_both_ways(scheme: &Scheme, talents: &[TalentDocument], report: &mut Report) -> Outcome<()> {
    let snapshot = scheme.engine.snapshot();
    let rankings = ours::missions_for_all(&snapshot, talents)?;
    for (talent, ranking) in talents.iter().zip(rankings).filter(|(talent, _)| talent.discoverable) {
        let Some(hit) = ranking.hits.first() else { continue };
        let mission = hit.id.0.as_u64_pair().1 as usize;
        let seen = ours::full_of(&snapshot, &scheme.request(mission), talent.id)?;
        let own = seen.hits.iter().find(|found| found.id == talent.id);
        let is_same = own.is_some_and(|own| own.score == hit.score && own.explanation == hit.explanation);
        report.check(is_same, || format!("{}: {hit:?} one way, {own:?} the other", talent.id));
    }
    Ok(())
}
