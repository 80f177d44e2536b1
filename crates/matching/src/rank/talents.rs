//! Talents in the running for a mission: a run through the segments, block by block.

use std::borrow::Cow;

use chrono::NaiveDate;
use talents_core::id::SkillId;
use uuid::Uuid;

use super::Contest;
use super::best::Tie;
use super::board::PreparedMission;
use super::order::{Candidate, Collector, Heat, HeatValues};
use super::request::TalentVisibility;
use crate::eligibility::{APART, Conditions, Reasons, Screen};
use crate::index::image::Image;
use crate::index::image::postings::BLOCK;
use crate::index::image::reach::DocSet;
use crate::index::image::talents::TalentRow;
use crate::index::snapshot::Snapshot;
use crate::signal::resemblance::{self, Shared};
use crate::signal::wide;
use crate::signal::{self, Found, RECALL, RECALLS, TalentSegment, Values};

impl TalentVisibility {
    /// Whether the reader may see that talent.
    #[inline]
    pub(crate) fn shows(&self, id: impl FnOnce() -> Uuid, talent: TalentRow<'_>) -> bool {
        (self.discoverable && talent.is_discoverable())
            || self.structures.contains(&talent.structure())
            // It takes a while to look an id up.
            || self.talent.is_some_and(|own| own.0 == id())
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
pub(super) struct Runners<'a> {
    pub(super) segment: &'a TalentSegment,
    visibility: &'a TalentVisibility,
    pub(super) screen: Screen<'a>,
    /// Those who may be found and whom neither place nor remote work keeps out.
    pub(super) within_reach: Cow<'a, DocSet>,
}

impl<'a> Runners<'a> {
    pub(super) fn new(
        segment: &'a TalentSegment,
        visibility: &'a TalentVisibility,
        conditions: &'a Conditions,
    ) -> Self {
        let screen = Screen::new(conditions, &segment.image);
        let within_reach = screen.within_reach();
        Self { segment, visibility, screen, within_reach }
    }

    #[inline]
    fn are_running(&self, doc: u32) -> bool {
        self.segment.image.row(doc).is_discoverable() && self.may_be_shown(doc)
    }

    /// Whether a talent who may be found, as those [within reach](Self::within_reach) may, is in the running.
    #[inline]
    pub(super) fn may_be_shown(&self, doc: u32) -> bool {
        let shows = || self.visibility.shows(|| self.segment.id(doc), self.segment.image.row(doc));
        self.segment.is_alive(doc) && (self.visibility.discoverable || shows())
    }

    /// Marks those of consecutive talents who are not in the running; the first one's number is a multiple of 64.
    fn mark_others(&self, first: u32, mark: u8, marks: &mut [u8]) {
        self.segment.image.who(false, None).mark_others(first, mark, marks);
        let end = first + marks.len() as u32;
        for doc in self.segment.dead.docs_from(first, end) {
            marks[(doc - first) as usize] |= mark;
        }
        if !self.visibility.discoverable {
            for (marked, doc) in marks.iter_mut().zip(first..) {
                *marked |= u8::from(!self.are_running(doc)) * mark;
            }
        }
    }

    #[inline]
    fn standing(&self, doc: u32) -> Option<Reasons> {
        self.are_running(doc).then(|| self.screen.reasons(doc))
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

    fn mark(&self, values: HeatValues<'_>, marks: &mut [u8]) {
        marks.fill(0);
        for (values, floor) in values.into_iter().zip(self.mission.floors) {
            wide::note_reaching(values, floor, marks);
        }
        for mark in marks.iter_mut() {
            *mark = if *mark == 0 { APART } else { 0 };
        }
        self.runners.mark_others(self.first, APART, marks);
        self.runners.screen.judge(self.first, &self.runners.within_reach, marks);
        for mark in marks {
            *mark = if *mark >= APART { APART } else { *mark };
        }
    }
}

impl Contest for TalentsFor<'_> {
    fn run(&self, collector: &mut impl Collector) {
        let mut values = vec![0; RECALLS * BLOCK];
        let (values, _) = values.as_chunks_mut::<BLOCK>();
        for segment in &self.snapshot.talents.segments {
            let runners = Runners::new(segment, self.visibility, &self.mission.conditions);
            let mut sweeps = RECALL.map(|signal| signal.sweep(self.mission, segment, self.snapshot));
            for (number, first) in (0..segment.len()).step_by(BLOCK).enumerate() {
                let count = BLOCK.min(segment.len() - first);
                for (sweep, values) in sweeps.iter_mut().zip(&mut *values) {
                    sweep.next_block(number, count, values);
                }
                let block = Block { runners: &runners, mission: self.mission, first: first as u32 };
                collector.take(&block, std::array::from_fn(|signal| &values[signal][..count]));
            }
        }
    }

    fn complete(&self, candidates: &mut [&mut Candidate]) {
        for segment in &self.snapshot.talents.segments {
            let before = |end: usize| candidates.partition_point(|candidate| candidate.position < end);
            let here = before(segment.base)..before(segment.base + segment.len());
            let docs: Vec<u32> =
                candidates[here.clone()].iter().map(|candidate| (candidate.position - segment.base) as u32).collect();
            for (number, signal) in RECALL.iter().enumerate().filter(|_| !docs.is_empty()) {
                let mut add =
                    |place: usize, more| signal::complete(&mut candidates[here.start + place].found[number], more);
                signal.complete(self.mission, segment, self.snapshot, &docs, &mut add);
            }
        }
    }

    fn mission(&self, _position: usize) -> &PreparedMission {
        self.mission
    }

    fn tie(&self, position: usize) -> Tie {
        let id = self.snapshot.talents.id(position);
        (self.mission.ties.with(id), id)
    }

    fn circumstances(&self, position: usize) -> u32 {
        let (segment, doc) = self.snapshot.talents.locate(position);
        signal::circumstances_score(self.mission, segment.image.row(doc), self.as_of)
    }

    fn values(&self, position: usize, found: Found) -> Values {
        let (segment, doc) = self.snapshot.talents.locate(position);
        signal::values(found, self.mission, segment.image.row(doc), self.as_of)
    }

    fn skills(&self, position: usize) -> Vec<(SkillId, u8)> {
        let (segment, doc) = self.snapshot.talents.locate(position);
        segment.image.row(doc).skills().collect()
    }

    fn shared(&self, positions: &[usize]) -> Vec<Shared> {
        let profiles = resemblance::profiles_at(positions, &self.mission.profile, self.snapshot);
        let vocabulary = &self.snapshot.vocabulary;
        profiles.iter().map(|talent| resemblance::shared(&self.mission.profile, talent, vocabulary)).collect()
    }
}
