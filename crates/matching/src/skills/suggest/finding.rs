//! Labels found in a text, whole or in good part.

use std::collections::HashMap;

use super::super::labels::{Labels, Language};
use super::super::lexicon::base;
use super::confidence;
use super::index::{Index, Part};
use super::reading::{Reading, Spelling};

/// How many other words may stand among those of a label.
const LOOSE: u32 = 3;

/// Below that, in millionths, words say nothing.
const CONFIDENCE_MIN: u32 = 100_000;

/// A label found in a text.
#[derive(Debug, Clone)]
pub(super) struct Finding {
    /// The place of the skill among those offered.
    pub(super) skill: u32,
    pub(super) label: u32,
    /// The tokens that stand for its words, in the order of the text.
    pub(super) tokens: Vec<(u32, Spelling)>,
    /// How many words the label has.
    parts: usize,
    /// What the words found weigh, and what all of the label's words do.
    pub(super) weight_found: u32,
    pub(super) weight: u32,
    /// The sum of the rarities of the words found.
    pub(super) rarity: u32,
    /// Whether they come in the label's order.
    pub(super) in_order: bool,
    /// How many other words stand among them.
    pub(super) gaps: u32,
    /// In millionths.
    pub(super) confidence: u32,
}

impl Finding {
    /// Whether every word of the label was found.
    pub(super) fn is_whole(&self) -> bool {
        self.tokens.len() == self.parts
    }

    /// The words of the text that led there.
    pub(super) fn text<'a>(&self, reading: &Reading, text: &'a str) -> &'a str {
        let token = |at: Option<&(u32, Spelling)>| at.map(|(token, _)| &reading.tokens[*token as usize]);
        match (token(self.tokens.first()), token(self.tokens.last())) {
            (Some(first), Some(last)) => &text[first.start..last.end],
            _ => "",
        }
    }
}

/// The labels found, each with its confidence, those inside a longer one left out.
pub(super) fn find_all(index: &Index, labels: &Labels, reading: &Reading, text: &str) -> Vec<Finding> {
    let mut best: HashMap<u32, Finding> = HashMap::new();
    for family in reading.families() {
        for (token, _) in reading.occurrences(*family) {
            for label in index.called(*family) {
                let Some(mut finding) = find(index, labels, reading, *label, *token) else { continue };
                finding.confidence = confidence::of(&finding, labels, reading, text);
                if finding.confidence < CONFIDENCE_MIN {
                    continue;
                }
                match best.get_mut(label) {
                    Some(kept) if kept.confidence >= finding.confidence => {}
                    Some(kept) => *kept = finding,
                    None => {
                        best.insert(*label, finding);
                    }
                }
            }
        }
    }
    let mut findings: Vec<Finding> = best.into_values().collect();
    findings.sort_by_key(|finding| finding.label);
    drop_inside(&mut findings);
    findings
}

/// The words of a label around a token that stands for one of them.
fn find(index: &Index, labels: &Labels, reading: &Reading, label: u32, token: u32) -> Option<Finding> {
    let parts = index.parts(label);
    let mut finding = Finding {
        skill: labels.label(label).skill,
        label,
        tokens: Vec::with_capacity(parts.len()),
        parts: parts.len(),
        weight_found: 0,
        rarity: 0,
        weight: parts.iter().map(|part| part.weight).sum(),
        in_order: true,
        gaps: 0,
        confidence: 0,
    };
    let mut before = None;
    for part in parts {
        let Some((at, spelling)) = nearest(labels, reading, label, part, token, parts.len() as u32) else { continue };
        finding.in_order &= before.is_none_or(|before| before < at);
        before = Some(at);
        finding.tokens.push((at, spelling));
        finding.weight_found += part.weight;
        finding.rarity += index.rarity(part.family);
    }
    finding.tokens.sort_unstable();
    let first = reading.tokens[finding.tokens.first()?.0 as usize].position;
    let last = reading.tokens[finding.tokens.last()?.0 as usize].position;
    finding.gaps = (last - first + 1).saturating_sub(finding.tokens.len() as u32);
    Some(finding)
}

/// The occurrence of a label's word that is nearest to a token, if it is near enough and may stand for it.
fn nearest(labels: &Labels, reading: &Reading, label: u32, part: &Part, token: u32, parts: u32) -> Option<(u32, Spelling)> {
    let position = |token: u32| reading.tokens[token as usize].position;
    let here = position(token);
    let (at, guessed) =
        reading.occurrences(part.family).iter().min_by_key(|(at, _)| position(*at).abs_diff(here)).copied()?;
    let is_near = position(at).abs_diff(here) < parts + LOOSE;
    if !is_near { return None; }
    let token = &reading.tokens[at as usize];
    if guessed == Spelling::Misspelt { return Some((at, guessed)); }
    if token.word == Some(part.word) {
        let cased = if part.is_acronym { token.is_all_capitals } else { token.is_capital || !part.is_name };
        return Some((at, if cased { Spelling::Same } else { Spelling::Uncased }));
    }
    if part.is_acronym || part.is_name && parts == 1 { return None; }
    let word = labels.lexicon.words().get(part.word);
    if base(word) == token.base { return Some((at, Spelling::Inflected)); }
    let language = labels.label(label).language;
    (language == Language::Any || reading.language == Language::Any || language == reading.language).then_some((at, Spelling::Family))
}

/// Lowers the findings that stand inside the words of a longer one, which says it better.
fn drop_inside(findings: &mut Vec<Finding>) {
    let whole: Vec<Finding> = findings.clone();
    let is_inside = |one: &Finding, other: &Finding| {
        other.skill != one.skill
            && other.tokens.len() > one.tokens.len()
            && other.confidence >= one.confidence / 2
            && one.tokens.iter().all(|(token, _)| other.tokens.iter().any(|(wider, _)| wider == token))
    };
    findings.retain(|one| !whole.iter().any(|other| is_inside(one, other)));
}
