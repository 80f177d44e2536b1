//! The only place that builds a GraphQL error.
//!
//! Resolvers give [`AppError`]s. A refusal of a mutation becomes data, in `userErrors`; any other becomes an entry of
//! `errors` with `extensions.code`. Messages are written at the very end, when the reader's language is known.

use std::sync::Arc;

use async_graphql::{Enum, Error, ErrorExtensionValues, Pos, Response, ServerError, SimpleObject};
use talents_core::error::{ErrorCode as Code, Problem, Refusal};

use super::enums::coded_enum_in_graphql;
use super::{COMPLEXITY_MAX, DEPTH_MAX};
use crate::app::AppError;
use crate::messages::{Language, messages};

/// What a nullable field that may fail gives: null with an error at its path, and the fields around it stay.
pub(super) type Nullable<T> = Option<Result<T, Error>>;

/// What a resolver found, as a nullable field.
pub(super) fn nullable<T>(found: Result<Option<T>, AppError>) -> Nullable<T> {
    found.map_err(Error::from).transpose()
}

/// What a resolver gives, as a field that is null only when it failed.
#[expect(clippy::unnecessary_wraps, reason = "a nullable field is an option, whatever is in it")]
pub(super) fn or_null<T>(found: Result<T, AppError>) -> Nullable<T> {
    Some(found.map_err(Error::from))
}

impl From<AppError> for Error {
    fn from(error: AppError) -> Self {
        let code = request_code(&error);
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", code.code());
        Self { message: code.code().to_owned(), source: Some(Arc::new(error)), extensions: Some(extensions) }
    }
}

fn request_code(error: &AppError) -> Code {
    match error {
        AppError::Refused(refusals) => refusals.0.first().map_or(Code::Internal, Refusal::code),
        AppError::Busy => Code::Unavailable,
        AppError::Fault(_) => Code::Internal,
    }
}

/// The response to a request that nothing of could run.
pub fn refused(error: AppError) -> Response {
    let mut error = Error::from(error).into_server_error(Pos::default());
    error.locations.clear();
    Response::from_errors(vec![error])
}

/// Writes the messages of a response in the reader's language, and keeps what is internal for the logs.
pub fn localise(mut response: Response, language: Language, trace: &str) -> Response {
    for error in &mut response.errors {
        localise_error(error, language, trace);
    }
    response
}

fn localise_error(error: &mut ServerError, language: Language, trace: &str) {
    let source = error.source.as_ref().and_then(|source| source.downcast_ref::<AppError>());
    let problem = match source {
        Some(AppError::Refused(refusals)) => refusals.0.first().map(|refusal| refusal.problem.clone()),
        Some(AppError::Busy) => Some(Problem::NotAvailable {}),
        Some(AppError::Fault(fault)) => {
            tracing::error!(trace, fault = fault.detail(), "a request failed: trace {trace}");
            Some(Problem::InternalFault { trace: trace.to_owned() })
        }
        // The parser, the validation and the scalars speak English; their words are a detail of our own sentence.
        None => Some(match exceeded_limit(&error.message) {
            Some(max) => Problem::TooCostly { max },
            None => Problem::MalformedRequest { detail: error.message.clone() },
        }),
    };
    let Some(problem) = problem else { return };
    error.message = messages().problem(language, &problem);
    error.extensions.get_or_insert_default().set("code", problem.code().code());
}

/// The limit of the library that a request went past: it has no other way to tell than its words.
fn exceeded_limit(message: &str) -> Option<i64> {
    let limit = match message {
        "Query is too complex." => COMPLEXITY_MAX,
        "Query is nested too deep." => DEPTH_MAX,
        _ => return None,
    };
    i64::try_from(limit).ok()
}

coded_enum_in_graphql! {
    /// The closed list of codes that clients branch on.
    ErrorCode of Code {
        /// No valid sign-in came with the request.
        Unauthenticated,
        /// Signed in, but no role allows it.
        Forbidden,
        /// Something in the input is wrong; `path` says what.
        BadUserInput,
        /// The cursor can no longer be honoured: start again from the first page.
        CursorExpired,
        /// There is no such object, or the reader may not see it.
        NotFound,
        /// The object has changed since it was read.
        Conflict,
        /// The same idempotency key came with another input.
        IdempotencyKeyReused,
        /// Something with the same unique value exists already.
        AlreadyExists,
        /// The state of the object does not allow the move.
        InvalidTransition,
        /// A mission's host and a talent's employer are the same structure.
        SameStructure,
        /// One person may not stand for two sides: the parties that consent, or who declares time and who validates it.
        SamePerson,
        /// All the seats of the mission are taken.
        SeatsTaken,
        /// A warning: the work planned goes past the minutes per week that the talent declared.
        AboveCapacity,
        /// Something that publication needs is missing.
        Incomplete,
        /// The programme's settings do not allow it (branch, caps).
        ProgrammeLimit,
        /// The account that would pay has not enough available credits.
        InsufficientCredits,
        /// Too many requests.
        RateLimited,
        /// The request asks for more than one request may.
        CostExceeded,
        /// The service can't answer now; try again later.
        Unavailable,
        /// A fault of ours; the trace id finds it in the logs.
        Internal,
    }
}

/// Why a mutation changed nothing: a refusal of the domain, as data.
#[derive(Debug, Clone, SimpleObject)]
pub struct UserError {
    /// The code to branch on.
    code: ErrorCode,
    /// What is wrong, why and how to mend it, in the reader's language.
    message: String,
    /// The field of the input that it is about, from the outside in; empty when it is about the whole.
    path: Vec<String>,
}

/// Something that did not stop a mutation but deserves attention.
#[derive(Debug, Clone, SimpleObject)]
pub struct Warning {
    /// The code to branch on.
    code: ErrorCode,
    /// What deserves attention, in the reader's language.
    message: String,
}

impl Warning {
    /// A problem that stopped nothing, in the reader's language.
    pub(super) fn of(problem: &Problem, language: Language) -> Self {
        Self { code: problem.code().into(), message: messages().problem(language, problem) }
    }
}

/// What a mutation gives: its object, or why it changed nothing; a failure of the request itself is an error.
pub(super) fn outcome<T>(
    result: Result<T, AppError>,
    language: Language,
) -> Result<(Option<T>, Vec<UserError>), AppError> {
    match result {
        Ok(object) => Ok((Some(object), Vec::new())),
        Err(AppError::Refused(refusals)) if refusals.0.iter().all(is_data) => {
            Ok((None, refusals.0.iter().map(|refusal| user_error(refusal, language)).collect()))
        }
        Err(error) => Err(error),
    }
}

/// Who asks is wrong rather than what is asked: that is for the request, not for the form that was filled in.
fn is_data(refusal: &Refusal) -> bool {
    !matches!(refusal.code(), Code::Unauthenticated | Code::Forbidden | Code::Unavailable | Code::Internal)
}

fn user_error(refusal: &Refusal, language: Language) -> UserError {
    UserError {
        code: refusal.code().into(),
        message: messages().problem(language, &refusal.problem),
        path: refusal.path.clone(),
    }
}
