//! Service offers: what a talent offers to do, and the mission that a host makes of one in one call.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::error::{Problem, Refusals};
use talents_core::id::{MissionId, ServiceOfferId, StructureId};
use talents_core::mission::{Mission, MissionContent, NewMission};
use talents_core::service_offer::{Service, ServiceDraft, ServiceOffer, ServiceOfferMove};
use talents_core::talent::{Talent, TalentState};
use talents_store::{Transaction, mission, programme, service_offer, structure, talent};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::session::structure_resource;
use super::{App, AppError, Command, Session, skill};

/// What is asked to offer a service.
#[derive(Debug, Clone)]
pub struct Make {
    /// What it says.
    pub service: ServiceDraft,
}

/// What is asked to change an offer, or to withdraw it.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which offer.
    pub id: ServiceOfferId,
    /// The version that the change was decided on.
    pub expected_version: i64,
    /// All that it will say; nothing to withdraw it.
    pub service: Option<ServiceDraft>,
}

/// What is asked to make a mission of an offer.
#[derive(Debug, Clone, Copy)]
pub struct Use {
    /// Which offer.
    pub id: ServiceOfferId,
    /// The structure whose mission it will be.
    pub host: StructureId,
}

/// Offers a service.
pub async fn make(app: &App, command: &Command<'_>, input: Make) -> Result<ServiceOffer, AppError> {
    by_id(app, ServiceOfferId(command.run(app, &input).await?)).await
}

/// Changes an offer, or withdraws it.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<ServiceOffer, AppError> {
    by_id(app, ServiceOfferId(command.run(app, &input).await?)).await
}

/// Makes a mission of an offer: a draft.
pub async fn use_offer(app: &App, command: &Command<'_>, input: Use) -> Result<Mission, AppError> {
    let id = MissionId(command.run(app, &input).await?);
    Ok(mission::by_id(&app.store, id).await?.ok_or_else(|| no_such(input.id))?)
}

/// The offers of a talent: all of them for themselves, the open ones for those who may see the talent.
pub async fn of_talent(app: &App, session: &Session, talent: &Talent) -> Result<Vec<ServiceOffer>, AppError> {
    let own = session.allows(Act::Apply, &own(talent));
    let mut offers = service_offer::of_talent(&app.store, talent.id).await?;
    offers.retain(|offer| own || offer.state == talents_core::service_offer::ServiceOfferState::Open);
    Ok(offers)
}

impl Mutation for Make {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let talent = talent::by_person(tx, viewer.person).await?.ok_or(Problem::NotRegistered {})?;
        viewer.may(Act::Apply, &own(&talent))?;
        if talent.state != TalentState::Active {
            return Err(Problem::TalentNotActive {}.into());
        }
        let service = parse(app, tx, &self.service).await?;
        let change = ServiceOffer::make(ServiceOfferId(app.ids.next()), talent.id, service);
        service_offer::save(tx, None, &change).await?;
        Ok(change.value.id.0)
    }
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let (before, talent) = load(tx, self.id).await?;
        viewer.may(Act::Apply, &own(&talent))?;
        expect_version(self.expected_version, before.version)?;
        let attempt = match &self.service {
            Some(draft) => ServiceOfferMove::Update(parse(app, tx, draft).await?),
            None => ServiceOfferMove::Withdraw,
        };
        service_offer::save(tx, Some(&before), &before.apply(attempt)?).await?;
        Ok(self.id.0)
    }
}

impl Mutation for Use {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let unknown = || Refusals::at("hostId", Problem::UnknownStructure { id: self.host.to_string() });
        let host = structure::by_id(tx, self.host).await?.ok_or_else(unknown)?;
        viewer.may(Act::WriteMission, &structure_resource(&host))?;
        let (offer, talent) = load(tx, self.id).await?;
        if !talent.is_discoverable() {
            return Err(no_such(self.id).into());
        }
        let id = MissionId(app.ids.next());
        let used = offer.apply(ServiceOfferMove::Use(id))?;
        let content = MissionContent::parse(&offer.to_mission_draft(&talent), &programme::load(tx).await?)?;
        let new = NewMission { id, external_id: None, host: host.id, owner: viewer.person, content };
        service_offer::save(tx, Some(&offer), &used).await?;
        mission::save(tx, None, &Mission::create(new, app.clock.now())).await?;
        Ok(id.0)
    }
}

async fn parse(app: &App, tx: &Transaction, draft: &ServiceDraft) -> Result<Service, AppError> {
    let service = Service::parse(draft, &programme::load(tx).await?)?;
    skill::check_known(app, "skillIds", draft.skills.iter().copied())?;
    Ok(service)
}

async fn load(tx: &Transaction, id: ServiceOfferId) -> Result<(ServiceOffer, Talent), AppError> {
    let offer = service_offer::by_id(tx, id).await?.ok_or_else(|| no_such(id))?;
    let talent = talent::by_id(tx, offer.talent).await?.ok_or_else(|| no_such(id))?;
    Ok((offer, talent))
}

async fn by_id(app: &App, id: ServiceOfferId) -> Result<ServiceOffer, AppError> {
    Ok(service_offer::by_id(&app.store, id).await?.ok_or_else(|| no_such(id))?)
}

fn own(talent: &Talent) -> Resource {
    Resource { person: Some(talent.person), ..Resource::default() }
}

fn no_such(id: ServiceOfferId) -> Problem {
    Problem::NoSuchObject { kind: "ServiceOffer".to_owned(), id: id.to_string() }
}
