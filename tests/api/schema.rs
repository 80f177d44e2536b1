//! The schema is a reviewed file, and says what everything is.

use talents_server::graphql;

use crate::harness::app::TestApp;
use serde_json::json;

#[test]
fn the_schema_file_is_current() {
    let reviewed = include_str!("../../schema.graphql");
    assert!(reviewed == graphql::sdl(), "schema.graphql is out of date: cargo run -- schema > schema.graphql");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_type_field_argument_and_value_has_a_description() {
    let app = TestApp::demo().await;
    let query = "{ __schema { types { name kind description fields { name description args { name description } } \
                 inputFields { name description } enumValues { name description } } } }";
    let data = app.data("", query, json!({})).await;
    let mut bare = Vec::new();
    for described in data["__schema"]["types"].as_array().unwrap() {
        let name = described["name"].as_str().unwrap();
        // The library describes its own scalars, but for this one.
        if !name.starts_with("__") && name != "ID" {
            collect_bare(described, name, &mut bare);
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

fn collect_bare(value: &serde_json::Value, path: &str, bare: &mut Vec<String>) {
    if value["description"].as_str().unwrap_or_default().is_empty() {
        bare.push(path.to_owned());
    }
    for list in ["fields", "args", "inputFields", "enumValues"] {
        for member in value[list].as_array().into_iter().flatten() {
            collect_bare(member, &format!("{path}.{}", member["name"].as_str().unwrap_or_default()), bare);
        }
    }
}
