//! What the events of a whole history tell, read as rows, and what the ledger and the trail prove of themselves.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait as _, Statement};
use serde_json::Value;
use talents_core::calendar::Days;
use talents_core::engagement::EngagementState;
use talents_core::id::AccountId;
use talents_core::ledger::AccountOwner;
use talents_server::app::{App, audit};
use talents_store::ledger;
use uuid::Uuid;

use super::credits::Credits;
use super::model::{Checked, ensure};
use super::seen::Seen;
use super::world::Cast;

/// The scheme's edges, from its own page: machine, state, the states that may follow. `-` stands before the first one.
const EDGES: &[(&str, &str, &str)] = &[
    ("MISSION", "-", "DRAFT"),
    ("MISSION", "DRAFT", "PUBLISHED"),
    ("MISSION", "PUBLISHED", "PUBLISHED SUSPENDED EXPIRED COMPLETED CANCELLED"),
    ("MISSION", "SUSPENDED", "PUBLISHED CANCELLED"),
    ("MISSION", "EXPIRED", "PUBLISHED CANCELLED"),
    ("APPLICATION", "-", "SUBMITTED INVITED"),
    ("APPLICATION", "INVITED", "SUBMITTED DECLINED LAPSED"),
    ("APPLICATION", "SUBMITTED", "SHORTLISTED DECLINED WITHDRAWN LAPSED"),
    ("APPLICATION", "SHORTLISTED", "SELECTED DECLINED WITHDRAWN LAPSED"),
    ("APPLICATION", "SELECTED", "SHORTLISTED WITHDRAWN"),
    ("CONSENT", "-", "REQUESTED"),
    ("CONSENT", "REQUESTED", "GRANTED REFUSED EXPIRED REQUESTED"),
    ("CONSENT", "GRANTED", "REVOKED SUPERSEDED"),
    ("CONSENT", "EXPIRED", "REQUESTED EXPIRED"),
    ("CONSENT", "REVOKED", "REQUESTED REVOKED"),
    ("CONSENT", "SUPERSEDED", "REQUESTED SUPERSEDED"),
    ("ENGAGEMENT", "-", "AWAITING_CONSENTS"),
    ("ENGAGEMENT", "AWAITING_CONSENTS", "AWAITING_CONSENTS READY CANCELLED"),
    ("ENGAGEMENT", "READY", "AWAITING_CONSENTS IN_PROGRESS CANCELLED"),
    ("ENGAGEMENT", "IN_PROGRESS", "IN_PROGRESS SUSPENDED DELIVERED INTERRUPTED"),
    ("ENGAGEMENT", "SUSPENDED", "SUSPENDED IN_PROGRESS INTERRUPTED"),
    ("ENGAGEMENT", "DELIVERED", "CLOSED"),
    ("ENGAGEMENT", "INTERRUPTED", "CLOSED"),
    ("TIME_SHEET", "-", "DRAFT"),
    ("TIME_SHEET", "DRAFT", "DECLARED"),
    ("TIME_SHEET", "DECLARED", "VALIDATED DISPUTED"),
    ("TIME_SHEET", "DISPUTED", "DECLARED VALIDATED VOID"),
    ("TIME_SHEET", "VALIDATED", "REVERSED"),
];

/// An event, as it is kept.
struct Told {
    kind: String,
    object_kind: String,
    object: Uuid,
    version: i64,
    details: Value,
}

/// What the events say of an object.
struct Known {
    version: i64,
    state: String,
    details: Value,
}

/// Checks a history that is over.
pub(super) async fn check(app: &App, url: &str, cast: &Cast, seen: &Seen, credits: &Credits) -> Checked {
    check_events(&read(url).await, seen)?;
    let faults = ledger::check(&app.store).await.map_err(|error| format!("{error:?}"))?;
    ensure(faults.is_empty(), || format!("the ledger: {faults:?}"))?;
    let trail = audit::verify(&app.store, None).await.map_err(|error| format!("{error:?}"))?;
    ensure(trail.faults.is_empty(), || format!("the trail: {:?}", trail.faults))?;
    for engagement in &seen.engagements {
        let kept = ledger::reservation(&app.store, engagement.id).await.map_err(|error| format!("{error:?}"))?;
        let left = kept.map_or(0, |kept| kept.remaining());
        ensure(left == credits.left_of(engagement.id), || format!("C6: {left} are left of {}", engagement.id))?;
        let over = [EngagementState::Closed, EngagementState::Cancelled].contains(&engagement.state());
        ensure(!over || left == 0, || format!("C6: {left} are left of {}", engagement.id))?;
    }
    check_past(app, cast, credits).await
}

/// C2: what accounts came to on past days is what they had.
async fn check_past(app: &App, cast: &Cast, credits: &Credits) -> Checked {
    for (number, structure) in cast.structures.iter().enumerate() {
        let account = AccountId::of(AccountOwner::Structure(*structure));
        let day = super::model::days_before(app.clock.today(), number * 3);
        let days = Days::try_new(day, day).ok_or("a day")?;
        let told = ledger::statement(&app.store, account, days).await.map_err(|error| format!("{error:?}"))?;
        let had = credits.balance_on(*structure, day);
        ensure(told.closing == had, || format!("C2: {} instead of {had} on {day}", told.closing))?;
    }
    Ok(())
}

async fn read(url: &str) -> Vec<Told> {
    let database = sea_orm::Database::connect(url).await.expect("the test's database takes connections");
    let all = "SELECT kind, object_kind, object_id, object_version, details FROM event ORDER BY seq";
    let all = Statement::from_string(database.get_database_backend(), all);
    let rows = database.query_all_raw(all).await.expect("events are read");
    database.close().await.expect("a connection closes");
    let told = |row: sea_orm::QueryResult| {
        Ok::<_, sea_orm::DbErr>(Told {
            kind: row.try_get("", "kind")?,
            object_kind: row.try_get("", "object_kind")?,
            object: row.try_get("", "object_id")?,
            version: row.try_get("", "object_version")?,
            details: row.try_get("", "details")?,
        })
    };
    rows.into_iter().map(told).collect::<Result<_, _>>().expect("a row is an event")
}

/// A8: each change has its event, along the edges; A1 and A2, as the events tell them; and what is stored is what they
/// come to.
fn check_events(events: &[Told], seen: &Seen) -> Checked {
    let mut known: BTreeMap<Uuid, Known> = BTreeMap::new();
    for event in events {
        let before = known.get(&event.object);
        // The settings that every installation begins with, and an account that is opened, are nobody's change.
        let first = i64::from(["PROGRAMME", "ACCOUNT"].contains(&event.object_kind.as_str()));
        let version = before.map_or(first, |before| before.version);
        // Months are numbered, and some are closed together.
        let follows = match event.kind.strip_suffix("_REMINDED") {
            // A reminder changes nothing of what exists.
            Some(_) => event.version == version && event.details.get("state").is_none(),
            None => event.version == version + 1 || (event.object_kind == "LEDGER" && event.version > version),
        };
        ensure(follows, || format!("A8: {} {} comes after version {version}", event.kind, event.version))?;
        let state = state_after(event, before)?;
        if event.kind.ends_with("_REMINDED") {
            continue;
        }
        known.insert(event.object, Known { version: event.version, state, details: event.details.clone() });
        if event.kind == "ENGAGEMENT_READY" {
            let consented = |one: &&Known| {
                one.details["engagement"] == event.object.to_string()
                    && one.state == "GRANTED"
                    && one.details["terms"] == event.details["terms"]
            };
            let consents = known.values().filter(consented).count();
            ensure(consents == 4, || format!("A1: {consents} consents"))?;
        }
    }
    let missions = seen.missions.iter().map(|one| (one.id.0, one.version, one.state.code()));
    let applications = seen.applications.iter().map(|one| (one.id.0, one.version, one.state.code()));
    let engagements = seen.engagements.iter().map(|one| (one.id.0, one.version, one.state().code()));
    let sheets = seen.sheets.iter().map(|one| (one.id.0, one.version, one.state.code()));
    let consents = seen.engagements.iter().flat_map(|one| one.consents.iter());
    let consents = consents.map(|one| (one.id.0, one.version, one.state.code()));
    for (id, version, state) in missions.chain(applications).chain(engagements).chain(sheets).chain(consents) {
        let told = known.get(&id).ok_or("A8: something has no event")?;
        let right = (told.version, told.state.as_str()) == (version as i64, state);
        ensure(right, || format!("A8: {id} is {state} {version}, the events say {} {}", told.state, told.version))?;
    }
    Ok(())
}

/// The state that an event leaves its object in, where the model follows it.
fn state_after(event: &Told, before: Option<&Known>) -> Result<String, String> {
    let was = before.map_or("-", |before| before.state.as_str());
    let followed = EDGES.iter().any(|(machine, ..)| *machine == event.object_kind);
    let Some(state) = event.details["state"].as_str().filter(|_| followed) else {
        let first = event.kind == "MISSION_CREATED";
        return Ok(if first { "DRAFT".to_owned() } else { was.to_owned() });
    };
    // What erases a candidature's texts leaves it where it is.
    let allowed = event.kind == "APPLICATION_ERASED" && was == state
        || EDGES.iter().any(|(machine, from, to)| {
            (*machine, *from) == (event.object_kind.as_str(), was) && to.split(' ').any(|to| to == state)
        });
    ensure(allowed, || format!("{} leads from {was} to {state}", event.kind))?;
    Ok(state.to_owned())
}
