//! The server's routes. `poem` stays in this module.
//!
//! | path | what it gives |
//! |---|---|
//! | `/graphql` | GraphQL over HTTP, server-sent events and WebSocket |
//! | `/exports/statement`, `/exports/mission` | files for spreadsheets |
//! | `/graphiql` | a page to try it with; `/` leads there |
//! | `/schema.graphql` | the schema |
//! | `/livez` | whether the program runs |
//! | `/readyz` | whether it can serve: the store answers and the index is there |
//! | `/demo/personas`, `/demo/clock` | in the demo alone |

mod demo;
mod examples;
mod exports;
mod files;
mod graphiql;
mod graphql;
mod guard;
mod live;
mod negotiation;
mod places;
mod reply;
mod run;
mod sse;
mod tokens;
mod websocket;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use poem::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use poem::listener::TcpAcceptor;
use poem::{Request, Response, Server};
use talents_core::error::Problem;
use talents_store::event;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

pub use demo::DemoState;
pub use places::{CONNECTIONS_MAX, CONNECTIONS_PER_PERSON_MAX, LiveSettings};

use self::demo::{is_preflight, open_to_any_origin};
use self::exports::Exports;
use self::files::Files;
use self::negotiation::MediaType;
use self::places::Connections;
use self::reply::{Call, Refused};
use crate::app::{App, AppError, feed};

/// The longest that requests at work may still take once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// A server that has its address and accepts connections, but serves nothing yet.
pub struct Listening {
    /// The address, with the port that was given where port 0 was asked for.
    pub address: SocketAddr,
    /// How connections stay open.
    pub live: LiveSettings,
    listener: TcpListener,
}

impl Listening {
    /// Takes an address; port 0 takes any free port.
    ///
    /// # Errors
    /// Where the address is taken or can't be had.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        Ok(Self { address: listener.local_addr()?, live: LiveSettings::default(), listener })
    }

    /// Serves until `shutdown` is there, then lets requests at work end.
    ///
    /// # Errors
    /// Where the listener can't be used.
    pub async fn serve(
        self,
        app: Arc<App>,
        demo: Option<Arc<DemoState>>,
        shutdown: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let acceptor = TcpAcceptor::from_tokio(self.listener)?;
        // Ends with this function, however that ends.
        let mut beside = JoinSet::new();
        beside.spawn(feed::follow(Arc::clone(&app)));
        let connections = Connections::new(self.live);
        let site = Site::new(app, demo, connections.clone());
        let stop = async {
            shutdown.await;
            connections.stop();
        };
        let served = Server::new_with_acceptor(acceptor).run_with_graceful_shutdown(site, stop, Some(GRACE)).await;
        // Those that were upgraded are no longer the server's to wait for.
        let _ = tokio::time::timeout(GRACE, connections.ended()).await;
        served
    }
}

/// Waits until the program is asked to stop: Ctrl-C or SIGTERM.
///
/// # Errors
/// Where the system gives no signals.
pub async fn asked_to_stop() -> io::Result<()> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

/// All that is served.
struct Site {
    app: Arc<App>,
    demo: Option<Arc<DemoState>>,
    graphql: graphql::Endpoint,
    exports: Exports,
    files: Files,
}

impl poem::Endpoint for Site {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let started = Instant::now();
        let call = Call::of(&request);
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let routed = self.route(request, &call).await;
        let mut response = routed.unwrap_or_else(|refused| refused.into_response(MediaType::Json, &call));
        self.finish(&mut response, &call);
        // A path that is not ours, and any query string, may hold what people would not want in a log.
        let path = if response.status() == StatusCode::NOT_FOUND { "unknown" } else { &path };
        let (status, elapsed_ms) = (response.status().as_u16(), started.elapsed().as_millis());
        tracing::info!(%method, path, status, elapsed_ms, trace = call.trace, "request");
        Ok(response)
    }
}

impl Site {
    fn new(app: Arc<App>, demo: Option<Arc<DemoState>>, connections: Connections) -> Self {
        Self {
            graphql: graphql::Endpoint::new(Arc::clone(&app), connections),
            exports: Exports::new(Arc::clone(&app)),
            files: Files::new(),
            app,
            demo,
        }
    }

    async fn route(&self, mut request: Request, call: &Call) -> Result<Response, Refused> {
        let path = request.uri().path().to_owned();
        match (path.as_str(), &self.demo) {
            (_, Some(_)) if is_preflight(&request) => Ok(Response::builder().status(StatusCode::NO_CONTENT).finish()),
            ("/graphql", _) => Ok(self.graphql.answer(request, call).await),
            ("/demo/clock", Some(demo)) => {
                only(&request, &[Method::POST], "POST")?;
                demo.move_clock(&self.app, request.take_body(), call).await
            }
            (path, demo) => {
                if let Some(exported) = self.exports.answer(&request, call).await {
                    only(&request, &[Method::GET], "GET")?;
                    return exported;
                }
                let page = self.page(path, demo.as_deref(), &request, call).await;
                let page = page.ok_or_else(|| Refused::new(StatusCode::NOT_FOUND, Problem::NoSuchPage {}))?;
                only(&request, &[Method::GET, Method::HEAD], "GET, HEAD")?;
                Ok(page)
            }
        }
    }

    /// The pages that one only reads.
    async fn page(&self, path: &str, demo: Option<&DemoState>, request: &Request, call: &Call) -> Option<Response> {
        match (path, demo) {
            ("/", _) => {
                let response = Response::builder().status(StatusCode::TEMPORARY_REDIRECT);
                Some(response.header(header::LOCATION, "/graphiql").finish())
            }
            ("/livez", _) => Some(health(StatusCode::OK, "alive")),
            ("/readyz", _) => Some(self.readiness().await),
            ("/demo/personas", Some(demo)) => Some(demo.personas(call)),
            _ => self.files.answer(request),
        }
    }

    async fn readiness(&self) -> Response {
        match self.is_ready().await {
            Ok(true) => health(StatusCode::OK, "ready"),
            Ok(false) => health(StatusCode::SERVICE_UNAVAILABLE, "the index is not there yet"),
            Err(error) => {
                tracing::warn!(?error, "not ready: the store does not answer");
                health(StatusCode::SERVICE_UNAVAILABLE, "the store does not answer")
            }
        }
    }

    /// The store answers, and the index has reached an event of it; where nothing ever happened, there is none to reach.
    async fn is_ready(&self) -> Result<bool, AppError> {
        let is_empty = event::head(&self.app.store).await?.is_none();
        Ok(is_empty || self.app.engine.position().is_some())
    }

    fn finish(&self, response: &mut Response, call: &Call) {
        const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        if let Ok(trace) = HeaderValue::from_str(&call.trace) {
            headers.insert(REQUEST_ID, trace);
        }
        if self.demo.is_some() {
            open_to_any_origin(headers);
        }
    }
}

/// Refuses methods that the path does not know.
fn only(request: &Request, methods: &[Method], allow: &'static str) -> Result<(), Refused> {
    if methods.contains(request.method()) {
        return Ok(());
    }
    Err(Refused::method(Problem::MethodNotAllowed { allowed: allow.to_owned() }, allow))
}

fn health(status: StatusCode, text: &'static str) -> Response {
    Response::builder().status(status).content_type("text/plain; charset=utf-8").body(text)
}
