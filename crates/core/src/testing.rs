//! What the tests of several modules share.

use std::collections::BTreeSet;
use std::fmt::Display;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::error::Refusals;
use crate::id::SkillId;

/// A day from `YYYY-MM-DD`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

/// An instant of a day: eight in the morning, UTC.
pub(crate) fn morning(text: &str) -> DateTime<Utc> {
    day(text).and_hms_opt(8, 0, 0).expect("an hour of the day").and_utc()
}

/// The skill of that number.
pub(crate) fn skill(number: u128) -> SkillId {
    SkillId(Uuid::from_u128(number))
}

/// What was refused, in order: « path message-id ».
pub(crate) fn told<T: std::fmt::Debug>(result: Result<T, Refusals>) -> Vec<String> {
    let Refusals(refusals) = result.expect_err("a refusal");
    refusals.iter().map(|refusal| format!("{} {}", refusal.path.join("."), refusal.problem.message_id())).collect()
}

/// A machine as Markdown: a row a move, a column a state, in each cell the state that the move leads to from
/// there, or the refusal.
pub(crate) fn transition_table<S: Copy + Display, M: Copy + Display>(
    states: &[S],
    moves: &[M],
    next: impl Fn(S, M) -> Option<S>,
) -> String {
    let line = |cells: Vec<String>| {
        let padded: Vec<_> = cells.iter().map(|cell| format!("{cell:<18}")).collect();
        format!("| {} |\n", padded.join(" | "))
    };
    let heads = std::iter::once("move \\ from".to_owned()).chain(states.iter().map(ToString::to_string)).collect();
    let rule = vec!["-".repeat(18); states.len() + 1];
    let mut table = line(heads) + &line(rule);
    for attempt in moves {
        let target =
            |from: &S| next(*from, *attempt).map_or_else(|| "INVALID_TRANSITION".to_owned(), |state| state.to_string());
        table += &line(std::iter::once(attempt.to_string()).chain(states.iter().map(target)).collect());
    }
    table
}

/// The states that moves lead to from a state, however many it takes; the state itself is among them.
pub(crate) fn reachable<S: Copy + Ord, M: Copy>(from: S, moves: &[M], next: impl Fn(S, M) -> Option<S>) -> BTreeSet<S> {
    let mut reached = BTreeSet::from([from]);
    let mut ahead = vec![from];
    while let Some(state) = ahead.pop() {
        ahead.extend(moves.iter().filter_map(|attempt| next(state, *attempt)).filter(|found| reached.insert(*found)));
    }
    reached
}
