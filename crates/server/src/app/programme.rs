//! The programme's settings that people change: for now, whether the ranking ranks.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::event::Actor;
use talents_core::programme::{PROGRAMME, Programme};
use talents_store::{Transaction, programme};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::{App, AppError, Command};

/// What is asked of the ranking.
#[derive(Debug, Clone)]
pub enum RankingMove {
    /// Suspend it, for that reason.
    Suspend(String),
    /// Resume it.
    Resume,
}

/// What is asked to suspend the ranking, or to resume it.
#[derive(Debug, Clone)]
pub struct ChangeRanking {
    /// The version that the change was decided on.
    pub expected_version: i64,
    /// Which move.
    pub attempt: RankingMove,
}

/// Suspends the ranking for everybody, or resumes it.
pub async fn change_ranking(app: &App, command: &Command<'_>, input: ChangeRanking) -> Result<Programme, AppError> {
    command.run(app, &input).await?;
    app.programme().await
}

impl Mutation for ChangeRanking {
    async fn run(&self, _: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        viewer.may(Act::SuspendRanking, &Resource::default())?;
        let before = programme::load(tx).await?;
        expect_version(self.expected_version, before.version)?;
        make_move(tx, &before, &self.attempt).await?;
        Ok(PROGRAMME)
    }
}

/// The same from the command line, whose user decides on the settings as they are now.
pub async fn change_ranking_here(app: &App, attempt: &RankingMove) -> Result<(), AppError> {
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    let before = programme::load(&tx).await?;
    make_move(&mut tx, &before, attempt).await?;
    Ok(tx.commit().await?)
}

async fn make_move(tx: &mut Transaction, before: &Programme, attempt: &RankingMove) -> Result<(), AppError> {
    let change = match attempt {
        RankingMove::Suspend(reason) => before.suspend_ranking(reason, tx.stamp())?,
        RankingMove::Resume => before.resume_ranking()?,
    };
    Ok(programme::save(tx, before, &change).await?)
}
