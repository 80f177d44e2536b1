//! To whom a thing to do falls: to those who may really do it, themselves or in the place of a holder of a role.

use talents_core::access::{Act, Viewer};
use talents_core::engagement::{ConsentKind, Engagement};
use talents_core::id::{PersonId, StructureId};
use talents_core::time_sheet::TimeSheet;
use talents_core::todo::{DueFrom, Todo, TodoKind, TodoSubject};

/// Whether something is due from the person: in their own name, or in the place of somebody or of a structure.
pub(super) fn falls_to(viewer: &Viewer, due_from: DueFrom) -> bool {
    match due_from {
        // A delegate acts in a role, never as the person who holds it.
        DueFrom::Talent(person) | DueFrom::Author(person) => viewer.person == person,
        DueFrom::Manager(structure, manager) => {
            viewer.scope(Act::ConsentAsManager).reports.contains(&(structure, manager))
        }
        DueFrom::Structure(act, structure) => viewer.scope(act).structures.contains(&structure),
        DueFrom::Team(act) => viewer.scope(act).all,
    }
}

/// Whether something of an engagement is the person's to do, and would not be refused to them: nobody has two voices in
/// it, nor says that their own time counts. `voices` are the line managers for whom they may speak as employers.
pub(super) fn may_do(
    viewer: &Viewer,
    voices: &[(StructureId, PersonId)],
    due: &Todo,
    about: (&Engagement, &[TimeSheet]),
) -> bool {
    let (engagement, sheets) = about;
    match (due.kind, due.subject) {
        (TodoKind::ConsentToGive, TodoSubject::Consent(id)) => {
            let asked = engagement.consents.iter().find(|consent| consent.id == id);
            asked.is_some_and(|asked| may_consent(viewer, voices, engagement, (asked.kind, due.due_from)))
        }
        (TodoKind::TimeSheetToValidate, TodoSubject::TimeSheet(id)) => {
            let declared = sheets.iter().find(|sheet| sheet.id == id);
            let own = declared.is_none_or(|sheet| [sheet.declared_by, engagement.person].contains(&viewer.person));
            !own && falls_to(viewer, due.due_from)
        }
        _ => falls_to(viewer, due.due_from),
    }
}

/// Whether the person has still a voice to give, and one that is not the talent's: what the talent holds for a structure
/// is not used for their own engagement, by a delegate either.
fn may_consent(
    viewer: &Viewer,
    voices: &[(StructureId, PersonId)],
    engagement: &Engagement,
    (kind, due_from): (ConsentKind, DueFrom),
) -> bool {
    if kind == ConsentKind::Talent {
        return falls_to(viewer, due_from);
    }
    let talent = engagement.person;
    let but_for_talent = viewer.roles.iter().filter(|held| held.on_behalf_of != Some(talent)).copied().collect();
    let others = Viewer { person: viewer.person, roles: but_for_talent };
    // Whether one person may speak for both sides of the employer is looked at when they do.
    viewer.person != talent
        && engagement.consents.check_gives_one(kind, viewer.person, true).is_ok()
        && (falls_to(&others, due_from) || speaks_as_manager(voices, engagement, due_from))
}

/// Whether the employer's consent is due from a line manager who may speak for it, about one of their own.
fn speaks_as_manager(voices: &[(StructureId, PersonId)], engagement: &Engagement, due_from: DueFrom) -> bool {
    let manager = engagement.consents.get(ConsentKind::LineManager).asked_of;
    let about = |(structure, holder): &(StructureId, PersonId)| {
        due_from == DueFrom::Structure(Act::ConsentAsEmployer, *structure) && manager == Some(*holder)
    };
    voices.iter().any(about)
}
