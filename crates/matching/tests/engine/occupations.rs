//! The reference occupations that an explanation tells.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::world::{day, everybody, mission, request, skill_id, talent, vocabulary};
use proptest::prelude::*;
use talents_core::id::OccupationId;
use talents_core::skill::{Labels, Occupation};
use talents_matching::{Engine, Explanation, IndexChange, OCCUPATIONS_TOLD, Vocabulary, Window};

/// Occupations, each with what its people do and a few skills.
const OCCUPATIONS: [(&str, &str, [usize; 2]); 7] = [
    ("Administrateur systèmes", "supervision et migration de serveurs", [0, 1]),
    ("Administrateur de bases de données", "migration et audit de bases", [3, 4]),
    ("Développeur", "développeur, accessibilité", [6, 7]),
    ("Auditeur", "audit, sécurité, accessibilité", [7, 5]),
    ("Formateur", "formation, accessibilité", [6, 5]),
    ("Ingénieur nuage", "nuage, supervision", [1, 2]),
    ("Responsable de la sécurité", "sécurité et supervision", [2, 5]),
];

fn with_occupations() -> Arc<Vocabulary> {
    let occupation = |(label, description, skills): (&str, &str, [usize; 2])| Occupation {
        id: OccupationId::of_uri(label),
        uri: format!("urn:{label}"),
        french: Labels { preferred: label.to_owned(), others: Vec::new() },
        english: Labels::default(),
        description_fr: description.to_owned(),
        description_en: String::new(),
        essential: skills.map(skill_id).into(),
        optional: Vec::new(),
    };
    let skills = vocabulary().skills().cloned().collect();
    Arc::new(Vocabulary::build(skills, OCCUPATIONS.map(occupation).into()))
}

/// What the signal of resemblance brings.
fn resemblance(explanation: &Explanation) -> u32 {
    explanation.signals.iter().find(|part| part.name == "resemblance").unwrap().contribution
}

/// The occupations told are the heaviest first, and no more than what the signal brings; all of it, where that is all.
fn is_consistent(explanation: &Explanation) -> bool {
    let parts = &explanation.occupations;
    let told: u32 = parts.iter().map(|part| part.contribution).sum();
    let distinct: BTreeSet<OccupationId> = parts.iter().map(|part| part.occupation).collect();
    let is_whole = told == resemblance(explanation);
    distinct.len() == parts.len()
        && parts.len() <= OCCUPATIONS_TOLD
        && parts.is_sorted_by(|one, next| one.contribution >= next.contribution && next.contribution > 0)
        && (is_whole || parts.len() == OCCUPATIONS_TOLD && told < resemblance(explanation))
        // What is not told brings no more, each, than the least of what is.
        && parts.last().is_none_or(|least| told + OCCUPATIONS.len() as u32 * least.contribution >= resemblance(explanation))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn both_directions_tell_the_same_occupations(
        talents in prop::collection::vec(any::<u64>(), 1..12), missions in prop::collection::vec(any::<u64>(), 1..5),
        chunk in 1usize..8,
    ) {
        let talents: Vec<_> = talents.iter().zip(1..).map(|(seed, number)| talent(number, *seed)).collect();
        let missions: Vec<_> = missions.iter().zip(100..).map(|(seed, number)| mission(number, *seed)).collect();
        let engine = Engine::in_memory(with_occupations()).unwrap();
        let all = talents.iter().map(|it| IndexChange::Talent(Box::new(it.clone())));
        let changes: Vec<_> = all.chain(missions.iter().map(|it| IndexChange::Mission(Box::new(it.clone())))).collect();
        for chunk in changes.chunks(chunk) {
            engine.apply(chunk.to_vec()).unwrap();
            engine.commit("chunk").unwrap();
        }
        engine.set_statistics(engine.snapshot().measure(1));
        let snapshot = engine.snapshot();
        for document in &talents {
            let of_talent = snapshot.rank_missions(document, day(0), &Window::first(100)).unwrap();
            for hit in of_talent.hits {
                prop_assert!(is_consistent(&hit.explanation), "{:?}", hit.explanation);
                let mission = missions.iter().find(|mission| mission.id == hit.id).unwrap();
                let of_mission = snapshot.rank_talents(&request(mission), &everybody(), &Window::first(100)).unwrap();
                if let Some(other) = of_mission.hits.into_iter().find(|other| other.id == document.id) {
                    prop_assert_eq!(other.explanation, hit.explanation);
                }
            }
        }
    }
}

#[test]
fn who_does_the_same_job_is_told_by_which() {
    let mut document = talent(1, 1 << 33);
    document.headline = "Supervision et migration de serveurs".to_owned();
    document.skills.clear();
    document.biography.clear();
    let mut asked = mission(2, 0);
    asked.content.title = "Administrateur systèmes".to_owned();
    asked.content.requirements.clear();
    asked.content.modalities = talents_core::mission::Modalities::default();
    let engine = Engine::in_memory(with_occupations()).unwrap();
    engine.apply([IndexChange::Talent(Box::new(document.clone()))]).unwrap();
    engine.commit("one").unwrap();
    engine.set_statistics(engine.snapshot().measure(1));
    let ranking = engine.snapshot().rank_talents(&request(&asked), &everybody(), &Window::first(1)).unwrap();
    let explanation = &ranking.hits[0].explanation;
    assert_eq!(explanation.occupations[0].occupation, OccupationId::of_uri("Administrateur systèmes"));
    assert!(is_consistent(explanation) && resemblance(explanation) > 0);
}
