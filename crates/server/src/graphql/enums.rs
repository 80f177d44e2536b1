//! The coded enums of the core, as GraphQL shows them, with their labels for front ends.

use crate::export::Format;
use async_graphql::{Enum, SimpleObject};

use crate::messages::{Language, messages};

/// Declares the GraphQL twin of a coded enum of the core, with both conversions; a variant that one side lacks does not
/// compile.
macro_rules! coded_enum_in_graphql {
    ($(#[$meta:meta])* $name:ident of $core:ty { $($(#[$variant_meta:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }

        impl From<$core> for $name {
            fn from(value: $core) -> Self {
                match value { $(<$core>::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $core {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

pub(super) use coded_enum_in_graphql;

coded_enum_in_graphql! {
    /// How much of the work is done remotely.
    Remote of talents_core::place::Remote {
        /// All on site.
        None,
        /// Some days on site.
        Partial,
        /// All remotely.
        Full,
    }
}

coded_enum_in_graphql! {
    /// A branch of the French public service.
    Branch of talents_core::structure::Branch {
        /// The State's: ministries and their operators.
        State,
        /// The territorial one: municipalities, départements, regions.
        Territorial,
        /// The hospital one.
        Hospital,
    }
}

coded_enum_in_graphql! {
    /// How pressing a mission is.
    Urgency of talents_core::mission::Urgency {
        /// As usual.
        Normal,
        /// Soon.
        High,
        /// A crisis.
        Critical,
    }
}

coded_enum_in_graphql! {
    /// How much a requirement matters.
    Importance of talents_core::mission::Importance {
        /// The mission can't do without it.
        Essential,
        /// It helps.
        Asset,
    }
}

coded_enum_in_graphql! {
    /// Where a mission is in its life.
    MissionState of talents_core::mission::MissionState {
        /// Being written.
        Draft,
        /// Waiting for moderation.
        Submitted,
        /// Moderation asked for changes.
        ChangesRequested,
        /// Moderation rejected it.
        Rejected,
        /// Everybody can read it.
        Published,
        /// Hidden for a while.
        Suspended,
        /// The deadline passed with nobody selected.
        Expired,
        /// Done.
        Completed,
        /// Given up.
        Cancelled,
    }
}

coded_enum_in_graphql! {
    /// Where a registration is in its life.
    TalentState of talents_core::talent::TalentState {
        /// Begun, seen by nobody else.
        Draft,
        /// In the scheme.
        Active,
        /// Not available for now.
        Paused,
        /// Left the scheme.
        Withdrawn,
        /// Left, and their data were erased.
        Erased,
    }
}

coded_enum_in_graphql! {
    /// The administrative position of an agent; the ranking never reads it.
    TalentStatus of talents_core::talent::TalentStatus {
        /// A civil servant (fonctionnaire).
        CivilServant,
        /// Under contract (contractuel).
        Contract,
    }
}

coded_enum_in_graphql! {
    /// Why one registers.
    Intent of talents_core::talent::Intent {
        /// To apply to missions.
        Apply,
        /// To say that one is interested, no more for now.
        Interest,
    }
}

coded_enum_in_graphql! {
    /// A part of a profile that its talent may keep from the others.
    ProfilePart of talents_core::talent::ProfilePart {
        /// The headline.
        Headline,
        /// The biography.
        Biography,
        /// The spoken languages.
        Languages,
        /// The départements.
        Place,
        /// The windows and the minutes per week.
        Availability,
    }
}

coded_enum_in_graphql! {
    /// What sort of skill it is.
    SkillKind of talents_core::skill::SkillKind {
        /// Something one knows.
        Knowledge,
        /// A product or a language that one uses.
        Tool,
        /// Something one does.
        Practice,
    }
}

coded_enum_in_graphql! {
    /// Where a skill is in its life.
    SkillState of talents_core::skill::SkillState {
        /// Somebody proposed it.
        Proposed,
        /// It can be asked for and declared.
        Active,
        /// It became part of another one.
        Merged,
        /// It is no longer offered.
        Retired,
    }
}

coded_enum_in_graphql! {
    /// What someone is in the scheme.
    Role of talents_core::person::Role {
        /// An agent who is registered.
        Talent,
        /// The hierarchy of talents of a structure.
        LineManager,
        /// Speaks for the structure that employs.
        Employer,
        /// Writes and follows the missions of a structure.
        MissionOwner,
        /// A ministry's digital direction.
        Dnum,
        /// Runs the scheme.
        Operator,
        /// Sees totals.
        Observer,
    }
}

coded_enum_in_graphql! {
    /// How far the scheme has come.
    Phase of talents_core::programme::Phase {
        /// It is being tried.
        Experiment,
        /// It is there for good.
        General,
    }
}

coded_enum_in_graphql! {
    /// What the credits of structures are for.
    CompensationMode of talents_core::programme::CompensationMode {
        /// Time is measured; balances may go anywhere.
        Measure,
        /// A floor is enforced.
        Compensation,
    }
}

coded_enum_in_graphql! {
    /// A kind of thing to do.
    TodoKind of talents_core::todo::TodoKind {
        /// A mission waits for moderation.
        MissionToModerate,
        /// A mission was sent back and waits for its author.
        MissionToAmend,
        /// A registration is still a draft.
        RegistrationToComplete,
        /// A party is asked to consent.
        ConsentToGive,
        /// A consent expired, was revoked or superseded: the host asks once more, or cancels.
        ConsentToAskAgain,
        /// A candidature waits for the host.
        ApplicationToAnswer,
        /// An invitation waits for the talent.
        InvitationToAnswer,
        /// All have consented and the first day has come.
        EngagementToStart,
        /// The last day has passed.
        EngagementToDeliver,
        /// The work is over and no sheet waits.
        EngagementToClose,
        /// Declared time waits for the host.
        TimeSheetToValidate,
        /// Disputed time waits for the talent.
        TimeSheetToAmend,
        /// The same time, which may be arbitrated instead.
        TimeSheetToArbitrate,
    }
}

/// A value of an enum, with its label for people.
#[derive(Debug, Clone, SimpleObject)]
pub struct LabelledValue {
    /// The value, as the enum has it.
    value: String,
    /// The label in French.
    label_fr: String,
    /// The label in English.
    label_en: String,
}

/// How a file for spreadsheets is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ExportFormat {
    /// CSV in UTF-8 with its mark, semicolons and decimal commas.
    Csv,
    /// A spreadsheet of the open format of documents (ODS).
    Ods,
}

impl ExportFormat {
    /// How the address of the file says so.
    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Csv => Format::Csv.extension(),
            Self::Ods => Format::Ods.extension(),
        }
    }
}

/// An enum whose values have labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum LabelledEnum {
    /// `AdjustmentReason`.
    AdjustmentReason,
    /// `ApplicationMove`.
    ApplicationMove,
    /// `ApplicationOrigin`.
    ApplicationOrigin,
    /// `ApplicationState`.
    ApplicationState,
    /// `Branch`.
    Branch,
    /// `CompensationMode`.
    CompensationMode,
    /// `ConsentKind`.
    ConsentKind,
    /// `ConsentState`.
    ConsentState,
    /// `EndCause`.
    EndCause,
    /// `EngagementState`.
    EngagementState,
    /// `ErrorCode`.
    ErrorCode,
    /// `EventKind`.
    EventKind,
    /// `Importance`.
    Importance,
    /// `Intent`.
    Intent,
    /// `Level`: the State's four levels, 1 to 4.
    Level,
    /// `MissionState`.
    MissionState,
    /// `Phase`.
    Phase,
    /// `ProfilePart`.
    ProfilePart,
    /// `RefusalReason`.
    RefusalReason,
    /// `Remote`.
    Remote,
    /// `Role`.
    Role,
    /// `ServiceOfferState`.
    ServiceOfferState,
    /// `SkillKind`.
    SkillKind,
    /// `SkillState`.
    SkillState,
    /// `TalentState`.
    TalentState,
    /// `TalentStatus`.
    TalentStatus,
    /// `TimeSheetState`.
    TimeSheetState,
    /// `TodoKind`.
    TodoKind,
    /// `TransferKind`.
    TransferKind,
    /// `Urgency`.
    Urgency,
}

impl LabelledEnum {
    /// The values, each with its labels.
    pub(super) fn values(self) -> Vec<LabelledValue> {
        let (list, codes) = self.codes();
        codes.into_iter().map(|code| labelled(list, code)).collect()
    }

    /// The list of the catalogue that has the labels, and the codes.
    fn codes(self) -> (&'static str, Vec<&'static str>) {
        use talents_core::{
            application, engagement, error, event, ledger, mission, person, place, programme, service_offer, skill,
            structure, talent, time_sheet,
        };
        macro_rules! of {
            ($list:literal, $type:ty) => {
                ($list, <$type>::ALL.iter().map(|value| value.code()).collect())
            };
        }
        match self {
            Self::AdjustmentReason => of!("adjustment-reason", ledger::AdjustmentReason),
            Self::ApplicationMove => of!("application-move", application::ApplicationMoveKind),
            Self::ApplicationOrigin => of!("origin", application::Origin),
            Self::ApplicationState => of!("application-state", application::ApplicationState),
            Self::Branch => of!("branch", structure::Branch),
            Self::CompensationMode => of!("compensation-mode", programme::CompensationMode),
            Self::ConsentKind => of!("consent-kind", engagement::ConsentKind),
            Self::ConsentState => of!("consent-state", engagement::ConsentState),
            Self::EndCause => of!("end-cause", engagement::EndCause),
            Self::EngagementState => of!("engagement-state", engagement::EngagementState),
            Self::ErrorCode => of!("error-code", error::ErrorCode),
            Self::EventKind => of!("event-kind", event::EventKind),
            Self::Importance => of!("importance", mission::Importance),
            Self::Intent => of!("intent", talent::Intent),
            Self::Level => ("level", vec!["1", "2", "3", "4"]),
            Self::MissionState => of!("mission-state", mission::MissionState),
            Self::Phase => of!("phase", programme::Phase),
            Self::ProfilePart => of!("profile-part", talent::ProfilePart),
            Self::RefusalReason => of!("refusal-reason", engagement::RefusalReason),
            Self::Remote => of!("remote", place::Remote),
            Self::Role => of!("role", person::Role),
            Self::ServiceOfferState => of!("service-offer-state", service_offer::ServiceOfferState),
            Self::SkillKind => of!("skill-kind", skill::SkillKind),
            Self::SkillState => of!("skill-state", skill::SkillState),
            Self::TalentState => of!("talent-state", talent::TalentState),
            Self::TalentStatus => of!("talent-status", talent::TalentStatus),
            Self::TimeSheetState => of!("time-sheet-state", time_sheet::TimeSheetState),
            Self::TodoKind => of!("todo-kind", talents_core::todo::TodoKind),
            Self::TransferKind => of!("transfer-kind", ledger::TransferKind),
            Self::Urgency => of!("urgency", mission::Urgency),
        }
    }
}

fn labelled(list: &str, code: &str) -> LabelledValue {
    LabelledValue {
        value: code.to_owned(),
        label_fr: messages().label(Language::French, list, code),
        label_en: messages().label(Language::English, list, code),
    }
}
