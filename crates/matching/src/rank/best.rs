//! The best of many, ties settled by their hash, in little memory.
//!
//! What settles a tie takes a while to look up: it is looked up of those alone who stand where the best end.

use std::cmp::Reverse;

use uuid::Uuid;

/// What settles a tie: a hash of mission and talent, then the id of who is ranked.
pub(crate) type Tie = (u64, Uuid);

/// Where someone stands: by value, the highest first, then by tie.
pub(crate) type Standing = (Reverse<u32>, Tie);

/// The best so far, of which there are so many at the most.
pub(crate) struct Best<T, F> {
    size: usize,
    /// Up to twice as many as are kept: they are thinned out only now and then.
    held: Vec<Held<T>>,
    /// Whoever has less is not among the best.
    least: u32,
    is_settled: bool,
    tie_of: F,
}

/// For how many there is room from the beginning.
const ROOM: usize = 64;

struct Held<T> {
    value: u32,
    tie: Option<Tie>,
    who: T,
}

impl<T, F: Fn(&T) -> Tie> Best<T, F> {
    /// The best so many, ties settled by that.
    pub(crate) fn of(size: usize, tie_of: F) -> Self {
        // Few lists hold as many as they may: room for all of them would be the largest there is, asked for and given back.
        let held = Vec::with_capacity((2 * size).min(ROOM));
        Self { size, held, least: 0, is_settled: size == 0, tie_of }
    }

    /// A value below this one is certainly not among the best.
    #[inline]
    pub(crate) fn least(&self) -> u32 {
        self.least
    }

    /// Takes someone in who may be among the best.
    #[inline]
    pub(crate) fn offer(&mut self, value: u32, who: impl FnOnce() -> T) {
        if value >= self.least && self.size > 0 {
            self.is_settled = false;
            self.held.push(Held { value, tie: None, who: who() });
            if self.held.len() >= 2 * self.size {
                self.settle();
            }
        }
    }

    /// Makes the least value as high as those so far allow, which it is only now and then by itself.
    pub(crate) fn settle(&mut self) {
        if self.is_settled {
            return;
        }
        self.is_settled = true;
        if self.held.len() > self.size {
            self.held.select_nth_unstable_by_key(self.size - 1, |held| Reverse(held.value));
            self.least = self.held[self.size - 1].value;
            self.thin_out();
        } else if self.held.len() == self.size {
            self.least = self.held.iter().map(|held| held.value).min().unwrap_or(0);
        }
    }

    /// Lets those go who are not among the best: their values begin with those of the best, of which [`Self::least`] is the
    /// last.
    fn thin_out(&mut self) {
        let Self { size, held, least, tie_of, .. } = self;
        held.retain(|held| held.value >= *least);
        if held.len() > *size {
            let above = bring_forward(held, |held| held.value > *least);
            let at_the_end = &mut held[above..];
            for held in at_the_end.iter_mut() {
                held.tie.get_or_insert_with(|| tie_of(&held.who));
            }
            at_the_end.select_nth_unstable_by_key(*size - above - 1, |held| held.tie);
            held.truncate(*size);
        }
    }

    /// Those who are among the best so far, and some who were, in no order.
    pub(crate) fn held(&self) -> impl Iterator<Item = &T> {
        self.held.iter().map(|held| &held.who)
    }

    /// The best, in no order.
    pub(crate) fn in_any_order(mut self) -> impl Iterator<Item = T> {
        self.settle();
        self.held.into_iter().map(|held| held.who)
    }

    /// The best, in order.
    pub(crate) fn in_order(mut self) -> Vec<(Standing, T)> {
        self.settle();
        let Self { held, tie_of, .. } = self;
        let standing = |held: Held<T>| {
            let tie = held.tie.unwrap_or_else(|| tie_of(&held.who));
            ((Reverse(held.value), tie), held.who)
        };
        let mut placed: Vec<(Standing, T)> = held.into_iter().map(standing).collect();
        placed.sort_unstable_by_key(|(standing, _)| *standing);
        placed
    }
}

/// Moves those that pass to the front; tells how many there are.
fn bring_forward<T>(all: &mut [T], passes: impl Fn(&T) -> bool) -> usize {
    let mut count = 0;
    for place in 0..all.len() {
        if passes(&all[place]) {
            all.swap(place, count);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_best_are_those_that_sorting_all_gives(values in prop::collection::vec((0u32..6, any::<u64>()), 0..200), size in 0usize..20) {
            let tie = |index: usize, hash: u64| (hash % 4, Uuid::from_u128(index as u128));
            let mut best = Best::of(size, |index: &usize| tie(*index, values[*index].1));
            for (index, (value, _)) in values.iter().enumerate() {
                best.offer(*value, || index);
            }
            let mut all: Vec<usize> = (0..values.len()).collect();
            all.sort_by_key(|index| (Reverse(values[*index].0), tie(*index, values[*index].1)));
            all.truncate(size);
            prop_assert_eq!(best.in_order().into_iter().map(|(_, index)| index).collect::<Vec<_>>(), all);
        }
    }
}
