//! The baseline *naive*: a flat list for each skill, a sum for each talent, a loop over all of them.

use crate::columns::Columns;
use crate::definition::{Best, Covered, Question};

/// The lists, and the sums of the last question.
pub(crate) struct Naive<'a> {
    columns: &'a Columns,
    /// For each skill, who has it and at which level, in the order of their numbers.
    lists: Vec<Vec<(u32, u8)>>,
    sums: Vec<u16>,
}

impl<'a> Naive<'a> {
    /// The lists of the talents' skills.
    pub(crate) fn new(columns: &'a Columns, skills: usize) -> Self {
        let mut lists = vec![Vec::new(); skills];
        for number in 0..columns.len() {
            for held in columns.held(number) {
                lists[usize::from(held.skill)].push((number as u32, held.level));
            }
        }
        Self { columns, lists, sums: vec![0; columns.len()] }
    }

    /// How many talents have each skill.
    pub(crate) fn holders(&self) -> Vec<u32> {
        self.lists.iter().map(|list| list.len() as u32).collect()
    }

    /// The best by coverage of those who can do the mission.
    pub(crate) fn best(&mut self, question: &Question) -> Vec<Covered> {
        let columns = self.columns;
        let mut best = Best::new(question);
        for (number, sum) in self.sums(question).iter().enumerate() {
            if *sum >= best.least_units() && columns.cards[number].can_do(&question.wanted) {
                best.offer(number, *sum);
            }
        }
        best.into_order()
    }

    /// The units of every talent, whether they can do the mission or not.
    pub(crate) fn sums(&mut self, question: &Question) -> &[u16] {
        self.sums.fill(0);
        for asked in &question.asked {
            for (talent, level) in &self.lists[usize::from(asked.skill)] {
                self.sums[*talent as usize] += asked.units[usize::from(*level) - 1];
            }
        }
        &self.sums
    }
}
