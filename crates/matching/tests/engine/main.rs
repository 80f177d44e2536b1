//! The engine from outside, as its callers use it.

mod ranking;
mod searching;
mod world;
