//! Wakes whoever waits for changes. One reader follows the events for the whole program, however many wait.
//!
//! A watch is told that something happened, never what: whoever waits reads the object again, asking for access again. So
//! nothing is kept for a slow reader but one mark, and a change that is told late is told once, with all those after it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use talents_core::event::{Event, ObjectKind};
use talents_core::id::EngagementId;
use talents_core::reminder::is_reminder;
use talents_store::event::{self, Position};
use tokio::sync::Notify;
use uuid::Uuid;

use super::{App, AppError};

/// The most events that are read at once.
const BATCH: u64 = 1_000;
/// How often the events are looked at without being told of a change: another server may share the store.
const POLL: Duration = Duration::from_millis(500);

/// What somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A change of what is somebody's to do.
    Todo,
    /// A change of an engagement, of its consents or of its time sheets.
    Engagement(EngagementId),
}

/// Everybody who waits.
#[derive(Default)]
pub struct Feed {
    watches: Mutex<HashMap<u64, Waiting>>,
    next: AtomicU64,
}

#[derive(Default)]
struct Waiting {
    topic: Option<Topic>,
    woken: Arc<Notify>,
}

/// The place of one who waits; given back when it is dropped.
pub struct Watch {
    feed: Arc<Feed>,
    number: u64,
    woken: Arc<Notify>,
    /// What stands for what was seen last.
    seen: Mutex<Option<u64>>,
}

impl Feed {
    /// Somebody who will wait, for nothing yet.
    pub fn watch(self: &Arc<Self>) -> Watch {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let waiting = Waiting::default();
        let woken = Arc::clone(&waiting.woken);
        locked(&self.watches).insert(number, waiting);
        Watch { feed: Arc::clone(self), number, woken, seen: Mutex::default() }
    }

    fn wake(&self, touched: &Touched) {
        let watches = locked(&self.watches);
        for waiting in watches.values().filter(|waiting| waiting.topic.is_some_and(|topic| touched.concerns(topic))) {
            waiting.woken.notify_one();
        }
    }
}

impl Watch {
    /// Waits for changes of that from now on: ask before reading it, so that no change falls in between.
    pub fn on(&self, topic: Topic) {
        if let Some(waiting) = locked(&self.feed.watches).get_mut(&self.number) {
            waiting.topic = Some(topic);
        }
    }

    /// Whether it waits for anything.
    pub fn is_on(&self) -> bool {
        locked(&self.feed.watches).get(&self.number).is_some_and(|waiting| waiting.topic.is_some())
    }

    /// Until something happened since the last time.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Whether what was read differs from what was read the time before.
    pub fn is_news(&self, read: &impl Hash) -> bool {
        let mut hasher = DefaultHasher::new();
        read.hash(&mut hasher);
        locked(&self.seen).replace(hasher.finish()) != Some(hasher.finish())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        locked(&self.feed.watches).remove(&self.number);
    }
}

/// Nothing that is locked here is ever left half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Follows the events for as long as the program serves, and wakes those whom they concern.
pub async fn follow(app: Arc<App>) {
    let mut reached = Reached::default();
    loop {
        let told = app.changed.notified();
        if let Err(error) = reached.catch_up(&app).await {
            tracing::error!(?error, "the change feed could not be read; it is tried again");
        }
        let _ = tokio::time::timeout(POLL, told).await;
    }
}

/// How far the feed was read.
#[derive(Default)]
struct Reached {
    started: bool,
    position: Option<Position>,
}

impl Reached {
    async fn catch_up(&mut self, app: &App) -> Result<(), AppError> {
        if !self.started {
            self.position = event::head(&app.store).await?;
            self.started = true;
            // Who began to wait before the place was taken may have missed what happened in between.
            app.feed.wake(&Touched { access: true, ..Touched::default() });
        }
        loop {
            let events = event::since(&app.store, self.position, BATCH).await?;
            let Some((last, _)) = events.last() else { return Ok(()) };
            self.position = Some(*last);
            app.feed.wake(&Touched::by(&events));
        }
    }
}

/// What events touched.
#[derive(Debug, Default)]
struct Touched {
    engagements: HashSet<EngagementId>,
    /// Something that may be somebody's to do.
    todos: bool,
    /// Who may do what: whoever waits asks for access again.
    access: bool,
}

impl Touched {
    fn by(events: &[(Position, Event)]) -> Self {
        let mut touched = Self::default();
        for (_, event) in events {
            touched.add(event);
        }
        touched
    }

    fn add(&mut self, event: &Event) {
        if is_reminder(event.kind) {
            return;
        }
        match event.kind.object() {
            ObjectKind::Engagement => drop(self.engagements.insert(EngagementId(event.object))),
            ObjectKind::Consent | ObjectKind::TimeSheet => self.engagements.extend(engagement_of(event)),
            ObjectKind::Mission | ObjectKind::Talent | ObjectKind::Application => {}
            ObjectKind::Role | ObjectKind::Token | ObjectKind::Structure => {
                self.access = true;
                return;
            }
            ObjectKind::Person
            | ObjectKind::Skill
            | ObjectKind::Occupation
            | ObjectKind::Programme
            | ObjectKind::Generation
            | ObjectKind::Envelope
            | ObjectKind::ServiceOffer
            | ObjectKind::Account
            | ObjectKind::Transfer
            | ObjectKind::Ledger => return,
        }
        self.todos = true;
    }

    fn concerns(&self, topic: Topic) -> bool {
        let touched = match topic {
            Topic::Todo => self.todos,
            Topic::Engagement(id) => self.engagements.contains(&id),
        };
        touched || self.access
    }
}

/// The engagement that an event of a consent or of a time sheet names.
fn engagement_of(event: &Event) -> Option<EngagementId> {
    event.details.get("engagement").and_then(|id| Uuid::try_parse(id).ok()).map(EngagementId)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn touched(number: u128) -> Touched {
        Touched { engagements: HashSet::from([EngagementId(Uuid::from_u128(number))]), ..Touched::default() }
    }

    #[tokio::test]
    async fn many_changes_before_one_looks_are_one_mark_and_those_of_others_none() {
        let feed = Arc::new(Feed::default());
        let watch = feed.watch();
        feed.wake(&touched(1));
        watch.on(Topic::Engagement(EngagementId(Uuid::from_u128(1))));
        feed.wake(&touched(2));
        let woken = async || tokio::time::timeout(Duration::from_millis(20), watch.woken()).await.is_ok();
        assert!(!woken().await, "nothing of its own happened since it waits");
        (0..1_000).for_each(|_| feed.wake(&touched(1)));
        assert!(woken().await);
        assert!(!woken().await, "once looked at, there is nothing left");
        drop(watch);
        assert!(locked(&feed.watches).is_empty());
    }

    #[test]
    fn the_same_thing_twice_is_no_news() {
        let watch = Arc::new(Feed::default()).watch();
        assert_eq!([1, 1, 2, 1].map(|read| watch.is_news(&read)), [true, false, true, true]);
    }
}
