//! Who one can be in the demo: each with a token that is the same at every start.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use talents_core::event::Actor;
use talents_core::id::{PersonId, StructureId, TokenId};
use talents_core::person::Person;
use talents_store::token::{self, Token};
use talents_store::{Transaction, person, role, talent};

use super::DemoError;
use crate::app::App;
use crate::app::session::hash_token;
use crate::graphql::public_id;

const PERSONAS: &str = include_str!("../../../../data/demo/personas.json");

#[derive(Deserialize)]
struct Named {
    /// What the demo's files call the person.
    person: String,
}

/// Makes a token for each persona; gives what the ready file says of them.
pub(super) async fn sign_in(app: &App) -> Result<Map<String, Value>, DemoError> {
    let named: BTreeMap<String, Named> =
        serde_json::from_str(PERSONAS).map_err(|error| DemoError::Rejected(error.to_string()))?;
    let mut personas = Map::new();
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    for (key, named) in named {
        let found = person::by_external_ids(&tx, std::slice::from_ref(&named.person)).await?;
        let person = found.into_iter().next().ok_or_else(|| DemoError::Rejected(named.person.clone()))?;
        let bearer = bearer_of(&key);
        let token = Token {
            id: TokenId(app.ids.next()),
            person: person.id,
            label: format!("demo:{key}"),
            created_at: app.clock.now(),
            expires_at: None,
            revoked_at: None,
        };
        token::insert(&mut tx, &token, &hash_token(&bearer)).await?;
        personas.insert(key, describe(&tx, &person, &bearer).await?);
    }
    tx.commit().await?;
    Ok(personas)
}

/// The demo's tokens are no secret: anybody can compute them, and they open nothing but a demo.
fn bearer_of(key: &str) -> String {
    format!("demo-{}", hex::encode(&Sha256::digest(format!("talents demo {key}"))[..16]))
}

async fn describe(tx: &Transaction, person: &Person, bearer: &str) -> Result<Value, DemoError> {
    let registration = talent::by_person(tx, person.id).await?;
    let employer = registration.as_ref().map(|talent| talent.structure);
    let mut described = json!({ "token": bearer, "name": person.full_name(), "id": public_id(person.id) });
    if let Some(structure) = employer.or(structure_of(tx, person.id).await?) {
        described["structureId"] = json!(public_id(structure));
    }
    if let Some(talent) = registration {
        described["talentId"] = json!(public_id(talent.id));
    }
    Ok(described)
}

async fn structure_of(tx: &Transaction, person: PersonId) -> Result<Option<StructureId>, DemoError> {
    Ok(role::of_person(tx, person).await?.first().map(|role| role.structure))
}
