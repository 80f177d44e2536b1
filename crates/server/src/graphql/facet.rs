//! Facets: how many results each value of a field would leave, with words for people.

use std::collections::HashMap;

use async_graphql::{Context, Enum, SimpleObject};
use talents_core::id::{SkillId, StructureId};
use talents_matching::{Facet as EngineFacet, FacetField as EngineField};
use uuid::Uuid;

use super::enums::coded_enum_in_graphql;
use super::global_id::encode;
use super::skill;
use super::state::state;
use crate::app::AppError;
use crate::messages::messages;

coded_enum_in_graphql! {
    /// What a facet counts.
    FacetField of EngineField {
        /// Skills; values are their ids.
        Skill,
        /// Ministries; values are their ids.
        Ministry,
        /// Structures; values are their ids.
        Structure,
        /// Départements; values are their codes.
        Department,
        /// Shares of remote work.
        Remote,
        /// Urgencies.
        Urgency,
        /// States.
        State,
        /// Whether a talent may apply today; values are `true` and `false`.
        TakesApplications,
    }
}

/// A value and how many results have it.
#[derive(SimpleObject)]
pub struct FacetValue {
    /// The value: give it in the filter.
    value: String,
    /// What people call it, in the reader's language.
    label: String,
    /// How many results have it.
    count: usize,
}

/// How many results each value of a field would leave; a facet ignores its own filter.
#[derive(SimpleObject)]
pub struct Facet {
    /// The field.
    field: FacetField,
    /// Its values, the most frequent first, 50 at most.
    values: Vec<FacetValue>,
}

/// What the engine counted, as clients read it.
pub(super) async fn facets(ctx: &Context<'_>, found: &[EngineFacet]) -> Result<Vec<Facet>, AppError> {
    let mut facets = Vec::with_capacity(found.len());
    for facet in found {
        let names = structure_names(ctx, facet).await?;
        let value = |value: &talents_matching::FacetValue| {
            let (shown, label) = labelled(ctx, facet.field, &value.value, &names);
            FacetValue { value: shown, label, count: value.count }
        };
        facets.push(Facet { field: facet.field.into(), values: facet.values.iter().map(value).collect() });
    }
    Ok(facets)
}

/// The names of the structures that a facet counts.
async fn structure_names(ctx: &Context<'_>, facet: &EngineFacet) -> Result<HashMap<StructureId, String>, AppError> {
    if !matches!(facet.field, EngineField::Ministry | EngineField::Structure) {
        return Ok(HashMap::new());
    }
    let ids: Vec<_> = facet.values.iter().filter_map(|value| value.value.parse().ok()).map(StructureId).collect();
    let found = state(ctx).loaders.many(&ids).await?;
    Ok(found.into_iter().map(|structure| (structure.id, structure.profile.name)).collect())
}

/// A value as the filter takes it, and its label.
fn labelled(
    ctx: &Context<'_>,
    field: EngineField,
    value: &str,
    names: &HashMap<StructureId, String>,
) -> (String, String) {
    let language = state(ctx).session.language;
    let catalogue = |list: &str| (value.to_owned(), messages().label(language, list, value));
    let uuid = Uuid::try_parse(value).unwrap_or_default();
    match field {
        EngineField::Skill => {
            let label = skill::find(ctx, SkillId(uuid)).map(|skill| skill::label_of(&skill.0, language));
            (encode(SkillId(uuid)).0, label.unwrap_or_default())
        }
        EngineField::Ministry | EngineField::Structure => {
            let name = names.get(&StructureId(uuid)).cloned();
            (encode(StructureId(uuid)).0, name.unwrap_or_default())
        }
        EngineField::Department => catalogue("department"),
        EngineField::Remote => catalogue("remote"),
        EngineField::Urgency => catalogue("urgency"),
        EngineField::State => catalogue("mission-state"),
        EngineField::TakesApplications => catalogue("takes-applications"),
    }
}
