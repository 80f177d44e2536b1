//! Words that look French and mean nothing, some much more frequent than others.

use std::collections::HashSet;

use crate::random::{Random, Weighted};

const WORDS: usize = 50_000;
const STREAM: u64 = 9;

const ONSETS: &[&str] = &[
    "b", "c", "d", "f", "g", "j", "l", "m", "n", "p", "r", "s", "t", "v", "br", "cl", "cr", "dr", "fl", "gr", "pl",
    "pr", "tr", "ch", "qu", "st",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "é", "è", "ai", "au", "eu", "oi", "ou", "an", "en", "in", "on"];
const ENDINGS: &[&str] = &[
    "", "", "l", "r", "t", "s", "ment", "tion", "teur", "age", "ique", "té", "ence", "ance", "elle", "isme", "able",
    "eur", "ure", "oir",
];

/// The words, the frequent ones first.
pub(crate) struct Lexicon {
    words: Vec<String>,
    popularity: Weighted,
}

impl Lexicon {
    /// The lexicon of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        let mut random = Random::of(seed, STREAM, 0);
        let mut known = HashSet::new();
        let mut words = Vec::with_capacity(WORDS);
        while words.len() < WORDS {
            let word = made_of_syllables(&mut random);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        Self { words, popularity: Weighted::zipf(WORDS) }
    }

    /// The word of a rank, from 0 for the most frequent.
    pub(crate) fn word(&self, rank: usize) -> &str {
        &self.words[rank]
    }

    /// A word by its frequency.
    pub(crate) fn draw(&self, random: &mut Random) -> &str {
        &self.words[self.popularity.draw(random)]
    }

    /// A word, each as likely as the others.
    pub(crate) fn any(&self, random: &mut Random) -> &str {
        &self.words[random.below(self.words.len())]
    }
}

/// Two to four syllables and an ending.
fn made_of_syllables(random: &mut Random) -> String {
    let mut word = String::new();
    for _ in 0..random.between(2, 4) {
        word.push_str(random.pick(ONSETS));
        word.push_str(random.pick(VOWELS));
    }
    word + random.pick(ENDINGS)
}
