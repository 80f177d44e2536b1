//! What a run is asked to measure.

use std::path::PathBuf;

use crate::{Outcome, fault};

/// What `cargo bench` measures without an option, what shows in half a minute that everything works, and what does in
/// a build without optimisation.
const TALENTS: u32 = 1_000_000;
const TALENTS_SMALL: u32 = 20_000;
const TALENTS_TEST: u32 = 2_000;
/// Missions in the engine, at the most: as many as the batch of a large scheme has.
const MISSIONS_MAX: u32 = 10_000;

/// The options.
#[derive(Debug)]
pub(crate) struct Options {
    /// How many talents there are.
    pub(crate) talents: u32,
    /// How many missions.
    pub(crate) missions: u32,
    /// Missions that every system is asked for.
    pub(crate) asked: usize,
    /// About how many seconds a batch lasts.
    pub(crate) batch_seconds: f64,
    /// Seconds for which profiles change.
    pub(crate) update_seconds: u64,
    /// What the scheme is drawn from.
    pub(crate) seed: u64,
    /// A folder in ESCO's layout, whose occupations say which skills go together.
    pub(crate) esco: Option<PathBuf>,
}

impl Options {
    /// Reads `--talents N`, `--seed N`, `--esco DIR` and `--small`, or the variables `TALENTS_BENCH_TALENTS` and
    /// `TALENTS_BENCH_ESCO`.
    ///
    /// cargo adds `--bench` where the figures are wanted; without it, as `cargo test --bench engine` runs it, the answers
    /// are.
    pub(crate) fn read() -> Outcome<Self> {
        let mut talents = std::env::var("TALENTS_BENCH_TALENTS").ok();
        let mut esco = std::env::var("TALENTS_BENCH_ESCO").ok();
        let mut seed = None;
        let (mut is_small, mut is_bench) = (false, false);
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--talents" => talents = arguments.next(),
                "--esco" => esco = arguments.next(),
                "--seed" => seed = arguments.next(),
                "--small" => is_small = true,
                "--bench" => is_bench = true,
                unknown => return Err(format!("unknown option: {unknown}")),
            }
        }
        let by_default = match (is_small, is_bench) {
            (true, _) => TALENTS_SMALL,
            (false, true) => TALENTS,
            (false, false) => TALENTS_TEST,
        };
        let talents: u32 = talents.map_or(Ok(by_default), |text| text.parse().map_err(fault))?;
        let is_large = talents > 10 * TALENTS_SMALL;
        Ok(Self {
            talents,
            missions: (talents / 50).clamp(400, MISSIONS_MAX),
            asked: if is_large { 300 } else { 200 },
            batch_seconds: if is_large { 4.0 } else { 0.5 },
            update_seconds: if is_large { 15 } else { 3 },
            seed: seed.map_or(Ok(2026), |text| text.parse().map_err(fault))?,
            esco: esco.map(PathBuf::from),
        })
    }
}
