//! `talents role`.

use chrono::NaiveDate;
use clap::Subcommand;
use talents_core::error::{Arg, Problem};
use talents_core::event::Actor;
use talents_core::id::RoleAssignmentId;
use talents_core::person::{Email, Person, Role, RoleAssignment};
use talents_core::structure::{Siret, Structure};
use talents_store::{person, role, structure};
use uuid::Uuid;

use super::failure::{Failure, language};
use super::output::print;
use super::settings::StoreSettings;
use crate::app::App;
use crate::messages::messages;

/// What `role` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Attribue un rôle à une personne, pour une structure
    Grant {
        /// Adresse électronique de la personne
        #[arg(long, value_name = "ADRESSE")]
        person: String,
        /// Rôle attribué
        #[arg(long, value_name = "RÔLE", help = "LINE_MANAGER, EMPLOYER, MISSION_OWNER, DNUM, OPERATOR ou OBSERVER")]
        role: String,
        /// SIRET de la structure, ou son identifiant d’import
        #[arg(long, value_name = "STRUCTURE")]
        structure: String,
        /// Premier jour ; aujourd’hui par défaut
        #[arg(long, value_name = "AAAA-MM-JJ")]
        from: Option<NaiveDate>,
        /// Dernier jour
        #[arg(long, value_name = "AAAA-MM-JJ")]
        to: Option<NaiveDate>,
    },
    /// Liste les rôles d’une personne : identifiant, rôle, structure, premier et dernier jour
    List {
        /// Adresse électronique de la personne
        #[arg(long, value_name = "ADRESSE")]
        person: String,
    },
    /// Retire un rôle : hier est son dernier jour
    Revoke {
        /// Identifiant du rôle, comme l’affichent « role grant » et « role list »
        #[arg(value_name = "ATTRIBUTION")]
        id: Uuid,
    },
}

/// Grants, lists or revokes roles.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = arguments.store.open().await?;
    match arguments.action {
        Action::Grant { person, role, structure, from, to } => {
            let held = (from.unwrap_or_else(|| app.clock.today()), to);
            grant(&app, &person, &role, &structure, held).await
        }
        Action::List { person } => list(&app, &person).await,
        Action::Revoke { id } => revoke(&app, RoleAssignmentId(id)).await,
    }
}

async fn grant(
    app: &App,
    address: &str,
    name: &str,
    structure: &str,
    (from, to): (NaiveDate, Option<NaiveDate>),
) -> Result<(), Failure> {
    if let Some(to) = to.filter(|to| *to < from) {
        return Err(Problem::EndsBeforeStart { start: from.to_string(), end: to.to_string() }.into());
    }
    let found = find_person(app, address).await?;
    let assignment = RoleAssignment {
        id: RoleAssignmentId(app.ids.next()),
        external_id: None,
        person: found.id,
        role: parse_role(name)?,
        structure: find_structure(app, structure).await?.id,
        from,
        to,
        delegate: None,
        confirmed: true,
    };
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    role::save(&mut tx, &assignment).await?;
    tx.commit().await?;
    print(&assignment.id.to_string())
}

async fn list(app: &App, address: &str) -> Result<(), Failure> {
    let person = find_person(app, address).await?;
    let line = |held: &RoleAssignment| {
        let last = held.to.map(|day| day.to_string()).unwrap_or_default();
        format!("{}\t{}\t{}\t{}\t{last}\n", held.id, held.role, held.structure, held.from)
    };
    let roles = role::of_person(&app.store, person.id).await?;
    print(&roles.iter().filter(|held| held.person == person.id).map(line).collect::<String>())
}

async fn find_person(app: &App, address: &str) -> Result<Person, Failure> {
    let found = person::by_email(&app.store, &Email::parse(address)?).await?;
    Ok(found.ok_or_else(|| Problem::UnknownPerson { id: address.to_owned() })?)
}

/// A role that can be assigned: one is a talent by registering.
fn parse_role(name: &str) -> Result<Role, Problem> {
    let assigned = Role::ALL.iter().filter(|role| **role != Role::Talent);
    let allowed = || assigned.clone().map(|role| role.code()).collect::<Vec<_>>().join(", ");
    let found = assigned.clone().find(|role| role.code() == name);
    found.copied().ok_or_else(|| Problem::UnknownCode { value: name.to_owned(), allowed: allowed() })
}

/// The structure of that SIRET, or that an import calls so.
pub(super) async fn find_structure(app: &App, name: &str) -> Result<Structure, Failure> {
    let by_name = structure::by_external_ids(&app.store, &[name.to_owned()]).await?.into_iter().next();
    let found = match (by_name, Siret::parse(name)) {
        (Some(structure), _) => Some(structure),
        (None, Ok(siret)) => structure::by_siret(&app.store, &siret).await?,
        (None, Err(_)) => None,
    };
    Ok(found.ok_or_else(|| Problem::UnknownStructure { id: name.to_owned() })?)
}

async fn revoke(app: &App, id: RoleAssignmentId) -> Result<(), Failure> {
    let yesterday = app.clock.today().pred_opt().unwrap_or_default();
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    let unknown = || Problem::NoSuchObject { kind: "Role".to_owned(), id: id.to_string() };
    role::revoke(&mut tx, id, yesterday).await?.ok_or_else(unknown)?;
    tx.commit().await?;
    print(&messages().text(language(), "cli-role-revoked", &[("id", Arg::Text(id.to_string()))]))
}
