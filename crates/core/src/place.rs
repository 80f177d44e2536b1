//! Where work is done.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::code::coded_enum;
use crate::error::{Checks, Problem};

/// The most spoken languages that a profile lists or a mission asks for.
pub const LANGUAGES_MAX: usize = 20;

coded_enum! {
    /// How much of the work is done remotely: what a mission allows, or what a talent wants at the most.
    pub enum Remote {
        /// All on site.
        None = "NONE",
        /// Some days on site.
        Partial = "PARTIAL",
        /// All remotely.
        Full = "FULL",
    }
}

/// A French département by its official code: `01` to `95` without `20`, `2A`, `2B`, and those overseas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DepartmentCode([u8; 3]);

/// Overseas départements and territories that have a code of three digits.
const OVERSEAS: &[&str] = &["971", "972", "973", "974", "975", "976", "977", "978", "984", "986", "987", "988"];

impl DepartmentCode {
    /// Reads an official code; `1` for `01` and `2a` for `2A` are taken too.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_uppercase();
        let code = if code.len() == 1 { format!("0{code}") } else { code };
        let metropolitan = code.len() == 2 && code.parse::<u8>().is_ok_and(|n| (1..=95).contains(&n) && n != 20);
        let known = metropolitan || code == "2A" || code == "2B" || OVERSEAS.contains(&code.as_str());
        known.then(|| {
            let mut bytes = [0; 3];
            bytes[..code.len()].copy_from_slice(code.as_bytes());
            Self(bytes)
        })
    }

    /// The code: two or three characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end_matches('\0')
    }
}

impl std::fmt::Display for DepartmentCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<DepartmentCode> for String {
    fn from(code: DepartmentCode) -> Self {
        code.as_str().to_owned()
    }
}

impl TryFrom<String> for DepartmentCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("not a département: {text}"))
    }
}

/// A language by its ISO 639-1 code, such as `fr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageCode([u8; 2]);

impl LanguageCode {
    /// French.
    pub const FRENCH: Self = Self(*b"fr");
    /// English.
    pub const ENGLISH: Self = Self(*b"en");

    /// Reads a code of two letters, whatever their case.
    pub fn parse(text: &str) -> Option<Self> {
        let code = text.trim().to_ascii_lowercase();
        let bytes: [u8; 2] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_lowercase).then_some(Self(bytes))
    }

    /// The two letters, in lower case.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for LanguageCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<LanguageCode> for String {
    fn from(code: LanguageCode) -> Self {
        code.as_str().to_owned()
    }
}

impl TryFrom<String> for LanguageCode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("not a language code of two letters: {text}"))
    }
}

/// Language codes, each problem noted with its place in the list.
pub(crate) fn parse_languages(checks: &mut Checks, codes: &[String]) -> BTreeSet<LanguageCode> {
    checks.count("languages", codes.len(), LANGUAGES_MAX);
    let mut languages = BTreeSet::new();
    for (index, code) in codes.iter().take(LANGUAGES_MAX).enumerate() {
        let malformed = || Problem::MalformedLanguage { code: code.clone() };
        let language = checks.inside("languages", Some(index), |checks| {
            checks.take("", LanguageCode::parse(code).ok_or_else(malformed))
        });
        languages.extend(language);
    }
    languages
}

/// A code of a département, with the problem noted.
pub(crate) fn parse_department(checks: &mut Checks, field: &'static str, code: &str) -> Option<DepartmentCode> {
    let unknown = || Problem::UnknownDepartment { code: code.to_owned() };
    checks.take(field, DepartmentCode::parse(code).ok_or_else(unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn departments_are_those_that_exist() {
        for (written, code) in [("75", "75"), ("1", "01"), ("2a", "2A"), (" 974 ", "974"), ("95", "95")] {
            assert_eq!(DepartmentCode::parse(written).map(|found| found.to_string()), Some(code.to_owned()));
        }
        for wrong in ["20", "96", "00", "0", "", "979", "Paris", "2C", "750"] {
            assert_eq!(DepartmentCode::parse(wrong), None, "{wrong}");
        }
    }
}
