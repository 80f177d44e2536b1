//! ODS: a table as a spreadsheet of the open format of documents (ISO/IEC 26300), which types its cells. Texts are texts
//! there, and never formulas.
//!
//! One sheet without formulas is three short documents in a zip archive; the crates that write spreadsheets bring a
//! hundred others for that.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Cell, Table};
use crate::app::AppError;

/// The media type of the files.
pub const MIME_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"#;
/// Up to the sheet: how days and numbers with two decimals are shown.
const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3">
<office:automatic-styles>
<number:date-style style:name="N1"><number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<number:number-style style:name="N2"><number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1"/></number:number-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="hundredths" style:family="table-cell" style:data-style-name="N2"/>
</office:automatic-styles>
<office:body><office:spreadsheet>"#;
const TAIL: &str = "</table:table></office:spreadsheet></office:body></office:document-content>";

/// The table as an ODS file, with the name of its one sheet.
///
/// # Errors
/// Where the archive can't be written, which takes a fault of memory.
pub fn write(table: &Table, sheet: &str) -> Result<Vec<u8>, AppError> {
    archive(&content(table, sheet)).map_err(|error| AppError::fault(&error))
}

fn archive(content: &str) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // First and as it is, so that the kind of file can be told without opening the archive.
    archive.start_file("mimetype", SimpleFileOptions::default().compression_method(CompressionMethod::Stored))?;
    archive.write_all(MIME_TYPE.as_bytes())?;
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, document) in [("content.xml", content), ("META-INF/manifest.xml", MANIFEST)] {
        archive.start_file(name, deflated)?;
        archive.write_all(document.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

fn content(table: &Table, sheet: &str) -> String {
    let mut xml = HEAD.to_owned();
    let _ = write!(xml, r#"<table:table table:name="{}">"#, escaped(sheet));
    for row in &table.rows {
        xml.push_str("<table:table-row>");
        for cell in row {
            xml.push_str(&written(cell));
        }
        xml.push_str("</table:table-row>");
    }
    xml + TAIL
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "<table:table-cell/>".to_owned(),
        Cell::Text(text) => {
            let lines = text.lines().map(|line| format!("<text:p>{}</text:p>", escaped(line)));
            format!(r#"<table:table-cell office:value-type="string">{}</table:table-cell>"#, lines.collect::<String>())
        }
        Cell::Day(day) => {
            format!(r#"<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{day}"/>"#)
        }
        Cell::Whole(number) => format!(r#"<table:table-cell office:value-type="float" office:value="{number}"/>"#),
        Cell::Hundredths(number) => {
            let (sign, number) = (if *number < 0 { "-" } else { "" }, number.unsigned_abs());
            let value = format!("{sign}{}.{:02}", number / 100, number % 100);
            format!(
                r#"<table:table-cell table:style-name="hundredths" office:value-type="float" office:value="{value}"/>"#
            )
        }
    }
}

/// The text with what XML reserves written otherwise, and without the characters that it can't hold.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Ods, Reader as _};

    use super::*;

    #[test]
    fn another_library_reads_back_what_was_written() {
        let rows = vec![
            vec!["Jour".into(), "Nature".into(), "Minutes".into(), "Jours".into()],
            vec![
                Cell::Day("2026-12-01".parse().unwrap()),
                "=1+1 <&> « \"é\" »\u{0}".into(),
                Cell::Whole(-420),
                Cell::Hundredths(-105),
            ],
        ];
        let bytes = write(&Table { rows }, "Relevé <1>").unwrap();
        let mut read: Ods<_> = Ods::new(Cursor::new(bytes)).unwrap();
        assert_eq!(read.sheet_names(), ["Relevé <1>"]);
        let range = read.worksheet_range("Relevé <1>").unwrap();
        let cells: Vec<&[Data]> = range.rows().collect();
        assert_eq!(cells[0][3], Data::String("Jours".to_owned()));
        assert_eq!(cells[1][0], Data::DateTimeIso("2026-12-01".to_owned()));
        assert_eq!(cells[1][1], Data::String("=1+1 <&> « \"é\" »".to_owned()));
        assert_eq!((&cells[1][2], &cells[1][3]), (&Data::Float(-420.0), &Data::Float(-1.05)));
    }
}
