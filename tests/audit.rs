//! The trail of events: hands in the database, what shows by itself and what shows against an anchor.

use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement, Value};
use talents_core::audit::ChainFaultKind;
use talents_core::event::Event;
use talents_core::id::EventId;
use talents_server::app::audit;
use talents_store::{Store, event, structure};
use uuid::Uuid;

use crate::harness::binary::Installation;
use crate::harness::engines::on_both_urls;
use crate::store::values;

/// A key as `openssl genpkey -algorithm ed25519` makes them, and its public half.
const PRIVATE_KEY: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH
-----END PRIVATE KEY-----
";
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA6kpsY+KcUgq+9VB7Ey7F+ZVHdq6+vnuSQh7qaRRG0iw=
-----END PUBLIC KEY-----
";

/// A store with a structure to which five things happened, and a connection of somebody who should not be there.
struct Scene {
    store: Store,
    intruder: DatabaseConnection,
    events: Vec<Event>,
    /// The numbers of the events' rows.
    rows: Vec<i64>,
}

impl Scene {
    async fn open(url: &str) -> Self {
        let store = Store::connect(url).await.unwrap();
        store.migrate().await.unwrap();
        let (mut host, _) = values::seed(&store).await;
        for trusted in [false, true, false] {
            let mut tx = values::begin(&store).await;
            let change = host.trust(trusted);
            structure::save(&mut tx, Some(&host), &change).await.unwrap();
            tx.commit().await.unwrap();
            host = change.value;
        }
        let events = event::of_object(&store, host.id).await.unwrap();
        let mut scene =
            Self { store, intruder: sea_orm::Database::connect(url).await.unwrap(), events, rows: Vec::new() };
        for event in &scene.events {
            let row = scene.statement("SELECT seq FROM event WHERE hash = $1", [event.hash.clone().into()]);
            let row = scene.intruder.query_one_raw(row).await.unwrap().unwrap();
            scene.rows.push(row.try_get("", "seq").unwrap());
        }
        assert_eq!((scene.rows.len(), scene.faults().await), (5, vec![]));
        scene
    }

    async fn close(self) {
        self.intruder.close().await.unwrap();
        self.store.close().await.unwrap();
    }

    fn statement<const N: usize>(&self, text: &str, values: [Value; N]) -> Statement {
        Statement::from_sql_and_values(self.intruder.get_database_backend(), text, values)
    }

    /// Runs statements of the intruder, in which `@3` stands for the row of the third event.
    async fn tamper(&self, statements: &[&str]) {
        for statement in statements {
            let numbered = (1..).zip(&self.rows);
            let text = numbered.fold((*statement).to_owned(), |text, (place, row)| {
                text.replace(&format!("@{place}"), &row.to_string())
            });
            self.intruder.execute_unprepared(&text).await.unwrap_or_else(|error| panic!("{text}: {error}"));
        }
    }

    /// Puts a forged event right after the third one, with a hash that is right for what it says.
    async fn insert(&self, previous_hash: &str) {
        let mut forged = Event {
            id: EventId(Uuid::from_u128(99)),
            previous_hash: previous_hash.to_owned(),
            ..self.events[2].clone()
        };
        forged.hash = forged.compute_hash();
        self.tamper(&["UPDATE event SET seq = seq + 100 WHERE seq >= @4"]).await;
        let text = "INSERT INTO event (seq, txid, id, kind, object_kind, object_id, object_version, actor, \
                    on_behalf_of, at, details, previous_hash, hash) SELECT seq + 1, txid, $1, kind, object_kind, \
                    object_id, object_version, actor, on_behalf_of, at, details, $2, $3 FROM event WHERE seq = $4";
        let values = [forged.id.0.into(), forged.previous_hash.into(), forged.hash.into(), self.rows[2].into()];
        self.intruder.execute_raw(self.statement(text, values)).await.unwrap();
    }

    /// Changes the fourth event, then computes the chain anew from there on, as one who knows how it is made.
    async fn rewrite(&self) {
        let mut previous = self.events[2].hash.clone();
        for (event, row) in self.events.iter().zip(&self.rows).skip(3) {
            let mut forged = Event { object_version: 9, previous_hash: previous, ..event.clone() };
            forged.hash = forged.compute_hash();
            let text = "UPDATE event SET object_version = 9, previous_hash = $1, hash = $2 WHERE seq = $3";
            let values = [forged.previous_hash.into(), forged.hash.clone().into(), (*row).into()];
            self.intruder.execute_raw(self.statement(text, values)).await.unwrap();
            previous = forged.hash;
        }
    }

    async fn faults(&self) -> Vec<(ChainFaultKind, u64)> {
        let trail = audit::verify(&self.store, None).await.unwrap();
        assert!(trail.faults.iter().all(|fault| fault.object == self.events[0].object), "the others are sound");
        trail.faults.iter().map(|fault| (fault.kind, fault.place)).collect()
    }
}

#[tokio::test]
async fn what_was_altered_moved_put_in_or_taken_out_is_found_and_named() {
    use ChainFaultKind::{Altered, Inserted, Missing, Reordered};
    let cases: [(&[&str], (ChainFaultKind, u64)); 9] = [
        (&["UPDATE event SET object_version = 9 WHERE seq = @3"], (Altered, 3)),
        (&["UPDATE event SET details = '{\"minutes\":\"9\"}' WHERE seq = @5"], (Altered, 5)),
        (&["UPDATE event SET object_kind = 'PERSON' WHERE seq = @2"], (Altered, 2)),
        (&["UPDATE event SET kind = 'NEVER_HEARD_OF' WHERE seq = @2"], (Altered, 2)),
        (&["UPDATE event SET at = '2020-01-01 00:00:00+00:00' WHERE seq = @4"], (Altered, 4)),
        (&["DELETE FROM event WHERE seq = @3"], (Missing, 3)),
        (&["DELETE FROM event WHERE seq = @1"], (Missing, 1)),
        (
            &[
                "UPDATE event SET seq = -1 WHERE seq = @3",
                "UPDATE event SET seq = @3 WHERE seq = @4",
                "UPDATE event SET seq = @4 WHERE seq = -1",
            ],
            (Reordered, 3),
        ),
        (
            &[
                "UPDATE event SET seq = seq + 10 WHERE seq = @5",
                "UPDATE event SET object_id = (SELECT object_id FROM event WHERE seq = @1), seq = @5, \
                 previous_hash = 'none' WHERE object_kind = 'PERSON'",
            ],
            (Inserted, 5),
        ),
    ];
    for (statements, expected) in cases {
        on_both_urls(|url| async move {
            let scene = Scene::open(&url).await;
            scene.tamper(statements).await;
            let found = scene.faults().await;
            assert!(found.contains(&expected), "{statements:?}: {found:?}");
            scene.close().await;
        })
        .await;
    }
}

#[tokio::test]
async fn an_event_that_nobody_lived_through_is_found_even_with_a_right_hash() {
    on_both_urls(|url| async move {
        let scene = Scene::open(&url).await;
        scene.insert("none").await;
        assert_eq!(scene.faults().await, [(ChainFaultKind::Inserted, 4)]);
        scene.close().await;
    })
    .await;
    on_both_urls(|url| async move {
        let scene = Scene::open(&url).await;
        // The database itself refuses a second event after the same one, as long as the intruder lets it.
        scene.tamper(&["DROP INDEX uq_event_object_id_previous_hash"]).await;
        scene.insert(&scene.events[2].hash).await;
        assert_eq!(scene.faults().await, [(ChainFaultKind::Inserted, 4)]);
        scene.close().await;
    })
    .await;
}

/// A file of a test; gives where it is.
fn write(site: &Installation, name: &str, text: &str) -> String {
    let path = site.folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// The exit code of a command, and what it printed.
fn told(site: &Installation, arguments: &[&str]) -> (Option<i32>, String) {
    let output = site.try_run(arguments);
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_tail_and_a_chain_computed_anew_show_against_an_anchor() {
    on_both_urls(|url| async move {
        let site = Installation::new(url.clone());
        let scene = Scene::open(&url).await;
        let (private, public) = (write(&site, "private.pem", PRIVATE_KEY), write(&site, "public.pem", PUBLIC_KEY));
        let file = site.folder.path().join("anchor").display().to_string();
        let against = ["audit", "verify", "--anchor", &file, "--key", &public];
        site.run(&["audit", "anchor", "--key", &private, "--output", &file]);
        assert!(site.run(&against).contains("Rien ne manque"));

        scene.rewrite().await;
        assert!(site.run(&["audit", "verify"]).contains("intacte"), "the chain alone does not show it");
        let (code, rewritten) = told(&site, &against);
        let object = scene.events[0].object.to_string();
        assert_eq!(code, Some(1), "{rewritten}");
        assert!(rewritten.contains("récrite") && rewritten.contains(&object), "{rewritten}");

        scene.tamper(&["DELETE FROM event WHERE seq = @5"]).await;
        assert!(site.run(&["audit", "verify"]).contains("intacte"), "the chain alone does not show it");
        let (code, cut) = told(&site, &against);
        assert_eq!(code, Some(1), "{cut}");
        assert!(cut.contains("plus courte") && cut.contains(&scene.events[4].id.to_string()), "{cut}");

        scene.tamper(&["DELETE FROM event WHERE object_kind = 'STRUCTURE'"]).await;
        let (code, gone) = told(&site, &against);
        assert!(code == Some(1) && gone.contains(&object), "{gone}");
        scene.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_anchor_is_trusted_with_its_signature_alone_and_made_of_a_sound_trail_alone() {
    on_both_urls(|url| async move {
        let site = Installation::new(url.clone());
        let scene = Scene::open(&url).await;
        let (private, public) = (write(&site, "private.pem", PRIVATE_KEY), write(&site, "public.pem", PUBLIC_KEY));
        let anchor = site.run(&["audit", "anchor", "--key", &private]);
        let code_of = |text: &str| {
            let file = write(&site, "other", text);
            site.try_run(&["audit", "verify", "--anchor", &file, "--key", &public]).status.code()
        };
        assert_eq!(code_of(&anchor), Some(0));
        assert_eq!(code_of(&anchor.replace("\t5\t", "\t4\t")), Some(1), "altered");
        assert_eq!(code_of("something else"), Some(2));
        let anchor_with = |arguments: &[&str]| site.try_run(&[&["audit", "anchor"], arguments].concat()).status.code();
        assert_eq!(anchor_with(&[]), Some(2), "without a key");
        assert_eq!(anchor_with(&["--key", &public]), Some(2), "a public key signs nothing");
        scene.tamper(&["UPDATE event SET object_version = 9 WHERE seq = @3"]).await;
        let (code, said) = told(&site, &["audit", "anchor", "--key", &private]);
        assert!(code == Some(1) && said.contains("événement 3"), "{said}");
        scene.close().await;
    })
    .await;
}
