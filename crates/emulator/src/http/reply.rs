//! Answers: always JSON, whatever happened.

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

use crate::problem::{Problem, Stamp};

/// A JSON answer.
pub(super) fn json(status: u16, body: &impl Serialize) -> Response {
    // Values of ours always serialise; if one ever did not, an empty object is still JSON.
    let text = serde_json::to_string(body).unwrap_or_else(|_| "{}".to_owned());
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

/// A refusal, stamped.
pub(super) fn problem(problem: Problem, stamp: &Stamp) -> Response {
    let status = problem.status;
    let retry_after = problem.retry_after_seconds;
    let outcome = Outcome(problem.outcome());
    let mut response = json(status, &problem.into_body(stamp));
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == 401 {
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response.extensions_mut().insert(outcome);
    response
}

/// A refusal of HTTP's rather than of the protocol's.
pub(super) fn refusal(status: u16, text: &str, stamp: &Stamp) -> Response {
    let error = if status >= 500 {
        "server_error"
    } else {
        "invalid_request"
    };
    problem(Problem::new(error, None, text).status(status), stamp)
}

/// What is recorded of a request whose client went away before it was processed. Nobody sees it.
pub(super) fn gone() -> Response {
    let mut response = json(499, &());
    let outcome = Outcome("client_gone".to_owned());
    response.extensions_mut().insert(outcome);
    response
}

/// 405, with what would have been allowed.
pub(super) fn not_allowed(methods: &'static str, stamp: &Stamp) -> Response {
    let mut response = refusal(405, "This page does not take that method.", stamp);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(methods));
    response
}

/// What happened, in one word, handed to the list of requests.
#[derive(Debug, Clone)]
pub(super) struct Outcome(pub(super) String);
