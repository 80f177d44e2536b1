//! What a document would be with every fragment put in its place.

use std::collections::HashMap;

use super::outline::Definition;
use super::weight::Weight;
use super::{DEPTH_MAX, EXPANDED_MAX, GuardProblem, bound};

/// Puts fragments in their places, each weighed once.
pub(super) struct Expansion<'d, 'a> {
    fragments: HashMap<&'a str, &'d Definition<'a>>,
    weighed: HashMap<&'a str, Weight>,
    /// The fragments that are being weighed, the outermost first.
    pending: Vec<&'a str>,
}

impl<'d, 'a> Expansion<'d, 'a> {
    pub(super) fn of(definitions: &'d [Definition<'a>]) -> Result<(), GuardProblem> {
        let named = definitions.iter().filter_map(|definition| Some((definition.name?, definition)));
        let mut expansion = Self { fragments: named.collect(), weighed: HashMap::new(), pending: Vec::new() };
        let mut tokens_in_all = 0;
        for definition in definitions {
            let weight = expansion.weigh(definition)?;
            if !definition.is_fragment {
                tokens_in_all += weight.tokens;
                bound(tokens_in_all, EXPANDED_MAX, GuardProblem::TooMuchExpanded)?;
            }
        }
        Ok(())
    }

    fn weigh(&mut self, definition: &'d Definition<'a>) -> Result<Weight, GuardProblem> {
        let mut weight = definition.own;
        weight.check()?;
        for spread in &definition.spreads {
            weight.add(self.weigh_fragment(spread.fragment)?, spread)?;
        }
        Ok(weight)
    }

    /// What a fragment weighs; nothing where there is none of that name, which the validation will say.
    fn weigh_fragment(&mut self, name: &'a str) -> Result<Weight, GuardProblem> {
        if let Some(weight) = self.weighed.get(name) {
            return Ok(*weight);
        }
        if self.pending.contains(&name) {
            return Err(GuardProblem::FragmentCycle(name.to_owned()));
        }
        let Some(definition) = self.fragments.get(name).copied() else { return Ok(Weight::default()) };
        self.pending.push(name);
        // Each fragment within another is one bracket deeper at least, so this bounds the recursion too.
        bound(self.pending.len(), DEPTH_MAX, GuardProblem::TooDeep)?;
        let weight = self.weigh(definition)?;
        self.pending.pop();
        self.weighed.insert(name, weight);
        Ok(weight)
    }
}
