//! Strings in order, found by their beginning, with typos or without.

use std::ops::Range;

use super::typing::Typing;

/// The longest string that typos are looked for in, in letters: nobody types more, and the work grows with it.
const LETTERS_MAX: usize = 64;

/// Distinct strings in order.
#[derive(Debug, Default)]
pub(crate) struct Sorted {
    strings: Vec<Box<str>>,
    /// How many letters each shares with the one before it.
    shared: Vec<u8>,
}

impl Sorted {
    /// Takes strings in any order.
    pub(crate) fn new(mut strings: Vec<&str>) -> Self {
        strings.sort_unstable();
        strings.dedup();
        let strings: Vec<Box<str>> = strings.into_iter().map(Box::from).collect();
        let letters_shared = |pair: &[Box<str>]| {
            let alike = pair[0].chars().zip(pair[1].chars()).take_while(|(one, other)| one == other);
            alike.count().min(u8::MAX.into()) as u8
        };
        let shared = std::iter::once(0).chain(strings.windows(2).map(letters_shared)).take(strings.len()).collect();
        Self { strings, shared }
    }

    pub(crate) fn len(&self) -> usize {
        self.strings.len()
    }

    /// The strings in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.strings.iter().map(|string| &**string)
    }

    pub(crate) fn get(&self, number: u32) -> &str {
        &self.strings[number as usize]
    }

    /// The number of a string.
    pub(crate) fn find(&self, string: &str) -> Option<u32> {
        self.strings.binary_search_by(|kept| (**kept).cmp(string)).ok().map(|number| number as u32)
    }

    /// The numbers of the strings that begin so.
    pub(crate) fn beginning(&self, with: &str) -> Range<u32> {
        let from = self.strings.partition_point(|kept| **kept < *with);
        let count = self.strings[from..].partition_point(|kept| kept.starts_with(with));
        from as u32..(from + count) as u32
    }

    /// The strings of which some beginning is within that many typos of what was typed, each with how many.
    ///
    /// The strings are walked in order like the branches of a tree: what two neighbours share is compared once, and
    /// the strings below a beginning that is already too far are passed over.
    pub(crate) fn misspelt(&self, typed: &str, typos_max: u8) -> Vec<(u32, u8)> {
        let letters: Vec<char> = typed.chars().collect();
        if letters.is_empty() || letters.len() > LETTERS_MAX {
            return Vec::new();
        }
        let mut typing = Typing::new(letters, typos_max);
        let mut found = Vec::new();
        // How many letters decided for all the strings that share them, and what they decided.
        let (mut decided_by, mut decision) = (usize::MAX, None);
        let mut number = 0;
        while number < self.strings.len() {
            let shared = usize::from(self.shared[number]);
            if shared < decided_by {
                typing.back_to(shared);
                (decided_by, decision) = typing.read_on(self.strings[number].chars().skip(shared));
            }
            let next = next_below(&self.shared, number + 1, decided_by);
            found.extend(decision.into_iter().flat_map(|typos| (number..next).map(move |same| (same as u32, typos))));
            number = next;
        }
        found
    }
}

/// The first place from one on whose value is below a limit; the length where there is none.
fn next_below(values: &[u8], from: usize, limit: usize) -> usize {
    /// What a processor compares at once.
    const BLOCK: usize = 32;
    let limit = limit.min(u8::MAX.into()) as u8;
    let is_below = |value: &u8| *value < limit;
    let mut at = from;
    // No early exit inside a block: that is what lets the compiler compare it whole.
    while let Some(block) = values.get(at..at + BLOCK) {
        if block.iter().fold(false, |any, value| any | is_below(value)) {
            break;
        }
        at += BLOCK;
    }
    values[at.min(values.len())..].iter().position(is_below).map_or(values.len(), |place| at + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strsim::osa_distance;

    use super::*;

    fn sorted(strings: &[String]) -> Sorted {
        Sorted::new(strings.iter().map(String::as_str).collect())
    }

    /// The definition: the fewest typos between what was typed and any beginning.
    fn typos_to_begin(typed: &str, string: &str) -> usize {
        let letters: Vec<char> = string.chars().collect();
        let beginning = |length: usize| letters[..length].iter().collect::<String>();
        (0..=letters.len()).map(|length| osa_distance(typed, &beginning(length))).min().unwrap_or(0)
    }

    proptest! {
        #[test]
        fn the_walk_finds_what_the_definition_says(
            strings in prop::collection::vec("[abcé]{0,7}", 0..40),
            typed in "[abcé]{1,7}",
            typos_max in 0..=2_u8,
        ) {
            let sorted = sorted(&strings);
            let expected: Vec<(u32, u8)> = (0..sorted.len() as u32)
                .map(|number| (number, typos_to_begin(&typed, sorted.get(number)) as u8))
                .filter(|(_, typos)| *typos <= typos_max)
                .collect();
            prop_assert_eq!(sorted.misspelt(&typed, typos_max), expected);
        }

        #[test]
        fn a_beginning_is_a_range(strings in prop::collection::vec("[ab]{0,5}", 0..40), with in "[ab]{0,3}") {
            let sorted = sorted(&strings);
            let range = sorted.beginning(&with);
            for number in 0..sorted.len() as u32 {
                prop_assert_eq!(range.contains(&number), sorted.get(number).starts_with(&with));
            }
        }
    }
}
