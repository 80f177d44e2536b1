//! The slow plain model of credits: what balances and reservations must be, from what people did alone.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;
use talents_core::engagement::{Engagement, EngagementState};
use talents_core::id::{EngagementId, StructureId, TimeSheetId};
use talents_core::programme::CompensationMode;
use talents_core::time_sheet::TimeSheetState;
use talents_server::graphql::parse_id;

use super::Done;
use super::model::{Checked, ensure};
use super::moves::What;
use super::seen::Seen;
use super::world::Cast;

/// How far the minutes worked may go past those reserved, in percent.
const TOLERANCE: i64 = 10;

/// Minutes that were set aside once for an engagement.
#[derive(Debug, Clone)]
struct Held {
    from: StructureId,
    to: StructureId,
    planned: i64,
    captured: i64,
    overrun: i64,
    standing: bool,
}

/// An adjustment that waits for a second person.
#[derive(Debug, Clone)]
struct Proposed {
    structure: StructureId,
    minutes: i64,
    by: String,
}

/// What the accounts of structures must be.
#[derive(Debug, Default)]
pub(super) struct Credits {
    balances: BTreeMap<StructureId, i64>,
    held: BTreeMap<EngagementId, Held>,
    /// What each sheet took from a reservation, and what went past it.
    moved: BTreeMap<TimeSheetId, (EngagementId, i64, i64)>,
    proposed: BTreeMap<String, Proposed>,
    /// What was given and what was adjusted, as long as it is not undone.
    given: BTreeMap<String, (StructureId, i64)>,
    floors: BTreeMap<StructureId, i64>,
    by_day: BTreeMap<NaiveDate, BTreeMap<StructureId, i64>>,
}

impl Credits {
    /// The adjustments that wait, with who proposed each.
    pub(super) fn pending(&self) -> Vec<(String, String)> {
        self.proposed.iter().map(|(id, proposed)| (id.clone(), proposed.by.clone())).collect()
    }

    /// The movements that may be undone.
    pub(super) fn undoable(&self) -> Vec<String> {
        self.given.keys().cloned().collect()
    }

    /// What a structure had at the end of a day.
    pub(super) fn balance_on(&self, structure: StructureId, day: NaiveDate) -> i64 {
        let known = self.by_day.range(..=day).next_back().and_then(|(_, balances)| balances.get(&structure));
        known.copied().unwrap_or_default()
    }

    /// Follows what was done, then compares with the accounts.
    pub(super) fn follow(
        &mut self,
        cast: &Cast,
        done: &Done,
        before: &Seen,
        after: &Seen,
        today: NaiveDate,
    ) -> Checked {
        if done.accepted {
            self.follow_team(done)?;
            self.follow_engagements(before, after)?;
            self.follow_sheets(before, after)?;
        } else if done.codes.contains(&"INSUFFICIENT_CREDITS".to_owned()) {
            self.check_short_of_credits(done, before)?;
        }
        self.by_day.insert(today, self.balances.clone());
        for structure in &cast.structures {
            let own = self.balances.get(structure).copied().unwrap_or_default();
            ensure(after.minutes(*structure) == (own, self.reserved(*structure)), || {
                format!(
                    "C2, C4 to C6: {:?} instead of {:?}",
                    after.minutes(*structure),
                    (own, self.reserved(*structure))
                )
            })?;
        }
        let sum: i64 = after.accounts.values().map(|account| account.balance).sum();
        ensure(sum == 0, || format!("C1: the balances come to {sum}"))?;
        ensure(after.accounts.values().all(|account| account.reserved >= 0), || "less than nothing is reserved".into())
    }

    fn reserved(&self, structure: StructureId) -> i64 {
        let held = self.held.values().filter(|held| held.standing && held.from == structure);
        let taken = self.proposed.values().filter(|it| it.structure == structure && it.minutes < 0);
        held.map(|held| held.planned - held.captured).sum::<i64>() - taken.map(|it| it.minutes).sum::<i64>()
    }

    fn available(&self, structure: StructureId) -> i64 {
        self.balances.get(&structure).copied().unwrap_or_default()
            - self.reserved(structure)
            - self.floors.get(&structure).copied().unwrap_or_default()
    }

    fn give(&mut self, structure: StructureId, minutes: i64) {
        *self.balances.entry(structure).or_default() += minutes;
    }

    /// Endowments and adjustments, as they were asked for.
    fn follow_team(&mut self, done: &Done) -> Checked {
        let What::Ask(field, input) = &done.made.what else { return Ok(()) };
        let structure = || parse_id::<StructureId>(input["structureId"].as_str().unwrap_or_default());
        let minutes = input["minutes"].as_i64().unwrap_or_default();
        let transfer = input["transferId"].as_str().unwrap_or_default();
        let made = done.payload["transfer"]["id"].as_str().unwrap_or_default().to_owned();
        match *field {
            "creditEndow" => {
                let structure = structure().expect("a structure");
                self.given.insert(made, (structure, minutes));
                self.give(structure, minutes);
            }
            "creditUndo" => {
                let (structure, minutes) = self.given.remove(transfer).ok_or("what was given is undone once")?;
                self.give(structure, -minutes);
            }
            "creditFloorSet" => {
                let floor = input["floorMinutes"].as_i64().unwrap_or_default();
                self.floors.insert(structure().expect("a structure"), floor);
            }
            "creditAdjustmentPropose" => {
                let structure = structure().expect("a structure");
                self.proposed.insert(made, Proposed { structure, minutes, by: done.made.who.clone() });
            }
            "creditAdjustmentPost" => {
                let posted = self.proposed.remove(transfer).ok_or("an adjustment is posted once")?;
                ensure(posted.by != done.made.who, || "an adjustment is posted by a second person".into())?;
                self.given.insert(made, (posted.structure, posted.minutes));
                self.give(posted.structure, posted.minutes);
            }
            "creditAdjustmentReject" => {
                self.proposed.remove(transfer).ok_or("an adjustment is given up once")?;
            }
            _ => {}
        }
        Ok(())
    }

    /// C4 and C6: from READY to the end, and no longer, the planned minutes stay set aside.
    fn follow_engagements(&mut self, before: &Seen, after: &Seen) -> Checked {
        for engagement in &after.engagements {
            let stood = self.held.get(&engagement.id).is_some_and(|held| held.standing);
            if sets_aside(engagement) && !stood {
                self.set_aside(engagement, before)?;
            }
            if let Some(held) = self.held.get_mut(&engagement.id) {
                held.standing = sets_aside(engagement);
            }
        }
        Ok(())
    }

    fn set_aside(&mut self, engagement: &Engagement, before: &Seen) -> Checked {
        let planned = i64::from(engagement.terms.plan.minutes);
        let enforced = before.programme.compensation_mode == CompensationMode::Compensation;
        let available = self.available(engagement.host);
        ensure(!enforced || planned <= available, || format!("C7: {planned} were reserved of {available}"))?;
        let (from, to) = (engagement.host, engagement.terms.employer);
        let held = Held { from, to, planned, captured: 0, overrun: 0, standing: true };
        self.held.insert(engagement.id, held);
        Ok(())
    }

    /// C5: what was validated moves once, out of the reservation first; what was reversed goes back.
    fn follow_sheets(&mut self, before: &Seen, after: &Seen) -> Checked {
        for sheet in &after.sheets {
            let was = before.sheets.iter().find(|one| one.id == sheet.id).map(|one| one.state);
            if was == Some(sheet.state) {
                continue;
            }
            match sheet.state {
                TimeSheetState::Validated => {
                    self.capture(sheet.id, sheet.engagement, sheet.work.minutes.into(), before)?;
                }
                TimeSheetState::Reversed => self.give_back(sheet.id)?,
                TimeSheetState::Draft | TimeSheetState::Declared | TimeSheetState::Disputed | TimeSheetState::Void => {}
            }
        }
        Ok(())
    }

    fn capture(&mut self, sheet: TimeSheetId, of: EngagementId, minutes: i64, before: &Seen) -> Checked {
        let available = self.available(self.held[&of].from);
        let held = self.held.get_mut(&of).ok_or("C5: nothing was reserved")?;
        let within = minutes.min(held.planned - held.captured);
        let past = minutes - within;
        ensure(held.standing, || "C5: a capture from what was released".into())?;
        ensure(held.overrun + past <= held.planned * TOLERANCE / 100, || "C5: past the tolerance".into())?;
        let enforced = before.programme.compensation_mode == CompensationMode::Compensation;
        ensure(!enforced || past == 0 || past <= available, || format!("C7: {past} went out of {available}"))?;
        held.captured += within;
        held.overrun += past;
        let (from, to) = (held.from, held.to);
        let other = self.moved.insert(sheet, (of, within, past));
        ensure(other.is_none(), || "C5: a sheet is captured once".into())?;
        self.give(from, -minutes);
        self.give(to, minutes);
        Ok(())
    }

    fn give_back(&mut self, sheet: TimeSheetId) -> Checked {
        let (of, within, past) = self.moved.remove(&sheet).ok_or("what was not captured is not reversed")?;
        let held = self.held.get_mut(&of).ok_or("there was a reservation")?;
        held.captured -= within;
        held.overrun -= past;
        let (from, to) = (held.from, held.to);
        self.give(from, within + past);
        self.give(to, -within - past);
        Ok(())
    }

    /// C7, the other way round: who is told that credits are missing misses some.
    fn check_short_of_credits(&self, done: &Done, before: &Seen) -> Checked {
        let enforced = before.programme.compensation_mode == CompensationMode::Compensation;
        ensure(enforced, || "C7: nobody is short of credits where time is only measured".into())?;
        let What::Ask(field, input) = &done.made.what else { return Ok(()) };
        let text = |name: &str| input[name].as_str().unwrap_or_default().to_owned();
        let (structure, wanted) = match *field {
            // An envelope's may be the fourth consent, as soon as the employer is asked.
            "consentGrant" | "consentAskAgain" => {
                let id = parse_id(&text("consentId")).ok_or("a consent")?;
                let all = before.engagements.iter();
                let mut own = all.filter(|one| one.consents.iter().any(|consent| consent.id == id));
                let engagement = own.next().ok_or("its engagement")?;
                (engagement.host, i64::from(engagement.terms.plan.minutes))
            }
            "creditAdjustmentPropose" => {
                let minutes = input["minutes"].as_i64().unwrap_or_default();
                (parse_id(&text("structureId")).ok_or("a structure")?, -minutes)
            }
            _ => {
                let id = parse_id(&text("timeSheetId")).ok_or("a sheet")?;
                let sheet = before.sheets.iter().find(|one| one.id == id).ok_or("a sheet that was seen")?;
                let held = &self.held[&sheet.engagement];
                (held.from, i64::from(sheet.work.minutes) - (held.planned - held.captured))
            }
        };
        let available = self.available(structure);
        ensure(available < wanted, || format!("C7: {wanted} were refused of {available}"))
    }

    /// What is left of what was set aside for an engagement.
    pub(super) fn left_of(&self, id: EngagementId) -> i64 {
        self.held.get(&id).filter(|held| held.standing).map_or(0, |held| held.planned - held.captured)
    }
}

fn sets_aside(engagement: &Engagement) -> bool {
    use EngagementState::{Delivered, InProgress, Interrupted, Ready, Suspended};
    [Ready, InProgress, Suspended, Delivered, Interrupted].contains(&engagement.state())
}

/// The value of a field of an answer, as text.
pub(super) fn codes_of(errors: &Value, at: &[&str]) -> Vec<String> {
    let list = errors.as_array().cloned().unwrap_or_default();
    let code = |error: &Value| at.iter().fold(error.clone(), |value, name| value[*name].clone());
    list.iter().map(|error| code(error).as_str().unwrap_or("(none)").to_owned()).collect()
}
