//! The vocabulary: what completes as one types, and what a text speaks of.

use talents_core::error::{Checks, Problem, Refusals};
use talents_core::id::SkillId;
use talents_core::skill::SkillState;
use talents_matching::{Completions, Suggestion};

use super::{App, AppError};

/// Whether every skill that an input names can be asked for and declared; `field` is the list that names them.
pub fn check_known(app: &App, field: &'static str, ids: impl Iterator<Item = SkillId>) -> Result<(), AppError> {
    let snapshot = app.snapshot();
    let mut checks = Checks::default();
    for (index, id) in ids.enumerate() {
        let known = snapshot.vocabulary().skill(id).is_some_and(|skill| skill.state == SkillState::Active);
        checks.inside(field, Some(index), |checks| {
            checks.require(known, "skillId", || Problem::UnknownSkill {
                skill: id.to_string(),
                suggestion: String::new(),
            });
        });
    }
    Ok(checks.finish(())?)
}

/// The longest text that one may search for or complete, in characters.
const QUERY_MAX: usize = 200;
/// The longest text that skills are read from, in characters.
const TEXT_MAX: usize = 20_000;

/// The skills that complete what is being typed, the likely ones first: so many at the most, and how many there are.
pub fn complete(app: &App, query: &str, most: usize) -> Result<Completions, AppError> {
    check_query(query)?;
    Ok(app.snapshot().complete_skill(query, most))
}

/// The skills that a text speaks of, the surest first.
pub fn suggest(app: &App, text: &str) -> Result<Vec<Suggestion>, AppError> {
    check_length("text", text, TEXT_MAX)?;
    Ok(app.snapshot().vocabulary().suggest(text))
}

/// Refuses a search for nothing, or for more than anybody types.
pub(super) fn check_query(query: &str) -> Result<(), AppError> {
    if query.trim().is_empty() {
        return Err(Refusals::at("query", Problem::EmptyQuery {}).into());
    }
    check_length("query", query, QUERY_MAX)
}

/// Refuses a text that is longer than it may be.
pub(super) fn check_length(field: &'static str, text: &str, max: usize) -> Result<(), AppError> {
    let length = text.chars().count();
    if length <= max { Ok(()) } else { Err(Refusals::at(field, Problem::TextTooLong { length, max }).into()) }
}
