//! How much there is in a part of a document.

use super::outline::Spread;
use super::{ALIASES_MAX, DEPTH_MAX, EXPANDED_MAX, GuardProblem, ROOT_FIELDS_MAX, bound};

/// How much there is in a definition.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weight {
    pub(super) tokens: usize,
    pub(super) depth: usize,
    pub(super) aliases: usize,
    pub(super) root_fields: usize,
}

impl Weight {
    /// Adds a fragment where it is spread; refuses what no operation may reach, so that sums stay small.
    pub(super) fn add(&mut self, fragment: Self, spread: &Spread) -> Result<(), GuardProblem> {
        self.tokens += fragment.tokens;
        self.depth = self.depth.max(spread.depth + fragment.depth);
        self.aliases += fragment.aliases;
        if spread.on_root {
            self.root_fields += fragment.root_fields;
        }
        self.check()
    }

    pub(super) fn check(self) -> Result<(), GuardProblem> {
        bound(self.tokens, EXPANDED_MAX, GuardProblem::TooMuchExpanded)?;
        bound(self.depth, DEPTH_MAX, GuardProblem::TooDeep)?;
        bound(self.aliases, ALIASES_MAX, GuardProblem::TooManyAliases)?;
        bound(self.root_fields, ROOT_FIELDS_MAX, GuardProblem::TooManyRootFields)
    }
}
