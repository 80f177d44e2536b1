//! Streams of server-sent events, one operation each: the « distinct connections » of
//! <https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md>.
//!
//! Written here and not with poem's, whose events have no `data:` line where they have no data: browsers drop these, and
//! `complete` is one.

use std::io;
use std::time::Duration;

use async_graphql::Response as GraphqlResponse;
use futures::stream::{self, Stream, StreamExt as _};
use poem::http::header;
use poem::{Body, Request, Response};
use tokio::sync::mpsc;

use super::graphql::{Endpoint, read};
use super::live::answers;
use super::negotiation::MediaType;
use super::places::Open;
use super::reply::{Call, Refused};
use crate::graphql;

/// The longest that a reader may leave an event untaken; then the stream ends.
const UNREAD_MAX: Duration = Duration::from_secs(30);

const COMMENT: &str = ":\n\n";
const COMPLETE: &str = "event: complete\ndata:\n\n";

/// Opens a stream with the answers to an operation. What refuses the operation before its first answer is a plain answer.
pub(super) async fn open(endpoint: &Endpoint, request: Request, call: &Call) -> Result<Response, Refused> {
    let (asked, caller) = read(request, call).await?;
    let open = endpoint.connections.open(caller.person(&endpoint.runner.app).await?)?;
    let mut answers = Box::pin(answers(endpoint.runner.clone(), asked, caller));
    let first = answers.next().await.transpose()?;
    let answers = stream::iter(first.map(Ok)).chain(answers);
    let (events, taken) = mpsc::channel(1);
    let keep_alive = endpoint.connections.settings.keep_alive;
    tokio::spawn(pump(answers, events, (open, keep_alive), call.clone()));
    let body = stream::unfold(taken, |mut taken| async { Some((Ok::<_, io::Error>(taken.recv().await?), taken)) });
    Ok(Response::builder()
        .content_type(MediaType::EventStream.content_type())
        .header(header::CONTENT_LANGUAGE, call.language.code())
        .header(header::CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no")
        .body(Body::from_bytes_stream(body)))
}

/// Hands the answers over, one event at a time, until there are no more, nobody takes them, or the server stops.
async fn pump(
    answers: impl Stream<Item = Result<GraphqlResponse, Refused>>,
    events: mpsc::Sender<String>,
    (mut open, keep_alive): (Open, Duration),
    call: Call,
) {
    let mut answers = std::pin::pin!(answers);
    loop {
        let (event, goes_on) = tokio::select! {
            () = open.stopped() => return,
            () = events.closed() => return,
            answer = answers.next() => match answer {
                Some(answer) => (event_of(answer, &call), true),
                None => (COMPLETE.to_owned(), false),
            },
            () = tokio::time::sleep(keep_alive) => (COMMENT.to_owned(), true),
        };
        if events.send_timeout(event, UNREAD_MAX).await.is_err() || !goes_on {
            return;
        }
    }
}

fn event_of(answer: Result<GraphqlResponse, Refused>, call: &Call) -> String {
    let response = answer.unwrap_or_else(Refused::into_graphql);
    let response = graphql::localise(response, call.language, &call.trace);
    // Responses always serialise, on one line.
    format!("event: next\ndata: {}\n\n", serde_json::to_string(&response).unwrap_or_default())
}
