//! Applications: a talent applies or is invited, the host answers, and a selection opens an engagement.

use talents_core::Change;
use talents_core::access::{Act, Resource, Viewer};
use talents_core::application::{
    Application, ApplicationContext, ApplicationMove, ApplicationState, NewApplication, Origin, lapse_cause,
};
use talents_core::engagement::{
    ConsentKind, EndCause, Engagement, EngagementContext, EngagementMove, NewEngagement, PlanDraft, standing,
};
use talents_core::error::{Problem, Refusals};
use talents_core::event::Stamp;
use talents_core::id::{ApplicationId, ConsentId, EngagementId, MissionId, StructureId, TalentId};
use talents_core::mission::{Mission, Standing};
use talents_core::structure::{Lineage, Structure};
use talents_core::talent::Talent;
use talents_store::{Key, Source, Transaction, application, engagement, mission, programme, structure, talent};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders, confirmed_manager, other_plans};
use super::session::structure_resource;
use super::{App, AppError, Command, Listed, Session, envelope};

/// What is asked to apply.
#[derive(Debug, Clone)]
pub struct Submit {
    /// For which mission.
    pub mission: MissionId,
    /// Why; may be empty.
    pub motivation: String,
}

/// What is asked to invite a talent.
#[derive(Debug, Clone, Copy)]
pub struct Invite {
    /// For which mission.
    pub mission: MissionId,
    /// Whom.
    pub talent: TalentId,
}

/// What is asked to select an application.
#[derive(Debug, Clone, Copy)]
pub struct Select {
    /// Which application.
    pub id: ApplicationId,
    /// The version that the move was decided on, where the client says so.
    pub expected_version: Option<i64>,
    /// How much and when; what is left out is what the mission announces.
    pub plan: PlanDraft,
}

/// What is asked to make another move.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which application.
    pub id: ApplicationId,
    /// The version that the move was decided on, where the client says so.
    pub expected_version: Option<i64>,
    /// Which move; neither a selection nor one that comes by itself.
    pub attempt: ApplicationMove,
}

/// Applies to a mission.
pub async fn submit(app: &App, command: &Command<'_>, input: Submit) -> Result<Application, AppError> {
    by_id(app, ApplicationId(command.run(app, &input).await?)).await
}

/// Invites a talent.
pub async fn invite(app: &App, command: &Command<'_>, input: Invite) -> Result<Application, AppError> {
    by_id(app, ApplicationId(command.run(app, &input).await?)).await
}

/// Selects an application: gives it with the engagement that it opened.
pub async fn select(
    app: &App,
    command: &Command<'_>,
    input: Select,
) -> Result<(Application, Option<Engagement>), AppError> {
    let engagement = EngagementId(command.run(app, &input).await?);
    Ok((by_id(app, input.id).await?, engagement::by_id(&app.store, engagement).await?))
}

/// Makes another move.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<Application, AppError> {
    by_id(app, ApplicationId(command.run(app, &input).await?)).await
}

/// The applications of a mission after that one, the oldest first, for those who answer them.
pub async fn of_mission(
    app: &App,
    session: &Session,
    (mission, host): (MissionId, &Structure),
    after: Option<Key>,
    limit: usize,
) -> Result<Listed<Application>, AppError> {
    session.check(Act::HandleApplications, &structure_resource(host))?;
    let found = application::page_of_mission(&app.store, mission, after, limit as u64).await?;
    Ok(Listed::of(found, application::key, application::count_of_mission(&app.store, mission).await?))
}

/// The applications of a talent after that one, the newest first, for themselves.
pub async fn of_talent(
    app: &App,
    session: &Session,
    talent: &Talent,
    after: Option<Key>,
    limit: usize,
) -> Result<Listed<Application>, AppError> {
    session.check(Act::Apply, &own(talent))?;
    let found = application::page_of_talent(&app.store, talent.id, after, limit as u64).await?;
    Ok(Listed::of(found, application::key, application::count_of_talent(&app.store, talent.id).await?))
}

/// Whether somebody may read an application: the talent, and those who answer for the host.
pub fn may_read(session: &Session, talent: &Talent, host: &Structure) -> bool {
    session.allows(Act::Apply, &own(talent)) || session.allows(Act::HandleApplications, &structure_resource(host))
}

impl Mutation for Submit {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let found = mission::by_id(tx, self.mission).await?.filter(Mission::is_public);
        let talent = talent::by_person(tx, viewer.person).await?.ok_or(Problem::NotRegistered {})?;
        viewer.may(Act::Apply, &own(&talent))?;
        let mission = found.ok_or_else(|| no_such_mission(self.mission))?;
        begin(app, tx, &mission, &talent, Begin::Apply(Origin::Application, &self.motivation)).await
    }
}

impl Mutation for Invite {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let (mission, host) = load_mission(tx, self.mission).await?;
        viewer.may(Act::HandleApplications, &structure_resource(&host))?;
        let found = talent::by_id(tx, self.talent).await?;
        let seen = found.filter(|talent| may_find(viewer, talent));
        let talent =
            seen.ok_or_else(|| Problem::NoSuchObject { kind: "Talent".to_owned(), id: self.talent.to_string() })?;
        begin(app, tx, &mission, &talent, Begin::Invite).await
    }
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let (before, around) = load_for(tx, viewer, self.id).await?;
        match self.attempt {
            ApplicationMove::Accept(_) | ApplicationMove::DeclineInvitation(_) | ApplicationMove::Withdraw(_) => {
                viewer.may(Act::Apply, &own(&around.talent))?;
            }
            ApplicationMove::Shortlist
            | ApplicationMove::Select(_)
            | ApplicationMove::Decline(_)
            | ApplicationMove::Lapse
            | ApplicationMove::Return => viewer.may(Act::HandleApplications, &structure_resource(&around.host))?,
        }
        expect_version(self.expected_version.unwrap_or(super::error::signed(before.version)), before.version)?;
        let change = before.apply(&self.attempt, &around.context(tx.stamp()))?;
        application::save(tx, Some(&before), &change).await?;
        if let (ApplicationState::Selected, ApplicationMove::Withdraw(reason)) = (before.state, &self.attempt) {
            cancel_engagement(app, tx, around.mission, &before, reason).await?;
        }
        Ok(self.id.0)
    }
}

impl Mutation for Select {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let (before, around) = load_for(tx, viewer, self.id).await?;
        viewer.may(Act::HandleApplications, &structure_resource(&around.host))?;
        expect_version(self.expected_version.unwrap_or(super::error::signed(before.version)), before.version)?;
        let id = EngagementId(app.ids.next());
        let change = before.apply(&ApplicationMove::Select(id), &around.context(tx.stamp()))?;
        application::save(tx, Some(&before), &change).await?;
        let opened = open_engagement(app, tx, &around, &before, (id, self.plan)).await?;
        engagement::save(tx, None, &opened).await?;
        envelope::answer_opened(app, tx, around.mission, opened.value).await?;
        Ok(id.0)
    }
}

/// What the moves of an application look at beside it.
pub(super) struct Around {
    pub(super) mission: Mission,
    pub(super) host: Structure,
    pub(super) talent: Talent,
    host_line: Lineage,
    employer_line: Lineage,
    standing: Standing,
    work_has_begun: bool,
}

impl Around {
    /// What is around an application of a mission that is locked already.
    pub(super) async fn load(tx: &Transaction, mission: Mission, application: &Application) -> Result<Self, AppError> {
        let gone = || AppError::from(no_such(application.id));
        let talent = talent::by_id(tx, application.talent).await?.ok_or_else(gone)?;
        let engagements = engagement::of_mission(tx, mission.id).await?;
        let own = engagements.iter().find(|opened| opened.application == application.id && opened.takes_seat());
        Ok(Self {
            host: structure::by_id(tx, mission.host).await?.ok_or_else(gone)?,
            host_line: lineage(tx, mission.host).await?,
            employer_line: lineage(tx, talent.structure).await?,
            standing: standing(&engagements),
            work_has_begun: own.is_some_and(Engagement::has_started),
            mission,
            talent,
        })
    }

    /// The same, for a move made by that stamp.
    pub(super) fn context(&self, stamp: Stamp) -> ApplicationContext<'_> {
        ApplicationContext {
            stamp,
            mission: &self.mission,
            standing: self.standing,
            host: &self.host_line,
            talent: &self.talent,
            employer: &self.employer_line,
            work_has_begun: self.work_has_begun,
        }
    }
}

/// How an application begins.
enum Begin<'a> {
    Apply(Origin, &'a str),
    Invite,
}

/// The wishes kept at a registration become applications.
///
/// # Errors
/// A wish that can't become one, told at its place in `missionIds`.
pub(super) async fn submit_wishes(app: &App, tx: &mut Transaction, talent: &Talent) -> Result<(), AppError> {
    for (index, wish) in talent.wishes.iter().enumerate() {
        let mission = mission::by_id(tx, *wish).await?.ok_or_else(|| no_such_mission(*wish))?;
        let begun = begin(app, tx, &mission, talent, Begin::Apply(Origin::Registration, "")).await;
        begun.map_err(|error| match error {
            AppError::Refused(Refusals(list)) => {
                let whole = |refusal| talents_core::error::Refusal { path: Vec::new(), ..refusal };
                Refusals(list.into_iter().map(whole).collect()).within("missionIds", index).into()
            }
            other => other,
        })?;
    }
    Ok(())
}

/// The wishes of a registration that was imported, or was a draft until now, become applications as far as they still can:
/// the others stay wishes, for their talent was never there to be told.
pub(crate) async fn submit_open_wishes(app: &App, tx: &mut Transaction, talent: &Talent) -> Result<(), AppError> {
    for wish in &talent.wishes {
        let Some(mission) = mission::by_id(tx, *wish).await? else { continue };
        match begin(app, tx, &mission, talent, Begin::Apply(Origin::Registration, "")).await {
            Ok(_) | Err(AppError::Refused(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

/// The applications of a mission that is over, or whose seats have all started, lapse; says how many did.
pub(crate) async fn lapse(tx: &mut Transaction, mission: &Mission) -> Result<u64, AppError> {
    let counted = standing(&engagement::of_mission(tx, mission.id).await?);
    if lapse_cause(mission, counted).is_none() {
        return Ok(0);
    }
    let mut lapsed = 0;
    for waiting in application::in_the_running(tx, mission.id).await? {
        let around = Around::load(tx, mission.clone(), &waiting).await?;
        let change = waiting.apply(&ApplicationMove::Lapse, &around.context(tx.stamp()))?;
        application::save(tx, Some(&waiting), &change).await?;
        lapsed += 1;
    }
    Ok(lapsed)
}

/// A talent leaves: each open application is taken back; those that were selected have lost their engagement by now.
pub(super) async fn withdraw_all(tx: &mut Transaction, talent: TalentId) -> Result<(), AppError> {
    for open in application::open_of_talent(tx, talent).await? {
        let Some(mission) = mission::by_id(tx, open.mission).await? else { continue };
        let around = Around::load(tx, mission, &open).await?;
        let attempt = match open.state {
            ApplicationState::Invited => ApplicationMove::DeclineInvitation(String::new()),
            // Whose work has begun stays what it was: that engagement is interrupted, and settled.
            ApplicationState::Selected => continue,
            ApplicationState::Submitted
            | ApplicationState::Shortlisted
            | ApplicationState::Declined
            | ApplicationState::Withdrawn
            | ApplicationState::Lapsed => ApplicationMove::Withdraw(String::new()),
        };
        let change = open.apply(&attempt, &around.context(tx.stamp()))?;
        application::save(tx, Some(&open), &change).await?;
    }
    Ok(())
}

/// A structure and those above it.
pub(super) async fn lineage(source: &impl Source, id: StructureId) -> Result<Lineage, AppError> {
    Ok(Lineage { id, above: structure::ancestors(source, id).await? })
}

async fn begin(
    app: &App,
    tx: &mut Transaction,
    mission: &Mission,
    talent: &Talent,
    how: Begin<'_>,
) -> Result<Uuid, AppError> {
    let (host, employer) = (lineage(tx, mission.host).await?, lineage(tx, talent.structure).await?);
    let new = NewApplication {
        id: ApplicationId(app.ids.next()),
        mission,
        started: engagement::started_of(tx, &[mission.id]).await?.remove(&mission.id).unwrap_or_default(),
        host: &host,
        talent,
        employer: &employer,
        has_open_one: application::open_of(tx, mission.id, talent.id).await?.is_some(),
        now: app.clock.now(),
    };
    let change = match how {
        Begin::Apply(origin, motivation) => Application::submit(&new, origin, motivation)?,
        Begin::Invite => Application::invite(&new)?,
    };
    application::save(tx, None, &change).await?;
    Ok(change.value.id.0)
}

async fn open_engagement(
    app: &App,
    tx: &Transaction,
    around: &Around,
    selected: &Application,
    (id, plan): (EngagementId, PlanDraft),
) -> Result<Change<Engagement>, AppError> {
    let version = mission::versions(tx, around.mission.id).await?.pop().ok_or_else(|| no_such(selected.id))?;
    let new = NewEngagement {
        id,
        consents: [(); ConsentKind::ALL.len()].map(|()| ConsentId(app.ids.next())),
        application: selected.id,
        talent: around.talent.id,
        person: around.talent.person,
        host: around.mission.host,
        employer: around.talent.structure,
        manager: confirmed_manager(app, tx, &around.talent).await?,
        plan,
    };
    let context = EngagementContext {
        now: app.clock.now(),
        mission: &version,
        programme: &programme::load(tx).await?,
        others: &other_plans(tx, &around.talent, None).await?,
        one_voice: false,
        unsettled_sheets: 0,
    };
    Ok(Engagement::open(&new, &context)?)
}

/// A selected talent takes the application back: the engagement ends on their wish.
async fn cancel_engagement(
    app: &App,
    tx: &mut Transaction,
    mission: Mission,
    selected: &Application,
    reason: &str,
) -> Result<(), AppError> {
    let Some(opened) = engagement::of_application(tx, selected.id).await? else { return Ok(()) };
    let mut orders = Orders::default();
    let mut dossier = Dossier::around(tx, mission, opened).await?;
    let cancel = EngagementMove::Cancel(EndCause::Talent, reason.to_owned());
    dossier.make(app, tx, cancel, &mut orders).await?;
    orders.carry_out(tx).await
}

async fn by_id(app: &App, id: ApplicationId) -> Result<Application, AppError> {
    application::by_id(&app.store, id).await?.ok_or_else(|| no_such(id).into())
}

/// An application that the viewer may know of, with its mission locked first; to others it is as if it did not exist.
async fn load_for(tx: &Transaction, viewer: &Viewer, id: ApplicationId) -> Result<(Application, Around), AppError> {
    let found = application::by_ids(tx, &[id]).await?.pop().ok_or_else(|| no_such(id))?;
    let mission = mission::by_id(tx, found.mission).await?.ok_or_else(|| no_such(id))?;
    let locked = application::by_id(tx, id).await?.ok_or_else(|| no_such(id))?;
    let around = Around::load(tx, mission, &locked).await?;
    let host = structure_resource(&around.host);
    let known =
        viewer.may(Act::Apply, &own(&around.talent)).is_ok() || viewer.may(Act::HandleApplications, &host).is_ok();
    if known { Ok((locked, around)) } else { Err(no_such(id).into()) }
}

async fn load_mission(tx: &Transaction, id: MissionId) -> Result<(Mission, Structure), AppError> {
    let mission = mission::by_id(tx, id).await?.ok_or_else(|| no_such_mission(id))?;
    let host = structure::by_id(tx, mission.host).await?.ok_or_else(|| no_such_mission(id))?;
    Ok((mission, host))
}

/// Whether somebody could have found a talent: one invites whom one sees.
fn may_find(viewer: &Viewer, talent: &Talent) -> bool {
    let scope = viewer.scope(Act::SearchTalents);
    let resource = super::talent::resource(talent, None);
    (scope.all && talent.is_discoverable())
        || scope.structures.contains(&talent.structure)
        || viewer.may(Act::IdentifyTalent, &resource).is_ok()
}

fn own(talent: &Talent) -> Resource {
    Resource { person: Some(talent.person), ..Resource::default() }
}

fn no_such(id: ApplicationId) -> Problem {
    Problem::NoSuchObject { kind: "Application".to_owned(), id: id.to_string() }
}

fn no_such_mission(id: MissionId) -> Problem {
    Problem::NoSuchObject { kind: "Mission".to_owned(), id: id.to_string() }
}
