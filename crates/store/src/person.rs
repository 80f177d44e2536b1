//! People.

use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use talents_core::event::{EventDraft, EventKind};
use talents_core::id::PersonId;
use talents_core::person::{Email, Person};
use talents_core::place::LanguageCode;
use talents_core::text;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader, Record, Saved};
use crate::store::{Source, Transaction};

/// Between family and given names in a sort key: it sorts before any letter, so « Le » comes before « Le Goff ».
const KEY_SEPARATOR: char = '\u{1f}';

/// The person of that id.
pub async fn by_id(source: &impl Source, id: PersonId) -> Result<Option<Person>, StoreError> {
    rows::by_id(source, id.0, LockType::KeyShare).await
}

/// Those of the people who exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[PersonId]) -> Result<Vec<Person>, StoreError> {
    rows::any_of(source, row::Column::Id, ids.iter().map(|id| id.0)).await
}

/// The person of that address.
pub async fn by_email(source: &impl Source, email: &Email) -> Result<Option<Person>, StoreError> {
    rows::one(source, row::Entity::find().filter(row::Column::Email.eq(email.as_str()))).await
}

/// The people of these addresses, in no order.
pub async fn by_emails(source: &impl Source, emails: &[Email]) -> Result<Vec<Person>, StoreError> {
    rows::any_of(source, row::Column::Email, emails.iter().map(Email::as_str)).await
}

/// Those whom an import calls by these names, in no order.
pub async fn by_external_ids(source: &impl Source, external_ids: &[String]) -> Result<Vec<Person>, StoreError> {
    rows::any_of(source, row::Column::ExternalId, external_ids.iter().cloned()).await
}

/// Records the person as given, whatever was known of them.
pub async fn save(tx: &mut Transaction, person: &Person) -> Result<Saved, StoreError> {
    Ok(save_many(tx, std::slice::from_ref(person)).await?[0])
}

/// Records people as given, each once, in few statements; says in the same order what became of each.
pub async fn save_many(tx: &mut Transaction, people: &[Person]) -> Result<Vec<Saved>, StoreError> {
    rows::upsert(tx, people, |person, saved, version| {
        let kind = if saved == Saved::Created { EventKind::PersonRecorded } else { EventKind::PersonUpdated };
        EventDraft::new(kind, person.id.0, version)
    })
    .await
}

impl Record for Person {
    type Entity = row::Entity;
    const TABLE: &'static str = "person";
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
            email: self.email.as_str().to_owned(),
            given_name: self.given_name.clone(),
            family_name: self.family_name.clone(),
            language: self.language.as_str().to_owned(),
            name_key: text::fold(&format!("{}{KEY_SEPARATOR}{}", self.family_name, self.given_name)),
            initials_key: text::fold(&self.initials()),
        }
    }
}

impl TryFrom<row::Model> for Person {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: Self::TABLE, row: &row.id };
        Ok(Self {
            id: PersonId(row.id),
            email: read.checked("email", Email::parse(&row.email))?,
            language: read.code("language", &row.language, LanguageCode::parse)?,
            external_id: row.external_id,
            given_name: row.given_name,
            family_name: row.family_name,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "person")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub external_id: Option<String>,
        pub version: i64,
        pub email: String,
        pub given_name: String,
        pub family_name: String,
        pub language: String,
        /// Family name then given names, folded: the order of lists of names.
        pub name_key: String,
        /// Initials, folded: the order for those who may not see names, which must not give them away.
        pub initials_key: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
