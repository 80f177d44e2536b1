//! The file of an engagement: all that its moves look at, and what they bring about around it — the application that goes
//! back to the host's list, the others that lapse, the credits — in the transaction of the move.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::application::{ApplicationMove, ApplicationState};
use talents_core::engagement::{ConsentKind, Engagement, EngagementContext, EngagementMove, Plan};
use talents_core::error::Problem;
use talents_core::event::Actor;
use talents_core::id::{EngagementId, PersonId, TransferId};
use talents_core::ledger::{Command as Movement, CreditOrder, Policy};
use talents_core::mission::{Mission, MissionVersion};
use talents_core::person::{Email, Role};
use talents_core::programme::Programme;
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_core::time_sheet::TimeSheet;
use talents_store::{
    Transaction, application, engagement, ledger, mission, person, programme, role, structure, talent,
};

use super::application::{Around, lapse};
use super::session::structure_resource;
use super::{App, AppError};

/// What the moves of a transaction order credits to do: carried out together at its end, so that the accounts of all of
/// them are locked in one order.
#[derive(Default)]
pub(super) struct Orders(Vec<(TransferId, Movement)>);

impl Orders {
    /// Notes an order, where there is one.
    pub(super) fn add(&mut self, app: &App, order: Option<CreditOrder>) {
        self.0.extend(order.map(|order| (TransferId(app.ids.next()), Movement::Order(order))));
    }

    /// Carries the orders out; what the ledger refuses refuses the whole transaction.
    pub(super) async fn carry_out(self, tx: &mut Transaction) -> Result<(), AppError> {
        if !self.0.is_empty() {
            let policy = Policy::from(&programme::load(tx).await?);
            ledger::apply(tx, &policy, &self.0).await?;
        }
        Ok(())
    }
}

/// An engagement and all that its moves look at; it is big, so it lives in a box.
pub(super) struct Dossier {
    pub(super) engagement: Engagement,
    pub(super) mission: Mission,
    pub(super) host: Structure,
    pub(super) talent: Talent,
    /// The employer of the terms.
    pub(super) employer: Structure,
    /// The employer of today.
    pub(super) present_employer: Structure,
    pub(super) sheets: Vec<TimeSheet>,
    version: MissionVersion,
    others: Vec<Plan>,
    programme: Programme,
}

impl Dossier {
    /// The file of that engagement; its mission is locked first, as by those who select for it.
    pub(super) async fn load(tx: &Transaction, id: EngagementId) -> Result<Box<Self>, AppError> {
        let mission = engagement::mission_of(tx, id).await?.ok_or_else(|| no_such(id))?;
        let mission = mission::by_id(tx, mission).await?.ok_or_else(|| no_such(id))?;
        let engagement = engagement::by_id(tx, id).await?.ok_or_else(|| no_such(id))?;
        Self::around(tx, mission, engagement).await
    }

    /// The same, for those who may know that it exists; to the others it is as if it did not.
    pub(super) async fn load_for(tx: &Transaction, viewer: &Viewer, id: EngagementId) -> Result<Box<Self>, AppError> {
        let dossier = Self::load(tx, id).await?;
        if dossier.parties().may_read(viewer) { Ok(dossier) } else { Err(no_such(id).into()) }
    }

    /// The file of an engagement of a mission that is locked already.
    pub(super) async fn around(
        tx: &Transaction,
        mission: Mission,
        engagement: Engagement,
    ) -> Result<Box<Self>, AppError> {
        let gone = || AppError::from(no_such(engagement.id));
        let talent = talent::by_id(tx, engagement.terms.talent).await?.ok_or_else(gone)?;
        let version = mission::versions(tx, mission.id).await?.pop().ok_or_else(gone)?;
        let employer = structure::by_id(tx, engagement.terms.employer).await?.ok_or_else(gone)?;
        let present_employer = if engagement.present_employer == employer.id {
            employer.clone()
        } else {
            structure::by_id(tx, engagement.present_employer).await?.ok_or_else(gone)?
        };
        Ok(Box::new(Self {
            version,
            host: structure::by_id(tx, engagement.host).await?.ok_or_else(gone)?,
            employer,
            present_employer,
            sheets: talents_store::time_sheet::of_engagement(tx, engagement.id).await?,
            others: other_plans(tx, &talent, Some(engagement.id)).await?,
            programme: programme::load(tx).await?,
            engagement,
            mission,
            talent,
        }))
    }

    /// Makes a move and what comes with it.
    pub(super) async fn make(
        &mut self,
        app: &App,
        tx: &mut Transaction,
        attempt: EngagementMove,
        orders: &mut Orders,
    ) -> Result<(), AppError> {
        let moved = self.engagement.apply(attempt, &self.context(app))?;
        engagement::save(tx, Some(&self.engagement), &moved.change).await?;
        orders.add(app, moved.credits);
        let before = std::mem::replace(&mut self.engagement, moved.change.value);
        if before.takes_seat() && !self.engagement.takes_seat() {
            self.return_application(tx).await?;
        }
        if !before.has_started() && self.engagement.has_started() {
            lapse(tx, &self.mission).await?;
        }
        Ok(())
    }

    /// Who the parties are, as permissions look at them.
    pub(super) fn parties(&self) -> Parties<'_> {
        Parties {
            engagement: &self.engagement,
            host: &self.host,
            employer: &self.employer,
            present_employer: &self.present_employer,
            talent: &self.talent,
        }
    }

    /// The selected application goes back to the host's list, unless something else became of it.
    async fn return_application(&self, tx: &mut Transaction) -> Result<(), AppError> {
        let found = application::by_id(tx, self.engagement.application).await?;
        let Some(selected) = found.filter(|found| found.state == ApplicationState::Selected) else { return Ok(()) };
        let around = Around::load(tx, self.mission.clone(), &selected).await?;
        let returned = selected.apply(&ApplicationMove::Return, &around.context(tx.stamp()))?;
        Ok(application::save(tx, Some(&selected), &returned).await?)
    }

    fn context(&self, app: &App) -> EngagementContext<'_> {
        let unsettled = self.sheets.iter().filter(|sheet| sheet.is_unsettled()).count();
        EngagementContext {
            now: app.clock.now(),
            mission: &self.version,
            programme: &self.programme,
            others: &self.others,
            one_voice: self.employer.profile.manager_consents_for_employer,
            unsettled_sheets: u32::try_from(unsettled).unwrap_or(u32::MAX),
        }
    }
}

/// The parties of an engagement.
#[derive(Clone, Copy)]
pub struct Parties<'a> {
    /// The engagement.
    pub engagement: &'a Engagement,
    /// The structure whose mission it is.
    pub host: &'a Structure,
    /// The structure that employed the talent at the accord.
    pub employer: &'a Structure,
    /// The structure that employs the talent today.
    pub present_employer: &'a Structure,
    /// The talent.
    pub talent: &'a Talent,
}

impl Parties<'_> {
    /// Whether somebody may read the engagement: the talent, those who run it for the host, those who lend.
    pub fn may_read(&self, viewer: &Viewer) -> bool {
        let allows = |act, resource: Resource| viewer.may(act, &resource).is_ok();
        allows(Act::DeclareTime, self.of_talent())
            || allows(Act::RunEngagement, self.of_host())
            || allows(Act::FollowTalent, self.of_lender(self.employer))
            || allows(Act::FollowTalent, self.of_lender(self.present_employer))
    }

    /// The permission that answering for a party wants, and on what.
    pub fn to_consent(&self, kind: ConsentKind) -> (Act, Resource) {
        match kind {
            ConsentKind::Talent => (Act::ConsentAsTalent, self.of_talent()),
            ConsentKind::LineManager => (Act::ConsentAsManager, self.of_lender(self.employer)),
            ConsentKind::Employer => (Act::ConsentAsEmployer, self.of_lender(self.employer)),
            ConsentKind::Host => (Act::ConsentAsHost, self.of_host()),
        }
    }

    /// What is the talent's own.
    pub fn of_talent(&self) -> Resource {
        Resource { person: Some(self.engagement.person), ..Resource::default() }
    }

    /// What is the host's.
    pub fn of_host(&self) -> Resource {
        structure_resource(self.host)
    }

    /// What is the present employer's.
    pub fn of_present_employer(&self) -> Resource {
        self.of_lender(self.present_employer)
    }

    fn of_lender(&self, lender: &Structure) -> Resource {
        Resource {
            opted_in: self.talent.is_discoverable(),
            manager: self.engagement.consents.get(ConsentKind::LineManager).asked_of,
            managers_speak_for_employer: lender.profile.manager_consents_for_employer,
            ..structure_resource(lender)
        }
    }
}

/// The plans of a talent's engagements that still weigh on their weeks, but for one.
pub(super) async fn other_plans(
    source: &impl talents_store::Source,
    talent: &Talent,
    but: Option<EngagementId>,
) -> Result<Vec<Plan>, AppError> {
    let open = engagement::open_of_talent(source, talent.id).await?;
    Ok(open.iter().filter(|other| Some(other.id) != but).filter_map(Engagement::burden).collect())
}

/// The line manager whom a talent named and whom the employer has confirmed, if there is one today.
pub(super) async fn confirmed_manager(
    app: &App,
    tx: &Transaction,
    talent: &Talent,
) -> Result<Option<PersonId>, AppError> {
    let named: &Email = &talent.profile.line_manager_email;
    let Some(manager) = person::by_email(tx, named).await? else { return Ok(None) };
    let today = app.clock.today();
    let held = role::of_person(tx, manager.id).await?;
    let confirmed = held.iter().any(|held| {
        (held.person, held.role, held.structure) == (manager.id, Role::LineManager, talent.structure)
            && held.holds_on(today)
    });
    Ok(confirmed.then_some(manager.id))
}

/// Who acts in a transaction, as a person.
///
/// # Errors
/// [`Problem::SignInNeeded`] for a job or the command line.
pub(super) fn acting(tx: &Transaction) -> Result<PersonId, AppError> {
    match tx.stamp().actor {
        Actor::Person(person) => Ok(person),
        Actor::CommandLine | Actor::Job => Err(Problem::SignInNeeded {}.into()),
    }
}

fn no_such(id: EngagementId) -> Problem {
    Problem::NoSuchObject { kind: "Engagement".to_owned(), id: id.to_string() }
}
