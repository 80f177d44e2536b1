//! Proving that the ledger agrees with what it is about: engagements and time sheets, whoever was erased meanwhile.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::engagement::EngagementState;
use crate::id::{AccountId, EngagementId, StructureId, TimeSheetId};
use crate::time_sheet::TimeSheetState;

use super::account::AccountOwner;
use super::audit::{Auditor, FaultKind, Place};
use super::reservation::Reservation;
use super::transfer::{Phase, TransferKind};

/// What an engagement says that the ledger must agree with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EngagementFacts {
    /// Which engagement.
    pub id: EngagementId,
    /// Where it is in its life.
    pub state: EngagementState,
    /// The structure that borrows.
    pub host: StructureId,
    /// The structure that lends, as the terms have it.
    pub employer: StructureId,
    /// The planned minutes.
    pub planned: i64,
}

/// What a time sheet says that the ledger must agree with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetFacts {
    /// Which sheet.
    pub id: TimeSheetId,
    /// Where it is in its life.
    pub state: TimeSheetState,
    /// Its minutes.
    pub minutes: i64,
}

impl Auditor {
    /// Compares the movements and the reservations with the engagements and the sheets that they are about.
    pub fn check_lives(
        &mut self,
        engagements: &[EngagementFacts],
        sheets: &[SheetFacts],
        reservations: &[Reservation],
    ) {
        self.check_engagements(engagements, reservations);
        self.check_sheets(sheets);
        self.check_nothing_lost(engagements, sheets);
    }

    /// C4 and C6: what is set aside, and for whom, follows from the state of the engagement alone.
    fn check_engagements(&mut self, engagements: &[EngagementFacts], reservations: &[Reservation]) {
        let kept: HashMap<_, _> =
            reservations.iter().map(|reservation| (reservation.engagement, reservation)).collect();
        let pending = self.engagements_with_pending();
        for facts in engagements {
            let standing = kept.get(&facts.id).filter(|reservation| !reservation.released);
            if facts.state.reserves() {
                let right = standing.is_some_and(|reservation| reserves_for(reservation, facts));
                self.require(right, FaultKind::NotReserved, Place::Engagement(facts.id));
                continue;
            }
            let over = matches!(facts.state, EngagementState::Closed | EngagementState::Cancelled);
            let kind = if over { FaultKind::LeftAfterEnd } else { FaultKind::ReservedTooSoon };
            self.require(standing.is_none() && !pending.contains(&facts.id), kind, Place::Engagement(facts.id));
        }
    }

    fn engagements_with_pending(&self) -> BTreeSet<EngagementId> {
        let held = self.transfers.values().filter(|made| {
            made.kind == TransferKind::Reservation
                && made.phase == Phase::Pending
                && !self.targeted.contains_key(&made.id)
        });
        held.filter_map(|made| made.engagement).collect()
    }

    /// C5: what was captured and not reversed for a sheet is what it says, where it was validated.
    fn check_sheets(&mut self, sheets: &[SheetFacts]) {
        let mut captured: BTreeMap<TimeSheetId, i64> = BTreeMap::new();
        let standing =
            self.transfers.values().filter(|made| made.is_capture() && !self.targeted.contains_key(&made.id));
        for made in standing {
            if let Some(sheet) = made.time_sheet {
                *captured.entry(sheet).or_default() += made.minutes.get();
            }
        }
        for facts in sheets {
            let moved = captured.get(&facts.id).copied().unwrap_or_default();
            let due = if facts.state == TimeSheetState::Validated { facts.minutes } else { 0 };
            self.require(moved == due, FaultKind::SheetDiffers, Place::TimeSheet(facts.id));
        }
    }

    /// C8: whatever is erased, what movements are about is still there.
    fn check_nothing_lost(&mut self, engagements: &[EngagementFacts], sheets: &[SheetFacts]) {
        let engagements: BTreeSet<_> = engagements.iter().map(|facts| facts.id).collect();
        let sheets: BTreeSet<_> = sheets.iter().map(|facts| facts.id).collect();
        let named = self.transfers.values();
        let named: BTreeSet<_> = named.map(|made| (made.engagement, made.time_sheet)).collect();
        for (engagement, sheet) in named {
            if let Some(lost) = engagement.filter(|id| !engagements.contains(id)) {
                self.fault(FaultKind::ReferenceLost, Place::Engagement(lost));
            }
            if let Some(lost) = sheet.filter(|id| !sheets.contains(id)) {
                self.fault(FaultKind::ReferenceLost, Place::TimeSheet(lost));
            }
        }
    }
}

fn reserves_for(reservation: &Reservation, facts: &EngagementFacts) -> bool {
    let account = |structure| AccountId::of(AccountOwner::Structure(structure));
    (reservation.debit, reservation.credit) == (account(facts.host), account(facts.employer))
        && reservation.planned == facts.planned
}
