//! The ledger from the command line: the check, a statement to open in a spreadsheet, the closing of a month.

use std::sync::Arc;

use sea_orm::ConnectionTrait as _;
use talents_core::event::{Actor, Stamp};
use talents_core::id::{EngagementId, IdSource, StructureId, TimeSheetId, TransferId};
use talents_core::ledger::{Command, CreditOrder, Policy};
use talents_core::programme::Programme;
use talents_server::ids::SeededIds;
use talents_store::{Store, ledger, structure};
use uuid::Uuid;

use crate::harness::binary::Installation;
use crate::harness::engines::on_both_urls;
use crate::store::values;

const STATEMENT: [&str; 8] = ["ledger", "statement", "--structure", "s1", "--from", "2026-11-01", "--to", "2026-11-30"];

/// A host with 10 days of credit, of which a talent worked one and a half in November.
async fn live(url: &str) {
    let store = Store::connect(url).await.unwrap();
    let ids: Arc<dyn IdSource> = Arc::new(SeededIds::default());
    let (host, employer) = (StructureId(Uuid::from_u128(1)), StructureId(Uuid::from_u128(2)));
    let engagement = EngagementId(Uuid::from_u128(3));
    let capture = |number, minutes| {
        Command::Order(CreditOrder::Capture { engagement, time_sheet: TimeSheetId(Uuid::from_u128(number)), minutes })
    };
    let mut tx = values::begin(&store).await;
    for number in [1, 2] {
        structure::save(&mut tx, None, &values::structure(number)).await.unwrap();
    }
    tx.commit().await.unwrap();
    let at = "2026-11-20T08:00:00Z".parse().unwrap();
    let mut tx = store.begin(Stamp { actor: Actor::CommandLine, on_behalf_of: None, at }, ids.clone()).await.unwrap();
    let commands = [
        Command::Endow { structure: host, minutes: 4_200 },
        Command::Order(CreditOrder::Reserve { engagement, debit: host, credit: employer, minutes: 840 }),
        capture(1, 420),
        capture(2, 210),
    ];
    let commands: Vec<_> = commands.into_iter().map(|command| (TransferId(ids.next()), command)).collect();
    ledger::apply(&mut tx, &Policy::from(&Programme::default()), &commands).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_checked_stated_and_closed_from_the_command_line() {
    on_both_urls(|url| async move {
        let site = Installation::new(url.clone());
        live(&url).await;
        assert!(site.run(&["ledger", "check"]).contains("juste"));
        let statement = site.run(&STATEMENT);
        let lines: Vec<Vec<&str>> = statement.lines().map(|line| line.split(';').collect()).collect();
        assert_eq!(
            lines[0][..6],
            ["\u{feff}Jour", "Nature", "Contrepartie", "Minutes", "Jours", "Solde après, en minutes"]
        );
        assert_eq!(lines[1][..5], ["2026-11-01", "Solde d’ouverture", "", "0", "0,00"]);
        assert_eq!(lines[2][..6], ["2026-11-20", "Dotation", "Dotations du dispositif", "4200", "10,00", "4200"]);
        assert_eq!(lines[4][..6], ["2026-11-20", "Temps validé", "Direction du numérique", "-210", "-0,50", "3570"]);
        assert_eq!(lines[5][..5], ["2026-11-30", "Réservé à la fin", "", "210", "0,50"]);
        assert_eq!(lines[6][..5], ["2026-11-30", "Solde de clôture", "", "3570", "8,50"]);
        let file = site.folder.path().join("relevé.ods");
        site.run(&[&STATEMENT[..], &["--format", "ods", "--output", file.to_str().unwrap()]].concat());
        assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
        assert!(site.run(&["ledger", "close", "2026-10"]).contains("clos"));
        assert_eq!(site.try_run(&["ledger", "close", "2026-10"]).status.code(), Some(1));
        tamper(&url).await;
        let found = site.try_run(&["ledger", "check"]);
        let told = String::from_utf8(found.stdout).unwrap();
        assert_eq!(found.status.code(), Some(1), "{told}");
        assert!(told.contains("C2") && told.contains("Direction du numérique"), "{told}");
    })
    .await;
}

async fn tamper(url: &str) {
    let intruder = sea_orm::Database::connect(url).await.unwrap();
    intruder.execute_unprepared("UPDATE ledger_account SET balance = balance + 1 WHERE balance = 3570").await.unwrap();
    intruder.close().await.unwrap();
}
