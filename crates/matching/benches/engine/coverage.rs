//! The same missions asked of the engine and of the baselines in turn, every answer checked.

use std::time::Duration;

use crate::definition::{Covered, Question};
use crate::naive::Naive;
use crate::report::{Report, Times, progress, timed};
use crate::scheme::Scheme;
use crate::tantivy_baseline::{self, Baseline};
use crate::{Outcome, bandwidth, ours, plain};

/// Bytes that a posting takes in the compact layout of the bound.
const BYTES_PER_POSTING: f64 = 1.6;
/// How often each mission is asked; its shortest time counts, so that what disturbs the machine does not.
const ROUNDS: usize = 3;
/// Missions drawn anew at each run for the slow, plain program.
const SAMPLE: usize = 20;

/// The medians that other measures are compared with, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Medians {
    /// Coverage alone.
    pub(crate) coverage: f64,
    /// The whole ranking.
    pub(crate) full: f64,
}

/// Who answers.
#[derive(Debug, Clone, Copy)]
enum System {
    Ours,
    Naive,
    Tantivy,
    Full,
}

/// Those who answer, with the shortest time of each for each mission.
struct Contest<'a> {
    scheme: &'a Scheme,
    naive: Naive<'a>,
    tantivy: Baseline,
    questions: Vec<Question>,
    shortest: [Vec<Duration>; 4],
}

/// Measures the engine next to the baselines.
pub(crate) fn measure(scheme: &Scheme, asked: usize, report: &mut Report) -> Outcome<Medians> {
    progress("the baselines' indexes");
    let naive = Naive::new(&scheme.columns, scheme.world.skill_ids().count());
    let tantivy = Baseline::build(&scheme.columns)?;
    let questions = scheme.questions(&naive);
    let shortest = [const { Vec::new() }; 4].map(|_: Vec<Duration>| vec![Duration::MAX; asked]);
    let mut contest = Contest { scheme, naive, tantivy, questions, shortest };
    let bandwidth = bandwidth::bytes_per_second();
    progress("coverage, by each in turn");
    for round in 0..ROUNDS {
        for mission in 0..asked {
            contest.ask(mission, round + mission, report)?;
        }
    }
    contest.check_sample(report);
    Ok(contest.tell(asked, bandwidth.max(bandwidth::bytes_per_second()), report))
}

impl Contest<'_> {
    /// Asks all of them for a mission, another one first each time, and compares what they answer.
    fn ask(&mut self, mission: usize, first: usize, report: &mut Report) -> Outcome<()> {
        let request = self.scheme.request(mission);
        let snapshot = self.scheme.engine.snapshot();
        let (mut by_ours, mut by_naive, mut by_tantivy) = (Vec::new(), Vec::new(), Vec::new());
        let mut systems = [System::Ours, System::Naive, System::Tantivy, System::Full];
        systems.rotate_left(first % 4);
        for system in systems {
            let question = &self.questions[mission];
            let ((), time) = timed(|| {
                match system {
                    System::Ours => by_ours = ours::cover(&snapshot, &request),
                    System::Naive => by_naive = self.naive.best(question),
                    System::Tantivy => by_tantivy = self.tantivy.best(question)?,
                    System::Full => drop(ours::full(&snapshot, &request)?),
                }
                Ok(())
            })?;
            let shortest = &mut self.shortest[system as usize][mission];
            *shortest = time.min(*shortest);
        }
        report.check(by_ours == by_naive, || differ(mission, &by_ours, "naive", &by_naive));
        let question = &self.questions[mission];
        let sums = self.naive.sums(question);
        let is_right = tantivy_baseline::is_right(&by_tantivy, question, &self.scheme.columns, sums);
        report.check(is_right, || format!("mission {mission}: tantivy {by_tantivy:?}"));
        Ok(())
    }

    /// Compares the engine with the slow, plain program.
    fn check_sample(&self, report: &mut Report) {
        let (seed, sample) = plain::sample(self.questions.len() as u32, SAMPLE);
        progress(&format!("the plain program, on {SAMPLE} missions of seed {seed}"));
        report.row("seed of the plain program's sample", seed.to_string());
        for mission in sample.into_iter().map(|number| number as usize) {
            let found = ours::cover(&self.scheme.engine.snapshot(), &self.scheme.request(mission));
            let expected = plain::best(&self.scheme.columns, &self.questions[mission]);
            report.check(found == expected, || differ(mission, &found, "plain", &expected));
        }
    }

    /// Tells the times and what they are compared with.
    fn tell(self, asked: usize, bandwidth: f64, report: &mut Report) -> Medians {
        let holders = self.naive.holders();
        let mut postings: Vec<u64> = self.questions[..asked].iter().map(|asked| asked.postings(&holders)).collect();
        postings.sort_unstable();
        let bound = |postings: &u64| Duration::from_secs_f64(*postings as f64 * BYTES_PER_POSTING / bandwidth);
        let bound = Times::new(postings.iter().map(bound).collect());
        let [ours, naive, tantivy, full] = self.shortest.map(Times::new);
        report.row("memory read by one core", format!("{:.1} GB/s", bandwidth / 1e9));
        report.row("postings touched by a mission, median", postings[asked / 2].to_string());
        report.times("the bound", &bound);
        report.times("coverage, ours", &ours);
        report.times("coverage, naive", &naive);
        report.times("coverage, tantivy", &tantivy);
        report.times("whole ranking, ours", &full);
        report.figure("coverage_median_over_bound", ours.median() / bound.median());
        report.figure("coverage_p99_over_median", ours.percentile(99) / ours.median());
        report.figure("naive_over_coverage", naive.median() / ours.median());
        report.figure("tantivy_over_coverage", tantivy.median() / ours.median());
        report.figure("full_over_coverage", full.median() / ours.median());
        Medians { coverage: ours.median(), full: full.median() }
    }
}

fn differ(mission: usize, ours: &[Covered], other: &str, others: &[Covered]) -> String {
    format!("mission {mission}: ours {ours:?}\n  {other} {others:?}")
}
