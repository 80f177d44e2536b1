//! The life of a registration: its states, its moves, and what each move changes.

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Arg, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::StructureId;

use super::{Talent, TalentProfile};

coded_enum! {
    /// Where a registration is in its life.
    pub enum TalentState {
        /// Begun, seen by nobody else.
        Draft = "DRAFT",
        /// In the scheme.
        Active = "ACTIVE",
        /// Not available for now.
        Paused = "PAUSED",
        /// Left the scheme.
        Withdrawn = "WITHDRAWN",
        /// Left, and their data were erased.
        Erased = "ERASED",
    }
}

coded_enum! {
    /// The moves of a registration: one mutation each.
    pub enum TalentMoveKind {
        /// Make a draft active.
        Activate = "ACTIVATE",
        /// Change the profile.
        Update = "UPDATE",
        /// Be unavailable for a while.
        Pause = "PAUSE",
        /// Be available again.
        Resume = "RESUME",
        /// Leave the scheme.
        Withdraw = "WITHDRAW",
        /// Have one's data erased.
        Erase = "ERASE",
    }
}

/// A move of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TalentMove {
    /// See [`TalentMoveKind::Activate`].
    Activate,
    /// See [`TalentMoveKind::Update`]; a talent who changes structure gives the new one.
    Update {
        /// The whole profile as it will be.
        profile: Box<TalentProfile>,
        /// The structure that employs the talent from now on.
        structure: StructureId,
    },
    /// See [`TalentMoveKind::Pause`].
    Pause,
    /// See [`TalentMoveKind::Resume`].
    Resume,
    /// See [`TalentMoveKind::Withdraw`].
    Withdraw,
    /// See [`TalentMoveKind::Erase`].
    Erase {
        /// Engagements of the talent that are neither closed nor cancelled: with any, nothing is erased yet.
        unsettled: u32,
    },
}

impl TalentMove {
    /// Which move it is.
    pub const fn kind(&self) -> TalentMoveKind {
        match self {
            Self::Activate => TalentMoveKind::Activate,
            Self::Update { .. } => TalentMoveKind::Update,
            Self::Pause => TalentMoveKind::Pause,
            Self::Resume => TalentMoveKind::Resume,
            Self::Withdraw => TalentMoveKind::Withdraw,
            Self::Erase { .. } => TalentMoveKind::Erase,
        }
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
#[expect(clippy::match_same_arms, reason = "a line an edge reads like the scheme's own list of edges")]
pub const fn next_state(state: TalentState, attempt: TalentMoveKind) -> Option<TalentState> {
    use TalentMoveKind::{Activate, Erase, Pause, Resume, Update, Withdraw};
    use TalentState::{Active, Draft, Erased, Paused, Withdrawn};
    match (attempt, state) {
        (Activate, Draft) => Some(Active),
        (Update, Draft | Active | Paused) => Some(state),
        (Pause, Active) => Some(Paused),
        (Resume, Paused) => Some(Active),
        (Withdraw, Draft | Active | Paused) => Some(Withdrawn),
        (Erase, Withdrawn) => Some(Erased),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (Activate, Active | Paused | Withdrawn | Erased) => None,
        (Update | Withdraw, Withdrawn | Erased) => None,
        (Pause, Draft | Paused | Withdrawn | Erased) => None,
        (Resume, Draft | Active | Withdrawn | Erased) => None,
        (Erase, Draft | Active | Paused | Erased) => None,
    }
}

/// The moves that a state allows.
pub fn moves_from(state: TalentState) -> Vec<TalentMoveKind> {
    TalentMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

impl Talent {
    /// Makes a move, or says why it is refused.
    pub fn apply(&self, attempt: TalentMove) -> Result<Change<Self>, Refusals> {
        let kind = attempt.kind();
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let mut talent = Self { state, version: self.version + 1, ..self.clone() };
        let event = match attempt {
            TalentMove::Activate => EventKind::TalentActivated,
            TalentMove::Pause => EventKind::TalentPaused,
            TalentMove::Resume => EventKind::TalentResumed,
            TalentMove::Withdraw => EventKind::TalentWithdrawn,
            TalentMove::Update { profile, structure } => {
                talent.profile = *profile;
                talent.structure = structure;
                EventKind::TalentUpdated
            }
            TalentMove::Erase { unsettled } => {
                check_settled(unsettled)?;
                talent.profile.erase();
                talent.wishes.clear();
                EventKind::TalentErased
            }
        };
        let mut event = EventDraft::new(event, talent.id.0, talent.version);
        if talent.structure != self.structure {
            event = event.with("structure", talent.structure).with("structureBefore", self.structure);
        }
        Ok(Change { value: talent, events: vec![event] })
    }

    fn forbidden(&self, attempt: TalentMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("talent-state", self.state.code()),
            attempt: Arg::Label("talent-move", attempt.code()),
            allowed: Arg::Labels("talent-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}

fn check_settled(unsettled: u32) -> Result<(), Refusals> {
    if unsettled == 0 { Ok(()) } else { Err(Problem::TalentUnsettled { count: unsettled.into() }.into()) }
}

#[cfg(test)]
mod tests;
