//! Structures: the administrations, directions, services and operators that employ talents and host missions.

use serde::{Deserialize, Serialize};

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::StructureId;
use crate::text;

coded_enum! {
    /// A branch of the French public service.
    pub enum Branch {
        /// The State's: ministries and their operators.
        State = "STATE",
        /// The territorial one: municipalities, départements, regions.
        Territorial = "TERRITORIAL",
        /// The hospital one.
        Hospital = "HOSPITAL",
    }
}

/// The number of an establishment: 14 digits whose last is a check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Siret(String);

/// The SIREN of La Poste, whose establishments follow a rule of their own: the sum of the digits is a multiple of 5.
const LA_POSTE: &str = "356000000";

impl Siret {
    /// Reads a SIRET; spaces between the digits are taken.
    ///
    /// # Errors
    /// [`Problem::SiretCharacters`], [`Problem::SiretLength`] or [`Problem::SiretChecksum`].
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Problem::SiretCharacters { siret: digits });
        }
        if digits.len() != 14 {
            return Err(Problem::SiretLength { digits: digits.len(), siret: digits });
        }
        let la_poste = digits.starts_with(LA_POSTE) && digit_sum(&digits).is_multiple_of(5);
        if la_poste || luhn_sum(&digits).is_multiple_of(10) {
            Ok(Self(digits))
        } else {
            Err(Problem::SiretChecksum { siret: digits })
        }
    }

    /// The 14 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Siret> for String {
    fn from(siret: Siret) -> Self {
        siret.0
    }
}

impl TryFrom<String> for Siret {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).map_err(|problem| format!("{}: {text}", problem.message_id()))
    }
}

fn digit_sum(digits: &str) -> u32 {
    digits.bytes().map(|byte| u32::from(byte - b'0')).sum()
}

/// The sum of Luhn's algorithm (ISO/IEC 7812-1, annex B): every second digit from the right counts double.
fn luhn_sum(digits: &str) -> u32 {
    let counted = |(place, byte): (usize, u8)| {
        let digit = u32::from(byte - b'0');
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        if doubled > 9 { doubled - 9 } else { doubled }
    };
    digits.bytes().rev().enumerate().map(counted).sum()
}

/// An administration, a direction, a service or an operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// Its id.
    pub id: StructureId,
    /// What an import calls it, where it came from one.
    pub external_id: Option<String>,
    /// Counts its changes, from 1.
    pub version: u64,
    /// What people say about it.
    pub profile: StructureProfile,
    /// Whether its missions are published at once and moderated after.
    pub trusted: bool,
}

/// What is said of a structure: checked, but for the existence of the structures that it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureProfile {
    /// The number of the establishment, unique.
    pub siret: Siret,
    /// The full name.
    pub name: String,
    /// The acronym, may be empty.
    pub acronym: String,
    /// The structure above, if any.
    pub parent: Option<StructureId>,
    /// The ministry it belongs to; `None` for a ministry itself.
    pub ministry: Option<StructureId>,
    /// The branch of the public service.
    pub branch: Branch,
    /// Whether a line manager's consent may come with the employer's.
    pub manager_consents_for_employer: bool,
}

/// A structure's profile as it is written, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructureDraft {
    /// See [`StructureProfile::siret`].
    pub siret: String,
    /// See [`StructureProfile::name`].
    pub name: String,
    /// See [`StructureProfile::acronym`].
    pub acronym: String,
    /// See [`StructureProfile::parent`].
    pub parent: Option<StructureId>,
    /// See [`StructureProfile::ministry`].
    pub ministry: Option<StructureId>,
    /// See [`StructureProfile::branch`].
    pub branch: Branch,
    /// See [`StructureProfile::manager_consents_for_employer`].
    pub manager_consents_for_employer: bool,
}

impl StructureProfile {
    /// Checks what was written.
    pub fn parse(draft: &StructureDraft) -> Result<Self, Refusals> {
        let mut checks = Checks::default();
        let siret = checks.take("siret", Siret::parse(&draft.siret));
        let name = text::bounded(&mut checks, "name", &draft.name, text::NAME);
        let acronym = text::bounded(&mut checks, "acronym", &draft.acronym, text::ACRONYM);
        checks.build(|| {
            Some(Self {
                siret: siret?,
                name,
                acronym,
                parent: draft.parent,
                ministry: draft.ministry,
                branch: draft.branch,
                manager_consents_for_employer: draft.manager_consents_for_employer,
            })
        })
    }

    /// The profile as one would write it: the starting point of an update.
    pub fn to_draft(&self) -> StructureDraft {
        StructureDraft {
            siret: self.siret.as_str().to_owned(),
            name: self.name.clone(),
            acronym: self.acronym.clone(),
            parent: self.parent,
            ministry: self.ministry,
            branch: self.branch,
            manager_consents_for_employer: self.manager_consents_for_employer,
        }
    }
}

impl Structure {
    /// A new structure, not trusted yet.
    pub fn create(id: StructureId, external_id: Option<String>, profile: StructureProfile) -> Change<Self> {
        let structure = Self { id, external_id, version: 1, profile, trusted: false };
        structure.happened(EventKind::StructureCreated)
    }

    /// The structure with another profile. `ancestors` are those above the new parent, the parent included.
    pub fn update(&self, profile: StructureProfile, ancestors: &[StructureId]) -> Result<Change<Self>, Refusals> {
        if ancestors.contains(&self.id) {
            return Err(Refusals::at("parentId", Problem::TreeCycle {}));
        }
        let updated = Self { profile, version: self.version + 1, ..self.clone() };
        Ok(updated.happened(EventKind::StructureUpdated))
    }

    /// The structure, trusted or no longer. Saying what is so already changes nothing.
    pub fn trust(&self, trusted: bool) -> Change<Self> {
        if self.trusted == trusted {
            return Change { value: self.clone(), events: Vec::new() };
        }
        let updated = Self { trusted, version: self.version + 1, ..self.clone() };
        updated.happened(if trusted { EventKind::StructureTrusted } else { EventKind::StructureDistrusted })
    }

    /// The ministry that the structure belongs to: itself where it is one, or where it stands alone.
    pub fn ministry_id(&self) -> StructureId {
        self.profile.ministry.unwrap_or(self.id)
    }

    fn happened(self, kind: EventKind) -> Change<Self> {
        let event = EventDraft::new(kind, self.id.0, self.version);
        Change { value: self, events: vec![event] }
    }
}

/// A structure and those above it in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lineage {
    /// The structure.
    pub id: StructureId,
    /// Its parent, the parent's, and so on.
    pub above: Vec<StructureId>,
}

impl Lineage {
    /// Whether one may lend to the other: they are different structures and neither is above the other (A4). They may
    /// share a ministry.
    ///
    /// # Errors
    /// [`Problem::HostIsEmployer`] or [`Problem::StructuresRelated`].
    pub fn check_apart(&self, other: &Self) -> Result<(), Problem> {
        if self.id == other.id {
            return Err(Problem::HostIsEmployer {});
        }
        let related = self.above.contains(&other.id) || other.above.contains(&self.id);
        if related { Err(Problem::StructuresRelated {}) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_siret_has_fourteen_digits_and_a_check_digit() {
        assert!(Siret::parse("130 025 265 00013").is_ok(), "DINUM's own");
        assert!(matches!(Siret::parse("1300252650001"), Err(Problem::SiretLength { digits: 13, .. })));
        assert!(matches!(Siret::parse("13002526500014"), Err(Problem::SiretChecksum { .. })));
        assert!(matches!(Siret::parse("1300252650001X"), Err(Problem::SiretCharacters { .. })));
        assert!(matches!(Siret::parse(""), Err(Problem::SiretLength { digits: 0, .. })));
    }

    #[test]
    fn every_problem_of_a_bad_structure_is_told_at_once_with_its_path() {
        let draft = StructureDraft {
            siret: "1300252650001".to_owned(),
            name: " ".to_owned(),
            acronym: "X".repeat(41),
            parent: None,
            ministry: None,
            branch: Branch::State,
            manager_consents_for_employer: false,
        };
        let expected = ["siret siret-length", "name text-too-short", "acronym text-too-long"];
        assert_eq!(crate::testing::told(StructureProfile::parse(&draft)), expected);
    }

    #[test]
    fn la_poste_follows_its_own_rule() {
        assert!(Siret::parse("35600000049837").is_ok());
        assert!(Siret::parse("35600000049838").is_err());
    }

    #[test]
    fn one_structure_lends_to_another_that_is_neither_above_nor_below() {
        let structure = |number| StructureId(uuid::Uuid::from_u128(number));
        let lineage = |id, above: &[u128]| Lineage {
            id: structure(id),
            above: above.iter().map(|number| structure(*number)).collect(),
        };
        let (service, sister, direction) = (lineage(3, &[2, 1]), lineage(4, &[2, 1]), lineage(2, &[1]));
        assert_eq!(service.check_apart(&sister), Ok(()));
        assert_eq!(service.check_apart(&service), Err(Problem::HostIsEmployer {}));
        assert_eq!(service.check_apart(&direction), Err(Problem::StructuresRelated {}));
        assert_eq!(direction.check_apart(&service), Err(Problem::StructuresRelated {}));
    }
}
