//! What a command comes to: the movements to make, before they have ids, days and lines.

use chrono::NaiveDate;

use crate::error::{Problem, Refusals};
use crate::event::Actor;
use crate::id::{AccountId, EngagementId, StructureId, TimeSheetId, TransferId};

use super::account::{AccountOwner, Policy};
use super::books::Books;
use super::command::Command;
use super::order::CreditOrder;
use super::reservation::Reservation;
use super::transfer::{AdjustmentReason, Asked, Minutes, Phase, Transfer, TransferKind};

/// A movement to make.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft {
    pub kind: TransferKind,
    pub phase: Phase,
    pub debit: AccountId,
    pub credit: AccountId,
    pub minutes: Minutes,
    pub engagement: Option<EngagementId>,
    pub time_sheet: Option<TimeSheetId>,
    pub reason: Option<AdjustmentReason>,
    /// Whether it is refused where it would pass the floor of the debit account.
    pub asks_floor: bool,
}

impl Draft {
    fn new(kind: TransferKind, phase: Phase, (debit, credit): (AccountId, AccountId), minutes: Minutes) -> Self {
        let (engagement, time_sheet, reason) = (None, None, None);
        Self { kind, phase, debit, credit, minutes, engagement, time_sheet, reason, asks_floor: false }
    }

    fn of(self, reservation: &Reservation, time_sheet: Option<TimeSheetId>) -> Self {
        Self { engagement: Some(reservation.engagement), time_sheet, ..self }
    }

    fn under_floor(self) -> Self {
        Self { asks_floor: true, ..self }
    }

    fn because(self, reason: Option<AdjustmentReason>) -> Self {
        Self { reason, ..self }
    }

    /// The opposite of a movement, naming it.
    fn reversing(made: &Transfer) -> Self {
        let accounts = (made.credit, made.debit);
        let draft = Self::new(TransferKind::Reversal, Phase::Reverses(made.id), accounts, made.minutes);
        Self { engagement: made.engagement, time_sheet: made.time_sheet, reason: made.reason, ..draft }
    }

    /// The movement of that number among those that come of one demand.
    pub fn made(&self, asked: Asked, number: u8, day: NaiveDate) -> Transfer {
        Transfer {
            id: asked.id.part(number),
            kind: self.kind,
            phase: self.phase,
            debit: self.debit,
            credit: self.credit,
            minutes: self.minutes,
            engagement: self.engagement,
            time_sheet: self.time_sheet,
            reason: self.reason,
            stamp: asked.stamp,
            day,
        }
    }
}

/// What a command comes to.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// In the order in which they are made.
    pub drafts: Vec<Draft>,
    /// The reservation as it will be, where one is touched.
    pub reservation: Option<Reservation>,
}

impl Plan {
    fn one(draft: Draft) -> Self {
        Self { drafts: vec![draft], reservation: None }
    }

    /// Adds a pending movement that holds what is left of the reservation, if anything is.
    fn reserve_rest(&mut self, asked: Asked, reservation: &mut Reservation) -> Result<(), Problem> {
        reservation.live = None;
        if reservation.remaining() == 0 {
            return Ok(());
        }
        let minutes = Minutes::try_new(reservation.remaining())?;
        let accounts = (reservation.debit, reservation.credit);
        reservation.live = Some(asked.id.part(self.drafts.len() as u8));
        let draft = Draft::new(TransferKind::Reservation, Phase::Pending, accounts, minutes);
        self.drafts.push(draft.of(reservation, None));
        Ok(())
    }
}

impl Books {
    /// What a command comes to, on the books as they are.
    pub(super) fn plan(&self, asked: Asked, command: &Command, policy: &Policy) -> Result<Plan, Refusals> {
        match *command {
            Command::Order(CreditOrder::Reserve { engagement, debit, credit, minutes }) => {
                self.plan_reserve(asked, engagement, (debit, credit), minutes)
            }
            Command::Order(CreditOrder::Capture { engagement, time_sheet, minutes }) => {
                self.plan_capture(asked, engagement, time_sheet, minutes, policy)
            }
            Command::Order(CreditOrder::Release { engagement }) => Ok(self.plan_release(engagement)),
            Command::Order(CreditOrder::Reverse { time_sheet }) => self.plan_reverse(asked, time_sheet),
            Command::Endow { structure, minutes } => plan_endow(structure, minutes),
            Command::ProposeAdjustment { structure, minutes, reason } => plan_adjust(structure, minutes, reason),
            Command::PostAdjustment { pending } => self.plan_post(asked, pending),
            Command::RejectAdjustment { pending } => {
                let made = self.open_adjustment(pending)?;
                Ok(Plan::one(settling(made, Phase::Voids(pending))))
            }
            Command::Undo { transfer } => self.plan_undo(transfer),
        }
    }

    fn plan_reserve(
        &self,
        asked: Asked,
        engagement: EngagementId,
        (debit, credit): (StructureId, StructureId),
        minutes: u32,
    ) -> Result<Plan, Refusals> {
        if debit == credit {
            return Err(Problem::HostIsEmployer {}.into());
        }
        // Given up before the start, it may be made anew; once something was captured, it was for good.
        let before = self.reservation(engagement);
        if before.is_some_and(|before| !before.released || before.captured + before.overrun > 0) {
            return Err(Problem::AlreadyReserved {}.into());
        }
        let minutes = Minutes::try_new(minutes.into())?;
        let account = |structure| AccountId::of(AccountOwner::Structure(structure));
        let reservation = Reservation {
            engagement,
            debit: account(debit),
            credit: account(credit),
            planned: minutes.get(),
            captured: 0,
            overrun: 0,
            live: Some(asked.id),
            released: false,
        };
        let accounts = (reservation.debit, reservation.credit);
        let draft = Draft::new(TransferKind::Reservation, Phase::Pending, accounts, minutes);
        let drafts = vec![draft.of(&reservation, None).under_floor()];
        Ok(Plan { drafts, reservation: Some(reservation) })
    }

    fn plan_capture(
        &self,
        asked: Asked,
        engagement: EngagementId,
        time_sheet: TimeSheetId,
        minutes: u32,
        policy: &Policy,
    ) -> Result<Plan, Refusals> {
        if !self.captures_of(time_sheet).is_empty() {
            return Err(Problem::AlreadyCaptured {}.into());
        }
        let open = self.reservation(engagement).filter(|reservation| !reservation.released);
        let mut reservation = open.cloned().ok_or(Problem::NothingReserved {})?;
        let minutes = Minutes::try_new(minutes.into())?;
        let (within, past) = reservation.split(minutes.get(), policy)?;
        let accounts = (reservation.debit, reservation.credit);
        let mut plan = Plan::default();
        if let Some(live) = reservation.live.filter(|_| within > 0) {
            let draft = Draft::new(TransferKind::Capture, Phase::Posts(live), accounts, Minutes::try_new(within)?);
            plan.drafts.push(draft.of(&reservation, Some(time_sheet)));
            reservation.captured += within;
            plan.reserve_rest(asked, &mut reservation)?;
        }
        if past > 0 {
            let draft = Draft::new(TransferKind::Overrun, Phase::Posted, accounts, Minutes::try_new(past)?);
            plan.drafts.push(draft.of(&reservation, Some(time_sheet)).under_floor());
            reservation.overrun += past;
        }
        plan.reservation = Some(reservation);
        Ok(plan)
    }

    /// Nothing is refused: an engagement that is cancelled before it was READY has nothing to give up.
    fn plan_release(&self, engagement: EngagementId) -> Plan {
        let Some(reservation) = self.reservation(engagement).filter(|reservation| !reservation.released) else {
            return Plan::default();
        };
        let drafts = self.freeing(reservation);
        let released = Reservation { live: None, released: true, ..reservation.clone() };
        Plan { drafts, reservation: Some(released) }
    }

    /// The movement that frees what is left of a reservation, if anything is.
    fn freeing(&self, reservation: &Reservation) -> Vec<Draft> {
        let live = reservation.live.and_then(|live| self.transfer(live));
        let freeing = |live: &Transfer| {
            let accounts = (live.debit, live.credit);
            Draft::new(TransferKind::Release, Phase::Voids(live.id), accounts, live.minutes).of(reservation, None)
        };
        live.map(freeing).into_iter().collect()
    }

    /// What the sheet moved goes back; what it took from a reservation that still stands is set aside anew, so that the
    /// sheet can be declared again as it should have been.
    fn plan_reverse(&self, asked: Asked, time_sheet: TimeSheetId) -> Result<Plan, Refusals> {
        let made = self.captures_of(time_sheet);
        let first = made.first().ok_or(Problem::NothingCaptured {})?;
        if made.iter().any(|transfer| self.is_targeted(transfer.id)) {
            return Err(Problem::AlreadyReversed {}.into());
        }
        let drafts = made.iter().map(|transfer| Draft::reversing(transfer)).collect();
        let mut plan = Plan { drafts, reservation: None };
        let of_kind = |kind| made.iter().filter(move |it| it.kind == kind).map(|it| it.minutes.get()).sum::<i64>();
        if let Some(before) = first.engagement.and_then(|engagement| self.reservation(engagement)) {
            let mut reservation = before.clone();
            reservation.captured -= of_kind(TransferKind::Capture);
            reservation.overrun -= of_kind(TransferKind::Overrun);
            if reservation.remaining() != before.remaining() {
                plan.drafts.extend(self.freeing(before));
                plan.reserve_rest(asked, &mut reservation)?;
            }
            plan.reservation = Some(reservation);
        }
        Ok(plan)
    }

    fn plan_post(&self, asked: Asked, pending: TransferId) -> Result<Plan, Refusals> {
        let made = self.open_adjustment(pending)?;
        let told_apart = matches!(asked.stamp.actor, Actor::Person(_)) && asked.stamp.actor != made.stamp.actor;
        if !told_apart {
            return Err(Problem::SecondPersonNeeded {}.into());
        }
        Ok(Plan::one(settling(made, Phase::Posts(pending))))
    }

    /// An adjustment that was proposed and neither posted nor given up.
    fn open_adjustment(&self, id: TransferId) -> Result<&Transfer, Problem> {
        let proposed = |made: &&Transfer| made.kind == TransferKind::Adjustment && matches!(made.phase, Phase::Pending);
        let made = self.transfer(id).filter(proposed).ok_or_else(|| unknown(id))?;
        if self.is_targeted(id) { Err(Problem::AdjustmentSettled {}) } else { Ok(made) }
    }

    fn plan_undo(&self, id: TransferId) -> Result<Plan, Refusals> {
        let made = self.transfer(id).ok_or_else(|| unknown(id))?;
        let undone_by_itself = match (made.kind, made.phase) {
            (TransferKind::Endowment, Phase::Posted) | (TransferKind::Adjustment, Phase::Posts(_)) => true,
            (
                TransferKind::Reservation
                | TransferKind::Capture
                | TransferKind::Overrun
                | TransferKind::Release
                | TransferKind::Endowment
                | TransferKind::Adjustment
                | TransferKind::Reversal,
                _,
            ) => false,
        };
        if !undone_by_itself {
            return Err(Problem::NotReversible {}.into());
        }
        if self.is_targeted(id) {
            return Err(Problem::AlreadyReversed {}.into());
        }
        Ok(Plan::one(Draft::reversing(made)))
    }
}

fn plan_endow(structure: StructureId, minutes: i64) -> Result<Plan, Refusals> {
    let minutes = Minutes::try_new(minutes).map_err(|problem| Refusals::at("minutes", problem))?;
    let accounts = (AccountId::of(AccountOwner::Endowment), AccountId::of(AccountOwner::Structure(structure)));
    Ok(Plan::one(Draft::new(TransferKind::Endowment, Phase::Posted, accounts, minutes)))
}

fn plan_adjust(structure: StructureId, minutes: i64, reason: AdjustmentReason) -> Result<Plan, Refusals> {
    let theirs = AccountId::of(AccountOwner::Structure(structure));
    let ours = AccountId::of(AccountOwner::Adjustment);
    let accounts = if minutes > 0 { (ours, theirs) } else { (theirs, ours) };
    // The amount is checked as it was given, so that the message shows it with its sign.
    let amount = Minutes::try_new(minutes.saturating_abs()).map_err(|problem| Refusals::at("minutes", problem))?;
    let draft = Draft::new(TransferKind::Adjustment, Phase::Pending, accounts, amount);
    Ok(Plan::one(draft.because(Some(reason)).under_floor()))
}

/// What posts or voids a proposed adjustment.
fn settling(made: &Transfer, phase: Phase) -> Draft {
    Draft::new(made.kind, phase, (made.debit, made.credit), made.minutes).because(made.reason)
}

fn unknown(id: TransferId) -> Problem {
    Problem::NoSuchObject { kind: "Transfer".to_owned(), id: id.to_string() }
}
