use talents_core::error::{Arg, Problem};

/// One of each problem, with values that can't be in its message by chance.
pub(super) fn one_of_each() -> Vec<Problem> {
    [of_inputs(), of_the_schemes_life(), of_requests()].concat()
}

fn text(name: &str) -> String {
    format!("<{name}>")
}

fn label() -> Arg {
    Arg::Label("test", "<label>")
}

fn of_inputs() -> Vec<Problem> {
    let (value, id, code, key) = (text("value"), text("id"), text("code"), text("key"));
    vec![
        Problem::SignInNeeded {},
        Problem::NotAllowed { act: label() },
        Problem::NoSuchObject { kind: "Mission".into(), id: id.clone() },
        Problem::MalformedId { id: id.clone() },
        Problem::StaleVersion { expected: 4_321, found: 5_432 },
        Problem::KeyReused { key: key.clone() },
        Problem::MalformedKey { key },
        Problem::Taken { value: value.clone() },
        Problem::AlreadyRegistered {},
        Problem::NotRegistered {},
        Problem::MoveNotAllowed { state: label(), attempt: label(), allowed: Arg::Labels("test", vec!["<a>", "<b>"]) },
        Problem::NotTrusted {},
        Problem::SubmitFirst {},
        Problem::NotDelivered { open: 4_321 },
        Problem::NotExpired {},
        Problem::RankingSuspended {},
        Problem::RankingNotSuspended {},
        Problem::InsufficientCredits { asked: 4_321, available: -5_432 },
        Problem::PastTolerance { minutes: 5_432, max: 4_321 },
        Problem::AlreadyReserved {},
        Problem::NothingReserved {},
        Problem::AlreadyCaptured {},
        Problem::NothingCaptured {},
        Problem::AlreadyReversed {},
        Problem::NotReversible {},
        Problem::AdjustmentSettled {},
        Problem::SecondPersonNeeded {},
        Problem::TransferIdTaken { id: id.clone() },
        Problem::MonthClosed { month: text("month") },
        Problem::MonthNotOver { month: text("month") },
        Problem::BackDated { day: text("day"), last: text("last") },
        Problem::TextTooShort { length: 4_321, min: 5_432 },
        Problem::TextTooLong { length: 4_321, max: 5_432 },
        Problem::Missing {},
        Problem::NeededForPublication { field: label() },
        Problem::TooMany { count: 4_321, max: 5_432 },
        Problem::Duplicate { value: value.clone() },
        Problem::OutOfRange { value: -4_321, min: 5_432, max: 6_543 },
        Problem::SiretLength { siret: text("siret"), digits: 4_321 },
        Problem::SiretCharacters { siret: text("siret") },
        Problem::SiretChecksum { siret: text("siret") },
        Problem::MalformedEmail { email: text("email") },
        Problem::UnknownDepartment { code: code.clone() },
        Problem::MalformedLanguage { code },
        Problem::MalformedDate { value: value.clone() },
        Problem::MalformedMonth { value: value.clone() },
        Problem::InTheFuture { value: value.clone() },
        Problem::UnknownLevel { level: 4_321 },
        Problem::UnknownCode { value: value.clone(), allowed: text("allowed") },
        Problem::UnknownSkill { skill: text("skill"), suggestion: text("suggestion") },
        Problem::UnknownStructure { id: id.clone() },
        Problem::UnknownPerson { id: id.clone() },
        Problem::UnknownMission { id },
        Problem::TreeCycle {},
        Problem::EndsBeforeStart { start: text("start"), end: text("end") },
        Problem::WindowReversed { start: text("start"), end: text("end") },
        Problem::DeadlineAfterStart { deadline: text("deadline"), start: text("start") },
        Problem::InThePast { value },
        Problem::EffortAboveCap { minutes: 4_321, max: 5_432 },
        Problem::DurationAboveCap { days: 4_321, max: 5_432 },
        Problem::EffortAboveDuration { minutes: 4_321, max: 5_432 },
        Problem::BranchClosed { branch: label() },
        Problem::HostIsEmployer {},
        Problem::OwnManager {},
    ]
}

fn of_the_schemes_life() -> Vec<Problem> {
    vec![
        Problem::StructuresRelated {},
        Problem::TalentNotActive {},
        Problem::ApplicationsClosed {},
        Problem::AlreadyApplied {},
        Problem::SeatsTaken { seats: 4_321 },
        Problem::SeatsBelowTaken { seats: 4_321, taken: 5_432 },
        Problem::StillInTheRunning {},
        Problem::WorkHasBegun {},
        Problem::MissionEngaged {},
        Problem::PlanAboveEffort { minutes: 4_321, max: 5_432 },
        Problem::PlanOutsideMission { from: text("from"), to: text("to"), end: text("end") },
        Problem::WeekAboveCap { minutes: 4_321, max: 5_432 },
        Problem::WeekAboveCapacity { minutes: 4_321, capacity: 5_432 },
        Problem::SameTerms {},
        Problem::TermsChanged {},
        Problem::OnePersonOneConsent { kind: label() },
        Problem::TalentConsentsAlone {},
        Problem::DeadlineAhead { deadline: text("deadline") },
        Problem::StartsLater { first: text("first") },
        Problem::DaysPassed { last: text("last") },
        Problem::SheetsUnsettled { count: 4_321 },
        Problem::OutsideEngagement { first: text("first"), last: text("last") },
        Problem::SheetsOverlap { first: text("first"), last: text("last") },
        Problem::TimeNotOpen { state: label() },
        Problem::OwnTime {},
        Problem::TalentUnsettled { count: 4_321 },
    ]
}

fn of_requests() -> Vec<Problem> {
    vec![
        Problem::PageSize { value: 4_321, max: 5_432 },
        Problem::PageDirection {},
        Problem::EmptyQuery {},
        Problem::MalformedCursor {},
        Problem::ExpiredCursor {},
        Problem::MalformedRequest { detail: text("detail") },
        Problem::TooCostly { max: 4_321 },
        Problem::TooManyStreams { max: 4_321 },
        Problem::TooManyStreamsOfPerson { max: 4_321 },
        Problem::MethodNotAllowed { allowed: text("allowed") },
        Problem::MutationByGet {},
        Problem::PreflightNeeded {},
        Problem::ContentTypeNotJson {},
        Problem::NotAcceptable { allowed: text("allowed") },
        Problem::BodyTooLarge { max: 5_432 },
        Problem::BatchRefused {},
        Problem::NoSuchPage {},
        Problem::ClockBackwards { now: text("now") },
        Problem::MalformedLine { detail: text("detail") },
        Problem::UnknownColumn { column: text("column"), allowed: text("allowed") },
        Problem::UnclosedQuote {},
        Problem::FieldCount { found: 4_321, expected: 5_432 },
        Problem::NotUtf8 {},
        Problem::MalformedNumber { value: text("value") },
        Problem::Unchangeable {},
        Problem::InternalFault { trace: text("trace") },
        Problem::NotAvailable {},
    ]
}
