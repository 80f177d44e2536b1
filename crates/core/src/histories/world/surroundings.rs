//! Missions, and people who move.

use super::*;

impl World {
    pub(in crate::histories) fn publish(&mut self, number: usize) {
        let host = structure([1, 3, 4][number]);
        let new = NewMission {
            id: Uuid::from_u128(3_000 + number as u128).into(),
            external_id: None,
            host,
            owner: owner_of(number_of(host)),
            content: MissionContent { seats: 1, ..content_for_tests() },
        };
        let created = Mission::create(new, morning("2026-12-01"));
        self.log.extend(created.events);
        self.missions.push(created.value);
        self.move_mission(number, MissionMove::Publish).expect("a mission that is complete");
    }

    pub(in crate::histories) fn move_mission(&mut self, number: usize, made: MissionMove) -> Result<(), Refusals> {
        let before = self.missions[number].clone();
        let standing = standing(self.engagements_of(number));
        let change = before.apply(made, &MoveContext { now: self.now(), host: &self.host, standing })?;
        self.versions.extend(change.value.version_published_since(Some(&before)));
        self.log.extend(change.events);
        self.missions[number] = change.value;
        self.lapse(number)
    }

    pub(in crate::histories) fn revise(&mut self, mission: usize, seats: u16, effort: u32) -> Result<(), Refusals> {
        let mut content = MissionContent { seats, ..self.missions[mission].content.clone() };
        content.modalities.effort_minutes = Some(effort);
        content.application_deadline = content.application_deadline.max(Some(self.today));
        if content.application_deadline > content.modalities.start_to {
            return Err(Problem::Missing {}.into());
        }
        self.move_mission(mission, MissionMove::Revise(Box::new(content)))?;
        self.each_engagement(|world, place| {
            let engagement = &world.engagements[place];
            let own = engagement.terms.mission == world.missions[mission].id;
            own.then(|| when_mission_is_revised(engagement)).flatten()
        })
    }

    pub(in crate::histories) fn cancel_mission(&mut self, mission: usize) -> Result<(), Refusals> {
        let id = self.missions[mission].id;
        let in_course = self.missions[mission].state == MissionState::Published;
        if !in_course {
            return Err(Problem::UnknownMission { id: id.to_string() }.into());
        }
        self.each_engagement(|world, place| {
            let engagement = &world.engagements[place];
            (engagement.terms.mission == id).then(|| when_mission_is_cancelled(engagement, "Plus de besoin")).flatten()
        })?;
        self.move_mission(mission, MissionMove::Cancel(why()))
    }

    pub(in crate::histories) fn move_talent(&mut self, number: usize, to: usize) -> Result<(), Refusals> {
        let (talent, manager) = (&self.talents[number], Some(manager_of(to)));
        let profile = Box::new(talent.profile.clone());
        let change = talent.apply(TalentMove::Update { profile, structure: structure(to) })?;
        let id = talent.id;
        self.talents[number] = change.value;
        self.managers[number] = manager;
        self.each_engagement(|world, place| {
            let engagement = &world.engagements[place];
            let moves = || when_talent_moves(engagement, &lineage(structure(to)), &lineage(engagement.host), manager);
            (engagement.terms.talent == id).then(moves).flatten()
        })
    }

    pub(in crate::histories) fn change_manager(&mut self, number: usize, manager: PersonId) -> Result<(), Refusals> {
        self.managers[number] = Some(manager);
        let id = self.talents[number].id;
        self.each_engagement(|world, place| {
            let engagement = &world.engagements[place];
            (engagement.terms.talent == id).then(|| when_manager_changes(engagement, Some(manager))).flatten()
        })
    }

    pub(in crate::histories) fn leave(&mut self, number: usize) -> Result<(), Refusals> {
        let talent = &self.talents[number];
        let (id, change) = (talent.id, talent.apply(TalentMove::Withdraw)?);
        self.talents[number] = change.value;
        self.each_engagement(|world, place| {
            let engagement = &world.engagements[place];
            (engagement.terms.talent == id).then(|| when_talent_leaves(engagement)).flatten()
        })
    }
}
