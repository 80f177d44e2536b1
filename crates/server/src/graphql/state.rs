//! The one door from a resolver to the outside.

use std::sync::Arc;

use async_graphql::Context;

use super::loader::Loaders;
use crate::app::{App, Session};

/// What every request carries: the application, who asks, and the loaders of this request.
pub struct State {
    /// The use cases and what they work with.
    pub app: Arc<App>,
    /// Who asks.
    pub session: Session,
    /// What this request has loaded.
    pub loaders: Loaders,
}

impl State {
    /// The state of a new request.
    pub fn new(app: Arc<App>, session: Session) -> Self {
        let loaders = Loaders::new(&app);
        Self { app, session, loaders }
    }
}

/// The state of the request that a resolver runs in.
pub(super) fn state<'a>(ctx: &Context<'a>) -> &'a State {
    ctx.data_unchecked::<State>()
}
