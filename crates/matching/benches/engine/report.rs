//! What is told: progress on the way, a table for readers, a line `name value` for each figure, and what was wrong.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::{Outcome, fault};

/// Times of the same thing, the shortest first.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Those that were taken, of which there is at least one.
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time in the middle, in seconds.
    pub(crate) fn median(&self) -> f64 {
        self.percentile(50)
    }

    /// The time that so many in a hundred do not exceed, in seconds.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        self.0.get(place).map_or(f64::NAN, Duration::as_secs_f64)
    }

    /// The sum divided by the count, in seconds.
    pub(crate) fn mean(&self) -> f64 {
        self.0.iter().sum::<Duration>().as_secs_f64() / self.0.len() as f64
    }
}

/// What an action answers, and how long it took.
pub(crate) fn timed<T>(act: impl FnOnce() -> Outcome<T>) -> Outcome<(T, Duration)> {
    let started = Instant::now();
    let answer = act()?;
    Ok((answer, started.elapsed()))
}

/// Everything that was found out.
#[derive(Default)]
pub(crate) struct Report {
    figures: Vec<(&'static str, f64)>,
    rows: Vec<(String, String)>,
    checked: usize,
    failures: Vec<String>,
}

impl Report {
    /// A figure that is compared from one run to the next.
    pub(crate) fn figure(&mut self, name: &'static str, value: f64) {
        self.figures.push((name, value));
    }

    /// A row of the table.
    pub(crate) fn row(&mut self, name: &str, value: impl Into<String>) {
        self.rows.push((name.to_owned(), value.into()));
    }

    /// A row of the table for times.
    pub(crate) fn times(&mut self, name: &str, times: &Times) {
        let (median, mean, worst) = (times.median(), times.mean(), times.percentile(99));
        let count = times.0.len();
        self.row(name, format!("{} (mean {}, 99th {}, of {count})", time(median), time(mean), time(worst)));
    }

    /// Notes whether an answer is what it must be.
    pub(crate) fn check(&mut self, is_right: bool, what: impl FnOnce() -> String) {
        self.checked += 1;
        if !is_right {
            self.failures.push(what());
        }
    }

    /// Shows all of it, the figures last; an error where an answer was wrong.
    pub(crate) fn show(&self) -> Outcome<()> {
        const SHOWN: usize = 10;
        let mut out = io::stdout().lock();
        for (name, value) in &self.rows {
            writeln!(out, "{name:<44} {value}").map_err(fault)?;
        }
        writeln!(out, "{:<44} {} of {}", "answers that were right", self.checked - self.failures.len(), self.checked)
            .map_err(fault)?;
        writeln!(out).map_err(fault)?;
        for (name, value) in &self.figures {
            writeln!(out, "{name} {value:.3}").map_err(fault)?;
        }
        out.flush().map_err(fault)?;
        match self.failures.len() {
            0 => Ok(()),
            wrong => Err(format!("{wrong} wrong answers:\n{}", self.failures[..wrong.min(SHOWN)].join("\n"))),
        }
    }
}

/// A time in the unit in which it is easiest to read.
pub(crate) fn time(seconds: f64) -> String {
    match seconds {
        long if long >= 1.0 => format!("{long:.2} s"),
        middling if middling >= 1e-3 => format!("{:.3} ms", middling * 1e3),
        short if short >= 1e-6 => format!("{:.1} µs", short * 1e6),
        shortest => format!("{:.2} ns", shortest * 1e9),
    }
}

/// Says on the way what is being done.
pub(crate) fn progress(what: &str) {
    // A closed standard error is no reason to stop.
    let _ = writeln!(io::stderr(), "{what}");
}
