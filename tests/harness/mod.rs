//! What the tests share.

pub(crate) mod app;
pub(crate) mod engines;
pub(crate) mod postgres;
