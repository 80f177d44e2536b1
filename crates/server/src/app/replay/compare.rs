//! What differs between a page as it was served and as it comes out now.

use std::collections::BTreeMap;

use talents_store::ranking_log::{ServedItem, ServedPage};
use uuid::Uuid;

use super::Recomputed;

/// Something that is not as it was. Places count from 1, within the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// An item was in the page, and no longer is.
    Gone {
        /// Which item.
        id: Uuid,
        /// Where it was.
        place: usize,
    },
    /// An item is in the page, and was not.
    New {
        /// Which item.
        id: Uuid,
        /// Where it is.
        place: usize,
    },
    /// An item has another place.
    Moved {
        /// Which item.
        id: Uuid,
        /// Where it was.
        then: usize,
        /// Where it is.
        now: usize,
    },
    /// An item has another score, in millionths.
    Score {
        /// Which item.
        id: Uuid,
        /// What it was.
        then: u32,
        /// What it is.
        now: u32,
    },
    /// A signal brings something else to the score of an item, in millionths; 0 where there is no such signal.
    Contribution {
        /// Which item.
        id: Uuid,
        /// Which signal.
        signal: String,
        /// What it brought.
        then: u32,
        /// What it brings.
        now: u32,
    },
}

/// What differs: items in the order in which they were served, then those that are new.
pub(super) fn differences(served: &ServedPage, now: &Recomputed) -> Vec<Difference> {
    let place_in = |items: &[ServedItem], id: Uuid| items.iter().position(|item| item.id == id);
    let mut differences = Vec::new();
    for (index, then) in served.items.iter().enumerate() {
        let Some(found) = place_in(&now.items, then.id) else {
            differences.push(Difference::Gone { id: then.id, place: index + 1 });
            continue;
        };
        if found != index {
            differences.push(Difference::Moved { id: then.id, then: index + 1, now: found + 1 });
        }
        let (then, now) = ((&served.signals[..], then), (&now.signals[..], &now.items[found]));
        differences.extend(of_scores(then, now));
    }
    let is_new = |item: &&ServedItem| place_in(&served.items, item.id).is_none();
    let new = now.items.iter().zip(1..).filter(|(item, _)| is_new(item));
    differences.extend(new.map(|(item, place)| Difference::New { id: item.id, place }));
    differences
}

/// An item, with the signals of its contributions.
type Scored<'a> = (&'a [String], &'a ServedItem);

fn of_scores(then: Scored<'_>, now: Scored<'_>) -> Vec<Difference> {
    let id = then.1.id;
    let mut differences = Vec::new();
    if then.1.score != now.1.score {
        differences.push(Difference::Score { id, then: then.1.score, now: now.1.score });
    }
    let (before, after) = (by_signal(then), by_signal(now));
    let mut signals: Vec<_> = before.keys().chain(after.keys()).collect();
    signals.sort_unstable();
    signals.dedup();
    for signal in signals {
        let value = |of: &BTreeMap<&str, u32>| of.get(*signal).copied().unwrap_or(0);
        if value(&before) != value(&after) {
            let (then, now) = (value(&before), value(&after));
            differences.push(Difference::Contribution { id, signal: (*signal).to_owned(), then, now });
        }
    }
    differences
}

fn by_signal((signals, item): Scored<'_>) -> BTreeMap<&str, u32> {
    signals.iter().map(String::as_str).zip(item.contributions.iter().copied()).collect()
}
