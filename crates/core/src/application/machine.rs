//! The life of an application: its states, its moves, and what each move asks for.

use crate::Change;
use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventKind, Stamp};
use crate::id::EngagementId;
use crate::mission::{Mission, Standing};
use crate::structure::Lineage;
use crate::talent::{Talent, TalentState};
use crate::text;

use super::{Application, Decision, ProfileAsItWas, lapse_cause};

coded_enum! {
    /// Where an application is in its life.
    pub enum ApplicationState {
        /// The host invited the talent, who has not answered.
        Invited = "INVITED",
        /// The talent applied.
        Submitted = "SUBMITTED",
        /// The host keeps it.
        Shortlisted = "SHORTLISTED",
        /// The host chose it: it takes a seat.
        Selected = "SELECTED",
        /// The host, or the invited talent, said no.
        Declined = "DECLINED",
        /// The talent took it back.
        Withdrawn = "WITHDRAWN",
        /// The mission is over or every seat has started.
        Lapsed = "LAPSED",
    }
}

coded_enum! {
    /// The moves of an application: one mutation or job each.
    pub enum ApplicationMoveKind {
        /// The talent accepts the invitation.
        Accept = "ACCEPT",
        /// The talent declines the invitation.
        DeclineInvitation = "DECLINE_INVITATION",
        /// The host keeps it.
        Shortlist = "SHORTLIST",
        /// The host chooses it.
        Select = "SELECT",
        /// The host says no, with a reason.
        Decline = "DECLINE",
        /// The talent takes it back.
        Withdraw = "WITHDRAW",
        /// The mission is over or every seat has started.
        Lapse = "LAPSE",
        /// Its engagement was cancelled.
        Return = "RETURN",
    }
}

coded_enum! {
    /// Why applications lapse.
    pub enum LapseCause {
        /// The mission was cancelled.
        MissionCancelled = "MISSION_CANCELLED",
        /// The mission expired.
        MissionExpired = "MISSION_EXPIRED",
        /// The mission is done.
        MissionCompleted = "MISSION_COMPLETED",
        /// Every seat has started.
        SeatsStarted = "SEATS_STARTED",
    }
}

/// A move of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApplicationMove {
    /// See [`ApplicationMoveKind::Accept`]; why the talent applies, may be empty.
    Accept(String),
    /// See [`ApplicationMoveKind::DeclineInvitation`]; why, may be empty.
    DeclineInvitation(String),
    /// See [`ApplicationMoveKind::Shortlist`].
    Shortlist,
    /// See [`ApplicationMoveKind::Select`]; the engagement that it opens.
    Select(EngagementId),
    /// See [`ApplicationMoveKind::Decline`]; why.
    Decline(String),
    /// See [`ApplicationMoveKind::Withdraw`]; why, may be empty.
    Withdraw(String),
    /// See [`ApplicationMoveKind::Lapse`].
    Lapse,
    /// See [`ApplicationMoveKind::Return`].
    Return,
}

impl ApplicationMove {
    /// Which move it is.
    pub const fn kind(&self) -> ApplicationMoveKind {
        match self {
            Self::Accept(_) => ApplicationMoveKind::Accept,
            Self::DeclineInvitation(_) => ApplicationMoveKind::DeclineInvitation,
            Self::Shortlist => ApplicationMoveKind::Shortlist,
            Self::Select(_) => ApplicationMoveKind::Select,
            Self::Decline(_) => ApplicationMoveKind::Decline,
            Self::Withdraw(_) => ApplicationMoveKind::Withdraw,
            Self::Lapse => ApplicationMoveKind::Lapse,
            Self::Return => ApplicationMoveKind::Return,
        }
    }
}

/// What the move of an application looks at beside it.
#[derive(Debug, Clone, Copy)]
pub struct ApplicationContext<'a> {
    /// Who makes the move, and when.
    pub stamp: Stamp,
    /// The mission.
    pub mission: &'a Mission,
    /// How far the mission's engagements are, counted in the transaction of the move.
    pub standing: Standing,
    /// The mission's host.
    pub host: &'a Lineage,
    /// The talent as they are now.
    pub talent: &'a Talent,
    /// The structure that employs the talent now.
    pub employer: &'a Lineage,
    /// Whether the work of the engagement that the application opened has begun.
    pub work_has_begun: bool,
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
#[expect(clippy::match_same_arms, reason = "a line an edge reads like the scheme's own list of edges")]
pub const fn next_state(state: ApplicationState, attempt: ApplicationMoveKind) -> Option<ApplicationState> {
    use ApplicationMoveKind::{Accept, Decline, DeclineInvitation, Lapse, Return, Select, Shortlist, Withdraw};
    use ApplicationState::{Declined, Invited, Lapsed, Selected, Shortlisted, Submitted, Withdrawn};
    match (attempt, state) {
        (Accept, Invited) => Some(Submitted),
        (DeclineInvitation, Invited) => Some(Declined),
        (Shortlist, Submitted) => Some(Shortlisted),
        (Select, Shortlisted) => Some(Selected),
        (Decline, Submitted | Shortlisted) => Some(Declined),
        (Withdraw, Submitted | Shortlisted | Selected) => Some(Withdrawn),
        (Lapse, Invited | Submitted | Shortlisted) => Some(Lapsed),
        (Return, Selected) => Some(Shortlisted),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (Accept | DeclineInvitation, Submitted | Shortlisted | Selected | Declined | Withdrawn | Lapsed) => None,
        (Shortlist, Invited | Shortlisted | Selected | Declined | Withdrawn | Lapsed) => None,
        (Select, Invited | Submitted | Selected | Declined | Withdrawn | Lapsed) => None,
        (Decline, Invited | Selected | Declined | Withdrawn | Lapsed) => None,
        (Withdraw, Invited | Declined | Withdrawn | Lapsed) => None,
        (Lapse, Selected | Declined | Withdrawn | Lapsed) => None,
        (Return, Invited | Submitted | Shortlisted | Declined | Withdrawn | Lapsed) => None,
    }
}

/// The moves that a state allows.
pub fn moves_from(state: ApplicationState) -> Vec<ApplicationMoveKind> {
    ApplicationMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

impl Application {
    /// Makes a move, or says why it is refused.
    pub fn apply(&self, attempt: &ApplicationMove, context: &ApplicationContext) -> Result<Change<Self>, Refusals> {
        let kind = attempt.kind();
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let mut application = Self { state, version: self.version + 1, ..self.clone() };
        let (event, reason) = application.carry_out(attempt, context)?;
        let Stamp { actor: by, at, .. } = context.stamp;
        application.decisions.push(Decision { kind, by, at, reason });
        let mut event = application.happened(event);
        if let ApplicationMove::Select(engagement) = attempt {
            event = event.with("engagement", engagement);
        }
        if let Some(cause) =
            lapse_cause(context.mission, context.standing).filter(|_| kind == ApplicationMoveKind::Lapse)
        {
            event = event.with("cause", cause);
        }
        Ok(Change { value: application, events: vec![event] })
    }

    /// What a move asks for and changes beside the state: what happened, and why.
    fn carry_out(
        &mut self,
        attempt: &ApplicationMove,
        around: &ApplicationContext,
    ) -> Result<(EventKind, String), Refusals> {
        let silent = |event| Ok((event, String::new()));
        match attempt {
            ApplicationMove::Accept(motivation) => {
                self.accept(motivation, around)?;
                silent(EventKind::ApplicationAccepted)
            }
            ApplicationMove::DeclineInvitation(reason) => {
                because(EventKind::ApplicationInvitationDeclined, reason, text::COMMENT)
            }
            ApplicationMove::Shortlist => silent(EventKind::ApplicationShortlisted),
            ApplicationMove::Select(_) => {
                check_selectable(around)?;
                silent(EventKind::ApplicationSelected)
            }
            ApplicationMove::Decline(reason) => because(EventKind::ApplicationDeclined, reason, text::REASON),
            ApplicationMove::Withdraw(reason) => {
                check_not_begun(around)?;
                because(EventKind::ApplicationWithdrawn, reason, text::COMMENT)
            }
            ApplicationMove::Lapse => {
                lapse_cause(around.mission, around.standing).ok_or(Problem::StillInTheRunning {})?;
                silent(EventKind::ApplicationLapsed)
            }
            ApplicationMove::Return => {
                check_not_begun(around)?;
                silent(EventKind::ApplicationReturned)
            }
        }
    }

    /// The talent answers an invitation as they would apply: to the version of today, with the profile of today.
    fn accept(&mut self, motivation: &str, around: &ApplicationContext) -> Result<(), Refusals> {
        let mut checks = Checks::default();
        self.motivation = text::bounded(&mut checks, "motivation", motivation, text::PROSE);
        let open = around.mission.is_open_on(crate::calendar::paris_day(around.stamp.at), around.standing.started);
        checks.require(open, "", || Problem::ApplicationsClosed {});
        check_parties(&mut checks, around);
        self.profile = Some(ProfileAsItWas::of(around.talent));
        self.mission_version = around.mission.published_version.unwrap_or(self.mission_version);
        checks.finish(())
    }

    fn forbidden(&self, attempt: ApplicationMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("application-state", self.state.code()),
            attempt: Arg::Label("application-move", attempt.code()),
            allowed: Arg::Labels("application-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}

/// A seat is free (A6), and the talent may still be lent to the host (A4). The deadline closes applications and
/// nothing else: one selects after it too, while the mission is published.
fn check_selectable(around: &ApplicationContext) -> Result<(), Refusals> {
    let mut checks = Checks::default();
    let seats = around.mission.content.seats;
    let free = around.standing.selected < u32::from(seats);
    checks.require(free, "", || Problem::SeatsTaken { seats: seats.into() });
    let published = around.mission.state == crate::mission::MissionState::Published;
    checks.require(published, "", || Problem::ApplicationsClosed {});
    check_parties(&mut checks, around);
    checks.finish(())
}

fn check_parties(checks: &mut Checks, around: &ApplicationContext) {
    let active = around.talent.state == TalentState::Active;
    checks.require(active, "", || Problem::TalentNotActive {});
    checks.take("", around.host.check_apart(around.employer));
}

fn check_not_begun(around: &ApplicationContext) -> Result<(), Refusals> {
    if around.work_has_begun { Err(Problem::WorkHasBegun {}.into()) } else { Ok(()) }
}

fn because(event: EventKind, reason: &str, bounds: text::TextBounds) -> Result<(EventKind, String), Refusals> {
    let mut checks = Checks::default();
    let reason = text::bounded(&mut checks, "reason", reason, bounds);
    checks.finish((event, reason))
}
