//! Talents in the running for a mission: a run through the segments, block by block.

use std::cmp::Reverse;

use chrono::NaiveDate;
use talents_core::id::{SkillId, TalentId};
use uuid::Uuid;

use super::Contest;
use super::best::{Best, Standing, Tie};
use super::board::{PreparedMission, id_of};
use super::order::{Collector, Heat};
use super::request::{RankRequest, TalentVisibility};
use crate::eligibility::{Conditions, Reasons, Screen};
use crate::hash::TieBreaker;
use crate::index::image::Image;
use crate::index::image::skills::BLOCK;
use crate::index::image::talents::TalentRow;
use crate::index::snapshot::Snapshot;
use crate::signal::coverage::{self, CoverageSweep, UnitBuffers};
use crate::signal::wide::{self, STRIDE};
use crate::signal::{self, Found, RECALL, RECALLS, TalentSegment, Values};

impl TalentVisibility {
    /// Whether the reader may see that talent.
    pub(crate) fn shows(&self, id: Uuid, talent: TalentRow<'_>) -> bool {
        (self.discoverable && talent.is_discoverable())
            || self.structures.contains(&talent.structure())
            || self.talent == Some(TalentId(id))
    }
}

/// The talents of a snapshot, in the running for a mission. Only those who opted in are.
pub(super) struct TalentsFor<'a> {
    pub(super) mission: &'a PreparedMission,
    pub(super) snapshot: &'a Snapshot,
    pub(super) visibility: &'a TalentVisibility,
    pub(super) as_of: NaiveDate,
}

/// The talents of a segment who may be in the running, as far as anybody may see them.
struct Runners<'a> {
    segment: &'a TalentSegment,
    visibility: &'a TalentVisibility,
    screen: Screen<'a>,
    ties: TieBreaker,
}

impl<'a> Runners<'a> {
    fn new(
        segment: &'a TalentSegment,
        visibility: &'a TalentVisibility,
        conditions: &'a Conditions,
        ties: TieBreaker,
    ) -> Self {
        Self { segment, visibility, screen: Screen::new(conditions, &segment.image), ties }
    }

    #[inline]
    fn are_running(&self, doc: u32) -> bool {
        let talent = self.segment.image.row(doc);
        self.segment.is_alive(doc)
            && talent.is_discoverable()
            && (self.visibility.discoverable || self.visibility.shows(self.segment.id(doc), talent))
    }

    #[inline]
    fn standing(&self, doc: u32) -> Option<Reasons> {
        self.are_running(doc).then(|| self.screen.reasons(doc))
    }

    fn tie(&self, doc: u32) -> Tie {
        let id = self.segment.id(doc);
        (self.ties.with(id), id)
    }
}

/// A block of a segment.
struct Block<'a> {
    runners: &'a Runners<'a>,
    mission: &'a PreparedMission,
    first: u32,
}

impl Heat for Block<'_> {
    fn base(&self) -> usize {
        self.runners.segment.base + self.first as usize
    }

    fn mission(&self, _place: usize) -> &PreparedMission {
        self.mission
    }

    fn standing(&self, place: usize) -> Option<Reasons> {
        self.runners.standing(self.first + place as u32)
    }

    fn tie(&self, place: usize) -> Tie {
        self.runners.tie(self.first + place as u32)
    }
}

impl Contest for TalentsFor<'_> {
    fn run(&self, collector: &mut impl Collector) {
        let mut values = vec![vec![0u32; BLOCK]; RECALLS];
        for segment in &self.snapshot.talents.segments {
            let runners = Runners::new(segment, self.visibility, &self.mission.conditions, self.mission.ties);
            let mut sweeps = RECALL.map(|signal| signal.sweep(self.mission, segment, self.snapshot));
            for (number, first) in (0..segment.len()).step_by(BLOCK).enumerate() {
                let count = BLOCK.min(segment.len() - first);
                for (sweep, values) in sweeps.iter_mut().zip(&mut values) {
                    sweep.next_block(number, &mut values[..count]);
                }
                let block = Block { runners: &runners, mission: self.mission, first: first as u32 };
                collector.take(&block, std::array::from_fn(|signal| &values[signal][..count]));
            }
        }
    }

    fn mission(&self, _position: usize) -> &PreparedMission {
        self.mission
    }

    fn values(&self, position: usize, found: Found) -> Values {
        let (segment, doc) = self.snapshot.talents.locate(position);
        signal::values(found, self.mission, segment.image.row(doc), self.as_of)
    }

    fn skills(&self, position: usize) -> Vec<(SkillId, u8)> {
        let (segment, doc) = self.snapshot.talents.locate(position);
        segment.image.row(doc).skills().collect()
    }
}

/// The coverage of everybody for the skills of a mission: the part of a ranking that needs no text.
pub(super) struct CoverageRun<'a> {
    snapshot: &'a Snapshot,
    visibility: &'a TalentVisibility,
    conditions: Conditions,
    ties: TieBreaker,
    requirements: Vec<coverage::PreparedRequirement>,
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
        let (mut best, mut buffers) = (Best::of(top), UnitBuffers::new());
        for segment in &self.snapshot.talents.segments {
            self.read(segment, &mut buffers, &mut best);
        }
        let covered = |((Reverse(units), (_, id)), ()): (Standing, ())| (TalentId(id), coverage::value(units as u16));
        best.in_order().into_iter().map(covered).collect()
    }

    /// How many postings it reads.
    pub(super) fn postings(&self) -> usize {
        let segments = self.snapshot.talents.segments.iter();
        segments.map(|segment| CoverageSweep::new(&self.requirements, &segment.image).postings()).sum()
    }

    fn read(&self, segment: &TalentSegment, buffers: &mut UnitBuffers, best: &mut Best<()>) {
        let runners = Runners::new(segment, self.visibility, &self.conditions, self.ties);
        let mut sweep = CoverageSweep::new(&self.requirements, &segment.image);
        let mut peaks = [0; BLOCK / STRIDE];
        for (number, first) in (0..segment.len()).step_by(BLOCK).enumerate() {
            let units = sweep.next_units(number, BLOCK.min(segment.len() - first), buffers);
            runners.screen.sift(first, units);
            wide::peaks(units, &mut peaks);
            for (stride, (units, peak)) in units.chunks(STRIDE).zip(peaks).enumerate() {
                // Whoever is not among the best so far is passed over with all their stride.
                let least = best.least().max(1) as u16;
                if peak >= least {
                    offer(units, least, (first + stride * STRIDE) as u32, &runners, best);
                }
            }
        }
    }
}

/// Offers those of a stride who are covered well enough and may do the mission.
fn offer(units: &[u16], least: u16, first: u32, runners: &Runners<'_>, best: &mut Best<()>) {
    for (place, units) in units.iter().enumerate().filter(|(_, units)| **units >= least) {
        let doc = first + place as u32;
        if runners.screen.admits(doc) && runners.are_running(doc) {
            best.offer(u32::from(*units), || runners.tie(doc), || ());
        }
    }
}
