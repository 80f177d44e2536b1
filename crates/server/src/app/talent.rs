//! Registrations: an agent registers, edits the profile, pauses, comes back, leaves.

use std::collections::BTreeSet;

use talents_core::access::{Act, Resource, Viewer};
use talents_core::engagement::{
    Engagement, EngagementMove, when_manager_changes, when_talent_leaves, when_talent_moves,
};
use talents_core::error::{Checks, Problem};
use talents_core::id::{MissionId, StructureId, TalentId};
use talents_core::person::{Email, Person};
use talents_core::service_offer::{ServiceOfferMove, ServiceOfferState};
use talents_core::structure::Lineage;
use talents_core::talent::{
    Intent, Registration, Talent, TalentDraft, TalentMove, TalentProfile, TalentSkillDraft, TalentState, WISHES_MAX,
};
use talents_store::{Transaction, application, engagement, mission, person, service_offer, structure, talent};
use uuid::Uuid;

use super::application::{lineage, submit_open_wishes, submit_wishes, withdraw_all};
use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders, confirmed_manager};
use super::{App, AppError, Command, Session, envelope, skill};

/// What is asked to register.
#[derive(Debug, Clone)]
pub struct Register {
    /// The structure that employs the agent.
    pub structure: StructureId,
    /// What the agent says.
    pub profile: TalentDraft,
    /// Published missions that they wish to apply to.
    pub wishes: Vec<MissionId>,
}

/// What is asked to change a profile.
pub struct Update {
    /// Which talent.
    pub id: TalentId,
    /// The version that the change was decided on.
    pub expected_version: i64,
    /// The structure that employs the talent from now on, where it changes.
    pub structure: Option<StructureId>,
    /// Gives the profile as it will be, from the profile as it is.
    pub change: Box<dyn Fn(TalentDraft) -> TalentDraft + Send + Sync>,
}

/// What is asked to make a move that says nothing more.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which talent.
    pub id: TalentId,
    /// The version that the move was decided on.
    pub expected_version: i64,
    /// Which move.
    pub attempt: TalentMove,
}

/// Registers the person who is signed in.
pub async fn register(app: &App, command: &Command<'_>, input: Register) -> Result<Talent, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, TalentId(id)).await
}

impl Mutation for Register {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let person = load_person(tx, viewer).await?;
        if talent::by_person(tx, person.id).await?.is_some() {
            return Err(Problem::AlreadyRegistered {}.into());
        }
        check_structure(tx, self.structure).await?;
        let profile = parse_profile(app, &self.profile, &person.email).await?;
        check_wishes(app, tx, &self.wishes).await?;
        let registration = Registration {
            id: TalentId(app.ids.next()),
            external_id: None,
            person: person.id,
            structure: self.structure,
            profile,
            wishes: self.wishes.clone(),
            draft: false,
        };
        let change = Talent::register(registration);
        talent::save(tx, None, &change).await?;
        if change.value.profile.intent == Intent::Apply {
            submit_wishes(app, tx, &change.value).await?;
        }
        Ok(change.value.id.0)
    }
}

/// Changes a profile.
pub async fn update(app: &App, command: &Command<'_>, input: Update) -> Result<Talent, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, TalentId(id)).await
}

impl Mutation for Update {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        // For their missions' locks, which come first.
        engagements_of(tx, self.id).await?;
        let before = load_for(tx, viewer, self.id).await?;
        expect_version(self.expected_version, before.version)?;
        let owner = person::by_id(tx, before.person).await?.ok_or(Problem::SignInNeeded {})?;
        let structure = self.structure.unwrap_or(before.structure);
        if structure != before.structure {
            check_structure(tx, structure).await?;
        }
        let profile = parse_profile(app, &(self.change)(before.profile.to_draft()), &owner.email).await?;
        let change = before.apply(TalentMove::Update { profile: Box::new(profile), structure })?;
        talent::save(tx, Some(&before), &change).await?;
        follow(app, tx, &before, &change.value).await?;
        Ok(self.id.0)
    }
}

/// Makes a move: pause, resume, activate, withdraw.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<Talent, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, TalentId(id)).await
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let engagements = engagements_of(tx, self.id).await?;
        let before = load_for(tx, viewer, self.id).await?;
        expect_version(self.expected_version, before.version)?;
        let attempt = match self.attempt {
            TalentMove::Erase { .. } => {
                TalentMove::Erase { unsettled: u32::try_from(engagements.len()).unwrap_or(u32::MAX) }
            }
            ref other => other.clone(),
        };
        let change = before.apply(attempt)?;
        talent::save(tx, Some(&before), &change).await?;
        follow(app, tx, &before, &change.value).await?;
        if change.value.state == TalentState::Erased {
            erase_texts(tx, self.id).await?;
        }
        Ok(self.id.0)
    }
}

/// The wishes of a talent who becomes active become candidatures, as far as they still can.
pub(crate) async fn begin(app: &App, tx: &mut Transaction, after: &Talent) -> Result<(), AppError> {
    if after.state == TalentState::Active && after.profile.intent == Intent::Apply {
        submit_open_wishes(app, tx, after).await?;
    }
    Ok(())
}

/// What follows for engagements and candidatures from what became of a talent: who leaves ends them, who changes
/// structure has everybody asked anew before the start, and another line manager is asked what the first had not answered.
pub(crate) async fn follow(app: &App, tx: &mut Transaction, before: &Talent, after: &Talent) -> Result<(), AppError> {
    if before.state == TalentState::Draft {
        begin(app, tx, after).await?;
    }
    let left = after.state == TalentState::Withdrawn && before.state != TalentState::Withdrawn;
    let moved = after.structure != before.structure;
    if !left && !moved && after.profile.line_manager_email == before.profile.line_manager_email {
        return Ok(());
    }
    let engagements = engagements_of(tx, after.id).await?;
    if left {
        each_engagement(app, tx, engagements, |engagement, _| when_talent_leaves(engagement)).await?;
        return withdraw_all(tx, after.id).await;
    }
    let manager = confirmed_manager(app, tx, after).await?;
    let to = lineage(tx, after.structure).await?;
    let follows = |engagement: &Engagement, host: &Lineage| {
        if moved {
            when_talent_moves(engagement, &to, host, manager)
        } else {
            when_manager_changes(engagement, manager)
        }
    };
    each_engagement(app, tx, engagements, follows).await
}

/// The engagements of a talent that are neither closed nor cancelled. Their missions, and those that a draft wishes for,
/// are locked before the talent is, in one order, as by those who select for them.
async fn engagements_of(tx: &Transaction, id: TalentId) -> Result<Vec<Engagement>, AppError> {
    let open = engagement::open_of_talent(tx, id).await?;
    let mut missions: BTreeSet<MissionId> = open.iter().map(|engagement| engagement.terms.mission).collect();
    let drafts = talent::by_ids(tx, &[id]).await?.into_iter().filter(|talent| talent.state == TalentState::Draft);
    missions.extend(drafts.flat_map(|draft| draft.wishes));
    for mission in missions {
        mission::by_id(tx, mission).await?;
    }
    // As they are now that nobody else moves them.
    Ok(engagement::open_of_talent(tx, id).await?)
}

/// Each engagement makes the move that follows from what became of its talent.
async fn each_engagement(
    app: &App,
    tx: &mut Transaction,
    engagements: Vec<Engagement>,
    follows: impl Fn(&Engagement, &Lineage) -> Option<EngagementMove>,
) -> Result<(), AppError> {
    let mut orders = Orders::default();
    for found in engagements {
        let host = lineage(tx, found.host).await?;
        let Some(attempt) = follows(&found, &host) else { continue };
        let mut dossier = Dossier::load(tx, found.id).await?;
        let employer = dossier.engagement.terms.employer;
        dossier.make(app, tx, attempt, &mut orders).await?;
        if dossier.engagement.terms.employer != employer {
            envelope::answer(app, tx, &mut dossier, &mut orders).await?;
        }
    }
    orders.carry_out(tx).await
}

/// What a talent wrote in candidatures and offers goes with the profile.
async fn erase_texts(tx: &mut Transaction, id: TalentId) -> Result<(), AppError> {
    for written in application::all_of_talent(tx, id).await? {
        application::save(tx, Some(&written), &written.erase()).await?;
    }
    for offer in service_offer::of_talent(tx, id).await? {
        if offer.state != ServiceOfferState::Erased {
            service_offer::save(tx, Some(&offer), &offer.apply(ServiceOfferMove::Erase)?).await?;
        }
    }
    Ok(())
}

/// A talent as permissions look at it.
pub fn resource(talent: &Talent, ministry: Option<StructureId>) -> Resource {
    Resource {
        person: Some(talent.person),
        structure: Some(talent.structure),
        ministry,
        opted_in: talent.is_discoverable(),
        ..Resource::default()
    }
}

/// How much of a talent a reader may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it, hidden parts included: their own, their employer's, the operator's.
    Whole,
    /// Who it is, without the parts that they hide: their ministry's DNUM.
    Identified,
    /// Initials and structure, without the parts that they hide.
    Initials,
}

/// How much of a talent the session may see; `None` where it is as if they did not exist.
pub fn sight(session: &Session, talent: &Talent, ministry: Option<StructureId>) -> Option<Sight> {
    let resource = resource(talent, ministry);
    let manages = session.allows(Act::ManageTalent, &resource);
    let employs = session.scope(Act::IdentifyTalent).structures.contains(&talent.structure);
    let searches = session.scope(Act::SearchTalents).all && talent.is_discoverable();
    if manages || employs {
        Some(Sight::Whole)
    } else if session.allows(Act::IdentifyTalent, &resource) {
        Some(Sight::Identified)
    } else {
        searches.then_some(Sight::Initials)
    }
}

/// The registration of the person who is signed in, if there is one.
pub async fn own(app: &App, session: &Session) -> Result<Option<Talent>, AppError> {
    Ok(talent::by_person(&app.store, session.viewer()?.person).await?)
}

/// The id of that registration.
///
/// # Errors
/// [`Problem::NotRegistered`] when there is none.
pub async fn own_id(app: &App, session: &Session) -> Result<TalentId, AppError> {
    Ok(own(app, session).await?.ok_or(Problem::NotRegistered {})?.id)
}

async fn by_id(app: &App, id: TalentId) -> Result<Talent, AppError> {
    talent::by_id(&app.store, id).await?.ok_or_else(|| no_such(id).into())
}

/// A talent whose profile the viewer manages; to others it is as if it did not exist.
async fn load_for(tx: &Transaction, viewer: &Viewer, id: TalentId) -> Result<Talent, AppError> {
    let found = talent::by_id(tx, id).await?.ok_or_else(|| no_such(id))?;
    viewer.may(Act::ManageTalent, &resource(&found, None))?;
    Ok(found)
}

async fn load_person(tx: &Transaction, viewer: &Viewer) -> Result<Person, AppError> {
    person::by_id(tx, viewer.person).await?.ok_or_else(|| Problem::SignInNeeded {}.into())
}

fn no_such(id: TalentId) -> Problem {
    Problem::NoSuchObject { kind: "Talent".to_owned(), id: id.to_string() }
}

async fn check_structure(tx: &Transaction, id: StructureId) -> Result<(), AppError> {
    let mut checks = Checks::default();
    let found = structure::by_id(tx, id).await?;
    checks.require(found.is_some(), "structureId", || Problem::UnknownStructure { id: id.to_string() });
    Ok(checks.finish(())?)
}

async fn parse_profile(app: &App, draft: &TalentDraft, own_email: &Email) -> Result<TalentProfile, AppError> {
    let programme = app.programme().await?;
    let profile = TalentProfile::parse(draft, own_email, &programme, app.clock.today())?;
    skill::check_known(app, "skills", draft.skills.iter().map(|skill: &TalentSkillDraft| skill.skill))?;
    Ok(profile)
}

/// Wishes are for missions that anybody could apply to today.
async fn check_wishes(app: &App, tx: &Transaction, wishes: &[MissionId]) -> Result<(), AppError> {
    let mut checks = Checks::default();
    checks.require(wishes.len() <= WISHES_MAX, "missionIds", || Problem::TooMany {
        count: wishes.len(),
        max: WISHES_MAX,
    });
    let missions = mission::by_ids(tx, wishes).await?;
    let (today, started) = (app.clock.today(), engagement::started_of(tx, wishes).await?);
    for (index, wish) in wishes.iter().enumerate() {
        let started = started.get(wish).copied().unwrap_or_default();
        let open = missions.iter().any(|mission| mission.id == *wish && mission.is_open_on(today, started));
        checks.inside("missionIds", Some(index), |checks| {
            checks.require(open, "", || Problem::UnknownMission { id: wish.to_string() });
        });
    }
    Ok(checks.finish(())?)
}
