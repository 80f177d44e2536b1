//! What happens by itself. Each job is idempotent: run twice, or on two servers at once, it does its work once.

mod follow;
mod remind;

use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, TimeDelta};
use talents_core::error::{ErrorCode, Problem};
use talents_core::event::Actor;
use talents_core::id::MissionId;
use talents_core::mission::{Mission, MissionMove};
use talents_store::{Transaction, application, engagement, idempotency, mission, ranking_log, structure};

pub use self::follow::run as follow_managers;
use crate::app::{self, App, AppError, consent};

/// How often the jobs are run.
const PERIOD: Duration = Duration::from_mins(1);
/// The most objects that a job takes at once.
const BATCH: u64 = 500;
/// How long a client may send the same request again and get the same answer.
const KEYS_KEPT: TimeDelta = TimeDelta::days(30);

talents_core::coded_enum! {
    /// The jobs, in the order in which they run.
    pub enum Job {
        /// Ends published missions whose application deadline has passed with nobody selected.
        ExpireMissions = "expire_missions",
        /// Ends the wait for consents that were not given in time: silence is none.
        ExpireConsents = "expire_consents",
        /// Has the requests to line managers go to whoever is confirmed today.
        FollowManagers = "follow_managers",
        /// Lets the candidatures lapse whose mission is over.
        LapseApplications = "lapse_applications",
        /// Reminds people of what waits for them.
        Remind = "remind",
        /// Forgets idempotency keys after thirty days.
        ForgetKeys = "forget_keys",
        /// Forgets what the ranking served once it has been kept for as long as is set.
        ForgetRankings = "forget_rankings",
    }
}

/// What a run of the jobs did: the number of objects for each job.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobReport {
    /// In the order of [`Job::ALL`].
    pub done: Vec<(Job, u64)>,
}

/// Runs every job once, for what is due now.
pub async fn run_due(app: &App) -> Result<JobReport, AppError> {
    Rounds::default().run(app).await
}

/// Runs the jobs for as long as the program runs.
pub async fn run_forever(app: Arc<App>) {
    let mut rounds = Rounds::default();
    loop {
        match rounds.run(&app).await {
            Ok(report) => tracing::debug!(?report, "the jobs ran"),
            Err(error) => tracing::error!(?error, "a job failed; it is tried again"),
        }
        tokio::time::sleep(PERIOD).await;
    }
}

/// What a program that runs the jobs again and again remembers from one round to the next.
#[derive(Debug, Default)]
pub struct Rounds {
    /// The day for which all reminders were written: they go by days, and reading all that waits takes its time.
    reminded_for: Option<NaiveDate>,
}

impl Rounds {
    /// Runs every job once, but for reminders, which are looked at once a day.
    pub async fn run(&mut self, app: &App) -> Result<JobReport, AppError> {
        let mut report = JobReport::default();
        for job in Job::ALL {
            let done = match job {
                Job::ExpireMissions => expire_missions(app).await?,
                Job::ExpireConsents => expire_consents(app).await?,
                Job::FollowManagers => follow_managers(app).await?,
                Job::LapseApplications => lapse_applications(app).await?,
                Job::Remind => self.remind(app).await?,
                Job::ForgetKeys => forget_keys(app).await?,
                Job::ForgetRankings => forget_rankings(app).await?,
            };
            report.done.push((*job, done));
        }
        Ok(report)
    }

    async fn remind(&mut self, app: &App) -> Result<u64, AppError> {
        let today = app.clock.today();
        if self.reminded_for == Some(today) {
            return Ok(0);
        }
        let reminded = remind::run(app).await?;
        if reminded.overtaken == 0 {
            self.reminded_for = Some(today);
        }
        Ok(reminded.sent)
    }
}

async fn expire_missions(app: &App) -> Result<u64, AppError> {
    let due = mission::past_deadline(&app.store, app.clock.today(), BATCH).await?;
    let mut expired = 0;
    for mission in due {
        expired += u64::from(unless_overtaken(expire(app, mission.id).await)?.is_some());
    }
    Ok(expired)
}

/// What was done; `None` where somebody else was faster, or changed it meanwhile: the next run sees it as it is.
fn unless_overtaken<T>(done: Result<T, AppError>) -> Result<Option<T>, AppError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(AppError::Busy) => Ok(None),
        Err(AppError::Refused(refusals)) if refusals.codes() == [ErrorCode::InvalidTransition] => Ok(None),
        Err(error) => Err(error),
    }
}

async fn expire_consents(app: &App) -> Result<u64, AppError> {
    let due = engagement::consents_past_deadline(&app.store, app.clock.today(), BATCH).await?;
    let mut expired = 0;
    for asked in due {
        let expire = async {
            let mut tx = begin(app).await?;
            consent::expire(app, &mut tx, &asked).await?;
            commit(app, tx).await
        };
        expired += u64::from(unless_overtaken(expire.await)?.is_some());
    }
    Ok(expired)
}

async fn lapse_applications(app: &App) -> Result<u64, AppError> {
    let mut lapsed = 0;
    for id in application::missions_to_lapse(&app.store, BATCH).await? {
        let lapse = async {
            let mut tx = begin(app).await?;
            let gone = || Problem::NoSuchObject { kind: "Mission".to_owned(), id: id.to_string() };
            let over = mission::by_id(&tx, id).await?.ok_or_else(gone)?;
            let count = app::application::lapse(&mut tx, &over).await?;
            commit(app, tx).await?;
            Ok(count)
        };
        lapsed += unless_overtaken(lapse.await)?.unwrap_or_default();
    }
    Ok(lapsed)
}

async fn begin(app: &App) -> Result<Transaction, AppError> {
    Ok(app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await?)
}

async fn commit(app: &App, tx: Transaction) -> Result<(), AppError> {
    tx.commit().await?;
    app.changed.notify_waiters();
    Ok(())
}

async fn expire(app: &App, id: MissionId) -> Result<(), AppError> {
    let mut tx = begin(app).await?;
    let gone = || Problem::NoSuchObject { kind: "Mission".to_owned(), id: id.to_string() };
    let before: Mission = mission::by_id(&tx, id).await?.ok_or_else(gone)?;
    let host = structure::by_id(&tx, before.host).await?.ok_or_else(gone)?;
    app::mission::carry_out(app, &mut tx, (&before, &host), MissionMove::Expire).await?;
    commit(app, tx).await
}

async fn forget_keys(app: &App) -> Result<u64, AppError> {
    let mut tx = begin(app).await?;
    let forgotten = idempotency::prune(&mut tx, app.clock.now() - KEYS_KEPT).await?;
    tx.commit().await?;
    Ok(forgotten)
}

async fn forget_rankings(app: &App) -> Result<u64, AppError> {
    let before = app.clock.now() - app.ranking_log_kept;
    let mut forgotten = 0;
    loop {
        let mut tx = begin(app).await?;
        let batch = ranking_log::prune(&mut tx, before, BATCH).await?;
        tx.commit().await?;
        forgotten += batch;
        if batch < BATCH {
            return Ok(forgotten);
        }
    }
}
