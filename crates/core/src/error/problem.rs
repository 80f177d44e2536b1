//! The one list of what can be wrong.

use super::ErrorCode;

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
    /// The ranking is suspended: it can't be suspended once more, and nothing is ranked meanwhile.
    RankingSuspended "ranking-suspended" InvalidTransition {};
    /// The ranking is not suspended, so there is nothing to resume.
    RankingNotSuspended "ranking-not-suspended" InvalidTransition {};
    /// More credits than the account has available, where a floor is enforced.
    InsufficientCredits "insufficient-credits" InsufficientCredits { asked: i64, available: i64 };
    /// More minutes than what is left of the reservation and of the programme's tolerance.
    PastTolerance "past-tolerance" ProgrammeLimit { minutes: i64, max: i64 };
    /// Credits are reserved for the engagement already.
    AlreadyReserved "already-reserved" InvalidTransition {};
    /// No credits are reserved for the engagement, so none can be captured.
    NothingReserved "nothing-reserved" InvalidTransition {};
    /// The time sheet was captured already, and a sheet counts once.
    AlreadyCaptured "already-captured" InvalidTransition {};
    /// The time sheet was never captured, so there is nothing to reverse.
    NothingCaptured "nothing-captured" InvalidTransition {};
    /// The movement was reversed already.
    AlreadyReversed "already-reversed" InvalidTransition {};
    /// A movement that is not undone by itself: a reservation, a capture, a reversal.
    NotReversible "not-reversible" InvalidTransition {};
    /// The adjustment was posted or given up already.
    AdjustmentSettled "adjustment-settled" InvalidTransition {};
    /// Whoever proposed an adjustment would post it.
    SecondPersonNeeded "second-person-needed" Forbidden {};
    /// The id of a movement that came before with something else.
    TransferIdTaken "transfer-id-taken" IdempotencyKeyReused { id: String };
    /// A movement or a closing in a month that is closed.
    MonthClosed "month-closed" InvalidTransition { month: String };
    /// A month is closed once it is over.
    MonthNotOver "month-not-over" InvalidTransition { month: String };
    /// A movement dated before the last one of its accounts.
    BackDated "back-dated" InvalidTransition { day: String, last: String };
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
    /// One of the two structures, the host's and the employer's, is above the other.
    StructuresRelated "structures-related" SameStructure {};
    /// A talent who is not active neither applies nor is invited.
    TalentNotActive "talent-not-active" InvalidTransition {};
    /// The mission takes no applications: not published, closed for now, or past its deadline.
    ApplicationsClosed "applications-closed" InvalidTransition {};
    /// The talent has an open application for the mission already.
    AlreadyApplied "already-applied" AlreadyExists {};
    /// No seat is free.
    SeatsTaken "seats-taken" SeatsTaken { seats: i64 };
    /// A next version with fewer seats than are taken.
    SeatsBelowTaken "seats-below-taken" BadUserInput { seats: i64, taken: i64 };
    /// Applications lapse once the mission is over or every seat has started, and not before.
    StillInTheRunning "still-in-the-running" InvalidTransition {};
    /// The work of a selected talent has begun: it is interrupted, not withdrawn.
    WorkHasBegun "work-has-begun" InvalidTransition {};
    /// An import would change a mission whose engagements are under way.
    MissionEngaged "mission-engaged" InvalidTransition {};
    /// Planned minutes above the mission's effort for a seat.
    PlanAboveEffort "plan-above-effort" BadUserInput { minutes: i64, max: i64 };
    /// Planned days outside those that the mission was published with.
    PlanOutsideMission "plan-outside-mission" BadUserInput { from: String, to: String, end: String };
    /// More planned minutes in a week than the programme allows one talent.
    WeekAboveCap "week-above-cap" ProgrammeLimit { minutes: i64, max: i64 };
    /// A warning: more planned minutes in a week than the talent declared.
    WeekAboveCapacity "week-above-capacity" AboveCapacity { minutes: i64, capacity: i64 };
    /// Terms that are what they were: there is nothing to consent to anew.
    SameTerms "same-terms" BadUserInput {};
    /// The terms changed since the person read them.
    TermsChanged "terms-changed" Conflict {};
    /// The person gave the consent of another party of the engagement.
    OnePersonOneConsent "one-person-one-consent" SamePerson { kind: Arg };
    /// The talent gives their own consent and no other, and nobody gives it in their place.
    TalentConsentsAlone "talent-consents-alone" SamePerson {};
    /// A deadline that has not passed.
    DeadlineAhead "deadline-ahead" InvalidTransition { deadline: String };
    /// The first day agreed on has not come.
    StartsLater "starts-later" InvalidTransition { first: String };
    /// The last day agreed on has passed: what has not begun must be rescheduled.
    DaysPassed "days-passed" InvalidTransition { last: String };
    /// Time sheets wait for an answer, so the engagement can't be closed.
    SheetsUnsettled "sheets-unsettled" InvalidTransition { count: i64 };
    /// Time outside the days of the engagement.
    OutsideEngagement "outside-engagement" BadUserInput { first: String, last: String };
    /// Time on days that another sheet of the engagement covers.
    SheetsOverlap "sheets-overlap" BadUserInput { first: String, last: String };
    /// Time can't be declared or validated for an engagement in that state.
    TimeNotOpen "time-not-open" InvalidTransition { state: Arg };
    /// Who validates time is neither who declared it nor the talent.
    OwnTime "own-time" SamePerson {};
    /// A talent with engagements that are not settled is not erased.
    TalentUnsettled "talent-unsettled" InvalidTransition { count: i64 };
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
    /// More open streams than there may be.
    TooManyStreams "too-many-streams" RateLimited { max: usize };
    /// One person has as many streams open as one may.
    TooManyStreamsOfPerson "too-many-streams-of-person" RateLimited { max: usize };
    /// A way of calling a path that it does not know.
    MethodNotAllowed "method-not-allowed" BadUserInput { allowed: String };
    /// A mutation that came by GET: it was not run.
    MutationByGet "mutation-by-get" BadUserInput {};
    /// A call by GET that a page of another site could have made.
    PreflightNeeded "preflight-needed" BadUserInput {};
    /// A body that does not say that it is JSON.
    ContentTypeNotJson "content-type-not-json" BadUserInput {};
    /// No media type of ours is among those that the client accepts.
    NotAcceptable "not-acceptable" BadUserInput { allowed: String };
    /// A body longer than it may be, in bytes.
    BodyTooLarge "body-too-large" CostExceeded { max: usize };
    /// Several requests in one body.
    BatchRefused "batch-refused" BadUserInput {};
    /// A path that nothing is served at.
    NoSuchPage "no-such-page" NotFound {};
    /// The demo's clock moves forward only.
    ClockBackwards "clock-backwards" BadUserInput { now: String };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_ids_are_unique() {
        let mut ids = Problem::MESSAGE_IDS.to_vec();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Problem::MESSAGE_IDS.len());
    }
}
