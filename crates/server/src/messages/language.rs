//! The languages in which people are addressed.

use fluent_langneg::{LanguageIdentifier as Tag, NegotiationStrategy, negotiate_languages};
use talents_core::place::LanguageCode;
use unic_langid::LanguageIdentifier;

/// The most languages that are read of a header; browsers send five or six.
const RANGES_MAX: usize = 50;

/// A language in which people are addressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    /// The first language, and that of whoever asks for none.
    #[default]
    French,
    /// The second one.
    English,
}

impl Language {
    /// Every language, the first one first.
    pub const ALL: [Self; 2] = [Self::French, Self::English];

    /// The language that suits an `Accept-Language` header best (RFC 9110, 12.5.4): French without one, and where it
    /// does not read or names neither language.
    pub fn negotiate(accept_language: Option<&str>) -> Self {
        let wanted = wanted(accept_language.unwrap_or_default());
        let available = Self::ALL.map(Self::tag);
        let found = negotiate_languages(&wanted, &available, None, NegotiationStrategy::Lookup);
        let is_found = |language: &Self| found.first().is_some_and(|tag| **tag == language.tag());
        Self::ALL.into_iter().find(is_found).unwrap_or_default()
    }

    /// The language of a person: French where theirs is neither.
    pub fn of(code: LanguageCode) -> Self {
        if code == LanguageCode::ENGLISH { Self::English } else { Self::French }
    }

    /// The code of two letters, as in `Content-Language`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::French => "fr",
            Self::English => "en",
        }
    }

    /// Whether it is French.
    pub const fn is_french(self) -> bool {
        matches!(self, Self::French)
    }

    /// The identifier that Fluent wants.
    pub(super) fn identifier(self) -> LanguageIdentifier {
        self.code().parse().expect("two letters are a language")
    }

    fn tag(self) -> Tag {
        self.code().parse().expect("two letters are a language")
    }
}

/// The tags of the header, the most wanted first; `*` stands for those of our languages that it does not name.
fn wanted(header: &str) -> Vec<Tag> {
    let mut ranges: Vec<(&str, f32)> = header.split(',').take(RANGES_MAX).filter_map(range).collect();
    let names = |language: Language| ranges.iter().any(|(tag, _)| primary(tag).eq_ignore_ascii_case(language.code()));
    let others: Vec<Tag> = Language::ALL.into_iter().filter(|language| !names(*language)).map(Language::tag).collect();
    ranges.retain(|(_, weight)| *weight > 0.0);
    ranges.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    let tags = |(tag, _): (&str, f32)| {
        if tag == "*" { others.clone() } else { tag.parse().into_iter().collect() }
    };
    ranges.into_iter().flat_map(tags).collect()
}

/// A tag and its weight from 0 to 1, as in `en-GB;q=0.8`.
fn range(text: &str) -> Option<(&str, f32)> {
    let mut parts = text.split(';').map(str::trim);
    let tag = parts.next()?;
    let weight = match parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q="))) {
        Some(weight) => weight.parse().ok().filter(|weight| (0.0..=1.0).contains(weight))?,
        None => 1.0,
    };
    Some((tag, weight))
}

fn primary(tag: &str) -> &str {
    tag.split_once('-').map_or(tag, |(primary, _)| primary)
}
