//! Recommendations for everybody, as files: for every open mission its best talents, for every talent who may be found
//! their best missions.
//!
//! Each file is written in chunks beside a note of how far it is and of the ranking that it was made with. An
//! interrupted run goes on after the last chunk that was noted, as long as the ranking is the same; a file appears under
//! its name only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use talents_core::id::{MissionId, TalentId};
use talents_matching::{CursorProblem, RankRequest, Ranking, Snapshot, TalentDocument};

use crate::app::App;
use crate::graphql::{GlobalId, public_id};

/// Questions answered between two notes.
const CHUNK: usize = 500;

/// How the files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line.
    JsonLines,
    /// Comma-separated, with a header.
    Csv,
}

impl Format {
    const fn extension(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }
}

/// What to write, and where.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The talents of each mission.
    pub talents_each: usize,
    /// The missions of each talent.
    pub missions_each: usize,
    /// How the files are written.
    pub format: Format,
    /// The folder of the files.
    pub folder: PathBuf,
}

/// Whether somebody asked to stop.
#[derive(Debug, Default)]
pub struct Interrupted(AtomicBool);

impl Interrupted {
    /// Asks to stop after the chunk at work.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How far a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Note {
    /// What the file was made with: another ranking, another plan or other questions begin anew.
    version: String,
    /// Questions answered.
    done: usize,
    /// Bytes written by then.
    bytes: u64,
}

/// Writes both files; `false` when it was interrupted on the way. `progress` is told the questions done and their number.
///
/// # Errors
/// Where the folder can't be written.
pub fn run(app: &App, plan: &Plan, interrupted: &Interrupted, progress: &mut dyn FnMut(u64, u64)) -> io::Result<bool> {
    fs::create_dir_all(&plan.folder)?;
    let today = app.clock.today();
    let snapshot = app.snapshot();
    let mut missions: Vec<_> = snapshot.missions().filter(|mission| mission.is_open_on(today)).collect();
    missions.sort_by_key(|mission| mission.id);
    let requests: Vec<_> = missions.iter().map(|mission| RankRequest::of_document(mission, today)).collect();
    let mut talents: Vec<_> = snapshot.talents().filter(|talent| talent.discoverable).collect();
    talents.sort_by_key(|talent| talent.id);
    let total = (missions.len() + talents.len()) as u64;
    let version = snapshot.ranking_version(today);

    let for_missions = Job {
        name: "mission-talents",
        version: format!("{version} {} {:?}", plan.talents_each, app.engine.position()),
        questions: &requests,
        answer: &|requests: &[RankRequest]| best_talents(&snapshot, requests, plan.talents_each),
    };
    if !for_missions.write(plan, interrupted, &mut |done| progress(done, total))? {
        return Ok(false);
    }
    let answered = missions.len() as u64;
    let for_talents = Job {
        name: "talent-missions",
        version: format!("{version} {} {:?}", plan.missions_each, app.engine.position()),
        questions: &talents,
        answer: &|talents: &[TalentDocument]| best_missions(&snapshot, talents, today, plan.missions_each),
    };
    for_talents.write(plan, interrupted, &mut |done| progress(answered + done, total))
}

/// A recommendation: who or what for whom or what, its rank and its score.
#[derive(Debug, Clone, Serialize)]
struct Line {
    subject: String,
    recommended: String,
    rank: usize,
    score: f64,
    version: String,
}

fn best_talents(snapshot: &Snapshot, requests: &[RankRequest], top: usize) -> io::Result<Vec<Line>> {
    let rankings = snapshot.best_talents(requests, top).map_err(refused)?;
    let subjects = requests.iter().map(|request| request.mission.unwrap_or(MissionId(uuid::Uuid::nil())));
    Ok(lines(subjects, &rankings, |id: TalentId| public_id(id).0))
}

fn best_missions(
    snapshot: &Snapshot,
    talents: &[TalentDocument],
    today: chrono::NaiveDate,
    top: usize,
) -> io::Result<Vec<Line>> {
    let rankings = snapshot.best_missions(talents, today, top).map_err(refused)?;
    Ok(lines(talents.iter().map(|talent| talent.id), &rankings, |id: MissionId| public_id(id).0))
}

/// No page is asked for by a cursor here, so a refusal of one is a fault: it must not pass for an empty answer.
fn refused(problem: CursorProblem) -> io::Error {
    io::Error::other(format!("{problem:?}"))
}

fn lines<S: GlobalId, Id: Copy>(
    subjects: impl Iterator<Item = S>,
    rankings: &[Ranking<Id>],
    public: impl Fn(Id) -> String,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for (subject, ranking) in subjects.zip(rankings) {
        let subject = public_id(subject).0;
        lines.extend(ranking.hits.iter().enumerate().map(|(place, hit)| Line {
            subject: subject.clone(),
            recommended: public(hit.id),
            rank: place + 1,
            score: f64::from(hit.score) / 1_000_000.0,
            version: ranking.version.clone(),
        }));
    }
    lines
}

/// A file to write: its questions, and who answers them.
struct Job<'a, Q> {
    name: &'static str,
    version: String,
    questions: &'a [Q],
    answer: &'a dyn Fn(&[Q]) -> io::Result<Vec<Line>>,
}

impl<Q> Job<'_, Q> {
    /// Writes the file; `false` when it was interrupted on the way.
    fn write(&self, plan: &Plan, interrupted: &Interrupted, progress: &mut dyn FnMut(u64)) -> io::Result<bool> {
        let path = plan.folder.join(format!("{}.{}", self.name, plan.format.extension()));
        let (draft, note_path) = (beside(&path, "draft"), beside(&path, "note"));
        let mut note = self.resume(&draft, &note_path);
        let file = OpenOptions::new().create(true).write(true).truncate(false).open(&draft)?;
        file.set_len(note.bytes)?;
        let mut out = Output::new(file, note.bytes, plan.format)?;
        while note.done < self.questions.len() {
            if interrupted.is_set() {
                return Ok(false);
            }
            let end = (note.done + CHUNK).min(self.questions.len());
            note.bytes = out.write_all(&(self.answer)(&self.questions[note.done..end])?)?;
            note.done = end;
            fs::write(&note_path, serde_json::to_vec(&note)?)?;
            progress(note.done as u64);
        }
        drop(out);
        fs::rename(&draft, &path)?;
        let _ = fs::remove_file(&note_path);
        Ok(true)
    }

    /// How far an earlier run of the very same job is; the beginning for any other.
    fn resume(&self, draft: &Path, note_path: &Path) -> Note {
        let beginning = Note { version: self.version.clone(), done: 0, bytes: 0 };
        let noted = fs::read(note_path).ok().and_then(|bytes| serde_json::from_slice::<Note>(&bytes).ok());
        let written = fs::metadata(draft).map_or(0, |metadata| metadata.len());
        let usable =
            |note: &Note| note.version == self.version && note.bytes <= written && note.done <= self.questions.len();
        noted.filter(usable).unwrap_or(beginning)
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// The file that lines go to.
struct Output {
    file: BufWriter<File>,
    bytes: u64,
    format: Format,
}

impl Output {
    fn new(mut file: File, bytes: u64, format: Format) -> io::Result<Self> {
        use io::Seek;
        file.seek(io::SeekFrom::Start(bytes))?;
        Ok(Self { file: BufWriter::new(file), bytes, format })
    }

    /// Appends lines and gives them to the disk; says how many bytes the file has then.
    fn write_all(&mut self, lines: &[Line]) -> io::Result<u64> {
        let text = match self.format {
            Format::JsonLines => json_lines(lines)?,
            Format::Csv => csv_lines(lines, self.bytes == 0)?,
        };
        self.file.write_all(&text)?;
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        self.bytes += text.len() as u64;
        Ok(self.bytes)
    }
}

fn json_lines(lines: &[Line]) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    for line in lines {
        serde_json::to_writer(&mut text, line)?;
        text.push(b'\n');
    }
    Ok(text)
}

fn csv_lines(lines: &[Line], with_header: bool) -> io::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().has_headers(with_header).from_writer(Vec::new());
    for line in lines {
        writer.serialize(line)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}
