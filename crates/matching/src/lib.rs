//! The search and matching engine.
mod analyzer;
mod cursor;
mod document;
mod eligibility;
mod error;
mod hash;
mod index;
mod place;
mod query;
mod rank;
mod schema;
pub mod search;
mod signal;
mod skills;
mod statistics;

pub mod batch;
pub mod eval;

pub use document::{IndexChange, MissionDocument, Places, TalentDocument, Times};
pub use eligibility::Reason;
pub use error::{CursorProblem, MatchingError};
pub use index::Engine;
pub use index::snapshot::Snapshot;
pub use rank::{
    CANDIDATES, Excluded, Explanation, RankRequest, RankedHit, Ranking, Relaxation, RequirementPart, SignalPart,
    TalentVisibility, Window,
};
pub use search::{
    Facet, FacetField, FacetValue, Hit, MissionFilter, MissionOrder, MissionSearch, MissionVisibility, SearchPage,
    TalentFilter, TalentOrder, TalentSearch,
};
pub use signal::WORDS_FLOOR;
pub use skills::{COMPLETIONS_MAX, Relation, SkillHit, Suggestion, Vocabulary};
pub use statistics::{FieldStatistics, Statistics};
