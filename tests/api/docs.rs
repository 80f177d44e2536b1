//! What the documentation lists is what there is.

use talents_core::error::ErrorCode;
use talents_server::jobs::Job;

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
