//! A person's own names and titles of grade, taken out of their texts.

use std::collections::HashSet;

use super::fold::{Word, words};

/// Titles of courtesy and of rank, folded: they tell age, rank or gender, never what one can do. Words that are trades
/// or adjectives as well (inspecteur, général) stay.
const TITLES: &[&str] = &[
    "m",
    "mr",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "mademoiselle",
    "commandant",
    "commandante",
    "capitaine",
    "colonel",
    "colonelle",
    "lieutenant",
    "lieutenante",
    "adjudant",
    "adjudante",
    "prefet",
    "prefete",
];

/// Grades of several words, folded, elided articles left out.
const GRADES: &[&[&str]] = &[
    &["administrateur", "etat"],
    &["administratrice", "etat"],
    &["attache", "administration"],
    &["attachee", "administration"],
    &["attache", "principal"],
    &["attachee", "principale"],
    &["secretaire", "administratif"],
    &["secretaire", "administrative"],
    &["hors", "classe"],
    &["classe", "exceptionnelle"],
    &["classe", "normale"],
    &["categorie", "a"],
    &["categorie", "b"],
    &["categorie", "c"],
];

/// The text without those names and without titles of grade; names go as whole words, whatever accents and case.
pub(crate) fn without_names(text: &str, own_names: &[String]) -> String {
    let names: HashSet<String> = own_names.iter().flat_map(|name| words(name)).map(|word| word.text).collect();
    let found: Vec<_> = words(text).collect();
    let mut cleaned = String::with_capacity(text.len());
    let (mut kept_to, mut index) = (0, 0);
    while index < found.len() {
        let length = removed_words(&found[index..], &names);
        if length == 0 {
            index += 1;
            continue;
        }
        cleaned.push_str(&text[kept_to..found[index].start]);
        kept_to = found[index + length - 1].end;
        index += length;
    }
    cleaned.push_str(&text[kept_to..]);
    cleaned
}

/// How many words go from there.
fn removed_words(found: &[Word], names: &HashSet<String>) -> usize {
    let starts_with = |grade: &&&[&str]| {
        grade.len() <= found.len() && grade.iter().zip(found).all(|(wanted, word)| word.text == *wanted)
    };
    if let Some(grade) = GRADES.iter().find(starts_with) {
        return grade.len();
    }
    let word = found[0].text.as_str();
    usize::from(names.contains(word) || TITLES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_names_and_grades_leave_the_text_as_whole_words() {
        let names = ["Zoé".to_owned(), "de La Tour".to_owned()];
        let cleaned = without_names("Zoe de la TOUR, attachée d'administration hors classe : tourisme et Java", &names);
        assert_eq!(cleaned.split_whitespace().collect::<Vec<_>>().join(" "), ", : tourisme et Java");
    }

    #[test]
    fn a_text_without_any_name_stays_as_it_is() {
        assert_eq!(without_names("Développeuse Java, à l'aise", &["Durand".to_owned()]), "Développeuse Java, à l'aise");
    }
}
