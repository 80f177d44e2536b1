//! Sets of départements that are compared in one instruction.

use talents_core::place::DepartmentCode;

use crate::document::Places;

/// The codes of three digits, after which the set numbers them from 100.
const OVERSEAS_FROM: u32 = 970;

/// A set of départements, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Departments(u128);

impl Departments {
    /// The home département and those that the talent would travel to.
    pub(crate) fn of_places(places: &Places) -> Self {
        places.department.iter().chain(&places.also_departments).fold(Self::default(), |set, code| set.with(*code))
    }

    /// The set with one more.
    pub(crate) fn with(self, code: DepartmentCode) -> Self {
        Self(self.0 | 1 << number(code))
    }

    /// Whether the set has one.
    pub(crate) fn holds(self, code: DepartmentCode) -> bool {
        self.0 >> number(code) & 1 == 1
    }

    /// Those of the set, in the order of their numbers.
    pub(crate) fn codes(self) -> impl Iterator<Item = DepartmentCode> {
        (0..128).filter(move |number| self.0 >> number & 1 == 1).filter_map(code)
    }
}

/// The bit of a département: 1 to 95 for themselves, 96 and 97 for Corse, 100 to 118 for those overseas.
fn number(code: DepartmentCode) -> u32 {
    match code.as_str() {
        "2A" => 96,
        "2B" => 97,
        digits => match digits.parse::<u32>() {
            Ok(overseas) if overseas > OVERSEAS_FROM => 100 + overseas - OVERSEAS_FROM,
            Ok(metropolitan) => metropolitan,
            Err(_) => 0,
        },
    }
}

fn code(number: u32) -> Option<DepartmentCode> {
    let text = match number {
        96 => "2A".to_owned(),
        97 => "2B".to_owned(),
        100.. => (number - 100 + OVERSEAS_FROM).to_string(),
        _ => format!("{number:02}"),
    };
    DepartmentCode::parse(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_department_has_a_bit_of_its_own() {
        let texts = (1..=988).map(|number| format!("{number:02}")).chain(["2A".to_owned(), "2B".to_owned()]);
        for code in texts.filter_map(|text| DepartmentCode::parse(&text)) {
            let alone = Departments::default().with(code);
            assert_eq!(alone.codes().collect::<Vec<_>>(), [code]);
        }
    }
}
