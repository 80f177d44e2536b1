//! Applications, engagements with their consents, time sheets and offers: what is written is what is read, nothing is
//! decided on what moved meanwhile, one open application holds for talent and mission, and seats hold when many are
//! selected at once.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use talents_core::Change;
use talents_core::application::{Application, ApplicationContext, ApplicationMove, NewApplication, Origin};
use talents_core::audit::Chain;
use talents_core::engagement::{
    Consent, ConsentKind, ConsentState, Engagement, EngagementContext, EngagementMove, EngagementState, NewEngagement,
    PlanDraft, RefusalReason, Voice, standing,
};
use talents_core::event::{Actor, Stamp};
use talents_core::id::{ApplicationId, ConsentId, EngagementId, PersonId, ServiceOfferId, SkillId, TimeSheetId};
use talents_core::mission::{Mission, MissionMove, MissionVersion, MoveContext, Standing};
use talents_core::person::Person;
use talents_core::programme::Programme;
use talents_core::service_offer::{Service, ServiceOffer, ServiceOfferMove};
use talents_core::structure::{Lineage, Structure};
use talents_core::talent::Talent;
use talents_core::time_sheet::{TimeSheet, TimeSheetContext, TimeSheetMove, WorkDraft};
use talents_store::engagement::Concerns;
use talents_store::{
    Store, StoreError, UniqueValue, application, engagement, event, mission, person, service_offer, structure, talent,
    time_sheet,
};
use uuid::Uuid;

use super::values::{self, begin, day, now, seed};
use crate::harness::engines::on_both_engines;

/// A published mission of two seats, and talents of another structure.
struct Scene {
    host: Structure,
    owner: Person,
    employer: Structure,
    mission: Mission,
    version: MissionVersion,
    talents: Vec<Talent>,
    programme: Programme,
    plan: PlanDraft,
}

impl Scene {
    async fn new(store: &Store, talents: u32) -> Self {
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

    fn apply(&self, number: u32, talent: usize) -> Change<Application> {
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

    fn moved(
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

    fn open(&self, number: u32, application: &Application) -> Change<Engagement> {
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

    fn context(&self, now: DateTime<Utc>) -> EngagementContext<'_> {
        EngagementContext {
            now,
            mission: &self.version,
            programme: &self.programme,
            others: &[],
            one_voice: false,
            unsettled_sheets: 0,
        }
    }

    fn host(&self) -> Lineage {
        Lineage { id: self.host.id, above: Vec::new() }
    }

    fn lender(&self) -> Lineage {
        Lineage { id: self.employer.id, above: Vec::new() }
    }
}

fn id(family: u32, number: u32) -> Uuid {
    Uuid::from_u128((u128::from(family) << 32) + u128::from(number))
}

async fn save(store: &Store, before: Option<&Engagement>, change: &Change<Engagement>) -> Engagement {
    let mut tx = begin(store).await;
    engagement::save(&mut tx, before, change).await.unwrap();
    tx.commit().await.unwrap();
    let kept = engagement::by_id(store, change.value.id).await.unwrap();
    assert_eq!(kept.as_ref(), Some(&change.value));
    change.value.clone()
}

async fn selected(store: &Store, scene: &Scene) -> (Application, Engagement) {
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
fn voice(scene: &Scene, kind: ConsentKind) -> Voice {
    Voice::of(match kind {
        ConsentKind::Talent => scene.talents[0].person,
        ConsentKind::LineManager => values::person(3, "", "").id,
        ConsentKind::Employer => PersonId(id(1, 4)),
        ConsentKind::Host => scene.owner.id,
    })
}

async fn agreed(store: &Store, scene: &Scene, opened: Engagement) -> Engagement {
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

#[tokio::test]
async fn an_application_reads_as_it_was_written_by_every_key() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 2).await;
        let (chosen, opened) = selected(&store, &scene).await;
        assert_eq!(application::by_id(&store, chosen.id).await.unwrap().as_ref(), Some(&chosen));
        assert_eq!(application::by_ids(&store, &[chosen.id]).await.unwrap(), std::slice::from_ref(&chosen));
        assert_eq!(application::all_of_mission(&store, scene.mission.id).await.unwrap(), std::slice::from_ref(&chosen));
        assert_eq!(application::all_of_talent(&store, chosen.talent).await.unwrap(), std::slice::from_ref(&chosen));
        let open = application::open_of(&store, chosen.mission, chosen.talent).await.unwrap();
        assert_eq!(open.as_ref(), Some(&chosen));
        assert_eq!(application::in_the_running(&store, chosen.mission).await.unwrap(), []);
        assert_eq!(engagement::of_application(&store, chosen.id).await.unwrap(), Some(opened));
        let waiting = scene.apply(2, 1);
        let mut tx = begin(&store).await;
        application::save(&mut tx, None, &waiting).await.unwrap();
        tx.commit().await.unwrap();
        let due = application::waiting_for_hosts(&store, &[scene.host.id], 10).await.unwrap();
        assert_eq!(due, std::slice::from_ref(&waiting.value));
        assert_eq!(application::in_the_running(&store, chosen.mission).await.unwrap(), due);
        assert_eq!(application::missions_to_lapse(&store, 10).await.unwrap(), [], "the mission is not over");
        let erased = chosen.erase();
        let mut tx = begin(&store).await;
        application::save(&mut tx, Some(&chosen), &erased).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(application::by_id(&store, chosen.id).await.unwrap(), Some(erased.value));
    })
    .await;
}

#[tokio::test]
async fn an_engagement_reads_as_it_was_written_from_the_first_consent_to_its_closing() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 1).await;
        let (_, opened) = selected(&store, &scene).await;
        let ready = agreed(&store, &scene, opened).await;
        assert_eq!(ready.state(), EngagementState::Ready);
        let january: DateTime<Utc> = "2027-01-05T09:00:00Z".parse().unwrap();
        let mut before = ready;
        for attempt in [
            EngagementMove::Start,
            EngagementMove::Suspend("Le socle est gelé.".to_owned()),
            EngagementMove::Resume,
            EngagementMove::Deliver,
            EngagementMove::Close,
        ] {
            let moved = before.apply(attempt, &scene.context(january)).unwrap();
            before = save(&store, Some(&before), &moved.change).await;
        }
        assert_eq!(before.state(), EngagementState::Closed);
        assert_eq!(engagement::of_mission(&store, scene.mission.id).await.unwrap(), std::slice::from_ref(&before));
        assert_eq!(engagement::open_of_talent(&store, before.terms.talent).await.unwrap(), []);
        for object in [before.id.0].into_iter().chain(before.consents.iter().map(|consent| consent.id.0)) {
            assert_eq!(Chain::of(&event::of_object(&store, object).await.unwrap()).faults(), []);
        }
    })
    .await;
}

#[tokio::test]
async fn a_refused_engagement_keeps_its_reason_and_frees_its_seat() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 1).await;
        let (chosen, opened) = selected(&store, &scene).await;
        let refuse = EngagementMove::Refuse {
            kind: ConsentKind::Employer,
            voice: Voice { on_behalf_of: Some(PersonId(id(1, 5))), ..voice(&scene, ConsentKind::Employer) },
            reason: RefusalReason::Other,
            comment: "Le service déménage.".to_owned(),
        };
        let moved = opened.apply(refuse, &scene.context(now())).unwrap();
        let cancelled = save(&store, Some(&opened), &moved.change).await;
        assert_eq!(cancelled.state(), EngagementState::Cancelled);
        assert_eq!(engagement::of_application(&store, chosen.id).await.unwrap(), None);
        let past = engagement::consents_past_deadline(&store, day("2099-01-01"), 10).await.unwrap();
        assert_eq!(past, [], "nothing is awaited of what is cancelled");
        let again = scene.open(2, &chosen);
        save(&store, None, &again).await;
    })
    .await;
}

#[tokio::test]
async fn engagements_are_found_by_whom_they_concern_and_consents_by_their_deadline() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 1).await;
        let (_, opened) = selected(&store, &scene).await;
        let manager = values::person(3, "", "").id;
        let found = async |people: Vec<PersonId>, structures| {
            engagement::open_concerning(&store, &Concerns { people, structures }, 10).await.unwrap()
        };
        for (people, structures) in [
            (vec![manager], vec![]),
            (vec![opened.person], vec![]),
            (vec![], vec![scene.host.id]),
            (vec![], vec![scene.employer.id]),
        ] {
            assert_eq!(found(people, structures).await, std::slice::from_ref(&opened));
        }
        assert_eq!(found(vec![scene.owner.id], vec![]).await, []);
        let deadline = opened.consents.get(ConsentKind::Host).deadline;
        let due = async |day| engagement::consents_past_deadline(&store, day, 10).await.unwrap();
        assert_eq!(due(deadline).await, [], "the last day counts");
        let late: Vec<Consent> = due(deadline.succ_opt().unwrap()).await;
        assert_eq!(late.len(), 4);
        assert_eq!(engagement::of_consent(&store, late[0].id).await.unwrap(), Some(opened.id));
    })
    .await;
}

#[tokio::test]
async fn two_answers_decided_on_the_same_engagement_are_not_both_written() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 1).await;
        let (_, opened) = selected(&store, &scene).await;
        let grant = |kind| {
            let grant = EngagementMove::Grant { kind, voice: voice(&scene, kind), read: None };
            opened.apply(grant, &scene.context(now())).unwrap().change
        };
        save(&store, Some(&opened), &grant(ConsentKind::Talent)).await;
        let mut tx = begin(&store).await;
        let error = engagement::save(&mut tx, Some(&opened), &grant(ConsentKind::Host)).await.unwrap_err();
        assert!(matches!(error, StoreError::Stale { table: "engagement", .. }), "{error}");
        assert!(tx.commit().await.is_err());
    })
    .await;
}

/// Grants a consent, takes it back and asks for it again, in turn; from version 1 on, it is granted at 2, 5, 8 and so on.
async fn change_its_mind(store: Store, scene: Arc<Scene>, opened: Engagement, rounds: u32) {
    let (kind, voice) = (ConsentKind::Host, voice(&scene, ConsentKind::Host));
    let mut before = opened;
    for _ in 0..rounds {
        for attempt in [
            EngagementMove::Grant { kind, voice, read: None },
            EngagementMove::Revoke { kind, voice, comment: String::new() },
            EngagementMove::AskAgain(kind),
        ] {
            let moved = before.apply(attempt, &scene.context(now())).unwrap();
            let mut tx = begin(&store).await;
            engagement::save(&mut tx, Some(&before), &moved.change).await.unwrap();
            tx.commit().await.unwrap();
            before = moved.change.value;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engagement_is_never_read_with_the_consents_of_another_moment() {
    on_both_engines(|store| async move {
        let scene = Arc::new(Scene::new(&store, 1).await);
        let (_, opened) = selected(&store, &scene).await;
        let changing = tokio::spawn(change_its_mind(store.clone(), Arc::clone(&scene), opened.clone(), 60));
        let mut versions = HashSet::new();
        while !changing.is_finished() {
            let read = engagement::by_id(&store, opened.id).await.unwrap().unwrap();
            let is_granted = read.consents.iter().any(|consent| consent.state == ConsentState::Granted);
            assert_eq!(is_granted, read.version % 3 == 2, "version {}", read.version);
            versions.insert(read.version);
        }
        changing.await.unwrap();
        assert!(versions.len() > 20, "read {} versions while they changed", versions.len());
    })
    .await;
}

#[tokio::test]
async fn a_talent_has_one_open_application_for_a_mission_whatever_the_races() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 1).await;
        let first = scene.apply(1, 0);
        let mut tx = begin(&store).await;
        application::save(&mut tx, None, &first).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = begin(&store).await;
        let error = application::save(&mut tx, None, &scene.apply(2, 0)).await.unwrap_err();
        assert!(matches!(error, StoreError::UniqueViolation(UniqueValue::OpenApplication)), "{error}");
        drop(tx);
        let withdrawn =
            scene.moved(&first.value, &ApplicationMove::Withdraw(String::new()), Standing::default()).unwrap();
        let mut tx = begin(&store).await;
        application::save(&mut tx, Some(&first.value), &withdrawn).await.unwrap();
        application::save(&mut tx, None, &scene.apply(2, 0)).await.unwrap();
        tx.commit().await.unwrap();
    })
    .await;
}

/// Selects an application as a use case does: the mission's row is the lock under which seats are counted.
async fn try_select(store: Store, scene: &Scene, application: ApplicationId, number: u32) -> Result<bool, StoreError> {
    let mut tx = begin(&store).await;
    mission::by_id(&tx, scene.mission.id).await?;
    let counted = standing(&engagement::of_mission(&tx, scene.mission.id).await?);
    let before = application::by_id(&tx, application).await?.unwrap();
    let opened = scene.open(number, &before);
    let Some(chosen) = scene.moved(&before, &ApplicationMove::Select(opened.value.id), counted) else {
        return Ok(false);
    };
    application::save(&mut tx, Some(&before), &chosen).await?;
    engagement::save(&mut tx, None, &opened).await?;
    tx.commit().await?;
    Ok(true)
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_are_selected_at_once_as_there_are_seats() {
    const TALENTS: u32 = 12;
    on_both_engines(|store| async move {
        let scene = Arc::new(Scene::new(&store, TALENTS).await);
        let mut shortlisted = Vec::new();
        for number in 0..TALENTS {
            let submitted = scene.apply(number, number as usize);
            let kept = scene.moved(&submitted.value, &ApplicationMove::Shortlist, Standing::default()).unwrap();
            let mut tx = begin(&store).await;
            application::save(&mut tx, None, &submitted).await.unwrap();
            application::save(&mut tx, Some(&submitted.value), &kept).await.unwrap();
            tx.commit().await.unwrap();
            shortlisted.push(kept.value.id);
        }
        let race = (0..).zip(shortlisted).map(|(number, application)| {
            let (store, scene) = (store.clone(), Arc::clone(&scene));
            tokio::spawn(async move { try_select(store, &scene, application, number).await.unwrap() })
        });
        let mut taken = 0;
        for one in race.collect::<Vec<_>>() {
            taken += u16::from(one.await.unwrap());
        }
        assert_eq!(taken, scene.mission.content.seats);
        let counted = standing(&engagement::of_mission(&store, scene.mission.id).await.unwrap());
        assert_eq!(counted.selected, u32::from(taken));
    })
    .await;
}

#[tokio::test]
async fn a_time_sheet_and_a_service_offer_read_as_they_were_written() {
    on_both_engines(|store| async move {
        let scene = Scene::new(&store, 1).await;
        let (_, opened) = selected(&store, &scene).await;
        let ready = agreed(&store, &scene, opened).await;
        let january: DateTime<Utc> = "2027-01-12T09:00:00Z".parse().unwrap();
        let started = ready.apply(EngagementMove::Start, &scene.context(january)).unwrap();
        let started = save(&store, Some(&ready), &started.change).await;
        let by = |person| TimeSheetContext { now: january, person, engagement: &started, sheets: &[] };
        let work = WorkDraft { first: day("2027-01-05"), last: day("2027-01-08"), minutes: 1_200 };
        let declared = TimeSheet::declare(TimeSheetId(id(13, 1)), &work, &by(started.person)).unwrap();
        let disputed = TimeSheetMove::Dispute("Le 8 n’a pas été travaillé.".to_owned());
        let disputed = declared.value.apply(&disputed, &by(scene.owner.id)).unwrap().change;
        let mut tx = begin(&store).await;
        time_sheet::save(&mut tx, None, &declared).await.unwrap();
        time_sheet::save(&mut tx, Some(&declared.value), &disputed).await.unwrap();
        tx.commit().await.unwrap();
        let kept = disputed.value;
        assert_eq!(time_sheet::by_id(&store, kept.id).await.unwrap().as_ref(), Some(&kept));
        assert_eq!(time_sheet::of_engagement(&store, started.id).await.unwrap(), std::slice::from_ref(&kept));
        assert_eq!(time_sheet::of_engagements(&store, &[started.id]).await.unwrap(), std::slice::from_ref(&kept));
        assert_eq!(time_sheet::disputed(&store, 10).await.unwrap(), [kept]);

        let service = Service {
            title: "Revue d’architecture".to_owned(),
            description: "Deux jours avec l’équipe.".to_owned(),
            skills: vec![SkillId::of_slug("kubernetes")],
            effort_minutes: 840,
        };
        let made = ServiceOffer::make(ServiceOfferId(id(14, 1)), scene.talents[0].id, service);
        let used = made.value.apply(ServiceOfferMove::Use(scene.mission.id)).unwrap();
        let mut tx = begin(&store).await;
        service_offer::save(&mut tx, None, &made).await.unwrap();
        service_offer::save(&mut tx, Some(&made.value), &used).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(service_offer::by_id(&store, made.value.id).await.unwrap().as_ref(), Some(&used.value));
        assert_eq!(service_offer::of_talent(&store, made.value.talent).await.unwrap(), [used.value]);
    })
    .await;
}
