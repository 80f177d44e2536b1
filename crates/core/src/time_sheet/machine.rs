//! The life of a time sheet: its states, its moves, and what each move asks for and orders.

use crate::Change;
use crate::code::coded_enum;
use crate::engagement::Moved;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::EventKind;
use crate::ledger::CreditOrder;

use super::{TimeSheet, TimeSheetContext, WorkDraft, reason};

coded_enum! {
    /// Where a time sheet is in its life.
    pub enum TimeSheetState {
        /// Written down, seen by the talent alone.
        Draft = "DRAFT",
        /// Declared, waiting for the host.
        Declared = "DECLARED",
        /// Validated, and credited.
        Validated = "VALIDATED",
        /// The host disputes it.
        Disputed = "DISPUTED",
        /// Set aside by an arbitration.
        Void = "VOID",
        /// Validated once, and taken back.
        Reversed = "REVERSED",
    }
}

coded_enum! {
    /// The moves of a time sheet: one mutation each; an arbitration upholds or voids.
    pub enum TimeSheetMoveKind {
        /// Hand it to the host.
        Declare = "DECLARE",
        /// Say that it is right.
        Validate = "VALIDATE",
        /// Say that it is not, with a reason.
        Dispute = "DISPUTE",
        /// Declare it anew.
        Amend = "AMEND",
        /// Arbitrate that it counts.
        Uphold = "UPHOLD",
        /// Arbitrate that it does not.
        Void = "VOID",
        /// Take back what was validated, with a reason.
        Reverse = "REVERSE",
    }
}

/// A move of a time sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimeSheetMove {
    /// See [`TimeSheetMoveKind::Declare`].
    Declare,
    /// See [`TimeSheetMoveKind::Validate`].
    Validate,
    /// See [`TimeSheetMoveKind::Dispute`]; why.
    Dispute(String),
    /// See [`TimeSheetMoveKind::Amend`]; the work as it now is.
    Amend(WorkDraft),
    /// See [`TimeSheetMoveKind::Uphold`]; why.
    Uphold(String),
    /// See [`TimeSheetMoveKind::Void`]; why.
    Void(String),
    /// See [`TimeSheetMoveKind::Reverse`]; why.
    Reverse(String),
}

impl TimeSheetMove {
    /// Which move it is.
    pub const fn kind(&self) -> TimeSheetMoveKind {
        match self {
            Self::Declare => TimeSheetMoveKind::Declare,
            Self::Validate => TimeSheetMoveKind::Validate,
            Self::Dispute(_) => TimeSheetMoveKind::Dispute,
            Self::Amend(_) => TimeSheetMoveKind::Amend,
            Self::Uphold(_) => TimeSheetMoveKind::Uphold,
            Self::Void(_) => TimeSheetMoveKind::Void,
            Self::Reverse(_) => TimeSheetMoveKind::Reverse,
        }
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
#[expect(clippy::match_same_arms, reason = "a line an edge reads like the scheme's own list of edges")]
pub const fn next_state(state: TimeSheetState, attempt: TimeSheetMoveKind) -> Option<TimeSheetState> {
    use TimeSheetMoveKind::{Amend, Declare, Dispute, Reverse, Uphold, Validate, Void};
    use TimeSheetState::{Declared, Disputed, Draft, Reversed, Validated};
    match (attempt, state) {
        (Declare, Draft) => Some(Declared),
        (Validate, Declared) => Some(Validated),
        (Dispute, Declared) => Some(Disputed),
        (Amend, Disputed) => Some(Declared),
        (Uphold, Disputed) => Some(Validated),
        (Void, Disputed) => Some(TimeSheetState::Void),
        (Reverse, Validated) => Some(Reversed),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (Declare, Declared | Validated | Disputed | TimeSheetState::Void | Reversed) => None,
        (Validate | Dispute, Draft | Validated | Disputed | TimeSheetState::Void | Reversed) => None,
        (Amend | Uphold | Void, Draft | Declared | Validated | TimeSheetState::Void | Reversed) => None,
        (Reverse, Draft | Declared | Disputed | TimeSheetState::Void | Reversed) => None,
    }
}

/// The moves that a state allows.
pub fn moves_from(state: TimeSheetState) -> Vec<TimeSheetMoveKind> {
    TimeSheetMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

impl TimeSheet {
    /// Makes a move, or says why it is refused.
    pub fn apply(&self, attempt: &TimeSheetMove, context: &TimeSheetContext) -> Result<Moved<Self>, Refusals> {
        let kind = attempt.kind();
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let mut sheet =
            Self { state, version: self.version + 1, changed_at: context.now, reason: String::new(), ..self.clone() };
        let event = sheet.carry_out(attempt, context)?;
        let credits = sheet.credit_order(kind);
        let events = vec![sheet.happened(event)];
        Ok(Moved { change: Change { value: sheet, events }, credits })
    }

    fn carry_out(&mut self, attempt: &TimeSheetMove, around: &TimeSheetContext) -> Result<EventKind, Refusals> {
        Ok(match attempt {
            TimeSheetMove::Declare => {
                // The days may have been taken, or the engagement ended, since it was written down.
                self.work = around.check(self.id, &self.written())?;
                self.declared_by = around.person;
                EventKind::TimeSheetDeclared
            }
            TimeSheetMove::Amend(work) => {
                self.work = around.check(self.id, work)?;
                self.declared_by = around.person;
                EventKind::TimeSheetAmended
            }
            TimeSheetMove::Validate => {
                self.settle(around)?;
                EventKind::TimeSheetValidated
            }
            TimeSheetMove::Uphold(why) => {
                self.settle(around)?;
                self.reason = reason(why)?;
                EventKind::TimeSheetUpheld
            }
            TimeSheetMove::Dispute(why) => {
                self.reason = reason(why)?;
                EventKind::TimeSheetDisputed
            }
            TimeSheetMove::Void(why) => {
                self.reason = reason(why)?;
                self.settled_by = Some(around.person);
                EventKind::TimeSheetVoided
            }
            TimeSheetMove::Reverse(why) => {
                self.reason = reason(why)?;
                EventKind::TimeSheetReversed
            }
        })
    }

    /// Who says that time counts is neither the talent nor who declared it, and the engagement still takes time.
    fn settle(&mut self, around: &TimeSheetContext) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        let own = around.person == self.declared_by || around.person == around.engagement.person;
        checks.require(!own, "", || Problem::OwnTime {});
        around.check_takes_time(&mut checks);
        self.settled_by = Some(around.person);
        checks.finish(())
    }

    fn credit_order(&self, kind: TimeSheetMoveKind) -> Option<CreditOrder> {
        match kind {
            TimeSheetMoveKind::Validate | TimeSheetMoveKind::Uphold => Some(CreditOrder::Capture {
                engagement: self.engagement,
                time_sheet: self.id,
                minutes: self.work.minutes,
            }),
            TimeSheetMoveKind::Reverse => Some(CreditOrder::Reverse { time_sheet: self.id }),
            TimeSheetMoveKind::Declare
            | TimeSheetMoveKind::Dispute
            | TimeSheetMoveKind::Amend
            | TimeSheetMoveKind::Void => None,
        }
    }

    fn written(&self) -> WorkDraft {
        let days = self.work.days;
        WorkDraft { first: days.first(), last: days.last(), minutes: self.work.minutes.into() }
    }

    fn forbidden(&self, attempt: TimeSheetMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("time-sheet-state", self.state.code()),
            attempt: Arg::Label("time-sheet-move", attempt.code()),
            allowed: Arg::Labels("time-sheet-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}
