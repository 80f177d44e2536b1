//! What a mission says, as clients write it: whole for a new one, in part for one that is rewritten.

use async_graphql::{ID, InputObject, MaybeUndefined};
use talents_core::error::Refusals;
use talents_core::mission::{DEFAULT_WEIGHT, MissionDraft, ModalitiesDraft, RequirementDraft};

use super::enums::{Importance, Remote, Urgency};
use super::global_id::decode;
use super::scalar::Date;
use crate::app::mission::{Create, Rewrite};

/// A skill that a mission asks for.
#[derive(Clone, InputObject)]
pub struct RequirementInput {
    /// Which skill.
    skill_id: ID,
    /// Whether the mission can do without it; essential where nothing is given.
    importance: Option<Importance>,
    /// The least level wanted, from 1 to 4; 1 where nothing is given.
    min_level: Option<i64>,
    /// How much it weighs, from 1 to 5; 3 where nothing is given.
    weight: Option<i64>,
}

/// Where, when and how much; what is left out asks nothing, and publication wants all but the languages.
#[derive(Clone, Default, InputObject)]
pub struct ModalitiesInput {
    /// How much can be done remotely.
    remote: Option<Remote>,
    /// The département where the rest is done.
    department_code: Option<String>,
    /// « 2 jours par semaine ».
    rhythm: Option<String>,
    /// The first day on which it may start.
    start_from: Option<Date>,
    /// The last day on which it may start.
    start_to: Option<Date>,
    /// The last day of the mission.
    end_by: Option<Date>,
    /// Minutes of work for each seat.
    effort_minutes: Option<i64>,
    /// Languages that the talent must speak, by their ISO 639-1 codes.
    languages: Option<Vec<String>>,
}

/// What is asked to write a mission.
#[derive(InputObject)]
pub struct MissionCreateInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    pub(super) idempotency_key: String,
    /// The structure whose mission it is.
    host_id: ID,
    /// The title.
    title: String,
    /// Why the mission exists.
    context: Option<String>,
    /// What is expected at its end.
    deliverables: Option<String>,
    /// Where, when and how much.
    modalities: Option<ModalitiesInput>,
    /// The skills wanted.
    requirements: Option<Vec<RequirementInput>>,
    /// How many talents are wanted; 1 where nothing is given.
    seats: Option<i64>,
    /// How pressing it is; normal where nothing is given.
    urgency: Option<Urgency>,
    /// The last day to apply.
    application_deadline: Option<Date>,
}

/// Declares an input that rewrites a mission: every field may be left out, and stays as it is then.
macro_rules! rewrite_input {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// A UUID of the client's choice: sent twice, the mutation has one effect.
            pub(super) idempotency_key: String,
            /// Which mission.
            pub(super) mission_id: ID,
            /// The version that the change was decided on.
            pub(super) expected_version: i64,
            /// The title.
            title: Option<String>,
            /// Why the mission exists.
            context: Option<String>,
            /// What is expected at its end.
            deliverables: Option<String>,
            /// Where, when and how much: all of it anew.
            modalities: Option<ModalitiesInput>,
            /// The skills wanted: all of them anew.
            requirements: Option<Vec<RequirementInput>>,
            /// How many talents are wanted.
            seats: Option<i64>,
            /// How pressing it is.
            urgency: Option<Urgency>,
            /// The last day to apply; null takes it away.
            application_deadline: MaybeUndefined<Date>,
        }

        impl $name {
            /// Gives what the mission will say, from what it says.
            pub(super) fn rewrite(&self) -> Result<Rewrite, Refusals> {
                let (title, context, deliverables) =
                    (self.title.clone(), self.context.clone(), self.deliverables.clone());
                let modalities = self.modalities.clone().map(ModalitiesInput::into_draft);
                let requirements = self.requirements.as_deref().map(requirement_drafts).transpose()?;
                let (seats, urgency) = (self.seats, self.urgency);
                let deadline = self.application_deadline.map_value(|date| date.0);
                Ok(Box::new(move |draft: MissionDraft| MissionDraft {
                    title: title.clone().unwrap_or(draft.title),
                    context: context.clone().unwrap_or(draft.context),
                    deliverables: deliverables.clone().unwrap_or(draft.deliverables),
                    modalities: modalities.clone().unwrap_or(draft.modalities),
                    requirements: requirements.clone().unwrap_or(draft.requirements),
                    seats: seats.unwrap_or(draft.seats),
                    urgency: urgency.map_or(draft.urgency, Into::into),
                    application_deadline: match deadline {
                        MaybeUndefined::Undefined => draft.application_deadline,
                        MaybeUndefined::Null => None,
                        MaybeUndefined::Value(day) => Some(day),
                    },
                }))
            }
        }
    };
}

rewrite_input! {
    /// What is asked to change a draft.
    MissionUpdateInput
}
rewrite_input! {
    /// What is asked to publish a next version.
    MissionReviseInput
}
rewrite_input! {
    /// What is asked to publish an expired mission again: at least a new deadline.
    MissionRepublishInput
}

impl MissionCreateInput {
    /// What is asked, in the use case's terms.
    pub(super) fn parse(&self) -> Result<Create, Refusals> {
        let content = MissionDraft {
            title: self.title.clone(),
            context: self.context.clone().unwrap_or_default(),
            deliverables: self.deliverables.clone().unwrap_or_default(),
            modalities: self.modalities.clone().unwrap_or_default().into_draft(),
            requirements: requirement_drafts(self.requirements.as_deref().unwrap_or_default())?,
            seats: self.seats.unwrap_or(1),
            urgency: self.urgency.unwrap_or(Urgency::Normal).into(),
            application_deadline: self.application_deadline.map(|date| date.0),
        };
        Ok(Create { host: decode("hostId", &self.host_id)?, content })
    }
}

impl ModalitiesInput {
    /// The modalities as they are written.
    pub(super) fn into_draft(self) -> ModalitiesDraft {
        ModalitiesDraft {
            remote: self.remote.map(Into::into),
            department: self.department_code,
            rhythm: self.rhythm.unwrap_or_default(),
            start_from: self.start_from.map(|date| date.0),
            start_to: self.start_to.map(|date| date.0),
            end_by: self.end_by.map(|date| date.0),
            effort_minutes: self.effort_minutes,
            languages: self.languages.unwrap_or_default(),
        }
    }
}

/// The requirements as they are written.
pub(super) fn requirement_drafts(inputs: &[RequirementInput]) -> Result<Vec<RequirementDraft>, Refusals> {
    let draft = |(index, input): (usize, &RequirementInput)| {
        let skill = decode("skillId", &input.skill_id).map_err(|refusals| refusals.within("requirements", index))?;
        Ok(RequirementDraft {
            skill,
            importance: input.importance.unwrap_or(Importance::Essential).into(),
            min_level: input.min_level.unwrap_or(1),
            weight: input.weight.unwrap_or(DEFAULT_WEIGHT),
        })
    };
    inputs.iter().enumerate().map(draft).collect()
}
