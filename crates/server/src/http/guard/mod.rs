//! What a document may ask for, judged before the parser sees it.
//!
//! The parser and the validation walk a document as it is nested, and walk a fragment again at each place that spreads
//! it. This guard reads the document once, token by token, with a stack of its own, and works out what it would be with
//! every fragment put in its place, each fragment's weight being computed once. A document that passes is small enough,
//! flat enough and expands little enough for everything after.

mod expansion;
mod outline;
#[cfg(test)]
mod tests;
mod weight;

use talents_core::error::Problem;

use super::tokens::{Tokens, UnclosedText};
use expansion::Expansion;
use outline::Outline;

/// The most bytes of a document: 64 KiB.
pub const BYTES_MAX: usize = 64 * 1024;
/// The most tokens of a document, as it is written.
pub const TOKENS_MAX: usize = 10_000;
/// The most brackets of any kind that may be open at once, with fragments put in their place.
pub const DEPTH_MAX: usize = 64;
/// The most operations of a document.
pub const OPERATIONS_MAX: usize = 100;
/// The most aliases of an operation, with fragments put in their place.
pub const ALIASES_MAX: usize = 200;
/// The most fields of an operation on the root, with fragments put in their place.
pub const ROOT_FIELDS_MAX: usize = 200;
/// The most tokens of all operations together, with fragments put in their place.
pub const EXPANDED_MAX: usize = 20_000;

/// Why a document is not read any further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuardProblem {
    /// More than [`BYTES_MAX`] bytes.
    TooLong,
    /// More than [`TOKENS_MAX`] tokens.
    TooManyTokens,
    /// More than [`DEPTH_MAX`] brackets open at once.
    TooDeep,
    /// More than [`OPERATIONS_MAX`] operations.
    TooManyOperations,
    /// More than [`ALIASES_MAX`] aliases.
    TooManyAliases,
    /// More than [`ROOT_FIELDS_MAX`] fields on the root.
    TooManyRootFields,
    /// More than [`EXPANDED_MAX`] tokens with fragments put in their place.
    TooMuchExpanded,
    /// A fragment that spreads itself, directly or through others.
    FragmentCycle(String),
    /// A fragment that bears the one name that the grammar keeps for itself.
    FragmentCalledOn,
    /// A text without closing quotes.
    UnclosedText,
    /// A bracket that closes another one than the last that was opened.
    Unbalanced,
}

/// Judges a document, in a time that grows with its length alone.
pub fn check(document: &str) -> Result<(), GuardProblem> {
    bound(document.len(), BYTES_MAX, GuardProblem::TooLong)?;
    let mut outline = Outline::default();
    for (count, token) in Tokens::of(document).enumerate() {
        bound(count + 1, TOKENS_MAX, GuardProblem::TooManyTokens)?;
        outline.read(token?)?;
    }
    Expansion::of(&outline.definitions)
}

fn bound(count: usize, max: usize, problem: GuardProblem) -> Result<(), GuardProblem> {
    if count > max { Err(problem) } else { Ok(()) }
}

impl From<UnclosedText> for GuardProblem {
    fn from(_: UnclosedText) -> Self {
        Self::UnclosedText
    }
}

impl From<GuardProblem> for Problem {
    fn from(problem: GuardProblem) -> Self {
        let too_costly = |max: usize| Self::TooCostly { max: i64::try_from(max).unwrap_or(i64::MAX) };
        let malformed = |detail: String| Self::MalformedRequest { detail };
        match problem {
            GuardProblem::TooLong => too_costly(BYTES_MAX),
            GuardProblem::TooManyTokens => too_costly(TOKENS_MAX),
            GuardProblem::TooDeep => too_costly(DEPTH_MAX),
            GuardProblem::TooManyOperations => too_costly(OPERATIONS_MAX),
            GuardProblem::TooManyAliases => too_costly(ALIASES_MAX),
            GuardProblem::TooManyRootFields => too_costly(ROOT_FIELDS_MAX),
            GuardProblem::TooMuchExpanded => too_costly(EXPANDED_MAX),
            GuardProblem::FragmentCycle(name) => malformed(format!("the fragment `{name}` spreads itself")),
            GuardProblem::FragmentCalledOn => malformed("no fragment may be called `on`".to_owned()),
            GuardProblem::UnclosedText => malformed("a text has no closing quotes".to_owned()),
            GuardProblem::Unbalanced => malformed("a bracket closes that was not opened".to_owned()),
        }
    }
}
