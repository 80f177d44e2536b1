//! Where talents can work: a home and three others in a column, those of the few who would travel further beside it.

use std::collections::HashMap;

use crate::document::Places;
use crate::place::{self, Departments};

/// How many départements fit in the column: home, which comes first, and three others.
const PLACES: usize = 4;
/// Stands for no département.
const NOWHERE: u8 = u8::MAX;
/// Stands last where there are more than fit: they are in [`PlaceColumn::many`].
const MORE: u8 = u8::MAX - 1;
/// Home and the other départements of a talent, or the first of them.
type FewPlaces = [u8; PLACES];

/// The départements of each talent. Those who hide theirs reach none, as those who have none.
#[derive(Debug, Default)]
pub(in crate::index::image) struct PlaceColumn {
    few: Vec<FewPlaces>,
    /// The talents who would travel further, whole.
    many: HashMap<u32, Departments>,
}

impl PlaceColumn {
    /// Room for so many talents.
    pub(super) fn with_capacity(talents: usize) -> Self {
        Self { few: Vec::with_capacity(talents), ..Self::default() }
    }

    pub(super) fn push(&mut self, places: Option<&Places>) {
        let departments = places.map(Departments::of_places).unwrap_or_default();
        let home = places.and_then(|places| places.department).map_or(NOWHERE, place::number);
        let others: Vec<u8> = departments.numbers().filter(|number| *number != home).collect();
        let mut few = [NOWHERE; PLACES];
        for (slot, number) in few.iter_mut().zip([home].iter().chain(&others)) {
            *slot = *number;
        }
        if others.len() >= PLACES {
            few[PLACES - 1] = MORE;
            self.many.insert(self.few.len() as u32, departments);
        }
        self.few.push(few);
    }

    /// Whether a talent lives in a département, by its number, or would travel to it.
    #[inline]
    pub(in crate::index::image) fn reaches(&self, doc: u32, department: u8) -> bool {
        let few = &self.few[doc as usize];
        few.contains(&department)
            || (few[PLACES - 1] == MORE && self.many.get(&doc).is_some_and(|many| many.holds_number(department)))
    }

    /// Whether a talent lives in a département, by its number.
    pub(in crate::index::image) fn is_home(&self, doc: u32, department: u8) -> bool {
        self.few[doc as usize][0] == department
    }

    /// Calls `found` with the number of every département that a talent reaches.
    pub(in crate::index::image) fn for_each(&self, doc: u32, found: impl FnMut(u8)) {
        let few = &self.few[doc as usize];
        match (few[PLACES - 1] == MORE).then(|| self.many.get(&doc)).flatten() {
            Some(many) => many.numbers().for_each(found),
            None => few.iter().copied().filter(|number| *number != NOWHERE).for_each(found),
        }
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(self.few.as_slice()) + self.many.capacity() * size_of::<(u32, Departments)>()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use talents_core::place::DepartmentCode;

    use super::*;

    proptest! {
        #[test]
        fn a_column_reaches_the_very_departments_of_the_profile(codes in prop::collection::btree_set(1u8..96, 0..9)) {
            let codes: Vec<DepartmentCode> = codes.iter().filter_map(|code| DepartmentCode::parse(&code.to_string())).collect();
            let places = Places { department: codes.last().copied(), also_departments: codes.iter().copied().collect() };
            let mut column = PlaceColumn::default();
            column.push(Some(&places));
            let mut found = Departments::default();
            column.for_each(0, |number| found = found.with_number(number));
            prop_assert_eq!(found, Departments::of_places(&places));
            for number in 1..96 {
                prop_assert_eq!(column.reaches(0, number), found.holds_number(number));
            }
        }
    }
}
