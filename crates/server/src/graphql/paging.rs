//! The arguments of connections, and pages of lists that are short and in memory.

use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use talents_core::error::Problem;
use talents_matching::Window;

use super::connection::{PageInfo, Slice};
use crate::app::AppError;
use crate::app::search::window;

/// How many elements a list gives where the client does not say.
const DEFAULT_PAGE: i32 = 20;

/// A page that goes forward only.
pub(super) fn forward(first: Option<i32>, after: Option<String>) -> Result<Window, AppError> {
    window(Some(first.unwrap_or(DEFAULT_PAGE)), after, None, None)
}

/// A page in either direction.
pub(super) fn either(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<Window, AppError> {
    let first = if last.is_none() { Some(first.unwrap_or(DEFAULT_PAGE)) } else { first };
    window(first, after, last, before)
}

/// A page of a list in memory; `key` tells its elements apart, and the cursor is made of it: an element that comes or
/// goes elsewhere in the list moves nothing.
///
/// # Errors
/// [`Problem::MalformedCursor`] for a cursor that names no element of the list.
pub(super) fn slice<T>(
    list: Vec<T>,
    first: Option<i32>,
    after: Option<String>,
    key: impl Fn(&T) -> String,
) -> Result<Slice<T>, AppError> {
    let window = forward(first, after)?;
    let start = match &window.cursor {
        None => 0,
        Some(cursor) => {
            let wanted = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Problem::MalformedCursor {})?;
            let place = list.iter().position(|element| key(element).as_bytes() == wanted);
            place.ok_or(Problem::MalformedCursor {})? + 1
        }
    };
    let total = list.len();
    let page = list.into_iter().skip(start).take(window.size);
    let elements: Vec<_> = page.map(|element| (URL_SAFE_NO_PAD.encode(key(&element)), element)).collect();
    let cursors = elements.iter().map(|(cursor, _)| cursor.clone());
    let page_info = PageInfo::new(start > 0, start + elements.len() < total, cursors);
    Ok(Slice { elements, total, page_info })
}

/// The key that a page comes after, in its cursor.
///
/// # Errors
/// [`Problem::MalformedCursor`] for a cursor that has no such key.
pub(super) fn key_in<K: FromStr>(window: &Window) -> Result<Option<K>, AppError> {
    let Some(cursor) = &window.cursor else { return Ok(None) };
    let key = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let key = key.and_then(|key| key.parse().ok());
    Ok(Some(key.ok_or(Problem::MalformedCursor {})?))
}

/// A page of a list that the store pages by keys: `found` has one element more than the page where the list goes on.
pub(super) fn keyed<K: ToString, T>(window: &Window, mut found: Vec<(K, T)>, total: u64) -> Slice<T> {
    let goes_on = found.len() > window.size;
    found.truncate(window.size);
    let with_cursor = |(key, element): (K, T)| (URL_SAFE_NO_PAD.encode(key.to_string()), element);
    let elements: Vec<_> = found.into_iter().map(with_cursor).collect();
    let page_info = PageInfo::new(window.cursor.is_some(), goes_on, elements.iter().map(|(cursor, _)| cursor.clone()));
    Slice { elements, total: usize::try_from(total).unwrap_or(usize::MAX), page_info }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(first: i32, after: Option<String>) -> Result<Slice<char>, AppError> {
        slice("abcde".chars().collect(), Some(first), after, ToString::to_string)
    }

    #[test]
    fn pages_walked_to_the_end_give_each_element_once() {
        let (mut seen, mut after) = (String::new(), None);
        loop {
            let page = letters(2, after).unwrap();
            seen.extend(page.elements.iter().map(|(_, letter)| letter));
            if !page.page_info.has_next_page {
                break;
            }
            after = page.page_info.end_cursor;
        }
        assert_eq!(seen, "abcde");
    }

    #[test]
    fn sizes_and_cursors_that_make_no_sense_are_refused() {
        assert!(letters(0, None).is_err());
        assert!(letters(101, None).is_err());
        assert!(letters(2, Some("forgé".to_owned())).is_err());
        assert!(letters(2, Some(URL_SAFE_NO_PAD.encode("z"))).is_err());
    }
}
