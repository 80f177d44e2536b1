//! Bearer tokens. Only their hash is kept, so the database gives none of them away.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use talents_core::event::{EventDraft, EventKind};
use talents_core::id::{PersonId, TokenId};

use crate::error::StoreError;
use crate::store::{Source, Transaction};
use crate::{event, rows};

/// What is known of a token: not what it reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its id.
    pub id: TokenId,
    /// Who signs in with it.
    pub person: PersonId,
    /// What it is for, as who made it says.
    pub label: String,
    /// When it was made, to the millisecond.
    pub created_at: DateTime<Utc>,
    /// From when it no longer counts, if ever.
    pub expires_at: Option<DateTime<Utc>>,
    /// Since when it no longer counts, where it was revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

impl Token {
    /// Whether it lets its person in at that instant.
    pub fn counts_at(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|expiry| now < expiry)
    }
}

/// The token of that hash, whether or not it still counts.
pub async fn by_hash(source: &impl Source, hash: &str) -> Result<Option<Token>, StoreError> {
    rows::one(source, row::Entity::find().filter(row::Column::Hash.eq(hash))).await
}

/// Every token, by id.
pub async fn all(source: &impl Source) -> Result<Vec<Token>, StoreError> {
    rows::many(source, row::Entity::find().order_by_asc(row::Column::Id)).await
}

/// Records a new token under the hash of what it reads.
pub async fn insert(tx: &mut Transaction, token: &Token, hash: &str) -> Result<(), StoreError> {
    let result = write(tx, token, hash).await;
    tx.note(result)
}

/// Revokes a token as of the transaction's time; `None` where there is no such token. One that was revoked before stays
/// as it was.
pub async fn revoke(tx: &mut Transaction, id: TokenId) -> Result<Option<Token>, StoreError> {
    let result = write_revocation(tx, id).await;
    tx.note(result)
}

async fn write(tx: &Transaction, token: &Token, hash: &str) -> Result<(), StoreError> {
    let new_row = row::Model {
        id: token.id.0,
        person_id: token.person.0,
        label: token.label.clone(),
        hash: hash.to_owned(),
        created_at: rows::millis(token.created_at),
        expires_at: token.expires_at.map(rows::millis),
        revoked_at: token.revoked_at.map(rows::millis),
    };
    rows::insert::<row::ActiveModel, _>(tx, vec![new_row]).await?;
    event::append(tx, &[happened(EventKind::TokenCreated, token, 1)]).await
}

async fn write_revocation(tx: &Transaction, id: TokenId) -> Result<Option<Token>, StoreError> {
    let Some(found) = row::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx.database()).await? else {
        return Ok(None);
    };
    if found.revoked_at.is_some() {
        return Token::try_from(found).map(Some);
    }
    let mut revoked = found.into_active_model();
    revoked.revoked_at = sea_orm::ActiveValue::Set(Some(rows::millis(tx.stamp.at)));
    let token = Token::try_from(revoked.update(tx.database()).await?)?;
    event::append(tx, &[happened(EventKind::TokenRevoked, &token, 2)]).await?;
    Ok(Some(token))
}

fn happened(kind: EventKind, token: &Token, version: u64) -> EventDraft {
    EventDraft::new(kind, token.id.0, version).with("person", token.person)
}

impl TryFrom<row::Model> for Token {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: TokenId(row.id),
            person: PersonId(row.person_id),
            label: row.label,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "token")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub person_id: Uuid,
        pub label: String,
        pub hash: String,
        pub created_at: ChronoDateTimeUtc,
        pub expires_at: Option<ChronoDateTimeUtc>,
        pub revoked_at: Option<ChronoDateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
