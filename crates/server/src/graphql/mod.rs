//! The schema. Each file holds one aggregate's wrapper types, inputs, queries or mutations; a resolver parses, calls the
//! use case, wraps. Here they are merged.

mod application;
mod application_mutation;
mod connection;
mod credit;
mod credit_mutation;
mod document;
mod engagement;
mod engagement_mutation;
mod enums;
mod envelope;
mod error;
mod event_enums;
mod facet;
mod global_id;
mod history;
mod life_enums;
mod loader;
mod matching;
mod mission;
mod mission_input;
mod mission_mutation;
mod mutation;
mod node;
mod paging;
mod programme;
mod scalar;
mod search;
mod service_offer;
mod skill;
mod state;
mod structure;
mod subscription;
mod talent;
mod talent_input;
mod talent_mutation;
mod time_sheet;
mod viewer;

use async_graphql::{MergedObject, SDLExportOptions, Schema, ValidationMode};

pub use document::select_operation;
pub use error::{localise, refused};
pub use global_id::{GlobalId, encode as public_id, parse as parse_id};
pub use state::State;
pub use subscription::Subscription;

/// The roots of all queries.
#[derive(MergedObject, Default)]
pub struct Query(
    viewer::ViewerQuery,
    node::NodeQuery,
    mission::MissionQuery,
    talent::TalentQuery,
    search::SearchQuery,
    matching::MatchingQuery,
    skill::SkillQuery,
    structure::StructureQuery,
    programme::ProgrammeQuery,
);

/// The roots of all mutations: the scheme's verbs, noun first.
#[derive(MergedObject, Default)]
pub struct Mutation(
    mission_mutation::MissionMutation,
    structure::StructureMutation,
    talent_mutation::TalentMutation,
    programme::ProgrammeMutation,
    application_mutation::ApplicationMutation,
    engagement_mutation::EngagementMutation,
    time_sheet::TimeSheetMutation,
    service_offer::ServiceOfferMutation,
    envelope::EnvelopeMutation,
    credit_mutation::CreditMutation,
);

/// The schema that the server runs.
pub type TalentsSchema = Schema<Query, Mutation, Subscription>;

/// The deepest that a query may nest.
const DEPTH_MAX: usize = 16;
/// The most fields that a query may ask for, each counted once however many objects it is read on.
const COMPLEXITY_MAX: usize = 2_000;
/// The deepest that the parser and the walks may recurse.
const RECURSION_MAX: usize = 32;

/// Builds the schema.
pub fn schema() -> TalentsSchema {
    Schema::build(Query::default(), Mutation::default(), Subscription)
        .validation_mode(ValidationMode::Strict)
        .limit_depth(DEPTH_MAX)
        .limit_complexity(COMPLEXITY_MAX)
        .limit_recursive_depth(RECURSION_MAX)
        .limit_directives(10)
        .finish()
}

/// The schema in the definition language, as `schema.graphql` holds it.
pub fn sdl() -> String {
    schema().sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_enum_items().include_specified_by())
}
