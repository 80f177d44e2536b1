//! The four consents of an engagement together: who may still speak, and whether all have agreed.

use crate::access::{Act, not_allowed};
use crate::error::{Arg, Problem};
use crate::id::PersonId;

use super::{Consent, ConsentKind, ConsentState, NewEngagement, Request, TermsHash, Voice};

/// The four consents, one of each kind, in the order of [`ConsentKind::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consents([Consent; 4]);

/// That all four parties have consented to the same terms. Only four grants for those terms can build it, so whatever
/// holds one proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreements {
    terms: TermsHash,
}

impl Agreements {
    /// The agreements on those terms, or `None` while a party has not consented to them.
    pub fn try_new(terms: TermsHash, consents: &Consents) -> Option<Self> {
        consents.iter().all(|consent| consent.is_granted_for(terms)).then_some(Self { terms })
    }

    /// The terms that all consented to.
    pub fn terms(self) -> TermsHash {
        self.terms
    }
}

impl Consents {
    /// The four consents of a new engagement, all asked for. A talent is never asked as their own line manager.
    pub(super) fn requested(new: &NewEngagement, request: Request) -> Self {
        let ask = |kind: ConsentKind, asked_of| {
            Consent::request(new.consents[kind as usize], new.id, kind, asked_of, request)
        };
        let manager = new.manager.filter(|person| *person != new.person);
        Self([
            ask(ConsentKind::Talent, Some(new.person)),
            ask(ConsentKind::LineManager, manager),
            ask(ConsentKind::Employer, None),
            ask(ConsentKind::Host, None),
        ])
    }

    /// The four consents, whatever their order, or `None` where a kind is missing or there twice.
    pub fn try_new(mut consents: Vec<Consent>) -> Option<Self> {
        consents.sort_by_key(|consent| consent.kind);
        let complete = consents.iter().map(|consent| consent.kind).eq(ConsentKind::ALL.iter().copied());
        let four = complete.then_some(consents)?;
        four.try_into().ok().map(Self)
    }

    /// The consent of a party.
    pub fn get(&self, kind: ConsentKind) -> &Consent {
        &self.0[kind as usize]
    }

    pub(super) fn get_mut(&mut self, kind: ConsentKind) -> &mut Consent {
        &mut self.0[kind as usize]
    }

    /// All four, in the order of [`ConsentKind::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = &Consent> {
        self.0.iter()
    }

    /// Whether a person may answer for a party at all: the talent for themselves alone, the line manager who is asked.
    ///
    /// # Errors
    /// [`Problem::TalentConsentsAlone`], or [`Problem::NotAllowed`] for a line manager who is not the talent's.
    pub fn check_speaks(&self, kind: ConsentKind, voice: &Voice, talent: PersonId) -> Result<(), Problem> {
        let own = if kind == ConsentKind::Talent { *voice == Voice::of(talent) } else { !voice.is_of(talent) };
        if !own {
            return Err(Problem::TalentConsentsAlone {});
        }
        let is_asked = self.get(kind).asked_of.is_some_and(|person| voice.is_of(person));
        if kind == ConsentKind::LineManager && !is_asked {
            return Err(not_allowed(Act::ConsentAsManager));
        }
        Ok(())
    }

    /// Whether a person may consent for a party beside what they gave already (A4): one person gives one consent. The
    /// line manager's and the employer's may come from one person where `one_voice` says that the structure allows it.
    ///
    /// # Errors
    /// [`Problem::OnePersonOneConsent`], which names the consent that the person gave.
    pub fn check_gives_one(&self, kind: ConsentKind, person: PersonId, one_voice: bool) -> Result<(), Problem> {
        let together = |other: ConsentKind| {
            let either = |kind| matches!(kind, ConsentKind::LineManager | ConsentKind::Employer);
            one_voice && either(kind) && either(other)
        };
        let mut given = self.iter().filter(|consent| consent.kind != kind && given_by(consent, person));
        match given.find(|consent| !together(consent.kind)) {
            Some(other) => Err(Problem::OnePersonOneConsent { kind: Arg::Label("consent-kind", other.kind.code()) }),
            None => Ok(()),
        }
    }
}

fn given_by(consent: &Consent, person: PersonId) -> bool {
    consent.state == ConsentState::Granted
        && consent.answer.as_ref().is_some_and(|answer| answer.voice.person == person)
}
