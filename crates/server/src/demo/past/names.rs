//! What the steps of the past call things, and the ids behind it: looked up once, for ids never change.

use std::collections::HashMap;

use chrono::NaiveDate;
use talents_core::id::{ApplicationId, EngagementId, MissionId, PersonId, TalentId};
use talents_store::{StoreError, mission, person, talent};

use super::DemoError;
use crate::app::{App, Session};
use crate::messages::Language;

/// A talent on a mission, by what the steps call both.
type Couple = (String, String);

/// The names that were met so far.
#[derive(Default)]
pub(super) struct Names {
    people: HashMap<String, PersonId>,
    missions: HashMap<String, MissionId>,
    talents: HashMap<String, TalentId>,
    /// Who acts on a day, with the roles that they hold on it.
    sessions: HashMap<(PersonId, NaiveDate), Session>,
    /// The last candidature of a talent for a mission.
    pub(super) applications: HashMap<Couple, ApplicationId>,
    /// The last engagement of a talent for a mission.
    pub(super) engagements: HashMap<Couple, EngagementId>,
}

impl Names {
    /// Somebody as they act today.
    pub(super) async fn session(&mut self, app: &App, named: &str) -> Result<Session, DemoError> {
        let person = self.person(app, named).await?;
        let today = app.clock.today();
        if let Some(session) = self.sessions.get(&(person, today)) {
            return Ok(session.clone());
        }
        let session = Session::of(app, person, Language::French).await?;
        self.sessions.insert((person, today), session.clone());
        Ok(session)
    }

    async fn person(&mut self, app: &App, named: &str) -> Result<PersonId, DemoError> {
        let names = [named.to_owned()];
        let asked = async { Ok(person::by_external_ids(&app.store, &names).await?.first().map(|person| person.id)) };
        look_up(&mut self.people, named, asked).await
    }

    /// The id of a mission.
    pub(super) async fn mission(&mut self, app: &App, named: &str) -> Result<MissionId, DemoError> {
        let names = [named.to_owned()];
        let asked = async { Ok(mission::by_external_ids(&app.store, &names).await?.first().map(|mission| mission.id)) };
        look_up(&mut self.missions, named, asked).await
    }

    /// The id of a talent.
    pub(super) async fn talent(&mut self, app: &App, named: &str) -> Result<TalentId, DemoError> {
        let names = [named.to_owned()];
        let asked = async { Ok(talent::by_external_ids(&app.store, &names).await?.first().map(|talent| talent.id)) };
        look_up(&mut self.talents, named, asked).await
    }
}

/// The id behind a name: the one that is known, or else the one that is found.
async fn look_up<T: Copy>(
    known: &mut HashMap<String, T>,
    named: &str,
    asked: impl Future<Output = Result<Option<T>, StoreError>>,
) -> Result<T, DemoError> {
    if let Some(id) = known.get(named) {
        return Ok(*id);
    }
    let id = there(named, asked.await?)?;
    known.insert(named.to_owned(), id);
    Ok(id)
}

/// What the demo's own files name; a test would have said that it is not there.
pub(super) fn there<T>(named: &str, found: Option<T>) -> Result<T, DemoError> {
    found.ok_or_else(|| DemoError::Rejected(format!("there is no {named}")))
}
