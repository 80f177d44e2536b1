//! What the index knows of a talent and of a mission: what ranking and search may read, and no more.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use talents_core::calendar::Days;
use talents_core::id::{MissionId, StructureId, TalentId};
use talents_core::mission::{Mission, MissionContent, MissionState};
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::talent::{ProfilePart, Talent, TalentSkill, TalentState};

use crate::analyzer::names::without_names;

/// The version of what the documents hold, and of how they are written: an index with others is built anew.
pub(crate) const VERSION: u32 = 2;

/// The départements of a talent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The home département.
    pub department: Option<DepartmentCode>,
    /// The others that the talent would travel to.
    pub also_departments: BTreeSet<DepartmentCode>,
}

/// When a talent can work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// Minutes per week.
    pub minutes_per_week: u32,
    /// When, in order; empty for any time.
    pub windows: Vec<Days>,
}

/// A talent as the index knows them: no name, status, age or grade, and nothing that they hide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalentDocument {
    /// Who.
    pub id: TalentId,
    /// The structure that employs the talent: it keeps them from its own missions, it never ranks.
    pub structure: StructureId,
    /// The ministry of that structure.
    pub ministry: StructureId,
    /// Whether those who look for talents may find this one.
    pub discoverable: bool,
    /// The headline without the talent's own names; empty when hidden.
    pub headline: String,
    /// The biography without the talent's own names; empty when hidden.
    pub biography: String,
    /// The skills, each once.
    pub skills: Vec<TalentSkill>,
    /// Spoken languages; `None` when hidden.
    pub languages: Option<BTreeSet<LanguageCode>>,
    /// The most remote work that suits.
    pub remote: Remote,
    /// Where; `None` when hidden.
    pub places: Option<Places>,
    /// When and how much; `None` when hidden.
    pub times: Option<Times>,
}

impl TalentDocument {
    /// What the index may know of a talent, or `None` when they must not be in it: only the active ones are.
    ///
    /// `own_names` are the talent's given and family names: they and titles of grade leave the texts, so that nothing
    /// is found or scored by them.
    pub fn new(talent: &Talent, own_names: &[String], ministry: StructureId) -> Option<Self> {
        if talent.state != TalentState::Active {
            return None;
        }
        let profile = &talent.profile;
        let shown = |part| !profile.hides(part);
        let text = |part, text: &str| if shown(part) { without_names(text, own_names) } else { String::new() };
        let availability = &profile.availability;
        Some(Self {
            id: talent.id,
            structure: talent.structure,
            ministry,
            discoverable: profile.discoverable,
            headline: text(ProfilePart::Headline, &profile.headline),
            biography: text(ProfilePart::Biography, &profile.biography),
            skills: profile.skills.clone(),
            languages: shown(ProfilePart::Languages).then(|| profile.languages.clone()),
            remote: availability.remote,
            places: shown(ProfilePart::Place).then(|| Places {
                department: availability.department,
                also_departments: availability.also_departments.clone(),
            }),
            times: shown(ProfilePart::Availability).then(|| Times {
                minutes_per_week: availability.minutes_per_week,
                windows: availability.windows.clone(),
            }),
        })
    }
}

impl TalentDocument {
    /// What a talent's own search for missions may know of them: all of it, whatever their state, for nobody else
    /// reads the answer.
    pub fn for_self(talent: &Talent, own_names: &[String], ministry: StructureId) -> Self {
        let profile = &talent.profile;
        let availability = &profile.availability;
        Self {
            id: talent.id,
            structure: talent.structure,
            ministry,
            discoverable: profile.discoverable,
            headline: without_names(&profile.headline, own_names),
            biography: without_names(&profile.biography, own_names),
            skills: profile.skills.clone(),
            languages: Some(profile.languages.clone()),
            remote: availability.remote,
            places: Some(Places {
                department: availability.department,
                also_departments: availability.also_departments.clone(),
            }),
            times: Some(Times {
                minutes_per_week: availability.minutes_per_week,
                windows: availability.windows.clone(),
            }),
        }
    }
}

/// A mission as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissionDocument {
    /// Which one.
    pub id: MissionId,
    /// The structure whose mission it is.
    pub host: StructureId,
    /// The ministry of that structure.
    pub ministry: StructureId,
    /// Where it is in its life.
    pub state: MissionState,
    /// Whether applications are taken while it is published: they were not closed, and not all seats have started.
    pub takes_applications: bool,
    /// What it says.
    pub content: MissionContent,
    /// When a version was first published.
    pub published_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
}

impl MissionDocument {
    /// What the index knows of a mission, so many of whose seats have started, whatever its state: readers are sorted out
    /// at each search.
    pub fn new(mission: &Mission, started: u32, ministry: StructureId) -> Self {
        Self {
            id: mission.id,
            host: mission.host,
            ministry,
            state: mission.state,
            takes_applications: mission.takes_applications && !mission.has_all_started(started),
            content: mission.content.clone(),
            published_at: mission.published_at,
            created_at: mission.created_at,
        }
    }

    /// The last day on which a talent may apply; none where it takes no applications.
    pub(crate) fn open_until(&self) -> Option<NaiveDate> {
        let takes_some = self.state == MissionState::Published && self.takes_applications;
        self.content.application_deadline.filter(|_| takes_some)
    }

    /// Whether a talent may apply on that day.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        self.open_until().is_some_and(|deadline| day <= deadline)
    }
}

/// A change of what the index holds. Applying one twice does no harm.
#[derive(Debug, Clone)]
pub enum IndexChange {
    /// Add a talent, or replace what is known of them.
    Talent(Box<TalentDocument>),
    /// Forget a talent.
    RemoveTalent(TalentId),
    /// Add a mission, or replace what is known of it.
    Mission(Box<MissionDocument>),
    /// Forget a mission.
    RemoveMission(MissionId),
}
