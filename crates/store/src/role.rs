//! The roles that people hold for structures.

use chrono::NaiveDate;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use talents_core::event::{EventDraft, EventKind};
use talents_core::id::{PersonId, RoleAssignmentId, StructureId};
use talents_core::person::{Role, RoleAssignment};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Saved};
use crate::store::{Source, Transaction};

/// The role assignment of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: RoleAssignmentId) -> Result<Option<RoleAssignment>, StoreError> {
    rows::by_id(source, id.0, LockType::NoKeyUpdate).await
}

/// Those that an import calls by these names, in no order.
pub async fn by_external_ids(source: &impl Source, external_ids: &[String]) -> Result<Vec<RoleAssignment>, StoreError> {
    rows::any_of(source, row::Column::ExternalId, external_ids.iter().cloned()).await
}

/// The roles that a person holds or may act in as a delegate, past and future ones too, by id.
pub async fn of_person(source: &impl Source, person: PersonId) -> Result<Vec<RoleAssignment>, StoreError> {
    let theirs = Condition::any().add(row::Column::PersonId.eq(person.0)).add(row::Column::DelegateId.eq(person.0));
    rows::many(source, row::Entity::find().filter(theirs).order_by_asc(row::Column::Id)).await
}

/// The roles that these people hold themselves, past and future ones too, in no order.
pub async fn held_by(source: &impl Source, people: &[PersonId]) -> Result<Vec<RoleAssignment>, StoreError> {
    rows::any_of(source, row::Column::PersonId, people.iter().map(|id| id.0)).await
}

/// The roles held for a structure, past and future ones too, by id.
pub async fn of_structure(source: &impl Source, structure: StructureId) -> Result<Vec<RoleAssignment>, StoreError> {
    let select = row::Entity::find().filter(row::Column::StructureId.eq(structure.0)).order_by_asc(row::Column::Id);
    rows::many(source, select).await
}

/// Grants the role as given, whatever its terms were before.
pub async fn save(tx: &mut Transaction, role: &RoleAssignment) -> Result<Saved, StoreError> {
    Ok(save_many(tx, std::slice::from_ref(role)).await?[0])
}

/// Grants roles as given, each once, in few statements; says in the same order what became of each.
pub async fn save_many(tx: &mut Transaction, roles: &[RoleAssignment]) -> Result<Vec<Saved>, StoreError> {
    rows::upsert(tx, roles, |role, _, version| happened(EventKind::RoleGranted, role, version)).await
}

/// Ends a role after that day; `None` where there is no such role. A role that ended before stays as it was.
pub async fn revoke(
    tx: &mut Transaction,
    id: RoleAssignmentId,
    last_day: NaiveDate,
) -> Result<Option<RoleAssignment>, StoreError> {
    let Some(role) = by_id(tx, id).await? else {
        return Ok(None);
    };
    if role.to.is_some_and(|to| to <= last_day) {
        return Ok(Some(role));
    }
    let ended = RoleAssignment { to: Some(last_day), ..role };
    rows::upsert(tx, std::slice::from_ref(&ended), |role, _, version| happened(EventKind::RoleRevoked, role, version))
        .await?;
    Ok(Some(ended))
}

fn happened(kind: EventKind, role: &RoleAssignment, version: u64) -> EventDraft {
    EventDraft::new(kind, role.id.0, version)
        .with("role", role.role)
        .with("person", role.person)
        .with("structure", role.structure)
}

impl Record for RoleAssignment {
    type Entity = row::Entity;
    const TABLE: &'static str = "role_assignment";
    const ID: row::Column = row::Column::Id;
    const VERSION: row::Column = row::Column::Version;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn to_row(&self, version: u64) -> row::Model {
        row::Model {
            id: self.id.0,
            external_id: self.external_id.clone(),
            version: rows::stored_version(version),
            person_id: self.person.0,
            role: self.role.code().to_owned(),
            structure_id: self.structure.0,
            first_day: self.from,
            last_day: self.to,
            delegate_id: self.delegate.map(Uuid::from),
            confirmed: self.confirmed,
        }
    }
}

impl TryFrom<row::Model> for RoleAssignment {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        Ok(Self {
            id: RoleAssignmentId(row.id),
            person: PersonId(row.person_id),
            role: read.code("role", &row.role, Role::parse)?,
            structure: StructureId(row.structure_id),
            from: row.first_day,
            to: row.last_day,
            delegate: row.delegate_id.map(PersonId),
            confirmed: row.confirmed,
            external_id: row.external_id,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "role_assignment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub external_id: Option<String>,
        pub version: i64,
        pub person_id: Uuid,
        pub role: String,
        pub structure_id: Uuid,
        pub first_day: Date,
        pub last_day: Option<Date>,
        pub delegate_id: Option<Uuid>,
        pub confirmed: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
