//! Engagements with their four consents, which change with them alone: the version of the engagement guards all five rows.

mod consent;
pub(crate) mod row;

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::sea_query::{LockType, Query, SelectStatement};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait as _, QueryFilter, QueryOrder, QuerySelect, Select};
use talents_core::Change;
use talents_core::engagement::{Consent, ConsentKind, Consents, Engagement, EngagementState};
use talents_core::id::{
    ApplicationId, ConsentId, EngagementId, EnvelopeId, MissionId, PersonId, StructureId, TalentId,
};
use talents_core::ledger::EngagementFacts;
use uuid::Uuid;

use crate::error::StoreError;
use crate::event;
use crate::keyset::{self, Key, Order};
use crate::rows::{self, Reader};
use crate::store::{Source, Transaction};

pub(crate) use consent::row as consent_row;

const TABLE: &str = "engagement";

/// Which engagements concern somebody: those that pass one part at least.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concerns {
    /// The person who is the talent, or is asked as their line manager.
    pub people: Vec<PersonId>,
    /// The structures that host, employ, or employed at the accord.
    pub structures: Vec<StructureId>,
}

/// The sides of engagements on which somebody stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// Who is the talent.
    pub talent: PersonId,
    /// Who are asked as line managers.
    pub managers: Vec<PersonId>,
    /// The structures that host.
    pub hosts: Vec<StructureId>,
    /// The structures that employ, or employed at the accord.
    pub lenders: Vec<StructureId>,
}

/// The engagement of that id. Read in a transaction, it can't change until that ends.
pub async fn by_id(source: &impl Source, id: EngagementId) -> Result<Option<Engagement>, StoreError> {
    let select = row::Entity::find_by_id(id.0);
    Ok(read(source, locked(source, select)).await?.pop())
}

/// Those of the engagements that exist, in no order.
pub async fn by_ids(source: &impl Source, ids: &[EngagementId]) -> Result<Vec<Engagement>, StoreError> {
    read(source, row::Entity::find().filter(row::Column::Id.is_in(ids.iter().map(|id| id.0)))).await
}

/// The mission of an engagement, which never changes: whoever is to lock the one before the other asks for it first.
pub async fn mission_of(source: &impl Source, id: EngagementId) -> Result<Option<MissionId>, StoreError> {
    let select = row::Entity::find_by_id(id.0).select_only().column(row::Column::MissionId);
    let found: Option<Uuid> = select.into_tuple().one(&source.executor()).await?;
    Ok(found.map(MissionId))
}

/// The engagement of a consent.
pub async fn of_consent(source: &impl Source, id: ConsentId) -> Result<Option<EngagementId>, StoreError> {
    Ok(consent::row::Entity::find_by_id(id.0)
        .one(&source.executor())
        .await?
        .map(|consent| EngagementId(consent.engagement_id)))
}

/// The engagement that an application opened and that takes its seat, if there is one.
pub async fn of_application(source: &impl Source, id: ApplicationId) -> Result<Option<Engagement>, StoreError> {
    let select = row::Entity::find().filter(row::Column::SeatKey.eq(id.to_string()));
    Ok(read(source, locked(source, select)).await?.pop())
}

/// All the engagements of a mission, the cancelled ones too, by id. The lock of the mission is theirs as well: who reads
/// that in a transaction first counts seats that stay as counted.
pub async fn of_mission(source: &impl Source, mission: MissionId) -> Result<Vec<Engagement>, StoreError> {
    let select = row::Entity::find().filter(row::Column::MissionId.eq(mission.0)).order_by_asc(row::Column::Id);
    read(source, select).await
}

/// All the engagements of these missions, in no order.
pub async fn of_missions(source: &impl Source, missions: &[MissionId]) -> Result<Vec<Engagement>, StoreError> {
    let mut found = Vec::new();
    for chunk in missions.chunks(rows::IN_MAX) {
        let theirs = row::Column::MissionId.is_in(chunk.iter().map(|id| id.0));
        found.extend(read(source, row::Entity::find().filter(theirs)).await?);
    }
    Ok(found)
}

/// The missions of these engagements, in no order.
pub async fn missions_of(source: &impl Source, ids: &[EngagementId]) -> Result<Vec<MissionId>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(rows::IN_MAX) {
        let theirs = row::Column::Id.is_in(chunk.iter().map(|id| id.0));
        let select = row::Entity::find().filter(theirs).select_only().column(row::Column::MissionId).distinct();
        let missions: Vec<Uuid> = select.into_tuple().all(&source.executor()).await?;
        found.extend(missions.into_iter().map(MissionId));
    }
    Ok(found)
}

/// How many seats of these missions have started, be the work over or not; those of which none has are left out.
pub async fn started_of(source: &impl Source, missions: &[MissionId]) -> Result<HashMap<MissionId, u32>, StoreError> {
    let mut found = HashMap::new();
    for chunk in missions.chunks(rows::IN_MAX) {
        let started = row::Entity::find()
            .filter(row::Column::MissionId.is_in(chunk.iter().map(|id| id.0)))
            .filter(row::Column::StartedAt.is_not_null())
            .select_only()
            .column(row::Column::MissionId)
            .column_as(row::Column::Id.count(), "started")
            .group_by(row::Column::MissionId);
        let counted: Vec<(Uuid, i64)> = started.into_tuple().all(&source.executor()).await?;
        found.extend(counted.into_iter().map(|(mission, count)| (MissionId(mission), count as u32)));
    }
    Ok(found)
}

/// The engagements that an envelope consented to, whatever became of that consent.
pub async fn of_envelope(source: &impl Source, envelope: EnvelopeId) -> Result<Vec<Engagement>, StoreError> {
    let consented = Query::select()
        .column(consent::row::Column::EngagementId)
        .from(consent::row::Entity)
        .cond_where(consent::row::Column::EnvelopeId.eq(envelope.0))
        .to_owned();
    read(source, row::Entity::find().filter(row::Column::Id.in_subquery(consented))).await
}

/// The engagements of a talent that are neither closed nor cancelled, by id.
pub async fn open_of_talent(source: &impl Source, talent: TalentId) -> Result<Vec<Engagement>, StoreError> {
    let select =
        row::Entity::find().filter(row::Column::TalentId.eq(talent.0)).filter(is_open()).order_by_asc(row::Column::Id);
    read(source, select).await
}

/// At most `limit` engagements that wait for consents, by id, after that one: a walk through all of them.
pub async fn awaiting_after(
    source: &impl Source,
    after: Option<EngagementId>,
    limit: u64,
) -> Result<Vec<Engagement>, StoreError> {
    let awaiting = row::Column::State.eq(EngagementState::AwaitingConsents.code());
    walk(source, Condition::all().add(awaiting), after, limit).await
}

/// At most `limit` engagements that are neither closed nor cancelled, by id, after that one: a walk through all of them.
pub async fn open_after(
    source: &impl Source,
    after: Option<EngagementId>,
    limit: u64,
) -> Result<Vec<Engagement>, StoreError> {
    walk(source, is_open(), after, limit).await
}

async fn walk(
    source: &impl Source,
    among: Condition,
    after: Option<EngagementId>,
    limit: u64,
) -> Result<Vec<Engagement>, StoreError> {
    let mut select = row::Entity::find().filter(among).order_by_asc(row::Column::Id).limit(limit);
    if let Some(id) = after {
        select = select.filter(row::Column::Id.gt(id.0));
    }
    read(source, select).await
}

/// At most `limit` engagements that are neither closed nor cancelled and concern somebody, the oldest first.
pub async fn open_concerning(
    source: &impl Source,
    concerns: &Concerns,
    limit: u64,
) -> Result<Vec<Engagement>, StoreError> {
    let people = concerns.people.iter().map(|id| id.0);
    let structures = || concerns.structures.iter().map(|id| id.0);
    let theirs = Condition::any()
        .add(row::Column::PersonId.is_in(people))
        .add(row::Column::Id.in_subquery(asking(&concerns.people)))
        .add(row::Column::HostId.is_in(structures()))
        .add(row::Column::EmployerId.is_in(structures()))
        .add(row::Column::PresentEmployerId.is_in(structures()));
    let select = row::Entity::find()
        .filter(is_open())
        .filter(theirs)
        .order_by_asc(row::Column::OpenedAt)
        .order_by_asc(row::Column::Id)
        .limit(limit);
    read(source, select).await
}

/// At most `limit` engagements, neither closed nor cancelled, on a side of which somebody stands, after that one, the oldest
/// first.
pub async fn page_of_sides(
    source: &impl Source,
    sides: &Sides,
    after: Option<Key>,
    limit: u64,
) -> Result<Vec<Engagement>, StoreError> {
    let place = (row::Column::OpenedAt, row::Column::Id);
    read(source, keyset::page(sides.open(), place, Order::OldestFirst, after, limit)).await
}

/// How many of them there are.
pub async fn count_of_sides(source: &impl Source, sides: &Sides) -> Result<u64, StoreError> {
    Ok(sides.open().count(&source.executor()).await?)
}

/// The place of an engagement in that list.
pub fn key(engagement: &Engagement) -> Key {
    Key { at: rows::millis(engagement.opened_at), id: engagement.id.0 }
}

impl Sides {
    fn open(&self) -> Select<row::Entity> {
        let lenders = || self.lenders.iter().map(|id| id.0);
        let theirs = Condition::any()
            .add(row::Column::PersonId.eq(self.talent.0))
            .add(row::Column::Id.in_subquery(asking_managers(&self.managers)))
            .add(row::Column::HostId.is_in(self.hosts.iter().map(|id| id.0)))
            .add(row::Column::EmployerId.is_in(lenders()))
            .add(row::Column::PresentEmployerId.is_in(lenders()));
        row::Entity::find().filter(is_open()).filter(theirs)
    }
}

/// At most `limit` consents that were to be answered before that day and still are, the longest past first.
pub async fn consents_past_deadline(
    source: &impl Source,
    day: NaiveDate,
    limit: u64,
) -> Result<Vec<Consent>, StoreError> {
    use consent::row::{Column, Entity};
    let select = Entity::find()
        .filter(Column::AwaitedUntil.lt(day))
        .order_by_asc(Column::AwaitedUntil)
        .order_by_asc(Column::Id)
        .limit(limit);
    rows::many(source, select).await
}

/// What the ledger must agree with, of every engagement there is, closed and cancelled ones too.
pub(crate) async fn credit_facts(source: &impl Source) -> Result<Vec<EngagementFacts>, StoreError> {
    let select = row::Entity::find().select_only().columns([
        row::Column::Id,
        row::Column::State,
        row::Column::HostId,
        row::Column::EmployerId,
        row::Column::PlannedMinutes,
    ]);
    let rows: Vec<(Uuid, String, Uuid, Uuid, i64)> = select.into_tuple().all(&source.executor()).await?;
    let facts = |(id, state, host, employer, planned): (Uuid, String, Uuid, Uuid, i64)| {
        let state = Reader { table: TABLE, row: &id }.code("state", &state, EngagementState::parse)?;
        let (id, host, employer) = (EngagementId(id), StructureId(host), StructureId(employer));
        Ok(EngagementFacts { id, state, host, employer, planned })
    };
    rows.into_iter().map(facts).collect()
}

/// Writes a change of the engagement as it was read (`None` for a new one) and of its consents, with their events.
pub async fn save(
    tx: &mut Transaction,
    before: Option<&Engagement>,
    change: &Change<Engagement>,
) -> Result<(), StoreError> {
    let result = write(tx, before, change).await;
    tx.note(result)
}

async fn write(tx: &Transaction, before: Option<&Engagement>, change: &Change<Engagement>) -> Result<(), StoreError> {
    let after = &change.value;
    match before {
        None => {
            rows::insert::<row::ActiveModel, _>(tx, vec![row::Model::from(after)]).await?;
            let asked = after.consents.iter().map(|one| consent::row::Model::of(one, after)).collect();
            rows::insert::<consent::row::ActiveModel, _>(tx, asked).await?;
        }
        Some(before) => {
            // First, for it is the lock of the others.
            row::replace(tx, before, after).await?;
            consent::replace_changed(tx, before, after).await?;
        }
    }
    event::append(tx, &change.events).await
}

/// Reads engagements as they are at one moment: a change that came between two statements would be seen by half.
async fn read(source: &impl Source, select: Select<row::Entity>) -> Result<Vec<Engagement>, StoreError> {
    let Some(store) = source.unsettled() else { return read_settled(source, select).await };
    let snapshot = store.snapshot().await?;
    let found = read_settled(&snapshot, select).await?;
    snapshot.end().await?;
    Ok(found)
}

/// Reads the rows, then the consents of all of them.
async fn read_settled(source: &impl Source, select: Select<row::Entity>) -> Result<Vec<Engagement>, StoreError> {
    let found = select.all(&source.executor()).await?;
    let ids: Vec<Uuid> = found.iter().map(|row| row.id).collect();
    let mut consents: HashMap<Uuid, Vec<Consent>> = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(rows::IN_MAX) {
        let asked = consent::row::Entity::find().filter(consent::row::Column::EngagementId.is_in(chunk.to_vec()));
        for one in rows::many::<_, Consent>(source, asked).await? {
            consents.entry(one.engagement.0).or_default().push(one);
        }
    }
    let whole = |row: row::Model| {
        let four = Consents::try_new(consents.remove(&row.id).unwrap_or_default());
        let incomplete = || StoreError::corrupt(TABLE, "id", &row.id, "its consents are not one of each kind");
        let four = four.ok_or_else(incomplete)?;
        row.with_consents(four)
    };
    found.into_iter().map(whole).collect()
}

fn locked(source: &impl Source, select: Select<row::Entity>) -> Select<row::Entity> {
    if source.is_transaction() { select.lock(LockType::NoKeyUpdate) } else { select }
}

fn is_open() -> Condition {
    let over = [EngagementState::Closed, EngagementState::Cancelled].map(EngagementState::code);
    Condition::all().add(row::Column::State.is_not_in(over))
}

/// The engagements whose line manager's consent is asked of these people.
fn asking_managers(people: &[PersonId]) -> SelectStatement {
    let kind = consent::row::Column::Kind.eq(ConsentKind::LineManager.code());
    asking(people).and_where(kind).to_owned()
}

fn asking(people: &[PersonId]) -> SelectStatement {
    Query::select()
        .column(consent::row::Column::EngagementId)
        .from(consent::row::Entity)
        .cond_where(consent::row::Column::AskedOf.is_in(people.iter().map(|id| id.0)))
        .to_owned()
}
