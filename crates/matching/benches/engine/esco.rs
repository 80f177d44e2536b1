//! The skills and occupations of ESCO, read from its own CSV files: what goes with what in real jobs.

use std::collections::HashMap;
use std::path::Path;

use talents_core::id::SkillId;

use crate::Outcome;
use crate::fault;

/// What is read of a folder.
pub(crate) struct Esco {
    /// Id and French label of each skill.
    pub(crate) skills: Vec<(SkillId, String)>,
    /// The skills of each occupation that has some, by their place in the list.
    pub(crate) occupations: Vec<OccupationSkills>,
}

/// The skills of an occupation.
#[derive(Debug, Default)]
pub(crate) struct OccupationSkills {
    /// Those that it can't do without.
    pub(crate) essential: Vec<u16>,
    /// Those that help.
    pub(crate) optional: Vec<u16>,
}

impl Esco {
    /// Reads a folder in ESCO's layout.
    pub(crate) fn read(folder: &Path) -> Outcome<Self> {
        let rows = columns(&folder.join("skills_fr.csv"), ["conceptUri", "preferredLabel"])?;
        let mut places = HashMap::new();
        let mut skills = Vec::with_capacity(rows.len());
        for [uri, label] in rows {
            let place = u16::try_from(skills.len()).map_err(fault)?;
            skills.push((SkillId::of_uri(&uri), label));
            places.insert(uri, place);
        }
        let relations =
            columns(&folder.join("occupationSkillRelations.csv"), ["occupationUri", "relationType", "skillUri"])?;
        Ok(Self { skills, occupations: occupations(relations, &places) })
    }
}

/// The occupations in the order of the file, whose skills are all known.
fn occupations(relations: Vec<[String; 3]>, places: &HashMap<String, u16>) -> Vec<OccupationSkills> {
    let mut occupations: Vec<OccupationSkills> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for [occupation, relation, skill] in relations {
        let Some(place) = places.get(&skill) else { continue };
        let number = *numbers.entry(occupation).or_insert(occupations.len());
        if number == occupations.len() {
            occupations.push(OccupationSkills::default());
        }
        let skills = &mut occupations[number];
        if relation == "essential" { skills.essential.push(*place) } else { skills.optional.push(*place) }
    }
    occupations
}

/// The columns of these names, row by row.
fn columns<const N: usize>(path: &Path, names: [&str; N]) -> Outcome<Vec<[String; N]>> {
    let mut reader = csv::Reader::from_path(path).map_err(fault)?;
    let header = reader.headers().map_err(fault)?.clone();
    let mut places = [0; N];
    for (place, name) in places.iter_mut().zip(names) {
        let found = header.iter().position(|column| column == name);
        *place = found.ok_or_else(|| format!("{}: no column {name}", path.display()))?;
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(fault)?;
        rows.push(places.map(|place| record[place].to_owned()));
    }
    Ok(rows)
}
