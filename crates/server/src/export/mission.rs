//! The file of a mission as one table: what was published, who applied, what was agreed on and what was worked.

use talents_core::application::Application;
use talents_core::calendar::paris_day;
use talents_core::engagement::{Consent, Engagement};
use talents_core::mission::{Mission, MissionContent, MissionVersion};
use talents_core::structure::Structure;
use talents_core::time_sheet::TimeSheet;

use super::statement::hundredths_of_days;
use super::{Cell, Table};
use crate::messages::{Language, messages};

/// The columns, by their names in the catalogue.
const COLUMNS: [&str; 11] = [
    "export-section",
    "export-day",
    "export-who",
    "export-structure",
    "export-kind",
    "export-state",
    "export-first",
    "export-last",
    "export-minutes",
    "export-days",
    "export-detail",
];

/// A candidature, with who applied and who employs them, as far as the reader may know; else empty.
#[derive(Debug)]
pub struct Candidature {
    /// The candidature.
    pub application: Application,
    /// The name, or the initials.
    pub who: String,
    /// The name of the employer.
    pub employer: String,
}

/// What the file of a mission holds.
#[derive(Debug)]
pub struct MissionFile {
    /// The language of the words.
    pub language: Language,
    /// Minutes in a day of work; at least 1.
    pub minutes_per_day: u32,
    /// The mission as it is.
    pub mission: Mission,
    /// Whose it is.
    pub host: Structure,
    /// What was published, in order.
    pub versions: Vec<MissionVersion>,
    /// Who applied or was invited, in order.
    pub candidatures: Vec<Candidature>,
    /// The engagements, each with the names of its talent and of the employer of the accord.
    pub engagements: Vec<((String, String), Engagement)>,
    /// Their time sheets, by their first day.
    pub sheets: Vec<TimeSheet>,
}

/// A row, but for the columns that it leaves empty.
#[derive(Default)]
struct Row {
    day: Option<Cell>,
    who: String,
    structure: String,
    kind: String,
    state: String,
    days: Option<(Cell, Cell)>,
    minutes: Option<i64>,
    detail: String,
}

/// The file as a table.
pub fn table(file: &MissionFile) -> Table {
    let mut rows = vec![COLUMNS.iter().map(|id| messages().text(file.language, id, &[]).into()).collect()];
    rows.push(file.row("export-section-mission", file.mission_row()));
    rows.extend(
        file.versions.iter().map(|version| file.row("export-section-version", MissionFile::version_row(version))),
    );
    let applications = file.candidatures.iter();
    rows.extend(applications.map(|one| file.row("export-section-application", file.application_row(one))));
    for (names, engagement) in &file.engagements {
        rows.push(file.row("export-section-engagement", file.engagement_row(names, engagement)));
        let consents = engagement.consents.iter();
        rows.extend(consents.map(|consent| file.row("export-section-consent", file.consent_row(consent))));
        let sheets = file.sheets.iter().filter(|sheet| sheet.engagement == engagement.id);
        rows.extend(sheets.map(|sheet| file.row("export-section-time-sheet", file.sheet_row(names, sheet))));
    }
    Table { rows }
}

impl MissionFile {
    fn label(&self, list: &str, code: &str) -> String {
        messages().label(self.language, list, code)
    }

    fn row(&self, section: &str, row: Row) -> Vec<Cell> {
        let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
        let (first, last) = row.days.unwrap_or((Cell::Empty, Cell::Empty));
        let worked = row.minutes.map(|minutes| Cell::Hundredths(hundredths_of_days(minutes, self.minutes_per_day)));
        vec![
            messages().text(self.language, section, &[]).into(),
            row.day.unwrap_or(Cell::Empty),
            text(row.who),
            text(row.structure),
            text(row.kind),
            text(row.state),
            first,
            last,
            row.minutes.map_or(Cell::Empty, Cell::Whole),
            worked.unwrap_or(Cell::Empty),
            text(row.detail),
        ]
    }

    fn mission_row(&self) -> Row {
        Row {
            day: Some(Cell::Day(paris_day(self.mission.created_at))),
            structure: self.host.profile.name.clone(),
            kind: self.label("urgency", self.mission.content.urgency.code()),
            state: self.label("mission-state", self.mission.state.code()),
            ..Self::content_row(&self.mission.content)
        }
    }

    fn version_row(version: &MissionVersion) -> Row {
        Row {
            day: Some(Cell::Day(paris_day(version.published_at))),
            kind: version.number.to_string(),
            ..Self::content_row(&version.content)
        }
    }

    fn content_row(content: &MissionContent) -> Row {
        let day = |day: Option<chrono::NaiveDate>| day.map_or(Cell::Empty, Cell::Day);
        Row {
            days: Some((day(content.modalities.start_from), day(content.modalities.end_by))),
            minutes: content.modalities.effort_minutes.map(i64::from),
            detail: content.title.clone(),
            ..Row::default()
        }
    }

    fn application_row(&self, candidature: &Candidature) -> Row {
        let application = &candidature.application;
        let last = application.decisions.last();
        Row {
            day: Some(Cell::Day(paris_day(application.created_at))),
            who: candidature.who.clone(),
            structure: candidature.employer.clone(),
            kind: self.label("origin", application.origin.code()),
            state: self.label("application-state", application.state.code()),
            detail: last.map(|decision| decision.reason.clone()).unwrap_or_default(),
            ..Row::default()
        }
    }

    fn engagement_row(&self, (who, employer): &(String, String), engagement: &Engagement) -> Row {
        let days = engagement.terms.days();
        let stop = engagement.stage.stop();
        Row {
            day: Some(Cell::Day(paris_day(engagement.opened_at))),
            who: who.clone(),
            structure: employer.clone(),
            kind: engagement.terms.mission_version.to_string(),
            state: self.label("engagement-state", engagement.state().code()),
            days: Some((Cell::Day(days.first()), Cell::Day(days.last()))),
            minutes: Some(engagement.terms.plan.minutes.into()),
            detail: stop.map(|stop| self.label("end-cause", stop.cause.code())).unwrap_or_default(),
        }
    }

    fn consent_row(&self, consent: &Consent) -> Row {
        let answer = consent.answer.as_ref();
        let reason = answer.and_then(|answer| answer.reason);
        Row {
            day: Some(Cell::Day(paris_day(answer.map_or(consent.asked_at, |answer| answer.at)))),
            kind: self.label("consent-kind", consent.kind.code()),
            state: self.label("consent-state", consent.state.code()),
            detail: reason.map(|reason| self.label("refusal-reason", reason.code())).unwrap_or_default(),
            ..Row::default()
        }
    }

    fn sheet_row(&self, (who, employer): &(String, String), sheet: &TimeSheet) -> Row {
        let days = sheet.work.days;
        Row {
            day: Some(Cell::Day(paris_day(sheet.changed_at))),
            who: who.clone(),
            structure: employer.clone(),
            state: self.label("time-sheet-state", sheet.state.code()),
            days: Some((Cell::Day(days.first()), Cell::Day(days.last()))),
            minutes: Some(sheet.work.minutes.into()),
            detail: sheet.reason.clone(),
            ..Row::default()
        }
    }
}
