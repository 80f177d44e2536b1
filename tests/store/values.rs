//! Full values of every aggregate, and how the tests write them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use talents_core::Change;
use talents_core::calendar::{Days, Month};
use talents_core::event::{Actor, Stamp};
use talents_core::id::{IdSource, MissionId, PersonId, SkillId, StructureId, TalentId};
use talents_core::mission::{Importance, Mission, MissionContent, Modalities, NewMission, Requirement, Urgency};
use talents_core::person::{Email, Person};
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::skill::Level;
use talents_core::structure::{Branch, Siret, Structure, StructureProfile};
use talents_core::talent::{
    Availability, Intent, ProfilePart, Registration, Talent, TalentProfile, TalentSkill, TalentStatus,
};
use talents_store::{Store, Transaction, mission, person, structure, talent};
use uuid::Uuid;

struct CountedIds(AtomicU64);

impl IdSource for CountedIds {
    fn next(&self) -> Uuid {
        Uuid::from_u128(self.0.fetch_add(1, Ordering::Relaxed).into())
    }
}

pub(crate) fn ids() -> Arc<dyn IdSource> {
    static IDS: std::sync::LazyLock<Arc<CountedIds>> =
        std::sync::LazyLock::new(|| Arc::new(CountedIds(AtomicU64::new(1 << 32))));
    IDS.clone()
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-23T08:30:00.123Z".parse().unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) async fn begin(store: &Store) -> Transaction {
    store.begin(Stamp { actor: Actor::CommandLine, on_behalf_of: None, at: now() }, ids()).await.unwrap()
}

/// A structure, whose SIRET comes from the number: SIRENs of that form pass Luhn's check with the right last digit.
pub(crate) fn structure(number: u32) -> Change<Structure> {
    let siret = (0..10).find_map(|digit| Siret::parse(&format!("1{number:012}{digit}")).ok()).unwrap();
    let profile = StructureProfile {
        siret,
        name: "Direction du numérique".to_owned(),
        acronym: "DNUM".to_owned(),
        parent: None,
        ministry: None,
        branch: Branch::State,
        manager_consents_for_employer: true,
    };
    Structure::create(StructureId(Uuid::from_u128(number.into())), Some(format!("s{number}")), profile)
}

pub(crate) fn person(number: u32, given_name: &str, family_name: &str) -> Person {
    Person {
        id: PersonId(Uuid::from_u128((1 << 16) + u128::from(number))),
        external_id: Some(format!("p{number}")),
        email: Email::parse(&format!("p{number}@exemple.gouv.example")).unwrap(),
        given_name: given_name.to_owned(),
        family_name: family_name.to_owned(),
        language: LanguageCode::FRENCH,
    }
}

pub(crate) fn talent(number: u32, person: &Person, employer: &Structure) -> Change<Talent> {
    Talent::register(Registration {
        id: TalentId(Uuid::from_u128((2 << 16) + u128::from(number))),
        external_id: Some(format!("t{number}")),
        person: person.id,
        structure: employer.id,
        profile: profile(),
        wishes: vec![MissionId(Uuid::from_u128(99))],
        draft: false,
    })
}

fn profile() -> TalentProfile {
    TalentProfile {
        status: TalentStatus::Contract,
        branch: Branch::State,
        line_manager_email: Email::parse("chef@exemple.gouv.example").unwrap(),
        headline: "Développeuse « back-end »".to_owned(),
        biography: "Dix ans d’API.\nEt l’été, la voile.".to_owned(),
        skills: vec![TalentSkill {
            skill: SkillId::of_slug("kubernetes"),
            level: Level::EXPERIENCED,
            last_used: Month::parse("2026-06"),
            wants_to_develop: true,
        }],
        languages: [LanguageCode::FRENCH, LanguageCode::ENGLISH].into(),
        availability: Availability {
            remote: Remote::Partial,
            department: DepartmentCode::parse("2A"),
            also_departments: [DepartmentCode::parse("974").unwrap()].into(),
            minutes_per_week: 420,
            windows: vec![Days::try_new(day("2026-12-01"), day("2027-03-31")).unwrap()],
        },
        intent: Intent::Apply,
        discoverable: true,
        hidden_parts: [ProfilePart::Biography].into(),
    }
}

pub(crate) fn mission(number: u32, host: &Structure, owner: &Person) -> Change<Mission> {
    let id = MissionId(Uuid::from_u128((3 << 16) + u128::from(number)));
    let external_id = Some(format!("m{number}"));
    Mission::create(NewMission { id, external_id, host: host.id, owner: owner.id, content: content() }, now())
}

pub(crate) fn content() -> MissionContent {
    MissionContent {
        title: "Migrer vers Kubernetes".to_owned(),
        context: "Le socle vieillit.".to_owned(),
        deliverables: "Un socle neuf.".to_owned(),
        modalities: Modalities {
            remote: Some(Remote::Full),
            department: DepartmentCode::parse("75"),
            rhythm: "2 jours par semaine".to_owned(),
            start_from: Some(day("2027-01-04")),
            start_to: Some(day("2027-01-31")),
            end_by: Some(day("2027-04-30")),
            effort_minutes: Some(8_400),
            languages: [LanguageCode::FRENCH].into(),
        },
        requirements: vec![Requirement {
            skill: SkillId::of_slug("kubernetes"),
            importance: Importance::Essential,
            min_level: Level::CONFIRMED,
            weight: 5,
        }],
        seats: 2,
        urgency: Urgency::High,
        application_deadline: Some(day("2026-12-20")),
    }
}

/// A structure that is trusted, and a person: what the others stand on.
pub(crate) async fn seed(store: &Store) -> (Structure, Person) {
    let mut tx = begin(store).await;
    let created = structure(1);
    structure::save(&mut tx, None, &created).await.unwrap();
    let trusted = created.value.trust(true);
    structure::save(&mut tx, Some(&created.value), &trusted).await.unwrap();
    let someone = person(1, "Zoé", "Ébène");
    person::save(&mut tx, &someone).await.unwrap();
    tx.commit().await.unwrap();
    (trusted.value, someone)
}

/// Writes a new mission.
pub(crate) async fn save_mission(store: &Store, change: &Change<Mission>) {
    let mut tx = begin(store).await;
    mission::save(&mut tx, None, change).await.unwrap();
    tx.commit().await.unwrap();
}

/// Writes a new talent.
pub(crate) async fn save_talent(store: &Store, change: &Change<Talent>) {
    let mut tx = begin(store).await;
    talent::save(&mut tx, None, change).await.unwrap();
    tx.commit().await.unwrap();
}
