//! The last event of objects, of whatever kind or of some, without reading what came before it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Select};
use talents_core::event::{Event, EventKind};
use talents_core::reminder::{self, Reminder};
use uuid::Uuid;

use super::row::{Column, Entity};
use crate::error::StoreError;
use crate::rows;
use crate::store::{Source, Transaction};

/// The objects of a statement, and the name that both engines give to the one column of a list of values.
const ASKED: (&str, &str) = ("asked", "column1");
/// The events that are looked through for the last one.
const OF_ONE: &str = "of_one";

/// The last reminder that was written about each object that has any.
pub async fn last_reminders(source: &impl Source, objects: &[Uuid]) -> Result<HashMap<Uuid, Event>, StoreError> {
    let mut found = HashMap::with_capacity(objects.len());
    for chunk in objects.chunks(rows::IN_MAX) {
        let select = last_of(chunk, Some(is_a(&reminder::KINDS)));
        found.extend(rows::many::<_, Event>(source, select).await?.into_iter().map(|event| (event.object, event)));
    }
    Ok(found)
}

/// Since when each object that has a history is as it is: reminders change nothing.
pub async fn changed_at(source: &impl Source, objects: &[Uuid]) -> Result<HashMap<Uuid, DateTime<Utc>>, StoreError> {
    let mut found = HashMap::with_capacity(objects.len());
    for chunk in objects.chunks(rows::IN_MAX) {
        let select = last_of(chunk, Some(is_a(&reminder::KINDS).not()));
        let select = select.select_only().columns([Column::ObjectId, Column::At]);
        let dated: Vec<(Uuid, DateTime<Utc>)> = select.into_tuple().all(&source.executor()).await?;
        found.extend(dated);
    }
    Ok(found)
}

/// Writes reminders. The rows of their objects are locked by whoever read them in the transaction to see what is due, as
/// the rows of a change are by being written: so the last event stays the last one.
pub async fn remind(tx: &mut Transaction, reminders: &[Reminder]) -> Result<(), StoreError> {
    let result = super::append(tx, reminders.iter().map(Reminder::event)).await;
    tx.note(result)
}

/// The hash of the last event of each object that has any.
pub(super) async fn hashes(tx: &Transaction, mut objects: Vec<Uuid>) -> Result<HashMap<Uuid, String>, StoreError> {
    objects.sort_unstable();
    objects.dedup();
    let mut hashes = HashMap::with_capacity(objects.len());
    for chunk in objects.chunks(rows::IN_MAX) {
        let select = last_of(chunk, None).select_only().columns([Column::ObjectId, Column::Hash]);
        let last: Vec<(Uuid, String)> = select.into_tuple().all(tx.database()).await?;
        hashes.extend(last);
    }
    Ok(hashes)
}

/// The last event of each of the objects; `objects` are not none.
fn last_of(objects: &[Uuid], among: Option<Condition>) -> Select<Entity> {
    let last = Query::select()
        .expr(Expr::SubQuery(None, Box::new(last_of_one(among).into())))
        .from_values(objects.iter().copied(), ASKED.0)
        .to_owned();
    Entity::find().filter(Column::Seq.in_subquery(last))
}

/// The number of the last event of the object that is asked about: the end of its part of an index, and no more.
fn last_of_one(among: Option<Condition>) -> SelectStatement {
    let mut select = Query::select();
    select
        .column((OF_ONE, Column::Seq))
        .from_as(Entity, OF_ONE)
        .and_where(Expr::col((OF_ONE, Column::ObjectId)).equals(ASKED))
        .order_by((OF_ONE, Column::Seq), Order::Desc)
        .limit(1);
    if let Some(among) = among {
        select.cond_where(among);
    }
    select
}

fn is_a(kinds: &[EventKind]) -> Condition {
    let codes = kinds.iter().map(|kind| kind.code());
    Condition::all().add(Expr::col((OF_ONE, Column::Kind)).is_in(codes))
}
