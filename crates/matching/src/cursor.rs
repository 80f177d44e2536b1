//! Cursors: where a page begins, in a form that only the list that gave it accepts.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::CursorProblem;
use crate::hash::Fnv;

/// A place in an order: two numbers, smaller first, then the tie-breaker, then the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Key {
    pub(crate) order: [i64; 2],
    pub(crate) tie: u64,
    pub(crate) id: Uuid,
}

/// A list that gives cursors and takes them back.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// What the list is of.
    pub(crate) kind: Kind,
    /// A hash of what was asked: query, filter, order.
    pub(crate) fingerprint: u64,
    /// What it was computed with, where a ranking can expire; empty otherwise.
    pub(crate) version: String,
}

/// What a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    Missions,
    Talents,
    TalentRanking,
    MissionRanking,
}

#[derive(Serialize, Deserialize)]
struct Cursor {
    kind: Kind,
    fingerprint: u64,
    version: String,
    key: Key,
}

/// The bytes of the checksum at the end: a cursor is no secret, but a forged one must be told from a real one.
const CHECKSUM: usize = 8;

impl List {
    /// The list of a kind that a question describes in its `Debug` form.
    pub(crate) fn new(kind: Kind, question: &impl std::fmt::Debug, version: String) -> Self {
        let mut hash = Fnv::default();
        hash.write(format!("{question:?}").as_bytes());
        Self { kind, fingerprint: hash.finish(), version }
    }

    /// The cursor of a place.
    pub(crate) fn cursor(&self, key: Key) -> String {
        let cursor = Cursor { kind: self.kind, fingerprint: self.fingerprint, version: self.version.clone(), key };
        let mut bytes = postcard::to_allocvec(&cursor).unwrap_or_default();
        bytes.extend(checksum(&bytes));
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The place of a cursor, if it is one of this list.
    pub(crate) fn key(&self, cursor: &str) -> Result<Key, CursorProblem> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| CursorProblem::Malformed)?;
        let split = bytes.len().checked_sub(CHECKSUM).ok_or(CursorProblem::Malformed)?;
        let (content, sum) = bytes.split_at(split);
        if checksum(content) != sum {
            return Err(CursorProblem::Malformed);
        }
        let cursor: Cursor = postcard::from_bytes(content).map_err(|_| CursorProblem::Malformed)?;
        if cursor.kind != self.kind || cursor.fingerprint != self.fingerprint {
            return Err(CursorProblem::Malformed);
        }
        if cursor.version != self.version {
            return Err(CursorProblem::Expired);
        }
        Ok(cursor.key)
    }
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM] {
    let mut hash = Fnv::default();
    hash.write(b"talents cursor");
    hash.write(bytes);
    hash.finish().to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_taken_back_by_its_list_alone_and_not_once_touched() {
        let list = |question: &str, version: &str| List::new(Kind::Talents, &question, version.to_owned());
        let key = Key { order: [-5, 3], tie: 9, id: Uuid::from_u128(4) };
        let cursor = list("java", "1").cursor(key);
        assert_eq!(list("java", "1").key(&cursor), Ok(key));
        assert_eq!(list("rust", "1").key(&cursor), Err(CursorProblem::Malformed));
        assert_eq!(list("java", "2").key(&cursor), Err(CursorProblem::Expired));
        let forged = format!("{}x", &cursor[..cursor.len() / 2]) + &cursor[cursor.len() / 2 + 1..];
        for wrong in ["", "?", "AAAA", forged.as_str()] {
            assert_eq!(list("java", "1").key(wrong), Err(CursorProblem::Malformed), "{wrong}");
        }
    }
}
