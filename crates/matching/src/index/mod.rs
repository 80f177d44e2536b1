//! The engine: two tantivy indexes, what is kept in memory of them, and the snapshots that readers hold.
//!
//! Writers change the indexes and publish; readers take the last published [`Snapshot`] without a lock and keep a
//! consistent view for as long as they hold it.

pub(crate) mod collection;
pub(crate) mod cursor;
pub(crate) mod image;
pub(crate) mod norms;
pub(crate) mod shelf;
pub(crate) mod snapshot;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::analyzer::{self, Analyzer};
use crate::document::{self, IndexChange, MissionDocument, TalentDocument};
use crate::error::MatchingError;
use crate::skills::Vocabulary;
use crate::statistics::{Frozen, Statistics};
use collection::Collection;
use snapshot::Snapshot;

/// The search index with its writers. Share it behind an `Arc`.
pub struct Engine {
    talents: Collection<TalentDocument>,
    missions: Collection<MissionDocument>,
    published: ArcSwap<Snapshot>,
    /// Held while a snapshot is made, so that two publications do not overwrite each other.
    publishing: Mutex<()>,
}

impl Engine {
    /// Opens the index of a directory, made where it is missing. The statistics are empty until
    /// [`Self::set_statistics`].
    pub fn open(dir: &Path, vocabulary: Arc<Vocabulary>) -> Result<Self, MatchingError> {
        Self::with_collections(
            Collection::open(Some(&dir.join("talents")))?,
            Collection::open(Some(&dir.join("missions")))?,
            vocabulary,
        )
    }

    /// An index that lasts as long as the value.
    pub fn in_memory(vocabulary: Arc<Vocabulary>) -> Result<Self, MatchingError> {
        Self::with_collections(Collection::open(None)?, Collection::open(None)?, vocabulary)
    }

    fn with_collections(
        talents: Collection<TalentDocument>,
        missions: Collection<MissionDocument>,
        vocabulary: Arc<Vocabulary>,
    ) -> Result<Self, MatchingError> {
        let snapshot = Snapshot {
            talents: Arc::new(talents.shelf()?),
            missions: Arc::new(missions.shelf()?),
            vocabulary,
            frozen: Arc::new(Frozen::new(Statistics::default())),
            board: Arc::default(),
            popularity: Arc::default(),
        };
        Ok(Self { talents, missions, published: ArcSwap::from_pointee(snapshot), publishing: Mutex::new(()) })
    }

    /// Takes the directory for this process alone to write to, which the first change would do otherwise.
    ///
    /// # Errors
    /// One that [`MatchingError::is_locked`] where another process writes to it.
    pub fn claim(&self) -> Result<(), MatchingError> {
        self.talents.claim()?;
        self.missions.claim()
    }

    /// Takes changes in; they show, and last, from the next [`Self::commit`].
    pub fn apply(&self, changes: impl IntoIterator<Item = IndexChange>) -> Result<(), MatchingError> {
        let vocabulary = Arc::clone(&self.published.load().vocabulary);
        let mut analyzer = Analyzer::default();
        for change in changes {
            match change {
                IndexChange::Talent(talent) => self.talents.put(&talent, &vocabulary, &mut analyzer)?,
                IndexChange::RemoveTalent(id) => self.talents.remove(id.0)?,
                IndexChange::Mission(mission) => self.missions.put(&mission, &vocabulary, &mut analyzer)?,
                IndexChange::RemoveMission(id) => self.missions.remove(id.0)?,
            }
        }
        Ok(())
    }

    /// Makes the changes lasting and shows them to the readers to come. `position` is the caller's own: what of the
    /// store the index has reached.
    pub fn commit(&self, position: &str) -> Result<(), MatchingError> {
        let payload = self.payload(position);
        // Missions last: what they say is reached, talents have reached too, even after a crash in between.
        self.talents.commit(&payload)?;
        self.missions.commit(&payload)?;
        self.show()
    }

    /// As [`Self::commit`], after which each index is one segment: searches are the fastest that they can be. It takes a
    /// good part of the time that indexing took, so it is for whoever has just indexed everything.
    pub fn commit_compact(&self, position: &str) -> Result<(), MatchingError> {
        let payload = self.payload(position);
        self.talents.commit_compact(&payload)?;
        self.missions.commit_compact(&payload)?;
        self.show()
    }

    fn payload(&self, position: &str) -> String {
        format!("{} {position}", self.form())
    }

    fn show(&self) -> Result<(), MatchingError> {
        let (talents, missions) = (Arc::new(self.talents.shelf()?), Arc::new(self.missions.shelf()?));
        self.publish(|snapshot| Snapshot { talents, missions, board: Arc::default(), ..snapshot.clone() });
        Ok(())
    }

    /// The position of the last commit. `None` where there is none, and where the index was built with another
    /// analysis, other documents or another vocabulary: then [`Self::clear`] it and apply everything anew.
    pub fn position(&self) -> Option<String> {
        self.talents.payload()?;
        let payload = self.missions.payload()?;
        let (form, position) = payload.split_once(' ')?;
        (form == self.form()).then(|| position.to_owned())
    }

    /// Forgets everything, at the next [`Self::commit`].
    pub fn clear(&self) -> Result<(), MatchingError> {
        self.talents.clear()?;
        self.missions.clear()
    }

    /// The last published view.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.published.load_full()
    }

    /// Ranks with another vocabulary from now on. Labels in the index are those of the vocabulary that they were
    /// applied with: when its version differs, [`Self::position`] says `None`, for the index is to be rebuilt.
    pub fn set_vocabulary(&self, vocabulary: Arc<Vocabulary>) {
        self.publish(|snapshot| Snapshot {
            vocabulary,
            board: Arc::default(),
            popularity: Arc::default(),
            ..snapshot.clone()
        });
    }

    /// Ranks with the statistics of another generation from now on.
    pub fn set_statistics(&self, statistics: Statistics) {
        let frozen = Arc::new(Frozen::new(statistics));
        self.publish(|snapshot| Snapshot {
            frozen,
            board: Arc::default(),
            popularity: Arc::default(),
            ..snapshot.clone()
        });
    }

    fn publish(&self, next: impl FnOnce(&Snapshot) -> Snapshot) {
        let _alone = self.publishing.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = next(&self.published.load());
        self.published.store(Arc::new(snapshot));
    }

    /// What the terms and the records of the index depend on beside the objects.
    fn form(&self) -> String {
        format!("{}-{}-{}", analyzer::VERSION, document::VERSION, self.published.load().vocabulary.version())
    }
}
