//! What a ranking must not see: two talents who differ only by name, gender, accents, grade, status or employer score
//! the same for every mission.

use std::collections::BTreeSet;

use crate::world::{day, everybody, mission, request, skill_id, vocabulary};
use talents_core::id::{PersonId, StructureId, TalentId};
use talents_core::person::Email;
use talents_core::place::{LanguageCode, Remote};
use talents_core::skill::Level;
use talents_core::structure::Branch;
use talents_core::talent::{Availability, Intent, Talent, TalentProfile, TalentSkill, TalentState, TalentStatus};
use talents_matching::{Engine, IndexChange, TalentDocument, Window};
use uuid::Uuid;

/// A talent as the store has them.
fn talent(number: u128, headline: &str, biography: &str) -> Talent {
    let skill = |index| TalentSkill {
        skill: skill_id(index),
        level: Level::EXPERIENCED,
        last_used: None,
        wants_to_develop: false,
    };
    Talent {
        id: TalentId(Uuid::from_u128(number)),
        external_id: None,
        version: 1,
        person: PersonId(Uuid::from_u128(number)),
        structure: StructureId(Uuid::from_u128(70)),
        state: TalentState::Active,
        profile: TalentProfile {
            status: TalentStatus::CivilServant,
            branch: Branch::State,
            line_manager_email: Email::parse("chef@example.gouv.fr").unwrap(),
            headline: headline.to_owned(),
            biography: biography.to_owned(),
            skills: vec![skill(0), skill(1)],
            languages: BTreeSet::from([LanguageCode::FRENCH]),
            availability: Availability {
                remote: Remote::Full,
                department: None,
                also_departments: BTreeSet::new(),
                minutes_per_week: 2100,
                windows: Vec::new(),
            },
            intent: Intent::Apply,
            discoverable: true,
            hidden_parts: BTreeSet::new(),
        },
        wishes: Vec::new(),
    }
}

/// The scores of both for missions that ask for skills or for the words of a text, side by side.
fn scores(
    one: &Talent,
    names: &[String],
    other: &Talent,
    other_names: &[String],
    title: &str,
) -> Vec<[Option<u32>; 2]> {
    let engine = Engine::in_memory(vocabulary()).unwrap();
    let documents = [(one, names), (other, other_names)]
        .map(|(talent, names)| TalentDocument::new(talent, names, StructureId(Uuid::from_u128(80))).unwrap());
    let filler =
        (100..120).map(|number| crate::world::talent(number, 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(number as u64)));
    let all = documents.iter().cloned().chain(filler);
    engine.apply(all.map(|document| IndexChange::Talent(Box::new(document)))).unwrap();
    engine.commit("fair").unwrap();
    engine.set_statistics(engine.snapshot().measure(1));
    let asked = (0..12u64).map(|seed| {
        let mut asked = request(&mission(500 + u128::from(seed), seed.wrapping_mul(0x2545_f491_4f6c_dd1d)));
        title.clone_into(&mut asked.title);
        asked.modalities = talents_core::mission::Modalities::default();
        asked.host = None;
        asked.as_of = day(0);
        asked
    });
    asked
        .map(|asked| {
            let ranking = engine.snapshot().rank_talents(&asked, &everybody(), &Window::first(100)).unwrap();
            documents
                .each_ref()
                .map(|document| ranking.hits.iter().find(|hit| hit.id == document.id).map(|hit| hit.score))
        })
        .collect()
}

fn assert_alike(one: &Talent, names: &[&str], other: &Talent, other_names: &[&str]) {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let pairs =
        scores(one, &owned(names), other, &owned(other_names), "Développeur de serveurs, administrateur de données");
    assert!(pairs.iter().any(|[one, _]| one.is_some()), "nobody was found: the test shows nothing");
    for [one, other] in pairs {
        assert_eq!(one, other);
    }
}

#[test]
fn names_count_for_nothing_wherever_they_stand() {
    let one = talent(1, "Développeur Java, Camille Durand", "Camille DURAND administre des serveurs et des données.");
    let other =
        talent(2, "Développeur Java, Fatoumata N'Diaye", "Fatoumata N'DIAYE administre des serveurs et des données.");
    assert_alike(&one, &["Camille", "Durand"], &other, &["Fatoumata", "N'Diaye"]);
    assert_alike(
        &one,
        &["Camille", "Durand"],
        &talent(3, "Développeur Java,", "administre des serveurs et des données."),
        &[],
    );
}

#[test]
fn the_feminine_and_the_masculine_score_alike() {
    for (feminine, masculine) in [
        ("Développeuse et administratrice de données", "Développeur et administrateur de données"),
        ("Technicienne, cheffe de projet, conseillère", "Technicien, chef de projet, conseiller"),
        ("Chargée de serveurs, intégratrice", "Chargé de serveurs, intégrateur"),
    ] {
        assert_alike(&talent(1, feminine, feminine), &[], &talent(2, masculine, masculine), &[]);
    }
}

#[test]
fn accents_and_capitals_count_for_nothing() {
    let one = talent(1, "Développeur, sécurité des données", "L’équipe déploie œuvres et réseaux.");
    let other = talent(2, "DEVELOPPEUR, SECURITE DES DONNEES", "L'equipe deploie oeuvres et reseaux.");
    assert_alike(&one, &[], &other, &[]);
}

#[test]
fn grades_and_titles_count_for_nothing() {
    let one =
        talent(1, "Attachée d'administration hors classe, serveurs", "Madame la commandante, données et réseaux.");
    let other = talent(2, "serveurs", "la, données et réseaux.");
    assert_alike(&one, &[], &other, &[]);
}

#[test]
fn neither_status_nor_employer_moves_a_score() {
    let one = talent(1, "Développeur de serveurs", "données et réseaux");
    let mut other = Talent { id: TalentId(Uuid::from_u128(2)), ..one.clone() };
    other.profile.status = TalentStatus::Contract;
    other.structure = StructureId(Uuid::from_u128(71));
    assert_alike(&one, &[], &other, &[]);
}
