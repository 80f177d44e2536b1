//! What a registration says, as clients write it: whole for a new one, in part for one that changes.

use async_graphql::{ID, InputObject};
use talents_core::error::Refusals;
use talents_core::talent::{AvailabilityDraft, TalentDraft, TalentSkillDraft, WindowDraft};

use super::enums::{Branch, Intent, ProfilePart, Remote, TalentStatus};
use super::global_id::{decode, decode_all};
use super::scalar::Date;
use crate::app::talent::{Register, Update};

/// A skill as a talent has it.
#[derive(Clone, InputObject)]
pub struct TalentSkillInput {
    /// Which skill.
    skill_id: ID,
    /// How well, from 1 (débutant) to 4 (expert).
    level: i64,
    /// The month in which it was last used, such as `2026-06`.
    last_used: Option<String>,
    /// Whether the talent wants missions that develop it; no where nothing is given.
    wants_to_develop: Option<bool>,
}

/// Calendar days on which a talent is available, ends included.
#[derive(Clone, InputObject)]
pub struct AvailabilityWindowInput {
    /// The first day.
    from: Date,
    /// The last day.
    to: Date,
}

/// Where and when a talent can work.
#[derive(Clone, InputObject)]
pub struct AvailabilityInput {
    /// The most remote work that suits: `FULL` takes any, `NONE` on-site work alone.
    remote: Remote,
    /// The home département.
    department_code: Option<String>,
    /// The others that the talent would travel to.
    also_departments: Option<Vec<String>>,
    /// Minutes per week.
    minutes_per_week: i64,
    /// The first day of the only window; see `windows` for several.
    from: Option<Date>,
    /// The last day of the only window.
    to: Option<Date>,
    /// When; none for any time.
    windows: Option<Vec<AvailabilityWindowInput>>,
}

/// What a talent agrees to.
#[derive(Clone, InputObject)]
pub struct TalentConsentsInput {
    /// Whether those who look for talents may find this one.
    discoverable: bool,
}

/// What is asked to register in the scheme.
#[derive(InputObject)]
pub struct TalentRegisterInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    pub(super) idempotency_key: String,
    /// The structure that employs the agent.
    structure_id: ID,
    /// The address of the line manager; the role counts once the employer has confirmed it.
    line_manager_email: String,
    /// Civil servant or under contract.
    status: TalentStatus,
    /// The branch of the public service; the State's where nothing is given.
    branch: Option<Branch>,
    /// What the agent does, in a line.
    headline: String,
    /// A few paragraphs about the work.
    biography: Option<String>,
    /// The skills.
    skills: Vec<TalentSkillInput>,
    /// Spoken languages by their ISO 639-1 codes; French where nothing is given.
    languages: Option<Vec<String>>,
    /// Where and when.
    availability: AvailabilityInput,
    /// To apply, or to say that one is interested.
    intent: Intent,
    /// Published missions that the agent wishes to apply to.
    mission_ids: Option<Vec<ID>>,
    /// What the agent agrees to.
    consents: TalentConsentsInput,
    /// The parts of the profile kept from the others.
    hidden_parts: Option<Vec<ProfilePart>>,
}

/// What is asked to change a profile: what is left out stays as it is.
#[derive(InputObject)]
pub struct TalentUpdateInput {
    /// A UUID of the client's choice: sent twice, the mutation has one effect.
    pub(super) idempotency_key: String,
    /// Which talent; the reader's own where nothing is given.
    pub(super) talent_id: Option<ID>,
    /// The version that the change was decided on.
    expected_version: i64,
    /// The structure that employs the agent from now on.
    structure_id: Option<ID>,
    /// The address of the line manager.
    line_manager_email: Option<String>,
    /// Civil servant or under contract.
    status: Option<TalentStatus>,
    /// The branch of the public service.
    branch: Option<Branch>,
    /// What the agent does, in a line.
    headline: Option<String>,
    /// A few paragraphs about the work.
    biography: Option<String>,
    /// The skills: all of them anew.
    skills: Option<Vec<TalentSkillInput>>,
    /// Spoken languages: all of them anew.
    languages: Option<Vec<String>>,
    /// Where and when: all of it anew.
    availability: Option<AvailabilityInput>,
    /// To apply, or to say that one is interested.
    intent: Option<Intent>,
    /// What the agent agrees to.
    consents: Option<TalentConsentsInput>,
    /// The parts of the profile kept from the others: all of them anew.
    hidden_parts: Option<Vec<ProfilePart>>,
}

impl TalentRegisterInput {
    /// What is asked, in the use case's terms.
    pub(super) fn parse(&self) -> Result<Register, Refusals> {
        let french = || vec!["fr".to_owned()];
        let profile = TalentDraft {
            status: self.status.into(),
            branch: self.branch.unwrap_or(Branch::State).into(),
            line_manager_email: self.line_manager_email.clone(),
            headline: self.headline.clone(),
            biography: self.biography.clone().unwrap_or_default(),
            skills: skill_drafts(&self.skills)?,
            languages: self.languages.clone().unwrap_or_else(french),
            availability: self.availability.to_draft(),
            intent: self.intent.into(),
            discoverable: self.consents.discoverable,
            hidden_parts: parts(self.hidden_parts.as_deref().unwrap_or_default()),
        };
        Ok(Register {
            structure: decode("structureId", &self.structure_id)?,
            profile,
            wishes: decode_all("missionIds", self.mission_ids.clone())?,
        })
    }
}

impl TalentUpdateInput {
    /// What is asked, in the use case's terms.
    pub(super) fn parse(&self, id: talents_core::id::TalentId) -> Result<Update, Refusals> {
        let skills = self.skills.as_deref().map(skill_drafts).transpose()?;
        let availability = self.availability.as_ref().map(AvailabilityInput::to_draft);
        let hidden_parts = self.hidden_parts.as_deref().map(parts);
        let (status, branch, intent) = (self.status, self.branch, self.intent);
        let discoverable = self.consents.as_ref().map(|consents| consents.discoverable);
        let (line_manager_email, languages) = (self.line_manager_email.clone(), self.languages.clone());
        let (headline, biography) = (self.headline.clone(), self.biography.clone());
        let change = move |draft: TalentDraft| TalentDraft {
            status: status.map_or(draft.status, Into::into),
            branch: branch.map_or(draft.branch, Into::into),
            line_manager_email: line_manager_email.clone().unwrap_or(draft.line_manager_email),
            headline: headline.clone().unwrap_or(draft.headline),
            biography: biography.clone().unwrap_or(draft.biography),
            skills: skills.clone().unwrap_or(draft.skills),
            languages: languages.clone().unwrap_or(draft.languages),
            availability: availability.clone().unwrap_or(draft.availability),
            intent: intent.map_or(draft.intent, Into::into),
            discoverable: discoverable.unwrap_or(draft.discoverable),
            hidden_parts: hidden_parts.clone().unwrap_or(draft.hidden_parts),
        };
        Ok(Update {
            id,
            expected_version: self.expected_version,
            structure: self.structure_id.as_ref().map(|id| decode("structureId", id)).transpose()?,
            change: Box::new(change),
        })
    }
}

fn skill_drafts(inputs: &[TalentSkillInput]) -> Result<Vec<TalentSkillDraft>, Refusals> {
    let draft = |(index, input): (usize, &TalentSkillInput)| {
        let skill = decode("skillId", &input.skill_id).map_err(|refusals| refusals.within("skills", index))?;
        let wants_to_develop = input.wants_to_develop.unwrap_or_default();
        Ok(TalentSkillDraft { skill, level: input.level, last_used: input.last_used.clone(), wants_to_develop })
    };
    inputs.iter().enumerate().map(draft).collect()
}

fn parts(parts: &[ProfilePart]) -> Vec<talents_core::talent::ProfilePart> {
    parts.iter().map(|part| (*part).into()).collect()
}

impl AvailabilityInput {
    fn to_draft(&self) -> AvailabilityDraft {
        let listed = self.windows.as_deref().unwrap_or_default();
        let listed = listed.iter().map(|window| WindowDraft { from: Some(window.from.0), to: Some(window.to.0) });
        let alone = WindowDraft { from: self.from.map(|date| date.0), to: self.to.map(|date| date.0) };
        let bounded = alone.from.is_some() || alone.to.is_some();
        AvailabilityDraft {
            remote: self.remote.into(),
            department: self.department_code.clone(),
            also_departments: self.also_departments.clone().unwrap_or_default(),
            minutes_per_week: self.minutes_per_week,
            windows: listed.chain(bounded.then_some(alone)).collect(),
        }
    }
}
