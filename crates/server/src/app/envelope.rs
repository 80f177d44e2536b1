//! The envelopes of employers: minutes granted in advance, so that small missions need not wait for the employer. Off until
//! an employer grants one; each consent that comes from it is an ordinary one, which can be revoked.

use talents_core::access::{Act, Viewer};
use talents_core::engagement::{
    ConsentKind, ConsentState, Engagement, EngagementMove, EngagementState, Envelope, EnvelopeDraft, Voice,
};
use talents_core::error::{Problem, Refusals};
use talents_core::id::{EnvelopeId, StructureId};
use talents_core::mission::Mission;
use talents_core::structure::Structure;
use talents_store::{Transaction, envelope, structure};
use uuid::Uuid;

use super::command::{Mutation, expect_version};
use super::dossier::{Dossier, Orders};
use super::session::structure_resource;
use super::{App, AppError, Command, Session};

/// What is asked to grant minutes in advance.
#[derive(Debug, Clone, Copy)]
pub struct Grant {
    /// The structure that employs the talents.
    pub employer: StructureId,
    /// How many, for what, until when.
    pub draft: EnvelopeDraft,
}

/// What is asked to withdraw an envelope: what it consented to stands until it is revoked.
#[derive(Debug, Clone, Copy)]
pub struct Withdraw {
    /// Which envelope.
    pub id: EnvelopeId,
    /// The version that the move was decided on.
    pub expected_version: i64,
}

/// Grants minutes in advance.
pub async fn grant(app: &App, command: &Command<'_>, input: Grant) -> Result<Envelope, AppError> {
    by_id(app, EnvelopeId(command.run(app, &input).await?)).await
}

/// Withdraws an envelope.
pub async fn withdraw(app: &App, command: &Command<'_>, input: Withdraw) -> Result<Envelope, AppError> {
    by_id(app, EnvelopeId(command.run(app, &input).await?)).await
}

/// The envelopes of a structure, the newest first, for those who may grant them.
pub async fn of_employer(app: &App, session: &Session, employer: &Structure) -> Result<Vec<Envelope>, AppError> {
    session.check(Act::GrantEnvelope, &structure_resource(employer))?;
    Ok(envelope::of_employer(&app.store, employer.id).await?)
}

/// Whether somebody may read the envelopes of an employer.
pub fn may_read(session: &Session, employer: &Structure) -> bool {
    session.allows(Act::GrantEnvelope, &structure_resource(employer))
}

impl Mutation for Grant {
    async fn run(&self, app: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let unknown = || Refusals::at("structureId", Problem::UnknownStructure { id: self.employer.to_string() });
        let employer = structure::by_id(tx, self.employer).await?.ok_or_else(unknown)?;
        let resource = structure_resource(&employer);
        viewer.may(Act::GrantEnvelope, &resource)?;
        let on_behalf_of = viewer.on_behalf_of(Act::GrantEnvelope, &resource);
        tx.act_for(on_behalf_of);
        let voice = Voice { on_behalf_of, ..Voice::of(viewer.person) };
        let change = Envelope::grant(EnvelopeId(app.ids.next()), employer.id, voice, &self.draft)?;
        envelope::save(tx, None, &change).await?;
        Ok(change.value.id.0)
    }
}

impl Mutation for Withdraw {
    async fn run(&self, _: &App, tx: &mut Transaction, viewer: &Viewer) -> Result<Uuid, AppError> {
        let before = envelope::by_id(tx, self.id).await?.ok_or_else(|| no_such(self.id))?;
        let employer = structure::by_id(tx, before.employer).await?.ok_or_else(|| no_such(self.id))?;
        let resource = structure_resource(&employer);
        viewer.may(Act::GrantEnvelope, &resource).map_err(|_| no_such(self.id))?;
        expect_version(self.expected_version, before.version)?;
        tx.act_for(viewer.on_behalf_of(Act::GrantEnvelope, &resource));
        envelope::save(tx, Some(&before), &before.withdraw()).await?;
        Ok(self.id.0)
    }
}

/// The employer has just been asked about a new engagement: an envelope of theirs may answer.
pub(super) async fn answer_opened(
    app: &App,
    tx: &mut Transaction,
    mission: Mission,
    opened: Engagement,
) -> Result<(), AppError> {
    if envelope::standing_of(tx, opened.terms.employer).await?.is_empty() {
        return Ok(());
    }
    let mut orders = Orders::default();
    let mut dossier = Dossier::around(tx, mission, opened).await?;
    answer(app, tx, &mut dossier, &mut orders).await?;
    orders.carry_out(tx).await
}

/// The employer has just been asked: the oldest envelope that covers the engagement answers, where there is one.
pub(super) async fn answer(
    app: &App,
    tx: &mut Transaction,
    dossier: &mut Dossier,
    orders: &mut Orders,
) -> Result<(), AppError> {
    let engagement = &dossier.engagement;
    let asked = engagement.consents.get(ConsentKind::Employer).state == ConsentState::Requested;
    if !asked || engagement.state() != EngagementState::AwaitingConsents {
        return Ok(());
    }
    for standing in envelope::standing_of(tx, engagement.terms.employer).await? {
        let used = envelope::used(tx, &standing).await?;
        let voice = standing.voice_for(&dossier.engagement, used, app.clock.today());
        if let Some(voice) = voice.filter(|voice| may_speak(dossier, voice)) {
            let granted = EngagementMove::Grant { kind: ConsentKind::Employer, voice, read: None };
            return dossier.make(app, tx, granted, orders).await;
        }
    }
    Ok(())
}

/// Whoever granted the envelope may be a party already, who gives one consent alone: then the employer answers by hand.
fn may_speak(dossier: &Dossier, voice: &Voice) -> bool {
    let (consents, kind) = (&dossier.engagement.consents, ConsentKind::Employer);
    let one_voice = dossier.employer.profile.manager_consents_for_employer;
    consents.check_speaks(kind, voice, dossier.engagement.person).is_ok()
        && consents.check_gives_one(kind, voice.person, one_voice).is_ok()
}

async fn by_id(app: &App, id: EnvelopeId) -> Result<Envelope, AppError> {
    Ok(envelope::by_id(&app.store, id).await?.ok_or_else(|| no_such(id))?)
}

fn no_such(id: EnvelopeId) -> Problem {
    Problem::NoSuchObject { kind: "Envelope".to_owned(), id: id.to_string() }
}
