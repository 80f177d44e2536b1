//! Every label of every skill that is offered, as numbers of words.

use talents_core::id::SkillId;
use talents_core::skill::{Labels as Names, Skill, SkillKind};

use super::lexicon::Lexicon;
use super::postings::Postings;
use crate::analyzer::{self, Analyzer};

/// The language of a label or of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    French,
    English,
    /// An abbreviation, or a name that is the same in both.
    Any,
}

/// One label of one skill.
#[derive(Debug)]
pub(super) struct Label {
    /// The place of the skill among those offered.
    pub(super) skill: u32,
    /// As it is written in the vocabulary.
    pub(super) written: String,
    /// Whether the skill is of our own vocabulary, which is what is meant most of the time.
    pub(super) is_own: bool,
    pub(super) language: Language,
    /// Whether the skill is a product or a language that one uses, whose name is that of nothing else.
    pub(super) is_tool: bool,
    /// Whether it is a preferred label.
    pub(super) is_preferred: bool,
    /// The folded words, one space between them.
    pub(super) normalised: String,
}

/// The labels in the order of their skills, and the lexicon of their words.
#[derive(Debug, Default)]
pub(super) struct Labels {
    pub(super) skills: Vec<SkillId>,
    pub(super) all: Vec<Label>,
    pub(super) lexicon: Lexicon,
    /// The words of each label, in its order.
    words: Postings,
}

impl Labels {
    /// Takes the skills in the order in which they are offered.
    pub(super) fn build(offered: &[&Skill]) -> Self {
        let mut labels = Vec::new();
        for (place, skill) in offered.iter().enumerate() {
            let preferred = [skill.french.preferred.as_str(), skill.english.preferred.as_str()];
            labels.extend(skill.labels().map(|written| Label {
                language: language_of(skill, written),
                is_tool: skill.kind == SkillKind::Tool,
                skill: place as u32,
                written: written.to_owned(),
                is_own: skill.slug.is_some(),
                is_preferred: preferred.contains(&written),
                normalised: analyzer::normalised(written),
            }));
        }
        let all_words = labels.iter().flat_map(|label: &Label| label.normalised.split(' '));
        let lexicon = Lexicon::build(all_words.filter(|word| !word.is_empty()).collect(), &mut Analyzer::default());
        let mut pairs = Vec::new();
        for (number, label) in labels.iter().enumerate() {
            let words = label.normalised.split(' ').filter_map(|word| lexicon.words().find(word));
            pairs.extend(words.map(|word| (number as u32, word)));
        }
        let words = Postings::build(labels.len(), pairs.iter().copied());
        let skills = offered.iter().map(|skill| skill.id).collect();
        Self { skills, all: labels, lexicon, words }
    }

    pub(super) fn label(&self, number: u32) -> &Label {
        &self.all[number as usize]
    }

    /// The words of a label, in its order.
    pub(super) fn words(&self, label: u32) -> &[u32] {
        self.words.of(label)
    }
}

fn language_of(skill: &Skill, label: &str) -> Language {
    let has = |names: &Names| names.preferred == label || names.others.iter().any(|other| other == label);
    match (has(&skill.french), has(&skill.english)) {
        (true, false) => Language::French,
        (false, true) => Language::English,
        _ => Language::Any,
    }
}
