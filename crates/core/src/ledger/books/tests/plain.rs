//! A plain model of credits: it keeps what happened to engagements, gifts and adjustments, and adds everything up again
//! each time it is asked.

use std::collections::BTreeMap;

use super::*;

/// A time sheet that was captured: out of the reservation, past it, and whether it was reversed.
type Sheet = (i64, i64, bool);

#[derive(Debug, Clone)]
struct Lent {
    debit: u8,
    credit: u8,
    planned: i64,
    sheets: BTreeMap<u8, Sheet>,
    released: bool,
}

/// Something that went from the scheme to a structure, or came from it where negative.
#[derive(Debug, Clone)]
struct Gift {
    structure: u8,
    minutes: i64,
    /// Who proposed it, as long as it is pending.
    pending: Option<u8>,
    rejected: bool,
    undone: bool,
}

/// What is asked of the ledger, in small numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    Reserve(u8, u8, u8, u32),
    Capture(u8, u8, u32),
    Release(u8),
    Reverse(u8),
    Endow(u8, i64),
    Propose(u8, i64),
    Post(u32),
    Reject(u32),
    Undo(u32),
}

impl Step {
    pub(super) fn command(self) -> Command {
        match self {
            Self::Reserve(of, debit, credit, minutes) => reserve(of, debit, credit, minutes),
            Self::Capture(of, by, minutes) => capture(of, by, minutes),
            Self::Release(of) => release(of),
            Self::Reverse(by) => reverse(by),
            Self::Endow(number, minutes) => Command::Endow { structure: structure(number), minutes },
            Self::Propose(number, minutes) => adjust(number, minutes),
            Self::Post(number) => Command::PostAdjustment { pending: id(number) },
            Self::Reject(number) => Command::RejectAdjustment { pending: id(number) },
            Self::Undo(number) => Command::Undo { transfer: id(number) },
        }
    }
}

#[derive(Debug, Clone, Default)]
pub(super) struct Plain {
    lent: BTreeMap<u8, Lent>,
    /// By the number of the step that proposed it.
    gifts: BTreeMap<u32, Gift>,
    /// By the number of a step that moved a gift, the one that proposed it.
    moved: BTreeMap<u32, u32>,
    /// The other steps that made a movement.
    others: Vec<u32>,
}

impl Plain {
    pub(super) fn balance(&self, number: u8) -> i64 {
        let stands = |gift: &&Gift| gift.pending.is_none() && !gift.rejected && !gift.undone;
        let given = self.gifts.values().filter(stands).filter(|gift| gift.structure == number);
        let earned = |lent: &Lent| {
            let worked: i64 = lent.sheets.values().filter(|sheet| !sheet.2).map(|sheet| sheet.0 + sheet.1).sum();
            worked * (i64::from(lent.credit == number) - i64::from(lent.debit == number))
        };
        given.map(|gift| gift.minutes).sum::<i64>() + self.lent.values().map(earned).sum::<i64>()
    }

    pub(super) fn reserved(&self, number: u8) -> i64 {
        let lent = self.lent.values().filter(|lent| lent.debit == number).map(Lent::left).sum::<i64>();
        let waits = |gift: &&Gift| gift.pending.is_some() && !gift.rejected && gift.structure == number;
        lent + self.gifts.values().filter(waits).map(|gift| (-gift.minutes).max(0)).sum::<i64>()
    }

    fn afford(&self, number: u8, asked: i64, policy: Policy) -> Result<(), &'static str> {
        let available = self.balance(number) - self.reserved(number) - policy.default_floor;
        let refused = policy.mode == CompensationMode::Compensation && asked > available;
        if refused { Err("insufficient-credits") } else { Ok(()) }
    }

    /// Does a step, or says for what it is refused.
    pub(super) fn step(&mut self, number: u32, by: u8, step: Step, policy: Policy) -> Result<(), &'static str> {
        let mut moved = true;
        match step {
            Step::Reserve(of, debit, credit, minutes) => self.reserve((of, debit, credit), minutes.into(), policy)?,
            Step::Capture(of, sheet, minutes) => self.capture(of, sheet, minutes.into(), policy)?,
            Step::Release(of) => moved = self.lent.get_mut(&of).is_some_and(Lent::release),
            Step::Reverse(sheet) => self.reverse(sheet)?,
            Step::Endow(structure, minutes) => {
                self.give(number, structure, minutes, None);
                return Ok(());
            }
            Step::Propose(structure, minutes) => {
                if minutes < 0 {
                    self.afford(structure, -minutes, policy)?;
                }
                self.give(number, structure, minutes, Some(by));
                return Ok(());
            }
            Step::Post(proposed) => {
                let gift = self.waiting(proposed)?;
                if gift.pending == Some(by) {
                    return Err("second-person-needed");
                }
                gift.pending = None;
                self.moved.insert(number, proposed);
                return Ok(());
            }
            Step::Reject(proposed) => {
                let gift = self.waiting(proposed)?;
                gift.rejected = true;
            }
            Step::Undo(moved) => self.undo(moved)?,
        }
        if moved {
            self.others.push(number);
        }
        Ok(())
    }

    fn give(&mut self, number: u32, structure: u8, minutes: i64, pending: Option<u8>) {
        self.gifts.insert(number, Gift { structure, minutes, pending, rejected: false, undone: false });
        if pending.is_none() {
            self.moved.insert(number, number);
        } else {
            self.others.push(number);
        }
    }

    fn waiting(&mut self, proposed: u32) -> Result<&mut Gift, &'static str> {
        let adjustment = !self.moved.iter().any(|(step, gift)| step == gift && *gift == proposed);
        let gift = self.gifts.get_mut(&proposed).filter(|_| adjustment).ok_or("no-such-object")?;
        if gift.pending.is_some() && !gift.rejected { Ok(gift) } else { Err("adjustment-settled") }
    }

    fn undo(&mut self, step: u32) -> Result<(), &'static str> {
        let gift = self.moved.get(&step).and_then(|gift| self.gifts.get_mut(gift));
        match gift {
            Some(gift) if gift.undone => Err("already-reversed"),
            Some(gift) => {
                gift.undone = true;
                Ok(())
            }
            None if self.others.contains(&step) => Err("not-reversible"),
            None => Err("no-such-object"),
        }
    }

    fn reserve(&mut self, (of, debit, credit): (u8, u8, u8), planned: i64, policy: Policy) -> Result<(), &'static str> {
        if debit == credit {
            return Err("host-is-employer");
        }
        if self.lent.get(&of).is_some_and(|lent| !lent.released || lent.worked() > 0) {
            return Err("already-reserved");
        }
        self.afford(debit, planned, policy)?;
        // The sheets of before were all reversed; they stay known, so that none of them counts again.
        let sheets = self.lent.remove(&of).map(|lent| lent.sheets).unwrap_or_default();
        self.lent.insert(of, Lent { debit, credit, planned, sheets, released: false });
        Ok(())
    }

    fn capture(&mut self, of: u8, sheet: u8, minutes: i64, policy: Policy) -> Result<(), &'static str> {
        if self.lent.values().any(|lent| lent.sheets.contains_key(&sheet)) {
            return Err("already-captured");
        }
        let lent = self.lent.get(&of).filter(|lent| !lent.released).ok_or("nothing-reserved")?;
        let (within, overrun) = (minutes.min(lent.left()), lent.stands().map(|sheet| sheet.1).sum::<i64>());
        let past = minutes - within;
        if past > 0 && overrun + past > lent.planned * i64::from(policy.tolerance_percent) / 100 {
            return Err("past-tolerance");
        }
        let debit = lent.debit;
        if past > 0 {
            self.afford(debit, past, policy)?;
        }
        let lent = self.lent.get_mut(&of).ok_or("nothing-reserved")?;
        lent.sheets.insert(sheet, (within, past, false));
        Ok(())
    }

    fn reverse(&mut self, number: u8) -> Result<(), &'static str> {
        let sheet = self.lent.values_mut().find_map(|lent| lent.sheets.get_mut(&number)).ok_or("nothing-captured")?;
        if sheet.2 {
            return Err("already-reversed");
        }
        sheet.2 = true;
        Ok(())
    }
}

impl Lent {
    fn stands(&self) -> impl Iterator<Item = &Sheet> {
        self.sheets.values().filter(|sheet| !sheet.2)
    }

    fn worked(&self) -> i64 {
        self.stands().map(|sheet| sheet.0 + sheet.1).sum()
    }

    fn left(&self) -> i64 {
        if self.released { 0 } else { self.planned - self.stands().map(|sheet| sheet.0).sum::<i64>() }
    }

    /// Gives up what is left, and says whether anything was.
    fn release(&mut self) -> bool {
        let left = self.left() > 0;
        self.released = true;
        left
    }
}
