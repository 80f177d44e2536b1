//! The consent of one party: asked for, given, refused, taken back, always for terms of which it keeps the hash.

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::calendar::paris_day;
use crate::code::coded_enum;
use crate::error::{Arg, Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{ConsentId, EngagementId, EnvelopeId, PersonId};
use crate::text;

use super::TermsHash;

coded_enum! {
    /// The four parties of an engagement.
    pub enum ConsentKind {
        /// The talent.
        Talent = "TALENT",
        /// The talent's hierarchy: the aval.
        LineManager = "LINE_MANAGER",
        /// The structure that employs the talent.
        Employer = "EMPLOYER",
        /// The structure whose mission it is.
        Host = "HOST",
    }
}

coded_enum! {
    /// Where a consent is in its life.
    pub enum ConsentState {
        /// Asked for.
        Requested = "REQUESTED",
        /// Given.
        Granted = "GRANTED",
        /// Refused: the engagement is cancelled.
        Refused = "REFUSED",
        /// Not answered in time: silence is no consent.
        Expired = "EXPIRED",
        /// Given, and taken back before the start.
        Revoked = "REVOKED",
        /// Given for terms that changed since.
        Superseded = "SUPERSEDED",
    }
}

coded_enum! {
    /// The moves of a consent.
    pub enum ConsentMoveKind {
        /// Say yes.
        Grant = "GRANT",
        /// Say no, with a reason.
        Refuse = "REFUSE",
        /// The deadline passed.
        Expire = "EXPIRE",
        /// Take a yes back.
        Revoke = "REVOKE",
        /// The terms changed after a yes.
        Supersede = "SUPERSEDE",
        /// Ask once more.
        AskAgain = "ASK_AGAIN",
        /// The terms changed before an answer.
        Renew = "RENEW",
        /// Ask somebody else: the line manager changed.
        Redirect = "REDIRECT",
    }
}

coded_enum! {
    /// Why a party refuses: the closed list.
    pub enum RefusalReason {
        /// The service can't do without the talent.
        ServiceNeeds = "SERVICE_NEEDS",
        /// The skills do not fit.
        Skills = "SKILLS",
        /// The dates do not fit.
        Dates = "DATES",
        /// There is too much to do.
        Workload = "WORKLOAD",
        /// Security forbids it.
        Security = "SECURITY",
        /// Interests conflict.
        ConflictOfInterest = "CONFLICT_OF_INTEREST",
        /// Something else, which the comment says.
        Other = "OTHER",
    }
}

/// Who speaks for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// The person who acts.
    pub person: PersonId,
    /// The holder of the role in whose place they act, where they are a delegate.
    pub on_behalf_of: Option<PersonId>,
    /// The envelope from which an employer's consent comes, where it does.
    pub envelope: Option<EnvelopeId>,
}

impl Voice {
    /// The voice of a person who speaks in their own name.
    pub fn of(person: PersonId) -> Self {
        Self { person, on_behalf_of: None, envelope: None }
    }

    /// Whether that person speaks, or is spoken for.
    pub fn is_of(&self, person: PersonId) -> bool {
        self.person == person || self.on_behalf_of == Some(person)
    }
}

/// What a party answered last: a yes, a no, or that the yes is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Who spoke.
    pub voice: Voice,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, for a refusal.
    pub reason: Option<RefusalReason>,
    /// More words; may be empty.
    pub comment: String,
}

/// The consent of one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// Of which engagement.
    pub engagement: EngagementId,
    /// Whose consent it is.
    pub kind: ConsentKind,
    /// Counts its changes, from 1.
    pub version: u64,
    /// Where it is in its life.
    pub state: ConsentState,
    /// The terms that it is asked about, or was given for.
    pub terms: TermsHash,
    /// Since when it is asked for.
    pub asked_at: DateTime<Utc>,
    /// The last day to answer.
    pub deadline: NaiveDate,
    /// The person who is asked: the talent, or the line manager where one is confirmed. The employer and the host are
    /// asked as structures.
    pub asked_of: Option<PersonId>,
    /// The last answer, until it is asked for once more.
    pub answer: Option<Answer>,
}

/// What a party is asked, from when, until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// The terms.
    pub terms: TermsHash,
    /// When.
    pub at: DateTime<Utc>,
    /// The last day to answer.
    pub deadline: NaiveDate,
}

impl Request {
    /// A request made now, to be answered within that many days.
    pub fn new(terms: TermsHash, now: DateTime<Utc>, days: u16) -> Self {
        Self { terms, at: now, deadline: paris_day(now) + Days::new(days.into()) }
    }
}

/// A move of a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentMove {
    /// See [`ConsentMoveKind::Grant`].
    Grant(Answer),
    /// See [`ConsentMoveKind::Refuse`].
    Refuse(Answer),
    /// See [`ConsentMoveKind::Expire`]; when.
    Expire(DateTime<Utc>),
    /// See [`ConsentMoveKind::Revoke`].
    Revoke(Answer),
    /// See [`ConsentMoveKind::Supersede`].
    Supersede,
    /// See [`ConsentMoveKind::AskAgain`].
    AskAgain(Request),
    /// See [`ConsentMoveKind::Renew`].
    Renew(Request),
    /// See [`ConsentMoveKind::Redirect`]; to whom, if anybody is confirmed.
    Redirect(Option<PersonId>),
}

impl ConsentMove {
    /// Which move it is.
    pub const fn kind(&self) -> ConsentMoveKind {
        match self {
            Self::Grant(_) => ConsentMoveKind::Grant,
            Self::Refuse(_) => ConsentMoveKind::Refuse,
            Self::Expire(_) => ConsentMoveKind::Expire,
            Self::Revoke(_) => ConsentMoveKind::Revoke,
            Self::Supersede => ConsentMoveKind::Supersede,
            Self::AskAgain(_) => ConsentMoveKind::AskAgain,
            Self::Renew(_) => ConsentMoveKind::Renew,
            Self::Redirect(_) => ConsentMoveKind::Redirect,
        }
    }
}

/// The state that a move leads to, or `None` where the state forbids it: the whole machine.
#[expect(clippy::match_same_arms, reason = "a line an edge reads like the scheme's own list of edges")]
pub const fn next_state(state: ConsentState, attempt: ConsentMoveKind) -> Option<ConsentState> {
    use ConsentMoveKind::{AskAgain, Expire, Grant, Redirect, Refuse, Renew, Revoke, Supersede};
    use ConsentState::{Expired, Granted, Refused, Requested, Revoked, Superseded};
    match (attempt, state) {
        (Grant, Requested) => Some(Granted),
        (Refuse, Requested) => Some(Refused),
        (Expire, Requested) => Some(Expired),
        (Revoke, Granted) => Some(Revoked),
        (Supersede, Granted) => Some(Superseded),
        (AskAgain, Expired | Revoked | Superseded) => Some(Requested),
        (Renew, Requested) => Some(Requested),
        (Redirect, Requested | Expired | Revoked | Superseded) => Some(state),

        // The rest, written out: whoever adds a state or a move is made to say here what becomes of it.
        (Grant | Refuse | Expire | Renew, Granted | Refused | Expired | Revoked | Superseded) => None,
        (Revoke | Supersede, Requested | Refused | Expired | Revoked | Superseded) => None,
        (AskAgain, Requested | Granted | Refused) => None,
        (Redirect, Granted | Refused) => None,
    }
}

/// The moves that a state allows.
pub fn moves_from(state: ConsentState) -> Vec<ConsentMoveKind> {
    ConsentMoveKind::ALL.iter().copied().filter(|attempt| next_state(state, *attempt).is_some()).collect()
}

impl Consent {
    /// Asks a party for the first time.
    pub(super) fn request(
        id: ConsentId,
        engagement: EngagementId,
        kind: ConsentKind,
        asked_of: Option<PersonId>,
        request: Request,
    ) -> Self {
        let Request { terms, at, deadline } = request;
        let state = ConsentState::Requested;
        Self { id, engagement, kind, version: 1, state, terms, asked_at: at, deadline, asked_of, answer: None }
    }

    /// Makes a move, or says why it is refused. A consent changes with its engagement alone, which calls this.
    pub(super) fn apply(&mut self, attempt: ConsentMove) -> Result<EventDraft, Refusals> {
        let kind = attempt.kind();
        let state = next_state(self.state, kind).ok_or_else(|| self.forbidden(kind))?;
        let event = self.carry_out(attempt)?;
        self.state = state;
        self.version += 1;
        Ok(self.happened(event))
    }

    fn carry_out(&mut self, attempt: ConsentMove) -> Result<EventKind, Refusals> {
        Ok(match attempt {
            ConsentMove::Grant(answer) => self.answered(answer, EventKind::ConsentGranted)?,
            ConsentMove::Refuse(answer) => self.answered(answer, EventKind::ConsentRefused)?,
            ConsentMove::Revoke(answer) => self.answered(answer, EventKind::ConsentRevoked)?,
            ConsentMove::Expire(now) => {
                self.check_expired(paris_day(now))?;
                EventKind::ConsentExpired
            }
            ConsentMove::Supersede => EventKind::ConsentSuperseded,
            ConsentMove::AskAgain(request) => self.asked(request, EventKind::ConsentRequested),
            ConsentMove::Renew(request) => self.asked(request, EventKind::ConsentRenewed),
            ConsentMove::Redirect(person) => {
                self.asked_of = person;
                EventKind::ConsentRedirected
            }
        })
    }

    fn answered(&mut self, mut answer: Answer, event: EventKind) -> Result<EventKind, Refusals> {
        let mut checks = Checks::default();
        answer.comment = text::bounded(&mut checks, "comment", &answer.comment, text::COMMENT);
        let explained = answer.reason != Some(RefusalReason::Other) || !answer.comment.is_empty();
        checks.require(explained, "comment", || Problem::Missing {});
        self.answer = Some(answer);
        checks.finish(event)
    }

    fn asked(&mut self, request: Request, event: EventKind) -> EventKind {
        let Request { terms, at, deadline } = request;
        *self = Self { terms, asked_at: at, deadline, answer: None, ..self.clone() };
        event
    }

    /// Whether its deadline passed before that day.
    pub fn check_expired(&self, today: NaiveDate) -> Result<(), Refusals> {
        let ahead = || Problem::DeadlineAhead { deadline: self.deadline.to_string() }.into();
        if self.deadline < today { Ok(()) } else { Err(ahead()) }
    }

    /// Whether it was given for those terms, and stands.
    pub fn is_granted_for(&self, terms: TermsHash) -> bool {
        self.state == ConsentState::Granted && self.terms == terms
    }

    /// What happened to it: ids and codes, and the hash of the terms.
    pub(super) fn happened(&self, kind: EventKind) -> EventDraft {
        let mut event = EventDraft::new(kind, self.id.0, self.version)
            .with("engagement", self.engagement)
            .with("kind", self.kind)
            .with("state", self.state)
            .with("terms", self.terms);
        let answer = self.answer.as_ref();
        if let Some(reason) = answer.and_then(|answer| answer.reason) {
            event = event.with("reason", reason);
        }
        if let Some(envelope) = answer.and_then(|answer| answer.voice.envelope) {
            event = event.with("envelope", envelope);
        }
        match self.asked_of {
            Some(person) => event.with("askedOf", person),
            None => event,
        }
    }

    fn forbidden(&self, attempt: ConsentMoveKind) -> Refusals {
        Problem::MoveNotAllowed {
            state: Arg::Label("consent-state", self.state.code()),
            attempt: Arg::Label("consent-move", attempt.code()),
            allowed: Arg::Labels("consent-move", moves_from(self.state).iter().map(|kind| kind.code()).collect()),
        }
        .into()
    }
}
