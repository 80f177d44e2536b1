//! Idempotency keys: the same request sent twice is done once, and answered the same twice.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::Value;
use talents_core::id::PersonId;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows;
use crate::store::Transaction;

const TABLE: &str = "idempotency";

/// What a key says of the request that comes with it.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// It is new: do it, then [`settle`] it, in the same transaction.
    New,
    /// It was done before: answer this, and do nothing.
    Replay {
        /// What [`settle`] was given then.
        outcome: Value,
    },
    /// The key came before with another operation or another input: refuse.
    Reused,
}

/// Claims a person's key for an operation and the hash of its input. Two at once with the same key: the second one waits
/// until the first one commits, and then replays it, or rolls back, and then is new.
pub async fn claim(
    tx: &mut Transaction,
    person: PersonId,
    key: Uuid,
    operation: &str,
    input_hash: &str,
) -> Result<Claim, StoreError> {
    let claimed = row::Model {
        person_id: person.0,
        key,
        operation: operation.to_owned(),
        input_hash: input_hash.to_owned(),
        outcome: None,
        claimed_at: rows::millis(tx.stamp.at),
    };
    let result = write_claim(tx, claimed).await;
    tx.note(result)
}

/// Keeps the outcome of what was claimed in the same transaction.
pub async fn settle(tx: &mut Transaction, person: PersonId, key: Uuid, outcome: &Value) -> Result<(), StoreError> {
    let result = write_outcome(tx, person, key, outcome).await;
    tx.note(result)
}

/// Forgets the keys claimed before that instant, and says how many.
pub async fn prune(tx: &mut Transaction, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let old = row::Entity::delete_many().filter(row::Column::ClaimedAt.lt(rows::millis(before)));
    let result = old.exec(tx.database()).await.map(|deleted| deleted.rows_affected).map_err(StoreError::from);
    tx.note(result)
}

async fn write_claim(tx: &Transaction, claimed: row::Model) -> Result<Claim, StoreError> {
    let key = (claimed.person_id, claimed.key);
    let keys = [row::Column::PersonId, row::Column::Key];
    let inserted = row::Entity::insert(claimed.clone().into_active_model())
        .on_conflict(OnConflict::columns(keys).do_nothing().to_owned())
        .exec_without_returning(tx.database())
        .await?;
    if inserted == 1 {
        return Ok(Claim::New);
    }
    let held = row::Entity::find_by_id(key).one(tx.database()).await?;
    let held = held.ok_or_else(|| StoreError::Stale { table: TABLE, row: key.1.to_string() })?;
    if (&held.operation, &held.input_hash) != (&claimed.operation, &claimed.input_hash) {
        return Ok(Claim::Reused);
    }
    let unsettled = || StoreError::corrupt(TABLE, "outcome", &key.1, "it was claimed and never settled");
    Ok(Claim::Replay { outcome: held.outcome.ok_or_else(unsettled)? })
}

async fn write_outcome(tx: &Transaction, person: PersonId, key: Uuid, outcome: &Value) -> Result<(), StoreError> {
    let settled = row::ActiveModel {
        outcome: sea_orm::ActiveValue::Set(Some(outcome.clone())),
        ..<row::ActiveModel as sea_orm::ActiveModelTrait>::default()
    };
    let written = row::Entity::update_many()
        .set(settled)
        .filter(row::Column::PersonId.eq(person.0))
        .filter(row::Column::Key.eq(key))
        .exec(tx.database())
        .await?;
    if written.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale { table: TABLE, row: key.to_string() }) }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "idempotency")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub person_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: Uuid,
        pub operation: String,
        pub input_hash: String,
        pub outcome: Option<Json>,
        pub claimed_at: ChronoDateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
