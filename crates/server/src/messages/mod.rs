//! Every word for people, in French and in English: one catalogue for the API, the files and the command line.
//!
//! The words are in `locales/fr.ftl` and `locales/en.ftl`, in Fluent's syntax, and are part of the binary. The core
//! says what is wrong as data; here it becomes a sentence that says what is wrong, why, and what to do.

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use talents_core::error::{Arg, Problem};

pub use self::language::Language;

mod functions;
mod language;
#[cfg(test)]
mod tests;

/// The most characters of what people wrote that a message repeats.
pub const QUOTED_MAX: usize = 200;

/// The argument that lists what one may choose from. It is ours and not the reader's, so it is never cut.
const CHOICES: &str = "allowed";

/// The largest integer up to which Fluent's numbers, which are floating-point, are exact: 2^53 (IEEE 754).
const EXACT_MAX: u64 = 1 << 53;

/// The catalogue, read once.
pub fn messages() -> &'static Messages {
    static MESSAGES: LazyLock<Messages> = LazyLock::new(Messages::new);
    &MESSAGES
}

/// The words of every language.
pub struct Messages {
    french: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
}

impl Default for Messages {
    fn default() -> Self {
        Self::new()
    }
}

impl Messages {
    /// Reads the catalogue that is in the binary; [`messages`] has done it already.
    ///
    /// # Panics
    /// Where a file of the catalogue does not read, which the tests rule out.
    pub fn new() -> Self {
        Self { french: bundle(Language::French), english: bundle(Language::English) }
    }

    /// What is wrong, why, and what to do, in a sentence or two.
    pub fn problem(&self, language: Language, problem: &Problem) -> String {
        self.text(language, problem.message_id(), &problem.args())
    }

    /// The label of a code, such as `Publiée` for `PUBLISHED` of `mission-state`; the code itself where it has none.
    pub fn label(&self, language: Language, list: &str, code: &str) -> String {
        let label = self.format(language, &label_id(list, code), &FluentArgs::new());
        label.map_or_else(|| code.to_owned(), |(text, _)| text)
    }

    /// The message of an id with its arguments; the id itself where there is no such message.
    pub fn text(&self, language: Language, id: &str, args: &[(&str, Arg)]) -> String {
        let message = self.format(language, id, &self.values(language, args));
        message.map_or_else(|| id.to_owned(), |(text, _)| text)
    }

    /// The message and what is wrong with it, such as an argument that it wants and does not get.
    fn format(&self, language: Language, id: &str, args: &FluentArgs) -> Option<(String, Vec<FluentError>)> {
        let bundle = self.bundle(language);
        let pattern = bundle.get_message(id)?.value()?;
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, Some(args), &mut errors).into_owned();
        Some((text, errors))
    }

    fn values<'a>(&self, language: Language, args: &[(&'a str, Arg)]) -> FluentArgs<'a> {
        args.iter().map(|(name, arg)| (*name, self.value(language, name, arg))).collect()
    }

    fn value(&self, language: Language, name: &str, arg: &Arg) -> FluentValue<'static> {
        match arg {
            Arg::Text(text) if name == CHOICES => text.clone().into(),
            Arg::Text(text) => shortened(text).into(),
            Arg::Number(number) if number.unsigned_abs() <= EXACT_MAX => (*number).into(),
            Arg::Number(number) => functions::grouped(language, &number.to_string()).into(),
            Arg::Label(list, code) => self.label(language, list, code).into(),
            Arg::Labels(list, codes) => self.enumeration(language, list, codes).into(),
        }
    }

    /// « A », « B » ou « C »; empty where there is no code.
    fn enumeration(&self, language: Language, list: &str, codes: &[&str]) -> String {
        let write =
            |id: &str, args: FluentArgs| self.format(language, id, &args).map_or_else(String::new, |(text, _)| text);
        let item =
            |code: &&str| write("list-item", FluentArgs::from_iter([("label", self.label(language, list, code))]));
        let pair = |id: &str, first: String, next: String| {
            write(id, FluentArgs::from_iter([("first", first), ("next", next)]))
        };
        let mut items: Vec<String> = codes.iter().map(item).collect();
        let end = items.pop().unwrap_or_default();
        match items.into_iter().reduce(|first, next| pair("list-more", first, next)) {
            Some(first) => pair("list-last", first, end),
            None => end,
        }
    }

    const fn bundle(&self, language: Language) -> &FluentBundle<FluentResource> {
        match language {
            Language::French => &self.french,
            Language::English => &self.english,
        }
    }
}

fn bundle(language: Language) -> FluentBundle<FluentResource> {
    let resource = FluentResource::try_new(source(language).to_owned()).expect("the tests read the whole catalogue");
    let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
    // The marks of isolation keep texts of both directions apart; ours are all left to right, and logs would show them.
    bundle.set_use_isolating(false);
    functions::install(&mut bundle, language);
    bundle.add_resource(resource).expect("the tests see that no id is there twice");
    bundle
}

const fn source(language: Language) -> &'static str {
    match language {
        Language::French => include_str!("../../locales/fr.ftl"),
        Language::English => include_str!("../../locales/en.ftl"),
    }
}

/// The id of a label: `mission-state` and `CHANGES_REQUESTED` make `mission-state-changes-requested`; a field such as
/// `startFrom` makes `start-from`.
fn label_id(list: &str, code: &str) -> String {
    let mut id = format!("{list}-");
    let mut after_small = false;
    for c in code.chars() {
        if after_small && c.is_ascii_uppercase() {
            id.push('-');
        }
        id.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
        after_small = c.is_ascii_lowercase();
    }
    id
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(QUOTED_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
