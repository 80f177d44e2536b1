//! The vocabulary of skills.

use async_graphql::{Context, ID, Object, SimpleObject};
use talents_core::id::SkillId;
use talents_core::skill::Skill as CoreSkill;

use super::connection::PageInfo;
use super::enums::{SkillKind, SkillState};
use super::error::{Nullable, nullable, or_null};
use super::global_id::{decode, encode};
use super::paging::slice;
use super::state::state;
use crate::app::search::PAGE_MAX;
use crate::app::{AppError, skill};
use crate::messages::Language;
use talents_matching::Completions;

/// A skill of the vocabulary.
#[derive(Clone)]
pub struct Skill(pub CoreSkill);

/// A skill of the vocabulary.
#[Object]
impl Skill {
    /// The global id, the same in every installation.
    pub async fn id(&self) -> ID {
        encode(self.0.id)
    }

    /// The preferred label, in the reader's language where it has one.
    async fn label(&self, ctx: &Context<'_>) -> String {
        label_of(&self.0, state(ctx).session.language)
    }

    /// The preferred label in French.
    async fn label_fr(&self) -> Option<&str> {
        Some(self.0.french.preferred.as_str()).filter(|label| !label.is_empty())
    }

    /// The preferred label in English.
    async fn label_en(&self) -> Option<&str> {
        Some(self.0.english.preferred.as_str()).filter(|label| !label.is_empty())
    }

    /// What else people say, in both languages, abbreviations included.
    async fn synonyms(&self) -> Vec<&str> {
        let preferred = [self.0.french.preferred.as_str(), self.0.english.preferred.as_str()];
        self.0.labels().filter(|label| !preferred.contains(label)).collect()
    }

    /// What sort of skill it is.
    async fn kind(&self) -> SkillKind {
        self.0.kind.into()
    }

    /// Where it is in its life.
    async fn state(&self) -> SkillState {
        self.0.state.into()
    }

    /// The same concept in a public vocabulary such as ESCO, where it is known.
    async fn uri(&self) -> Option<&str> {
        self.0.uris.first().map(String::as_str)
    }

    /// All the URIs of the same concept elsewhere.
    async fn uris(&self) -> &[String] {
        &self.0.uris
    }

    /// Skills that this one is a part or a kind of.
    async fn broader(&self, ctx: &Context<'_>) -> Vec<Skill> {
        self.0.broader.iter().filter_map(|id| find(ctx, *id)).collect()
    }

    /// Skills that often go with it.
    async fn related(&self, ctx: &Context<'_>) -> Vec<Skill> {
        self.0.related.iter().filter_map(|id| find(ctx, *id)).collect()
    }
}

/// The skill with that id, if the vocabulary has it.
pub(super) fn find(ctx: &Context<'_>, id: SkillId) -> Option<Skill> {
    state(ctx).app.snapshot().vocabulary().skill(id).cloned().map(Skill)
}

/// The preferred label of a skill for a reader.
pub(super) fn label_of(skill: &CoreSkill, language: Language) -> String {
    skill.label_in(language.is_french()).to_owned()
}

/// A skill that completes what is being typed.
#[derive(SimpleObject)]
pub struct SkillEdge {
    /// The skill.
    node: Skill,
    /// Where it is in the list.
    cursor: String,
    /// The label that matched: the one to show, for it is what the person was typing.
    matched_label: String,
}

/// A page of skills.
#[derive(SimpleObject)]
pub struct SkillConnection {
    /// The skills of the page, the likely ones first.
    edges: Vec<SkillEdge>,
    /// Where the page is.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: usize,
}

/// A skill that a text speaks of.
#[derive(SimpleObject)]
pub struct SkillSuggestion {
    /// The skill.
    skill: Skill,
    /// How sure the reading is, from 0 to 1.
    confidence: f64,
    /// The words of the text that led to it.
    matched_text: String,
}

/// The vocabulary.
#[derive(Default)]
pub struct SkillQuery;

#[Object]
impl SkillQuery {
    /// The skill with that id.
    async fn skill(&self, ctx: &Context<'_>, #[graphql(desc = "Its global id.")] id: ID) -> Nullable<Skill> {
        nullable(decode("id", &id).map(|id| find(ctx, id)).map_err(AppError::from))
    }

    /// Completes as one types: accents, typos, prefixes, both languages, synonyms and abbreviations.
    async fn skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far.")] query: String,
        #[graphql(desc = "How many, from 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "After that cursor.")] after: Option<String>,
    ) -> Nullable<SkillConnection> {
        or_null(complete(ctx, &query, first, after))
    }

    /// The skills that a free text speaks of, in French or in English, the surest first.
    async fn suggest_skills(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text, up to 20,000 characters.")] text: String,
    ) -> Nullable<Vec<SkillSuggestion>> {
        or_null(suggest(ctx, &text))
    }
}

fn complete(
    ctx: &Context<'_>,
    query: &str,
    first: Option<i32>,
    after: Option<String>,
) -> Result<SkillConnection, AppError> {
    // A first page needs one more than it shows; a later one is found again in the whole list.
    let most = if after.is_none() { PAGE_MAX as usize + 1 } else { usize::MAX };
    let Completions { hits, total } = skill::complete(&state(ctx).app, query, most)?;
    let page = slice(hits, first, after, |hit| hit.skill.to_string())?;
    let edge = |(cursor, hit): (String, talents_matching::SkillHit)| {
        find(ctx, hit.skill).map(|node| SkillEdge { node, cursor, matched_label: hit.matched_label })
    };
    Ok(SkillConnection {
        edges: page.elements.into_iter().filter_map(edge).collect(),
        page_info: page.page_info,
        total_count: total,
    })
}

fn suggest(ctx: &Context<'_>, text: &str) -> Result<Vec<SkillSuggestion>, AppError> {
    let suggestion = |found: talents_matching::Suggestion| {
        let confidence = super::matching::unit(found.confidence);
        find(ctx, found.skill).map(|skill| SkillSuggestion { skill, confidence, matched_text: found.matched_text })
    };
    Ok(skill::suggest(&state(ctx).app, text)?.into_iter().filter_map(suggestion).collect())
}
