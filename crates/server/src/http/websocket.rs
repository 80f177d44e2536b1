//! GraphQL over WebSocket, as `graphql-transport-ws` has it:
//! <https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>.
//!
//! A connection is one task. It writes what it has to say before it reads or computes anything more, so a slow reader costs
//! the message that waits for it and no more; one who reads nothing for [`UNREAD_MAX`] is let go. The token comes in the
//! `Authorization` header or in the payload of `connection_init`; one that ends, ends the connection.

mod protocol;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use futures::future::AbortHandle;
use futures::stream::{self, BoxStream, SelectAll};
use futures::{SinkExt as _, StreamExt as _};
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::{Body, Request, Response, Upgraded};
use serde_json::Value;
use talents_core::error::Problem;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, Error as WireError};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use self::protocol::{Closing, FromClient, Output, ack, failed, frame_of, pong, read, said};
use super::graphql::{Endpoint, malformed};
use super::live::{Caller, answers, token_in};
use super::places::Open;
use super::reply::{Call, Refused};
use super::run::{Asked, Runner};

/// The name of the protocol in the handshake.
const PROTOCOL: &str = "graphql-transport-ws";
/// The most bytes of a message: a document of the longest, and its variables.
const MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// The most operations of a connection at once.
const OPERATIONS_MAX: usize = 16;
/// The longest that a client may take to say `connection_init`.
const INIT_MAX: Duration = Duration::from_secs(10);
/// How often a client is asked whether it is still there.
const PING_EVERY: Duration = Duration::from_secs(30);
/// The longest that nothing comes from a client, not even an answer to that.
const SILENCE_MAX: Duration = Duration::from_secs(75);
/// The longest that a client may leave a message unread.
const UNREAD_MAX: Duration = Duration::from_secs(30);
/// The longest that the end of a connection is waited for once it was said.
const CLOSING_MAX: Duration = Duration::from_secs(1);

/// Whether a request asks to go on as a WebSocket.
pub(super) fn is_asked_for(request: &Request) -> bool {
    request.method() == Method::GET && has_word(request, header::UPGRADE, "websocket")
}

/// Whether a header has that word in its list.
fn has_word(request: &Request, name: header::HeaderName, word: &str) -> bool {
    let values = request.headers().get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|each| each.trim().eq_ignore_ascii_case(word))
}

/// Opens a connection.
///
/// # Errors
/// Where the handshake is not one, the protocol another, the token does not count, or too many are open.
pub(super) async fn open(endpoint: &Endpoint, request: &Request, call: &Call) -> Result<Response, Refused> {
    let accept = handshake(request)?;
    let caller = Caller::of(request, call)?;
    let open = endpoint.connections.open(caller.person(&endpoint.runner.app).await?)?;
    let upgrade = request.take_upgrade().map_err(|error| malformed(&error))?;
    let runner = Arc::clone(&endpoint.runner);
    tokio::spawn(async move {
        let Ok(Ok(upgraded)) = tokio::time::timeout(INIT_MAX, upgrade).await else { return };
        let config = WebSocketConfig::default()
            .max_message_size(Some(MESSAGE_BYTES_MAX))
            .max_frame_size(Some(MESSAGE_BYTES_MAX));
        let socket = WebSocketStream::from_raw_socket(upgraded, Role::Server, Some(config)).await;
        Connection::new(socket, runner, (caller, open)).serve().await;
    });
    Ok(Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, accept)
        .header(header::SEC_WEBSOCKET_PROTOCOL, PROTOCOL)
        .body(Body::empty()))
}

/// What answers the key of a handshake that is one.
fn handshake(request: &Request) -> Result<HeaderValue, Refused> {
    let refused = |detail: &str| malformed(&detail);
    if !has_word(request, header::CONNECTION, "upgrade") || request.header(header::SEC_WEBSOCKET_VERSION) != Some("13")
    {
        return Err(refused("a handshake of WebSocket version 13 was expected"));
    }
    if !has_word(request, header::SEC_WEBSOCKET_PROTOCOL, PROTOCOL) {
        return Err(refused("the only protocol over WebSocket is graphql-transport-ws"));
    }
    let key = request.header(header::SEC_WEBSOCKET_KEY).ok_or_else(|| refused("Sec-WebSocket-Key is missing"))?;
    HeaderValue::from_str(&derive_accept_key(key.as_bytes())).map_err(|error| malformed(&error))
}

/// A connection that is open.
struct Connection {
    socket: WebSocketStream<Upgraded>,
    runner: Arc<Runner>,
    caller: Caller,
    open: Open,
    is_acknowledged: bool,
    heard_at: Instant,
    /// What runs, by the ids that the client gave.
    running: HashMap<String, AbortHandle>,
    outputs: SelectAll<BoxStream<'static, (String, Output)>>,
}

impl Connection {
    fn new(socket: WebSocketStream<Upgraded>, runner: Arc<Runner>, (caller, open): (Caller, Open)) -> Self {
        let outputs = SelectAll::new();
        let (running, heard_at) = (HashMap::new(), Instant::now());
        Self { socket, runner, caller, open, is_acknowledged: false, heard_at, running, outputs }
    }

    /// Serves until one side ends it, then says why.
    async fn serve(mut self) {
        let closing = self.converse().await;
        self.outputs.clear();
        let said = tokio::time::timeout(CLOSING_MAX, self.socket.send(Message::Close(closing.frame()))).await;
        if matches!(said, Ok(Ok(()))) {
            // Closed with bytes of theirs unread, the connection would be reset before they see why.
            let _ = tokio::time::timeout(CLOSING_MAX, async {
                while self.socket.next().await.is_some() {}
                if closing == Closing::TooBig {
                    std::future::pending::<()>().await;
                }
            })
            .await;
        }
    }

    async fn converse(&mut self) -> Closing {
        let init_by = self.heard_at + INIT_MAX;
        let mut ping = tokio::time::interval_at(self.heard_at + PING_EVERY, PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let done = tokio::select! {
                () = self.open.stopped() => Err(Closing::GoingAway),
                () = tokio::time::sleep_until(init_by), if !self.is_acknowledged => Err(Closing::InitTimeout),
                () = tokio::time::sleep_until(self.heard_at + SILENCE_MAX) => Err(Closing::Gone),
                _ = ping.tick() => self.send(Message::Ping(Bytes::new())).await,
                message = self.socket.next() => self.hear(message).await,
                Some((id, output)) = self.outputs.next(), if !self.outputs.is_empty() => self.tell(id, output).await,
            };
            if let Err(closing) = done {
                return closing;
            }
        }
    }

    async fn send(&mut self, message: Message) -> Result<(), Closing> {
        let sent = tokio::time::timeout(UNREAD_MAX, self.socket.send(message)).await;
        sent.ok().and_then(Result::ok).ok_or(Closing::Gone)
    }

    async fn say(&mut self, message: &Value) -> Result<(), Closing> {
        self.send(Message::text(message.to_string())).await
    }

    async fn hear(&mut self, message: Option<Result<Message, WireError>>) -> Result<(), Closing> {
        self.heard_at = Instant::now();
        match message {
            Some(Ok(Message::Text(text))) => self.obey(read(&text)?).await,
            // The library answers pings by itself.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(()),
            Some(Ok(Message::Binary(_))) => Err(Closing::Malformed("messages are texts".to_owned())),
            Some(Err(WireError::Capacity(CapacityError::MessageTooLong { .. }))) => Err(Closing::TooBig),
            Some(Err(WireError::Utf8(_))) => Err(Closing::NotText),
            Some(Err(WireError::Protocol(_))) => Err(Closing::Protocol),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Closing::Gone),
        }
    }

    async fn obey(&mut self, message: FromClient) -> Result<(), Closing> {
        match message {
            FromClient::ConnectionInit { payload } => self.begin(payload.as_ref()).await,
            FromClient::Subscribe { id, payload } => self.subscribe(id, payload).await,
            FromClient::Complete { id } => {
                self.forget(&id);
                Ok(())
            }
            FromClient::Ping { payload } => self.say(&pong(payload)).await,
            FromClient::Pong {} => Ok(()),
        }
    }

    async fn begin(&mut self, payload: Option<&Value>) -> Result<(), Closing> {
        if self.is_acknowledged {
            return Err(Closing::TooManyInits);
        }
        if let Some(given) = protocol::authorization(payload) {
            let token = token_in(given).ok_or(Closing::Forbidden)?;
            self.caller = self.caller.with_token(token);
            let person = match self.caller.person(&self.runner.app).await {
                Ok(person) => person,
                Err(refused) if refused.is_unauthenticated() => return Err(Closing::Forbidden),
                Err(_) => return Err(Closing::Fault),
            };
            self.open.belong_to(person).map_err(|refused| Closing::TooMany(said(refused, self.caller.call())))?;
        }
        self.is_acknowledged = true;
        self.say(&ack()).await
    }

    async fn subscribe(&mut self, id: String, asked: Asked) -> Result<(), Closing> {
        if !self.is_acknowledged {
            return Err(Closing::Unauthorized);
        }
        if self.running.contains_key(&id) {
            return Err(Closing::AlreadyRunning(id));
        }
        if self.running.len() >= OPERATIONS_MAX {
            let refused = Refused::new(StatusCode::BAD_REQUEST, Problem::TooManyStreams { max: OPERATIONS_MAX });
            return self.send(Message::text(failed(&id, refused, self.caller.call()))).await;
        }
        let call = self.caller.call().clone();
        let answers = answers(Arc::clone(&self.runner), asked, self.caller.clone());
        let outputs = answers.map(move |answer| Output::of(answer, &call)).chain(stream::iter([Output::Complete]));
        let (outputs, handle) = stream::abortable(outputs);
        self.running.insert(id.clone(), handle);
        self.outputs.push(outputs.map(move |output| (id.clone(), output)).boxed());
        Ok(())
    }

    /// Ends an operation; nothing more comes of it.
    fn forget(&mut self, id: &str) {
        if let Some(handle) = self.running.remove(id) {
            handle.abort();
        }
    }

    async fn tell(&mut self, id: String, output: Output) -> Result<(), Closing> {
        if matches!(output, Output::SignedOut) {
            return Err(Closing::Unauthorized);
        }
        if !matches!(output, Output::Next(_)) {
            self.forget(&id);
        }
        self.send(Message::text(frame_of(&id, output))).await
    }
}
