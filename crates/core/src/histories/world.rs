//! A small scheme in memory: what the use cases will do with the pure core, without a store.
//!
//! Each act works on a copy that replaces the world only when all of it went well, as a transaction does.

mod applications;
mod engagements;
mod sheets;
mod surroundings;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::{Act, Ask, Step};
use crate::Change;
use crate::application::{self, Application, ApplicationContext, ApplicationMove, NewApplication, Origin};
use crate::engagement::{
    ConsentKind, EndCause, Engagement, EngagementContext, EngagementMove, Moved, NewEngagement, Plan, PlanDraft,
    RefusalReason, Voice, standing, when_manager_changes, when_mission_is_cancelled, when_mission_is_revised,
    when_talent_leaves, when_talent_moves,
};
use crate::error::{Problem, Refusals};
use crate::event::{Actor, EventDraft, Stamp};
use crate::id::{EngagementId, PersonId, StructureId, TimeSheetId};
use crate::ledger::CreditOrder;
use crate::mission::{
    Mission, MissionContent, MissionMove, MissionState, MissionVersion, MoveContext, NewMission, content_for_tests,
};
use crate::programme::Programme;
use crate::structure::{Branch, Lineage, Structure, StructureDraft, StructureProfile};
use crate::talent::{Talent, TalentMove, talent_for_tests};
use crate::testing::{day, morning};
use crate::time_sheet::{TimeSheet, TimeSheetContext, TimeSheetMove, WorkDraft};

pub(super) const STRUCTURES: usize = 5;
pub(super) const TALENTS: usize = 4;
pub(super) const MISSIONS: usize = 3;
/// People numbered from 0: the talents, then a line manager, an employer's voice and an owner for each structure.
pub(super) const PEOPLE: usize = TALENTS + 3 * STRUCTURES;

#[derive(Debug, Clone)]
pub(super) struct World {
    pub today: NaiveDate,
    pub programme: Programme,
    host: Structure,
    pub talents: Vec<Talent>,
    managers: Vec<Option<PersonId>>,
    pub missions: Vec<Mission>,
    pub versions: Vec<MissionVersion>,
    pub applications: Vec<Application>,
    pub engagements: Vec<Engagement>,
    pub sheets: Vec<TimeSheet>,
    /// What stays reserved, by engagement.
    pub reserved: BTreeMap<EngagementId, u32>,
    /// What was captured, by sheet; and whether it was reversed since.
    pub captured: BTreeMap<TimeSheetId, (u32, bool)>,
    pub log: Vec<EventDraft>,
    ids: u128,
}

pub(super) fn structure(number: usize) -> StructureId {
    StructureId(Uuid::from_u128(1 + number as u128))
}

pub(super) fn person(number: usize) -> PersonId {
    PersonId(Uuid::from_u128(1_000 + number as u128))
}

fn manager_of(structure: usize) -> PersonId {
    person(TALENTS + 3 * structure)
}

fn employer_of(structure: usize) -> PersonId {
    person(TALENTS + 3 * structure + 1)
}

fn owner_of(structure: usize) -> PersonId {
    person(TALENTS + 3 * structure + 2)
}

fn number_of(id: StructureId) -> usize {
    (0..STRUCTURES).find(|number| structure(*number) == id).expect("a structure of the world")
}

/// 1 is under 0 and 2 under 1; 3 and 4 stand alone.
pub(super) fn lineage(id: StructureId) -> Lineage {
    let above: &[usize] = match number_of(id) {
        1 => &[0],
        2 => &[1, 0],
        _ => &[],
    };
    Lineage { id, above: above.iter().copied().map(structure).collect() }
}

/// Structure 3 lets its line managers speak for it.
pub(super) fn one_voice(employer: StructureId) -> bool {
    employer == structure(3)
}

fn trusted_host() -> Structure {
    let draft = StructureDraft {
        siret: "13002526500013".to_owned(),
        name: "Direction interministérielle du numérique".to_owned(),
        acronym: String::new(),
        parent: None,
        ministry: None,
        branch: Branch::State,
        manager_consents_for_employer: false,
    };
    let profile = StructureProfile::parse(&draft).expect("a good draft");
    Structure { trusted: true, ..Structure::create(structure(1), None, profile).value }
}

fn why() -> String {
    "Un motif".to_owned()
}

impl World {
    pub fn new() -> Self {
        let talent = |number: usize| Talent {
            id: Uuid::from_u128(2_000 + number as u128).into(),
            person: person(number),
            structure: structure([2, 3, 4, 3][number]),
            ..talent_for_tests()
        };
        let mut world = Self {
            today: day("2026-12-07"),
            programme: Programme { weekly_minutes_max: 410, ..Programme::default() },
            host: trusted_host(),
            talents: (0..TALENTS).map(talent).collect(),
            managers: Vec::new(),
            missions: Vec::new(),
            versions: Vec::new(),
            applications: Vec::new(),
            engagements: Vec::new(),
            sheets: Vec::new(),
            reserved: BTreeMap::new(),
            captured: BTreeMap::new(),
            log: Vec::new(),
            ids: 10_000,
        };
        world.managers = world.talents.iter().map(|talent| Some(manager_of(number_of(talent.structure)))).collect();
        for number in 0..MISSIONS {
            world.publish(number);
        }
        world
    }

    fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        morning(&self.today.to_string())
    }

    /// Does something whole, or leaves the world as it was.
    pub fn act(&mut self, act: &Act) -> Result<(), Refusals> {
        let mut after = self.clone();
        after.run(act)?;
        *self = after;
        Ok(())
    }

    fn run(&mut self, act: &Act) -> Result<(), Refusals> {
        match *act {
            Act::Wait(days) => {
                self.today = self.today + Days::new(days);
                Ok(())
            }
            Act::Apply { talent, mission, invited } => self.apply_for(talent, mission, invited),
            Act::Application { place, ref ask } => match place_in(self.applications.len(), place) {
                Some(number) => self.ask_application(number, ask),
                None => Ok(()),
            },
            Act::Consent { place, kind, who, ask } => match place_in(self.engagements.len(), place) {
                Some(number) => self.consent(number, kind, who, ask),
                None => Ok(()),
            },
            Act::Engagement { place, step } => match place_in(self.engagements.len(), place) {
                Some(number) => self.step(number, step),
                None => Ok(()),
            },
            Act::Declare { place, first, days, minutes } => match place_in(self.engagements.len(), place) {
                Some(number) => self.declare(number, first, days, minutes),
                None => Ok(()),
            },
            Act::Sheet { place, kind, who } => match place_in(self.sheets.len(), place) {
                Some(number) => self.move_sheet(number, kind, who),
                None => Ok(()),
            },
            Act::Revise { mission, seats, effort } => self.revise(mission, seats, effort),
            Act::CancelMission(mission) => self.cancel_mission(mission),
            Act::ExpireMission(mission) => self.move_mission(mission, MissionMove::Expire),
            Act::CompleteMission(mission) => self.move_mission(mission, MissionMove::Complete),
            Act::MoveTalent { talent, structure: number } => self.move_talent(talent, number),
            Act::ChangeManager { talent, person: number } => self.change_manager(talent, person(number)),
            Act::Leave(talent) => self.leave(talent),
        }
    }
}

fn place_in(count: usize, place: usize) -> Option<usize> {
    (count > 0).then(|| place % count)
}
