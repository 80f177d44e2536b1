//! Structures: create, update, trust.

use talents_core::access::{Act, Resource, Viewer};
use talents_core::error::{Arg, Checks, Problem};
use talents_core::id::StructureId;
use talents_core::structure::{Branch, Structure, StructureDraft, StructureProfile};
use talents_core::text::fold;
use talents_store::{Transaction, structure};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::session::structure_resource;
use super::skill::check_length;
use super::{App, AppError, Command};

/// What is asked to create a structure.
#[derive(Debug, Clone)]
pub struct Create {
    /// The number of the establishment.
    pub siret: String,
    /// The full name.
    pub name: String,
    /// The acronym.
    pub acronym: String,
    /// The structure above.
    pub parent: Option<StructureId>,
    /// Its ministry; nothing for a ministry.
    pub ministry: Option<StructureId>,
    /// The branch of the public service.
    pub branch: Branch,
    /// Whether a line manager's consent may come with the employer's.
    pub manager_consents_for_employer: bool,
}

/// What is asked to change a structure: what is `None` stays as it is.
#[derive(Debug, Clone)]
pub struct Update {
    /// Which structure.
    pub id: StructureId,
    /// The version that the change was decided on.
    pub expected_version: i64,
    /// See [`Create::siret`].
    pub siret: Option<String>,
    /// See [`Create::name`].
    pub name: Option<String>,
    /// See [`Create::acronym`].
    pub acronym: Option<String>,
    /// See [`Create::parent`]; `Some(None)` puts it at the top.
    pub parent: Option<Option<StructureId>>,
    /// See [`Create::ministry`]; `Some(None)` makes it a ministry.
    pub ministry: Option<Option<StructureId>>,
    /// See [`Create::manager_consents_for_employer`].
    pub manager_consents_for_employer: Option<bool>,
}

/// What is asked to trust a structure, or to trust it no longer.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Which structure.
    pub id: StructureId,
    /// The version that the change was decided on.
    pub expected_version: i64,
    /// Whether its missions are published at once.
    pub trusted: bool,
}

/// Creates a structure.
pub async fn create(app: &App, command: &Command<'_>, input: Create) -> Result<Structure, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, StructureId(id)).await
}

impl Mutation for Create {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let id = StructureId(app.ids.next());
        // The ministry that it will belong to; a new ministry belongs to nobody yet, so only the operator makes one.
        let resource = Resource { structure: Some(id), ministry: self.ministry, ..Resource::default() };
        viewer.may(Act::ManageStructure, &resource)?;
        let profile = StructureProfile::parse(&self.to_draft())?;
        check_neighbours(app, tx, &profile).await?;
        structure::save(tx, None, &Structure::create(id, None, profile)).await?;
        Ok(id.0)
    }
}

/// Changes what is said of a structure.
pub async fn update(app: &App, command: &Command<'_>, input: Update) -> Result<Structure, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, StructureId(id)).await
}

impl Mutation for Update {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let before = load(tx, self.id).await?;
        viewer.may(Act::UpdateStructure, &structure_resource(&before))?;
        expect_version(self.expected_version, before.version)?;
        let profile = StructureProfile::parse(&self.apply_to(before.profile.to_draft()))?;
        check_moves_allowed(viewer, &before, &profile)?;
        let ancestors = check_neighbours(app, tx, &profile).await?;
        structure::save(tx, Some(&before), &before.update(profile, &ancestors)?).await?;
        Ok(self.id.0)
    }
}

/// Says whether a structure's missions are published at once.
pub async fn trust(app: &App, command: &Command<'_>, input: Trust) -> Result<Structure, AppError> {
    let id = command.run(app, &input).await?;
    by_id(app, StructureId(id)).await
}

impl Mutation for Trust {
    async fn run(&self, _: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let before = load(tx, self.id).await?;
        viewer.may(Act::ManageStructure, &structure_resource(&before))?;
        expect_version(self.expected_version, before.version)?;
        structure::save(tx, Some(&before), &before.trust(self.trusted)).await?;
        Ok(self.id.0)
    }
}

/// A structure that must be there.
pub async fn by_id(app: &App, id: StructureId) -> Result<Structure, AppError> {
    structure::by_id(&app.store, id).await?.ok_or_else(|| no_such(id).into())
}

/// The structures whose name or acronym has every word of the query, by name; all of them for an empty one.
pub async fn search(app: &App, query: &str) -> Result<Vec<Structure>, AppError> {
    check_length("query", query, 200)?;
    let words: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
    let mut found = structure::all(&app.store).await?;
    found.retain(|structure| {
        let text = fold(&format!("{} {}", structure.profile.name, structure.profile.acronym));
        words.iter().all(|word| text.contains(word.as_str()))
    });
    found.sort_by_cached_key(|structure| (fold(&structure.profile.name), structure.id));
    Ok(found)
}

async fn load(tx: &Transaction, id: StructureId) -> Result<Structure, AppError> {
    structure::by_id(tx, id).await?.ok_or_else(|| no_such(id).into())
}

fn no_such(id: StructureId) -> Problem {
    Problem::NoSuchObject { kind: "Structure".to_owned(), id: id.to_string() }
}

/// Whether the structures that a profile names exist and its branch takes part; gives those above it.
async fn check_neighbours(
    app: &App,
    tx: &Transaction,
    profile: &StructureProfile,
) -> Result<Vec<StructureId>, AppError> {
    let mut checks = Checks::default();
    let programme = app.programme().await?;
    checks.require(programme.admits(profile.branch), "branch", || Problem::BranchClosed {
        branch: Arg::Label("branch", profile.branch.code()),
    });
    for (field, id) in [("parentId", profile.parent), ("ministryId", profile.ministry)] {
        let Some(id) = id else { continue };
        let found = structure::by_id(tx, id).await?;
        checks.require(found.is_some(), field, || Problem::UnknownStructure { id: id.to_string() });
    }
    checks.finish(())?;
    let Some(parent) = profile.parent else { return Ok(Vec::new()) };
    let mut ancestors = structure::ancestors(tx, parent).await?;
    ancestors.push(parent);
    Ok(ancestors)
}

/// Moving a structure to another ministry is for those who may manage structures there.
fn check_moves_allowed(viewer: &Viewer, before: &Structure, profile: &StructureProfile) -> Result<(), AppError> {
    if before.profile.ministry != profile.ministry {
        let target = Resource { ministry: profile.ministry, ..Resource::default() };
        viewer.may(Act::ManageStructure, &target)?;
    }
    Ok(())
}

impl Create {
    fn to_draft(&self) -> StructureDraft {
        StructureDraft {
            siret: self.siret.clone(),
            name: self.name.clone(),
            acronym: self.acronym.clone(),
            parent: self.parent,
            ministry: self.ministry,
            branch: self.branch,
            manager_consents_for_employer: self.manager_consents_for_employer,
        }
    }
}

impl Update {
    fn apply_to(&self, draft: StructureDraft) -> StructureDraft {
        StructureDraft {
            siret: self.siret.clone().unwrap_or(draft.siret),
            name: self.name.clone().unwrap_or(draft.name),
            acronym: self.acronym.clone().unwrap_or(draft.acronym),
            parent: self.parent.unwrap_or(draft.parent),
            ministry: self.ministry.unwrap_or(draft.ministry),
            branch: draft.branch,
            manager_consents_for_employer: self
                .manager_consents_for_employer
                .unwrap_or(draft.manager_consents_for_employer),
        }
    }
}
