//! Tables in CSV, as our own vocabulary and a taxonomy's files have them.

/// The rows of a table, each with its cells, the header first.
pub(crate) fn rows(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut chars = table.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            _ => cell.push(c),
        }
    }
    rows
}

/// The rows below the header, each with the cells of the named columns.
pub(crate) fn columns<const N: usize>(table: &str, names: [&str; N]) -> Vec<[String; N]> {
    let mut rows = rows(table).into_iter();
    let header = rows.next().unwrap();
    let places = names.map(|name| header.iter().position(|column| column == name).unwrap());
    rows.map(|row| places.map(|place| row[place].clone())).collect()
}
