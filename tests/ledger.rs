//! The ledger from the command line: the check, a statement to open in a spreadsheet, the closing of a month.

use std::sync::Arc;

use sea_orm::ConnectionTrait as _;
use talents_core::event::{Actor, Stamp};
use talents_core::id::{IdSource, TransferId};
use talents_core::ledger::{Command, CreditOrder, Policy};
use talents_core::programme::Programme;
use talents_core::time_sheet::TimeSheet;
use talents_server::ids::SeededIds;
use talents_store::{Store, ledger};

use crate::harness::binary::Installation;
use crate::harness::engines::on_both_urls;
use crate::store::scene;

const STATEMENT: [&str; 8] = ["ledger", "statement", "--structure", "s1", "--from", "2026-11-01", "--to", "2026-11-30"];

/// A host with 10 days of credit, of which a talent worked one and a half in November.
async fn live(url: &str) {
    let store = Store::connect(url).await.unwrap();
    store.migrate().await.unwrap();
    let ids: Arc<dyn IdSource> = Arc::new(SeededIds::default());
    let (lent, sheets) = scene::at_work(&store, 840, &[420, 210]).await;
    let (engagement, host, employer) = (lent.id, lent.host, lent.terms.employer);
    let capture = |sheet: &TimeSheet| {
        let (time_sheet, minutes) = (sheet.id, sheet.work.minutes);
        Command::Order(CreditOrder::Capture { engagement, time_sheet, minutes })
    };
    let at = "2026-11-20T08:00:00Z".parse().unwrap();
    let mut tx = store.begin(Stamp { actor: Actor::CommandLine, on_behalf_of: None, at }, ids.clone()).await.unwrap();
    let commands = [
        Command::Endow { structure: host, minutes: 4_200 },
        Command::Order(CreditOrder::Reserve { engagement, debit: host, credit: employer, minutes: 840 }),
        capture(&sheets[0]),
        capture(&sheets[1]),
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

/// What hands in the database do to the engagement or its sheets, with the rule that is broken and what the check says.
const LIVES: [(&str, &str, &str); 6] = [
    ("UPDATE engagement SET state = 'CLOSED'", "C6", "clos ou annulé"),
    ("UPDATE engagement SET state = 'CANCELLED', seat_key = NULL", "C6", "clos ou annulé"),
    ("UPDATE engagement SET state = 'AWAITING_CONSENTS'", "C4", "attend des accords"),
    ("UPDATE engagement SET planned_minutes = 841", "C4", "n’a pas sa réservation"),
    ("UPDATE time_sheet SET minutes = 421 WHERE minutes = 420", "C5", "Le temps compté"),
    ("DELETE FROM time_sheet", "C8", "n’existe plus"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_check_holds_the_ledger_to_engagements_and_sheets_and_names_what_broke() {
    on_both_urls(|url| async move {
        let site = Installation::new(url.clone());
        live(&url).await;
        assert!(site.run(&["ledger", "check"]).contains("juste"));
        for (statement, rule, words) in LIVES {
            change(&url, &[statement]).await;
            let found = site.try_run(&["ledger", "check"]);
            let told = String::from_utf8(found.stdout).unwrap();
            let named = told.lines().any(|line| line.starts_with(rule) && line.contains(words));
            assert!(named && found.status.code() == Some(1), "{statement}: {told}");
            if statement.starts_with("UPDATE") {
                change(&url, &BACK).await;
                assert!(site.run(&["ledger", "check"]).contains("juste"), "{statement}");
            }
        }
    })
    .await;
}

/// What puts the engagement and its sheets back as they were.
const BACK: [&str; 2] = [
    "UPDATE engagement SET state = 'IN_PROGRESS', planned_minutes = 840",
    "UPDATE time_sheet SET minutes = 420 WHERE minutes = 421",
];

async fn change(url: &str, statements: &[&str]) {
    let intruder = sea_orm::Database::connect(url).await.unwrap();
    for statement in statements {
        intruder.execute_unprepared(statement).await.unwrap();
    }
    intruder.close().await.unwrap();
}

async fn tamper(url: &str) {
    change(url, &["UPDATE ledger_account SET balance = balance + 1 WHERE balance = 3570"]).await;
}
