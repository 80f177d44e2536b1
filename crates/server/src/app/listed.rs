//! Lists that the store pages by keys.

use talents_store::Key;

/// Some of a list, each with its place, and how many there are in all.
#[derive(Debug)]
pub struct Listed<T> {
    /// At most as many as were asked for.
    pub found: Vec<(Key, T)>,
    /// How many there are in all.
    pub total: u64,
}

impl<T> Listed<T> {
    /// A list whose elements have their places.
    pub(super) fn of(found: Vec<T>, key: impl Fn(&T) -> Key, total: u64) -> Self {
        Self { found: found.into_iter().map(|element| (key(&element), element)).collect(), total }
    }
}
