//! Operations that answer more than once, and who sends them.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Response as GraphqlResponse, Value as Const};
use futures::stream::{self, Stream};
use poem::Request;
use poem::http::{HeaderMap, header};
use talents_core::error::Problem;
use talents_core::id::PersonId;
use tokio::time::Instant;

use super::reply::{Call, Refused};
use super::run::{Asked, Runner};
use crate::app::feed::Watch;
use crate::app::{App, AppError, Session};

/// The shortest time between two runs of a subscription: changes that follow each other closer come as one.
const PACE: Duration = Duration::from_millis(250);
/// The longest that a subscription goes without being run: days pass and roles end without any event.
const REST_MAX: Duration = Duration::from_mins(1);

/// Who sends an operation: asked for anew each time that it is run.
#[derive(Clone)]
pub(super) struct Caller {
    token: Option<String>,
    call: Call,
}

impl Caller {
    /// Who sends a request.
    ///
    /// # Errors
    /// Where the request signs in with anything but a bearer's token.
    pub(super) fn of(request: &Request, call: &Call) -> Result<Self, Refused> {
        Ok(Self { token: bearer(request.headers())?, call: call.clone() })
    }

    /// The same with another token.
    pub(super) fn with_token(&self, token: String) -> Self {
        Self { token: Some(token), call: self.call.clone() }
    }

    /// Who that is now, with the roles that count today.
    pub(super) async fn session(&self, app: &App) -> Result<Session, Refused> {
        match &self.token {
            Some(token) => Ok(Session::open(app, token, self.call.language).await?),
            None => Ok(Session::anonymous(self.call.language)),
        }
    }

    /// Who that is, where they have signed in.
    pub(super) async fn person(&self, app: &App) -> Result<Option<PersonId>, Refused> {
        Ok(self.session(app).await?.viewer_if_any().map(|viewer| viewer.person))
    }

    /// How to answer them.
    pub(super) fn call(&self) -> &Call {
        &self.call
    }
}

fn bearer(headers: &HeaderMap) -> Result<Option<String>, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(token_in);
    Ok(Some(token.ok_or_else(|| AppError::from(Problem::SignInNeeded {}))?))
}

/// The token in the words of an `Authorization` header.
pub(super) fn token_in(value: &str) -> Option<String> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The answers to an operation: the only one of a query or a mutation; those of a subscription, one now and one each time
/// that there is something new. It ends with what refuses it: a token that was revoked, an object that one may not see any
/// more. Nothing runs, and nothing is kept but a mark, while nobody asks for the next answer.
pub(super) fn answers(
    runner: Arc<Runner>,
    asked: Asked,
    caller: Caller,
) -> impl Stream<Item = Result<GraphqlResponse, Refused>> + Send + 'static {
    let watch = Arc::new(runner.app.feed.watch());
    let operation = Operation { runner, asked, caller, watch, ran_at: None };
    stream::unfold(Some(operation), |operation| async {
        let mut operation = operation?;
        let answer = operation.next().await?;
        let goes_on = answer.as_ref().is_ok_and(|response| response.data != Const::Null) && operation.watch.is_on();
        Some((answer, goes_on.then_some(operation)))
    })
}

struct Operation {
    runner: Arc<Runner>,
    asked: Asked,
    caller: Caller,
    watch: Arc<Watch>,
    ran_at: Option<Instant>,
}

impl Operation {
    async fn next(&mut self) -> Option<Result<GraphqlResponse, Refused>> {
        loop {
            self.rest().await;
            match self.run().await {
                Ok(None) if self.watch.is_on() => {}
                answer => return answer.transpose(),
            }
        }
    }

    async fn run(&self) -> Result<Option<GraphqlResponse>, Refused> {
        let session = self.caller.session(&self.runner.app).await?;
        self.runner.run_watching(self.asked.clone(), session, Arc::clone(&self.watch)).await
    }

    /// Until there is a reason to run it again.
    async fn rest(&mut self) {
        if let Some(ran_at) = self.ran_at {
            let _ = tokio::time::timeout_at(ran_at + REST_MAX, self.watch.woken()).await;
            tokio::time::sleep_until(ran_at + PACE).await;
        }
        self.ran_at = Some(Instant::now());
    }
}
