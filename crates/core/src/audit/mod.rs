//! Proving the trail of events: each object's chain by itself, and all of them against an anchor kept elsewhere.
//!
//! A chain alone shows what was altered, put in, taken out or moved in it. Whoever can write to the database can also
//! cut its end, or compute it anew from some event on: that shows against an [`Anchor`], which says where each chain was
//! on a day, and which is signed and kept out of their reach.

mod anchor;

pub use anchor::{Anchor, AnchorComparison, Head};

use std::collections::HashMap;

use uuid::Uuid;

use crate::code::coded_enum;
use crate::event::{Event, ObjectKind};
use crate::id::EventId;

coded_enum! {
    /// What can be wrong with a chain.
    pub enum ChainFaultKind {
        /// An event is not what it was when it was written.
        Altered = "ALTERED",
        /// What an event follows is not there: it was taken out, or written anew.
        Missing = "MISSING",
        /// An event is not of the chain.
        Inserted = "INSERTED",
        /// An event stands before the one that it follows.
        Reordered = "REORDERED",
        /// The chain has fewer events than when it was anchored.
        Cut = "CUT",
        /// The chain has other events than when it was anchored.
        Rewritten = "REWRITTEN",
    }
}

/// What is wrong with a chain, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFault {
    /// What is wrong.
    pub kind: ChainFaultKind,
    /// The object whose chain it is.
    pub object: Uuid,
    /// Of which kind, where one can tell.
    pub object_kind: Option<ObjectKind>,
    /// The event, as it is or as it was anchored.
    pub event: EventId,
    /// Its place in the chain, from 1; of a chain that was cut, how many events are left.
    pub place: u64,
}

/// An event as its chain holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Which event.
    pub event: EventId,
    /// The hash of the event that it says it follows; empty for the first.
    pub previous_hash: String,
    /// The hash that it says it has.
    pub hash: String,
    /// Whether it is what that hash was computed from.
    pub intact: bool,
}

/// Everything that happened to an object, in the order in which it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// The object.
    pub object: Uuid,
    /// Of which kind, where one can tell.
    pub kind: Option<ObjectKind>,
    /// Its events.
    pub links: Vec<Link>,
}

impl From<&Event> for Link {
    fn from(event: &Event) -> Self {
        Self {
            event: event.id,
            previous_hash: event.previous_hash.clone(),
            hash: event.hash.clone(),
            intact: event.compute_hash() == event.hash,
        }
    }
}

impl Chain {
    /// The chain of events that are all of one object.
    pub fn of(events: &[Event]) -> Self {
        let first = events.first();
        Self {
            object: first.map_or(Uuid::nil(), |event| event.object),
            kind: first.map(|event| event.kind.object()),
            links: events.iter().map(Link::from).collect(),
        }
    }

    /// What is wrong with it, by place; nothing where each event is what it was and follows the one before.
    pub fn faults(&self) -> Vec<ChainFault> {
        let parents = self.parents();
        let heirs = heirs(&parents);
        let mut faults = Vec::new();
        for (index, link) in self.links.iter().enumerate() {
            if !link.intact {
                faults.push(self.fault(ChainFaultKind::Altered, index));
            }
            let kind = match parents[index] {
                Parent::None if heirs.get(&None) == Some(&index) => None,
                Parent::At(parent) if heirs.get(&Some(parent)) == Some(&index) => {
                    (parent > index).then_some(ChainFaultKind::Reordered)
                }
                // The chain goes on from it or ends with it; else it goes on without it, and it was put in.
                Parent::Unknown if heirs.contains_key(&Some(index)) || index + 1 == self.links.len() => {
                    Some(ChainFaultKind::Missing)
                }
                Parent::None | Parent::At(_) | Parent::Unknown => Some(ChainFaultKind::Inserted),
            };
            faults.extend(kind.map(|kind| self.fault(kind, index)));
        }
        faults
    }

    fn fault(&self, kind: ChainFaultKind, index: usize) -> ChainFault {
        let (event, place) = (self.links[index].event, index as u64 + 1);
        ChainFault { kind, object: self.object, object_kind: self.kind, event, place }
    }

    /// What each event follows, wherever that stands.
    fn parents(&self) -> Vec<Parent> {
        let mut by_hash: HashMap<&str, usize> = HashMap::with_capacity(self.links.len());
        for (index, link) in self.links.iter().enumerate() {
            by_hash.entry(&link.hash).or_insert(index);
        }
        let parent = |link: &Link| match link.previous_hash.as_str() {
            "" => Parent::None,
            hash => by_hash.get(hash).map_or(Parent::Unknown, |index| Parent::At(*index)),
        };
        self.links.iter().map(parent).collect()
    }
}

/// What an event follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// Nothing: it says that it is the first.
    None,
    /// The event at that index.
    At(usize),
    /// Nothing that is there.
    Unknown,
}

/// Of those that follow the same event, the one that most events follow in turn, else the first: it was there
/// before the others were put beside it.
fn heirs(parents: &[Parent]) -> HashMap<Option<usize>, usize> {
    let follow = followers(parents);
    let mut heirs: HashMap<Option<usize>, usize> = HashMap::with_capacity(parents.len());
    for (index, parent) in parents.iter().enumerate() {
        let parent = match parent {
            Parent::None => None,
            Parent::At(parent) => Some(*parent),
            Parent::Unknown => continue,
        };
        let heir = heirs.entry(parent).or_insert(index);
        if follow[index] > follow[*heir] {
            *heir = index;
        }
    }
    heirs
}

/// How many events follow each, near or far.
fn followers(parents: &[Parent]) -> Vec<usize> {
    let mut waiting = vec![0_usize; parents.len()];
    for parent in parents {
        if let Parent::At(parent) = parent {
            waiting[*parent] += 1;
        }
    }
    let mut followers = vec![0; parents.len()];
    let mut ready: Vec<usize> = (0..parents.len()).filter(|index| waiting[*index] == 0).collect();
    while let Some(index) = ready.pop() {
        if let Parent::At(parent) = parents[index] {
            followers[parent] += followers[index] + 1;
            waiting[parent] -= 1;
            if waiting[parent] == 0 {
                ready.push(parent);
            }
        }
    }
    followers
}

#[cfg(test)]
mod tests;
