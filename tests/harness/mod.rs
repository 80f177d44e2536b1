//! What the tests share.

pub(crate) mod app;
pub(crate) mod binary;
pub(crate) mod engines;
pub(crate) mod postgres;
pub(crate) mod world;
