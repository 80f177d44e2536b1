//! What happens by itself. Each job is idempotent: run twice, or on two servers at once, it does its work once.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use talents_core::error::{ErrorCode, Problem};
use talents_core::event::Actor;
use talents_core::id::MissionId;
use talents_core::mission::{Mission, MissionMove, MoveContext, Standing};
use talents_store::{idempotency, mission, ranking_log, structure};

use crate::app::{App, AppError};

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
    let mut report = JobReport::default();
    for job in Job::ALL {
        let done = match job {
            Job::ExpireMissions => expire_missions(app).await?,
            Job::ForgetKeys => forget_keys(app).await?,
            Job::ForgetRankings => forget_rankings(app).await?,
        };
        report.done.push((*job, done));
    }
    Ok(report)
}

/// Runs the jobs for as long as the program runs.
pub async fn run_forever(app: Arc<App>) {
    loop {
        match run_due(&app).await {
            Ok(report) => tracing::debug!(?report, "the jobs ran"),
            Err(error) => tracing::error!(?error, "a job failed; it is tried again"),
        }
        tokio::time::sleep(PERIOD).await;
    }
}

async fn expire_missions(app: &App) -> Result<u64, AppError> {
    let due = mission::past_deadline(&app.store, app.clock.today(), BATCH).await?;
    let mut expired = 0;
    for mission in due {
        match expire(app, mission.id).await {
            Ok(()) => expired += 1,
            // Somebody else was faster, or changed it meanwhile: the next run sees it as it is.
            Err(AppError::Busy) => {}
            Err(AppError::Refused(refusals)) if refusals.codes() == [ErrorCode::InvalidTransition] => {}
            Err(error) => return Err(error),
        }
    }
    Ok(expired)
}

async fn expire(app: &App, id: MissionId) -> Result<(), AppError> {
    let mut tx = app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await?;
    let gone = || Problem::NoSuchObject { kind: "Mission".to_owned(), id: id.to_string() };
    let before: Mission = mission::by_id(&tx, id).await?.ok_or_else(gone)?;
    let host = structure::by_id(&tx, before.host).await?.ok_or_else(gone)?;
    let context = MoveContext { now: app.clock.now(), host: &host, standing: Standing::default() };
    mission::save(&mut tx, Some(&before), &before.apply(MissionMove::Expire, &context)?).await?;
    tx.commit().await?;
    app.changed.notify_waiters();
    Ok(())
}

async fn forget_keys(app: &App) -> Result<u64, AppError> {
    let mut tx = app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await?;
    let forgotten = idempotency::prune(&mut tx, app.clock.now() - KEYS_KEPT).await?;
    tx.commit().await?;
    Ok(forgotten)
}

async fn forget_rankings(app: &App) -> Result<u64, AppError> {
    let before = app.clock.now() - app.ranking_log_kept;
    let mut forgotten = 0;
    loop {
        let mut tx = app.store.begin(app.stamp(Actor::Job), app.ids.clone()).await?;
        let batch = ranking_log::prune(&mut tx, before, BATCH).await?;
        tx.commit().await?;
        forgotten += batch;
        if batch < BATCH {
            return Ok(forgotten);
        }
    }
}
