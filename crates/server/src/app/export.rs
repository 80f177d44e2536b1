//! What goes home in a spreadsheet: the statement of an account, the file of a mission. Each as far as its reader may see.

use std::collections::HashMap;

use chrono::NaiveDate;
use talents_core::access::{Act, not_allowed};
use talents_core::application::Application;
use talents_core::calendar::Days;
use talents_core::engagement::Engagement;
use talents_core::error::{Problem, Refusals};
use talents_core::id::{MissionId, PersonId, StructureId, TalentId};
use talents_core::mission::Mission;
use talents_core::person::Person;
use talents_core::structure::Structure;
use talents_core::talent::Talent;
use talents_store::{application, engagement, mission, person, structure, talent, time_sheet};

use super::history::readable_engagements;
use super::session::structure_resource;
use super::talent::{Sight, sight};
use super::{App, AppError, Session, ledger};
use crate::export::mission::{Candidature, MissionFile};
use crate::export::{File, Format};
use crate::messages::{Language, messages};

/// The statement of a structure's account over some days, for those who may see the account.
pub async fn statement(
    app: &App,
    session: &Session,
    id: StructureId,
    (from, to): (NaiveDate, NaiveDate),
    format: Format,
) -> Result<File, AppError> {
    session.viewer()?;
    let gone = || Problem::NoSuchObject { kind: "Structure".to_owned(), id: id.to_string() };
    let owner = structure::by_id(&app.store, id).await?.ok_or_else(gone)?;
    session.check(Act::ReadAccount, &structure_resource(&owner))?;
    let reversed = || Problem::EndsBeforeStart { start: from.to_string(), end: to.to_string() };
    let days = Days::try_new(from, to).ok_or_else(|| Refusals::at("to", reversed()))?;
    let table = ledger::statement_table(app, id, days, session.language).await?;
    let siret = owner.profile.siret.as_str();
    let name = format!("releve-{siret}-{from}-{to}");
    File::of(table, format, &name, &messages().text(session.language, "export-sheet", &[])).await
}

/// The file of a mission: whole for those who write it; to a candidate or a party of an engagement, what was published and
/// what is their own.
///
/// # Errors
/// [`Problem::NoSuchObject`] for a mission that one may not see, [`Problem::NotAllowed`] for one that one has no part in.
pub async fn mission(app: &App, session: &Session, id: MissionId, format: Format) -> Result<File, AppError> {
    session.viewer()?;
    let (found, host) = load(app, id).await?;
    let is_seen = super::mission::may_read(session, &found, &host);
    let (applications, engagements) = parts(app, session, &found, &host).await?;
    if applications.is_empty()
        && engagements.is_empty()
        && !session.allows(Act::WriteMission, &structure_resource(&host))
    {
        let problem = if is_seen { not_allowed(Act::WriteMission) } else { no_such(id) };
        return Err(problem.into());
    }
    let reader = Reader::Session(session);
    write(app, &reader, (found, host), (applications, engagements), format).await
}

/// The whole file of a mission, for whoever has a shell on the server.
pub async fn mission_here(app: &App, id: MissionId, language: Language, format: Format) -> Result<File, AppError> {
    let (found, host) = load(app, id).await?;
    let applications = application::all_of_mission(&app.store, id).await?;
    let engagements = engagement::of_mission(&app.store, id).await?;
    write(app, &Reader::CommandLine(language), (found, host), (applications, engagements), format).await
}

/// Who reads a file.
enum Reader<'a> {
    Session(&'a Session),
    CommandLine(Language),
}

impl Reader<'_> {
    const fn language(&self) -> Language {
        match self {
            Self::Session(session) => session.language,
            Self::CommandLine(language) => *language,
        }
    }

    /// What the reader sees of who a talent is, where nothing else makes them known.
    fn sight(&self, talent: &Talent, ministry: Option<StructureId>) -> Option<Sight> {
        match self {
            Self::Session(session) => sight(session, talent, ministry),
            Self::CommandLine(_) => Some(Sight::Whole),
        }
    }
}

async fn load(app: &App, id: MissionId) -> Result<(Mission, Structure), AppError> {
    let found = mission::by_id(&app.store, id).await?.ok_or_else(|| no_such(id))?;
    let host = structure::by_id(&app.store, found.host).await?.ok_or_else(|| no_such(id))?;
    Ok((found, host))
}

fn no_such(id: MissionId) -> Problem {
    Problem::NoSuchObject { kind: "Mission".to_owned(), id: id.to_string() }
}

/// The candidatures and the engagements that somebody may read.
async fn parts(
    app: &App,
    session: &Session,
    mission: &Mission,
    host: &Structure,
) -> Result<(Vec<Application>, Vec<Engagement>), AppError> {
    let viewer = session.viewer()?;
    let applications = if viewer.may(Act::HandleApplications, &structure_resource(host)).is_ok() {
        application::all_of_mission(&app.store, mission.id).await?
    } else if let Some(own) = talent::by_person(&app.store, viewer.person).await? {
        application::of_talent_for(&app.store, own.id, mission.id).await?
    } else {
        Vec::new()
    };
    Ok((applications, readable_engagements(app, viewer, mission, host).await?))
}

async fn write(
    app: &App,
    reader: &Reader<'_>,
    (mission, host): (Mission, Structure),
    (applications, engagements): (Vec<Application>, Vec<Engagement>),
    format: Format,
) -> Result<File, AppError> {
    let language = reader.language();
    let versions = mission::versions(&app.store, mission.id).await?;
    let ids: Vec<_> = engagements.iter().map(|engagement| engagement.id).collect();
    let mut sheets = time_sheet::of_engagements(&app.store, &ids).await?;
    sheets.sort_by_key(|sheet| (sheet.work.days.first(), sheet.id));
    let directory = Directory::load(app, &applications, &engagements).await?;
    let candidatures = applications.into_iter().map(|application| {
        let (who, employer) = directory.of_application(reader, &application);
        Candidature { application, who, employer }
    });
    let file = MissionFile {
        language,
        minutes_per_day: app.programme().await?.minutes_per_day,
        candidatures: candidatures.collect(),
        engagements: engagements.into_iter().map(|one| (directory.of_engagement(&one), one)).collect(),
        mission,
        host,
        versions,
        sheets,
    };
    let name = format!("mission-{}", file.mission.id);
    let sheet = messages().text(language, "export-mission-sheet", &[]);
    File::of(crate::export::mission::table(&file), format, &name, &sheet).await
}

/// The people and the structures of a file.
struct Directory {
    talents: HashMap<TalentId, Talent>,
    people: HashMap<PersonId, Person>,
    structures: HashMap<StructureId, Structure>,
}

impl Directory {
    async fn load(app: &App, applications: &[Application], engagements: &[Engagement]) -> Result<Self, AppError> {
        let mut ids: Vec<TalentId> = applications.iter().map(|application| application.talent).collect();
        ids.extend(engagements.iter().map(|engagement| engagement.terms.talent));
        let talents = talent::by_ids(&app.store, &ids).await?;
        let people: Vec<_> = talents.iter().map(|talent| talent.person).collect();
        let people = person::by_ids(&app.store, &people).await?;
        let mut employers: Vec<StructureId> = talents.iter().map(|talent| talent.structure).collect();
        employers.extend(engagements.iter().map(|engagement| engagement.terms.employer));
        let structures = structure::by_ids(&app.store, &employers).await?;
        Ok(Self {
            talents: talents.into_iter().map(|talent| (talent.id, talent)).collect(),
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            structures: structures.into_iter().map(|structure| (structure.id, structure)).collect(),
        })
    }

    /// Who applied, by name once they have, and who employs them; nothing of whom the reader may not know of.
    fn of_application(&self, reader: &Reader<'_>, application: &Application) -> (String, String) {
        let Some(talent) = self.talents.get(&application.talent) else { return Default::default() };
        let employer = self.structures.get(&talent.structure);
        let seen = reader.sight(talent, employer.map(Structure::ministry_id));
        let is_known = application.profile.is_some() || matches!(seen, Some(Sight::Whole | Sight::Identified));
        if seen.is_none() && !is_known {
            return Default::default();
        }
        let person = self.people.get(&talent.person);
        let who = person.map(|person| if is_known { person.full_name() } else { person.initials() });
        let employer = employer.map(|employer| employer.profile.name.clone());
        (who.unwrap_or_default(), employer.unwrap_or_default())
    }

    /// The parties of an engagement know each other: the talent by name, and the employer of the accord.
    fn of_engagement(&self, engagement: &Engagement) -> (String, String) {
        let person = self.talents.get(&engagement.terms.talent).and_then(|talent| self.people.get(&talent.person));
        let employer = self.structures.get(&engagement.terms.employer);
        let employer = employer.map(|employer| employer.profile.name.clone());
        (person.map(Person::full_name).unwrap_or_default(), employer.unwrap_or_default())
    }
}
