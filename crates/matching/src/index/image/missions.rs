//! Missions in memory: whole, for there are few of them.

use std::collections::BTreeMap;

use talents_core::id::SkillId;

use super::Image;
use crate::document::MissionDocument;
use crate::error::MatchingError;

/// The missions of a segment.
#[derive(Debug, Default)]
pub(crate) struct MissionImage {
    missions: Vec<MissionDocument>,
    skills: Vec<SkillId>,
    holders: Vec<Vec<u32>>,
}

impl Image for MissionImage {
    type Document = MissionDocument;
    type Row<'a> = &'a MissionDocument;

    fn gather(documents: impl Iterator<Item = Result<MissionDocument, MatchingError>>) -> Result<Self, MatchingError> {
        let missions = documents.collect::<Result<Vec<_>, _>>()?;
        let mut holders: BTreeMap<SkillId, Vec<u32>> = BTreeMap::new();
        for (doc, mission) in missions.iter().enumerate() {
            for requirement in &mission.content.requirements {
                holders.entry(requirement.skill).or_default().push(doc as u32);
            }
        }
        let (skills, holders) = holders.into_iter().unzip();
        Ok(Self { missions, skills, holders })
    }

    fn row(&self, doc: u32) -> &MissionDocument {
        &self.missions[doc as usize]
    }

    fn skills(&self) -> &[SkillId] {
        &self.skills
    }

    fn holders(&self, skill: SkillId) -> impl Iterator<Item = u32> {
        let place = self.skills.binary_search(&skill).ok();
        place.map(|place| &self.holders[place]).into_iter().flatten().copied()
    }

    fn bytes(&self) -> usize {
        let holders: usize = self.holders.iter().map(|holders| size_of_val(holders.as_slice())).sum();
        size_of_val(self.missions.as_slice()) + size_of_val(self.skills.as_slice()) + holders
    }
}
