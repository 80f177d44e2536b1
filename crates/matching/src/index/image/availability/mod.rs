//! Where and when talents can work, in ten bytes each: the usual case in columns, the others beside.

mod days;
mod judge;
mod places;
mod span;
mod times;

pub(crate) use span::{Asked, Span};

use crate::document::TalentDocument;
use places::PlaceColumn;
use times::TimeColumn;

/// What is known of a talent's places and times, as columns keep it.
#[derive(Debug, Default)]
pub(super) struct AvailabilityColumns {
    pub(super) places: PlaceColumn,
    pub(super) times: TimeColumn,
}

impl AvailabilityColumns {
    /// Room for so many talents.
    pub(super) fn with_capacity(talents: usize) -> Self {
        Self { places: PlaceColumn::with_capacity(talents), times: TimeColumn::with_capacity(talents) }
    }

    pub(super) fn push(&mut self, talent: &TalentDocument) {
        self.places.push(talent.places.as_ref());
        self.times.push(talent.times.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.places.bytes() + self.times.bytes()
    }
}
