//! The facets of talents, against a plain program.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::world::{everybody, talent};
use proptest::prelude::*;
use talents_core::id::{SkillId, StructureId};
use talents_core::place::{DepartmentCode, Remote};
use talents_core::skill::{Labels, Level, Skill, SkillKind, SkillState};
use talents_core::talent::TalentSkill;
use talents_matching::search::FACET_VALUES_MAX;
use talents_matching::{
    Engine, FacetField, FacetValue, IndexChange, TalentDocument, TalentFilter, TalentSearch, Vocabulary, Window,
};
use uuid::Uuid;

const SKILLS: usize = 120;
/// From this one on, nobody has them: they are what some were merged into.
const UNUSED_FROM: usize = 110;
const DEPARTMENTS: [&str; 9] = ["01", "13", "2A", "2B", "59", "75", "93", "971", "988"];

fn skill_id(number: usize) -> SkillId {
    SkillId::of_slug(&format!("skill-{number}"))
}

/// What a skill was merged into: of ten, one became its neighbour, and two the same skill that nobody has.
fn became(number: usize) -> Option<usize> {
    match number % 10 {
        1 if number < UNUSED_FROM => Some(number + 1),
        4 | 5 if number < UNUSED_FROM => Some(UNUSED_FROM + number / 30),
        _ => None,
    }
}

/// The vocabulary, with merged skills or without.
fn vocabulary(with_merged: bool) -> Arc<Vocabulary> {
    let skill = |number: usize| Skill {
        id: skill_id(number),
        slug: Some(format!("skill-{number}")),
        kind: SkillKind::Tool,
        state: SkillState::Active,
        merged_into: became(number).filter(|_| with_merged).map(skill_id),
        french: Labels { preferred: format!("Compétence {number}"), others: Vec::new() },
        english: Labels::default(),
        abbreviations: Vec::new(),
        broader: Vec::new(),
        related: Vec::new(),
        uris: Vec::new(),
    };
    Arc::new(Vocabulary::build((0..SKILLS).map(skill).collect(), Vec::new()))
}

/// A talent with skills, a structure and places of more values than a facet shows, and than a column holds.
fn various_talent(number: usize, seed: u64) -> TalentDocument {
    let draw = |salt: u64, of: usize| {
        (seed.wrapping_add(number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(salt as u32) % of as u64)
            as usize
    };
    let skills: BTreeSet<SkillId> =
        (0..draw(1, 9)).map(|nth| skill_id(draw(2 + 7 * nth as u64, UNUSED_FROM))).collect();
    let held = |skill| TalentSkill { skill, level: Level::CONFIRMED, last_used: None, wants_to_develop: false };
    let mut document = talent(number as u128 + 1, seed);
    document.skills = skills.into_iter().map(held).collect();
    document.structure = StructureId(Uuid::from_u128(draw(5, 70) as u128 * 77));
    if let Some(places) = &mut document.places {
        let also = (0..draw(9, 8)).map(|nth| DEPARTMENTS[draw(11 + 5 * nth as u64, DEPARTMENTS.len())]);
        places.also_departments = also.filter_map(DepartmentCode::parse).collect();
    }
    document
}

fn departments(talent: &TalentDocument) -> BTreeSet<DepartmentCode> {
    let places = talent.places.iter();
    places.flat_map(|places| places.department.iter().chain(&places.also_departments)).copied().collect()
}

/// The values of a field that a talent has.
fn values(talent: &TalentDocument, field: FacetField, vocabulary: &Vocabulary) -> BTreeSet<String> {
    match field {
        FacetField::Skill => talent.skills.iter().map(|held| vocabulary.canonical(held.skill).to_string()).collect(),
        FacetField::Structure => [talent.structure.to_string()].into(),
        FacetField::Department => departments(talent).iter().map(ToString::to_string).collect(),
        FacetField::Remote => [talent.remote.to_string()].into(),
        other => panic!("no facet of talents: {other:?}"),
    }
}

/// Whether a talent passes the filter, that of a field left aside.
fn passes_but(field: FacetField, filter: &TalentFilter, talent: &TalentDocument, vocabulary: &Vocabulary) -> bool {
    let has = |wanted: SkillId| talent.skills.iter().any(|held| vocabulary.canonical(held.skill) == wanted);
    let skills = filter.skills.iter().all(|(wanted, _)| has(vocabulary.canonical(*wanted)));
    let structure = filter.structure_ids.is_empty() || filter.structure_ids.contains(&talent.structure);
    let reached = departments(talent);
    let wanted = &filter.department_codes;
    let department = wanted.is_empty() || wanted.iter().any(|code| reached.contains(code));
    let remote = filter.remote.is_empty() || filter.remote.contains(&talent.remote);
    let enough = filter.minutes_per_week_min;
    let minutes = enough.is_none_or(|min| talent.times.as_ref().is_some_and(|times| times.minutes_per_week >= min));
    let passes = [
        (FacetField::Skill, skills),
        (FacetField::Structure, structure),
        (FacetField::Department, department),
        (FacetField::Remote, remote),
    ];
    minutes && passes.iter().all(|(of, passes)| *passes || *of == field)
}

/// A filter that asks something where a bit says so.
fn filter(bits: u8, seed: usize) -> TalentFilter {
    let asked = |bit: u8| bits >> bit & 1 == 1;
    let department = DepartmentCode::parse(DEPARTMENTS[seed % DEPARTMENTS.len()]);
    TalentFilter {
        skills: asked(0).then_some((skill_id(seed % SKILLS), None)).into_iter().collect(),
        structure_ids: (0..35).filter(|_| asked(1)).map(|of| StructureId(Uuid::from_u128(of * 154))).collect(),
        department_codes: department.filter(|_| asked(2)).into_iter().collect(),
        remote: if asked(3) { vec![Remote::Full, Remote::None] } else { Vec::new() },
        minutes_per_week_min: asked(4).then_some(500),
        ..TalentFilter::default()
    }
}

/// The most frequent values first, then by value.
fn plain_facet(counts: BTreeMap<String, usize>) -> Vec<FacetValue> {
    let mut values: Vec<_> = counts.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
    values.sort_by_key(|value| Reverse(value.count));
    values.truncate(FACET_VALUES_MAX);
    values
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_facets_of_talents_are_those_of_a_plain_program(
        seeds in prop::collection::vec(any::<u64>(), 1..12), count in 1usize..300, chunk in 20usize..300,
        with_merged: bool, bits in 0u8..32, by_text: bool, seed in 0usize..1000,
    ) {
        let documents: Vec<_> = (0..count).map(|number| various_talent(number, seeds[number % seeds.len()])).collect();
        let vocabulary = vocabulary(with_merged);
        let engine = Engine::in_memory(vocabulary.clone()).unwrap();
        for documents in documents.chunks(chunk) {
            engine.apply(documents.iter().map(|it| IndexChange::Talent(Box::new(it.clone())))).unwrap();
            engine.commit("chunk").unwrap();
        }
        let text = if by_text { "migration".to_owned() } else { String::new() };
        let search = TalentSearch { text, visibility: everybody(), window: Window::first(1), ..TalentSearch::default() };
        let found = engine.snapshot().matching_talents(&search);
        let filter = filter(bits, seed);
        let faceted = TalentSearch { filter: filter.clone(), facets: true, ..search };
        let page = engine.snapshot().search_talents(&faceted).unwrap();
        prop_assert_eq!(page.facets.len(), 4);
        for facet in page.facets {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            let counted = documents.iter().filter(|it| found.contains(&it.id));
            for talent in counted.filter(|it| passes_but(facet.field, &filter, it, &vocabulary)) {
                for value in values(talent, facet.field, &vocabulary) {
                    *counts.entry(value).or_default() += 1;
                }
            }
            prop_assert_eq!(facet.values, plain_facet(counts), "{:?}", facet.field);
        }
    }
}
