//! One vocabulary out of several sources: our own table, and taxonomies that know the same skills by their URIs.
//!
//! What our own table says comes first. A concept whose URI one of our skills has lends it labels and relations; the
//! others become skills of their own.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use talents_core::event::Stamp;
use talents_core::id::{IdSource, SkillId};
use talents_core::skill::{Labels, Occupation, Skill, SkillState};
use talents_store::{Saved, Store, StoreError, Transaction, occupation, skill};

use super::esco::{self, EscoError, EscoTaxonomy};
use super::own;
use super::report::Wording;
use super::{CHUNK, Format, ImportError, Importer, Options, Outcome, Progress, Report};
use crate::app::App;

/// Skills and the occupations that want them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// The skills.
    pub skills: Vec<Skill>,
    /// The occupations.
    pub occupations: Vec<Occupation>,
}

/// Brings the store's vocabulary to what the table in the binary says, as far as it says more or otherwise; gives how
/// many skills that changed. Done at each start, so that a new release brings its skills along.
pub async fn load_own(store: &Store, stamp: Stamp, ids: Arc<dyn IdSource>) -> Result<usize, StoreError> {
    let kept = by_id(skill::all(store).await?);
    let skills: Vec<Skill> = own::embedded().into_iter().map(|own| over(own, &kept)).collect();
    let changed = |skill: &&Skill| kept.get(&skill.id) != Some(*skill);
    let mut changes: Vec<Skill> = skills.iter().filter(changed).cloned().collect();
    changes.extend(succeed(&skills, &kept));
    if changes.is_empty() {
        return Ok(0);
    }
    let mut tx = store.begin(stamp, ids).await?;
    skill::upsert_many(&mut tx, &changes).await?;
    tx.commit().await?;
    Ok(changes.len())
}

/// The whole vocabulary that a taxonomy makes with the skills at hand: with [`own::embedded`], what an evaluation
/// without a store ranks with.
pub fn merge(kept: Vec<Skill>, taxonomy: EscoTaxonomy) -> Merged {
    let mut kept = by_id(kept);
    let Merged { skills, occupations } = fold(&kept, taxonomy);
    kept.extend(skills.into_iter().map(|skill| (skill.id, skill)));
    let mut skills: Vec<Skill> = kept.into_values().collect();
    skills.sort_by_key(|skill| skill.id);
    Merged { skills, occupations }
}

/// Imports a folder of ESCO's files. It may be interrupted at any point: what is there already is passed over.
pub(super) async fn import_esco(
    app: &App,
    folder: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report, ImportError> {
    let mut report = Report::new(*options);
    let taxonomy = match esco::read(folder) {
        Ok(taxonomy) => taxonomy,
        Err(EscoError::Io(error)) => return Err(error.into()),
        Err(EscoError::Malformed { file, line, refusals }) => {
            let wording = Wording { language: options.language, format: Format::Csv, columns: own::COLUMNS };
            let file = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let problems = wording.problems(line, &refusals).into_iter();
            report.rejected = problems.map(|problem| super::LineProblem { column: file.clone(), ..problem }).collect();
            report.kept = false;
            return Ok(report);
        }
    };
    let importer = Importer::new(app).await?;
    let merged = fold(&by_id(skill::all(&app.store).await?), taxonomy);
    let total = (merged.skills.len() + merged.occupations.len()) as u64;
    let mut write = Write { importer, tx: None, whole: options.is_whole(), report, total, progress };
    for chunk in merged.skills.chunks(CHUNK) {
        let saved = skill::upsert_many(write.transaction().await?, chunk).await?;
        write.done(&saved).await?;
    }
    for chunk in merged.occupations.chunks(CHUNK) {
        let saved = occupation::upsert_many(write.transaction().await?, chunk).await?;
        write.done(&saved).await?;
    }
    write.finish(options).await
}

/// The writing of a taxonomy, in one transaction or in several.
struct Write<'a> {
    importer: Importer<'a>,
    tx: Option<Transaction>,
    whole: bool,
    report: Report,
    total: u64,
    progress: &'a mut dyn FnMut(Progress),
}

impl Write<'_> {
    async fn transaction(&mut self) -> Result<&mut Transaction, ImportError> {
        if self.tx.is_none() {
            self.tx = Some(self.importer.begin().await?);
        }
        self.tx.as_mut().ok_or_else(|| unreachable!("it was begun just above"))
    }

    async fn done(&mut self, saved: &[Saved]) -> Result<(), ImportError> {
        for saved in saved {
            self.report.count(Outcome::from(*saved));
        }
        (self.progress)(Progress { records: self.report.lines, done: self.report.lines, total: self.total });
        if self.whole { Ok(()) } else { self.commit().await }
    }

    async fn commit(&mut self) -> Result<(), ImportError> {
        if let Some(tx) = self.tx.take() {
            tx.commit().await?;
            self.importer.app.changed.notify_waiters();
        }
        Ok(())
    }

    async fn finish(mut self, options: &Options) -> Result<Report, ImportError> {
        if !options.dry_run {
            self.commit().await?;
        }
        Ok(self.report)
    }
}

/// What a taxonomy changes in the skills that are kept: those of ours that it says more of, and its own.
fn fold(kept: &HashMap<SkillId, Skill>, taxonomy: EscoTaxonomy) -> Merged {
    let mut ours: HashMap<SkillId, SkillId> = HashMap::new();
    for skill in kept.values().filter(|skill| skill.slug.is_some()) {
        ours.extend(skill.uris.iter().map(|uri| (SkillId::of_uri(uri), skill.id)));
    }
    let known = |id: SkillId| ours.get(&id).copied().unwrap_or(id);
    let skills = taxonomy.skills.into_iter().map(|imported| {
        let id = known(imported.id);
        let renamed = Skill {
            id,
            broader: renamed(&imported.broader, id, known),
            related: renamed(&imported.related, id, known),
            ..imported
        };
        match kept.get(&id).filter(|before| before.slug.is_some()) {
            Some(before) => extended(before.clone(), &renamed),
            None => renamed,
        }
    });
    let occupations = taxonomy.occupations.into_iter().map(|occupation| Occupation {
        essential: occupation.essential.iter().map(|id| known(*id)).collect(),
        optional: occupation.optional.iter().map(|id| known(*id)).collect(),
        ..occupation
    });
    Merged { skills: skills.collect(), occupations: occupations.collect() }
}

/// The ids as they are known here, each once, without the skill itself.
fn renamed(ids: &[SkillId], own: SkillId, known: impl Fn(SkillId) -> SkillId) -> Vec<SkillId> {
    let mut renamed = Vec::with_capacity(ids.len());
    append(&mut renamed, ids.iter().map(|id| known(*id)).filter(|id| *id != own));
    renamed
}

/// A skill of our own table with what others had lent to the one that is kept, or to the concept of its URI.
pub(super) fn over(own: Skill, kept: &HashMap<SkillId, Skill>) -> Skill {
    let lenders: Vec<SkillId> = [own.id].into_iter().chain(own.uris.iter().map(|uri| SkillId::of_uri(uri))).collect();
    lenders.iter().filter_map(|id| kept.get(id)).fold(own, extended)
}

/// The imported skills that become part of ours, because our table has come to name their URI.
pub(super) fn succeed(own: &[Skill], kept: &HashMap<SkillId, Skill>) -> Vec<Skill> {
    let mut merged = Vec::new();
    for skill in own {
        let concepts = skill.uris.iter().filter_map(|uri| kept.get(&SkillId::of_uri(uri)));
        merged.extend(concepts.filter(|concept| concept.slug.is_none()).map(|concept| Skill {
            state: SkillState::Merged,
            merged_into: Some(skill.id),
            ..concept.clone()
        }));
    }
    merged
}

/// A skill with what another description of it says more.
fn extended(mut skill: Skill, more: &Skill) -> Skill {
    extend_labels(&mut skill.french, &more.french);
    extend_labels(&mut skill.english, &more.english);
    append(&mut skill.abbreviations, more.abbreviations.iter().cloned());
    append(&mut skill.uris, more.uris.iter().cloned());
    let own = skill.id;
    append(&mut skill.broader, more.broader.iter().copied().filter(|id| *id != own));
    append(&mut skill.related, more.related.iter().copied().filter(|id| *id != own));
    skill
}

fn extend_labels(labels: &mut Labels, more: &Labels) {
    let Labels { preferred, others } = labels;
    if preferred.is_empty() {
        preferred.clone_from(&more.preferred);
    }
    let new =
        [&more.preferred].into_iter().chain(&more.others).filter(|label| !label.is_empty() && *label != preferred);
    append(others, new.cloned());
}

fn append<T: PartialEq>(list: &mut Vec<T>, values: impl Iterator<Item = T>) {
    for value in values {
        if !list.contains(&value) {
            list.push(value);
        }
    }
}

fn by_id(skills: Vec<Skill>) -> HashMap<SkillId, Skill> {
    skills.into_iter().map(|skill| (skill.id, skill)).collect()
}
