//! The best of many, ties settled by their hash, in little memory.

use std::cmp::Reverse;

use uuid::Uuid;

/// What settles a tie: a hash of mission and talent, then the id of who is ranked.
pub(crate) type Tie = (u64, Uuid);

/// Where someone stands: by value, the highest first, then by tie.
pub(crate) type Standing = (Reverse<u32>, Tie);

/// The best so far, of which there are so many at the most.
#[derive(Debug)]
pub(crate) struct Best<T> {
    size: usize,
    /// Up to twice as many as are kept: they are thinned out only now and then.
    held: Vec<(Standing, T)>,
    /// Whoever does not stand before this is not among the best.
    edge: Option<Standing>,
}

impl<T> Best<T> {
    /// The best so many.
    pub(crate) fn of(size: usize) -> Self {
        Self { size, held: Vec::with_capacity(if size > 10_000 { 0 } else { 2 * size }), edge: None }
    }

    /// A value below this one is certainly not among the best.
    #[inline]
    pub(crate) fn least(&self) -> u32 {
        self.edge.map_or(0, |(Reverse(value), _)| value)
    }

    /// Takes someone in who may be among the best.
    #[inline]
    pub(crate) fn offer(&mut self, value: u32, tie: impl FnOnce() -> Tie, who: impl FnOnce() -> T) {
        if value >= self.least() {
            self.take(value, tie(), who());
        }
    }

    fn take(&mut self, value: u32, tie: Tie, who: T) {
        let standing = (Reverse(value), tie);
        if self.size == 0 || self.edge.is_some_and(|edge| standing > edge) {
            return;
        }
        self.held.push((standing, who));
        if self.held.len() >= 2 * self.size {
            self.thin_out();
        }
    }

    /// Makes the least value as high as those so far allow, which it is only now and then by itself.
    pub(crate) fn settle(&mut self) {
        if self.size > 0 {
            self.thin_out();
        }
    }

    fn thin_out(&mut self) {
        let is_known = self.held.len() == self.size && self.edge.is_some();
        if self.held.len() > self.size {
            self.held.select_nth_unstable_by_key(self.size - 1, |(standing, _)| *standing);
            self.held.truncate(self.size);
        }
        if self.held.len() == self.size && !is_known {
            self.edge = self.held.iter().map(|(standing, _)| *standing).max();
        }
    }

    /// The best, in order.
    pub(crate) fn in_order(mut self) -> Vec<(Standing, T)> {
        if self.size > 0 {
            self.thin_out();
        }
        self.held.sort_unstable_by_key(|(standing, _)| *standing);
        self.held
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_those_that_sorting_all_gives(values in prop::collection::vec((0u32..6, any::<u64>()), 0..200), size in 0usize..20) {
            let tie = |index: usize, hash: u64| (hash % 4, Uuid::from_u128(index as u128));
            let mut best = Best::of(size);
            for (index, (value, hash)) in values.iter().enumerate() {
                best.offer(*value, || tie(index, *hash), || index);
            }
            let mut all: Vec<usize> = (0..values.len()).collect();
            all.sort_by_key(|index| (Reverse(values[*index].0), tie(*index, values[*index].1)));
            all.truncate(size);
            prop_assert_eq!(best.in_order().into_iter().map(|(_, index)| index).collect::<Vec<_>>(), all);
        }
    }
}
