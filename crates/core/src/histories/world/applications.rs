//! Candidatures and invitations.

use super::*;

impl World {
    pub(in crate::histories) fn apply_for(
        &mut self,
        talent: usize,
        mission: usize,
        invited: bool,
    ) -> Result<(), Refusals> {
        let id = self.new_id().into();
        let (host, employer) = (lineage(self.missions[mission].host), lineage(self.talents[talent].structure));
        let started = standing(self.engagements_of(mission)).started;
        let (talent, mission) = (&self.talents[talent], &self.missions[mission]);
        let same = |other: &&Application| other.talent == talent.id && other.mission == mission.id;
        let has_open_one = self.applications.iter().filter(same).any(Application::is_open);
        let (host, employer, now) = (&host, &employer, self.now());
        let new = NewApplication { id, mission, started, host, talent, employer, has_open_one, now };
        let change =
            if invited { Application::invite(&new)? } else { Application::submit(&new, Origin::Application, "")? };
        self.log.extend(change.events);
        self.applications.push(change.value);
        Ok(())
    }

    pub(in crate::histories) fn ask_application(&mut self, number: usize, ask: &Ask) -> Result<(), Refusals> {
        let application = self.applications[number].id;
        let opened = self.engagements.iter().position(|one| one.application == application && one.takes_seat());
        match ask {
            Ask::Select(minutes) => self.select(number, *minutes),
            // A talent withdraws what has not begun: its engagement ends with it.
            Ask::Move(ApplicationMove::Withdraw(_)) => {
                self.move_application(number, &ApplicationMove::Withdraw(String::new()))?;
                match opened {
                    Some(place) => self.move_engagement(place, EngagementMove::Cancel(EndCause::Talent, why())),
                    None => Ok(()),
                }
            }
            // The engagement's own end returns its application, nobody asks for it.
            Ask::Move(ApplicationMove::Return) => Ok(()),
            Ask::Move(made) => self.move_application(number, made),
        }
    }

    pub(in crate::histories) fn move_application(
        &mut self,
        number: usize,
        made: &ApplicationMove,
    ) -> Result<(), Refusals> {
        let application = self.applications[number].clone();
        let mission = self.missions.iter().position(|mission| mission.id == application.mission).expect("its mission");
        let talent = self.talents.iter().position(|talent| talent.id == application.talent).expect("its talent");
        let (host, employer) = (lineage(self.missions[mission].host), lineage(self.talents[talent].structure));
        let mut own = self.engagements.iter().filter(|engagement| engagement.application == application.id);
        let context = ApplicationContext {
            stamp: Stamp { actor: Actor::Job, on_behalf_of: None, at: self.now() },
            mission: &self.missions[mission],
            standing: standing(self.engagements_of(mission)),
            host: &host,
            talent: &self.talents[talent],
            employer: &employer,
            work_has_begun: own.any(Engagement::has_started),
        };
        let change = application.apply(made, &context)?;
        self.log.extend(change.events);
        self.applications[number] = change.value;
        Ok(())
    }

    pub(in crate::histories) fn select(&mut self, number: usize, minutes: i64) -> Result<(), Refusals> {
        let id = self.new_id().into();
        let consents = [(); 4].map(|()| self.new_id().into());
        self.move_application(number, &ApplicationMove::Select(id))?;
        let application = &self.applications[number];
        let talent = self.talents.iter().position(|talent| talent.id == application.talent).expect("its talent");
        let host = self.missions.iter().find(|mission| mission.id == application.mission).expect("its mission").host;
        let new = NewEngagement {
            id,
            consents,
            application: application.id,
            talent: application.talent,
            person: self.talents[talent].person,
            host,
            employer: self.talents[talent].structure,
            manager: self.managers[talent],
            plan: PlanDraft { minutes: Some(minutes), ..PlanDraft::default() },
        };
        let version = self.latest(application.mission);
        let others = self.burdens(new.talent, id);
        let context = self.context(&version, &others, new.employer, id);
        let change = Engagement::open(&new, &context)?;
        self.log.extend(change.events);
        self.engagements.push(change.value);
        Ok(())
    }

    /// An application whose engagement was cancelled is kept again.
    pub(in crate::histories) fn return_application(&mut self, number: usize) -> Result<(), Refusals> {
        let engagement = &self.engagements[number];
        if engagement.takes_seat() {
            return Ok(());
        }
        let id = engagement.application;
        let place = self.applications.iter().position(|application| application.id == id).expect("its application");
        let selected = self.applications[place].state == application::ApplicationState::Selected;
        if selected { self.move_application(place, &ApplicationMove::Return) } else { Ok(()) }
    }

    /// Applications of a mission that is over lapse.
    pub(in crate::histories) fn lapse(&mut self, mission: usize) -> Result<(), Refusals> {
        if application::lapse_cause(&self.missions[mission], standing(self.engagements_of(mission))).is_none() {
            return Ok(());
        }
        let id = self.missions[mission].id;
        for number in 0..self.applications.len() {
            let allowed = application::moves_from(self.applications[number].state);
            if self.applications[number].mission == id && allowed.contains(&application::ApplicationMoveKind::Lapse) {
                self.move_application(number, &ApplicationMove::Lapse)?;
            }
        }
        Ok(())
    }
}
