//! Words, folded: what stays the same however one types it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Names that the rules would cut in pieces.
const WHOLE: &[&str] = &["c++", "c#", "f#", ".net", "node.js", "vue.js", "next.js", "nuxt.js", "d3.js", "asp.net"];

/// What is elided before an apostrophe.
const ELIDED: &[&str] = &["c", "d", "j", "l", "m", "n", "s", "t", "qu", "lorsqu", "puisqu", "jusqu"];

/// A word of a text, folded, and where it stands in the text as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, no accents.
    pub(crate) text: String,
    /// The byte at which it begins.
    pub(crate) start: usize,
    /// The byte after its last one.
    pub(crate) end: usize,
}

/// The folded words of a text, in order; elided articles are left out.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut at = 0;
    std::iter::from_fn(move || next_word(text, &chars, &mut at))
}

fn next_word(text: &str, chars: &[(usize, char)], at: &mut usize) -> Option<Word> {
    loop {
        let start = (*at..chars.len()).find(|&index| begins_word(chars, index))?;
        let length = whole_name(chars, start).unwrap_or_else(|| run_length(chars, start));
        let end = start + length;
        *at = end;
        let followed_by_apostrophe = chars.get(end).is_some_and(|(_, c)| is_apostrophe(*c));
        let from = chars[start].0;
        let to = chars.get(end).map_or(text.len(), |(byte, _)| *byte);
        let folded = fold(&text[from..to]);
        if followed_by_apostrophe && ELIDED.contains(&folded.as_str()) {
            continue;
        }
        if !folded.is_empty() {
            return Some(Word { text: folded, start: from, end: to });
        }
    }
}

fn begins_word(chars: &[(usize, char)], index: usize) -> bool {
    chars[index].1.is_alphanumeric() || whole_name(chars, index).is_some()
}

fn run_length(chars: &[(usize, char)], start: usize) -> usize {
    chars[start..].iter().take_while(|(_, c)| c.is_alphanumeric() || is_combining_mark(*c)).count()
}

/// How many characters a name of [`WHOLE`] takes there, where one stands with no word stuck to it.
fn whole_name(chars: &[(usize, char)], start: usize) -> Option<usize> {
    if start > 0 && chars[start - 1].1.is_alphanumeric() {
        return None;
    }
    let stands = |name: &&&str| {
        let length = name.len();
        let matches = chars.len() >= start + length
            && name.chars().zip(&chars[start..]).all(|(wanted, (_, c))| c.eq_ignore_ascii_case(&wanted));
        matches && !chars.get(start + length).is_some_and(|(_, c)| c.is_alphanumeric())
    };
    WHOLE.iter().find(stands).map(|name| name.len())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '`')
}

/// Lower case, compatibility forms decomposed, accents gone, œ and æ in two letters.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            _ => folded.push(c),
        }
    }
    folded
}
