//! A test that runs on SQLite and on PostgreSQL, each time in a database of its own.

use sea_orm::{ConnectionTrait as _, Statement};
use talents_store::Store;

use super::postgres;

/// Runs a test on both engines, in a fresh and migrated database each.
pub(crate) async fn on_both_engines<F, Fut>(test: F)
where
    F: Fn(Store) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    on_both_urls(|url| {
        let connected = async move {
            let store = Store::connect(&url).await.expect("the test's database takes connections");
            store.migrate().await.expect("an empty database can be migrated");
            store
        };
        let test = &test;
        async move { test(connected.await).await }
    })
    .await;
}

/// Runs a test on both engines, giving it the address of an empty database each.
pub(crate) async fn on_both_urls<F, Fut>(test: F)
where
    F: Fn(String) -> Fut,
    Fut: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    test(format!("sqlite://{}", folder.path().join("talents.db").display())).await;
    if let Some(database) = postgres::Database::create().await {
        test(database.url.clone()).await;
        database.drop().await;
    }
}

/// How many events there are, whether or not the feed shows them yet: on PostgreSQL it waits for older transactions, those
/// of the other tests included.
pub(crate) async fn event_count(url: &str) -> i64 {
    let database = sea_orm::Database::connect(url).await.expect("the test's database takes connections");
    let count = Statement::from_string(database.get_database_backend(), "SELECT COUNT(*) AS events FROM event");
    let row = database.query_one_raw(count).await.expect("the events can be counted").expect("a count is a row");
    database.close().await.expect("a connection closes");
    row.try_get("", "events").expect("a count is a number")
}
