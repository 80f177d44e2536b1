//! The programme: the settings under which the scheme runs.

use serde::{Deserialize, Serialize};

use crate::code::coded_enum;
use crate::mission::Urgency;
use crate::structure::Branch;

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
}
