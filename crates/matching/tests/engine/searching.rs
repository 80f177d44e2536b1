//! What holds of every search, and the searches that people type.

use std::collections::HashSet;
use std::sync::Arc;

use crate::world::{department, engine, everybody, mission, skill_id, talent, vocabulary};
use proptest::prelude::*;
use talents_core::id::{MissionId, SkillId};
use talents_core::mission::{Importance, MissionState, Requirement};
use talents_core::skill::Level;
use talents_matching::{
    CursorProblem, Engine, MissionFilter, MissionSearch, MissionVisibility, Snapshot, TalentFilter, TalentSearch,
    Window,
};

fn found(snapshot: &Snapshot, text: &str) -> Vec<MissionId> {
    let search = MissionSearch { text: text.to_owned(), window: Window::first(100), ..MissionSearch::default() };
    snapshot.search_missions(&search).unwrap().hits.into_iter().map(|hit| hit.id).collect()
}

/// Three missions that texts tell apart: one asks for Kubernetes, one for a developer, one is a draft.
fn three_missions() -> Arc<Snapshot> {
    let mut missions = [mission(1, 0), mission(2, 0), mission(3, 0)];
    let texts = ["Exploiter la plateforme", "Un développeur confirmé", "Un développeur en brouillon"];
    for (mission, title) in missions.iter_mut().zip(texts) {
        mission.content.title = title.to_owned();
        mission.content.context.clear();
        mission.content.requirements.clear();
    }
    missions[0].content.requirements.push(Requirement {
        skill: SkillId::of_slug("kubernetes"),
        importance: Importance::Essential,
        min_level: Level::CONFIRMED,
        weight: 3,
    });
    missions[2].state = MissionState::Draft;
    engine(&[], &missions, 2).snapshot()
}

#[test]
fn typos_abbreviations_genders_and_beginnings_find_the_mission() {
    let snapshot = three_missions();
    for text in ["kubernetes", "kubernets", "K8S", "kubern", "plateform"] {
        assert_eq!(found(&snapshot, text).first().map(|id| id.0.as_u128()), Some(1), "{text}");
    }
    for text in ["developpeuse", "développeuses", "developeur", "confirme"] {
        assert_eq!(found(&snapshot, text).iter().map(|id| id.0.as_u128()).collect::<Vec<_>>(), [2], "{text}");
    }
    for text in ["inexistant", "???", "java"] {
        assert_eq!(found(&snapshot, text), [], "{text}");
    }
}

#[test]
fn a_typo_that_changes_where_the_ending_is_cut_finds_the_word_all_the_same() {
    for (word, typos) in [
        ("Développement", ["développemnet", "developpemnt"]),
        ("Modernisation", ["modernisaiton", "modernisaton"]),
        ("Statistiques", ["statisitques", "statistiqus"]),
        ("Urbanisme", ["urbansime", "urbanime"]),
        ("Dématérialisation", ["dématérialisaiton", "dematerialisatoin"]),
    ] {
        let mut missions = vec![mission(1, 0), mission(2, 1)];
        missions[0].content.title = word.into();
        let snapshot = engine(&[], &missions, 2).snapshot();
        for text in typos {
            assert_eq!(found(&snapshot, text).iter().map(|id| id.0.as_u128()).collect::<Vec<_>>(), [1], "{text}");
        }
    }
}

#[test]
fn a_draft_shows_to_its_host_alone_even_when_it_is_asked_for() {
    let snapshot = three_missions();
    let drafts = MissionFilter { states: vec![MissionState::Draft], ..MissionFilter::default() };
    let total = |visibility: MissionVisibility| {
        let search = MissionSearch { filter: drafts.clone(), visibility, ..MissionSearch::default() };
        snapshot.search_missions(&search).unwrap().total
    };
    let host = mission(3, 0).host;
    assert_eq!(total(MissionVisibility::default()), 0);
    assert_eq!(total(MissionVisibility { hosts: vec![host], ..MissionVisibility::default() }), 1);
    assert_eq!(total(MissionVisibility { everything: true, ..MissionVisibility::default() }), 1);
}

#[test]
fn a_forged_cursor_and_one_of_another_filter_are_refused() {
    let snapshot = three_missions();
    let mut search = MissionSearch { window: Window::first(1), ..MissionSearch::default() };
    let cursor = snapshot.search_missions(&search).unwrap().hits[0].cursor.clone();
    search.window = Window::after(1, cursor);
    assert!(snapshot.search_missions(&search).is_ok());
    search.filter.effort_minutes_max = Some(5);
    assert_eq!(snapshot.search_missions(&search), Err(CursorProblem::Malformed));
}

#[test]
fn an_index_on_disk_remembers_its_position_and_its_documents_until_the_vocabulary_changes() {
    let directory = tempfile::tempdir().unwrap();
    let document = talent(7, 12345);
    {
        let engine = Engine::open(directory.path(), vocabulary()).unwrap();
        assert_eq!(engine.position(), None);
        for _ in 0..2 {
            engine.apply([talents_matching::IndexChange::Talent(Box::new(document.clone()))]).unwrap();
        }
        engine.commit("event 12").unwrap();
    }
    let engine = Engine::open(directory.path(), vocabulary()).unwrap();
    assert_eq!(engine.position().as_deref(), Some("event 12"));
    assert_eq!(engine.snapshot().talents().collect::<Vec<_>>(), std::slice::from_ref(&document));
    assert_eq!(engine.snapshot().talent(document.id), Some(document));
    let other = Arc::new(talents_matching::Vocabulary::build(Vec::new(), Vec::new()));
    assert_eq!(Engine::open(directory.path(), other).unwrap().position(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_relaxed_filter_never_loses_a_result(
        seeds in prop::collection::vec(any::<u64>(), 1..40), skill in 0usize..8, place in 0usize..3, minutes in 0u32..1500,
    ) {
        let documents: Vec<_> = seeds.iter().enumerate().map(|(n, seed)| talent(n as u128 + 1, *seed)).collect();
        let snapshot = engine(&documents, &[], 10).snapshot();
        let strict = TalentFilter {
            skills: vec![(skill_id(skill), Some(Level::CONFIRMED))],
            department_codes: vec![department(place)],
            minutes_per_week_min: Some(minutes),
            ..TalentFilter::default()
        };
        let ids = |filter: &TalentFilter| {
            let search = TalentSearch { filter: filter.clone(), visibility: everybody(), ..TalentSearch::default() };
            snapshot.matching_talents(&search)
        };
        let few = ids(&strict);
        for relaxed in [
            TalentFilter { skills: Vec::new(), ..strict.clone() },
            TalentFilter { skills: vec![(skill_id(skill), None)], ..strict.clone() },
            TalentFilter { department_codes: vec![department(place), department(place + 1)], ..strict.clone() },
            TalentFilter { minutes_per_week_min: None, ..strict.clone() },
        ] {
            prop_assert!(ids(&relaxed).is_superset(&few));
        }
    }

    #[test]
    fn pages_walk_both_ways_over_each_result_once(
        seeds in prop::collection::vec(any::<u64>(), 1..30), size in 1usize..6, order in 0usize..5,
    ) {
        let missions: Vec<_> = seeds.iter().enumerate().map(|(n, seed)| mission(n as u128 + 1, *seed)).collect();
        let snapshot = engine(&[], &missions, 10).snapshot();
        let order = Some(talents_matching::MissionOrder::ALL[order]);
        let page = |window: Window| {
            snapshot.search_missions(&MissionSearch { order, window, ..MissionSearch::default() }).unwrap()
        };
        let whole: Vec<_> = page(Window::first(1000)).hits.into_iter().map(|hit| hit.id).collect();
        prop_assert_eq!(whole.iter().collect::<HashSet<_>>().len(), missions.len());
        let (mut forward, mut window) = (Vec::new(), Window::first(size));
        loop {
            let page = page(window);
            forward.extend(page.hits.iter().map(|hit| hit.id));
            if !page.has_next { break; }
            window = Window::after(size, page.hits.last().unwrap().cursor.clone());
        }
        prop_assert_eq!(&forward, &whole);
        let (mut backward, mut window) = (Vec::new(), Window { size, backward: true, cursor: None });
        loop {
            let page = page(window);
            backward.extend(page.hits.iter().rev().map(|hit| hit.id));
            if !page.has_previous { break; }
            window = Window { size, backward: true, cursor: Some(page.hits[0].cursor.clone()) };
        }
        backward.reverse();
        prop_assert_eq!(&backward, &whole);
    }

    #[test]
    fn a_facet_counts_what_its_own_filter_would_let_in(seeds in prop::collection::vec(any::<u64>(), 1..30)) {
        let missions: Vec<_> = seeds.iter().enumerate().map(|(n, seed)| mission(n as u128 + 1, *seed)).collect();
        let snapshot = engine(&[], &missions, 10).snapshot();
        let filter = MissionFilter {
            department_codes: vec![department(0)],
            remote: vec![talents_core::place::Remote::None, talents_core::place::Remote::Full],
            ..MissionFilter::default()
        };
        let search = |filter: MissionFilter| {
            let search = MissionSearch { filter, facets: true, window: Window::first(1), ..MissionSearch::default() };
            snapshot.search_missions(&search).unwrap()
        };
        let shown = search(filter.clone());
        let departments = shown.facets.iter().find(|it| it.field == talents_matching::FacetField::Department).unwrap();
        for value in &departments.values {
            let code = talents_core::place::DepartmentCode::parse(&value.value).unwrap();
            let alone = search(MissionFilter { department_codes: vec![code], ..filter.clone() });
            prop_assert_eq!(alone.total, value.count);
        }
    }
}
