//! From a free text to the skills that it speaks of.
//!
//! The labels are keyed by their stemmed words. The text is read from left to right; at each word the longest label
//! that begins there wins, so that « intégration continue » is one skill and no integration.

use std::collections::HashMap;

use talents_core::id::SkillId;
use talents_core::skill::Skill;

use super::Suggestion;
use strsim::osa_distance;
fn one_typo_apart(one: &str, other: &str) -> bool { one.len().abs_diff(other.len()) <= 1 && osa_distance(one, other) <= 1 }
use crate::analyzer::{Analyzer, Word, fold};

/// The most words of a label that is looked for in a text.
const WORDS_MAX: usize = 8;
/// The fewest letters of a word that is taken for a misspelt label.
const TYPO_LENGTH: usize = 8;

/// A label that a text may hold.
#[derive(Debug)]
struct Mention {
    skill: SkillId,
    /// The label folded, to tell the very words from words of the same family.
    folded: String,
    /// The label as it is written: short ones must stand so in the text.
    written: String,
    own: bool,
}

/// The labels by their stemmed words, joined by spaces.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    by_terms: HashMap<String, Vec<Mention>>,
    /// Labels of one long word, by initial, for misspelt ones.
    long_words: HashMap<char, Vec<(String, SkillId)>>,
}

impl Mentions {
    /// Indexes the labels of skills, in the order in which they are offered.
    pub(super) fn build(offered: &[&Skill], analyzer: &mut Analyzer) -> Self {
        let mut mentions = Self::default();
        for skill in offered {
            for label in skill.labels() {
                mentions.add(skill, label, analyzer);
            }
        }
        mentions
    }

    fn add(&mut self, skill: &Skill, label: &str, analyzer: &mut Analyzer) {
        let words: Vec<Word> = Analyzer::meaningful(label).collect();
        if words.is_empty() || words.len() > WORDS_MAX {
            return;
        }
        if let [word] = words.as_slice()
            && word.text.len() >= TYPO_LENGTH
            && let Some(initial) = word.text.chars().next()
        {
            self.long_words.entry(initial).or_default().push((word.text.clone(), skill.id));
        }
        let mention = Mention {
            skill: skill.id,
            folded: joined(words.iter().map(|word| word.text.clone())),
            written: label.to_owned(),
            own: skill.slug.is_some(),
        };
        let key = joined(words.iter().map(|word| analyzer.stem_french(&word.text)));
        self.by_terms.entry(key).or_default().push(mention);
    }

    /// See [`super::Vocabulary::suggest`].
    pub(super) fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let mut analyzer = Analyzer::default();
        let words: Vec<Word> = Analyzer::meaningful(text).collect();
        let terms: Vec<String> = words.iter().map(|word| analyzer.stem_french(&word.text)).collect();
        let mut best: HashMap<SkillId, Suggestion> = HashMap::new();
        let mut at = 0;
        while at < words.len() {
            let (taken, found) = self.longest_at(text, &words[at..], &terms[at..]);
            for suggestion in found {
                let kept = best.entry(suggestion.skill).or_insert_with(|| suggestion.clone());
                if suggestion.confidence > kept.confidence {
                    *kept = suggestion;
                }
            }
            at += taken;
        }
        let mut suggestions: Vec<Suggestion> = best.into_values().collect();
        suggestions.sort_by_key(|suggestion| (std::cmp::Reverse(suggestion.confidence), suggestion.skill));
        suggestions
    }

    /// How many words are used up there, and what they suggest.
    fn longest_at(&self, text: &str, words: &[Word], terms: &[String]) -> (usize, Vec<Suggestion>) {
        for length in (1..=WORDS_MAX.min(words.len())).rev() {
            let Some(mentions) = self.by_terms.get(&terms[..length].join(" ")) else { continue };
            let written = &text[words[0].start..words[length - 1].end];
            let folded = joined(words[..length].iter().map(|word| word.text.clone()));
            let suggestion = |mention: &Mention| {
                let confidence = confidence(mention, &folded, written, length)?;
                Some(Suggestion { skill: mention.skill, confidence, matched_text: written.to_owned() })
            };
            let found: Vec<Suggestion> = mentions.iter().filter_map(suggestion).collect();
            if !found.is_empty() {
                return (length, found);
            }
        }
        (1, self.misspelt(text, &words[0]))
    }

    fn misspelt(&self, text: &str, word: &Word) -> Vec<Suggestion> {
        if word.text.len() < TYPO_LENGTH {
            return Vec::new();
        }
        let candidates = word.text.chars().next().and_then(|initial| self.long_words.get(&initial));
        let near = candidates.into_iter().flatten().filter(|(label, _)| one_typo_apart(&word.text, label));
        let matched_text = &text[word.start..word.end];
        near.map(|(_, skill)| Suggestion { skill: *skill, confidence: 450_000, matched_text: matched_text.to_owned() })
            .collect()
    }
}

/// How sure a mention is, or `None` where it is none: a label of one or two letters (C, R, Go) must stand in the text
/// as it is written. Longer labels, the very words and our own vocabulary are surer.
fn confidence(mention: &Mention, folded: &str, written: &str, length: usize) -> Option<u32> {
    if mention.folded.chars().count() <= 2 && mention.written != written {
        return None;
    }
    let very_words = mention.folded == folded;
    // A word of the same family (« tester » for « Tests ») says little alone.
    if length == 1 && !very_words && fold::fold(written).len() < 5 {
        return None;
    }
    let longer = 60_000 * (length as u32 - 1).min(4);
    Some(500_000 + longer + 150_000 * u32::from(very_words) + 110_000 * u32::from(mention.own))
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
