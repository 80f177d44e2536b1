//! What the names in a file stand for: external ids, or a SIRET or an address where they say enough.

use std::collections::{BTreeSet, HashMap};

use talents_core::error::{Checks, Problem};
use talents_core::id::{MissionId, PersonId, SkillId};
use talents_core::person::{Email, Person};
use talents_core::skill::SkillState;
use talents_core::structure::{Siret, Structure};
use talents_core::talent::WISHES_MAX;
use talents_matching::Vocabulary;
use talents_store::{Transaction, mission, person, structure};
use uuid::Uuid;

use crate::app::AppError;

/// The structures that a chunk names.
#[derive(Debug, Default)]
pub(super) struct Structures(HashMap<String, Structure>);

impl Structures {
    /// Looks up the names: external ids, or SIRETs.
    pub(super) async fn load(tx: &Transaction, names: impl IntoIterator<Item = &str>) -> Result<Self, AppError> {
        let names: BTreeSet<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let external_ids: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut structures = Self::default();
        for found in structure::by_external_ids(tx, &external_ids).await? {
            structures.learn(found);
        }
        for name in names {
            let siret = Siret::parse(name).ok().filter(|_| structures.get(name).is_none());
            let Some(siret) = siret else { continue };
            if let Some(found) = structure::by_siret(tx, &siret).await? {
                structures.0.insert(name.to_owned(), found);
            }
        }
        Ok(structures)
    }

    /// Keeps a structure that has just been written.
    pub(super) fn learn(&mut self, structure: Structure) {
        if let Some(external_id) = structure.external_id.clone() {
            self.0.insert(external_id, structure);
        }
    }

    /// The structure of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Structure> {
        self.0.get(name)
    }

    /// The structure of that name, or the problem noted.
    pub(super) fn require(&self, checks: &mut Checks, field: &'static str, name: &str) -> Option<&Structure> {
        if name.is_empty() {
            return None;
        }
        checks.take(field, self.get(name).ok_or_else(|| Problem::UnknownStructure { id: name.to_owned() }))
    }
}

/// The people that a chunk names.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<String, Person>);

impl People {
    /// Looks up the names: external ids, or addresses.
    pub(super) async fn load(tx: &Transaction, names: impl IntoIterator<Item = &str>) -> Result<Self, AppError> {
        let names: BTreeSet<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let external_ids: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut people = HashMap::new();
        for found in person::by_external_ids(tx, &external_ids).await? {
            people.extend(found.external_id.clone().map(|external_id| (external_id, found)));
        }
        let addresses: Vec<(String, Email)> = names
            .into_iter()
            .filter(|name| !people.contains_key(*name))
            .filter_map(|name| Some((name.to_owned(), Email::parse(name).ok()?)))
            .collect();
        let emails: Vec<Email> = addresses.iter().map(|(_, email)| email.clone()).collect();
        let found = person::by_emails(tx, &emails).await?;
        for (name, email) in addresses {
            people.extend(found.iter().find(|person| person.email == email).map(|person| (name, person.clone())));
        }
        Ok(Self(people))
    }

    /// Those who were found.
    pub(super) fn ids(&self) -> Vec<PersonId> {
        self.0.values().map(|person| person.id).collect()
    }

    /// The person of that name, or the problem noted.
    pub(super) fn require(&self, checks: &mut Checks, field: &'static str, name: &str) -> Option<&Person> {
        if name.is_empty() {
            return None;
        }
        checks.take(field, self.0.get(name).ok_or_else(|| Problem::UnknownPerson { id: name.to_owned() }))
    }
}

/// The missions that a chunk names.
#[derive(Debug, Default)]
pub(super) struct Missions(HashMap<String, MissionId>);

impl Missions {
    /// Looks up the names: external ids.
    pub(super) async fn load<'a>(
        tx: &Transaction,
        names: impl IntoIterator<Item = &'a String>,
    ) -> Result<Self, AppError> {
        let names: BTreeSet<&String> = names.into_iter().collect();
        if names.is_empty() {
            return Ok(Self::default());
        }
        let external_ids: Vec<String> = names.into_iter().cloned().collect();
        let found = mission::by_external_ids(tx, &external_ids).await?;
        let named = found.into_iter().filter_map(|mission| Some((mission.external_id?, mission.id)));
        Ok(Self(named.collect()))
    }

    /// The missions of these names that a registration may wish for, each problem noted.
    pub(super) fn require_all(&self, checks: &mut Checks, field: &'static str, names: &[String]) -> Vec<MissionId> {
        checks.require(names.len() <= WISHES_MAX, field, || Problem::TooMany { count: names.len(), max: WISHES_MAX });
        let unknown = |name: &String| Problem::UnknownMission { id: name.clone() };
        let found =
            names.iter().filter_map(|name| checks.take(field, self.0.get(name).copied().ok_or_else(|| unknown(name))));
        found.collect()
    }
}

/// The active skill of that slug, URI or label. Where there is none, the problem is noted with the nearest label, and an
/// id that no skill has keeps its place in the list, so that further problems are counted right.
pub(super) fn require_skill(vocabulary: &Vocabulary, checks: &mut Checks, name: &str) -> SkillId {
    let found = vocabulary.resolve(name).and_then(|id| vocabulary.skill(id));
    let active = found.filter(|skill| skill.state == SkillState::Active).map(|skill| skill.id);
    checks.require(active.is_some() || name.is_empty(), "skill", || Problem::UnknownSkill {
        skill: name.to_owned(),
        suggestion: vocabulary.nearest_label(name).unwrap_or_default().to_owned(),
    });
    active.unwrap_or(SkillId(Uuid::nil()))
}
