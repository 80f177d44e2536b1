//! Missions that take applications, and those that do not: what a search tells of them is what a plain program computes.

use std::cmp::Reverse;

use chrono::NaiveDate;
use proptest::prelude::*;
use talents_core::id::MissionId;
use talents_core::mission::MissionState;
use talents_matching::{
    CursorProblem, FacetField, MissionDocument, MissionFilter, MissionOrder, MissionSearch, MissionVisibility,
    Snapshot, Window,
};

use crate::world::{day, engine, mission};

/// A mission in any state, whose deadline is one of five days.
fn any_mission(number: usize, seed: u64) -> MissionDocument {
    let mut drawn = mission(number as u128 + 1, seed);
    drawn.state = MissionState::ALL[(seed >> 3) as usize % MissionState::ALL.len()];
    if seed & 3 != 0 {
        drawn.state = MissionState::Published;
    }
    drawn.takes_applications = !(seed >> 7).is_multiple_of(4);
    drawn.content.application_deadline = Some(day((seed >> 11) as u32 % 5)).filter(|_| !(seed >> 17).is_multiple_of(8));
    drawn
}

/// Whether a talent may apply, said again in the words of the scheme.
fn takes_applications(mission: &MissionDocument, today: NaiveDate) -> bool {
    let is_over = mission.content.application_deadline.is_none_or(|deadline| deadline < today);
    mission.state == MissionState::Published && mission.takes_applications && !is_over
}

/// The list that a plain program gives.
fn plain(missions: &[MissionDocument], wanted: Option<bool>, today: NaiveDate) -> Vec<MissionId> {
    let opens = |mission: &&MissionDocument| takes_applications(mission, today);
    let mut found: Vec<_> = missions.iter().filter(|it| wanted.is_none_or(|wanted| opens(it) == wanted)).collect();
    found.sort_by_key(|it| {
        let newest = it.published_at.unwrap_or(it.created_at).timestamp_millis();
        (!opens(it), Reverse(it.content.urgency), Reverse(newest), it.id)
    });
    found.into_iter().map(|mission| mission.id).collect()
}

fn search(wanted: Option<bool>, today: NaiveDate) -> MissionSearch {
    MissionSearch {
        filter: MissionFilter { takes_applications: wanted, ..MissionFilter::default() },
        visibility: MissionVisibility { everything: true, ..MissionVisibility::default() },
        as_of: today,
        window: Window::first(100),
        facets: true,
        ..MissionSearch::default()
    }
}

/// All pages of that size.
fn walked(snapshot: &Snapshot, search: &MissionSearch, size: usize) -> Vec<MissionId> {
    let (mut found, mut window) = (Vec::new(), Window::first(size));
    loop {
        let page = snapshot.search_missions(&MissionSearch { window, ..search.clone() }).unwrap();
        found.extend(page.hits.iter().map(|hit| hit.id));
        match page.hits.last() {
            Some(last) if page.has_next => window = Window::after(size, last.cursor.clone()),
            _ => return found,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_default_list_its_filter_and_its_facet_are_those_of_a_plain_program(
        seeds in prop::collection::vec(any::<u64>(), 1..40), today in 0u32..6, size in 1usize..7, chunk in 1usize..9,
    ) {
        let missions: Vec<_> = seeds.iter().enumerate().map(|(number, seed)| any_mission(number, *seed)).collect();
        let (snapshot, today) = (engine(&[], &missions, chunk).snapshot(), day(today));
        for wanted in [None, Some(true), Some(false)] {
            let search = search(wanted, today);
            let expected = plain(&missions, wanted, today);
            let found = snapshot.search_missions(&search).unwrap();
            prop_assert_eq!(found.total, expected.len());
            prop_assert_eq!(&walked(&snapshot, &search, size), &expected);
            let facet = found.facets.iter().find(|it| it.field == FacetField::TakesApplications).unwrap();
            let count = |value: &str| facet.values.iter().find(|it| it.value == value).map_or(0, |it| it.count);
            let [open, closed] = [true, false].map(|wanted| plain(&missions, Some(wanted), today).len());
            prop_assert_eq!([count("true"), count("false")], [open, closed], "a facet ignores its own filter");
            let states = found.facets.iter().find(|it| it.field == FacetField::State).unwrap();
            let total: usize = states.values.iter().map(|it| it.count).sum();
            prop_assert_eq!(total, expected.len(), "the others follow it");
        }
    }
}

#[test]
fn a_cursor_ends_with_the_day_where_the_list_does() {
    let missions: Vec<_> =
        (0..9).map(|number| any_mission(number, 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(number as u64 + 1))).collect();
    let snapshot = engine(&[], &missions, 4).snapshot();
    let next_day = |order, wanted| {
        let asked = MissionSearch { order, window: Window::first(1), ..search(wanted, day(0)) };
        let cursor = snapshot.search_missions(&asked).unwrap().hits[0].cursor.clone();
        let after = |today| MissionSearch { as_of: today, window: Window::after(1, cursor.clone()), ..asked.clone() };
        assert!(snapshot.search_missions(&after(day(0))).is_ok());
        snapshot.search_missions(&after(day(1))).map(drop)
    };
    assert_eq!(next_day(None, None), Err(CursorProblem::Expired));
    assert_eq!(next_day(Some(MissionOrder::Newest), None), Ok(()));
    assert_eq!(next_day(Some(MissionOrder::Newest), Some(true)), Err(CursorProblem::Expired));
}
