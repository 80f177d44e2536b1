//! The definition of the ranking computed plainly: every pair one by one, every list sorted whole, no index, no block,
//! no bound. The engine must give the same, ids, scores and ties included, on documents drawn anew at each run.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use chrono::NaiveDate;
use talents_core::calendar::Days;
use talents_core::id::{SkillId, StructureId, TalentId};
use talents_core::mission::{Importance, Modalities, Requirement};
use talents_core::place::{DepartmentCode, LanguageCode, Remote};
use talents_core::skill::Level;
use talents_core::talent::TalentSkill;
use uuid::Uuid;

use super::board::{Board, PreparedMission, PreparedTalent};
use super::cover::{CoverageRun, Prices};
use super::{CANDIDATES, RankRequest, TalentVisibility, Window};
use crate::analyzer::Analyzer;
use crate::document::{IndexChange, Places, TalentDocument, Times};
use crate::eligibility::speaks;
use crate::index::Engine;
use crate::index::snapshot::Snapshot;
use crate::signal::weighted::COMMON_FROM;
use crate::signal::{self, COVERAGE, Found, RECALL, RECALLS};
use crate::skills::tests::small_vocabulary;
use crate::statistics::Statistics;

/// A stream of numbers from a seed (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len() as u64) as usize]
    }
}

const SKILLS: &[&str] = &["containers", "kubernetes", "docker", "devops", "databases", "postgresql", "java", "go"];
const WORDS: &[&str] = &[
    "migration",
    "serveur",
    "données",
    "usagers",
    "équipe",
    "refonte",
    "portail",
    "sécurité",
    "audit",
    "kubernetes",
    "conteneurs",
    "déploiement",
    "accessibilité",
    "formation",
    "cartographie",
    "archives",
    "bases",
    "réseau",
];
const DEPARTMENTS: &[&str] = &["75", "59", "13"];

/// Nearly everybody writes this one.
const COMMON_WORD: &str = "projet";

fn text(random: &mut Random, words: u64) -> String {
    let common = (!random.one_in(8)).then_some(COMMON_WORD);
    (0..words).map(|_| *random.pick(WORDS)).chain(common).collect::<Vec<_>>().join(" ")
}

fn department(random: &mut Random) -> DepartmentCode {
    let code: &&str = random.pick(DEPARTMENTS);
    DepartmentCode::parse(code).unwrap()
}

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 1, 1).unwrap() + chrono::Days::new(number)
}

fn talent(random: &mut Random, number: u128) -> TalentDocument {
    let names: BTreeSet<&str> = (0..random.below(5)).map(|_| *random.pick(SKILLS)).collect();
    let skills = names.into_iter().map(|slug| TalentSkill {
        skill: SkillId::of_slug(slug),
        level: Level::try_new(1 + random.below(4) as i64).unwrap(),
        last_used: None,
        wants_to_develop: false,
    });
    let skills = skills.collect();
    let windows = (0..random.below(3)).map(|_| {
        let first = random.below(90);
        Days::try_new(day(first), day(first + random.below(90))).unwrap()
    });
    let windows = windows.collect();
    TalentDocument {
        id: TalentId(Uuid::from_u128(number)),
        structure: StructureId(Uuid::from_u128(random.below(3).into())),
        ministry: StructureId(Uuid::nil()),
        discoverable: !random.one_in(8),
        headline: text(random, 3),
        biography: {
            let length = random.below(9);
            text(random, length)
        },
        skills,
        languages: (!random.one_in(5)).then(|| [LanguageCode::FRENCH].into()),
        remote: *random.pick(Remote::ALL),
        places: (!random.one_in(5))
            .then(|| Places { department: Some(department(random)), also_departments: [department(random)].into() }),
        times: (!random.one_in(5)).then(|| Times { minutes_per_week: 100 + 300 * random.below(6) as u32, windows }),
    }
}

fn request(random: &mut Random) -> RankRequest {
    let names: BTreeSet<&str> = (0..random.below(5)).map(|_| *random.pick(SKILLS)).collect();
    let requirement = |slug: &str| Requirement {
        skill: SkillId::of_slug(slug),
        importance: *random.pick(Importance::ALL),
        min_level: Level::try_new(1 + random.below(4) as i64).unwrap(),
        weight: 1 + random.below(5) as u8,
    };
    let requirements = names.into_iter().map(requirement).collect();
    let modalities = Modalities {
        remote: Some(*random.pick(Remote::ALL)),
        department: (!random.one_in(2)).then(|| department(random)),
        start_from: Some(day(30)),
        end_by: Some(day(30 + random.below(90))),
        effort_minutes: (!random.one_in(2)).then(|| 200 * random.below(20) as u32),
        languages: if random.one_in(3) { [LanguageCode::FRENCH].into() } else { BTreeSet::new() },
        ..Modalities::default()
    };
    let mut request = RankRequest::of_requirements(requirements, modalities, day(0));
    request.host = Some(StructureId(Uuid::from_u128(random.below(4).into())));
    request.title = text(random, 3);
    request
}

/// The ranking as it is defined: id and score of every match, in order.
fn plain_ranking(request: &RankRequest, talents: &[TalentDocument], snapshot: &Snapshot) -> Vec<(TalentId, u32)> {
    let mut analyzer = Analyzer::default();
    let mission = PreparedMission::new(request, &snapshot.vocabulary, &snapshot.frozen, &mut analyzer);
    let alone = PreparedMission::new(request, &snapshot.vocabulary, &snapshot.frozen, &mut analyzer);
    let board = Board::of_one(alone);
    let mut found: HashMap<TalentId, (Found, u32)> = HashMap::new();
    for talent in talents.iter().filter(|talent| talent.discoverable) {
        let prepared = PreparedTalent::new(talent, &snapshot.vocabulary, &mut analyzer);
        let values: Found = std::array::from_fn(|signal| {
            let mut value = [0];
            RECALL[signal].of_missions(&prepared, &board, snapshot, &mut value);
            value[0]
        });
        let matches = values.iter().zip(mission.floors).any(|(value, floor)| *value >= floor);
        let is_understood = speaks(prepared.row().languages(), mission.conditions.languages());
        if matches && mission.conditions.reasons_of(prepared.row(), is_understood).is_empty() {
            let mut complete = values;
            for (signal, value) in RECALL.iter().zip(&mut complete) {
                let mut add = |_, more: u32| *value = (*value + more).min(signal::ONE);
                signal.complete_missions(&prepared, &board, snapshot, &[0], &mut add);
            }
            let all = signal::values(complete, &mission, prepared.row(), request.as_of);
            found.insert(talent.id, (values, signal::score(all, &mission)));
        }
    }
    let tie = |id: &TalentId| (mission.ties.with(id.0), id.0);
    let best = |signal: usize| {
        let mut ids: Vec<TalentId> =
            found.iter().filter(|(_, (values, _))| values[signal] > 0).map(|(id, _)| *id).collect();
        ids.sort_by_key(|id| (Reverse(found[id].0[signal]), tie(id)));
        ids.truncate(CANDIDATES);
        ids
    };
    let candidates: BTreeSet<TalentId> = (0..RECALLS).flat_map(best).collect();
    let mut order: Vec<TalentId> = found.keys().copied().collect();
    order.sort_by_key(|id| {
        let (values, score) = found[id];
        let (tier, value) = if candidates.contains(id) { (0, score) } else { (1, values[COVERAGE]) };
        (tier, Reverse(value), tie(id))
    });
    order.into_iter().map(|id| (id, found[&id].1)).collect()
}

/// The most pages that are walked.
const PAGES: usize = 40;

/// The ranking page by page: of a short page, few candidates need be looked at.
fn walked(snapshot: &Snapshot, request: &RankRequest, size: usize) -> Vec<(TalentId, u32)> {
    let everybody = TalentVisibility { discoverable: true, ..TalentVisibility::default() };
    let (mut walked, mut window) = (Vec::new(), Window::first(size));
    for _ in 0..PAGES {
        let page = snapshot.rank_talents(request, &everybody, &window).unwrap();
        walked.extend(page.hits.iter().map(|hit| (hit.id, hit.score)));
        match page.hits.last() {
            Some(last) if page.has_next => window.cursor = Some(last.cursor.clone()),
            _ => break,
        }
    }
    walked
}

/// The statistics as if each talent stood for many, so that some words are common.
fn of_many(mut statistics: Statistics) -> Statistics {
    for field in &mut statistics.talents {
        field.documents *= COMMON_FROM;
        field.total_length *= u64::from(COMMON_FROM);
        field.frequencies.values_mut().for_each(|frequency| *frequency *= COMMON_FROM);
    }
    statistics
}

fn compare(count: usize, rounds: usize, chunk: usize) {
    let seed = RandomState::new().hash_one("the plain program");
    let mut random = Random(seed);
    let talents: Vec<TalentDocument> = (0..count).map(|number| talent(&mut random, number as u128 + 1)).collect();
    let engine = Engine::in_memory(Arc::new(small_vocabulary())).unwrap();
    for talents in talents.chunks(chunk) {
        engine.apply(talents.iter().map(|talent| IndexChange::Talent(Box::new(talent.clone())))).unwrap();
        engine.commit("chunk").unwrap();
    }
    engine.set_statistics(of_many(engine.snapshot().measure(1)));
    let snapshot = engine.snapshot();
    let everybody = TalentVisibility { discoverable: true, ..TalentVisibility::default() };
    let mut with_common_words = 0;
    for _ in 0..rounds {
        let request = request(&mut random);
        let mission = PreparedMission::new(&request, &snapshot.vocabulary, &snapshot.frozen, &mut Analyzer::default());
        with_common_words += usize::from(!mission.words.common.is_empty());
        let ranking = snapshot.rank_talents(&request, &everybody, &Window::first(count)).unwrap();
        let hits: Vec<(TalentId, u32)> = ranking.hits.iter().map(|hit| (hit.id, hit.score)).collect();
        let plain = plain_ranking(&request, &talents, &snapshot);
        assert_eq!(hits, plain, "seed {seed}");
        let size = 1 + random.below(30) as usize;
        assert_eq!(walked(&snapshot, &request, size), plain[..plain.len().min(PAGES * size)], "seed {seed}");
        let mut by_coverage: Vec<_> =
            ranking.hits.iter().filter(|hit| hit.explanation.signals[COVERAGE].value > 0).collect();
        let ties = crate::hash::TieBreaker::of_mission(super::board::id_of(&request));
        by_coverage.sort_by_key(|hit| (Reverse(hit.explanation.signals[COVERAGE].value), ties.with(hit.id.0), hit.id));
        // The fewer are wanted, the more lists need not be read.
        for top in [1, 5, 20, 300] {
            let best = by_coverage.iter().take(top);
            let expected: Vec<_> = best.map(|hit| (hit.id, hit.explanation.signals[COVERAGE].value)).collect();
            for prices in Prices::of_each_way() {
                let found = CoverageRun::new(&request, &snapshot, &everybody).best_at(prices, top);
                assert_eq!(found, expected, "the best {top} at {prices:?}, seed {seed}");
            }
        }
    }
    assert!(with_common_words > 0, "no mission had common words, seed {seed}");
}

#[test]
fn a_ranking_is_what_the_definition_gives_among_few() {
    compare(150, 60, 37);
}

#[test]
fn a_ranking_is_what_the_definition_gives_where_most_matches_are_no_candidates() {
    compare(6_000, 3, 2_500);
}
