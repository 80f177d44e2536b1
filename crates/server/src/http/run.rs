//! Runs operations, whatever carried them here: the guard before the parser, a bounded time, a bounded number at once.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
    VariableDefinition,
};
use async_graphql::{Request as GraphqlRequest, Response as GraphqlResponse, Value as Const, Variables};
use futures::StreamExt as _;
use poem::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value};
use talents_core::error::Problem;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::guard;
use super::reply::Refused;
use crate::app::feed::Watch;
use crate::app::{App, AppError, Session};
use crate::graphql::{self, TalentsSchema};

/// The longest that a request may take, its body included.
pub(super) const TIME_MAX: Duration = Duration::from_secs(30);
/// The most requests at work at once; more of them wait, within their time.
const RUNNING_MAX: usize = 64;

/// What a request asks for.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Option<Map<String, Value>>,
    /// No extension is known; the specification wants a map all the same.
    #[serde(rename = "extensions")]
    pub(super) _extensions: Option<Map<String, Value>>,
    #[serde(skip)]
    pub(super) origin: Origin,
}

/// How a request came, which decides what it may ask for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Origin {
    /// In a body, or in a message.
    #[default]
    Post,
    /// In the address; `deliberate` where a program sent it for sure.
    Get { deliberate: bool },
}

/// Runs operations.
pub(super) struct Runner {
    pub(super) app: Arc<App>,
    schema: TalentsSchema,
    running: Arc<Semaphore>,
}

impl Runner {
    /// A runner for that application.
    pub(super) fn new(app: Arc<App>) -> Self {
        Self { app, schema: graphql::schema(), running: Arc::new(Semaphore::new(RUNNING_MAX)) }
    }

    /// Runs an operation that has one answer.
    pub(super) async fn run(&self, asked: Asked, session: Session) -> Result<GraphqlResponse, Refused> {
        let state = graphql::State::new(Arc::clone(&self.app), session);
        let response = self.work(asked, state).await?;
        response.ok_or_else(|| AppError::fault(&"an operation without an answer").into())
    }

    /// The same for one that may be a subscription: `None` where there is nothing new for it.
    pub(super) async fn run_watching(
        &self,
        asked: Asked,
        session: Session,
        watch: Arc<Watch>,
    ) -> Result<Option<GraphqlResponse>, Refused> {
        let state = graphql::State::new(Arc::clone(&self.app), session).watching(watch);
        let timed = tokio::time::timeout(TIME_MAX, self.work(asked, state)).await;
        timed.unwrap_or_else(|_| Err(AppError::Busy.into()))
    }

    async fn work(&self, asked: Asked, state: graphql::State) -> Result<Option<GraphqlResponse>, Refused> {
        let permit = Arc::clone(&self.running).acquire_owned().await.map_err(|_| AppError::Busy)?;
        let work = execute(self.schema.clone(), asked, state);
        let runtime = Handle::current();
        // Parsing, searching and ranking take the processor for a while: the tasks of the runtime go on meanwhile.
        let worker = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            runtime.block_on(work)
        });
        worker.await.map_err(|panic| AppError::fault(&panic))?
    }
}

async fn execute(
    schema: TalentsSchema,
    asked: Asked,
    state: graphql::State,
) -> Result<Option<GraphqlResponse>, Refused> {
    if let Err(problem) = guard::check(&asked.query) {
        return Ok(Some(graphql::refused(Problem::from(problem).into())));
    }
    let origin = asked.origin;
    let watches = state.watch.is_some();
    let mut request = asked.into_request().data(state);
    let (name, variables) = (request.operation_name.clone(), request.variables.clone());
    // What does not parse, and an operation that is not to be found, are refused below and run nothing.
    let document = request.parsed_query().ok();
    let operation = document.and_then(|document| Some((document, operation_of(document, name.as_deref())?)));
    let kind = operation.map_or(OperationType::Query, |(_, operation)| operation.ty);
    check_origin(origin, kind)?;
    if let Some(detail) = operation.and_then(|(document, operation)| misfit(document, operation, &variables)) {
        return Ok(Some(graphql::refused(Problem::MalformedRequest { detail }.into())));
    }
    let request = graphql::select_operation(request);
    let answer = async {
        match kind {
            OperationType::Subscription if watches => schema.execute_stream(request).next().await,
            OperationType::Query => Some(without_misfits(schema.execute(request).await)),
            OperationType::Mutation | OperationType::Subscription => Some(schema.execute(request).await),
        }
    };
    Ok(tokio::time::timeout(TIME_MAX, answer).await.map_err(|_| AppError::Busy)?)
}

/// By GET there are no mutations, and nothing that a page of another site could have sent.
fn check_origin(origin: Origin, kind: OperationType) -> Result<(), Refused> {
    match origin {
        Origin::Get { .. } if kind == OperationType::Mutation => {
            Err(Refused::method(Problem::MutationByGet {}, "POST"))
        }
        Origin::Get { deliberate: false } => Err(Refused::new(StatusCode::BAD_REQUEST, Problem::PreflightNeeded {})),
        Origin::Get { deliberate: true } | Origin::Post => Ok(()),
    }
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

/// What is wrong with an operation that the library would let run.
fn misfit(document: &ExecutableDocument, operation: &OperationDefinition, variables: &Variables) -> Option<String> {
    if let Some(missing) = missing_variable(operation, variables) {
        return Some(format!("the variable `${missing}` has no value, and must have one"));
    }
    let is_subscription = operation.ty == OperationType::Subscription;
    let several = is_subscription && root_fields(document, &operation.selection_set.node) != 1;
    several.then(|| "a subscription has one field on its root".to_owned())
}

/// How many fields there are on the root, those of fragments included; the guard lets no fragment spread itself.
fn root_fields(document: &ExecutableDocument, set: &SelectionSet) -> usize {
    let count = |selection: &Selection| match selection {
        Selection::Field(_) => 1,
        Selection::InlineFragment(fragment) => root_fields(document, &fragment.node.selection_set.node),
        Selection::FragmentSpread(spread) => {
            let fragment = document.fragments.get(&spread.node.fragment_name.node);
            fragment.map_or(1, |fragment| root_fields(document, &fragment.node.selection_set.node))
        }
    };
    set.items.iter().map(|item| count(&item.node)).sum()
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
