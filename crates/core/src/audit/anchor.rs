//! Where each chain was on a day, in a text to sign and to keep elsewhere.

use std::collections::HashMap;
use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use super::{Chain, ChainFault, ChainFaultKind};
use crate::event::ObjectKind;
use crate::id::EventId;

/// The first word of the text: its form, which is a promise, since anchors are kept for long.
const FORM: &str = "talents-anchor/1";

/// Where a chain was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The object whose chain it is.
    pub object: Uuid,
    /// Of which kind.
    pub kind: ObjectKind,
    /// How many events it had.
    pub events: u64,
    /// The last of them.
    pub event: EventId,
    /// The hash of the last one, in hexadecimal.
    pub hash: String,
}

/// Where every chain was at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// When, to the second.
    pub at: DateTime<Utc>,
    /// The chains.
    pub heads: Vec<Head>,
}

impl Head {
    /// Where a chain is now; `None` where it is empty or of an unknown kind.
    pub fn of(chain: &Chain) -> Option<Self> {
        let last = chain.links.last()?;
        let events = chain.links.len() as u64;
        Some(Self { object: chain.object, kind: chain.kind?, events, event: last.event, hash: last.hash.clone() })
    }

    fn line(&self) -> String {
        format!("{}\t{}\t{}\t{}\t{}\n", self.kind, self.object, self.events, self.event, self.hash)
    }

    fn parse(line: &str) -> Option<Self> {
        let [kind, object, events, event, hash] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
        Some(Self {
            object: object.parse().ok()?,
            kind: ObjectKind::parse(kind)?,
            events: events.parse().ok()?,
            event: EventId(event.parse().ok()?),
            hash: hash.to_owned(),
        })
    }
}

impl Anchor {
    /// The text that is signed: a line for the anchor, then one a chain, with tabs between the fields.
    pub fn text(&self) -> String {
        let at = self.at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut text = String::new();
        let _ = writeln!(text, "{FORM}\t{at}\t{}", self.heads.len());
        self.heads.iter().for_each(|head| text.push_str(&head.line()));
        text
    }

    /// The anchor of such a text; `None` for another one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let [form, at, count] = lines.next()?.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let heads = lines.map(Head::parse).collect::<Option<Vec<_>>>()?;
        let known = form == FORM && count.parse() == Ok(heads.len());
        known.then_some(())?;
        Some(Self { at: at.parse().ok()?, heads })
    }
}

/// What was anchored, and is still to be found in the chains.
#[derive(Debug)]
pub struct AnchorComparison {
    missing: HashMap<Uuid, Head>,
}

impl AnchorComparison {
    /// Nothing is found yet.
    pub fn new(anchor: Anchor) -> Self {
        Self { missing: anchor.heads.into_iter().map(|head| (head.object, head)).collect() }
    }

    /// What a chain, as it is now, lacks of what was anchored. What has happened since is nobody's fault.
    pub fn chain(&mut self, chain: &Chain) -> Option<ChainFault> {
        let head = self.missing.remove(&chain.object)?;
        let left = chain.links.len() as u64;
        if left < head.events {
            return Some(fault(ChainFaultKind::Cut, &head, left));
        }
        let there = usize::try_from(head.events).ok().and_then(|events| chain.links.get(events.checked_sub(1)?));
        let same = there.is_some_and(|link| (link.event, &link.hash) == (head.event, &head.hash));
        (!same).then(|| fault(ChainFaultKind::Rewritten, &head, head.events))
    }

    /// The chains that are gone altogether, by object.
    pub fn finish(self) -> Vec<ChainFault> {
        let mut gone: Vec<_> = self.missing.values().map(|head| fault(ChainFaultKind::Cut, head, 0)).collect();
        gone.sort_by_key(|fault| fault.object);
        gone
    }
}

fn fault(kind: ChainFaultKind, head: &Head, place: u64) -> ChainFault {
    ChainFault { kind, object: head.object, object_kind: Some(head.kind), event: head.event, place }
}
