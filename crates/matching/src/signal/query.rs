//! The words of a mission, and what they weigh: what the signals of text look for.

use std::collections::BTreeMap;

use talents_core::mission::Importance;

use super::weighted::WeightedTerms;
use crate::analyzer::Analyzer;
use crate::analyzer::weak_words::is_weak;
use crate::rank::RankRequest;
use crate::schema::TextField;
use crate::skills::Vocabulary;
use crate::soft::{self, SoftTerms};
use crate::statistics::{FieldStatistics, Frozen};

/// What the label of an asset counts for, beside that of an essential skill.
pub(crate) const ASSET: f64 = 0.5;
/// What a word counts for that frames a skill rather than tells it.
pub(crate) const WEAK: f64 = 0.5;
/// What a term counts for that is taken for another one: it may have been meant as it was written.
pub(crate) const MEANT: f64 = 0.8;
/// The weight of a requirement that counts once.
const USUAL_WEIGHT: f64 = 3.0;
/// What the title's mass is at least, beside the mass of all the rest: a fifth of the whole.
pub(crate) const TITLE_TO_REST_MIN: f64 = 0.25;
/// A word that comes again says less than the first time.
pub(crate) const REPETITION: f64 = 0.75;

/// The terms of a mission, each with how much it counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct QueryTerms {
    /// By term.
    pub(crate) counts: BTreeMap<String, f64>,
    /// The terms of the title; of the whole text where a mission is nothing but text.
    pub(crate) title: BTreeMap<String, f64>,
    /// Whether there is a title.
    pub(crate) has_title: bool,
}

impl QueryTerms {
    /// The terms of the title, of the other texts and of the labels of the skills asked for: a talent may speak of what
    /// they did not list.
    pub(crate) fn new(
        request: &RankRequest,
        vocabulary: &Vocabulary,
        frozen: &Frozen,
        analyzer: &mut Analyzer,
    ) -> Self {
        let field = frozen.statistics.of_talents(TextField::Words);
        let mut reader = Reader { frozen, field, guesses_left: GUESSES_MAX };
        let (mut title, mut rest) = (BTreeMap::new(), BTreeMap::new());
        reader.count(&mut title, &request.title, analyzer, |_| 1.0);
        for text in [&request.context, &request.deliverables] {
            reader.count(&mut rest, text, analyzer, |_| 1.0);
        }
        let languages = vocabulary.languages();
        let used = languages.used(field);
        for asked in &request.requirements {
            if let Some(skill) = vocabulary.skill(asked.skill) {
                let times = importance(asked.importance) * f64::from(asked.weight) / USUAL_WEIGHT;
                // « utiliser » opens hundreds of labels, and few talents write it: its rarity among them says nothing,
                // that among labels does.
                for (term, rarity) in languages.terms(skill, used, analyzer) {
                    let times = times * framing(&term) * rarity;
                    *rest.entry(term).or_insert(0.0) += times;
                }
            }
        }
        for unknown in &request.unknown_skills {
            let times = importance(unknown.importance);
            reader.count(&mut rest, &unknown.label, analyzer, |term| times * framing(term));
        }
        let (rest, title) = (spelt(rest, field, &frozen.soft), spelt(title, field, &frozen.soft));
        let has_title = !title.is_empty();
        let (mass_of_title, mass_of_rest) = (mass(&title, field), mass(&rest, field));
        let times = if rest.is_empty() { 1.0 } else { (TITLE_TO_REST_MIN * mass_of_rest / mass_of_title).max(1.0) };
        let mut counts = rest;
        for (term, count) in &title {
            *counts.entry(term.clone()).or_insert(0.0) += times * count;
        }
        for count in counts.values_mut() {
            *count = count.powf(REPETITION);
        }
        let is_text_alone = !has_title && request.requirements.is_empty() && request.unknown_skills.is_empty();
        Self { title: if is_text_alone { counts.clone() } else { title }, counts, has_title }
    }

    /// The terms as they are written, each a share of what they would score if a text said them all endlessly.
    pub(crate) fn exact(&self, field: &FieldStatistics) -> WeightedTerms {
        shares(&self.counts, field)
    }

    /// The terms of the field that look like those of the mission, and that it does not write itself.
    ///
    /// Where several of the mission's terms lead to one, the one that counts most does. Neither may weigh more than it
    /// is rare: « son » must not be found by a rare word that looks like it.
    pub(crate) fn alike(&self, field: &FieldStatistics, soft: &SoftTerms) -> WeightedTerms {
        let whole = mass(&self.counts, field) * FieldStatistics::SATURATION_MAX;
        let mut lookup = soft.lookup();
        let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
        for (term, count) in &self.counts {
            let rarity = field.idf(term);
            for (alike, similarity) in lookup.expand(term) {
                if !self.counts.contains_key(alike) {
                    let weight = count * rarity.min(field.idf(alike)) * similarity * similarity / whole;
                    let kept = weights.entry(alike).or_insert(0.0);
                    *kept = kept.max(weight);
                }
            }
        }
        WeightedTerms::new(weights.into_iter().map(|(term, weight)| (term.to_owned(), weight)).collect(), field)
    }

    /// The terms of the title alone, as [`Self::exact`] gives them all.
    pub(crate) fn of_title(&self, field: &FieldStatistics) -> WeightedTerms {
        shares(&self.title, field)
    }
}

/// The most unknown words of a mission that are guessed from words near them: each takes a while.
pub(crate) const GUESSES_MAX: usize = 50;

/// Reads what somebody typed: a word that no talent writes, and that is a slip away from one that they do, is taken for
/// that one.
struct Reader<'a> {
    frozen: &'a Frozen,
    field: &'a FieldStatistics,
    guesses_left: usize,
}

impl Reader<'_> {
    /// Adds the terms of a text, each with what it counts for.
    fn count(
        &mut self,
        counts: &mut BTreeMap<String, f64>,
        text: &str,
        analyzer: &mut Analyzer,
        counted: impl Fn(&str) -> f64,
    ) {
        for word in Analyzer::meaningful(text) {
            let written = analyzer.stem(&word.text);
            let meant = self.meant(&word.text, &written, analyzer);
            let part = if meant.is_some() { MEANT } else { 1.0 };
            let term = meant.unwrap_or(written);
            let times = part * counted(&term);
            *counts.entry(term).or_insert(0.0) += times;
        }
    }

    fn meant(&mut self, word: &str, term: &str, analyzer: &mut Analyzer) -> Option<String> {
        let may_be_typo = soft::may_be_typo(term) && !self.field.frequencies.contains_key(term);
        // Where nobody writes anything yet, no word is a typo of another.
        if !may_be_typo || self.guesses_left == 0 || self.field.frequencies.is_empty() {
            return None;
        }
        self.guesses_left -= 1;
        self.frozen.meant.by(word, self.field, analyzer)
    }
}

/// What a requirement counts for, by its importance.
pub(crate) fn importance(importance: Importance) -> f64 {
    match importance {
        Importance::Essential => 1.0,
        Importance::Asset => ASSET,
    }
}

/// The terms as the talents spell them: one that nobody writes, and that is a typo or two away from one that somebody
/// does, is taken for that one.
fn spelt(counts: BTreeMap<String, f64>, field: &FieldStatistics, soft: &SoftTerms) -> BTreeMap<String, f64> {
    let mut lookup = soft.lookup();
    let mut spelt = BTreeMap::new();
    for (term, count) in counts {
        let is_known = field.frequencies.contains_key(&term);
        let meant = if is_known { None } else { lookup.meant(&term) };
        let count = if meant.is_some() { count * MEANT } else { count };
        *spelt.entry(meant.map_or(term, str::to_owned)).or_insert(0.0) += count;
    }
    spelt
}

/// What a term of a label counts for, whether it tells the skill or only frames it.
fn framing(term: &str) -> f64 {
    if is_weak(term) { WEAK } else { 1.0 }
}

fn mass(counts: &BTreeMap<String, f64>, field: &FieldStatistics) -> f64 {
    counts.iter().map(|(term, count)| count * field.idf(term)).sum()
}

fn shares(counts: &BTreeMap<String, f64>, field: &FieldStatistics) -> WeightedTerms {
    let whole = mass(counts, field) * FieldStatistics::SATURATION_MAX;
    WeightedTerms::new(
        counts.iter().map(|(term, count)| (term.clone(), count * field.idf(term) / whole)).collect(),
        field,
    )
}
