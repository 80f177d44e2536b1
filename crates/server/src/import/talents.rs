//! Registrations.

use std::collections::HashMap;

use talents_core::Change;
use talents_core::error::{Checks, Problem, Refusals};
use talents_core::id::{PersonId, TalentId};
use talents_core::person::Person;
use talents_core::place::Remote;
use talents_core::structure::Branch;
use talents_core::talent::{
    self, AvailabilityDraft, Intent, ProfilePart, Registration, Talent, TalentDraft, TalentMove, TalentMoveKind,
    TalentProfile, TalentSkillDraft, TalentState, TalentStatus, WindowDraft,
};
use talents_store::{Transaction, talent as table};

use super::columns::Column;
use super::fields::Reader;
use super::lines::Fields;
use super::references::{Missions, People, Structures, require_skill};
use super::report::Outcome;
use super::states::{shortest_path, then};
use super::{Importer, Outcomes};
use crate::app::AppError;
use crate::app::talent::{begin, follow};

/// The columns of a file of talents.
pub(super) const COLUMNS: &[Column] = &[
    Column::mandatory("external_id"),
    Column::mandatory("person"),
    Column::mandatory("structure"),
    Column::mandatory("line_manager_email"),
    Column::mandatory("status"),
    Column::optional("branch"),
    Column::mandatory("headline"),
    Column::optional("biography"),
    Column::optional("skills").items(&["skill", "level", "last_used", "wants_to_develop"]),
    Column::optional("languages").list(),
    Column::optional("remote").inside("availability"),
    Column::optional("department_code").inside("availability"),
    Column::optional("also_departments").list().inside("availability"),
    Column::optional("minutes_per_week").inside("availability"),
    Column::optional("from").inside("availability"),
    Column::optional("to").inside("availability"),
    Column::optional("intent"),
    Column::optional("missions").list(),
    Column::optional("discoverable"),
    Column::optional("hidden_parts").list(),
    Column::optional("state"),
];

/// A registration as a file has it.
struct Row {
    external_id: String,
    person: String,
    structure: String,
    draft: TalentDraft,
    missions: Vec<String>,
    state: Option<TalentState>,
    checks: Checks,
}

/// Takes the records of a chunk.
pub(super) async fn take(
    importer: &Importer<'_>,
    tx: &mut Transaction,
    records: &[&Fields],
) -> Result<Outcomes, AppError> {
    let rows: Vec<Row> = records.iter().map(|fields| read(importer, fields)).collect();
    let structures = Structures::load(tx, rows.iter().map(|row| row.structure.as_str())).await?;
    let people = People::load(tx, rows.iter().map(|row| row.person.as_str())).await?;
    let missions = Missions::load(tx, rows.iter().flat_map(|row| &row.missions)).await?;
    let known = Known::load(tx, &rows, &people).await?;
    let around = Around { structures: &structures, people: &people, missions: &missions, known: &known };
    let plans: Vec<Result<Plan<'_>, Refusals>> = rows.into_iter().map(|row| plan(importer, &around, row)).collect();
    let changes: Vec<(Option<&Talent>, &Change<Talent>)> =
        plans.iter().flatten().filter_map(|plan| Some((plan.before, plan.change.as_ref()?))).collect();
    table::save_many(tx, &changes).await?;
    for (before, change) in &changes {
        match before {
            Some(before) => follow(importer.app, tx, before, &change.value).await?,
            None => begin(importer.app, tx, &change.value).await?,
        }
    }
    Ok(plans.into_iter().map(|plan| plan.map(|plan| plan.outcome())).collect())
}

/// What the records of a chunk refer to.
struct Around<'a> {
    structures: &'a Structures,
    people: &'a People,
    missions: &'a Missions,
    known: &'a Known,
}

/// The registrations that a chunk is about.
struct Known {
    by_external_id: HashMap<String, Talent>,
    by_person: HashMap<PersonId, TalentId>,
}

impl Known {
    async fn load(tx: &Transaction, rows: &[Row], people: &People) -> Result<Self, AppError> {
        let external_ids: Vec<String> = rows.iter().map(|row| row.external_id.clone()).collect();
        let mut by_external_id = HashMap::new();
        for found in table::by_external_ids(tx, &external_ids).await? {
            by_external_id.extend(found.external_id.clone().map(|external_id| (external_id, found)));
        }
        let registered = table::by_people(tx, &people.ids()).await?;
        let by_person = registered.into_iter().map(|talent| (talent.person, talent.id)).collect();
        Ok(Self { by_external_id, by_person })
    }
}

/// What a record comes to.
struct Plan<'a> {
    before: Option<&'a Talent>,
    change: Option<Change<Talent>>,
}

impl Plan<'_> {
    fn outcome(&self) -> Outcome {
        match (&self.change, self.before) {
            (None, _) => Outcome::Unchanged,
            (Some(_), None) => Outcome::Created,
            (Some(_), Some(_)) => Outcome::Updated,
        }
    }
}

fn read(importer: &Importer<'_>, fields: &Fields) -> Row {
    let (mut checks, fields) = (Checks::default(), Reader::new(fields));
    let skill = |checks: &mut Checks, fields: Reader<'_>| {
        let name = fields.mandatory(checks, "skill");
        let skill = require_skill(importer.vocabulary(), checks, &name);
        let level = fields.integer(checks, "level");
        checks.require(level.is_some(), "level", || Problem::Missing {});
        let last_used = fields.optional(checks, "last_used");
        let wants_to_develop = fields.boolean(checks, "wants_to_develop").unwrap_or(false);
        TalentSkillDraft { skill, level: level.unwrap_or(1), last_used, wants_to_develop }
    };
    let status = fields.code(&mut checks, "status", TalentStatus::parse, TalentStatus::ALL);
    checks.require(status.is_some(), "status", || Problem::Missing {});
    let draft = TalentDraft {
        status: status.unwrap_or(TalentStatus::CivilServant),
        branch: fields.code(&mut checks, "branch", Branch::parse, Branch::ALL).unwrap_or(Branch::State),
        line_manager_email: fields.mandatory(&mut checks, "line_manager_email"),
        headline: fields.mandatory(&mut checks, "headline"),
        biography: fields.text(&mut checks, "biography"),
        skills: fields.items(&mut checks, "skills", skill),
        languages: fields.list(&mut checks, "languages"),
        availability: read_availability(&mut checks, fields),
        intent: fields.code(&mut checks, "intent", Intent::parse, Intent::ALL).unwrap_or(Intent::Interest),
        discoverable: fields.boolean(&mut checks, "discoverable").unwrap_or(false),
        hidden_parts: fields.codes(&mut checks, "hidden_parts", ProfilePart::parse, ProfilePart::ALL),
    };
    Row {
        external_id: fields.mandatory(&mut checks, "external_id"),
        person: fields.mandatory(&mut checks, "person"),
        structure: fields.mandatory(&mut checks, "structure"),
        missions: fields.list(&mut checks, "missions"),
        state: fields.code(&mut checks, "state", TalentState::parse, TalentState::ALL),
        draft,
        checks,
    }
}

fn read_availability(checks: &mut Checks, fields: Reader<'_>) -> AvailabilityDraft {
    let fields = fields.group(checks, "availability");
    checks.inside("availability", None, |checks| {
        let remote = fields.code(checks, "remote", Remote::parse, Remote::ALL);
        checks.require(remote.is_some(), "remote", || Problem::Missing {});
        let minutes = fields.integer(checks, "minutes_per_week");
        checks.require(minutes.is_some(), "minutes_per_week", || Problem::Missing {});
        let window = WindowDraft { from: fields.date(checks, "from"), to: fields.date(checks, "to") };
        let told = window.from.is_some() || window.to.is_some();
        AvailabilityDraft {
            remote: remote.unwrap_or(Remote::Partial),
            department: fields.optional(checks, "department_code"),
            also_departments: fields.list(checks, "also_departments"),
            minutes_per_week: minutes.unwrap_or(1),
            windows: Some(window).filter(|_| told).into_iter().collect(),
        }
    })
}

fn plan<'a>(importer: &Importer<'_>, around: &Around<'a>, row: Row) -> Result<Plan<'a>, Refusals> {
    let mut checks = row.checks;
    let known = around.known;
    let before = known.by_external_id.get(&row.external_id);
    let person = around.people.require(&mut checks, "person", &row.person);
    let structure = around.structures.require(&mut checks, "structure", &row.structure).map(|found| found.id);
    let wishes = around.missions.require_all(&mut checks, "missions", &row.missions);
    let profile = person.and_then(|person| {
        check_person(&mut checks, known, before, person);
        let email = &person.email;
        checks.absorb(TalentProfile::parse(&row.draft, email, &importer.programme, importer.today()))
    });
    let Some(((person, structure), profile)) = checks.finish(person.zip(structure).zip(profile))? else {
        return Err(Problem::Missing {}.into());
    };
    let change = match before {
        None => Some(Talent::register(Registration {
            id: TalentId(importer.next_id()),
            external_id: Some(row.external_id),
            person: person.id,
            structure,
            profile,
            wishes,
            draft: row.state == Some(TalentState::Draft),
        })),
        Some(before) if before.profile == profile && before.structure == structure => None,
        Some(before) => Some(before.apply(TalentMove::Update { profile: Box::new(profile), structure })?),
    };
    Ok(Plan { before, change: reach(before, change, row.state)? })
}

/// One registration a person, and one person a registration.
fn check_person(checks: &mut Checks, known: &Known, before: Option<&Talent>, person: &Person) {
    if let Some(before) = before {
        checks.require(before.person == person.id, "person", || Problem::Unchangeable {});
    }
    let other = known.by_person.get(&person.id).filter(|id| before.is_none_or(|before| before.id != **id));
    checks.require(other.is_none(), "person", || Problem::AlreadyRegistered {});
}

/// The change with the moves that lead to the state that the record asks for. Where none does, the state stays: an
/// import does not bring back who has left.
fn reach(
    before: Option<&Talent>,
    change: Option<Change<Talent>>,
    wanted: Option<TalentState>,
) -> Result<Option<Change<Talent>>, Refusals> {
    let Some(talent) = change.as_ref().map(|change| &change.value).or(before) else { return Ok(change) };
    let moves = [TalentMoveKind::Activate, TalentMoveKind::Pause, TalentMoveKind::Resume, TalentMoveKind::Withdraw];
    let wanted = wanted.unwrap_or(talent.state);
    let path = shortest_path(talent.state, wanted, &moves, talent::next_state).unwrap_or_default();
    let mut reached = change.clone();
    for kind in path {
        let attempt = match kind {
            TalentMoveKind::Activate => TalentMove::Activate,
            TalentMoveKind::Pause => TalentMove::Pause,
            TalentMoveKind::Resume => TalentMove::Resume,
            TalentMoveKind::Withdraw | TalentMoveKind::Update | TalentMoveKind::Erase => TalentMove::Withdraw,
        };
        let current = reached.as_ref().map_or(talent, |change| &change.value);
        let next = current.apply(attempt)?;
        reached = Some(then(reached, next));
    }
    Ok(reached)
}
