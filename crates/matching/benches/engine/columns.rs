//! What the baselines keep of the talents, and who can do a mission at all: the plain reading of the rules of
//! eligibility, written apart from the engine's.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use talents_core::id::SkillId;
use talents_core::mission::Modalities;
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_matching::{MissionDocument, TalentDocument};

use crate::generator::{World, all_departments, number_of, structure_number};

/// A skill of a talent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    /// The number of the skill.
    pub(crate) skill: u16,
    /// From 1 to 4.
    pub(crate) level: u8,
}

/// What filters read of a talent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Card {
    /// One bit for each département within reach; none where they are hidden.
    pub(crate) departments: u128,
    /// The most remote work that suits.
    pub(crate) remote: Remote,
    /// One bit for each language; none where they are hidden.
    languages: u8,
    /// The number of the employer.
    structure: u16,
    /// Whether those who look for talents may find this one.
    pub(crate) discoverable: bool,
    /// `None` where times are hidden.
    minutes_per_week: Option<u16>,
    /// First and last days of up to two windows; of none where any time will do.
    windows: [Option<(i32, i32)>; 2],
}

/// The same of a mission.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// Where it is done.
    pub(crate) place: Place,
    /// The first day on which it may start.
    pub(crate) first: i32,
    /// Its last day.
    pub(crate) last: i32,
    effort_minutes: Option<u32>,
    languages: u8,
    host: u16,
}

/// Where a mission is done.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// It does not say.
    Anywhere,
    /// In the département of that number, some of the time at least.
    Department(u32),
    /// All remotely.
    Remote,
}

/// What numbers the skills and places of documents.
pub(crate) struct Numbers {
    skills: HashMap<SkillId, u16>,
    departments: HashMap<DepartmentCode, u32>,
}

impl Numbers {
    /// Those of a world.
    pub(crate) fn new(world: &World) -> Self {
        Self {
            skills: world.skill_ids().zip(0..).collect(),
            departments: all_departments().into_iter().zip(0..).collect(),
        }
    }

    /// The number of a skill of the world.
    pub(crate) fn skill(&self, id: SkillId) -> u16 {
        self.skills[&id]
    }

    fn department(&self, code: DepartmentCode) -> u32 {
        self.departments[&code]
    }

    /// What filters read of a mission.
    pub(crate) fn wanted(&self, mission: &MissionDocument) -> Wanted {
        let modalities: &Modalities = &mission.content.modalities;
        let place = match (modalities.remote, modalities.department) {
            (Some(Remote::Full), _) => Place::Remote,
            (_, Some(department)) => Place::Department(self.department(department)),
            _ => Place::Anywhere,
        };
        Wanted {
            place,
            first: modalities.start_from.map_or(i32::MIN, day_number),
            last: modalities.end_by.map_or(i32::MAX, day_number),
            effort_minutes: modalities.effort_minutes.filter(|_| modalities.end_by.is_some()),
            languages: language_bits(&modalities.languages),
            host: structure_number(mission.host),
        }
    }

    fn card(&self, talent: &TalentDocument) -> Card {
        let bit = |code: &DepartmentCode| 1u128 << self.department(*code);
        let places = talent.places.as_ref();
        let codes = places.iter().flat_map(|places| places.department.iter().chain(&places.also_departments));
        let mut windows = [None; 2];
        for (window, days) in windows.iter_mut().zip(talent.times.iter().flat_map(|times| &times.windows)) {
            *window = Some((day_number(days.first()), day_number(days.last())));
        }
        Card {
            departments: codes.map(bit).fold(0, |set, bit| set | bit),
            remote: talent.remote,
            languages: talent.languages.as_ref().map_or(0, language_bits),
            structure: structure_number(talent.structure),
            discoverable: talent.discoverable,
            minutes_per_week: talent.times.as_ref().map(|times| times.minutes_per_week as u16),
            windows,
        }
    }
}

/// The days since 1970-01-01 at a day.
fn day_number(day: NaiveDate) -> i32 {
    (day - NaiveDate::default()).num_days() as i32
}

fn language_bits(languages: &BTreeSet<LanguageCode>) -> u8 {
    let bit = |language: &LanguageCode| match language.as_str() {
        "fr" => 1,
        "en" => 2,
        _ => 4,
    };
    languages.iter().map(bit).fold(0, |set, bit| set | bit)
}

impl Card {
    /// Whether a talent can do a mission and may be found for it.
    pub(crate) fn can_do(&self, wanted: &Wanted) -> bool {
        self.discoverable
            && self.structure != wanted.host
            && self.reaches(wanted.place)
            && self.languages & wanted.languages == wanted.languages
            && self.has_time_for(wanted)
    }

    /// Whether the place of a mission suits.
    pub(crate) fn reaches(&self, place: Place) -> bool {
        match place {
            Place::Anywhere => true,
            Place::Department(number) => self.departments >> number & 1 == 1,
            Place::Remote => self.remote == Remote::Full,
        }
    }

    fn has_time_for(&self, wanted: &Wanted) -> bool {
        let Some(minutes_per_week) = self.minutes_per_week else { return true };
        let days_of = |(first, last): (i32, i32)| i64::from(last.min(wanted.last)) - i64::from(first.max(wanted.first));
        let windows = if self.windows[0].is_none() { [Some((i32::MIN, i32::MAX)), None] } else { self.windows };
        let free_days: i64 = windows.into_iter().flatten().map(|window| (days_of(window) + 1).max(0)).sum();
        let enough = |effort: u32| i64::from(minutes_per_week) * free_days >= i64::from(effort) * 7;
        free_days > 0 && wanted.effort_minutes.is_none_or(enough)
    }

    /// From the first day of the first window to the last day of the last; every day where none is given.
    pub(crate) fn span(&self) -> (i32, i32) {
        let [first, last] = self.windows;
        first.map_or((i32::MIN, i32::MAX), |first| (first.0, last.unwrap_or(first).1))
    }
}

/// The talents of the world, by their number.
pub(crate) struct Columns {
    /// What filters read.
    pub(crate) cards: Vec<Card>,
    /// The skills of all, one talent after the other.
    held: Vec<Held>,
    /// Where the skills of each end.
    ends: Vec<u32>,
}

impl Columns {
    /// Nobody yet.
    pub(crate) fn with_capacity(talents: usize) -> Self {
        Self {
            cards: Vec::with_capacity(talents),
            held: Vec::with_capacity(talents * 15),
            ends: Vec::with_capacity(talents),
        }
    }

    /// Adds the talent whose number comes next.
    pub(crate) fn push(&mut self, talent: &TalentDocument, numbers: &Numbers) {
        debug_assert_eq!(number_of(talent.id) as usize, self.cards.len());
        self.cards.push(numbers.card(talent));
        let held = |skill: &talents_core::talent::TalentSkill| Held {
            skill: numbers.skill(skill.skill),
            level: skill.level.get(),
        };
        self.held.extend(talent.skills.iter().map(held));
        self.ends.push(self.held.len() as u32);
    }

    /// How many talents there are.
    pub(crate) fn len(&self) -> usize {
        self.cards.len()
    }

    /// The skills of a talent.
    pub(crate) fn held(&self, number: usize) -> &[Held] {
        let from = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.held[from as usize..self.ends[number] as usize]
    }
}
