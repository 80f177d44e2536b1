//! What an import did, and what is wrong with the lines that it refused.

use talents_core::error::{Arg, ErrorCode, Problem, Refusal, Refusals};
use talents_store::Saved;

use super::columns::Column;
use super::{Format, Options};
use crate::messages::{Language, messages};

/// The longest rejected value that a report repeats, in characters.
const VALUE_MAX: usize = 60;

/// What takes the place of a value that a report does not repeat.
const WITHHELD: &str = "…";

/// Something wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineProblem {
    /// The number of the line, from 1; that on which the record begins, where it has several.
    pub line: u64,
    /// The column, and for lists the place, from 1: `skills.2.level`. Empty where it is about the whole line.
    pub column: String,
    /// What clients branch on.
    pub code: ErrorCode,
    /// What is wrong and what to do, in the reader's language.
    pub message: String,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Created,
    /// It says something else than what was there.
    Updated,
    /// It says what was there.
    Unchanged,
}

impl From<Saved> for Outcome {
    fn from(saved: Saved) -> Self {
        match saved {
            Saved::Created => Self::Created,
            Saved::Changed => Self::Updated,
            Saved::Unchanged => Self::Unchanged,
        }
    }
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Records read: good and bad.
    pub lines: u64,
    /// Records that are new.
    pub created: u64,
    /// Records that changed something.
    pub updated: u64,
    /// Records that say what was there.
    pub unchanged: u64,
    /// Everything that is wrong, in the order of the lines; several problems of one line follow each other.
    pub rejected: Vec<LineProblem>,
    /// The line after which an import that was interrupted went on.
    pub resumed_after: Option<u64>,
    /// Whether what is good was written: not in a dry run, nor where all or nothing was asked and something was wrong.
    pub kept: bool,
    /// Whether it was only tried.
    pub dry_run: bool,
}

impl Report {
    /// An empty report.
    pub(super) fn new(options: Options) -> Self {
        Self { kept: !options.dry_run, dry_run: options.dry_run, ..Self::default() }
    }

    /// Whether every record was good.
    pub fn is_clean(&self) -> bool {
        self.rejected.is_empty()
    }

    /// Counts a record.
    pub(super) fn count(&mut self, outcome: Outcome) {
        self.lines += 1;
        match outcome {
            Outcome::Created => self.created += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
        }
    }

    /// Counts a record that was refused.
    pub(super) fn reject(&mut self, problems: Vec<LineProblem>) {
        self.lines += 1;
        self.rejected.extend(problems);
    }

    /// The report as text: a line for each problem, then the sums.
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let mut say = |sentence: &str| {
            text.push_str(sentence);
            text.push('\n');
        };
        for problem in &self.rejected {
            say(&format!("{} {}", problem.place(language), problem.message));
        }
        let number = |count: u64| Arg::Number(i64::try_from(count).unwrap_or(i64::MAX));
        if let Some(line) = self.resumed_after {
            say(&messages().text(language, "import-resumed", &[("line", number(line))]));
        }
        let bad = self.lines - self.created - self.updated - self.unchanged;
        let sums = [
            ("lines", number(self.lines)),
            ("created", number(self.created)),
            ("updated", number(self.updated)),
            ("unchanged", number(self.unchanged)),
            ("rejected", number(bad)),
        ];
        say(&messages().text(language, "import-summary", &sums));
        if self.dry_run {
            say(&messages().text(language, "import-dry-run", &[]));
        } else if !self.kept {
            say(&messages().text(language, "import-nothing-kept", &[]));
        }
        text
    }
}

impl LineProblem {
    fn place(&self, language: Language) -> String {
        let line = ("line", Arg::Number(i64::try_from(self.line).unwrap_or(i64::MAX)));
        if self.column.is_empty() {
            messages().text(language, "import-line", &[line])
        } else {
            messages().text(language, "import-column", &[line, ("column", Arg::Text(self.column.clone()))])
        }
    }
}

/// Turns what the core and the reading refuse into problems of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording {
    /// The language of the reader.
    pub(super) language: Language,
    /// How the file names what is inside an object.
    pub(super) format: Format,
    /// The columns of the file.
    pub(super) columns: &'static [Column],
}

impl Wording {
    /// All that is wrong with a line; a column is named once.
    pub(super) fn problems(self, line: u64, refusals: &Refusals) -> Vec<LineProblem> {
        let mut problems: Vec<LineProblem> = Vec::new();
        for refusal in &refusals.0 {
            let column = self.column(refusal);
            let noted = problems.iter().any(|problem| !column.is_empty() && problem.column == column);
            if !noted {
                let message = messages().problem(self.language, &discreet(&refusal.problem));
                problems.push(LineProblem { line, column, code: refusal.code(), message });
            }
        }
        problems
    }

    /// The name of the column that a refusal is about: the core's names are those of the API.
    fn column(self, refusal: &Refusal) -> String {
        let is_group = |name: &String| self.columns.iter().any(|column| column.group == Some(name));
        let flat = self.format == Format::Csv && refusal.path.len() > 1;
        let skipped = usize::from(flat && refusal.path.first().is_some_and(is_group));
        refusal.path.iter().skip(skipped).map(|name| column_name(name)).collect::<Vec<_>>().join(".")
    }
}

/// `minutesPerWeek` is `minutes_per_week` in files, `skillId` is `skill`, and places count from 1.
fn column_name(api_name: &str) -> String {
    if let Ok(index) = api_name.parse::<usize>() {
        return (index + 1).to_string();
    }
    let mut name = String::with_capacity(api_name.len() + 4);
    for character in api_name.strip_suffix("Id").unwrap_or(api_name).chars() {
        if character.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

/// The problem without the values that a report must not repeat: addresses name people, long texts are for the file.
fn discreet(problem: &Problem) -> Problem {
    let shown = |value: &String| {
        let withheld = value.contains('@') || value.chars().count() > VALUE_MAX;
        if withheld { WITHHELD.to_owned() } else { value.clone() }
    };
    match problem {
        Problem::MalformedEmail { .. } => Problem::MalformedEmail { email: WITHHELD.to_owned() },
        Problem::Taken { value } => Problem::Taken { value: shown(value) },
        Problem::UnknownPerson { id } => Problem::UnknownPerson { id: shown(id) },
        Problem::UnknownStructure { id } => Problem::UnknownStructure { id: shown(id) },
        Problem::Duplicate { value } => Problem::Duplicate { value: shown(value) },
        Problem::MalformedNumber { value } => Problem::MalformedNumber { value: shown(value) },
        Problem::MalformedDate { value } => Problem::MalformedDate { value: shown(value) },
        Problem::MalformedMonth { value } => Problem::MalformedMonth { value: shown(value) },
        Problem::UnknownDepartment { code } => Problem::UnknownDepartment { code: shown(code) },
        Problem::MalformedLanguage { code } => Problem::MalformedLanguage { code: shown(code) },
        Problem::UnknownCode { value, allowed } => {
            Problem::UnknownCode { value: shown(value), allowed: allowed.clone() }
        }
        Problem::UnknownSkill { skill, suggestion } => {
            Problem::UnknownSkill { skill: shown(skill), suggestion: suggestion.clone() }
        }
        Problem::SiretCharacters { siret } => Problem::SiretCharacters { siret: shown(siret) },
        Problem::SiretLength { siret, digits } => Problem::SiretLength { siret: shown(siret), digits: *digits },
        other => other.clone(),
    }
}
