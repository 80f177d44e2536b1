//! The API over the demo's data.

mod conformance;
mod contract;
mod docs;
mod errors;
mod journey;
mod lifecycle;
mod matrix;
mod occupations;
mod ranking;
mod schema;
mod search;
