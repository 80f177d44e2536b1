//! What the ranking served, on its way to the store.
//!
//! A request hands its page over and goes on; a writer beside it takes what has gathered and writes it in one
//! transaction. The queue is bounded. When it is full the request waits for its place: a ranking that can't be accounted
//! for is served late, or, past the time that a request may take, not at all. Nothing is dropped to go faster.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use talents_core::event::Actor;
use talents_core::id::PersonId;
use talents_matching::{Explanation, Ranking, Snapshot, Window};
use talents_store::event::Position;
use talents_store::ranking_log::{self, MadeWith, Question, ServedItem, ServedPage};
use tokio::sync::{Mutex, mpsc};
use uuid::Uuid;

use super::{App, AppError};

/// The most pages that wait to be written.
const WAITING_MAX: usize = 1_024;
/// The most pages of one transaction.
const BATCH: usize = 64;
/// How long the writer waits after a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// The pages that wait to be written.
pub struct RankingLog {
    sender: mpsc::Sender<ServedPage>,
    waiting: Mutex<Waiting>,
}

/// What the writer works on. It stays here when the writer is stopped in the middle, for whoever writes next.
struct Waiting {
    receiver: mpsc::Receiver<ServedPage>,
    batch: Vec<ServedPage>,
}

impl Default for RankingLog {
    fn default() -> Self {
        Self::with_room_for(WAITING_MAX)
    }
}

impl RankingLog {
    fn with_room_for(pages: usize) -> Self {
        let (sender, receiver) = mpsc::channel(pages);
        Self { sender, waiting: Mutex::new(Waiting { receiver, batch: Vec::new() }) }
    }

    /// Hands a page over; waits for its place where too many wait already.
    pub(super) async fn add(&self, page: ServedPage) -> Result<(), AppError> {
        self.sender.send(page).await.map_err(|closed| AppError::fault(&closed.to_string()))
    }
}

/// Writes what comes for as long as the program runs.
pub async fn follow(app: Arc<App>) {
    loop {
        if let Err(error) = write_next(&app).await {
            tracing::error!(?error, "what the ranking served could not be logged; it is tried again");
            tokio::time::sleep(PAUSE).await;
        }
    }
}

/// Writes all that waits: at the end of a program, once its writer has stopped.
pub async fn flush(app: &App) -> Result<(), AppError> {
    let mut waiting = app.ranking_log.waiting.lock().await;
    loop {
        while waiting.batch.len() < BATCH
            && let Ok(page) = waiting.receiver.try_recv()
        {
            waiting.batch.push(page);
        }
        if waiting.batch.is_empty() {
            return Ok(());
        }
        write(app, &mut waiting.batch).await?;
    }
}

async fn write_next(app: &App) -> Result<(), AppError> {
    let mut waiting = app.ranking_log.waiting.lock().await;
    let Waiting { receiver, batch } = &mut *waiting;
    if batch.is_empty() {
        receiver.recv_many(batch, BATCH).await;
    }
    write(app, batch).await
}

/// Writes a batch and empties it. Where the outcome is unknown it is written again: what is there already stays.
async fn write(app: &App, batch: &mut Vec<ServedPage>) -> Result<(), AppError> {
    let mut tx = app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await?;
    ranking_log::insert_many(&mut tx, batch).await?;
    tx.commit().await?;
    batch.clear();
    Ok(())
}

/// What a ranking of that day is made with.
pub(super) fn made_with(
    (position, snapshot): (Option<Position>, &Snapshot),
    as_of: NaiveDate,
    is_suspended: bool,
) -> MadeWith {
    let version = snapshot.ranking_version(as_of);
    let (vocabulary, generation) = (snapshot.vocabulary().version(), snapshot.statistics().generation);
    // What is left of the version of the engine once its other parts are taken away.
    let rules = version.strip_suffix(&format!("-{vocabulary}-{generation}-{as_of}")).unwrap_or(&version);
    MadeWith {
        rules: rules.to_owned(),
        vocabulary: vocabulary.to_owned(),
        generation,
        as_of,
        suspended: is_suspended,
        position,
        version,
    }
}

/// The entry of a page that is about to be served.
pub(super) fn entry<Id: Copy + Into<Uuid>>(
    app: &App,
    person: PersonId,
    (question, made_with): (Question, MadeWith),
    window: &Window,
    ranking: &Ranking<Id>,
) -> ServedPage {
    ServedPage {
        id: app.ids.next(),
        at: app.clock.now(),
        person,
        question,
        made_with: MadeWith { version: ranking.version.clone(), ..made_with },
        page_size: u32::try_from(window.size).unwrap_or(u32::MAX),
        cursor: window.cursor.clone(),
        total: ranking.total as u64,
        signals: signals(ranking),
        items: items(ranking),
    }
}

/// The signals of a ranking, in the order of its contributions.
pub(super) fn signals<Id>(ranking: &Ranking<Id>) -> Vec<String> {
    let first = ranking.hits.first().map(|hit| &hit.explanation);
    first.map(|explanation| explanation.signals.iter().map(|part| part.name.to_owned()).collect()).unwrap_or_default()
}

/// The items of a ranking, as they are logged.
pub(super) fn items<Id: Copy + Into<Uuid>>(ranking: &Ranking<Id>) -> Vec<ServedItem> {
    let contributions = |explanation: &Explanation| explanation.signals.iter().map(|part| part.contribution).collect();
    let item = |hit: &talents_matching::RankedHit<Id>| ServedItem {
        id: hit.id.into(),
        score: hit.score,
        contributions: contributions(&hit.explanation),
    };
    ranking.hits.iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use talents_core::id::TalentId;

    use super::*;

    fn page(number: u128) -> ServedPage {
        let made_with = MadeWith {
            version: String::new(),
            rules: String::new(),
            vocabulary: String::new(),
            generation: 0,
            as_of: NaiveDate::default(),
            suspended: false,
            position: None,
        };
        ServedPage {
            id: Uuid::from_u128(number),
            at: chrono::DateTime::UNIX_EPOCH,
            person: PersonId(Uuid::nil()),
            question: Question::Talent { talent: TalentId(Uuid::nil()), version: 1 },
            made_with,
            page_size: 1,
            cursor: None,
            total: 0,
            signals: Vec::new(),
            items: Vec::new(),
        }
    }

    #[tokio::test]
    async fn a_request_waits_for_its_place_and_no_page_is_dropped() {
        let log = RankingLog::with_room_for(2);
        for number in [1, 2] {
            log.add(page(number)).await.unwrap();
        }
        let third = log.add(page(3));
        tokio::pin!(third);
        let waited = tokio::time::timeout(Duration::from_millis(50), &mut third).await;
        assert!(waited.is_err(), "there is no place for a third");
        let mut waiting = log.waiting.lock().await;
        let mut written = vec![waiting.receiver.recv().await.unwrap().id.as_u128()];
        third.await.unwrap();
        while let Ok(page) = waiting.receiver.try_recv() {
            written.push(page.id.as_u128());
        }
        assert_eq!(written, [1, 2, 3]);
    }
}
