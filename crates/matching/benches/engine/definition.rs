//! The definition of coverage as `docs/ranking.md` gives it, written anew in its simplest form: the engine and the
//! baselines must agree with it to the last unit.
//!
//! Here no skill stands for another one, so that a requirement is met by its own skill or not at all.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use talents_core::id::{MissionId, TalentId};
use talents_core::mission::{Importance, Requirement};
use talents_matching::MissionDocument;
use uuid::Uuid;

use crate::random::mixed;

use crate::columns::{Numbers, Wanted};
use crate::generator::talent_id;

/// Whom every answer shows: the twenty best.
pub(crate) const TOP: usize = 20;
/// The units that the shares of a mission sum to: few enough for an accumulator of 16 bits.
const WHOLE: u64 = 50_000;
/// What a unit is, in the millionths of a value.
const UNIT: u32 = 20;
/// How much of a requirement is met so many levels below the one asked for, in millionths.
const LEVEL_FACTORS: [u64; 4] = [1_000_000, 800_000, 550_000, 300_000];

/// A talent of an answer, and the coverage in millionths.
pub(crate) type Covered = (TalentId, u32);

/// A requirement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The number of the skill.
    pub(crate) skill: u16,
    /// What each level brings, from the first to the fourth, in units.
    pub(crate) units: [u16; 4],
}

/// A mission, ready to be looked for.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// What settles its ties.
    mission: MissionId,
    /// The requirements, in its order.
    pub(crate) asked: Vec<Asked>,
    /// What filters read.
    pub(crate) wanted: Wanted,
}

impl Question {
    /// The question of a mission, where so many of so many talents have each skill.
    pub(crate) fn new(mission: &MissionDocument, numbers: &Numbers, holders: &[u32], talents: usize) -> Self {
        let requirements = &mission.content.requirements;
        let weight = |asked: &Requirement| {
            let importance = if asked.importance == Importance::Essential { 2 } else { 1 };
            let rarity = rarity(talents, holders[usize::from(numbers.skill(asked.skill))]);
            u64::from(asked.weight) * importance * rarity
        };
        let shares = largest_remainders(WHOLE, &requirements.iter().map(weight).collect::<Vec<_>>());
        let asked = requirements.iter().zip(shares).map(|(asked, share)| Asked {
            skill: numbers.skill(asked.skill),
            units: [1, 2, 3, 4].map(|level| {
                let gap = asked.min_level.get().saturating_sub(level);
                (share * LEVEL_FACTORS[usize::from(gap)] / 1_000_000) as u16
            }),
        });
        Self { mission: mission.id, asked: asked.collect(), wanted: numbers.wanted(mission) }
    }

    /// The place of a talent with so many units.
    pub(crate) fn place(&self, number: usize, units: u16) -> Placed {
        let id = talent_id(number as u32);
        Placed { units: Reverse(units), tie: tie(self.mission.0, id.0), id }
    }

    /// How many postings it touches: one for each talent who has a skill that it asks for.
    pub(crate) fn postings(&self, holders: &[u32]) -> u64 {
        self.asked.iter().map(|asked| u64::from(holders[usize::from(asked.skill)])).sum()
    }
}

/// BM25's inverse document frequency, in thousandths and at least 1.
fn rarity(talents: usize, holders: u32) -> u64 {
    let (talents, holders) = (talents as f64, f64::from(holders));
    ((1.0 + (talents - holders + 0.5) / (holders + 0.5)).ln() * 1_000.0).round().max(1.0) as u64
}

/// Cuts a whole in proportion to weights, which are above 0: rounded down, then one more for the largest remainders,
/// the first of equal ones.
fn largest_remainders(whole: u64, weights: &[u64]) -> Vec<u64> {
    let total: u64 = weights.iter().sum();
    let mut parts: Vec<u64> = weights.iter().map(|weight| weight * whole / total).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&place| (Reverse(weights[place] * whole % total), place));
    let left = whole - parts.iter().sum::<u64>();
    for place in order.into_iter().take(left as usize) {
        parts[place] += 1;
    }
    parts
}

/// What settles a tie: the two ids, each in one number, mixed together by the finaliser of `SplitMix64`.
fn tie(mission: Uuid, talent: Uuid) -> u64 {
    let in_one_number = |id: Uuid| {
        let (high, low) = id.as_u64_pair();
        mixed(mixed(high).wrapping_add(low))
    };
    mixed(in_one_number(mission) ^ in_one_number(talent))
}

/// A talent at their place: the better ones are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Placed {
    units: Reverse<u16>,
    tie: u64,
    id: TalentId,
}

impl Placed {
    /// Who it is, and the coverage in millionths.
    pub(crate) fn covered(self) -> Covered {
        (self.id, u32::from(self.units.0) * UNIT)
    }
}

/// The best of those that were offered.
pub(crate) struct Best<'a> {
    question: &'a Question,
    /// The worst of them on top.
    heap: BinaryHeap<Placed>,
}

impl<'a> Best<'a> {
    /// Nobody yet.
    pub(crate) fn new(question: &'a Question) -> Self {
        Self { question, heap: BinaryHeap::with_capacity(TOP + 1) }
    }

    /// The fewest units with which one may still be among the best; never 0, for that is no match.
    pub(crate) fn least_units(&self) -> u16 {
        if self.heap.len() < TOP { 1 } else { self.heap.peek().map_or(1, |worst| worst.units.0) }
    }

    /// Takes a match in, where it is among the best.
    pub(crate) fn offer(&mut self, number: usize, units: u16) {
        self.heap.push(self.question.place(number, units));
        if self.heap.len() > TOP {
            self.heap.pop();
        }
    }

    /// The best, in order.
    pub(crate) fn into_order(self) -> Vec<Covered> {
        self.heap.into_sorted_vec().into_iter().map(Placed::covered).collect()
    }
}
