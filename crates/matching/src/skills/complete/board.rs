//! Where the answers to what was typed are gathered: one cell for each label, one for each skill.
//!
//! The cells are kept from one question to the next and wiped where they were used, for a fresh board would cost more
//! than most questions.

use std::cell::Cell;

use super::super::popularity::Popularity;

/// The most typed words that are looked at; a bit each.
pub(super) const WORDS_MAX: usize = 10;

/// How many bits of a cell hold the sum of qualities.
const QUALITY_BITS: u32 = 22;
const QUALITY_MASK: u32 = (1 << QUALITY_BITS) - 1;

thread_local! {
    static SPARE: Cell<Board> = const { Cell::new(Board::new()) };
}

/// The cells. A label's cell has a bit for each typed word that it answers, then the sum of their qualities; a skill's
/// cell its best score and the label that has it.
#[derive(Debug)]
pub(super) struct Board {
    labels: Vec<u32>,
    touched_labels: Vec<u32>,
    skills: Vec<u64>,
    touched_skills: Vec<u32>,
}

impl Default for Board {
    fn default() -> Self {
        Self::new()
    }
}

impl Board {
    const fn new() -> Self {
        Self { labels: Vec::new(), touched_labels: Vec::new(), skills: Vec::new(), touched_skills: Vec::new() }
    }

    /// Lends a wiped board of at least that size. If the work panics, the board is lost with it, and so is never seen
    /// half wiped.
    pub(super) fn with<T>(labels: usize, skills: usize, work: impl FnOnce(&mut Self) -> T) -> T {
        let mut board = SPARE.take();
        if board.labels.len() < labels {
            board.labels.resize(labels, 0);
        }
        if board.skills.len() < skills {
            board.skills.resize(skills, 0);
        }
        let result = work(&mut board);
        board.wipe_labels();
        board.touched_skills.drain(..).for_each(|skill| board.skills[skill as usize] = 0);
        SPARE.set(board);
        result
    }

    /// Notes that labels answer a typed word so well, unless they answer it better already. Only labels that answer
    /// the words `needed`, as bits, are looked at.
    pub(super) fn answer(&mut self, word: usize, labels: &[u32], quality: u32, needed: u32) {
        let bit = 1 << word;
        for label in labels {
            let cell = &mut self.labels[*label as usize];
            let answered = *cell >> QUALITY_BITS;
            if answered & bit != 0 || answered & needed != needed {
                continue;
            }
            if *cell == 0 {
                self.touched_labels.push(*label);
            }
            *cell = ((answered | bit) << QUALITY_BITS) | ((*cell & QUALITY_MASK) + quality);
        }
    }

    /// The labels that answer anything, each with the words that it answers, as bits, and the sum of their qualities.
    pub(super) fn answers(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        self.touched_labels.iter().map(|label| {
            let cell = self.labels[*label as usize];
            (*label, cell >> QUALITY_BITS, cell & QUALITY_MASK)
        })
    }

    /// Forgets the answers of labels.
    pub(super) fn wipe_labels(&mut self) {
        self.touched_labels.drain(..).for_each(|label| self.labels[label as usize] = 0);
    }

    /// Notes the score of one label of a skill: the best one is kept, of equal ones the first label.
    pub(super) fn score(&mut self, skill: u32, label: u32, score: u32) {
        let best = &mut self.skills[skill as usize];
        if *best == 0 {
            self.touched_skills.push(skill);
        }
        *best = (*best).max((u64::from(score) << 32) | u64::from(!label));
    }

    /// The label that a skill's best score is of.
    pub(super) fn label(&self, skill: u32) -> Option<u32> {
        Some(self.skills[skill as usize]).filter(|best| *best != 0).map(|best| !(best as u32))
    }

    /// Raises the score of a skill as far as it takes to come before another.
    pub(super) fn put_before(&mut self, skill: u32, other: u32) {
        let before = (self.skills[other as usize] >> 32) + 1;
        let best = &mut self.skills[skill as usize];
        *best = (*best >> 32).max(before) << 32 | u64::from(*best as u32);
    }

    /// The best skills as `(score, label)`, popularity counted in, the best first, of equal ones the first label; and how
    /// many there are in all.
    pub(super) fn best(&self, most: usize, popularity: &Popularity) -> (Vec<(u32, u32)>, usize) {
        let with_bonus = |skill: &u32| self.skills[*skill as usize] + (u64::from(popularity.bonus(*skill)) << 32);
        let mut best: Vec<u64> = self.touched_skills.iter().map(with_bonus).collect();
        let total = best.len();
        if most < total {
            best.select_nth_unstable_by(most, |one, other| other.cmp(one));
            best.truncate(most);
        }
        best.sort_unstable_by(|one, other| other.cmp(one));
        (best.into_iter().map(|packed| ((packed >> 32) as u32, !(packed as u32))).collect(), total)
    }
}
