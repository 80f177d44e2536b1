//! Text search: from what was typed to the documents that answer, each with a score.
//!
//! A typed word is answered by its term in the texts, its term in the labels of skills, its English term, or a
//! skill that it names, the best of them for each document. A word that nobody wrote is taken for a typo, or for the
//! beginning of a word where it comes last. Two words must both be answered; of more, two thirds.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use talents_core::id::SkillId;
use tantivy::Term;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;

use crate::analyzer::{Analyzer, Word, fold, words};
use crate::index::collection::Document;
use crate::index::cursor::PostingsCursor;
use crate::index::image::Image;
use crate::index::image::postings::BLOCK;
use crate::index::shelf::{SegmentView, Shelf};
use crate::schema::{TEXT_FIELDS, TextField};
use crate::signal::ONE;
use crate::skills::{Relation, Suggestion, Vocabulary};
use crate::statistics::{FieldStatistics, Saturation, idf};

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
                    reading.raise(first as u32, &mut scores.best[..count]);
                }
                scores.take_word(count);
            }
            let found = scores.take_block(count, answers.needed).map(|(place, score)| ((first + place) as u32, score));
            hits.extend(found.filter(|(doc, _)| segment.is_alive(*doc)));
            scores.clear(count);
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
                let reading = |postings| Reading::Term {
                    cursor: Box::new(PostingsCursor::new(postings)),
                    norms: segment.norms(self.shelf.field(*field)),
                    by_frequency: [1, 2, 3]
                        .map(|frequency| std::array::from_fn(|norm| score(frequency, norm as u8)))
                        .into(),
                };
                postings.map(reading).into_iter().collect()
            }
            Answer::Skill { skill } => {
                let count = self.skills.get(skill).copied().unwrap_or(0);
                let score = millionths(idf(self.fields[0].documents, count) * BY_SKILL);
                let holders = self.same(*skill).map(|same| segment.image.holders(same));
                holders.map(|holders| Reading::Skill { holders: Box::new(holders), read_ahead: None, score }).collect()
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
            answers
                .extend(self.guesses(&[(TextField::Words, analyzer.stem(word)), (TextField::Labels, french)], is_last));
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
    fn guesses(&self, wanted: &[(TextField, String)], is_last: bool) -> Vec<Answer> {
        let length = wanted.iter().map(|(_, term)| term.chars().count()).max().unwrap_or(0);
        let has_digit = wanted.iter().any(|(_, term)| term.chars().any(|c| c.is_ascii_digit()));
        if length < TYPO_LENGTHS[0] || has_digit {
            return Vec::new();
        }
        let with_typos = |typos: u8, factor| {
            wanted
                .iter()
                .flat_map(move |(field, term)| self.expansions(*field, term, typos, factor))
                .collect::<Vec<_>>()
        };
        if is_last {
            let begun = with_typos(0, BEGUN);
            if !begun.is_empty() {
                return begun;
            }
        }
        let typos_max = TYPO_LENGTHS.iter().filter(|least| length >= **least).count() as u8;
        (1..=typos_max).map(|typos| with_typos(typos, MISSPELT)).find(|answers| !answers.is_empty()).unwrap_or_default()
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
        let counted = |term: String| (self.shelf.document_frequency(field, &term), term);
        let terms = self.shelf.terms_matching(field, &automaton).into_iter().map(counted);
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

fn millionths(score: f64) -> u32 {
    (score * f64::from(ONE)).round() as u32
}

/// Where the reading of an answer in a segment has come to.
enum Reading<'a> {
    /// A term; what it scores by its frequency, from 1, and by the norm of the text.
    Term { cursor: Box<PostingsCursor>, norms: FieldNormReader, by_frequency: Box<[[u32; 256]; 3]> },
    /// A skill; what having it scores.
    Skill { holders: Box<dyn Iterator<Item = u32> + 'a>, read_ahead: Option<u32>, score: u32 },
}

impl Reading<'_> {
    /// Raises the scores of the next documents to what the answer gives them.
    fn raise(&mut self, first: u32, best: &mut [u32]) {
        let end = first + best.len() as u32;
        match self {
            Self::Term { cursor, norms, by_frequency } => cursor.read_before(end, |doc, frequency| {
                // More than three times is no better an answer than three times.
                let by_norm = &by_frequency[(frequency.clamp(1, 3) - 1) as usize];
                let best = &mut best[(doc - first) as usize];
                *best = (*best).max(by_norm[usize::from(norms.fieldnorm_id(doc))]);
            }),
            Self::Skill { holders, read_ahead, score } => {
                while let Some(doc) = read_ahead.take().or_else(|| holders.next()) {
                    if doc >= end {
                        *read_ahead = Some(doc);
                        return;
                    }
                    let best = &mut best[(doc - first) as usize];
                    *best = (*best).max(*score);
                }
            }
        }
    }
}

/// The scores of a block's documents.
struct Scores {
    /// The best answer to the word at hand.
    best: Vec<u32>,
    total: Vec<u32>,
    /// How many words were answered.
    answered: Vec<u8>,
}

impl Scores {
    fn new() -> Self {
        Self { best: vec![0; BLOCK], total: vec![0; BLOCK], answered: vec![0; BLOCK] }
    }

    /// Adds the best answers to a word, and makes room for the next word.
    fn take_word(&mut self, count: usize) {
        let so_far = self.total[..count].iter_mut().zip(&mut self.answered);
        for (best, (total, answered)) in self.best[..count].iter_mut().zip(so_far) {
            *total = total.saturating_add(*best);
            *answered += u8::from(*best > 0);
            *best = 0;
        }
    }

    /// The places that answered enough words, with their scores.
    fn take_block(&self, count: usize, needed: u8) -> impl Iterator<Item = (usize, u32)> {
        // Most places answered nothing: those are passed over many at a time. Beyond `count`, none ever does.
        const MANY: usize = 32;
        let (many, _) = self.answered.as_chunks::<MANY>();
        let any = many.iter().take(count.div_ceil(MANY)).enumerate();
        let any = any.filter(|(_, answered)| answered.iter().fold(0, |any, answered| any | answered) > 0);
        let places = any.flat_map(|(number, answered)| (number * MANY..).zip(answered));
        places.filter(move |(_, answered)| **answered >= needed).map(|(place, _)| (place, self.total[place]))
    }

    fn clear(&mut self, count: usize) {
        self.total[..count].fill(0);
        self.answered[..count].fill(0);
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
