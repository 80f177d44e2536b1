//! Envelopes: minutes that an employer grants in advance.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use talents_core::engagement::{Envelope as CoreEnvelope, EnvelopeDraft};
use talents_core::id::EnvelopeId;
use talents_core::structure::Structure as CoreStructure;

use super::error::{Nullable, UserError, nullable, or_null, outcome};
use super::global_id::{decode, encode};
use super::mutation::{command, input};
use super::scalar::Date;
use super::state::state;
use super::structure::{self, Structure};
use crate::app::AppError;
use crate::app::envelope::{self, Grant, Withdraw};

/// Minutes that an employer grants in advance: it consents at once to the small missions that they cover.
#[derive(Clone)]
pub struct Envelope(pub CoreEnvelope);

/// Minutes that an employer grants in advance: it consents at once to the small missions that they cover.
#[Object]
impl Envelope {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// The structure that employs the talents.
    async fn employer(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        nullable(structure::load(ctx, self.0.employer).await)
    }

    /// Minutes in all.
    async fn minutes(&self) -> u32 {
        self.0.minutes
    }

    /// The planned minutes of the engagements that it consented to, as far as its consent stands.
    async fn used_minutes(&self, ctx: &Context<'_>) -> Nullable<u64> {
        or_null(talents_store::envelope::used(&state(ctx).app.store, &self.0).await.map_err(AppError::from))
    }

    /// The most planned minutes of an engagement that it consents to.
    async fn engagement_minutes_max(&self) -> u32 {
        self.0.engagement_minutes_max
    }

    /// The first day on which it consents.
    async fn start_on(&self) -> Date {
        Date(self.0.days.first())
    }

    /// The last day on which it consents.
    async fn end_on(&self) -> Date {
        Date(self.0.days.last())
    }

    /// Whether it was withdrawn: it consents to nothing more, and what it consented to stands.
    async fn withdrawn(&self) -> bool {
        self.0.withdrawn
    }
}

/// The envelope with that id, if the reader may see it.
pub(super) async fn load(ctx: &Context<'_>, id: EnvelopeId) -> Result<Option<Envelope>, AppError> {
    let Some(found) = talents_store::envelope::by_id(&state(ctx).app.store, id).await? else { return Ok(None) };
    let employer = state(ctx).loaders.one(found.employer).await?;
    let seen = employer.is_some_and(|employer| envelope::may_read(&state(ctx).session, &employer));
    Ok(seen.then_some(Envelope(found)))
}

/// The envelopes of a structure, for those who may grant them.
pub(super) async fn of_employer(ctx: &Context<'_>, employer: &CoreStructure) -> Result<Vec<Envelope>, AppError> {
    let found = envelope::of_employer(&state(ctx).app, &state(ctx).session, employer).await?;
    Ok(found.into_iter().map(Envelope).collect())
}

input! {
    /// What is asked to grant minutes in advance.
    EnvelopeGrantInput {
        /// The structure that employs the talents.
        structure_id: ID,
        /// Minutes in all, at least 1.
        minutes: i64,
        /// The most planned minutes of an engagement that it consents to, from 1 to the minutes in all.
        engagement_minutes_max: i64,
        /// The first day on which it consents.
        start_on: Date,
        /// The last day on which it consents.
        end_on: Date,
    }
}
input! {
    /// What is asked to withdraw an envelope.
    EnvelopeWithdrawInput {
        /// Which envelope.
        envelope_id: ID,
        /// The version that the move was decided on.
        expected_version: i64,
    }
}

/// What a mutation of an envelope gives.
#[derive(SimpleObject)]
pub struct EnvelopePayload {
    /// The envelope as it now is; null where nothing changed.
    envelope: Option<Envelope>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// What employers grant in advance.
#[derive(Default)]
pub struct EnvelopeMutation;

#[Object]
impl EnvelopeMutation {
    /// Grants minutes in advance: for the employer alone. From now on each new request that they cover is consented to.
    async fn envelope_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EnvelopeGrantInput,
    ) -> Nullable<EnvelopePayload> {
        let run = async {
            let command = command(ctx, "envelopeGrant", &input.idempotency_key);
            let draft = EnvelopeDraft {
                minutes: input.minutes,
                engagement_minutes_max: input.engagement_minutes_max,
                first: input.start_on.0,
                last: input.end_on.0,
            };
            let employer = decode("structureId", &input.structure_id)?;
            envelope::grant(&state(ctx).app, &command, Grant { employer, draft }).await
        };
        payload(ctx, run.await)
    }

    /// Withdraws an envelope: it consents to nothing more. What it consented to stands, and can be revoked one by one.
    async fn envelope_withdraw(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: EnvelopeWithdrawInput,
    ) -> Nullable<EnvelopePayload> {
        let run = async {
            let command = command(ctx, "envelopeWithdraw", &input.idempotency_key);
            let id = decode("envelopeId", &input.envelope_id)?;
            let asked = Withdraw { id, expected_version: input.expected_version };
            envelope::withdraw(&state(ctx).app, &command, asked).await
        };
        payload(ctx, run.await)
    }
}

fn payload(ctx: &Context<'_>, result: Result<CoreEnvelope, AppError>) -> Nullable<EnvelopePayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(envelope, user_errors): (Option<CoreEnvelope>, _)| EnvelopePayload {
        envelope: envelope.map(Envelope),
        user_errors,
    };
    or_null(done.map(payload))
}
