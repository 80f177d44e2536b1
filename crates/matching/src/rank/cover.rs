//! Coverage alone: the best covered talents for a mission, without what the texts say.
//!
//! Skills that few have bring most, so their lists are read first, and whoever is on one is told whole from their own
//! list of skills. Once the best so far are covered better than all the skills that are left could cover anybody, those
//! skills need not be looked at: the idea of `MaxScore` (Turtle and Flood 1995), with each talent's own list at hand.
//! Where that takes longer than to tell everybody within reach, or to sum everybody up by the skills that are left, block
//! by block, what takes the least is done: an estimate decides, and all three give the same.

use std::cmp::Reverse;

use talents_core::id::TalentId;

use super::best::{Standing, Tie};
use super::board::id_of;
use super::request::{RankRequest, TalentVisibility};
use super::talents::Runners;
use crate::eligibility::Conditions;
use crate::hash::TieBreaker;
use crate::index::image::postings::BLOCK;
use crate::index::snapshot::Snapshot;
use crate::signal::TalentSegment;
use crate::signal::coverage::{self, CoverageSweep, PreparedRequirement, UnitBuffers};
use crate::signal::listed::{Listed, Told};
use crate::signal::wide::{self, STRIDE};

/// What each step takes, in postings read one by one: the way that takes the least is gone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prices {
    /// To tell a talent whole.
    told: usize,
    /// The same for whoever is on a list and within reach: about half of them are at a level that no longer counts.
    listed: usize,
    /// What a block takes beside its postings.
    block: usize,
}

impl Prices {
    /// As they were measured among a million talents.
    const MEASURED: Self = Self { told: 60, listed: 30, block: 1_000 };

    /// Prices by which each way is gone, whatever it takes.
    #[cfg(test)]
    pub(super) fn of_each_way() -> [Self; 4] {
        const DEAR: usize = 1_000_000;
        [
            Self::MEASURED,
            Self { told: DEAR, listed: 0, block: DEAR },
            Self { told: 0, listed: DEAR, block: DEAR },
            Self { told: DEAR, listed: DEAR, block: 0 },
        ]
    }
}

/// What each way to go on takes, in postings read one by one.
#[derive(Default)]
struct Costs {
    /// To read the next list, and tell those on it whole.
    list: usize,
    /// To tell everybody within reach whole.
    everybody: usize,
    /// To sum everybody up by what is left, block by block.
    blocks: usize,
}

impl Costs {
    /// What it takes to go on with a requirement, or otherwise with all that are left.
    fn of(asked: usize, left: &[usize], parts: &[Part], prices: Prices) -> Self {
        let mut costs = Self::default();
        for part in parts {
            let (talents, within_reach) = (part.runners.segment.len().max(1), part.runners.within_reach.count());
            let postings = part.listed.postings(asked);
            costs.list += postings + postings * within_reach / talents * prices.listed;
            costs.everybody += within_reach * prices.told;
            costs.blocks += talents.div_ceil(BLOCK) * prices.block;
            costs.blocks += left.iter().map(|asked| part.listed.summing_cost(*asked)).sum::<usize>();
        }
        costs
    }
}

/// So many wait, at the least, before the best covered of them are offered first.
const WAITING_MIN: usize = 4_000;

/// The best covered so far, by position.
type Best<F> = super::best::Best<usize, F>;

/// The coverage of everybody for the skills of a mission: the part of a ranking that needs no text.
pub(super) struct CoverageRun<'a> {
    snapshot: &'a Snapshot,
    visibility: &'a TalentVisibility,
    conditions: Conditions,
    ties: TieBreaker,
    requirements: Vec<PreparedRequirement>,
}

/// A segment in which the best are looked for.
struct Part<'a> {
    runners: Runners<'a>,
    listed: Listed<'a>,
    offers: Offers,
}

impl<'a> CoverageRun<'a> {
    pub(super) fn new(request: &RankRequest, snapshot: &'a Snapshot, visibility: &'a TalentVisibility) -> Self {
        let (vocabulary, statistics) = (&snapshot.vocabulary, &snapshot.frozen.statistics);
        Self {
            snapshot,
            visibility,
            conditions: Conditions::new(&request.modalities, request.host),
            ties: TieBreaker::of_mission(id_of(request)),
            requirements: coverage::prepare(&request.requirements, vocabulary, statistics),
        }
    }

    /// The best covered, in order, with their coverage in millionths.
    pub(super) fn best(&self, top: usize) -> Vec<(TalentId, u32)> {
        self.best_at(Prices::MEASURED, top)
    }

    /// The same whatever the prices.
    pub(super) fn best_at(&self, prices: Prices, top: usize) -> Vec<(TalentId, u32)> {
        let mut parts: Vec<Part> = self.snapshot.talents.segments.iter().map(|segment| self.part(segment)).collect();
        let best = self.go_on(prices, top, &mut parts);
        let covered = |((Reverse(units), (_, id)), _): (Standing, usize)| (TalentId(id), coverage::value(units as u16));
        best.in_order().into_iter().map(covered).collect()
    }

    /// How many postings the skills that may stand for the requirements have.
    pub(super) fn postings(&self) -> usize {
        let segments = self.snapshot.talents.segments.iter();
        segments.map(|segment| CoverageSweep::new(&self.requirements, &segment.image).postings()).sum()
    }

    fn part(&self, segment: &'a TalentSegment) -> Part<'_> {
        let runners = Runners::new(segment, self.visibility, &self.conditions);
        Part { runners, listed: Listed::new(&self.requirements, &segment.image), offers: Offers::default() }
    }

    /// Goes through the requirements until nobody who is left can be among the best.
    fn go_on(&self, prices: Prices, top: usize, parts: &mut [Part]) -> Best<impl Fn(&usize) -> Tie> {
        let order = self.cheapest_first(parts);
        let mut left: u32 = order.iter().map(|asked| self.most(*asked)).sum();
        let (mut best, mut spent) = (Best::of(top, |position: &usize| self.tie(*position)), 0);
        for (nth, asked) in order.iter().enumerate() {
            best.settle();
            if left < best.least() {
                break;
            }
            let costs = Costs::of(*asked, &order[nth..], parts, prices);
            // What was spent on lists counts, so that many of them together take no more than twice as long as the other ways.
            if spent + costs.list > costs.everybody.min(costs.blocks) {
                if costs.everybody < costs.blocks {
                    for part in parts {
                        part.tell_all(&mut best);
                    }
                } else {
                    self.by_blocks(&order[nth..], parts, &mut best);
                }
                break;
            }
            spent += costs.list;
            left -= self.most(*asked);
            for part in parts.iter_mut() {
                part.read(*asked, left, &mut best);
            }
        }
        best
    }

    fn tie(&self, position: usize) -> Tie {
        let id = self.snapshot.talents.id(position);
        (self.ties.with(id), id)
    }

    /// The most that a requirement may bring, in units.
    fn most(&self, asked: usize) -> u32 {
        self.requirements[asked].most().into()
    }

    /// The requirements that anybody meets, those first whose lists are short for what they bring.
    fn cheapest_first(&self, parts: &[Part]) -> Vec<usize> {
        let postings = |asked| parts.iter().map(|part| part.listed.postings(asked) as u64).sum::<u64>();
        let met = (0..self.requirements.len()).map(|asked| (postings(asked), asked)).filter(|(cost, _)| *cost > 0);
        let mut order: Vec<(u64, usize)> = met.collect();
        // In thousandths, so that the quotients of short lists differ.
        order.sort_by_key(|(cost, asked)| (1_000 * cost / u64::from(self.most(*asked).max(1)), *asked));
        order.into_iter().map(|(_, asked)| asked).collect()
    }

    /// Sums everybody up who was not told yet, by the requirements that are left.
    fn by_blocks(&self, left: &[usize], parts: &mut [Part], best: &mut Best<impl Fn(&usize) -> Tie>) {
        let mut buffers = UnitBuffers::new();
        // Who is not among the best so far, though covered by what was read, is not by what is left of it either.
        let known: Vec<usize> = best.held().copied().collect();
        for part in parts {
            let segment = part.runners.segment;
            let mut sweep = CoverageSweep::new(left.iter().map(|asked| &self.requirements[*asked]), &segment.image);
            for (number, first) in (0..segment.len()).step_by(BLOCK).enumerate() {
                let units = sweep.next_units(number, BLOCK.min(segment.len() - first), &mut buffers);
                part.take_block(first, units, &known, best);
            }
            part.offers.make_waiting(&part.runners, best);
        }
    }
}

impl Part<'_> {
    /// Reads the lists of a requirement, where those on none of the lists before may get so many units by what is left.
    fn read(&mut self, asked: usize, left: u32, best: &mut Best<impl Fn(&usize) -> Tie>) {
        best.settle();
        let (runners, offers) = (&self.runners, &mut self.offers);
        self.listed.read(asked, [left, best.least()], &runners.within_reach, |told| offers.make(told, runners, best));
    }

    /// Tells everybody within reach.
    fn tell_all(&mut self, best: &mut Best<impl Fn(&usize) -> Tie>) {
        let (runners, offers) = (&self.runners, &mut self.offers);
        self.listed.tell_all(runners.within_reach.docs(), |told| offers.make(told, runners, best));
    }

    /// Takes those of a block in who are covered well enough and are not known, and offers them once there are enough.
    fn take_block(&mut self, first: usize, units: &[u16], known: &[usize], best: &mut Best<impl Fn(&usize) -> Tie>) {
        let Self { runners, offers, .. } = self;
        let mut peaks = [0; BLOCK / STRIDE];
        wide::peaks(units, &mut peaks);
        let least = best.least().max(1) as u16;
        let within_reach = runners.within_reach.strides_from(first as u32);
        let strides = (first..).step_by(STRIDE).zip(units.chunks(STRIDE)).zip(peaks).zip(within_reach);
        // Whoever is not among the best so far is passed over with all their stride.
        for (((first, units), _), mut within) in strides.filter(|((_, peak), _)| *peak >= least) {
            while within != 0 {
                let place = within.trailing_zeros() as usize;
                within &= within - 1;
                if units[place] >= least && !known.contains(&(runners.segment.base + first + place)) {
                    offers.waiting.push(((first + place) as u32, units[place]));
                }
            }
        }
        if offers.waiting.len() >= WAITING_MIN {
            offers.make_waiting(runners, best);
        }
    }
}

/// Those who are covered well enough and may do the mission, a few at a time, with room for what is looked up of them.
///
/// They pass step by step, all of them together: each step waits for memory, and so it waits for that of many at once.
#[derive(Default)]
struct Offers {
    /// Those who were not offered yet.
    waiting: Vec<Told>,
    /// Those of the few at hand who passed so far.
    left: Vec<Told>,
}

impl Offers {
    /// Offers those who wait, the best covered first: of the others few are looked at.
    fn make_waiting(&mut self, runners: &Runners<'_>, best: &mut Best<impl Fn(&usize) -> Tie>) {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_unstable_by_key(|(doc, units)| (Reverse(*units), *doc));
        for told in waiting.chunks(STRIDE) {
            if u32::from(told[0].1) < self.make(told, runners, best) {
                break;
            }
        }
        waiting.clear();
        self.waiting = waiting;
    }

    /// Offers them; tells the units that the best have at least then.
    fn make(&mut self, told: &[Told], runners: &Runners<'_>, best: &mut Best<impl Fn(&usize) -> Tie>) -> u32 {
        let least = best.least().max(1);
        let left = &mut self.left;
        left.clear();
        left.extend(told.iter().filter(|(_, units)| u32::from(*units) >= least));
        runners.screen.read_ahead(left.iter().map(|(doc, _)| *doc));
        left.retain(|(doc, _)| runners.screen.admits(*doc) && runners.may_be_shown(*doc));
        for (doc, units) in left {
            best.offer(u32::from(*units), || runners.segment.base + *doc as usize);
        }
        best.settle();
        best.least()
    }
}
