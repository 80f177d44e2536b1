//! Imports: files of skills, structures, people, roles, talents and missions become what the store holds.
//!
//! A file is CSV or JSON Lines, with the columns that each kind's module lists. Every record has an external id, on
//! which an import is idempotent: a record that says what is there changes nothing, one that differs is an update
//! through the core's own transitions. A record says everything: what it leaves out has its default, but for the
//! `state` of talents and missions and the `trusted` of structures, which then stay as they are.
//!
//! Records go in chunks, one transaction each, which also notes the line that was reached: an import that is killed
//! goes on from there when the same file is given again. A dry run, or an import of all or nothing, is one transaction
//! from beginning to end; on SQLite it keeps other writers waiting meanwhile.

mod columns;
pub mod esco;
mod fields;
mod lines;
mod missions;
pub mod own;
mod people;
mod references;
mod report;
mod roles;
mod source;
mod states;
mod structures;
mod talents;
pub mod vocabulary;

use std::collections::HashSet;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use talents_core::calendar::paris_day;
use talents_core::error::{Problem, Refusals};
use talents_core::event::Actor;
use talents_core::programme::Programme;
use talents_matching::{Snapshot, Vocabulary};
use talents_store::{Saved, StoreError, Transaction, import_checkpoint};
use uuid::Uuid;

pub use self::report::{LineProblem, Outcome, Report};
pub use self::source::{Format, Source};

use self::columns::Column;
use self::lines::{Fields, Line, Lines, OpenError};
use self::report::Wording;
use crate::app::{App, AppError};
use crate::messages::Language;

/// Records in a transaction, where they do not name each other.
const CHUNK: usize = 1_000;

talents_core::coded_enum! {
    /// What a file holds; the codes are those of the command line.
    pub enum Kind {
        /// Skills: our own table, or a folder of ESCO's files.
        Skills = "skills",
        /// Structures.
        Structures = "structures",
        /// People.
        People = "people",
        /// Roles.
        Roles = "roles",
        /// Talents.
        Talents = "talents",
        /// Missions.
        Missions = "missions",
    }
}

impl Kind {
    /// The columns of a file of that kind; the first one is the external id.
    const fn columns(self) -> &'static [Column] {
        match self {
            Self::Skills => own::COLUMNS,
            Self::Structures => structures::COLUMNS,
            Self::People => people::COLUMNS,
            Self::Roles => roles::COLUMNS,
            Self::Talents => talents::COLUMNS,
            Self::Missions => missions::COLUMNS,
        }
    }

    /// How many records are taken together: all of them where they name each other in whatever order.
    const fn records_at_once(self) -> usize {
        match self {
            Self::Skills | Self::Structures => usize::MAX,
            Self::People | Self::Roles | Self::Talents | Self::Missions => CHUNK,
        }
    }
}

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Write nothing, and report what would have been.
    pub dry_run: bool,
    /// Keep nothing if anything is wrong.
    pub all_or_nothing: bool,
    /// The format; by default that of the file's extension.
    pub format: Option<Format>,
    /// The language of the report.
    pub language: Language,
}

impl Options {
    /// Whether everything goes in one transaction.
    const fn is_whole(self) -> bool {
        self.dry_run || self.all_or_nothing
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records taken, good and bad.
    pub records: u64,
    /// How much is done: bytes of a file, concepts of a taxonomy.
    pub done: u64,
    /// How much there is in all.
    pub total: u64,
}

/// Why an import could not go on; what was kept so far stays.
#[derive(Debug)]
pub enum ImportError {
    /// The file can't be read.
    File(io::Error),
    /// The file's name does not tell its format, and none was given.
    UnknownFormat,
    /// The store can't take it.
    App(AppError),
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        Self::File(error)
    }
}

impl From<AppError> for ImportError {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

/// What became of each record of a chunk, in order.
type Outcomes = Vec<Result<Outcome, Refusals>>;

/// Imports a file, or for skills a folder of ESCO's files.
pub async fn run(
    app: &App,
    kind: Kind,
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    if kind == Kind::Skills && path.is_dir() {
        return vocabulary::import_esco(app, path, options, progress).await;
    }
    let format = options.format.or_else(|| Format::of(path)).ok_or(ImportError::UnknownFormat)?;
    run_source(app, kind, Source::File(path), format, options, progress).await
}

/// Imports from a file or from memory.
pub async fn run_source(
    app: &App,
    kind: Kind,
    source: Source<'_>,
    format: Format,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let wording = Wording { language: options.language, format, columns: kind.columns() };
    let mut report = Report::new(*options);
    let lines = match Lines::open(source.open()?, format, kind.columns()) {
        Ok(lines) => lines,
        Err(OpenError::Io(error)) => return Err(error.into()),
        Err(OpenError::Header(refusals)) => {
            report.rejected = wording.problems(1, &refusals);
            report.kept = false;
            return Ok(report);
        }
    };
    let importer = Importer::new(app).await?;
    let total_bytes = source.total_bytes()?;
    let mut run = Run { importer, kind, wording, lines, seen: HashSet::new(), total_bytes, report, progress };
    if options.is_whole() {
        run.in_one_go(options).await?;
    } else {
        run.by_chunks(&source.digest()?).await?;
    }
    Ok(run.report)
}

/// What an import works with.
struct Importer<'a> {
    app: &'a App,
    programme: Programme,
    /// The index as it was when the import began: what skills are called does not change on the way.
    snapshot: Arc<Snapshot>,
    now: DateTime<Utc>,
}

impl<'a> Importer<'a> {
    async fn new(app: &'a App) -> Result<Self, AppError> {
        let programme = app.programme().await?;
        Ok(Self { app, programme, snapshot: app.engine.snapshot(), now: app.clock.now() })
    }

    fn vocabulary(&self) -> &Vocabulary {
        self.snapshot.vocabulary()
    }

    fn next_id(&self) -> Uuid {
        self.app.ids.next()
    }

    fn today(&self) -> NaiveDate {
        paris_day(self.now)
    }

    async fn begin(&self) -> Result<Transaction, AppError> {
        Ok(self.app.store.begin(self.app.stamp(Actor::CommandLine), self.app.ids.clone()).await?)
    }

    async fn take(&self, tx: &mut Transaction, kind: Kind, records: &[&Fields]) -> Result<Outcomes, AppError> {
        match kind {
            Kind::Skills => own::take(tx, records).await,
            Kind::Structures => structures::take(self, tx, records).await,
            Kind::People => people::take(self, tx, records).await,
            Kind::Roles => roles::take(self, tx, records).await,
            Kind::Talents => talents::take(self, tx, records).await,
            Kind::Missions => missions::take(self, tx, records).await,
        }
    }
}

/// An import of a file that is going on.
struct Run<'a, R> {
    importer: Importer<'a>,
    kind: Kind,
    wording: Wording,
    lines: Lines<R>,
    /// The external ids met so far: each is for one record.
    seen: HashSet<String>,
    total_bytes: u64,
    report: Report,
    progress: &'a mut dyn FnMut(Progress),
}

impl<R: BufRead> Run<'_, R> {
    /// Everything in one transaction, which a dry run or a bad line undoes.
    async fn in_one_go(&mut self, options: &Options) -> Result<(), ImportError> {
        let mut tx = self.importer.begin().await?;
        while let Some(chunk) = self.next_chunk(0)? {
            self.take(&mut tx, chunk).await?;
        }
        self.report.kept = !options.dry_run && self.report.is_clean();
        if self.report.kept {
            tx.commit().await?;
            self.importer.app.changed.notify_waiters();
        }
        Ok(())
    }

    /// A transaction a chunk, from where an interrupted import of the same file had come.
    async fn by_chunks(&mut self, digest: &str) -> Result<(), ImportError> {
        let kind = self.kind.code();
        // A commit still under way elsewhere may be missed here, which is harmless: its lines, read again, change nothing.
        let reached = import_checkpoint::get(&self.importer.app.store, kind, digest).await?;
        self.report.resumed_after = reached;
        while let Some(chunk) = self.next_chunk(reached.unwrap_or(0))? {
            let last = chunk.last().map_or(0, |line| line.number);
            let mut tx = self.importer.begin().await?;
            self.take(&mut tx, chunk).await?;
            import_checkpoint::set(&mut tx, kind, digest, last).await?;
            tx.commit().await?;
            self.importer.app.changed.notify_waiters();
        }
        let mut tx = self.importer.begin().await?;
        import_checkpoint::clear(&mut tx, kind, digest).await?;
        Ok(tx.commit().await?)
    }

    /// The next records after that line, or `None` at the end.
    fn next_chunk(&mut self, after: u64) -> io::Result<Option<Vec<Line>>> {
        let mut chunk = Vec::new();
        while chunk.len() < self.kind.records_at_once() {
            match self.lines.next()? {
                // Dealt with before the interruption: only its external id counts, as it would have without one.
                Some(line) if line.number <= after => drop(line.fields.and_then(|fields| self.once(fields))),
                Some(line) => chunk.push(line),
                None => break,
            }
        }
        Ok(Some(chunk).filter(|chunk| !chunk.is_empty()))
    }

    /// Takes the good records of a chunk, and reports the bad ones in their places.
    async fn take(&mut self, tx: &mut Transaction, chunk: Vec<Line>) -> Result<(), ImportError> {
        let lines: Vec<(u64, Result<Fields, Refusals>)> =
            chunk.into_iter().map(|line| (line.number, line.fields.and_then(|fields| self.once(fields)))).collect();
        let records: Vec<&Fields> = lines.iter().filter_map(|(_, fields)| fields.as_ref().ok()).collect();
        let mut outcomes = self.importer.take(tx, self.kind, &records).await?.into_iter();
        for (number, fields) in &lines {
            let outcome = match fields {
                Ok(_) => outcomes.next().unwrap_or(Ok(Outcome::Unchanged)),
                Err(refusals) => Err(refusals.clone()),
            };
            match outcome {
                Ok(outcome) => self.report.count(outcome),
                Err(refusals) => self.report.reject(self.wording.problems(*number, &refusals)),
            }
        }
        let (records, done) = (self.report.lines, self.lines.bytes_read());
        (self.progress)(Progress { records, done, total: self.total_bytes });
        Ok(())
    }

    /// The record, unless another one of the file has its external id.
    fn once(&mut self, fields: Fields) -> Result<Fields, Refusals> {
        let name = self.kind.columns()[0].name;
        let Some(external_id) = fields.get(name).and_then(serde_json::Value::as_str) else { return Ok(fields) };
        if self.seen.insert(external_id.to_owned()) {
            return Ok(fields);
        }
        Err(Refusals::at(name, Problem::Duplicate { value: external_id.to_owned() }))
    }
}

/// The refusals of records that were not good, and what became of those that were.
fn merge_saved<T>(plans: Vec<Result<T, Refusals>>, saved: Vec<Saved>) -> Outcomes {
    let mut saved = saved.into_iter();
    let mut outcome = || saved.next().map_or(Outcome::Unchanged, Outcome::from);
    plans.into_iter().map(|plan| plan.map(|_| outcome())).collect()
}
