//! What can happen, as GraphQL shows it.

use async_graphql::Enum;

use super::enums::coded_enum_in_graphql;

coded_enum_in_graphql! {
    /// What can happen.
    EventKind of talents_core::event::EventKind {
        /// A structure was created.
        StructureCreated,
        /// What is said of a structure changed.
        StructureUpdated,
        /// A structure may publish at once.
        StructureTrusted,
        /// A structure may no longer publish at once.
        StructureDistrusted,
        /// A person was recorded.
        PersonRecorded,
        /// What is known of a person changed.
        PersonUpdated,
        /// A role was granted.
        RoleGranted,
        /// A role ended.
        RoleRevoked,
        /// A token was made.
        TokenCreated,
        /// A token was revoked.
        TokenRevoked,
        /// A skill entered the vocabulary or changed in it.
        SkillRecorded,
        /// An imported occupation was recorded or changed.
        OccupationRecorded,
        /// An agent registered.
        TalentRegistered,
        /// A registration in draft became active.
        TalentActivated,
        /// A profile changed.
        TalentUpdated,
        /// A talent is not available for now.
        TalentPaused,
        /// A talent is available again.
        TalentResumed,
        /// A talent left the scheme.
        TalentWithdrawn,
        /// A talent's data were erased.
        TalentErased,
        /// An agent is reminded of their registration.
        TalentReminded,
        /// A mission was written.
        MissionCreated,
        /// A draft changed.
        MissionUpdated,
        /// A mission was submitted to moderation.
        MissionSubmitted,
        /// A first version was published.
        MissionPublished,
        /// Moderation asked for changes.
        MissionChangesRequested,
        /// Moderation rejected a mission.
        MissionRejected,
        /// A next version was published.
        MissionRevised,
        /// A mission was hidden for a while.
        MissionSuspended,
        /// A suspended mission is shown again.
        MissionResumed,
        /// The deadline passed with nobody selected.
        MissionExpired,
        /// An expired mission was published again.
        MissionRepublished,
        /// A mission takes applications.
        MissionApplicationsOpened,
        /// A mission takes no applications for now.
        MissionApplicationsClosed,
        /// A mission is done.
        MissionCompleted,
        /// A mission was cancelled.
        MissionCancelled,
        /// Whoever a mission waits for is reminded.
        MissionReminded,
        /// The programme's settings changed.
        ProgrammeChanged,
        /// Ranked lists are in a neutral order for now.
        RankingSuspended,
        /// Ranked lists are ranked again.
        RankingResumed,
        /// The statistics of the ranking were frozen anew.
        GenerationCut,
        /// A talent applied.
        ApplicationSubmitted,
        /// A host invited a talent.
        ApplicationInvited,
        /// A talent accepted an invitation.
        ApplicationAccepted,
        /// A talent declined an invitation.
        ApplicationInvitationDeclined,
        /// A host kept a candidature.
        ApplicationShortlisted,
        /// A host selected a talent: an engagement is open.
        ApplicationSelected,
        /// The engagement was cancelled: the candidature is kept again.
        ApplicationReturned,
        /// A host declined a candidature.
        ApplicationDeclined,
        /// A talent withdrew a candidature.
        ApplicationWithdrawn,
        /// A candidature lapsed with its mission.
        ApplicationLapsed,
        /// What a talent had written in a candidature was erased.
        ApplicationErased,
        /// Whoever a candidature or an invitation waits for is reminded.
        ApplicationReminded,
        /// An engagement asks its four parties to consent.
        EngagementOpened,
        /// What the parties of an engagement have answered changed.
        EngagementConsentsChanged,
        /// All four parties have consented.
        EngagementReady,
        /// Planned minutes or days changed.
        EngagementRescheduled,
        /// The engagement follows a next version of its mission.
        EngagementRevised,
        /// The talent changed structure.
        EngagementEmployerChanged,
        /// The talent has another line manager.
        EngagementManagerChanged,
        /// The talent began.
        EngagementStarted,
        /// The work stopped for a while.
        EngagementSuspended,
        /// The work goes on.
        EngagementResumed,
        /// The talent delivered.
        EngagementDelivered,
        /// Somebody ended the work before its end.
        EngagementInterrupted,
        /// All is settled.
        EngagementClosed,
        /// The engagement ended before its start.
        EngagementCancelled,
        /// Whoever an engagement waits for is reminded.
        EngagementReminded,
        /// A party is asked to consent.
        ConsentRequested,
        /// A party that had not answered is asked about other terms.
        ConsentRenewed,
        /// Another person is asked.
        ConsentRedirected,
        /// A party consented.
        ConsentGranted,
        /// A party refused.
        ConsentRefused,
        /// A party did not answer in time.
        ConsentExpired,
        /// A party took its consent back.
        ConsentRevoked,
        /// The terms that a party consented to changed.
        ConsentSuperseded,
        /// A party that has not answered is reminded.
        ConsentReminded,
        /// An employer granted minutes in advance.
        EnvelopeGranted,
        /// An employer grants no minutes in advance any more.
        EnvelopeWithdrawn,
        /// Time worked was written down.
        TimeSheetDrafted,
        /// A talent declared time.
        TimeSheetDeclared,
        /// A host validated time.
        TimeSheetValidated,
        /// A host disputed time.
        TimeSheetDisputed,
        /// A talent declared the time anew.
        TimeSheetAmended,
        /// An arbitration validated time.
        TimeSheetUpheld,
        /// An arbitration set time aside.
        TimeSheetVoided,
        /// Validated time was taken back.
        TimeSheetReversed,
        /// Whoever declared time waits for is reminded.
        TimeSheetReminded,
        /// A talent offers to do something.
        ServiceOfferMade,
        /// An offer changed.
        ServiceOfferUpdated,
        /// A host made a mission of an offer.
        ServiceOfferUsed,
        /// A talent offers it no longer.
        ServiceOfferWithdrawn,
        /// What a talent had written in an offer was erased.
        ServiceOfferErased,
        /// Another floor holds for an account.
        AccountFloorChanged,
        /// Credits were reserved for an engagement.
        CreditsReserved,
        /// Credits moved for time that was validated.
        CreditsCaptured,
        /// What was still reserved for an engagement is free again.
        CreditsReleased,
        /// Credits were given to a structure.
        CreditsEndowed,
        /// An operator proposed to adjust an account.
        AdjustmentProposed,
        /// A second operator posted the adjustment.
        AdjustmentPosted,
        /// The adjustment was given up.
        AdjustmentRejected,
        /// A movement was reversed.
        CreditsReversed,
        /// A month of the ledger was closed.
        MonthClosed,
    }
}
