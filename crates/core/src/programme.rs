//! The programme: the settings under which the scheme runs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Checks, Problem, Refusals};
use crate::event::{Actor, EventDraft, EventKind, Stamp};
use crate::mission::Urgency;
use crate::structure::Branch;
use crate::text;

/// What the events of the programme are about: there is one programme.
pub const PROGRAMME: Uuid = Uuid::from_u128(0x7072_6f67_7261_6d6d_6500_0000_0000_0001);

coded_enum! {
    /// How far the scheme has come.
    pub enum Phase {
        /// It is being tried.
        Experiment = "EXPERIMENT",
        /// It is there for good.
        General = "GENERAL",
    }
}

coded_enum! {
    /// What the credits of structures are for.
    pub enum CompensationMode {
        /// Time is measured; balances may go anywhere.
        Measure = "MEASURE",
        /// A floor is enforced.
        Compensation = "COMPENSATION",
    }
}

/// Why ranked lists are in a neutral order for now, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankingSuspension {
    /// Who suspended the ranking.
    pub by: Actor,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Why, for everybody to read.
    pub reason: String,
}

/// The settings of the scheme. Every change has an author and a date: they are in its event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Counts the changes, from 1.
    pub version: u64,
    /// The name.
    pub name: String,
    /// The text that it rests on.
    pub legal_basis: String,
    /// How far it has come.
    pub phase: Phase,
    /// The branches of the public service that may take part.
    pub branches: Vec<Branch>,
    /// What credits are for.
    pub compensation_mode: CompensationMode,
    /// Minutes in a day of work, for display alone.
    pub minutes_per_day: u32,
    /// The lowest balance of an account, in minutes, unless the account says otherwise.
    pub default_floor_minutes: i64,
    /// The most minutes of a seat.
    pub effort_minutes_max: u32,
    /// The most days from the start of a mission to its end.
    pub duration_days_max: u32,
    /// The most minutes of a week.
    pub weekly_minutes_max: u32,
    /// Days to consent, by urgency, from normal to critical.
    pub consent_days: [u16; 3],
    /// How far the minutes worked may go past those reserved, in percent.
    pub tolerance_percent: u8,
    /// The suspension of the ranking, while it lasts. Settings written before it existed have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranking_suspension: Option<RankingSuspension>,
}

impl Default for Programme {
    fn default() -> Self {
        Self {
            version: 1,
            name: "Partagez vos talents numériques".to_owned(),
            legal_basis: "Note de création du dispositif « Partagez vos talents numériques »".to_owned(),
            phase: Phase::Experiment,
            branches: vec![Branch::State],
            compensation_mode: CompensationMode::Measure,
            minutes_per_day: 420,
            default_floor_minutes: 0,
            effort_minutes_max: 25_200,
            duration_days_max: 366,
            weekly_minutes_max: 2_100,
            consent_days: [15, 7, 2],
            tolerance_percent: 10,
            ranking_suspension: None,
        }
    }
}

impl Programme {
    /// Whether a branch of the public service may take part.
    pub fn admits(&self, branch: Branch) -> bool {
        self.branches.contains(&branch)
    }

    /// Days to consent for a mission of that urgency.
    pub fn consent_days_for(&self, urgency: Urgency) -> u16 {
        self.consent_days[urgency as usize]
    }

    /// Whether ranked lists are in a neutral order for now.
    pub const fn is_ranking_suspended(&self) -> bool {
        self.ranking_suspension.is_some()
    }

    /// Suspends the ranking: lists keep their filters, dates and eligibility, and lose scores and order.
    ///
    /// # Errors
    /// [`Problem::RankingSuspended`] where it is already; a reason that is too short or too long.
    pub fn suspend_ranking(&self, reason: &str, stamp: Stamp) -> Result<Change<Self>, Refusals> {
        if self.is_ranking_suspended() {
            return Err(Problem::RankingSuspended {}.into());
        }
        let mut checks = Checks::default();
        let reason = text::bounded(&mut checks, "reason", reason, text::REASON);
        let suspension = checks.finish(RankingSuspension { by: stamp.actor, at: stamp.at, reason })?;
        Ok(self.with_suspension(Some(suspension), EventKind::RankingSuspended))
    }

    /// Ranks again.
    ///
    /// # Errors
    /// [`Problem::RankingNotSuspended`] where nothing is suspended.
    pub fn resume_ranking(&self) -> Result<Change<Self>, Refusals> {
        if !self.is_ranking_suspended() {
            return Err(Problem::RankingNotSuspended {}.into());
        }
        Ok(self.with_suspension(None, EventKind::RankingResumed))
    }

    fn with_suspension(&self, ranking_suspension: Option<RankingSuspension>, kind: EventKind) -> Change<Self> {
        let value = Self { version: self.version + 1, ranking_suspension, ..self.clone() };
        // The reason is a text: it is in the settings, and no event holds it.
        let events = vec![EventDraft::new(kind, PROGRAMME, value.version)];
        Change { value, events }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    fn stamp() -> Stamp {
        Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: "2026-12-01T08:00:00Z".parse().unwrap() }
    }

    #[test]
    fn the_ranking_is_suspended_once_with_its_author_and_resumed_once() {
        let running = Programme::default();
        let suspended = running.suspend_ranking(" Biais constaté ", stamp()).unwrap();
        let kept = suspended.value.ranking_suspension.clone().unwrap();
        assert_eq!((kept.by, kept.at, kept.reason.as_str()), (stamp().actor, stamp().at, "Biais constaté"));
        assert_eq!(suspended.events, [EventDraft::new(EventKind::RankingSuspended, PROGRAMME, 2)]);
        let again = suspended.value.suspend_ranking("Encore une fois", stamp()).unwrap_err();
        assert_eq!(again.codes(), [ErrorCode::InvalidTransition]);
        let resumed = suspended.value.resume_ranking().unwrap();
        assert_eq!(resumed.value, Programme { version: 3, ..running });
        assert!(resumed.value.resume_ranking().is_err());
    }

    #[test]
    fn a_suspension_wants_a_reason() {
        let refused = Programme::default().suspend_ranking("  ", stamp()).unwrap_err();
        assert_eq!(refused.0[0].path, ["reason"]);
    }

    #[test]
    fn settings_written_before_suspensions_existed_still_read() {
        let written = serde_json::to_value(Programme::default()).unwrap();
        assert_eq!(written.get("ranking_suspension"), None);
        assert_eq!(serde_json::from_value::<Programme>(written).unwrap(), Programme::default());
    }
}
