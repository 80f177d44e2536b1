//! The books: what is known of the ledger, and the one way to change it.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};

use crate::calendar::{Month, paris_day};
use crate::error::{Problem, Refusals};
use crate::event::EventDraft;
use crate::id::{AccountId, EngagementId, TimeSheetId, TransferId};

use super::account::{Account, Line, Policy};
use super::command::Command;
use super::plan::{Draft, Plan};
use super::reservation::Reservation;
use super::transfer::{Asked, Entry, PARTS_MAX, Phase, Transfer};

/// The whole ledger, or as much of it as a command needs: see [`Command::needs`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    accounts: BTreeMap<AccountId, Account>,
    reservations: BTreeMap<EngagementId, Reservation>,
    transfers: BTreeMap<TransferId, Transfer>,
    /// By the movement that is named, the one that posted, voided or reversed it.
    targeted: BTreeMap<TransferId, TransferId>,
    /// What moved for a time sheet, in order.
    captures: BTreeMap<TimeSheetId, Vec<TransferId>>,
    /// The last month that is closed, and so are those before it.
    closed_through: Option<Month>,
}

/// What a command did: to be written whole, or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The movements, in order.
    pub transfers: Vec<Transfer>,
    /// Their lines in the journals, in order.
    pub entries: Vec<Entry>,
    /// The accounts that were touched, as they now are.
    pub accounts: Vec<Account>,
    /// The reservation that was touched, as it now is.
    pub reservation: Option<Reservation>,
    /// What happened; `None` where it had happened before, or where nothing was left to do.
    pub event: Option<EventDraft>,
}

impl Books {
    /// Adds what is known already.
    pub fn know(&mut self, account: Account) {
        self.accounts.insert(account.id, account);
    }

    /// Adds a reservation as it is known.
    pub fn know_reservation(&mut self, reservation: Reservation) {
        self.reservations.insert(reservation.engagement, reservation);
    }

    /// Adds a movement that was made.
    pub fn know_transfer(&mut self, transfer: Transfer) {
        if let Some(target) = transfer.phase.target() {
            self.targeted.insert(target, transfer.id);
        }
        if let Some(time_sheet) = transfer.time_sheet.filter(|_| transfer.is_capture()) {
            let captures = self.captures.entry(time_sheet).or_default();
            if !captures.contains(&transfer.id) {
                captures.push(transfer.id);
                // A capture comes before the overrun that came with it, in whatever order they are told.
                let kind = |id: &TransferId| self.transfers.get(id).map_or(transfer.kind, |known| known.kind);
                captures.sort_by_key(kind);
            }
        }
        self.transfers.insert(transfer.id, transfer);
    }

    /// Says which month is the last that is closed.
    pub fn close_through(&mut self, month: Option<Month>) {
        self.closed_through = month;
    }

    /// The account of that id; one that nothing happened on is not known.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.get(&id)
    }

    /// Every account that is known.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    /// The reservation of an engagement.
    pub fn reservation(&self, engagement: EngagementId) -> Option<&Reservation> {
        self.reservations.get(&engagement)
    }

    /// Every reservation that is known.
    pub fn reservations(&self) -> impl Iterator<Item = &Reservation> {
        self.reservations.values()
    }

    /// The movement of that id.
    pub fn transfer(&self, id: TransferId) -> Option<&Transfer> {
        self.transfers.get(&id)
    }

    /// Whether a movement was posted, voided or reversed.
    pub(super) fn is_targeted(&self, id: TransferId) -> bool {
        self.targeted.contains_key(&id)
    }

    /// What moved for a time sheet: its capture, its overrun.
    pub(super) fn captures_of(&self, time_sheet: TimeSheetId) -> Vec<&Transfer> {
        let ids = self.captures.get(&time_sheet).map_or(&[][..], Vec::as_slice);
        ids.iter().filter_map(|id| self.transfers.get(id)).collect()
    }

    /// Does what is asked, once: the same again, under the same id, has no second effect and the same answer.
    ///
    /// # Errors
    /// [`Problem::TransferIdTaken`] where the id came before with something else, and whatever the command is refused
    /// for; then nothing is changed.
    pub fn apply(&mut self, asked: Asked, command: &Command, policy: &Policy) -> Result<Posting, Refusals> {
        let asked = asked.in_millis();
        let made = self.made_under(asked.id);
        if !made.is_empty() {
            return self.answer_again(asked.id, command, &made);
        }
        let plan = self.plan(asked, command, policy)?;
        let posting = self.post(asked, command, plan, policy)?;
        self.learn(&posting);
        Ok(posting)
    }

    /// The movements that came of the demand with that id.
    fn made_under(&self, id: TransferId) -> Vec<&Transfer> {
        (0..PARTS_MAX).filter_map(|number| self.transfers.get(&id.part(number))).collect()
    }

    fn answer_again(&self, id: TransferId, command: &Command, made: &[&Transfer]) -> Result<Posting, Refusals> {
        if !command.is_answered_by(made) {
            return Err(Problem::TransferIdTaken { id: id.to_string() }.into());
        }
        let engagement = made.first().and_then(|first| first.engagement);
        Ok(Posting {
            transfers: made.iter().map(|transfer| (*transfer).clone()).collect(),
            entries: Vec::new(),
            accounts: Vec::new(),
            reservation: engagement.and_then(|engagement| self.reservations.get(&engagement)).cloned(),
            event: None,
        })
    }

    /// Makes the movements of a plan and their lines, on copies of the accounts.
    fn post(&self, asked: Asked, command: &Command, plan: Plan, policy: &Policy) -> Result<Posting, Refusals> {
        let mut accounts = self.touched(command, &plan.drafts)?;
        let day = self.booking_day(asked, &accounts)?;
        let (mut transfers, mut entries) = (Vec::new(), Vec::new());
        for (number, draft) in (0..).zip(&plan.drafts) {
            let transfer = draft.made(asked, number, day);
            let freed = self.freed_by(&transfer);
            if let Some(debit) = accounts.get_mut(&transfer.debit) {
                let floor = if draft.asks_floor { debit.enforced_floor(policy) } else { None };
                check_floor(debit, floor, transfer.minutes.get())?;
                entries.push(debit.write(out_of(&transfer, freed, floor)));
            }
            if let (Some(credit), Some(line)) = (accounts.get_mut(&transfer.credit), into(&transfer)) {
                entries.push(credit.write(line));
            }
            transfers.push(transfer);
        }
        let event = transfers.first().map(|first| event_of(command, first, &transfers));
        Ok(Posting {
            transfers,
            entries,
            accounts: accounts.into_values().collect(),
            reservation: plan.reservation,
            event,
        })
    }

    /// The accounts that movements go through, as they are; those that the command opens are new.
    fn touched(&self, command: &Command, drafts: &[Draft]) -> Result<BTreeMap<AccountId, Account>, Problem> {
        let opened: Vec<Account> = command.needs().owners.into_iter().map(Account::new).collect();
        let mut accounts = BTreeMap::new();
        for id in drafts.iter().flat_map(|draft| [draft.debit, draft.credit]) {
            let account = self.accounts.get(&id).or_else(|| opened.iter().find(|account| account.id == id));
            let unknown = || Problem::NoSuchObject { kind: "Account".to_owned(), id: id.to_string() };
            accounts.insert(id, account.cloned().ok_or_else(unknown)?);
        }
        Ok(accounts)
    }

    /// The day under which movements are booked: today in Paris, and never before the last line of an account. Around
    /// midnight, the clocks of two servers may differ by a day; more than that is refused.
    fn booking_day(&self, asked: Asked, accounts: &BTreeMap<AccountId, Account>) -> Result<NaiveDate, Problem> {
        let today = paris_day(asked.stamp.at);
        if self.closed_through.is_some_and(|closed| Month::of(today) <= closed) {
            return Err(Problem::MonthClosed { month: Month::of(today).to_string() });
        }
        let last = accounts.values().filter_map(|account| account.last_day).max().unwrap_or(today);
        if last - today > TimeDelta::days(1) {
            return Err(Problem::BackDated { day: today.to_string(), last: last.to_string() });
        }
        Ok(today.max(last))
    }

    /// What a movement frees of the debit account's reserved minutes: all that its target had set aside.
    fn freed_by(&self, transfer: &Transfer) -> i64 {
        match transfer.phase {
            Phase::Posts(target) | Phase::Voids(target) => {
                self.transfers.get(&target).map_or(0, |pending| pending.minutes.get())
            }
            Phase::Posted | Phase::Pending | Phase::Reverses(_) => 0,
        }
    }

    /// Takes in what was done.
    fn learn(&mut self, posting: &Posting) {
        for account in &posting.accounts {
            self.know(account.clone());
        }
        for transfer in &posting.transfers {
            self.know_transfer(transfer.clone());
        }
        if let Some(reservation) = &posting.reservation {
            self.know_reservation(reservation.clone());
        }
    }
}

/// Refuses to let an account promise or give more than it has available over its floor.
fn check_floor(account: &Account, floor: Option<i64>, asked: i64) -> Result<(), Problem> {
    let Some(floor) = floor else { return Ok(()) };
    let available = account.balance - account.reserved - floor;
    if asked <= available { Ok(()) } else { Err(Problem::InsufficientCredits { asked, available }) }
}

/// The line of the account that a movement goes out of.
pub(super) fn out_of(transfer: &Transfer, freed: i64, floor: Option<i64>) -> Line {
    let amount = transfer.minutes.get();
    let (minutes, reserved) = match transfer.phase {
        Phase::Posted | Phase::Reverses(_) => (-amount, 0),
        Phase::Pending => (0, amount),
        Phase::Posts(_) => (-amount, -freed),
        Phase::Voids(_) => (0, -freed),
    };
    Line { transfer: transfer.id, minutes, reserved, floor, day: transfer.day }
}

/// The line of the account that a movement comes into: none as long as nothing moves.
pub(super) fn into(transfer: &Transfer) -> Option<Line> {
    let minutes = match transfer.phase {
        Phase::Posted | Phase::Posts(_) | Phase::Reverses(_) => transfer.minutes.get(),
        Phase::Pending | Phase::Voids(_) => return None,
    };
    Some(Line { transfer: transfer.id, minutes, reserved: 0, floor: None, day: transfer.day })
}

/// What happened, about the first movement; about the pending one for an adjustment that is settled.
fn event_of(command: &Command, first: &Transfer, made: &[Transfer]) -> EventDraft {
    let (object, version) = match *command {
        Command::PostAdjustment { pending } | Command::RejectAdjustment { pending } => (pending, 2),
        Command::Order(_) | Command::Endow { .. } | Command::ProposeAdjustment { .. } | Command::Undo { .. } => {
            (first.id, 1)
        }
    };
    let mut event = EventDraft::new(command.event(), object.0, version);
    if let Some(engagement) = first.engagement {
        event = event.with("engagement", engagement);
    }
    if let Some(time_sheet) = first.time_sheet {
        event = event.with("timeSheet", time_sheet);
    }
    let told = |transfer: &Transfer| {
        let (phase, minutes) = (transfer.phase.code(), transfer.minutes.get());
        format!("{} {} {phase} {} {} {minutes}", transfer.id, transfer.kind, transfer.debit, transfer.credit)
    };
    event.with("transfers", made.iter().map(told).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests;
