//! How skills stand to each other, as far as that tells which of them is likelier meant.

use std::collections::{BTreeSet, HashMap};

use talents_core::id::SkillId;
use talents_core::skill::Skill;

use super::super::postings::Postings;

/// The most that being named by other skills adds to a score, in millionths.
pub(super) const NAMED_MAX: u32 = 30_000;

/// By the place of a skill among those offered.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Those that it is a kind of.
    pub(super) broader: Postings,
    /// What being named by other skills adds to its score: before anybody's use of a skill is known, those that the
    /// vocabulary tells others by are the likelier ones. It grows with the logarithm, as what use adds.
    pub(super) named: Vec<u32>,
}

impl Standing {
    /// Takes the skills in the order in which they are offered.
    pub(super) fn build(offered: &[&Skill], canonical: impl Fn(SkillId) -> SkillId) -> Self {
        let places: HashMap<SkillId, u32> = offered.iter().map(|skill| skill.id).zip(0..).collect();
        let (mut broader, mut named) = (BTreeSet::new(), BTreeSet::new());
        for (place, skill) in (0..).zip(offered) {
            let known = |ids: &[SkillId]| -> Vec<u32> {
                let others = ids.iter().filter_map(|id| places.get(&canonical(*id)).copied());
                others.filter(|other| *other != place).collect()
            };
            broader.extend(known(&skill.broader).into_iter().map(|other| (place, other)));
            named.extend(
                [&skill.broader, &skill.related].map(|ids| known(ids)).concat().into_iter().map(|other| (other, place)),
            );
        }
        Self { broader: Postings::build(offered.len(), broader.iter().copied()), named: bonuses(offered.len(), &named) }
    }
}

/// What each skill gets, from the pairs of a skill and another that names it.
fn bonuses(skills: usize, named: &BTreeSet<(u32, u32)>) -> Vec<u32> {
    let mut counts = vec![0_u32; skills];
    for (skill, _) in named {
        counts[*skill as usize] += 1;
    }
    let logarithm = |count: u32| f64::from(count).ln_1p();
    let most = logarithm(counts.iter().copied().max().unwrap_or(0)).max(1.0);
    counts.into_iter().map(|count| (f64::from(NAMED_MAX) * logarithm(count) / most).round() as u32).collect()
}
