//! What happened to some objects, or was done by somebody: pages of events, the newest first.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait as _, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use talents_core::event::{Event, EventKind};
use talents_core::id::{EngagementId, MissionId, PersonId, TalentId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::event::row::{self, Column, Entity};
use crate::store::Source;
use crate::{application, engagement, role, service_offer, time_sheet, token};

/// Some events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Those of an object.
    Object(Uuid),
    /// Those of these kinds of an object.
    Kinds(Uuid, Vec<EventKind>),
    /// Those of the candidatures and engagements of a mission, with their consents and time sheets; not its own.
    AroundMission(MissionId),
    /// Those of an engagement, of its consents and of its time sheets.
    Engagement(EngagementId),
    /// Those of a registration and of all that came of it: candidatures, engagements with their consents and time
    /// sheets, offers.
    Talent(TalentId),
    /// Those of a person, of their roles and tokens, of the consents that they are asked for, and all that they did or that
    /// was done in their place.
    Person(PersonId),
}

/// At most `limit` events that are in one of the parts, before that one, the newest first; each with its place, which is
/// what the next page comes after.
pub async fn page(
    source: &impl Source,
    parts: &[Part],
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<(i64, Event)>, StoreError> {
    let Some(places) = places(source, parts) else { return Ok(Vec::new()) };
    let mut select = Entity::find().filter(Column::Seq.in_subquery(places)).order_by_desc(Column::Seq).limit(limit);
    if let Some(before) = before {
        select = select.filter(Column::Seq.lt(before));
    }
    let rows: Vec<row::Model> = select.all(&source.executor()).await?;
    rows.into_iter().map(|row| Ok((row.seq, Event::try_from(row)?))).collect()
}

/// How many events are in one of the parts.
pub async fn count(source: &impl Source, parts: &[Part]) -> Result<u64, StoreError> {
    let Some(places) = places(source, parts) else { return Ok(0) };
    Ok(Entity::find().filter(Column::Seq.in_subquery(places)).count(&source.executor()).await?)
}

/// The places of the events of all the parts, each part found by an index of its own; `None` for no part.
fn places(source: &impl Source, parts: &[Part]) -> Option<SelectStatement> {
    let backend = source.executor().get_database_backend();
    let mut all = parts.iter().flat_map(|part| part.places(backend));
    let first = all.next()?;
    Some(all.fold(first, |mut union, next| union.union(UnionType::Distinct, next).to_owned()))
}

impl Part {
    fn places(&self, backend: DbBackend) -> Vec<SelectStatement> {
        match self {
            Self::Object(id) => vec![of(Column::ObjectId.eq(*id))],
            Self::Kinds(id, kinds) => {
                let codes = kinds.iter().map(|kind| kind.code());
                vec![of(Column::ObjectId.eq(*id).and(Column::Kind.is_in(codes)))]
            }
            Self::AroundMission(id) => {
                let theirs = engagements(engagement::row::Column::MissionId.eq(id.0));
                let applications = ids(
                    application::row::Entity,
                    application::row::Column::Id,
                    application::row::Column::MissionId.eq(id.0),
                );
                [vec![of_objects(applications)], around_engagements(&theirs)].concat()
            }
            Self::Engagement(id) => around_engagements(&engagements(engagement::row::Column::Id.eq(id.0))),
            Self::Talent(id) => {
                use service_offer::row as offer;
                let theirs = engagements(engagement::row::Column::TalentId.eq(id.0));
                let applications = ids(
                    application::row::Entity,
                    application::row::Column::Id,
                    application::row::Column::TalentId.eq(id.0),
                );
                let offers = ids(offer::Entity, offer::Column::Id, offer::Column::TalentId.eq(id.0));
                let own = vec![of(Column::ObjectId.eq(id.0)), of_objects(applications), of_objects(offers)];
                [own, around_engagements(&theirs)].concat()
            }
            Self::Person(id) => of_person(*id, backend),
        }
    }
}

fn of_person(id: PersonId, backend: DbBackend) -> Vec<SelectStatement> {
    use engagement::consent_row as consent;
    let actor = match backend {
        DbBackend::Postgres => Expr::cust("(\"actor\" ->> 'id')"),
        _ => Expr::cust("json_extract(\"actor\", '$.id')"),
    };
    let roles = ids(role::row::Entity, role::row::Column::Id, role::row::Column::PersonId.eq(id.0));
    let tokens = ids(token::row::Entity, token::row::Column::Id, token::row::Column::PersonId.eq(id.0));
    let asked = ids(consent::Entity, consent::Column::Id, consent::Column::AskedOf.eq(id.0));
    vec![
        of(Column::ObjectId.eq(id.0)),
        of(actor.eq(id.0.to_string())),
        of(Column::OnBehalfOf.eq(id.0)),
        of_objects(roles),
        of_objects(tokens),
        of_objects(asked),
    ]
}

fn of(condition: SimpleExpr) -> SelectStatement {
    Query::select().column(Column::Seq).from(Entity).and_where(condition).to_owned()
}

fn of_objects(objects: SelectStatement) -> SelectStatement {
    of(Column::ObjectId.in_subquery(objects))
}

fn engagements(condition: SimpleExpr) -> SelectStatement {
    ids(engagement::row::Entity, engagement::row::Column::Id, condition)
}

/// The events of engagements, of their consents and of their time sheets.
fn around_engagements(engagements: &SelectStatement) -> Vec<SelectStatement> {
    use engagement::consent_row as consent;
    use time_sheet::row as sheet;
    let consents = consent::Column::EngagementId.in_subquery(engagements.clone());
    let sheets = sheet::Column::EngagementId.in_subquery(engagements.clone());
    vec![
        of_objects(engagements.clone()),
        of_objects(ids(consent::Entity, consent::Column::Id, consents)),
        of_objects(ids(sheet::Entity, sheet::Column::Id, sheets)),
    ]
}

fn ids<E: EntityTrait>(entity: E, id: E::Column, condition: SimpleExpr) -> SelectStatement {
    Query::select().column(id).from(entity).and_where(condition).to_owned()
}
