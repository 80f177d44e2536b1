//! What people type: completions, misspelt words and facets, in units of a plain query of a term.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use talents_core::id::TalentId;
use talents_matching::search::FACET_VALUES_MAX;
use talents_matching::{FacetField, FacetValue, SearchPage, Snapshot, TalentSearch, Window};

use crate::definition::TOP;
use crate::generator::number_of;
use crate::plain_index::PlainSearch;
use crate::random::Random;
use crate::report::{Report, Times, progress, timed};
use crate::scheme::Scheme;
use crate::{Outcome, fault, ours};

/// Words that about two talents in a hundred write, by their rank.
const RANKS: std::ops::Range<usize> = 85..145;
const WORDS: usize = 20;
/// How often each word is searched for.
const ROUNDS: usize = 5;
/// Completions for each search.
const COMPLETIONS: usize = 4;
/// The fewest letters of a word whose typo is not a word of its own.
const LETTERS_MIN: usize = 7;

/// The times of each kind.
#[derive(Default)]
struct Taken {
    unit: Vec<Duration>,
    autocomplete: Vec<Duration>,
    typo: Vec<Duration>,
    facets: Vec<Duration>,
}

/// Measures the searches.
pub(crate) fn measure(scheme: &Scheme, plain: &mut PlainSearch, report: &mut Report) -> Outcome<()> {
    progress("searches");
    let snapshot = scheme.engine.snapshot();
    let lexicon = scheme.world.lexicon();
    let frequent = RANKS.map(|rank| lexicon.word(rank)).filter(|word| word.chars().count() >= LETTERS_MIN);
    let words: Vec<&str> = frequent.take(WORDS).collect();
    let mut random = Random::of(0, 0, 0);
    let mut taken = Taken::default();
    let mut shares = Vec::new();
    for skill in 0..WORDS {
        check_completion(scheme, &snapshot, skill, report);
    }
    for round in 0..ROUNDS {
        for word in &words {
            let query = plain.query(word);
            taken.unit.push(timed(|| plain.found(&query))?.1);
            shares.push(plain.frequency(&query)?);
            let typo = search(&misspelt(word), false);
            let (page, time) = timed(|| snapshot.search_talents(&typo).map_err(fault))?;
            taken.typo.push(time);
            let faceted = search(word, true);
            let (with_facets, time) = timed(|| snapshot.search_talents(&faceted).map_err(fault))?;
            taken.facets.push(time);
            if round == 0 {
                check_count(&snapshot, &typo, &page, report);
                check_count(&snapshot, &faceted, &with_facets, report);
                check_facets(scheme, &snapshot, &faceted, &with_facets, report);
            }
            for _ in 0..COMPLETIONS {
                let typed = typed(scheme, &mut random);
                taken.autocomplete.push(timed(|| Ok(snapshot.complete_skill(&typed, TOP)))?.1);
            }
        }
    }
    shares.sort_unstable_by(f64::total_cmp);
    report.row("share of the talents with the word, median", format!("{:.2} %", shares[shares.len() / 2] * 100.0));
    taken.tell(report);
    Ok(())
}

impl Taken {
    fn tell(self, report: &mut Report) {
        let unit = Times::new(self.unit);
        report.times("query of a term, plain tantivy", &unit);
        for (row, name, times) in [
            ("completion", "autocomplete_over_term_query", self.autocomplete),
            ("search of a misspelt word", "typo_over_term_query", self.typo),
            ("search of a word, with facets", "facets_over_term_query", self.facets),
        ] {
            let times = Times::new(times);
            report.times(row, &times);
            report.figure(name, times.median() / unit.median());
        }
    }
}

fn search(text: &str, facets: bool) -> TalentSearch {
    TalentSearch {
        text: text.to_owned(),
        visibility: ours::everybody(),
        window: Window::first(TOP),
        facets,
        ..TalentSearch::default()
    }
}

/// The word with its first two different neighbours swapped, the first letter left alone.
fn misspelt(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if let Some(place) = (1..letters.len() - 1).find(|place| letters[*place] != letters[place + 1]) {
        letters.swap(place, place + 1);
    }
    letters.into_iter().collect()
}

/// The beginning of a label, one in four with a typo.
fn typed(scheme: &Scheme, random: &mut Random) -> String {
    let skill = random.below(scheme.world.skill_ids().count());
    let length = random.between(3, 9);
    let beginning: String = scheme.world.label(skill).chars().take(length).collect();
    if length > 4 && random.happens(25) { misspelt(&beginning) } else { beginning }
}

/// The total is that of everybody found, and so is the page.
fn check_count(snapshot: &Snapshot, search: &TalentSearch, page: &SearchPage<TalentId>, report: &mut Report) {
    let everybody = snapshot.matching_talents(search);
    let is_counted = page.total == everybody.len() && page.total > 0;
    let is_full = page.hits.len() == page.total.min(TOP) && page.hits.iter().all(|hit| everybody.contains(&hit.id));
    report.check(is_counted && is_full, || {
        format!("« {} »: a total of {}, {} found", search.text, page.total, everybody.len())
    });
}

/// The facets of remote work and of skills count whom the search finds, the most frequent values first.
fn check_facets(
    scheme: &Scheme,
    snapshot: &Snapshot,
    search: &TalentSearch,
    page: &SearchPage<TalentId>,
    report: &mut Report,
) {
    let found = snapshot.matching_talents(search);
    let expected = [(FacetField::Remote, by_remote(scheme, &found)), (FacetField::Skill, by_skill(scheme, &found))];
    for (field, counted) in expected {
        let value = |(value, count): (String, usize)| FacetValue { value, count };
        let mut values: Vec<FacetValue> = counted.into_iter().map(value).collect();
        // The sort is stable, and the values come in their own order.
        values.sort_by_key(|value| Reverse(value.count));
        values.truncate(FACET_VALUES_MAX);
        let is_right = page.facets.iter().any(|facet| facet.field == field && facet.values == values);
        report.check(is_right, || format!("« {} »: {field:?} is not {values:?}", search.text));
    }
}

/// A label that is typed to its end comes first.
fn check_completion(scheme: &Scheme, snapshot: &Snapshot, skill: usize, report: &mut Report) {
    let label = scheme.world.label(skill);
    let offered = snapshot.complete_skill(label, 1).hits;
    let is_first = offered.first().is_some_and(|hit| hit.matched_label == label);
    report.check(is_first, || format!("« {label} » completes to {:?}", offered.first()));
}

fn by_remote(scheme: &Scheme, found: &HashSet<TalentId>) -> BTreeMap<String, usize> {
    let mut counted = BTreeMap::new();
    for id in found {
        let card = &scheme.columns.cards[number_of(*id) as usize];
        *counted.entry(card.remote.to_string()).or_default() += 1;
    }
    counted
}

fn by_skill(scheme: &Scheme, found: &HashSet<TalentId>) -> BTreeMap<String, usize> {
    let ids: Vec<String> = scheme.world.skill_ids().map(|id| id.to_string()).collect();
    let mut counted = BTreeMap::new();
    for id in found {
        for held in scheme.columns.held(number_of(*id) as usize) {
            *counted.entry(ids[usize::from(held.skill)].clone()).or_default() += 1;
        }
    }
    counted
}
