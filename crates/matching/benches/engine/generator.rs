//! A large fictitious scheme, drawn from a seed: any talent or mission can be made anew from its number, so that none
//! has to be kept.
//!
//! Skills and words follow Zipf's law, places the size of the départements. With ESCO's files a talent's skills are
//! mostly those of an occupation, and so are a mission's: skills that go together are then found together.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use rayon::prelude::*;
use talents_core::calendar::{Days, Month};
use talents_core::id::{MissionId, SkillId, StructureId, TalentId};
use talents_core::mission::{Importance, MissionContent, MissionState, Modalities, Requirement, Urgency};
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::skill::{Labels, Level, Skill, SkillKind, SkillState};
use talents_core::talent::TalentSkill;
use talents_matching::{MissionDocument, Places, TalentDocument, Times, Vocabulary};
use uuid::Uuid;

use crate::Outcome;
use crate::esco::{Esco, OccupationSkills};
use crate::lexicon::Lexicon;
use crate::random::{Random, Weighted, mixed};

const SKILLS: usize = 14_000;
const STRUCTURES: usize = 2_000;
const MINISTRIES: usize = 12;

/// The streams of random numbers, so that no two kinds of things share one.
const OF_TALENTS: u64 = 1;
const OF_MISSIONS: u64 = 2;
const OF_LABELS: u64 = 3;
const OF_OCCUPATIONS: u64 = 4;

/// The day of every ranking: 2026-12-01.
pub(crate) fn as_of() -> NaiveDate {
    day(0)
}

/// That many days after the day of every ranking.
fn day(number: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 12, 1).unwrap_or_default() + chrono::Days::new(number as u64)
}

/// The id of the talent of a number, which [`number_of`] gives back; the order of ids is not that of numbers.
pub(crate) fn talent_id(number: u32) -> TalentId {
    TalentId(Uuid::from_u64_pair(mixed(number.into()), number.into()))
}

/// The number of the talent of an id.
pub(crate) fn number_of(id: TalentId) -> u32 {
    id.0.as_u64_pair().1 as u32
}

/// The structure of a number; the ministries have the numbers after those of the structures.
fn structure_id(number: usize) -> StructureId {
    StructureId(Uuid::from_u64_pair(mixed(number as u64), number as u64))
}

/// The number of the structure of an id.
pub(crate) fn structure_number(id: StructureId) -> u16 {
    id.0.as_u64_pair().1 as u16
}

/// All that talents and missions are drawn from.
pub(crate) struct World {
    seed: u64,
    lexicon: Lexicon,
    /// Id and label of each skill; a skill's number is its place.
    skills: Vec<(SkillId, String)>,
    popularity: Weighted,
    occupations: Option<Occupations>,
    departments: Vec<DepartmentCode>,
    inhabitants: Weighted,
    employees: Weighted,
}

/// Occupations of which some have many more agents than others.
struct Occupations {
    skills: Vec<OccupationSkills>,
    popularity: Weighted,
}

impl World {
    /// The scheme of a seed: over made-up skills that are independent of each other, or over those of ESCO's files.
    pub(crate) fn new(seed: u64, esco: Option<&Path>) -> Outcome<Self> {
        let lexicon = Lexicon::new(seed);
        let (skills, occupations) = match esco {
            Some(folder) => {
                let Esco { skills, mut occupations } = Esco::read(folder)?;
                Random::of(seed, OF_OCCUPATIONS, 0).shuffle(&mut occupations);
                let popularity = Weighted::zipf(occupations.len());
                (skills, Some(Occupations { skills: occupations, popularity }))
            }
            None => (made_up_skills(seed, &lexicon), None),
        };
        let mut departments = all_departments();
        Random::of(seed, OF_LABELS, u64::MAX).shuffle(&mut departments);
        Ok(Self {
            seed,
            popularity: Weighted::zipf(skills.len()),
            inhabitants: flattened_zipf(departments.len()),
            employees: flattened_zipf(STRUCTURES),
            lexicon,
            skills,
            occupations,
            departments,
        })
    }

    /// The skills as the engine knows them: a label each, and no relation.
    pub(crate) fn vocabulary(&self) -> Vocabulary {
        let skill = |(id, label): &(SkillId, String)| Skill {
            id: *id,
            slug: None,
            kind: SkillKind::Practice,
            state: SkillState::Active,
            merged_into: None,
            french: Labels { preferred: label.clone(), others: Vec::new() },
            english: Labels::default(),
            abbreviations: Vec::new(),
            broader: Vec::new(),
            related: Vec::new(),
            uris: Vec::new(),
        };
        Vocabulary::build(self.skills.iter().map(skill).collect(), Vec::new())
    }

    /// The ids of the skills, by their number.
    pub(crate) fn skill_ids(&self) -> impl Iterator<Item = SkillId> {
        self.skills.iter().map(|(id, _)| *id)
    }

    /// The label of the skill of a number.
    pub(crate) fn label(&self, skill: usize) -> &str {
        &self.skills[skill].1
    }

    /// The words of the texts, by how frequent they are.
    pub(crate) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The talents of these numbers, made on every core.
    pub(crate) fn talents(&self, numbers: std::ops::Range<u32>) -> Vec<TalentDocument> {
        numbers.into_par_iter().map(|number| self.talent(number, 0)).collect()
    }

    /// The talent of a number; a later revision is the same person with another profile.
    pub(crate) fn talent(&self, number: u32, revision: u32) -> TalentDocument {
        let mut random = Random::of(self.seed, OF_TALENTS, u64::from(revision) << 32 | u64::from(number));
        let wanted = random.between(8, 22);
        let skills = self.skills_that_go_together(&mut random, wanted);
        let structure = self.employees.draw(&mut random);
        TalentDocument {
            id: talent_id(number),
            structure: structure_id(structure),
            ministry: structure_id(STRUCTURES + structure % MINISTRIES),
            discoverable: random.happens(95),
            headline: self.text(&mut random, &skills, 4, 6),
            biography: self.text(&mut random, &skills, 15, 25),
            skills: skills.iter().map(|skill| self.skill_of_talent(&mut random, *skill)).collect(),
            languages: random.happens(97).then(|| languages(&mut random, 45, 8)),
            remote: random.pick(&[Remote::None, Remote::None, Remote::Partial, Remote::Partial, Remote::Full]),
            places: random.happens(97).then(|| self.places(&mut random)),
            times: random.happens(97).then(|| times(&mut random)),
        }
    }

    /// The mission of a number: published, and open on the day of every ranking.
    pub(crate) fn mission(&self, number: u32) -> MissionDocument {
        let mut random = Random::of(self.seed, OF_MISSIONS, number.into());
        let wanted = random.between(4, 10);
        let skills = self.skills_that_go_together(&mut random, wanted);
        let host = self.employees.draw(&mut random);
        let content = MissionContent {
            title: self.text(&mut random, &skills, 3, 6),
            context: self.text(&mut random, &skills, 20, 30),
            deliverables: self.text(&mut random, &skills, 4, 8),
            modalities: self.modalities(&mut random),
            requirements: skills.iter().map(|skill| self.requirement(&mut random, *skill)).collect(),
            seats: 1,
            urgency: random.pick(Urgency::ALL),
            application_deadline: Some(day(29)),
        };
        MissionDocument {
            id: MissionId(Uuid::from_u64_pair(mixed(!u64::from(number)), number.into())),
            host: structure_id(host),
            ministry: structure_id(STRUCTURES + host % MINISTRIES),
            state: MissionState::Published,
            takes_applications: true,
            content,
            published_at: None,
            created_at: DateTime::UNIX_EPOCH + chrono::Duration::seconds(number.into()),
        }
    }

    /// Different skills: the frequent ones more often, or most of them of one occupation.
    fn skills_that_go_together(&self, random: &mut Random, wanted: usize) -> Vec<u16> {
        let mut skills = Vec::with_capacity(wanted);
        if let Some(occupations) = &self.occupations {
            let own = &occupations.skills[occupations.popularity.draw(random)];
            skills.extend(own.essential.iter().filter(|_| random.happens(70)));
            skills.extend(own.optional.iter().filter(|_| random.happens(30)));
            random.shuffle(&mut skills);
            // One in eight comes from elsewhere: nobody is their occupation alone.
            skills.truncate(wanted - wanted / 8);
        }
        let mut known: HashSet<u16> = skills.iter().copied().collect();
        while skills.len() < wanted {
            let skill = self.popularity.draw(random) as u16;
            if known.insert(skill) {
                skills.push(skill);
            }
        }
        skills
    }

    fn skill_of_talent(&self, random: &mut Random, skill: u16) -> TalentSkill {
        let last_used = as_of() - chrono::Days::new(random.below(3_000) as u64);
        TalentSkill {
            skill: self.skills[usize::from(skill)].0,
            level: random.pick(&LEVELS_OF_TALENTS),
            last_used: random.happens(80).then(|| Month::of(last_used)),
            wants_to_develop: random.happens(10),
        }
    }

    fn requirement(&self, random: &mut Random, skill: u16) -> Requirement {
        Requirement {
            skill: self.skills[usize::from(skill)].0,
            importance: random.pick(&[Importance::Essential, Importance::Essential, Importance::Asset]),
            min_level: random.pick(&LEVELS_OF_MISSIONS),
            weight: random.between(1, 5) as u8,
        }
    }

    /// A home, and none to two other départements.
    fn places(&self, random: &mut Random) -> Places {
        let others = random.pick(&[0, 0, 1, 1, 2]);
        let department = Some(self.department(random));
        Places { department, also_departments: (0..others).map(|_| self.department(random)).collect() }
    }

    fn department(&self, random: &mut Random) -> DepartmentCode {
        self.departments[self.inhabitants.draw(random)]
    }

    fn modalities(&self, random: &mut Random) -> Modalities {
        let remote = random.pick(&[Remote::None, Remote::None, Remote::Partial, Remote::Full]);
        let start = random.between(30, 120);
        let weeks = random.between(8, 30);
        let minutes_per_week = random.pick(&[210, 420, 420, 840]);
        Modalities {
            remote: Some(remote),
            department: (remote != Remote::Full).then(|| self.department(random)),
            rhythm: String::new(),
            start_from: Some(day(start)),
            start_to: Some(day(start + 28)),
            end_by: Some(day(start + 7 * weeks)),
            effort_minutes: Some((minutes_per_week * weeks) as u32),
            languages: if random.happens(80) { [].into() } else { languages(random, 60, 5) },
        }
    }

    /// A text of so many words, now and then of a label's.
    fn text(&self, random: &mut Random, skills: &[u16], least: usize, most: usize) -> String {
        let wanted = random.between(least, most);
        let mut text = String::with_capacity(wanted * 10);
        for place in 0..wanted {
            if place > 0 {
                text.push(' ');
            }
            if random.happens(8) {
                text.push_str(self.label(usize::from(random.pick(skills))));
            } else {
                text.push_str(self.lexicon.draw(random));
            }
        }
        text
    }
}

/// Beginners and confirmed people are more numerous than experts.
const LEVELS_OF_TALENTS: [Level; 10] = {
    let [one, two, three, four] = [Level::BEGINNER, Level::CONFIRMED, Level::EXPERIENCED, Level::EXPERT];
    [one, one, one, two, two, two, two, three, three, four]
};
const LEVELS_OF_MISSIONS: [Level; 5] =
    [Level::BEGINNER, Level::CONFIRMED, Level::CONFIRMED, Level::EXPERIENCED, Level::EXPERT];

/// Skills with labels of one to three words.
fn made_up_skills(seed: u64, lexicon: &Lexicon) -> Vec<(SkillId, String)> {
    let skill = |number: usize| {
        let mut random = Random::of(seed, OF_LABELS, number as u64);
        let words: Vec<&str> = (0..random.between(1, 3)).map(|_| lexicon.any(&mut random)).collect();
        (SkillId::of_slug(&format!("made-up-{number}")), words.join(" "))
    };
    (0..SKILLS).map(skill).collect()
}

/// The largest has some ten times as many as the middle ones, as Paris has.
fn flattened_zipf(ranks: usize) -> Weighted {
    Weighted::new(&(0..ranks).map(|rank| 1.0 / (rank + 5) as f64).collect::<Vec<_>>())
}

/// The codes of the départements, each at its number.
pub(crate) fn all_departments() -> Vec<DepartmentCode> {
    let numbers = (1..=95).map(|number| format!("{number:02}"));
    let others = ["2A", "2B", "971", "972", "973", "974", "976"].map(str::to_owned);
    numbers.chain(others).filter_map(|code| DepartmentCode::parse(&code)).collect()
}

/// French, and others for so many in a hundred.
fn languages(random: &mut Random, english: usize, german: usize) -> BTreeSet<LanguageCode> {
    let mut spoken = BTreeSet::from([LanguageCode::FRENCH]);
    spoken.extend(random.happens(english).then_some(LanguageCode::ENGLISH));
    spoken.extend(LanguageCode::parse("de").filter(|_| random.happens(german)));
    spoken
}

/// Any time, or one or two windows that do not touch.
fn times(random: &mut Random) -> Times {
    let first = random.below(120);
    let last = first + random.between(60, 300);
    let again = last + random.between(20, 60);
    let windows = [(first, last), (again, again + random.between(30, 120))];
    let count = random.pick(&[0, 1, 1, 1, 1, 1, 2]);
    let days = |(first, last): &(usize, usize)| Days::try_new(day(*first), day(*last));
    Times {
        minutes_per_week: random.pick(&[210, 420, 420, 840, 1_050, 2_100]),
        windows: windows[..count].iter().filter_map(days).collect(),
    }
}
