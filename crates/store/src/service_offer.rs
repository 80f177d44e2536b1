//! Service offers.

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use talents_core::Change;
use talents_core::id::{ServiceOfferId, SkillId, TalentId};
use talents_core::service_offer::{Service, ServiceOffer, ServiceOfferState};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Versioned};
use crate::store::{Source, Transaction};

/// The offer of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: ServiceOfferId) -> Result<Option<ServiceOffer>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// The offers of a talent, by id.
pub async fn of_talent(source: &impl Source, talent: TalentId) -> Result<Vec<ServiceOffer>, StoreError> {
    let select = row::Entity::find().filter(row::Column::TalentId.eq(talent.0)).order_by_asc(row::Column::Id);
    rows::many(source, select).await
}

/// Writes a change of the offer as it was read (`None` for a new one), with its events.
pub async fn save(
    tx: &mut Transaction,
    before: Option<&ServiceOffer>,
    change: &Change<ServiceOffer>,
) -> Result<(), StoreError> {
    rows::save_changes(tx, &[(before, change)]).await
}

impl Record for ServiceOffer {
    type Entity = row::Entity;
    const TABLE: &'static str = "service_offer";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            version: rows::stored_version(version),
            talent_id: self.talent.0,
            state: self.state.code().to_owned(),
            title: self.service.title.clone(),
            description: self.service.description.clone(),
            skills: rows::json(&self.service.skills),
            effort_minutes: self.service.effort_minutes.into(),
        }
    }
}

impl Versioned for ServiceOffer {
    fn version(&self) -> u64 {
        self.version
    }
}

impl TryFrom<row::Model> for ServiceOffer {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        let skills: Vec<SkillId> = read.json("skills", row.skills)?;
        let effort_minutes = read.number("effort_minutes", row.effort_minutes)?;
        Ok(Self {
            id: ServiceOfferId(row.id),
            version: read.version(row.version)?,
            talent: TalentId(row.talent_id),
            state: read.code("state", &row.state, ServiceOfferState::parse)?,
            service: Service { title: row.title, description: row.description, skills, effort_minutes },
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "service_offer")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub version: i64,
        pub talent_id: Uuid,
        pub state: String,
        pub title: String,
        pub description: String,
        pub skills: Json,
        pub effort_minutes: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
