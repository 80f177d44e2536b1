//! Numbers that look random and are the same at every run, on every machine.

/// Good enough to spread skills and words.
pub(crate) struct Random(fastrand::Rng);

impl Random {
    /// The sequence of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// From 0 up to, but not including, `end`, which is above 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0.usize(..end)
    }

    /// From 0 up to, but not including, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0.f64()
    }

    /// One of the values, of which there is at least one.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, values: &[&'a T]) -> &'a T {
        values[self.below(values.len())]
    }

    /// The values in another order.
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        self.0.shuffle(values);
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
