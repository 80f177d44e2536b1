//! How a talent's skill stands to the one that a mission asks for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use talents_core::coded_enum;
use talents_core::id::SkillId;
use talents_core::skill::Skill;

coded_enum! {
    /// How the skill found stands to the one asked for, the nearest first.
    pub enum Relation {
        /// The same.
        Exact = "EXACT",
        /// A kind or a part of it: Spring where Java is asked for.
        Narrower = "NARROWER",
        /// What it is a kind or a part of.
        Broader = "BROADER",
        /// Another kind of the same thing.
        Sibling = "SIBLING",
        /// One that often goes with it.
        Related = "RELATED",
    }
}

/// How many generations below a skill still stand for it.
const NARROWER_DEPTH: usize = 3;
/// Where a broader skill has more kinds than that, they have too little in common to stand for each other.
const SIBLINGS_MAX: usize = 30;

impl Relation {
    /// How much of a requirement the relation can meet, in millionths.
    pub const fn factor(self) -> u32 {
        match self {
            Self::Exact => 1_000_000,
            Self::Narrower => 900_000,
            Self::Broader => 600_000,
            Self::Sibling => 400_000,
            Self::Related => 350_000,
        }
    }
}

type Graph = BTreeMap<SkillId, BTreeSet<SkillId>>;

/// For each skill, those that may stand for it, each by its best relation.
pub(super) fn relations(
    skills: &[Skill],
    canonical: impl Fn(SkillId) -> SkillId,
) -> HashMap<SkillId, Vec<(SkillId, Relation)>> {
    let (mut parents, mut children, mut related) = (Graph::new(), Graph::new(), Graph::new());
    let mut aliases = Graph::new();
    for skill in skills {
        let id = canonical(skill.id);
        aliases.entry(id).or_default().insert(skill.id);
        for broader in skill.broader.iter().map(|broader| canonical(*broader)).filter(|broader| *broader != id) {
            parents.entry(id).or_default().insert(broader);
            children.entry(broader).or_default().insert(id);
        }
        for other in skill.related.iter().map(|other| canonical(*other)).filter(|other| *other != id) {
            related.entry(id).or_default().insert(other);
            related.entry(other).or_default().insert(id);
        }
    }
    let near = Near { parents, children, related };
    let with_aliases = |(id, relation): (SkillId, Relation)| {
        let ids = aliases.get(&id).cloned().unwrap_or_else(|| BTreeSet::from([id]));
        ids.into_iter().map(move |alias| (alias, relation))
    };
    aliases.keys().map(|id| (*id, near.of(*id).into_iter().flat_map(with_aliases).collect())).collect()
}

struct Near {
    parents: Graph,
    children: Graph,
    related: Graph,
}

impl Near {
    /// The skills near one, by the best relation first.
    fn of(&self, id: SkillId) -> Vec<(SkillId, Relation)> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        let mut add = |ids: BTreeSet<SkillId>, relation| {
            found.extend(ids.into_iter().filter(|near| seen.insert(*near)).map(|near| (near, relation)));
        };
        add(BTreeSet::from([id]), Relation::Exact);
        add(self.descendants(id), Relation::Narrower);
        let parents = neighbours(&self.parents, id);
        add(parents.clone(), Relation::Broader);
        let families = parents.iter().map(|parent| neighbours(&self.children, *parent));
        add(families.filter(|family| family.len() <= SIBLINGS_MAX).flatten().collect(), Relation::Sibling);
        add(neighbours(&self.related, id), Relation::Related);
        found
    }

    fn descendants(&self, id: SkillId) -> BTreeSet<SkillId> {
        let mut found = BTreeSet::new();
        let mut generation = BTreeSet::from([id]);
        for _ in 0..NARROWER_DEPTH {
            generation = generation.iter().flat_map(|parent| neighbours(&self.children, *parent)).collect();
            found.extend(generation.iter().copied());
        }
        found
    }
}

fn neighbours(graph: &Graph, id: SkillId) -> BTreeSet<SkillId> {
    graph.get(&id).cloned().unwrap_or_default()
}
