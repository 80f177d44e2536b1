//! Moves of engagements and of the time that is worked in them.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};
use talents_core::engagement::{Engagement, EngagementState};
use talents_core::time_sheet::TimeSheetState;
use talents_server::graphql::public_id;

use super::{Draw, Move};
impl Draw<'_> {
    pub(super) fn engagement(&mut self, field: &'static str) -> Option<Move> {
        use EngagementState::{AwaitingConsents, Delivered, InProgress, Interrupted, Ready, Suspended};
        let from: &[EngagementState] = match field {
            "engagementReschedule" | "engagementCancel" => &[AwaitingConsents, Ready],
            "engagementStart" => &[Ready],
            "engagementSuspend" | "engagementDeliver" => &[InProgress],
            "engagementResume" => &[Suspended],
            "engagementInterrupt" => &[InProgress, Suspended],
            _ => &[Delivered, Interrupted],
        };
        let today = self.today();
        let days = |one: &Engagement| one.terms.days().first() <= today && today <= one.terms.days().last();
        let due = |one: &Engagement| field != "engagementStart" || days(one);
        let found = self.dice.choose(&self.seen.engagements, |one| from.contains(&one.state()) && due(one))?;
        let version = self.version(found.version);
        let mut input = json!({ "engagementId": public_id(found.id), "expectedVersion": version });
        let talent = self.cast.of(found.person).name.clone();
        let employer = format!("employer{}", self.cast.number_of(found.present_employer));
        let who = match field {
            "engagementDeliver" => talent,
            "engagementCancel" | "engagementInterrupt" => {
                let owner = self.owner(&found);
                self.dice.one(&[talent, employer, owner])
            }
            _ => self.owner(&found),
        };
        match field {
            "engagementReschedule" => {
                self.plan(&mut input);
                input["startOn"] = json!(self.today() + Days::new(self.dice.below(9) as u64));
            }
            "engagementSuspend" | "engagementCancel" | "engagementInterrupt" => input["reason"] = json!("Une crue."),
            _ => {}
        }
        Some(self.asked(field, who, input))
    }

    pub(super) fn declare(&mut self) -> Option<Move> {
        let today = self.today();
        let found = self.dice.choose(&self.seen.engagements, |one| one.days_worked(today).is_some())?;
        let mut input = json!({ "engagementId": public_id(found.id) });
        self.work(&found, &mut input);
        let who = self.cast.of(found.person).name.clone();
        Some(self.asked("timeSheetDeclare", who, input))
    }

    /// A day or two of the last week, mostly such as no sheet has taken, and what was worked on them.
    fn work(&mut self, engagement: &Engagement, input: &mut Value) {
        let today = self.today();
        let taken = |day: NaiveDate| {
            let mut own = self.seen.sheets.iter().filter(|one| one.engagement == engagement.id);
            own.any(|one| one.work.days.first() <= day && day <= one.work.days.last())
        };
        let week: Vec<NaiveDate> = (today - Days::new(8)).iter_days().take(9).collect();
        let worked = |day: &NaiveDate| *day >= engagement.terms.days().first() && !taken(*day);
        let first = self.dice.choose(&week, worked).unwrap_or(today);
        let last = if self.dice.chance(20) { (first + Days::new(1)).min(today.max(first)) } else { first };
        input["from"] = json!(first);
        input["to"] = json!(last);
        input["minutes"] = json!(self.dice.one(&[60, 420, 600, 640, 700]));
    }

    pub(super) fn sheet(&mut self, field: &'static str) -> Option<Move> {
        let from = match field {
            "timeSheetValidate" | "timeSheetDispute" => TimeSheetState::Declared,
            "timeSheetReverse" => TimeSheetState::Validated,
            _ => TimeSheetState::Disputed,
        };
        let found = self.dice.choose(&self.seen.sheets, |one| one.state == from)?;
        let engagement = self.seen.engagement(found.engagement).clone();
        let version = self.version(found.version);
        let mut input = json!({ "timeSheetId": public_id(found.id), "expectedVersion": version });
        let who = match field {
            "timeSheetAmend" => self.cast.of(engagement.person).name.clone(),
            "timeSheetArbitrate" | "timeSheetReverse" => "operator1".to_owned(),
            _ => self.owner(&engagement),
        };
        let mut kind = field.to_owned();
        match field {
            "timeSheetAmend" => self.work(&engagement, &mut input),
            "timeSheetDispute" | "timeSheetReverse" => input["reason"] = json!("Compté deux fois."),
            "timeSheetArbitrate" => {
                let ruling = self.dice.one(&["UPHOLD", "VOID"]);
                input["reason"] = json!("Le badge le montre.");
                input["ruling"] = json!(ruling);
                kind = format!("{field} {ruling}");
            }
            _ => {}
        }
        let asked = self.asked(field, who, input);
        Some(Move { kind, ..asked })
    }
}
