//! Roles that people hold for structures. What is imported counts as confirmed by the employer.

use std::collections::HashMap;

use talents_core::error::{Checks, Problem, Refusals};
use talents_core::id::RoleAssignmentId;
use talents_core::person::{Role, RoleAssignment};
use talents_store::{Transaction, role};

use super::columns::Column;
use super::fields::Reader;
use super::lines::Fields;
use super::references::{People, Structures};
use super::{Importer, Outcomes, merge_saved};
use crate::app::AppError;

/// The columns of a file of roles.
pub(super) const COLUMNS: &[Column] = &[
    Column::mandatory("external_id"),
    Column::mandatory("person"),
    Column::mandatory("role"),
    Column::mandatory("structure"),
    Column::optional("from"),
    Column::optional("to"),
    Column::optional("delegate"),
];

/// The roles that can be given: that of a talent comes from registering.
const GIVEN: [Role; 6] =
    [Role::LineManager, Role::Employer, Role::MissionOwner, Role::Dnum, Role::Operator, Role::Observer];

/// A role as a file has it.
struct Row<'a> {
    external_id: String,
    person: String,
    structure: String,
    delegate: String,
    fields: Reader<'a>,
    checks: Checks,
}

/// Takes the records of a chunk.
pub(super) async fn take(
    importer: &Importer<'_>,
    tx: &mut Transaction,
    records: &[&Fields],
) -> Result<Outcomes, AppError> {
    let rows: Vec<Row<'_>> = records.iter().map(|fields| read(fields)).collect();
    let structures = Structures::load(tx, rows.iter().map(|row| row.structure.as_str())).await?;
    let named = rows.iter().flat_map(|row| [row.person.as_str(), row.delegate.as_str()]);
    let people = People::load(tx, named).await?;
    let external_ids: Vec<String> = rows.iter().map(|row| row.external_id.clone()).collect();
    let known: HashMap<String, RoleAssignment> = role::by_external_ids(tx, &external_ids)
        .await?
        .into_iter()
        .filter_map(|found| Some((found.external_id.clone()?, found)))
        .collect();
    let plans: Vec<Result<RoleAssignment, Refusals>> =
        rows.into_iter().map(|row| plan(importer, &structures, &people, &known, row)).collect();
    let roles: Vec<RoleAssignment> = plans.iter().flatten().cloned().collect();
    let saved = role::save_many(tx, &roles).await?;
    Ok(merge_saved(plans, saved))
}

fn read(fields: &Fields) -> Row<'_> {
    let (mut checks, fields) = (Checks::default(), Reader::new(fields));
    Row {
        external_id: fields.mandatory(&mut checks, "external_id"),
        person: fields.mandatory(&mut checks, "person"),
        structure: fields.mandatory(&mut checks, "structure"),
        delegate: fields.text(&mut checks, "delegate"),
        fields,
        checks,
    }
}

/// The role as the record has it; without a first day, it holds from the day of its import on.
fn plan(
    importer: &Importer<'_>,
    structures: &Structures,
    people: &People,
    known: &HashMap<String, RoleAssignment>,
    row: Row<'_>,
) -> Result<RoleAssignment, Refusals> {
    let Row { external_id, person, structure, delegate, fields, mut checks } = row;
    let before = known.get(&external_id);
    let given = |code: &str| Role::parse(code).filter(|role| GIVEN.contains(role));
    let role = fields.code(&mut checks, "role", given, &GIVEN);
    checks.require(role.is_some(), "role", || Problem::Missing {});
    let from = fields.date(&mut checks, "from");
    let from = from.unwrap_or_else(|| before.map_or(importer.today(), |before| before.from));
    let to = fields.date(&mut checks, "to");
    checks.require(to.is_none_or(|to| from <= to), "to", || Problem::EndsBeforeStart {
        start: from.to_string(),
        end: to.unwrap_or(from).to_string(),
    });
    let person = people.require(&mut checks, "person", &person).map(|person| person.id);
    let delegate = people.require(&mut checks, "delegate", &delegate).map(|person| person.id);
    let structure = structures.require(&mut checks, "structure", &structure).map(|found| found.id);
    if let Some(before) = before {
        checks.require(person.is_none_or(|person| person == before.person), "person", || Problem::Unchangeable {});
    }
    let Some(((person, structure), role)) = checks.finish(person.zip(structure).zip(role))? else {
        return Err(Problem::Missing {}.into());
    };
    let id = before.map_or_else(|| RoleAssignmentId(importer.next_id()), |before| before.id);
    Ok(RoleAssignment {
        id,
        external_id: Some(external_id),
        person,
        role,
        structure,
        from,
        to,
        delegate,
        confirmed: true,
    })
}
