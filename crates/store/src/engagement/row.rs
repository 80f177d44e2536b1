//! The row of an engagement, without its consents.

use sea_orm::entity::prelude::*;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use talents_core::calendar::Days;
use talents_core::engagement::{
    Agreements, Consents, EndCause, Engagement, EngagementState, Plan, Stage, StageRecord, Terms,
};
use talents_core::id::{ApplicationId, EngagementId, MissionId, PersonId, StructureId, TalentId};

use super::TABLE;
use crate::error::StoreError;
use crate::rows::{self, Reader};
use crate::store::Transaction;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "engagement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i64,
    pub application_id: Uuid,
    pub mission_id: Uuid,
    pub mission_version: i64,
    pub content_digest: String,
    pub talent_id: Uuid,
    pub employer_id: Uuid,
    pub planned_minutes: i64,
    pub first_day: Date,
    pub last_day: Date,
    pub host_id: Uuid,
    pub person_id: Uuid,
    pub present_employer_id: Uuid,
    pub state: String,
    pub started_at: Option<ChronoDateTimeUtc>,
    pub ended_at: Option<ChronoDateTimeUtc>,
    pub end_cause: Option<String>,
    pub reason: String,
    pub closed_at: Option<ChronoDateTimeUtc>,
    pub opened_at: ChronoDateTimeUtc,
    pub seat_key: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<&Engagement> for Model {
    fn from(engagement: &Engagement) -> Self {
        let Terms { mission, mission_version, content_digest, talent, employer, plan } = engagement.terms;
        let StageRecord { state, started_at, ended_at, end_cause, reason, closed_at } = engagement.stage.record();
        Self {
            id: engagement.id.0,
            version: rows::stored_version(engagement.version),
            application_id: engagement.application.0,
            mission_id: mission.0,
            mission_version: mission_version.into(),
            content_digest: hex::encode(content_digest),
            talent_id: talent.0,
            employer_id: employer.0,
            planned_minutes: plan.minutes.into(),
            first_day: plan.days.first(),
            last_day: plan.days.last(),
            host_id: engagement.host.0,
            person_id: engagement.person.0,
            present_employer_id: engagement.present_employer.0,
            state: state.code().to_owned(),
            started_at: started_at.map(rows::millis),
            ended_at: ended_at.map(rows::millis),
            end_cause: end_cause.map(|cause| cause.code().to_owned()),
            reason,
            closed_at: closed_at.map(rows::millis),
            opened_at: rows::millis(engagement.opened_at),
            seat_key: engagement.takes_seat().then(|| engagement.application.to_string()),
        }
    }
}

impl Model {
    /// The engagement with its consents; what they do not prove can't be read back as agreed on.
    pub(super) fn with_consents(self, consents: Consents) -> Result<Engagement, StoreError> {
        let read = Reader { table: TABLE, row: &self.id };
        let terms = self.terms(&read)?;
        let agreements = Agreements::try_new(terms.hash(), &consents);
        let record = self.stage(&read)?;
        let unproved = || StoreError::corrupt(TABLE, "state", &self.id, "its consents or dates do not lead to it");
        Ok(Engagement {
            id: EngagementId(self.id),
            version: read.version(self.version)?,
            application: ApplicationId(self.application_id),
            host: StructureId(self.host_id),
            person: PersonId(self.person_id),
            terms,
            present_employer: StructureId(self.present_employer_id),
            stage: Stage::restore(&record, agreements).ok_or_else(unproved)?,
            consents,
            opened_at: self.opened_at,
        })
    }

    fn terms(&self, read: &Reader) -> Result<Terms, StoreError> {
        let mut content_digest = [0; 32];
        read.checked("content_digest", hex::decode_to_slice(&self.content_digest, &mut content_digest))?;
        let days = read.checked("last_day", Days::try_new(self.first_day, self.last_day).ok_or(()))?;
        Ok(Terms {
            mission: MissionId(self.mission_id),
            mission_version: read.number("mission_version", self.mission_version)?,
            content_digest,
            talent: TalentId(self.talent_id),
            employer: StructureId(self.employer_id),
            plan: Plan { minutes: read.number("planned_minutes", self.planned_minutes)?, days },
        })
    }

    fn stage(&self, read: &Reader) -> Result<StageRecord, StoreError> {
        let cause = self.end_cause.as_deref().map(|code| read.code("end_cause", code, EndCause::parse));
        Ok(StageRecord {
            state: read.code("state", &self.state, EngagementState::parse)?,
            started_at: self.started_at,
            ended_at: self.ended_at,
            end_cause: cause.transpose()?,
            reason: self.reason.clone(),
            closed_at: self.closed_at,
        })
    }
}

/// Writes the row over the one that has the version `before`.
pub(super) async fn replace(tx: &Transaction, before: &Engagement, after: &Engagement) -> Result<(), StoreError> {
    let written = Entity::update_many()
        .set(Model::from(after).into_active_model().reset_all())
        .filter(Column::Id.eq(after.id.0))
        .filter(Column::Version.eq(rows::stored_version(before.version)))
        .exec(tx.database())
        .await?;
    if written.rows_affected == 1 { Ok(()) } else { Err(StoreError::Stale { table: TABLE, row: after.id.to_string() }) }
}
