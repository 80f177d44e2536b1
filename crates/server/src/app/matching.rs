//! Who fits a mission, and which missions fit a talent. Whatever is served to a person goes through here, and is logged.

use chrono::NaiveDate;
use talents_core::id::{MissionId, TalentId};
use talents_core::mission::{Mission, Modalities, ModalitiesDraft, RequirementDraft, parse_requirements};
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_matching::{
    CursorProblem, RankRequest, RankedHit, Ranking, Snapshot, TalentDocument, TalentVisibility, Window,
};
use talents_store::ranking_log::{Question, VisibleTalents};
use talents_store::{person, structure};
use uuid::Uuid;

use super::ranking_log::{entry, made_with};
use super::search::talent_visibility;
use super::session::structure_resource;
use super::{App, AppError, Session, mission, neutral, skill};

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
    // Nothing ranks by the rhythm, and the log of what was served holds no text.
    let modalities = Modalities { rhythm: String::new(), ..modalities };
    let requirements = parse_requirements(requirements)?;
    skill::check_known(app, "requirements", requirements.iter().map(|requirement| requirement.skill))?;
    let visible = visible(&visibility);
    let question = Question::Preview { requirements: requirements.clone(), modalities: modalities.clone(), visible };
    let request = RankRequest::of_requirements(requirements, modalities, app.clock.today());
    serve_talents(app, session, question, (request, visibility), window).await
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
    let question = Question::Mission {
        mission: found.id,
        version: found.version,
        published_version: found.published_version,
        visible: visible(&visibility),
    };
    let request = RankRequest::of_mission(found, app.clock.today());
    serve_talents(app, session, question, (request, visibility), window).await
}

/// How well one talent fits a mission, with the score that the whole ranking gives them, for those who write it; `None`
/// where they are not ranked for it: something keeps them out, or they did not opt in.
pub async fn talent_for(
    app: &App,
    session: &Session,
    found: &Mission,
    host: &Structure,
    talent: TalentId,
) -> Result<Option<RankedHit<TalentId>>, AppError> {
    mission::check_may_match(session, &structure_resource(host))?;
    let visibility = TalentVisibility { discoverable: false, structures: Vec::new(), talent: Some(talent) };
    let question = Question::Mission {
        mission: found.id,
        version: found.version,
        published_version: found.published_version,
        visible: visible(&visibility),
    };
    let request = RankRequest::of_mission(found, app.clock.today());
    let ranking = serve_talents(app, session, question, (request, visibility), &Window::first(1)).await?;
    Ok(ranking.hits.into_iter().next())
}

/// Ranks the missions open today for a talent: for themselves alone.
pub async fn missions_for(
    app: &App,
    session: &Session,
    found: &Talent,
    window: &Window,
) -> Result<Ranking<MissionId>, AppError> {
    let question = Question::Talent { talent: found.id, version: found.version };
    let (document, as_of) = (own_document(app, found).await?, app.clock.today());
    let rank = |snapshot: &Snapshot, window: &Window| snapshot.rank_missions(&document, as_of, window);
    serve(app, session, (question, as_of), window, rank).await
}

async fn serve_talents(
    app: &App,
    session: &Session,
    question: Question,
    (request, visibility): (RankRequest, TalentVisibility),
    window: &Window,
) -> Result<Ranking<TalentId>, AppError> {
    let rank = |snapshot: &Snapshot, window: &Window| snapshot.rank_talents(&request, &visibility, window);
    serve(app, session, (question, request.as_of), window, rank).await
}

/// Ranks, or puts in neutral order while the ranking is suspended, and logs the page before it is given away.
async fn serve<Id: Copy + Into<Uuid>>(
    app: &App,
    session: &Session,
    (question, as_of): (Question, NaiveDate),
    window: &Window,
    rank: impl Fn(&Snapshot, &Window) -> Result<Ranking<Id>, CursorProblem> + Send + Sync,
) -> Result<Ranking<Id>, AppError> {
    let person = session.viewer()?.person;
    let is_suspended = app.programme().await?.is_ranking_suspended();
    let (reached, snapshot) = app.snapshot_reached();
    let made_with = made_with((reached, &snapshot), as_of, is_suspended);
    let ranking = neutral::page(is_suspended, &question, window, |window| rank(&snapshot, window))?;
    let page = entry(app, person, (question, made_with), window, &ranking);
    app.ranking_log.add(page).await?;
    Ok(ranking)
}

fn visible(visibility: &TalentVisibility) -> VisibleTalents {
    let TalentVisibility { discoverable, structures, talent } = visibility.clone();
    VisibleTalents { discoverable, structures, talent }
}

/// A talent as their own search for missions knows them.
pub(super) async fn own_document(app: &App, found: &Talent) -> Result<TalentDocument, AppError> {
    let employer = structure::by_id(&app.store, found.structure).await?;
    let ministry = employer.map_or(found.structure, |structure: Structure| structure.ministry_id());
    let own = person::by_id(&app.store, found.person).await?;
    let own_names = own.map(|person| [person.given_name, person.family_name]).unwrap_or_default();
    Ok(TalentDocument::for_self(found, &own_names, ministry))
}
