//! Missions, in whatever state they are.

use std::collections::HashMap;

use chrono::{DateTime, Days, NaiveTime, Utc};
use talents_core::Change;
use talents_core::engagement::standing;
use talents_core::error::{Checks, Problem, Refusals};
use talents_core::id::{MissionId, PersonId};
use talents_core::mission::{
    self, DEFAULT_WEIGHT, Importance, Mission, MissionContent, MissionDraft, MissionMove, MissionMoveKind,
    MissionState, ModalitiesDraft, MoveContext, NewMission, RequirementDraft, Standing, Urgency,
};
use talents_core::place::Remote;
use talents_core::structure::Structure;
use talents_store::{Transaction, engagement, mission as table};

use super::columns::Column;
use super::fields::Reader;
use super::lines::Fields;
use super::references::{People, Structures, require_skill};
use super::report::Outcome;
use super::states::{shortest_path, then};
use super::{Importer, Outcomes};
use crate::app::AppError;

/// How long before its deadline an expired mission counts as published, in days.
const EXPIRED_PUBLISHED_BEFORE: Days = Days::new(30);

/// The columns of a file of missions.
pub(super) const COLUMNS: &[Column] = &[
    Column::mandatory("external_id"),
    Column::mandatory("host"),
    Column::mandatory("owner"),
    Column::mandatory("title"),
    Column::optional("context"),
    Column::optional("deliverables"),
    Column::optional("remote").inside("modalities"),
    Column::optional("department_code").inside("modalities"),
    Column::optional("rhythm").inside("modalities"),
    Column::optional("start_from").inside("modalities"),
    Column::optional("start_to").inside("modalities"),
    Column::optional("end_by").inside("modalities"),
    Column::optional("effort_minutes").inside("modalities"),
    Column::optional("languages").list().inside("modalities"),
    Column::optional("requirements").items(&["skill", "importance", "min_level", "weight"]),
    Column::optional("seats"),
    Column::optional("urgency"),
    Column::optional("application_deadline"),
    Column::optional("state"),
    Column::optional("reason"),
];

/// A mission as a file has it.
struct Row {
    external_id: String,
    host: String,
    owner: String,
    draft: MissionDraft,
    state: Option<MissionState>,
    reason: String,
    checks: Checks,
}

/// Takes the records of a chunk.
pub(super) async fn take(
    importer: &Importer<'_>,
    tx: &mut Transaction,
    records: &[&Fields],
) -> Result<Outcomes, AppError> {
    let rows: Vec<Row> = records.iter().map(|fields| read(importer, fields)).collect();
    let structures = Structures::load(tx, rows.iter().map(|row| row.host.as_str())).await?;
    let people = People::load(tx, rows.iter().map(|row| row.owner.as_str())).await?;
    let external_ids: Vec<String> = rows.iter().map(|row| row.external_id.clone()).collect();
    let mut known = HashMap::new();
    for found in table::by_external_ids(tx, &external_ids).await? {
        known.extend(found.external_id.clone().map(|external_id| (external_id, found)));
    }
    let ids: Vec<MissionId> = known.values().map(|mission: &Mission| mission.id).collect();
    let engagements = engagement::of_missions(tx, &ids).await?;
    let mut outcomes = Vec::with_capacity(rows.len());
    for row in rows {
        let before = known.get(&row.external_id);
        let own =
            engagements.iter().filter(|engagement| Some(engagement.terms.mission) == before.map(|known| known.id));
        let standing = standing(own);
        let outcome = match plan(importer, &structures, &people, (before, standing), row) {
            // What its parties consented to is for people to change, one mission at a time.
            Ok(Some(_)) if standing.open > 0 => Err(Refusals::at("external_id", Problem::MissionEngaged {})),
            Err(refusals) => Err(refusals),
            Ok(None) => Ok(Outcome::Unchanged),
            Ok(Some(change)) => {
                table::save(tx, before, &change).await?;
                Ok(before.map_or(Outcome::Created, |_| Outcome::Updated))
            }
        };
        outcomes.push(outcome);
    }
    Ok(outcomes)
}

fn read(importer: &Importer<'_>, fields: &Fields) -> Row {
    let (mut checks, fields) = (Checks::default(), Reader::new(fields));
    let requirement = |checks: &mut Checks, fields: Reader<'_>| {
        let name = fields.mandatory(checks, "skill");
        let skill = require_skill(importer.vocabulary(), checks, &name);
        let importance = fields.code(checks, "importance", Importance::parse, Importance::ALL);
        let min_level = fields.integer(checks, "min_level").unwrap_or(1);
        let weight = fields.integer(checks, "weight").unwrap_or(DEFAULT_WEIGHT);
        let importance = importance.unwrap_or(Importance::Essential);
        RequirementDraft { skill, importance, min_level, weight }
    };
    let draft = MissionDraft {
        title: fields.mandatory(&mut checks, "title"),
        context: fields.text(&mut checks, "context"),
        deliverables: fields.text(&mut checks, "deliverables"),
        modalities: read_modalities(&mut checks, fields),
        requirements: fields.items(&mut checks, "requirements", requirement),
        seats: fields.integer(&mut checks, "seats").unwrap_or(1),
        urgency: fields.code(&mut checks, "urgency", Urgency::parse, Urgency::ALL).unwrap_or(Urgency::Normal),
        application_deadline: fields.date(&mut checks, "application_deadline"),
    };
    Row {
        external_id: fields.mandatory(&mut checks, "external_id"),
        host: fields.mandatory(&mut checks, "host"),
        owner: fields.mandatory(&mut checks, "owner"),
        draft,
        state: fields.code(&mut checks, "state", MissionState::parse, MissionState::ALL),
        reason: fields.text(&mut checks, "reason"),
        checks,
    }
}

fn read_modalities(checks: &mut Checks, fields: Reader<'_>) -> ModalitiesDraft {
    let fields = fields.group(checks, "modalities");
    checks.inside("modalities", None, |checks| ModalitiesDraft {
        remote: fields.code(checks, "remote", Remote::parse, Remote::ALL),
        department: fields.optional(checks, "department_code"),
        rhythm: fields.text(checks, "rhythm"),
        start_from: fields.date(checks, "start_from"),
        start_to: fields.date(checks, "start_to"),
        end_by: fields.date(checks, "end_by"),
        effort_minutes: fields.integer(checks, "effort_minutes"),
        languages: fields.list(checks, "languages"),
    })
}

/// What a record changes; `None` where it says what is there.
fn plan(
    importer: &Importer<'_>,
    structures: &Structures,
    people: &People,
    (before, standing): (Option<&Mission>, Standing),
    row: Row,
) -> Result<Option<Change<Mission>>, Refusals> {
    let mut checks = row.checks;
    let host = structures.require(&mut checks, "host", &row.host);
    let owner = people.require(&mut checks, "owner", &row.owner).map(|person| person.id);
    if let Some(before) = before {
        checks.require(host.is_none_or(|host| host.id == before.host), "host", || Problem::Unchangeable {});
        checks.require(owner.is_none_or(|owner| owner == before.owner), "owner", || Problem::Unchangeable {});
    }
    let content = checks.absorb(MissionContent::parse(&row.draft, &importer.programme));
    let Some(((host, owner), content)) = checks.finish(host.zip(owner).zip(content))? else {
        return Err(Problem::Missing {}.into());
    };
    let path = Path { host, wanted: row.state, reason: &row.reason, now: importer.now, standing };
    match before {
        None => path.begin(MissionId(importer.next_id()), row.external_id, owner, content).map(Some),
        Some(before) => path.follow(before, content),
    }
}

/// The way of a mission to the state that a record asks for.
struct Path<'a> {
    host: &'a Structure,
    wanted: Option<MissionState>,
    reason: &'a str,
    now: DateTime<Utc>,
    standing: Standing,
}

impl Path<'_> {
    /// A new mission.
    fn begin(
        &self,
        id: MissionId,
        external_id: String,
        owner: PersonId,
        content: MissionContent,
    ) -> Result<Change<Mission>, Refusals> {
        let published = self.published(&content);
        let new = NewMission { id, external_id: Some(external_id), host: self.host.id, owner, content };
        let change = Mission::create(new, published);
        let draft = change.value.clone();
        Ok(self.reach(&draft, Some(change))?.unwrap_or_else(|| Change { value: draft, events: Vec::new() }))
    }

    /// A mission that is there: what differs is an update of a draft, or a next version.
    fn follow(&self, before: &Mission, content: MissionContent) -> Result<Option<Change<Mission>>, Refusals> {
        if before.content == content {
            // Time alone expires a mission; publishing it again is for a new deadline.
            let expired = before.state == MissionState::Expired && self.wanted == Some(MissionState::Published);
            return if expired { Ok(None) } else { self.reach(before, None) };
        }
        let content = Box::new(content);
        let attempt = match (before.state, self.wanted) {
            (MissionState::Published, _) => MissionMove::Revise(content),
            (MissionState::Expired, Some(MissionState::Published)) => MissionMove::Republish(content),
            _ => MissionMove::Update(content),
        };
        let change = before.apply(attempt, &self.context(self.now))?;
        self.reach(before, Some(change))
    }

    /// The change with the moves that lead to the state that the record asks for. Where none does, the state stays.
    fn reach(&self, before: &Mission, change: Option<Change<Mission>>) -> Result<Option<Change<Mission>>, Refusals> {
        let state = change.as_ref().map_or(before, |change| &change.value).state;
        let mut change = change;
        for kind in self.moves_from(state) {
            let current = change.as_ref().map_or(before, |change| &change.value);
            let now = if kind == MissionMoveKind::Expire { self.now } else { self.published(&current.content) };
            let next = current.apply(self.attempt(kind), &self.context(now))?;
            change = Some(then(change, next));
        }
        Ok(change)
    }

    fn moves_from(&self, state: MissionState) -> Vec<MissionMoveKind> {
        use MissionMoveKind as Move;
        let moves = [
            Move::Publish,
            Move::Submit,
            Move::RequestChanges,
            Move::Reject,
            Move::Suspend,
            Move::Resume,
            Move::Expire,
            Move::Cancel,
        ];
        let wanted = self.wanted.unwrap_or(state);
        let next = |state, attempt| {
            // What is not published at once goes through moderation, which an import stands for.
            let moderated = state == MissionState::Draft && attempt == Move::Publish && !self.host.trusted;
            if moderated { None } else { mission::next_state(state, attempt) }
        };
        shortest_path(state, wanted, &moves, next).unwrap_or_default()
    }

    fn attempt(&self, kind: MissionMoveKind) -> MissionMove {
        let reason = || self.reason.to_owned();
        match kind {
            MissionMoveKind::Submit => MissionMove::Submit,
            MissionMoveKind::Publish => MissionMove::Publish,
            MissionMoveKind::RequestChanges => MissionMove::RequestChanges(reason()),
            MissionMoveKind::Reject => MissionMove::Reject(reason()),
            MissionMoveKind::Suspend => MissionMove::Suspend(reason()),
            MissionMoveKind::Resume => MissionMove::Resume,
            MissionMoveKind::Expire => MissionMove::Expire,
            _ => MissionMove::Cancel(reason()),
        }
    }

    /// When a mission of that content was published: now, or for one that has expired since, before its deadline.
    fn published(&self, content: &MissionContent) -> DateTime<Utc> {
        let deadline = content.application_deadline.filter(|_| self.wanted == Some(MissionState::Expired));
        let day = deadline.and_then(|deadline| deadline.checked_sub_days(EXPIRED_PUBLISHED_BEFORE));
        let nine_in_the_morning = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
        day.map_or(self.now, |day| day.and_time(nine_in_the_morning).and_utc().min(self.now))
    }

    fn context(&self, now: DateTime<Utc>) -> MoveContext<'_> {
        MoveContext { now, host: self.host, standing: self.standing }
    }
}
