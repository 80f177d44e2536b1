//! The vocabulary from outside: what completes, what a text suggests, how well and how fast.

#![expect(clippy::print_stdout, reason = "figures, for whoever runs the tests with `--nocapture`")]
#![expect(clippy::unwrap_used, reason = "a test that can't unwrap has failed, and says where")]

mod completing;
mod properties;
mod speed;
mod suggesting;
mod table;
mod vocabulary;
