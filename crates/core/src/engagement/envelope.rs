//! The employer's envelope: minutes granted in advance for small missions, so that they need not wait. Off until an
//! employer grants one; each consent that comes from it is an ordinary one, which can be revoked.

use chrono::NaiveDate;

use crate::Change;
use crate::calendar::Days;
use crate::error::{Checks, Problem, Refusals};
use crate::event::{EventDraft, EventKind};
use crate::id::{EnvelopeId, StructureId};

use super::{ConsentKind, ConsentState, Engagement, Voice};

/// Minutes granted in advance by an employer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Its id.
    pub id: EnvelopeId,
    /// Counts its changes, from 1.
    pub version: u64,
    /// The structure that employs the talents.
    pub employer: StructureId,
    /// Who granted it, and whose consents it gives.
    pub voice: Voice,
    /// Minutes in all.
    pub minutes: u32,
    /// The most planned minutes of an engagement that it consents to.
    pub engagement_minutes_max: u32,
    /// The days on which it consents, both ends counted.
    pub days: Days,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// An envelope as it is written, before it is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnvelopeDraft {
    /// See [`Envelope::minutes`]; at least 1.
    pub minutes: i64,
    /// See [`Envelope::engagement_minutes_max`]; from 1 to the minutes in all.
    pub engagement_minutes_max: i64,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
}

impl Envelope {
    /// Grants minutes in advance.
    pub fn grant(
        id: EnvelopeId,
        employer: StructureId,
        voice: Voice,
        draft: &EnvelopeDraft,
    ) -> Result<Change<Self>, Refusals> {
        let mut checks = Checks::default();
        let minutes = checks.number("minutes", draft.minutes, 1..=u32::MAX.into());
        let max = draft.minutes.clamp(1, u32::MAX.into());
        let engagement_minutes_max = checks.number("engagementMinutesMax", draft.engagement_minutes_max, 1..=max);
        let reversed = Problem::EndsBeforeStart { start: draft.first.to_string(), end: draft.last.to_string() };
        let days = checks.take("endOn", Days::try_new(draft.first, draft.last).ok_or(reversed));
        let envelope = checks.build(|| {
            Some(Self {
                id,
                version: 1,
                employer,
                voice: Voice { envelope: Some(id), ..voice },
                minutes: minutes?,
                engagement_minutes_max: engagement_minutes_max?,
                days: days?,
                withdrawn: false,
            })
        })?;
        Ok(envelope.happened(EventKind::EnvelopeGranted))
    }

    /// Grants nothing more; what it consented to stands until it is revoked. Withdrawing twice changes nothing.
    pub fn withdraw(&self) -> Change<Self> {
        if self.withdrawn {
            return Change { value: self.clone(), events: Vec::new() };
        }
        Self { withdrawn: true, version: self.version + 1, ..self.clone() }.happened(EventKind::EnvelopeWithdrawn)
    }

    /// The voice that consents for the employer, where the envelope covers an engagement on a day. `used` are the
    /// planned minutes of the engagements, the cancelled ones left out, that it consented to before.
    pub fn voice_for(&self, engagement: &Engagement, used: u64, today: NaiveDate) -> Option<Voice> {
        let planned = engagement.terms.plan.minutes;
        let counts = !self.withdrawn && self.days.first() <= today && today <= self.days.last();
        let left = u64::from(self.minutes).saturating_sub(used);
        let small = planned <= self.engagement_minutes_max && u64::from(planned) <= left;
        let asked = engagement.consents.get(ConsentKind::Employer).state == ConsentState::Requested;
        let own = engagement.terms.employer == self.employer;
        (counts && small && asked && own).then_some(self.voice)
    }

    /// The planned minutes of an engagement, where its employer's consent came from this envelope and it still stands.
    pub fn used_by(&self, engagement: &Engagement) -> u32 {
        let consent = engagement.consents.get(ConsentKind::Employer);
        let from_here = consent.answer.as_ref().is_some_and(|answer| answer.voice.envelope == Some(self.id));
        let stands = consent.state == ConsentState::Granted && engagement.takes_seat();
        if from_here && stands { engagement.terms.plan.minutes } else { 0 }
    }

    fn happened(self, kind: EventKind) -> Change<Self> {
        let event = EventDraft::new(kind, self.id.0, self.version)
            .with("employer", self.employer)
            .with("minutes", self.minutes)
            .with("engagementMinutesMax", self.engagement_minutes_max);
        Change { value: self, events: vec![event] }
    }
}
