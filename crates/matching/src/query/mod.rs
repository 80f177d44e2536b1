//! Text search: from what was typed to the documents that answer, each with a score.
//!
//! A typed word is answered by its term in the texts, its term in the labels of skills, its English term, or a
//! skill that it names, the best of them for each document. A word that nobody wrote is taken for a typo, or for the
//! beginning of a word where it comes last. Two words must both be answered; of more, two thirds.

mod reading;
mod scores;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use talents_core::id::SkillId;
use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;

use crate::analyzer::{Analyzer, Word, fold, words};
use crate::index::collection::Document;
use crate::index::image::Image;
use crate::index::image::postings::BLOCK;
use crate::index::shelf::{SegmentView, Shelf};
use crate::schema::{TEXT_FIELDS, TextField};
use crate::signal::ONE;
use crate::skills::{Relation, Suggestion, Vocabulary};
use crate::slips::slips;
use crate::statistics::{FieldStatistics, Saturation, idf};
use reading::Reading;
use scores::Scores;

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
/// From which confidence on a skill that the text speaks of answers its words.
const SURE: u32 = 500_000;
/// The most words of a text that are looked for.
const WORDS_MAX: usize = 64;
/// The fewest letters of a word in which one typo, then two, are taken.
const TYPO_LENGTHS: [usize; 2] = [4, 8];

/// Something that answers a typed word.
enum Answer {
    Term { field: TextField, term: String, factor: f64 },
    Skill { skill: SkillId },
}

/// The documents of a kind, and the counts that their words are weighed by.
pub(crate) struct TextSearch<'a, D: Document> {
    pub(crate) shelf: &'a Shelf<D>,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) fields: &'a [FieldStatistics; TEXT_FIELDS],
    pub(crate) saturation: &'a [Saturation; TEXT_FIELDS],
    pub(crate) skills: &'a BTreeMap<SkillId, u32>,
}

/// What a text found, ready to be read segment by segment.
pub(crate) struct TextAnswers {
    /// For each typed word that anybody has, what answers it.
    words: Vec<Vec<Answer>>,
    /// How many of them a document must answer.
    needed: u8,
}

/// A document that answers a text, by its number in its segment, with its score in millionths of BM25's unit.
pub(crate) type TextHit = (u32, u32);

impl<D: Document> TextSearch<'_, D> {
    /// What answers a text.
    pub(crate) fn answers(&self, text: &str) -> TextAnswers {
        let mut analyzer = Analyzer::default();
        let typed = typed_words(text);
        let mentions = self.mentions(text);
        let mut words = Vec::new();
        for (place, word) in typed.iter().take(WORDS_MAX).enumerate() {
            let is_last = place + 1 == typed.len();
            let answers = self.answers_of(word, is_last, &mentions, &mut analyzer);
            // A word that no document knows tells nothing of the others; nothing is found where it stands alone.
            if self.is_known(&answers) {
                words.push(answers);
            }
        }
        let needed = if words.len() <= 2 { words.len() } else { (words.len() * 2).div_ceil(3) };
        TextAnswers { words, needed: needed as u8 }
    }

    /// The living documents of a segment that answer, in order.
    pub(crate) fn hits(&self, answers: &TextAnswers, segment: &SegmentView<D::Image>) -> Vec<TextHit> {
        if answers.words.is_empty() {
            return Vec::new();
        }
        let mut words: Vec<Vec<Reading<'_>>> = answers
            .words
            .iter()
            .map(|word| word.iter().flat_map(|answer| self.read(answer, segment)).collect())
            .collect();
        let (mut hits, mut scores) = (Vec::new(), Scores::new());
        for first in (0..segment.len()).step_by(BLOCK) {
            let count = BLOCK.min(segment.len() - first);
            for word in &mut words {
                for reading in word.iter_mut() {
                    reading.raise(first as u32, count as u32, &mut scores);
                }
                scores.take_word();
            }
            scores.take_block(answers.needed, |place, score| {
                let doc = first as u32 + place;
                if segment.is_alive(doc) {
                    hits.push((doc, score));
                }
            });
        }
        hits
    }

    fn read<'s>(&self, answer: &Answer, segment: &'s SegmentView<D::Image>) -> Vec<Reading<'s>> {
        match answer {
            Answer::Term { field, term, factor } => {
                let postings = segment.postings(self.shelf.field(*field), term, IndexRecordOption::WithFreqs);
                let saturation = &self.saturation[*field as usize];
                let weight = self.fields[*field as usize].idf(term) * factor;
                let score = |frequency, norm| millionths(weight * saturation.at(frequency, norm));
                let norms = || segment.norms(self.shelf.field(*field));
                postings.map(|postings| Reading::of_term(postings, norms(), score)).into_iter().collect()
            }
            Answer::Skill { skill } => {
                let count = self.skills.get(skill).copied().unwrap_or(0);
                let score = millionths(idf(self.fields[0].documents, count) * BY_SKILL);
                let holders = self.same(*skill).map(|same| segment.image.holders(same));
                holders.map(|holders| Reading::of_skill(holders, score)).collect()
            }
        }
    }

    /// The folded words of the text that name a skill, with it.
    fn mentions(&self, text: &str) -> HashMap<String, Vec<SkillId>> {
        let mut mentions: HashMap<String, Vec<SkillId>> = HashMap::new();
        let sure = |suggestion: &Suggestion| suggestion.confidence >= SURE;
        for suggestion in self.vocabulary.suggest(text).into_iter().filter(sure) {
            for word in words(&suggestion.matched_text) {
                mentions.entry(word.text).or_default().push(suggestion.skill);
            }
        }
        mentions
    }

    fn answers_of(
        &self,
        word: &str,
        is_last: bool,
        mentions: &HashMap<String, Vec<SkillId>>,
        analyzer: &mut Analyzer,
    ) -> Vec<Answer> {
        let (french, english) = (analyzer.stem_french(word), analyzer.stem_english(word));
        let mut answers = vec![
            Answer::Term { field: TextField::Words, term: analyzer.stem(word), factor: IN_WORDS },
            Answer::Term { field: TextField::Labels, term: french.clone(), factor: IN_LABELS },
            Answer::Term { field: TextField::English, term: english, factor: IN_ENGLISH },
        ];
        answers.extend(mentions.get(word).into_iter().flatten().map(|skill| Answer::Skill { skill: *skill }));
        if !self.is_known(&answers) {
            answers.extend(self.guesses(word, is_last, analyzer));
        }
        answers
    }

    /// Whether any document has an answer.
    fn is_known(&self, answers: &[Answer]) -> bool {
        answers.iter().any(|answer| match answer {
            Answer::Term { field, term, .. } => self.shelf.knows(*field, term),
            Answer::Skill { skill } => self.same(*skill).any(|same| self.shelf.has_holder(same)),
        })
    }

    /// Terms of the index that a word may have been meant for, by its term in each field.
    fn guesses(&self, word: &str, is_last: bool, analyzer: &mut Analyzer) -> Vec<Answer> {
        let wanted = terms_of(word, analyzer);
        let length = wanted.iter().map(|(_, term)| term.chars().count()).max().unwrap_or(0);
        if length < TYPO_LENGTHS[0] || word.chars().any(|c| c.is_ascii_digit()) {
            return Vec::new();
        }
        let with_typos = |typos: u8, factor| {
            let of_field = |(field, term): &(TextField, String)| self.expansions(*field, term, typos, factor);
            wanted.iter().flat_map(of_field).collect::<Vec<_>>()
        };
        if is_last {
            let begun = with_typos(0, BEGUN);
            if !begun.is_empty() {
                return begun;
            }
        }
        // One typo in the stem, or one in the word that changes its stem, is likelier than two.
        let mut near = with_typos(1, MISSPELT);
        if near.is_empty() {
            near = self.by_slips(word, analyzer);
        }
        if near.is_empty() && length >= TYPO_LENGTHS[1] {
            near = with_typos(2, MISSPELT);
        }
        near
    }

    /// The terms of the words that are a slip away from one.
    fn by_slips(&self, word: &str, analyzer: &mut Analyzer) -> Vec<Answer> {
        let near: BTreeSet<(TextField, String)> =
            slips(word).iter().flat_map(|meant| terms_of(meant, analyzer)).collect();
        let of_field = |field: TextField| {
            let terms = near.iter().filter(|(other, _)| *other == field).map(|(_, term)| term.clone());
            self.most_frequent(field, terms, MISSPELT)
        };
        [TextField::Words, TextField::Labels].into_iter().flat_map(of_field).collect()
    }

    /// The living terms of a field that begin with the term (no typo) or are so many typos away from it; the most
    /// frequent ones.
    fn expansions(&self, field: TextField, term: &str, typos: u8, factor: f64) -> Vec<Answer> {
        let wanted = Term::from_field_text(self.shelf.field(field), term);
        let query = match typos {
            0 => FuzzyTermQuery::new_prefix(wanted, 0, true),
            _ => FuzzyTermQuery::new(wanted, typos, true),
        };
        let Ok(automaton) = query.automaton() else { return Vec::new() };
        self.most_frequent(field, self.shelf.terms_matching(field, &automaton).into_iter(), factor)
    }

    /// The most frequent of some terms of a field, of which some may be dead or unknown.
    fn most_frequent(&self, field: TextField, terms: impl Iterator<Item = String>, factor: f64) -> Vec<Answer> {
        let terms = terms.map(|term| (self.shelf.document_frequency(field, &term), term));
        let mut living: Vec<(usize, String)> = terms.filter(|(count, _)| *count > 0).collect();
        living.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        living.truncate(EXPANSIONS_MAX);
        let where_found = if field == TextField::Words { IN_WORDS } else { IN_LABELS };
        living.into_iter().map(|(_, term)| Answer::Term { field, term, factor: factor * where_found }).collect()
    }

    /// A skill and those that were merged into it.
    fn same(&self, skill: SkillId) -> impl Iterator<Item = SkillId> {
        let standing = self.vocabulary.standing_for(skill).iter();
        standing.filter(|(_, relation)| *relation == Relation::Exact).map(|(same, _)| *same)
    }
}

/// The term of a folded word in each field in which it is guessed.
fn terms_of(word: &str, analyzer: &mut Analyzer) -> [(TextField, String); 2] {
    [(TextField::Words, analyzer.stem(word)), (TextField::Labels, analyzer.stem_french(word))]
}

fn millionths(score: f64) -> u32 {
    (score * f64::from(ONE)).round() as u32
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
