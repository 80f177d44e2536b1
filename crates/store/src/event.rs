//! The events: written with the state that they tell of, read as a feed, as a history, and as a chain to verify.

mod last;

use std::fmt;
use std::str::FromStr;

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use talents_core::audit::{Chain, Link};
use talents_core::event::{Event, EventDraft, EventKind};
use talents_core::id::{EventId, PersonId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{self, Reader};
use crate::store::sealed::Sealed as _;
use crate::store::{Snapshot, Source, Store, Transaction};

pub use last::{changed_at, last_reminders, remind};

const TABLE: &str = "event";
/// The most objects whose last event is looked up in one statement.
const OBJECTS_MAX: usize = 1_000;

/// Where an event stands in the feed: what has been read up to it is never read again, and nothing is missed.
///
/// Written `transaction:sequence`. On PostgreSQL a sequence number is given before the commit, so numbers alone can
/// appear out of order; with the transaction first, the feed is in the order in which it is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    txid: i64,
    seq: i64,
}

/// At most `limit` events after a position, or from the first one, in the order of the feed.
///
/// On PostgreSQL an event appears once no transaction that began before its own still runs.
pub async fn since(
    source: &impl Source,
    after: Option<Position>,
    limit: u64,
) -> Result<Vec<(Position, Event)>, StoreError> {
    let mut select = settled(source, row::Entity::find());
    if let Some(position) = after {
        select = select.filter(follows(position));
    }
    let select = select.order_by_asc(row::Column::Txid).order_by_asc(row::Column::Seq).limit(limit);
    let rows = select.all(&source.executor()).await?;
    rows.into_iter().map(|row| Ok((Position { txid: row.txid, seq: row.seq }, Event::try_from(row)?))).collect()
}

/// The position of the last event of the feed, or `None` before the first.
pub async fn head(source: &impl Source) -> Result<Option<Position>, StoreError> {
    let select = settled(source, row::Entity::find())
        .order_by_desc(row::Column::Txid)
        .order_by_desc(row::Column::Seq)
        .select_only()
        .columns([row::Column::Txid, row::Column::Seq]);
    let last: Option<(i64, i64)> = select.into_tuple().one(&source.executor()).await?;
    Ok(last.map(|(txid, seq)| Position { txid, seq }))
}

/// Everything that happened to an object, in order.
pub async fn of_object(source: &impl Source, object: impl Into<Uuid>) -> Result<Vec<Event>, StoreError> {
    let select = row::Entity::find().filter(row::Column::ObjectId.eq(object.into())).order_by_asc(row::Column::Seq);
    rows::many(source, select).await
}

/// Gives the whole chain of each object that has any, as they are at one moment, the objects in the order of their ids.
/// Writers are not held up. Unlike [`of_object`] it also gives what can't be read any more, as altered.
pub async fn visit_chains(store: &Store, mut visit: impl FnMut(&Chain)) -> Result<(), StoreError> {
    let snapshot = store.snapshot().await?;
    let mut after = None;
    loop {
        let objects = objects_after(&snapshot, after).await?;
        let Some(last) = objects.last().copied() else { break };
        let select = row::Entity::find()
            .filter(row::Column::ObjectId.is_in(objects))
            .order_by_asc(row::Column::ObjectId)
            .order_by_asc(row::Column::Seq);
        let rows = select.all(&snapshot.executor()).await?;
        for chain in rows.chunk_by(|one, next| one.object_id == next.object_id) {
            visit(&to_chain(chain));
        }
        after = Some(last);
    }
    snapshot.end().await
}

/// The next objects that have a history.
async fn objects_after(snapshot: &Snapshot, after: Option<Uuid>) -> Result<Vec<Uuid>, StoreError> {
    let select = row::Entity::find().select_only().column(row::Column::ObjectId).group_by(row::Column::ObjectId);
    let select = select.order_by_asc(row::Column::ObjectId).limit(OBJECTS_MAX as u64);
    let select = match after {
        Some(last) => select.filter(row::Column::ObjectId.gt(last)),
        None => select,
    };
    Ok(select.into_tuple().all(&snapshot.executor()).await?)
}

fn to_chain(rows: &[row::Model]) -> Chain {
    let object = rows.first().map_or(Uuid::nil(), |row| row.object_id);
    let kind = rows.iter().find_map(|row| EventKind::parse(&row.kind)).map(EventKind::object);
    Chain { object, kind, links: rows.iter().map(to_link).collect() }
}

/// A row is intact where it is, to the last column, what its event would be written as, and the event has its hash.
fn to_link(row: &row::Model) -> Link {
    let unreadable = Link {
        event: EventId(row.id),
        previous_hash: row.previous_hash.clone(),
        hash: row.hash.clone(),
        intact: false,
    };
    let Ok(event) = Event::try_from(row.clone()) else { return unreadable };
    let as_written = row.object_kind == event.kind.object().code()
        && row.actor == rows::json(&event.actor)
        && row.details == rows::json(&event.details)
        && row.at == rows::millis(event.at);
    let link = Link::from(&event);
    Link { intact: link.intact && as_written, ..link }
}

/// Writes events, each after the last one of its object. Their rows are written already: see [`rows::save_changes`].
pub(crate) async fn append<'a>(
    tx: &Transaction,
    drafts: impl IntoIterator<Item = &'a EventDraft>,
) -> Result<(), StoreError> {
    let drafts: Vec<&EventDraft> = drafts.into_iter().collect();
    let mut last_hashes = last::hashes(tx, drafts.iter().map(|draft| draft.object).collect()).await?;
    let mut written = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let last_hash = last_hashes.entry(draft.object).or_default();
        let event = Event::chain(draft, EventId(tx.ids.next()), tx.stamp, last_hash);
        last_hash.clone_from(&event.hash);
        written.push(to_row(event));
    }
    rows::insert::<row::ActiveModel, _>(tx, written).await
}

/// Leaves out, on PostgreSQL, the events that a transaction still running could come before.
fn settled(source: &impl Source, select: sea_orm::Select<row::Entity>) -> sea_orm::Select<row::Entity> {
    match source.executor().get_database_backend() {
        DbBackend::Postgres => {
            select.filter(Expr::cust(r#""event"."txid" < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"#))
        }
        _ => select,
    }
}

fn follows(position: Position) -> sea_orm::sea_query::SimpleExpr {
    let columns = Expr::tuple([Expr::col(row::Column::Txid), Expr::col(row::Column::Seq)]);
    columns.gt(Expr::tuple([Expr::val(position.txid), Expr::val(position.seq)]))
}

fn to_row(event: Event) -> row::ActiveModel {
    row::ActiveModel {
        seq: NotSet,
        // The database knows it: see the migration.
        txid: NotSet,
        id: Set(event.id.0),
        kind: Set(event.kind.code().to_owned()),
        object_kind: Set(event.kind.object().code().to_owned()),
        object_id: Set(event.object),
        object_version: Set(rows::stored_version(event.object_version)),
        actor: Set(rows::json(&event.actor)),
        on_behalf_of: Set(event.on_behalf_of.map(Uuid::from)),
        at: Set(event.at),
        details: Set(rows::json(&event.details)),
        previous_hash: Set(event.previous_hash),
        hash: Set(event.hash),
    }
}

impl TryFrom<row::Model> for Event {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: TABLE, row: &row.seq };
        Ok(Self {
            id: EventId(row.id),
            kind: read.code("kind", &row.kind, EventKind::parse)?,
            object: row.object_id,
            object_version: read.version(row.object_version)?,
            actor: read.json("actor", row.actor)?,
            on_behalf_of: row.on_behalf_of.map(PersonId),
            at: row.at,
            details: read.json("details", row.details)?,
            previous_hash: row.previous_hash,
            hash: row.hash,
        })
    }
}

impl Position {
    pub(crate) const fn new(txid: i64, seq: i64) -> Self {
        Self { txid, seq }
    }

    pub(crate) const fn parts(self) -> (i64, i64) {
        (self.txid, self.seq)
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.txid, self.seq)
    }
}

/// The text is not a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAPosition;

impl fmt::Display for NotAPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a position of the event feed (transaction:sequence)")
    }
}

impl std::error::Error for NotAPosition {}

impl FromStr for Position {
    type Err = NotAPosition;

    fn from_str(text: &str) -> Result<Self, NotAPosition> {
        let (txid, seq) = text.split_once(':').ok_or(NotAPosition)?;
        let number = |digits: &str| digits.parse().map_err(|_| NotAPosition);
        Ok(Self { txid: number(txid)?, seq: number(seq)? })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub seq: i64,
        pub txid: i64,
        pub id: Uuid,
        pub kind: String,
        pub object_kind: String,
        pub object_id: Uuid,
        pub object_version: i64,
        pub actor: Json,
        pub on_behalf_of: Option<Uuid>,
        pub at: ChronoDateTimeUtc,
        pub details: Json,
        pub previous_hash: String,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
