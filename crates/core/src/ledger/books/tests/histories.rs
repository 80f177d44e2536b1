//! Random histories, against the plain model: as many as [`crate::histories::many`] says.

use proptest::collection::vec;
use proptest::prelude::*;

use super::plain::{Plain, Step};
use super::*;
use crate::calendar::Days;
use crate::ledger::Statement;

const STRUCTURES: u8 = 4;

fn steps() -> impl Strategy<Value = Step> {
    let structure = || 1..=STRUCTURES;
    prop_oneof![
        3 => (0..4u8, structure(), structure(), 1..300u32).prop_map(|(of, one, two, m)| Step::Reserve(of, one, two, m)),
        5 => (0..4u8, 0..12u8, 1..200u32).prop_map(|(of, by, minutes)| Step::Capture(of, by, minutes)),
        1 => (0..4u8).prop_map(Step::Release),
        2 => (0..12u8).prop_map(Step::Reverse),
        2 => (structure(), 1..400i64).prop_map(|(number, minutes)| Step::Endow(number, minutes)),
        1 => (structure(), prop_oneof![-200..0i64, 1..200i64]).prop_map(|(number, m)| Step::Propose(number, m)),
        1 => (0..60u32).prop_map(Step::Post),
        1 => (0..60u32).prop_map(Step::Reject),
        1 => (0..60u32).prop_map(Step::Undo),
    ]
}

/// A step, who asks, whether a floor is enforced, whether a day passes before it, whether it is sent twice.
fn history() -> impl Strategy<Value = Vec<(Step, u8, bool, bool, bool)>> {
    vec((steps(), 0..3u8, any::<bool>(), any::<bool>(), any::<bool>()), 1..60)
}

proptest! {
    #![proptest_config(crate::histories::many())]

    #[test]
    fn every_history_is_as_the_plain_model_says(history in history()) {
        let (mut ledger, mut plain) = (Ledger::default(), Plain::default());
        let mut now: DateTime<Utc> = "2026-12-20T08:00:00Z".parse().unwrap();
        let mut worth_of_days: BTreeMap<(NaiveDate, u8), (i64, i64)> = BTreeMap::new();
        for (number, (step, by, compensation, next_day, twice)) in (0..).zip(history) {
            let policy = if compensation { COMPENSATION } else { MEASURE };
            now += TimeDelta::days(next_day.into());
            let expected = plain.step(number, by, step, policy);
            let found = ledger.apply(asked(number, by, now), step.command(), policy);
            let names = found.as_ref().map(|_| ()).map_err(|refusals| refusals.0[0].problem.message_id());
            prop_assert_eq!(names, expected, "step {}: {:?}", number, step);
            if twice && found.is_ok_and(|posting| !posting.transfers.is_empty()) {
                let again = ledger.apply(asked(number, by, now), step.command(), policy);
                prop_assert!(again.unwrap().entries.is_empty());
            }
            for structure in 1..=STRUCTURES {
                let worth = (plain.balance(structure), plain.reserved(structure));
                prop_assert_eq!(ledger.worth(account_of(structure)), worth, "step {}: {:?}", number, step);
                worth_of_days.insert((paris_day(now), structure), worth);
            }
        }
        prop_assert_eq!(ledger.audit(), []);
        // Any past day still comes to what it came to then, and all balances of that day sum to 0.
        for ((day, structure), (balance, reserved)) in worth_of_days {
            let (days, account) = (Days::try_new(day, day).unwrap(), account_of(structure));
            let statement = Statement::of(account, days, &ledger.journal_of(account));
            prop_assert_eq!((statement.closing, statement.reserved), (balance, reserved));
            let all: i64 = ledger.journal.iter().filter(|entry| entry.day <= day).map(|entry| entry.minutes).sum();
            prop_assert_eq!(all, 0);
        }
    }
}
