//! Applications, engagements with their consents, time sheets and offers: what is written is what is read, nothing is
//! decided on what moved meanwhile, one open application holds for talent and mission, and seats hold when many are
//! selected at once.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use talents_core::application::ApplicationMove;
use talents_core::audit::Chain;
use talents_core::engagement::{
    Consent, ConsentKind, ConsentState, Engagement, EngagementMove, EngagementState, RefusalReason, Voice, standing,
};
use talents_core::id::{ApplicationId, PersonId, ServiceOfferId, SkillId, TimeSheetId};
use talents_core::mission::Standing;
use talents_core::service_offer::{Service, ServiceOffer, ServiceOfferMove};
use talents_core::time_sheet::{TimeSheet, TimeSheetContext, TimeSheetMove, WorkDraft};
use talents_store::engagement::Concerns;
use talents_store::{
    Store, StoreError, UniqueValue, application, engagement, event, mission, service_offer, time_sheet,
};

use super::scene::{Scene, agreed, id, save, selected, voice};
use super::values::{self, begin, day, now};
use crate::harness::engines::on_both_engines;

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
