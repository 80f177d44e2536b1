//! Structures: administrations, directions, services and operators.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use talents_core::error::Refusals;
use talents_core::id::StructureId;
use talents_core::structure::Structure as CoreStructure;

use super::connection::{PageInfo, edge};
use super::credit::{self, CreditAccount};
use super::enums::Branch;
use super::envelope::{self, Envelope};
use super::error::{Nullable, UserError, nullable, or_null, outcome};
use super::global_id::{decode, encode};
use super::mutation::command;
use super::paging::slice;
use super::state::state;
use crate::app::{AppError, structure};

/// An administration, a direction, a service or an operator.
#[derive(Clone)]
pub struct Structure(pub CoreStructure);

/// An administration, a direction, a service or an operator.
#[Object]
impl Structure {
    /// The global id.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// Counts its changes, from 1: give it as `expectedVersion`.
    async fn version(&self) -> u64 {
        self.0.version
    }

    /// The number of the establishment: 14 digits.
    async fn siret(&self) -> &str {
        self.0.profile.siret.as_str()
    }

    /// The full name.
    async fn name(&self) -> &str {
        &self.0.profile.name
    }

    /// The acronym; may be empty.
    async fn acronym(&self) -> &str {
        &self.0.profile.acronym
    }

    /// The branch of the public service.
    async fn branch(&self) -> Branch {
        self.0.profile.branch.into()
    }

    /// Whether its missions are published at once and moderated after.
    async fn trusted(&self) -> bool {
        self.0.trusted
    }

    /// Whether a line manager's consent may come with the employer's.
    async fn manager_consents_for_employer(&self) -> bool {
        self.0.profile.manager_consents_for_employer
    }

    /// The structure above, if any.
    async fn parent(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        match self.0.profile.parent {
            None => None,
            Some(parent) => nullable(load(ctx, parent).await),
        }
    }

    /// What its credits are worth, for those who may see its account.
    async fn credit_account(&self, ctx: &Context<'_>) -> Nullable<CreditAccount> {
        or_null(credit::account(ctx, &self.0).await)
    }

    /// The minutes that it granted in advance, the newest first, for those who speak for the employer.
    async fn envelopes(&self, ctx: &Context<'_>) -> Nullable<Vec<Envelope>> {
        or_null(envelope::of_employer(ctx, &self.0).await)
    }

    /// The ministry it belongs to: itself where it is one.
    async fn ministry(&self, ctx: &Context<'_>) -> Nullable<Structure> {
        if self.0.ministry_id() == self.0.id {
            return Some(Ok(self.clone()));
        }
        nullable(load(ctx, self.0.ministry_id()).await)
    }
}

/// The structure with that id, if there is one.
pub(super) async fn load(ctx: &Context<'_>, id: StructureId) -> Result<Option<Structure>, AppError> {
    Ok(state(ctx).loaders.one(id).await?.map(Structure))
}

edge! {
    /// A structure in a list.
    StructureEdge of Structure
}

/// A page of structures.
#[derive(SimpleObject)]
pub struct StructureConnection {
    /// The structures of the page.
    edges: Vec<StructureEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
}

/// Structures.
#[derive(Default)]
pub struct StructureQuery;

#[Object]
impl StructureQuery {
    /// The structure with that id.
    async fn structure(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> Nullable<Structure> {
        let found = async { load(ctx, decode("id", &id)?).await };
        nullable(found.await)
    }

    /// The structures whose name or acronym has the words of the query, by name.
    async fn structures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words of the name or the acronym; none for all.")] query: Option<String>,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<StructureConnection> {
        or_null(list(ctx, query.as_deref().unwrap_or_default(), first, after).await)
    }
}

async fn list(
    ctx: &Context<'_>,
    query: &str,
    first: Option<i32>,
    after: Option<String>,
) -> Result<StructureConnection, AppError> {
    let found = structure::search(&state(ctx).app, query).await?;
    let page = slice(found, first, after, |structure| structure.id.to_string())?;
    let edge = |(cursor, structure)| StructureEdge { node: Structure(structure), cursor };
    Ok(StructureConnection {
        edges: page.elements.into_iter().map(edge).collect(),
        page_info: page.page_info,
        total_count: page.total,
    })
}

/// What is asked to create a structure.
#[derive(InputObject)]
pub struct StructureCreateInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    idempotency_key: String,
    /// The number of the establishment: 14 digits.
    siret: String,
    /// The full name.
    name: String,
    /// The acronym.
    acronym: Option<String>,
    /// The structure above.
    parent_id: Option<ID>,
    /// Its ministry; nothing for a ministry.
    ministry_id: Option<ID>,
    /// The branch of the public service; the State's where nothing is given.
    branch: Option<Branch>,
    /// Whether a line manager's consent may come with the employer's; no where nothing is given.
    manager_consents_for_employer: Option<bool>,
}

/// What is asked to change a structure: what is left out stays as it is.
#[derive(InputObject)]
pub struct StructureUpdateInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    idempotency_key: String,
    /// Which structure.
    structure_id: ID,
    /// The version that the change was decided on.
    expected_version: i64,
    /// The number of the establishment: 14 digits.
    siret: Option<String>,
    /// The full name.
    name: Option<String>,
    /// The acronym.
    acronym: Option<String>,
    /// The structure above; null puts it at the top.
    parent_id: MaybeUndefined<ID>,
    /// Its ministry; null makes it one.
    ministry_id: MaybeUndefined<ID>,
    /// Whether a line manager's consent may come with the employer's.
    manager_consents_for_employer: Option<bool>,
}

/// What is asked to trust a structure, or to trust it no longer.
#[derive(InputObject)]
pub struct StructureTrustInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    idempotency_key: String,
    /// Which structure.
    structure_id: ID,
    /// The version that the change was decided on.
    expected_version: i64,
    /// Whether its missions are published at once and moderated after.
    trusted: bool,
}

/// What a mutation of a structure gives.
#[derive(SimpleObject)]
pub struct StructurePayload {
    /// The structure as it now is; null where nothing changed.
    structure: Option<Structure>,
    /// Why nothing changed; empty when it did.
    user_errors: Vec<UserError>,
}

/// Changes of structures.
#[derive(Default)]
pub struct StructureMutation;

#[Object]
impl StructureMutation {
    /// Creates a structure.
    async fn structure_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: StructureCreateInput,
    ) -> Nullable<StructurePayload> {
        let run = async {
            let command = command(ctx, "structureCreate", &input.idempotency_key);
            structure::create(&state(ctx).app, &command, input.parse()?).await
        };
        payload(ctx, run.await)
    }

    /// Changes what is said of a structure.
    async fn structure_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: StructureUpdateInput,
    ) -> Nullable<StructurePayload> {
        let run = async {
            let command = command(ctx, "structureUpdate", &input.idempotency_key);
            structure::update(&state(ctx).app, &command, input.parse()?).await
        };
        payload(ctx, run.await)
    }

    /// Says whether a structure's missions are published at once.
    async fn structure_trust(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked.")] input: StructureTrustInput,
    ) -> Nullable<StructurePayload> {
        let run = async {
            let command = command(ctx, "structureTrust", &input.idempotency_key);
            let id = decode("structureId", &input.structure_id)?;
            let trust = structure::Trust { id, expected_version: input.expected_version, trusted: input.trusted };
            structure::trust(&state(ctx).app, &command, trust).await
        };
        payload(ctx, run.await)
    }
}

fn payload(ctx: &Context<'_>, result: Result<CoreStructure, AppError>) -> Nullable<StructurePayload> {
    let done = outcome(result, state(ctx).session.language);
    let payload = |(structure, user_errors): (Option<CoreStructure>, _)| StructurePayload {
        structure: structure.map(Structure),
        user_errors,
    };
    or_null(done.map(payload))
}

impl StructureCreateInput {
    fn parse(&self) -> Result<structure::Create, Refusals> {
        Ok(structure::Create {
            siret: self.siret.clone(),
            name: self.name.clone(),
            acronym: self.acronym.clone().unwrap_or_default(),
            parent: self.parent_id.as_ref().map(|id| decode("parentId", id)).transpose()?,
            ministry: self.ministry_id.as_ref().map(|id| decode("ministryId", id)).transpose()?,
            branch: self.branch.unwrap_or(Branch::State).into(),
            manager_consents_for_employer: self.manager_consents_for_employer.unwrap_or_default(),
        })
    }
}

impl StructureUpdateInput {
    fn parse(&self) -> Result<structure::Update, Refusals> {
        Ok(structure::Update {
            id: decode("structureId", &self.structure_id)?,
            expected_version: self.expected_version,
            siret: self.siret.clone(),
            name: self.name.clone(),
            acronym: self.acronym.clone(),
            parent: optional("parentId", &self.parent_id)?,
            ministry: optional("ministryId", &self.ministry_id)?,
            manager_consents_for_employer: self.manager_consents_for_employer,
        })
    }
}

/// Left out, null, or an id.
#[expect(clippy::option_option, reason = "the three cases of a field that may be null")]
fn optional(field: &'static str, id: &MaybeUndefined<ID>) -> Result<Option<Option<StructureId>>, Refusals> {
    Ok(match id {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(id) => Some(Some(decode(field, id)?)),
    })
}
