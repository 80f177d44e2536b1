//! When, where and how lately: weak signals among those who are eligible anyway.
//!
//! Recency and minutes may weigh on people who were on leave or work part-time, so they weigh little, what is not said
//! counts as the middle, and their effect is measured and published.

use chrono::NaiveDate;

use super::{Circumstance, ONE};
use crate::index::image::talents::TalentRow;
use crate::rank::board::PreparedMission;

/// What counts where something is not said: neither for nor against.
const UNKNOWN: u32 = ONE / 2;

/// After so many months without use of any skill, recency is at its lowest.
const MONTHS_MAX: u32 = 60;

/// How lately the talent used any of their skills: from a half, after five years or more, to a whole.
pub(crate) struct Recency;

impl Circumstance for Recency {
    fn name(&self) -> &'static str {
        "recency"
    }

    fn value(&self, _mission: &PreparedMission, talent: TalentRow<'_>, as_of: NaiveDate) -> u32 {
        let lost = |months: u32| UNKNOWN / MONTHS_MAX * months.min(MONTHS_MAX);
        talent.months_since_use(as_of).map_or(UNKNOWN, |months| ONE - lost(months))
    }
}

/// How comfortably the talent's minutes hold the effort: a half where they just do, a whole where there is twice the
/// time.
pub(crate) struct Availability;

impl Circumstance for Availability {
    fn name(&self) -> &'static str {
        "availability"
    }

    fn value(&self, mission: &PreparedMission, talent: TalentRow<'_>, _as_of: NaiveDate) -> u32 {
        let share = mission.conditions.time_share(talent);
        share.map_or(UNKNOWN, |share| (share / 2).min(ONE.into()) as u32)
    }
}

/// Whether the talent reaches the mission's département; a mission without one suits everybody alike.
pub(crate) struct Place;

impl Circumstance for Place {
    fn name(&self) -> &'static str {
        "place"
    }

    fn value(&self, mission: &PreparedMission, talent: TalentRow<'_>, _as_of: NaiveDate) -> u32 {
        match mission.conditions.department() {
            None => UNKNOWN,
            Some(department) if talent.is_home(department) => ONE,
            Some(department) if talent.reaches(department) => UNKNOWN,
            Some(_) => 0,
        }
    }
}
