//! Moves of credits, and of the minutes that employers grant in advance.

use chrono::Days;
use serde_json::json;
use talents_core::application::Application;
use talents_core::id::AccountId;
use talents_core::ledger::AccountOwner;
use talents_server::graphql::public_id;

use super::{Draw, Move};
impl Draw<'_> {
    pub(super) fn credit(&mut self, field: &'static str) -> Option<Move> {
        let structure = json!(public_id(self.dice.one(&self.cast.structures)));
        let hosts = [self.cast.structures[0], self.cast.structures[4]];
        Some(match field {
            "creditEndow" => {
                let minutes = self.dice.one(&[600, 4_200, 8_400, 0]);
                let host = public_id(self.dice.one(&hosts));
                self.asked(field, "operator1".to_owned(), json!({ "structureId": host, "minutes": minutes }))
            }
            "creditAdjustmentPropose" => {
                let minutes = self.dice.one(&[-600, -60, 60, 600]);
                let input = json!({ "structureId": structure, "minutes": minutes, "reason": "MISTAKE" });
                let who = self.dice.one(&["operator1", "operator2"]);
                self.asked(field, who.to_owned(), input)
            }
            "creditUndo" => {
                let transfer = self.dice.choose(self.undoable, |_| true)?;
                self.asked(field, "operator1".to_owned(), json!({ "transferId": transfer }))
            }
            _ => {
                let (transfer, proposer) = self.dice.choose(self.pending, |_| true)?;
                let who = self.dice.one(&["operator1", "operator2", "operator1"]);
                let who = if field == "creditAdjustmentPost" && who == proposer { "operator2" } else { who };
                self.asked(field, who.to_owned(), json!({ "transferId": transfer }))
            }
        })
    }

    pub(super) fn floor(&mut self) -> Move {
        let structure = self.dice.one(&self.cast.structures);
        let account = AccountId::of(AccountOwner::Structure(structure));
        let version = self.seen.accounts.get(&account).map_or(1, |account| account.version);
        let version = self.version(version);
        let mut input = json!({ "structureId": public_id(structure), "expectedVersion": version });
        if self.dice.chance(75) {
            input["floorMinutes"] = json!(self.dice.one(&[-8_400, -4_200, -600, 300]));
        }
        self.asked("creditFloorSet", "operator1".to_owned(), input)
    }

    pub(super) fn envelope(&mut self, field: &'static str) -> Option<Move> {
        if field == "envelopeWithdraw" {
            let found = self.dice.choose(&self.seen.envelopes, |one| !one.withdrawn)?;
            let version = self.version(found.version);
            let input = json!({ "envelopeId": public_id(found.id), "expectedVersion": version });
            let who = format!("employer{}", self.cast.number_of(found.employer));
            return Some(self.asked(field, who, input));
        }
        // Mostly of somebody who has applied, and for two of whom it is too small.
        let applied = self.dice.choose(&self.seen.applications, Application::is_open);
        let employer = applied.map(|one| self.talent_of(one.talent).structure);
        let number = employer.map_or(2, |employer| self.cast.number_of(employer));
        let (minutes, most) =
            self.dice.one(&[(1_000, 600), (9_000, 8_400), (9_000, 8_400), (5_000, 4_200), (600, 601)]);
        let input = json!({ "structureId": public_id(self.cast.structures[number]), "minutes": minutes,
            "engagementMinutesMax": most, "startOn": self.today(), "endOn": self.today() + Days::new(10) });
        Some(self.asked(field, format!("employer{number}"), input))
    }
}
