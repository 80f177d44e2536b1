//! One gender for the names of trades, so that a profile in the feminine scores as the same one in the masculine.
//!
//! The rules work on folded words. They bring two forms to one term; where a word is no trade (« matrice ») its term is
//! only spelt otherwise, on both sides, and nothing is confused.

use std::borrow::Cow;

/// Endings of the singular and what they become; the longest that fits wins, for they come in that order.
const ENDINGS: &[(&str, &str)] = &[
    ("trice", "teur"),
    ("ienne", "ien"),
    ("eenne", "een"),
    ("llere", "ller"),
    ("euse", "eur"),
    ("eure", "eur"),
    ("iere", "ier"),
    ("chere", "cher"),
    ("gere", "ger"),
    ("eux", "eur"),
    ("effe", "ef"),
    ("ee", "e"),
];

/// Words whose ending is not that of a gender, and which would meet another word.
const KEPT: &[&str] =
    &["donnee", "annee", "journee", "idee", "matiere", "carriere", "maniere", "mieux", "deux", "ceux"];

/// The fewest letters before an ending.
const STEM_MIN: usize = 2;

/// The word with its ending in one gender, the plural gone where a rule applies.
pub(crate) fn to_one_gender(word: &str) -> Cow<'_, str> {
    let singular = word.strip_suffix('s').unwrap_or(word);
    if KEPT.contains(&singular) {
        return Cow::Borrowed(word);
    }
    for (feminine, masculine) in ENDINGS {
        if let Some(stem) = singular.strip_suffix(feminine)
            && stem.len() >= STEM_MIN
        {
            return Cow::Owned(format!("{stem}{masculine}"));
        }
    }
    Cow::Borrowed(word)
}
