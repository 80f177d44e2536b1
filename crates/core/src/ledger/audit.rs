//! Proving from the raw rows that the ledger is right, and naming what breaks it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::calendar::Month;
use crate::code::coded_enum;
use crate::id::{AccountId, EngagementId, TimeSheetId, TransferId};

use super::account::Account;
use super::books::{into, out_of};
use super::closing::Closing;
use super::reservation::Reservation;
use super::transfer::{Entry, Phase, Transfer, TransferKind};

macro_rules! fault_kinds {
    ($($(#[$meta:meta])* $variant:ident = $code:literal of $rule:literal),+ $(,)?) => {
        coded_enum! {
            /// The ways in which a ledger can be wrong.
            pub enum FaultKind { $($(#[$meta])* $variant = $code),+ }
        }

        impl FaultKind {
            /// The rule of the scheme that it breaks: `C1` to `C8`.
            pub const fn rule(self) -> &'static str {
                match self { $(Self::$variant => $rule),+ }
            }
        }
    };
}

fault_kinds! {
    /// A line of a journal is not what its movement says.
    LineDiffers = "LINE_DIFFERS" of "C1",
    /// A movement has left no line where it must.
    LineMissing = "LINE_MISSING" of "C1",
    /// A line of a journal comes of no movement, or is there twice.
    LineUnfounded = "LINE_UNFOUNDED" of "C1",
    /// A movement goes out of the account that it comes into.
    SameAccount = "SAME_ACCOUNT" of "C1",
    /// The balances of all accounts don't sum to 0.
    SumNotZero = "SUM_NOT_ZERO" of "C1",
    /// The numbers of a journal have a gap.
    JournalGap = "JOURNAL_GAP" of "C2",
    /// The balance after a line is not the sum of the lines up to it.
    BalanceAfter = "BALANCE_AFTER" of "C2",
    /// A line is dated before the one that it follows.
    DayGoesBack = "DAY_GOES_BACK" of "C2",
    /// The balance of an account is not the sum of its lines, or it has lost lines.
    AccountBalance = "ACCOUNT_BALANCE" of "C2",
    /// A closed month does not come to what was written down when it was closed.
    ClosingDiffers = "CLOSING_DIFFERS" of "C2",
    /// An account belongs neither to a structure nor to the scheme, or to another owner than it says.
    OwnerDiffers = "OWNER_DIFFERS" of "C3",
    /// A movement or a line names an account that is not there.
    AccountMissing = "ACCOUNT_MISSING" of "C3",
    /// The reservation of an engagement is not what its movements come to.
    ReservationDiffers = "RESERVATION_DIFFERS" of "C4",
    /// From READY to the end an engagement has its planned minutes reserved, from its host for its employer: it has not.
    NotReserved = "NOT_RESERVED" of "C4",
    /// Something is set aside for an engagement that waits for consents.
    ReservedTooSoon = "RESERVED_TOO_SOON" of "C4",
    /// What was captured for a time sheet is not what it says.
    SheetDiffers = "SHEET_DIFFERS" of "C5",
    /// A time sheet was captured more than once.
    CapturedTwice = "CAPTURED_TWICE" of "C5",
    /// Minutes were captured without a time sheet or an engagement.
    CaptureUnfounded = "CAPTURE_UNFOUNDED" of "C5",
    /// A movement was posted, voided or reversed more than once.
    SettledTwice = "SETTLED_TWICE" of "C5",
    /// A movement settles or reverses one that is not there, is not of that sort, or moves more than it.
    SettlesWrongly = "SETTLES_WRONGLY" of "C5",
    /// Something is still set aside for an engagement whose reservation was given up.
    LeftAfterRelease = "LEFT_AFTER_RELEASE" of "C6",
    /// Something is still set aside for an engagement that is closed or cancelled.
    LeftAfterEnd = "LEFT_AFTER_END" of "C6",
    /// What is reserved after a line is not the sum of the lines up to it, or is negative.
    ReservedAfter = "RESERVED_AFTER" of "C7",
    /// What an account has reserved is not the sum of what is pending.
    AccountReserved = "ACCOUNT_RESERVED" of "C7",
    /// A line passes the floor that it had to respect.
    FloorPassed = "FLOOR_PASSED" of "C7",
    /// A movement is about an engagement or a time sheet that is not there any more.
    ReferenceLost = "REFERENCE_LOST" of "C8",
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the ledger as a whole.
    Ledger,
    /// An account.
    Account(AccountId),
    /// A line of an account's journal.
    Line(AccountId, u64),
    /// A month of an account.
    Month(AccountId, Month),
    /// A movement.
    Transfer(TransferId),
    /// An engagement.
    Engagement(EngagementId),
    /// A time sheet.
    TimeSheet(TimeSheetId),
}

/// Something that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// Where.
    pub place: Place,
}

/// What the lines of an account come to, up to one of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sum {
    lines: u64,
    balance: i64,
    reserved: i64,
}

/// What has been seen of a movement's lines.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    out: bool,
    into: bool,
}

/// Reads the raw rows once and says what is wrong with them. Movements, accounts and closings are known from the start;
/// lines are read one by one, each account's in order, so that a long history needs no more memory than its movements.
#[derive(Debug)]
pub struct Auditor {
    pub(super) transfers: HashMap<TransferId, Transfer>,
    accounts: BTreeMap<AccountId, Account>,
    sums: BTreeMap<AccountId, (Sum, Option<chrono::NaiveDate>)>,
    by_month: BTreeMap<(AccountId, Month), Sum>,
    seen: HashMap<TransferId, Seen>,
    pub(super) targeted: HashMap<TransferId, TransferId>,
    faults: BTreeSet<Fault>,
}

impl Auditor {
    /// An auditor of these movements and accounts.
    pub fn new(transfers: impl IntoIterator<Item = Transfer>, accounts: impl IntoIterator<Item = Account>) -> Self {
        let transfers: HashMap<_, _> = transfers.into_iter().map(|transfer| (transfer.id, transfer)).collect();
        let accounts: BTreeMap<_, _> = accounts.into_iter().map(|account| (account.id, account)).collect();
        let mut auditor = Self {
            transfers,
            accounts,
            sums: BTreeMap::new(),
            by_month: BTreeMap::new(),
            seen: HashMap::new(),
            targeted: HashMap::new(),
            faults: BTreeSet::new(),
        };
        auditor.check_transfers();
        auditor
    }

    pub(super) fn fault(&mut self, kind: FaultKind, place: Place) {
        self.faults.insert(Fault { kind, place });
    }

    pub(super) fn require(&mut self, holds: bool, kind: FaultKind, place: Place) {
        if !holds {
            self.fault(kind, place);
        }
    }

    /// Looks at each movement by itself, and at what it settles or reverses.
    fn check_transfers(&mut self) {
        let transfers = std::mem::take(&mut self.transfers);
        let mut captured = BTreeSet::new();
        for transfer in transfers.values() {
            let place = Place::Transfer(transfer.id);
            self.require(transfer.debit != transfer.credit, FaultKind::SameAccount, place);
            for account in [transfer.debit, transfer.credit] {
                self.require(self.accounts.contains_key(&account), FaultKind::AccountMissing, place);
            }
            if let Some(target) = transfer.phase.target() {
                let settled = transfers.get(&target).is_some_and(|settled| settles(transfer, settled));
                self.require(settled, FaultKind::SettlesWrongly, place);
                let first = self.targeted.insert(target, transfer.id).is_none();
                self.require(first, FaultKind::SettledTwice, Place::Transfer(target));
            }
            if transfer.is_capture() {
                let Some(sheet) = transfer.time_sheet.filter(|_| transfer.engagement.is_some()) else {
                    self.fault(FaultKind::CaptureUnfounded, place);
                    continue;
                };
                self.require(
                    captured.insert((sheet, transfer.kind)),
                    FaultKind::CapturedTwice,
                    Place::TimeSheet(sheet),
                );
            }
        }
        self.transfers = transfers;
    }

    /// Looks at the next line of a journal.
    pub fn entry(&mut self, entry: &Entry) {
        let place = Place::Line(entry.account, entry.seq);
        let (before, last_day) = self.sums.get(&entry.account).copied().unwrap_or_default();
        self.require(self.accounts.contains_key(&entry.account), FaultKind::AccountMissing, place);
        self.require(entry.seq == before.lines + 1, FaultKind::JournalGap, place);
        self.require(last_day.is_none_or(|last| last <= entry.day), FaultKind::DayGoesBack, place);
        let balance = before.balance + entry.minutes;
        let reserved = before.reserved + entry.reserved;
        self.require(entry.balance_after == balance, FaultKind::BalanceAfter, place);
        self.require(entry.reserved_after == reserved && reserved >= 0, FaultKind::ReservedAfter, place);
        let over_floor = entry.floor.is_none_or(|floor| balance - reserved >= floor);
        self.require(over_floor, FaultKind::FloorPassed, place);
        self.check_line(entry, place);
        let sum = Sum { lines: entry.seq, balance, reserved };
        self.sums.insert(entry.account, (sum, Some(entry.day)));
        self.by_month.insert((entry.account, Month::of(entry.day)), sum);
    }

    /// Compares a line with what its movement says.
    fn check_line(&mut self, entry: &Entry, place: Place) {
        let Some(transfer) = self.transfers.get(&entry.transfer) else {
            return self.fault(FaultKind::LineUnfounded, place);
        };
        let goes_out = transfer.debit == entry.account;
        let expected = if goes_out { Some(out_of(transfer, self.freed_by(transfer), None)) } else { into(transfer) };
        let expected = expected.filter(|_| goes_out || transfer.credit == entry.account);
        let Some(line) = expected else { return self.fault(FaultKind::LineUnfounded, place) };
        let same = (line.minutes, line.reserved, line.day) == (entry.minutes, entry.reserved, entry.day);
        let seen = self.seen.entry(entry.transfer).or_default();
        let side = if goes_out { &mut seen.out } else { &mut seen.into };
        let first = !std::mem::replace(side, true);
        self.require(same, FaultKind::LineDiffers, place);
        self.require(first, FaultKind::LineUnfounded, place);
    }

    fn freed_by(&self, transfer: &Transfer) -> i64 {
        let target = transfer.phase.target().and_then(|target| self.transfers.get(&target));
        target.map_or(0, |target| target.minutes.get())
    }

    /// Looks at a reservation: what is kept of it against what its movements come to.
    ///
    /// The movements are those of its engagement, in any order.
    fn check_reservation(&mut self, reservation: &Reservation, movements: &[Transfer]) {
        let mut found = Reservation { captured: 0, overrun: 0, live: None, ..reservation.clone() };
        let (mut left, mut same_accounts) = (0, true);
        for made in movements {
            let undone = self.targeted.contains_key(&made.id);
            match made.kind {
                TransferKind::Capture if !undone => found.captured += made.minutes.get(),
                TransferKind::Overrun if !undone => found.overrun += made.minutes.get(),
                TransferKind::Reservation if !undone => {
                    left += made.minutes.get();
                    found.live = Some(made.id);
                    same_accounts &= (made.debit, made.credit) == (reservation.debit, reservation.credit);
                }
                TransferKind::Reservation
                | TransferKind::Capture
                | TransferKind::Overrun
                | TransferKind::Release
                | TransferKind::Endowment
                | TransferKind::Adjustment
                | TransferKind::Reversal => {}
            }
        }
        let place = Place::Engagement(reservation.engagement);
        self.require(!reservation.released || left == 0, FaultKind::LeftAfterRelease, place);
        let right = found == *reservation && left == reservation.remaining() && same_accounts;
        self.require(right, FaultKind::ReservationDiffers, place);
    }

    /// Looks at the reservations and the closed months, and at what all the lines came to; gives all that is wrong.
    pub fn finish(mut self, reservations: &[Reservation], closings: &[Closing]) -> Vec<Fault> {
        self.check_reservations(reservations);
        self.check_accounts();
        self.check_lines_complete();
        for closing in closings {
            let months = (closing.account, Month::EARLIEST)..=(closing.account, closing.month);
            let sum = self.by_month.range(months).next_back().map(|(_, sum)| *sum).unwrap_or_default();
            let kept = Sum { lines: closing.lines, balance: closing.balance, reserved: closing.reserved };
            self.require(sum == kept, FaultKind::ClosingDiffers, Place::Month(closing.account, closing.month));
        }
        self.faults.into_iter().collect()
    }

    fn check_reservations(&mut self, reservations: &[Reservation]) {
        let mut by_engagement: BTreeMap<EngagementId, Vec<Transfer>> = BTreeMap::new();
        for transfer in self.transfers.values() {
            if let Some(engagement) = transfer.engagement {
                by_engagement.entry(engagement).or_default().push(transfer.clone());
            }
        }
        for reservation in reservations {
            let movements = by_engagement.remove(&reservation.engagement).unwrap_or_default();
            self.check_reservation(reservation, &movements);
        }
        for engagement in by_engagement.into_keys() {
            self.fault(FaultKind::ReservationDiffers, Place::Engagement(engagement));
        }
    }

    fn check_accounts(&mut self) {
        let accounts = std::mem::take(&mut self.accounts);
        let mut pending: BTreeMap<AccountId, i64> = BTreeMap::new();
        let is_open = |it: &&Transfer| it.phase == Phase::Pending && !self.targeted.contains_key(&it.id);
        for transfer in self.transfers.values().filter(is_open) {
            *pending.entry(transfer.debit).or_default() += transfer.minutes.get();
        }
        for account in accounts.values() {
            let place = Place::Account(account.id);
            let (sum, last_day) = self.sums.get(&account.id).copied().unwrap_or_default();
            self.require(account.id == AccountId::of(account.owner), FaultKind::OwnerDiffers, place);
            let kept = (account.balance, account.lines, account.last_day);
            self.require(kept == (sum.balance, sum.lines, last_day), FaultKind::AccountBalance, place);
            let reserved = pending.get(&account.id).copied().unwrap_or_default();
            let right = account.reserved == reserved && sum.reserved == reserved;
            self.require(right, FaultKind::AccountReserved, place);
        }
        let total: i64 = accounts.values().map(|account| account.balance).sum();
        self.require(total == 0, FaultKind::SumNotZero, Place::Ledger);
    }

    fn check_lines_complete(&mut self) {
        let transfers = std::mem::take(&mut self.transfers);
        for transfer in transfers.values() {
            let seen = self.seen.get(&transfer.id).copied().unwrap_or_default();
            let complete = seen.out && seen.into == into(transfer).is_some();
            self.require(complete, FaultKind::LineMissing, Place::Transfer(transfer.id));
        }
    }
}

/// Whether a movement may settle or reverse another one as it does.
fn settles(made: &Transfer, target: &Transfer) -> bool {
    let same_way = (made.debit, made.credit) == (target.debit, target.credit);
    let moves = matches!(target.phase, Phase::Posted | Phase::Posts(_));
    match made.phase {
        Phase::Posted | Phase::Pending => false,
        Phase::Posts(_) => target.phase == Phase::Pending && same_way && made.minutes <= target.minutes,
        Phase::Voids(_) => target.phase == Phase::Pending && same_way && made.minutes == target.minutes,
        Phase::Reverses(_) => {
            moves && (made.debit, made.credit) == (target.credit, target.debit) && made.minutes == target.minutes
        }
    }
}
