//! The vocabulary: what people write, resolved to skills, and how skills stand to each other.

mod complete;
mod labels;
mod languages;
mod lexicon;
mod popularity;
mod postings;
mod relation;
mod suggest;

use std::collections::HashMap;

use talents_core::id::{OccupationId, SkillId};
use talents_core::skill::{Occupation, Skill, SkillState};

pub use popularity::Popularity;
pub use relation::Relation;

use crate::analyzer::{self, Analyzer};
use crate::hash::Fnv;
use crate::resemblance::Reference;
use complete::Completion;
use labels::Labels;
use languages::LabelLanguages;
use suggest::Mentions;

/// The most hits of an autocomplete.
pub const COMPLETIONS_MAX: usize = 200;

/// A skill that an autocomplete offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillHit {
    /// Which one.
    pub skill: SkillId,
    /// The label that answers what was typed, as it is written in the vocabulary.
    pub matched_label: String,
    /// How well it answers, from 0 to 1,000,000.
    pub score: u32,
}

/// What an autocomplete offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completions {
    /// The likeliest skills, the likeliest first, each once.
    pub hits: Vec<SkillHit>,
    /// How many skills answer in all.
    pub total: usize,
}

/// A skill that a text speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Which one.
    pub skill: SkillId,
    /// How sure it is, from 0 to 1,000,000: the share of such readings whose author declared the skill, so that from
    /// 500,000 on it is more likely right than wrong.
    pub confidence: u32,
    /// The words of the text that led there, as they are written in it.
    pub matched_text: String,
}

/// The skills and occupations, ready to be looked up. It never changes: a new state of the vocabulary is a new value.
#[derive(Debug)]
pub struct Vocabulary {
    skills: Vec<Skill>,
    occupations: Vec<Occupation>,
    positions: HashMap<SkillId, usize>,
    merged: Vec<SkillId>,
    names: HashMap<String, SkillId>,
    labels: Labels,
    relations: HashMap<SkillId, Vec<(SkillId, Relation)>>,
    completion: Completion,
    mentions: Mentions,
    reference: Option<Reference>,
    label_terms: HashMap<SkillId, LabelTerms>,
    languages: LabelLanguages,
    version: String,
}

/// The terms of all labels of a skill: what is indexed of it, the same for everybody who has it.
#[derive(Debug, Default)]
pub(crate) struct LabelTerms {
    /// Those of the preferred label, analysed whatever its language.
    pub(crate) preferred: Vec<String>,
    /// Analysed in French.
    pub(crate) french: Vec<String>,
    /// Analysed in English.
    pub(crate) english: Vec<String>,
}

impl Vocabulary {
    /// Prepares the skills and occupations for look-ups: work to do once per state of the vocabulary, not per request.
    pub fn build(mut skills: Vec<Skill>, mut occupations: Vec<Occupation>) -> Self {
        skills.sort_by_key(|skill| skill.id);
        skills.dedup_by_key(|skill| skill.id);
        occupations.sort_by_key(|occupation| occupation.id);
        let positions: HashMap<SkillId, usize> =
            skills.iter().enumerate().map(|(position, skill)| (skill.id, position)).collect();
        let merged = skills.iter().filter(|skill| skill.merged_into.is_some()).map(|skill| skill.id).collect();
        let canonical = |id: SkillId| follow_merges(&skills, &positions, id);
        let offered: Vec<&Skill> = ranked(&skills);
        let names = name_index(&offered, canonical);
        let relations = relation::relations(&skills, canonical);
        let labels = Labels::build(&offered);
        let completion = Completion::build(&labels, &offered, canonical);
        let mentions = Mentions::build(&labels);
        let mut analyzer = Analyzer::default();
        let label = |id: SkillId, french: bool| {
            let skill = &skills[*positions.get(&canonical(id))?];
            Some(skill.label_in(french).to_owned())
        };
        let reference =
            (!occupations.is_empty()).then(|| Reference::build(&occupations, label, canonical, &mut analyzer));
        let label_terms = skills.iter().map(|skill| (skill.id, label_terms(skill, &mut analyzer))).collect();
        let languages = LabelLanguages::build(&offered, &mut analyzer);
        let version = version(&skills, &occupations);
        Self {
            skills,
            occupations,
            positions,
            merged,
            names,
            labels,
            relations,
            completion,
            mentions,
            reference,
            label_terms,
            languages,
            version,
        }
    }

    /// A skill; the id of a merged one gives the skill that it became part of.
    pub fn skill(&self, id: SkillId) -> Option<&Skill> {
        self.skills.get(*self.positions.get(&self.canonical(id))?)
    }

    /// The skill that an id stands for today: itself, or the one that it was merged into.
    pub fn canonical(&self, id: SkillId) -> SkillId {
        follow_merges(&self.skills, &self.positions, id)
    }

    /// The skill that a slug, a URI, a label or an abbreviation names, whatever its case and accents.
    pub fn resolve(&self, label: &str) -> Option<SkillId> {
        let exact = self.names.get(label.trim());
        exact.or_else(|| self.names.get(&analyzer::normalised(label))).copied()
    }

    /// The skills that what was typed may mean, the likeliest first; at most [`COMPLETIONS_MAX`], none for nothing.
    pub fn complete(&self, query: &str) -> Vec<SkillHit> {
        self.completions(query, COMPLETIONS_MAX, &Popularity::default()).hits
    }

    /// The skills that what was typed may mean, the likeliest first: at most so many of them, and how many there are in
    /// all. Of two that answer alike, the more popular one comes first.
    pub fn completions(&self, query: &str, most: usize, popularity: &Popularity) -> Completions {
        self.completion.complete(&self.labels, query, most, popularity)
    }

    /// What use adds to the likelihood of each skill, from how many use it (such as
    /// [`crate::Statistics::talent_skills`]): to make once per state of the counts. It holds for this vocabulary only.
    pub fn popularity(&self, counts: impl IntoIterator<Item = (SkillId, u32)>) -> Popularity {
        let mut canonical: HashMap<SkillId, u32> = HashMap::new();
        for (skill, count) in counts {
            let total = canonical.entry(self.canonical(skill)).or_default();
            *total = total.saturating_add(count);
        }
        Popularity::new(&self.labels.skills, &canonical)
    }

    /// The skills that a text speaks of, in French or in English, the surest first; at most a hundred. The time grows
    /// with the length of the text, of which 10,000 words are read.
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        self.mentions.suggest(&self.labels, text)
    }

    /// The label that looks most like one that does not resolve, for « did you mean ».
    pub fn nearest_label(&self, label: &str) -> Option<&str> {
        let best = self.completions(label, 1, &Popularity::default()).hits.pop()?;
        self.skill(best.skill)?.labels().find(|label| *label == best.matched_label)
    }

    /// Every skill, in the order of their ids.
    pub fn skills(&self) -> impl Iterator<Item = &Skill> {
        self.skills.iter()
    }

    /// Every occupation, in the order of their ids.
    pub fn occupations(&self) -> impl Iterator<Item = &Occupation> {
        self.occupations.iter()
    }

    /// An occupation.
    pub fn occupation(&self, id: OccupationId) -> Option<&Occupation> {
        let position = self.occupations.binary_search_by_key(&id, |occupation| occupation.id).ok()?;
        self.occupations.get(position)
    }

    /// An occupation by its number in the [reference](Self::reference).
    pub(crate) fn numbered_occupation(&self, number: u16) -> Option<&Occupation> {
        self.occupations.get(usize::from(number))
    }

    /// The languages that labels are written in.
    pub(crate) fn languages(&self) -> &LabelLanguages {
        &self.languages
    }

    /// The terms of the labels of a skill.
    pub(crate) fn label_terms(&self, id: SkillId) -> Option<&LabelTerms> {
        self.label_terms.get(&self.canonical(id))
    }

    /// The occupations that texts and skills are compared with, where any were imported.
    pub(crate) fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref()
    }

    /// A short hash of the content: two vocabularies with the same one answer alike.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The skills that were merged into another one.
    pub(crate) fn merged(&self) -> impl Iterator<Item = SkillId> {
        self.merged.iter().copied()
    }

    /// The skills that may stand for one that is asked for, each by its best relation, the exact ones first.
    pub(crate) fn standing_for(&self, asked: SkillId) -> &[(SkillId, Relation)] {
        self.relations.get(&self.canonical(asked)).map_or(&[], Vec::as_slice)
    }
}

fn label_terms(skill: &Skill, analyzer: &mut Analyzer) -> LabelTerms {
    let labels = skill.labels().collect::<Vec<_>>().join("\n");
    LabelTerms {
        preferred: analyzer.terms(skill.label()),
        french: analyzer.french(&labels),
        english: analyzer.english(&labels),
    }
}

fn follow_merges(skills: &[Skill], positions: &HashMap<SkillId, usize>, id: SkillId) -> SkillId {
    let mut at = id;
    // A merge into a merged skill is followed; the bound keeps a cycle of bad data from going round for ever.
    for _ in 0..8 {
        let merged_into = positions.get(&at).and_then(|position| skills[*position].merged_into);
        match merged_into {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The skills that are offered: our own first, then the imported ones, by id.
fn ranked(skills: &[Skill]) -> Vec<&Skill> {
    let mut offered: Vec<&Skill> = skills.iter().filter(|skill| skill.state == SkillState::Active).collect();
    offered.sort_by_key(|skill| (skill.slug.is_none(), skill.id));
    offered
}

/// Every name to its skill; where two skills share a name, a preferred label wins, then our own vocabulary.
fn name_index(offered: &[&Skill], canonical: impl Fn(SkillId) -> SkillId) -> HashMap<String, SkillId> {
    let mut index = HashMap::new();
    let mut add = |name: String, skill: &Skill| {
        if !name.is_empty() {
            index.entry(name).or_insert_with(|| canonical(skill.id));
        }
    };
    for skill in offered {
        skill.slug.iter().chain(&skill.uris).for_each(|name| add(name.clone(), skill));
    }
    for skill in offered {
        for preferred in [&skill.french.preferred, &skill.english.preferred] {
            add(analyzer::normalised(preferred), skill);
        }
    }
    for skill in offered {
        skill.labels().for_each(|label| add(analyzer::normalised(label), skill));
    }
    index
}

fn version(skills: &[Skill], occupations: &[Occupation]) -> String {
    let mut hash = Fnv::default();
    for skill in skills {
        hash.write(format!("{skill:?}").as_bytes());
    }
    for occupation in occupations {
        hash.write(format!("{occupation:?}").as_bytes());
    }
    format!("{:016x}", hash.finish())
}

#[cfg(test)]
pub(crate) mod tests;
