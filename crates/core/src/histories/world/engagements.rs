//! Engagements, their consents, and what they order.

use super::*;

impl World {
    pub(in crate::histories) fn engagements_of(&self, mission: usize) -> impl Iterator<Item = &Engagement> {
        let id = self.missions[mission].id;
        self.engagements.iter().filter(move |engagement| engagement.terms.mission == id)
    }

    pub(in crate::histories) fn latest(&self, mission: crate::id::MissionId) -> MissionVersion {
        let own = self.versions.iter().filter(|version| version.mission == mission);
        own.max_by_key(|version| version.number).expect("a published mission").clone()
    }

    pub(in crate::histories) fn burdens(&self, talent: crate::id::TalentId, but: EngagementId) -> Vec<Plan> {
        let others = self.engagements.iter().filter(|one| one.terms.talent == talent && one.id != but);
        others.filter_map(Engagement::burden).collect()
    }

    pub(in crate::histories) fn context<'a>(
        &'a self,
        mission: &'a MissionVersion,
        others: &'a [Plan],
        employer: StructureId,
        engagement: EngagementId,
    ) -> EngagementContext<'a> {
        let own = self.sheets.iter().filter(|sheet| sheet.engagement == engagement);
        EngagementContext {
            now: self.now(),
            mission,
            programme: &self.programme,
            others,
            one_voice: one_voice(employer),
            unsettled_sheets: own.filter(|sheet| sheet.is_unsettled()).count() as u32,
        }
    }

    pub(in crate::histories) fn move_engagement(
        &mut self,
        number: usize,
        made: EngagementMove,
    ) -> Result<(), Refusals> {
        let before = self.engagements[number].clone();
        let version = self.latest(before.terms.mission);
        let others = self.burdens(before.terms.talent, before.id);
        let context = self.context(&version, &others, before.terms.employer, before.id);
        let moved = before.apply(made, &context)?;
        self.engagements[number] = self.carry_out(moved);
        self.return_application(number)
    }

    /// Saves what a move gave: its events and what it orders the ledger to do.
    pub(in crate::histories) fn carry_out<T>(&mut self, moved: Moved<T>) -> T {
        let Moved { change: Change { value, events }, credits } = moved;
        self.log.extend(events);
        match credits {
            Some(CreditOrder::Reserve { engagement, minutes, debit, credit }) => {
                assert_ne!(debit, credit);
                assert_eq!(self.reserved.insert(engagement, minutes), None, "reserved once");
            }
            Some(CreditOrder::Release { engagement }) => {
                assert!(self.reserved.remove(&engagement).is_some(), "released what was reserved");
            }
            Some(CreditOrder::Capture { engagement, time_sheet, minutes }) => {
                let left = self.reserved.get_mut(&engagement).expect("a capture comes from a reservation");
                *left = left.saturating_sub(minutes);
                assert_eq!(self.captured.insert(time_sheet, (minutes, false)), None, "captured once");
            }
            Some(CreditOrder::Reverse { time_sheet }) => {
                let (_, reversed) = self.captured.get_mut(&time_sheet).expect("what was captured");
                assert!(!std::mem::replace(reversed, true), "reversed once");
            }
            None => {}
        }
        value
    }

    pub(in crate::histories) fn consent(
        &mut self,
        number: usize,
        kind: ConsentKind,
        who: Option<usize>,
        ask: u8,
    ) -> Result<(), Refusals> {
        let engagement = &self.engagements[number];
        let proper = match kind {
            ConsentKind::Talent => engagement.person,
            ConsentKind::LineManager => engagement.consents.get(kind).asked_of.unwrap_or(engagement.person),
            ConsentKind::Employer => employer_of(number_of(engagement.terms.employer)),
            ConsentKind::Host => owner_of(number_of(engagement.host)),
        };
        let voice = Voice::of(who.map_or(proper, person));
        let made = match ask {
            0..=4 => EngagementMove::Grant { kind, voice, read: Some(engagement.terms.hash()) },
            5 => EngagementMove::Refuse { kind, voice, reason: RefusalReason::ServiceNeeds, comment: String::new() },
            6 => EngagementMove::Revoke { kind, voice, comment: String::new() },
            7 => EngagementMove::Expire(kind),
            _ => EngagementMove::AskAgain(kind),
        };
        self.move_engagement(number, made)
    }

    pub(in crate::histories) fn step(&mut self, number: usize, step: Step) -> Result<(), Refusals> {
        let made = match step {
            Step::Reschedule(minutes) => {
                EngagementMove::Reschedule(PlanDraft { minutes: Some(minutes), ..PlanDraft::default() })
            }
            Step::Start => EngagementMove::Start,
            Step::Suspend => EngagementMove::Suspend(why()),
            Step::Resume => EngagementMove::Resume,
            Step::Deliver => EngagementMove::Deliver,
            Step::Interrupt => EngagementMove::Interrupt(EndCause::Employer, why()),
            Step::Close => EngagementMove::Close,
            Step::Cancel => EngagementMove::Cancel(EndCause::Host, why()),
        };
        self.move_engagement(number, made)?;
        // Once every seat has started, the others are out of the running.
        let id = self.engagements[number].terms.mission;
        self.lapse(self.missions.iter().position(|mission| mission.id == id).expect("its mission"))
    }

    pub(in crate::histories) fn each_engagement(
        &mut self,
        made: impl Fn(&Self, usize) -> Option<EngagementMove>,
    ) -> Result<(), Refusals> {
        for place in 0..self.engagements.len() {
            if let Some(made) = made(self, place) {
                self.move_engagement(place, made)?;
            }
        }
        Ok(())
    }
}
