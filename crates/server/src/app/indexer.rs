//! Keeps the index in step with the store: reads the events after the one that the index has reached, writes what they
//! touched, and commits the position with it. Whatever is done twice gives the same index.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use talents_core::event::{Event, EventKind, ObjectKind};
use talents_core::id::{EngagementId, MissionId, PersonId, StructureId, TalentId};
use talents_core::mission::Mission;
use talents_core::reminder::is_reminder;
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_matching::{IndexChange, MissionDocument, TalentDocument, Vocabulary};
use talents_store::event::Position;
use talents_store::{engagement, event, mission, occupation, person, skill, structure, talent};

use super::{App, AppError, generation};

/// The most events of one commit of the index.
const BATCH_EVENTS: u64 = 20_000;
/// The most objects that a rebuild reads at once.
const REBUILD_PAGE: u64 = 5_000;
/// How often the events are looked at without being told of a change: another server may share the store.
const POLL: Duration = Duration::from_millis(500);

/// What the events after a position touched.
#[derive(Debug, Default)]
struct Touched {
    talents: BTreeSet<TalentId>,
    missions: BTreeSet<MissionId>,
    people: BTreeSet<PersonId>,
    structures: BTreeSet<StructureId>,
    started: BTreeSet<EngagementId>,
    vocabulary: bool,
    generation: bool,
}

/// Loads the vocabulary that the store holds.
pub async fn load_vocabulary(store: &talents_store::Store) -> Result<Vocabulary, AppError> {
    Ok(Vocabulary::build(skill::all(store).await?, occupation::all(store).await?))
}

/// Follows the events for as long as the program runs.
pub async fn follow(app: Arc<App>) {
    loop {
        let told = app.changed.notified();
        if let Err(error) = follow_once(&app).await {
            tracing::error!(?error, "the index could not follow the events; it tries again");
        }
        let _ = tokio::time::timeout(POLL, told).await;
    }
}

async fn follow_once(app: &App) -> Result<(), AppError> {
    if catch_up(app).await? > 0 { generation::refresh(app).await } else { Ok(()) }
}

/// Brings the index to the last event; gives how many events there were.
pub async fn catch_up(app: &App) -> Result<usize, AppError> {
    let mut total = 0;
    loop {
        let position = reached(app)?;
        let events = event::since(&app.store, position, BATCH_EVENTS).await?;
        let Some((last, _)) = events.last() else { return Ok(total) };
        let changes = changes_of(app, &touched_by(&events)).await?;
        commit(app, changes, last)?;
        total += events.len();
    }
}

/// Writes the whole index anew.
pub async fn rebuild(app: &App) -> Result<(), AppError> {
    let head = event::head(&app.store).await?;
    app.engine.set_vocabulary(Arc::new(load_vocabulary(&app.store).await?));
    app.engine.clear()?;
    let mut after = None;
    loop {
        let page = talent::page_after(&app.store, after, REBUILD_PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        app.engine.apply(talent_changes(app, &page, &[]).await?)?;
    }
    let mut after = None;
    loop {
        let page = mission::page_after(&app.store, after, REBUILD_PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        app.engine.apply(mission_changes(app, &page).await?)?;
    }
    let Some(head) = head else { return Ok(()) };
    tokio::task::block_in_place(|| app.engine.commit_compact(&head.to_string()))?;
    app.note_reached(head);
    Ok(())
}

/// What differs between the index and the store, as sentences without personal data; empty when they agree.
pub async fn verify(app: &App) -> Result<Vec<String>, AppError> {
    let snapshot = app.engine.snapshot();
    let mut indexed_talents: HashMap<_, _> = snapshot.talents().map(|document| (document.id, document)).collect();
    let mut indexed_missions: HashMap<_, _> = snapshot.missions().map(|document| (document.id, document)).collect();
    let mut faults = Vec::new();
    let mut after = None;
    loop {
        let page = talent::page_after(&app.store, after, REBUILD_PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for document in talent_documents(app, &page).await?.into_iter().flatten() {
            compare(&mut faults, "talent", &document.id, indexed_talents.remove(&document.id).as_ref(), &document);
        }
    }
    let mut after = None;
    loop {
        let page = mission::page_after(&app.store, after, REBUILD_PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for document in mission_documents(app, &page).await? {
            compare(&mut faults, "mission", &document.id, indexed_missions.remove(&document.id).as_ref(), &document);
        }
    }
    faults.extend(indexed_talents.keys().map(|id| format!("talent {id}: in the index, not in the store")));
    faults.extend(indexed_missions.keys().map(|id| format!("mission {id}: in the index, not in the store")));
    Ok(faults)
}

fn compare<D: PartialEq>(
    faults: &mut Vec<String>,
    kind: &str,
    id: &impl std::fmt::Display,
    indexed: Option<&D>,
    stored: &D,
) {
    match indexed {
        None => faults.push(format!("{kind} {id}: in the store, not in the index")),
        Some(indexed) if indexed != stored => faults.push(format!("{kind} {id}: the index has an older state")),
        Some(_) => {}
    }
}

fn reached(app: &App) -> Result<Option<Position>, AppError> {
    let position = app.engine.position();
    position.map(|text| text.parse().map_err(|error| AppError::fault(&error))).transpose()
}

fn commit(app: &App, changes: Vec<IndexChange>, position: &Position) -> Result<(), AppError> {
    // Writing a segment takes the disk's time: the other tasks of this thread go on elsewhere meanwhile.
    tokio::task::block_in_place(|| {
        app.engine.apply(changes)?;
        app.engine.commit(&position.to_string())
    })?;
    app.note_reached(*position);
    Ok(())
}

fn touched_by(events: &[(Position, Event)]) -> Touched {
    let mut touched = Touched::default();
    for (_, event) in events.iter().filter(|(_, event)| !is_reminder(event.kind)) {
        match event.kind.object() {
            ObjectKind::Talent => drop(touched.talents.insert(TalentId(event.object))),
            ObjectKind::Mission => drop(touched.missions.insert(MissionId(event.object))),
            ObjectKind::Person if event.kind == EventKind::PersonUpdated => {
                touched.people.insert(PersonId(event.object));
            }
            ObjectKind::Structure if event.kind == EventKind::StructureUpdated => {
                touched.structures.insert(StructureId(event.object));
            }
            ObjectKind::Engagement if event.kind == EventKind::EngagementStarted => {
                touched.started.insert(EngagementId(event.object));
            }
            ObjectKind::Skill | ObjectKind::Occupation => touched.vocabulary = true,
            ObjectKind::Generation => touched.generation = true,
            ObjectKind::Person
            | ObjectKind::Structure
            | ObjectKind::Role
            | ObjectKind::Token
            | ObjectKind::Programme
            | ObjectKind::Application
            | ObjectKind::Engagement
            | ObjectKind::Consent
            | ObjectKind::Envelope
            | ObjectKind::TimeSheet
            | ObjectKind::ServiceOffer
            | ObjectKind::Account
            | ObjectKind::Transfer
            | ObjectKind::Ledger => {}
        }
    }
    touched
}

async fn changes_of(app: &App, touched: &Touched) -> Result<Vec<IndexChange>, AppError> {
    if touched.vocabulary {
        app.engine.set_vocabulary(Arc::new(load_vocabulary(&app.store).await?));
    }
    if touched.generation {
        generation::load(app).await?;
    }
    let mut talents: BTreeSet<TalentId> = touched.talents.clone();
    let people: Vec<_> = touched.people.iter().copied().collect();
    talents.extend(talent::by_people(&app.store, &people).await?.into_iter().map(|talent| talent.id));
    let mut missions: BTreeSet<MissionId> = touched.missions.clone();
    // The last seat that starts closes its mission to the others.
    let started: Vec<_> = touched.started.iter().copied().collect();
    missions.extend(engagement::missions_of(&app.store, &started).await?);
    // A structure that changes ministry takes its talents and missions along.
    let structures: Vec<_> = touched.structures.iter().copied().collect();
    talents.extend(talent::ids_of_structures(&app.store, &structures).await?);
    missions.extend(mission::ids_of_hosts(&app.store, &structures).await?);
    let talent_ids: Vec<_> = talents.into_iter().collect();
    let mission_ids: Vec<_> = missions.into_iter().collect();
    let found = talent::by_ids(&app.store, &talent_ids).await?;
    let mut changes = talent_changes(app, &found, &talent_ids).await?;
    changes.extend(mission_changes(app, &mission::by_ids(&app.store, &mission_ids).await?).await?);
    Ok(changes)
}

/// The changes that write these talents, and that remove those of `asked` who are no longer to be found.
async fn talent_changes(app: &App, found: &[Talent], asked: &[TalentId]) -> Result<Vec<IndexChange>, AppError> {
    let documents: Vec<_> = talent_documents(app, found).await?.into_iter().flatten().collect();
    let kept: BTreeSet<_> = documents.iter().map(|document| document.id).collect();
    let gone = asked.iter().filter(|id| !kept.contains(id)).map(|id| IndexChange::RemoveTalent(*id));
    let removals: Vec<_> = gone.collect();
    Ok(documents.into_iter().map(|document| IndexChange::Talent(Box::new(document))).chain(removals).collect())
}

async fn mission_changes(app: &App, found: &[Mission]) -> Result<Vec<IndexChange>, AppError> {
    let documents = mission_documents(app, found).await?;
    Ok(documents.into_iter().map(|document| IndexChange::Mission(Box::new(document))).collect())
}

async fn talent_documents(app: &App, talents: &[Talent]) -> Result<Vec<Option<TalentDocument>>, AppError> {
    let people: Vec<PersonId> = talents.iter().map(|talent| talent.person).collect();
    let people = person::by_ids(&app.store, &people).await?;
    let names: HashMap<PersonId, [String; 2]> =
        people.into_iter().map(|person| (person.id, [person.given_name, person.family_name])).collect();
    let ministries = ministries(app, talents.iter().map(|talent| talent.structure)).await?;
    let document = |talent: &Talent| {
        let own_names = names.get(&talent.person).map(<[String; 2]>::as_slice).unwrap_or_default();
        TalentDocument::new(talent, own_names, ministry_in(&ministries, talent.structure))
    };
    Ok(talents.iter().map(document).collect())
}

async fn mission_documents(app: &App, missions: &[Mission]) -> Result<Vec<MissionDocument>, AppError> {
    let ministries = ministries(app, missions.iter().map(|mission| mission.host)).await?;
    let ids: Vec<MissionId> = missions.iter().map(|mission| mission.id).collect();
    let started = engagement::started_of(&app.store, &ids).await?;
    let document = |mission: &Mission| {
        let started = started.get(&mission.id).copied().unwrap_or_default();
        MissionDocument::new(mission, started, ministry_in(&ministries, mission.host))
    };
    Ok(missions.iter().map(document).collect())
}

type Ministries = HashMap<StructureId, StructureId>;

async fn ministries(app: &App, structures: impl Iterator<Item = StructureId>) -> Result<Ministries, AppError> {
    let ids: Vec<StructureId> = structures.collect::<BTreeSet<_>>().into_iter().collect();
    let found = structure::by_ids(&app.store, &ids).await?;
    Ok(found.iter().map(|structure: &Structure| (structure.id, structure.ministry_id())).collect())
}

fn ministry_in(ministries: &Ministries, structure: StructureId) -> StructureId {
    ministries.get(&structure).copied().unwrap_or(structure)
}
