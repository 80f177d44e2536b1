//! Long words found although one letter is wrong, without comparing them to every word.
//!
//! Two words that are one typo apart become the same when a certain letter is taken out of each (or of one of them):
//! so the long words are kept under a hash of themselves and of each of these remains.

use strsim::osa_distance;

use super::sorted::Sorted;
use crate::hash::Fnv;

/// The fewest letters of a word in which a typo is assumed: shorter ones are too near to other words.
const LETTERS_MIN: usize = 8;
/// The longest word that is looked at.
const LETTERS_MAX: usize = 40;

/// The long words under the hashes of their remains, in order.
#[derive(Debug, Default)]
pub(super) struct Neighbours(Vec<(u32, u32)>);

impl Neighbours {
    pub(super) fn build(words: &Sorted) -> Self {
        let mut remains = Vec::new();
        for number in 0..words.len() as u32 {
            remains.extend(hashes(words.get(number)).into_iter().map(|hash| (hash, number)));
        }
        remains.sort_unstable();
        remains.dedup();
        Self(remains)
    }

    /// The words one typo away from an unknown one, in order.
    pub(super) fn of(&self, unknown: &str, words: &Sorted) -> Vec<u32> {
        let mut found = Vec::new();
        for hash in hashes(unknown) {
            let from = self.0.partition_point(|(kept, _)| *kept < hash);
            let alike = self.0[from..].iter().take_while(|(kept, _)| *kept == hash);
            found.extend(alike.map(|(_, number)| *number));
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|number| osa_distance(unknown, words.get(*number)) <= 1);
        found
    }
}

/// The hashes of a long word made of letters and of its remains; none for another one.
fn hashes(word: &str) -> Vec<u32> {
    let letters: Vec<char> = word.chars().take(LETTERS_MAX + 1).collect();
    // One letter may have been left out of the unknown word.
    if !(LETTERS_MIN - 1..=LETTERS_MAX).contains(&letters.len()) || !letters.iter().all(|c| c.is_alphabetic()) {
        return Vec::new();
    }
    let without = |left_out: usize| hash(letters.iter().enumerate().filter(|(at, _)| *at != left_out).map(|(_, c)| c));
    std::iter::once(hash(letters.iter())).chain((0..letters.len()).map(without)).collect()
}

fn hash<'a>(letters: impl Iterator<Item = &'a char>) -> u32 {
    let mut hash = Fnv::default();
    letters.for_each(|letter| hash.write(&u32::from(*letter).to_le_bytes()));
    hash.finish() as u32
}
