//! A text as the labels see it: its words that tell something, where they stand, and the families that they are of.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::super::labels::Language;
use super::super::lexicon::Lexicon;
use crate::analyzer::{Analyzer, Word, is_stop_word, words};

/// How far the end of a sentence keeps words apart: no label reaches across.
const SENTENCE_GAP: u32 = 100;
/// The longest text that is read, in words: more than any text that the product takes.
const WORDS_MAX: usize = 10_000;
/// The most occurrences of one family that are looked at: a text that says a word fifty times is no surer for it, and
/// must not take fifty times as long.
const OCCURRENCES_MAX: usize = 8;

/// Frequent words that tell French from English.
const FRENCH: &[&str] =
    &["le", "la", "les", "des", "du", "un", "une", "et", "est", "pour", "dans", "sur", "avec", "de"];
const ENGLISH: &[&str] = &["the", "of", "and", "to", "in", "is", "for", "with", "on", "an", "are", "our", "you", "we"];

/// How a word of the text comes to stand for a word of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// With one typo.
    Misspelt,
    /// As another word of the family: « tester » for « tests ».
    Family,
    /// In another number or gender.
    Inflected,
    /// In small letters where the label has a name or an acronym that is an everyday word besides: « vite », « place ».
    Everyday,
    /// In small letters where the label has another name or acronym: « java ».
    Uncased,
    /// As it is.
    Same,
}

/// A word of the text.
#[derive(Debug)]
pub(super) struct Token {
    /// The byte at which it begins.
    pub(super) start: usize,
    /// The byte after its last one.
    pub(super) end: usize,
    /// Where it stands: words that tell nothing do not count, ends of sentences do.
    pub(super) position: u32,
    /// The word of the lexicon that it is.
    pub(super) word: Option<u32>,
    /// Whether it begins with a capital letter, and whether it has no small one.
    pub(super) is_capital: bool,
    pub(super) is_all_capitals: bool,
    /// Whether a sentence begins with it, so that its capital says nothing.
    pub(super) opens_sentence: bool,
    /// What it is in one gender and in the singular, if a label has such a word.
    pub(super) base: Option<u32>,
}

/// A text that was read.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) tokens: Vec<Token>,
    /// Where families occur, in order, and whether they are only guessed; those of no family first.
    occurrences: Vec<Vec<(u32, Spelling)>>,
    /// The place of each family among these.
    places: Vec<u32>,
    /// The families in the order in which they first occur.
    families: Vec<u32>,
    /// The language of the text, by its most frequent words.
    pub(super) language: Language,
}

impl Reading {
    /// Reads a text.
    pub(super) fn of(text: &str, lexicon: &Lexicon) -> Self {
        let mut reading = Self {
            tokens: Vec::new(),
            occurrences: vec![Vec::new()],
            places: vec![0; lexicon.words().len()],
            families: Vec::new(),
            language: Language::Any,
        };
        let mut guesses = Guesses { lexicon, analyzer: Analyzer::default(), known: HashMap::new() };
        let mut tongue = Tongue::default();
        let (mut position, mut read_to) = (0, 0);
        for word in words(text).take(WORDS_MAX) {
            let opens_sentence = read_to == 0 || ends_sentence(&text[read_to..word.start]);
            position += if opens_sentence { SENTENCE_GAP } else { 0 };
            read_to = word.end;
            let token = Token::new(&word, text, position + 1, opens_sentence, lexicon);
            // « CI » and « IT » are not « ci » and « it ».
            if is_stop_word(&word.text) && !(token.is_all_capitals && word.text.len() > 1) {
                tongue.hear(&word.text);
                continue;
            }
            position += 1;
            let (number, known) = (reading.tokens.len() as u32, token.word);
            reading.tokens.push(token);
            if let Some(known) = known {
                reading.occurs(lexicon.family(known), number, Spelling::Same);
            } else {
                for (family, spelling) in guesses.of(word.text) {
                    reading.occurs(*family, number, *spelling);
                }
            }
        }
        reading.language = tongue.language();
        reading
    }

    /// The families in the order in which they first occur.
    pub(super) fn families(&self) -> &[u32] {
        &self.families
    }

    /// Where a family occurs, in order.
    pub(super) fn occurrences(&self, family: u32) -> &[(u32, Spelling)] {
        &self.occurrences[self.places[family as usize] as usize]
    }

    fn occurs(&mut self, family: u32, token: u32, spelling: Spelling) {
        let place = &mut self.places[family as usize];
        if *place == 0 {
            *place = self.occurrences.len() as u32;
            self.occurrences.push(Vec::new());
            self.families.push(family);
        }
        let occurrences = &mut self.occurrences[*place as usize];
        if occurrences.len() < OCCURRENCES_MAX {
            occurrences.push((token, spelling));
        }
    }
}

impl Token {
    fn new(word: &Word, text: &str, position: u32, opens_sentence: bool, lexicon: &Lexicon) -> Self {
        let written = &text[word.start..word.end];
        let known = lexicon.words().find(&word.text);
        Self {
            start: word.start,
            end: word.end,
            position,
            word: known,
            is_capital: written.starts_with(char::is_uppercase),
            is_all_capitals: !written.contains(char::is_lowercase),
            opens_sentence,
            base: known.map_or_else(|| lexicon.base_of(&word.text), |known| Some(lexicon.base(known))),
        }
    }
}

/// The families that words which no label has may be of, each word looked up once.
struct Guesses<'a> {
    lexicon: &'a Lexicon,
    analyzer: Analyzer,
    known: HashMap<String, Vec<(u32, Spelling)>>,
}

impl Guesses<'_> {
    /// By its stem, else by one typo.
    fn of(&mut self, word: String) -> &[(u32, Spelling)] {
        let Self { lexicon, analyzer, known } = self;
        known.entry(word).or_insert_with_key(|word| {
            if let Some(family) = lexicon.family_of_unknown(word, analyzer) {
                return vec![(family, Spelling::Family)];
            }
            let mut families: Vec<u32> =
                lexicon.neighbours(word).into_iter().map(|near| lexicon.family(near)).collect();
            families.dedup();
            families.into_iter().map(|family| (family, Spelling::Misspelt)).collect()
        })
    }
}

/// How many frequent words of each language were heard.
#[derive(Default)]
struct Tongue {
    french: u32,
    english: u32,
}

impl Tongue {
    fn hear(&mut self, word: &str) {
        self.french += u32::from(FRENCH.contains(&word));
        self.english += u32::from(ENGLISH.contains(&word));
    }

    fn language(&self) -> Language {
        match self.french.cmp(&self.english) {
            Ordering::Greater => Language::French,
            Ordering::Less => Language::English,
            Ordering::Equal => Language::Any,
        }
    }
}

/// Whether what stands between two words ends a sentence or an item of a list.
fn ends_sentence(between: &str) -> bool {
    between.contains(['\n', ';', ':', '!', '?', '•', '·', '|'])
        || between.find('.').is_some_and(|at| between[at + 1..].starts_with(char::is_whitespace))
}
