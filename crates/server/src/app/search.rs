//! The search of missions and talents, among those that the reader may see.

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use talents_core::access::{Act, Reach, not_allowed, reach};
use talents_core::error::{Problem, Refusals};
use talents_core::id::{MissionId, TalentId};
use talents_core::person::Role;
use talents_matching::{Hit, MissionSearch, MissionVisibility, SearchPage, TalentSearch, TalentVisibility, Window};
use talents_store::talent::{self, NameOrder};
use uuid::Uuid;

use super::skill::check_query;
use super::{App, AppError, Session};

/// The most elements of a page.
pub const PAGE_MAX: i64 = 100;
/// How many names are read at once while a page of talents in the order of names is filled.
const NAMES_READ: u64 = 500;

/// What the session may see of missions that are not public.
pub fn mission_visibility(session: &Session) -> MissionVisibility {
    let writes = session.scope(Act::WriteMission);
    MissionVisibility { everything: writes.all, hosts: writes.structures, ministries: writes.ministries }
}

/// The talents that the session may search, refusing those whom no role lets search any.
pub async fn talent_visibility(app: &App, session: &Session) -> Result<TalentVisibility, AppError> {
    let viewer = session.viewer()?;
    let scope = viewer.scope(Act::SearchTalents);
    let own = talent::by_person(&app.store, viewer.person).await?.map(|talent| talent.id);
    if !may_search(session)? && own.is_none() {
        return Err(not_allowed(Act::SearchTalents).into());
    }
    Ok(TalentVisibility { discoverable: scope.all, structures: scope.structures, talent: own })
}

/// Whether a role lets the session search talents other than their own registration.
fn may_search(session: &Session) -> Result<bool, AppError> {
    let viewer = session.viewer()?;
    Ok(viewer
        .roles
        .iter()
        .any(|held| held.role != Role::Talent && reach(held.role, Act::SearchTalents) != Reach::Never))
}

/// The text of a search; without one, everything is in the list.
pub fn text(query: Option<String>) -> Result<String, AppError> {
    let Some(text) = query else { return Ok(String::new()) };
    check_query(&text)?;
    Ok(text)
}

/// Searches missions.
pub fn missions(app: &App, search: &MissionSearch) -> Result<SearchPage<MissionId>, AppError> {
    Ok(app.engine.snapshot().search_missions(search)?)
}

/// Searches talents; `in_order_of_names` whatever the order that the search names.
pub async fn talents(
    app: &App,
    session: &Session,
    search: &TalentSearch,
    in_order_of_names: bool,
) -> Result<SearchPage<TalentId>, AppError> {
    if in_order_of_names {
        return by_name(app, session, search).await;
    }
    Ok(app.engine.snapshot().search_talents(search)?)
}

/// The index holds no names, so the store gives the order and the engine says who is in the list.
async fn by_name(app: &App, session: &Session, search: &TalentSearch) -> Result<SearchPage<TalentId>, AppError> {
    let snapshot = app.engine.snapshot();
    let window = &search.window;
    let counted = TalentSearch { window: Window::first(0), ..search.clone() };
    let SearchPage { total, facets, .. } = snapshot.search_talents(&counted)?;
    let found = snapshot.matching_talents(search);
    let order = name_order(session);
    let after = match &window.cursor {
        None => None,
        Some(cursor) => Some(place_of(app, order, cursor).await?),
    };
    let has_previous = after.is_some();
    let mut ids = walk_names(app, order, after, &found, window.size + 1).await?;
    let has_next = ids.len() > window.size;
    ids.truncate(window.size);
    let hit = |id: TalentId| Hit { id, score: 0, cursor: name_cursor(id) };
    Ok(SearchPage { total, hits: ids.into_iter().map(hit).collect(), has_next, has_previous, facets })
}

/// The order follows what the reader sees: whoever sees initials gets the order of initials, which tells no more.
fn name_order(session: &Session) -> NameOrder {
    let identifies = session.scope(Act::IdentifyTalent);
    let searches = session.scope(Act::SearchTalents);
    if identifies.all || !searches.all { NameOrder::Full } else { NameOrder::Initials }
}

/// The next `wanted` talents of the list, in the order of names.
async fn walk_names(
    app: &App,
    order: NameOrder,
    mut after: Option<(String, TalentId)>,
    list: &HashSet<TalentId>,
    wanted: usize,
) -> Result<Vec<TalentId>, AppError> {
    let mut ids = Vec::new();
    while ids.len() < wanted {
        let read = talent::ids_by_name(&app.store, order, after.take(), NAMES_READ).await?;
        let Some((last, key)) = read.last().cloned() else { break };
        after = Some((key, last));
        ids.extend(read.into_iter().map(|(id, _)| id).filter(|id| list.contains(id)));
    }
    ids.truncate(wanted);
    Ok(ids)
}

/// The cursor of a talent in the order of names: their id alone, for a name has no place in it.
fn name_cursor(id: TalentId) -> String {
    URL_SAFE_NO_PAD.encode(format!("name:{id}"))
}

async fn place_of(app: &App, order: NameOrder, cursor: &str) -> Result<(String, TalentId), AppError> {
    let decoded = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let uuid = decoded.as_deref().and_then(|text| text.strip_prefix("name:")).and_then(|id| Uuid::try_parse(id).ok());
    let id = TalentId(uuid.ok_or(Problem::MalformedCursor {})?);
    let key = talent::name_key(&app.store, order, id).await?;
    Ok((key.ok_or(Problem::MalformedCursor {})?, id))
}

/// A page of a list: how many, from where, in which direction.
///
/// # Errors
/// [`Problem::PageSize`] outside 1 to [`PAGE_MAX`]; [`Problem::PageDirection`] when both directions are asked for, or
/// none.
pub fn window(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<Window, AppError> {
    let (size, backward, cursor, field) = match (first, last) {
        (Some(first), None) if before.is_none() => (first, false, after, "first"),
        (None, Some(last)) if after.is_none() => (last, true, before, "last"),
        (Some(_) | None, Some(_) | None) => return Err(Problem::PageDirection {}.into()),
    };
    let outside = || Refusals::at(field, Problem::PageSize { value: size.into(), max: PAGE_MAX });
    let checked = usize::try_from(size).ok().filter(|size| (1..=PAGE_MAX as usize).contains(size));
    Ok(Window { size: checked.ok_or_else(outside)?, backward, cursor })
}
