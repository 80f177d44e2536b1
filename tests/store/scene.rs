//! A mission with whoever is asked for it: what the tests of applications and engagements begin with.

use chrono::{DateTime, Utc};
use talents_core::Change;
use talents_core::application::{Application, ApplicationContext, ApplicationMove, NewApplication, Origin};
use talents_core::engagement::{
    ConsentKind, Engagement, EngagementContext, EngagementMove, NewEngagement, PlanDraft, Voice,
};
use talents_core::event::{Actor, Stamp};
use talents_core::id::{ApplicationId, ConsentId, EngagementId, PersonId, TimeSheetId};
use talents_core::mission::{Mission, MissionMove, MissionVersion, MoveContext, Standing};
use talents_core::person::Person;
use talents_core::programme::Programme;
use talents_core::structure::{Lineage, Structure};
use talents_core::talent::Talent;
use talents_core::time_sheet::{TimeSheet, TimeSheetContext, TimeSheetMove, WorkDraft};
use talents_store::{Store, application, engagement, mission, person, structure, talent, time_sheet};
use uuid::Uuid;

use super::values::{self, begin, day, now, seed};

/// A published mission of two seats, and talents of another structure.
pub(super) struct Scene {
    pub(super) host: Structure,
    pub(super) owner: Person,
    pub(super) employer: Structure,
    pub(super) mission: Mission,
    pub(super) version: MissionVersion,
    pub(super) talents: Vec<Talent>,
    pub(super) programme: Programme,
    pub(super) plan: PlanDraft,
}

impl Scene {
    pub(super) async fn new(store: &Store, talents: u32) -> Self {
        let (host, owner) = seed(store).await;
        let employer = values::structure(2);
        let drafted = values::mission(1, &host, &owner).value;
        let context = MoveContext { now: now(), host: &host, standing: Standing::default() };
        let published = drafted.apply(MissionMove::Publish, &context).unwrap();
        let mut tx = begin(store).await;
        structure::save(&mut tx, None, &employer).await.unwrap();
        mission::save(&mut tx, None, &values::mission(1, &host, &owner)).await.unwrap();
        mission::save(&mut tx, Some(&drafted), &published).await.unwrap();
        let mut registered = Vec::new();
        for number in 0..talents {
            let someone = values::person(100 + number, "Ana", "Sy");
            person::save(&mut tx, &someone).await.unwrap();
            let change = values::talent(number, &someone, &employer.value);
            talent::save(&mut tx, None, &change).await.unwrap();
            registered.push(change.value);
        }
        tx.commit().await.unwrap();
        let version = published.value.version_published_since(None).unwrap();
        let (employer, mission) = (employer.value, published.value);
        Self {
            host,
            owner,
            employer,
            mission,
            version,
            talents: registered,
            programme: Programme::default(),
            plan: PlanDraft::default(),
        }
    }

    pub(super) fn apply(&self, number: u32, talent: usize) -> Change<Application> {
        let (host, employer) = (self.host(), self.lender());
        let new = NewApplication {
            id: ApplicationId(id(10, number)),
            mission: &self.mission,
            started: 0,
            host: &host,
            talent: &self.talents[talent],
            employer: &employer,
            has_open_one: false,
            now: now(),
        };
        Application::submit(&new, Origin::Application, "Je connais ce socle.").unwrap()
    }

    pub(super) fn moved(
        &self,
        application: &Application,
        attempt: &ApplicationMove,
        standing: Standing,
    ) -> Option<Change<Application>> {
        let (host, employer) = (self.host(), self.lender());
        let actor = Actor::Person(self.owner.id);
        let talent = self.talents.iter().find(|talent| talent.id == application.talent).unwrap();
        let context = ApplicationContext {
            stamp: Stamp { actor, on_behalf_of: None, at: now() },
            mission: &self.mission,
            standing,
            host: &host,
            talent,
            employer: &employer,
            work_has_begun: false,
        };
        application.apply(attempt, &context).ok()
    }

    pub(super) fn open(&self, number: u32, application: &Application) -> Change<Engagement> {
        let talent = self.talents.iter().find(|talent| talent.id == application.talent).unwrap();
        let new = NewEngagement {
            id: EngagementId(id(11, number)),
            consents: [0, 1, 2, 3].map(|kind| ConsentId(id(12, number * 4 + kind))),
            application: application.id,
            talent: talent.id,
            person: talent.person,
            host: self.host.id,
            employer: self.employer.id,
            manager: Some(values::person(3, "", "").id),
            plan: self.plan,
        };
        Engagement::open(&new, &self.context(now())).unwrap()
    }

    pub(super) fn context(&self, now: DateTime<Utc>) -> EngagementContext<'_> {
        EngagementContext {
            now,
            mission: &self.version,
            programme: &self.programme,
            others: &[],
            one_voice: false,
            unsettled_sheets: 0,
        }
    }

    pub(super) fn host(&self) -> Lineage {
        Lineage { id: self.host.id, above: Vec::new() }
    }

    pub(super) fn lender(&self) -> Lineage {
        Lineage { id: self.employer.id, above: Vec::new() }
    }
}

pub(super) fn id(family: u32, number: u32) -> Uuid {
    Uuid::from_u128((u128::from(family) << 32) + u128::from(number))
}

pub(super) async fn save(store: &Store, before: Option<&Engagement>, change: &Change<Engagement>) -> Engagement {
    let mut tx = begin(store).await;
    engagement::save(&mut tx, before, change).await.unwrap();
    tx.commit().await.unwrap();
    let kept = engagement::by_id(store, change.value.id).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&change.value));
    change.value.clone()
}

pub(super) async fn selected(store: &Store, scene: &Scene) -> (Application, Engagement) {
    let submitted = scene.apply(1, 0);
    let shortlisted = scene.moved(&submitted.value, &ApplicationMove::Shortlist, Standing::default()).unwrap();
    let opened = scene.open(1, &shortlisted.value);
    let select = ApplicationMove::Select(opened.value.id);
    let chosen = scene.moved(&shortlisted.value, &select, Standing::default()).unwrap();
    let mut tx = begin(store).await;
    application::save(&mut tx, None, &submitted).await.unwrap();
    application::save(&mut tx, Some(&submitted.value), &shortlisted).await.unwrap();
    application::save(&mut tx, Some(&shortlisted.value), &chosen).await.unwrap();
    engagement::save(&mut tx, None, &opened).await.unwrap();
    tx.commit().await.unwrap();
    (chosen.value, opened.value)
}

/// Who speaks for a party: the talent, and three others.
pub(super) fn voice(scene: &Scene, kind: ConsentKind) -> Voice {
    Voice::of(match kind {
        ConsentKind::Talent => scene.talents[0].person,
        ConsentKind::LineManager => values::person(3, "", "").id,
        ConsentKind::Employer => PersonId(id(1, 4)),
        ConsentKind::Host => scene.owner.id,
    })
}

pub(super) async fn agreed(store: &Store, scene: &Scene, opened: Engagement) -> Engagement {
    let mut before = opened;
    for kind in ConsentKind::ALL {
        let grant = EngagementMove::Grant { kind: *kind, voice: voice(scene, *kind), read: None };
        let moved = before.apply(grant, &scene.context(now())).unwrap();
        before = save(store, Some(&before), &moved.change).await;
    }
    before
}

/// An engagement at work for so many planned minutes, with a validated sheet of so many minutes for each day; nothing of it
/// is in the ledger yet.
pub(crate) async fn at_work(store: &Store, planned: i64, sheets: &[i64]) -> (Engagement, Vec<TimeSheet>) {
    let mut scene = Scene::new(store, 1).await;
    scene.plan.minutes = Some(planned);
    let (_, opened) = selected(store, &scene).await;
    let ready = agreed(store, &scene, opened).await;
    let january: DateTime<Utc> = "2027-01-29T09:00:00Z".parse().unwrap();
    let started = ready.apply(EngagementMove::Start, &scene.context(january)).unwrap();
    let started = save(store, Some(&ready), &started.change).await;
    let mut validated = Vec::new();
    let mut tx = begin(store).await;
    for (number, minutes) in (1..).zip(sheets) {
        let by = |person| TimeSheetContext { now: january, person, engagement: &started, sheets: &[] };
        let first = day(&format!("2027-01-{:02}", 10 + number));
        let work = WorkDraft { first, last: first, minutes: *minutes };
        let declared = TimeSheet::declare(TimeSheetId(id(13, number)), &work, &by(started.person)).unwrap();
        let change = declared.value.apply(&TimeSheetMove::Validate, &by(scene.owner.id)).unwrap().change;
        time_sheet::save(&mut tx, None, &declared).await.unwrap();
        time_sheet::save(&mut tx, Some(&declared.value), &change).await.unwrap();
        validated.push(change.value);
    }
    tx.commit().await.unwrap();
    (started, validated)
}
