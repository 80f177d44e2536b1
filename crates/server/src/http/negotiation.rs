//! What the headers of a request ask for: the media type of the answer, and what the body is.

use poem::http::{HeaderMap, header};

/// A media type that GraphQL answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`: the status says whether the request ran.
    GraphqlResponse,
    /// `application/json`: the status is 200 whenever the request is well-formed, for clients from before the other.
    Json,
    /// `text/event-stream`: as many answers as there are.
    EventStream,
}

/// The media types that a client may accept, as messages name them.
pub(super) const ACCEPTABLE: &str = "application/graphql-response+json, application/json, text/event-stream";

impl MediaType {
    /// The media type that suits an `Accept` header best: the one with the highest weight, the first one of equals.
    /// Wildcards, and no header at all, mean JSON. `None` where the header wants neither.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        if !headers.contains_key(header::ACCEPT) {
            return Some(Self::Json);
        }
        let mut best: Option<(Self, f32)> = None;
        for (name, weight) in ranges(headers) {
            let Some(found) = Self::in_range(&name) else { continue };
            if weight > best.map_or(0.0, |(_, weight)| weight) {
                best = Some((found, weight));
            }
        }
        best.map(|(found, _)| found)
    }

    fn in_range(name: &str) -> Option<Self> {
        match name {
            "application/graphql-response+json" => Some(Self::GraphqlResponse),
            "application/json" | "application/*" | "*/*" => Some(Self::Json),
            "text/event-stream" => Some(Self::EventStream),
            _ => None,
        }
    }

    /// As `Content-Type` has it.
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::EventStream => "text/event-stream",
        }
    }

    /// The media type of a plain answer in its place, when there is nothing to stream.
    pub(super) const fn of_refusals(self) -> Self {
        match self {
            Self::GraphqlResponse => Self::GraphqlResponse,
            Self::Json | Self::EventStream => Self::Json,
        }
    }
}

/// The ranges of the `Accept` headers in small letters, each with its weight from 0 to 1.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = (String, f32)> + '_ {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        (name, weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
    })
}

/// Whether the body says that it is JSON in UTF-8.
pub(super) fn has_json_body(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let mut parts = value.split(';').map(|part| part.trim().to_ascii_lowercase());
    let is_json = parts.next().is_some_and(|name| name == "application/json");
    let mut charsets = parts.filter_map(|part| part.strip_prefix("charset=").map(|it| it.trim_matches('"').to_owned()));
    is_json && charsets.all(|charset| charset == "utf-8" || charset == "utf8")
}

/// Whether a call by GET has something that no form, link, image or script of another site can send by itself.
///
/// A sign-in never rides along by itself either, since there are no cookies: this is the second lock on the door.
pub(super) fn is_deliberate(headers: &HeaderMap) -> bool {
    const OF_PROGRAMS: [&str; 3] = ["authorization", "x-requested-with", "apollo-require-preflight"];
    // A page of another site can ask for a stream of events by itself.
    let is_of_graphql = |name: &str| {
        let media = if name.contains('*') { None } else { MediaType::in_range(name) };
        matches!(media, Some(MediaType::GraphqlResponse | MediaType::Json))
    };
    let accepts_graphql = ranges(headers).any(|(name, _)| is_of_graphql(&name));
    accepts_graphql || has_json_body(headers) || OF_PROGRAMS.iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    fn negotiated(accept: &str) -> Option<MediaType> {
        MediaType::negotiate(&headers(&[(header::ACCEPT, accept)]))
    }

    #[test]
    fn the_media_type_with_the_highest_weight_is_taken() {
        use MediaType::{GraphqlResponse, Json};
        assert_eq!(MediaType::negotiate(&HeaderMap::new()), Some(Json));
        assert_eq!(negotiated("*/*"), Some(Json));
        assert_eq!(negotiated("application/json, multipart/mixed"), Some(Json));
        assert_eq!(negotiated("Application/GraphQL-Response+json, application/json;q=0.9"), Some(GraphqlResponse));
        assert_eq!(negotiated("application/graphql-response+json;q=0.1, application/json;q=0.9"), Some(Json));
        assert_eq!(negotiated("text/event-stream, application/json;q=0.5"), Some(MediaType::EventStream));
        assert_eq!(negotiated("text/html"), None);
        assert_eq!(negotiated("application/json;q=0"), None);
    }

    #[test]
    fn a_body_is_json_only_when_it_says_so() {
        let says = |value: &str| has_json_body(&headers(&[(header::CONTENT_TYPE, value)]));
        assert!(says("application/json") && says("Application/JSON; charset=UTF-8"));
        assert!(!says("text/plain") && !says("application/json; charset=latin1"));
        assert!(!says("application/x-www-form-urlencoded") && !has_json_body(&HeaderMap::new()));
    }

    #[test]
    fn what_a_page_of_another_site_can_send_is_not_deliberate() {
        let browser = headers(&[(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")]);
        assert!(!is_deliberate(&browser));
        assert!(!is_deliberate(&headers(&[(header::ACCEPT, "text/event-stream")])));
        assert!(is_deliberate(&headers(&[(header::ACCEPT, "application/graphql-response+json")])));
        assert!(is_deliberate(&headers(&[(header::AUTHORIZATION, "Bearer x")])));
    }
}
