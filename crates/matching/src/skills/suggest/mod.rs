//! From a free text to the skills that it speaks of.
//!
//! The heaviest words of a label call it up; its other words are looked for next to them, in any order, in the same
//! sentence. What was found is weighed in [`confidence`], and what stands inside the words of a longer label is dropped.

mod confidence;
mod everyday;
mod finding;
mod index;
mod reading;

use std::collections::HashMap;

use super::Suggestion;
use super::labels::Labels;
use finding::{Finder, Finding};
use index::Index;
use reading::Reading;

/// The most suggestions of a text.
const SUGGESTIONS_MAX: usize = 100;

/// The index of labels for texts.
#[derive(Debug, Default)]
pub(super) struct Mentions(Index);

impl Mentions {
    pub(super) fn build(labels: &Labels) -> Self {
        Self(Index::build(labels))
    }

    /// See [`super::Vocabulary::suggest`].
    pub(super) fn suggest(&self, labels: &Labels, text: &str) -> Vec<Suggestion> {
        let reading = Reading::of(text, &labels.lexicon);
        let findings = Finder { index: &self.0, labels, reading: &reading, text }.find_all();
        let mut best: HashMap<u32, &Finding> = HashMap::new();
        for finding in &findings {
            let kept = best.entry(finding.skill).or_insert(finding);
            if finding.confidence > kept.confidence {
                *kept = finding;
            }
        }
        let mut best: Vec<&Finding> = best.into_values().collect();
        best.sort_by_key(|finding| (std::cmp::Reverse(finding.confidence), finding.skill));
        best.truncate(SUGGESTIONS_MAX);
        let suggestion = |finding: &Finding| Suggestion {
            skill: labels.skills[finding.skill as usize],
            confidence: finding.confidence,
            matched_text: finding.text(&reading, text).to_owned(),
        };
        best.into_iter().map(suggestion).collect()
    }
}
