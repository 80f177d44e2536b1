//! Missions: written, moderated, published, revised, and the rest of their life.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::engagement::{standing, when_mission_is_cancelled, when_mission_is_revised};
use talents_core::error::{Problem, Refusals};
use talents_core::id::{MissionId, StructureId};
use talents_core::mission::{
    Mission, MissionContent, MissionDraft, MissionMove, MissionMoveKind, MoveContext, NewMission,
};
use talents_core::structure::Structure;
use talents_store::{Transaction, engagement, mission, structure};
use uuid::Uuid;

use super::application::lapse;
use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders};
use super::session::structure_resource;
use super::{App, AppError, Command, Session, skill};

/// What is asked to write a mission.
#[derive(Debug, Clone)]
pub struct Create {
    /// The structure whose mission it is.
    pub host: StructureId,
    /// What it says.
    pub content: MissionDraft,
}

/// What is asked to copy a mission.
#[derive(Debug, Clone, Copy)]
pub struct Duplicate {
    /// Which mission.
    pub id: MissionId,
    /// The version that was read.
    pub expected_version: i64,
}

/// Gives what a mission will say, from what it says.
pub type Rewrite = Box<dyn Fn(MissionDraft) -> MissionDraft + Send + Sync>;

/// What is asked of a mission.
pub enum Ask {
    /// Rewrite a draft.
    Update(Rewrite),
    /// Publish a rewritten version.
    Revise(Rewrite),
    /// Publish an expired mission again, rewritten.
    Republish(Rewrite),
    /// Any other move.
    Move(MissionMove),
}

/// What is asked to make a move.
pub struct Move {
    /// Which mission.
    pub id: MissionId,
    /// The version that the move was decided on.
    pub expected_version: i64,
    /// Which move.
    pub ask: Ask,
}

/// Writes a mission: a draft.
pub async fn create(app: &App, command: &Command<'_>, input: Create) -> Result<Mission, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, MissionId(id)).await
}

impl Mutation for Create {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let unknown = || Refusals::at("hostId", Problem::UnknownStructure { id: self.host.to_string() });
        let host = structure::by_id(tx, self.host).await?.ok_or_else(unknown)?;
        viewer.may(Act::WriteMission, &structure_resource(&host))?;
        let content = parse_content(app, &self.content).await?;
        let new = NewMission {
            id: MissionId(app.ids.next()),
            external_id: None,
            host: host.id,
            owner: viewer.person,
            content,
        };
        let change = Mission::create(new, app.clock.now());
        mission::save(tx, None, &change).await?;
        Ok(change.value.id.0)
    }
}

/// Writes a draft that says what a mission says.
pub async fn duplicate(app: &App, command: &Command<'_>, input: Duplicate) -> Result<Mission, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, MissionId(id)).await
}

impl Mutation for Duplicate {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let (before, host) = load_for(tx, viewer, self.id).await?;
        viewer.may(Act::WriteMission, &structure_resource(&host))?;
        expect_version(self.expected_version, before.version)?;
        let change = before.duplicate(MissionId(app.ids.next()), viewer.person, app.clock.now());
        mission::save(tx, None, &change).await?;
        Ok(change.value.id.0)
    }
}

/// Makes a move of a mission.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<Mission, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, MissionId(id)).await
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let (before, host) = load_for(tx, viewer, self.id).await?;
        let attempt = resolve(app, &before, &self.ask).await?;
        viewer.may(act_of(attempt.kind()), &structure_resource(&host))?;
        expect_version(self.expected_version, before.version)?;
        carry_out(app, tx, (&before, &host), attempt).await?;
        Ok(self.id.0)
    }
}

/// Makes a move of a mission that is locked, with what comes of it: its engagements follow a next version or end with it,
/// and its candidatures lapse.
pub(crate) async fn carry_out(
    app: &App,
    tx: &mut Transaction,
    (before, host): (&Mission, &Structure),
    attempt: MissionMove,
) -> Result<(), AppError> {
    let engagements = engagement::of_mission(tx, before.id).await?;
    let context = MoveContext { now: app.clock.now(), host, standing: standing(&engagements) };
    let change = before.apply(attempt.clone(), &context)?;
    mission::save(tx, Some(before), &change).await?;
    let mut orders = Orders::default();
    for found in engagements {
        let follows = match &attempt {
            MissionMove::Cancel(reason) => when_mission_is_cancelled(&found, reason),
            MissionMove::Revise(_) => when_mission_is_revised(&found),
            MissionMove::Update(_)
            | MissionMove::Submit
            | MissionMove::Publish
            | MissionMove::RequestChanges(_)
            | MissionMove::Reject(_)
            | MissionMove::Suspend(_)
            | MissionMove::Resume
            | MissionMove::Expire
            | MissionMove::Republish(_)
            | MissionMove::OpenApplications
            | MissionMove::CloseApplications
            | MissionMove::Complete => None,
        };
        if let Some(follows) = follows {
            let mut dossier = Dossier::around(tx, change.value.clone(), found).await?;
            dossier.make(app, tx, follows, &mut orders).await?;
        }
    }
    lapse(tx, &change.value).await?;
    orders.carry_out(tx).await
}

/// The permission that a move wants.
pub const fn act_of(attempt: MissionMoveKind) -> Act {
    match attempt {
        MissionMoveKind::Publish | MissionMoveKind::RequestChanges | MissionMoveKind::Reject => Act::ModerateMission,
        MissionMoveKind::Update
        | MissionMoveKind::Submit
        | MissionMoveKind::Revise
        | MissionMoveKind::Suspend
        | MissionMoveKind::Resume
        | MissionMoveKind::Expire
        | MissionMoveKind::Republish
        | MissionMoveKind::OpenApplications
        | MissionMoveKind::CloseApplications
        | MissionMoveKind::Complete
        | MissionMoveKind::Cancel => Act::WriteMission,
    }
}

/// The mission as one of its published versions has it; `None` where there is no such version.
pub async fn as_published(app: &App, id: MissionId, number: u32) -> Result<Option<Mission>, AppError> {
    let Some(found) = mission::by_id(&app.store, id).await? else { return Ok(None) };
    let versions = mission::versions(&app.store, id).await?;
    let version = versions.into_iter().find(|version| version.number == number);
    Ok(version.map(|version| Mission {
        content: version.content,
        published_version: Some(version.number),
        published_at: Some(version.published_at),
        ..found
    }))
}

/// Whether the session may read a mission of that host: it is public, or theirs to write.
pub fn may_read(session: &Session, mission: &Mission, host: &Structure) -> bool {
    let resource = structure_resource(host);
    mission.is_public()
        || session.allows(Act::WriteMission, &resource)
        || session.allows(Act::ModerateMission, &resource)
}

/// Whether the session may see who fits a mission.
pub fn check_may_match(session: &Session, resource: &Resource) -> Result<(), AppError> {
    session.check(Act::WriteMission, resource)
}

/// Checks what was written: the rules of the core, and that every skill is known.
pub async fn parse_content(app: &App, draft: &MissionDraft) -> Result<MissionContent, AppError> {
    let programme = app.programme().await?;
    let content = MissionContent::parse(draft, &programme)?;
    skill::check_known(app, "requirements", draft.requirements.iter().map(|requirement| requirement.skill))?;
    Ok(content)
}

/// What a move is, once what it rewrites is known.
async fn resolve(app: &App, before: &Mission, ask: &Ask) -> Result<MissionMove, AppError> {
    Ok(match ask {
        Ask::Move(attempt) => attempt.clone(),
        Ask::Update(rewrite) => MissionMove::Update(rewritten(app, before, rewrite).await?),
        Ask::Revise(rewrite) => MissionMove::Revise(rewritten(app, before, rewrite).await?),
        Ask::Republish(rewrite) => MissionMove::Republish(rewritten(app, before, rewrite).await?),
    })
}

async fn rewritten(app: &App, before: &Mission, rewrite: &Rewrite) -> Result<Box<MissionContent>, AppError> {
    Ok(Box::new(parse_content(app, &rewrite(before.content.to_draft())).await?))
}

async fn by_id(app: &App, id: MissionId) -> Result<Mission, AppError> {
    mission::by_id(&app.store, id).await?.ok_or_else(|| no_such(id).into())
}

/// A mission that the viewer may read, and its host; to others it is as if it did not exist.
async fn load_for(tx: &Transaction, viewer: &Viewer, id: MissionId) -> Result<(Mission, Structure), AppError> {
    let found = mission::by_id(tx, id).await?.ok_or_else(|| no_such(id))?;
    let host = structure::by_id(tx, found.host).await?.ok_or_else(|| no_such(id))?;
    let writes = viewer.may(Act::WriteMission, &structure_resource(&host)).is_ok();
    if writes || found.is_public() { Ok((found, host)) } else { Err(no_such(id).into()) }
}

fn no_such(id: MissionId) -> Problem {
    Problem::NoSuchObject { kind: "Mission".to_owned(), id: id.to_string() }
}
