//! How fast the engine is, next to the physical limit, to two baselines and to plain tantivy, in one process:
//! `cargo bench -p talents-matching`, or `cargo bench -p talents-matching -- --small` for half a minute.
//!
//! A scheme of a million talents is drawn from a seed (`--talents N` for another size, `--seed N` for another one, and
//! `--esco DIR` for skills that go together as in ESCO's occupations). Every answer is compared with what it must be; a
//! wrong one makes the run fail. A table of times comes first, then one figure a line, `name value`, most of them ratios of
//! two times of the same run: they mean the same on another machine.
//!
//! | module | what it holds |
//! |---|---|
//! | `generator`, `lexicon`, `esco`, `random` | the scheme |
//! | `definition`, `columns` | coverage and eligibility, written anew in their simplest form |
//! | `naive`, `tantivy_baseline`, `plain`, `plain_index`, `bandwidth` | what the engine is compared with |
//! | `ours` | how the engine is asked |
//! | `scheme`, `coverage`, `batches`, `searches`, `updates` | the measures |
//! | `options`, `report` | what a run is asked, and what it tells |

mod bandwidth;
mod batches;
mod columns;
mod coverage;
mod definition;
mod esco;
mod generator;
mod lexicon;
mod naive;
mod options;
mod ours;
mod plain;
mod plain_index;
mod random;
mod report;
mod scheme;
mod searches;
mod tantivy_baseline;
mod updates;

use std::fmt::Debug;

use options::Options;
use report::{Report, progress};
use scheme::Scheme;

type Outcome<T> = Result<T, String>;

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(problem) => {
            progress(&problem);
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Outcome<()> {
    let options = Options::read()?;
    let folder = tempfile::tempdir().map_err(fault)?;
    let mut report = Report::default();
    progress(&format!("{} talents, {} missions", options.talents, options.missions));
    let (scheme, building) = Scheme::build(&options, &folder.path().join("ours"))?;
    let medians = coverage::measure(&scheme, options.asked, &mut report)?;
    batches::measure(&scheme, medians, options.batch_seconds, &mut report)?;
    let (mut plain, plain_building) = scheme.plain_index(&folder.path().join("plain"))?;
    searches::measure(&scheme, &mut plain, &mut report)?;
    drop(plain);
    updates::measure(&scheme, options.update_seconds, &folder.path().join("rebuilt"), &mut report)?;
    scheme::report_building(&mut report, scheme.talents(), building, plain_building);
    let image = ours::image_bytes(&scheme.engine.snapshot()) as f64;
    report.figure("image_bytes_per_talent", image / f64::from(scheme.talents()));
    report.show()
}

fn fault(error: impl Debug) -> String {
    format!("{error:?}")
}
