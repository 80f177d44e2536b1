//! The tokens of a GraphQL document, in one pass and without recursion: just what [`super::guard`] has to tell apart.
//!
//! What is inside texts and comments gives no token. A text that never closes ends the reading with an error, since a
//! parser might go on to read what follows its opening quotes as something else.

/// A token, as far as the guard looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name or a keyword.
    Name(&'a str),
    /// `...`
    Spread,
    /// A punctuator or any other character that stands alone.
    Mark(u8),
    /// A text, or a piece of a number.
    Value,
}

/// A text without closing quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct UnclosedText;

/// Reads the tokens of a document.
pub(super) struct Tokens<'a> {
    source: &'a str,
    place: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of that document.
    pub(super) fn of(source: &'a str) -> Self {
        Self { source, place: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        &self.source.as_bytes()[self.place..]
    }

    /// Passes white space, commas, byte order marks and comments.
    fn skip_ignored(&mut self) {
        loop {
            let rest = self.rest();
            match rest {
                [b' ' | b'\t' | b'\n' | b'\r' | b',', ..] => self.place += 1,
                [0xef, 0xbb, 0xbf, ..] => self.place += 3,
                [b'#', ..] => self.place += rest.iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count(),
                _ => return,
            }
        }
    }

    /// Passes a run of bytes of one sort, and gives it.
    fn run(&mut self, belongs: impl Fn(u8) -> bool) -> &'a str {
        let start = self.place;
        self.place += self.rest().iter().take_while(|byte| belongs(**byte)).count();
        // Runs are made of ASCII alone, or of whole characters beyond it: they never cut one.
        self.source.get(start..self.place).unwrap_or_default()
    }

    /// Passes a text with its quotes.
    fn text(&mut self) -> Result<Token<'a>, UnclosedText> {
        let is_block = self.rest().starts_with(BLOCK_QUOTES);
        let length = if is_block { block_length(self.rest()) } else { line_length(self.rest()) };
        self.place += length.ok_or(UnclosedText)?;
        Ok(Token::Value)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, UnclosedText>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_ignored();
        let token = match *self.rest() {
            [] => return None,
            [b'"', ..] => return Some(self.text()),
            [b'.', b'.', b'.', ..] => {
                self.place += 3;
                Token::Spread
            }
            [b'_' | b'a'..=b'z' | b'A'..=b'Z', ..] => {
                Token::Name(self.run(|byte| byte == b'_' || byte.is_ascii_alphanumeric()))
            }
            [b'0'..=b'9', ..] => {
                self.run(|byte| byte.is_ascii_alphanumeric());
                Token::Value
            }
            [0x80..=0xff, ..] => {
                self.run(|byte| !byte.is_ascii());
                Token::Value
            }
            [mark, ..] => {
                self.place += 1;
                Token::Mark(mark)
            }
        };
        Some(Ok(token))
    }
}

const BLOCK_QUOTES: &[u8] = br#"""""#;

/// The bytes of the block text at the start, or `None` when it does not close.
fn block_length(source: &[u8]) -> Option<usize> {
    let mut place = BLOCK_QUOTES.len();
    loop {
        let rest = source.get(place..).filter(|rest| !rest.is_empty())?;
        if rest.starts_with(BLOCK_QUOTES) {
            return Some(place + BLOCK_QUOTES.len());
        }
        place += if rest.starts_with(br#"\""""#) { 4 } else { 1 };
    }
}

/// The bytes of the text of one line at the start, or `None` when it does not close on that line.
fn line_length(source: &[u8]) -> Option<usize> {
    let mut place = 1;
    loop {
        match source.get(place..)? {
            [b'"', ..] => return Some(place + 1),
            [] | [b'\n' | b'\r', ..] | [b'\\'] => return None,
            [b'\\', ..] => place += 2,
            _ => place += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<Vec<Token<'_>>, UnclosedText> {
        Tokens::of(source).collect()
    }

    #[test]
    fn texts_and_comments_hide_what_is_in_them() {
        use Token::{Mark, Name, Value};
        let line = "a # { ] é\n(\"} \\\" [\") b";
        assert_eq!(read(line).unwrap(), [Name("a"), Mark(b'('), Value, Mark(b')'), Name("b")]);
        let block = r#""""} \""" " [ é""" [""]"#;
        assert_eq!(read(block).unwrap(), [Value, Mark(b'['), Value, Mark(b']')]);
    }

    #[test]
    fn a_text_that_never_closes_is_an_error() {
        for source in ["\"", "\"a\n\"", "\"\\", "\"\"\"a", "\"\"\" \" [[ \"", "\"\"\"\\\"\"\""] {
            assert_eq!(read(source), Err(UnclosedText), "{source:?}");
        }
    }

    #[test]
    fn a_spread_after_a_number_is_still_seen() {
        assert_eq!(read("1...F é").unwrap(), [Token::Value, Token::Spread, Token::Name("F"), Token::Value]);
    }
}
