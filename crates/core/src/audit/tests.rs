use chrono::{DateTime, Utc};

use super::*;
use crate::event::{Actor, EventDraft, EventKind, Stamp};

fn at() -> DateTime<Utc> {
    "2026-12-01T08:00:00Z".parse().unwrap()
}

/// Events of one object, each after the one before.
fn history(length: u64) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for number in 1..=length {
        let previous = events.last().map(|event| event.hash.clone()).unwrap_or_default();
        events.push(following(&previous, number));
    }
    events
}

fn following(previous_hash: &str, number: u64) -> Event {
    let draft = EventDraft::new(EventKind::MissionUpdated, Uuid::from_u128(7), number);
    let stamp = Stamp { actor: Actor::Job, on_behalf_of: None, at: at() };
    Event::chain(&draft, EventId(Uuid::from_u128(number.into())), stamp, previous_hash)
}

fn found(events: &[Event]) -> Vec<(ChainFaultKind, u64)> {
    Chain::of(events).faults().iter().map(|fault| (fault.kind, fault.place)).collect()
}

fn anchored(then: &[Event], now: &[Event]) -> Vec<(ChainFaultKind, u64)> {
    let anchor = Anchor { at: at(), heads: Head::of(&Chain::of(then)).into_iter().collect() };
    let mut comparison = AnchorComparison::new(Anchor::parse(&anchor.text()).unwrap());
    let lacks = if now.is_empty() { None } else { comparison.chain(&Chain::of(now)) };
    lacks.into_iter().chain(comparison.finish()).map(|fault| (fault.kind, fault.place)).collect()
}

#[test]
fn a_whole_chain_has_no_fault() {
    assert_eq!(found(&history(5)), []);
    assert_eq!(found(&[]), []);
}

#[test]
fn each_way_of_tampering_is_named_at_its_place() {
    use ChainFaultKind::{Altered, Inserted, Missing, Reordered};
    let whole = history(5);
    let edited = |edit: &dyn Fn(&mut Vec<Event>)| {
        let mut events = whole.clone();
        edit(&mut events);
        found(&events)
    };
    assert_eq!(edited(&|events| events[2].object_version = 9), [(Altered, 3)]);
    assert_eq!(edited(&|events| drop(events.remove(2))), [(Missing, 3)]);
    assert_eq!(edited(&|events| drop(events.remove(0))), [(Missing, 1)]);
    assert_eq!(edited(&|events| drop(events.remove(3))), [(Missing, 4)]);
    assert_eq!(edited(&|events| events.swap(2, 3)), [(Reordered, 3)]);
    assert_eq!(edited(&|events| events.swap(0, 1)), [(Reordered, 1)]);
    assert_eq!(edited(&|events| events.insert(2, following("none", 90))), [(Inserted, 3)]);
    // Beside the one that follows the same event.
    assert_eq!(edited(&|events| events.insert(2, following(&whole[1].hash, 90))), [(Inserted, 3)]);
    assert_eq!(edited(&|events| events.insert(0, following("", 90))), [(Inserted, 1)]);
    assert_eq!(edited(&|events| events.push(whole[4].clone())), [(Inserted, 6)]);
    // Its hash computed anew: those after it no longer follow anything.
    assert_eq!(edited(&|events| events[1] = following(&whole[0].hash, 90)), [(Missing, 3)]);
}

#[test]
fn an_anchor_shows_what_a_chain_alone_does_not() {
    use ChainFaultKind::{Cut, Rewritten};
    let whole = history(5);
    let mut again = history(3);
    again.push(following(&again[2].hash, 90));
    again.push(following(&again[3].hash, 91));
    assert_eq!((found(&whole[..4]), found(&again)), (vec![], vec![]));
    assert_eq!(anchored(&whole, &whole), []);
    assert_eq!(anchored(&whole[..3], &whole), [], "more has happened since");
    assert_eq!(anchored(&whole, &whole[..4]), [(Cut, 4)]);
    assert_eq!(anchored(&whole, &again), [(Rewritten, 5)]);
    assert_eq!(anchored(&whole, &[]), [(Cut, 0)]);
}

#[test]
fn the_text_of_an_anchor_is_read_back_or_not_at_all() {
    let anchor = Anchor { at: at(), heads: Head::of(&Chain::of(&history(2))).into_iter().collect() };
    let text = anchor.text();
    assert_eq!(Anchor::parse(&text), Some(anchor));
    let first_line = text.lines().next().unwrap().len() + 1;
    for other in ["", "talents-anchor/2\t2026-12-01T08:00:00Z\t0\n", &text[..first_line], &text.replace('2', "x")] {
        assert_eq!(Anchor::parse(other), None, "{other}");
    }
}
