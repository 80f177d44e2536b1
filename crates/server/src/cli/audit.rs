//! `talents audit`: is the trail of events whole, and where was it on a day.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use ed25519_dalek::VerifyingKey;
use talents_core::audit::{Anchor, ChainFault, ChainFaultKind};
use talents_core::error::Arg;

use super::failure::{Failure, language};
use super::output::print;
use super::settings::StoreSettings;
use crate::app::audit::{self, AnchorProblem};
use crate::clock::{Clock as _, SystemClock};
use crate::messages::messages;

/// What `audit` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    /// Clé Ed25519 des ancres, au format PEM : privée pour « anchor » ; pour « verify », la publique suffit
    #[arg(long, global = true, value_name = "FICHIER", env = "TALENTS_AUDIT_KEY")]
    key: Option<PathBuf>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Donne l’état signé de chaque chaîne d’événements, à garder ailleurs
    Anchor {
        /// Fichier à écrire ; la sortie standard par défaut
        #[arg(long, value_name = "FICHIER")]
        output: Option<PathBuf>,
    },
    /// Trouve tout événement modifié, déplacé, ajouté ou manquant
    Verify {
        /// Ancre à laquelle comparer : une fin coupée ou une chaîne récrite se voient aussi
        #[arg(long, value_name = "FICHIER")]
        anchor: Option<PathBuf>,
    },
}

/// Anchors or verifies.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let key = arguments.key.as_deref();
    match arguments.action {
        Action::Anchor { output } => anchor(&arguments.store, key, output.as_deref()).await,
        Action::Verify { anchor } => verify(&arguments.store, key, anchor.as_deref()).await,
    }
}

async fn anchor(store: &StoreSettings, key: Option<&Path>, output: Option<&Path>) -> Result<(), Failure> {
    let path = key.ok_or_else(|| Failure::usage("cli-audit-no-key"))?;
    let key = audit::signing_key(&read(path)?).ok_or_else(|| unfit("cli-audit-bad-private-key", path))?;
    let sealed = match audit::anchor(&store.read().await?, SystemClock.now()).await? {
        Ok(anchor) => audit::seal(&anchor, &key),
        Err(faults) => return refuse(&faults),
    };
    let written = match output {
        Some(path) => std::fs::write(path, sealed),
        None => io::stdout().lock().write_all(sealed.as_bytes()),
    };
    written.map_err(|error| Failure::unavailable(&error))
}

/// Exit code 1 where something is wrong.
async fn verify(store: &StoreSettings, key: Option<&Path>, anchor: Option<&Path>) -> Result<(), Failure> {
    let anchor = match anchor {
        Some(path) => Some(trusted(path, &public_key(key)?)?),
        None => None,
    };
    let at = anchor.as_ref().map(|anchor| anchor.at);
    let trail = audit::verify(&store.read().await?, anchor).await?;
    if !trail.faults.is_empty() {
        return refuse(&trail.faults);
    }
    let counts = [("events", (&trail.events).into()), ("chains", (&trail.chains).into())];
    print(&messages().text(language(), "cli-audit-sound", &counts))?;
    match at {
        Some(at) => print(&messages().text(language(), "cli-audit-anchored", &[("at", Arg::Text(at.to_rfc3339()))])),
        None => Ok(()),
    }
}

fn public_key(path: Option<&Path>) -> Result<VerifyingKey, Failure> {
    let path = path.ok_or_else(|| Failure::usage("cli-audit-no-key"))?;
    audit::verifying_key(&read(path)?).ok_or_else(|| unfit("cli-audit-bad-key", path))
}

/// An anchor whose signature is the key's.
fn trusted(path: &Path, key: &VerifyingKey) -> Result<Anchor, Failure> {
    audit::unseal(&read(path)?, key).map_err(|problem| match problem {
        AnchorProblem::Malformed => unfit("cli-audit-bad-anchor", path),
        AnchorProblem::Forged => Failure::Refused(Some(about("cli-audit-forged", path, &[]))),
    })
}

fn read(path: &Path) -> Result<String, Failure> {
    let told = |error: io::Error| about("cli-audit-unreadable", path, &[("detail", Arg::Text(error.to_string()))]);
    std::fs::read_to_string(path).map_err(|error| Failure::Usage(told(error)))
}

fn unfit(message: &str, path: &Path) -> Failure {
    Failure::Usage(about(message, path, &[]))
}

fn about(message: &str, path: &Path, more: &[(&'static str, Arg)]) -> String {
    let file = ("file", Arg::Text(path.display().to_string()));
    messages().text(language(), message, &[&[file], more].concat())
}

/// A line a fault, then exit code 1.
fn refuse(faults: &[ChainFault]) -> Result<(), Failure> {
    print(&faults.iter().map(told).collect::<String>())?;
    Err(Failure::Refused(None))
}

/// What is wrong, where.
fn told(fault: &ChainFault) -> String {
    let what = messages().label(language(), "chain-fault", fault.kind.code());
    let object = fault
        .object_kind
        .map_or_else(|| "?".to_owned(), |kind| messages().label(language(), "object-kind", kind.code()));
    let (id, count) = match fault.kind {
        ChainFaultKind::Cut => ("cli-audit-cut", "left"),
        ChainFaultKind::Altered
        | ChainFaultKind::Missing
        | ChainFaultKind::Inserted
        | ChainFaultKind::Reordered
        | ChainFaultKind::Rewritten => ("cli-audit-place", "place"),
    };
    let place = messages().text(
        language(),
        id,
        &[
            ("object", Arg::Text(object)),
            ("id", Arg::Text(fault.object.to_string())),
            ("event", Arg::Text(fault.event.to_string())),
            (count, Arg::Number(i64::try_from(fault.place).unwrap_or(i64::MAX))),
        ],
    );
    format!("{what}\t{place}\n")
}
