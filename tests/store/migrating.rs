//! Migrations, and what a database that is not as it should be says.

use sea_orm::ConnectionTrait as _;
use talents_store::{Store, StoreError, person, programme};

use super::values::{begin, seed};
use crate::harness::engines::{on_both_engines, on_both_urls};

#[tokio::test]
async fn migrating_at_once_and_again_is_migrating_once() {
    on_both_urls(|url| async move {
        let (one, other) = (Store::connect(&url).await.unwrap(), Store::connect(&url).await.unwrap());
        assert!(!one.is_migrated().await.unwrap());
        assert_eq!(one.pending_migrations().await.unwrap()[0], "m0001_directory");
        let (first, second) = tokio::join!(one.migrate(), other.migrate());
        first.unwrap();
        second.unwrap();
        one.migrate().await.unwrap();
        assert!(other.is_migrated().await.unwrap());
        programme::load(&other).await.unwrap();
        one.close().await.unwrap();
        other.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_value_that_cannot_be_names_its_table_column_and_row_but_not_itself() {
    on_both_urls(|url| async move {
        let store = Store::connect(&url).await.unwrap();
        store.migrate().await.unwrap();
        let (_, someone) = seed(&store).await;
        let intruder = sea_orm::Database::connect(&url).await.unwrap();
        intruder.execute_unprepared("UPDATE person SET email = 'Camille Durand'").await.unwrap();
        let error = person::by_id(&store, someone.id).await.unwrap_err();
        let message = error.to_string();
        let StoreError::Corrupt(corruption) = error else { panic!("{message}") };
        assert_eq!((corruption.table, corruption.column, corruption.row), ("person", "email", someone.id.to_string()));
        assert!(!message.contains("Camille"), "{message}");
        intruder.close().await.unwrap();
        store.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_store_that_is_used_answers_and_writes_survive_a_new_connection() {
    on_both_engines(|store| async move {
        store.ping().await.unwrap();
        let (_, someone) = seed(&store).await;
        drop(begin(&store).await);
        assert!(person::by_id(&store, someone.id).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_store_in_memory_is_one_database() {
    let store = Store::connect("sqlite::memory:").await.unwrap();
    store.migrate().await.unwrap();
    let (_, someone) = seed(&store).await;
    assert_eq!(person::by_id(&store, someone.id).await.unwrap(), Some(someone));
}
