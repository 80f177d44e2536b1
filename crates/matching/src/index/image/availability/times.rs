//! When talents are free: one window or none in a column, two beside it, and more, or unusual ones, in lists.

use std::ops::Range;

use talents_core::calendar::Days;

use super::days::{Window, days, number_of_day, packed, unpacked};
use super::judge::{Limits, UNKNOWN};
use super::span::{Asked, Span, apart};
use crate::document::Times;
use crate::index::image::reach::DocSet;

/// The window of those who are free at any time.
pub(super) const ANY_TIME: Window = [1, 0];
/// Where the first number has this bit and is greater than the second one, both say where the windows are: the first day
/// of a window is never after its last one.
const ELSEWHERE: u16 = 1 << 15;
/// Beside [`ELSEWHERE`]: the windows are in [`TimeColumn::pairs`], not in [`TimeColumn::many`].
const PAIR: u16 = 1 << 14;

/// Windows and minutes per week of each talent.
#[derive(Debug, Default)]
pub(in crate::index::image) struct TimeColumn {
    windows: Vec<Window>,
    minutes: Vec<u16>,
    /// Those who have two windows, as most have who have several.
    two: DocSet,
    /// Their first windows and their second ones, of one after the other.
    pairs: [Vec<Window>; 2],
    /// Those who have more windows, or one that does not fit.
    more: DocSet,
    /// Their windows, in order and apart from each other, one list after the other.
    many: Vec<[i32; 2]>,
    /// Where each list ends.
    many_ends: Vec<u32>,
}

impl TimeColumn {
    /// Room for so many talents.
    pub(super) fn with_capacity(talents: usize) -> Self {
        Self { windows: Vec::with_capacity(talents), minutes: Vec::with_capacity(talents), ..Self::default() }
    }

    pub(super) fn push(&mut self, times: Option<&Times>) {
        let windows = times.map(|times| apart(&times.windows)).unwrap_or_default();
        let fitting: Option<Vec<Window>> = windows.iter().map(|days| packed(*days)).collect();
        let window = match fitting.as_deref() {
            Some([]) => ANY_TIME,
            Some([window]) => *window,
            Some([first, second]) => self.keep_two([*first, *second]),
            _ => self.keep(&windows),
        };
        self.windows.push(window);
        let minutes = times.map(|times| u16::try_from(times.minutes_per_week).unwrap_or(UNKNOWN - 1));
        self.minutes.push(minutes.unwrap_or(UNKNOWN));
    }

    /// Keeps the next talent's two windows; tells what stands for them in the column.
    fn keep_two(&mut self, windows: [Window; 2]) -> Window {
        self.two.append(self.windows.len());
        let number = self.pairs[0].len();
        for (kept, window) in self.pairs.iter_mut().zip(windows) {
            kept.push(window);
        }
        elsewhere(PAIR, number)
    }

    /// Keeps the next talent's windows as a list; tells what stands for it in the column.
    fn keep(&mut self, windows: &[Days]) -> Window {
        self.more.append(self.windows.len());
        let list = self.many_ends.len();
        self.many.extend(windows.iter().map(|days| [number_of_day(days.first()), number_of_day(days.last())]));
        self.many_ends.push(self.many.len() as u32);
        elsewhere(0, list)
    }

    /// Calls `found` with each window of a talent, in order, by the numbers of the calendar; with none for any time.
    #[inline]
    fn for_each_window(&self, doc: u32, mut found: impl FnMut([i32; 2])) {
        match self.windows[doc as usize] {
            ANY_TIME => {}
            [first, last] if first <= last => found(unpacked([first, last])),
            code if code[0] & PAIR != 0 => self.pairs.iter().for_each(|kept| found(unpacked(kept[number(code)]))),
            code => {
                let from = number(code).checked_sub(1).map_or(0, |before| self.many_ends[before]);
                let to = self.many_ends[number(code)];
                self.many[from as usize..to as usize].iter().for_each(|window| found(*window));
            }
        }
    }

    /// Minutes per week; `None` when hidden.
    #[inline]
    pub(in crate::index::image) fn minutes_per_week(&self, doc: u32) -> Option<u32> {
        let minutes = self.minutes[doc as usize];
        (minutes != UNKNOWN).then_some(u32::from(minutes))
    }

    /// A number made of one from each column.
    #[inline]
    pub(in crate::index::image) fn read_ahead(&self, doc: u32) -> usize {
        usize::from(self.windows[doc as usize][0] ^ self.minutes[doc as usize])
    }

    /// Adds to the marks of consecutive talents what their times say against a mission: `absent` where they are free on no
    /// day of its span, `short` where their minutes do not make up its effort, as far as they tell their times. The first
    /// one's number is a multiple of 64.
    ///
    /// Nothing is told of [those who have more](Self::more) windows than two, or unusual ones. The span must be
    /// [usual](Span::is_usual).
    pub(in crate::index::image) fn judge(
        &self,
        talents: Range<usize>,
        asked: Asked,
        reasons: [u8; 2],
        marks: &mut [u8],
    ) {
        let limits = Limits::new(asked, reasons);
        limits.judge(&self.windows[talents.clone()], &self.minutes[talents.clone()], marks);
        let (first, minutes) = (talents.start as u32, &self.minutes[talents.clone()]);
        let mut places = self.two.docs_from(first, talents.end as u32).map(|doc| (doc - first) as usize).peekable();
        if let Some(place) = places.peek() {
            let number = number(self.windows[talents.start + place]);
            limits.judge_pairs(self.pairs.each_ref().map(|kept| &kept[number..]), places, minutes, marks);
        }
    }

    /// Those who have more windows than two, or one that does not fit.
    pub(in crate::index::image) fn more(&self) -> &DocSet {
        &self.more
    }

    /// How many days of a span a talent is free.
    #[inline]
    pub(in crate::index::image) fn free_days(&self, doc: u32, span: Span) -> i64 {
        if self.windows[doc as usize] == ANY_TIME {
            return span.count();
        }
        let mut free = 0;
        self.for_each_window(doc, |window| free += span.shared_with(window));
        free
    }

    /// The windows, in order; empty for any time, and when hidden.
    pub(in crate::index::image) fn windows(&self, doc: u32) -> Vec<Days> {
        let mut windows = Vec::new();
        self.for_each_window(doc, |window| windows.extend(days(window)));
        windows
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.windows.as_slice())
            + size_of_val(self.minutes.as_slice())
            + self.two.bytes()
            + self.pairs.iter().map(|kept| size_of_val(kept.as_slice())).sum::<usize>()
            + self.more.bytes()
            + size_of_val(self.many.as_slice())
            + size_of_val(self.many_ends.as_slice())
    }
}

/// What stands in the column for windows that are kept under a number.
fn elsewhere(kind: u16, number: usize) -> Window {
    [ELSEWHERE | kind | (number >> 15) as u16, (number & 0x7fff) as u16]
}

/// The number under which windows are kept that are [`elsewhere`].
#[inline]
fn number([high, low]: Window) -> usize {
    usize::from(high & !(ELSEWHERE | PAIR)) << 15 | usize::from(low)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use proptest::prelude::*;
    use talents_core::talent::OPEN_TO;

    use super::super::days::EPOCH;
    use super::*;

    fn day(offset: i64) -> NaiveDate {
        EPOCH + chrono::Duration::days(offset)
    }

    fn times() -> impl Strategy<Value = Option<Times>> {
        let window = (-500i64..73_100, prop_oneof![0i64..400, 0i64..73_100]);
        let days = |(first, length): (i64, i64)| Days::try_new(day(first), day(first + length).min(OPEN_TO));
        let windows = prop::collection::vec(window, 0..5)
            .prop_map(move |windows| windows.into_iter().filter_map(days).collect::<Vec<_>>());
        let times = (0u32..3_000, windows);
        prop::option::weighted(0.9, times.prop_map(|(minutes_per_week, windows)| Times { minutes_per_week, windows }))
    }

    fn column(times: &[Option<Times>]) -> TimeColumn {
        let mut column = TimeColumn::default();
        for times in times {
            column.push(times.as_ref());
        }
        column
    }

    proptest! {
        #[test]
        fn a_column_counts_the_same_free_days_as_the_calendar(
            times in prop::collection::vec(times(), 1..5), span in (0i64..73_000, 0i64..400),
        ) {
            let column = column(&times);
            let (first, last) = (day(span.0), day(span.0 + span.1));
            for (doc, times) in (0..).zip(&times) {
                let windows = times.as_ref().map(|times| times.windows.clone()).unwrap_or_default();
                let free = (0..=span.1).filter(|offset| {
                    let at = day(span.0 + offset);
                    windows.is_empty() || windows.iter().any(|days| days.first() <= at && at <= days.last())
                });
                prop_assert_eq!(column.free_days(doc, Span::try_new(first, last).unwrap()), free.count() as i64);
                prop_assert_eq!(column.windows(doc), apart(&windows));
            }
        }

        #[test]
        fn many_are_judged_as_each_alone(
            times in prop::collection::vec(times(), 1..300), span in (0i64..60_000, 0i64..400), effort in 0i64..200_000,
        ) {
            let column = column(&times);
            let span = Span::try_new(day(span.0), day(span.0 + span.1)).unwrap();
            for first in (0..times.len()).step_by(64) {
                let mut marks = vec![0; times.len() - first];
                column.judge(first..times.len(), Asked { span, effort }, [1, 2], &mut marks);
                for (doc, mark) in (first as u32..).zip(marks) {
                    let free = column.free_days(doc, span);
                    let days = if free == 0 { span.count() } else { free };
                    let expected = column.minutes_per_week(doc).map_or(0, |minutes| {
                        u8::from(free == 0) | u8::from(i64::from(minutes) * days < effort * 7) << 1
                    });
                    let is_told = !column.more().docs().any(|other| other == doc);
                    prop_assert_eq!(mark, if is_told { expected } else { 0 });
                }
            }
        }
    }
}
