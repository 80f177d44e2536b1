//! Numbers that a seed decides: the same at every run.

/// A source of numbers (`SplitMix64`).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below the bound, which is at least 1.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn one<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }

    /// Mostly one of those that fit; sometimes any of them. `None` where there is none.
    pub(super) fn choose<T: Clone>(&mut self, list: &[T], fits: impl Fn(&T) -> bool) -> Option<T> {
        let fitting: Vec<&T> = list.iter().filter(|one| fits(one)).collect();
        // Where none fits, seldom: kinds that are drawn often would be refused all the time.
        if self.chance(if fitting.is_empty() { 1 } else { 7 }) && !list.is_empty() {
            return Some(self.one(list));
        }
        (!fitting.is_empty()).then(|| fitting[self.below(fitting.len())].clone())
    }
}
