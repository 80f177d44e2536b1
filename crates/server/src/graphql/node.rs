//! Any object by its global id.

use async_graphql::{Context, ID, Interface, Object};
use talents_core::error::{Problem, Refusals};
use talents_core::event::{Event, ObjectKind};
use talents_core::id::{
    ApplicationId, ConsentId, EngagementId, EnvelopeId, MissionId, PersonId, ServiceOfferId, SkillId, StructureId,
    TalentId, TimeSheetId,
};
use uuid::Uuid;

use super::application::{self, Application};
use super::engagement::{self, Consent, Engagement};
use super::envelope::{self, Envelope};
use super::error::{Nullable, nullable, or_null};
use super::global_id::{GlobalId, split};
use super::mission::{self, Mission};
use super::service_offer::{self, ServiceOffer};
use super::skill::{self, Skill};
use super::structure::{self, Structure};
use super::talent::{self, Talent};
use super::time_sheet::{self, TimeSheet};
use super::viewer::{self, Viewer};
use crate::app::AppError;

/// An object with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id."))]
pub enum Node {
    /// A structure.
    Structure(Structure),
    /// A talent.
    Talent(Talent),
    /// A skill.
    Skill(Skill),
    /// A mission.
    Mission(Mission),
    /// The person who is signed in.
    Viewer(Viewer),
    /// A candidature or an invitation.
    Application(Application),
    /// A talent at work for a host.
    Engagement(Engagement),
    /// The consent of one party of an engagement.
    Consent(Consent),
    /// Minutes worked for an engagement.
    TimeSheet(TimeSheet),
    /// What a talent offers to do.
    ServiceOffer(ServiceOffer),
    /// Minutes that an employer grants in advance.
    Envelope(Envelope),
}

/// Any object.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object with that id; null where there is none, or none that the reader may see.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> Nullable<Node> {
        nullable(load(ctx, "id", &id).await)
    }

    /// The objects with these ids, in that order, 100 at most; null for each that is not to be seen.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their global ids, 100 at most.")] ids: Vec<ID>,
    ) -> Nullable<Vec<Option<Node>>> {
        or_null(load_all(ctx, &ids).await)
    }
}

/// The most objects that `nodes` gives.
const NODES_MAX: usize = 100;

async fn load_all(ctx: &Context<'_>, ids: &[ID]) -> Result<Vec<Option<Node>>, AppError> {
    if ids.len() > NODES_MAX {
        return Err(Refusals::at("ids", Problem::TooMany { count: ids.len(), max: NODES_MAX }).into());
    }
    let mut nodes = Vec::with_capacity(ids.len());
    for id in ids {
        nodes.push(load(ctx, "ids", id).await?);
    }
    Ok(nodes)
}

async fn load(ctx: &Context<'_>, field: &'static str, id: &ID) -> Result<Option<Node>, AppError> {
    let malformed = || Refusals::at(field, Problem::MalformedId { id: id.chars().take(80).collect() });
    let (name, uuid) = split(id).ok_or_else(malformed)?;
    of_type(ctx, &name, uuid).await?.ok_or_else(|| malformed().into())
}

/// What something happened to; `None` where it is no node, or none that the reader may see.
pub(super) async fn of_event(ctx: &Context<'_>, event: &Event) -> Result<Option<Node>, AppError> {
    let name = match event.kind.object() {
        ObjectKind::Structure => StructureId::TYPE,
        ObjectKind::Person => PersonId::TYPE,
        ObjectKind::Talent => TalentId::TYPE,
        ObjectKind::Skill => SkillId::TYPE,
        ObjectKind::Mission => MissionId::TYPE,
        ObjectKind::Application => ApplicationId::TYPE,
        ObjectKind::Engagement => EngagementId::TYPE,
        ObjectKind::Consent => ConsentId::TYPE,
        ObjectKind::TimeSheet => TimeSheetId::TYPE,
        ObjectKind::ServiceOffer => ServiceOfferId::TYPE,
        ObjectKind::Envelope => EnvelopeId::TYPE,
        ObjectKind::Role
        | ObjectKind::Token
        | ObjectKind::Occupation
        | ObjectKind::Programme
        | ObjectKind::Generation
        | ObjectKind::Account
        | ObjectKind::Transfer
        | ObjectKind::Ledger => return Ok(None),
    };
    Ok(of_type(ctx, name, event.object).await?.flatten())
}

/// The object of that type, if the reader may see it; `None` for a type that is none of ours.
async fn of_type(ctx: &Context<'_>, name: &str, uuid: Uuid) -> Result<Option<Option<Node>>, AppError> {
    let found = match name {
        StructureId::TYPE => structure::load(ctx, uuid.into()).await?.map(Node::Structure),
        TalentId::TYPE => talent::load(ctx, uuid.into()).await?.map(Node::Talent),
        SkillId::TYPE => skill::find(ctx, uuid.into()).map(Node::Skill),
        MissionId::TYPE => mission::load(ctx, uuid.into()).await?.map(Node::Mission),
        PersonId::TYPE => viewer::load(ctx).await?.filter(|viewer| viewer.is(uuid.into())).map(Node::Viewer),
        ApplicationId::TYPE => application::load(ctx, uuid.into()).await?.map(Node::Application),
        EngagementId::TYPE => engagement::load(ctx, uuid.into()).await?.map(Node::Engagement),
        ConsentId::TYPE => engagement::load_consent(ctx, uuid.into()).await?.map(Node::Consent),
        TimeSheetId::TYPE => time_sheet::load(ctx, uuid.into()).await?.map(Node::TimeSheet),
        ServiceOfferId::TYPE => service_offer::load(ctx, uuid.into()).await?.map(Node::ServiceOffer),
        EnvelopeId::TYPE => envelope::load(ctx, uuid.into()).await?.map(Node::Envelope),
        _ => return Ok(None),
    };
    Ok(Some(found))
}
