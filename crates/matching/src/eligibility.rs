//! Who can do a mission at all: a filter with reasons, never a score.
//!
//! What a talent hides is unknown, and an unknown part is read so that the answer shows nothing of it: hidden places
//! meet no place, hidden languages speak none that is required; hidden times, like none given, keep nobody out, for
//! when one is free is settled by a conversation.

mod board;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use talents_core::coded_enum;
use talents_core::id::StructureId;
use talents_core::mission::Modalities;
use talents_core::place::{LanguageCode, Remote};

pub(crate) use self::board::ConditionBoard;
use crate::index::image::Image;
use crate::index::image::availability::{Asked, Span};
use crate::index::image::reach::DocSet;
use crate::index::image::talents::{TalentImage, TalentRow};
use crate::place;
use crate::signal::ONE;

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

    /// The bit of the reason in a set.
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// The mark of a pair that is not looked at: it does not match, or is not in the running. The bits below are reasons.
pub(crate) const APART: u8 = 1 << 7;

/// A set of reasons; the empty one means eligible.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reasons(u8);

impl Reasons {
    fn add_if(&mut self, stands: bool, reason: Reason) {
        self.0 |= u8::from(stands) * reason.bit();
    }

    fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// The set of a mark, of which a bit is a reason.
    pub(crate) fn of_mark(mark: u8) -> Self {
        Self(mark)
    }

    /// The set as a mark.
    pub(crate) fn mark(self) -> u8 {
        self.0
    }

    /// Whether nothing stands in the way.
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether that reason stands in the way.
    pub(crate) fn has(self, reason: Reason) -> bool {
        self.0 & reason.bit() != 0
    }

    /// Whether that reason alone stands in the way.
    pub(crate) fn is_only(self, reason: Reason) -> bool {
        self.0 == reason.bit()
    }
}

/// What a mission asks of whoever does it beside its times, whoever employs them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
struct Demand {
    remote: bool,
    department: Option<u8>,
    languages: BTreeSet<LanguageCode>,
}

impl Demand {
    #[inline]
    fn reasons(&self, talent: TalentRow<'_>, is_understood: bool) -> Reasons {
        let mut reasons = Reasons::default();
        reasons.add_if(self.remote && talent.remote() != Remote::Full, Reason::Remote);
        reasons.add_if(self.department.is_some_and(|department| !talent.reaches(department)), Reason::Place);
        reasons.add_if(!is_understood, Reason::Languages);
        reasons
    }
}

/// What a mission asks of whoever does it, ready to be compared.
#[derive(Debug, Clone)]
pub(crate) struct Conditions {
    host: Option<StructureId>,
    demand: Demand,
    /// `None` where the dates are the wrong way round: then they keep nobody out.
    span: Option<Span>,
    /// The minutes, where there is an end to do them by.
    effort: Option<i64>,
}

impl Conditions {
    /// The conditions of a mission.
    ///
    /// - A mission with a département that is not all remote wants a talent who lives there or would travel to it; days
    ///   that may be remote oblige nobody, so a partly remote mission suits those who only work on site.
    /// - An all-remote one wants a talent whom all-remote work suits.
    /// - The talent's windows must meet the days from the first possible start to the end; a bound that is missing is open.
    /// - Over those days, `minutes per week × days ÷ 7` must reach the effort; where no window meets them, the reason is
    ///   `AVAILABILITY`, and the effort is judged as if every day were free, so that each reason stands for itself.
    pub(crate) fn new(modalities: &Modalities, host: Option<StructureId>) -> Self {
        let remote = modalities.remote == Some(Remote::Full);
        let first = modalities.start_from.or(modalities.start_to).unwrap_or(NaiveDate::MIN);
        let last = modalities.end_by.unwrap_or(NaiveDate::MAX);
        Self {
            host,
            demand: Demand {
                remote,
                department: modalities.department.filter(|_| !remote).map(place::number),
                languages: modalities.languages.clone(),
            },
            span: Span::try_new(first, last),
            effort: modalities.end_by.and(modalities.effort_minutes).map(i64::from),
        }
    }

    /// The number of the département where one must be.
    pub(crate) fn department(&self) -> Option<u8> {
        self.demand.department
    }

    /// What keeps a talent from the mission, where it is known whether they speak its languages.
    #[cfg(test)]
    pub(crate) fn reasons_of(&self, talent: TalentRow<'_>, is_understood: bool) -> Reasons {
        self.reasons(talent, self.host == Some(talent.structure()), is_understood)
    }

    /// The languages that are required.
    #[cfg(test)]
    pub(crate) fn languages(&self) -> &BTreeSet<LanguageCode> {
        &self.demand.languages
    }

    fn are_understood(&self, spoken: Option<&BTreeSet<LanguageCode>>) -> bool {
        speaks(spoken, &self.demand.languages)
    }

    #[inline]
    fn reasons(&self, talent: TalentRow<'_>, is_hosts: bool, is_understood: bool) -> Reasons {
        let mut reasons = self.time_reasons(talent).and(self.demand.reasons(talent, is_understood));
        reasons.add_if(is_hosts, Reason::SameStructure);
        reasons
    }

    #[inline]
    fn time_reasons(&self, talent: TalentRow<'_>) -> Reasons {
        let mut reasons = Reasons::default();
        if let (Some(minutes), Some(span)) = (talent.minutes_per_week(), self.span) {
            let free_days = talent.free_days(span);
            reasons.add_if(free_days == 0, Reason::Availability);
            let days = if free_days == 0 { span.count() } else { free_days };
            let too_little = |effort: i64| i64::from(minutes) * days < effort * 7;
            reasons.add_if(self.effort.is_some_and(too_little), Reason::Effort);
        }
        reasons
    }

    /// How much of the effort so many minutes a week are, while one is free, in millionths: more than a whole where there
    /// is time to spare. `None` where either is not said.
    pub(crate) fn time_share(&self, talent: TalentRow<'_>) -> Option<u64> {
        let (effort, span, minutes) = (self.effort?, self.span?, talent.minutes_per_week()?);
        let available = i64::from(minutes) * talent.free_days(span) / 7;
        Some(u64::try_from(available).unwrap_or(0).saturating_mul(ONE.into()) / effort.max(1) as u64)
    }
}

/// Whether a set of languages holds those that are required; a hidden one holds none.
pub(crate) fn speaks(spoken: Option<&BTreeSet<LanguageCode>>, required: &BTreeSet<LanguageCode>) -> bool {
    required.is_empty() || spoken.is_some_and(|spoken| required.is_subset(spoken))
}

/// The conditions of a mission, looked up once for the talents of an image.
pub(crate) struct Screen<'a> {
    conditions: &'a Conditions,
    image: &'a TalentImage,
    /// The number of the host among the structures of the image.
    host: OnceCell<Option<usize>>,
    /// By the number of a set of languages: whether it holds those that are required.
    understood: Vec<bool>,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(conditions: &'a Conditions, image: &'a TalentImage) -> Self {
        let sets = image.languages().dictionary().iter();
        let understood = sets.map(|spoken| conditions.are_understood(spoken.as_ref())).collect();
        Self { conditions, image, host: OnceCell::new(), understood }
    }

    /// Those who may be found and whom neither place nor remote work keeps out: few, where the mission is at a place.
    pub(crate) fn within_reach(&self) -> Cow<'a, DocSet> {
        self.image.who(self.conditions.demand.remote, self.conditions.demand.department)
    }

    /// Reads what [`Self::admits`] looks at of a few talents, so that looking need not wait for the memory of one after the
    /// other.
    pub(crate) fn read_ahead(&self, docs: impl Iterator<Item = u32>) {
        let read = docs.map(|doc| self.image.row(doc).read_ahead());
        std::hint::black_box(read.fold(0, std::ops::BitXor::bitxor));
    }

    /// Whether nothing keeps a talent of the image from the mission who is [within reach](Self::within_reach).
    #[inline]
    pub(crate) fn admits(&self, doc: u32) -> bool {
        let talent = self.image.row(doc);
        self.understood[talent.languages_number()]
            && self.conditions.host != Some(talent.structure())
            && self.conditions.time_reasons(talent).is_empty()
    }

    fn host(&self) -> Option<usize> {
        let number = |host| self.image.structures().dictionary().iter().position(|structure| *structure == host);
        *self.host.get_or_init(|| self.conditions.host.and_then(number))
    }

    /// Adds to the marks of consecutive talents a bit for each reason that keeps them from the mission, as
    /// [`Self::reasons`] tells them one by one; where they are [`APART`], some may be missing. They begin at a multiple of
    /// 64; `within_reach` is [`Self::within_reach`].
    pub(crate) fn judge(&self, first: u32, within_reach: &DocSet, marks: &mut [u8]) {
        let demand = &self.conditions.demand;
        let out_of_reach = if demand.remote { Some(Reason::Remote) } else { demand.department.map(|_| Reason::Place) };
        if let Some(reason) = out_of_reach {
            within_reach.mark_others(first, reason.bit(), marks);
        }
        for (set, _) in self.understood.iter().enumerate().filter(|(_, is_understood)| !**is_understood) {
            self.image.languages().mark_those_of(set, first, Reason::Languages.bit(), marks);
        }
        if let Some(host) = self.host() {
            self.image.structures().mark_those_of(host, first, Reason::SameStructure.bit(), marks);
        }
        self.judge_times(first, marks);
    }

    fn judge_times(&self, first: u32, marks: &mut [u8]) {
        let Some(span) = self.conditions.span else { return };
        if !span.is_usual() {
            for (mark, doc) in marks.iter_mut().zip(first..) {
                *mark |= self.conditions.time_reasons(self.image.row(doc)).0;
            }
            return;
        }
        let asked = Asked { span, effort: self.conditions.effort.unwrap_or(0) };
        self.image.judge_times(first, asked, [Reason::Availability.bit(), Reason::Effort.bit()], marks);
        for doc in self.image.with_several_windows().docs_from(first, first + marks.len() as u32) {
            let mark = &mut marks[(doc - first) as usize];
            if *mark < APART {
                *mark |= self.conditions.time_reasons(self.image.row(doc)).0;
            }
        }
    }

    /// What keeps a talent of the image from the mission.
    #[inline]
    pub(crate) fn reasons(&self, doc: u32) -> Reasons {
        let talent = self.image.row(doc);
        let is_hosts = self.host() == Some(talent.structure_number());
        self.conditions.reasons(talent, is_hosts, self.understood[talent.languages_number()])
    }
}

#[cfg(test)]
mod tests {
    use talents_core::calendar::Days;
    use talents_core::place::DepartmentCode;
    use uuid::Uuid;

    use super::*;
    use crate::document::{Places, TalentDocument, Times};

    pub(super) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub(super) fn paris() -> DepartmentCode {
        DepartmentCode::parse("75").unwrap()
    }

    pub(super) fn talent() -> TalentDocument {
        TalentDocument {
            id: Uuid::from_u128(1).into(),
            structure: Uuid::from_u128(2).into(),
            ministry: Uuid::from_u128(2).into(),
            discoverable: true,
            headline: String::new(),
            biography: String::new(),
            skills: Vec::new(),
            languages: Some(BTreeSet::from([LanguageCode::FRENCH])),
            remote: Remote::Partial,
            places: Some(Places { department: Some(paris()), also_departments: BTreeSet::new() }),
            times: Some(Times {
                minutes_per_week: 600,
                windows: vec![Days::try_new(day("2026-09-01"), day("2026-09-28")).unwrap()],
            }),
        }
    }

    pub(super) fn modalities() -> Modalities {
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

    fn reasons(talent: &TalentDocument, modalities: &Modalities, host: u128) -> Reasons {
        let image = TalentImage::of_one(talent);
        Screen::new(&Conditions::new(modalities, Some(Uuid::from_u128(host).into())), &image).reasons(0)
    }

    fn found(talent: &TalentDocument, modalities: &Modalities) -> Vec<Reason> {
        let reasons = reasons(talent, modalities, 3);
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
        let hidden = TalentDocument { places: None, languages: None, times: None, ..talent() };
        assert_eq!(found(&hidden, &modalities()), [Reason::Place, Reason::Languages]);
    }

    #[test]
    fn an_agent_is_not_lent_to_their_own_structure() {
        let reasons = reasons(&talent(), &modalities(), 2);
        assert!(reasons.is_only(Reason::SameStructure));
    }
}
