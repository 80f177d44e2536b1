//! The ids that clients see: opaque, and typed, so that the id of a mission can't pass for that of a talent.

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use talents_core::error::{Problem, Refusals};
use talents_core::id::{
    ApplicationId, ConsentId, EngagementId, EnvelopeId, MissionId, PersonId, ServiceOfferId, SkillId, StructureId,
    TalentId, TimeSheetId, TransferId,
};
use uuid::Uuid;

/// An id with a type that clients can ask for.
pub trait GlobalId: From<Uuid> + Into<Uuid> {
    /// The name of the type in the schema.
    const TYPE: &'static str;
}

macro_rules! global_ids {
    ($($id:ty => $name:literal),+ $(,)?) => { $(impl GlobalId for $id { const TYPE: &'static str = $name; })+ };
}

global_ids! {
    StructureId => "Structure",
    PersonId => "Viewer",
    TalentId => "Talent",
    SkillId => "Skill",
    MissionId => "Mission",
    ApplicationId => "Application",
    EngagementId => "Engagement",
    ConsentId => "Consent",
    TimeSheetId => "TimeSheet",
    ServiceOfferId => "ServiceOffer",
    EnvelopeId => "Envelope",
    TransferId => "CreditTransfer",
}

/// The id as clients see it.
pub fn encode<T: GlobalId>(id: T) -> ID {
    let uuid: Uuid = id.into();
    ID(URL_SAFE_NO_PAD.encode(format!("{}:{}", T::TYPE, uuid.simple())))
}

/// The name of the type and the id in it, or `None` for an id that is not one of ours.
pub(super) fn split(id: &str) -> Option<(String, Uuid)> {
    let bytes = URL_SAFE_NO_PAD.decode(id).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    let (name, uuid) = text.split_once(':')?;
    Some((name.to_owned(), Uuid::try_parse(uuid).ok()?))
}

/// The id of a known type, refused with the field that it came in.
pub(super) fn decode<T: GlobalId>(field: &'static str, id: &ID) -> Result<T, Refusals> {
    split(id)
        .filter(|(name, _)| name == T::TYPE)
        .map(|(_, uuid)| T::from(uuid))
        .ok_or_else(|| Refusals::at(field, Problem::MalformedId { id: shown(id) }))
}

/// An id of that type, as clients see it or as the store has it: what somebody pastes into a terminal.
pub fn parse<T: GlobalId>(text: &str) -> Option<T> {
    if let Ok(uuid) = Uuid::try_parse(text) {
        return Some(T::from(uuid));
    }
    split(text).filter(|(name, _)| name == T::TYPE).map(|(_, uuid)| T::from(uuid))
}

/// Several ids of a known type.
pub(super) fn decode_all<T: GlobalId>(field: &'static str, ids: Option<Vec<ID>>) -> Result<Vec<T>, Refusals> {
    ids.unwrap_or_default().iter().map(|id| decode(field, id)).collect()
}

/// As much of an id that is not ours as a message shows.
fn shown(id: &str) -> String {
    id.chars().take(80).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_another_type_or_made_up_is_refused() {
        let mission = encode(MissionId(Uuid::from_u128(7)));
        assert_eq!(decode::<MissionId>("id", &mission), Ok(MissionId(Uuid::from_u128(7))));
        assert!(decode::<TalentId>("id", &mission).is_err());
        assert!(decode::<MissionId>("id", &ID("42".to_owned())).is_err());
        assert!(decode::<MissionId>("id", &ID("é".to_owned())).is_err());
    }
}
