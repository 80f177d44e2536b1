//! How a page that was served, and its replay, read on a terminal.

use std::fmt::Write;

use chrono::SecondsFormat;
use talents_core::error::Arg;
use talents_core::event::ObjectKind;
use talents_core::id::{MissionId, PersonId, StructureId, TalentId};
use talents_store::ranking_log::{Question, ServedPage};
use uuid::Uuid;

use super::super::failure::language;
use crate::app::replay::{Cause, Difference, Replay};
use crate::graphql::{GlobalId, public_id};
use crate::messages::messages;

/// An id as the API shows it.
pub(super) fn public(id: impl GlobalId) -> String {
    public_id(id).0
}

/// What a page was for: the kind of question, and its mission or its talent.
pub(super) fn subject(question: &Question) -> String {
    let label = messages().label(language(), "ranking-question", question.kind());
    match question {
        Question::Mission { mission, .. } => format!("{label} {}", public(*mission)),
        Question::Talent { talent, .. } => format!("{label} {}", public(*talent)),
        Question::Preview { .. } => label,
    }
}

/// A page, with what it was made with and what each signal brought to each item.
pub(super) fn page(page: &ServedPage) -> String {
    let mut text = head(page);
    let _ = writeln!(text, "\n{}\t{}\t{}\t{}", word("place"), word("item"), word("score"), page.signals.join("\t"));
    for (place, item) in (1..).zip(&page.items) {
        let id = item_id(&page.question, item.id);
        let contributions: Vec<String> = item.contributions.iter().map(ToString::to_string).collect();
        let _ = writeln!(text, "{place}\t{id}\t{}\t{}", item.score, contributions.join("\t"));
    }
    text
}

fn head(page: &ServedPage) -> String {
    let made_with = &page.made_with;
    let position = made_with.position.map(|position| position.to_string()).unwrap_or_default();
    let mut lines = vec![
        ("id", page.id.to_string()),
        ("at", page.at.to_rfc3339_opts(SecondsFormat::Millis, true)),
        ("person", public(page.person)),
        ("question", subject(&page.question)),
    ];
    lines.extend(details(&page.question));
    lines.extend([
        ("day", made_with.as_of.to_string()),
        ("version", made_with.version.clone()),
        ("rules", made_with.rules.clone()),
        ("vocabulary", made_with.vocabulary.clone()),
        ("generation", made_with.generation.to_string()),
        ("position", position),
        ("total", page.total.to_string()),
    ]);
    lines.extend(page.cursor.clone().map(|cursor| ("cursor", cursor)));
    lines.into_iter().fold(String::new(), |mut text, (name, value)| {
        let _ = writeln!(text, "{}\t{value}", word(name));
        text
    })
}

/// What more is kept of a question.
fn details(question: &Question) -> Vec<(&'static str, String)> {
    match question {
        Question::Mission { version, published_version: None, .. } | Question::Talent { version, .. } => {
            vec![("object-version", version.to_string())]
        }
        Question::Mission { version, published_version: Some(published), .. } => {
            vec![("object-version", version.to_string()), ("published-version", published.to_string())]
        }
        Question::Preview { requirements, modalities, .. } => {
            let mut lines: Vec<_> = requirements
                .iter()
                .map(|asked| {
                    let skill = public(asked.skill);
                    ("requirement", format!("{skill} {} {} {}", asked.importance, asked.min_level.get(), asked.weight))
                })
                .collect();
            lines.push(("modalities", serde_json::json!(modalities).to_string()));
            lines
        }
    }
}

/// Whether the page is what it was, what differs, and why it may.
pub(super) fn replay(replay: &Replay) -> String {
    let (question, differences) = (&replay.served.question, &replay.differences);
    if differences.is_empty() {
        return messages().text(language(), "cli-replay-identical", &[("count", (&replay.served.items.len()).into())]);
    }
    let mut lines = vec![messages().text(language(), "cli-replay-differs", &[("count", (&differences.len()).into())])];
    lines.extend(differences.iter().map(|difference| format!("- {}", difference_text(question, difference))));
    let (then, now) = (&replay.served.made_with.position, &replay.made_with.position);
    let position = |position: &Option<_>| position.as_ref().map(ToString::to_string).unwrap_or_default();
    if then != now {
        lines.push(sentence("cli-replay-position", &[("then", position(then)), ("now", position(now))]));
    }
    lines.push(word(if replay.causes.is_empty() { "no-cause" } else { "causes" }));
    lines.extend(replay.causes.iter().map(|cause| format!("- {}", cause_text(cause))));
    lines.join("\n")
}

fn difference_text(question: &Question, difference: &Difference) -> String {
    let item = |id: &Uuid| ("item", item_id(question, *id));
    match difference {
        Difference::Gone { id, place } => sentence("cli-replay-gone", &[item(id), ("place", place.to_string())]),
        Difference::New { id, place } => sentence("cli-replay-new", &[item(id), ("place", place.to_string())]),
        Difference::Moved { id, then, now } => {
            sentence("cli-replay-moved", &[item(id), ("then", then.to_string()), ("now", now.to_string())])
        }
        Difference::Score { id, then, now } => {
            sentence("cli-replay-score", &[item(id), ("then", then.to_string()), ("now", now.to_string())])
        }
        Difference::Contribution { id, signal, then, now } => {
            let signal = messages().label(language(), "signal", signal);
            let values = [item(id), ("signal", signal), ("then", then.to_string()), ("now", now.to_string())];
            sentence("cli-replay-contribution", &values)
        }
    }
}

fn cause_text(cause: &Cause) -> String {
    match cause {
        Cause::Rules { then, now } => sentence("cli-replay-rules", &[("then", then.clone()), ("now", now.clone())]),
        Cause::Vocabulary { then, now } => {
            sentence("cli-replay-vocabulary", &[("then", then.clone()), ("now", now.clone())])
        }
        Cause::Statistics { generation } => {
            sentence("cli-replay-statistics", &[("generation", generation.to_string())])
        }
        Cause::Changed { kind, object, events } => {
            let label =
                |kind: &_| messages().label(language(), "event-kind", talents_core::event::EventKind::code(*kind));
            let happened = events.iter().map(label).collect::<Vec<_>>().join(", ");
            let object =
                format!("{} {}", messages().label(language(), "object-kind", kind.code()), object_id(*kind, *object));
            sentence("cli-replay-changed", &[("object", object), ("events", happened)])
        }
    }
}

/// The item of a page, as the API shows it.
fn item_id(question: &Question, id: Uuid) -> String {
    match question {
        Question::Talent { .. } => public(MissionId(id)),
        Question::Mission { .. } | Question::Preview { .. } => public(TalentId(id)),
    }
}

fn object_id(kind: ObjectKind, id: Uuid) -> String {
    match kind {
        ObjectKind::Talent => public(TalentId(id)),
        ObjectKind::Mission => public(MissionId(id)),
        ObjectKind::Person => public(PersonId(id)),
        ObjectKind::Structure => public(StructureId(id)),
        _ => id.to_string(),
    }
}

fn word(name: &str) -> String {
    messages().text(language(), &format!("cli-ranking-{name}"), &[])
}

fn sentence(id: &str, values: &[(&'static str, String)]) -> String {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, Arg::Text(value.clone()))).collect();
    messages().text(language(), id, &values)
}
