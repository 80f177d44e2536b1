//! How the report on the ranking reads: a table for people, CSV for programs.

use std::fmt::Write;

use super::super::failure::{Failure, language};
use crate::app::ranking_report::{Concentration, Figure, Line, Report};
use crate::messages::messages;

/// The columns of a structure, by their names in the catalogue.
const COLUMNS: [&str; 6] = [
    "cli-report-structure",
    "cli-report-impressions",
    "cli-report-shown",
    "cli-report-discoverable",
    "cli-report-share-impressions",
    "cli-report-share-discoverable",
];
/// The widest name of a structure in the table.
const NAME_MAX: usize = 48;

/// A table to read, then how concentrated impressions are.
pub(super) fn table(report: &Report) -> String {
    let rows: Vec<Vec<String>> =
        std::iter::once(header()).chain(report.structures.iter().map(cells)).map(|row| shortened(&row)).collect();
    let widths: Vec<usize> = (0..COLUMNS.len())
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for row in &rows {
        let padded: Vec<String> = row.iter().zip(&widths).enumerate().map(pad).collect();
        let _ = writeln!(text, "{}", padded.join("  ").trim_end());
    }
    text.push('\n');
    for (name, value) in concentration(&report.concentration) {
        let _ = writeln!(text, "{name}\t{value}");
    }
    text
}

/// The same as CSV: a line a structure, then a line a figure of concentration, all with as many columns.
///
/// # Errors
/// Where the lines can't be written, which takes a fault of memory.
pub(super) fn csv(report: &Report) -> Result<String, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let structures = std::iter::once(header()).chain(report.structures.iter().map(cells));
    let figures = concentration(&report.concentration).into_iter().map(|(name, value)| {
        let mut row = vec![name, value];
        row.resize(COLUMNS.len(), String::new());
        row
    });
    for row in structures.chain(figures) {
        writer.write_record(row).map_err(|error| Failure::unavailable(&error))?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::unavailable(&error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| Failure::unavailable(&error))
}

fn header() -> Vec<String> {
    COLUMNS.iter().map(|id| messages().text(language(), id, &[])).collect()
}

fn cells(line: &Line) -> Vec<String> {
    let name = line.name.clone().unwrap_or_else(|| messages().text(language(), "cli-report-others", &[]));
    vec![
        name,
        number(line.impressions),
        number(line.shown),
        number(line.discoverable),
        percent(line.share_of_impressions),
        percent(line.share_of_discoverable),
    ]
}

fn concentration(of: &Concentration) -> Vec<(String, String)> {
    [
        ("cli-report-talents", number(of.talents)),
        ("cli-report-impressions", number(of.impressions)),
        ("cli-report-never-shown", number(of.never_shown)),
        ("cli-report-top-hundredth", percent(of.top_hundredth)),
        ("cli-report-top-tenth", percent(of.top_tenth)),
        ("cli-report-gini", shown(of.gini, |value| format!("{}.{:04}", value / 10_000, value % 10_000))),
    ]
    .map(|(id, value)| (messages().text(language(), id, &[]), value))
    .into()
}

fn number(figure: Figure) -> String {
    shown(figure, |value| value.to_string())
}

/// Ten-thousandths as percents.
fn percent(figure: Figure) -> String {
    shown(figure, |value| format!("{}.{:02} %", value / 100, value % 100))
}

fn shown(figure: Figure, show: impl Fn(u64) -> String) -> String {
    match figure {
        Figure::Is(value) => show(value),
        Figure::UnderFive => messages().text(language(), "cli-report-under-five", &[]),
        Figure::Masked => messages().text(language(), "cli-report-masked", &[]),
    }
}

fn shortened(row: &[String]) -> Vec<String> {
    let short = |cell: &String| {
        if cell.chars().count() <= NAME_MAX {
            return cell.clone();
        }
        cell.chars().take(NAME_MAX - 1).chain(['…']).collect()
    };
    row.iter().map(short).collect()
}

/// The name on the left, figures on the right.
fn pad((column, (cell, width)): (usize, (&String, &usize))) -> String {
    if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
}
