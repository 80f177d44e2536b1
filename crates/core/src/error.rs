//! Every code and every problem that the product can answer, from one list.
//!
//! A [`Problem`] says what is wrong, as data; the words for people are in the server's catalogue, under the problem's
//! [`Problem::message_id`], and a test holds the two lists together. A [`Refusal`] is a problem and the path of what
//! it is about; [`Refusals`] is what an operation gives back when it changes nothing: all that is wrong, at once.

use crate::code::coded_enum;

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
        /// Something that publication needs is missing.
        Incomplete = "INCOMPLETE",
        /// The programme's settings do not allow it (branch, caps).
        ProgrammeLimit = "PROGRAMME_LIMIT",
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

/// A value inside a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Text shown as it is.
    Text(String),
    /// A number, shown in the reader's manner.
    Number(i64),
    /// A code with a label in the catalogue, such as a state: the list it is from, and the code.
    Label(&'static str, &'static str),
    /// Several such codes.
    Labels(&'static str, Vec<&'static str>),
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&usize> for Arg {
    fn from(number: &usize) -> Self {
        Self::Number(i64::try_from(*number).unwrap_or(i64::MAX))
    }
}

impl From<&i64> for Arg {
    fn from(number: &i64) -> Self {
        Self::Number(*number)
    }
}

impl From<&Arg> for Arg {
    fn from(arg: &Arg) -> Self {
        arg.clone()
    }
}

/// Declares the problems: variant, id in the catalogue, code, and the values its message may show.
macro_rules! problems {
    ($($(#[$meta:meta])* $variant:ident $id:literal $code:ident { $($field:ident: $type:ty),* };)+) => {
        /// What is wrong, as data. The docstring of each says when it is answered.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$meta])* $variant {
                $(#[doc = concat!("Shown in the message as `", stringify!($field), "`.")] $field: $type),*
            },)+
        }

        impl Problem {
            /// The ids that the catalogue of messages must have.
            pub const MESSAGE_IDS: &'static [&'static str] = &[$($id),+];

            /// The id of the message in the catalogue.
            pub const fn message_id(&self) -> &'static str {
                match self { $(Self::$variant { .. } => $id),+ }
            }

            /// The code that clients branch on.
            pub const fn code(&self) -> ErrorCode {
                match self { $(Self::$variant { .. } => ErrorCode::$code),+ }
            }

            /// The values that the message may show, by name.
            pub fn args(&self) -> Vec<(&'static str, Arg)> {
                match self { $(Self::$variant { $($field),* } => vec![$((stringify!($field), Arg::from($field))),*]),+ }
            }
        }
    };
}

problems! {
    /// No token, or one that is unknown, expired or revoked.
    SignInNeeded "sign-in-needed" Unauthenticated {};
    /// No role of the person allows the act.
    NotAllowed "not-allowed" Forbidden { act: Arg };
    /// No object with that id, or not for this reader.
    NoSuchObject "no-such-object" NotFound { kind: String, id: String };
    /// An id that is not one of ours.
    MalformedId "malformed-id" BadUserInput { id: String };
    /// The object moved on since the client read it.
    StaleVersion "stale-version" Conflict { expected: i64, found: i64 };
    /// An idempotency key that came before with another input.
    KeyReused "key-reused" IdempotencyKeyReused { key: String };
    /// An idempotency key that is not a UUID.
    MalformedKey "malformed-key" BadUserInput { key: String };
    /// A value that must be unique is taken.
    Taken "taken" AlreadyExists { value: String };
    /// The person has a registration already.
    AlreadyRegistered "already-registered" AlreadyExists {};
    /// The person has no registration yet.
    NotRegistered "not-registered" NotFound {};
    /// The state does not allow the move.
    MoveNotAllowed "move-not-allowed" InvalidTransition { state: Arg, attempt: Arg, allowed: Arg };
    /// The person's structure is not a trusted publisher: its missions go through moderation.
    NotTrusted "not-trusted" Forbidden {};
    /// A draft of a structure that is not a trusted publisher is submitted before it is published.
    SubmitFirst "submit-first" InvalidTransition {};
    /// A mission is complete when all its engagements ended and one at least was delivered.
    NotDelivered "not-delivered" InvalidTransition { open: i64 };
    /// The deadline has not passed, or a talent was selected: the mission does not expire.
    NotExpired "not-expired" InvalidTransition {};
    /// A text below its shortest length.
    TextTooShort "text-too-short" BadUserInput { length: usize, min: usize };
    /// A text above its longest length.
    TextTooLong "text-too-long" BadUserInput { length: usize, max: usize };
    /// A mandatory value is empty or left out.
    Missing "missing" BadUserInput {};
    /// Publication needs this.
    NeededForPublication "needed-for-publication" Incomplete { field: Arg };
    /// A list with more elements than it may have.
    TooMany "too-many" BadUserInput { count: usize, max: usize };
    /// A list that names the same thing twice.
    Duplicate "duplicate" BadUserInput { value: String };
    /// A number outside its range.
    OutOfRange "out-of-range" BadUserInput { value: i64, min: i64, max: i64 };
    /// A SIRET with the wrong number of digits.
    SiretLength "siret-length" BadUserInput { siret: String, digits: usize };
    /// A SIRET with something else than digits.
    SiretCharacters "siret-characters" BadUserInput { siret: String };
    /// A SIRET whose check digit does not match.
    SiretChecksum "siret-checksum" BadUserInput { siret: String };
    /// An e-mail address that can't be one.
    MalformedEmail "malformed-email" BadUserInput { email: String };
    /// A code of a département that does not exist.
    UnknownDepartment "unknown-department" BadUserInput { code: String };
    /// A language that is not a code of two letters.
    MalformedLanguage "malformed-language" BadUserInput { code: String };
    /// A date that is not `YYYY-MM-DD`.
    MalformedDate "malformed-date" BadUserInput { value: String };
    /// A month that is not `YYYY-MM`.
    MalformedMonth "malformed-month" BadUserInput { value: String };
    /// A month or a day that has not come yet where only the past makes sense.
    InTheFuture "in-the-future" BadUserInput { value: String };
    /// A level that is not one of the State's four.
    UnknownLevel "unknown-level" BadUserInput { level: i64 };
    /// A code that is not of its list.
    UnknownCode "unknown-code" BadUserInput { value: String, allowed: String };
    /// A skill that the vocabulary does not know.
    UnknownSkill "unknown-skill" BadUserInput { skill: String, suggestion: String };
    /// A structure that does not exist.
    UnknownStructure "unknown-structure" BadUserInput { id: String };
    /// A person who is not known.
    UnknownPerson "unknown-person" BadUserInput { id: String };
    /// A mission that does not exist or is not published.
    UnknownMission "unknown-mission" BadUserInput { id: String };
    /// A structure placed under itself or under one of its own.
    TreeCycle "tree-cycle" BadUserInput {};
    /// Dates the wrong way round.
    EndsBeforeStart "ends-before-start" BadUserInput { start: String, end: String };
    /// A start window whose end is before its beginning.
    WindowReversed "window-reversed" BadUserInput { start: String, end: String };
    /// A deadline after the last day on which the mission may start.
    DeadlineAfterStart "deadline-after-start" BadUserInput { deadline: String, start: String };
    /// A day that has passed where a future one is needed.
    InThePast "in-the-past" BadUserInput { value: String };
    /// An effort above the programme's cap.
    EffortAboveCap "effort-above-cap" ProgrammeLimit { minutes: i64, max: i64 };
    /// A mission longer than the programme's cap.
    DurationAboveCap "duration-above-cap" ProgrammeLimit { days: i64, max: i64 };
    /// An effort that does not fit between the first and the last day.
    EffortAboveDuration "effort-above-duration" BadUserInput { minutes: i64, max: i64 };
    /// A branch of the public service that the programme has not switched on.
    BranchClosed "branch-closed" ProgrammeLimit { branch: Arg };
    /// The host is the talent's own employer.
    HostIsEmployer "host-is-employer" SameStructure {};
    /// The talent would be their own line manager.
    OwnManager "own-manager" BadUserInput {};
    /// `first` or `last` outside 1 to 100.
    PageSize "page-size" BadUserInput { value: i64, max: i64 };
    /// Both ends of a connection asked for at once, or backwards on a list that goes forward only.
    PageDirection "page-direction" BadUserInput {};
    /// A search for nothing but white space.
    EmptyQuery "empty-query" BadUserInput {};
    /// A cursor that we did not make, or for another list.
    MalformedCursor "malformed-cursor" BadUserInput {};
    /// A cursor of a ranking that has been replaced.
    ExpiredCursor "expired-cursor" CursorExpired {};
    /// An input that the schema does not describe; the detail is the parser's.
    MalformedRequest "malformed-request" BadUserInput { detail: String };
    /// A request that costs more than one request may.
    TooCostly "too-costly" CostExceeded { max: i64 };
    /// A line or a column of a file that can't be read.
    MalformedLine "malformed-line" BadUserInput { detail: String };
    /// A column of a file that nobody knows, or that is missing.
    UnknownColumn "unknown-column" BadUserInput { column: String, allowed: String };
    /// A quoted value of a file that is never closed.
    UnclosedQuote "unclosed-quote" BadUserInput {};
    /// A line with more or fewer values than the file has columns.
    FieldCount "field-count" BadUserInput { found: usize, expected: usize };
    /// A line that is not in UTF-8.
    NotUtf8 "not-utf8" BadUserInput {};
    /// Something else than a whole number where a number is due.
    MalformedNumber "malformed-number" BadUserInput { value: String };
    /// A value that an import would change, and that stays what it was at the creation.
    Unchangeable "unchangeable" BadUserInput {};
    /// A fault of ours.
    InternalFault "internal-fault" Internal { trace: String };
    /// The store or the index can't answer now.
    NotAvailable "not-available" Unavailable {};
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

/// Collects all that is wrong with an input before it is refused, so that people mend it in one go.
#[derive(Debug, Default)]
pub struct Checks {
    refusals: Vec<Refusal>,
    prefix: Vec<String>,
}

impl Checks {
    /// Notes a problem with a field.
    pub fn problem(&mut self, field: &'static str, problem: Problem) {
        let mut path = self.prefix.clone();
        if !field.is_empty() {
            path.push(field.to_owned());
        }
        self.refusals.push(Refusal { problem, path });
    }

    /// Notes a problem with a field unless the condition holds.
    pub fn require(&mut self, condition: bool, field: &'static str, problem: impl FnOnce() -> Problem) {
        if !condition {
            self.problem(field, problem());
        }
    }

    /// The value, or `None` with the problem noted.
    pub fn take<T>(&mut self, field: &'static str, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.problem(field, problem)).ok()
    }

    /// The value, or `None` with the refusals of another check noted, their paths under the present one.
    pub fn absorb<T>(&mut self, result: Result<T, Refusals>) -> Option<T> {
        let deeper = |mut refusal: Refusal| {
            refusal.path.splice(0..0, self.prefix.iter().cloned());
            refusal
        };
        result.map_err(|refusals| self.refusals.extend(refusals.0.into_iter().map(deeper))).ok()
    }

    /// Runs checks whose paths begin with `field`, and `index` where it is an element of a list.
    pub fn inside<T>(&mut self, field: &'static str, index: Option<usize>, run: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.prefix.len();
        self.prefix.push(field.to_owned());
        self.prefix.extend(index.map(|index| index.to_string()));
        let value = run(self);
        self.prefix.truncate(depth);
        value
    }

    /// Whether nothing was wrong so far.
    pub fn is_clean(&self) -> bool {
        self.refusals.is_empty()
    }

    /// The value when nothing was wrong, else all that was.
    pub fn finish<T>(self, value: T) -> Result<T, Refusals> {
        if self.refusals.is_empty() { Ok(value) } else { Err(Refusals(self.refusals)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_collect_every_problem_with_its_path() {
        let mut checks = Checks::default();
        checks.problem("title", Problem::Missing {});
        checks.inside("requirements", Some(2), |checks| {
            checks.problem("minLevel", Problem::UnknownLevel { level: 9 });
        });
        checks.problem("seats", Problem::OutOfRange { value: 0, min: 1, max: 50 });
        let refusals = checks.finish(()).unwrap_err();
        let paths: Vec<_> = refusals.0.iter().map(|refusal| refusal.path.join(".")).collect();
        assert_eq!(paths, ["title", "requirements.2.minLevel", "seats"]);
    }

    #[test]
    fn message_ids_are_unique() {
        let mut ids = Problem::MESSAGE_IDS.to_vec();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Problem::MESSAGE_IDS.len());
    }
}
