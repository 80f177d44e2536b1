//! Queries as people may write them: with a typo, without accents, in the feminine. How much a ranking loses by it.
//!
//! What is done to a query depends on the query alone: the same one is changed alike each time.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::set::Query;
use crate::hash::Fnv;

/// What is done to each query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Perturbation {
    /// One edit in one word of five letters or more.
    Typo,
    /// No letter has an accent.
    Accents,
    /// The names of trades are in the feminine.
    Feminine,
}

/// The fewest letters of a word that gets a typo.
const TYPO_LENGTH: usize = 5;

/// Endings of trades in the masculine, and what they become; the first that fits.
const FEMININE: &[(&str, &str)] = &[
    ("llier", "llière"),
    ("teur", "trice"),
    ("eur", "euse"),
    ("éen", "éenne"),
    ("ien", "ienne"),
    ("ier", "ière"),
    ("cher", "chère"),
    ("ger", "gère"),
    ("eiller", "eillère"),
];

/// Trades of a form of their own.
const WHOLE: &[(&str, &str)] = &[
    ("attaché", "attachée"),
    ("chargé", "chargée"),
    ("chef", "cheffe"),
    ("employé", "employée"),
    ("délégué", "déléguée"),
    ("ingénieur", "ingénieure"),
    ("professeur", "professeure"),
    ("proviseur", "proviseure"),
];

/// The fewest letters before an ending.
const STEM_MIN: usize = 3;

/// Trades in -teur whose feminine is in -teuse: their verb has the t.
const IN_TEUSE: &[&str] = &[
    "acheteur",
    "ajusteur",
    "chanteur",
    "conteur",
    "emboîteur",
    "exploiteur",
    "monteur",
    "planteur",
    "porteur",
    "prêteur",
    "rapporteur",
    "solliciteur",
    "testeur",
    "traiteur",
    "transporteur",
    "visiteur",
];

/// Words with such an ending that are no trade.
const NO_TRADES: &[&str] = &[
    "acier",
    "atelier",
    "bien",
    "calendrier",
    "capteur",
    "carburateur",
    "chaleur",
    "chantier",
    "clavier",
    "clientèle",
    "cœur",
    "compteur",
    "condensateur",
    "convoyeur",
    "couleur",
    "courrier",
    "danger",
    "dossier",
    "entretien",
    "erreur",
    "extérieur",
    "fichier",
    "foncier",
    "générateur",
    "hauteur",
    "immobilier",
    "indicateur",
    "industriel",
    "inférieur",
    "intérieur",
    "largeur",
    "lien",
    "majeur",
    "maintien",
    "marcher",
    "mineur",
    "mobilier",
    "moteur",
    "ordinateur",
    "palier",
    "panier",
    "papier",
    "plusieurs",
    "premier",
    "profondeur",
    "quartier",
    "quotidien",
    "réacteur",
    "rien",
    "rigueur",
    "secteur",
    "soutien",
    "supérieur",
    "tableur",
    "tracteur",
    "transformateur",
    "valeur",
    "vapeur",
    "vecteur",
];

impl Perturbation {
    /// A query as it would be written so.
    pub(super) fn apply(self, query: &Query) -> Query {
        match self {
            Self::Typo => with_typo(query),
            Self::Accents => query.map(without_accents),
            Self::Feminine => query.map(feminine),
        }
    }
}

/// The pieces of a text: words and what stands between them, in turn.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(|c: char| !c.is_alphabetic()).flat_map(|piece| {
        let end =
            piece.char_indices().next_back().filter(|(_, c)| !c.is_alphabetic()).map_or(piece.len(), |(at, _)| at);
        let (word, between) = piece.split_at(end);
        [word, between]
    })
}

fn without_accents(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

fn feminine(text: &str) -> String {
    pieces(text).map(feminine_of).collect()
}

/// A word in the feminine, if it names a trade as far as one can tell.
fn feminine_of(word: &str) -> String {
    let lower = word.to_lowercase();
    let (singular, plural) = lower.strip_suffix('s').map_or((lower.as_str(), ""), |singular| (singular, "s"));
    if NO_TRADES.contains(&singular) || NO_TRADES.contains(&lower.as_str()) {
        return word.to_owned();
    }
    if let Some(stem) = singular.strip_suffix("teur").filter(|_| IN_TEUSE.contains(&singular)) {
        return format!("{stem}teuse{plural}");
    }
    let whole = WHOLE.iter().find(|(masculine, _)| *masculine == singular);
    let by_ending = || FEMININE.iter().find(|(masculine, _)| singular.ends_with(masculine));
    let Some((masculine, feminine)) = whole.or_else(by_ending) else { return word.to_owned() };
    let stem = &singular[..singular.len() - masculine.len()];
    if whole.is_none() && stem.chars().count() < STEM_MIN {
        return word.to_owned();
    }
    format!("{stem}{feminine}{plural}")
}

/// One edit in one word of the query.
fn with_typo(query: &Query) -> Query {
    let is_long = |word: &str| word.chars().count() >= TYPO_LENGTH;
    let mut count = 0;
    query.map(|text| {
        count += pieces(text).filter(|word| is_long(word)).count() as u64;
        text.to_owned()
    });
    let mut hash = Fnv::default();
    hash.write(query.id.as_bytes());
    let random = hash.finish();
    let chosen = random % count.max(1);
    let mut seen = 0;
    query.map(|text| {
        let misspell = |word: &str| {
            seen += u64::from(is_long(word));
            let here = is_long(word) && seen == chosen + 1;
            if here { misspelt(word, random >> 20) } else { word.to_owned() }
        };
        pieces(text).map(misspell).collect()
    })
}

/// A word with two letters swapped, one left out, one doubled or one taken for another.
fn misspelt(word: &str, random: u64) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = (random >> 8) as usize % (letters.len() - 1);
    match random % 4 {
        0 if letters[at] != letters[at + 1] => letters.swap(at, at + 1),
        0 | 1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = if letters[at] == 'e' { 'r' } else { 'e' },
    }
    letters.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(id: &str, text: &str) -> Query {
        serde_json::from_value(serde_json::json!({ "id": id, "text": text, "required": ["gérer un budget"] })).unwrap()
    }

    #[test]
    fn trades_turn_feminine_and_other_words_stay() {
        for (masculine, expected) in [
            ("Développeur", "développeuse"),
            ("administrateurs", "administratrices"),
            ("Technicien informatique", "technicienne informatique"),
            ("conseiller", "conseillère"),
            ("chef de projet", "cheffe de projet"),
            ("monteur", "monteuse"),
            ("chargé d'affaires", "chargée d'affaires"),
            ("secteur du papier, valeur", "secteur du papier, valeur"),
        ] {
            assert_eq!(feminine(masculine), expected);
        }
    }

    #[test]
    fn exactly_one_word_is_misspelt_and_alike_each_time() {
        for number in 0..200 {
            let original = query(&format!("q{number}"), "Chef de projet numérique, sécurité des réseaux");
            let (once, again) = (with_typo(&original), with_typo(&original));
            assert_eq!(once.all_text(), again.all_text());
            let words = |query: &Query| query.all_text().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let (before, after) = (words(&original), words(&once));
            let changed = before.iter().zip(&after).filter(|(one, other)| one != other).count();
            assert_eq!((before.len(), changed), (after.len(), 1), "{after:?}");
        }
    }

    #[test]
    fn accents_go_and_nothing_else() {
        assert_eq!(without_accents("Été à l’école, œuvre"), "Ete a l’ecole, œuvre");
        assert_eq!(Perturbation::Accents.apply(&query("q", "numérique")).all_text(), "numerique\ngerer un budget");
    }
}
