//! What the tests share.

pub(crate) mod engines;
pub(crate) mod postgres;
