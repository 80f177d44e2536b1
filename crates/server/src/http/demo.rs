//! What only the demo serves: who one can be, a clock that people move, and answers to pages of any origin.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Body, Request, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use talents_core::error::Problem;

use super::negotiation::MediaType;
use super::reply::{self, Call, Refused};
use crate::app::{App, indexer};
use crate::clock::{Clock, FrozenClock};
use crate::jobs;

/// The most bytes of the body that moves the clock.
const BODY_BYTES_MAX: usize = 1024;

/// What the demo's routes work with.
pub struct DemoState {
    /// The clock of the whole demo.
    pub clock: Arc<FrozenClock>,
    /// The personas by their keys, as the ready file has them.
    pub personas: Value,
}

#[derive(Deserialize)]
struct ClockMove {
    now: DateTime<FixedOffset>,
}

impl DemoState {
    /// Who one can be, with the token of each.
    pub(super) fn personas(&self, call: &Call) -> Response {
        reply::json(StatusCode::OK, &self.personas, MediaType::Json, call)
    }

    /// Moves the clock forward, and runs what is due by then before it answers.
    pub(super) async fn move_clock(&self, app: &App, body: Body, call: &Call) -> Result<Response, Refused> {
        let bytes = body.into_bytes_limit(BODY_BYTES_MAX).await.map_err(|error| malformed(&error))?;
        let asked: ClockMove = serde_json::from_slice(&bytes).map_err(|error| malformed(&error))?;
        if !self.clock.advance_to(asked.now.with_timezone(&Utc)) {
            let now = self.clock.now().to_rfc3339();
            return Err(Refused::new(StatusCode::BAD_REQUEST, Problem::ClockBackwards { now }));
        }
        jobs::run_due(app).await?;
        indexer::catch_up(app).await?;
        let now = json!({ "now": self.clock.now().to_rfc3339() });
        Ok(reply::json(StatusCode::OK, &now, MediaType::Json, call))
    }
}

fn malformed(error: &impl ToString) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, Problem::MalformedRequest { detail: error.to_string() })
}

/// Whether a browser asks if a page of another origin may send a request.
pub(super) fn is_preflight(request: &Request) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// Lets pages of any origin call the demo and read what it answers. Tokens are sent on purpose, never by themselves, so
/// this gives nobody the identity of somebody else.
pub(super) fn open_to_any_origin(headers: &mut HeaderMap) {
    const ALLOWED_HEADERS: &str =
        "Authorization, Content-Type, Accept-Language, X-Requested-With, Apollo-Require-Preflight";
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "GET, POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "X-Request-Id"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}
