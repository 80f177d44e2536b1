//! Hands in the database: what it refuses by itself, and what the check finds where somebody got around that.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DbBackend};
use talents_core::ledger::FaultKind;

use super::*;
use crate::harness::engines::on_both_urls;

/// A ledger in which something of everything happened, and a connection of somebody who should not be there.
async fn intruded(url: &str) -> (Store, DatabaseConnection) {
    let store = Store::connect(url).await.unwrap();
    store.migrate().await.unwrap();
    seed(&store, 1_000).await;
    ask_at(&store, values::now(), id(1), reserve(1, HOST, EMPLOYER, 900)).await.unwrap();
    ask_at(&store, values::now(), id(2), capture(1, 1, 400)).await.unwrap();
    ask_at(&store, values::now(), id(3), adjust(-10)).await.unwrap();
    (store, sea_orm::Database::connect(url).await.unwrap())
}

/// Takes away what keeps rows from being changed.
async fn disarm(intruder: &DatabaseConnection) {
    let postgres = intruder.get_database_backend() == DbBackend::Postgres;
    for table in ["ledger_transfer", "ledger_entry"] {
        let statements = if postgres {
            vec![format!("ALTER TABLE {table} DISABLE TRIGGER USER")]
        } else {
            vec![format!("DROP TRIGGER {table}_no_update"), format!("DROP TRIGGER {table}_no_delete")]
        };
        for statement in statements {
            intruder.execute_unprepared(&statement).await.unwrap();
        }
    }
}

#[tokio::test]
async fn the_database_refuses_to_change_or_delete_what_was_written() {
    on_both_urls(|url| async move {
        let (store, intruder) = intruded(&url).await;
        for statement in [
            "UPDATE ledger_transfer SET minutes = 1",
            "DELETE FROM ledger_transfer",
            "UPDATE ledger_entry SET balance_after = 0",
            "DELETE FROM ledger_entry",
            "UPDATE ledger_account SET reserved = -1",
        ] {
            assert!(intruder.execute_unprepared(statement).await.is_err(), "{statement}");
        }
        assert_sound(&store).await;
        intruder.close().await.unwrap();
        store.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_is_altered_all_the_same_is_found_and_named() {
    use FaultKind::{
        AccountBalance, AccountReserved, JournalGap, LineDiffers, LineMissing, ReservationDiffers, SettlesWrongly,
    };
    let cases: [(&str, &[FaultKind]); 7] = [
        ("UPDATE ledger_transfer SET minutes = 5 WHERE kind = 'ENDOWMENT'", &[LineDiffers]),
        ("UPDATE ledger_transfer SET minutes = 901 WHERE kind = 'CAPTURE'", &[LineDiffers, SettlesWrongly]),
        ("UPDATE ledger_entry SET minutes = 1001 WHERE minutes = 1000", &[LineDiffers]),
        ("DELETE FROM ledger_entry WHERE minutes = 1000", &[JournalGap, LineMissing]),
        ("UPDATE ledger_account SET balance = balance + 1 WHERE owner = 'ENDOWMENT'", &[AccountBalance]),
        ("UPDATE ledger_account SET reserved = 0 WHERE reserved > 0", &[AccountReserved]),
        ("UPDATE ledger_reservation SET captured = 0", &[ReservationDiffers]),
    ];
    for (statement, expected) in cases {
        on_both_urls(|url| async move {
            let (store, intruder) = intruded(&url).await;
            disarm(&intruder).await;
            intruder.execute_unprepared(statement).await.unwrap();
            let found: Vec<_> = ledger::check_books(&store).await.unwrap().iter().map(|fault| fault.kind).collect();
            assert!(expected.iter().all(|kind| found.contains(kind)), "{statement}: {found:?}");
            intruder.close().await.unwrap();
            store.close().await.unwrap();
        })
        .await;
    }
}
