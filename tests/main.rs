//! Every integration test, in one binary: one module per topic, and the harness that they share.

mod api;
mod harness;
mod import;
mod store;
