//! Tables for people's spreadsheets, however they are written down.

pub mod csv;
pub mod mission;
pub mod ods;
pub mod statement;

use chrono::NaiveDate;
use serde::Deserialize;

use crate::app::AppError;

/// How a table is written down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// CSV, as French spreadsheets open it.
    #[default]
    Csv,
    /// A spreadsheet of the open format of documents.
    Ods,
}

/// A file to take home.
#[derive(Debug)]
pub struct File {
    /// Its name, in letters that every system takes.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Format {
    /// The end of a file's name, which is also how the format is asked for.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Ods => "ods",
        }
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Ods => ods::MIME_TYPE,
        }
    }
}

impl File {
    /// A table written down, with the name of the file without its end, and that of the sheet.
    pub async fn of(table: Table, format: Format, name: &str, sheet: &str) -> Result<Self, AppError> {
        let sheet = sheet.to_owned();
        // A long statement takes the processor for a while.
        let written = tokio::task::spawn_blocking(move || match format {
            Format::Csv => csv::write(&table),
            Format::Ods => ods::write(&table, &sheet),
        });
        let bytes = written.await.map_err(|panic| AppError::fault(&panic))??;
        let name = format!("{name}.{}", format.extension());
        Ok(Self { name, content_type: format.content_type(), bytes })
    }
}

/// A table, row by row; its first row names the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows, each with as many cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A whole number.
    Whole(i64),
    /// A number with two decimals, in hundredths.
    Hundredths(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
