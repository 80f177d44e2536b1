//! The eighteen months before the demo starts: people publish, apply, consent, work and settle, each step through the use
//! case that a client would call, at its own hour of the demo's clock.
//!
//! What happens is in `data/demo/past`. Its ids are a series of their own, so that those of the rest of the demo stay
//! what they are however long the past becomes. The jobs are steps like the others, on the days on which something falls
//! due: a server runs them every minute, and on every other day they find nothing.

mod act;
mod names;
mod step;

use std::str::Lines;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use talents_matching::{Engine, Vocabulary};

use self::names::Names;
use self::step::Step;
use super::{DemoError, import_file};
use crate::app::App;
use crate::clock::{Clock, FrozenClock};
use crate::ids::SeededIds;
use crate::import::{Format, Kind};

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

/// A past that is being lived.
pub(super) struct Past {
    app: App,
    clock: Arc<FrozenClock>,
    names: Names,
    /// The steps still to come.
    steps: Lines<'static>,
}

impl Past {
    /// The beginning of the past, on the store of the demo, with its agents.
    pub(super) async fn begin(
        demo: &App,
        clock: &Arc<FrozenClock>,
        vocabulary: Arc<Vocabulary>,
    ) -> Result<Self, DemoError> {
        let ids = Arc::new(SeededIds::starting_at(FIRST_ID));
        // Nothing is searched in the past: its own index stays empty, and the demo's is written once, at the end.
        let engine = Engine::in_memory(vocabulary)?;
        let app = App::new(demo.store.clone(), engine, Arc::clone(clock) as Arc<dyn Clock>, ids);
        for (kind, format, text) in FILES {
            import_file(&app, *kind, *format, text).await?;
        }
        Ok(Self { app, clock: Arc::clone(clock), names: Names::default(), steps: STEPS.lines() })
    }

    /// Lives through what happened before that instant, and stops there.
    pub(super) async fn live_until(&mut self, instant: DateTime<Utc>) -> Result<(), DemoError> {
        loop {
            let rest = self.steps.clone();
            let Some(line) = self.steps.next() else { break };
            let rejected = |why: &str| DemoError::Rejected(format!("{why}: {line}"));
            let step: Step = serde_json::from_str(line).map_err(|error| rejected(&error.to_string()))?;
            if step.at >= instant {
                self.steps = rest;
                break;
            }
            if !self.clock.advance_to(step.at) {
                return Err(rejected("a step before the one above it"));
            }
            act::carry_out(&self.app, &mut self.names, &step).await.map_err(|error| rejected(&format!("{error:?}")))?;
        }
        self.clock.advance_to(instant);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_past_begins_at_nine_in_paris() {
        assert_eq!(START.to_rfc3339(), "2025-05-26T07:00:00+00:00");
    }
}
