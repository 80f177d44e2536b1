//! What the missions of a board ask for, by the skills that may stand for it.

use std::collections::HashMap;

use talents_core::id::SkillId;

use super::{PreparedRequirement, value};

/// The requirements of the missions of a board.
#[derive(Debug, Default)]
pub(crate) struct RequirementBoard {
    by_skill: HashMap<SkillId, Wanting>,
    /// By the number of a requirement for which several skills may stand: the number of its mission.
    missions_of: Vec<u32>,
}

/// What wants a skill.
#[derive(Debug, Default)]
struct Wanting {
    /// The missions of the requirements for which no other skill may stand.
    alone: Brought,
    /// The other requirements.
    among_several: Brought,
}

/// What a skill adds to the coverage of missions, in units.
#[derive(Debug, Default)]
struct Brought {
    /// The numbers of missions, or of requirements.
    to: Vec<u32>,
    by_level: [Vec<u16>; 4],
}

impl Brought {
    fn push(&mut self, to: u32, by_level: [u16; 4]) {
        self.to.push(to);
        for (all, units) in self.by_level.iter_mut().zip(by_level) {
            all.push(units);
        }
    }

    /// What a level adds, and to whom.
    fn at(&self, level: u8) -> impl Iterator<Item = (usize, u16)> {
        let units = &self.by_level[usize::from(level.clamp(1, 4) - 1)];
        self.to.iter().zip(units).map(|(to, units)| (*to as usize, *units))
    }
}

impl RequirementBoard {
    /// Adds the requirements of a mission.
    pub(crate) fn push(&mut self, mission: u32, requirements: &[PreparedRequirement]) {
        for asked in requirements {
            if let [(skill, relation)] = asked.standing.as_slice() {
                self.by_skill.entry(*skill).or_default().alone.push(mission, asked.units(*relation));
                continue;
            }
            let requirement = self.missions_of.len() as u32;
            self.missions_of.push(mission);
            for (skill, relation) in &asked.standing {
                let wanting = self.by_skill.entry(*skill).or_default();
                wanting.among_several.push(requirement, asked.units(*relation));
            }
        }
    }

    /// Adds the coverage of each mission by someone's skills into `values`, by number.
    pub(super) fn add(&self, skills: &[(SkillId, u8)], values: &mut [u32]) {
        let wanting: Vec<(&Wanting, u8)> =
            skills.iter().filter_map(|(skill, level)| Some((self.by_skill.get(skill)?, *level))).collect();
        for (wanting, level) in &wanting {
            for (mission, units) in wanting.alone.at(*level) {
                values[mission] += value(units);
            }
        }
        // The best of the skills that may stand for a requirement counts, and is known once all were looked at.
        let (mut met, mut touched) = (vec![0; self.missions_of.len()], Vec::new());
        for (wanting, level) in &wanting {
            for (requirement, units) in wanting.among_several.at(*level) {
                let best: &mut u16 = &mut met[requirement];
                if *best == 0 {
                    touched.push(requirement);
                }
                *best = (*best).max(units);
            }
        }
        for requirement in touched {
            values[self.missions_of[requirement] as usize] += value(std::mem::take(&mut met[requirement]));
        }
    }
}
