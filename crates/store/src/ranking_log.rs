//! The log of what the ranking served to people: which page, to whom, with what scores and why, made with what.
//!
//! It holds ids, codes and numbers, never a name or a text, so erasing a person breaks nothing; and it has no event of
//! its own, being a trail already. It is kept for a while and then forgotten: see [`prune`].

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use talents_core::id::{MissionId, PersonId, StructureId, TalentId};
use talents_core::mission::{Modalities, Requirement};
use uuid::Uuid;

use crate::error::StoreError;
use crate::event::Position;
use crate::rows::{self, Reader};
use crate::store::{Source, Transaction};

const TABLE: &str = "ranking_log";

/// A page of a ranked list, as it was served to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedPage {
    /// Its id.
    pub id: Uuid,
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// To whom.
    pub person: PersonId,
    /// What was asked.
    pub question: Question,
    /// What the ranking was made with.
    pub made_with: MadeWith,
    /// The most items that the page could have.
    pub page_size: u32,
    /// Where the page began: the cursor of the item before it. The first page has none.
    pub cursor: Option<String>,
    /// How many matches the whole list had.
    pub total: u64,
    /// The signals of the scores, in the order of the contributions.
    pub signals: Vec<String>,
    /// The items, in the order in which they were shown.
    pub items: Vec<ServedItem>,
}

/// What a ranked list was asked for; of a question only ids, codes and numbers are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Question {
    /// Talents for a mission of the store.
    Mission {
        /// Which mission.
        mission: MissionId,
        /// The version of the object.
        version: u64,
        /// The published version that the object then had, where it had one.
        published_version: Option<u32>,
        /// The talents whom the person could see.
        visible: VisibleTalents,
    },
    /// Talents for a mission that was being written.
    Preview {
        /// The skills wanted.
        requirements: Vec<Requirement>,
        /// Where, when and how much, without the rhythm, which is a text.
        modalities: Modalities,
        /// The talents whom the person could see.
        visible: VisibleTalents,
    },
    /// Missions for a talent.
    Talent {
        /// Which talent.
        talent: TalentId,
        /// The version of the registration.
        version: u64,
    },
}

/// The talents whom a person could see when they asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisibleTalents {
    /// All those who may be found.
    pub discoverable: bool,
    /// All those of these structures.
    pub structures: Vec<StructureId>,
    /// The person's own registration.
    pub talent: Option<TalentId>,
}

/// What a ranking was made with: with all of it the same, the page is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeWith {
    /// The version of the ranking, as it was shown.
    pub version: String,
    /// The version of the rules in it.
    pub rules: String,
    /// The version of the vocabulary in it.
    pub vocabulary: String,
    /// The generation of the statistics in it.
    pub generation: u64,
    /// The day in it.
    pub as_of: NaiveDate,
    /// Whether the ranking was suspended, and the order neutral.
    pub suspended: bool,
    /// An event that the index had reached; it may have been a little further already.
    pub position: Option<Position>,
}

/// A talent or a mission, as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedItem {
    /// Which talent, or which mission.
    pub id: Uuid,
    /// Its score, in millionths.
    pub score: u32,
    /// What each signal brought to it, in millionths.
    pub contributions: Vec<u32>,
}

/// Which pages a list holds: those that pass every part that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServedFilter {
    /// For that mission or that talent, or with it among the items.
    pub about: Option<Uuid>,
    /// Served to that person.
    pub person: Option<PersonId>,
    /// Served then or later.
    pub since: Option<DateTime<Utc>>,
}

impl Question {
    const MISSION: &str = "MISSION";
    const PREVIEW: &str = "PREVIEW";
    const TALENT: &str = "TALENT";

    /// The code of the kind of question.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Mission { .. } => Self::MISSION,
            Self::Preview { .. } => Self::PREVIEW,
            Self::Talent { .. } => Self::TALENT,
        }
    }

    /// The mission or the talent that it is about; a preview has none.
    pub const fn subject(&self) -> Option<Uuid> {
        match self {
            Self::Mission { mission, .. } => Some(mission.0),
            Self::Preview { .. } => None,
            Self::Talent { talent, .. } => Some(talent.0),
        }
    }
}

/// Writes pages; one that is there already stays as it is, so a batch whose outcome is unknown can be written again.
pub async fn insert_many(tx: &mut Transaction, pages: &[ServedPage]) -> Result<(), StoreError> {
    let result = write(tx, pages).await;
    tx.note(result)
}

/// The page of that id.
pub async fn by_id(source: &impl Source, id: Uuid) -> Result<Option<ServedPage>, StoreError> {
    let found = row::Entity::find_by_id(id).all(&source.executor()).await?;
    Ok(with_items(source, found).await?.pop())
}

/// At most `limit` pages, the last served first.
pub async fn list(source: &impl Source, filter: &ServedFilter, limit: u64) -> Result<Vec<ServedPage>, StoreError> {
    let select = row::Entity::find()
        .filter(condition(filter))
        .order_by_desc(row::Column::At)
        .order_by_desc(row::Column::Id)
        .limit(limit);
    let found = select.all(&source.executor()).await?;
    with_items(source, found).await
}

/// How many times each talent was shown from one instant until before another, in no order; talents never shown are left
/// out.
pub async fn impressions(
    source: &impl Source,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<(TalentId, u64)>, StoreError> {
    let pages = Condition::all()
        .add(row::Column::Kind.is_in([Question::MISSION, Question::PREVIEW]))
        .add(row::Column::At.gte(from))
        .add(row::Column::At.lt(until));
    let select = item_row::Entity::find()
        .select_only()
        .column(item_row::Column::ItemId)
        .column_as(item_row::Column::ItemId.count(), "shown")
        .filter(item_row::Column::RankingId.in_subquery(ids(pages)))
        .group_by(item_row::Column::ItemId);
    let counts: Vec<(Uuid, i64)> = select.into_tuple().all(&source.executor()).await?;
    let read = Reader { table: TABLE, row: &"(any)" };
    counts.iter().map(|(id, shown)| Ok((TalentId(*id), read.number("item_id", *shown)?))).collect()
}

/// Forgets at most `limit` pages served before that instant, and says how many.
pub async fn prune(tx: &mut Transaction, before: DateTime<Utc>, limit: u64) -> Result<u64, StoreError> {
    let result = delete(tx, before, limit).await;
    tx.note(result)
}

async fn write(tx: &Transaction, pages: &[ServedPage]) -> Result<(), StoreError> {
    let rows = pages.iter().map(row::Model::from).collect();
    let key = OnConflict::column(row::Column::Id).do_nothing().to_owned();
    rows::insert_or::<row::ActiveModel, _>(tx, rows, Some(&key)).await?;
    let items = pages.iter().flat_map(item_rows).collect();
    let keys = [item_row::Column::RankingId, item_row::Column::Place];
    let key = OnConflict::columns(keys).do_nothing().to_owned();
    rows::insert_or::<item_row::ActiveModel, _>(tx, items, Some(&key)).await
}

async fn delete(tx: &Transaction, before: DateTime<Utc>, limit: u64) -> Result<u64, StoreError> {
    let select = row::Entity::find()
        .filter(row::Column::At.lt(rows::millis(before)))
        .order_by_asc(row::Column::At)
        .limit(limit)
        .select_only()
        .column(row::Column::Id);
    let old: Vec<Uuid> = select.into_tuple().all(tx.database()).await?;
    let items = item_row::Entity::delete_many().filter(item_row::Column::RankingId.is_in(old.clone()));
    items.exec(tx.database()).await?;
    let pages = row::Entity::delete_many().filter(row::Column::Id.is_in(old));
    Ok(pages.exec(tx.database()).await?.rows_affected)
}

fn condition(filter: &ServedFilter) -> Condition {
    let shown = |id: Uuid| {
        Query::select()
            .column(item_row::Column::RankingId)
            .from(item_row::Entity)
            .and_where(Expr::col(item_row::Column::ItemId).eq(id))
            .to_owned()
    };
    let about = filter
        .about
        .map(|id| Condition::any().add(row::Column::SubjectId.eq(id)).add(row::Column::Id.in_subquery(shown(id))));
    Condition::all()
        .add_option(about)
        .add_option(filter.person.map(|person| row::Column::PersonId.eq(person.0)))
        .add_option(filter.since.map(|since| row::Column::At.gte(since)))
}

/// The ids of the pages that a condition holds for.
fn ids(condition: Condition) -> SelectStatement {
    Query::select().column(row::Column::Id).from(row::Entity).cond_where(condition).to_owned()
}

async fn with_items(source: &impl Source, found: Vec<row::Model>) -> Result<Vec<ServedPage>, StoreError> {
    let select = item_row::Entity::find()
        .filter(item_row::Column::RankingId.is_in(found.iter().map(|row| row.id)))
        .order_by_asc(item_row::Column::RankingId)
        .order_by_asc(item_row::Column::Place);
    let mut items: HashMap<Uuid, Vec<ServedItem>> = HashMap::new();
    for row in select.all(&source.executor()).await? {
        items.entry(row.ranking_id).or_default().push(ServedItem::try_from(row)?);
    }
    let page = |row: row::Model| {
        let shown = items.remove(&row.id).unwrap_or_default();
        Ok(ServedPage { items: shown, ..ServedPage::try_from(row)? })
    };
    found.into_iter().map(page).collect()
}

fn item_rows(page: &ServedPage) -> impl Iterator<Item = item_row::Model> + '_ {
    (0..).zip(&page.items).map(|(place, item)| item_row::Model {
        ranking_id: page.id,
        place,
        item_id: item.id,
        score: item.score.into(),
        contributions: rows::json(&item.contributions),
    })
}

impl From<&ServedPage> for row::Model {
    fn from(page: &ServedPage) -> Self {
        let made_with = &page.made_with;
        Self {
            id: page.id,
            at: rows::millis(page.at),
            person_id: page.person.0,
            kind: page.question.kind().to_owned(),
            subject_id: page.question.subject(),
            question: rows::json(&page.question),
            version: made_with.version.clone(),
            rules: made_with.rules.clone(),
            vocabulary: made_with.vocabulary.clone(),
            generation: rows::stored_version(made_with.generation),
            as_of: made_with.as_of,
            suspended: made_with.suspended,
            position_txid: made_with.position.map(|position| position.parts().0),
            position_seq: made_with.position.map(|position| position.parts().1),
            page_size: page.page_size.into(),
            cursor: page.cursor.clone(),
            total: rows::stored_version(page.total),
            signals: rows::json(&page.signals),
        }
    }
}

/// Without its items, which are rows of their own.
impl TryFrom<row::Model> for ServedPage {
    type Error = StoreError;

    fn try_from(row: row::Model) -> Result<Self, StoreError> {
        let read = Reader { table: TABLE, row: &row.id };
        Ok(Self {
            id: row.id,
            at: row.at,
            person: PersonId(row.person_id),
            question: read.json("question", row.question)?,
            made_with: MadeWith {
                version: row.version,
                rules: row.rules,
                vocabulary: row.vocabulary,
                generation: read.number("generation", row.generation)?,
                as_of: row.as_of,
                suspended: row.suspended,
                position: row.position_txid.zip(row.position_seq).map(|(txid, seq)| Position::new(txid, seq)),
            },
            page_size: read.number("page_size", row.page_size)?,
            cursor: row.cursor,
            total: read.number("total", row.total)?,
            signals: read.json("signals", row.signals)?,
            items: Vec::new(),
        })
    }
}

impl TryFrom<item_row::Model> for ServedItem {
    type Error = StoreError;

    fn try_from(row: item_row::Model) -> Result<Self, StoreError> {
        let key = format!("{} place {}", row.ranking_id, row.place);
        let read = Reader { table: "ranking_log_item", row: &key };
        Ok(Self {
            id: row.item_id,
            score: read.number("score", row.score)?,
            contributions: read.json("contributions", row.contributions)?,
        })
    }
}

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ranking_log")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: ChronoDateTimeUtc,
        pub person_id: Uuid,
        pub kind: String,
        /// The one of the question, where it can be searched.
        pub subject_id: Option<Uuid>,
        pub question: Json,
        pub version: String,
        pub rules: String,
        pub vocabulary: String,
        pub generation: i64,
        pub as_of: Date,
        pub suspended: bool,
        pub position_txid: Option<i64>,
        pub position_seq: Option<i64>,
        pub page_size: i64,
        pub cursor: Option<String>,
        pub total: i64,
        pub signals: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod item_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ranking_log_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub ranking_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i32,
        pub item_id: Uuid,
        pub score: i64,
        pub contributions: Json,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
