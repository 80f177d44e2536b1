//! The places of connections that stay open: so many in all, of which so many for one person, whose broken client could
//! otherwise take them all. Who stays anonymous counts among all alone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use poem::http::StatusCode;
use talents_core::error::Problem;
use talents_core::id::PersonId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::reply::Refused;
use crate::app::AppError;

/// The most connections that stay open at once, where nothing else is set: WebSocket and streams of events together.
pub const CONNECTIONS_MAX: u32 = 1_000;
/// The most of them for one person, where nothing else is set.
pub const CONNECTIONS_PER_PERSON_MAX: u32 = 20;
/// How often a quiet stream of events has a comment, so that nothing in between takes it for a dead one.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How connections stay open.
#[derive(Debug, Clone, Copy)]
pub struct LiveSettings {
    /// The most at once.
    pub connections_max: u32,
    /// The most at once for one person.
    pub connections_per_person_max: u32,
    /// How often a quiet stream of events has a comment.
    pub keep_alive: Duration,
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            connections_max: CONNECTIONS_MAX,
            connections_per_person_max: CONNECTIONS_PER_PERSON_MAX,
            keep_alive: KEEP_ALIVE,
        }
    }
}

/// The connections that stay open.
#[derive(Clone)]
pub(super) struct Connections {
    pub(super) settings: LiveSettings,
    places: Arc<Semaphore>,
    people: Arc<People>,
    stopping: watch::Sender<bool>,
}

/// A connection that is open, until this is dropped.
pub(super) struct Open {
    _place: OwnedSemaphorePermit,
    of_person: Option<OfPerson>,
    people: Arc<People>,
    stopping: watch::Receiver<bool>,
}

impl Connections {
    /// None yet.
    pub(super) fn new(settings: LiveSettings) -> Self {
        let max = settings.connections_per_person_max;
        Self {
            settings,
            places: Arc::new(Semaphore::new(settings.connections_max as usize)),
            people: Arc::new(People { max, open: Mutex::default() }),
            stopping: watch::Sender::new(false),
        }
    }

    /// One more, of that person where they have said who they are.
    ///
    /// # Errors
    /// Where there are as many as may be already, in all or of that person, or the server is stopping.
    pub(super) fn open(&self, person: Option<PersonId>) -> Result<Open, Refused> {
        if *self.stopping.borrow() {
            return Err(AppError::Busy.into());
        }
        let too_many = || Problem::TooManyStreams { max: self.settings.connections_max as usize };
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Refused::new(StatusCode::SERVICE_UNAVAILABLE, too_many()))?;
        let people = Arc::clone(&self.people);
        let mut open = Open { _place: place, of_person: None, people, stopping: self.stopping.subscribe() };
        open.belong_to(person)?;
        Ok(open)
    }

    /// Asks all of them to end.
    pub(super) fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Until all of them have ended.
    pub(super) async fn ended(&self) {
        drop(self.places.acquire_many(self.settings.connections_max).await);
    }
}

impl Open {
    /// Counts it among those of that person from now on, and of nobody else.
    ///
    /// # Errors
    /// Where that person has as many as may be.
    pub(super) fn belong_to(&mut self, person: Option<PersonId>) -> Result<(), Refused> {
        // Theirs is given back first: who says who they are a second time does not count twice.
        self.of_person = None;
        self.of_person = person.map(|person| People::enter(&self.people, person)).transpose()?;
        Ok(())
    }

    /// Until the server is stopping.
    pub(super) async fn stopped(&mut self) {
        drop(self.stopping.wait_for(|stopping| *stopping).await);
    }
}

/// How many connections each person has open; who has none is not in it.
struct People {
    max: u32,
    open: Mutex<HashMap<PersonId, u32>>,
}

/// One of the connections of a person, until this is dropped.
struct OfPerson {
    person: PersonId,
    people: Arc<People>,
}

impl People {
    fn enter(people: &Arc<Self>, person: PersonId) -> Result<OfPerson, Refused> {
        let mut open = people.open.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.get(&person).copied().unwrap_or_default();
        if count >= people.max {
            let too_many = Problem::TooManyStreamsOfPerson { max: people.max as usize };
            return Err(Refused::new(StatusCode::TOO_MANY_REQUESTS, too_many));
        }
        open.insert(person, count + 1);
        Ok(OfPerson { person, people: Arc::clone(people) })
    }
}

impl Drop for OfPerson {
    fn drop(&mut self) {
        let mut open = self.people.open.lock().unwrap_or_else(PoisonError::into_inner);
        let left = open.get(&self.person).map_or(0, |count| count - 1);
        if left == 0 {
            open.remove(&self.person);
        } else {
            open.insert(self.person, left);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_documented_is_what_holds_where_nothing_is_set() {
        let settings = LiveSettings::default();
        let limits = (settings.connections_max, settings.connections_per_person_max, settings.keep_alive.as_secs());
        assert_eq!(limits, (1_000, 20, 15));
    }

    #[test]
    fn nothing_is_kept_of_a_person_whose_connections_have_ended() {
        let connections = Connections::new(LiveSettings::default());
        let person = Some(PersonId(Uuid::from_u128(1)));
        let mut open: Vec<_> =
            (0..3).map(|_| connections.open(person).unwrap_or_else(|_| panic!("a place is free"))).collect();
        assert!(open[0].belong_to(person).is_ok(), "who they are, said again");
        drop(open);
        assert!(connections.people.open.lock().expect("nobody panics here").is_empty());
    }
}
