//! Search and matching: who fits a mission, which missions fit a talent, and why.
//!
//! The engine needs no server and no database: give it documents and a vocabulary, ask it questions.
//!
//! # How it is made
//! Two tantivy indexes, of talents and of missions, hold the analysed texts and, compactly, each document itself. When
//! a segment first appears its documents are decoded once into rows that stay in memory; filters, facets, eligibility,
//! coverage and orders are plain loops over them, exact whatever the question. Texts go through tantivy's postings.
//! Readers hold a [`Snapshot`]: searchers, rows, vocabulary and statistics that belong together, published in one
//! atomic exchange, so that nobody waits and nobody sees half a change.
//!
//! # Why a ranking can be trusted
//! Every value, weight and score is an integer number of millionths, rounded before it is summed: neither the order
//! of segments, nor merges, nor threads change a score, and contributions add up exactly. Rarity is measured by
//! [`Statistics`] that are frozen per generation, given by the caller, and part of [`Snapshot::ranking_version`]. The
//! same pair has the same score whether talents are ranked for the mission or missions for the talent. Names, status
//! and whatever a talent hides never enter an index.
//!
//! # Where to look
//! | module | what it holds |
//! |---|---|
//! | `analyzer` | from text to terms |
//! | `skills` | the vocabulary: labels, autocomplete, suggestions, relations |
//! | `document`, `schema`, `index` | what is indexed, how, and how it is published |
//! | `query` | text search, typos included |
//! | `eligibility` | who can do a mission at all, with the reasons |
//! | `signal` | what the score is made of, one file each |
//! | `rank` | the defined order, pages, explanations |
//! | [`search`] | filters, orders, facets, pages |
//! | `rules` | the numbers of all that, as a page |
//! | [`batch`], [`eval`] | everybody at once; quality on judged sets |

pub mod batch;
pub mod eval;
pub mod search;

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
mod resemblance;
mod rules;
mod schema;
mod signal;
mod skills;
mod slips;
mod soft;
mod statistics;

pub use document::{IndexChange, MissionDocument, Places, TalentDocument, Times};
pub use eligibility::Reason;
pub use error::{CursorProblem, MatchingError};
pub use index::Engine;
pub use index::snapshot::Snapshot;
pub use rank::{
    CANDIDATES, Excluded, Explanation, OCCUPATIONS_TOLD, OccupationPart, RankRequest, RankedHit, Ranking, Relaxation,
    RequirementPart, SignalPart, TalentVisibility, UnknownSkill, Window,
};
pub use rules::rules_markdown;
pub use search::{
    Facet, FacetField, FacetValue, Hit, MissionFilter, MissionOrder, MissionSearch, MissionVisibility, SearchPage,
    TalentFilter, TalentOrder, TalentSearch,
};
pub use signal::names as signal_names;
pub use signal::text::WORDS_FLOOR;
pub use skills::{COMPLETIONS_MAX, Completions, Popularity, Relation, SkillHit, Suggestion, Vocabulary};
pub use statistics::{FieldStatistics, Statistics};
