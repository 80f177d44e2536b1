//! The messages of `graphql-transport-ws`, and the codes that end a connection.

use async_graphql::{Response as GraphqlResponse, ServerError, Value as Const};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::graphql;
use crate::http::reply::{Call, Refused};
use crate::http::run::Asked;

/// The most bytes of an id that a client gives to an operation.
const ID_BYTES_MAX: usize = 128;
/// The most bytes of the reason that a closing frame has room for.
const REASON_BYTES_MAX: usize = 123;

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromClient {
    /// Who it is, before anything else.
    ConnectionInit {
        /// Where the token may be.
        payload: Option<Value>,
    },
    /// An operation to run.
    Subscribe {
        /// Its name in this connection.
        id: String,
        /// What it asks for.
        payload: Asked,
    },
    /// An operation to end.
    Complete {
        /// Its name.
        id: String,
    },
    /// Whether the server is there.
    Ping {
        /// Given back.
        payload: Option<Value>,
    },
    /// The client is there.
    Pong {},
}

/// What comes of an operation.
pub(super) enum Output {
    /// An answer.
    Next(Box<GraphqlResponse>),
    /// What ends it.
    Error(Vec<ServerError>),
    /// It has ended.
    Complete,
    /// The token of the connection counts no more.
    SignedOut,
}

/// Why a connection ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Closing {
    /// The server stops.
    GoingAway,
    /// The client went, reads nothing, or is silent.
    Gone,
    /// Bytes that are no WebSocket.
    Protocol,
    /// A text that is not in UTF-8.
    NotText,
    /// A message that is too long.
    TooBig,
    /// A message that is none of the protocol.
    Malformed(String),
    /// An operation before the connection was acknowledged, or a token that counts no more.
    Unauthorized,
    /// A token that does not count.
    Forbidden,
    /// Nothing said in time.
    InitTimeout,
    /// The name of an operation that still runs.
    AlreadyRunning(String),
    /// Who it is, said twice.
    TooManyInits,
    /// More connections of one person than may be, in words for them.
    TooMany(String),
    /// A fault of ours.
    Fault,
}

impl Closing {
    /// The frame that says so; none to one who is gone.
    pub(super) fn frame(&self) -> Option<CloseFrame> {
        let (code, reason) = match self {
            Self::Gone => return None,
            Self::GoingAway => (1001, "Going away"),
            Self::Protocol => (1002, "Protocol error"),
            Self::NotText => (1007, "Not UTF-8"),
            Self::TooBig => (1009, "Message too big"),
            Self::Fault => (1011, "Internal error"),
            // The protocol has no code for it; this one, of WebSocket itself, is « try again later ».
            Self::TooMany(why) => (1013, why.as_str()),
            Self::Malformed(detail) => (4400, detail.as_str()),
            Self::Unauthorized => (4401, "Unauthorized"),
            Self::Forbidden => (4403, "Forbidden"),
            Self::InitTimeout => (4408, "Connection initialisation timeout"),
            Self::AlreadyRunning(id) => return Some(frame(4409, &format!("Subscriber for {id} already exists"))),
            Self::TooManyInits => (4429, "Too many initialisation requests"),
        };
        Some(frame(code, reason))
    }
}

fn frame(code: u16, reason: &str) -> CloseFrame {
    let end = reason.floor_char_boundary(REASON_BYTES_MAX);
    CloseFrame { code: CloseCode::from(code), reason: reason[..end].into() }
}

/// Reads a message.
pub(super) fn read(text: &str) -> Result<FromClient, Closing> {
    let message: FromClient =
        serde_json::from_str(text).map_err(|error| Closing::Malformed(format!("Invalid message: {error}")))?;
    match &message {
        FromClient::Subscribe { id, .. } if id.is_empty() || id.len() > ID_BYTES_MAX => {
            Err(Closing::Malformed(format!("Invalid message: an id has from 1 to {ID_BYTES_MAX} bytes")))
        }
        _ => Ok(message),
    }
}

/// What a payload has under `Authorization`, in whatever letters.
pub(super) fn authorization(payload: Option<&Value>) -> Option<&str> {
    let fields = payload?.as_object()?;
    let given = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    // Given, but not as a text: no token that counts.
    given.map(|(_, value)| value.as_str().unwrap_or_default())
}

/// The connection is open.
pub(super) fn ack() -> Value {
    json!({ "type": "connection_ack" })
}

/// The server is there.
pub(super) fn pong(payload: Option<Value>) -> Value {
    match payload {
        Some(payload) => json!({ "type": "pong", "payload": payload }),
        None => json!({ "type": "pong" }),
    }
}

/// A refusal in words for people.
pub(super) fn said(refused: Refused, call: &Call) -> String {
    errors(refused.into_graphql(), call).into_iter().next().map(|error| error.message).unwrap_or_default()
}

/// An operation that is refused.
pub(super) fn failed(id: &str, refused: Refused, call: &Call) -> String {
    frame_of(id, Output::Error(errors(refused.into_graphql(), call)))
}

/// What comes of an operation, as it is sent.
pub(super) fn frame_of(id: &str, output: Output) -> String {
    match output {
        Output::Next(payload) => ToClient { id, kind: "next", payload: Some(*payload) }.text(),
        Output::Error(payload) => ToClient { id, kind: "error", payload: Some(payload) }.text(),
        Output::Complete | Output::SignedOut => ToClient::<()> { id, kind: "complete", payload: None }.text(),
    }
}

/// A message about an operation. Its fields are written in their order, which a `Value` would not keep.
#[derive(Serialize)]
struct ToClient<'a, P> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<P>,
}

impl<P: Serialize> ToClient<'_, P> {
    fn text(&self) -> String {
        // Strings, numbers, lists and maps with textual keys always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Output {
    /// What an answer is here: one without any data ends its operation.
    pub(super) fn of(answer: Result<GraphqlResponse, Refused>, call: &Call) -> Self {
        match answer {
            Err(refused) if refused.is_unauthenticated() => Self::SignedOut,
            Err(refused) => Self::Error(errors(refused.into_graphql(), call)),
            Ok(response) if response.data == Const::Null => Self::Error(errors(response, call)),
            Ok(response) => Self::Next(Box::new(graphql::localise(response, call.language, &call.trace))),
        }
    }
}

fn errors(response: GraphqlResponse, call: &Call) -> Vec<ServerError> {
    graphql::localise(response, call.language, &call.trace).errors
}
