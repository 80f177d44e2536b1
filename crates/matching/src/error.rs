//! What can go wrong.

/// The index could not be read or written. Nothing in it is of the user's doing.
#[derive(Debug)]
pub enum MatchingError {
    /// tantivy refused: a file is missing, unreadable, or held by another writer.
    Index(tantivy::TantivyError),
    /// The directory of the index could not be made.
    Directory(std::io::Error),
    /// A stored record does not read: the index was written by another version and has to be rebuilt.
    Record(postcard::Error),
    /// A file of a judged set does not read.
    JudgedSet {
        /// The file.
        file: String,
        /// The line, from 1; 0 where it is the file as a whole.
        line: usize,
        /// What is wrong.
        reason: String,
    },
}

impl MatchingError {
    /// Whether another program writes to the index: there is one writer at a time.
    pub fn is_locked(&self) -> bool {
        matches!(self, Self::Index(tantivy::TantivyError::LockFailure(..)))
    }
}

impl std::fmt::Display for MatchingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Index(error) => write!(f, "the search index: {error}"),
            Self::Directory(error) => write!(f, "the directory of the search index: {error}"),
            Self::Record(error) => write!(f, "a record of the search index: {error}"),
            Self::JudgedSet { file, line, reason } => write!(f, "{file}, line {line}: {reason}"),
        }
    }
}

impl std::error::Error for MatchingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Index(error) => Some(error),
            Self::Directory(error) => Some(error),
            Self::Record(error) => Some(error),
            Self::JudgedSet { .. } => None,
        }
    }
}

impl From<tantivy::TantivyError> for MatchingError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Index(error)
    }
}

impl From<std::io::Error> for MatchingError {
    fn from(error: std::io::Error) -> Self {
        Self::Directory(error)
    }
}

impl From<postcard::Error> for MatchingError {
    fn from(error: postcard::Error) -> Self {
        Self::Record(error)
    }
}

/// Why a cursor can't be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorProblem {
    /// It is no cursor of that list: forged, cut, or of another query, filter or order.
    Malformed,
    /// The ranking that it belongs to is gone: another generation, vocabulary or day.
    Expired,
}

impl std::fmt::Display for CursorProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the cursor is none of this list",
            Self::Expired => "the ranking of the cursor is gone",
        })
    }
}

impl std::error::Error for CursorProblem {}
