//! Texts that people write: bounded, normalised, one rule for all of them.

use unicode_normalization::UnicodeNormalization;

use crate::error::{Checks, Problem};

/// How long a kind of text may be, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextBounds {
    /// The fewest characters.
    pub min: usize,
    /// The most characters.
    pub max: usize,
}

impl TextBounds {
    /// From `min` to `max` characters.
    pub const fn new(min: usize, max: usize) -> Self {
        Self { min, max }
    }
}

/// A title or a name.
pub const TITLE: TextBounds = TextBounds::new(3, 160);
/// A headline: what one does, in a line.
pub const HEADLINE: TextBounds = TextBounds::new(3, 160);
/// A name of a person or a structure.
pub const NAME: TextBounds = TextBounds::new(1, 200);
/// An acronym.
pub const ACRONYM: TextBounds = TextBounds::new(0, 40);
/// A paragraph or several: context, deliverables, biography.
pub const PROSE: TextBounds = TextBounds::new(0, 10_000);
/// A rhythm such as « 2 jours par semaine ».
pub const RHYTHM: TextBounds = TextBounds::new(0, 200);
/// A few words beside a code; may be empty.
pub const COMMENT: TextBounds = TextBounds::new(0, 2_000);
/// The reason for a decision.
pub const REASON: TextBounds = TextBounds::new(3, 2_000);

/// The text trimmed and in Unicode NFC, without control characters but line breaks and tabs.
pub fn normalise(text: &str) -> String {
    // The control characters go first: what stood on both sides of one may be white space to trim, or compose.
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    clean.trim().nfc().collect()
}

/// The text without accents and in lower case: for sorting and for finding, never for showing.
pub fn fold(text: &str) -> String {
    let folded = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    folded.flat_map(char::to_lowercase).collect::<String>().replace('œ', "oe").replace('æ', "ae")
}

/// The normalised text, with a problem noted in `checks` when its length is out of bounds.
pub fn bounded(checks: &mut Checks, field: &'static str, text: &str, bounds: TextBounds) -> String {
    let text = normalise(text);
    let length = text.chars().count();
    if length < bounds.min {
        checks.problem(field, Problem::TextTooShort { length, min: bounds.min });
    } else if length > bounds.max {
        checks.problem(field, Problem::TextTooLong { length, max: bounds.max });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_line_breaks_stay() {
        assert_eq!(normalise("  une\u{0}\u{7} note\r\nsuite\u{1b}[31m "), "une note\nsuite[31m");
    }

    proptest::proptest! {
        #[test]
        fn what_is_normalised_once_stays_as_it_is(text in "(\\PC|[\\x00-\\x20e\u{301}]){0,20}") {
            let once = normalise(&text);
            proptest::prop_assert_eq!(normalise(&once), once);
        }
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        let mut checks = Checks::default();
        bounded(&mut checks, "title", "été", TITLE);
        assert!(checks.finish(()).is_ok());
    }
}
