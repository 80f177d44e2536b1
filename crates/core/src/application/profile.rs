//! The profile as it was when its talent applied: what the host decided on. What the talent hides is not in it, nor
//! the status, which no decision may rest on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::calendar::Days;
use crate::id::StructureId;
use crate::place::{DepartmentCode, LanguageCode, Remote};
use crate::talent::{ProfilePart, Talent, TalentSkill};

/// The profile as it was; a part that the talent hid is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileAsItWas {
    /// The structure that employed the talent.
    pub structure: StructureId,
    /// What the talent does, in a line.
    pub headline: Option<String>,
    /// A few paragraphs.
    pub biography: Option<String>,
    /// The skills.
    pub skills: Vec<TalentSkill>,
    /// Spoken languages.
    pub languages: Option<BTreeSet<LanguageCode>>,
    /// Where.
    pub place: Option<PlaceAsItWas>,
    /// When and how much.
    pub availability: Option<AvailabilityAsItWas>,
}

/// Where the talent could work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAsItWas {
    /// The most remote work that suited.
    pub remote: Remote,
    /// The home département.
    pub department: Option<DepartmentCode>,
    /// The others that the talent would travel to.
    pub also_departments: BTreeSet<DepartmentCode>,
}

/// When the talent could work, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilityAsItWas {
    /// Minutes per week.
    pub minutes_per_week: u32,
    /// When, in order; empty for any time.
    pub windows: Vec<Days>,
}

impl ProfileAsItWas {
    /// The profile as it is now.
    pub fn of(talent: &Talent) -> Self {
        let profile = &talent.profile;
        let shown = |part| !profile.hides(part);
        let availability = &profile.availability;
        let place = || PlaceAsItWas {
            remote: availability.remote,
            department: availability.department,
            also_departments: availability.also_departments.clone(),
        };
        let times = || AvailabilityAsItWas {
            minutes_per_week: availability.minutes_per_week,
            windows: availability.windows.clone(),
        };
        Self {
            structure: talent.structure,
            headline: shown(ProfilePart::Headline).then(|| profile.headline.clone()),
            biography: shown(ProfilePart::Biography).then(|| profile.biography.clone()),
            skills: profile.skills.clone(),
            languages: shown(ProfilePart::Languages).then(|| profile.languages.clone()),
            place: shown(ProfilePart::Place).then(place),
            availability: shown(ProfilePart::Availability).then(times),
        }
    }
}
