//! What a ranking is asked, and what it answers.

use chrono::NaiveDate;
use talents_core::id::{MissionId, OccupationId, SkillId, StructureId, TalentId};
use talents_core::mission::{Importance, Mission, Modalities, Requirement};
use talents_core::skill::Level;

use crate::document::MissionDocument;
use crate::eligibility::Reason;
use crate::skills::Relation;

/// A mission to rank talents for, whether it is stored or still being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankRequest {
    /// The mission, where it exists: ties are settled by it.
    pub mission: Option<MissionId>,
    /// The structure whose mission it is: its own agents are not eligible.
    pub host: Option<StructureId>,
    /// The title; may be empty, as the other texts.
    pub title: String,
    /// Why the mission exists.
    pub context: String,
    /// What is expected at its end.
    pub deliverables: String,
    /// The skills wanted.
    pub requirements: Vec<Requirement>,
    /// Skills wanted that the vocabulary does not know: they are looked for as words.
    pub unknown_skills: Vec<UnknownSkill>,
    /// Where, when and how much.
    pub modalities: Modalities,
    /// The day of the ranking; part of its version.
    pub as_of: NaiveDate,
}

/// A skill wanted that the vocabulary does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSkill {
    /// What the mission calls it.
    pub label: String,
    /// How much it matters.
    pub importance: Importance,
}

impl RankRequest {
    /// The ranking of talents for a mission of the store.
    pub fn of_mission(mission: &Mission, as_of: NaiveDate) -> Self {
        Self::of_content(mission.id, mission.host, &mission.content, as_of)
    }

    /// The ranking of talents for a mission of the index.
    pub fn of_document(mission: &MissionDocument, as_of: NaiveDate) -> Self {
        Self::of_content(mission.id, mission.host, &mission.content, as_of)
    }

    /// The ranking of talents for requirements that belong to no mission yet: the preview while it is written.
    pub fn of_requirements(requirements: Vec<Requirement>, modalities: Modalities, as_of: NaiveDate) -> Self {
        Self {
            mission: None,
            host: None,
            title: String::new(),
            context: String::new(),
            deliverables: String::new(),
            requirements,
            unknown_skills: Vec::new(),
            modalities,
            as_of,
        }
    }

    fn of_content(
        mission: MissionId,
        host: StructureId,
        content: &talents_core::mission::MissionContent,
        as_of: NaiveDate,
    ) -> Self {
        Self {
            mission: Some(mission),
            host: Some(host),
            title: content.title.clone(),
            context: content.context.clone(),
            deliverables: content.deliverables.clone(),
            requirements: content.requirements.clone(),
            unknown_skills: Vec::new(),
            modalities: content.modalities.clone(),
            as_of,
        }
    }
}

/// The talents that a reader may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TalentVisibility {
    /// All those who may be found.
    pub discoverable: bool,
    /// All those of these structures, found by others or not.
    pub structures: Vec<StructureId>,
    /// The reader's own registration.
    pub talent: Option<TalentId>,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// The most hits; 0 gives the figures of the list alone.
    pub size: usize,
    /// Whether the page ends before the cursor rather than beginning after it; without a cursor, the last page.
    pub backward: bool,
    /// A cursor that a page of the same list gave.
    pub cursor: Option<String>,
}

impl Window {
    /// The first page of that size.
    pub fn first(size: usize) -> Self {
        Self { size, ..Self::default() }
    }

    /// The page of that size after a cursor.
    pub fn after(size: usize, cursor: impl Into<String>) -> Self {
        Self { size, backward: false, cursor: Some(cursor.into()) }
    }
}

/// A ranked list: talents for a mission, or missions for a talent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking<Id> {
    /// How many matches there are, whatever the page.
    pub total: usize,
    /// For each reason that keeps somebody out, how many; one may be kept out for several.
    pub excluded: Vec<Excluded>,
    /// For each reason that could be relaxed, who would be gained.
    pub relaxations: Vec<Relaxation>,
    /// What the ranking was computed with.
    pub version: String,
    /// The page, best first.
    pub hits: Vec<RankedHit<Id>>,
    /// Whether there is a page after this one.
    pub has_next: bool,
}

/// How many matches a reason keeps out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Excluded {
    /// Why.
    pub reason: Reason,
    /// How many.
    pub count: usize,
}

/// What giving up one condition would bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relaxation {
    /// The condition given up.
    pub reason: Reason,
    /// How many matches nothing else keeps out.
    pub gain: usize,
}

/// A match at its place in a ranked list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedHit<Id> {
    /// Who, or which mission.
    pub id: Id,
    /// From 0 to 1,000,000: the sum of the contributions of the signals.
    pub score: u32,
    /// Where the next page begins.
    pub cursor: String,
    /// Why that score.
    pub explanation: Explanation,
}

/// How a score came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The signals, in the order of their list; their contributions sum to the score.
    pub signals: Vec<SignalPart>,
    /// The requirements, in the mission's order; their contributions sum to that of the signal `coverage`.
    pub requirements: Vec<RequirementPart>,
    /// The skills asked for that nothing of the talent's comes near.
    pub missing: Vec<SkillId>,
    /// The reference occupations that both sides resemble, the nearest first: the few that bring most. What all of them
    /// bring sums to the contribution of the signal `resemblance`.
    pub occupations: Vec<OccupationPart>,
}

/// What a reference occupation that both sides resemble brings to a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OccupationPart {
    /// Which one.
    pub occupation: OccupationId,
    /// What it brings to the score, in millionths.
    pub contribution: u32,
}

/// What a signal brings to a score; all in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalPart {
    /// The signal.
    pub name: &'static str,
    /// What it measured.
    pub value: u32,
    /// What it weighs in this ranking.
    pub weight: u32,
    /// Value times weight.
    pub contribution: u32,
}

/// How a requirement was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequirementPart {
    /// The skill asked for.
    pub skill: SkillId,
    /// How much it matters.
    pub importance: Importance,
    /// How the skill found stands to the one asked for; `None` where there is none.
    pub relation: Option<Relation>,
    /// The talent's skill that meets it best.
    pub found_skill: Option<SkillId>,
    /// The least level asked for.
    pub asked_level: Level,
    /// The level of the skill found.
    pub found_level: Option<Level>,
    /// What it brings to the score, in millionths.
    pub contribution: u32,
}
