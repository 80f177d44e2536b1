//! The one door from a resolver to the outside.

use std::sync::Arc;

use async_graphql::Context;

use super::loader::Loaders;
use crate::app::feed::Watch;
use crate::app::{App, Session};

/// What every request carries: the application, who asks, and the loaders of this request.
pub struct State {
    /// The use cases and what they work with.
    pub app: Arc<App>,
    /// Who asks.
    pub session: Session,
    /// What this request has loaded.
    pub loaders: Loaders,
    /// What a subscription waits for, where the request may be one.
    pub watch: Option<Arc<Watch>>,
}

impl State {
    /// The state of a new request.
    pub fn new(app: Arc<App>, session: Session) -> Self {
        let loaders = Loaders::new(&app);
        Self { app, session, loaders, watch: None }
    }

    /// The same for a request that may be a subscription, which is run once for each change.
    #[must_use]
    pub fn watching(self, watch: Arc<Watch>) -> Self {
        Self { watch: Some(watch), ..self }
    }
}

/// The state of the request that a resolver runs in.
pub(super) fn state<'a>(ctx: &Context<'a>) -> &'a State {
    ctx.data_unchecked::<State>()
}
