//! Words that are one slip of the fingers away from a typed one.
//!
//! Stems of two words that differ by a letter may differ by many: where the ending begins depends on the letters before.
//! Where no stem near the typed word's is known, the words near it are stemmed.

/// Longer words are not looked for so: there would be many near them.
const LETTERS_MAX: usize = 24;

/// The words that have two neighbours swapped, or a letter more, less or another one. None of a long word.
pub(super) fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if letters.len() > LETTERS_MAX {
        return Vec::new();
    }
    let spelt = |before: &[char], between: &[char], after: &[char]| [before, between, after].concat().iter().collect();
    let mut slips = Vec::new();
    for place in 0..=letters.len() {
        let (before, after) = letters.split_at(place);
        slips.extend(('a'..='z').map(|letter| spelt(before, &[letter], after)));
        if let [letter, after @ ..] = after {
            slips.push(spelt(before, &[], after));
            slips.extend(('a'..='z').filter(|other| other != letter).map(|other| spelt(before, &[other], after)));
        }
        if let [first, second, after @ ..] = after {
            slips.push(spelt(before, &[*second, *first], after));
        }
    }
    slips
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_among_the_slips_of_its_slips() {
        let word = "sisenisme".to_owned();
        for misspelt in ["ssienisme", "siseniisme", "sisenise", "sisanisme"] {
            assert!(slips(misspelt).contains(&word), "{misspelt}");
        }
        assert!(!slips("ssienismes").contains(&word));
        assert!(slips("anticonstitutionnellements").is_empty());
    }
}
