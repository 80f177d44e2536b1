//! The row of a consent, which is written with its engagement alone.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use talents_core::engagement::{
    Answer, Consent, ConsentKind, ConsentState, Engagement, EngagementState, RefusalReason, TermsHash, Voice,
};
use talents_core::id::{ConsentId, EngagementId, EnvelopeId, PersonId};

use crate::error::StoreError;
use crate::rows::{self, Reader};
use crate::store::Transaction;

const TABLE: &str = "consent";

/// Writes those consents of an engagement whose row changed; the row of the engagement is locked by now.
pub(super) async fn replace_changed(
    tx: &Transaction,
    before: &Engagement,
    after: &Engagement,
) -> Result<(), StoreError> {
    for (old, new) in before.consents.iter().zip(after.consents.iter()) {
        let (old, new) = (row::Model::of(old, before), row::Model::of(new, after));
        if old != new {
            replace(tx, new).await?;
        }
    }
    Ok(())
}

async fn replace(tx: &Transaction, consent: row::Model) -> Result<(), StoreError> {
    let id = consent.id;
    let written = row::Entity::update_many()
        .set(consent.into_active_model().reset_all())
        .filter(row::Column::Id.eq(id))
        .exec(tx.database())
        .await?;
    if written.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale { table: TABLE, row: id.to_string() }) }
}

impl row::Model {
    /// The row of a consent of that engagement.
    pub(super) fn of(consent: &Consent, engagement: &Engagement) -> Self {
        let asked = consent.state == ConsentState::Requested;
        let awaited = asked && engagement.state() == EngagementState::AwaitingConsents;
        let answer = consent.answer.as_ref();
        let voice = answer.map(|answer| answer.voice);
        Self {
            id: consent.id.0,
            engagement_id: consent.engagement.0,
            kind: consent.kind.code().to_owned(),
            version: rows::stored_version(consent.version),
            state: consent.state.code().to_owned(),
            terms: consent.terms.to_string(),
            asked_at: rows::millis(consent.asked_at),
            deadline: consent.deadline,
            asked_of: consent.asked_of.map(|person| person.0),
            answered_at: answer.map(|answer| rows::millis(answer.at)),
            answered_by: voice.map(|voice| voice.person.0),
            answered_for: voice.and_then(|voice| voice.on_behalf_of).map(|person| person.0),
            envelope_id: voice.and_then(|voice| voice.envelope).map(|envelope| envelope.0),
            reason: answer.and_then(|answer| answer.reason).map(|reason| reason.code().to_owned()),
            comment: answer.map(|answer| answer.comment.clone()).unwrap_or_default(),
            awaited_until: awaited.then_some(consent.deadline),
        }
    }

    fn answer(&self, read: &Reader) -> Result<Option<Answer>, StoreError> {
        let (Some(at), Some(person)) = (self.answered_at, self.answered_by) else { return Ok(None) };
        let reason = self.reason.as_deref().map(|code| read.code("reason", code, RefusalReason::parse));
        let voice = Voice {
            person: PersonId(person),
            on_behalf_of: self.answered_for.map(PersonId),
            envelope: self.envelope_id.map(EnvelopeId),
        };
        Ok(Some(Answer { voice, at, reason: reason.transpose()?, comment: self.comment.clone() }))
    }
}

impl TryFrom<row::Model> for Consent {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: TABLE, row: &row.id };
        Ok(Self {
            id: ConsentId(row.id),
            engagement: EngagementId(row.engagement_id),
            kind: read.code("kind", &row.kind, ConsentKind::parse)?,
            version: read.version(row.version)?,
            state: read.code("state", &row.state, ConsentState::parse)?,
            terms: read.code("terms", &row.terms, TermsHash::parse)?,
            asked_at: row.asked_at,
            deadline: row.deadline,
            asked_of: row.asked_of.map(PersonId),
            answer: row.answer(&read)?,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "consent")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub engagement_id: Uuid,
        pub kind: String,
        pub version: i64,
        pub state: String,
        pub terms: String,
        pub asked_at: ChronoDateTimeUtc,
        pub deadline: Date,
        pub asked_of: Option<Uuid>,
        pub answered_at: Option<ChronoDateTimeUtc>,
        pub answered_by: Option<Uuid>,
        pub answered_for: Option<Uuid>,
        pub envelope_id: Option<Uuid>,
        pub reason: Option<String>,
        pub comment: String,
        pub awaited_until: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
