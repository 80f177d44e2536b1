//! Numbers that look random and are the same at every run, on every machine.

/// `SplitMix64` (Steele, Lea and Flood 2014): small, and good enough to spread skills and words.
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of a seed, the stream of a kind of thing, and the number of one of them.
    pub(crate) fn of(seed: u64, stream: u64, number: u64) -> Self {
        Self(mixed(mixed(seed) ^ mixed(stream << 48 ^ number)))
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }

    /// From 0 up to, but not including, `end`, which is above 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// From `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Whether something of that many chances in a hundred happens.
    pub(crate) fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the values, of which there is at least one.
    pub(crate) fn pick<T: Copy>(&mut self, values: &[T]) -> T {
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

/// The finaliser of `SplitMix64`: neighbours become strangers, and no two numbers the same one.
pub(crate) fn mixed(number: u64) -> u64 {
    let mut mixed = number;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Ranks drawn by weight in constant time (Walker's alias method, as Vose 1991 builds it).
pub(crate) struct Weighted {
    /// For each rank, the share of its cell that is its own, in 2⁻³², and whose the rest is.
    cells: Vec<(u32, u32)>,
}

impl Weighted {
    /// The law of these weights, of which one at least is above 0.
    pub(crate) fn new(weights: &[f64]) -> Self {
        let scale = weights.len() as f64 / weights.iter().sum::<f64>();
        let mut left: Vec<f64> = weights.iter().map(|weight| weight * scale).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..left.len()).partition(|rank| left[*rank] < 1.0);
        let mut cells: Vec<(u32, u32)> = (0..left.len()).map(|rank| (u32::MAX, rank as u32)).collect();
        while let (Some(poor), Some(rich)) = (small.pop(), large.pop()) {
            cells[poor] = ((left[poor] * f64::from(u32::MAX)) as u32, rich as u32);
            left[rich] -= 1.0 - left[poor];
            if left[rich] < 1.0 { small.push(rich) } else { large.push(rich) }
        }
        Self { cells }
    }

    /// Zipf's law: the n-th rank is about n times rarer than the first.
    pub(crate) fn zipf(ranks: usize) -> Self {
        Self::new(&(1..=ranks).map(|rank| 1.0 / rank as f64).collect::<Vec<_>>())
    }

    /// A rank, from 0.
    pub(crate) fn draw(&self, random: &mut Random) -> usize {
        let cell = random.below(self.cells.len());
        let (own, other) = self.cells[cell];
        if random.next() as u32 <= own { cell } else { other as usize }
    }
}
