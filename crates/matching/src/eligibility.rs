//! Who can do a mission at all: a filter with reasons, never a score.
//!
//! What a talent hides is unknown, and an unknown part is read so that the answer shows nothing of it: hidden places
//! meet no place, hidden languages speak none that is required; hidden times, like none given, keep nobody out, for
//! when one is free is settled by a conversation.

use chrono::NaiveDate;
use talents_core::calendar::Days;
use talents_core::coded_enum;
use talents_core::id::StructureId;
use talents_core::mission::Modalities;
use talents_core::place::Remote;

use crate::index::image::TalentRow;

coded_enum! {
    /// Why a talent cannot do a mission.
    pub enum Reason {
        /// The place is out of their reach.
        Place = "PLACE",
        /// It is all remote, and they do not work all remotely.
        Remote = "REMOTE",
        /// They are not available while it lasts.
        Availability = "AVAILABILITY",
        /// They have too few minutes a week while it lasts.
        Effort = "EFFORT",
        /// They do not speak a language that it requires.
        Languages = "LANGUAGES",
        /// Its host is their employer.
        SameStructure = "SAME_STRUCTURE",
    }
}

impl Reason {
    /// Whether the host of a mission could give the condition up.
    pub const fn is_relaxable(self) -> bool {
        !matches!(self, Self::SameStructure)
    }
}

/// A set of reasons; the empty one means eligible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reasons(u8);

impl Reasons {
    fn add_if(&mut self, stands: bool, reason: Reason) {
        self.0 |= u8::from(stands) << reason as u8;
    }

    /// Whether nothing stands in the way.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether that reason stands in the way.
    pub(crate) fn has(self, reason: Reason) -> bool {
        self.0 >> reason as u8 & 1 == 1
    }

    /// Whether that reason alone stands in the way.
    pub(crate) fn is_only(self, reason: Reason) -> bool {
        self.0 == 1 << reason as u8
    }
}

/// What keeps a talent from a mission.
///
/// - A mission with a département that is not all remote wants a talent who lives there or would travel to it; days
///   that may be remote oblige nobody, so a partly remote mission suits those who only work on site.
/// - An all-remote one wants a talent whom all-remote work suits.
/// - The talent's windows must meet the days from the first possible start to the end; a bound that is missing is open.
/// - Over those days, `minutes per week × days ÷ 7` must reach the effort; where no window meets them, the reason is
///   `AVAILABILITY`, and the effort is judged as if every day were free, so that each reason stands for itself.
pub(crate) fn reasons(talent: &TalentRow, modalities: &Modalities, host: Option<StructureId>) -> Reasons {
    let mut reasons = Reasons::default();
    reasons.add_if(Some(talent.structure) == host, Reason::SameStructure);
    if modalities.remote == Some(Remote::Full) {
        reasons.add_if(talent.remote != Remote::Full, Reason::Remote);
    } else if let Some(department) = modalities.department {
        let reaches = talent.departments.is_some_and(|departments| departments.holds(department));
        reasons.add_if(!reaches, Reason::Place);
    }
    let speaks = |spoken: &std::collections::BTreeSet<_>| modalities.languages.is_subset(spoken);
    let understood = modalities.languages.is_empty() || talent.languages.as_ref().is_some_and(speaks);
    reasons.add_if(!understood, Reason::Languages);
    if let Some(minutes_per_week) = talent.minutes_per_week {
        time_reasons(&mut reasons, &talent.windows, minutes_per_week, modalities);
    }
    reasons
}

fn time_reasons(reasons: &mut Reasons, windows: &[Days], minutes_per_week: u32, modalities: &Modalities) {
    let first = modalities.start_from.or(modalities.start_to).unwrap_or(NaiveDate::MIN);
    let last = modalities.end_by.unwrap_or(NaiveDate::MAX);
    let Some(span) = Days::try_new(first, last) else { return };
    let common = windows.iter().filter_map(|window| window.intersection(span));
    let free_days: i64 = if windows.is_empty() { span.count() } else { common.map(Days::count).sum() };
    reasons.add_if(free_days == 0, Reason::Availability);
    let (Some(effort), Some(_)) = (modalities.effort_minutes, modalities.end_by) else { return };
    let days = if free_days == 0 { span.count() } else { free_days };
    reasons.add_if(i64::from(minutes_per_week) * days < i64::from(effort) * 7, Reason::Effort);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use talents_core::place::{DepartmentCode, LanguageCode};
    use uuid::Uuid;

    use super::*;
    use crate::place::Departments;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn paris() -> DepartmentCode {
        DepartmentCode::parse("75").unwrap()
    }

    fn talent() -> TalentRow {
        TalentRow {
            id: Uuid::from_u128(1).into(),
            structure: Uuid::from_u128(2).into(),
            discoverable: true,
            remote: Remote::Partial,
            departments: Some(Departments::default().with(paris())),
            minutes_per_week: Some(600),
            windows: Box::new([Days::try_new(day("2026-09-01"), day("2026-09-28")).unwrap()]),
            languages: Some(BTreeSet::from([LanguageCode::FRENCH])),
            skills: Box::new([]),
        }
    }

    fn modalities() -> Modalities {
        Modalities {
            remote: Some(Remote::None),
            department: Some(paris()),
            start_from: Some(day("2026-09-15")),
            end_by: Some(day("2026-12-31")),
            effort_minutes: Some(1200),
            languages: BTreeSet::from([LanguageCode::FRENCH]),
            ..Modalities::default()
        }
    }

    fn found(talent: &TalentRow, modalities: &Modalities) -> Vec<Reason> {
        let host = Some(Uuid::from_u128(3).into());
        let reasons = reasons(talent, modalities, host);
        Reason::ALL.iter().copied().filter(|reason| reasons.has(*reason)).collect()
    }

    #[test]
    fn two_free_weeks_hold_two_weeks_of_minutes_and_no_minute_more() {
        assert_eq!(found(&talent(), &modalities()), []);
        let more = Modalities { effort_minutes: Some(1201), ..modalities() };
        assert_eq!(found(&talent(), &more), [Reason::Effort]);
    }

    #[test]
    fn the_end_of_a_window_still_counts_and_the_day_after_does_not() {
        let from = |text| Modalities { start_from: Some(day(text)), effort_minutes: None, ..modalities() };
        assert_eq!(found(&talent(), &from("2026-09-28")), []);
        assert_eq!(found(&talent(), &from("2026-09-29")), [Reason::Availability]);
    }

    #[test]
    fn place_counts_unless_all_is_remote_and_then_remote_does() {
        let lille = Modalities { department: DepartmentCode::parse("59"), ..modalities() };
        assert_eq!(found(&talent(), &lille), [Reason::Place]);
        assert_eq!(found(&talent(), &Modalities { remote: Some(Remote::Full), ..lille }), [Reason::Remote]);
    }

    #[test]
    fn what_is_hidden_meets_no_place_and_no_language_and_any_time() {
        let hidden =
            TalentRow { departments: None, languages: None, minutes_per_week: None, windows: Box::new([]), ..talent() };
        assert_eq!(found(&hidden, &modalities()), [Reason::Place, Reason::Languages]);
    }

    #[test]
    fn an_agent_is_not_lent_to_their_own_structure() {
        let reasons = reasons(&talent(), &modalities(), Some(Uuid::from_u128(2).into()));
        assert!(reasons.is_only(Reason::SameStructure));
    }
}
