//! Forced answers as HTTP: what becomes of a request that a fault fits.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::caller::Waiting;
use super::date::header_date;
use super::odd_body::BrokenOff;
use super::{protocol, reply};
use crate::domain::Domain;
use crate::faults::{
    Asked, DropWhen, Fault, Faults, Person, RetryAfterForm, Shape, Stage, scenario,
};
use crate::form::Form;
use crate::problem::{Problem, Stamp};
use crate::refusals;
use crate::tenant::Tenant;

/// What an oversized body is blown up by, in bytes: two mebibytes.
const PADDING: usize = 2 * 1024 * 1024;
/// What a proxy on the way might say.
const HTML: &str = "<!DOCTYPE html>\n<html>\n<head><title>502 Bad Gateway</title></head>\n\
    <body>\n<h1>Bad Gateway</h1>\n<p>The server that was asked gave no answer.</p>\n</body>\n\
    </html>\n";

/// What to do with a request.
pub(super) enum Verdict {
    /// Answer it as always, and mark the answer with this.
    Process(Mark),
    /// This is the answer.
    Answer(Response),
}

/// What a fault did to a request, carried by the response until it is recorded.
#[derive(Debug, Clone, Default)]
pub(super) struct Mark {
    /// In words, for the list of requests; `None` when no fault fits.
    pub(super) forced: Option<String>,
    /// Whether the connection is closed and the response lost.
    pub(super) hang_up: bool,
}

/// One request, as far as faults ask.
#[derive(Clone)]
pub(super) struct Subject {
    pub(super) domain: Arc<Domain>,
    pub(super) uri: Uri,
    /// The endpoint's path, after the tenant.
    pub(super) path: &'static str,
    pub(super) form: Option<Arc<Form>>,
}

/// Looks for a fault that fits the request, waits as long as it says, and says what to do.
pub(super) async fn verdict(
    faults: &Faults,
    subject: &Subject,
    waiting: Option<Waiting>,
    stamp: &Stamp,
) -> Verdict {
    let Some(fault) = find(faults, subject, stamp) else {
        return Verdict::Process(Mark::default());
    };
    let mark = Mark {
        forced: Some(fault.shown()),
        hang_up: fault.drop.is_some(),
    };
    let is_gone = match fault.delay_ms {
        Some(ms) => !is_waited_for(Duration::from_millis(ms), waiting).await,
        None => false,
    };
    let mut response = match fault.drop {
        // Its next try must not be the second to be counted.
        _ if is_gone => reply::gone(),
        Some(DropWhen::Before) => Response::new(Body::empty()),
        None if fault.is_answer() => answer(fault, subject, stamp).await,
        Some(DropWhen::After) | None => return Verdict::Process(mark),
    };
    response.extensions_mut().insert(mark);
    Verdict::Answer(response)
}

/// Lets this much time pass, or as much as the client waits; tells whether it still does.
async fn is_waited_for(time: Duration, waiting: Option<Waiting>) -> bool {
    let pause = tokio::time::sleep(time);
    let Some(mut waiting) = waiting else {
        pause.await;
        return true;
    };
    tokio::select! {
        () = pause => true,
        () = waiting.is_over() => false,
    }
}

impl Subject {
    pub(super) fn tenant(&self) -> Option<&Tenant> {
        let segment = protocol::first_segment(&self.uri);
        self.domain.tenant(segment).map(|(tenant, _)| tenant)
    }
}

fn find(faults: &Faults, subject: &Subject, stamp: &Stamp) -> Option<Fault> {
    if faults.is_empty() {
        return None;
    }
    let names = {
        let state = subject.domain.state();
        let form = subject.form.as_deref();
        let person = form.and_then(|form| Person::of(&state, subject.tenant(), form));
        person.map(|p| p.names(&state)).unwrap_or_default()
    };
    faults.take(&Asked {
        path: subject.path,
        names,
        correlation_id: &stamp.correlation_id,
    })
}

async fn answer(fault: Fault, subject: &Subject, stamp: &Stamp) -> Response {
    let mut response = match (&fault.answer, fault.body) {
        (Some(name), _) => named(name, subject, stamp).await,
        (None, Some(body)) => written(&body, fault.content_type.as_deref()),
        (None, None) if fault.shape == Some(Shape::HtmlPage) => page(),
        (None, None) => fitting(fault.status, fault.retry_after, stamp),
    };
    if let Some(status) = fault.status {
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    }
    if let Some(seconds) = fault.retry_after {
        let form = fault.retry_after_as.unwrap_or_default();
        retry_after(response.headers_mut(), &subject.domain, seconds, form);
    }
    let (head, body) = match fault.shape {
        Some(Shape::Truncated | Shape::Oversized) => response.into_parts(),
        Some(Shape::HtmlPage) | None => return response,
    };
    // What was written just now is all there.
    let whole = body
        .collect()
        .await
        .map(|b| b.to_bytes())
        .unwrap_or_default();
    let body = match fault.shape {
        Some(Shape::Truncated) => Body::new(BrokenOff::new(whole)),
        _ => Body::from(blown_up(&whole)),
    };
    Response::from_parts(head, body)
}

async fn named(name: &str, subject: &Subject, stamp: &Stamp) -> Response {
    // Checked when the fault was queued, so there is one.
    let Some(make) = scenario(name) else {
        return reply::problem(refusals::server_error(), stamp);
    };
    let subject = subject.clone();
    let work = move || {
        make(&mut Stage {
            domain: &subject.domain,
            path: subject.path,
            tenant: subject.tenant(),
            form: subject.form.as_deref(),
            now: subject.domain.now(),
        })
    };
    // One of them signs tokens, which would hold up an async thread.
    let answer = tokio::task::spawn_blocking(work).await;
    protocol::reply(
        answer.unwrap_or_else(|_| Err(refusals::server_error())),
        stamp,
    )
}

fn written(body: &Value, content_type: Option<&str>) -> Response {
    let mut response = match body {
        Value::String(text) => {
            let mut response = reply::json(200, &());
            *response.body_mut() = Body::from(text.clone());
            response
        }
        body => reply::json(200, body),
    };
    if let Some(value) = content_type.and_then(|kind| HeaderValue::from_str(kind).ok()) {
        response.headers_mut().insert(CONTENT_TYPE, value);
    }
    response
}

/// What goes with a status for which no body was given.
fn fitting(status: Option<u16>, retry_after: Option<u32>, stamp: &Stamp) -> Response {
    let status = status.unwrap_or(if retry_after.is_some() { 429 } else { 200 });
    let text = "This answer was asked for.";
    let problem = match status {
        // As a success would be, with a token that is good for nothing.
        200..400 => {
            return reply::json(status, &json!({ "continuation_token": "asked-for" }));
        }
        429 => refusals::too_many_requests(),
        400..500 => Problem::new("invalid_request", Some(90_023), text),
        502..=504 => Problem::new("temporarily_unavailable", Some(90_006), text),
        _ => Problem::new("server_error", Some(90_006), text),
    };
    reply::problem(problem.status(status), stamp)
}

fn page() -> Response {
    let mut response = Response::new(Body::from(HTML));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

/// The date form counts from the answer's own `Date`, which is what a careful client does too.
fn retry_after(headers: &mut HeaderMap, domain: &Domain, seconds: u32, form: RetryAfterForm) {
    if form == RetryAfterForm::Seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        return;
    }
    let now = domain.clock.wall();
    let then = now.checked_add(Duration::from_secs(seconds.into()));
    for (name, time) in [(DATE, Some(now)), (RETRY_AFTER, then)] {
        if let Some(value) = header_date(time) {
            headers.insert(name, value);
        }
    }
}

/// Still JSON, if it was: an object has one member more.
fn blown_up(whole: &[u8]) -> Vec<u8> {
    let padding = "x".repeat(PADDING);
    match serde_json::from_slice(whole) {
        Ok(Value::Object(mut members)) => {
            members.insert("padding".to_owned(), json!(padding));
            Value::Object(members).to_string().into_bytes()
        }
        _ => [whole, padding.as_bytes()].concat(),
    }
}
