//! A small world of skills, talents and missions to search and rank.

use std::sync::Arc;

use chrono::NaiveDate;
use talents_core::calendar::Days;
use talents_core::id::{MissionId, SkillId, StructureId, TalentId};
use talents_core::mission::{Importance, MissionContent, MissionState, Modalities, Requirement, Urgency};
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::skill::{Labels, Level, Skill, SkillKind, SkillState};
use talents_core::talent::TalentSkill;
use talents_matching::{
    Engine, IndexChange, MissionDocument, Places, RankRequest, TalentDocument, TalentVisibility, Times, Vocabulary,
};
use uuid::Uuid;

/// The skills of the world: slug, French label, abbreviation, broader skill.
const SKILLS: [(&str, &str, &str, &str); 8] = [
    ("kubernetes", "Kubernetes", "k8s", "containers"),
    ("docker", "Docker", "", "containers"),
    ("containers", "Conteneurs", "", ""),
    ("postgresql", "PostgreSQL", "Postgres", "databases"),
    ("mysql", "MySQL", "", "databases"),
    ("databases", "Bases de données", "BDD", ""),
    ("java", "Java", "", ""),
    ("rgaa", "RGAA", "", ""),
];

/// The words that texts are drawn from.
const WORDS: [&str; 8] =
    ["migration", "supervision", "accessibilité", "développeur", "formation", "audit", "nuage", "sécurité"];

pub(crate) fn skill_id(number: usize) -> SkillId {
    SkillId::of_slug(SKILLS[number % SKILLS.len()].0)
}

pub(crate) fn vocabulary() -> Arc<Vocabulary> {
    let skill = |(slug, label, abbreviation, broader): (&str, &str, &str, &str)| Skill {
        id: SkillId::of_slug(slug),
        slug: Some(slug.to_owned()),
        kind: SkillKind::Tool,
        state: SkillState::Active,
        merged_into: None,
        french: Labels { preferred: label.to_owned(), others: Vec::new() },
        english: Labels::default(),
        abbreviations: (!abbreviation.is_empty()).then(|| abbreviation.to_owned()).into_iter().collect(),
        broader: (!broader.is_empty()).then(|| SkillId::of_slug(broader)).into_iter().collect(),
        related: Vec::new(),
        uris: Vec::new(),
    };
    Arc::new(Vocabulary::build(SKILLS.map(skill).into(), Vec::new()))
}

pub(crate) fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).unwrap() + chrono::Days::new(number.into())
}

pub(crate) fn department(number: usize) -> DepartmentCode {
    DepartmentCode::parse(["75", "59", "13"][number % 3]).unwrap()
}

fn remote(number: usize) -> Remote {
    Remote::ALL[number % 3]
}

fn text(seed: u64, count: usize) -> String {
    let word = |place: usize| WORDS[(seed.rotate_left(place as u32 * 3) % WORDS.len() as u64) as usize];
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

/// A talent whose every part is drawn from a seed.
pub(crate) fn talent(number: u128, seed: u64) -> TalentDocument {
    let bits = |shift: u32, of: u64| ((seed >> shift) % of) as usize;
    let mut skills: Vec<TalentSkill> = (0..bits(0, 4))
        .map(|place| TalentSkill {
            skill: skill_id(bits(place as u32 * 5, 8)),
            level: Level::try_new(1 + bits(3 + place as u32 * 5, 4) as i64).unwrap(),
            last_used: None,
            wants_to_develop: false,
        })
        .collect();
    skills.sort_by_key(|skill| skill.skill);
    skills.dedup_by_key(|skill| skill.skill);
    let window = Days::try_new(day(bits(20, 60) as u32), day(60 + bits(25, 60) as u32)).unwrap();
    TalentDocument {
        id: TalentId(Uuid::from_u128(number)),
        structure: StructureId(Uuid::from_u128(bits(30, 3) as u128)),
        ministry: StructureId(Uuid::nil()),
        discoverable: bits(33, 8) != 0,
        headline: text(seed, 2),
        biography: text(seed >> 7, 6),
        skills,
        languages: (bits(36, 4) != 0).then(|| [LanguageCode::FRENCH].into()),
        remote: remote(bits(39, 3)),
        places: (bits(41, 4) != 0).then(|| Places {
            department: Some(department(bits(43, 3))),
            also_departments: [department(bits(45, 3))].into(),
        }),
        times: (bits(47, 4) != 0).then(|| Times {
            minutes_per_week: 100 + 200 * bits(49, 8) as u32,
            windows: if bits(52, 3) == 0 { Vec::new() } else { vec![window] },
        }),
    }
}

/// A published mission whose every part is drawn from a seed.
pub(crate) fn mission(number: u128, seed: u64) -> MissionDocument {
    let bits = |shift: u32, of: u64| ((seed >> shift) % of) as usize;
    let mut requirements: Vec<Requirement> = (0..bits(0, 4))
        .map(|place| Requirement {
            skill: skill_id(bits(place as u32 * 5, 8)),
            importance: Importance::ALL[bits(2 + place as u32, 2)],
            min_level: Level::try_new(1 + bits(3 + place as u32 * 5, 4) as i64).unwrap(),
            weight: 1 + bits(6, 5) as u8,
        })
        .collect();
    requirements.sort_by_key(|requirement| requirement.skill);
    requirements.dedup_by_key(|requirement| requirement.skill);
    MissionDocument {
        id: MissionId(Uuid::from_u128(number)),
        host: StructureId(Uuid::from_u128(bits(30, 3) as u128)),
        ministry: StructureId(Uuid::from_u128(50 + bits(31, 2) as u128)),
        state: MissionState::Published,
        takes_applications: true,
        content: MissionContent {
            title: text(seed, 3),
            context: text(seed >> 5, 5),
            deliverables: String::new(),
            modalities: Modalities {
                remote: Some(remote(bits(39, 3))),
                department: Some(department(bits(43, 3))),
                rhythm: String::new(),
                start_from: Some(day(30)),
                start_to: Some(day(40)),
                end_by: Some(day(90)),
                effort_minutes: Some(500 + 700 * bits(47, 8) as u32),
                languages: if bits(50, 3) == 0 { [LanguageCode::FRENCH].into() } else { [].into() },
            },
            requirements,
            seats: 1,
            urgency: Urgency::ALL[bits(53, 3)],
            application_deadline: Some(day(29)),
        },
        published_at: None,
        created_at: chrono::DateTime::UNIX_EPOCH + chrono::Duration::seconds(bits(10, 1000) as i64),
    }
}

/// An engine over these documents, committed in chunks of that many: so many segments.
pub(crate) fn engine(talents: &[TalentDocument], missions: &[MissionDocument], chunk: usize) -> Engine {
    let engine = Engine::in_memory(vocabulary()).unwrap();
    let talents = talents.iter().map(|talent| IndexChange::Talent(Box::new(talent.clone())));
    let missions = missions.iter().map(|mission| IndexChange::Mission(Box::new(mission.clone())));
    let changes: Vec<IndexChange> = talents.chain(missions).collect();
    for chunk in changes.chunks(chunk.max(1)) {
        engine.apply(chunk.to_vec()).unwrap();
        engine.commit("chunk").unwrap();
    }
    let statistics = engine.snapshot().measure(1);
    engine.set_statistics(statistics);
    engine
}

pub(crate) fn request(mission: &MissionDocument) -> RankRequest {
    RankRequest::of_document(mission, day(0))
}

pub(crate) fn everybody() -> TalentVisibility {
    TalentVisibility { discoverable: true, ..TalentVisibility::default() }
}
