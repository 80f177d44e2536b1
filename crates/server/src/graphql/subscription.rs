//! What one can wait for. A subscription gives what there is now, or nothing where that is no news: the transport runs it
//! anew after each change, with the reader's rights as they are then.

use async_graphql::{Context, Error, ID, Subscription as GraphqlSubscription};
use futures::stream::{self, Stream};
use talents_core::error::Problem;
use talents_core::id::EngagementId;
use talents_store::time_sheet;

use super::engagement::{self, Engagement};
use super::global_id::decode;
use super::state::{State, state};
use super::viewer::{TodoConnection, todo_page};
use crate::app::feed::Topic;
use crate::app::{AppError, todo};

/// The roots of all subscriptions.
pub struct Subscription;

/// What one can wait for, over WebSocket and as server-sent events.
#[GraphqlSubscription]
impl Subscription {
    /// What is the reader's to do, the most pressing first: as it is now, then each time it has changed. Changes that follow
    /// each other closely come as one.
    async fn todo_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 100; `viewer.todo` has the pages after.")] first: Option<i32>,
    ) -> Result<impl Stream<Item = TodoConnection>, Error> {
        let news = todos(ctx, first).await.map_err(Error::from)?;
        Ok(stream::iter(news))
    }

    /// An engagement, for its parties and whoever may see it: as it is now, then each time it, a consent or a time sheet of
    /// it has changed. Changes that follow each other closely come as one.
    async fn engagement_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Result<impl Stream<Item = Engagement>, Error> {
        let news = engagement(ctx, &id).await.map_err(Error::from)?;
        Ok(stream::iter(news))
    }
}

async fn todos(ctx: &Context<'_>, first: Option<i32>) -> Result<Option<TodoConnection>, AppError> {
    let State { app, session, watch, .. } = state(ctx);
    session.viewer()?;
    if let Some(watch) = watch {
        watch.on(Topic::Todo);
    }
    let list = todo::list(app, session).await?;
    let marks: Vec<_> = list.iter().map(todo::Todo::mark).collect();
    if watch.as_ref().is_some_and(|watch| !watch.is_news(&marks)) {
        return Ok(None);
    }
    Ok(Some(todo_page(ctx, list, first, None).await?))
}

async fn engagement(ctx: &Context<'_>, id: &ID) -> Result<Option<Engagement>, AppError> {
    let State { app, session, watch, .. } = state(ctx);
    session.viewer()?;
    let id = decode::<EngagementId>("id", id)?;
    if let Some(watch) = watch {
        watch.on(Topic::Engagement(id));
    }
    let gone = || Problem::NoSuchObject { kind: "Engagement".to_owned(), id: id.to_string() };
    let found = engagement::load(ctx, id).await?.ok_or_else(gone)?;
    let sheets = time_sheet::of_engagement(&app.store, id).await?;
    let sheets: Vec<_> = sheets.iter().map(|sheet| (sheet.id, sheet.version)).collect();
    let is_news = watch.as_ref().is_none_or(|watch| watch.is_news(&(found.0.version, sheets)));
    Ok(is_news.then_some(found))
}
