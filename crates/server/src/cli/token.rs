//! `talents token`.

use chrono::TimeDelta;
use clap::Subcommand;
use rand::RngCore;
use talents_core::error::{Arg, Problem};
use talents_core::event::Actor;
use talents_core::id::TokenId;
use talents_core::person::Email;
use talents_store::person;
use talents_store::token::{self, Token};
use uuid::Uuid;

use super::failure::{Failure, language};
use super::output::{print, say};
use super::settings::StoreSettings;
use crate::app::App;
use crate::app::session::hash_token;
use crate::messages::messages;

/// What `token` is asked.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    store: StoreSettings,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Crée un jeton et l’affiche, une seule fois
    Create {
        /// Adresse électronique de la personne
        #[arg(long, value_name = "ADRESSE")]
        person: String,
        /// À quoi il sert
        #[arg(long, value_name = "TEXTE", default_value = "")]
        label: String,
        /// Nombre de jours de validité
        #[arg(long, value_name = "JOURS", default_value_t = 90, value_parser = clap::value_parser!(i64).range(1..=3650))]
        days: i64,
    },
    /// Révoque un jeton
    Revoke {
        /// Identifiant du jeton, comme l’affiche « token list »
        #[arg(value_name = "JETON")]
        id: Uuid,
    },
    /// Liste les jetons, sans leur contenu
    List,
}

/// Makes, revokes or lists tokens.
pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let app = arguments.store.open().await?;
    match arguments.action {
        Action::Create { person, label, days } => create(&app, &person, label, days).await,
        Action::Revoke { id } => revoke(&app, TokenId(id)).await,
        Action::List => list(&app).await,
    }
}

async fn create(app: &App, address: &str, label: String, days: i64) -> Result<(), Failure> {
    let unknown = || Problem::UnknownPerson { id: address.to_owned() };
    let found = person::by_email(&app.store, &Email::parse(address)?).await?.ok_or_else(unknown)?;
    let mut secret = [0; 32];
    rand::rng().fill_bytes(&mut secret);
    let bearer = hex::encode(secret);
    let now = app.clock.now();
    let expires_at = Some(now + TimeDelta::days(days));
    let id = TokenId(app.ids.next());
    let token = Token { id, person: found.id, label, created_at: now, expires_at, revoked_at: None };
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    token::insert(&mut tx, &token, &hash_token(&bearer)).await?;
    tx.commit().await?;
    say(&messages().text(language(), "cli-token-created", &[("id", Arg::Text(id.to_string()))]));
    print(&bearer)
}

async fn revoke(app: &App, id: TokenId) -> Result<(), Failure> {
    let mut tx = app.store.begin(app.stamp(Actor::CommandLine), app.ids.clone()).await?;
    let unknown = || Problem::NoSuchObject { kind: "Token".to_owned(), id: id.to_string() };
    token::revoke(&mut tx, id).await?.ok_or_else(unknown)?;
    tx.commit().await?;
    Ok(())
}

async fn list(app: &App) -> Result<(), Failure> {
    let now = app.clock.now();
    let line = |token: &Token| {
        let state = if token.counts_at(now) { "actif" } else { "inactif" };
        let until = token.expires_at.map(|instant| instant.date_naive().to_string()).unwrap_or_default();
        format!("{}\t{state}\t{until}\t{}\t{}\n", token.id, token.person, token.label)
    };
    print(&token::all(&app.store).await?.iter().map(line).collect::<String>())
}
