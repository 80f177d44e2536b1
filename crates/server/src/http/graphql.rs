//! GraphQL over HTTP: <https://graphql.github.io/graphql-over-http/draft/>.
//!
//! * POST takes one request in JSON; GET takes queries, never mutations.
//! * Pages of other sites can't call it in somebody's name: a body must be JSON, which browsers ask leave for first, and
//!   a call by GET must carry what only programs send. Sign-ins are tokens in a header, never cookies.
//! * The body, the document (see [`super::guard`]), the time and the number of requests at work are all bounded.
//! * A token that does not count refuses the whole request; no token is an anonymous request.
//! * `Accept: text/event-stream` opens a stream ([`super::sse`]), an upgrade to WebSocket a conversation
//!   ([`super::websocket`]).

use std::sync::Arc;

use async_graphql::Response as GraphqlResponse;
use poem::error::ReadBodyError;
use poem::http::{Method, StatusCode};
use poem::{Body, Request, Response};
use serde::Deserialize;
use talents_core::error::Problem;

use super::live::Caller;
use super::negotiation::{ACCEPTABLE, MediaType, has_json_body, is_deliberate};
use super::places::Connections;
use super::reply::{Call, Refused, graphql_response};
use super::run::{Asked, Origin, Runner, TIME_MAX};
use super::{sse, websocket};
use crate::app::{App, AppError};

/// The most bytes of a body: 1 MiB.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The methods of the endpoint.
const METHODS: &str = "GET, POST";

/// The endpoint.
pub(super) struct Endpoint {
    pub(super) runner: Arc<Runner>,
    pub(super) connections: Connections,
}

/// The parameters of an address: two of them are JSON themselves.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: String,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Endpoint {
    /// The endpoint of that application; what stays open is counted in `connections`.
    pub(super) fn new(app: Arc<App>, connections: Connections) -> Self {
        Self { runner: Arc::new(Runner::new(app)), connections }
    }

    /// Answers a request.
    pub(super) async fn answer(&self, request: Request, call: &Call) -> Response {
        if websocket::is_asked_for(&request) {
            let opened = websocket::open(self, &request, call).await;
            return opened.unwrap_or_else(|refused| refused.into_response(MediaType::Json, call));
        }
        let Some(media) = MediaType::negotiate(request.headers()) else {
            let problem = Problem::NotAcceptable { allowed: ACCEPTABLE.to_owned() };
            return Refused::new(StatusCode::NOT_ACCEPTABLE, problem).into_response(MediaType::Json, call);
        };
        let timed = tokio::time::timeout(TIME_MAX, async {
            match media {
                MediaType::EventStream => sse::open(self, request, call).await,
                MediaType::GraphqlResponse | MediaType::Json => {
                    Ok(graphql_response(self.run(request, call).await?, media, call))
                }
            }
        });
        let answered = timed.await.unwrap_or_else(|_| Err(AppError::Busy.into()));
        answered.unwrap_or_else(|refused| refused.into_response(media.of_refusals(), call))
    }

    async fn run(&self, request: Request, call: &Call) -> Result<GraphqlResponse, Refused> {
        let (asked, caller) = read(request, call).await?;
        let session = caller.session(&self.runner.app).await?;
        self.runner.run(asked, session).await
    }
}

/// What a request asks for, and who sends it.
pub(super) async fn read(mut request: Request, call: &Call) -> Result<(Asked, Caller), Refused> {
    let body = request.take_body();
    let asked = match *request.method() {
        Method::POST => read_body(&request, body).await?,
        Method::GET | Method::HEAD => read_address(&request)?,
        _ => return Err(Refused::method(Problem::MethodNotAllowed { allowed: METHODS.to_owned() }, METHODS)),
    };
    Ok((asked, Caller::of(&request, call)?))
}

async fn read_body(request: &Request, body: Body) -> Result<Asked, Refused> {
    if !has_json_body(request.headers()) {
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Problem::ContentTypeNotJson {}));
    }
    let bytes = body.into_bytes_limit(BODY_BYTES_MAX).await.map_err(unreadable)?;
    let is_batch = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    if is_batch {
        return Err(Refused::new(StatusCode::BAD_REQUEST, Problem::BatchRefused {}));
    }
    serde_json::from_slice(&bytes).map_err(|error| malformed(&error))
}

fn read_address(request: &Request) -> Result<Asked, Refused> {
    let parameters: Parameters = request.params().map_err(|error| malformed(&error))?;
    let map = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(Asked {
        query: parameters.query,
        operation_name: parameters.operation_name,
        variables: map(parameters.variables).map_err(|error| malformed(&error))?,
        _extensions: map(parameters.extensions).map_err(|error| malformed(&error))?,
        origin: Origin::Get { deliberate: is_deliberate(request.headers()) },
    })
}

fn unreadable(error: ReadBodyError) -> Refused {
    match error {
        ReadBodyError::PayloadTooLarge => {
            Refused::new(StatusCode::PAYLOAD_TOO_LARGE, Problem::BodyTooLarge { max: BODY_BYTES_MAX })
        }
        other => malformed(&other),
    }
}

/// A request that is not one: neither media type takes it for well-formed.
pub(super) fn malformed(error: &impl ToString) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, Problem::MalformedRequest { detail: error.to_string() })
}
