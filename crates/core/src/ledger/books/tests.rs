//! The ledger's rules: by example here, over random histories against a plain model in [`histories`], and what an audit
//! finds in [`tampering`].

mod histories;
mod plain;
mod tampering;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::*;
use crate::event::{Actor, EventKind, Stamp};
use crate::id::{PersonId, StructureId};
use crate::ledger::{AccountOwner, AdjustmentReason, Auditor, CreditOrder, Fault, TransferKind};
use crate::programme::CompensationMode;
use crate::testing::{day, told};

const HOST: u8 = 1;
const EMPLOYER: u8 = 2;

pub(super) const COMPENSATION: Policy =
    Policy { mode: CompensationMode::Compensation, default_floor: 0, tolerance_percent: 10 };
const MEASURE: Policy = Policy { mode: CompensationMode::Measure, ..COMPENSATION };

pub(super) fn structure(number: u8) -> StructureId {
    StructureId(Uuid::from_u128(number.into()))
}

pub(super) fn engagement(number: u8) -> EngagementId {
    EngagementId(Uuid::from_u128(0x100 + u128::from(number)))
}

pub(super) fn sheet(number: u8) -> TimeSheetId {
    TimeSheetId(Uuid::from_u128(0x200 + u128::from(number)))
}

pub(super) fn id(number: u32) -> TransferId {
    TransferId(Uuid::from_u128(0x1000 + u128::from(number)))
}

fn account_of(number: u8) -> AccountId {
    AccountId::of(AccountOwner::Structure(structure(number)))
}

pub(super) fn reserve(of: u8, debit: u8, credit: u8, minutes: u32) -> Command {
    let (debit, credit) = (structure(debit), structure(credit));
    Command::Order(CreditOrder::Reserve { engagement: engagement(of), debit, credit, minutes })
}

pub(super) fn capture(of: u8, by: u8, minutes: u32) -> Command {
    Command::Order(CreditOrder::Capture { engagement: engagement(of), time_sheet: sheet(by), minutes })
}

pub(super) fn release(of: u8) -> Command {
    Command::Order(CreditOrder::Release { engagement: engagement(of) })
}

pub(super) fn reverse(by: u8) -> Command {
    Command::Order(CreditOrder::Reverse { time_sheet: sheet(by) })
}

fn adjust(number: u8, minutes: i64) -> Command {
    Command::ProposeAdjustment { structure: structure(number), minutes, reason: AdjustmentReason::Mistake }
}

pub(super) fn asked(number: u32, person: u8, at: DateTime<Utc>) -> Asked {
    let actor = Actor::Person(PersonId(Uuid::from_u128(0x300 + u128::from(person))));
    Asked { id: id(number), stamp: Stamp { actor, on_behalf_of: None, at } }
}

/// The books with all that they ever did, for tests that look at the whole.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    pub books: Books,
    pub journal: Vec<Entry>,
    next: u32,
}

impl Ledger {
    /// A host with so many minutes.
    fn with(minutes: i64) -> Self {
        let mut ledger = Self::default();
        ledger.ask(Command::Endow { structure: structure(HOST), minutes }).unwrap();
        ledger
    }

    fn ask(&mut self, command: Command) -> Result<Posting, Refusals> {
        self.ask_under(command, COMPENSATION)
    }

    fn ask_under(&mut self, command: Command, policy: Policy) -> Result<Posting, Refusals> {
        self.next += 1;
        let at = "2026-12-01T08:00:00Z".parse().unwrap();
        self.apply(asked(self.next, self.next as u8, at), command, policy)
    }

    pub fn apply(&mut self, asked: Asked, command: Command, policy: Policy) -> Result<Posting, Refusals> {
        let posting = self.books.apply(asked, &command, &policy)?;
        self.journal.extend(&posting.entries);
        Ok(posting)
    }

    /// What is left of an account: balance, reserved.
    pub fn worth(&self, id: AccountId) -> (i64, i64) {
        self.books.account(id).map_or((0, 0), |account| (account.balance, account.reserved))
    }

    pub fn journal_of(&self, id: AccountId) -> Vec<Entry> {
        self.journal.iter().filter(|entry| entry.account == id).copied().collect()
    }

    pub fn audit(&self) -> Vec<Fault> {
        let mut auditor = Auditor::new(self.books.transfers.values().cloned(), self.books.accounts().cloned());
        for account in self.books.accounts() {
            self.journal_of(account.id).iter().for_each(|entry| auditor.entry(entry));
        }
        auditor.finish(&self.books.reservations().cloned().collect::<Vec<_>>(), &[])
    }
}

#[test]
fn ready_reserves_and_each_sheet_takes_its_part() {
    let mut ledger = Ledger::with(1_000);
    ledger.ask(reserve(1, HOST, EMPLOYER, 900)).unwrap();
    assert_eq!(ledger.worth(account_of(HOST)), (1_000, 900));
    let made = ledger.ask(capture(1, 1, 400)).unwrap();
    let kinds: Vec<_> = made.transfers.iter().map(|transfer| (transfer.kind, transfer.minutes.get())).collect();
    assert_eq!(kinds, [(TransferKind::Capture, 400), (TransferKind::Reservation, 500)]);
    assert_eq!((ledger.worth(account_of(HOST)), ledger.worth(account_of(EMPLOYER))), ((600, 500), (400, 0)));
    ledger.ask(release(1)).unwrap();
    assert_eq!(ledger.worth(account_of(HOST)), (600, 0));
    assert_eq!(told(ledger.ask(capture(1, 2, 1))), [" nothing-reserved"]);
    assert!(ledger.ask(release(1)).unwrap().event.is_none(), "nothing is left to release");
    assert_eq!(ledger.audit(), []);
}

#[test]
fn past_the_reservation_a_sheet_may_go_as_far_as_the_tolerance_and_the_floor() {
    let mut ledger = Ledger::with(1_050);
    ledger.ask(reserve(1, HOST, EMPLOYER, 1_000)).unwrap();
    let refusal = ledger.ask(capture(1, 1, 1_101)).unwrap_err();
    assert_eq!(refusal, Problem::PastTolerance { minutes: 1_101, max: 1_100 }.into());
    let refusal = ledger.ask(capture(1, 1, 1_100)).unwrap_err();
    assert_eq!(refusal, Problem::InsufficientCredits { asked: 100, available: 50 }.into());
    assert_eq!(ledger.worth(account_of(HOST)), (1_050, 1_000), "a refusal changes nothing");
    ledger.ask(capture(1, 1, 1_050)).unwrap();
    assert_eq!(ledger.worth(account_of(HOST)), (0, 0));
    ledger.ask_under(capture(1, 2, 50), MEASURE).unwrap();
    assert_eq!(told(ledger.ask_under(capture(1, 3, 1), MEASURE)), [" past-tolerance"]);
    assert_eq!(ledger.worth(account_of(HOST)), (-50, 0));
    assert_eq!(ledger.audit(), []);
}

#[test]
fn the_floor_holds_for_reservations_and_leaves_standing_ones_alone_when_it_comes() {
    let mut ledger = Ledger::with(100);
    let refusal = ledger.ask(reserve(1, HOST, EMPLOYER, 101)).unwrap_err();
    assert_eq!(refusal, Problem::InsufficientCredits { asked: 101, available: 100 }.into());
    ledger.ask_under(reserve(1, HOST, EMPLOYER, 500), MEASURE).unwrap();
    ledger.ask(capture(1, 1, 500)).unwrap();
    assert_eq!(ledger.worth(account_of(HOST)), (-400, 0));
    assert_eq!(told(ledger.ask(reserve(2, HOST, EMPLOYER, 1))), [" insufficient-credits"]);
    let deep = ledger.books.account(account_of(HOST)).unwrap().with_floor(Some(-500)).unwrap().value;
    ledger.books.know(deep);
    ledger.ask(reserve(2, HOST, EMPLOYER, 100)).unwrap();
    assert_eq!(ledger.audit(), []);
}

#[test]
fn a_reversed_sheet_gives_back_what_it_moved_and_can_be_declared_anew() {
    let mut ledger = Ledger::with(1_000);
    ledger.ask(reserve(1, HOST, EMPLOYER, 900)).unwrap();
    ledger.ask(capture(1, 1, 950)).unwrap();
    let made = ledger.ask(reverse(1)).unwrap();
    assert_eq!(made.transfers.len(), 3, "the capture, the overrun, and what is reserved anew");
    assert_eq!((ledger.worth(account_of(HOST)), ledger.worth(account_of(EMPLOYER))), ((1_000, 900), (0, 0)));
    assert_eq!(told(ledger.ask(reverse(1))), [" already-reversed"]);
    assert_eq!(told(ledger.ask(capture(1, 1, 90))), [" already-captured"], "a sheet counts once, reversed or not");
    ledger.ask(capture(1, 2, 900)).unwrap();
    ledger.ask(release(1)).unwrap();
    // The employer has spent what it earned: the reversal passes all the same, and reserves nothing any more.
    ledger.ask(reserve(2, EMPLOYER, 3, 900)).unwrap();
    ledger.ask(capture(2, 3, 900)).unwrap();
    ledger.ask(reverse(2)).unwrap();
    assert_eq!((ledger.worth(account_of(HOST)), ledger.worth(account_of(EMPLOYER))), ((1_000, 0), (-900, 0)));
    assert_eq!(ledger.audit(), []);
}

#[test]
fn an_adjustment_takes_two_people() {
    let mut ledger = Ledger::with(100);
    let at = "2026-12-01T08:00:00Z".parse().unwrap();
    ledger.apply(asked(50, 1, at), adjust(HOST, -60), COMPENSATION).unwrap();
    assert_eq!(ledger.worth(account_of(HOST)), (100, 60), "pending until somebody else posts it");
    let post = Command::PostAdjustment { pending: id(50) };
    assert_eq!(told(ledger.apply(asked(51, 1, at), post, COMPENSATION)), [" second-person-needed"]);
    let posted = ledger.apply(asked(52, 2, at), post, COMPENSATION).unwrap();
    assert_eq!(posted.event.map(|event| (event.kind, event.object)), Some((EventKind::AdjustmentPosted, id(50).0)));
    assert_eq!(told(ledger.apply(asked(53, 3, at), post, COMPENSATION)), [" adjustment-settled"]);
    assert_eq!(told(ledger.ask(adjust(HOST, -41))), [" insufficient-credits"]);
    assert_eq!(told(ledger.ask(adjust(HOST, 0))), ["minutes out-of-range"]);
    assert_eq!(told(ledger.ask(adjust(HOST, i64::MIN))), ["minutes out-of-range"]);
    ledger.apply(asked(54, 2, at), Command::Undo { transfer: id(52) }, COMPENSATION).unwrap();
    assert_eq!(ledger.worth(account_of(HOST)), (100, 0));
    assert_eq!(ledger.audit(), []);
}

#[test]
fn the_same_again_has_one_effect_and_another_thing_under_its_id_is_refused() {
    let mut ledger = Ledger::with(1_000);
    let at: DateTime<Utc> = "2026-12-01T08:00:00.1234567Z".parse().unwrap();
    let first = ledger.apply(asked(70, 1, at), reserve(1, HOST, EMPLOYER, 900), COMPENSATION).unwrap();
    ledger.ask(capture(1, 1, 400)).unwrap();
    let whole = ledger.books.clone();
    let later = at + TimeDelta::days(3);
    let again = ledger.apply(asked(70, 2, later), reserve(1, HOST, EMPLOYER, 900), COMPENSATION).unwrap();
    assert_eq!((again.transfers, again.entries, again.event), (first.transfers, vec![], None));
    let other = ledger.apply(asked(70, 1, at), reserve(1, HOST, EMPLOYER, 901), COMPENSATION);
    assert_eq!(told(other), [" transfer-id-taken"]);
    assert_eq!(ledger.books, whole);
}

#[test]
fn days_only_go_forward_and_closed_months_stay_as_they_are() {
    let mut ledger = Ledger::default();
    let give = |number| Command::Endow { structure: structure(number), minutes: 10 };
    let mut at =
        |number, instant: &str, command| ledger.apply(asked(number, 1, instant.parse().unwrap()), command, MEASURE);
    let days = |posting: Posting| posting.entries.iter().map(|entry| entry.day).collect::<Vec<_>>();
    assert_eq!(days(at(1, "2027-01-31T23:00:00Z", give(1)).unwrap()), [day("2027-02-01"); 2], "midnight in Paris");
    assert_eq!(days(at(2, "2027-01-31T22:59:59Z", give(1)).unwrap()), [day("2027-02-01"); 2], "clocks may differ");
    assert_eq!(told(at(3, "2027-01-30T08:00:00Z", give(2))), [" back-dated"]);
    ledger.books.close_through(Month::parse("2027-02"));
    let refused = ledger.apply(asked(4, 1, "2027-02-28T08:00:00Z".parse().unwrap()), give(1), MEASURE);
    assert_eq!(told(refused), [" month-closed"]);
    ledger.apply(asked(5, 1, "2027-03-01T08:00:00Z".parse().unwrap()), give(1), MEASURE).unwrap();
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    let mut ledger = Ledger::with(1_000);
    assert_eq!(told(ledger.ask(reserve(1, HOST, HOST, 10))), [" host-is-employer"]);
    assert_eq!(told(ledger.ask(reserve(1, HOST, EMPLOYER, 0))), [" out-of-range"]);
    ledger.ask(reserve(1, HOST, EMPLOYER, 10)).unwrap();
    assert_eq!(told(ledger.ask(reserve(1, HOST, EMPLOYER, 10))), [" already-reserved"]);
    assert_eq!(told(ledger.ask(reverse(9))), [" nothing-captured"]);
    assert_eq!(told(ledger.ask(Command::Undo { transfer: id(2) })), [" no-such-object"]);
    assert_eq!(told(ledger.ask(Command::Undo { transfer: id(4) })), [" not-reversible"], "a reservation");
    assert_eq!(told(ledger.ask(Command::PostAdjustment { pending: id(1) })), [" no-such-object"], "an endowment");
    assert!(ledger.ask(Command::Undo { transfer: id(1) }).is_ok());
    assert_eq!(told(ledger.ask(Command::Undo { transfer: id(1) })), [" already-reversed"]);
}
