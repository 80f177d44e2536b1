//! Time sheets: declared by the talent, validated or disputed by the host, arbitrated and reversed by the scheme's team.

use talents_core::access::{Act, Viewer};
use talents_core::error::Problem;
use talents_core::id::{EngagementId, TimeSheetId};
use talents_core::time_sheet::{TimeSheet, TimeSheetContext, TimeSheetMove, WorkDraft};
use talents_store::{Transaction, time_sheet};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders, acting};
use super::{App, AppError, Command};

/// What is asked to declare time.
#[derive(Debug, Clone, Copy)]
pub struct Declare {
    /// For which engagement.
    pub engagement: EngagementId,
    /// When, and how much.
    pub work: WorkDraft,
}

/// What is asked to make a move.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which time sheet.
    pub id: TimeSheetId,
    /// The version that the move was decided on.
    pub expected_version: i64,
    /// Which move.
    pub attempt: TimeSheetMove,
}

/// Declares time worked.
pub async fn declare(app: &App, command: &Command<'_>, input: Declare) -> Result<TimeSheet, AppError> {
    by_id(app, TimeSheetId(command.run(app, &input).await?)).await
}

/// Makes a move of a time sheet.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<TimeSheet, AppError> {
    by_id(app, TimeSheetId(command.run(app, &input).await?)).await
}

impl Mutation for Declare {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let dossier = Dossier::load_for(tx, viewer, self.engagement).await?;
        viewer.may(Act::DeclareTime, &dossier.parties().of_talent())?;
        let id = TimeSheetId(app.ids.next());
        let change = TimeSheet::declare(id, &self.work, &context(app, tx, &dossier)?)?;
        time_sheet::save(tx, None, &change).await?;
        Ok(id.0)
    }
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let gone = || no_such(self.id);
        let found = time_sheet::by_id(tx, self.id).await?.ok_or_else(gone)?;
        let dossier = Dossier::load(tx, found.engagement).await?;
        let parties = dossier.parties();
        if !parties.may_read(viewer) {
            return Err(gone().into());
        }
        match self.attempt {
            TimeSheetMove::Declare | TimeSheetMove::Amend(_) => viewer.may(Act::DeclareTime, &parties.of_talent())?,
            TimeSheetMove::Validate | TimeSheetMove::Dispute(_) => {
                viewer.may(Act::RunEngagement, &parties.of_host())?;
            }
            TimeSheetMove::Uphold(_) | TimeSheetMove::Void(_) | TimeSheetMove::Reverse(_) => {
                viewer.may(Act::ArbitrateTime, &parties.of_host())?;
            }
        }
        // Read once more under the lock of the mission: the sheets of an engagement move one after the other.
        let before = time_sheet::by_id(tx, self.id).await?.ok_or_else(gone)?;
        expect_version(self.expected_version, before.version)?;
        let moved = before.apply(&self.attempt, &context(app, tx, &dossier)?)?;
        time_sheet::save(tx, Some(&before), &moved.change).await?;
        let mut orders = Orders::default();
        orders.add(app, moved.credits);
        orders.carry_out(tx).await?;
        Ok(self.id.0)
    }
}

fn context<'a>(app: &App, tx: &Transaction, dossier: &'a Dossier) -> Result<TimeSheetContext<'a>, AppError> {
    Ok(TimeSheetContext {
        now: app.clock.now(),
        person: acting(tx)?,
        engagement: &dossier.engagement,
        sheets: &dossier.sheets,
    })
}

async fn by_id(app: &App, id: TimeSheetId) -> Result<TimeSheet, AppError> {
    Ok(time_sheet::by_id(&app.store, id).await?.ok_or_else(|| no_such(id))?)
}

fn no_such(id: TimeSheetId) -> Problem {
    Problem::NoSuchObject { kind: "TimeSheet".to_owned(), id: id.to_string() }
}
