//! What happened, for those whom it concerns: a person reads their own history, a mission's parties the mission's.

use std::collections::HashMap;

use talents_core::access::{Act, Viewer, not_allowed};
use talents_core::engagement::Engagement;
use talents_core::event::{Event, EventKind};
use talents_core::mission::Mission;
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_store::history::{self, Part};
use talents_store::{application, engagement, structure, talent};

use super::dossier::Parties;
use super::session::structure_resource;
use super::{App, AppError, Session};

/// What happens to a mission before the eyes of all; the rest is between its authors and the moderation.
const PUBLIC_KINDS: [EventKind; 10] = [
    EventKind::MissionPublished,
    EventKind::MissionRevised,
    EventKind::MissionSuspended,
    EventKind::MissionResumed,
    EventKind::MissionExpired,
    EventKind::MissionRepublished,
    EventKind::MissionApplicationsOpened,
    EventKind::MissionApplicationsClosed,
    EventKind::MissionCompleted,
    EventKind::MissionCancelled,
];

/// Events, each with its place, and how many there are in all.
#[derive(Debug)]
pub struct Found {
    /// At most as many as were asked for, the newest first.
    pub events: Vec<(i64, Event)>,
    /// How many there are in all.
    pub total: u64,
}

/// What the person did, what was done in their place, and what happened to all that is theirs.
pub async fn own(app: &App, session: &Session, before: Option<i64>, limit: usize) -> Result<Found, AppError> {
    let person = session.viewer()?.person;
    let registration = talent::by_person(&app.store, person).await?;
    let mut parts = vec![Part::Person(person)];
    parts.extend(registration.map(|talent| Part::Talent(talent.id)));
    find(app, &parts, before, limit).await
}

/// What happened to a mission, as far as the person is a party: to those who write it, all of it; to a candidate or a party
/// of an engagement, what everybody could see, and what is their own.
///
/// # Errors
/// [`talents_core::error::Problem::NotAllowed`] for those who have no part in it.
pub async fn of_mission(
    app: &App,
    session: &Session,
    (mission, host): (&Mission, &Structure),
    before: Option<i64>,
    limit: usize,
) -> Result<Found, AppError> {
    let viewer = session.viewer()?;
    let parts = if viewer.may(Act::WriteMission, &structure_resource(host)).is_ok() {
        vec![Part::Object(mission.id.0), Part::AroundMission(mission.id)]
    } else {
        parts_of_party(app, viewer, mission, host).await?
    };
    if parts.is_empty() {
        return Err(not_allowed(Act::WriteMission).into());
    }
    find(app, &parts, before, limit).await
}

async fn find(app: &App, parts: &[Part], before: Option<i64>, limit: usize) -> Result<Found, AppError> {
    let events = history::page(&app.store, parts, before, limit as u64).await?;
    Ok(Found { events, total: history::count(&app.store, parts).await? })
}

/// The person's own candidatures, and the engagements that they may read.
async fn parts_of_party(
    app: &App,
    viewer: &Viewer,
    mission: &Mission,
    host: &Structure,
) -> Result<Vec<Part>, AppError> {
    let mut parts = Vec::new();
    if let Some(own) = talent::by_person(&app.store, viewer.person).await? {
        let applications = application::of_talent_for(&app.store, own.id, mission.id).await?;
        parts.extend(applications.iter().map(|application| Part::Object(application.id.0)));
    }
    let readable = readable_engagements(app, viewer, mission, host).await?;
    parts.extend(readable.iter().map(|engagement| Part::Engagement(engagement.id)));
    if !parts.is_empty() {
        parts.push(Part::Kinds(mission.id.0, PUBLIC_KINDS.to_vec()));
    }
    Ok(parts)
}

/// The engagements of a mission that a person may read, by id.
pub(super) async fn readable_engagements(
    app: &App,
    viewer: &Viewer,
    mission: &Mission,
    host: &Structure,
) -> Result<Vec<Engagement>, AppError> {
    let all = engagement::of_mission(&app.store, mission.id).await?;
    let lenders: Vec<_> = all.iter().flat_map(|one| [one.terms.employer, one.present_employer]).collect();
    let lenders = structure::by_ids(&app.store, &lenders).await?;
    let lenders: HashMap<_, Structure> = lenders.into_iter().map(|lender| (lender.id, lender)).collect();
    let talents: Vec<_> = all.iter().map(|one| one.terms.talent).collect();
    let talents = talent::by_ids(&app.store, &talents).await?;
    let talents: HashMap<_, Talent> = talents.into_iter().map(|talent| (talent.id, talent)).collect();
    let may_read = |engagement: &Engagement| {
        let (employer, present_employer) =
            (lenders.get(&engagement.terms.employer), lenders.get(&engagement.present_employer));
        let talent = talents.get(&engagement.terms.talent);
        employer.zip(present_employer).zip(talent).is_some_and(|((employer, present_employer), talent)| {
            Parties { engagement, host, employer, present_employer, talent }.may_read(viewer)
        })
    };
    Ok(all.into_iter().filter(may_read).collect())
}
