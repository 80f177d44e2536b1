//! The engine from outside, as its callers use it.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap has failed, and says where")]

mod facets;
mod fairness;
mod missions;
mod occupations;
mod open_missions;
mod ranking;
mod searching;
mod world;
