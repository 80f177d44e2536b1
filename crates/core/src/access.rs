//! Who may do what: actor × act × resource, in one table.
//!
//! A use case asks [`Viewer::may`] before each act, and [`Viewer::scope`] before each list. Nothing else in the product
//! decides who may do what.

use crate::code::coded_enum;
use crate::error::{Arg, Problem};
use crate::id::{PersonId, StructureId};
use crate::person::Role;

coded_enum! {
    /// Something that one may or may not do.
    pub enum Act {
        /// Register, read and edit one's own profile, pause it, withdraw it.
        ManageTalent = "MANAGE_TALENT",
        /// See who a talent is, beyond initials and structure.
        IdentifyTalent = "IDENTIFY_TALENT",
        /// Search talents, and rank them for a mission or a preview.
        SearchTalents = "SEARCH_TALENTS",
        /// Write, update, submit, revise, suspend, duplicate, cancel a mission, and read it before it is public.
        WriteMission = "WRITE_MISSION",
        /// Publish a mission, send it back, reject it.
        ModerateMission = "MODERATE_MISSION",
        /// Create a structure, and say whether its missions are published at once.
        ManageStructure = "MANAGE_STRUCTURE",
        /// Change what is said of a structure.
        UpdateStructure = "UPDATE_STRUCTURE",
        /// Suspend the ranking for everybody, and resume it.
        SuspendRanking = "SUSPEND_RANKING",
        /// Read the candidatures of a mission; invite, shortlist, select, decline.
        HandleApplications = "HANDLE_APPLICATIONS",
        /// For the host: start, reschedule, suspend, interrupt, cancel an engagement, ask a party once more, validate or
        /// dispute time, close.
        RunEngagement = "RUN_ENGAGEMENT",
        /// Apply, withdraw, answer an invitation.
        Apply = "APPLY",
        /// Declare time, amend it, deliver, end one's own engagement.
        DeclareTime = "DECLARE_TIME",
        /// Give, refuse or take back the talent's own consent.
        ConsentAsTalent = "CONSENT_AS_TALENT",
        /// The same for the line manager's (aval).
        ConsentAsManager = "CONSENT_AS_MANAGER",
        /// The same for the employer's.
        ConsentAsEmployer = "CONSENT_AS_EMPLOYER",
        /// The same for the host's.
        ConsentAsHost = "CONSENT_AS_HOST",
        /// Grant an envelope of minutes in advance for the employer, and withdraw it.
        GrantEnvelope = "GRANT_ENVELOPE",
        /// End an engagement for the talent's present employer, for service needs.
        RecallTalent = "RECALL_TALENT",
        /// Read the engagements of a talent from the side of those who lend them.
        FollowTalent = "FOLLOW_TALENT",
        /// Arbitrate disputed time, and reverse time that was validated.
        ArbitrateTime = "ARBITRATE_TIME",
        /// See an account of credits and its statement.
        ReadAccount = "READ_ACCOUNT",
        /// Endow an account, adjust it, reverse a movement, set a floor, close a month.
        ManageCredits = "MANAGE_CREDITS",
    }
}

/// How far a role carries for an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    Never,
    /// What is the person's own.
    Own,
    /// What belongs to the structure that the role is held for.
    Structure,
    /// The same, where that structure is a trusted publisher.
    StructureIfTrusted,
    /// Talents of that structure whose line manager the holder is.
    Reports,
    /// The same, where that structure lets its line managers speak for the employer.
    ReportsIfAllowed,
    /// What belongs to the ministry of that structure.
    Ministry,
    /// The same, for talents who opted in.
    MinistryOptedIn,
    /// Everything.
    All,
}

/// The table: a row an act, a column a role in the order of [`Role::ALL`].
#[rustfmt::skip]
pub const TABLE: &[(Act, [Reach; 7])] = {
    use Reach::{
        All, Ministry, MinistryOptedIn, Never, Own, Reports, ReportsIfAllowed, Structure, StructureIfTrusted,
    };
    &[
        //                         talent  line manager      employer   mission owner       DNUM             operator  observer
        (Act::ManageTalent,       [Own,   Never,            Never,     Never,              Never,           All,      Never]),
        (Act::IdentifyTalent,     [Own,   Reports,          Structure, Never,              MinistryOptedIn, All,      Never]),
        (Act::SearchTalents,      [Own,   Never,            Structure, All,                All,             All,      Never]),
        (Act::WriteMission,       [Never, Never,            Never,     Structure,          Ministry,        All,      Never]),
        (Act::ModerateMission,    [Never, Never,            Never,     StructureIfTrusted, Ministry,        All,      Never]),
        (Act::ManageStructure,    [Never, Never,            Never,     Never,              Ministry,        All,      Never]),
        (Act::UpdateStructure,    [Never, Never,            Structure, Never,              Ministry,        All,      Never]),
        (Act::SuspendRanking,     [Never, Never,            Never,     Never,              Never,           All,      Never]),
        (Act::HandleApplications, [Never, Never,            Never,     Structure,          Ministry,        All,      Never]),
        (Act::RunEngagement,      [Never, Never,            Never,     Structure,          Ministry,        All,      Never]),
        (Act::Apply,              [Own,   Never,            Never,     Never,              Never,           Never,    Never]),
        (Act::DeclareTime,        [Own,   Never,            Never,     Never,              Never,           Never,    Never]),
        (Act::ConsentAsTalent,    [Own,   Never,            Never,     Never,              Never,           Never,    Never]),
        (Act::ConsentAsManager,   [Never, Reports,          Never,     Never,              Never,           Never,    Never]),
        (Act::ConsentAsEmployer,  [Never, ReportsIfAllowed, Structure, Never,              Never,           Never,    Never]),
        (Act::ConsentAsHost,      [Never, Never,            Never,     Structure,          Never,           Never,    Never]),
        (Act::GrantEnvelope,      [Never, Never,            Structure, Never,              Never,           Never,    Never]),
        (Act::RecallTalent,       [Never, ReportsIfAllowed, Structure, Never,              Never,           Never,    Never]),
        (Act::FollowTalent,       [Own,   Reports,          Structure, Never,              MinistryOptedIn, All,      Never]),
        (Act::ArbitrateTime,      [Never, Never,            Never,     Never,              Never,           All,      Never]),
        (Act::ReadAccount,        [Never, Never,            Structure, Structure,          Ministry,        All,      Never]),
        (Act::ManageCredits,      [Never, Never,            Never,     Never,              Never,           All,      Never]),
    ]
};

/// How far a role carries for an act.
pub fn reach(role: Role, act: Act) -> Reach {
    let row = TABLE.iter().find(|(listed, _)| *listed == act);
    row.map_or(Reach::Never, |(_, reaches)| reaches[role as usize])
}

/// A role that a signed-in person holds today, themselves or as a delegate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldRole {
    /// Which role.
    pub role: Role,
    /// The structure that it is held for.
    pub structure: StructureId,
    /// The ministry of that structure.
    pub ministry: StructureId,
    /// Whether that structure is a trusted publisher.
    pub trusted: bool,
    /// The holder in whose place the person acts, where they are a delegate.
    pub on_behalf_of: Option<PersonId>,
}

/// Someone who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub person: PersonId,
    /// The roles that they hold today.
    pub roles: Vec<HeldRole>,
}

/// What an act is about, as far as permissions look at it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resource {
    /// The person whose it is.
    pub person: Option<PersonId>,
    /// The structure that it belongs to.
    pub structure: Option<StructureId>,
    /// The ministry of that structure.
    pub ministry: Option<StructureId>,
    /// For a talent: whether they may be found by others.
    pub opted_in: bool,
    /// For a talent or what is theirs: their line manager, where the manager has something to say.
    pub manager: Option<PersonId>,
    /// For the same: whether the structure lets its line managers speak for the employer.
    pub managers_speak_for_employer: bool,
}

/// The resources that an act may be done on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Whether all of them.
    pub all: bool,
    /// Those of that person.
    pub person: Option<PersonId>,
    /// Those of these structures.
    pub structures: Vec<StructureId>,
    /// Those of these ministries.
    pub ministries: Vec<StructureId>,
    /// Those of these ministries that opted in.
    pub ministries_opted_in: Vec<StructureId>,
    /// Those of the talents of a structure whose line manager is that person.
    pub reports: Vec<(StructureId, PersonId)>,
    /// The same, where the structure lets its line managers speak for the employer.
    pub reports_if_allowed: Vec<(StructureId, PersonId)>,
}

impl Scope {
    /// Whether the act may be done on that resource.
    pub fn covers(&self, resource: &Resource) -> bool {
        let own = self.person.is_some() && self.person == resource.person;
        let among = |list: &[StructureId], id: Option<StructureId>| id.is_some_and(|id| list.contains(&id));
        let manages = |list: &[(StructureId, PersonId)]| {
            resource.structure.zip(resource.manager).is_some_and(|report| list.contains(&report))
        };
        self.all
            || own
            || among(&self.structures, resource.structure)
            || among(&self.ministries, resource.ministry)
            || (resource.opted_in && among(&self.ministries_opted_in, resource.ministry))
            || manages(&self.reports)
            || (resource.managers_speak_for_employer && manages(&self.reports_if_allowed))
    }

    /// Whether it covers nothing, whatever the resource.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Viewer {
    /// The resources on which the person may do the act.
    pub fn scope(&self, act: Act) -> Scope {
        let mut scope = Scope::default();
        // Whoever is signed in is a talent as far as their own registration goes: registering needs nobody's leave.
        if reach(Role::Talent, act) == Reach::Own {
            scope.person = Some(self.person);
        }
        for held in &self.roles {
            match reach(held.role, act) {
                Reach::Structure => scope.structures.push(held.structure),
                Reach::StructureIfTrusted if held.trusted => scope.structures.push(held.structure),
                Reach::Ministry => scope.ministries.push(held.ministry),
                Reach::MinistryOptedIn => scope.ministries_opted_in.push(held.ministry),
                Reach::All => scope.all = true,
                Reach::Reports => scope.reports.push((held.structure, self.holder_of(held))),
                Reach::ReportsIfAllowed => scope.reports_if_allowed.push((held.structure, self.holder_of(held))),
                Reach::Never | Reach::Own | Reach::StructureIfTrusted => {}
            }
        }
        scope
    }

    /// Whether the person may do the act on that resource.
    ///
    /// # Errors
    /// [`Problem::NotAllowed`], which names the act, or [`Problem::NotTrusted`] where trust alone is missing.
    pub fn may(&self, act: Act, resource: &Resource) -> Result<(), Problem> {
        if self.scope(act).covers(resource) {
            return Ok(());
        }
        let trust_alone = self.roles.iter().any(|held| {
            reach(held.role, act) == Reach::StructureIfTrusted && Some(held.structure) == resource.structure
        });
        Err(if trust_alone { Problem::NotTrusted {} } else { not_allowed(act) })
    }

    /// Who holds the role: the person, or whoever delegated it to them.
    fn holder_of(&self, held: &HeldRole) -> PersonId {
        held.on_behalf_of.unwrap_or(self.person)
    }

    /// Whether the person holds a role today.
    pub fn holds(&self, role: Role) -> bool {
        self.roles.iter().any(|held| held.role == role)
    }

    /// In whose place the person acts, when only a delegation lets them do the act on that resource.
    pub fn on_behalf_of(&self, act: Act, resource: &Resource) -> Option<PersonId> {
        let own_roles = self.roles.iter().filter(|held| held.on_behalf_of.is_none()).copied().collect();
        let without_delegations = Self { person: self.person, roles: own_roles };
        if without_delegations.may(act, resource).is_ok() {
            return None;
        }
        let covers = |held: &&HeldRole| Self { person: self.person, roles: vec![**held] }.may(act, resource).is_ok();
        self.roles.iter().filter(|held| held.on_behalf_of.is_some()).find(covers).and_then(|held| held.on_behalf_of)
    }
}

/// The refusal of an act.
pub fn not_allowed(act: Act) -> Problem {
    Problem::NotAllowed { act: Arg::Label("act", act.code()) }
}

/// The table as Markdown, for people to review.
pub fn table_markdown() -> String {
    use std::fmt::Write;
    let mut table = String::from("| act |");
    for role in Role::ALL {
        let _ = write!(table, " {role} |");
    }
    table.push_str("\n|---|---|---|---|---|---|---|---|\n");
    for (act, reaches) in TABLE {
        let _ = write!(table, "| {act} |");
        for reach in reaches {
            let _ = write!(table, " {reach:?} |");
        }
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests;
