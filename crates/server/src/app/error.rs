//! The two families of errors: refusals, which are safe to show, and faults, which are for the logs.

use std::fmt::Debug;

use talents_core::error::{Problem, Refusals};
use talents_matching::{CursorProblem, MatchingError};
use talents_store::StoreError;
use talents_store::ledger::LedgerError;

/// Why a use case changed nothing or found nothing.
///
/// It has no `Display`, on purpose: nothing can turn it into text but the catalogue of messages.
#[derive(Debug)]
pub enum AppError {
    /// The domain says no: data, shown to the client.
    Refused(Refusals),
    /// The database gave the transaction up for another one: worth another try.
    Busy,
    /// Something broke: shown as a trace id, the rest is for the logs.
    Fault(Fault),
}

/// What broke, for the logs alone.
#[derive(Debug)]
pub struct Fault(String);

impl Fault {
    /// A fault described by an error of a library.
    fn new(error: &impl Debug) -> Self {
        Self(format!("{error:?}"))
    }

    /// The description, for the logs.
    pub fn detail(&self) -> &str {
        &self.0
    }
}

impl AppError {
    /// A fault described by an error of a library.
    pub fn fault(error: &impl Debug) -> Self {
        Self::Fault(Fault::new(error))
    }
}

impl From<Refusals> for AppError {
    fn from(refusals: Refusals) -> Self {
        Self::Refused(refusals)
    }
}

impl From<Problem> for AppError {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem.into())
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            // Decided on a row that moved meanwhile: tried again, it sees the row as it is now.
            StoreError::Stale { .. } | StoreError::Transient(_) => Self::Busy,
            StoreError::UniqueViolation(value) => Problem::Taken { value: value.column().to_owned() }.into(),
            other => Self::fault(&other),
        }
    }
}

impl From<LedgerError> for AppError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Refused(refusals) => refusals.into(),
            LedgerError::Store(error) => error.into(),
        }
    }
}

impl From<MatchingError> for AppError {
    fn from(error: MatchingError) -> Self {
        Self::fault(&error)
    }
}

impl From<CursorProblem> for AppError {
    fn from(problem: CursorProblem) -> Self {
        match problem {
            CursorProblem::Malformed => Problem::MalformedCursor {}.into(),
            CursorProblem::Expired => Problem::ExpiredCursor {}.into(),
        }
    }
}

/// A version as messages show it.
pub(crate) fn signed(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}
