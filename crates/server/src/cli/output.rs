//! What commands say on standard output, and how far they are.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::failure::Failure;
use crate::export::{File, Format};

/// Prints a text, with a line break at its end.
///
/// # Errors
/// [`Failure::Unavailable`] when nobody reads any more.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| if text.is_empty() || text.ends_with('\n') { Ok(()) } else { out.write_all(b"\n") });
    written.and_then(|()| out.flush()).map_err(|error| Failure::unavailable(&error))
}

/// Says something on standard error, beside what standard output holds.
pub(super) fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatArgument {
    /// CSV, comme l’ouvrent les tableurs français
    Csv,
    /// Classeur ODS
    Ods,
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Csv => Self::Csv,
            FormatArgument::Ods => Self::Ods,
        }
    }
}

/// Writes a file where it was asked for: at that path, or on standard output.
///
/// # Errors
/// [`Failure::Unavailable`] where it can't be written.
pub(super) fn deliver(file: &File, output: Option<&Path>) -> Result<(), Failure> {
    let written = match output {
        Some(path) => std::fs::write(path, &file.bytes),
        None => io::stdout().lock().write_all(&file.bytes),
    };
    written.map_err(|error| Failure::unavailable(&error))
}

/// How far a command is: a bar on a terminal, a plain line now and then elsewhere.
pub(super) struct Gauge {
    bar: ProgressBar,
    name: &'static str,
    next_line: u64,
    plain: bool,
}

/// How many plain lines a whole command writes at the most.
const PLAIN_LINES: u64 = 10;

impl Gauge {
    /// A gauge that begins at nothing.
    pub(super) fn new(name: &'static str) -> Self {
        let plain = !io::stderr().is_terminal();
        let bar = if plain { ProgressBar::hidden() } else { ProgressBar::new(0) };
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:40}] {percent} %  reste {eta}") {
            bar.set_style(style);
        }
        bar.set_message(name);
        Self { bar, name, next_line: 0, plain }
    }

    /// Shows that `done` of `total` are done.
    pub(super) fn set(&mut self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        if self.plain && done >= self.next_line {
            say(&format!("{} : {done} / {total}", self.name));
            self.next_line = done + (total / PLAIN_LINES).max(1);
        }
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}
