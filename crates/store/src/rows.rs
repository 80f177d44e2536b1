//! What the aggregates share: reading rows as core values, writing them with their events.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, Iterable, ModelTrait, QueryFilter, QueryOrder,
    QuerySelect, Select, Value,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use talents_core::Change;
use talents_core::event::EventDraft;
use uuid::Uuid;

use crate::error::StoreError;
use crate::event;
use crate::store::{Source, Transaction};

/// The most values bound in one statement: SQLite takes 32,766, PostgreSQL 65,535.
const BINDS_MAX: usize = 30_000;
/// The most values in one `IN (…)`.
pub(crate) const IN_MAX: usize = 1_000;

pub(crate) type ColumnOf<T> = <<T as Record>::Entity as EntityTrait>::Column;
pub(crate) type RowOf<T> = <<T as Record>::Entity as EntityTrait>::Model;

/// A value of the core that is kept as one row with an id and a version.
pub(crate) trait Record:
    Clone + PartialEq + Sync + Sized + TryFrom<<Self::Entity as EntityTrait>::Model, Error = StoreError>
{
    type Entity: EntityTrait<Model: IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel>, ActiveModel: Send>;

    /// The name of the table, for errors.
    const TABLE: &'static str;
    const ID: ColumnOf<Self>;
    const VERSION: ColumnOf<Self>;

    fn uuid(&self) -> Uuid;
    fn to_row(&self, version: u64) -> RowOf<Self>;
}

/// A value that counts its changes itself.
pub(crate) trait Versioned: Record {
    fn version(&self) -> u64;
}

/// What became of a value that was handed over to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It was not there before.
    Created,
    /// It was there, and is now otherwise.
    Changed,
    /// It was there just so: nothing was written, nothing happened.
    Unchanged,
}

pub(crate) async fn one<E, T>(source: &impl Source, select: Select<E>) -> Result<Option<T>, StoreError>
where
    E: EntityTrait,
    T: TryFrom<E::Model, Error = StoreError>,
{
    select.one(&source.executor()).await?.map(T::try_from).transpose()
}

pub(crate) async fn many<E, T>(source: &impl Source, select: Select<E>) -> Result<Vec<T>, StoreError>
where
    E: EntityTrait,
    T: TryFrom<E::Model, Error = StoreError>,
{
    select.all(&source.executor()).await?.into_iter().map(T::try_from).collect()
}

/// The row of that id. A transaction locks it on PostgreSQL (SQLite has one writer anyway), `lock` saying how much.
pub(crate) async fn by_id<T: Record>(source: &impl Source, id: Uuid, lock: LockType) -> Result<Option<T>, StoreError> {
    let select = T::Entity::find().filter(T::ID.eq(id));
    one(source, if source.is_transaction() { select.lock(lock) } else { select }).await
}

/// The rows whose column holds one of the values, in no order.
pub(crate) async fn any_of<T, V>(
    source: &impl Source,
    column: ColumnOf<T>,
    values: impl IntoIterator<Item = V>,
) -> Result<Vec<T>, StoreError>
where
    T: Record,
    V: Into<Value>,
{
    let values: Vec<Value> = values.into_iter().map(Into::into).collect();
    let mut found = Vec::with_capacity(values.len());
    for chunk in values.chunks(IN_MAX) {
        found.extend(many::<_, T>(source, T::Entity::find().filter(column.is_in(chunk.to_vec()))).await?);
    }
    Ok(found)
}

/// Inserts rows in as few statements as the engines take.
pub(crate) async fn insert<A, M>(tx: &Transaction, rows: Vec<M>) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
    M: IntoActiveModel<A> + Send,
{
    insert_or(tx, rows, None).await
}

/// Inserts rows, with what to do where the key of one is there already; without it, that is an error.
pub(crate) async fn insert_or<A, M>(
    tx: &Transaction,
    rows: Vec<M>,
    on_conflict: Option<&OnConflict>,
) -> Result<(), StoreError>
where
    A: ActiveModelTrait + Send,
    M: IntoActiveModel<A> + Send,
{
    let chunk_size = BINDS_MAX / <A::Entity as EntityTrait>::Column::iter().count();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(chunk_size).map(IntoActiveModel::into_active_model).collect();
        let mut insertion = A::Entity::insert_many(chunk);
        if let Some(clause) = on_conflict {
            insertion = insertion.on_conflict(clause.clone());
        }
        insertion.exec_without_returning(tx.database()).await?;
    }
    Ok(())
}

/// Writes the row over the one that has the version `before`.
async fn replace<T: Record>(tx: &Transaction, value: &T, before: u64, after: u64) -> Result<(), StoreError> {
    let written = T::Entity::update_many()
        .set(value.to_row(after).into_active_model().reset_all())
        .filter(T::ID.eq(value.uuid()))
        .filter(T::VERSION.eq(stored_version(before)))
        .exec(tx.database())
        .await?;
    if written.rows_affected == 1 {
        return Ok(());
    }
    Err(StoreError::Stale { table: T::TABLE, row: value.uuid().to_string() })
}

/// Writes changes and their events. A change without events changes nothing, so nothing is written.
///
/// Rows go first: the row of an object is its lock, under which its last event is the last.
pub(crate) async fn save_changes<T: Versioned>(
    tx: &mut Transaction,
    changes: &[(Option<&T>, &Change<T>)],
) -> Result<(), StoreError> {
    let result = write_changes(tx, changes).await;
    tx.note(result)
}

async fn write_changes<T: Versioned>(tx: &Transaction, changes: &[(Option<&T>, &Change<T>)]) -> Result<(), StoreError> {
    let happened = || changes.iter().filter(|(_, change)| !change.events.is_empty());
    let created = happened().filter(|(before, _)| before.is_none());
    insert(tx, created.map(|(_, change)| change.value.to_row(change.value.version())).collect()).await?;
    for (before, change) in happened() {
        if let Some(before) = before {
            replace(tx, &change.value, before.version(), change.value.version()).await?;
        }
    }
    event::append(tx, happened().flat_map(|(_, change)| &change.events)).await
}

/// Keeps values as they are given, whatever was there, each with the event that `describe` makes of it: it gets the
/// value, what happened to it, and its new version.
pub(crate) async fn upsert<T: Record>(
    tx: &mut Transaction,
    values: &[T],
    describe: impl Fn(&T, Saved, u64) -> EventDraft,
) -> Result<Vec<Saved>, StoreError> {
    let result = write_values(tx, values, describe).await;
    tx.note(result)
}

async fn write_values<T: Record>(
    tx: &Transaction,
    values: &[T],
    describe: impl Fn(&T, Saved, u64) -> EventDraft,
) -> Result<Vec<Saved>, StoreError> {
    let kept = lock_all::<T>(tx, values).await?;
    let (mut outcomes, mut new_rows, mut drafts) = (Vec::with_capacity(values.len()), Vec::new(), Vec::new());
    for value in values {
        let (saved, version) = match kept.get(&value.uuid()) {
            None => (Saved::Created, 1),
            Some((before, version)) if before == value => (Saved::Unchanged, *version),
            Some((_, version)) => (Saved::Changed, version + 1),
        };
        match saved {
            Saved::Created => new_rows.push(value.to_row(version)),
            Saved::Changed => replace(tx, value, version - 1, version).await?,
            Saved::Unchanged => {}
        }
        if saved != Saved::Unchanged {
            drafts.push(describe(value, saved, version));
        }
        outcomes.push(saved);
    }
    insert(tx, new_rows).await?;
    event::append(tx, &drafts).await?;
    Ok(outcomes)
}

/// What is kept under the ids of the values, with its version; locked until the transaction ends.
async fn lock_all<T: Record>(tx: &Transaction, values: &[T]) -> Result<HashMap<Uuid, (T, u64)>, StoreError> {
    let mut ids: Vec<Uuid> = values.iter().map(Record::uuid).collect();
    // In one order for every writer, so that two of them can't each wait for the other.
    ids.sort_unstable();
    let mut kept = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(IN_MAX) {
        let select = T::Entity::find().filter(T::ID.is_in(chunk.iter().copied()));
        for row in select.order_by_asc(T::ID).lock(LockType::NoKeyUpdate).all(tx.database()).await? {
            let version = read_version(T::TABLE, &row.get(T::ID), &row.get(T::VERSION))?;
            let value = T::try_from(row)?;
            kept.insert(value.uuid(), (value, version));
        }
    }
    Ok(kept)
}

fn read_version(table: &'static str, id: &Value, version: &Value) -> Result<u64, StoreError> {
    let Value::BigInt(Some(version)) = version else {
        return Err(StoreError::corrupt(table, "version", &format!("{id:?}"), "it is missing"));
    };
    core_version(table, &format!("{id:?}"), *version)
}

/// A version as the database keeps it: it would take ages to count past 2⁶³.
pub(crate) fn stored_version(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

pub(crate) fn core_version(table: &'static str, row: &dyn fmt::Display, version: i64) -> Result<u64, StoreError> {
    u64::try_from(version).map_err(|error| StoreError::corrupt(table, "version", row, error.to_string()))
}

/// Reads the columns of one row, naming table, column and row where one of them can't be.
pub(crate) struct Reader<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a dyn fmt::Display,
}

impl Reader<'_> {
    /// A code, by the `parse` of its enum.
    pub(crate) fn code<T>(
        &self,
        column: &'static str,
        text: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(text).ok_or_else(|| self.corrupt(column, "it is no known code"))
    }

    /// A checked value, such as an address; its problem may hold the value, so it stays out of the error.
    pub(crate) fn checked<T, P>(&self, column: &'static str, parsed: Result<T, P>) -> Result<T, StoreError> {
        parsed.map_err(|_| self.corrupt(column, "it does not pass the checks of the core"))
    }

    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        column: &'static str,
        json: serde_json::Value,
    ) -> Result<T, StoreError> {
        serde_json::from_value(json).map_err(|error| {
            let detail = format!("line {}, column {}: {:?} error", error.line(), error.column(), error.classify());
            self.corrupt(column, &detail)
        })
    }

    pub(crate) fn version(&self, version: i64) -> Result<u64, StoreError> {
        core_version(self.table, self.row, version)
    }

    pub(crate) fn number<T: TryFrom<i64>>(&self, column: &'static str, number: i64) -> Result<T, StoreError> {
        T::try_from(number).map_err(|_| self.corrupt(column, "it is out of range"))
    }

    fn corrupt(&self, column: &'static str, detail: &str) -> StoreError {
        StoreError::corrupt(self.table, column, self.row, detail)
    }
}

/// A value list as its JSON column holds it.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("the core's value types have string keys and no failing serialisation")
}

/// An instant to the millisecond, as it is kept.
pub(crate) fn millis(instant: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(instant.timestamp_millis()).unwrap_or(instant)
}
