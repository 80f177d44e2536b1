//! Where and when talents can work, in ten bytes each: the usual case in columns, the others beside.

use std::collections::HashMap;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use pulp::Arch;
use talents_core::calendar::Days;
use talents_core::talent::{OPEN_FROM, OPEN_TO};

use super::reach::DocSet;
use crate::document::{Places, TalentDocument, Times};
use crate::place::{self, Departments};

/// How many départements fit in the column: home, which comes first, and three others.
const PLACES: usize = 4;
/// Stands for no département.
const NOWHERE: u8 = u8::MAX;
/// Stands last where there are more than fit: they are in [`PlaceColumn::many`].
const MORE: u8 = u8::MAX - 1;
/// Home and the other départements of a talent, or the first of them.
type FewPlaces = [u8; PLACES];

/// The départements of each talent. Those who hide theirs reach none, as those who have none.
#[derive(Debug, Default)]
pub(super) struct PlaceColumn {
    few: Vec<FewPlaces>,
    /// The talents who would travel further, whole.
    many: HashMap<u32, Departments>,
}

impl PlaceColumn {
    pub(super) fn push(&mut self, places: Option<&Places>) {
        let departments = places.map(Departments::of_places).unwrap_or_default();
        let home = places.and_then(|places| places.department).map_or(NOWHERE, place::number);
        let others: Vec<u8> = departments.numbers().filter(|number| *number != home).collect();
        let mut few = [NOWHERE; PLACES];
        for (slot, number) in few.iter_mut().zip([home].iter().chain(&others)) {
            *slot = *number;
        }
        if others.len() >= PLACES {
            few[PLACES - 1] = MORE;
            self.many.insert(self.few.len() as u32, departments);
        }
        self.few.push(few);
    }

    /// Whether a talent lives in a département, by its number, or would travel to it.
    #[inline]
    pub(super) fn reaches(&self, doc: u32, department: u8) -> bool {
        let few = &self.few[doc as usize];
        few.contains(&department)
            || (few[PLACES - 1] == MORE && self.many.get(&doc).is_some_and(|many| many.holds_number(department)))
    }

    /// Whether a talent lives in a département, by its number.
    pub(super) fn is_home(&self, doc: u32, department: u8) -> bool {
        self.few[doc as usize][0] == department
    }

    /// Calls `found` with the number of every département that a talent reaches.
    pub(super) fn for_each(&self, doc: u32, found: impl FnMut(u8)) {
        let few = &self.few[doc as usize];
        match (few[PLACES - 1] == MORE).then(|| self.many.get(&doc)).flatten() {
            Some(many) => many.numbers().for_each(found),
            None => few.iter().copied().filter(|number| *number != NOWHERE).for_each(found),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.few.as_slice()) + self.many.capacity() * size_of::<(u32, Departments)>()
    }
}

/// Days are numbered from this one.
const EPOCH: NaiveDate = OPEN_FROM;
/// The number that stands for [`OPEN_TO`]; any other day that does not fit is kept whole.
const OPEN: u16 = u16::MAX;
/// The window of those who are free at any time.
const ANY_TIME: [u16; 2] = [1, 0];
/// Where the first number has this bit and is greater than the second one, both say which list of [`TimeColumn::many`]
/// holds the windows; a window's first day is never after its last one.
const ELSEWHERE: u16 = 1 << 15;
/// A number of days from the epoch that no usual mission and no window reaches.
const FAR: i32 = 1 << 20;
/// The minutes of those who do not say.
const UNKNOWN: u16 = u16::MAX;

/// Windows and minutes per week of each talent.
#[derive(Debug, Default)]
pub(super) struct TimeColumn {
    windows: Vec<[u16; 2]>,
    minutes: Vec<u16>,
    /// Those who have several windows, or one that does not fit.
    several: DocSet,
    /// Their windows, in order and apart from each other, one list after the other.
    many: Vec<[i32; 2]>,
    /// Where each list ends.
    many_ends: Vec<u32>,
}

impl TimeColumn {
    pub(super) fn push(&mut self, times: Option<&Times>) {
        let windows = times.map(|times| apart(&times.windows)).unwrap_or_default();
        let window = match windows.as_slice() {
            [] => Some(ANY_TIME),
            [days] => packed(*days),
            _ => None,
        };
        let window = window.unwrap_or_else(|| self.keep(&windows));
        self.windows.push(window);
        let minutes = times.map(|times| u16::try_from(times.minutes_per_week).unwrap_or(UNKNOWN - 1));
        self.minutes.push(minutes.unwrap_or(UNKNOWN));
    }

    /// Keeps the next talent's windows as a list; tells what stands for it in the column.
    fn keep(&mut self, windows: &[Days]) -> [u16; 2] {
        self.several.append(self.windows.len());
        let list = self.many_ends.len() as u32;
        self.many.extend(windows.iter().map(|days| [number_of_day(days.first()), number_of_day(days.last())]));
        self.many_ends.push(self.many.len() as u32);
        [ELSEWHERE | (list >> 15) as u16, (list & 0x7fff) as u16]
    }

    /// The windows of a list, by what stands for it in the column.
    #[inline]
    fn kept(&self, [high, low]: [u16; 2]) -> &[[i32; 2]] {
        let list = usize::from(high & !ELSEWHERE) << 15 | usize::from(low);
        let from = if list == 0 { 0 } else { self.many_ends[list - 1] };
        &self.many[from as usize..self.many_ends[list] as usize]
    }

    /// Minutes per week; `None` when hidden.
    #[inline]
    pub(super) fn minutes_per_week(&self, doc: u32) -> Option<u32> {
        let minutes = self.minutes[doc as usize];
        (minutes != UNKNOWN).then_some(u32::from(minutes))
    }

    /// A number made of one from each column.
    #[inline]
    pub(super) fn read_ahead(&self, doc: u32) -> usize {
        usize::from(self.windows[doc as usize][0] ^ self.minutes[doc as usize])
    }

    /// Adds to the marks of consecutive talents what their times say against a mission: `absent` where they are free on no
    /// day of its span, `short` where their minutes do not make up its effort, as far as they tell their times.
    ///
    /// True of those with no window or one; of the others, nothing is added here, and [`Self::several`] tells them. The
    /// span must be [usual](Span::is_usual).
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a lazy operator is a branch, and a loop with branches is not wide"
    )]
    pub(super) fn judge(&self, talents: Range<usize>, asked: Asked, [absent, short]: [u8; 2], marks: &mut [u8]) {
        let [first_day, last_day] = asked.span.days_from_epoch();
        let count = asked.span.count() as i32;
        let sevenfold = u32::try_from(asked.effort.saturating_mul(7)).unwrap_or(u32::MAX);
        let (windows, minutes) = (&self.windows[talents.clone()], &self.minutes[talents]);
        Arch::new().dispatch(
            #[inline(always)]
            move || {
                for ((mark, [first, last]), minutes) in marks.iter_mut().zip(windows).zip(minutes) {
                    let (first, last, minutes) = (i32::from(*first), i32::from(*last), u32::from(*minutes));
                    let end = if last == i32::from(OPEN) { FAR } else { last };
                    let shared = (end.min(last_day) - first.max(first_day) + 1).max(0);
                    let is_any_time = (first == 1) & (last == 0);
                    let free = if is_any_time { count } else { shared };
                    let days = if free == 0 { count } else { free };
                    let is_told = (minutes != u32::from(UNKNOWN)) & (is_any_time | (first <= last));
                    let is_short = minutes.wrapping_mul(days as u32) < sevenfold;
                    let reasons = (if free == 0 { absent } else { 0 }) | (if is_short { short } else { 0 });
                    *mark |= if is_told { reasons } else { 0 };
                }
            },
        );
    }

    /// Those who have several windows, or one that does not fit.
    pub(super) fn several(&self) -> &DocSet {
        &self.several
    }

    /// How many days of a span a talent is free.
    #[inline]
    pub(super) fn free_days(&self, doc: u32, span: Span) -> i64 {
        match self.windows[doc as usize] {
            ANY_TIME => span.count(),
            [first, last] if first > last => {
                self.kept([first, last]).iter().map(|window| span.shared_with(*window)).sum()
            }
            window => span.shared_with(unpacked(window)),
        }
    }

    /// The windows, in order; empty for any time, and when hidden.
    pub(super) fn windows(&self, doc: u32) -> Vec<Days> {
        match self.windows[doc as usize] {
            ANY_TIME => Vec::new(),
            [first, last] if first > last => {
                self.kept([first, last]).iter().filter_map(|window| days(*window)).collect()
            }
            window => days(unpacked(window)).into_iter().collect(),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.windows.as_slice())
            + size_of_val(self.minutes.as_slice())
            + self.several.bytes()
            + size_of_val(self.many.as_slice())
            + size_of_val(self.many_ends.as_slice())
    }
}

/// The number of a day in the calendar.
fn number_of_day(day: NaiveDate) -> i32 {
    day.num_days_from_ce()
}

fn day_of_number(number: i32) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(number).unwrap_or(OPEN_TO)
}

/// The days between two numbers.
fn days([first, last]: [i32; 2]) -> Option<Days> {
    Days::try_new(day_of_number(first), day_of_number(last))
}

/// A window in two numbers, where they hold it whole.
fn packed(days: Days) -> Option<[u16; 2]> {
    let from_epoch = |day: NaiveDate| u16::try_from(number_of_day(day) - number_of_day(EPOCH)).ok();
    let last = if days.last() == OPEN_TO { OPEN } else { from_epoch(days.last()).filter(|last| *last != OPEN)? };
    Some([from_epoch(days.first())?, last])
}

#[inline]
fn unpacked([first, last]: [u16; 2]) -> [i32; 2] {
    let epoch = number_of_day(EPOCH);
    let last = if last == OPEN { number_of_day(OPEN_TO) } else { epoch + i32::from(last) };
    [epoch + i32::from(first), last]
}

/// What a mission asks of times: minutes of effort, 0 for none, within a span.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) span: Span,
    pub(crate) effort: i64,
}

/// The days while a mission lasts, by their numbers, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    first: i32,
    last: i32,
}

impl Span {
    /// The days from one to another; `None` when they are the wrong way round.
    pub(crate) fn try_new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then(|| Self { first: number_of_day(first), last: number_of_day(last) })
    }

    /// How many days there are.
    #[inline]
    pub(crate) fn count(self) -> i64 {
        i64::from(self.last) - i64::from(self.first) + 1
    }

    /// Whether two bytes hold how many days there are, so that four hold the minutes of all of them, and none is far.
    pub(crate) fn is_usual(self) -> bool {
        self.count() <= i64::from(u16::MAX) && self.days_from_epoch().iter().all(|day| day.abs() < FAR)
    }

    /// The first and the last day, counted from the epoch.
    fn days_from_epoch(self) -> [i32; 2] {
        [self.first, self.last].map(|day| day.saturating_sub(number_of_day(EPOCH)))
    }

    /// How many of them are in a window.
    #[inline]
    fn shared_with(self, [first, last]: [i32; 2]) -> i64 {
        (i64::from(self.last.min(last)) - i64::from(self.first.max(first)) + 1).max(0)
    }
}

/// The same days as spans that do not overlap, in order, so that no day counts twice.
pub(crate) fn apart(windows: &[Days]) -> Vec<Days> {
    let mut sorted = windows.to_vec();
    sorted.sort_unstable();
    let mut merged: Vec<Days> = Vec::with_capacity(sorted.len());
    for days in sorted {
        match merged.last_mut() {
            Some(last) if days.first() <= last.last() => {
                let end = last.last().max(days.last());
                *last = Days::try_new(last.first(), end).unwrap_or(*last);
            }
            _ => merged.push(days),
        }
    }
    merged
}

/// What is known of a talent's places and times, as columns keep it.
#[derive(Debug, Default)]
pub(super) struct AvailabilityColumns {
    pub(super) places: PlaceColumn,
    pub(super) times: TimeColumn,
}

impl AvailabilityColumns {
    /// Room for so many talents.
    pub(super) fn with_capacity(talents: usize) -> Self {
        let places = PlaceColumn { few: Vec::with_capacity(talents), ..PlaceColumn::default() };
        let (windows, minutes) = (Vec::with_capacity(talents), Vec::with_capacity(talents));
        Self { places, times: TimeColumn { windows, minutes, ..TimeColumn::default() } }
    }

    pub(super) fn push(&mut self, talent: &TalentDocument) {
        self.places.push(talent.places.as_ref());
        self.times.push(talent.times.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.places.bytes() + self.times.bytes()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use talents_core::place::DepartmentCode;

    use super::*;

    fn day(offset: i64) -> NaiveDate {
        EPOCH + chrono::Duration::days(offset)
    }

    proptest! {
        #[test]
        fn columns_count_the_same_free_days_as_the_calendar(
            windows in prop::collection::vec((-500i64..73_100, 0i64..73_100), 0..3), span in (0i64..73_000, 0i64..400),
        ) {
            let windows: Vec<Days> = windows.iter().filter_map(|(first, length)| Days::try_new(day(*first), day(first + length).min(OPEN_TO))).collect();
            let times = Times { minutes_per_week: 420, windows: windows.clone() };
            let mut column = TimeColumn::default();
            column.push(Some(&times));
            let (first, last) = (day(span.0), day(span.0 + span.1));
            let free = (0..=span.1).filter(|offset| {
                let at = day(span.0 + offset);
                windows.is_empty() || windows.iter().any(|days| days.first() <= at && at <= days.last())
            });
            prop_assert_eq!(column.free_days(0, Span::try_new(first, last).unwrap()), free.count() as i64);
            prop_assert_eq!(column.windows(0), apart(&windows));
        }

        #[test]
        fn a_column_reaches_the_very_departments_of_the_profile(codes in prop::collection::btree_set(1u8..96, 0..9)) {
            let codes: Vec<DepartmentCode> = codes.iter().filter_map(|code| DepartmentCode::parse(&code.to_string())).collect();
            let places = Places { department: codes.last().copied(), also_departments: codes.iter().copied().collect() };
            let mut column = PlaceColumn::default();
            column.push(Some(&places));
            let mut found = Departments::default();
            column.for_each(0, |number| found = found.with_number(number));
            prop_assert_eq!(found, Departments::of_places(&places));
            for number in 1..96 {
                prop_assert_eq!(column.reaches(0, number), found.holds_number(number));
            }
        }
    }
}
