//! Why a command did not do what was asked, and its exit code.

use std::fmt::Debug;
use std::process::ExitCode;

use talents_core::error::{Arg, Problem, Refusals};

use super::output::say;
use crate::app::AppError;
use crate::messages::{Language, messages};

/// Why a command did not do what was asked.
#[derive(Debug)]
pub(super) enum Failure {
    /// Exit code 1: refused; what was wrong has been said already, or is said here.
    Refused(Option<String>),
    /// Exit code 2: the arguments or a file make no sense.
    Usage(String),
    /// Exit code 3: the store or the index can't be used, or something broke.
    Unavailable(String),
    /// Exit code 130: interrupted.
    Interrupted,
}

impl Failure {
    /// Something that can't be used, as the library says it.
    pub(super) fn unavailable(error: &impl Debug) -> Self {
        Self::fault(&format!("{error:?}"))
    }

    /// A fault, with what a library says of it for whoever looks after the machine.
    fn fault(detail: &str) -> Self {
        Self::Unavailable(messages().text(language(), "cli-fault", &[("detail", Arg::Text(detail.to_owned()))]))
    }

    /// A sentence of the catalogue, for a use that makes no sense.
    pub(super) fn usage(id: &str) -> Self {
        Self::Usage(messages().text(language(), id, &[]))
    }

    /// A sentence of the catalogue, for a store or an index that can't be used as it is.
    pub(super) fn not_now(id: &str) -> Self {
        Self::Unavailable(messages().text(language(), id, &[]))
    }

    /// Says why, and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
        let (text, code) = match self {
            Self::Refused(text) => (text, 1),
            Self::Usage(text) => (Some(text), 2),
            Self::Unavailable(text) => (Some(text), 3),
            Self::Interrupted => (None, 130),
        };
        if let Some(text) = text {
            say(&text);
        }
        ExitCode::from(code)
    }
}

impl<E: Into<AppError>> From<E> for Failure {
    fn from(error: E) -> Self {
        match error.into() {
            AppError::Refused(refusals) => Self::Refused(Some(sentences(&refusals))),
            AppError::Busy => Self::Unavailable(messages().problem(language(), &Problem::NotAvailable {})),
            AppError::Fault(fault) => Self::fault(fault.detail()),
        }
    }
}

fn sentences(refusals: &Refusals) -> String {
    let sentence = |problem| messages().problem(language(), problem);
    refusals.0.iter().map(|refusal| sentence(&refusal.problem)).collect::<Vec<_>>().join("\n")
}

/// The language of the terminal: French unless it is set to English.
pub(super) fn language() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok());
    if set.is_some_and(|set| set.starts_with("en")) { Language::English } else { Language::French }
}
