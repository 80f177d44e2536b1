//! What holds whatever is typed and whatever text is read.

use proptest::prelude::*;
use talents_core::id::SkillId;
use talents_core::skill::Skill;
use talents_matching::{Popularity, Vocabulary};

use super::vocabulary::{OWN, OWN_SKILLS};

/// How many completions a person looks at.
const LOOKED_AT: usize = 10;

/// Text with words of labels, typos, other scripts and what is none.
fn any_text() -> impl Strategy<Value = String> {
    let labels: Vec<String> = OWN_SKILLS.iter().flat_map(Skill::labels).map(str::to_owned).collect();
    let piece = prop_oneof![
        4 => prop::sample::select(labels),
        2 => "[a-zA-Zéèœç'’ .,+#-]{0,12}",
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn completions_are_in_range_in_order_and_the_same_again(typed in any_text(), most in 0..30_usize) {
        let found = OWN.completions(&typed, most, &Popularity::default());
        prop_assert!(found.hits.len() == found.total.min(most));
        prop_assert!(found.hits.iter().all(|hit| hit.score <= 1_000_000));
        prop_assert!(found.hits.is_sorted_by(|one, next| one.score >= next.score));
        let mut skills: Vec<SkillId> = found.hits.iter().map(|hit| hit.skill).collect();
        skills.sort();
        skills.dedup();
        prop_assert_eq!(skills.len(), found.hits.len());
        prop_assert_eq!(OWN.completions(&typed, most, &Popularity::default()), found);
    }

    #[test]
    fn a_matched_label_is_one_of_the_skill(typed in any_text()) {
        for hit in OWN.complete(&typed) {
            prop_assert!(OWN.skill(hit.skill).unwrap().labels().any(|label| label == hit.matched_label));
        }
    }

    #[test]
    fn popularity_changes_the_order_alone(typed in "[a-z]{1,3}", seed in any::<u32>()) {
        let counts = OWN_SKILLS.iter().zip(0_u32..).map(|(skill, at)| (skill.id, seed.wrapping_mul(at * 7 + 1) % 1000));
        let popularity = OWN.popularity(counts);
        let skills = |popularity: &Popularity| {
            let mut skills: Vec<SkillId> =
                OWN.completions(&typed, usize::MAX, popularity).hits.iter().map(|hit| hit.skill).collect();
            skills.sort();
            skills
        };
        prop_assert_eq!(skills(&popularity), skills(&Popularity::default()));
        let (ten, all) = (OWN.completions(&typed, 10, &popularity), OWN.completions(&typed, 700, &popularity));
        prop_assert_eq!(&ten.hits[..], &all.hits[..all.hits.len().min(10)]);
    }

    #[test]
    fn suggestions_are_in_range_in_order_words_of_the_text_and_the_same_again(text in any_text()) {
        let found = OWN.suggest(&text);
        prop_assert!(found.iter().all(|found| (1..=1_000_000).contains(&found.confidence)));
        prop_assert!(found.is_sorted_by(|one, next| one.confidence >= next.confidence));
        prop_assert!(found.iter().all(|found| !found.matched_text.is_empty() && text.contains(&found.matched_text)));
        prop_assert_eq!(OWN.suggest(&text), found);
    }

    #[test]
    fn the_order_of_skills_changes_nothing(typed in any_text(), shift in 1..600_usize) {
        let mut turned = OWN_SKILLS.clone();
        turned.rotate_left(shift);
        turned.truncate(60);
        let mut reversed = turned.clone();
        reversed.reverse();
        let [one, other] = [turned, reversed].map(|skills| Vocabulary::build(skills, Vec::new()));
        prop_assert_eq!(one.complete(&typed), other.complete(&typed));
        prop_assert_eq!(one.suggest(&typed), other.suggest(&typed));
    }
}

/// The labels of our vocabulary that have a word, with their skills.
fn labels() -> impl Iterator<Item = (SkillId, &'static str)> {
    let all = OWN_SKILLS.iter().flat_map(|skill| skill.labels().map(|label| (skill.id, label)));
    all.filter(|(_, label)| label.contains(char::is_alphanumeric))
}

fn is_found(typed: &str, skill: SkillId) -> bool {
    let found = OWN.completions(typed, LOOKED_AT, &Popularity::default());
    found.hits.iter().any(|hit| hit.skill == skill)
}

#[test]
fn every_label_completes_to_its_skill() {
    let lost: Vec<&str> = labels().filter(|(skill, label)| !is_found(label, *skill)).map(|(_, label)| label).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// The share of the labels that, written so and read as a text, suggest their skill.
fn share_suggested(what: &str, write: impl Fn(&str) -> String) -> f64 {
    let is_suggested = |label: &str, skill| OWN.suggest(&write(label)).iter().any(|found| found.skill == skill);
    let lost: Vec<&str> =
        labels().filter(|(skill, label)| !is_suggested(label, *skill)).map(|(_, label)| label).collect();
    let share = 1.0 - lost.len() as f64 / labels().count() as f64;
    println!("labels {what} that suggest their skill: {share:.4}; not {lost:?}");
    share
}

#[test]
fn labels_read_as_a_text_suggest_their_skill() {
    assert!(share_suggested("as they are", str::to_owned) >= 1.0);
    // One or two letters, and names that are words of every day, must stand as they are written.
    assert!(share_suggested("in small letters", str::to_lowercase) >= 0.97);
    assert!(share_suggested("in capitals", str::to_uppercase) >= 0.98);
}

/// A label with one letter replaced, left out, put in or swapped with the next one, as a number says.
fn with_typo(label: &str, number: usize) -> String {
    let mut letters: Vec<char> = label.chars().collect();
    let place = number / 4 % (letters.len() - 1);
    let letter = char::from(b'a' + (number / 977 % 26) as u8);
    match number % 4 {
        0 => letters[place] = letter,
        1 => drop(letters.remove(place)),
        2 => letters.insert(place, letter),
        _ => letters.swap(place, place + 1),
    }
    letters.into_iter().collect()
}

#[test]
fn a_label_of_eight_letters_with_a_typo_finds_its_skill() {
    let long = || labels().filter(|(_, label)| label.chars().count() >= 8);
    let (mut asked, mut lost) = (0_usize, Vec::new());
    for (number, (skill, label)) in long().enumerate() {
        for turn in 0..3_usize {
            // Numbers far apart, so that places, letters and sorts of typos mix.
            let typed = with_typo(label, (number * 3 + turn).wrapping_mul(2_654_435_761) >> 7);
            asked += 1;
            if !is_found(&typed, skill) {
                lost.push(typed);
            }
        }
    }
    let share = 1.0 - lost.len() as f64 / asked as f64;
    println!("labels with a typo that find their skill: {share:.4} of {asked}; lost {lost:?}");
    assert!(share >= 0.99, "{share}");
}
