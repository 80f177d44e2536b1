//! A statement of credits as a table.

use std::collections::HashMap;

use talents_core::id::AccountId;
use talents_core::ledger::{AccountOwner, Statement, StatementLine};

use super::{Cell, Table};
use crate::messages::{Language, messages};

/// The columns, by their names in the catalogue.
const COLUMNS: [&str; 8] = [
    "export-day",
    "export-kind",
    "export-counterparty",
    "export-minutes",
    "export-days",
    "export-balance",
    "export-engagement",
    "export-transfer",
];

/// What a table of a statement shows beside the statement.
#[derive(Debug)]
pub struct Around<'a> {
    /// The language of the words.
    pub language: Language,
    /// Minutes in a day of work; at least 1.
    pub minutes_per_day: u32,
    /// The names of the accounts on the other side.
    pub names: &'a HashMap<AccountId, String>,
}

/// The statement: what the account had, each entry, what is reserved, what it has in the end.
pub fn table(statement: &Statement, lines: &[StatementLine], around: &Around) -> Table {
    let word = |id: &str| Cell::Text(messages().text(around.language, id, &[]));
    let total = |day, id: &str, minutes| {
        let (days, empty) = (Cell::Hundredths(around.hundredths_of_days(minutes)), Cell::Empty);
        let cells = [Cell::Day(day), word(id), empty.clone(), Cell::Whole(minutes), days, empty.clone()];
        cells.into_iter().chain([empty.clone(), empty]).collect()
    };
    let (first, last) = (statement.days.first(), statement.days.last());
    let mut rows = vec![COLUMNS.iter().map(|id| word(id)).collect(), total(first, "export-opening", statement.opening)];
    rows.extend(lines.iter().map(|line| around.row(line)));
    rows.push(total(last, "export-reserved", statement.reserved));
    rows.push(total(last, "export-closing", statement.closing));
    Table { rows }
}

impl Around<'_> {
    fn row(&self, line: &StatementLine) -> Vec<Cell> {
        let transfer = &line.transfer;
        let engagement = transfer.engagement.map_or(Cell::Empty, |engagement| engagement.to_string().into());
        vec![
            Cell::Day(transfer.day),
            messages().label(self.language, "transfer-kind", transfer.kind.code()).into(),
            self.names.get(&line.counterparty).map_or(Cell::Empty, |name| name.clone().into()),
            Cell::Whole(line.minutes),
            Cell::Hundredths(self.hundredths_of_days(line.minutes)),
            Cell::Whole(line.balance_after),
            engagement,
            transfer.id.to_string().into(),
        ]
    }

    fn hundredths_of_days(&self, minutes: i64) -> i64 {
        hundredths_of_days(minutes, self.minutes_per_day)
    }
}

/// Minutes as hundredths of a day, rounded to the nearest, halves away from zero.
pub(super) fn hundredths_of_days(minutes: i64, minutes_per_day: u32) -> i64 {
    let day = i64::from(minutes_per_day.max(1));
    (minutes * 200 + day * minutes.signum()) / (2 * day)
}

/// The name of an account that is the scheme's; `None` for a structure's.
pub fn scheme_name(owner: AccountOwner, language: Language) -> Option<String> {
    let id = match owner {
        AccountOwner::Structure(_) => return None,
        AccountOwner::Endowment => "export-scheme-endowment",
        AccountOwner::Adjustment => "export-scheme-adjustment",
    };
    Some(messages().text(language, id, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_become_days_to_the_nearest_hundredth() {
        let around = Around { language: Language::French, minutes_per_day: 420, names: &HashMap::new() };
        let cases = [(420, 100), (-420, -100), (210, 50), (1, 0), (3, 1), (-3, -1), (0, 0)];
        for (minutes, hundredths) in cases {
            assert_eq!(around.hundredths_of_days(minutes), hundredths, "{minutes}");
        }
    }
}
