use super::*;

const COLUMNS: &[Column] = &[
    Column::mandatory("external_id"),
    Column::mandatory("name"),
    Column::optional("skills").items(&["skill", "level"]),
    Column::optional("languages").list(),
    Column::optional("remote").inside("place"),
];

fn read(text: &[u8], format: Format) -> Vec<(u64, Result<Value, &'static str>)> {
    let mut lines = match Lines::open(text, format, COLUMNS) {
        Ok(lines) => lines,
        Err(OpenError::Header(refusals)) => return vec![(0, Err(refusals.0[0].problem.message_id()))],
        Err(OpenError::Io(error)) => panic!("{error}"),
    };
    let mut read = Vec::new();
    while let Some(line) = lines.next().unwrap() {
        let fields = line.fields.map(Value::Object).map_err(|refusals| refusals.0[0].problem.message_id());
        read.push((line.number, fields));
    }
    read
}

fn csv(text: &str) -> Vec<(u64, Result<Value, &'static str>)> {
    read(text.as_bytes(), Format::Csv)
}

#[test]
fn csv_and_json_lines_say_the_same() {
    let json = r#"{"external_id":"a","name":"Éloi","skills":[{"skill":"rust","level":"3"},{"skill":"java"}],"languages":["fr","en"],"place":{"remote":"FULL"}}"#;
    let flat = "external_id,name,skills,languages,remote\na,Éloi,rust:3|java,fr|en,FULL\n";
    assert_eq!(csv(flat)[0].1, read(json.as_bytes(), Format::JsonLines)[0].1);
}

#[test]
fn a_semicolon_and_a_byte_order_mark_as_spreadsheets_write_them_are_taken() {
    let read = csv("\u{feff}external_id;name\r\na;Dupont, Éloi\r\n");
    assert_eq!(read, [(2, Ok(serde_json::json!({"external_id": "a", "name": "Dupont, Éloi"})))]);
}

#[test]
fn a_quoted_value_may_hold_line_breaks_separators_and_quotes() {
    let read = csv("external_id,name\na,\"un, \"\"deux\"\"\ntrois\"\nb,quatre\n");
    assert_eq!(read[0], (2, Ok(serde_json::json!({"external_id": "a", "name": "un, \"deux\"\ntrois"}))));
    assert_eq!(read[1].0, 4);
}

#[test]
fn a_quote_that_is_never_closed_costs_its_own_line_alone() {
    let read = csv("external_id,name\na,\"un\nb,deux\nc,trois\n");
    assert_eq!(read[0], (2, Err("unclosed-quote")));
    let good: Vec<u64> = read[1..].iter().filter(|(_, fields)| fields.is_ok()).map(|(number, _)| *number).collect();
    assert_eq!(good, [3, 4]);
}

#[test]
fn a_quote_closed_too_late_does_not_swallow_the_records_between() {
    let read = csv("external_id,name\na,\"un\nb,deux\nc,trois\",x\nd,quatre\n");
    assert_eq!(read[0], (2, Err("field-count")));
    assert_eq!(read[1], (3, Ok(serde_json::json!({"external_id": "b", "name": "deux"}))));
    assert_eq!(read.last().unwrap().0, 5);
}

#[test]
fn a_line_with_another_number_of_values_or_another_encoding_is_named() {
    let read = read(b"external_id,name\na,un,deux\nb\nc,\xe9loi\nd,trois\n", Format::Csv);
    let outcomes: Vec<_> = read.iter().map(|(number, fields)| (*number, fields.as_ref().err().copied())).collect();
    assert_eq!(outcomes, [(2, Some("field-count")), (3, Some("field-count")), (4, Some("not-utf8")), (5, None)]);
}

#[test]
fn a_header_with_an_unknown_or_a_missing_or_a_double_column_is_refused() {
    assert_eq!(csv("external_id,nom\na,b\n"), [(0, Err("unknown-column"))]);
    assert_eq!(csv("external_id\na\n"), [(0, Err("unknown-column"))]);
    assert_eq!(csv("external_id,name,name\na,b,c\n"), [(0, Err("duplicate"))]);
    assert_eq!(csv(""), [(0, Err("unknown-column"))]);
}

#[test]
fn json_lines_that_are_no_objects_or_have_unknown_keys_are_named() {
    let text = b"{\"external_id\":\"a\"}\n\n[1]\n{\"external_id\":\n{\"nom\":1}\n{\"place\":{\"town\":\"x\"}}\n";
    let outcomes: Vec<_> =
        read(text, Format::JsonLines).into_iter().map(|(number, fields)| (number, fields.err())).collect();
    let line = Some("malformed-line");
    let column = Some("unknown-column");
    assert_eq!(outcomes, [(1, None), (3, line), (4, line), (5, column), (6, column)]);
}
