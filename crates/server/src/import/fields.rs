//! The values of a record as what they should be, each problem noted under the name of its column.
//!
//! A number may be written as a number or as text, for CSV has text alone; `null` and the empty text mean that the
//! value is left out.

use chrono::NaiveDate;
use serde_json::Value;
use talents_core::error::{Checks, Problem};

use super::lines::Fields;

/// The values of a record, or of an object inside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(Option<&'a Fields>);

impl<'a> Reader<'a> {
    /// The values of a record.
    pub(super) fn new(fields: &'a Fields) -> Self {
        Self(Some(fields))
    }

    fn value(self, name: &str) -> Option<&'a Value> {
        self.0?.get(name).filter(|value| !value.is_null())
    }

    /// A text; `None` where it is left out.
    pub(super) fn optional(self, checks: &mut Checks, name: &'static str) -> Option<String> {
        let text = match self.value(name)? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Bool(boolean) => boolean.to_string(),
            other @ (Value::Null | Value::Array(_) | Value::Object(_)) => {
                checks.problem(name, shape_problem(other));
                return None;
            }
        };
        (!text.is_empty()).then_some(text)
    }

    /// A text; empty where it is left out.
    pub(super) fn text(self, checks: &mut Checks, name: &'static str) -> String {
        self.optional(checks, name).unwrap_or_default()
    }

    /// A text that must be there.
    pub(super) fn mandatory(self, checks: &mut Checks, name: &'static str) -> String {
        let text = self.text(checks, name);
        checks.require(!text.is_empty(), name, || Problem::Missing {});
        text
    }

    /// A whole number.
    pub(super) fn integer(self, checks: &mut Checks, name: &'static str) -> Option<i64> {
        let text = self.optional(checks, name)?;
        let number = text.parse().map_err(|_| Problem::MalformedNumber { value: text.clone() });
        checks.take(name, number)
    }

    /// Yes or no.
    pub(super) fn boolean(self, checks: &mut Checks, name: &'static str) -> Option<bool> {
        let text = self.optional(checks, name)?;
        let unknown = || Problem::UnknownCode { value: text.clone(), allowed: "true, false".to_owned() };
        checks.take(name, text.to_ascii_lowercase().parse().map_err(|_| unknown()))
    }

    /// A day, `YYYY-MM-DD`.
    pub(super) fn date(self, checks: &mut Checks, name: &'static str) -> Option<NaiveDate> {
        let text = self.optional(checks, name)?;
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().filter(|_| text.len() == "2026-12-01".len());
        checks.take(name, day.ok_or_else(|| Problem::MalformedDate { value: text.clone() }))
    }

    /// A code of a closed list.
    pub(super) fn code<T: Copy + std::fmt::Display>(
        self,
        checks: &mut Checks,
        name: &'static str,
        parse: fn(&str) -> Option<T>,
        all: &[T],
    ) -> Option<T> {
        let text = self.optional(checks, name)?;
        checks.take(name, parse_code(&text, parse, all))
    }

    /// Several codes of a closed list.
    pub(super) fn codes<T: Copy + std::fmt::Display>(
        self,
        checks: &mut Checks,
        name: &'static str,
        parse: fn(&str) -> Option<T>,
        all: &[T],
    ) -> Vec<T> {
        let mut codes = Vec::new();
        for (index, text) in self.list(checks, name).iter().enumerate() {
            codes.extend(checks.inside(name, Some(index), |checks| checks.take("", parse_code(text, parse, all))));
        }
        codes
    }

    /// Several texts.
    pub(super) fn list(self, checks: &mut Checks, name: &'static str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.array(checks, name) {
            match element.as_str() {
                Some(text) => texts.push(text.trim().to_owned()),
                None => checks.problem(name, shape_problem(element)),
            }
        }
        texts
    }

    /// Several objects, each read with its place in the list.
    pub(super) fn items<T>(
        self,
        checks: &mut Checks,
        name: &'static str,
        read: impl Fn(&mut Checks, Reader<'a>) -> T,
    ) -> Vec<T> {
        let mut items = Vec::new();
        for (index, element) in self.array(checks, name).iter().enumerate() {
            match element.as_object() {
                Some(object) => {
                    items.push(checks.inside(name, Some(index), |checks| read(checks, Self::new(object))));
                }
                None => checks.problem(name, shape_problem(element)),
            }
        }
        items
    }

    /// An object inside the record; where it is left out, all that it would hold is.
    pub(super) fn group(self, checks: &mut Checks, name: &'static str) -> Self {
        let value = self.value(name);
        if let Some(other) = value.filter(|value| !value.is_object()) {
            checks.problem(name, shape_problem(other));
        }
        Self(value.and_then(Value::as_object))
    }

    fn array(self, checks: &mut Checks, name: &'static str) -> &'a [Value] {
        match self.value(name) {
            None => &[],
            Some(Value::Array(elements)) => elements,
            Some(other) => {
                checks.problem(name, shape_problem(other));
                &[]
            }
        }
    }
}

/// The value that a code names.
fn parse_code<T: Copy + std::fmt::Display>(text: &str, parse: fn(&str) -> Option<T>, all: &[T]) -> Result<T, Problem> {
    let allowed = || all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    parse(text).ok_or_else(|| Problem::UnknownCode { value: text.to_owned(), allowed: allowed() })
}

/// A value of another JSON type than the column has: the type is shown, the value is not.
fn shape_problem(value: &Value) -> Problem {
    let shape = match value {
        Value::Null => "null",
        Value::Bool(_) => "true/false",
        Value::Number(_) => "0",
        Value::String(_) => "\"…\"",
        Value::Array(_) => "[…]",
        Value::Object(_) => "{…}",
    };
    Problem::MalformedLine { detail: shape.to_owned() }
}
