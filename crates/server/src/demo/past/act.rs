//! Carries the steps of the past out, through the use cases.

use chrono::NaiveDate;
use serde_json::Value;
use talents_core::application::ApplicationMove;
use talents_core::engagement::{ConsentKind, Engagement, PlanDraft};
use talents_core::id::ApplicationId;
use talents_core::mission::{Mission, MissionMove};
use talents_core::talent::{Talent, TalentMove};
use talents_core::time_sheet::{TimeSheetMove, WorkDraft};
use talents_store::{application, engagement, mission, person, structure, talent, time_sheet};

use super::step::{Act, Step};
use super::{DemoError, MISSIONS, import_file};
use crate::app::error::signed;
use crate::app::{self, App, Command, Session, consent};
use crate::import::{Format, Kind};
use crate::messages::Language;

/// Carries a step out.
pub(super) async fn carry_out(app: &App, step: &Step) -> Result<(), DemoError> {
    let found = person::by_external_ids(&app.store, std::slice::from_ref(&step.by)).await?;
    let session = Session::of(app, only(&step.by, found)?.id, Language::French).await?;
    let actor = Actor { app, session, step, key: app.ids.next().to_string() };
    match step.act.clone() {
        Act::Publish => actor.publish().await,
        Act::Complete => actor.complete().await,
        Act::Endow { structure, minutes } => actor.endow(&structure, minutes).await,
        Act::Pause => actor.pause().await,
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
        let record = MISSIONS.lines().find(is_it).ok_or_else(|| missing(&self.step.mission))?;
        import_file(self.app, Kind::Missions, Format::JsonLines, record).await
    }

    async fn complete(&self) -> Result<(), DemoError> {
        let Mission { id, version, .. } = self.mission().await?;
        let ask = app::mission::Ask::Move(MissionMove::Complete);
        let asked = app::mission::Move { id, expected_version: signed(version), ask };
        app::mission::make_move(self.app, &self.command("missionComplete"), asked).await?;
        Ok(())
    }

    async fn endow(&self, external_id: &str, minutes: i64) -> Result<(), DemoError> {
        let found = structure::by_external_ids(&self.app.store, &[external_id.to_owned()]).await?;
        let ask = app::credit::Ask::Endow(only(external_id, found)?.id, minutes);
        app::credit::move_credits(self.app, &self.command("creditEndow"), ask).await?;
        Ok(())
    }

    async fn pause(&self) -> Result<(), DemoError> {
        let Talent { id, version, .. } = self.talent().await?;
        let asked = app::talent::Move { id, expected_version: signed(version), attempt: TalentMove::Pause };
        app::talent::make_move(self.app, &self.command("talentPause"), asked).await?;
        Ok(())
    }

    async fn apply(&self, motivation: String) -> Result<(), DemoError> {
        let asked = app::application::Submit { mission: self.mission().await?.id, motivation };
        app::application::submit(self.app, &self.command("applicationSubmit"), asked).await?;
        Ok(())
    }

    async fn invite(&self) -> Result<(), DemoError> {
        let asked = app::application::Invite { mission: self.mission().await?.id, talent: self.talent().await?.id };
        app::application::invite(self.app, &self.command("applicationInvite"), asked).await?;
        Ok(())
    }

    async fn select(&self, plan: PlanDraft) -> Result<(), DemoError> {
        let asked = app::application::Select { id: self.application().await?, expected_version: None, plan };
        app::application::select(self.app, &self.command("applicationSelect"), asked).await?;
        Ok(())
    }

    async fn answer(&self, attempt: ApplicationMove) -> Result<(), DemoError> {
        let asked = app::application::Move { id: self.application().await?, expected_version: None, attempt };
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
        let asked = app::time_sheet::Declare { engagement: self.engagement().await?.id, work };
        app::time_sheet::declare(self.app, &self.command("timeSheetDeclare"), asked).await?;
        Ok(())
    }

    /// Moves the last sheet that begins on that day.
    async fn settle(&self, first: NaiveDate, attempt: TimeSheetMove) -> Result<(), DemoError> {
        let sheets = time_sheet::of_engagement(&self.app.store, self.engagement().await?.id).await?;
        let sheet = sheets.into_iter().rfind(|sheet| sheet.work.days.first() == first);
        let sheet = sheet.ok_or_else(|| missing(&first.to_string()))?;
        let asked = app::time_sheet::Move { id: sheet.id, expected_version: signed(sheet.version), attempt };
        app::time_sheet::make_move(self.app, &self.command("timeSheetMove"), asked).await?;
        Ok(())
    }

    async fn mission(&self) -> Result<Mission, DemoError> {
        let named = &self.step.mission;
        only(named, mission::by_external_ids(&self.app.store, std::slice::from_ref(named)).await?)
    }

    async fn talent(&self) -> Result<Talent, DemoError> {
        let named = &self.step.talent;
        only(named, talent::by_external_ids(&self.app.store, std::slice::from_ref(named)).await?)
    }

    /// The talent's candidature for the mission.
    async fn application(&self) -> Result<ApplicationId, DemoError> {
        let (mission, talent) = (self.mission().await?, self.talent().await?);
        let found = application::of_mission(&self.app.store, mission.id).await?;
        let theirs = found.into_iter().rfind(|application| application.talent == talent.id);
        Ok(theirs.ok_or_else(|| missing(&self.step.talent))?.id)
    }

    /// The talent's engagement for the mission.
    async fn engagement(&self) -> Result<Engagement, DemoError> {
        let (mission, talent) = (self.mission().await?, self.talent().await?);
        let found = engagement::of_mission(&self.app.store, mission.id).await?;
        let theirs = found.into_iter().rfind(|engagement| engagement.terms.talent == talent.id);
        theirs.ok_or_else(|| missing(&self.step.talent))
    }
}

fn only<T>(named: &str, found: Vec<T>) -> Result<T, DemoError> {
    found.into_iter().next().ok_or_else(|| missing(named))
}

fn missing(named: &str) -> DemoError {
    DemoError::Rejected(format!("there is no {named}"))
}
