//! Skills: what talents have and missions ask for.

use serde::{Deserialize, Serialize};

use crate::code::coded_enum;
use crate::error::Problem;
use crate::id::{OccupationId, SkillId};

coded_enum! {
    /// What sort of skill it is.
    pub enum SkillKind {
        /// Something one knows.
        Knowledge = "KNOWLEDGE",
        /// A product or a language that one uses.
        Tool = "TOOL",
        /// Something one does.
        Practice = "PRACTICE",
    }
}

coded_enum! {
    /// Where a skill is in its life.
    pub enum SkillState {
        /// Somebody proposed it.
        Proposed = "PROPOSED",
        /// It can be asked for and declared.
        Active = "ACTIVE",
        /// It became part of another one.
        Merged = "MERGED",
        /// It is no longer offered.
        Retired = "RETIRED",
    }
}

/// A level of mastery: the State's four, from 1 (débutant) to 4 (expert).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Level(u8);

impl Level {
    /// Débutant.
    pub const BEGINNER: Self = Self(1);
    /// Confirmé.
    pub const CONFIRMED: Self = Self(2);
    /// Expérimenté.
    pub const EXPERIENCED: Self = Self(3);
    /// Expert.
    pub const EXPERT: Self = Self(4);

    /// The level of that number.
    ///
    /// # Errors
    /// [`Problem::UnknownLevel`] outside 1 to 4.
    pub fn try_new(level: i64) -> Result<Self, Problem> {
        match u8::try_from(level) {
            Ok(number @ 1..=4) => Ok(Self(number)),
            _ => Err(Problem::UnknownLevel { level }),
        }
    }

    /// From 1 to 4.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level.0
    }
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::try_new(number.into()).map_err(|_| format!("not a level from 1 to 4: {number}"))
    }
}

/// The languages that the vocabulary has labels in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// The label shown first; empty where the language has none.
    pub preferred: String,
    /// What else people say.
    pub others: Vec<String>,
}

/// A skill of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Its id, the same in every installation.
    pub id: SkillId,
    /// Its name in our own vocabulary, such as `kubernetes`; `None` for one that was only imported.
    pub slug: Option<String>,
    /// What sort of skill it is.
    pub kind: SkillKind,
    /// Where it is in its life.
    pub state: SkillState,
    /// The skill that it became part of, where its state is [`SkillState::Merged`].
    pub merged_into: Option<SkillId>,
    /// Labels in French.
    pub french: Labels,
    /// Labels in English.
    pub english: Labels,
    /// Abbreviations, the same in every language: k8s, BDD.
    pub abbreviations: Vec<String>,
    /// Skills that this one is a part or a kind of; those narrower are the inverse.
    pub broader: Vec<SkillId>,
    /// Skills that often go with it.
    pub related: Vec<SkillId>,
    /// The same concept elsewhere: ESCO, ROME.
    pub uris: Vec<String>,
}

impl Skill {
    /// The preferred label in French, else in English, else the slug.
    pub fn label(&self) -> &str {
        self.label_in(true)
    }

    /// The preferred label in French or in English, else in the other language, else the slug.
    pub fn label_in(&self, french: bool) -> &str {
        preferred_in(french, &self.french, &self.english).unwrap_or(self.slug.as_deref().unwrap_or_default())
    }

    /// Every label: preferred ones first, then the others, then abbreviations.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let preferred = [&self.french.preferred, &self.english.preferred];
        let others = self.french.others.iter().chain(&self.english.others).chain(&self.abbreviations);
        preferred.into_iter().filter(|label| !label.is_empty()).chain(others).map(String::as_str)
    }
}

/// An occupation of an imported taxonomy: what its people are called and the skills that it wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupation {
    /// Its id, from its URI.
    pub id: OccupationId,
    /// Its URI in the taxonomy.
    pub uri: String,
    /// Labels in French.
    pub french: Labels,
    /// Labels in English.
    pub english: Labels,
    /// What its people do, in French where the taxonomy says it so.
    pub description_fr: String,
    /// What its people do, in English.
    pub description_en: String,
    /// Skills that it can't do without.
    pub essential: Vec<SkillId>,
    /// Skills that help.
    pub optional: Vec<SkillId>,
}

impl Occupation {
    /// The preferred label in French or in English, else in the other language, else the URI.
    pub fn label_in(&self, french: bool) -> &str {
        preferred_in(french, &self.french, &self.english).unwrap_or(&self.uri)
    }
}

/// The preferred label in French or in English, else in the other language.
fn preferred_in<'a>(is_french: bool, french: &'a Labels, english: &'a Labels) -> Option<&'a str> {
    let (first, second) = if is_french { (french, english) } else { (english, french) };
    [&first.preferred, &second.preferred].into_iter().find(|label| !label.is_empty()).map(String::as_str)
}
