//! Coverage alone: the best covered talents for a mission, without what the texts say.
//!
//! Skills that few have bring most, so their lists are read first, and whoever is on one is told whole from their own
//! list of skills. Once the best so far are covered better than all the skills that are left could cover anybody, those
//! skills need not be looked at: the idea of `MaxScore` (Turtle and Flood 1995), with each talent's own list at hand.
//! Where few are within reach of the mission, they are the last list. Where all of that is long, everybody is summed
//! up, block by block.

use std::cmp::Reverse;

use talents_core::id::TalentId;

use super::best::{Best, Standing};
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

/// Lists are read as long as there is no more than one posting on them for so many talents: to sum everybody up takes as
/// long as to read about as many.
const TALENTS_PER_LISTED_POSTING: usize = 3;
/// To tell a talent whole takes as long as to look whether so many on a list are within reach.
const POSTINGS_PER_TALENT_TOLD: usize = 25;

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
        let mut parts: Vec<Part> = self.snapshot.talents.segments.iter().map(|segment| self.part(segment)).collect();
        let best = self.by_lists(top, &mut parts).unwrap_or_else(|least| self.by_blocks(top, least, &parts));
        let covered = |((Reverse(units), (_, id)), ()): (Standing, ())| (TalentId(id), coverage::value(units as u16));
        best.in_order().into_iter().map(covered).collect()
    }

    /// How many postings the skills that may stand for the requirements have.
    pub(super) fn postings(&self) -> usize {
        let segments = self.snapshot.talents.segments.iter();
        segments.map(|segment| CoverageSweep::new(&self.requirements, &segment.image).postings()).sum()
    }

    fn part(&self, segment: &'a TalentSegment) -> Part<'_> {
        let runners = Runners::new(segment, self.visibility, &self.conditions, self.ties);
        Part { runners, listed: Listed::new(&self.requirements, &segment.image) }
    }

    /// The best, from lists; where those that it takes are too long, the units that the best have at least.
    fn by_lists(&self, top: usize, parts: &mut [Part]) -> Result<Best<()>, u16> {
        let order = self.cheapest_first(parts);
        let mut left: u32 = order.iter().map(|asked| self.most(*asked)).sum();
        let mut postings_left = self.snapshot.talents.count() / TALENTS_PER_LISTED_POSTING;
        let within_reach: usize = parts.iter().map(|part| part.runners.within_reach.count()).sum();
        let mut best = Best::of(top);
        for asked in order {
            best.settle();
            if left < best.least() {
                break;
            }
            let postings: usize = parts.iter().map(|part| part.listed.postings(asked)).sum();
            if postings / POSTINGS_PER_TALENT_TOLD > within_reach {
                for part in parts {
                    part.tell_all(&mut best);
                }
                break;
            }
            postings_left = postings_left.checked_sub(postings).ok_or(best.least() as u16)?;
            left -= self.most(asked);
            for part in parts.iter_mut() {
                part.read(asked, left, &mut best);
            }
        }
        Ok(best)
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

    /// The best of all, where it is known that they have so many units at least.
    fn by_blocks(&self, top: usize, least: u16, parts: &[Part]) -> Best<()> {
        let (mut best, mut buffers) = (Best::of(top), UnitBuffers::new());
        for part in parts {
            let segment = part.runners.segment;
            let mut sweep = CoverageSweep::new(&self.requirements, &segment.image);
            for (number, first) in (0..segment.len()).step_by(BLOCK).enumerate() {
                let units = sweep.next_units(number, BLOCK.min(segment.len() - first), &mut buffers);
                part.take_block(first, units, least, &mut best);
            }
        }
        best
    }
}

impl Part<'_> {
    /// Reads the lists of a requirement, where those on none of the lists before may get so many units by what is left.
    fn read(&mut self, asked: usize, left: u32, best: &mut Best<()>) {
        best.settle();
        let runners = &self.runners;
        self.listed.read(asked, [left, best.least()], &runners.within_reach, |told| offer(told, runners, best));
    }

    /// Tells everybody within reach.
    fn tell_all(&mut self, best: &mut Best<()>) {
        let runners = &self.runners;
        self.listed.tell_all(runners.within_reach.docs(), |told| offer(told, runners, best));
    }

    /// Offers those of a block who are covered well enough.
    fn take_block(&self, first: usize, units: &[u16], least: u16, best: &mut Best<()>) {
        let mut peaks = [0; BLOCK / STRIDE];
        wide::peaks(units, &mut peaks);
        for (stride, (units, peak)) in units.chunks(STRIDE).zip(peaks).enumerate() {
            // Whoever is not among the best so far is passed over with all their stride.
            let least = least.max(best.least() as u16).max(1);
            if peak >= least {
                let first = (first + stride * STRIDE) as u32;
                let well_covered = (first..).zip(units).filter(|(_, units)| **units >= least);
                let told = well_covered.map(|(doc, units)| (doc, *units));
                for told in told.filter(|(doc, _)| self.runners.within_reach.contains(*doc)) {
                    offer(&[told], &self.runners, best);
                }
            }
        }
    }
}

/// Offers those who are covered well enough and may do the mission; tells the units that the best have at least then.
fn offer(told: &[Told], runners: &Runners<'_>, best: &mut Best<()>) -> u32 {
    let least = best.least().max(1);
    let better = || told.iter().filter(|(_, units)| u32::from(*units) >= least);
    runners.screen.read_ahead(better().map(|(doc, _)| *doc));
    for (doc, units) in better() {
        if runners.screen.admits(*doc) && runners.are_running(*doc) {
            best.offer(u32::from(*units), || runners.tie(*doc), || ());
        }
    }
    best.settle();
    best.least()
}
