//! Every integration test, in one binary: one module per topic, and the harness that they share.

#![expect(clippy::unwrap_used, reason = "a test that can't unwrap has failed, and says where")]
#![expect(clippy::large_futures, reason = "a test holds its whole world")]

mod api;
mod audit;
mod crash;
mod demo;
mod harness;
mod histories;
mod http;
mod import;
mod jobs;
mod ledger;
mod live;
mod quality;
mod races;
mod ranking;
mod store;
mod todo;
