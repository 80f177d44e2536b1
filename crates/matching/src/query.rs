//! Text search: from what was typed to the documents that answer, each with a score.
//!
//! A typed word is answered by its French term in the texts, its term in the labels of skills, its English term, or a
//! skill that it names, the best of them for each document. A word that nobody wrote is taken for a typo, or for the
//! beginning of a word where it comes last. Two words must both be answered; of more, two thirds.

use std::collections::{BTreeSet, HashMap};

use talents_core::id::SkillId;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use crate::analyzer::{Analyzer, Word, fold, words};
use crate::index::collection::Document;
use crate::index::shelf::Shelf;
use crate::schema::TextField;
use crate::signal::ONE;
use crate::skills::{Relation, Vocabulary};
use crate::statistics::{FieldStatistics, idf};

/// What an answer counts for, by where it was found.
const IN_WORDS: f64 = 1.0;
const IN_ENGLISH: f64 = 0.8;
const IN_LABELS: f64 = 0.6;
const BY_SKILL: f64 = 1.0;
/// What a guess counts for: always less than the word itself.
const MISSPELT: f64 = 0.5;
const BEGUN: f64 = 0.6;
/// The most terms that a guess expands to.
const EXPANSIONS_MAX: usize = 30;
/// The fewest letters of a word in which one typo, then two, are taken.
const TYPO_LENGTHS: [usize; 2] = [4, 8];

/// Something that answers a typed word.
enum Answer {
    Term { field: TextField, term: String, factor: f64 },
    Skill { skill: SkillId },
}

/// The documents of a kind, and the counts that their words are weighed by.
pub(crate) struct Recall<'a, D: Document> {
    pub(crate) shelf: &'a Shelf<D>,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) fields: &'a [FieldStatistics; 3],
    pub(crate) skills: &'a std::collections::BTreeMap<SkillId, u32>,
}

impl<D: Document> Recall<'_, D> {
    /// The positions that answer a text, each with its score in millionths of BM25's unit.
    pub(crate) fn search(&self, text: &str) -> HashMap<usize, u32> {
        let mut analyzer = Analyzer::default();
        let typed = typed_words(text);
        let mentions = self.mentions(text);
        let mut scores: HashMap<usize, (u32, usize)> = HashMap::new();
        let mut answered_words = 0;
        for (place, word) in typed.iter().enumerate() {
            let is_last = place + 1 == typed.len();
            let best = self.best_of(&self.answers(word, is_last, &mentions, &mut analyzer));
            answered_words += usize::from(!best.is_empty());
            for (position, score) in best {
                let total = scores.entry(position).or_default();
                *total = (total.0.saturating_add(score), total.1 + 1);
            }
        }
        // A word that no document knows tells nothing of the others; nothing is found where it stands alone.
        let needed = if answered_words <= 2 { answered_words } else { (answered_words * 2).div_ceil(3) };
        let kept = scores.into_iter().filter(|(_, (_, answered))| *answered >= needed);
        kept.map(|(position, (score, _))| (position, score)).collect()
    }

    /// The folded words of the text that name a skill, with it.
    fn mentions(&self, text: &str) -> HashMap<String, Vec<SkillId>> {
        let mut mentions: HashMap<String, Vec<SkillId>> = HashMap::new();
        for suggestion in self.vocabulary.suggest(text) {
            for word in words(&suggestion.matched_text) {
                mentions.entry(word.text).or_default().push(suggestion.skill);
            }
        }
        mentions
    }

    fn answers(
        &self,
        word: &str,
        is_last: bool,
        mentions: &HashMap<String, Vec<SkillId>>,
        analyzer: &mut Analyzer,
    ) -> Vec<Answer> {
        let (french, english) = (analyzer.stem_french(word), analyzer.stem_english(word));
        let mut answers = vec![
            Answer::Term { field: TextField::Words, term: french.clone(), factor: IN_WORDS },
            Answer::Term { field: TextField::Labels, term: french.clone(), factor: IN_LABELS },
            Answer::Term { field: TextField::English, term: english, factor: IN_ENGLISH },
        ];
        answers.extend(mentions.get(word).into_iter().flatten().map(|skill| Answer::Skill { skill: *skill }));
        if !self.is_known(&answers) {
            answers.extend(self.guesses(&french, is_last));
        }
        answers
    }

    /// Whether any document has an answer.
    fn is_known(&self, answers: &[Answer]) -> bool {
        answers.iter().any(|answer| match answer {
            Answer::Term { field, term, .. } => self.shelf.document_frequency(*field, term) > 0,
            Answer::Skill { skill } => self.holders_of(*skill).next().is_some(),
        })
    }

    /// Terms of the index that the word may have been meant for; the nearest ones are the most frequent.
    fn guesses(&self, word: &str, is_last: bool) -> Vec<Answer> {
        let length = word.chars().count();
        if length < TYPO_LENGTHS[0] || word.chars().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        if is_last {
            let begun = self.expansions(word, 0, BEGUN);
            if !begun.is_empty() {
                return begun;
            }
        }
        let typos_max = TYPO_LENGTHS.iter().filter(|least| length >= **least).count();
        let by_typos = (1..=typos_max).map(|typos| self.expansions(word, typos as u8, MISSPELT));
        by_typos.into_iter().find(|answers| !answers.is_empty()).unwrap_or_default()
    }

    /// The living terms that begin with the word (no typo) or are so many typos away from it.
    fn expansions(&self, word: &str, typos: u8, factor: f64) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (field, where_found) in [(TextField::Words, IN_WORDS), (TextField::Labels, IN_LABELS)] {
            let wanted = Term::from_field_text(self.shelf.field(field), word);
            let query = match typos {
                0 => FuzzyTermQuery::new_prefix(wanted, 0, true),
                _ => FuzzyTermQuery::new(wanted, typos, true),
            };
            let Ok(automaton) = query.automaton() else { continue };
            let counted = |term: String| (self.shelf.document_frequency(field, &term), term);
            let terms = self.shelf.terms_matching(field, &automaton).into_iter().map(counted);
            let mut living: Vec<(usize, String)> = terms.filter(|(count, _)| *count > 0).collect();
            living.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
            living.truncate(EXPANSIONS_MAX);
            let answer = |(_, term)| Answer::Term { field, term, factor: factor * where_found };
            answers.extend(living.into_iter().map(answer));
        }
        answers
    }

    /// For each document that an answer finds, the best of them.
    fn best_of(&self, answers: &[Answer]) -> HashMap<usize, u32> {
        let mut best: HashMap<usize, u32> = HashMap::new();
        let mut add = |position: usize, score: f64| {
            let score = (score * f64::from(ONE)).round() as u32;
            let kept = best.entry(position).or_default();
            *kept = score.max(*kept);
        };
        for answer in answers {
            match answer {
                Answer::Term { field, term, factor } => {
                    let statistics = &self.fields[*field as usize];
                    let weight = statistics.idf(term) * factor;
                    self.shelf.for_each_posting(*field, term, |position, frequency, length| {
                        add(position, weight * statistics.saturation(f64::from(frequency), length));
                    });
                }
                Answer::Skill { skill } => {
                    let count = self.skills.get(skill).copied().unwrap_or(0);
                    let score = idf(self.fields[0].documents, count) * BY_SKILL;
                    self.holders_of(*skill).for_each(|position| add(position, score));
                }
            }
        }
        best
    }

    /// The positions of the living documents that have a skill, or one that was merged into it.
    fn holders_of(&self, skill: SkillId) -> impl Iterator<Item = usize> {
        let same = self.vocabulary.standing_for(skill).iter().filter(|(_, relation)| *relation == Relation::Exact);
        same.flat_map(|(skill, _)| self.shelf.holders(*skill))
    }
}

/// The folded words of a query that count, each once; all of them where none would be left.
fn typed_words(text: &str) -> Vec<String> {
    let distinct = |found: &mut dyn Iterator<Item = Word>| {
        let mut seen = BTreeSet::new();
        found.map(|word| fold::fold(&word.text)).filter(|word| seen.insert(word.clone())).collect::<Vec<String>>()
    };
    let meaningful = distinct(&mut Analyzer::meaningful(text));
    if meaningful.is_empty() { distinct(&mut words(text)) } else { meaningful }
}
