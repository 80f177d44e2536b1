//! What happened. The events are the audit trail, the outbox and the change feed at once.
//!
//! They hold ids and codes, never a name or a text, so erasing a person breaks nothing; and each carries the hash of
//! the one before it on the same object, so an altered, missing or inserted event shows.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::code::coded_enum;
use crate::id::{EventId, PersonId};

coded_enum! {
    /// The kinds of objects that events are about.
    pub enum ObjectKind {
        /// A structure.
        Structure = "STRUCTURE",
        /// A person.
        Person = "PERSON",
        /// A role assignment.
        Role = "ROLE",
        /// A token.
        Token = "TOKEN",
        /// A talent.
        Talent = "TALENT",
        /// A skill.
        Skill = "SKILL",
        /// An occupation of an imported taxonomy.
        Occupation = "OCCUPATION",
        /// A mission.
        Mission = "MISSION",
        /// The programme.
        Programme = "PROGRAMME",
        /// The frozen statistics of the ranking.
        Generation = "GENERATION",
        /// A candidature or an invitation.
        Application = "APPLICATION",
        /// A talent at work for a host.
        Engagement = "ENGAGEMENT",
        /// The agreement of one party of an engagement.
        Consent = "CONSENT",
        /// Minutes that an employer grants in advance.
        Envelope = "ENVELOPE",
        /// Time worked.
        TimeSheet = "TIME_SHEET",
        /// What a talent offers to do.
        ServiceOffer = "SERVICE_OFFER",
        /// An account of credits.
        Account = "ACCOUNT",
        /// A movement of credits.
        Transfer = "TRANSFER",
        /// The ledger as a whole.
        Ledger = "LEDGER",
    }
}

macro_rules! event_kinds {
    ($($(#[$meta:meta])* $variant:ident = $code:literal of $object:ident),+ $(,)?) => {
        coded_enum! {
            /// What can happen.
            pub enum EventKind { $($(#[$meta])* $variant = $code),+ }
        }

        impl EventKind {
            /// The kind of object that it happens to.
            pub const fn object(self) -> ObjectKind {
                match self { $(Self::$variant => ObjectKind::$object),+ }
            }
        }
    };
}

event_kinds! {
    /// A structure was created.
    StructureCreated = "STRUCTURE_CREATED" of Structure,
    /// What is said of a structure changed.
    StructureUpdated = "STRUCTURE_UPDATED" of Structure,
    /// A structure may publish at once.
    StructureTrusted = "STRUCTURE_TRUSTED" of Structure,
    /// A structure may no longer publish at once.
    StructureDistrusted = "STRUCTURE_DISTRUSTED" of Structure,
    /// A person was recorded.
    PersonRecorded = "PERSON_RECORDED" of Person,
    /// What is known of a person changed.
    PersonUpdated = "PERSON_UPDATED" of Person,
    /// A role was granted.
    RoleGranted = "ROLE_GRANTED" of Role,
    /// A role ended.
    RoleRevoked = "ROLE_REVOKED" of Role,
    /// A token was made.
    TokenCreated = "TOKEN_CREATED" of Token,
    /// A token was revoked.
    TokenRevoked = "TOKEN_REVOKED" of Token,
    /// A skill entered the vocabulary or changed in it.
    SkillRecorded = "SKILL_RECORDED" of Skill,
    /// An imported occupation was recorded or changed.
    OccupationRecorded = "OCCUPATION_RECORDED" of Occupation,
    /// An agent registered.
    TalentRegistered = "TALENT_REGISTERED" of Talent,
    /// A registration in draft became active.
    TalentActivated = "TALENT_ACTIVATED" of Talent,
    /// A profile changed.
    TalentUpdated = "TALENT_UPDATED" of Talent,
    /// A talent is not available for now.
    TalentPaused = "TALENT_PAUSED" of Talent,
    /// A talent is available again.
    TalentResumed = "TALENT_RESUMED" of Talent,
    /// A talent left the scheme.
    TalentWithdrawn = "TALENT_WITHDRAWN" of Talent,
    /// A talent's data were erased.
    TalentErased = "TALENT_ERASED" of Talent,
    /// An agent is reminded of their registration.
    TalentReminded = "TALENT_REMINDED" of Talent,
    /// A mission was written.
    MissionCreated = "MISSION_CREATED" of Mission,
    /// A draft changed.
    MissionUpdated = "MISSION_UPDATED" of Mission,
    /// A mission was submitted to moderation.
    MissionSubmitted = "MISSION_SUBMITTED" of Mission,
    /// A first version was published.
    MissionPublished = "MISSION_PUBLISHED" of Mission,
    /// Moderation asked for changes.
    MissionChangesRequested = "MISSION_CHANGES_REQUESTED" of Mission,
    /// Moderation rejected a mission.
    MissionRejected = "MISSION_REJECTED" of Mission,
    /// A next version was published.
    MissionRevised = "MISSION_REVISED" of Mission,
    /// A mission was hidden for a while.
    MissionSuspended = "MISSION_SUSPENDED" of Mission,
    /// A suspended mission is shown again.
    MissionResumed = "MISSION_RESUMED" of Mission,
    /// The deadline passed with nobody selected.
    MissionExpired = "MISSION_EXPIRED" of Mission,
    /// An expired mission was published again.
    MissionRepublished = "MISSION_REPUBLISHED" of Mission,
    /// A mission takes applications.
    MissionApplicationsOpened = "MISSION_APPLICATIONS_OPENED" of Mission,
    /// A mission takes no applications for now.
    MissionApplicationsClosed = "MISSION_APPLICATIONS_CLOSED" of Mission,
    /// A mission is done.
    MissionCompleted = "MISSION_COMPLETED" of Mission,
    /// A mission was cancelled.
    MissionCancelled = "MISSION_CANCELLED" of Mission,
    /// Whoever a mission waits for is reminded.
    MissionReminded = "MISSION_REMINDED" of Mission,
    /// The programme's settings changed.
    ProgrammeChanged = "PROGRAMME_CHANGED" of Programme,
    /// Ranked lists are in a neutral order for now.
    RankingSuspended = "RANKING_SUSPENDED" of Programme,
    /// Ranked lists are ranked again.
    RankingResumed = "RANKING_RESUMED" of Programme,
    /// The statistics of the ranking were frozen anew.
    GenerationCut = "GENERATION_CUT" of Generation,
    /// A talent applied.
    ApplicationSubmitted = "APPLICATION_SUBMITTED" of Application,
    /// A host invited a talent.
    ApplicationInvited = "APPLICATION_INVITED" of Application,
    /// A talent accepted an invitation.
    ApplicationAccepted = "APPLICATION_ACCEPTED" of Application,
    /// A talent declined an invitation.
    ApplicationInvitationDeclined = "APPLICATION_INVITATION_DECLINED" of Application,
    /// A host kept a candidature.
    ApplicationShortlisted = "APPLICATION_SHORTLISTED" of Application,
    /// A host selected a talent: an engagement is open.
    ApplicationSelected = "APPLICATION_SELECTED" of Application,
    /// The engagement was cancelled: the candidature is kept again.
    ApplicationReturned = "APPLICATION_RETURNED" of Application,
    /// A host declined a candidature.
    ApplicationDeclined = "APPLICATION_DECLINED" of Application,
    /// A talent withdrew a candidature.
    ApplicationWithdrawn = "APPLICATION_WITHDRAWN" of Application,
    /// A candidature lapsed with its mission.
    ApplicationLapsed = "APPLICATION_LAPSED" of Application,
    /// What a talent had written in a candidature was erased.
    ApplicationErased = "APPLICATION_ERASED" of Application,
    /// Whoever a candidature or an invitation waits for is reminded.
    ApplicationReminded = "APPLICATION_REMINDED" of Application,
    /// An engagement asks its four parties to consent.
    EngagementOpened = "ENGAGEMENT_OPENED" of Engagement,
    /// What the parties of an engagement have answered changed.
    EngagementConsentsChanged = "ENGAGEMENT_CONSENTS_CHANGED" of Engagement,
    /// All four parties have consented.
    EngagementReady = "ENGAGEMENT_READY" of Engagement,
    /// Planned minutes or days changed.
    EngagementRescheduled = "ENGAGEMENT_RESCHEDULED" of Engagement,
    /// The engagement follows a next version of its mission.
    EngagementRevised = "ENGAGEMENT_REVISED" of Engagement,
    /// The talent changed structure.
    EngagementEmployerChanged = "ENGAGEMENT_EMPLOYER_CHANGED" of Engagement,
    /// The talent has another line manager.
    EngagementManagerChanged = "ENGAGEMENT_MANAGER_CHANGED" of Engagement,
    /// The talent began.
    EngagementStarted = "ENGAGEMENT_STARTED" of Engagement,
    /// The work stopped for a while.
    EngagementSuspended = "ENGAGEMENT_SUSPENDED" of Engagement,
    /// The work goes on.
    EngagementResumed = "ENGAGEMENT_RESUMED" of Engagement,
    /// The talent delivered.
    EngagementDelivered = "ENGAGEMENT_DELIVERED" of Engagement,
    /// Somebody ended the work before its end.
    EngagementInterrupted = "ENGAGEMENT_INTERRUPTED" of Engagement,
    /// All is settled.
    EngagementClosed = "ENGAGEMENT_CLOSED" of Engagement,
    /// The engagement ended before its start.
    EngagementCancelled = "ENGAGEMENT_CANCELLED" of Engagement,
    /// Whoever an engagement waits for is reminded.
    EngagementReminded = "ENGAGEMENT_REMINDED" of Engagement,
    /// A party is asked to consent.
    ConsentRequested = "CONSENT_REQUESTED" of Consent,
    /// A party that had not answered is asked about other terms.
    ConsentRenewed = "CONSENT_RENEWED" of Consent,
    /// Another person is asked.
    ConsentRedirected = "CONSENT_REDIRECTED" of Consent,
    /// A party consented.
    ConsentGranted = "CONSENT_GRANTED" of Consent,
    /// A party refused.
    ConsentRefused = "CONSENT_REFUSED" of Consent,
    /// A party did not answer in time.
    ConsentExpired = "CONSENT_EXPIRED" of Consent,
    /// A party took its consent back.
    ConsentRevoked = "CONSENT_REVOKED" of Consent,
    /// The terms that a party consented to changed.
    ConsentSuperseded = "CONSENT_SUPERSEDED" of Consent,
    /// A party that has not answered is reminded.
    ConsentReminded = "CONSENT_REMINDED" of Consent,
    /// An employer granted minutes in advance.
    EnvelopeGranted = "ENVELOPE_GRANTED" of Envelope,
    /// An employer grants no minutes in advance any more.
    EnvelopeWithdrawn = "ENVELOPE_WITHDRAWN" of Envelope,
    /// Time worked was written down.
    TimeSheetDrafted = "TIME_SHEET_DRAFTED" of TimeSheet,
    /// A talent declared time.
    TimeSheetDeclared = "TIME_SHEET_DECLARED" of TimeSheet,
    /// A host validated time.
    TimeSheetValidated = "TIME_SHEET_VALIDATED" of TimeSheet,
    /// A host disputed time.
    TimeSheetDisputed = "TIME_SHEET_DISPUTED" of TimeSheet,
    /// A talent declared the time anew.
    TimeSheetAmended = "TIME_SHEET_AMENDED" of TimeSheet,
    /// An arbitration validated time.
    TimeSheetUpheld = "TIME_SHEET_UPHELD" of TimeSheet,
    /// An arbitration set time aside.
    TimeSheetVoided = "TIME_SHEET_VOIDED" of TimeSheet,
    /// Validated time was taken back.
    TimeSheetReversed = "TIME_SHEET_REVERSED" of TimeSheet,
    /// Whoever declared time waits for is reminded.
    TimeSheetReminded = "TIME_SHEET_REMINDED" of TimeSheet,
    /// A talent offers to do something.
    ServiceOfferMade = "SERVICE_OFFER_MADE" of ServiceOffer,
    /// An offer changed.
    ServiceOfferUpdated = "SERVICE_OFFER_UPDATED" of ServiceOffer,
    /// A host made a mission of an offer.
    ServiceOfferUsed = "SERVICE_OFFER_USED" of ServiceOffer,
    /// A talent offers it no longer.
    ServiceOfferWithdrawn = "SERVICE_OFFER_WITHDRAWN" of ServiceOffer,
    /// What a talent had written in an offer was erased.
    ServiceOfferErased = "SERVICE_OFFER_ERASED" of ServiceOffer,
    /// Another floor holds for an account.
    AccountFloorChanged = "ACCOUNT_FLOOR_CHANGED" of Account,
    /// Credits were reserved for an engagement.
    CreditsReserved = "CREDITS_RESERVED" of Transfer,
    /// Credits moved for time that was validated.
    CreditsCaptured = "CREDITS_CAPTURED" of Transfer,
    /// What was still reserved for an engagement is free again.
    CreditsReleased = "CREDITS_RELEASED" of Transfer,
    /// Credits were given to a structure.
    CreditsEndowed = "CREDITS_ENDOWED" of Transfer,
    /// An operator proposed to adjust an account.
    AdjustmentProposed = "ADJUSTMENT_PROPOSED" of Transfer,
    /// A second operator posted the adjustment.
    AdjustmentPosted = "ADJUSTMENT_POSTED" of Transfer,
    /// The adjustment was given up.
    AdjustmentRejected = "ADJUSTMENT_REJECTED" of Transfer,
    /// A movement was reversed.
    CreditsReversed = "CREDITS_REVERSED" of Transfer,
    /// A month of the ledger was closed.
    MonthClosed = "MONTH_CLOSED" of Ledger,
}

/// Who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "by", content = "id", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Actor {
    /// A person who is signed in.
    Person(PersonId),
    /// Someone with a shell on the server: imports, the first operator.
    CommandLine,
    /// The clock: deadlines.
    Job,
}

/// What happened, as the core says it: not yet who, when, nor what came before on the same object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventDraft {
    /// What.
    pub kind: EventKind,
    /// To which object.
    pub object: Uuid,
    /// The version of the object after it.
    pub object_version: u64,
    /// Ids and codes that say more; never a name or a text.
    pub details: BTreeMap<&'static str, String>,
}

impl EventDraft {
    /// An event without details.
    pub fn new(kind: EventKind, object: Uuid, object_version: u64) -> Self {
        Self { kind, object, object_version, details: BTreeMap::new() }
    }

    /// The event with one more id or code.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "ids and codes are small: borrowing them is noise at every call")]
    pub fn with(mut self, name: &'static str, id_or_code: impl ToString) -> Self {
        self.details.insert(name, id_or_code.to_string());
        self
    }
}

/// Something that happened, chained to what had happened before to the same object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// What.
    pub kind: EventKind,
    /// To which object.
    pub object: Uuid,
    /// The version of the object after it.
    pub object_version: u64,
    /// Who did it.
    pub actor: Actor,
    /// In whose place, where a delegate acted.
    pub on_behalf_of: Option<PersonId>,
    /// When, to the millisecond.
    pub at: DateTime<Utc>,
    /// Ids and codes that say more.
    pub details: BTreeMap<String, String>,
    /// The hash of the event before it on the same object; empty for the first.
    pub previous_hash: String,
    /// The hash of all of the above: SHA-256 in hexadecimal; see [`Event::compute_hash`].
    pub hash: String,
}

/// Who did something, in whose place, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Who.
    pub actor: Actor,
    /// In whose place, where a delegate acted.
    pub on_behalf_of: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Event {
    /// The event that a draft becomes, next in the chain of its object.
    pub fn chain(draft: &EventDraft, id: EventId, stamp: Stamp, previous_hash: &str) -> Self {
        let millis = stamp.at.timestamp_millis();
        let mut event = Self {
            id,
            kind: draft.kind,
            object: draft.object,
            object_version: draft.object_version,
            actor: stamp.actor,
            on_behalf_of: stamp.on_behalf_of,
            at: DateTime::from_timestamp_millis(millis).unwrap_or(stamp.at),
            details: draft.details.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
            previous_hash: previous_hash.to_owned(),
            hash: String::new(),
        };
        event.hash = event.compute_hash();
        event
    }

    /// SHA-256, in hexadecimal, of the event's fields but the hash itself, as one JSON array in the order of the
    /// declaration. The form is a promise: chains written by older versions must still verify.
    pub fn compute_hash(&self) -> String {
        let form = serde_json::json!([
            self.id,
            self.kind,
            self.object,
            self.object_version,
            self.actor,
            self.on_behalf_of,
            self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            self.details,
            self.previous_hash,
        ]);
        hex::encode(Sha256::digest(form.to_string().as_bytes()))
    }
}

#[cfg(test)]
mod tests;
