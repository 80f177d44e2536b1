//! A small scheme to race in: one host, one employer, missions with candidates who all want the same few seats, and
//! credits for a few of them. Its people hold tokens; its days follow the clock of the machine, as the real binary does.

use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use talents_core::Change;
use talents_core::application::{Application, ApplicationContext, ApplicationMove, NewApplication, Origin};
use talents_core::event::{Actor, EventDraft, EventKind, Stamp};
use talents_core::id::{ApplicationId, IdSource, MissionId, PersonId, RoleAssignmentId, TokenId, TransferId};
use talents_core::ledger::{Account, AccountOwner, Command, Policy};
use talents_core::mission::{Mission, MissionContent, MissionMove, MoveContext, NewMission, Standing};
use talents_core::person::{Email, Person, Role, RoleAssignment};
use talents_core::programme::{CompensationMode, PROGRAMME, Programme};
use talents_core::structure::{Lineage, Structure};
use talents_matching::Engine;
use talents_server::app::session::hash_token;
use talents_server::app::{App, Session, audit, indexer};
use talents_server::clock::{Clock, FrozenClock, SystemClock};
use talents_server::ids::TimeOrderedIds;
use talents_server::import::vocabulary;
use talents_server::messages::Language;
use talents_store::token::{self, Token};
use talents_store::{Store, Transaction, application, ledger, mission, person, programme, role, structure, talent};

use crate::store::values;

/// The minutes of each seat.
pub(crate) const EFFORT: i64 = 8_400;
/// Who may speak for the parties beside the talent; their tokens are their names.
pub(crate) const OWNER: &str = "owner";
pub(crate) const MANAGER: &str = "manager";
pub(crate) const EMPLOYER: &str = "employer";

/// What a world is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// How many missions.
    pub(crate) missions: u32,
    /// The seats of each.
    pub(crate) seats: u16,
    /// How many candidates each has.
    pub(crate) candidates: u32,
    /// The credits of the host, in minutes; there is a floor of 0.
    pub(crate) credits: i64,
}

/// A candidature, and the token of who sent it.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) application: ApplicationId,
    pub(crate) token: String,
}

/// The scheme, as its use cases see it.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) host: Structure,
    pub(crate) missions: Vec<MissionId>,
    pub(crate) candidates: Vec<Candidate>,
}

impl World {
    /// A new world in a database that is migrated here.
    pub(crate) async fn new(url: &str, plan: Plan) -> Self {
        Self::on(url, plan, Arc::new(SystemClock)).await
    }

    /// The same as it was so long ago, where its clock stands still.
    pub(crate) async fn begun_before(url: &str, plan: Plan, ago: TimeDelta) -> Self {
        Self::on(url, plan, Arc::new(FrozenClock::at(SystemClock.now() - ago))).await
    }

    /// The same, where that clock tells the time.
    pub(crate) async fn on(url: &str, plan: Plan, clock: Arc<dyn Clock>) -> Self {
        let store = Store::connect(url).await.expect("the test's database takes connections");
        store.migrate().await.expect("an empty database can be migrated");
        let ids: Arc<dyn IdSource> = Arc::new(TimeOrderedIds);
        let stamp = Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: clock.now() };
        vocabulary::load_own(&store, stamp, Arc::clone(&ids)).await.expect("the vocabulary is sound");
        let vocabulary = indexer::load_vocabulary(&store).await.expect("the vocabulary is read");
        let engine = Engine::in_memory(Arc::new(vocabulary)).expect("an index in memory");
        let app = Arc::new(App::new(store, engine, clock, ids));
        let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await.expect("a transaction");
        let (host, missions, candidates) = fill(&app, &mut tx, plan).await;
        tx.commit().await.expect("all is kept");
        Self { app, host, missions, candidates }
    }

    /// Another server's application on the same database: it is told of nothing that this one does.
    pub(crate) async fn elsewhere(&self, url: &str) -> Arc<App> {
        self.elsewhere_at(url, Arc::new(SystemClock)).await
    }

    /// The same with a clock of its own.
    pub(crate) async fn elsewhere_at(&self, url: &str, clock: Arc<dyn Clock>) -> Arc<App> {
        let store = Store::connect(url).await.expect("the test's database takes connections");
        let vocabulary = indexer::load_vocabulary(&store).await.expect("the vocabulary is read");
        let engine = Engine::in_memory(Arc::new(vocabulary)).expect("an index in memory");
        Arc::new(App::new(store, engine, clock, Arc::new(TimeOrderedIds)))
    }

    /// Whom a token lets in.
    pub(crate) async fn session(&self, token: &str) -> Session {
        Session::open(&self.app, token, Language::French).await.expect("the token is known")
    }

    /// The account of the host.
    pub(crate) async fn account(&self) -> Account {
        let owner = AccountOwner::Structure(self.host.id);
        ledger::account(&self.app.store, owner).await.expect("an account is read").expect("it was endowed")
    }

    /// The ledger and the trail of events say that all is well.
    pub(crate) async fn assert_sound(&self) {
        let faults = ledger::check(&self.app.store).await.expect("the ledger is read");
        assert!(faults.is_empty(), "{faults:?}");
        let trail = audit::verify(&self.app.store, None).await.expect("the trail is read");
        assert!(trail.faults.is_empty(), "{:?}", trail.faults);
    }
}

async fn fill(app: &App, tx: &mut Transaction, plan: Plan) -> (Structure, Vec<MissionId>, Vec<Candidate>) {
    let (host, employer) = structures(tx).await;
    let owner = recruit(app, tx, (1, OWNER, "owner@exemple.example")).await;
    let manager = recruit(app, tx, (2, MANAGER, "chef@exemple.gouv.example")).await;
    let agent = recruit(app, tx, (3, EMPLOYER, "employer@exemple.example")).await;
    let held = [(owner, Role::MissionOwner, &host), (manager, Role::LineManager, &employer)];
    for (person, role, structure) in held.into_iter().chain([(agent, Role::Employer, &employer)]) {
        grant(app, tx, person, role, structure).await;
    }
    endow(app, tx, &host, plan.credits).await;
    let (mut missions, mut candidates) = (Vec::new(), Vec::new());
    for number in 0..plan.missions {
        let wanted = publish(app, tx, (number, plan.seats), &host, owner).await;
        missions.push(wanted.id);
        for rank in 0..plan.candidates {
            let number = 100 + number * plan.candidates + rank;
            candidates.push(apply(app, tx, number, &wanted, &employer).await);
        }
    }
    (host, missions, candidates)
}

async fn structures(tx: &mut Transaction) -> (Structure, Structure) {
    let (host, employer) = (values::structure(1), values::structure(2));
    let trusted = host.value.trust(true);
    structure::save(tx, None, &host).await.expect("a structure is kept");
    structure::save(tx, Some(&host.value), &trusted).await.expect("a structure is kept");
    structure::save(tx, None, &employer).await.expect("a structure is kept");
    (trusted.value, employer.value)
}

/// A person with a token.
async fn recruit(app: &App, tx: &mut Transaction, (number, bearer, email): (u32, &str, &str)) -> PersonId {
    let email = Email::parse(email).expect("an address");
    let person = Person { email, ..values::person(number, "Ana", "Sy") };
    person::save(tx, &person).await.expect("a person is kept");
    let (id, created_at) = (TokenId(app.ids.next()), app.clock.now());
    let label = bearer.to_owned();
    let token = Token { id, person: person.id, label, created_at, expires_at: None, revoked_at: None };
    token::insert(tx, &token, &hash_token(bearer)).await.expect("a token is kept");
    person.id
}

async fn grant(app: &App, tx: &mut Transaction, person: PersonId, role: Role, structure: &Structure) {
    let assignment = RoleAssignment {
        id: RoleAssignmentId(app.ids.next()),
        external_id: None,
        person,
        role,
        structure: structure.id,
        from: app.clock.today(),
        to: None,
        delegate: None,
        confirmed: true,
    };
    role::save(tx, &assignment).await.expect("a role is kept");
}

/// Credits count, down to a floor of 0, and the host has some.
async fn endow(app: &App, tx: &mut Transaction, host: &Structure, minutes: i64) {
    let before = programme::load(tx).await.expect("there is a programme");
    let value = Programme {
        version: before.version + 1,
        compensation_mode: CompensationMode::Compensation,
        default_floor_minutes: 0,
        ..before.clone()
    };
    let event = EventDraft::new(EventKind::ProgrammeChanged, PROGRAMME, value.version);
    let policy = Policy::from(&value);
    programme::save(tx, &before, &Change { value, events: vec![event] }).await.expect("the settings are kept");
    let endowment = Command::Endow { structure: host.id, minutes };
    ledger::apply(tx, &policy, &[(TransferId(app.ids.next()), endowment)]).await.expect("credits are given");
}

async fn publish(
    app: &App,
    tx: &mut Transaction,
    (number, seats): (u32, u16),
    host: &Structure,
    owner: PersonId,
) -> Mission {
    let (id, external_id) = (MissionId(app.ids.next()), Some(format!("m{number}")));
    let content = content(app.clock.today(), seats);
    let drafted = Mission::create(NewMission { id, external_id, host: host.id, owner, content }, app.clock.now());
    let context = MoveContext { now: app.clock.now(), host, standing: Standing::default() };
    let published = drafted.value.apply(MissionMove::Publish, &context).expect("a trusted host publishes");
    mission::save(tx, None, &drafted).await.expect("a mission is kept");
    mission::save(tx, Some(&drafted.value), &published).await.expect("a mission is kept");
    published.value
}

fn content(today: NaiveDate, seats: u16) -> MissionContent {
    let day = |days: u64| today.checked_add_days(Days::new(days));
    let mut content = values::content();
    content.seats = seats;
    content.application_deadline = day(30);
    content.modalities.start_from = day(40);
    content.modalities.start_to = day(60);
    content.modalities.end_by = day(200);
    content
}

async fn apply(app: &App, tx: &mut Transaction, number: u32, wanted: &Mission, employer: &Structure) -> Candidate {
    let token = format!("talent-{number}");
    let person = recruit(app, tx, (number, &token, &format!("{token}@exemple.example"))).await;
    let mut registered = values::talent(number, &Person { id: person, ..values::person(number, "", "") }, employer);
    registered.value.wishes.clear();
    talent::save(tx, None, &registered).await.expect("a talent is kept");
    let lineage = |id| Lineage { id, above: Vec::new() };
    let (host, employer) = (lineage(wanted.host), lineage(employer.id));
    let (mission, talent, now) = (wanted, &registered.value, app.clock.now());
    let id = ApplicationId(app.ids.next());
    let new =
        NewApplication { id, mission, started: 0, host: &host, talent, employer: &employer, has_open_one: false, now };
    let submitted = Application::submit(&new, Origin::Application, "").expect("a candidature is made");
    let context = ApplicationContext {
        stamp: tx.stamp(),
        mission,
        standing: Standing::default(),
        host: &host,
        talent,
        employer: &employer,
        work_has_begun: false,
    };
    let kept = submitted.value.apply(&ApplicationMove::Shortlist, &context).expect("a candidature can be shortlisted");
    application::save(tx, None, &submitted).await.expect("a candidature is kept");
    application::save(tx, Some(&submitted.value), &kept).await.expect("a candidature is kept");
    Candidate { application: submitted.value.id, token }
}
