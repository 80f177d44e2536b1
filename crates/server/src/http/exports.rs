//! Files for spreadsheets, for those who are signed in: `/exports/statement` and `/exports/mission`.

use std::sync::Arc;

use chrono::NaiveDate;
use poem::http::{StatusCode, header};
use poem::{Request, Response};
use serde::Deserialize;
use talents_core::error::{Problem, Refusals};
use talents_core::id::{MissionId, StructureId};
use tokio::sync::Semaphore;

use super::graphql::malformed;
use super::live::Caller;
use super::reply::{Call, Refused};
use super::run::TIME_MAX;
use crate::app::{App, AppError, export};
use crate::export::{File, Format};
use crate::graphql::{GlobalId, parse_id};

/// The most files that are made at once; more requests wait, within their time.
const RUNNING_MAX: usize = 4;

/// What makes the files.
pub(super) struct Exports {
    app: Arc<App>,
    running: Semaphore,
}

#[derive(Deserialize)]
struct Statement {
    structure: String,
    from: NaiveDate,
    to: NaiveDate,
    #[serde(default)]
    format: Format,
}

#[derive(Deserialize)]
struct Mission {
    mission: String,
    #[serde(default)]
    format: Format,
}

impl Exports {
    /// The files of that application.
    pub(super) fn new(app: Arc<App>) -> Self {
        Self { app, running: Semaphore::new(RUNNING_MAX) }
    }

    /// The file that a request asks for; `None` for a path that is none of these.
    pub(super) async fn answer(&self, request: &Request, call: &Call) -> Option<Result<Response, Refused>> {
        let path = request.uri().path();
        if !matches!(path, "/exports/statement" | "/exports/mission") {
            return None;
        }
        let made = tokio::time::timeout(TIME_MAX, self.make(path, request, call)).await;
        Some(made.unwrap_or_else(|_| Err(AppError::Busy.into())).map(|file| attached(file, call)))
    }

    async fn make(&self, path: &str, request: &Request, call: &Call) -> Result<File, Refused> {
        let session = Caller::of(request, call)?.session(&self.app).await?;
        session.viewer()?;
        let _running = self.running.acquire().await.map_err(|_| AppError::Busy)?;
        let file = if path == "/exports/mission" {
            let Mission { mission, format } = request.params().map_err(|error| malformed(&error))?;
            export::mission(&self.app, &session, id_in::<MissionId>("mission", &mission)?, format).await
        } else {
            let Statement { structure, from, to, format } = request.params().map_err(|error| malformed(&error))?;
            let structure = id_in::<StructureId>("structure", &structure)?;
            export::statement(&self.app, &session, structure, (from, to), format).await
        };
        Ok(file?)
    }
}

fn id_in<T: GlobalId>(field: &'static str, text: &str) -> Result<T, AppError> {
    let malformed = || Refusals::at(field, Problem::MalformedId { id: text.chars().take(80).collect() });
    Ok(parse_id::<T>(text).ok_or_else(malformed)?)
}

fn attached(file: File, call: &Call) -> Response {
    Response::builder()
        .status(StatusCode::OK)
        .header(header::CONTENT_TYPE, file.content_type)
        .header(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name))
        .header(header::CONTENT_LANGUAGE, call.language.code())
        .header(header::CACHE_CONTROL, "no-store")
        .header(header::VARY, "Accept-Language, Authorization")
        .body(file.bytes)
}
