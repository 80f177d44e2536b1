//! Counting facets: exactly, over all that was found.

use std::cmp::Reverse;
use std::collections::HashMap;

use talents_core::id::{SkillId, StructureId};
use talents_core::place::DepartmentCode;

use super::{Facet, FacetField, FacetValue, Failed};

/// The most values of a facet.
pub const FACET_VALUES_MAX: usize = 50;

/// How many documents are counted together: field by field, so that a field's memory is read in one go.
const BATCH: usize = 64;

/// A value of a facet, before it is written out. Those of a field have the order of what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FacetKey {
    Skill(SkillId),
    Structure(StructureId),
    Department(DepartmentCode),
    Code(&'static str),
}

impl std::fmt::Display for FacetKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Skill(id) => id.fmt(f),
            Self::Structure(id) => id.fmt(f),
            Self::Department(code) => code.fmt(f),
            Self::Code(code) => f.write_str(code),
        }
    }
}

/// How many have each value of each field, as each segment tells it.
#[derive(Debug, Default)]
pub(super) struct FacetCounts(HashMap<FacetField, Vec<(FacetKey, u32)>>);

impl FacetCounts {
    pub(super) fn add(&mut self, field: FacetField, counts: impl IntoIterator<Item = (FacetKey, u32)>) {
        self.0.entry(field).or_default().extend(counts.into_iter().filter(|(_, count)| *count > 0));
    }

    /// The facets of those fields, the most frequent values first.
    pub(super) fn facets(mut self, fields: &[FacetField]) -> Vec<Facet> {
        let mut values = |field| most_frequent(self.0.remove(field).unwrap_or_default());
        fields.iter().map(|field| (*field, values(field))).map(|(field, values)| Facet { field, values }).collect()
    }
}

/// The most frequent values, by what all segments have of each; of two as frequent, the first by its writing. Only those
/// are written out, and only those are sorted by how many have them.
fn most_frequent(mut counts: Vec<(FacetKey, u32)>) -> Vec<FacetValue> {
    // The stable sort finds what is sorted already, as a segment's skills are.
    counts.sort_by_key(|(key, _)| *key);
    counts.dedup_by(|(key, count), (kept, total)| {
        let is_same = key == kept;
        *total += if is_same { *count } else { 0 };
        is_same
    });
    let place = |(key, count): &(FacetKey, u32)| (Reverse(*count), *key);
    if counts.len() > FACET_VALUES_MAX {
        counts.select_nth_unstable_by_key(FACET_VALUES_MAX, place);
        counts.truncate(FACET_VALUES_MAX);
    }
    counts.sort_unstable_by_key(place);
    let written = |(key, count): (FacetKey, u32)| FacetValue { value: key.to_string(), count: count as usize };
    counts.into_iter().map(written).collect()
}

/// Counts the values of a segment's documents.
pub(super) trait SegmentCounter<R> {
    /// Counts the values of a field of some documents, each once a document.
    fn count(&mut self, rows: &[R], field: FacetField);
    /// Adds what was counted.
    fn add_to(self, counts: &mut FacetCounts);
}

/// The documents of a segment on their way to a counter.
pub(super) struct Counting<C, R> {
    counter: C,
    fields: &'static [FacetField],
    batch: Vec<(R, Failed)>,
    counted: Vec<R>,
}

impl<R: Copy, C: SegmentCounter<R>> Counting<C, R> {
    pub(super) fn new(counter: C, fields: &'static [FacetField]) -> Self {
        Self { counter, fields, batch: Vec::with_capacity(BATCH), counted: Vec::with_capacity(BATCH) }
    }

    /// Counts a document in the facets of those fields whose filter alone it fails, and in all where it fails none.
    pub(super) fn add(&mut self, row: R, failed: Failed) {
        self.batch.push((row, failed));
        if self.batch.len() == BATCH {
            self.count();
        }
    }

    fn count(&mut self) {
        let Self { counter, fields, batch, counted } = self;
        for field in *fields {
            let passing = batch.iter().filter(|(_, failed)| failed.passes_all_but(*field));
            counted.clear();
            counted.extend(passing.map(|(row, _)| *row));
            counter.count(counted, *field);
        }
        batch.clear();
    }

    /// Adds what was counted.
    pub(super) fn add_to(mut self, counts: &mut FacetCounts) {
        self.count();
        self.counter.add_to(counts);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    /// A value of any kind. Ids differ in few bits, so that some are alike and others nearly.
    fn key(kind: u8, bits: u32) -> FacetKey {
        let id = Uuid::from_u128(u128::from(bits & 0xf) << 120 | u128::from(bits >> 4 & 0xff) << 40);
        let code = |number: usize| ["01", "19", "2A", "2B", "21", "95", "971", "988"][number % 8];
        match kind {
            0 => FacetKey::Skill(SkillId(id)),
            1 => FacetKey::Structure(StructureId(id)),
            2 => FacetKey::Department(DepartmentCode::parse(code(bits as usize)).unwrap()),
            _ => FacetKey::Code(["NONE", "PARTIAL", "FULL", "true", "false"][bits as usize % 5]),
        }
    }

    proptest! {
        #[test]
        fn the_most_frequent_values_are_those_of_a_plain_program(
            kind in 0u8..4, counts in prop::collection::vec((any::<u32>(), 0u32..6), 0..400), segments in 1usize..4,
        ) {
            let mut found = FacetCounts::default();
            for of_segment in counts.chunks(counts.len().div_ceil(segments).max(1)) {
                found.add(FacetField::Skill, of_segment.iter().map(|(bits, count)| (key(kind, *bits), *count)));
            }
            let mut plain: HashMap<String, usize> = HashMap::new();
            for (bits, count) in counts.iter().filter(|(_, count)| *count > 0) {
                *plain.entry(key(kind, *bits).to_string()).or_default() += *count as usize;
            }
            let mut expected: Vec<_> = plain.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
            expected.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
            expected.truncate(FACET_VALUES_MAX);
            let facets = found.facets(&[FacetField::Skill, FacetField::State]);
            prop_assert_eq!(&facets[0], &Facet { field: FacetField::Skill, values: expected });
            prop_assert_eq!(&facets[1], &Facet { field: FacetField::State, values: Vec::new() });
        }
    }
}
