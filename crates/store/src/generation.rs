//! The frozen statistics of the ranking: what a cursor refers to, so that pages agree with each other.

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryOrder};
use talents_core::event::{EventDraft, EventKind};
use uuid::Uuid;

use crate::error::StoreError;
use crate::event::{self, Position};
use crate::rows::{self, Reader};
use crate::store::{Source, Transaction};

/// What the events of the generations are about: their series.
pub const GENERATIONS: Uuid = Uuid::from_u128(0x6765_6e65_7261_7469_6f6e_7300_0000_0001);

const TABLE: &str = "generation";

/// The statistics of the ranking as they were frozen once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// Counts the times that they were frozen, from 1.
    pub number: u64,
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// Up to which event they count; `None` before the first.
    pub position: Option<Position>,
    /// The statistics, in the form that the matching gives them.
    pub statistics: Vec<u8>,
}

/// The last generation.
pub async fn latest(source: &impl Source) -> Result<Option<Generation>, StoreError> {
    rows::one(source, row::Entity::find().order_by_desc(row::Column::Number)).await
}

/// The generation of that number, however old: what was ranked with it can be ranked with it again.
pub async fn by_number(source: &impl Source, number: u64) -> Result<Option<Generation>, StoreError> {
    rows::one(source, row::Entity::find_by_id(rows::stored_version(number))).await
}

/// Writes a new generation, with its event; an earlier one never changes.
pub async fn save(tx: &mut Transaction, generation: &Generation) -> Result<(), StoreError> {
    let result = write(tx, generation).await;
    tx.note(result)
}

async fn write(tx: &Transaction, generation: &Generation) -> Result<(), StoreError> {
    let new_row = row::Model {
        number: rows::stored_version(generation.number),
        at: rows::millis(generation.at),
        position_txid: generation.position.map(|position| position.parts().0),
        position_seq: generation.position.map(|position| position.parts().1),
        statistics: generation.statistics.clone(),
    };
    rows::insert::<row::ActiveModel, _>(tx, vec![new_row]).await?;
    event::append(tx, &[EventDraft::new(EventKind::GenerationCut, GENERATIONS, generation.number)]).await
}

impl TryFrom<row::Model> for Generation {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: TABLE, row: &row.number };
        Ok(Self {
            number: read.number("number", row.number)?,
            at: row.at,
            position: row.position_txid.zip(row.position_seq).map(|(txid, seq)| Position::new(txid, seq)),
            statistics: row.statistics,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "generation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub at: ChronoDateTimeUtc,
        pub position_txid: Option<i64>,
        pub position_seq: Option<i64>,
        pub statistics: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
