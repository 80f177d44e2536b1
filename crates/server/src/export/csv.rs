//! CSV as French spreadsheets open it: UTF-8 with its mark, semicolons, decimal commas; no text can pass for a formula.

use super::{Cell, Table};
use crate::app::AppError;

/// What says that a file is in UTF-8, to spreadsheets that would guess otherwise.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// What a text may begin with that a spreadsheet would take for a formula, or skip to reach one.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table as a CSV file.
///
/// # Errors
/// Where the rows can't be written, which takes a fault of memory.
pub fn write(table: &Table) -> Result<Vec<u8>, AppError> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for row in &table.rows {
        writer.write_record(row.iter().map(written)).map_err(|error| AppError::fault(&error))?;
    }
    writer.into_inner().map_err(|error| AppError::fault(&error.to_string()))
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) if text.starts_with(FORMULA_STARTS) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
        Cell::Day(day) => day.to_string(),
        Cell::Whole(number) => number.to_string(),
        Cell::Hundredths(number) => {
            let sign = if *number < 0 { "-" } else { "" };
            let number = number.unsigned_abs();
            format!("{sign}{},{:02}", number / 100, number % 100)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_back_with_its_separator_its_comma_and_no_formula() {
        let rows = vec![
            vec!["Jour".into(), "Nature".into(), "Jours".into()],
            vec![Cell::Day("2026-12-01".parse().unwrap()), "=1+1".into(), Cell::Hundredths(-250)],
            vec![Cell::Empty, "Écrit ; « entre » \"guillemets\"".into(), Cell::Hundredths(7)],
            vec![Cell::Whole(-420), "@SOMME(A1)".into(), Cell::Hundredths(-5)],
        ];
        let bytes = write(&Table { rows }).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap();
        let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
        let read: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(ToOwned::to_owned).collect()).collect();
        assert_eq!(read[0], ["2026-12-01", "'=1+1", "-2,50"]);
        assert_eq!(read[1], ["", "Écrit ; « entre » \"guillemets\"", "0,07"]);
        assert_eq!(read[2], ["-420", "'@SOMME(A1)", "-0,05"]);
    }
}
