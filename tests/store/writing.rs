//! State and events together or not at all, stale versions, taken values, many at once.

use talents_core::audit::Chain;
use talents_core::talent::TalentMove;
use talents_store::{StoreError, UniqueValue, event, mission, person, structure, talent};
use uuid::Uuid;

use super::values::{self, begin, seed};
use crate::harness::engines::on_both_engines;

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_neither_state_nor_event() {
    on_both_engines(|store| async move {
        let (host, owner) = seed(&store).await;
        let created = values::mission(1, &host, &owner);
        let mut tx = begin(&store).await;
        mission::save(&mut tx, None, &created).await.unwrap();
        assert!(mission::by_id(&tx, created.value.id).await.unwrap().is_some(), "it sees its own writes");
        assert_eq!(event::of_object(&tx, created.value.id).await.unwrap().len(), 1);
        drop(tx);
        assert_eq!(mission::by_id(&store, created.value.id).await.unwrap(), None);
        assert_eq!(event::of_object(&store, created.value.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_version_that_was_overtaken_is_refused_and_nothing_is_written() {
    on_both_engines(|store| async move {
        let (employer, someone) = seed(&store).await;
        let registered = values::talent(1, &someone, &employer);
        values::save_talent(&store, &registered).await;
        let read = registered.value;
        let paused = read.apply(TalentMove::Pause).unwrap();
        let mut tx = begin(&store).await;
        talent::save(&mut tx, Some(&read), &paused).await.unwrap();
        tx.commit().await.unwrap();
        let withdrawn = read.apply(TalentMove::Withdraw).unwrap();
        let mut tx = begin(&store).await;
        let refusal = talent::save(&mut tx, Some(&read), &withdrawn).await.unwrap_err();
        assert!(matches!(refusal, StoreError::Stale { table: "talent", .. }), "{refusal}");
        assert!(tx.commit().await.is_err(), "a failed write can't be committed half done");
        assert_eq!(talent::by_id(&store, read.id).await.unwrap(), Some(paused.value));
        assert_eq!(event::of_object(&store, read.id).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_value_that_is_taken_is_named() {
    on_both_engines(|store| async move {
        let (employer, someone) = seed(&store).await;
        let refused = |error: StoreError| match error {
            StoreError::UniqueViolation(value) => value,
            other => panic!("{other}"),
        };
        let mut same_siret = values::structure(2);
        same_siret.value.profile.siret = employer.profile.siret.clone();
        let mut tx = begin(&store).await;
        let error = structure::save(&mut tx, None, &same_siret).await.unwrap_err();
        assert_eq!(refused(error), UniqueValue::StructureSiret);
        drop(tx);
        let mut same_email = values::person(2, "Ali", "Ba");
        same_email.email = someone.email.clone();
        let mut tx = begin(&store).await;
        assert_eq!(refused(person::save(&mut tx, &same_email).await.unwrap_err()), UniqueValue::PersonEmail);
        drop(tx);
        values::save_talent(&store, &values::talent(1, &someone, &employer)).await;
        let mut tx = begin(&store).await;
        let error = talent::save(&mut tx, None, &values::talent(2, &someone, &employer)).await.unwrap_err();
        assert_eq!(refused(error), UniqueValue::TalentPerson);
    })
    .await;
}

#[tokio::test]
async fn a_talent_of_a_structure_that_does_not_exist_is_refused() {
    on_both_engines(|store| async move {
        let (_, someone) = seed(&store).await;
        let nowhere = values::structure(9).value;
        let mut tx = begin(&store).await;
        let error = talent::save(&mut tx, None, &values::talent(1, &someone, &nowhere)).await.unwrap_err();
        assert!(matches!(error, StoreError::ForeignKey(_)), "{error}");
    })
    .await;
}

#[tokio::test]
async fn many_saved_at_once_are_as_if_saved_one_by_one() {
    /// More than one statement takes, with 18 columns each.
    const TALENTS: u32 = 2_000;
    on_both_engines(|store| async move {
        let (employer, _) = seed(&store).await;
        let people: Vec<_> = (1_000..).take(TALENTS as usize).map(|n| values::person(n, "Ana", "Sy")).collect();
        let changes: Vec<_> = (1..).zip(&people).map(|(n, one)| values::talent(n, one, &employer)).collect();
        let mut tx = begin(&store).await;
        person::save_many(&mut tx, &people).await.unwrap();
        let batch: Vec<_> = changes.iter().map(|change| (None, change)).collect();
        talent::save_many(&mut tx, &batch).await.unwrap();
        let paused = changes[0].value.apply(TalentMove::Pause).unwrap();
        talent::save_many(&mut tx, &[(Some(&changes[0].value), &paused)]).await.unwrap();
        tx.commit().await.unwrap();
        let kept = talent::page_after(&store, None, u64::from(TALENTS) + 1).await.unwrap();
        assert_eq!(kept[0], paused.value);
        assert!(kept.iter().skip(1).eq(changes.iter().skip(1).map(|change| &change.value)));
        let ids: Vec<_> = changes.iter().map(|change| change.value.id).collect();
        assert_eq!(talent::by_ids(&store, &ids).await.unwrap().len(), ids.len());
        for (change, events) in [(&changes[0], 2), (&changes[1_999], 1)] {
            let history = event::of_object(&store, change.value.id).await.unwrap();
            assert_eq!((history.len(), Chain::of(&history).faults()), (events, vec![]));
        }
    })
    .await;
}

#[tokio::test]
async fn a_change_that_changes_nothing_writes_nothing() {
    on_both_engines(|store| async move {
        let (host, _) = seed(&store).await;
        let mut tx = begin(&store).await;
        structure::save(&mut tx, Some(&host), &host.trust(true)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(event::of_object(&store, Uuid::from(host.id)).await.unwrap().len(), 2);
    })
    .await;
}
