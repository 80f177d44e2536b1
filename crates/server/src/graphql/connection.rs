//! Relay's connections.

use async_graphql::SimpleObject;
use talents_matching::{Hit, SearchPage};

/// Where a page is in its list.
#[derive(Debug, Clone, Default, SimpleObject)]
pub struct PageInfo {
    /// Whether there is something after it.
    pub has_next_page: bool,
    /// Whether there is something before it.
    pub has_previous_page: bool,
    /// The cursor of its first element.
    pub start_cursor: Option<String>,
    /// The cursor of its last element.
    pub end_cursor: Option<String>,
}

impl PageInfo {
    /// The place of a page with these cursors.
    pub fn new(has_previous_page: bool, has_next_page: bool, mut cursors: impl Iterator<Item = String>) -> Self {
        let start_cursor = cursors.next();
        let end_cursor = cursors.last().or_else(|| start_cursor.clone());
        Self { has_next_page, has_previous_page, start_cursor, end_cursor }
    }

    /// The place of a page of search results.
    pub fn of_search<Id>(page: &SearchPage<Id>) -> Self {
        let cursors = page.hits.iter().map(|hit: &Hit<Id>| hit.cursor.clone());
        Self::new(page.has_previous, page.has_next, cursors)
    }
}

/// Declares an edge type: its node and its cursor.
macro_rules! edge {
    ($(#[$meta:meta])* $name:ident of $node:ty) => {
        $(#[$meta])*
        #[derive(SimpleObject)]
        pub struct $name {
            /// What the edge leads to.
            pub node: $node,
            /// Where it is in the list: give it as `after` to go on from here.
            pub cursor: String,
        }
    };
}

pub(super) use edge;

/// A page of a list that is short and in memory; the cursor is the place of an element in it.
pub(super) struct Slice<T> {
    /// The elements of the page with their cursors.
    pub elements: Vec<(String, T)>,
    /// How many there are in all.
    pub total: usize,
    /// Where the page is.
    pub page_info: PageInfo,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_element_is_the_first_and_the_last() {
        let info = PageInfo::new(false, false, ["a".to_owned()].into_iter());
        assert_eq!((info.start_cursor.as_deref(), info.end_cursor.as_deref()), (Some("a"), Some("a")));
        assert_eq!(PageInfo::new(false, false, std::iter::empty()).end_cursor, None);
    }
}
