//! What every mutation has in common: a signed-in person, an idempotency key, one transaction.

use sha2::{Digest, Sha256};
use talents_core::access::Viewer;
use talents_core::error::{Problem, Refusals};
use talents_core::event::Actor;
use talents_store::Transaction;
use talents_store::idempotency::{self, Claim};
use uuid::Uuid;

use super::error::signed;
use super::{App, AppError, Session};

/// How often a transaction is tried again when the database gave it up for another one.
const ATTEMPTS_MAX: u32 = 5;

/// A mutation about to run.
#[derive(Debug, Clone)]
pub struct Command<'a> {
    /// Who asks.
    pub session: &'a Session,
    /// The name of the mutation.
    pub operation: &'static str,
    /// The key that the client chose: a UUID.
    pub key: &'a str,
    /// The whole input in one canonical form, for telling a retry from another request with the same key.
    pub input: String,
}

/// What a command does, in the transaction that it is given; tried again from the start when the database asks for it.
pub trait Mutation: Sync {
    /// Gives the id of the object that the answer shows.
    fn run(
        &self,
        app: &App,
        tx: &mut Transaction,
        viewer: &Viewer,
    ) -> impl Future<Output = Result<Uuid, AppError>> + Send;
}

impl Command<'_> {
    /// Runs the mutation once, whatever the number of times it is sent; a retry answers with the same object.
    pub async fn run(&self, app: &App, mutation: &impl Mutation) -> Result<Uuid, AppError> {
        let viewer = self.session.viewer()?;
        let key = parse_key(self.key)?;
        let mut attempts = 1;
        loop {
            match self.attempt(app, viewer, key, mutation).await {
                Err(AppError::Busy) if attempts < ATTEMPTS_MAX => attempts += 1,
                answer => return answer,
            }
        }
    }

    async fn attempt(&self, app: &App, viewer: &Viewer, key: Uuid, mutation: &impl Mutation) -> Result<Uuid, AppError> {
        let mut tx = app.store.begin(app.stamp(Actor::Person(viewer.person)), app.ids.clone()).await?;
        match idempotency::claim(&mut tx, viewer.person, key, self.operation, &self.input_hash()).await? {
            Claim::New => {}
            Claim::Replay { outcome } => return replayed(&outcome),
            Claim::Reused => {
                return Err(Refusals::at("idempotencyKey", Problem::KeyReused { key: key.to_string() }).into());
            }
        }
        let object = mutation.run(app, &mut tx, viewer).await?;
        idempotency::settle(&mut tx, viewer.person, key, &serde_json::json!(object)).await?;
        tx.commit().await?;
        app.changed.notify_waiters();
        Ok(object)
    }

    fn input_hash(&self) -> String {
        hex::encode(Sha256::digest(self.input.as_bytes()))
    }
}

fn parse_key(key: &str) -> Result<Uuid, AppError> {
    Uuid::try_parse(key)
        .map_err(|_| Refusals::at("idempotencyKey", Problem::MalformedKey { key: key.to_owned() }).into())
}

fn replayed(outcome: &serde_json::Value) -> Result<Uuid, AppError> {
    serde_json::from_value(outcome.clone()).map_err(|error| AppError::fault(&error))
}

/// Refuses a change that was decided on an older version of the object.
pub(super) fn expect_version(expected: i64, found: u64) -> Result<(), AppError> {
    let found = signed(found);
    if expected == found {
        return Ok(());
    }
    Err(Refusals::at("expectedVersion", Problem::StaleVersion { expected, found }).into())
}
