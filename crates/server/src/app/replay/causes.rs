//! What may have changed a page since it was served.

use std::collections::{BTreeMap, BTreeSet};

use talents_core::event::{Event, EventKind, ObjectKind};
use talents_core::id::{MissionId, TalentId};
use talents_core::reminder::is_reminder;
use talents_store::event::{self, Position};
use talents_store::ranking_log::{MadeWith, Question, ServedItem, ServedPage};
use talents_store::{mission, talent};
use uuid::Uuid;

use super::super::{App, AppError};

/// The most events that are read at once.
const BATCH_EVENTS: u64 = 5_000;

/// Something that may have changed a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// The rules of ranking have another version.
    Rules {
        /// Which it was.
        then: String,
        /// Which it is.
        now: String,
    },
    /// The vocabulary has another version.
    Vocabulary {
        /// Which it was.
        then: String,
        /// Which it is.
        now: String,
    },
    /// The statistics of that generation are lost, or in a form that this version does not read.
    Statistics {
        /// Which generation.
        generation: u64,
    },
    /// Something of the page changed after the event that the index had reached.
    Changed {
        /// What kind of object.
        kind: ObjectKind,
        /// Which one.
        object: Uuid,
        /// What happened to it, in order, each kind once.
        events: Vec<EventKind>,
    },
}

/// What may have changed the page: versions, then the objects of both pages that changed, by kind and id.
pub(super) async fn find(
    app: &App,
    served: &ServedPage,
    now: &MadeWith,
    items: &[ServedItem],
    is_generation_lost: bool,
) -> Result<Vec<Cause>, AppError> {
    let then = &served.made_with;
    let mut causes = Vec::new();
    if then.rules != now.rules {
        causes.push(Cause::Rules { then: then.rules.clone(), now: now.rules.clone() });
    }
    if then.vocabulary != now.vocabulary {
        causes.push(Cause::Vocabulary { then: then.vocabulary.clone(), now: now.vocabulary.clone() });
    }
    if is_generation_lost {
        causes.push(Cause::Statistics { generation: then.generation });
    }
    let concerned = concerned(app, served, items).await?;
    causes.extend(changes(app, then.position, &concerned).await?);
    Ok(causes)
}

/// What the page depends on: what it was asked for, its items of then and of now, the people and structures of both.
async fn concerned(app: &App, served: &ServedPage, items: &[ServedItem]) -> Result<BTreeSet<Uuid>, AppError> {
    let shown: BTreeSet<Uuid> = served.items.iter().chain(items).map(|item| item.id).collect();
    let (mut talents, mut missions) = (Vec::new(), Vec::new());
    match &served.question {
        Question::Mission { mission, .. } => missions.push(*mission),
        Question::Talent { talent, .. } => talents.push(*talent),
        Question::Preview { .. } => {}
    }
    match &served.question {
        Question::Talent { .. } => missions.extend(shown.iter().copied().map(MissionId)),
        Question::Mission { .. } | Question::Preview { .. } => talents.extend(shown.iter().copied().map(TalentId)),
    }
    let mut concerned = shown;
    concerned.extend(served.question.subject());
    for talent in talent::by_ids(&app.store, &talents).await? {
        concerned.extend([talent.person.0, talent.structure.0]);
    }
    concerned.extend(mission::by_ids(&app.store, &missions).await?.iter().map(|mission| mission.host.0));
    Ok(concerned)
}

/// What happened to these objects after a position.
async fn changes(app: &App, mut after: Option<Position>, concerned: &BTreeSet<Uuid>) -> Result<Vec<Cause>, AppError> {
    let mut changed: BTreeMap<(ObjectKind, Uuid), Vec<EventKind>> = BTreeMap::new();
    loop {
        let events = event::since(&app.store, after, BATCH_EVENTS).await?;
        let Some((last, _)) = events.last() else { break };
        after = Some(*last);
        for (_, event) in &events {
            if concerned.contains(&event.object) && may_matter(event) {
                let kinds = changed.entry((event.kind.object(), event.object)).or_default();
                if !kinds.contains(&event.kind) {
                    kinds.push(event.kind);
                }
            }
        }
    }
    let cause = |((kind, object), events)| Cause::Changed { kind, object, events };
    Ok(changed.into_iter().map(cause).collect())
}

/// Whether an event may change what the index knows.
fn may_matter(event: &Event) -> bool {
    match event.kind.object() {
        ObjectKind::Talent | ObjectKind::Mission | ObjectKind::Person | ObjectKind::Structure => {
            !is_reminder(event.kind)
        }
        ObjectKind::Role
        | ObjectKind::Token
        | ObjectKind::Skill
        | ObjectKind::Occupation
        | ObjectKind::Programme
        | ObjectKind::Generation
        | ObjectKind::Application
        | ObjectKind::Engagement
        | ObjectKind::Consent
        | ObjectKind::Envelope
        | ObjectKind::TimeSheet
        | ObjectKind::ServiceOffer
        | ObjectKind::Account
        | ObjectKind::Transfer
        | ObjectKind::Ledger => false,
    }
}
