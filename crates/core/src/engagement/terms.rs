//! What the parties of an engagement consent to, and its fingerprint.

use sha2::{Digest, Sha256};

use crate::calendar::Days;
use crate::id::{MissionId, StructureId, TalentId};
use crate::mission::MissionVersion;

use super::Plan;

/// The form that is hashed, named in the hash itself: a next form won't be taken for this one.
const FORM: &str = "talents/terms/1";

/// The terms of an engagement: change any, and they are other terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The mission.
    pub mission: MissionId,
    /// The number of its published version.
    pub mission_version: u32,
    /// What that version says: see [`crate::mission::MissionContent::digest`].
    pub content_digest: [u8; 32],
    /// The talent.
    pub talent: TalentId,
    /// The structure that employs the talent and will be credited.
    pub employer: StructureId,
    /// How much and when.
    pub plan: Plan,
}

/// SHA-256 of [`Terms`]; shown in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermsHash([u8; 32]);

impl Terms {
    /// The terms on which a talent works for a published version of a mission.
    pub fn new(version: &MissionVersion, talent: TalentId, employer: StructureId, plan: Plan) -> Self {
        Self {
            mission: version.mission,
            mission_version: version.number,
            content_digest: version.content.digest(),
            talent,
            employer,
            plan,
        }
    }

    /// The same terms for a next version of the mission, and the plan as it fits there.
    #[must_use]
    pub fn revised(&self, version: &MissionVersion, plan: Plan) -> Self {
        Self::new(version, self.talent, self.employer, plan)
    }

    /// The first and the last day, both counted.
    pub fn days(&self) -> Days {
        self.plan.days
    }

    /// The fingerprint that consents are bound to: SHA-256 of [`Self::canonical`].
    pub fn hash(&self) -> TermsHash {
        TermsHash(Sha256::digest(self.canonical().as_bytes()).into())
    }

    /// The text that is hashed: a line a value. No value can hold a line break. The form is a promise: consents given
    /// long ago must still verify.
    pub fn canonical(&self) -> String {
        let Plan { minutes, days } = self.plan;
        format!(
            "{FORM}\nmission {}\nversion {}\ncontent {}\ntalent {}\nemployer {}\nminutes {minutes}\nfirst {}\nlast {}\n",
            self.mission,
            self.mission_version,
            hex::encode(self.content_digest),
            self.talent,
            self.employer,
            days.first(),
            days.last(),
        )
    }
}

impl TermsHash {
    /// Reads the 64 hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl std::fmt::Display for TermsHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}
