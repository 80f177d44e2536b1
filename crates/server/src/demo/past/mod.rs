//! The eighteen months before the demo starts: people publish, apply, consent, work and settle, each step through the use
//! case that a client would call, at its own hour of the demo's clock, with the jobs run on each day that has steps.
//!
//! What happens is in `data/demo/past`. Its ids are a series of their own, so that those of the rest of the demo stay
//! what they are however long the past becomes.

mod act;
mod step;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use talents_matching::{Engine, Vocabulary};

use self::step::Step;
use super::{DemoError, import_file};
use crate::app::App;
use crate::clock::{Clock, FrozenClock};
use crate::ids::SeededIds;
use crate::import::{Format, Kind};
use crate::jobs;

/// When the past begins: 2025-05-26 at 9:00 in Paris.
pub(super) const START: DateTime<Utc> = match DateTime::from_timestamp(1_748_242_800, 0) {
    Some(instant) => instant,
    None => DateTime::UNIX_EPOCH,
};

/// The first id of the past, far beyond those of the rest of the demo.
const FIRST_ID: u64 = 1 << 32;

/// The agents of the past, in the order in which the files name each other.
const FILES: &[(Kind, Format, &str)] = &[
    (Kind::People, Format::Csv, include_str!("../../../../../data/demo/past/people.csv")),
    (Kind::Roles, Format::Csv, include_str!("../../../../../data/demo/past/roles.csv")),
    (Kind::Talents, Format::JsonLines, include_str!("../../../../../data/demo/past/talents.jsonl")),
];

/// The missions of the past, published by its steps.
const MISSIONS: &str = include_str!("../../../../../data/demo/past/missions.jsonl");

/// What happened, step by step.
const STEPS: &str = include_str!("../../../../../data/demo/past/steps.jsonl");

/// Lives through the past, on the store of the demo, up to that instant.
pub(super) async fn live(
    demo: &App,
    clock: &Arc<FrozenClock>,
    vocabulary: Arc<Vocabulary>,
    until: DateTime<Utc>,
) -> Result<(), DemoError> {
    let ids = Arc::new(SeededIds::starting_at(FIRST_ID));
    let engine = Engine::in_memory(vocabulary)?;
    let app = App::new(demo.store.clone(), engine, Arc::clone(clock) as Arc<dyn Clock>, ids);
    for (kind, format, text) in FILES {
        import_file(&app, *kind, *format, text).await?;
    }
    for line in STEPS.lines() {
        let step: Step = serde_json::from_str(line).map_err(|error| DemoError::Rejected(format!("{error}: {line}")))?;
        let yesterday = clock.today();
        if !clock.advance_to(step.at) {
            return Err(DemoError::Rejected(format!("a step before the one above it: {line}")));
        }
        if clock.today() > yesterday {
            jobs::run_due(&app).await?;
        }
        act::carry_out(&app, &step).await.map_err(|error| DemoError::Rejected(format!("{error:?}: {line}")))?;
    }
    clock.advance_to(until);
    jobs::run_due(&app).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_begins_at_nine_in_paris() {
        assert_eq!(START.to_rfc3339(), "2025-05-26T07:00:00+00:00");
    }
}
