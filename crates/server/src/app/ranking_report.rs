//! How the ranking shares out what it shows: between structures, and between talents.
//!
//! Only counts, and none about fewer than [`GROUP_MIN`] people.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use talents_core::calendar::paris_midnight;
use talents_core::id::{StructureId, TalentId};
use talents_core::talent::Talent;
use talents_store::{ranking_log, structure, talent};

use super::{App, AppError};

/// The fewest people that a figure may be about.
pub const GROUP_MIN: u64 = 5;
/// The most talents that are read at once.
const PAGE: u64 = 5_000;

/// What was shown during a period, beside who could be.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// A line a structure that has enough talents, the most shown first, then the others together.
    pub structures: Vec<Line>,
    /// How evenly impressions fall on talents.
    pub concentration: Concentration,
}

/// A structure, or those with too few talents together.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// The name of the structure; `None` for those that have too few talents to be told of alone.
    pub name: Option<String>,
    /// How many times its talents were shown.
    pub impressions: Figure,
    /// How many of them were.
    pub shown: Figure,
    /// How many can be found.
    pub discoverable: Figure,
    /// Its share of all impressions, in ten-thousandths.
    pub share_of_impressions: Figure,
    /// Its share of those who can be found, in ten-thousandths.
    pub share_of_discoverable: Figure,
}

/// How evenly impressions fall on talents: those who can be found, and those who were shown and no longer can.
#[derive(Debug, Clone, PartialEq)]
pub struct Concentration {
    /// How many talents.
    pub talents: Figure,
    /// How many impressions.
    pub impressions: Figure,
    /// How many talents were never shown.
    pub never_shown: Figure,
    /// The share of impressions of the most shown hundredth of talents, in ten-thousandths.
    pub top_hundredth: Figure,
    /// The same for the most shown tenth.
    pub top_tenth: Figure,
    /// Gini's coefficient in ten-thousandths: 0 where all are shown as often, 10,000 where one alone is.
    pub gini: Figure,
}

/// A figure about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// As it is.
    Is(u64),
    /// It is about one person at least, and fewer than [`GROUP_MIN`].
    UnderFive,
    /// It would tell one that is [`Figure::UnderFive`], by what is left of the total.
    Masked,
}

/// What is counted of a structure, or of all.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    impressions: u64,
    shown: u64,
    discoverable: u64,
}

/// A talent who can be found, or who was shown.
#[derive(Debug, Clone, Copy)]
struct Shown {
    structure: Option<StructureId>,
    discoverable: bool,
    impressions: u64,
}

/// The report on the days from one to another, both included.
pub async fn report(app: &App, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Report, AppError> {
    let from = from.map_or(DateTime::UNIX_EPOCH, paris_midnight);
    let until = to.and_then(|day| day.succ_opt()).map_or(app.clock.now() + chrono::TimeDelta::days(1), paris_midnight);
    let talents = count(app, from, until).await?;
    let names = structure::all(&app.store).await?;
    let names = names.into_iter().map(|structure| (structure.id, structure.profile.name)).collect();
    Ok(Report { structures: lines(&talents, &names), concentration: concentration(&talents) })
}

async fn count(app: &App, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Shown>, AppError> {
    let impressions = ranking_log::impressions(&app.store, from, until).await?;
    let mut impressions: HashMap<TalentId, u64> = impressions.into_iter().collect();
    let (mut talents, mut after) = (Vec::new(), None);
    loop {
        let page: Vec<Talent> = talent::page_after(&app.store, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for talent in &page {
            let impressions = impressions.remove(&talent.id).unwrap_or(0);
            let discoverable = talent.is_discoverable();
            if discoverable || impressions > 0 {
                talents.push(Shown { structure: Some(talent.structure), discoverable, impressions });
            }
        }
    }
    // Those whose registration is gone altogether were shown all the same.
    let gone = |impressions| Shown { structure: None, discoverable: false, impressions };
    talents.extend(impressions.into_values().map(gone));
    Ok(talents)
}

fn lines(talents: &[Shown], names: &HashMap<StructureId, String>) -> Vec<Line> {
    let mut tallies: BTreeMap<Option<StructureId>, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for talent in talents {
        tallies.entry(talent.structure).or_default().add(talent);
        all.add(talent);
    }
    let (mut told, mut others) = (Vec::new(), Tally::default());
    for (structure, tally) in tallies {
        match structure.and_then(|id| names.get(&id)) {
            Some(name) if tally.discoverable >= GROUP_MIN => told.push((Some(name.clone()), tally)),
            _ => others.merge(tally),
        }
    }
    // What is not printed does not order the lines either.
    let printed = |tally: &Tally| if tally.shown < GROUP_MIN { 0 } else { tally.impressions };
    told.sort_by(|(one, a), (other, b)| printed(b).cmp(&printed(a)).then_with(|| one.cmp(other)));
    if others.discoverable + others.shown > 0 {
        told.push((None, others));
    }
    let tallies: Vec<Tally> = told.iter().map(|(_, tally)| *tally).collect();
    let masked_shown = also_masked(tallies.iter().map(|tally| tally.shown));
    let masked_found = also_masked(tallies.iter().map(|tally| tally.discoverable));
    let line =
        |(index, (name, tally))| line(name, tally, all, [masked_shown, masked_found].map(|at| at == Some(index)));
    told.into_iter().enumerate().map(line).collect()
}

/// The group that must not be told of either, so that nobody finds what was left out by subtracting: the smallest of
/// those that could be told of, where those that could not have fewer than [`GROUP_MIN`] people between them.
fn also_masked(groups: impl Iterator<Item = u64> + Clone) -> Option<usize> {
    let left_out: u64 = groups.clone().filter(|people| *people < GROUP_MIN).sum();
    if left_out == 0 || left_out >= GROUP_MIN {
        return None;
    }
    let told = groups.enumerate().filter(|(_, people)| *people >= GROUP_MIN);
    told.min_by_key(|(_, people)| *people).map(|(index, _)| index)
}

fn line(name: Option<String>, tally: Tally, all: Tally, [shown_masked, found_masked]: [bool; 2]) -> Line {
    let of_shown = |figure| if shown_masked { Figure::Masked } else { about(tally.shown, figure) };
    let of_found = |figure| if found_masked { Figure::Masked } else { about(tally.discoverable, figure) };
    Line {
        name,
        impressions: of_shown(tally.impressions),
        shown: of_shown(tally.shown),
        discoverable: of_found(tally.discoverable),
        share_of_impressions: of_shown(ten_thousandths(tally.impressions, all.impressions)),
        share_of_discoverable: of_found(ten_thousandths(tally.discoverable, all.discoverable)),
    }
}

fn concentration(talents: &[Shown]) -> Concentration {
    let mut counts: Vec<u64> = talents.iter().map(|talent| talent.impressions).collect();
    counts.sort_unstable();
    let (people, total) = (counts.len() as u64, counts.iter().sum());
    let shown = counts.iter().filter(|count| **count > 0).count() as u64;
    let top = |one_in: u64| {
        let size = people.div_ceil(one_in);
        let most: u64 = counts.iter().rev().take(size as usize).sum();
        about(size, ten_thousandths(most, total))
    };
    Concentration {
        talents: about(people, people),
        impressions: about(shown, total),
        never_shown: about(people - shown, people - shown),
        top_hundredth: top(100),
        top_tenth: top(10),
        gini: about(people, gini(&counts)),
    }
}

/// Gini's coefficient of counts in ascending order: Σ (2i − n − 1) xᵢ ÷ (n Σ xᵢ), in ten-thousandths.
fn gini(ascending: &[u64]) -> u64 {
    let people = ascending.len() as i128;
    let total: i128 = ascending.iter().map(|count| i128::from(*count)).sum();
    let ranked = (1..).zip(ascending).map(|(rank, count): (i128, _)| (2 * rank - people - 1) * i128::from(*count));
    let spread: i128 = ranked.sum();
    if total == 0 { 0 } else { u64::try_from(spread * 10_000 / (people * total)).unwrap_or(0) }
}

/// A figure about that many people. That it is about nobody tells nothing of anybody.
fn about(people: u64, figure: u64) -> Figure {
    if people == 0 || people >= GROUP_MIN { Figure::Is(figure) } else { Figure::UnderFive }
}

fn ten_thousandths(part: u64, whole: u64) -> u64 {
    (part * 10_000 + whole / 2).checked_div(whole).unwrap_or(0)
}

impl Tally {
    fn add(&mut self, talent: &Shown) {
        self.impressions += talent.impressions;
        self.shown += u64::from(talent.impressions > 0);
        self.discoverable += u64::from(talent.discoverable);
    }

    fn merge(&mut self, other: Self) {
        self.impressions += other.impressions;
        self.shown += other.shown;
        self.discoverable += other.discoverable;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn talents(structure: u128, impressions: &[u64]) -> Vec<Shown> {
        let structure = Some(StructureId(Uuid::from_u128(structure)));
        impressions
            .iter()
            .map(|impressions| Shown { structure, discoverable: true, impressions: *impressions })
            .collect()
    }

    fn names() -> HashMap<StructureId, String> {
        (1..=3).map(|number| (StructureId(Uuid::from_u128(number)), format!("Service {number}"))).collect()
    }

    #[test]
    fn a_structure_is_told_of_alone_only_with_five_talents() {
        let all = [talents(1, &[4, 3, 2, 1, 1, 0]), talents(2, &[9, 0]), talents(3, &[1, 1, 1])].concat();
        let lines = lines(&all, &names());
        let named: Vec<_> = lines.iter().map(|line| line.name.as_deref()).collect();
        assert_eq!(named, [Some("Service 1"), None]);
        let figures = |line: &Line| [line.impressions, line.shown, line.discoverable];
        assert_eq!(figures(&lines[1]), [Figure::UnderFive, Figure::UnderFive, Figure::Is(5)]);
        assert_eq!(lines[0].share_of_discoverable, Figure::Is(5_455));
        assert_eq!(figures(&lines[0]), [Figure::Masked, Figure::Masked, Figure::Is(6)], "or the total would tell");
    }

    #[test]
    fn shares_add_up_and_the_most_shown_comes_first() {
        let all = [talents(1, &[1; 5]), talents(2, &[3; 5]), talents(3, &[0; 5])].concat();
        let lines = lines(&all, &names());
        let told: Vec<_> =
            lines.iter().map(|line| (line.name.as_deref().unwrap(), line.share_of_impressions)).collect();
        let expected =
            [("Service 2", Figure::Is(7_500)), ("Service 1", Figure::Is(2_500)), ("Service 3", Figure::Is(0))];
        assert_eq!(told, expected);
    }

    #[test]
    fn concentration_goes_from_even_to_one_alone() {
        let even = concentration(&talents(1, &[3; 50]));
        let figures = [even.gini, even.top_tenth, even.top_hundredth];
        assert_eq!(figures, [Figure::Is(0), Figure::Is(1_000), Figure::UnderFive]);
        let mut one = [0; 50];
        one[7] = 10;
        let one = concentration(&talents(1, &one));
        assert_eq!([one.gini, one.never_shown, one.top_tenth], [9_800, 49, 10_000].map(Figure::Is));
        assert_eq!(one.impressions, Figure::UnderFive, "all of them are of one person");
        assert_eq!(gini(&[]), 0);
    }
}
