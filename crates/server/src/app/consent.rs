//! Consents: given, refused, taken back by the party that was asked; asked for once more by the host.

use talents_core::access::{Act, Viewer};
use talents_core::engagement::{
    Consent, ConsentKind, ConsentState, Engagement, EngagementMove, EngagementState, RefusalReason, TermsHash, Voice,
    when_manager_changes,
};
use talents_core::error::{Problem, Refusals};
use talents_core::id::{ConsentId, EngagementId, PersonId};
use talents_store::{Transaction, engagement};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders, confirmed_manager};
use super::{App, AppError, Command, envelope};

/// What is asked of a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Say yes; to the terms of that hash, where the client says which it showed.
    Grant(Option<String>),
    /// Say no.
    Refuse(RefusalReason, String),
    /// Take a yes back; why, may be empty.
    Revoke(String),
    /// Ask the party once more.
    AskAgain,
}

/// What is asked to move a consent.
#[derive(Debug, Clone)]
pub struct Move {
    /// Which consent.
    pub id: ConsentId,
    /// The version of the engagement that the answer was decided on, where the client says so.
    pub expected_version: Option<i64>,
    /// Which move.
    pub ask: Ask,
}

/// Makes a move of a consent; gives it with its engagement.
pub async fn make_move(app: &App, command: &Command<'_>, input: Move) -> Result<(Consent, Engagement), AppError> {
    let engagement = EngagementId(command.run(app, &input).await?);
    let engagement = super::engagement::by_id(app, engagement).await?;
    let consent = engagement.consents.iter().find(|consent| consent.id == input.id).cloned();
    Ok((consent.ok_or_else(|| no_such(input.id))?, engagement))
}

impl Mutation for Move {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let id = engagement::of_consent(tx, self.id).await?.ok_or_else(|| no_such(self.id))?;
        let mut orders = Orders::default();
        let mut dossier = Dossier::load(tx, id).await?;
        let kind = kind_of(&dossier.engagement, self.id)?;
        let version = dossier.engagement.version;
        redirect(app, tx, &mut dossier, &mut orders).await?;
        let attempt = self.permitted(viewer, tx, &dossier, kind)?;
        expect_version(self.expected_version.unwrap_or(super::error::signed(version)), version)?;
        let revoked = dossier.engagement.consents.get(kind).state == ConsentState::Revoked;
        let asks_employer = self.ask == Ask::AskAgain && kind == ConsentKind::Employer;
        dossier.make(app, tx, attempt, &mut orders).await?;
        // Whoever took the employer's yes back is asked in person: an envelope would overrule them.
        if asks_employer && !revoked {
            envelope::answer(app, tx, &mut dossier, &mut orders).await?;
        }
        orders.carry_out(tx).await?;
        Ok(id.0)
    }
}

impl Move {
    /// The move that is asked for, where the viewer may make it: nobody answers in another's place but a delegate.
    fn permitted(
        &self,
        viewer: &Viewer,
        tx: &mut Transaction,
        dossier: &Dossier,
        kind: ConsentKind,
    ) -> Result<EngagementMove, AppError> {
        let parties = dossier.parties();
        let (act, resource) = match self.ask {
            Ask::Grant(_) | Ask::Refuse(..) | Ask::Revoke(_) => parties.to_consent(kind),
            Ask::AskAgain => (Act::RunEngagement, parties.of_host()),
        };
        if viewer.may(act, &resource).is_err() && !parties.may_read(viewer) {
            return Err(no_such(self.id).into());
        }
        viewer.may(act, &resource)?;
        let on_behalf_of = viewer.on_behalf_of(act, &resource);
        tx.act_for(on_behalf_of);
        let voice = Voice { on_behalf_of, ..Voice::of(viewer.person) };
        Ok(match self.ask.clone() {
            Ask::Grant(read) => EngagementMove::Grant { kind, voice, read: read.map(parse_hash).transpose()? },
            Ask::Refuse(reason, comment) => EngagementMove::Refuse { kind, voice, reason, comment },
            Ask::Revoke(comment) => EngagementMove::Revoke { kind, voice, comment },
            Ask::AskAgain => EngagementMove::AskAgain(kind),
        })
    }
}

/// A line manager's request goes to whoever is confirmed today: roles are granted and end outside of engagements.
pub(super) async fn redirect(
    app: &App,
    tx: &mut Transaction,
    dossier: &mut Dossier,
    orders: &mut Orders,
) -> Result<bool, AppError> {
    let open = dossier.engagement.state() == EngagementState::AwaitingConsents
        && dossier.engagement.consents.get(ConsentKind::LineManager).state != ConsentState::Granted;
    if !open {
        return Ok(false);
    }
    let manager = confirmed_manager(app, tx, &dossier.talent).await?;
    let Some(attempt) = redirection(&dossier.engagement, manager) else { return Ok(false) };
    dossier.make(app, tx, attempt, orders).await?;
    Ok(true)
}

/// The move that has an open request go to the line manager who is confirmed today, if that is somebody else: never the
/// talent.
pub(crate) fn redirection(engagement: &Engagement, confirmed: Option<PersonId>) -> Option<EngagementMove> {
    when_manager_changes(engagement, confirmed.filter(|person| *person != engagement.person))
}

/// A consent that was not answered in time expires.
pub(crate) async fn expire(app: &App, tx: &mut Transaction, consent: &Consent) -> Result<(), AppError> {
    let mut orders = Orders::default();
    let mut dossier = Dossier::load(tx, consent.engagement).await?;
    dossier.make(app, tx, EngagementMove::Expire(consent.kind), &mut orders).await?;
    orders.carry_out(tx).await
}

/// Has the open request to a line manager go to whoever is confirmed today; says whether that is somebody else.
pub(crate) async fn follow_manager(app: &App, tx: &mut Transaction, id: EngagementId) -> Result<bool, AppError> {
    let mut orders = Orders::default();
    let mut dossier = Dossier::load(tx, id).await?;
    let moved = redirect(app, tx, &mut dossier, &mut orders).await?;
    orders.carry_out(tx).await?;
    Ok(moved)
}

fn kind_of(engagement: &Engagement, id: ConsentId) -> Result<ConsentKind, AppError> {
    let found = engagement.consents.iter().find(|consent| consent.id == id);
    Ok(found.ok_or_else(|| no_such(id))?.kind)
}

#[expect(clippy::needless_pass_by_value, reason = "it comes out of an option")]
fn parse_hash(text: String) -> Result<TermsHash, Refusals> {
    TermsHash::parse(&text).ok_or_else(|| Refusals::at("termsHash", Problem::TermsChanged {}))
}

fn no_such(id: ConsentId) -> Problem {
    Problem::NoSuchObject { kind: "Consent".to_owned(), id: id.to_string() }
}
