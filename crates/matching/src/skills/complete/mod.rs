//! Autocomplete: from a few letters to the skills that they may mean.
//!
//! Each typed word finds the words of labels that it equals, begins, is of one family with, or misspells; the labels
//! that answer every word are kept. Beside that, labels are found whole by their beginning with the spaces left out, so
//! that « powerbi » and « git lab » find theirs, one typo anywhere included. A skill counts by its best label.

mod board;
mod short;
mod standing;
mod typed;

use talents_core::id::SkillId;
use talents_core::skill::Skill;

use super::labels::{Label, Labels};
use super::lexicon::Sorted;
use super::popularity::{BONUS_MAX, Popularity};
use super::postings::Postings;
use super::{Completions, SkillHit};
use board::Board;
use short::Short;
use standing::{NAMED_MAX, Standing};
use typed::{BEGINS, EQUAL, Meaning, ONE_TYPO, TYPO_LENGTHS, Typed, joined};

/// The fewest letters of a whole typed label in which a typo is taken, although every word is known.
const LABEL_TYPO_LENGTH: usize = 7;
/// The fewest letters that tell enough of a name for its kinds to be offered after it.
const NAME_LENGTH: usize = 3;
/// How many kinds of kinds are put in order.
const GENERATIONS: usize = 3;
/// A label longer than that is no less brief, in letters.
const LETTERS_MAX: usize = 1000;

/// What a score is made of, in millionths: it never exceeds a million.
const WORDS_SCORE: u32 = 480;
const WHOLE_LABEL: u32 = 210_000;
const LABEL_BEGINS: u32 = 140_000;
const LABEL_MISSPELT: u32 = 100_000;
const BREVITY: u32 = 100_000;
const OWN: u32 = 70_000;
const PREFERRED: u32 = 30_000;
const _: () =
    assert!(EQUAL * WORDS_SCORE + WHOLE_LABEL + BREVITY + OWN + PREFERRED + NAMED_MAX + BONUS_MAX == 1_000_000);

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
    is_preferred: bool,
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
    standing: Standing,
    short: Short,
}

impl Completion {
    /// Takes the labels, and their skills in the order in which they are offered.
    pub(super) fn build(labels: &Labels, offered: &[&Skill], canonical: impl Fn(SkillId) -> SkillId) -> Self {
        let standing = Standing::build(offered, canonical);
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
            letters: written.chars().count().clamp(1, LETTERS_MAX) as u32,
            prior: OWN * u32::from(label.is_own)
                + PREFERRED * u32::from(label.is_preferred)
                + standing.named[label.skill as usize],
            is_preferred: label.is_preferred,
        };
        let entries: Vec<Entry> = labels.all.iter().zip(&written).map(entry).collect();
        let by_joined = entries.iter().enumerate().map(|(number, entry)| (entry.joined, number as u32));
        let unjoined = Postings::build(joined.len(), by_joined);
        let holders = Postings::build(words, pairs.iter().copied());
        let mut index = Self { entries, holders, joined, unjoined, standing, short: Short::default() };
        let neutral = Popularity::default();
        let answer = |beginning: &str| {
            Typed::new(beginning, &index.joined)
                .map_or(Vec::new(), |typed| index.best(labels, &typed, usize::MAX, &neutral).0)
        };
        index.short = Short::build(labels.lexicon.words().iter(), answer);
        index
    }

    /// See [`super::Vocabulary::completions`].
    pub(super) fn complete(&self, labels: &Labels, query: &str, most: usize, popularity: &Popularity) -> Completions {
        let Some(typed) = Typed::new(query, &self.joined) else { return Completions::default() };
        let skill_of = |label: u32| self.entries[label as usize].skill;
        let prepared = self.short.best(&typed.joined, most, popularity, skill_of).filter(|_| typed.is_one_word());
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
            self.score_words(board, labels, typed);
            self.score_joined(board, typed);
            self.put_kinds_after(board, typed);
            board.best(most, popularity)
        })
    }

    /// Scores the labels that answer every typed word; where there are none, words that are known may be misspelt all
    /// the same; where there are still none, the labels that answer most of what was typed.
    fn score_words(&self, board: &mut Board, labels: &Labels, typed: &Typed) {
        for suspicious in [false, true] {
            let mut meanings = typed.meanings(labels, &self.holders, suspicious);
            meanings.sort_by_key(|meaning| meaning.count);
            let whole = fill(board, &self.holders, &meanings, true);
            if self.score_answers(board, &meanings, whole, typed) {
                return;
            }
            if suspicious && meanings.len() > 1 {
                fill(board, &self.holders, &meanings, false);
                self.score_answers(board, &meanings, 0, typed);
            }
        }
    }

    /// Scores the labels on the board that answer the words `needed`, or half of the letters; gives whether any does.
    fn score_answers(&self, board: &mut Board, meanings: &[Meaning], needed: u32, typed: &Typed) -> bool {
        let weights: u32 = meanings.iter().map(|meaning| meaning.weight).sum();
        let half = if needed == 0 { weights * EQUAL / 2 } else { 0 };
        let kept = |(_, answered, sum): &(u32, u32, u32)| answered & needed == needed && *sum >= half;
        let answers: Vec<(u32, u32, u32)> = board.answers().filter(kept).collect();
        for (label, _, sum) in &answers {
            let quality = sum / weights.max(1);
            let entry = &self.entries[*label as usize];
            board.score(entry.skill, *label, Self::score(entry, quality, shape(typed, entry), typed));
        }
        board.wipe_labels();
        !answers.is_empty()
    }

    /// Scores the labels that begin with what was typed, spaces and one typo apart.
    fn score_joined(&self, board: &mut Board, typed: &Typed) {
        if (typed.letters as usize) < TYPO_LENGTHS[0] {
            return;
        }
        let mut score = |joined: u32, quality: u32, as_misspelt: Option<u32>| {
            for label in self.unjoined.of(joined) {
                let entry = &self.entries[*label as usize];
                let shape = as_misspelt.unwrap_or_else(|| shape(typed, entry));
                board.score(entry.skill, *label, Self::score(entry, quality, shape, typed));
            }
        };
        typed.begins.clone().for_each(|joined| score(joined, BEGINS, None));
        if typed.letters as usize >= LABEL_TYPO_LENGTH {
            let misspelt = self.joined.misspelt(&typed.joined, 1).into_iter().filter(|(_, typos)| *typos > 0);
            misspelt.for_each(|(joined, _)| score(joined, ONE_TYPO, Some(LABEL_MISSPELT)));
        }
    }

    /// From 0 to 1,000,000: how well the words answer, then the whole label or its beginning, then how much of the
    /// label was typed, then what makes the skill likely whatever was typed, but for its use.
    fn score(entry: &Entry, quality: u32, shape: u32, typed: &Typed) -> u32 {
        let brevity = BREVITY * typed.letters.min(entry.letters) / entry.letters;
        quality * WORDS_SCORE + shape + brevity + entry.prior
    }

    /// Where what was typed begins the names of a skill and of a kind of it, puts the kind after: whoever means
    /// PostgreSQL has nothing more telling to type than whoever means PostGIS, however much shorter that is.
    fn put_kinds_after(&self, board: &mut Board, typed: &Typed) {
        if (typed.letters as usize) < NAME_LENGTH {
            return;
        }
        let labels =
            typed.begins.clone().filter(|joined| typed.is != Some(*joined)).flat_map(|it| self.unjoined.of(it));
        let named = |label: &&u32| self.entries[**label as usize].is_preferred;
        let skill = |label: &u32| self.entries[*label as usize].skill;
        let is_best = |label: &&u32| board.label(skill(label)) == Some(**label);
        let mut begun: Vec<u32> = labels.filter(named).filter(is_best).map(skill).collect();
        begun.sort_unstable();
        for kind in begun.repeat(GENERATIONS) {
            let broader = self.standing.broader.of(kind).iter();
            broader.filter(|it| begun.binary_search(it).is_ok()).for_each(|it| board.put_before(*it, kind));
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

/// What it adds that a label is what was typed, or begins so.
fn shape(typed: &Typed, entry: &Entry) -> u32 {
    if typed.is == Some(entry.joined) {
        WHOLE_LABEL
    } else if typed.begins.contains(&entry.joined) {
        LABEL_BEGINS
    } else {
        0
    }
}
