//! Missions ranked for a talent: what is told of them all is what each mission tells of the talent alone.

use std::collections::BTreeMap;

use proptest::prelude::*;
use talents_matching::{Excluded, MissionDocument, Relaxation, Snapshot, TalentDocument, TalentVisibility, Window};

use crate::world::{day, engine, mission, request, talent};

/// The missions of these seeds; some take no applications.
fn missions(seeds: &[u64]) -> Vec<MissionDocument> {
    let drawn = |(number, seed): (usize, &u64)| MissionDocument {
        takes_applications: !(seed >> 57).is_multiple_of(4),
        ..mission(500 + number as u128, *seed)
    };
    seeds.iter().enumerate().map(drawn).collect()
}

fn talents(seeds: &[u64]) -> Vec<TalentDocument> {
    let drawn =
        |(number, seed): (usize, &u64)| TalentDocument { discoverable: true, ..talent(number as u128 + 1, *seed) };
    seeds.iter().enumerate().map(drawn).collect()
}

/// How many missions match a talent, how many each reason keeps out and how many it alone does, from each mission's side.
fn counted(
    snapshot: &Snapshot,
    talent: &TalentDocument,
    missions: &[MissionDocument],
) -> (usize, Vec<Excluded>, Vec<Relaxation>) {
    let alone = TalentVisibility { talent: Some(talent.id), ..TalentVisibility::default() };
    let (mut total, mut excluded, mut gains) = (0, BTreeMap::new(), BTreeMap::new());
    for mission in missions.iter().filter(|mission| mission.is_open_on(day(0))) {
        let ranking = snapshot.rank_talents(&request(mission), &alone, &Window::first(0)).unwrap();
        total += ranking.total;
        for Excluded { reason, count } in ranking.excluded {
            *excluded.entry(reason).or_default() += count;
        }
        for Relaxation { reason, gain } in ranking.relaxations {
            *gains.entry(reason).or_default() += gain;
        }
    }
    let excluded = excluded.into_iter().map(|(reason, count)| Excluded { reason, count }).collect();
    (total, excluded, gains.into_iter().map(|(reason, gain)| Relaxation { reason, gain }).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn missions_are_counted_as_each_of_them_counts_the_talent(
        seeds in prop::collection::vec(any::<u64>(), 1..10), mission_seeds in prop::collection::vec(any::<u64>(), 0..30),
    ) {
        let (talents, missions) = (talents(&seeds), missions(&mission_seeds));
        let snapshot = engine(&talents, &missions, 100).snapshot();
        let ranked = |talent| snapshot.rank_missions(talent, day(0), &Window::first(3)).unwrap();
        for talent in &talents {
            let ranking = ranked(talent);
            let told = (ranking.total, ranking.excluded, ranking.relaxations);
            prop_assert_eq!(told, counted(&snapshot, talent, &missions));
        }
        let one_by_one: Vec<_> = talents.iter().map(ranked).collect();
        prop_assert_eq!(snapshot.best_missions(&talents, day(0), 3).unwrap(), one_by_one);
    }
}
