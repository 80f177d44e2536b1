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
        self.with_number(number(code))
    }

    /// The set with one more, by its number.
    pub(crate) fn with_number(self, number: u8) -> Self {
        Self(self.0 | 1 << number)
    }

    /// Whether the set has one.
    pub(crate) fn holds_number(self, number: u8) -> bool {
        self.0 >> number & 1 == 1
    }

    /// The numbers of those of the set, in order.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u8> {
        (0..128).filter(move |number| self.holds_number(*number))
    }
}

/// The bit of a département: 1 to 95 for themselves, 96 and 97 for Corse, 100 to 118 for those overseas.
pub(crate) fn number(code: DepartmentCode) -> u8 {
    match code.as_str() {
        "2A" => 96,
        "2B" => 97,
        digits => match digits.parse::<u32>() {
            Ok(overseas) if overseas > OVERSEAS_FROM => (100 + overseas - OVERSEAS_FROM) as u8,
            Ok(metropolitan) => metropolitan as u8,
            Err(_) => 0,
        },
    }
}

/// The code of a number, if it is one.
pub(crate) fn code(number: u8) -> Option<DepartmentCode> {
    let text = match number {
        96 => "2A".to_owned(),
        97 => "2B".to_owned(),
        100.. => (u32::from(number) - 100 + OVERSEAS_FROM).to_string(),
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
            assert_eq!(alone.numbers().filter_map(super::code).collect::<Vec<_>>(), [code]);
        }
    }
}
