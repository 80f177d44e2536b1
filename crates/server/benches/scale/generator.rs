//! The files of a large fictitious scheme: the same ones at every run.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, Days, Utc};
use serde_json::{Value, json};
use talents_core::skill::Skill;
use talents_server::import::{Kind, own};

use crate::random::{Random, Zipf};

/// How large the scheme is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// Registrations, each of a person of their own.
    pub(crate) talents: u32,
    /// Missions, all published and open.
    pub(crate) missions: u32,
}

/// The day of the run, in the morning: 2026-12-01 at 9:00 in Paris.
pub(crate) const NOW: DateTime<Utc> = match DateTime::from_timestamp(1_796_112_000, 0) {
    Some(instant) => instant,
    None => DateTime::UNIX_EPOCH,
};

/// The files, in the order in which they name each other.
pub(crate) const FILES: &[(Kind, &str)] = &[
    (Kind::Structures, "structures.csv"),
    (Kind::People, "people.csv"),
    (Kind::Talents, "talents.jsonl"),
    (Kind::Missions, "missions.jsonl"),
];

const SEED: u64 = 2026;
const MINISTRIES: usize = 12;
/// Structures under the ministries: more than there are missions to a host, fewer than talents to an employer.
const SERVICES: usize = 240;
const DEPARTMENTS: &[&str] =
    &["75", "92", "93", "94", "77", "69", "13", "31", "33", "44", "35", "59", "67", "34", "06", "38", "2A", "974"];
const REMOTE: &[&str] = &["NONE", "PARTIAL", "PARTIAL", "FULL"];
const WORK: &[&str] = &[
    "concevoir",
    "développer",
    "exploiter",
    "migrer",
    "sécuriser",
    "tester",
    "documenter",
    "auditer",
    "automatiser",
    "piloter",
    "accompagner",
    "former",
    "mesurer",
    "simplifier",
    "industrialiser",
    "reprendre",
];
const OBJECTS: &[&str] = &[
    "une démarche en ligne",
    "un portail pour les agents",
    "une chaîne de livraison",
    "un entrepôt de données",
    "une application de gestion",
    "un service de paiement",
    "un référentiel partagé",
    "une messagerie",
    "un moteur de recherche",
    "un tableau de bord",
    "une interface de programmation",
    "un outil de suivi des dossiers",
];
const PUBLICS: &[&str] = &[
    "les préfectures",
    "les usagers",
    "les services déconcentrés",
    "les écoles",
    "les juridictions",
    "les entreprises",
    "les associations",
    "les collectivités",
    "les agents du ministère",
    "les hôpitaux",
];

/// Writes the files of [`FILES`] into a folder.
pub(crate) fn write(folder: &Path, sizes: Sizes) -> io::Result<()> {
    let mut generator = Generator::new();
    let file = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    generator.write_structures(&mut file("structures.csv")?)?;
    write_people(&mut file("people.csv")?, sizes)?;
    let mut talents = file("talents.jsonl")?;
    for number in 0..sizes.talents {
        writeln!(talents, "{}", generator.talent(number))?;
    }
    talents.flush()?;
    let mut missions = file("missions.jsonl")?;
    for number in 0..sizes.missions {
        writeln!(missions, "{}", generator.mission(number))?;
    }
    missions.flush()
}

/// A person for each talent, and one who owns every mission.
fn write_people(file: &mut impl Write, sizes: Sizes) -> io::Result<()> {
    writeln!(file, "external_id,email,given_name,family_name,language")?;
    writeln!(file, "per-owner,owner@large.example,Dominique,Owner,fr")?;
    for number in 0..sizes.talents {
        writeln!(file, "per-{number},agent{number}@large.example,Prénom{},Nom{number},fr", number % 977)?;
    }
    file.flush()
}

struct Generator {
    random: Random,
    /// Our own vocabulary, in an order of popularity that has nothing to do with the alphabet.
    skills: Vec<Skill>,
    popularity: Zipf,
}

impl Generator {
    fn new() -> Self {
        let mut random = Random::new(SEED);
        let mut skills = own::embedded();
        random.shuffle(&mut skills);
        let popularity = Zipf::new(skills.len());
        Self { random, skills, popularity }
    }

    fn write_structures(&mut self, file: &mut impl Write) -> io::Result<()> {
        writeln!(file, "external_id,siret,name,acronym,parent,ministry,branch,trusted,manager_consents_for_employer")?;
        for number in 0..MINISTRIES {
            writeln!(file, "min-{number},{},Ministère {number},M{number},,,STATE,true,false", siret(number))?;
        }
        for number in 0..SERVICES {
            let (siret, ministry) = (siret(MINISTRIES + number), number % MINISTRIES);
            let name = format!("Service {number} {}", self.random.pick(OBJECTS));
            writeln!(file, "str-{number},{siret},{name},S{number},min-{ministry},min-{ministry},STATE,true,false")?;
        }
        file.flush()
    }

    fn talent(&mut self, number: u32) -> Value {
        let skills = self.some_skills(4, 12);
        let headline = self.line(skills[0]);
        let biography = self.prose(&skills, 4);
        let listed: Vec<Value> = skills.iter().map(|skill| self.skill_of_talent(*skill)).collect();
        let first_day = NOW.date_naive() + self.days(0, 120);
        json!({
            "external_id": format!("tal-{number}"),
            "person": format!("per-{number}"),
            "structure": self.service(),
            "line_manager_email": "owner@large.example",
            "status": self.random.pick(&["CIVIL_SERVANT", "CONTRACT"]),
            "headline": headline,
            "biography": biography,
            "skills": listed,
            "languages": self.languages(),
            "availability": {
                "remote": self.random.pick(REMOTE),
                "department_code": self.random.pick(DEPARTMENTS),
                "also_departments": [self.random.pick(DEPARTMENTS)],
                "minutes_per_week": 420 * (1 + self.random.below(4)),
                "from": first_day,
                "to": first_day + self.days(90, 270),
            },
            "intent": "APPLY",
            "discoverable": self.random.below(10) > 0,
            "state": "ACTIVE",
        })
    }

    fn mission(&mut self, number: u32) -> Value {
        let skills = self.some_skills(3, 7);
        let title = self.line(skills[0]);
        let requirements: Vec<Value> =
            skills.iter().enumerate().map(|(place, skill)| self.requirement(place, *skill)).collect();
        let start_from = NOW.date_naive() + self.days(30, 60);
        let remote = self.random.pick(REMOTE);
        let mut modalities = json!({
            "remote": remote,
            "rhythm": "2 jours par semaine",
            "start_from": start_from,
            "start_to": start_from + Days::new(28),
            "end_by": start_from + self.days(150, 90),
            "effort_minutes": 420 * (8 + self.random.below(24)),
            "languages": ["fr"],
        });
        if remote != "FULL" {
            modalities["department_code"] = json!(self.random.pick(DEPARTMENTS));
        }
        json!({
            "external_id": format!("mis-{number}"),
            "host": self.service(),
            "owner": "per-owner",
            "title": title,
            "context": self.prose(&skills, 3),
            "deliverables": self.prose(&skills, 2),
            "modalities": modalities,
            "requirements": requirements,
            "seats": 1 + self.random.below(3),
            "urgency": self.random.pick(&["NORMAL", "HIGH"]),
            "application_deadline": start_from,
            "state": "PUBLISHED",
        })
    }

    /// Positions of different skills, the frequent ones more often: `least` to `most` of them.
    fn some_skills(&mut self, least: usize, most: usize) -> Vec<usize> {
        let wanted = least + self.random.below(most - least + 1);
        let mut chosen = Vec::with_capacity(wanted);
        while chosen.len() < wanted {
            let skill = self.popularity.rank(&mut self.random);
            if !chosen.contains(&skill) {
                chosen.push(skill);
            }
        }
        chosen
    }

    fn skill_of_talent(&mut self, skill: usize) -> Value {
        let last_used = format!("{}-{:02}", 2020 + self.random.below(6), 1 + self.random.below(12));
        let level = 1 + self.random.below(4);
        json!({
            "skill": self.skills[skill].slug,
            "level": level,
            "last_used": last_used,
            "wants_to_develop": self.random.below(5) == 0,
        })
    }

    fn requirement(&mut self, place: usize, skill: usize) -> Value {
        json!({
            "skill": self.skills[skill].slug,
            "importance": if place < 3 { "ESSENTIAL" } else { "ASSET" },
            "min_level": 1 + self.random.below(3),
            "weight": 1 + self.random.below(5),
        })
    }

    fn label(&self, skill: usize) -> &str {
        &self.skills[skill].french.preferred
    }

    /// A headline or a title.
    fn line(&mut self, skill: usize) -> String {
        let activity = self.activity();
        format!("{} : {activity}", self.label(skill))
    }

    fn activity(&mut self) -> String {
        let (work, object) = (self.random.pick(WORK), self.random.pick(OBJECTS));
        format!("{work} {object} pour {}", self.random.pick(PUBLICS))
    }

    /// A few sentences that speak of some of the skills.
    fn prose(&mut self, skills: &[usize], sentences: usize) -> String {
        let sentence = |_| {
            let skill = skills[self.random.below(skills.len())];
            let activity = self.activity();
            format!("Il s'agit de {activity}, avec {}.", self.label(skill))
        };
        (0..sentences).map(sentence).collect::<Vec<_>>().join(" ")
    }

    fn languages(&mut self) -> Vec<&'static str> {
        if self.random.below(2) == 0 { vec!["fr", "en"] } else { vec!["fr"] }
    }

    fn service(&mut self) -> String {
        format!("str-{}", self.random.below(SERVICES))
    }

    /// That many days, or up to `spread` more.
    fn days(&mut self, least: u64, spread: usize) -> Days {
        Days::new(least + self.random.below(spread) as u64)
    }
}

/// A SIRET of nobody: a number in a block that is not given out, and the check digit of Luhn's algorithm.
fn siret(number: usize) -> String {
    let digits = format!("199{number:06}0001");
    let counted = |(place, digit): (usize, u8)| {
        let digit = u32::from(digit - b'0');
        let doubled = if place % 2 == 0 { digit * 2 } else { digit };
        if doubled > 9 { doubled - 9 } else { doubled }
    };
    let sum: u32 = digits.bytes().rev().enumerate().map(counted).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
