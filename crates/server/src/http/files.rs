//! The files that the server holds: the page of `GraphiQL` with its examples, and the schema.

use std::borrow::Cow;
use std::collections::BTreeMap;

use poem::http::{StatusCode, header};
use poem::{Body, Request, Response};
use sha2::{Digest, Sha256};

use super::examples::examples;
use super::graphiql::{ASSETS, Asset, CONTENT_SECURITY_POLICY};
use crate::graphql;

/// Files by the path that they are served at.
pub(super) struct Files(BTreeMap<&'static str, File>);

struct File {
    content_type: &'static str,
    gzipped: bool,
    body: Cow<'static, [u8]>,
    /// Changes with the body, so that browsers load a file again only when it is another one.
    etag: String,
}

impl Files {
    /// All of them.
    pub(super) fn new() -> Self {
        let mut files: BTreeMap<_, _> = ASSETS.iter().map(|asset| (asset.path, File::of(asset))).collect();
        let examples = examples().to_string().into_bytes();
        files.insert("/graphiql/examples.json", File::new("application/json; charset=utf-8", examples.into()));
        let schema = graphql::sdl().into_bytes();
        files.insert("/schema.graphql", File::new("text/plain; charset=utf-8", schema.into()));
        Self(files)
    }

    /// The answer with the file at the path of the request, if there is one.
    pub(super) fn answer(&self, request: &Request) -> Option<Response> {
        self.0.get(request.uri().path()).map(|file| file.answer(request))
    }
}

impl File {
    fn new(content_type: &'static str, body: Cow<'static, [u8]>) -> Self {
        let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
        Self { content_type, gzipped: false, body, etag }
    }

    fn of(asset: &'static Asset) -> Self {
        Self { gzipped: asset.gzipped, ..Self::new(asset.content_type, asset.body.into()) }
    }

    fn answer(&self, request: &Request) -> Response {
        let response = Response::builder()
            .header(header::ETAG, &self.etag)
            .header(header::CACHE_CONTROL, "no-cache")
            .header(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
        let known = request.header(header::IF_NONE_MATCH).unwrap_or_default();
        if known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == self.etag) {
            return response.status(StatusCode::NOT_MODIFIED).finish();
        }
        let response = response.content_type(self.content_type);
        let response = if self.gzipped { response.header(header::CONTENT_ENCODING, "gzip") } else { response };
        response.body(match self.body {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(ref bytes) => Body::from(bytes.clone()),
        })
    }
}
