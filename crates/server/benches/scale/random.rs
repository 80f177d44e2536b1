//! Numbers that look random and are the same at every run, on every machine.

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and good enough to spread skills and words.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, but not including, `end`, which is above 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// From 0 up to, but not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of the values, of which there is at least one.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, values: &[&'a T]) -> &'a T {
        values[self.below(values.len())]
    }

    /// The values in another order (Fisher and Yates).
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for end in (1..values.len()).rev() {
            let other = self.below(end + 1);
            values.swap(end, other);
        }
    }
}

/// Ranks from 0 of which the n-th is about n times rarer than the first, as skills and words are (Zipf's law).
pub(crate) struct Zipf {
    cumulated: Vec<f64>,
}

impl Zipf {
    /// The law over that many ranks.
    pub(crate) fn new(ranks: usize) -> Self {
        let mut sum = 0.0;
        let weight = |rank: usize| 1.0 / (rank + 1) as f64;
        let cumulated = (0..ranks).map(|rank| {
            sum += weight(rank);
            sum
        });
        Self { cumulated: cumulated.collect() }
    }

    /// A rank.
    pub(crate) fn rank(&self, random: &mut Random) -> usize {
        let total = self.cumulated.last().copied().unwrap_or_default();
        let point = random.unit() * total;
        self.cumulated.partition_point(|sum| *sum <= point).min(self.cumulated.len() - 1)
    }
}
