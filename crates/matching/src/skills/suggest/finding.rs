//! Labels found in a text, whole or in good part.

use std::collections::HashMap;

use super::super::labels::{Labels, Language};
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
    /// How many letters those found have.
    pub(super) letters: u32,
    /// What the words found weigh, and what all of the label's words do.
    pub(super) weight_found: u32,
    pub(super) weight: u32,
    /// The sum of the rarities of the words found.
    pub(super) rarity: u32,
    /// The rarity of the rarest of those that stand as they are.
    pub(super) rarest: u32,
    /// Whether the label is one name or acronym, and is written as such where no other word would be.
    pub(super) is_named: bool,
    /// Whether they come in the label's order.
    pub(super) in_order: bool,
    /// How many other words stand among them.
    pub(super) gaps: u32,
    /// In millionths.
    pub(super) confidence: u32,
}

impl Finding {
    /// Takes a word of the text that stands for one of the label; the same word stands for one only.
    fn take(&mut self, token: u32, spelling: Spelling, part: &Part, rarity: u32, is_named: bool) {
        if self.tokens.iter().any(|(taken, _)| *taken == token) {
            return;
        }
        self.in_order &= self.tokens.last().is_none_or(|(before, _)| *before < token);
        self.tokens.push((token, spelling));
        self.letters += part.letters;
        self.weight_found += part.weight;
        self.rarity += rarity;
        self.is_named = self.parts == 1 && spelling == Spelling::Same && is_named;
        if self.parts == 1 || spelling == Spelling::Same {
            self.rarest = self.rarest.max(rarity);
        }
    }

    /// Whether every word of the label was found.
    pub(super) fn is_whole(&self) -> bool {
        self.tokens.len() == self.parts
    }

    /// Whether it is about another skill, and has all the words of one in the text.
    fn holds(&self, one: &Self) -> bool {
        let has = |(token, _): &(u32, Spelling)| self.tokens.iter().any(|(own, _)| own == token);
        self.skill != one.skill && one.tokens.iter().all(has)
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

/// What is at hand while a text is searched for labels.
pub(super) struct Finder<'a> {
    pub(super) index: &'a Index,
    pub(super) labels: &'a Labels,
    pub(super) reading: &'a Reading,
    pub(super) text: &'a str,
}

impl Finder<'_> {
    /// The labels found, in their order, each where it is the surest; those inside a longer one are left out.
    pub(super) fn find_all(&self) -> Vec<Finding> {
        let mut best: HashMap<u32, Finding> = HashMap::new();
        let is_there = |family: u32| !self.reading.occurrences(family).is_empty();
        for family in self.reading.families() {
            for call in self.index.calls(*family).filter(|call| call.may_be_found(is_there)) {
                for (token, _) in self.reading.occurrences(*family) {
                    let Some(finding) = self.find(call.label, *token) else { continue };
                    let kept = best.get(&call.label).map_or(CONFIDENCE_MIN, |kept| kept.confidence + 1);
                    if finding.confidence >= kept {
                        best.insert(call.label, finding);
                    }
                }
            }
        }
        let mut findings: Vec<Finding> = best.into_values().collect();
        findings.sort_unstable_by_key(|finding| finding.label);
        settle(&mut findings);
        findings
    }

    /// The words of a label around a token that stands for one of them.
    fn find(&self, label: u32, token: u32) -> Option<Finding> {
        let parts = self.index.parts(label);
        let mut finding = Finding {
            skill: self.labels.label(label).skill,
            label,
            tokens: Vec::with_capacity(parts.len()),
            parts: parts.len(),
            letters: 0,
            weight_found: 0,
            weight: parts.iter().map(|part| part.weight).sum(),
            rarity: 0,
            rarest: 0,
            is_named: false,
            in_order: true,
            gaps: 0,
            confidence: 0,
        };
        for part in parts {
            if let Some((at, spelling)) = self.nearest(label, part, token) {
                let opens_sentence = self.reading.tokens[at as usize].opens_sentence;
                let is_named = part.is_acronym || (part.is_name && !opens_sentence);
                finding.take(at, spelling, part, self.index.rarity(part.family), is_named);
            }
        }
        finding.tokens.sort_unstable();
        let first = self.reading.tokens[finding.tokens.first()?.0 as usize].position;
        let last = self.reading.tokens[finding.tokens.last()?.0 as usize].position;
        finding.gaps = (last - first + 1).saturating_sub(finding.tokens.len() as u32);
        finding.confidence = confidence::of(&finding, self.labels.label(label), self.reading, self.text);
        Some(finding)
    }

    /// The occurrence of a label's word that is nearest to a token, if it is near enough and may stand for it.
    fn nearest(&self, label: u32, part: &Part, token: u32) -> Option<(u32, Spelling)> {
        let position = |token: u32| self.reading.tokens[token as usize].position;
        let distance = |at: u32| position(at).abs_diff(position(token));
        let occurrences = self.reading.occurrences(part.family).iter();
        let (at, guessed) = occurrences.min_by_key(|(at, _)| distance(*at)).copied()?;
        let reach = self.index.parts(label).len() as u32 + LOOSE;
        let spelling = if guessed == Spelling::Misspelt { Some(guessed) } else { self.spelling(label, part, at) };
        spelling.filter(|_| distance(at) < reach).map(|spelling| (at, spelling))
    }

    /// How a token comes to stand for a label's word of its family; `None` where it may not: an acronym or a name alone
    /// has no family, and words of one family must be of the label's language.
    fn spelling(&self, label: u32, part: &Part, token: u32) -> Option<Spelling> {
        let token = &self.reading.tokens[token as usize];
        if token.word == Some(part.word) {
            let is_cased = if part.is_acronym { token.is_all_capitals } else { token.is_capital || !part.is_name };
            return Some(match (is_cased, part.is_everyday) {
                (true, _) => Spelling::Same,
                (false, true) => Spelling::Everyday,
                (false, false) => Spelling::Uncased,
            });
        }
        if part.is_acronym || (part.is_name && self.index.parts(label).len() == 1) {
            return None;
        }
        if token.base == Some(self.labels.lexicon.base(part.word)) {
            return Some(Spelling::Inflected);
        }
        let (of_label, of_text) = (self.labels.label(label).language, self.reading.language);
        let is_spoken = of_label == of_text || of_label == Language::Any || of_text == Language::Any;
        is_spoken.then_some(Spelling::Family)
    }
}

/// Drops what stands inside the words of a longer label, which says it better, and halves a part of a label in what is
/// the whole label of another skill: « SQL » speaks less of PL/SQL.
fn settle(findings: &mut Vec<Finding>) {
    let before = findings.clone();
    let mut by_token: HashMap<u32, Vec<&Finding>> = HashMap::new();
    for finding in &before {
        finding.tokens.iter().for_each(|(token, _)| by_token.entry(*token).or_default().push(finding));
    }
    // Whoever holds all the tokens of a finding holds the first one.
    let around = |one: &Finding| one.tokens.first().and_then(|(first, _)| by_token.get(first)).into_iter().flatten();
    findings.retain(|one| !around(one).any(|other| is_said_better(one, other)));
    for one in findings.iter_mut().filter(|one| !one.is_whole()) {
        if around(one).any(|other| is_whole_of_another(one, other)) {
            one.confidence /= 2;
        }
    }
    findings.retain(|one| one.confidence >= CONFIDENCE_MIN);
}

fn is_said_better(one: &Finding, other: &Finding) -> bool {
    // Words picked from here and there are no better reading than words that stand together.
    let is_tight = other.in_order && other.gaps == 0;
    let least = if is_tight { one.confidence / 2 } else { one.confidence };
    other.tokens.len() > one.tokens.len() && other.confidence >= least && other.holds(one)
}

fn is_whole_of_another(one: &Finding, other: &Finding) -> bool {
    other.is_whole() && other.confidence >= one.confidence && other.holds(one)
}
