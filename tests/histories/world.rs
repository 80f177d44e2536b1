//! The small scheme in which histories take place: the same at every start, on both engines, to the last id. It is filled
//! once for each engine; each history has a copy of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use talents_core::event::{Actor, EventDraft, EventKind};
use talents_core::id::{EnvelopeId, IdSource, MissionId, PersonId, RoleAssignmentId, StructureId, TalentId, TokenId};
use talents_core::mission::{Mission, MissionMove, MoveContext, NewMission, Standing};
use talents_core::person::{Email, Person, Role, RoleAssignment};
use talents_core::programme::{PROGRAMME, Programme};
use talents_core::structure::Structure;
use talents_core::{Change, mission::MissionContent};
use talents_matching::{Engine, Vocabulary};
use talents_server::app::session::hash_token;
use talents_server::app::{App, indexer};
use talents_server::clock::FrozenClock;
use talents_server::import::vocabulary;
use talents_store::token::{self, Token};
use talents_store::{Store, Transaction, mission, person, programme, role, structure, talent};
use uuid::Uuid;

use crate::store::values::{self, day};

/// The structures, by their numbers: 1 is under 0; 3 lets its line managers speak for it; 0 and 4 are trusted hosts.
pub(super) const STRUCTURES: usize = 5;
/// The talents, by the numbers of their structures.
pub(super) const TALENTS: [usize; 7] = [2, 3, 2, 3, 1, 2, 4];
/// The missions: the numbers of their hosts, their seats, and the deadlines of candidatures; the last one is early.
pub(super) const MISSIONS: [(usize, u16, &str); 4] =
    [(0, 1, "2026-12-20"), (0, 2, "2026-12-20"), (4, 2, "2026-12-20"), (4, 1, "2026-12-03")];
/// The minutes of each seat.
pub(super) const EFFORT: u32 = 8_400;
/// Which structure lets its line managers speak for it.
const ONE_VOICE: usize = 3;
/// Small enough for two engagements of one talent to be too many.
const WEEKLY_MINUTES_MAX: u32 = 1_150;

/// Somebody, whose token is their name.
#[derive(Debug, Clone)]
pub(super) struct Somebody {
    pub(super) name: String,
    pub(super) person: PersonId,
    pub(super) email: Email,
}

/// What the world is made of.
#[derive(Debug, Clone)]
pub(super) struct Cast {
    pub(super) people: Vec<Somebody>,
    pub(super) roles: Vec<RoleAssignment>,
    pub(super) structures: Vec<StructureId>,
    pub(super) talents: Vec<TalentId>,
    pub(super) missions: Vec<MissionId>,
    /// Those that were granted since.
    pub(super) envelopes: Vec<EnvelopeId>,
}

/// Ids in turn.
struct Numbered(AtomicU64);

impl IdSource for Numbered {
    fn next(&self) -> Uuid {
        Uuid::from_u128(self.0.fetch_add(1, Ordering::Relaxed).into())
    }
}

impl Cast {
    pub(super) fn named(&self, name: &str) -> &Somebody {
        self.people.iter().find(|somebody| somebody.name == name).expect("somebody of the cast")
    }

    pub(super) fn of(&self, person: PersonId) -> &Somebody {
        self.people.iter().find(|somebody| somebody.person == person).expect("somebody of the cast")
    }

    pub(super) fn number_of(&self, structure: StructureId) -> usize {
        self.structures.iter().position(|known| *known == structure).expect("a structure of the cast")
    }

    pub(super) fn one_voice(&self, employer: StructureId) -> bool {
        employer == self.structures[ONE_VOICE]
    }

    /// An envelope was granted, or is known already.
    pub(super) fn note_envelope(&mut self, id: EnvelopeId) {
        if !self.envelopes.contains(&id) {
            self.envelopes.push(id);
        }
    }

    /// The structure above, if any.
    pub(super) fn above(&self, structure: StructureId) -> Option<StructureId> {
        (structure == self.structures[1]).then_some(self.structures[0])
    }

    async fn recruit(&mut self, app: &App, tx: &mut Transaction, name: &str) -> PersonId {
        let number = 100 + self.people.len() as u32;
        let email = Email::parse(&format!("{name}@exemple.gouv.example")).expect("an address");
        let person = Person { email: email.clone(), ..values::person(number, name, "Essai") };
        person::save(tx, &person).await.expect("a person is kept");
        let (id, created_at) = (TokenId(app.ids.next()), app.clock.now());
        let token =
            Token { id, person: person.id, label: name.to_owned(), created_at, expires_at: None, revoked_at: None };
        token::insert(tx, &token, &hash_token(name)).await.expect("a token is kept");
        self.people.push(Somebody { name: name.to_owned(), person: person.id, email });
        person.id
    }

    async fn appoint(&mut self, app: &App, tx: &mut Transaction, name: &str, role: Role, structure: usize) {
        let person = self.recruit(app, tx, name).await;
        let assignment = RoleAssignment {
            id: RoleAssignmentId(app.ids.next()),
            external_id: None,
            person,
            role,
            structure: self.structures[structure],
            from: app.clock.today(),
            to: None,
            delegate: None,
            confirmed: true,
        };
        role::save(tx, &assignment).await.expect("a role is kept");
        self.roles.push(assignment);
    }
}

/// The world as it begins, in a database that is to be copied.
pub(super) struct Template {
    pub(super) cast: Cast,
    vocabulary: Arc<Vocabulary>,
}

/// When histories begin: 1 December 2026 at 9:00 in Paris.
pub(super) fn beginning() -> DateTime<Utc> {
    "2026-12-01T08:00:00Z".parse().expect("an instant")
}

impl Template {
    /// Fills an empty database.
    pub(super) async fn fill(url: &str) -> Self {
        let store = Store::connect(url).await.expect("the test's database takes connections");
        store.migrate().await.expect("an empty database can be migrated");
        let ids: Arc<dyn IdSource> = Arc::new(Numbered(AtomicU64::new(1 << 40)));
        let clock = Arc::new(FrozenClock::at(beginning()));
        let stamp = talents_core::event::Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: beginning() };
        vocabulary::load_own(&store, stamp, Arc::clone(&ids)).await.expect("the vocabulary is sound");
        let vocabulary = Arc::new(indexer::load_vocabulary(&store).await.expect("the vocabulary is read"));
        let engine = Engine::in_memory(Arc::clone(&vocabulary)).expect("an index in memory");
        let app = App::new(store, engine, clock, ids);
        let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await.expect("a transaction");
        let cast = fill(&app, &mut tx).await;
        tx.commit().await.expect("all is kept");
        app.store.close().await.expect("the template is left alone");
        Self { cast, vocabulary }
    }

    /// The application over a copy of the filled database, its clock at the beginning.
    pub(super) async fn open(&self, url: &str) -> (Arc<App>, Arc<FrozenClock>) {
        let store = Store::connect(url).await.expect("the copy takes connections");
        let clock = Arc::new(FrozenClock::at(beginning()));
        let ids = Arc::new(Numbered(AtomicU64::new(1 << 50)));
        let engine = Engine::in_memory(Arc::clone(&self.vocabulary)).expect("an index in memory");
        (Arc::new(App::new(store, engine, Arc::clone(&clock) as Arc<_>, ids)), clock)
    }
}

async fn fill(app: &App, tx: &mut Transaction) -> Cast {
    let structures = structures(tx).await;
    let ids = structures.iter().map(|structure| structure.id).collect();
    let mut cast =
        Cast { people: vec![], roles: vec![], structures: ids, talents: vec![], missions: vec![], envelopes: vec![] };
    for number in [0, 4] {
        cast.appoint(app, tx, &format!("owner{number}"), Role::MissionOwner, number).await;
    }
    for number in 0..STRUCTURES {
        cast.appoint(app, tx, &format!("manager{number}"), Role::LineManager, number).await;
        cast.appoint(app, tx, &format!("employer{number}"), Role::Employer, number).await;
    }
    for name in ["operator1", "operator2"] {
        cast.appoint(app, tx, name, Role::Operator, 0).await;
    }
    for name in ["deputy1", "deputy2"] {
        cast.recruit(app, tx, name).await;
    }
    limit_weeks(tx).await;
    for (number, employer) in TALENTS.into_iter().enumerate() {
        register(app, tx, &mut cast, number, &structures[employer]).await;
    }
    let owners = [cast.named("owner0").person, cast.named("owner4").person];
    for (number, (host, seats, deadline)) in MISSIONS.into_iter().enumerate() {
        let owner = owners[usize::from(host == 4)];
        cast.missions.push(publish(app, tx, (number, content(seats, deadline)), &structures[host], owner).await);
    }
    cast
}

async fn structures(tx: &mut Transaction) -> Vec<Structure> {
    let mut made: Vec<Structure> = Vec::new();
    for number in 0..STRUCTURES {
        let mut created = values::structure(1 + number as u32);
        created.value.profile.manager_consents_for_employer = number == ONE_VOICE;
        created.value.profile.parent = (number == 1).then(|| made[0].id);
        structure::save(tx, None, &created).await.expect("a structure is kept");
        let trusted = created.value.trust(true);
        if matches!(number, 0 | 4) {
            structure::save(tx, Some(&created.value), &trusted).await.expect("a structure is kept");
        }
        made.push(if matches!(number, 0 | 4) { trusted.value } else { created.value });
    }
    made
}

async fn limit_weeks(tx: &mut Transaction) {
    let before = programme::load(tx).await.expect("there is a programme");
    let value = Programme { version: before.version + 1, weekly_minutes_max: WEEKLY_MINUTES_MAX, ..before.clone() };
    let event = EventDraft::new(EventKind::ProgrammeChanged, PROGRAMME, value.version);
    programme::save(tx, &before, &Change { value, events: vec![event] }).await.expect("the settings are kept");
}

async fn register(app: &App, tx: &mut Transaction, cast: &mut Cast, number: usize, employer: &Structure) {
    let name = format!("talent{number}");
    let person = cast.recruit(app, tx, &name).await;
    let manager = cast.named(&format!("manager{}", TALENTS[number])).email.clone();
    let person = Person { id: person, ..values::person(0, "", "") };
    let mut registered = values::talent(number as u32, &person, employer);
    registered.value.wishes.clear();
    registered.value.profile.line_manager_email = manager;
    talent::save(tx, None, &registered).await.expect("a talent is kept");
    cast.talents.push(registered.value.id);
}

async fn publish(
    app: &App,
    tx: &mut Transaction,
    (number, content): (usize, MissionContent),
    host: &Structure,
    owner: PersonId,
) -> MissionId {
    let (id, external_id) = (MissionId(app.ids.next()), Some(format!("m{number}")));
    let new = NewMission { id, external_id, host: host.id, owner, content };
    let drafted = Mission::create(new, app.clock.now());
    let context = MoveContext { now: app.clock.now(), host, standing: Standing::default() };
    let published = drafted.value.apply(MissionMove::Publish, &context).expect("a trusted host publishes");
    mission::save(tx, None, &drafted).await.expect("a mission is kept");
    mission::save(tx, Some(&drafted.value), &published).await.expect("a mission is kept");
    id
}

fn content(seats: u16, deadline: &str) -> MissionContent {
    let mut content = values::content();
    content.seats = seats;
    content.application_deadline = Some(day(deadline));
    content.modalities.start_from = Some(day("2026-12-02"));
    content.modalities.start_to = Some(day("2027-01-31"));
    content.modalities.end_by = Some(day("2027-03-31"));
    content.modalities.effort_minutes = Some(EFFORT);
    content
}
