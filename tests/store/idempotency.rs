//! The same request twice.

use std::time::Duration;

use serde_json::json;
use talents_core::id::PersonId;
use talents_store::idempotency::{self, Claim};
use uuid::Uuid;

use super::values::{begin, now};
use crate::harness::engines::on_both_engines;

const PERSON: PersonId = PersonId(Uuid::from_u128(1));
const KEY: Uuid = Uuid::from_u128(2);

#[tokio::test]
async fn a_key_is_new_once_then_replays_and_refuses_another_input() {
    on_both_engines(|store| async move {
        let mut tx = begin(&store).await;
        assert_eq!(idempotency::claim(&mut tx, PERSON, KEY, "missionCreate", "h1").await.unwrap(), Claim::New);
        idempotency::settle(&mut tx, PERSON, KEY, &json!({"id": 7})).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = begin(&store).await;
        let again = idempotency::claim(&mut tx, PERSON, KEY, "missionCreate", "h1").await.unwrap();
        assert_eq!(again, Claim::Replay { outcome: json!({"id": 7}) });
        for (operation, input_hash) in [("missionCreate", "h2"), ("missionCancel", "h1")] {
            let claim = idempotency::claim(&mut tx, PERSON, KEY, operation, input_hash).await.unwrap();
            assert_eq!(claim, Claim::Reused);
        }
        let somebody_else = PersonId(Uuid::from_u128(3));
        let theirs = idempotency::claim(&mut tx, somebody_else, KEY, "missionCreate", "h2").await.unwrap();
        assert_eq!(theirs, Claim::New);
    })
    .await;
}

#[tokio::test]
async fn of_two_at_once_one_is_new_and_the_other_replays_it() {
    on_both_engines(|store| async move {
        let mut first = begin(&store).await;
        assert_eq!(idempotency::claim(&mut first, PERSON, KEY, "x", "h").await.unwrap(), Claim::New);
        let second = tokio::spawn({
            let store = store.clone();
            async move {
                let mut tx = begin(&store).await;
                idempotency::claim(&mut tx, PERSON, KEY, "x", "h").await.unwrap()
            }
        });
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(!second.is_finished(), "it waits for what becomes of the first");
        idempotency::settle(&mut first, PERSON, KEY, &json!("done")).await.unwrap();
        first.commit().await.unwrap();
        assert_eq!(second.await.unwrap(), Claim::Replay { outcome: json!("done") });
    })
    .await;
}

#[tokio::test]
async fn a_key_whose_work_was_rolled_back_or_pruned_is_new_again() {
    on_both_engines(|store| async move {
        let mut tx = begin(&store).await;
        idempotency::claim(&mut tx, PERSON, KEY, "x", "h").await.unwrap();
        drop(tx);
        let mut tx = begin(&store).await;
        assert_eq!(idempotency::claim(&mut tx, PERSON, KEY, "x", "h").await.unwrap(), Claim::New);
        assert_eq!(idempotency::prune(&mut tx, now()).await.unwrap(), 0, "not before its time");
        assert_eq!(idempotency::prune(&mut tx, now() + Duration::from_millis(1)).await.unwrap(), 1);
        assert_eq!(idempotency::claim(&mut tx, PERSON, KEY, "x", "h").await.unwrap(), Claim::New);
    })
    .await;
}
