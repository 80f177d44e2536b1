//! The typed ids: a `MissionId` can't be passed where a `TalentId` is wanted.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self { Self(uuid) }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self { id.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    )+ };
}

ids! {
    /// An administration, a direction, a service or an operator.
    StructureId,
    /// Someone who can sign in.
    PersonId,
    /// A role that a person holds for a structure.
    RoleAssignmentId,
    /// An agent's registration in the scheme.
    TalentId,
    /// A skill of the vocabulary; see [`SkillId::of_slug`].
    SkillId,
    /// An occupation of an imported taxonomy.
    OccupationId,
    /// A mission, whatever its version.
    MissionId,
    /// A talent's candidature for a mission, or a host's invitation.
    ApplicationId,
    /// What a selected application opens: a talent at work for a host.
    EngagementId,
    /// The agreement of one of the four parties of an engagement.
    ConsentId,
    /// Minutes that an employer grants in advance for small missions.
    EnvelopeId,
    /// Time worked for an engagement.
    TimeSheetId,
    /// What a talent offers to do.
    ServiceOfferId,
    /// Something that happened.
    EventId,
    /// A bearer token, known by its id once it has been shown.
    TokenId,
    /// An account of credits; see [`AccountId::of`].
    AccountId,
    /// A movement of credits, whose id is chosen by whoever asks for it.
    TransferId,
}

/// Where new ids come from: at random in service, in a known order in tests and in the demo.
pub trait IdSource: Send + Sync {
    /// An id that was never given before.
    fn next(&self) -> Uuid;
}

/// The namespace of the ids that derive from a name: the same vocabulary has the same ids in every installation.
const VOCABULARY_NAMESPACE: Uuid = Uuid::from_u128(0x3d8c_6a52_0f0b_5e0d_9a54_7461_6c65_6e74);

impl SkillId {
    /// The id of a skill of our own vocabulary, from its slug.
    pub fn of_slug(slug: &str) -> Self {
        Self(Uuid::new_v5(&VOCABULARY_NAMESPACE, format!("skill:{slug}").as_bytes()))
    }

    /// The id of a skill that only an imported taxonomy knows, from its URI.
    pub fn of_uri(uri: &str) -> Self {
        Self(Uuid::new_v5(&VOCABULARY_NAMESPACE, format!("skill-uri:{uri}").as_bytes()))
    }
}

impl OccupationId {
    /// The id of an imported occupation, from its URI.
    pub fn of_uri(uri: &str) -> Self {
        Self(Uuid::new_v5(&VOCABULARY_NAMESPACE, format!("occupation-uri:{uri}").as_bytes()))
    }
}
