//! A server with its address, and what real clients hear of it: over WebSocket, and as server-sent events.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use talents_server::app::App;
use talents_server::http::{Listening, LiveSettings};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// The longest that something is waited for that must come.
const COMES_WITHIN: Duration = Duration::from_mins(1);
/// How long nothing must come.
const SILENCE: Duration = Duration::from_millis(1_500);

/// An application behind its server.
pub(super) struct Site {
    pub(super) address: SocketAddr,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Site {
    pub(super) async fn start(app: &Arc<App>) -> Self {
        Self::start_with(app, LiveSettings::default()).await
    }

    pub(super) async fn start_with(app: &Arc<App>, live: LiveSettings) -> Self {
        let mut listening = Listening::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
        listening.live = live;
        let address = listening.address;
        let (stop, stopped) = oneshot::channel();
        let serving = listening.serve(Arc::clone(app), None, async { drop(stopped.await) });
        Self { address, stop, serving: tokio::spawn(serving) }
    }

    /// Tells it to stop, and waits until it has.
    pub(super) async fn stop(self) {
        self.stop.send(()).unwrap();
        let ended = tokio::time::timeout(Duration::from_secs(5), self.serving).await;
        ended.expect("open streams end before the grace does").unwrap().unwrap();
    }

    /// A connection that has said nothing yet; the token goes into the header.
    pub(super) async fn connect(&self, token: Option<&str>) -> Result<Socket, Error> {
        self.connect_as(token, "graphql-transport-ws").await
    }

    pub(super) async fn connect_as(&self, token: Option<&str>, protocol: &str) -> Result<Socket, Error> {
        let mut request = format!("ws://{}/graphql", self.address).into_client_request()?;
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", HeaderValue::from_str(protocol)?);
        if let Some(token) = token {
            headers.insert("authorization", HeaderValue::from_str(&format!("Bearer {token}"))?);
        }
        Ok(Socket(connect_async(request).await?.0))
    }

    /// A connection that is acknowledged; the token goes into `connection_init`.
    pub(super) async fn join(&self, token: &str) -> Socket {
        let mut socket = self.connect(None).await.unwrap();
        let payload = json!({ "Authorization": format!("Bearer {token}") });
        socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket
    }

    /// The stream of an operation, or the answer that refuses it.
    pub(super) async fn stream(&self, token: Option<&str>, query: &str, variables: &Value) -> Events {
        let client = reqwest::Client::new();
        let request = client.post(format!("http://{}/graphql", self.address)).header("Accept", "text/event-stream");
        let request = request.json(&json!({ "query": query, "variables": variables }));
        let request = if let Some(token) = token { request.bearer_auth(token) } else { request };
        Events { response: request.send().await.unwrap(), text: String::new(), waiting: VecDeque::new() }
    }
}

/// The client's end of a WebSocket.
pub(super) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub(super) async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    /// Sends bytes as they are, in whatever way they break the rules.
    pub(super) async fn send_raw(&mut self, bytes: &[u8]) {
        self.0.get_mut().write_all(bytes).await.unwrap();
    }

    pub(super) async fn say(&mut self, message: &Value) {
        self.send(Message::text(message.to_string())).await;
    }

    pub(super) async fn subscribe(&mut self, id: &str, query: &str, variables: &Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(&json!({ "id": id, "type": "subscribe", "payload": payload })).await;
    }

    /// The next message of the protocol, which must come.
    pub(super) async fn hear(&mut self) -> Value {
        match self.next(COMES_WITHIN).await.expect("something is said") {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    /// The first message that passes; those before it are not looked at.
    pub(super) async fn hear_until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let heard = self.hear().await;
            if is_it(&heard) {
                return heard;
            }
        }
    }

    pub(super) async fn hear_nothing(&mut self) {
        let heard = self.next(SILENCE).await;
        assert!(heard.is_none(), "{heard:?}");
    }

    /// The same, whatever it says before.
    pub(super) async fn end(&mut self) -> (u16, String) {
        loop {
            match self.next(COMES_WITHIN).await {
                Some(Message::Close(Some(frame))) => return (frame.code.into(), frame.reason.to_string()),
                Some(Message::Text(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code and the reason that the server ends with.
    pub(super) async fn closed(&mut self) -> (u16, String) {
        match self.next(COMES_WITHIN).await {
            Some(Message::Close(Some(frame))) => (frame.code.into(), frame.reason.to_string()),
            other => panic!("{other:?}"),
        }
    }

    async fn next(&mut self, within: Duration) -> Option<Message> {
        tokio::time::timeout(within, async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(heard) => return heard.unwrap(),
                    None => panic!("the connection is gone without a word"),
                }
            }
        })
        .await
        .ok()
    }
}

/// The client's end of a stream of events.
pub(super) struct Events {
    pub(super) response: reqwest::Response,
    text: String,
    waiting: VecDeque<(String, String)>,
}

impl Events {
    /// The name and the data of the next event, which must come; `None` at the end of the stream.
    pub(super) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((name, data)) = self.waiting.pop_front() {
                return Some((name, serde_json::from_str(&data).unwrap_or_default()));
            }
            let chunk = tokio::time::timeout(COMES_WITHIN, self.response.chunk()).await.expect("something comes");
            self.text.push_str(std::str::from_utf8(&chunk.unwrap()?).unwrap());
            while let Some(end) = self.text.find("\n\n") {
                let rest = self.text.split_off(end + 2);
                self.waiting.extend(read(&std::mem::replace(&mut self.text, rest)));
            }
        }
    }

    /// The next bytes of the stream, as they come.
    pub(super) async fn raw(&mut self) -> String {
        let chunk = tokio::time::timeout(COMES_WITHIN, self.response.chunk()).await.expect("something comes");
        String::from_utf8(chunk.unwrap().expect("the stream goes on").to_vec()).unwrap()
    }

    /// The data of the first `next` that passes.
    pub(super) async fn next_until(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let (name, data) = self.next().await.expect("the stream goes on");
            assert_eq!(name, "next", "{data}");
            if is_it(&data) {
                return data;
            }
        }
    }
}

/// An event as browsers read it: without a line of data there is none.
fn read(event: &str) -> Option<(String, String)> {
    let field =
        |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
    Some((field("event:").unwrap_or_default(), field("data:")?))
}
