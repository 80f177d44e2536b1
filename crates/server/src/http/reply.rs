//! Answers in JSON: those of GraphQL, and refusals of HTTP in the same shape.

use async_graphql::{Response as GraphqlResponse, ServerError};
use poem::http::{HeaderValue, StatusCode, header};
use poem::{Request, Response};
use serde::Serialize;
use talents_core::error::{ErrorCode, Problem, Refusal as CoreRefusal};

use super::negotiation::MediaType;
use crate::app::AppError;
use crate::graphql;
use crate::messages::Language;

/// What an answer needs to know of the request.
#[derive(Debug, Clone)]
pub(super) struct Call {
    /// The language to answer in.
    pub language: Language,
    /// The id that finds this request in the logs.
    pub trace: String,
}

impl Call {
    /// Reads the headers, and draws a new trace id.
    pub(super) fn of(request: &Request) -> Self {
        let language = Language::negotiate(request.header(header::ACCEPT_LANGUAGE));
        Self { language, trace: format!("{:032x}", rand::random::<u128>()) }
    }
}

/// Why a request is refused as a whole.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    error: AppError,
    /// The methods that the path knows, where the method was wrong.
    allow: Option<&'static str>,
}

impl Refused {
    /// A refusal with the status that says the same as the problem.
    pub(super) fn new(status: StatusCode, problem: Problem) -> Self {
        Self { status, error: problem.into(), allow: None }
    }

    /// A refusal of the method; `allow` names those that the path knows.
    pub(super) fn method(problem: Problem, allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, problem) }
    }

    /// The same as an answer of GraphQL, where there is no status to give.
    pub(super) fn into_graphql(self) -> GraphqlResponse {
        graphql::refused(self.error)
    }

    /// Whether no valid sign-in came with the request.
    pub(super) fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// The answer.
    pub(super) fn into_response(self, media: MediaType, call: &Call) -> Response {
        let is_unauthenticated = self.is_unauthenticated();
        let mut response = json(self.status, &errors_alone(graphql::refused(self.error), call), media, call);
        if let Some(allow) = self.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if is_unauthenticated {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        let status = match &error {
            AppError::Refused(refusals) => status_of(refusals.0.first().map(CoreRefusal::code)),
            AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self { status, error, allow: None }
    }
}

fn status_of(code: Option<ErrorCode>) -> StatusCode {
    match code {
        Some(ErrorCode::Unauthenticated) => StatusCode::UNAUTHORIZED,
        Some(ErrorCode::Forbidden) => StatusCode::FORBIDDEN,
        Some(ErrorCode::NotFound) => StatusCode::NOT_FOUND,
        Some(ErrorCode::Unavailable) => StatusCode::SERVICE_UNAVAILABLE,
        Some(ErrorCode::Internal) | None => StatusCode::INTERNAL_SERVER_ERROR,
        Some(_) => StatusCode::BAD_REQUEST,
    }
}

/// Answers what GraphQL gave. A request that could not run has no `data`, and the status that its media type wants.
pub(super) fn graphql_response(response: GraphqlResponse, media: MediaType, call: &Call) -> Response {
    if has_run(&response) {
        return json(StatusCode::OK, &graphql::localise(response, call.language, &call.trace), media, call);
    }
    let status = match media {
        MediaType::GraphqlResponse => StatusCode::BAD_REQUEST,
        MediaType::Json | MediaType::EventStream => StatusCode::OK,
    };
    json(status, &errors_alone(response, call), media, call)
}

/// Only what has begun to run gives data, or errors at a path of the data.
fn has_run(response: &GraphqlResponse) -> bool {
    response.data != async_graphql::Value::Null || response.errors.iter().any(|error| !error.path.is_empty())
}

#[derive(Serialize)]
struct Errors {
    errors: Vec<ServerError>,
}

fn errors_alone(response: GraphqlResponse, call: &Call) -> Errors {
    Errors { errors: graphql::localise(response, call.language, &call.trace).errors }
}

/// An answer in JSON that nobody keeps.
pub(super) fn json(status: StatusCode, body: &impl Serialize, media: MediaType, call: &Call) -> Response {
    // Strings, numbers, lists and maps with textual keys always serialise.
    let body = serde_json::to_vec(body).unwrap_or_default();
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media.content_type())
        .header(header::CONTENT_LANGUAGE, call.language.code())
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::VARY, "Accept, Accept-Language, Authorization")
        .body(body)
}
