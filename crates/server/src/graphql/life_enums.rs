//! The coded enums of candidatures, engagements, time and credits, as GraphQL shows them.

use async_graphql::Enum;

use super::enums::coded_enum_in_graphql;

coded_enum_in_graphql! {
    /// Where an application comes from.
    ApplicationOrigin of talents_core::application::Origin {
        /// The talent applied.
        Application,
        /// The host invited the talent.
        Invitation,
        /// The talent wished for the mission when registering.
        Registration,
    }
}

coded_enum_in_graphql! {
    /// Where an application is in its life.
    ApplicationState of talents_core::application::ApplicationState {
        /// The host invited the talent, who has not answered.
        Invited,
        /// The talent applied.
        Submitted,
        /// The host keeps it.
        Shortlisted,
        /// The host chose it: it takes a seat.
        Selected,
        /// The host, or the invited talent, said no.
        Declined,
        /// The talent took it back.
        Withdrawn,
        /// The mission is over or every seat has started.
        Lapsed,
    }
}

coded_enum_in_graphql! {
    /// What was decided about an application.
    ApplicationMove of talents_core::application::ApplicationMoveKind {
        /// The talent accepts the invitation.
        Accept,
        /// The talent declines the invitation.
        DeclineInvitation,
        /// The host keeps it.
        Shortlist,
        /// The host chooses it.
        Select,
        /// The host says no, with a reason.
        Decline,
        /// The talent takes it back.
        Withdraw,
        /// The mission is over or every seat has started.
        Lapse,
        /// Its engagement was cancelled.
        Return,
    }
}

coded_enum_in_graphql! {
    /// Where an engagement is in its life.
    EngagementState of talents_core::engagement::EngagementState {
        /// Some party has not consented to the present terms.
        AwaitingConsents,
        /// All have consented; credits are reserved.
        Ready,
        /// The talent is at work.
        InProgress,
        /// The work has stopped for a while.
        Suspended,
        /// The talent delivered; time is to be settled.
        Delivered,
        /// Somebody ended the work; time is to be settled.
        Interrupted,
        /// All is settled.
        Closed,
        /// It ended before its start.
        Cancelled,
    }
}

coded_enum_in_graphql! {
    /// What ended an engagement otherwise than by delivery.
    EndCause of talents_core::engagement::EndCause {
        /// The talent wished so.
        Talent,
        /// The host wished so.
        Host,
        /// The employer recalled the talent, for service needs.
        Employer,
        /// A party refused its consent.
        ConsentRefused,
        /// The mission was cancelled.
        MissionCancelled,
        /// The talent left the State.
        TalentLeft,
        /// The talent moved to the host, above it or below it: there is nothing left to lend.
        SameStructure,
    }
}

coded_enum_in_graphql! {
    /// The four parties of an engagement.
    ConsentKind of talents_core::engagement::ConsentKind {
        /// The talent.
        Talent,
        /// The talent's hierarchy: the aval.
        LineManager,
        /// The structure that employs the talent.
        Employer,
        /// The structure whose mission it is.
        Host,
    }
}

coded_enum_in_graphql! {
    /// Where a consent is in its life.
    ConsentState of talents_core::engagement::ConsentState {
        /// Asked for.
        Requested,
        /// Given.
        Granted,
        /// Refused: the engagement is cancelled.
        Refused,
        /// Not answered in time: silence is no consent.
        Expired,
        /// Given, and taken back before the start.
        Revoked,
        /// Given for terms that changed since.
        Superseded,
    }
}

coded_enum_in_graphql! {
    /// Why a party refuses: the closed list.
    RefusalReason of talents_core::engagement::RefusalReason {
        /// The service can't do without the talent.
        ServiceNeeds,
        /// The skills do not fit.
        Skills,
        /// The dates do not fit.
        Dates,
        /// There is too much to do.
        Workload,
        /// Security forbids it.
        Security,
        /// Interests conflict.
        ConflictOfInterest,
        /// Something else, which the comment says.
        Other,
    }
}

coded_enum_in_graphql! {
    /// Where a time sheet is in its life.
    TimeSheetState of talents_core::time_sheet::TimeSheetState {
        /// Written down, seen by the talent alone.
        Draft,
        /// Declared, waiting for the host.
        Declared,
        /// Validated, and credited.
        Validated,
        /// The host disputes it.
        Disputed,
        /// Set aside by an arbitration.
        Void,
        /// Validated once, and taken back.
        Reversed,
    }
}

coded_enum_in_graphql! {
    /// Where a service offer is in its life.
    ServiceOfferState of talents_core::service_offer::ServiceOfferState {
        /// Hosts may use it.
        Open,
        /// The talent offers it no longer.
        Withdrawn,
        /// What the talent wrote was erased.
        Erased,
    }
}

coded_enum_in_graphql! {
    /// What a movement of credits is for.
    TransferKind of talents_core::ledger::TransferKind {
        /// The planned minutes of an engagement, or what is left of them, are set aside.
        Reservation,
        /// The minutes of a time sheet move out of the reservation.
        Capture,
        /// The minutes of a time sheet past the reservation, within the tolerance.
        Overrun,
        /// A reservation, or what is left of it, is given up.
        Release,
        /// The scheme gives credits to a structure.
        Endowment,
        /// Operators correct an account, in two.
        Adjustment,
        /// A movement is undone by its opposite.
        Reversal,
    }
}

coded_enum_in_graphql! {
    /// Why an account is adjusted.
    AdjustmentReason of talents_core::ledger::AdjustmentReason {
        /// Credits from before the scheme was run with this software.
        OpeningBalance,
        /// Something was recorded wrong.
        Mistake,
        /// The structures concerned agreed on it.
        Agreement,
        /// Another reason, known to both operators.
        Other,
    }
}
