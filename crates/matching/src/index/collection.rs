//! One tantivy index of one kind of document: its writer, and the images of its segments.

use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use talents_core::id::SkillId;
use tantivy::index::SegmentId;
use tantivy::indexer::{LogMergePolicy, NoMergePolicy};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};
use uuid::Uuid;

use super::image::missions::MissionImage;
use super::image::talents::TalentImage;
use super::image::{Image, decode};
use super::shelf::{SegmentView, Shelf, mark};
use crate::analyzer::Analyzer;
use crate::document::{MissionDocument, TalentDocument};
use crate::error::MatchingError;
use crate::schema::{Fields, TextField, schema};
use crate::skills::Vocabulary;

/// The memory that a writer may use before it writes a segment, in bytes: few, large segments make searches fast, and
/// only a bulk import uses it all.
const WRITER_MEMORY: usize = 256_000_000;

/// A kind of document that an index can hold.
pub(crate) trait Document: Serialize + DeserializeOwned + Send + Sync {
    /// What stays in memory of a segment of them.
    type Image: Image<Document = Self>;

    /// Its id.
    fn uuid(&self) -> Uuid;
    /// The texts that were written.
    fn texts(&self) -> Vec<&str>;
    /// What it is about, in a line.
    fn headline(&self) -> &str;
    /// The skills that it has or asks for.
    fn skill_ids(&self) -> Vec<SkillId>;
}

impl Document for MissionDocument {
    type Image = MissionImage;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.content.title, &self.content.context, &self.content.deliverables]
    }

    fn headline(&self) -> &str {
        &self.content.title
    }

    fn skill_ids(&self) -> Vec<SkillId> {
        self.content.requirements.iter().map(|requirement| requirement.skill).collect()
    }
}

impl Document for TalentDocument {
    type Image = TalentImage;

    fn uuid(&self) -> Uuid {
        self.id.0
    }

    fn texts(&self) -> Vec<&str> {
        vec![&self.headline, &self.biography]
    }

    fn headline(&self) -> &str {
        &self.headline
    }

    fn skill_ids(&self) -> Vec<SkillId> {
        self.skills.iter().map(|skill| skill.skill).collect()
    }
}

/// The images of the segments that were seen last, by their id.
type Images<I> = HashMap<SegmentId, Arc<I>>;

/// An index of one kind of document.
pub(crate) struct Collection<D: Document> {
    index: Index,
    fields: Fields,
    reader: IndexReader,
    /// Opened at the first change: who only reads takes no lock on the directory.
    writer: Mutex<Option<IndexWriter>>,
    images: Mutex<Images<D::Image>>,
    kind: PhantomData<fn(D)>,
}

impl<D: Document> Collection<D> {
    /// Opens the index of a directory, made where it is missing; without a directory, an index in memory.
    pub(crate) fn open(directory: Option<&Path>) -> Result<Self, MatchingError> {
        let (schema, fields) = schema();
        let index = match directory {
            Some(path) => {
                std::fs::create_dir_all(path)?;
                let directory = tantivy::directory::MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
                Index::open_or_create(directory, schema)?
            }
            None => Index::create_in_ram(schema),
        };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (writer, images) = (Mutex::new(None), Mutex::new(HashMap::new()));
        Ok(Self { index, fields, reader, writer, images, kind: PhantomData })
    }

    fn with_writer<T>(
        &self,
        act: impl FnOnce(&mut IndexWriter) -> Result<T, MatchingError>,
    ) -> Result<T, MatchingError> {
        let mut writer = lock(&self.writer);
        if writer.is_none() {
            *writer = Some(self.open_writer()?);
        }
        match writer.as_mut() {
            Some(writer) => act(writer),
            None => Err(tantivy::TantivyError::SystemError("no writer".to_owned()).into()),
        }
    }

    fn open_writer(&self) -> Result<IndexWriter, MatchingError> {
        Ok(self.index.writer_with_num_threads(1, WRITER_MEMORY)?)
    }

    /// Takes the lock of the directory, without changing anything.
    pub(crate) fn claim(&self) -> Result<(), MatchingError> {
        self.with_writer(|_| Ok(()))
    }

    /// Adds a document in the place of the one that had its id.
    pub(crate) fn put(
        &self,
        document: &D,
        vocabulary: &Vocabulary,
        analyzer: &mut Analyzer,
    ) -> Result<(), MatchingError> {
        let id = document.uuid();
        let entry = self.entry(document, vocabulary, analyzer)?;
        self.with_writer(|writer| {
            writer.delete_term(self.id_term(id));
            writer.add_document(entry)?;
            Ok(())
        })
    }

    /// Forgets a document.
    pub(crate) fn remove(&self, id: Uuid) -> Result<(), MatchingError> {
        self.with_writer(|writer| {
            writer.delete_term(self.id_term(id));
            Ok(())
        })
    }

    /// Forgets everything, at the next commit.
    pub(crate) fn clear(&self) -> Result<(), MatchingError> {
        self.with_writer(|writer| {
            writer.delete_all_documents()?;
            Ok(())
        })
    }

    /// Makes the changes lasting, with a payload.
    pub(crate) fn commit(&self, payload: &str) -> Result<(), MatchingError> {
        self.with_writer(|writer| commit_with(writer, payload))
    }

    /// As [`Self::commit`], after which all there is, without those who were replaced or forgotten, is one segment. Whoever
    /// has a change meanwhile waits: the writer ends for its merges to end, and what came after the commit would be lost.
    pub(crate) fn commit_compact(&self, payload: &str) -> Result<(), MatchingError> {
        let mut kept = lock(&self.writer);
        let mut writer = match kept.take() {
            Some(writer) => writer,
            None => self.open_writer()?,
        };
        commit_with(&mut writer, payload)?;
        // Its own merges come first: no two may share a segment.
        writer.wait_merging_threads()?;
        let mut merger = self.open_writer()?;
        merger.set_merge_policy(Box::new(NoMergePolicy));
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            merger.merge(&segments).wait()?;
        }
        merger.set_merge_policy(Box::<LogMergePolicy>::default());
        *kept = Some(merger);
        Ok(())
    }

    /// The payload of the last commit, if there was one.
    pub(crate) fn payload(&self) -> Option<String> {
        self.index.load_metas().ok()?.payload
    }

    fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_text(self.fields.id, &id.hyphenated().to_string())
    }

    fn entry(
        &self,
        document: &D,
        vocabulary: &Vocabulary,
        analyzer: &mut Analyzer,
    ) -> Result<TantivyDocument, MatchingError> {
        let written = document.texts().join("\n");
        let skills = document.skill_ids();
        let words = analyzer.terms(&written);
        let profile = vocabulary.profile_of_talent(&frequencies(words.iter().cloned()), &skills);
        let (mut labels, mut english) = (Vec::new(), analyzer.english(&written));
        for terms in skills.iter().filter_map(|skill| vocabulary.label_terms(*skill)) {
            labels.extend_from_slice(&terms.french);
            english.extend_from_slice(&terms.english);
        }
        let terms = [words, labels, english, analyzer.terms(document.headline())];
        let record = postcard::to_allocvec(document)?;
        let (high, low) = document.uuid().as_u64_pair();
        let mut entry = TantivyDocument::default();
        entry.add_text(self.fields.id, document.uuid().hyphenated().to_string());
        entry.add_u64(self.fields.id_halves[0], high);
        entry.add_u64(self.fields.id_halves[1], low);
        entry.add_bytes(self.fields.record, &record);
        for (field, terms) in TextField::ALL.into_iter().zip(terms) {
            entry.add_pre_tokenized_text(self.fields.text(field), pre_tokenized(terms));
        }
        let marks = profile.into_iter().map(|(occupation, weight)| mark(occupation, weight)).collect();
        entry.add_pre_tokenized_text(self.fields.profile, pre_tokenized(marks));
        Ok(entry)
    }

    /// What the last commit made visible; segments seen for the first time are decoded.
    pub(crate) fn shelf(&self) -> Result<Shelf<D>, MatchingError> {
        self.reader.reload()?;
        let searcher = self.reader.searcher();
        let mut known = lock(&self.images);
        let mut images = HashMap::new();
        let mut segments = Vec::new();
        let mut base = 0;
        for reader in searcher.segment_readers() {
            let id = reader.segment_id();
            let image = match known.get(&id) {
                Some(image) => Arc::clone(image),
                None => Arc::new(decode::<D>(reader, self.fields.record)?),
            };
            images.insert(id, Arc::clone(&image));
            segments.push(SegmentView::new(base, reader.clone(), image)?);
            base += reader.max_doc() as usize;
        }
        *known = images;
        Ok(Shelf::new(self.fields, segments))
    }
}

fn commit_with(writer: &mut IndexWriter, payload: &str) -> Result<(), MatchingError> {
    let mut prepared = writer.prepare_commit()?;
    prepared.set_payload(payload);
    prepared.commit()?;
    Ok(())
}

/// The lock's content; a panic elsewhere leaves it whole, for every change to it is one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terms of a text, each with how often it occurs.
pub(crate) fn frequencies(terms: impl IntoIterator<Item = String>) -> BTreeMap<String, u32> {
    let mut frequencies = BTreeMap::new();
    for term in terms {
        *frequencies.entry(term).or_insert(0) += 1;
    }
    frequencies
}

fn pre_tokenized(terms: Vec<String>) -> PreTokenizedString {
    let token = |(position, text): (usize, String)| Token { position, text, ..Token::default() };
    PreTokenizedString { text: String::new(), tokens: terms.into_iter().enumerate().map(token).collect() }
}
