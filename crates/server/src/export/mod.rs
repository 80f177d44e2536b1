//! Tables for people's spreadsheets, however they are written down.

pub mod csv;
pub mod ods;
pub mod statement;

use chrono::NaiveDate;

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
