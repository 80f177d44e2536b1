//! Service offers: what a talent offers to do.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::error::Refusals;
use talents_core::id::ServiceOfferId;
use talents_core::mission::Mission as CoreMission;
use talents_core::service_offer::{ServiceDraft, ServiceOffer as CoreOffer};

use super::error::{Nullable, UserError, nullable, or_null, outcome};
use super::global_id::{decode, decode_all, encode};
use super::life_enums::ServiceOfferState;
use super::mission::Mission;
use super::mutation::{command, input};
use super::skill::{self, Skill};
use super::state::state;
use super::talent::{self, Talent};
use crate::app::AppError;
use crate::app::service_offer::{self, Make, Move, Use};

/// What a talent offers to do, which a host turns into a mission in one call.
#[derive(Clone)]
pub struct ServiceOffer(pub CoreOffer);

/// What a talent offers to do, which a host turns into a mission in one call.
#[Object]
impl ServiceOffer {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// Where it is in its life.
    async fn state(&self) -> ServiceOfferState {
        self.0.state.into()
    }

    /// What, in a line.
    async fn title(&self) -> &str {
        &self.0.service.title
    }

    /// What, in a few paragraphs.
    async fn description(&self) -> &str {
        &self.0.service.description
    }

    /// The skills that it rests on.
    async fn skills(&self, ctx: &Context<'_>) -> Vec<Skill> {
        self.0.service.skills.iter().filter_map(|id| skill::find(ctx, *id)).collect()
    }

    /// About how many minutes it takes.
    async fn effort_minutes(&self) -> u32 {
        self.0.service.effort_minutes
    }

    /// Whose, as far as the reader may see them.
    async fn talent(&self, ctx: &Context<'_>) -> Nullable<Talent> {
        nullable(talent::load(ctx, self.0.talent).await)
    }
}

/// The offer with that id, if the reader may see it.
pub(super) async fn load(ctx: &Context<'_>, id: ServiceOfferId) -> Result<Option<ServiceOffer>, AppError> {
    let Some(found) = talents_store::service_offer::by_id(&state(ctx).app.store, id).await? else { return Ok(None) };
    let Some(talent) = talent::load(ctx, found.talent).await? else { return Ok(None) };
    let offers = service_offer::of_talent(&state(ctx).app, &state(ctx).session, talent.core()).await?;
    Ok(offers.into_iter().find(|offer| offer.id == id).map(ServiceOffer))
}

input! {
    /// What is asked to offer a service.
    ServiceOfferMakeInput {
        /// What, in a line.
        title: String,
        /// What, in a few paragraphs.
        description: Option<String>,
        /// The skills that it rests on.
        skill_ids: Vec<ID>,
        /// About how many minutes it takes.
        effort_minutes: i64,
    }
}
input! {
    /// What is asked to change an offer: all that it will say.
    ServiceOfferUpdateInput {
        /// Which offer.
        service_offer_id: ID,
        /// The version that the change was decided on.
        expected_version: i64,
        /// What, in a line.
        title: String,
        /// What, in a few paragraphs.
        description: Option<String>,
        /// The skills that it rests on.
        skill_ids: Vec<ID>,
        /// About how many minutes it takes.
        effort_minutes: i64,
    }
}
input! {
    /// What is asked to offer a service no longer.
    ServiceOfferWithdrawInput {
        /// Which offer.
        service_offer_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
    }
}
input! {
    /// What is asked to make a mission of an offer.
    ServiceOfferUseInput {
        /// Which offer.
        service_offer_id: ID,
        /// The structure whose mission it will be.
        host_id: ID,
    }
}

/// What a mutation of an offer gives.
#[derive(SimpleObject)]
pub struct ServiceOfferPayload {
    /// The offer as it now is; null where nothing changed.
    service_offer: Option<ServiceOffer>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// What the use of an offer gives.
#[derive(SimpleObject)]
pub struct ServiceOfferUsePayload {
    /// The mission that it became, a draft; null where nothing changed.
    mission: Option<Mission>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// Changes of service offers.
#[derive(Default)]
pub struct ServiceOfferMutation;

#[Object]
impl ServiceOfferMutation {
    /// Offers a service: for the talent.
    async fn service_offer_make(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ServiceOfferMakeInput,
    ) -> Nullable<ServiceOfferPayload> {
        let run = async {
            let command = command(ctx, "serviceOfferMake", &input.idempotency_key);
            let service = draft(&input.title, input.description.as_ref(), &input.skill_ids, input.effort_minutes)?;
            service_offer::make(&state(ctx).app, &command, Make { service }).await
        };
        payload(ctx, run.await)
    }

    /// Changes what an offer says.
    async fn service_offer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ServiceOfferUpdateInput,
    ) -> Nullable<ServiceOfferPayload> {
        let run = async {
            let command = command(ctx, "serviceOfferUpdate", &input.idempotency_key);
            let id = decode("serviceOfferId", &input.service_offer_id)?;
            let service = draft(&input.title, input.description.as_ref(), &input.skill_ids, input.effort_minutes)?;
            let asked = Move { id, expected_version: input.expected_version, service: Some(service) };
            service_offer::make_move(&state(ctx).app, &command, asked).await
        };
        payload(ctx, run.await)
    }

    /// Offers a service no longer.
    async fn service_offer_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ServiceOfferWithdrawInput,
    ) -> Nullable<ServiceOfferPayload> {
        let run = async {
            let command = command(ctx, "serviceOfferWithdraw", &input.idempotency_key);
            let id = decode("serviceOfferId", &input.service_offer_id)?;
            let asked = Move { id, expected_version: input.expected_version, service: None };
            service_offer::make_move(&state(ctx).app, &command, asked).await
        };
        payload(ctx, run.await)
    }

    /// Makes a mission of an offer: a draft, for the host to complete.
    async fn service_offer_use(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: ServiceOfferUseInput,
    ) -> Nullable<ServiceOfferUsePayload> {
        let run = async {
            let command = command(ctx, "serviceOfferUse", &input.idempotency_key);
            let asked =
                Use { id: decode("serviceOfferId", &input.service_offer_id)?, host: decode("hostId", &input.host_id)? };
            service_offer::use_offer(&state(ctx).app, &command, asked).await
        };
        let done = outcome(run.await, state(ctx).session.language);
        let payload = |(mission, user_errors): (Option<CoreMission>, _)| ServiceOfferUsePayload {
            mission: mission.map(Mission),
            user_errors,
        };
        or_null(done.map(payload))
    }
}

fn draft(
    title: &str,
    description: Option<&String>,
    skill_ids: &[ID],
    effort_minutes: i64,
) -> Result<ServiceDraft, Refusals> {
    Ok(ServiceDraft {
        title: title.to_owned(),
        description: description.cloned().unwrap_or_default(),
        skills: decode_all("skillIds", Some(skill_ids.to_vec()))?,
        effort_minutes,
    })
}

fn payload(ctx: &Context<'_>, result: Result<CoreOffer, AppError>) -> Nullable<ServiceOfferPayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(offer, user_errors): (Option<CoreOffer>, _)| ServiceOfferPayload {
        service_offer: offer.map(ServiceOffer),
        user_errors,
    };
    or_null(done.map(payload))
}
