//! What an audit finds when a row is not what it was.

use super::*;
use crate::ledger::{FaultKind, Minutes};

/// Two engagements, one of them over, an adjustment that waits and a reversal.
fn lived() -> Ledger {
    let mut ledger = Ledger::with(2_000);
    ledger.ask(reserve(1, HOST, EMPLOYER, 900)).unwrap();
    ledger.ask(capture(1, 1, 400)).unwrap();
    ledger.ask(capture(1, 2, 100)).unwrap();
    ledger.ask(reverse(2)).unwrap();
    ledger.ask(reserve(2, HOST, 3, 300)).unwrap();
    ledger.ask(capture(2, 3, 100)).unwrap();
    ledger.ask(release(2)).unwrap();
    ledger.ask(adjust(HOST, -10)).unwrap();
    assert_eq!(ledger.audit(), []);
    ledger
}

/// The kinds of faults that are found after something was done to the rows.
fn found(tamper: impl FnOnce(&mut Ledger)) -> Vec<FaultKind> {
    let mut ledger = lived();
    tamper(&mut ledger);
    let mut kinds: Vec<_> = ledger.audit().into_iter().map(|fault| fault.kind).collect();
    kinds.dedup();
    kinds
}

fn amount(minutes: i64) -> Minutes {
    Minutes::try_new(minutes).unwrap()
}

#[test]
fn an_altered_line_a_missing_one_and_one_too_many_are_found() {
    assert_eq!(
        found(|ledger| ledger.journal[0].minutes -= 1),
        [FaultKind::LineDiffers, FaultKind::BalanceAfter, FaultKind::AccountBalance]
    );
    assert_eq!(found(|ledger| ledger.journal[3].balance_after += 1), [FaultKind::BalanceAfter]);
    assert_eq!(found(|ledger| ledger.journal[2].floor = Some(2_000)), [FaultKind::FloorPassed]);
    let cut = found(|ledger| {
        let _ = ledger.journal.remove(2);
    });
    assert!(cut.contains(&FaultKind::JournalGap) && cut.contains(&FaultKind::LineMissing), "{cut:?}");
    let last = found(|ledger| {
        let _ = ledger.journal.pop();
    });
    assert!(last.contains(&FaultKind::LineMissing) && last.contains(&FaultKind::AccountBalance), "{last:?}");
    let twice = found(|ledger| ledger.journal.push(ledger.journal[1]));
    assert!(twice.contains(&FaultKind::LineUnfounded), "{twice:?}");
}

#[test]
fn an_altered_movement_a_missing_one_and_one_too_many_are_found() {
    let edit = |number: u32, change: fn(&mut Transfer)| {
        found(move |ledger| change(ledger.books.transfers.get_mut(&id(number)).unwrap()))
    };
    assert_eq!(edit(1, |made| made.minutes = amount(9)), [FaultKind::LineDiffers]);
    assert!(edit(2, |made| made.minutes = amount(9)).contains(&FaultKind::SettlesWrongly));
    assert!(edit(3, |made| made.time_sheet = None).contains(&FaultKind::CaptureUnfounded));
    assert!(edit(3, |made| made.time_sheet = Some(sheet(3))).contains(&FaultKind::CapturedTwice));
    assert!(edit(3, |made| made.credit = account_of(3)).contains(&FaultKind::LineUnfounded));
    assert!(
        edit(8, |made| made.engagement = Some(engagement(1))).is_empty(),
        "nothing hangs on where a void says it is"
    );
    assert!(edit(1, |made| made.debit = made.credit).contains(&FaultKind::SameAccount));
    let cut = found(|ledger| {
        let _ = ledger.books.transfers.remove(&id(8));
    });
    assert!(cut.contains(&FaultKind::LeftAfterRelease) && cut.contains(&FaultKind::LineUnfounded), "{cut:?}");
    let added = found(|ledger| {
        let made = ledger.books.transfers[&id(1)].clone();
        ledger.books.transfers.insert(id(99), Transfer { id: id(99), ..made });
    });
    assert_eq!(added, [FaultKind::LineMissing]);
}

#[test]
fn an_altered_account_or_reservation_is_found() {
    let account = |change: fn(&mut Account)| {
        found(move |ledger| change(ledger.books.accounts.get_mut(&account_of(HOST)).unwrap()))
    };
    assert_eq!(account(|it| it.balance += 1), [FaultKind::SumNotZero, FaultKind::AccountBalance]);
    assert_eq!(account(|it| it.reserved -= 1), [FaultKind::AccountReserved]);
    assert_eq!(account(|it| it.owner = AccountOwner::Structure(structure(7))), [FaultKind::OwnerDiffers]);
    let gone = found(|ledger| {
        let _ = ledger.books.accounts.remove(&account_of(3));
    });
    assert!(gone.contains(&FaultKind::AccountMissing), "{gone:?}");
    let reservation = |change: fn(&mut Reservation)| {
        found(move |ledger| change(ledger.books.reservations.get_mut(&engagement(1)).unwrap()))
    };
    assert_eq!(reservation(|it| it.captured += 1), [FaultKind::ReservationDiffers]);
    assert_eq!(reservation(|it| it.live = None), [FaultKind::ReservationDiffers]);
    assert!(reservation(|it| it.released = true).contains(&FaultKind::LeftAfterRelease));
}
