//! Structures, in whatever order the file has them: those above are taken first.

use std::collections::{HashMap, HashSet};

use talents_core::Change;
use talents_core::error::{Arg, Checks, Problem, Refusals};
use talents_core::id::StructureId;
use talents_core::structure::{Branch, Structure, StructureDraft, StructureProfile};
use talents_store::{Transaction, structure};

use super::columns::Column;
use super::fields::Reader;
use super::lines::Fields;
use super::references::Structures;
use super::report::Outcome;
use super::states::then;
use super::{Importer, Outcomes};
use crate::app::AppError;

/// The columns of a file of structures.
pub(super) const COLUMNS: &[Column] = &[
    Column::mandatory("external_id"),
    Column::mandatory("siret"),
    Column::mandatory("name"),
    Column::optional("acronym"),
    Column::optional("parent"),
    Column::optional("ministry"),
    Column::optional("branch"),
    Column::optional("trusted"),
    Column::optional("manager_consents_for_employer"),
];

/// A structure as a file has it.
struct Row {
    external_id: String,
    parent: String,
    ministry: String,
    draft: StructureDraft,
    /// Left out, the trust stays as it is.
    trusted: Option<bool>,
    checks: Checks,
}

impl Row {
    /// The structures that it names.
    fn above(&self) -> impl Iterator<Item = &str> {
        [self.parent.as_str(), self.ministry.as_str()].into_iter().filter(|name| !name.is_empty())
    }
}

/// Takes the records of a chunk.
pub(super) async fn take(
    importer: &Importer<'_>,
    tx: &mut Transaction,
    records: &[&Fields],
) -> Result<Outcomes, AppError> {
    let rows: Vec<Row> = records.iter().map(|fields| read(fields)).collect();
    let named = rows.iter().flat_map(|row| row.above().chain([row.external_id.as_str()]));
    let mut structures = Structures::load(tx, named).await?;
    let order = from_the_top(&rows);
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let mut outcomes: HashMap<usize, Result<Outcome, Refusals>> = HashMap::new();
    for place in order {
        let Some(row) = rows[place].take() else { continue };
        outcomes.insert(place, take_one(importer, tx, &mut structures, row).await?);
    }
    // What the order leaves out stands above itself.
    let cycle = || Err(Refusals::at("parent", Problem::TreeCycle {}));
    Ok((0..rows.len()).map(|place| outcomes.remove(&place).unwrap_or_else(cycle)).collect())
}

/// The places of the rows so that each comes after those that it names; those in a cycle are left out.
fn from_the_top(rows: &[Row]) -> Vec<usize> {
    let mut waiting: HashSet<&str> = rows.iter().map(|row| row.external_id.as_str()).collect();
    let mut pending: Vec<usize> = (0..rows.len()).collect();
    let mut order = Vec::with_capacity(rows.len());
    loop {
        let (ready, later): (Vec<usize>, Vec<usize>) =
            pending.into_iter().partition(|place| rows[*place].above().all(|name| !waiting.contains(name)));
        if ready.is_empty() {
            return order;
        }
        for place in &ready {
            waiting.remove(rows[*place].external_id.as_str());
        }
        order.extend(ready);
        pending = later;
    }
}

async fn take_one(
    importer: &Importer<'_>,
    tx: &mut Transaction,
    structures: &mut Structures,
    row: Row,
) -> Result<Result<Outcome, Refusals>, AppError> {
    let before = structures.get(&row.external_id).cloned();
    let (external_id, trusted) = (row.external_id.clone(), row.trusted);
    let profile = match parse(importer, structures, row) {
        Ok(profile) => profile,
        Err(refusals) => return Ok(Err(refusals)),
    };
    if before.as_ref().is_none_or(|before| before.profile.siret != profile.siret) {
        let holder = structure::by_siret(tx, &profile.siret).await?;
        if let Some(holder) = holder.filter(|holder| before.as_ref().is_none_or(|before| before.id != holder.id)) {
            let value = holder.profile.siret.as_str().to_owned();
            return Ok(Err(Refusals::at("siret", Problem::Taken { value })));
        }
    }
    let ancestors = match profile.parent {
        Some(parent) => [structure::ancestors(tx, parent).await?, vec![parent]].concat(),
        None => Vec::new(),
    };
    let id = StructureId(importer.next_id());
    let change = match plan(before.as_ref(), id, external_id, profile, &ancestors, trusted) {
        Ok(Some(change)) => change,
        Ok(None) => return Ok(Ok(Outcome::Unchanged)),
        Err(refusals) => return Ok(Err(refusals)),
    };
    structure::save(tx, before.as_ref(), &change).await?;
    structures.learn(change.value);
    Ok(Ok(before.map_or(Outcome::Created, |_| Outcome::Updated)))
}

fn read(fields: &Fields) -> Row {
    let (mut checks, fields) = (Checks::default(), Reader::new(fields));
    let draft = StructureDraft {
        siret: fields.mandatory(&mut checks, "siret"),
        name: fields.mandatory(&mut checks, "name"),
        acronym: fields.text(&mut checks, "acronym"),
        parent: None,
        ministry: None,
        branch: fields.code(&mut checks, "branch", Branch::parse, Branch::ALL).unwrap_or(Branch::State),
        manager_consents_for_employer: fields.boolean(&mut checks, "manager_consents_for_employer").unwrap_or(false),
    };
    Row {
        external_id: fields.mandatory(&mut checks, "external_id"),
        parent: fields.text(&mut checks, "parent"),
        ministry: fields.text(&mut checks, "ministry"),
        draft,
        trusted: fields.boolean(&mut checks, "trusted"),
        checks,
    }
}

fn parse(importer: &Importer<'_>, structures: &Structures, row: Row) -> Result<StructureProfile, Refusals> {
    let Row { parent, ministry, mut draft, mut checks, .. } = row;
    checks.require(importer.programme.admits(draft.branch), "branch", || Problem::BranchClosed {
        branch: Arg::Label("branch", draft.branch.code()),
    });
    draft.parent = structures.require(&mut checks, "parent", &parent).map(|found| found.id);
    draft.ministry = structures.require(&mut checks, "ministry", &ministry).map(|found| found.id);
    let profile = checks.absorb(StructureProfile::parse(&draft));
    checks.finish(profile)?.ok_or_else(|| Problem::Missing {}.into())
}

/// What a record changes; `None` where it says what is there.
fn plan(
    before: Option<&Structure>,
    id: StructureId,
    external_id: String,
    profile: StructureProfile,
    ancestors: &[StructureId],
    trusted: Option<bool>,
) -> Result<Option<Change<Structure>>, Refusals> {
    let change = match before {
        None => Some(Structure::create(id, Some(external_id), profile)),
        Some(before) if before.profile == profile => None,
        Some(before) => Some(before.update(profile, ancestors)?),
    };
    let Some(structure) = change.as_ref().map(|change| &change.value).or(before) else { return Ok(change) };
    let trust = structure.trust(trusted.unwrap_or(structure.trusted));
    Ok(if trust.events.is_empty() { change } else { Some(then(change, trust)) })
}
