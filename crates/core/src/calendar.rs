//! Calendar days of the scheme: they are days in Paris, ends included.

use chrono::{DateTime, Datelike, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Europe::Paris;
use serde::{Deserialize, Serialize};

/// The calendar day in Paris at an instant.
pub fn paris_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&Paris).date_naive()
}

/// The instant at which a day begins in Paris.
pub fn paris_midnight(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Paris moves its clocks at two or three in the morning: a midnight is there, once.
    midnight.and_local_timezone(Paris).earliest().map_or_else(|| midnight.and_utc(), |local| local.with_timezone(&Utc))
}

/// A span of calendar days, both ends included; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Days {
    first: NaiveDate,
    last: NaiveDate,
}

impl Days {
    /// The days from `first` to `last`, or `None` when they are the wrong way round.
    pub fn try_new(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        (first <= last).then_some(Self { first, last })
    }

    /// The first day.
    pub fn first(self) -> NaiveDate {
        self.first
    }

    /// The last day, which still counts.
    pub fn last(self) -> NaiveDate {
        self.last
    }

    /// How many days there are: at least 1.
    pub fn count(self) -> i64 {
        (self.last - self.first).num_days() + 1
    }

    /// The days that are in both.
    pub fn intersection(self, other: Self) -> Option<Self> {
        Self::try_new(self.first.max(other.first), self.last.min(other.last))
    }
}

/// A month, such as when a skill was last used: `2026-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month {
    year: i16,
    month: u8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: i16::try_from(day.year()).unwrap_or(i16::MAX), month: day.month() as u8 }
    }

    /// Reads `YYYY-MM`, years 1950 to 2199.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((1950..=2199).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// The earliest month there is.
    pub const EARLIEST: Self = Self { year: i16::MIN, month: 1 };

    /// A number that grows by one a month.
    pub fn ordinal(self) -> u64 {
        u64::try_from(i32::from(self.year) * 12 + i32::from(self.month)).unwrap_or(0)
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year.into(), self.month.into(), 1).unwrap_or_default()
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.first_day() + Months::new(1) - TimeDelta::days(1)
    }

    /// Whole months from `self` to `later`; negative when `later` is before.
    pub fn months_until(self, later: Self) -> i32 {
        (i32::from(later.year) - i32::from(self.year)) * 12 + i32::from(later.month) - i32::from(self.month)
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

impl TryFrom<String> for Month {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| format!("not a month (YYYY-MM): {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::day;

    #[test]
    fn a_late_evening_in_utc_is_already_the_next_day_in_paris() {
        let instant = "2026-12-31T23:30:00Z".parse().unwrap();
        assert_eq!(paris_day(instant), NaiveDate::from_ymd_opt(2027, 1, 1).unwrap());
    }

    #[test]
    fn a_month_knows_its_days() {
        let february = Month::parse("2028-02").unwrap();
        assert_eq!((february.first_day(), february.last_day()), (day("2028-02-01"), day("2028-02-29")));
    }

    #[test]
    fn a_month_reads_only_in_its_own_form() {
        assert_eq!(Month::parse("2026-06").map(|month| month.to_string()), Some("2026-06".to_owned()));
        for wrong in ["2026-13", "2026-6", "26-06", "2026-06-01", "", "juin 2026", "2026-00", "-026-06"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }
}
