//! From text to terms: one analysis for what is indexed, what is searched and the labels of the vocabulary.
//!
//! Folded words (no accents, œ as oe, elided articles gone, `c++` and `node.js` whole) lose their stop words, their
//! trades are brought to one gender, and Snowball stems what is left, in French and then in English. One stem for both
//! languages wants no guess of which one a label of two words is in, and costs French nothing: its stems end otherwise.

pub(crate) mod fold;
pub(crate) mod names;
mod stop_words;
mod trades;
pub(crate) mod weak_words;

use std::collections::HashMap;

use tantivy::tokenizer::{Language, Stemmer, Token, TokenFilter, TokenStream, Tokenizer};

pub(crate) use fold::{Word, words};
pub(crate) use stop_words::is_stop_word;
pub(crate) use trades::to_one_gender;

/// The version of the analysis: an index built with another one has to be rebuilt.
pub(crate) const VERSION: u32 = 2;

/// A tokenizer that gives one token, its whole input: what a stemmer is wrapped around.
#[derive(Clone, Default)]
struct WholeInput;

struct WholeInputStream {
    token: Token,
    given: bool,
}

impl Tokenizer for WholeInput {
    type TokenStream<'a> = WholeInputStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WholeInputStream {
        let token = Token { text: text.to_owned(), offset_to: text.len(), position: 0, ..Token::default() };
        WholeInputStream { token, given: false }
    }
}

impl TokenStream for WholeInputStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.given, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Stems words of both languages; one per thread or per loop, for stemming wants a mutable state.
pub(crate) struct Analyzer {
    french: StemmerOf,
    english: StemmerOf,
    /// The terms of words whatever their language.
    terms: KnownStems,
}

impl Default for Analyzer {
    fn default() -> Self {
        let [french, english] = [Language::French, Language::English].map(StemmerOf::new);
        Self { french, english, terms: KnownStems::default() }
    }
}

/// The stems of the words that were met: few words make most of a text.
#[derive(Default)]
struct KnownStems(HashMap<String, String>);

/// The stemmer of a language.
struct StemmerOf {
    stemmer: WholeStemmer,
    known: KnownStems,
}

/// A stemmer around one token: no `TextAnalyzer`, which allocates for every word.
type WholeStemmer = <Stemmer as TokenFilter>::Tokenizer<WholeInput>;

/// How many words are remembered before that begins anew.
const STEMS_KNOWN_MAX: usize = 50_000;

impl KnownStems {
    /// The stem of a word, which is looked for where it is not known.
    fn stem(&mut self, word: &str, look_for: impl FnOnce() -> String) -> String {
        if let Some(stem) = self.0.get(word) {
            return stem.clone();
        }
        let stem = look_for();
        if self.0.len() >= STEMS_KNOWN_MAX {
            self.0.clear();
        }
        self.0.insert(word.to_owned(), stem.clone());
        stem
    }
}

impl StemmerOf {
    fn new(language: Language) -> Self {
        Self { stemmer: Stemmer::new(language).transform(WholeInput), known: KnownStems::default() }
    }

    fn stem(&mut self, word: &str) -> String {
        let Self { stemmer, known } = self;
        known.stem(word, || stem_with(stemmer, word))
    }
}

fn stem_with(stemmer: &mut WholeStemmer, word: &str) -> String {
    let mut stream = stemmer.token_stream(word);
    if stream.advance() { std::mem::take(&mut stream.token_mut().text) } else { word.to_owned() }
}

impl Analyzer {
    /// The terms of a text whatever its language, in order, stop words left out: what the ranking counts.
    pub(crate) fn terms(&mut self, text: &str) -> Vec<String> {
        Self::meaningful(text).map(|word| self.stem(&word.text)).collect()
    }

    /// The term of a folded word whatever its language.
    pub(crate) fn stem(&mut self, word: &str) -> String {
        if !is_plain_word(word) {
            return word.to_owned();
        }
        let Self { french, english, terms } = self;
        // Neither stemmer need remember a word on the way to what both make of it.
        terms.stem(word, || {
            let french = stem_with(&mut french.stemmer, &to_one_gender(word));
            if is_plain_word(&french) { stem_with(&mut english.stemmer, &french) } else { french }
        })
    }

    /// The French terms of a text, in order, stop words left out.
    pub(crate) fn french(&mut self, text: &str) -> Vec<String> {
        words(text).filter(|word| !is_stop_word(&word.text)).map(|word| self.stem_french(&word.text)).collect()
    }

    /// The English terms of a text, in order, stop words left out.
    pub(crate) fn english(&mut self, text: &str) -> Vec<String> {
        words(text).filter(|word| !is_stop_word(&word.text)).map(|word| self.stem_english(&word.text)).collect()
    }

    /// The words of a text that count, folded but not stemmed.
    pub(crate) fn meaningful(text: &str) -> impl Iterator<Item = Word> {
        words(text).filter(|word| !is_stop_word(&word.text))
    }

    /// The French term of a folded word.
    pub(crate) fn stem_french(&mut self, word: &str) -> String {
        if !is_plain_word(word) {
            return word.to_owned();
        }
        self.french.stem(&to_one_gender(word))
    }

    /// The English term of a folded word.
    pub(crate) fn stem_english(&mut self, word: &str) -> String {
        if is_plain_word(word) { self.english.stem(word) } else { word.to_owned() }
    }
}

/// Whether a word is made of letters alone: names such as `c++` or `k8s` are never stemmed.
fn is_plain_word(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// A text brought to the form in which labels are compared: folded words, one space between them.
pub(crate) fn normalised(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in words(text) {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.text);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_known_has_the_stem_of_both_languages_all_the_same() {
        let mut analyzer = Analyzer::default();
        for word in ["developpeuses", "developpeurs", "running", "migrations", "c++", "k8s", "dev", "bases"] {
            let mut anew = Analyzer::default();
            let french = anew.stem_french(word);
            let stem = anew.stem_english(&french);
            assert_eq!([analyzer.stem(word), analyzer.stem(word)], [stem.clone(), stem]);
        }
    }

    fn same_terms(one: &str, other: &str) -> bool {
        let mut analyzer = Analyzer::default();
        analyzer.french(one) == analyzer.french(other)
    }

    #[test]
    fn accents_case_ligatures_and_apostrophes_make_no_difference() {
        assert!(same_terms("L’ŒUVRE de l'État", "oeuvre etat"));
        assert!(same_terms("développement", "DEVELOPPEMENT"));
        assert!(same_terms("qu'aujourd’hui", "aujourd'hui"));
    }

    #[test]
    fn names_of_techniques_stay_whole() {
        let found: Vec<String> = words("C++, C# et F#, .NET ; Node.js. Fin").map(|word| word.text).collect();
        assert_eq!(found, ["c++", "c#", "et", "f#", ".net", "node.js", "fin"]);
    }

    #[test]
    fn both_genders_of_a_trade_are_one_term() {
        for (feminine, masculine) in [
            ("développeuse", "développeur"),
            ("développeuses", "développeurs"),
            ("administratrice", "administrateur"),
            ("technicienne", "technicien"),
            ("conseillère", "conseiller"),
            ("ouvrière", "ouvrier"),
            ("cheffe", "chef"),
            ("chargée", "chargé"),
            ("intégratrice", "intégrateur"),
            ("ingénieure", "ingénieur"),
        ] {
            assert!(same_terms(feminine, masculine), "{feminine}");
        }
    }

    #[test]
    fn one_term_serves_both_languages() {
        let mut analyzer = Analyzer::default();
        let mut term = |word: &str| analyzer.terms(word).remove(0);
        for (one, other) in [
            ("developing", "developed"),
            ("requirement", "requirements"),
            ("testing", "tests"),
            ("communications", "communication"),
            ("bases", "base"),
            ("numérique", "numériques"),
            ("managers", "manager"),
        ] {
            assert_eq!(term(one), term(other), "{one}, {other}");
        }
        assert_ne!(term("données"), term("donner"));
    }

    #[test]
    fn words_of_one_family_share_a_term_and_others_do_not() {
        assert!(same_terms("applications mobiles", "application mobile"));
        assert!(!same_terms("donner", "données"));
    }
}
