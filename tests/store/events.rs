//! The events as a feed that loses nothing, and as chains that show what was altered.

use std::collections::HashSet;
use std::time::Duration;

use sea_orm::ConnectionTrait as _;
use talents_core::audit::{Chain, ChainFaultKind};
use talents_core::event::{Event, EventKind};
use talents_store::event::Position;
use talents_store::{Store, event, structure};

use super::values::{self, begin, seed};
use crate::harness::engines::{on_both_engines, on_both_urls};

#[tokio::test]
async fn the_feed_goes_on_after_any_position() {
    on_both_engines(|store| async move {
        assert_eq!(event::head(&store).await.unwrap(), None);
        seed(&store).await;
        // An event shows once no older transaction runs, and those of the other tests count on the same server.
        follow(&store, 3).await;
        let whole = event::since(&store, None, 10).await.unwrap();
        let kinds: Vec<_> = whole.iter().map(|(_, event)| event.kind).collect();
        assert_eq!(kinds, [EventKind::StructureCreated, EventKind::StructureTrusted, EventKind::PersonRecorded]);
        for (read, (position, _)) in (1..).zip(&whole) {
            let rest = event::since(&store, Some(*position), 10).await.unwrap();
            assert_eq!(rest, whole[read..]);
            assert_eq!(position.to_string().parse::<Position>(), Ok(*position));
        }
        assert_eq!(event::since(&store, None, 1).await.unwrap(), whole[..1]);
        assert_eq!(event::head(&store).await.unwrap(), whole.last().map(|(position, _)| *position));
    })
    .await;
}

#[tokio::test]
async fn an_event_committed_late_is_not_passed_over() {
    on_both_engines(|store| async move {
        let slow = async {
            let mut tx = begin(&store).await;
            structure::save(&mut tx, None, &values::structure(1)).await.unwrap();
            tokio::time::sleep(Duration::from_millis(200)).await;
            tx.commit().await.unwrap();
        };
        let fast = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let mut tx = begin(&store).await;
            structure::save(&mut tx, None, &values::structure(2)).await.unwrap();
            tx.commit().await.unwrap();
        };
        let (.., read) = tokio::join!(slow, fast, follow(&store, 2));
        assert_eq!(read.len(), 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_at_once_lose_no_event_to_a_reader_who_follows() {
    const WRITERS: u32 = 6;
    const EACH: u32 = 15;
    on_both_engines(|store| async move {
        let writers = (0..WRITERS).map(|writer| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..EACH {
                    let mut tx = begin(&store).await;
                    let created = values::structure(1 + writer * EACH + number);
                    structure::save(&mut tx, None, &created).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(u64::from((writer * 7 + number * 3) % 5))).await;
                    tx.commit().await.unwrap();
                }
            })
        });
        let writers: Vec<_> = writers.collect();
        let read = follow(&store, (WRITERS * EACH) as usize).await;
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(read.len(), (WRITERS * EACH) as usize);
        assert_eq!(event::since(&store, None, 1_000).await.unwrap().len(), read.len());
    })
    .await;
}

/// Reads the feed as an index does, from where it was, until it has that many events or none came for long.
async fn follow(store: &Store, wanted: usize) -> HashSet<uuid::Uuid> {
    let (mut seen, mut position, mut idle) = (HashSet::new(), None, 0);
    while seen.len() < wanted && idle < 20_000 {
        let page = event::since(store, position, 3).await.unwrap();
        idle = if page.is_empty() { idle + 1 } else { 0 };
        for (at, event) in page {
            assert!(position < Some(at), "positions only grow");
            position = Some(at);
            assert!(seen.insert(event.id.0), "no event comes twice");
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    seen
}

#[tokio::test]
async fn an_altered_event_and_a_missing_one_show() {
    on_both_urls(|url| async move {
        let store = Store::connect(&url).await.unwrap();
        store.migrate().await.unwrap();
        let (host, _) = seed(&store).await;
        let mut tx = begin(&store).await;
        structure::save(&mut tx, Some(&host), &host.trust(false)).await.unwrap();
        tx.commit().await.unwrap();
        let whole = event::of_object(&store, host.id).await.unwrap();
        let faults = |events: &[Event]| -> Vec<_> {
            Chain::of(events).faults().iter().map(|fault| (fault.kind, fault.event)).collect()
        };
        assert_eq!(faults(&whole), []);
        let intruder = sea_orm::Database::connect(&url).await.unwrap();
        intruder.execute_unprepared("UPDATE event SET object_version = 9 WHERE seq = 2").await.unwrap();
        let altered = event::of_object(&store, host.id).await.unwrap();
        assert_eq!(faults(&altered), [(ChainFaultKind::Altered, whole[1].id)]);
        intruder.execute_unprepared("DELETE FROM event WHERE seq = 2").await.unwrap();
        let cut = event::of_object(&store, host.id).await.unwrap();
        assert_eq!(faults(&cut), [(ChainFaultKind::Missing, whole[2].id)]);
        intruder.close().await.unwrap();
        store.close().await.unwrap();
    })
    .await;
}
