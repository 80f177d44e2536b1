use super::*;

fn event() -> Event {
    let draft = EventDraft::new(EventKind::MissionSubmitted, Uuid::from_u128(7), 2).with("host", "x");
    let stamp = Stamp { actor: Actor::Job, on_behalf_of: None, at: "2026-12-01T08:00:00.123456Z".parse().unwrap() };
    Event::chain(&draft, EventId(Uuid::from_u128(1)), stamp, "abc")
}

#[test]
fn the_form_that_is_hashed_does_not_move() {
    assert_eq!(event().hash, "50cbd9eb4334827140b32ee76c7767b603e9a26094432dbd01da8b4602c47c06");
}

#[test]
fn any_change_shows() {
    let original = event();
    let altered = [
        Event { kind: EventKind::MissionPublished, ..original.clone() },
        Event { object_version: 3, ..original.clone() },
        Event { actor: Actor::CommandLine, ..original.clone() },
        Event { previous_hash: "abd".to_owned(), ..original.clone() },
        Event { details: BTreeMap::new(), ..original.clone() },
    ];
    for event in altered {
        assert_ne!(event.compute_hash(), original.hash);
    }
}
