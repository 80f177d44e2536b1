//! Autocomplete: from a few letters to the skills that they may mean.
//!
//! Each typed word finds the words of labels that it equals, begins, is of one family with, or misspells; the labels
//! that answer every word are kept. Beside that, labels are found whole by their beginning with the spaces left out, so
//! that « powerbi » and « git lab » find theirs, one typo anywhere included. A skill counts by its best label.

mod board;
mod short;

use std::ops::Range;

use super::labels::{Label, Labels};
use super::lexicon::Sorted;
use super::popularity::{BONUS_MAX, Popularity};
use super::postings::Postings;
use super::{Completions, SkillHit};
use crate::analyzer::{self, Analyzer};
use board::{Board, WORDS_MAX};
use short::Short;

/// How well a word of a label answers a typed one, in thousandths.
const EQUAL: u32 = 1000;
const SAME_FAMILY: u32 = 900;
const BEGINS: u32 = 850;
const ONE_TYPO: u32 = 600;
const TWO_TYPOS: u32 = 450;

/// The fewest letters of a typed word in which one typo, then two, are taken.
const TYPO_LENGTHS: [usize; 2] = [4, 8];
/// The fewest letters of a whole typed label in which a typo is taken, although every word is known.
const LABEL_TYPO_LENGTH: usize = 7;
/// The fewest letters of a word that is not the last one, from which it may stand for a longer one.
const BEGINNING_LENGTH: usize = 3;
/// A word longer than that weighs no more for it.
const WEIGHT_MAX: usize = 20;

/// What a score is made of, in millionths: it never exceeds a million.
const WORDS_SCORE: u32 = 480;
const WHOLE_LABEL: u32 = 240_000;
const LABEL_BEGINS: u32 = 140_000;
const LABEL_MISSPELT: u32 = 100_000;
const BREVITY: u32 = 100_000;
const OWN: u32 = 70_000;
const PREFERRED: u32 = 30_000;
const _: () = assert!(EQUAL * WORDS_SCORE + WHOLE_LABEL + BREVITY + OWN + PREFERRED + BONUS_MAX == 1_000_000);

/// What a score needs of a label, close together.
#[derive(Debug)]
struct Entry {
    skill: u32,
    /// The number of the label without spaces among [`Completion::joined`].
    joined: u32,
    /// How many letters it has.
    letters: u32,
    /// What it adds to a score whatever was typed.
    prior: u32,
}

/// The index of labels for what is typed.
#[derive(Debug, Default)]
pub(super) struct Completion {
    entries: Vec<Entry>,
    /// The labels that have each word.
    holders: Postings,
    /// The distinct labels with spaces and full stops left out.
    joined: Sorted,
    /// The labels of each of those.
    unjoined: Postings,
    short: Short,
}

/// What was typed, as it is looked up.
struct Typed {
    words: Vec<String>,
    /// All of it with spaces and full stops left out.
    joined: String,
    letters: u32,
    /// The joined labels that begin with it.
    begins: Range<u32>,
    /// The joined label that it is.
    is: Option<u32>,
}

/// The labels that a typed word may mean: ranges of words, the best first, each with how well they answer.
struct Meaning {
    word: usize,
    weight: u32,
    answers: Vec<(Range<u32>, u32)>,
    /// How many labels these words have.
    count: usize,
}

impl Completion {
    pub(super) fn build(labels: &Labels) -> Self {
        let words = labels.lexicon.words().len();
        let mut pairs = Vec::new();
        for number in 0..labels.all.len() as u32 {
            pairs.extend(labels.words(number).iter().map(|word| (*word, number)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let written: Vec<String> = labels.all.iter().map(|label| joined(&label.normalised)).collect();
        let joined = Sorted::new(written.iter().map(String::as_str).collect());
        let number_of = |label: &String| joined.find(label).unwrap_or_default();
        let entry = |(label, written): (&Label, &String)| Entry {
            skill: label.skill,
            joined: number_of(written),
            letters: written.chars().count().max(1) as u32,
            prior: OWN * u32::from(label.is_own) + PREFERRED * u32::from(label.is_preferred),
        };
        let entries: Vec<Entry> = labels.all.iter().zip(&written).map(entry).collect();
        let by_joined = entries.iter().enumerate().map(|(number, entry)| (entry.joined, number as u32));
        let unjoined = Postings::build(joined.len(), by_joined);
        let holders = Postings::build(words, pairs.iter().copied());
        let mut index = Self { entries, holders, joined, unjoined, short: Short::default() };
        let neutral = Popularity::default();
        let answer = |beginning: &str| {
            index.typed(beginning).map_or(Vec::new(), |typed| index.best(labels, &typed, usize::MAX, &neutral).0)
        };
        index.short = Short::build(labels.lexicon.words().iter(), answer);
        index
    }

    /// See [`super::Vocabulary::completions`].
    pub(super) fn complete(&self, labels: &Labels, query: &str, most: usize, popularity: &Popularity) -> Completions {
        let Some(typed) = self.typed(query) else { return Completions::default() };
        let skill_of = |label: u32| self.entries[label as usize].skill;
        let prepared = self.short.best(&typed.joined, most, popularity, skill_of).filter(|_| typed.words.len() == 1);
        let (best, total) = prepared.unwrap_or_else(|| self.best(labels, &typed, most, popularity));
        let hit = |(score, number): (u32, u32)| {
            let label = labels.label(number);
            SkillHit { skill: labels.skills[label.skill as usize], matched_label: label.written.clone(), score }
        };
        Completions { hits: best.into_iter().map(hit).collect(), total }
    }

    /// The best skills as `(score, label)`, and how many there are in all.
    fn best(&self, labels: &Labels, typed: &Typed, most: usize, popularity: &Popularity) -> (Vec<(u32, u32)>, usize) {
        Board::with(self.entries.len(), labels.skills.len(), |board| {
            self.score_words(board, labels, typed, popularity);
            self.score_joined(board, typed, popularity);
            board.best(most)
        })
    }

    fn typed(&self, query: &str) -> Option<Typed> {
        let normalised = analyzer::normalised(query);
        let words: Vec<String> = normalised.split(' ').take(WORDS_MAX).map(str::to_owned).collect();
        let joined = joined(&normalised);
        let begins = self.joined.beginning(&joined);
        let (is, letters) = (self.joined.find(&joined), joined.chars().count() as u32);
        (letters > 0).then_some(Typed { words, joined, letters, begins, is })
    }

    /// Scores the labels that answer every typed word; where there are none, words that are known may be misspelt all
    /// the same; where there are still none, the labels that answer most of what was typed.
    fn score_words(&self, board: &mut Board, labels: &Labels, typed: &Typed, popularity: &Popularity) {
        for suspicious in [false, true] {
            let mut meanings = self.meanings(labels, typed, suspicious);
            meanings.sort_by_key(|meaning| meaning.count);
            let whole = fill(board, &self.holders, &meanings, true);
            if self.score_answers(board, &meanings, whole, typed, popularity) {
                return;
            }
            if suspicious && meanings.len() > 1 {
                fill(board, &self.holders, &meanings, false);
                self.score_answers(board, &meanings, 0, typed, popularity);
            }
        }
    }

    /// Scores the labels on the board that answer the words `needed`, or half of the letters; gives whether any does.
    fn score_answers(
        &self,
        board: &mut Board,
        meanings: &[Meaning],
        needed: u32,
        typed: &Typed,
        popularity: &Popularity,
    ) -> bool {
        let weights: u32 = meanings.iter().map(|meaning| meaning.weight).sum();
        let half = if needed == 0 { weights * EQUAL / 2 } else { 0 };
        let kept = |(_, answered, sum): &(u32, u32, u32)| answered & needed == needed && *sum >= half;
        let answers: Vec<(u32, u32, u32)> = board.answers().filter(kept).collect();
        for (label, _, sum) in &answers {
            let quality = sum / weights.max(1);
            let entry = &self.entries[*label as usize];
            board.score(entry.skill, *label, Self::score(entry, quality, typed.shape(entry), typed, popularity));
        }
        board.wipe_labels();
        !answers.is_empty()
    }

    /// Scores the labels that begin with what was typed, spaces and one typo apart.
    fn score_joined(&self, board: &mut Board, typed: &Typed, popularity: &Popularity) {
        if (typed.letters as usize) < TYPO_LENGTHS[0] {
            return;
        }
        let mut score = |joined: u32, quality: u32, shape: Option<u32>| {
            for label in self.unjoined.of(joined) {
                let entry = &self.entries[*label as usize];
                let shape = shape.unwrap_or_else(|| typed.shape(entry));
                board.score(entry.skill, *label, Self::score(entry, quality, shape, typed, popularity));
            }
        };
        typed.begins.clone().for_each(|joined| score(joined, BEGINS, None));
        if typed.letters as usize >= LABEL_TYPO_LENGTH {
            let misspelt = self.joined.misspelt(&typed.joined, 1).into_iter().filter(|(_, typos)| *typos > 0);
            misspelt.for_each(|(joined, _)| score(joined, ONE_TYPO, Some(LABEL_MISSPELT)));
        }
    }

    /// What each typed word may mean. A word that tells nothing is passed over, unless it is the last one, which may
    /// be the beginning of another. A suspicious look takes words that are known for misspelt as well.
    fn meanings(&self, labels: &Labels, typed: &Typed, suspicious: bool) -> Vec<Meaning> {
        let mut analyzer = Analyzer::default();
        let count = typed.words.len();
        let told = |(place, word): &(usize, &String)| place + 1 == count || !analyzer::is_stop_word(word);
        let meaning = |(place, word): (usize, &String)| {
            let answers = answers(labels, word, place + 1 == count, suspicious, &mut analyzer);
            let labels = answers.iter().map(|(words, _)| self.holders.of_range(words.start, words.end).len());
            let weight = word.chars().count().min(WEIGHT_MAX) as u32;
            Meaning { word: place, weight, count: labels.sum(), answers }
        };
        typed.words.iter().enumerate().filter(told).map(meaning).collect()
    }

    /// From 0 to 1,000,000: how well the words answer, then the whole label or its beginning, then how much of the
    /// label was typed, then what makes the skill likely whatever was typed.
    fn score(entry: &Entry, quality: u32, shape: u32, typed: &Typed, popularity: &Popularity) -> u32 {
        let brevity = BREVITY * typed.letters.min(entry.letters) / entry.letters;
        quality * WORDS_SCORE + shape + brevity + entry.prior + popularity.bonus(entry.skill)
    }
}

impl Typed {
    /// What it adds that a label is what was typed, or begins so.
    fn shape(&self, entry: &Entry) -> u32 {
        if self.is == Some(entry.joined) {
            WHOLE_LABEL
        } else if self.begins.contains(&entry.joined) {
            LABEL_BEGINS
        } else {
            0
        }
    }
}

/// Puts the answers on the board, the rarest word first; gives the words that a label must answer, as bits. Where all
/// are needed, labels that miss one are left behind at once.
fn fill(board: &mut Board, holders: &Postings, meanings: &[Meaning], all_needed: bool) -> u32 {
    let mut needed = 0;
    for meaning in meanings {
        for (words, quality) in &meaning.answers {
            let labels = holders.of_range(words.start, words.end);
            board.answer(meaning.word, labels, quality * meaning.weight, needed);
        }
        if all_needed {
            needed |= 1 << meaning.word;
        }
    }
    needed
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
        let members = family.map_or(&[][..], |family| lexicon.members(family));
        answers.extend(members.iter().map(|word| (one(*word), SAME_FAMILY)));
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
fn joined(normalised: &str) -> String {
    normalised.replace([' ', '.'], "")
}
