//! What the documentation lists is what there is.

use serde_json::{Value, json};
use talents_core::error::ErrorCode;
use talents_server::jobs::Job;

use crate::harness::app::TestApp;

const README: &str = include_str!("../../README.md");
const API: &str = include_str!("../../docs/api.md");
const OPERATIONS: &str = include_str!("../../docs/operations.md");

#[test]
fn every_code_is_explained() {
    for code in ErrorCode::ALL {
        assert!(API.contains(&format!("`{code}`")), "{code} is missing in docs/api.md");
    }
}

#[test]
fn every_job_is_listed() {
    for job in Job::ALL {
        assert!(OPERATIONS.contains(&format!("| `{job}` |")), "{job} is missing in docs/operations.md");
    }
}

/// What stands between a line and the end of its block of code, in the README.
fn block_after(line: &str) -> &'static str {
    let begins = README.split_once(line).expect("the README has this block").1;
    begins.split("```").next().expect("a block ends")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_readme_s_query_is_answered_as_it_says() {
    let body = block_after("-d '").split_once("'\n").expect("the body ends").0;
    let body: Value = serde_json::from_str(&body.replace("\n ", "")).expect("the body is JSON");
    let answer: Value = serde_json::from_str(block_after("```json\n")).expect("the answer is JSON");
    let app = TestApp::demo().await;
    let query = body["query"].as_str().expect("the body has a query");
    assert_eq!(app.data("", query, json!({})).await, answer["data"]);
}
