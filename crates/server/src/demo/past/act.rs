//! The steps of the past, each through the use case that a client would call.

use chrono::NaiveDate;
use serde_json::Value;
use talents_core::application::ApplicationMove;
use talents_core::engagement::{ConsentKind, Engagement, PlanDraft};
use talents_core::id::{ApplicationId, EngagementId, MissionId, TalentId};
use talents_core::mission::{Mission, MissionMove};
use talents_core::service_offer::{ServiceDraft, ServiceOffer};
use talents_core::talent::{Talent, TalentMove};
use talents_core::time_sheet::{TimeSheet, TimeSheetMove, WorkDraft};
use talents_store::{engagement, mission, service_offer, structure, talent, time_sheet};

use super::names::{Names, there};
use super::step::{Act, Step};
use super::{DemoError, MISSIONS, import_file};
use crate::app::error::signed;
use crate::app::service_offer::Make;
use crate::app::{self, App, Command, Session, consent};
use crate::import::{Format, Kind};
use crate::jobs;

/// Carries a step out.
pub(super) async fn carry_out(app: &App, names: &mut Names, step: &Step) -> Result<(), DemoError> {
    if matches!(step.act, Act::RunJobs) {
        jobs::run_due(app).await?;
        return Ok(());
    }
    let session = names.session(app, &step.by).await?;
    let mut actor = Actor { app, names, session, step, key: app.ids.next().to_string() };
    match step.act.clone() {
        Act::RunJobs => Ok(()),
        Act::Publish => actor.publish().await,
        Act::Complete => actor.complete().await,
        Act::Endow { structure, minutes } => actor.endow(&structure, minutes).await,
        Act::Pause => actor.change_registration(TalentMove::Pause).await,
        Act::Leave => actor.change_registration(TalentMove::Withdraw).await,
        Act::Erase => actor.change_registration(TalentMove::Erase { unsettled: 0 }).await,
        Act::Offer(offer) => actor.offer(offer.into()).await,
        Act::WithdrawOffer => actor.withdraw_offer().await,
        Act::Apply { motivation } => actor.apply(motivation).await,
        Act::Invite => actor.invite().await,
        Act::Select(stint) => actor.select(stint.into()).await,
        Act::Shortlist => actor.answer(ApplicationMove::Shortlist).await,
        Act::Decline { reason } => actor.answer(ApplicationMove::Decline(reason)).await,
        Act::Withdraw { reason } => actor.answer(ApplicationMove::Withdraw(reason)).await,
        Act::Grant { kind } => actor.consent(kind, consent::Ask::Grant(None)).await,
        Act::Refuse { kind, reason, comment } => actor.consent(kind, consent::Ask::Refuse(reason, comment)).await,
        Act::Revoke { kind, comment } => actor.consent(kind, consent::Ask::Revoke(comment)).await,
        Act::Reschedule(stint) => actor.go_on(app::engagement::Ask::Reschedule(stint.into())).await,
        Act::Start => actor.go_on(app::engagement::Ask::Start).await,
        Act::Suspend { reason } => actor.go_on(app::engagement::Ask::Suspend(reason)).await,
        Act::Deliver => actor.go_on(app::engagement::Ask::Deliver).await,
        Act::Interrupt { reason } => actor.go_on(app::engagement::Ask::Interrupt(reason)).await,
        Act::Close => actor.go_on(app::engagement::Ask::Close).await,
        Act::Declare(stint) => actor.declare(stint.into()).await,
        Act::Validate { first } => actor.settle(first, TimeSheetMove::Validate).await,
        Act::Dispute { first, reason } => actor.settle(first, TimeSheetMove::Dispute(reason)).await,
        Act::Void { first, reason } => actor.settle(first, TimeSheetMove::Void(reason)).await,
        Act::Reverse { first, reason } => actor.settle(first, TimeSheetMove::Reverse(reason)).await,
    }
}

/// Who acts, in a step.
struct Actor<'a> {
    app: &'a App,
    names: &'a mut Names,
    session: Session,
    step: &'a Step,
    key: String,
}

impl Actor<'_> {
    fn command(&self, operation: &'static str) -> Command<'_> {
        Command { session: &self.session, operation, key: &self.key, input: format!("{:?}", self.step) }
    }

    /// The mission goes through the import, as those of the present do.
    async fn publish(&self) -> Result<(), DemoError> {
        let is_it = |line: &&str| {
            let record: Option<Value> = serde_json::from_str(line).ok();
            record.is_some_and(|record| record["external_id"] == self.step.mission.as_str())
        };
        let record = there(&self.step.mission, MISSIONS.lines().find(is_it))?;
        import_file(self.app, Kind::Missions, Format::JsonLines, record).await
    }

    async fn complete(&mut self) -> Result<(), DemoError> {
        let id = self.mission().await?;
        let Mission { version, .. } = there(&self.step.mission, mission::by_id(&self.app.store, id).await?)?;
        let ask = app::mission::Ask::Move(MissionMove::Complete);
        let asked = app::mission::Move { id, expected_version: signed(version), ask };
        app::mission::make_move(self.app, &self.command("missionComplete"), asked).await?;
        Ok(())
    }

    async fn endow(&self, external_id: &str, minutes: i64) -> Result<(), DemoError> {
        let found = structure::by_external_ids(&self.app.store, &[external_id.to_owned()]).await?.pop();
        let ask = app::credit::Ask::Endow(there(external_id, found)?.id, minutes);
        app::credit::move_credits(self.app, &self.command("creditEndow"), ask).await?;
        Ok(())
    }

    async fn change_registration(&mut self, attempt: TalentMove) -> Result<(), DemoError> {
        let id = self.talent().await?;
        let Talent { version, .. } = there(&self.step.talent, talent::by_id(&self.app.store, id).await?)?;
        let asked = app::talent::Move { id, expected_version: signed(version), attempt };
        app::talent::make_move(self.app, &self.command("talentMove"), asked).await?;
        Ok(())
    }

    async fn offer(&self, service: ServiceDraft) -> Result<(), DemoError> {
        app::service_offer::make(self.app, &self.command("serviceOfferMake"), Make { service }).await?;
        Ok(())
    }

    async fn withdraw_offer(&mut self) -> Result<(), DemoError> {
        let offers = service_offer::of_talent(&self.app.store, self.talent().await?).await?;
        let ServiceOffer { id, version, .. } = there(&self.step.talent, offers.into_iter().next())?;
        let asked = app::service_offer::Move { id, expected_version: signed(version), service: None };
        app::service_offer::make_move(self.app, &self.command("serviceOfferWithdraw"), asked).await?;
        Ok(())
    }

    async fn apply(&mut self, motivation: String) -> Result<(), DemoError> {
        let asked = app::application::Submit { mission: self.mission().await?, motivation };
        let made = app::application::submit(self.app, &self.command("applicationSubmit"), asked).await?;
        self.names.applications.insert(self.couple(), made.id);
        Ok(())
    }

    async fn invite(&mut self) -> Result<(), DemoError> {
        let asked = app::application::Invite { mission: self.mission().await?, talent: self.talent().await? };
        let made = app::application::invite(self.app, &self.command("applicationInvite"), asked).await?;
        self.names.applications.insert(self.couple(), made.id);
        Ok(())
    }

    async fn select(&mut self, plan: PlanDraft) -> Result<(), DemoError> {
        let asked = app::application::Select { id: self.application()?, expected_version: None, plan };
        let (_, opened) = app::application::select(self.app, &self.command("applicationSelect"), asked).await?;
        self.names.engagements.insert(self.couple(), there(&self.step.talent, opened)?.id);
        Ok(())
    }

    async fn answer(&self, attempt: ApplicationMove) -> Result<(), DemoError> {
        let asked = app::application::Move { id: self.application()?, expected_version: None, attempt };
        app::application::make_move(self.app, &self.command("applicationMove"), asked).await?;
        Ok(())
    }

    async fn consent(&self, kind: ConsentKind, ask: consent::Ask) -> Result<(), DemoError> {
        let id = self.engagement().await?.consents.get(kind).id;
        let asked = consent::Move { id, expected_version: None, ask };
        consent::make_move(self.app, &self.command("consentMove"), asked).await?;
        Ok(())
    }

    async fn go_on(&self, ask: app::engagement::Ask) -> Result<(), DemoError> {
        let Engagement { id, version, .. } = self.engagement().await?;
        let asked = app::engagement::Move { id, expected_version: signed(version), ask };
        app::engagement::make_move(self.app, &self.command("engagementMove"), asked).await?;
        Ok(())
    }

    async fn declare(&self, work: WorkDraft) -> Result<(), DemoError> {
        let asked = app::time_sheet::Declare { engagement: self.engagement_id()?, work };
        app::time_sheet::declare(self.app, &self.command("timeSheetDeclare"), asked).await?;
        Ok(())
    }

    /// Moves the last sheet that begins on that day.
    async fn settle(&self, first: NaiveDate, attempt: TimeSheetMove) -> Result<(), DemoError> {
        let sheets = time_sheet::of_engagement(&self.app.store, self.engagement_id()?).await?;
        let sheet = sheets.into_iter().rfind(|sheet| sheet.work.days.first() == first);
        let TimeSheet { id, version, .. } = there(&first.to_string(), sheet)?;
        let asked = app::time_sheet::Move { id, expected_version: signed(version), attempt };
        app::time_sheet::make_move(self.app, &self.command("timeSheetMove"), asked).await?;
        Ok(())
    }

    async fn mission(&mut self) -> Result<MissionId, DemoError> {
        self.names.mission(self.app, &self.step.mission).await
    }

    async fn talent(&mut self) -> Result<TalentId, DemoError> {
        self.names.talent(self.app, &self.step.talent).await
    }

    /// The talent and the mission of the step.
    fn couple(&self) -> (String, String) {
        (self.step.talent.clone(), self.step.mission.clone())
    }

    /// The talent's candidature for the mission.
    fn application(&self) -> Result<ApplicationId, DemoError> {
        there(&self.step.talent, self.names.applications.get(&self.couple()).copied())
    }

    /// The talent's engagement for the mission.
    fn engagement_id(&self) -> Result<EngagementId, DemoError> {
        there(&self.step.talent, self.names.engagements.get(&self.couple()).copied())
    }

    async fn engagement(&self) -> Result<Engagement, DemoError> {
        let id = self.engagement_id()?;
        there(&self.step.talent, engagement::by_id(&self.app.store, id).await?)
    }
}
