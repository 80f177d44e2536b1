//! How often each skill is used: what makes one of two equal answers the likelier one.

use std::collections::HashMap;

use talents_core::id::SkillId;

/// The most that use adds to the score of a completion, in millionths.
pub(super) const BONUS_MAX: u32 = 80_000;

/// What use adds to the score of each skill of one [`super::Vocabulary`], which makes it. The default one is neutral.
#[derive(Debug, Clone, Default)]
pub struct Popularity {
    /// By the place of the skill among those offered, up to [`BONUS_MAX`].
    bonuses: Vec<u32>,
}

impl Popularity {
    /// Takes how many use each skill. The bonus grows with the logarithm, for the tenth user tells more than the
    /// thousandth: `BONUS_MAX × ln(1 + users) ÷ ln(1 + users of the most used)`.
    pub(super) fn new(offered: &[SkillId], counts: &HashMap<SkillId, u32>) -> Self {
        let logarithm = |count: u32| f64::from(count).ln_1p();
        let most = logarithm(counts.values().copied().max().unwrap_or(0));
        if most <= 0.0 {
            return Self::default();
        }
        let bonus = |skill| {
            let count = counts.get(skill).copied().unwrap_or(0);
            (f64::from(BONUS_MAX) * logarithm(count) / most).round() as u32
        };
        Self { bonuses: offered.iter().map(bonus).collect() }
    }

    /// The most that it adds to any score.
    pub(super) fn highest(&self) -> u32 {
        if self.bonuses.is_empty() { 0 } else { BONUS_MAX }
    }

    /// What is added to the score of a skill, by its place among those offered.
    pub(super) fn bonus(&self, skill: u32) -> u32 {
        self.bonuses.get(skill as usize).copied().unwrap_or(0)
    }
}
