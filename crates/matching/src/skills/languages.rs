//! The languages of labels: in which of them talents write, and how rare a word is among the labels of each.
//!
//! A mission asks for skills, not for words. Their labels are looked for in the language that talents write: in French
//! alone among French texts, for English labels would only find what is spelt alike, and in English among English ones.

use std::collections::BTreeSet;

use talents_core::skill::Skill;

use crate::analyzer::Analyzer;
use crate::statistics::FieldStatistics;

/// By how many words a language is told among those of talents: those that most of its labels have, and no label of the
/// other language.
const TELLING: usize = 64;
/// A language that talents write less than that, beside the one that they write most, is none of theirs.
const USED_MIN: f64 = 0.1;

/// French and English, in that order.
pub(crate) type ByLanguage<T> = [T; 2];

/// The labels of a vocabulary, language by language.
#[derive(Debug, Default)]
pub(crate) struct LabelLanguages(ByLanguage<Language>);

/// The preferred labels in one language, each a document.
#[derive(Debug, Default)]
struct Language {
    labels: FieldStatistics,
    telling: Vec<String>,
}

impl LabelLanguages {
    /// Reads the preferred labels of skills.
    pub(super) fn build(skills: &[&Skill], analyzer: &mut Analyzer) -> Self {
        let mut languages: ByLanguage<Language> = Default::default();
        for skill in skills {
            for (language, label) in languages.iter_mut().zip(preferred(skill)) {
                language.read(label, analyzer);
            }
        }
        let [french, english] = &languages;
        let telling = [french.telling_beside(english), english.telling_beside(french)];
        for (language, telling) in languages.iter_mut().zip(telling) {
            language.telling = telling;
        }
        Self(languages)
    }

    /// How much talents write each language beside the one that they write most, by the counts of their words.
    pub(crate) fn used(&self, talents: &FieldStatistics) -> ByLanguage<f64> {
        let count = |term: &String| f64::from(talents.frequencies.get(term).copied().unwrap_or(0));
        let written = self.0.each_ref().map(|language| language.telling.iter().map(count).sum::<f64>());
        let most = written[0].max(written[1]);
        if most == 0.0 {
            return [1.0, 0.0];
        }
        written.map(|written| Some(written / most).filter(|used| *used >= USED_MIN).unwrap_or(0.0))
    }

    /// The terms of a skill's preferred labels, each with what it counts: how much its language is used × how rare it is
    /// among the labels of that language, from 0 to 1 for one that no other has.
    pub(crate) fn terms(&self, skill: &Skill, used: ByLanguage<f64>, analyzer: &mut Analyzer) -> Vec<(String, f64)> {
        let labels = preferred(skill);
        let is_told = labels.iter().zip(used).any(|(label, used)| used > 0.0 && !label.is_empty());
        // A skill that has no label in the languages of talents is told in the one that it has.
        let used = if is_told { used } else { [1.0, 1.0] };
        let mut terms = Vec::new();
        for ((language, label), used) in self.0.iter().zip(labels).zip(used).filter(|(_, used)| *used > 0.0) {
            terms.extend(analyzer.terms(label).into_iter().map(|term| {
                let count = used * language.rarity(&term);
                (term, count)
            }));
        }
        terms
    }
}

/// The preferred labels of a skill; empty in a language in which it has none.
fn preferred(skill: &Skill) -> ByLanguage<&str> {
    [&skill.french.preferred, &skill.english.preferred].map(String::as_str)
}

impl Language {
    fn read(&mut self, label: &str, analyzer: &mut Analyzer) {
        let terms: BTreeSet<String> = analyzer.terms(label).into_iter().collect();
        self.labels.documents += u32::from(!terms.is_empty());
        for term in terms {
            *self.labels.frequencies.entry(term).or_default() += 1;
        }
    }

    fn telling_beside(&self, other: &Self) -> Vec<String> {
        let own = self.labels.frequencies.iter().filter(|(term, _)| !other.labels.frequencies.contains_key(*term));
        let mut own: Vec<(&String, &u32)> = own.collect();
        own.sort_by_key(|(term, count)| (std::cmp::Reverse(**count), *term));
        own.into_iter().take(TELLING).map(|(term, _)| term.clone()).collect()
    }

    fn rarity(&self, term: &str) -> f64 {
        self.labels.idf(term) / self.labels.idf("")
    }
}

#[cfg(test)]
mod tests {
    use talents_core::id::SkillId;
    use talents_core::skill::{Labels, SkillKind, SkillState};

    use super::*;

    fn skill(french: &str, english: &str) -> Skill {
        let labels = |preferred: &str| Labels { preferred: preferred.to_owned(), others: Vec::new() };
        Skill {
            id: SkillId::of_uri(&format!("{french} {english}")),
            slug: None,
            kind: SkillKind::Practice,
            state: SkillState::Active,
            merged_into: None,
            french: labels(french),
            english: labels(english),
            abbreviations: Vec::new(),
            broader: Vec::new(),
            related: Vec::new(),
            uris: Vec::new(),
        }
    }

    fn written(texts: &[&str]) -> FieldStatistics {
        let mut analyzer = Analyzer::default();
        let mut statistics = FieldStatistics::default();
        for term in texts.iter().flat_map(|text| analyzer.terms(text)) {
            *statistics.frequencies.entry(term).or_default() += 1;
        }
        statistics
    }

    /// The terms of the first skill's labels for talents who write so.
    fn told(skills: &[Skill], texts: &[&str]) -> Vec<String> {
        let mut analyzer = Analyzer::default();
        let languages = LabelLanguages::build(&skills.iter().collect::<Vec<_>>(), &mut analyzer);
        let used = languages.used(&written(texts));
        languages.terms(&skills[0], used, &mut analyzer).into_iter().map(|(term, _)| term).collect()
    }

    #[test]
    fn labels_are_told_in_the_languages_that_talents_write() {
        let skills = [skill("tailler les haies", "trim hedges"), skill("semer le blé", "sow wheat")];
        let mut analyzer = Analyzer::default();
        let (french, english) = (analyzer.terms("tailler haies"), analyzer.terms("trim hedges"));
        assert_eq!(told(&skills, &["Je taille des haies", "J'ai semé du blé"]), french);
        assert_eq!(told(&skills, &["I sow wheat"]), english);
        assert_eq!(told(&skills, &["Je sème", "I sow"]), [french.clone(), english].concat());
        assert_eq!(told(&skills, &[]), french);
    }

    #[test]
    fn a_skill_without_a_label_in_that_language_is_told_in_its_own() {
        let skills = [skill("", "grafting"), skill("semer le blé", "sow wheat")];
        assert_eq!(told(&skills, &["J'ai semé du blé"]), Analyzer::default().terms("grafting"));
    }

    #[test]
    fn a_word_of_many_labels_counts_less() {
        let skills = [skill("utiliser une scie", ""), skill("utiliser une lime", ""), skill("utiliser un tour", "")];
        let mut analyzer = Analyzer::default();
        let languages = LabelLanguages::build(&skills.iter().collect::<Vec<_>>(), &mut analyzer);
        let terms = languages.terms(&skills[0], [1.0, 0.0], &mut analyzer);
        assert!(terms[0].1 < terms[1].1 && terms[1].1 < 1.0, "{terms:?}");
    }
}
