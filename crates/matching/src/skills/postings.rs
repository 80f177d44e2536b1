//! Lists of numbers, one list per number, laid flat.

/// For each key from 0, numbers in order.
#[derive(Debug, Default)]
pub(super) struct Postings {
    /// Where the list of each key begins; one more at the end.
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Postings {
    /// Takes pairs of a key below `keys` and a number; the numbers of a key stay in the order in which they come.
    pub(super) fn build(keys: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0; keys + 1];
        for (key, _) in pairs.clone() {
            starts[key as usize + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut numbers = vec![0; starts[keys] as usize];
        for (key, number) in pairs {
            let place = &mut next[key as usize];
            numbers[*place as usize] = number;
            *place += 1;
        }
        Self { starts, numbers }
    }

    /// The numbers of a key; none for one that is unknown.
    pub(super) fn of(&self, key: u32) -> &[u32] {
        self.of_range(key, key + 1)
    }

    /// The numbers of the keys from one up to another, which is left out.
    pub(super) fn of_range(&self, from: u32, to: u32) -> &[u32] {
        match (self.starts.get(from as usize), self.starts.get(to as usize)) {
            (Some(start), Some(end)) => &self.numbers[*start as usize..*end as usize],
            _ => &[],
        }
    }
}
