//! What was typed, and the words of labels that it may mean.

use std::ops::Range;

use super::super::labels::Labels;
use super::super::lexicon::Sorted;
use super::super::postings::Postings;
use super::board::WORDS_MAX;
use crate::analyzer::{self, Analyzer};

/// How well a word of a label answers a typed one, in thousandths.
pub(super) const EQUAL: u32 = 1000;
const SAME_FAMILY: u32 = 900;
pub(super) const BEGINS: u32 = 850;
pub(super) const ONE_TYPO: u32 = 600;
const TWO_TYPOS: u32 = 450;

/// The fewest letters of a typed word in which one typo, then two, are taken.
pub(super) const TYPO_LENGTHS: [usize; 2] = [4, 8];
/// The fewest letters of a word that is not the last one, from which it may stand for a longer one.
const BEGINNING_LENGTH: usize = 3;
/// A word longer than that weighs no more for it.
const WEIGHT_MAX: usize = 20;

/// What was typed, as it is looked up.
pub(super) struct Typed {
    words: Vec<String>,
    /// All of it with spaces and full stops left out.
    pub(super) joined: String,
    pub(super) letters: u32,
    /// The joined labels that begin with it.
    pub(super) begins: Range<u32>,
    /// The joined label that it is.
    pub(super) is: Option<u32>,
}

/// The labels that a typed word may mean: ranges of words, the best first, each with how well they answer.
pub(super) struct Meaning {
    /// Its place.
    pub(super) word: usize,
    /// How much it counts: its length.
    pub(super) weight: u32,
    pub(super) answers: Vec<(Range<u32>, u32)>,
    /// How many labels these words have.
    pub(super) count: usize,
}

impl Typed {
    /// Reads what was typed; `None` where it has no word.
    pub(super) fn new(query: &str, joined_labels: &Sorted) -> Option<Self> {
        let normalised = analyzer::normalised(query);
        let words: Vec<String> = normalised.split(' ').take(WORDS_MAX).map(str::to_owned).collect();
        let joined = joined(&normalised);
        let begins = joined_labels.beginning(&joined);
        let (is, letters) = (joined_labels.find(&joined), joined.chars().count() as u32);
        (letters > 0).then_some(Self { words, joined, letters, begins, is })
    }

    /// Whether it is one word.
    pub(super) fn is_one_word(&self) -> bool {
        self.words.len() == 1
    }

    /// What each typed word may mean. A word that tells nothing is passed over, unless it is the last one, which may
    /// be the beginning of another. A suspicious look takes words that are known for misspelt as well.
    pub(super) fn meanings(&self, labels: &Labels, holders: &Postings, suspicious: bool) -> Vec<Meaning> {
        let mut analyzer = Analyzer::default();
        let count = self.words.len();
        let told = |(place, word): &(usize, &String)| place + 1 == count || !analyzer::is_stop_word(word);
        let meaning = |(place, word): (usize, &String)| {
            let answers = answers(labels, word, place + 1 == count, suspicious, &mut analyzer);
            let labels = answers.iter().map(|(words, _)| holders.of_range(words.start, words.end).len());
            let weight = word.chars().count().min(WEIGHT_MAX) as u32;
            Meaning { word: place, weight, count: labels.sum(), answers }
        };
        self.words.iter().enumerate().filter(told).map(meaning).collect()
    }
}

/// The words that a typed one may mean, the best first.
fn answers(
    labels: &Labels,
    typed: &str,
    is_last: bool,
    suspicious: bool,
    analyzer: &mut Analyzer,
) -> Vec<(Range<u32>, u32)> {
    let (lexicon, words) = (&labels.lexicon, labels.lexicon.words());
    let one = |word: u32| word..word + 1;
    let equal = words.find(typed);
    let mut answers: Vec<(Range<u32>, u32)> = equal.map(|word| (one(word), EQUAL)).into_iter().collect();
    let length = typed.chars().count();
    let family = equal.map(|word| lexicon.family(word)).or_else(|| lexicon.family_of_unknown(typed, analyzer));
    if length >= TYPO_LENGTHS[0] {
        // The stem of « PostGIS » is « postg », yet who types that far has begun any word that begins so.
        let begun = if is_last && equal.is_none() { words.beginning(typed) } else { 0..0 };
        let members = family.map_or(&[][..], |family| lexicon.members(family)).iter();
        answers.extend(members.filter(|word| !begun.contains(word)).map(|word| (one(*word), SAME_FAMILY)));
    }
    if is_last || length >= BEGINNING_LENGTH {
        answers.push((words.beginning(typed), BEGINS));
    }
    if suspicious || answers.iter().all(|(words, _)| words.is_empty()) {
        answers.extend(misspelt(words, typed).into_iter().map(|(word, quality)| (one(word), quality)));
    }
    answers
}

/// The words that a typed one may have been meant for, with as few typos as there can be.
fn misspelt(words: &Sorted, typed: &str) -> Vec<(u32, u32)> {
    let length = typed.chars().count();
    if typed.chars().any(|c| c.is_ascii_digit()) {
        return Vec::new();
    }
    for (typos_max, (length_min, quality)) in TYPO_LENGTHS.iter().zip([ONE_TYPO, TWO_TYPOS]).enumerate() {
        let found = if length < *length_min { Vec::new() } else { words.misspelt(typed, typos_max as u8 + 1) };
        if !found.is_empty() {
            return found.into_iter().map(|(word, _)| (word, quality)).collect();
        }
    }
    Vec::new()
}

/// A normalised label without its spaces and full stops.
pub(super) fn joined(normalised: &str) -> String {
    normalised.replace([' ', '.'], "")
}
