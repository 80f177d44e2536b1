//! What Fluent lacks and the catalogue uses: the manner of numbers, and two questions to choose a sentence by.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentResource, FluentValue};

use super::Language;

/// Gives a bundle its manner of numbers, and the functions of the catalogue:
///
/// - `COMPARE(a, b)` is `below`, `same` or `above`, for plural rules alone can't tell 13 digits from 15;
/// - `EMPTY(text)` is `yes` or `no`, for a variant can't have an empty key.
pub(super) fn install(bundle: &mut FluentBundle<FluentResource>, language: Language) {
    bundle.set_formatter(Some(match language {
        Language::French => |value, _| number(Language::French, value),
        Language::English => |value, _| number(Language::English, value),
    }));
    bundle.add_function("COMPARE", |args, _| compare(args).into()).expect("a new bundle has no function");
    bundle.add_function("EMPTY", |args, _| empty(args).into()).expect("a new bundle has no other function");
}

/// An integer in decimal digits with its thousands apart: by a narrow no-break space in French, by a comma in English.
pub(super) fn grouped(language: Language, digits: &str) -> String {
    let separator = if language.is_french() { '\u{202f}' } else { ',' };
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut text = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn number(language: Language, value: &FluentValue) -> Option<String> {
    match value {
        // `{ NUMBER($n, useGrouping: "false") }` keeps a number in one piece.
        FluentValue::Number(number) if number.options.use_grouping && number.value.fract() == 0.0 => {
            Some(grouped(language, &number.as_string()))
        }
        _ => None,
    }
}

fn compare(args: &[FluentValue]) -> &'static str {
    match args {
        [FluentValue::Number(one), FluentValue::Number(other)] if one.value < other.value => "below",
        [FluentValue::Number(one), FluentValue::Number(other)] if one.value > other.value => "above",
        [FluentValue::Number(_), FluentValue::Number(_)] => "same",
        _ => "",
    }
}

fn empty(args: &[FluentValue]) -> &'static str {
    match args {
        [FluentValue::String(text)] if text.trim().is_empty() => "yes",
        _ => "no",
    }
}
