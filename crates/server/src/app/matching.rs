//! Who fits a mission, and which missions fit a talent.

use talents_core::id::{MissionId, TalentId};
use talents_core::mission::{Mission, Modalities, ModalitiesDraft, RequirementDraft, parse_requirements};
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_matching::{RankRequest, Ranking, TalentDocument, Window};
use talents_store::{person, structure};

use super::search::talent_visibility;
use super::session::structure_resource;
use super::{App, AppError, Session, mission, skill};

/// Ranks talents for requirements that nobody has stored: the preview while a mission is written.
pub async fn preview(
    app: &App,
    session: &Session,
    requirements: &[RequirementDraft],
    modalities: &ModalitiesDraft,
    window: &Window,
) -> Result<Ranking<TalentId>, AppError> {
    let visibility = talent_visibility(app, session).await?;
    let programme = app.programme().await?;
    let modalities = Modalities::parse(modalities, &programme).map_err(|refusals| refusals.inside("modalities"))?;
    let requirements = parse_requirements(requirements)?;
    skill::check_known(app, "requirements", requirements.iter().map(|requirement| requirement.skill))?;
    let request = RankRequest::of_requirements(requirements, modalities, app.clock.today());
    Ok(app.engine.snapshot().rank_talents(&request, &visibility, window)?)
}

/// Ranks talents for a mission, for those who write it.
pub async fn talents_for(
    app: &App,
    session: &Session,
    found: &Mission,
    host: &Structure,
    window: &Window,
) -> Result<Ranking<TalentId>, AppError> {
    mission::check_may_match(session, &structure_resource(host))?;
    let visibility = talent_visibility(app, session).await?;
    let request = RankRequest::of_mission(found, app.clock.today());
    Ok(app.engine.snapshot().rank_talents(&request, &visibility, window)?)
}

/// Ranks the missions open today for a talent: for themselves alone.
pub async fn missions_for(app: &App, found: &Talent, window: &Window) -> Result<Ranking<MissionId>, AppError> {
    let employer = structure::by_id(&app.store, found.structure).await?;
    let ministry = employer.map_or(found.structure, |structure: Structure| structure.ministry_id());
    let own = person::by_id(&app.store, found.person).await?;
    let own_names = own.map(|person| [person.given_name, person.family_name]).unwrap_or_default();
    let document = TalentDocument::for_self(found, &own_names, ministry);
    Ok(app.engine.snapshot().rank_missions(&document, app.clock.today(), window)?)
}
