//! Every integration test, in one binary: one module per topic, and the harness that they share.

mod harness;
mod store;
