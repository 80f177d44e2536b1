//! Random histories of a small scheme, which must keep the invariants A1 to A8 whatever people try, against a slow
//! plain model that knows nothing but the events.
//!
//! There are [`HISTORIES`] of them; `PROPTEST_CASES=100000 cargo test -p talents-core histories` runs more.

mod model;
mod world;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::application::{ApplicationMove, ApplicationState};
use crate::engagement::{ConsentKind, ConsentState, EngagementState};
use model::check;
use world::{MISSIONS, PEOPLE, STRUCTURES, TALENTS, World};

/// How many histories there are at the least.
const HISTORIES: u32 = 10_000;

/// So many histories, or as many as `PROPTEST_CASES` says where that is more.
pub(crate) fn many() -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.max(HISTORIES), ..usual }
}

/// Something that somebody tries.
#[derive(Debug, Clone)]
enum Act {
    Wait(u64),
    Apply {
        talent: usize,
        mission: usize,
        invited: bool,
    },
    Application {
        place: usize,
        ask: Ask,
    },
    /// `who` is anybody, or `None` for whoever should speak.
    Consent {
        place: usize,
        kind: ConsentKind,
        who: Option<usize>,
        ask: u8,
    },
    Engagement {
        place: usize,
        step: Step,
    },
    Declare {
        place: usize,
        first: u64,
        days: u64,
        minutes: i64,
    },
    Sheet {
        place: usize,
        kind: u8,
        who: usize,
    },
    Revise {
        mission: usize,
        seats: u16,
        effort: u32,
    },
    CancelMission(usize),
    ExpireMission(usize),
    CompleteMission(usize),
    MoveTalent {
        talent: usize,
        structure: usize,
    },
    ChangeManager {
        talent: usize,
        person: usize,
    },
    Leave(usize),
}

/// What is asked of an application.
#[derive(Debug, Clone)]
enum Ask {
    Move(ApplicationMove),
    /// Select it, with that many planned minutes.
    Select(i64),
}

/// A step of an engagement.
#[derive(Debug, Clone, Copy)]
enum Step {
    Reschedule(i64),
    Start,
    Suspend,
    Resume,
    Deliver,
    Interrupt,
    Close,
    Cancel,
}

fn any_ask() -> impl Strategy<Value = Ask> {
    let made = vec![
        ApplicationMove::Accept(String::new()),
        ApplicationMove::Shortlist,
        ApplicationMove::Shortlist,
        ApplicationMove::Decline("Un motif".to_owned()),
        ApplicationMove::DeclineInvitation(String::new()),
        ApplicationMove::Withdraw(String::new()),
        ApplicationMove::Lapse,
    ];
    prop_oneof![select(made).prop_map(Ask::Move), minutes().prop_map(Ask::Select)]
}

fn minutes() -> impl Strategy<Value = i64> {
    select(vec![600, 4_200, 8_400, 8_401])
}

fn any_step() -> impl Strategy<Value = Step> {
    let step = select(vec![
        Step::Start,
        Step::Start,
        Step::Suspend,
        Step::Resume,
        Step::Deliver,
        Step::Interrupt,
        Step::Close,
        Step::Close,
        Step::Cancel,
    ]);
    prop_oneof![9 => step, 1 => minutes().prop_map(Step::Reschedule)]
}

fn any_act() -> impl Strategy<Value = Act> {
    let (talent, mission, place) = (0..TALENTS, 0..MISSIONS, 0..20_usize);
    prop_oneof![
        4 => (0..10_u64).prop_map(Act::Wait),
        8 => (talent.clone(), mission.clone(), weighted(0.2, Just(())))
            .prop_map(|(talent, mission, invited)| Act::Apply { talent, mission, invited: invited.is_some() }),
        14 => (place.clone(), any_ask()).prop_map(|(place, ask)| Act::Application { place, ask }),
        30 => (place.clone(), select(ConsentKind::ALL), weighted(0.2, 0..PEOPLE), 0..10_u8)
            .prop_map(|(place, kind, who, ask)| Act::Consent { place, kind, who, ask }),
        10 => (place.clone(), any_step()).prop_map(|(place, step)| Act::Engagement { place, step }),
        6 => (place.clone(), 0..15_u64, 0..3_u64, select(vec![60, 420, 4_000]))
            .prop_map(|(place, first, days, minutes)| Act::Declare { place, first, days, minutes }),
        14 => (place, 0..8_u8, 0..PEOPLE).prop_map(|(place, kind, who)| Act::Sheet { place, kind, who }),
        2 => (mission.clone(), 1..3_u16, select(vec![4_200, 8_400]))
            .prop_map(|(mission, seats, effort)| Act::Revise { mission, seats, effort }),
        1 => mission.clone().prop_map(Act::CancelMission),
        1 => mission.clone().prop_map(Act::ExpireMission),
        4 => mission.prop_map(Act::CompleteMission),
        1 => (talent.clone(), 0..STRUCTURES)
            .prop_map(|(talent, structure)| Act::MoveTalent { talent, structure }),
        1 => (talent.clone(), 0..PEOPLE).prop_map(|(talent, person)| Act::ChangeManager { talent, person }),
        1 => talent.prop_map(Act::Leave),
    ]
}

/// The way from a candidature to work that has begun, for talent 0 and mission 0: random acts alone seldom get there.
fn prologue() -> Vec<Act> {
    let consent = |kind: &ConsentKind| Act::Consent { place: 0, kind: *kind, who: None, ask: 0 };
    let head = [
        Act::Apply { talent: 1, mission: 0, invited: false },
        Act::Application { place: 0, ask: Ask::Move(ApplicationMove::Shortlist) },
        Act::Application { place: 0, ask: Ask::Select(4_200) },
    ];
    let tail = [Act::Wait(56), Act::Engagement { place: 0, step: Step::Start }];
    head.into_iter().chain(ConsentKind::ALL.iter().map(consent)).chain(tail).collect()
}

#[test]
fn the_straight_way_leads_to_work_that_has_begun() {
    let mut world = World::new();
    for act in prologue() {
        world.act(&act).unwrap_or_else(|refusals| panic!("{act:?}: {refusals:?}"));
        check(&world).unwrap();
    }
    assert!(world.engagements[0].has_started());
}

/// Every state is reached by some history, or the histories would prove little of it.
#[test]
fn the_histories_go_everywhere() {
    let mut runner = TestRunner::deterministic();
    let mut reached = BTreeSet::new();
    for number in 0..400 {
        let acts = vec(any_act(), 90).new_tree(&mut runner).unwrap().current();
        let mut world = World::new();
        for act in prologue().into_iter().take(number % 10).chain(acts) {
            if world.act(&act).is_ok() {
                reached.extend(world.applications.iter().map(|one| ("application", one.state.code())));
                reached.extend(world.engagements.iter().map(|one| ("engagement", one.state().code())));
                let consents = world.engagements.iter().flat_map(|one| one.consents.iter());
                reached.extend(consents.map(|one| ("consent", one.state.code())));
                reached.extend(world.sheets.iter().map(|one| ("sheet", one.state.code())));
                reached.extend(world.missions.iter().map(|one| ("mission", one.state.code())));
            }
        }
    }
    let all = |machine, codes: Vec<&'static str>| codes.into_iter().map(move |code| (machine, code));
    let expected = all("application", ApplicationState::ALL.iter().map(|state| state.code()).collect())
        .chain(all("engagement", EngagementState::ALL.iter().map(|state| state.code()).collect()))
        .chain(all("consent", ConsentState::ALL.iter().map(|state| state.code()).collect()))
        // A sheet is declared as soon as it is written; missions are published from the start.
        .chain(all("sheet", vec!["DECLARED", "VALIDATED", "DISPUTED", "VOID", "REVERSED"]))
        .chain(all("mission", vec!["PUBLISHED", "EXPIRED", "COMPLETED", "CANCELLED"]));
    let missed: Vec<_> = expected.filter(|state| !reached.contains(state)).collect();
    assert_eq!(missed, []);
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn no_history_breaks_what_always_holds(
        straight in 0..=prologue().len(),
        acts in vec(any_act(), 30..90),
    ) {
        let mut world = World::new();
        for act in prologue().into_iter().take(straight).chain(acts) {
            if world.act(&act).is_ok() {
                check(&world)?;
            }
        }
    }
}
