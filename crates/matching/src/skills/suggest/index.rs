//! The labels as they are looked for in texts: what each of their words weighs, and which words call them up.

use std::collections::{HashMap, HashSet};

use super::super::labels::{Label, Labels};
use super::super::postings::Postings;
use super::confidence;
use super::everyday::is_everyday;
use crate::analyzer::{Word, words};
use crate::statistics::idf;

/// The most words of a label that is looked for.
const WORDS_MAX: usize = 12;
/// How many of a long label's heaviest words call it up: one at least of the two heaviest is among the words that make
/// up most of its weight.
const CALLERS: usize = 2;
/// What a word between brackets weighs, in hundredths: « (SI financier de l'État) » only explains.
const IN_BRACKETS: u32 = 25;

/// The rarity of a word that one skill alone has.
pub(super) const RARITY_MAX: u32 = 1000;

/// The most that a word of everyday speech has.
const EVERYDAY_RARITY: u32 = 600;

/// A word of a label that tells something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Whether it is written as a name, or as an acronym.
    pub(super) is_name: bool,
    pub(super) is_acronym: bool,
    /// Whether it is a word of everyday speech besides.
    pub(super) is_everyday: bool,
    pub(super) word: u32,
    pub(super) family: u32,
    /// How many letters it has.
    pub(super) letters: u32,
    /// How much of the label it makes up: its rarity among the skills, less where it only explains.
    pub(super) weight: u32,
}

/// How many of a label's words a call tells.
const TOLD: usize = 4;

/// That a family calls a label up, with what a quick look at it needs: most labels that are called are not in the text,
/// and to read each of them anew would be most of the work.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub(super) label: u32,
    /// The families of its heaviest words, and the share of its weight that each makes up, in hundredths; a share of 0
    /// beyond its words.
    told: [(u32, u8); TOLD],
    /// The share of its other words.
    untold: u8,
    /// The share without which it can give no confidence.
    needed: u8,
}

impl Call {
    fn new(labels: &Labels, number: u32, heaviest: &[Part]) -> Self {
        let weight: u32 = heaviest.iter().map(|part| part.weight).sum();
        let share = |part: &Part| (100 * part.weight).div_ceil(weight.max(1)) as u8;
        let mut told = [(0, 0); TOLD];
        for (told, part) in told.iter_mut().zip(heaviest) {
            *told = (part.family, share(part));
        }
        let untold = heaviest.iter().skip(TOLD).map(|part| u32::from(share(part))).sum::<u32>().min(100) as u8;
        let needed = confidence::share_needed(labels.label(number).is_own, heaviest.len());
        Self { label: number, told, untold, needed }
    }

    /// Whether enough of the label may be in a text that has certain families.
    pub(super) fn may_be_found(&self, is_there: impl Fn(u32) -> bool) -> bool {
        let there = self.told.iter().filter(|(family, share)| *share > 0 && is_there(*family));
        let share: u32 = there.map(|(_, share)| u32::from(*share)).sum();
        share + u32::from(self.untold) >= u32::from(self.needed)
    }
}

/// The labels by the families of their heaviest words.
#[derive(Debug, Default)]
pub(super) struct Index {
    parts: Vec<Part>,
    /// Where the parts of each label begin; one more at the end.
    starts: Vec<u32>,
    /// The numbers of the calls of each family.
    called: Postings,
    calls: Vec<Call>,
    /// How rare each family is among the skills, up to [`RARITY_MAX`].
    rarities: Vec<u32>,
}

impl Index {
    pub(super) fn build(labels: &Labels) -> Self {
        let rarities = rarities(labels);
        let (mut parts, mut starts, mut calls) = (Vec::new(), vec![0], Vec::new());
        for number in 0..labels.all.len() as u32 {
            let own = parts_of(labels, number, &rarities);
            let mut heaviest = own.clone();
            heaviest.sort_by_key(|part| (std::cmp::Reverse(part.weight), part.family));
            let callers = if own.len() > 2 { CALLERS } else { 1 };
            let call = Call::new(labels, number, &heaviest);
            calls.extend(heaviest.iter().take(callers).map(|part| (part.family, call)));
            parts.extend(own);
            starts.push(parts.len() as u32);
        }
        // In the order of the families, so that the calls of one are read one after the other.
        calls.sort_by_key(|(family, _)| *family);
        let numbered = calls.iter().enumerate().map(|(number, (family, _))| (*family, number as u32));
        let called = Postings::build(labels.lexicon.words().len(), numbered);
        Self { parts, starts, called, calls: calls.into_iter().map(|(_, call)| call).collect(), rarities }
    }

    /// The words of a label that tell something, each family once, in its order.
    pub(super) fn parts(&self, label: u32) -> &[Part] {
        &self.parts[self.starts[label as usize] as usize..self.starts[label as usize + 1] as usize]
    }

    /// The calls of a family.
    pub(super) fn calls(&self, family: u32) -> impl Iterator<Item = &Call> {
        self.called.of(family).iter().map(|number| &self.calls[*number as usize])
    }

    /// How rare a family is among the skills, up to [`RARITY_MAX`].
    pub(super) fn rarity(&self, family: u32) -> u32 {
        self.rarities[family as usize]
    }
}

/// How rare each family is: among our own skills, and among all. A word that is frequent in either tells little; so an
/// imported taxonomy, most of which is about other trades, changes little for ours.
fn rarities(labels: &Labels) -> Vec<u32> {
    let [own, all] = [true, false].map(|only_own| relative_rarities(labels, only_own));
    let mut rarities: Vec<u32> = own.into_iter().zip(all).map(|(own, all)| own.min(all)).collect();
    for (number, _) in labels.lexicon.words().iter().enumerate().filter(|(_, word)| is_everyday(word)) {
        let rarity = &mut rarities[labels.lexicon.family(number as u32) as usize];
        *rarity = (*rarity).min(EVERYDAY_RARITY);
    }
    rarities
}

/// BM25's inverse document frequency of each family, « documents » being skills, in parts of the highest there can be.
fn relative_rarities(labels: &Labels, only_own: bool) -> Vec<u32> {
    let mut counts = vec![0_u32; labels.lexicon.words().len()];
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (number, label) in labels.all.iter().enumerate().filter(|(_, label)| label.is_own || !only_own) {
        let families = labels.words(number as u32).iter().map(|word| labels.lexicon.family(*word));
        pairs.extend(families.map(|family| (family, label.skill)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    for (family, _) in &pairs {
        counts[*family as usize] += 1;
    }
    let skills = labels.all.iter().filter(|label| label.is_own || !only_own).map(|label| label.skill);
    let skills = skills.collect::<HashSet<u32>>().len() as u32;
    let highest = idf(skills, 1);
    let relative = |count: u32| (idf(skills, count.max(1)) / highest * f64::from(RARITY_MAX)).round() as u32;
    counts.into_iter().map(relative).collect()
}

fn parts_of(labels: &Labels, number: u32, rarities: &[u32]) -> Vec<Part> {
    let label = labels.label(number);
    let explaining = explaining_words(&label.written);
    let casing = casing(label);
    let mut parts: Vec<Part> = Vec::new();
    let mut places: HashMap<u32, usize> = HashMap::new();
    for word in labels.words(number) {
        let family = labels.lexicon.family(*word);
        let text = labels.lexicon.words().get(*word);
        let (is_name, is_acronym) = casing.get(text).copied().unwrap_or_default();
        // « CI » and « IT » are not « ci » and « it ».
        let says_nothing = labels.lexicon.is_stop(*word) && !is_acronym;
        if says_nothing || places.contains_key(&family) || parts.len() == WORDS_MAX {
            continue;
        }
        places.insert(family, parts.len());
        let weight = rarities[family as usize].max(1);
        let is_explaining = explaining.contains(text);
        let weight = if is_explaining { (weight * IN_BRACKETS / 100).max(1) } else { weight };
        let letters = text.chars().count() as u32;
        let is_everyday = labels.lexicon.is_stop(*word) || is_everyday(text);
        parts.push(Part { is_name, is_acronym, is_everyday, word: *word, family, letters, weight });
    }
    parts
}

/// The folded words of a label that stand between brackets, if others do not.
fn explaining_words(written: &str) -> HashSet<String> {
    match (written.find('('), written.rfind(')')) {
        (Some(from), Some(to)) if 0 < from && from < to => words(&written[from..to]).map(|word| word.text).collect(),
        _ => HashSet::new(),
    }
}

/// For each folded word of a label, whether it is written as a name, and as an acronym. Our own preferred labels begin
/// with a capital whatever they name, so their first word is a name for a tool only.
fn casing(label: &Label) -> HashMap<String, (bool, bool)> {
    let is_sentence = label.is_own && label.is_preferred && !label.is_tool;
    let case = |(place, word): (usize, Word)| {
        let written = &label.written[word.start..word.end];
        let is_acronym =
            written.chars().filter(|c| c.is_uppercase()).count() > 1 && !written.contains(char::is_lowercase);
        let is_name = written.starts_with(char::is_uppercase) && !(is_sentence && place == 0);
        (word.text, (is_name, is_acronym))
    };
    words(&label.written).enumerate().map(case).collect()
}
