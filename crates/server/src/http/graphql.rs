//! GraphQL over HTTP: <https://graphql.github.io/graphql-over-http/draft/>.
//!
//! * POST takes one request in JSON; GET takes queries, never mutations.
//! * Pages of other sites can't call it in somebody's name: a body must be JSON, which browsers ask leave for first, and
//!   a call by GET must carry what only programs send. Sign-ins are tokens in a header, never cookies.
//! * The body, the document (see [`super::guard`]), the time and the number of requests at work are all bounded.
//! * A token that does not count refuses the whole request; no token is an anonymous request.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, VariableDefinition,
};
use async_graphql::{Request as GraphqlRequest, Response as GraphqlResponse, Value as Const, Variables};
use poem::error::ReadBodyError;
use poem::http::{Method, StatusCode, header};
use poem::{Body, Request, Response};
use serde::Deserialize;
use serde_json::{Map, Value};
use talents_core::error::Problem;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::guard;
use super::negotiation::{ACCEPTABLE, MediaType, has_json_body, is_deliberate};
use super::reply::{Call, Refused, graphql_response};
use crate::app::{App, AppError, Session};
use crate::graphql::{self, TalentsSchema};

/// The most bytes of a body: 1 MiB.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// The longest that a request may take, its body included.
const TIME_MAX: Duration = Duration::from_secs(30);
/// The most requests at work at once; more of them wait, within their time.
const RUNNING_MAX: usize = 64;
/// The methods of the endpoint.
const METHODS: &str = "GET, POST";

/// The endpoint.
pub(super) struct Endpoint {
    app: Arc<App>,
    schema: TalentsSchema,
    running: Arc<Semaphore>,
}

/// What a request asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    query: String,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    /// No extension is known; the specification wants a map all the same.
    #[serde(rename = "extensions")]
    _extensions: Option<Map<String, Value>>,
    #[serde(skip)]
    origin: Origin,
}

/// How a request came, which decides what it may ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Origin {
    /// In a body.
    #[default]
    Post,
    /// In the address; `deliberate` where a program sent it for sure.
    Get { deliberate: bool },
}

/// The parameters of an address: two of them are JSON themselves.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: String,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Endpoint {
    /// The endpoint of that application.
    pub(super) fn new(app: Arc<App>) -> Self {
        Self { app, schema: graphql::schema(), running: Arc::new(Semaphore::new(RUNNING_MAX)) }
    }

    /// Answers a request.
    pub(super) async fn answer(&self, request: Request, call: &Call) -> Response {
        let Some(media) = MediaType::negotiate(request.headers()) else {
            let problem = Problem::NotAcceptable { allowed: ACCEPTABLE.to_owned() };
            return Refused::new(StatusCode::NOT_ACCEPTABLE, problem).into_response(MediaType::Json, call);
        };
        let timed = tokio::time::timeout(TIME_MAX, self.run(request, call)).await;
        match timed.unwrap_or_else(|_| Err(AppError::Busy.into())) {
            Ok(response) => graphql_response(response, media, call),
            Err(refused) => refused.into_response(media, call),
        }
    }

    async fn run(&self, mut request: Request, call: &Call) -> Result<GraphqlResponse, Refused> {
        let body = request.take_body();
        let asked = match *request.method() {
            Method::POST => read_body(&request, body).await?,
            Method::GET | Method::HEAD => read_address(&request)?,
            _ => return Err(Refused::method(Problem::MethodNotAllowed { allowed: METHODS.to_owned() }, METHODS)),
        };
        let session = self.session(&request, call).await?;
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|_| AppError::Busy)?;
        let work = execute(self.schema.clone(), asked, graphql::State::new(Arc::clone(&self.app), session));
        let runtime = Handle::current();
        // Parsing, searching and ranking take the processor for a while: the tasks of the runtime go on meanwhile.
        let worker = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            runtime.block_on(work)
        });
        worker.await.map_err(|panic| AppError::fault(&panic))?
    }

    async fn session(&self, request: &Request, call: &Call) -> Result<Session, Refused> {
        let Some(value) = request.headers().get(header::AUTHORIZATION) else {
            return Ok(Session::anonymous(call.language));
        };
        let token = value.to_str().ok().and_then(|value| value.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let token = token.ok_or_else(|| AppError::from(Problem::SignInNeeded {}))?;
        Ok(Session::open(&self.app, token, call.language).await?)
    }
}

async fn execute(schema: TalentsSchema, asked: Asked, state: graphql::State) -> Result<GraphqlResponse, Refused> {
    if let Err(problem) = guard::check(&asked.query) {
        return Ok(graphql::refused(Problem::from(problem).into()));
    }
    let origin = asked.origin;
    let mut request = asked.into_request().data(state);
    let (name, variables) = (request.operation_name.clone(), request.variables.clone());
    // What does not parse, and an operation that is not to be found, are refused below and run nothing.
    let document = request.parsed_query().ok();
    let operation = document.and_then(|document| operation_of(document, name.as_deref()));
    let is_query = operation.is_none_or(|operation| operation.ty == OperationType::Query);
    if let Origin::Get { deliberate } = origin {
        if !is_query {
            return Err(Refused::method(Problem::MutationByGet {}, "POST"));
        }
        if !deliberate {
            return Err(Refused::new(StatusCode::BAD_REQUEST, Problem::PreflightNeeded {}));
        }
    }
    if let Some(missing) = operation.and_then(|operation| missing_variable(operation, &variables)) {
        let detail = format!("the variable `${missing}` has no value, and must have one");
        return Ok(graphql::refused(Problem::MalformedRequest { detail }.into()));
    }
    let timed = tokio::time::timeout(TIME_MAX, schema.execute(graphql::select_operation(request))).await;
    let response = timed.map_err(|_| AppError::Busy)?;
    Ok(if is_query { without_misfits(response) } else { response })
}

/// The operation that would run.
fn operation_of<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Option<&'a OperationDefinition> {
    let operation = match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => operations.values().next(),
        (DocumentOperations::Multiple(_), None) => None,
    };
    operation.map(|operation| &operation.node)
}

/// The first variable that must have a value and has none. The library would see it in the middle of the execution, when
/// other mutations of the request have run.
fn missing_variable<'a>(operation: &'a OperationDefinition, variables: &Variables) -> Option<&'a str> {
    let definitions = operation.variable_definitions.iter().map(|definition| &definition.node);
    let mut mandatory = definitions.filter(|it| !it.var_type.node.nullable && it.default_value.is_none());
    let is_missing = |it: &&VariableDefinition| variables.get(&it.name.node).is_none_or(|value| *value == Const::Null);
    mandatory.find(is_missing).map(|definition| definition.name.node.as_str())
}

/// Root fields are nullable, so a query without any data had arguments that the validation should have refused: then it
/// is the request that was wrong, and nothing ran.
fn without_misfits(mut response: GraphqlResponse) -> GraphqlResponse {
    if response.data == Const::Null && response.errors.iter().all(|error| error.source.is_none()) {
        response.errors.iter_mut().for_each(|error| error.path.clear());
    }
    response
}

impl Asked {
    fn into_request(self) -> GraphqlRequest {
        let variables = Variables::from_json(Value::Object(self.variables.unwrap_or_default()));
        let request = GraphqlRequest::new(self.query).variables(variables);
        match self.operation_name {
            Some(name) => request.operation_name(name),
            None => request,
        }
    }
}

async fn read_body(request: &Request, body: Body) -> Result<Asked, Refused> {
    if !has_json_body(request.headers()) {
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Problem::ContentTypeNotJson {}));
    }
    let bytes = body.into_bytes_limit(BODY_BYTES_MAX).await.map_err(unreadable)?;
    let is_batch = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[');
    if is_batch {
        return Err(Refused::new(StatusCode::BAD_REQUEST, Problem::BatchRefused {}));
    }
    serde_json::from_slice(&bytes).map_err(|error| malformed(&error))
}

fn read_address(request: &Request) -> Result<Asked, Refused> {
    let parameters: Parameters = request.params().map_err(|error| malformed(&error))?;
    let map = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(Asked {
        query: parameters.query,
        operation_name: parameters.operation_name,
        variables: map(parameters.variables).map_err(|error| malformed(&error))?,
        _extensions: map(parameters.extensions).map_err(|error| malformed(&error))?,
        origin: Origin::Get { deliberate: is_deliberate(request.headers()) },
    })
}

fn unreadable(error: ReadBodyError) -> Refused {
    match error {
        ReadBodyError::PayloadTooLarge => {
            Refused::new(StatusCode::PAYLOAD_TOO_LARGE, Problem::BodyTooLarge { max: BODY_BYTES_MAX })
        }
        other => malformed(&other),
    }
}

/// A request that is not one: neither media type takes it for well-formed.
fn malformed(error: &impl ToString) -> Refused {
    Refused::new(StatusCode::BAD_REQUEST, Problem::MalformedRequest { detail: error.to_string() })
}
