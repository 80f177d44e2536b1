//! Files read record by record, from CSV or JSON Lines, each with the number of its line.
//!
//! Both formats give the same thing: a JSON object of the columns of the kind. A record that can't be read is a
//! problem with a line number, and reading goes on after it.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use serde_json::{Map, Value};
use talents_core::error::{Checks, Problem, Refusals};

use super::Format;
use super::columns::{Column, Shape, header_names};

/// The most physical lines that one quoted value is followed over before its quote counts as never closed.
const QUOTED_LINES_MAX: usize = 500;

/// The mark that some editors put at the beginning of a file in UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a record says: the columns by name.
pub(super) type Fields = Map<String, Value>;

/// A record of a file.
#[derive(Debug)]
pub(super) struct Line {
    /// The number of its first line, from 1.
    pub(super) number: u64,
    /// What it says, or why it can't be read.
    pub(super) fields: Result<Fields, Refusals>,
}

/// Why a file can't be read at all.
#[derive(Debug)]
pub(super) enum OpenError {
    /// The header of a CSV file is wrong.
    Header(Refusals),
    /// The system can't read it.
    Io(io::Error),
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The records of a file, in order.
pub(super) struct Lines<R> {
    physical: PhysicalLines<R>,
    columns: &'static [Column],
    layout: Layout,
}

enum Layout {
    JsonLines,
    Csv { delimiter: u8, header: Vec<&'static Column> },
}

impl<R: BufRead> Lines<R> {
    /// Opens a file; of a CSV file, reads the header and finds out what separates its values.
    pub(super) fn open(reader: R, format: Format, columns: &'static [Column]) -> Result<Self, OpenError> {
        let mut physical = PhysicalLines::new(reader);
        let layout = match format {
            Format::JsonLines => Layout::JsonLines,
            Format::Csv => read_header(&mut physical, columns)?,
        };
        Ok(Self { physical, columns, layout })
    }

    /// Bytes read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.physical.bytes_read
    }

    /// The next record, or `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        while let Some(physical) = self.physical.next()? {
            if physical.text.as_deref().is_ok_and(|text| text.trim().is_empty()) {
                continue;
            }
            let number = physical.number;
            let fields = match (&physical.text, &self.layout) {
                (Err(problem), _) => Err(problem.clone().into()),
                (Ok(text), Layout::JsonLines) => parse_json(text, self.columns),
                (Ok(_), Layout::Csv { delimiter, header }) => {
                    let values = read_values(&mut self.physical, physical, *delimiter, header.len())?;
                    values.map(|values| assemble(header, &values)).map_err(Refusals::from)
                }
            };
            return Ok(Some(Line { number, fields }));
        }
        Ok(None)
    }
}

/// A line as the file has it.
#[derive(Debug, Clone)]
struct PhysicalLine {
    number: u64,
    text: Result<String, Problem>,
}

/// The lines as the file has them; those read too far can be put back.
struct PhysicalLines<R> {
    reader: R,
    bytes_read: u64,
    number: u64,
    put_back: VecDeque<PhysicalLine>,
}

impl<R: BufRead> PhysicalLines<R> {
    fn new(reader: R) -> Self {
        Self { reader, bytes_read: 0, number: 0, put_back: VecDeque::new() }
    }

    fn next(&mut self) -> io::Result<Option<PhysicalLine>> {
        if let Some(line) = self.put_back.pop_front() {
            return Ok(Some(line));
        }
        let mut bytes = Vec::new();
        let read = self.reader.read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.bytes_read += read as u64;
        self.number += 1;
        let text = String::from_utf8(bytes).map_err(|_| Problem::NotUtf8 {});
        let text = match text {
            Ok(text) if self.number == 1 => Ok(text.trim_start_matches(BYTE_ORDER_MARK).to_owned()),
            other => other,
        };
        Ok(Some(PhysicalLine { number: self.number, text }))
    }

    fn put_back(&mut self, lines: Vec<PhysicalLine>) {
        for line in lines.into_iter().rev() {
            self.put_back.push_front(line);
        }
    }
}

fn read_header<R: BufRead>(physical: &mut PhysicalLines<R>, columns: &'static [Column]) -> Result<Layout, OpenError> {
    let first = physical.next()?.map_or(Ok(String::new()), |line| line.text);
    let text = first.map_err(|problem| OpenError::Header(problem.into()))?;
    let delimiter = detect_delimiter(&text);
    let mut checks = Checks::default();
    let mut header: Vec<&'static Column> = Vec::new();
    let unknown = |name: &str| Problem::UnknownColumn { column: name.to_owned(), allowed: header_names(columns) };
    for name in split_values(&text, delimiter) {
        let name = name.trim();
        match columns.iter().find(|column| column.name == name) {
            Some(column) if header.iter().any(|known| known.name == column.name) => {
                checks.problem(column.name, Problem::Duplicate { value: name.to_owned() });
            }
            Some(column) => header.push(column),
            None => checks.problem("", unknown(name)),
        }
    }
    for column in columns.iter().filter(|column| column.mandatory) {
        let there = header.iter().any(|known| known.name == column.name);
        checks.require(there, column.name, || unknown(column.name));
    }
    checks.finish(Layout::Csv { delimiter, header }).map_err(OpenError::Header)
}

/// The separator that the header uses most: a comma or, as French spreadsheets write, a semicolon.
fn detect_delimiter(header: &str) -> u8 {
    let count = |delimiter: char| header.matches(delimiter).count();
    if count(';') > count(',') { b';' } else { b',' }
}

/// The values of the record that begins on a line, following quoted values over the next ones.
///
/// Where a quote is never closed, or the values are too many or too few because one was closed too late, what comes
/// after the first line is read anew, so that one slip costs one record.
fn read_values<R: BufRead>(
    physical: &mut PhysicalLines<R>,
    first: PhysicalLine,
    delimiter: u8,
    expected: usize,
) -> io::Result<Result<Vec<String>, Problem>> {
    let mut text = first.text.unwrap_or_default();
    let mut following = Vec::new();
    while !quotes_are_closed(&text) {
        let next = if following.len() < QUOTED_LINES_MAX { physical.next()? } else { None };
        let Some(PhysicalLine { number, text: Ok(continued) }) = next else {
            following.extend(next);
            physical.put_back(following);
            return Ok(Err(Problem::UnclosedQuote {}));
        };
        text.push_str(&continued);
        following.push(PhysicalLine { number, text: Ok(continued) });
    }
    let values = split_values(&text, delimiter);
    if values.len() == expected {
        return Ok(Ok(values));
    }
    let found = values.len();
    let begins_a_record = |line: &PhysicalLine| {
        let text = line.text.as_deref().unwrap_or_default();
        quotes_are_closed(text) && split_values(text, delimiter).len() == expected
    };
    if let Some(place) = following.iter().position(begins_a_record) {
        physical.put_back(following.split_off(place));
    }
    Ok(Err(Problem::FieldCount { found, expected }))
}

/// Whether every quote is closed: quotes come in pairs, those inside a value being doubled (RFC 4180, 2.7).
fn quotes_are_closed(text: &str) -> bool {
    text.bytes().filter(|byte| *byte == b'"').count() % 2 == 0
}

/// The values of one record, quotes taken off.
fn split_values(text: &str, delimiter: u8) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut quoted = false;
    let mut characters = text.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(character) = characters.next() {
        let value = values.last_mut().expect("there is always a value being read");
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                value.push('"');
            }
            '"' => quoted = !quoted,
            separator if separator == char::from(delimiter) && !quoted => values.push(String::new()),
            other => value.push(other),
        }
    }
    values
}

/// The object that the values of a CSV record stand for; what is empty is left out.
fn assemble(header: &[&'static Column], values: &[String]) -> Fields {
    let mut fields = Fields::new();
    for (column, value) in header.iter().zip(values) {
        let value = value.trim();
        if value.is_empty() {
            continue;
        }
        let group = match column.group {
            Some(group) => fields.entry(group).or_insert_with(|| Value::Object(Fields::new())).as_object_mut(),
            None => Some(&mut fields),
        };
        if let Some(group) = group {
            group.insert(column.name.to_owned(), column.shape.read(value));
        }
    }
    fields
}

impl Shape {
    /// The value of a cell: lists have `|` between their elements, and elements `:` between their parts.
    fn read(self, cell: &str) -> Value {
        let elements = || cell.split('|').map(str::trim).filter(|element| !element.is_empty());
        match self {
            Self::Value => cell.into(),
            Self::List => elements().collect(),
            Self::Items(names) => elements()
                .map(|element| {
                    let parts = names.iter().zip(element.split(':').map(str::trim));
                    let told = parts.filter(|(_, part)| !part.is_empty());
                    Value::Object(told.map(|(name, part)| ((*name).to_owned(), part.into())).collect())
                })
                .collect(),
        }
    }
}

fn parse_json(text: &str, columns: &[Column]) -> Result<Fields, Refusals> {
    let fields: Fields =
        serde_json::from_str(text).map_err(|error| Problem::MalformedLine { detail: format!("JSON: {error}") })?;
    let mut checks = Checks::default();
    for (name, value) in &fields {
        let is_group = columns.iter().any(|column| column.group == Some(name));
        let inner = value.as_object().filter(|_| is_group);
        let unknown: Vec<&String> = match inner {
            Some(inner) => inner.keys().filter(|key| !is_known(columns, Some(name), key)).collect(),
            None => Some(name).filter(|_| !is_known(columns, None, name)).into_iter().collect(),
        };
        for name in unknown {
            let problem = Problem::UnknownColumn { column: name.clone(), allowed: header_names(columns) };
            checks.problem("", problem);
        }
    }
    checks.finish(fields)
}

fn is_known(columns: &[Column], group: Option<&str>, name: &str) -> bool {
    columns.iter().any(|column| column.group == group && column.name == name)
}

#[cfg(test)]
mod tests;
