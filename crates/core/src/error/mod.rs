//! Every code and every problem that the product can answer, from one list.
//!
//! A [`Problem`] says what is wrong, as data; the words for people are in the server's catalogue, under the problem's
//! [`Problem::message_id`], and a test holds the two lists together. A [`Refusal`] is a problem and the path of what
//! it is about; [`Refusals`] is what an operation gives back when it changes nothing: all that is wrong, at once.

mod checks;
mod problem;

use crate::code::coded_enum;

pub use checks::Checks;
pub use problem::{Arg, Problem};

coded_enum! {
    /// The closed list of codes that clients branch on: `userErrors.code` and `errors[].extensions.code`.
    pub enum ErrorCode {
        /// No valid sign-in came with the request.
        Unauthenticated = "UNAUTHENTICATED",
        /// Signed in, but no role allows it.
        Forbidden = "FORBIDDEN",
        /// Something in the input is wrong; `path` says what.
        BadUserInput = "BAD_USER_INPUT",
        /// The cursor can no longer be honoured: start again from the first page.
        CursorExpired = "CURSOR_EXPIRED",
        /// There is no such object, or the reader may not see it.
        NotFound = "NOT_FOUND",
        /// The object has changed since it was read.
        Conflict = "CONFLICT",
        /// The same idempotency key came with another input.
        IdempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED",
        /// Something with the same unique value exists already.
        AlreadyExists = "ALREADY_EXISTS",
        /// The state of the object does not allow the move.
        InvalidTransition = "INVALID_TRANSITION",
        /// A mission's host and a talent's employer are the same structure.
        SameStructure = "SAME_STRUCTURE",
        /// One person may not stand for two sides: the parties that consent, or who declares time and who validates it.
        SamePerson = "SAME_PERSON",
        /// All the seats of the mission are taken.
        SeatsTaken = "SEATS_TAKEN",
        /// A warning: the work planned goes past the minutes per week that the talent declared.
        AboveCapacity = "ABOVE_CAPACITY",
        /// Something that publication needs is missing.
        Incomplete = "INCOMPLETE",
        /// The programme's settings do not allow it (branch, caps).
        ProgrammeLimit = "PROGRAMME_LIMIT",
        /// The account that would pay has not enough available credits.
        InsufficientCredits = "INSUFFICIENT_CREDITS",
        /// Too many requests.
        RateLimited = "RATE_LIMITED",
        /// The request asks for more than one request may.
        CostExceeded = "COST_EXCEEDED",
        /// The service can't answer now; try again later.
        Unavailable = "UNAVAILABLE",
        /// A fault of ours; the trace id finds it in the logs.
        Internal = "INTERNAL",
    }
}

/// A problem, and the path of what it is about: names of input fields, and positions in lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub problem: Problem,
    /// From the outermost field to the innermost; empty when it is about the whole.
    pub path: Vec<String>,
}

impl Refusal {
    /// The code that clients branch on.
    pub const fn code(&self) -> ErrorCode {
        self.problem.code()
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { problem, path: Vec::new() }
    }
}

/// Why nothing was changed: at least one refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusals(pub Vec<Refusal>);

impl From<Problem> for Refusals {
    fn from(problem: Problem) -> Self {
        Self(vec![problem.into()])
    }
}

impl From<Refusal> for Refusals {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}

impl Refusals {
    /// A problem with one field.
    pub fn at(field: &'static str, problem: Problem) -> Self {
        Self(vec![Refusal { problem, path: vec![field.to_owned()] }])
    }

    /// The same refusals, about the element `index` of the list `field`.
    #[must_use]
    pub fn within(mut self, field: &'static str, index: usize) -> Self {
        for refusal in &mut self.0 {
            refusal.path.splice(0..0, [field.to_owned(), index.to_string()]);
        }
        self
    }

    /// The same refusals, about a part of `field`.
    #[must_use]
    pub fn inside(mut self, field: &'static str) -> Self {
        for refusal in &mut self.0 {
            refusal.path.insert(0, field.to_owned());
        }
        self
    }

    /// The codes, in order.
    pub fn codes(&self) -> Vec<ErrorCode> {
        self.0.iter().map(Refusal::code).collect()
    }
}
