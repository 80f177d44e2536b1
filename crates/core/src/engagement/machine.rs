//! What each move of an engagement asks for, changes, and orders the ledger to do.

use crate::Change;
use crate::calendar::paris_day;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{PersonId, StructureId};
use crate::ledger::CreditOrder;
use crate::text;

use super::{
    Agreements, Answer, ConsentKind, ConsentMove, ConsentState, Course, EndCause, Ending, Engagement,
    EngagementContext, EngagementMove, EngagementMoveKind, EngagementState, Moved, Stage, Stop, Terms, TermsHash,
    Voice, moves_from, next_state,
};

impl Engagement {
    /// Makes a move, or says why it is refused.
    pub fn apply(&self, attempt: EngagementMove, context: &EngagementContext) -> Result<Moved<Self>, Refusals> {
        let kind = attempt.kind();
        next_state(self.state(), kind).ok_or_else(|| self.forbidden(kind))?;
        let mut engagement = Self { version: self.version + 1, ..self.clone() };
        let mut events = Vec::new();
        let event = engagement.carry_out(attempt, context, &mut events)?;
        events.push(engagement.told(event));
        let credits = engagement.credit_order(self);
        Ok(Moved { change: Change { value: engagement, events }, credits })
    }

    /// What a move changes: the consents first, whose events are noted, then the stage.
    fn carry_out(
        &mut self,
        attempt: EngagementMove,
        around: &EngagementContext,
        events: &mut Vec<EventDraft>,
    ) -> Result<EventKind, Refusals> {
        let kind = attempt.kind();
        match attempt {
            EngagementMove::Grant { kind, voice, read } => {
                self.check_may_grant(kind, &voice, read, around.one_voice)?;
                self.answer(kind, ConsentMove::Grant(answer(voice, around)), events)?;
                Ok(self.settle_consents())
            }
            EngagementMove::Refuse { kind, voice, reason, comment } => {
                self.consents.check_speaks(kind, &voice, self.person)?;
                let refusal = Answer { reason: Some(reason), comment, ..answer(voice, around) };
                self.answer(kind, ConsentMove::Refuse(refusal), events)?;
                self.cancel(EndCause::ConsentRefused, "", around)
            }
            EngagementMove::Revoke { kind, voice, comment } => {
                self.consents.check_speaks(kind, &voice, self.person)?;
                let answer = Answer { comment, ..answer(voice, around) };
                self.answer(kind, ConsentMove::Revoke(answer), events)?;
                Ok(self.settle_consents())
            }
            EngagementMove::Expire(kind) => {
                self.answer(kind, ConsentMove::Expire(around.now), events)?;
                Ok(self.settle_consents())
            }
            EngagementMove::AskAgain(kind) => {
                self.answer(kind, ConsentMove::AskAgain(around.request(&self.terms)), events)?;
                Ok(self.settle_consents())
            }
            EngagementMove::Reschedule(draft) => {
                let plan = self.terms.plan.changed(&draft, &around.bounds())?;
                self.change_terms(Terms { plan, ..self.terms }, around, events)?;
                Ok(EventKind::EngagementRescheduled)
            }
            EngagementMove::Revise => {
                let plan = self.terms.plan.adopted(&around.bounds())?;
                self.change_terms(self.terms.revised(around.mission, plan), around, events)?;
                Ok(EventKind::EngagementRevised)
            }
            EngagementMove::ChangeEmployer { employer, manager } => {
                self.change_employer(employer, manager, around, events)?;
                Ok(EventKind::EngagementEmployerChanged)
            }
            EngagementMove::ChangeManager(manager) => {
                self.redirect(manager, events)?;
                Ok(EventKind::EngagementManagerChanged)
            }
            EngagementMove::Start => self.start(around),
            EngagementMove::Cancel(cause, reason) => self.cancel(cause, &reason, around),
            EngagementMove::Suspend(reason) => self.suspend(&reason),
            EngagementMove::Resume => {
                self.at_work(kind, |course| Ok((Stage::InProgress(course), EventKind::EngagementResumed)))
            }
            EngagementMove::Deliver => self.at_work(kind, |course| {
                Ok((Stage::Ended(course, Ending::Delivered(around.now)), EventKind::EngagementDelivered))
            }),
            EngagementMove::Interrupt(cause, reason) => self.at_work(kind, |course| {
                let ending = Ending::Interrupted(stop(cause, &reason, around)?);
                Ok((Stage::Ended(course, ending), EventKind::EngagementInterrupted))
            }),
            EngagementMove::Close => self.close(around),
        }
    }

    fn check_may_grant(
        &self,
        kind: ConsentKind,
        voice: &Voice,
        read: Option<TermsHash>,
        one_voice: bool,
    ) -> Result<(), Refusals> {
        self.consents.check_speaks(kind, voice, self.person)?;
        self.consents.check_gives_one(kind, voice.person, one_voice)?;
        if read.is_some_and(|read| read != self.terms.hash()) {
            return Err(Refusals::at("termsHash", Problem::TermsChanged {}));
        }
        Ok(())
    }

    fn answer(
        &mut self,
        kind: ConsentKind,
        attempt: ConsentMove,
        events: &mut Vec<EventDraft>,
    ) -> Result<(), Refusals> {
        events.push(self.consents.get_mut(kind).apply(attempt)?);
        Ok(())
    }

    /// Ready when all four have consented to the present terms, and waiting for them otherwise.
    fn settle_consents(&mut self) -> EventKind {
        if let Some(agreed) = Agreements::try_new(self.terms.hash(), &self.consents) {
            self.stage = Stage::Ready(agreed);
            return EventKind::EngagementReady;
        }
        self.stage = Stage::AwaitingConsents;
        EventKind::EngagementConsentsChanged
    }

    /// Other terms: what was granted is superseded, and who had not answered is asked about the new ones.
    fn change_terms(
        &mut self,
        terms: Terms,
        around: &EngagementContext,
        events: &mut Vec<EventDraft>,
    ) -> Result<(), Refusals> {
        if terms == self.terms {
            return Err(Problem::SameTerms {}.into());
        }
        self.terms = terms;
        self.stage = Stage::AwaitingConsents;
        for kind in ConsentKind::ALL {
            match self.consents.get(*kind).state {
                ConsentState::Granted => self.answer(*kind, ConsentMove::Supersede, events)?,
                ConsentState::Requested => self.answer(*kind, ConsentMove::Renew(around.request(&terms)), events)?,
                // Asking once more will bring the new terms.
                ConsentState::Refused | ConsentState::Expired | ConsentState::Revoked | ConsentState::Superseded => {}
            }
        }
        Ok(())
    }

    /// Before the start the employer is one of the terms; after it, only who may recall the talent changes.
    fn change_employer(
        &mut self,
        employer: StructureId,
        manager: Option<PersonId>,
        around: &EngagementContext,
        events: &mut Vec<EventDraft>,
    ) -> Result<(), Refusals> {
        self.present_employer = employer;
        if self.has_started() {
            return Ok(());
        }
        self.change_terms(Terms { employer, ..self.terms }, around, events)?;
        self.redirect(manager, events)
    }

    /// Open requests go to the new line manager; what was granted stands.
    fn redirect(&mut self, manager: Option<PersonId>, events: &mut Vec<EventDraft>) -> Result<(), Refusals> {
        let manager = manager.filter(|person| *person != self.person);
        let consent = self.consents.get(ConsentKind::LineManager);
        if consent.state == ConsentState::Granted || consent.asked_of == manager {
            return Ok(());
        }
        self.answer(ConsentKind::LineManager, ConsentMove::Redirect(manager), events)
    }

    fn start(&mut self, around: &EngagementContext) -> Result<EventKind, Refusals> {
        let Stage::Ready(agreed) = self.stage else { return Err(self.forbidden(EngagementMoveKind::Start)) };
        let (today, days) = (paris_day(around.now), self.terms.days());
        if today < days.first() {
            return Err(Problem::StartsLater { first: days.first().to_string() }.into());
        }
        if today > days.last() {
            return Err(Problem::DaysPassed { last: days.last().to_string() }.into());
        }
        self.stage = Stage::InProgress(Course { agreed, started_at: around.now });
        Ok(EventKind::EngagementStarted)
    }

    fn suspend(&mut self, reason: &str) -> Result<EventKind, Refusals> {
        let mut checks = Checks::default();
        let reason = text::bounded(&mut checks, "reason", reason, text::REASON);
        checks.finish(())?;
        let suspended = |course| Ok((Stage::Suspended(course, reason), EventKind::EngagementSuspended));
        self.at_work(EngagementMoveKind::Suspend, suspended)
    }

    fn close(&mut self, around: &EngagementContext) -> Result<EventKind, Refusals> {
        if around.unsettled_sheets > 0 {
            return Err(Problem::SheetsUnsettled { count: around.unsettled_sheets.into() }.into());
        }
        let Stage::Ended(course, ending) = &self.stage else { return Err(self.forbidden(EngagementMoveKind::Close)) };
        self.stage = Stage::Closed(*course, ending.clone(), around.now);
        Ok(EventKind::EngagementClosed)
    }

    fn cancel(&mut self, cause: EndCause, reason: &str, around: &EngagementContext) -> Result<EventKind, Refusals> {
        self.stage = Stage::Cancelled(stop(cause, reason, around)?);
        Ok(EventKind::EngagementCancelled)
    }

    /// Moves work that has begun on to another stage.
    fn at_work(
        &mut self,
        kind: EngagementMoveKind,
        onward: impl FnOnce(Course) -> Result<(Stage, EventKind), Refusals>,
    ) -> Result<EventKind, Refusals> {
        let course = self.stage.course().ok_or_else(|| self.forbidden(kind))?;
        let (stage, event) = onward(*course)?;
        self.stage = stage;
        Ok(event)
    }

    /// What the ledger must do for the stage that was reached: from ready to the end, minutes are reserved.
    fn credit_order(&self, before: &Self) -> Option<CreditOrder> {
        match (before.state().reserves(), self.state().reserves()) {
            (false, true) => Some(CreditOrder::Reserve {
                engagement: self.id,
                debit: self.host,
                credit: self.terms.employer,
                minutes: self.terms.plan.minutes,
            }),
            (true, false) => Some(CreditOrder::Release { engagement: self.id }),
            (false, false) | (true, true) => None,
        }
    }

    fn told(&self, kind: EventKind) -> EventDraft {
        let event = self.happened(kind);
        let event = match self.stage.stop() {
            Some(stop) => event.with("cause", stop.cause),
            None => event,
        };
        if kind == EventKind::EngagementEmployerChanged {
            return event.with("employer", self.present_employer);
        }
        event
    }

    fn forbidden(&self, attempt: EngagementMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("engagement-state", self.state().code()),
            attempt: Arg::Label("engagement-move", attempt.code()),
            allowed: Arg::Labels("engagement-move", moves_from(self.state()).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}

impl EngagementState {
    /// Whether minutes stay reserved for the engagement.
    pub const fn reserves(self) -> bool {
        match self {
            Self::Ready | Self::InProgress | Self::Suspended | Self::Delivered | Self::Interrupted => true,
            Self::AwaitingConsents | Self::Closed | Self::Cancelled => false,
        }
    }
}

fn answer(voice: Voice, around: &EngagementContext) -> Answer {
    Answer { voice, at: around.now, reason: None, comment: String::new() }
}

fn stop(cause: EndCause, reason: &str, around: &EngagementContext) -> Result<Stop, Refusals> {
    let mut checks = Checks::default();
    let bounds = if cause.wants_reason() { text::REASON } else { text::COMMENT };
    let reason = text::bounded(&mut checks, "reason", reason, bounds);
    checks.finish(Stop { cause, reason, at: around.now })
}
