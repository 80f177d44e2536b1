//! The scheme's rules, and nothing else: no I/O, no clock, no randomness, no async.
//!
//! Ids and instants come in as values; a transition takes the old value, the move, who makes it and when, and gives
//! back the new value with its events, or a refusal with a code, a reason and the path of what is wrong.
//!
//! | module | what it holds |
//! |---|---|
//! | [`id`] | the typed ids, from one list |
//! | [`error`] | every code and every problem that the product can answer, from one list |
//! | [`access`] | who may do what: one table |
//! | [`structure`], [`person`], [`talent`], [`skill`], [`mission`], [`programme`] | one aggregate each |
//! | [`application`] | candidatures and invitations |
//! | [`engagement`] | a talent at work for a host: terms, consents, plan, life |
//! | [`time_sheet`] | time worked: declared, validated, disputed |
//! | [`service_offer`] | what a talent offers to do, and the mission draft that it makes |
//! | [`mod@todo`], [`reminder`] | what is due from whom, and when they are reminded of it |
//! | [`ledger`] | the credits of structures: accounts, movements that are only ever added, statements |
//! | [`event`] | what happened: the audit trail, the outbox and the change feed at once |
//! | [`audit`] | proving the trail of events, alone and against an anchor kept elsewhere |
//! | [`calendar`], [`text`], [`place`] | small values that the aggregates share |

pub mod access;
pub mod application;
pub mod audit;
pub mod calendar;
pub mod engagement;
pub mod error;
pub mod event;
pub mod id;
pub mod ledger;
pub mod mission;
pub mod person;
pub mod place;
pub mod programme;
pub mod reminder;
pub mod service_offer;
pub mod skill;
pub mod structure;
pub mod talent;
pub mod text;
pub mod time_sheet;
pub mod todo;

mod code;
#[cfg(test)]
mod histories;
#[cfg(test)]
mod testing;

/// What a transition gives: the new value and what happened on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Change<T> {
    /// The aggregate as it now is.
    pub value: T,
    /// What happened, in order; written in the same transaction as the value.
    pub events: Vec<event::EventDraft>,
}
