//! What times say against a mission, of many talents at once: loops without branches, which the compiler makes wide.

use pulp::Arch;

use super::days::{FAR, OPEN, Window};
use super::span::Asked;

/// The minutes of those who do not say.
pub(super) const UNKNOWN: u16 = u16::MAX;
/// How many pairs of windows are looked at together.
const FEW: usize = 256;

/// What a mission asks, ready to be compared, and the bits that stand for what is short of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The first and the last day, from the epoch.
    span: [i32; 2],
    /// How many days there are.
    count: i32,
    /// Seven times the effort: minutes a week times days must reach it.
    sevenfold: u32,
    absent: u8,
    short: u8,
}

impl Limits {
    /// The limits of a mission whose span is usual; `absent` stands for no free day, `short` for too few minutes.
    pub(super) fn new(asked: Asked, [absent, short]: [u8; 2]) -> Self {
        let sevenfold = u32::try_from(asked.effort.saturating_mul(7)).unwrap_or(u32::MAX);
        Self { span: asked.span.days_from_epoch(), count: asked.span.count() as i32, sevenfold, absent, short }
    }

    /// How many days of the span are in a window.
    #[expect(clippy::inline_always, reason = "it must be compiled with the wide loop that calls it")]
    #[inline(always)]
    fn shared(self, [first, last]: Window) -> i32 {
        let [first_day, last_day] = self.span;
        let end = if last == OPEN { FAR } else { i32::from(last) };
        (end.min(last_day) - i32::from(first).max(first_day) + 1).max(0)
    }

    /// What so many free days, and minutes a week, are short of.
    #[expect(clippy::inline_always, reason = "it must be compiled with the wide loop that calls it")]
    #[inline(always)]
    fn reasons(self, free: i32, minutes: u32) -> u8 {
        let days = if free == 0 { self.count } else { free };
        let is_short = minutes.wrapping_mul(days as u32) < self.sevenfold;
        (if free == 0 { self.absent } else { 0 }) | (if is_short { self.short } else { 0 })
    }

    /// Adds reasons to the marks of those who have one window or none; nothing to those of others.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a lazy operator is a branch, and a loop with branches is not wide"
    )]
    pub(super) fn judge(self, windows: &[Window], minutes: &[u16], marks: &mut [u8]) {
        Arch::new().dispatch(
            #[inline(always)]
            move || {
                for ((mark, window), minutes) in marks.iter_mut().zip(windows).zip(minutes) {
                    let [first, last] = *window;
                    let is_any_time = (first == 1) & (last == 0);
                    let free = if is_any_time { self.count } else { self.shared(*window) };
                    let is_told = (*minutes != UNKNOWN) & (is_any_time | (first <= last));
                    *mark |= if is_told { self.reasons(free, u32::from(*minutes)) } else { 0 };
                }
            },
        );
    }

    /// Adds reasons to the marks of those who have two windows, which are at these places, in order.
    pub(super) fn judge_pairs(
        self,
        [firsts, seconds]: [&[Window]; 2],
        places: impl Iterator<Item = usize>,
        minutes: &[u16],
        marks: &mut [u8],
    ) {
        let mut places = places.peekable();
        let mut free = [0; FEW];
        for (firsts, seconds) in firsts.chunks(FEW).zip(seconds.chunks(FEW)) {
            self.free_days(firsts, seconds, &mut free);
            for (free, place) in free[..firsts.len()].iter().zip(&mut places) {
                let minutes = minutes[place];
                marks[place] |= if minutes == UNKNOWN { 0 } else { self.reasons(*free, u32::from(minutes)) };
            }
            if places.peek().is_none() {
                return;
            }
        }
    }

    /// How many days of the span are in either window.
    fn free_days(self, firsts: &[Window], seconds: &[Window], free: &mut [i32; FEW]) {
        Arch::new().dispatch(
            #[inline(always)]
            move || {
                for ((free, first), second) in free.iter_mut().zip(firsts).zip(seconds) {
                    *free = self.shared(*first) + self.shared(*second);
                }
            },
        );
    }
}
