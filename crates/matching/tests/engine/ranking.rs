//! What holds of every ranking, whatever the talents and the mission.

use crate::world::{day, engine, everybody, mission, request, talent};
use proptest::prelude::*;
use talents_core::id::TalentId;
use talents_core::mission::Modalities;
use talents_core::skill::Level;
use talents_core::talent::TalentSkill;
use talents_matching::{
    Engine, IndexChange, RankRequest, RankedHit, Ranking, Reason, Snapshot, TalentDocument, Window,
};

fn talents(seeds: &[u64]) -> Vec<TalentDocument> {
    seeds.iter().enumerate().map(|(number, seed)| talent(number as u128 + 1, *seed)).collect()
}

fn ranked(snapshot: &Snapshot, seed: u64, window: &Window) -> Ranking<TalentId> {
    snapshot.rank_talents(&request(&mission(99, seed)), &everybody(), window).unwrap()
}

fn coverage(hit: &RankedHit<TalentId>) -> u32 {
    hit.explanation.signals[0].value
}

/// The score and the coverage of a talent alone against a mission without conditions.
fn alone(engine: &Engine, document: &TalentDocument, seed: u64) -> Option<(u32, u32)> {
    engine.apply([IndexChange::Talent(Box::new(document.clone()))]).unwrap();
    engine.commit("one").unwrap();
    let mut request = request(&mission(99, seed));
    request.modalities = Modalities::default();
    request.host = None;
    let ranking = engine.snapshot().rank_talents(&request, &everybody(), &Window::first(1)).unwrap();
    ranking.hits.first().map(|hit| (hit.score, coverage(hit)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn contributions_sum_to_the_score_exactly(seeds in prop::collection::vec(any::<u64>(), 1..30), seed in any::<u64>()) {
        let engine = engine(&talents(&seeds), &[], 100);
        for hit in ranked(&engine.snapshot(), seed, &Window::first(100)).hits {
            let signals = &hit.explanation.signals;
            prop_assert_eq!(signals.iter().map(|part| part.contribution).sum::<u32>(), hit.score);
            prop_assert!(hit.score <= 1_000_000);
            let requirements = hit.explanation.requirements.iter().map(|part| part.contribution).sum::<u32>();
            prop_assert_eq!(requirements, signals[0].contribution);
        }
    }

    #[test]
    fn a_better_level_never_lowers_a_score_and_a_skill_more_never_lowers_coverage(
        talent_seed in any::<u64>(), mission_seed in any::<u64>(), extra in 0usize..8,
    ) {
        let mut one = talent(1, talent_seed);
        one.discoverable = true;
        let engine = engine(std::slice::from_ref(&one), &[], 100);
        let before = alone(&engine, &one, mission_seed).unwrap_or_default();
        let mut better = one.clone();
        for skill in &mut better.skills {
            skill.level = Level::try_new((i64::from(skill.level.get()) + 1).min(4)).unwrap();
        }
        prop_assert!(alone(&engine, &better, mission_seed).unwrap_or_default().0 >= before.0);
        let skill = crate::world::skill_id(extra);
        let mut richer = one.clone();
        if richer.skills.iter().all(|known| known.skill != skill) {
            richer.skills.push(TalentSkill { skill, level: Level::BEGINNER, last_used: None, wants_to_develop: false });
        }
        prop_assert!(alone(&engine, &richer, mission_seed).unwrap_or_default().1 >= before.1);
    }

    #[test]
    fn pages_walked_to_the_end_give_each_match_once_in_one_order(
        seeds in prop::collection::vec(any::<u64>(), 1..40), seed in any::<u64>(), size in 1usize..7,
    ) {
        let snapshot = engine(&talents(&seeds), &[], 100).snapshot();
        let whole = ranked(&snapshot, seed, &Window::first(1000));
        prop_assert_eq!(whole.total, whole.hits.len());
        let (mut walked, mut window) = (Vec::new(), Window::first(size));
        loop {
            let page = ranked(&snapshot, seed, &window);
            prop_assert_eq!(page.total, whole.total);
            walked.extend(page.hits.iter().map(|hit| hit.id));
            match page.hits.last() {
                Some(last) if page.has_next => window = Window::after(size, last.cursor.clone()),
                _ => break,
            }
        }
        prop_assert_eq!(walked, whole.hits.iter().map(|hit| hit.id).collect::<Vec<_>>());
    }

    #[test]
    fn segments_merges_deletes_and_replacements_change_nothing(
        seeds in prop::collection::vec(any::<u64>(), 2..25), seed in any::<u64>(), chunk in 1usize..5,
    ) {
        let documents = talents(&seeds);
        let at_once = engine(&documents, &[], 1000);
        let mut noisy = documents.clone();
        noisy.extend((0..5).map(|number| talent(1000 + number, seed ^ number as u64)));
        noisy.extend(documents.iter().rev().cloned());
        let in_pieces = engine(&noisy, &[], chunk);
        let removed = (0..5).map(|number| IndexChange::RemoveTalent(TalentId(uuid::Uuid::from_u128(1000 + number))));
        in_pieces.apply(removed).unwrap();
        in_pieces.commit("removed").unwrap();
        in_pieces.set_statistics(in_pieces.snapshot().measure(1));
        prop_assert_eq!(in_pieces.snapshot().measure(1), at_once.snapshot().measure(1));
        let window = Window::first(100);
        let expected = ranked(&at_once.snapshot(), seed, &window);
        prop_assert_eq!(&ranked(&in_pieces.snapshot(), seed, &window), &expected);
        in_pieces.commit_compact("whole").unwrap();
        prop_assert_eq!(in_pieces.position(), Some("whole".to_owned()));
        prop_assert_eq!(&ranked(&in_pieces.snapshot(), seed, &window), &expected);
        in_pieces.apply([IndexChange::RemoveTalent(documents[0].id)]).unwrap();
        in_pieces.commit("after").unwrap();
        let left = in_pieces.snapshot().talents().count();
        prop_assert_eq!((left, in_pieces.position()), (documents.len() - 1, Some("after".to_owned())));
    }

    #[test]
    fn a_pair_has_one_score_in_both_directions(
        seeds in prop::collection::vec(any::<u64>(), 1..15), missions in prop::collection::vec(any::<u64>(), 1..8),
    ) {
        let missions: Vec<_> = missions.iter().enumerate().map(|(n, seed)| mission(500 + n as u128, *seed)).collect();
        let mut documents = talents(&seeds);
        for talent in &mut documents {
            talent.discoverable = true;
        }
        let snapshot = engine(&documents, &missions, 7).snapshot();
        for document in &documents {
            let of_talent = snapshot.rank_missions(document, day(0), &Window::first(100)).unwrap();
            for mission in &missions {
                let of_mission = snapshot.rank_talents(&request(mission), &everybody(), &Window::first(100)).unwrap();
                let one = of_mission.hits.iter().find(|hit| hit.id == document.id).map(|hit| (&hit.score, &hit.explanation));
                let other = of_talent.hits.iter().find(|hit| hit.id == mission.id).map(|hit| (&hit.score, &hit.explanation));
                prop_assert_eq!(one, other);
            }
        }
    }

    #[test]
    fn excluded_and_relaxations_are_what_giving_up_conditions_shows(
        seeds in prop::collection::vec(any::<u64>(), 1..40), seed in any::<u64>(),
    ) {
        let snapshot = engine(&talents(&seeds), &[], 100).snapshot();
        let asked = request(&mission(99, seed));
        let count = |request: &RankRequest| {
            snapshot.rank_talents(request, &everybody(), &Window::first(0)).unwrap()
        };
        let before = count(&asked);
        let gain = |reason| before.relaxations.iter().find(|it| it.reason == reason).map_or(0, |it| it.gain);
        let mut without_languages = asked.clone();
        without_languages.modalities.languages.clear();
        prop_assert_eq!(count(&without_languages).total - before.total, gain(Reason::Languages));
        let mut without_effort = asked.clone();
        without_effort.modalities.effort_minutes = None;
        prop_assert_eq!(count(&without_effort).total - before.total, gain(Reason::Effort));
        if asked.modalities.remote != Some(talents_core::place::Remote::Full) {
            let mut anywhere = asked.clone();
            anywhere.modalities.department = None;
            prop_assert_eq!(count(&anywhere).total - before.total, gain(Reason::Place));
        }
        let mut unconditional = asked.clone();
        unconditional.modalities = Modalities::default();
        unconditional.host = None;
        let kept_out = count(&unconditional).total - before.total;
        prop_assert!(before.excluded.iter().all(|excluded| excluded.count <= kept_out));
        prop_assert!(before.excluded.iter().map(|excluded| excluded.count).sum::<usize>() >= kept_out);
    }
}

#[test]
fn a_cursor_of_another_generation_has_expired_and_one_of_another_mission_is_none() {
    let documents: Vec<_> = (1..20).map(|n| talent(n, 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(n as u64))).collect();
    let engine = engine(&documents, &[], 100);
    let asked = (0..64).find(|seed| ranked(&engine.snapshot(), *seed, &Window::first(1)).has_next).unwrap();
    let cursor = ranked(&engine.snapshot(), asked, &Window::first(1)).hits[0].cursor.clone();
    let follow = |snapshot: &Snapshot, number: u128| {
        let window = Window::after(1, cursor.clone());
        snapshot.rank_talents(&request(&mission(number, asked)), &everybody(), &window).map(|_| ())
    };
    assert_eq!(follow(&engine.snapshot(), 99), Ok(()));
    assert_eq!(follow(&engine.snapshot(), 98), Err(talents_matching::CursorProblem::Malformed));
    engine.set_statistics(engine.snapshot().measure(2));
    assert_eq!(follow(&engine.snapshot(), 99), Err(talents_matching::CursorProblem::Expired));
}

#[test]
fn one_thread_and_four_recommend_alike() {
    let documents: Vec<_> = (1..60).map(|n| talent(n, 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(n as u64))).collect();
    let missions: Vec<_> = (1..20).map(|n| mission(500 + n, 0x9e37_79b9_7f4a_7c15u64.wrapping_mul(n as u64))).collect();
    let snapshot = engine(&documents, &missions, 30).snapshot();
    let requests: Vec<_> = missions.iter().map(request).collect();
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let talents = snapshot.best_talents(&requests, 5).unwrap();
            (talents, snapshot.best_missions(&documents, day(0), 5).unwrap())
        })
    };
    let (talents, missions) = with(1);
    assert!(talents.iter().any(|ranking| ranking.total > 0) && missions.iter().any(|ranking| ranking.total > 0));
    assert_eq!(with(4), (talents, missions));
}

#[test]
fn a_typo_that_changes_where_the_ending_is_cut_ranks_who_writes_the_word_all_the_same() {
    let mut documents = talents(&[1, 2]);
    documents[0].biography = "Modernisation du développement".into();
    for talent in &mut documents {
        talent.discoverable = true;
    }
    let engine = engine(&documents, &[], 100);
    let words = |title: &str| {
        let mut request = RankRequest::of_requirements(Vec::new(), Modalities::default(), day(1));
        request.title = title.into();
        let ranking = engine.snapshot().rank_talents(&request, &everybody(), &Window::first(2)).unwrap();
        ranking.hits.iter().map(|hit| (hit.id, hit.explanation.signals[1].value)).collect::<Vec<_>>()
    };
    let (written, misspelt) = (words("Modernisation"), words("Modernisaiton"));
    assert_eq!((written.len(), written[0].0), (1, documents[0].id));
    assert_eq!(misspelt, written);
}
