//! Numbers that a seed decides: the same at every run.

/// A source of numbers.
pub(super) struct Dice(fastrand::Rng);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A number below the bound, which is at least 1.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0.usize(..bound)
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
