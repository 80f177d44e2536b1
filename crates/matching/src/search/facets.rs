//! Counting facets: exactly, over all that was found.

use std::collections::HashMap;

use talents_core::id::{SkillId, StructureId};
use talents_core::place::DepartmentCode;

use super::{Facet, FacetField, FacetValue};

/// The most values of a facet.
pub const FACET_VALUES_MAX: usize = 50;

/// A value of a facet, before it is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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

/// How many have each value of each field.
#[derive(Debug, Default)]
pub(super) struct FacetCounts(HashMap<(FacetField, FacetKey), usize>);

impl FacetCounts {
    pub(super) fn add(&mut self, field: FacetField, key: FacetKey, count: usize) {
        if count > 0 {
            *self.0.entry((field, key)).or_default() += count;
        }
    }

    /// The facets of those fields, the most frequent values first.
    pub(super) fn facets(self, fields: &[FacetField]) -> Vec<Facet> {
        let mut by_field: HashMap<FacetField, Vec<FacetValue>> = HashMap::new();
        for ((field, key), count) in self.0 {
            by_field.entry(field).or_default().push(FacetValue { value: key.to_string(), count });
        }
        let facet = |field: &FacetField| {
            let mut values = by_field.remove(field).unwrap_or_default();
            values.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.value.cmp(&other.value)));
            values.truncate(FACET_VALUES_MAX);
            Facet { field: *field, values }
        };
        fields.iter().map(facet).collect()
    }
}

/// Counts the values of a segment's documents.
pub(super) trait SegmentCounter<R> {
    /// Counts a document's values of a field, each once.
    fn count(&mut self, row: &R, field: FacetField);
    /// Adds what was counted.
    fn add_to(self, counts: &mut FacetCounts);
}
