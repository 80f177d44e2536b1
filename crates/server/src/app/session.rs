//! Who is asking: a token becomes a person with the roles that they hold today.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use talents_core::access::{Act, HeldRole, Resource, Scope, Viewer, not_allowed};
use talents_core::error::Problem;
use talents_core::id::{PersonId, StructureId};
use talents_core::person::RoleAssignment;
use talents_core::structure::Structure;
use talents_store::{role, structure, token};

use super::{App, AppError};
use crate::messages::Language;

/// Who is asking, and in which language to answer.
#[derive(Debug, Clone, Default)]
pub struct Session {
    viewer: Option<Viewer>,
    /// The language of messages and labels.
    pub language: Language,
}

impl Session {
    /// Nobody who is known.
    pub fn anonymous(language: Language) -> Self {
        Self { viewer: None, language }
    }

    /// Who holds a token, with the roles that count today.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] when the token is unknown, expired or revoked.
    pub async fn open(app: &App, bearer: &str, language: Language) -> Result<Self, AppError> {
        let found = token::by_hash(&app.store, &hash_token(bearer)).await?;
        let token = found.filter(|token| token.counts_at(app.clock.now())).ok_or(Problem::SignInNeeded {})?;
        Self::of(app, token.person, language).await
    }

    /// A person who is known by other means than a token: the demo's past has people act before anybody signs in.
    pub(crate) async fn of(app: &App, person: PersonId, language: Language) -> Result<Self, AppError> {
        let viewer = load_viewer(app, person, app.clock.today()).await?;
        Ok(Self { viewer: Some(viewer), language })
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] when nobody is.
    pub fn viewer(&self) -> Result<&Viewer, AppError> {
        self.viewer.as_ref().ok_or_else(|| Problem::SignInNeeded {}.into())
    }

    /// Who is signed in, if anybody.
    pub fn viewer_if_any(&self) -> Option<&Viewer> {
        self.viewer.as_ref()
    }

    /// Whether the act may be done on that resource.
    pub fn check(&self, act: Act, resource: &Resource) -> Result<(), AppError> {
        Ok(self.viewer()?.may(act, resource)?)
    }

    /// Whether the act may be done on that resource, as a yes or a no.
    pub fn allows(&self, act: Act, resource: &Resource) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| viewer.may(act, resource).is_ok())
    }

    /// What the act may be done on; nothing for nobody.
    pub fn scope(&self, act: Act) -> Scope {
        self.viewer.as_ref().map(|viewer| viewer.scope(act)).unwrap_or_default()
    }

    /// What the act may be done on, refusing those who may do it on nothing.
    pub fn scope_or_refuse(&self, act: Act) -> Result<Scope, AppError> {
        let scope = self.viewer()?.scope(act);
        if scope.is_empty() { Err(not_allowed(act).into()) } else { Ok(scope) }
    }
}

/// SHA-256 of a token in hexadecimal: all that the store keeps of it. Tokens are 256 random bits, so they need no salt.
pub fn hash_token(bearer: &str) -> String {
    hex::encode(Sha256::digest(bearer.as_bytes()))
}

/// A structure as permissions look at it.
pub fn structure_resource(structure: &Structure) -> Resource {
    Resource { structure: Some(structure.id), ministry: Some(structure.ministry_id()), ..Resource::default() }
}

async fn load_viewer(app: &App, person: PersonId, today: NaiveDate) -> Result<Viewer, AppError> {
    let assignments = role::of_person(&app.store, person).await?;
    let current: Vec<_> = assignments.into_iter().filter(|assignment| assignment.holds_on(today)).collect();
    let ids: Vec<StructureId> = current.iter().map(|assignment| assignment.structure).collect();
    let structures = structure::by_ids(&app.store, &ids).await?;
    let held = |assignment: &RoleAssignment| {
        let structure = structures.iter().find(|structure| structure.id == assignment.structure)?;
        Some(HeldRole {
            role: assignment.role,
            structure: structure.id,
            ministry: structure.ministry_id(),
            trusted: structure.trusted,
            on_behalf_of: (assignment.person != person).then_some(assignment.person),
        })
    };
    Ok(Viewer { person, roles: current.iter().filter_map(held).collect() })
}
