//! What is done around every request: it is stamped, checked, answered and recorded.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, DATE, PRAGMA};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::Response;
use url::form_urlencoded;

use super::caller::{Caller, Waiting};
use super::date::header_date;
use super::forced::Mark;
use super::reply::Outcome;
use super::request_log::{RequestRecord, masked_path, shown_sku};
use super::router::API;
use super::{Shared, reply};
use crate::problem::Stamp;
use crate::refusals;

const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
const CLIENT_SKU: HeaderName = HeaderName::from_static("x-client-sku");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");
/// Everything below is the emulator's own.
pub(super) const MANAGEMENT: &str = "/_emulator";

/// What a handler tells of a request, besides the outcome.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) app: Option<String>,
    pub(super) fields: std::collections::BTreeMap<String, String>,
}

/// Part of a response that is never sent: its connection is closed instead.
#[derive(Debug, Clone, Copy)]
struct HangUp;

/// Runs one request through the guard and the router, and to its end: a client that goes away
/// takes neither the answer back nor the record of it.
pub(super) async fn around(
    State(shared): State<Arc<Shared>>,
    mut request: Request,
    next: Next,
) -> Response {
    let stamp = stamp(&shared, request.headers(), request.uri());
    let caller = request.extensions().get::<Caller>().cloned();
    let (still_here, waiting) = Waiting::new();
    request.extensions_mut().insert(waiting);
    // hyper drops this future when the client closes the connection. A token may be spent by then.
    let work = tokio::spawn(recorded(Arc::clone(&shared), request, next, stamp.clone()));
    let mut response = work.await.unwrap_or_else(|_| {
        let mut response = reply::problem(refusals::server_error(), &stamp);
        label(response.headers_mut(), &stamp);
        response
    });
    drop(still_here);
    if let (Some(HangUp), Some(caller)) = (response.extensions_mut().remove(), caller) {
        caller.hang_up().await;
    }
    // The server writes the time by itself, but not a time that stands still.
    let clock = &shared.domain().clock;
    if clock.is_frozen()
        && let Some(now) = header_date(Some(clock.wall()))
    {
        response.headers_mut().insert(DATE, now);
    }
    response
}

async fn recorded(shared: Arc<Shared>, mut request: Request, next: Next, stamp: Stamp) -> Response {
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let is_management = path == MANAGEMENT
        || path
            .strip_prefix(MANAGEMENT)
            .is_some_and(|rest| rest.starts_with('/'));
    let guard = &shared.guard;
    let mut checked = guard.check_host(request.headers(), request.uri());
    if is_management {
        let (headers, uri) = (request.headers(), request.uri());
        checked = checked.and_then(|()| guard.check_site(headers, uri));
        // The API has bearer tokens of its own.
        if path.strip_prefix(MANAGEMENT) != Some(API) {
            checked = checked.and_then(|()| guard.check_management(headers));
        }
    }
    let client_sku = request.headers().get(CLIENT_SKU);
    let client_sku = client_sku.and_then(|sku| shown_sku(sku.to_str().ok()?));
    let mut response = match checked {
        Err(problem) => reply::problem(problem, &stamp),
        Ok(()) => {
            request.extensions_mut().insert(stamp.clone());
            next.run(request).await
        }
    };
    let status = response.status().as_u16();
    let outcome = response.extensions_mut().remove::<Outcome>();
    let outcome = outcome.map_or_else(|| "done".to_owned(), |outcome| outcome.0);
    tracing::info!(
        status,
        outcome,
        correlation_id = stamp.correlation_id,
        trace_id = stamp.trace_id,
        "answered"
    );
    let mark = response
        .extensions_mut()
        .remove::<Mark>()
        .unwrap_or_default();
    let told = response
        .extensions_mut()
        .remove::<Told>()
        .unwrap_or_default();
    label(response.headers_mut(), &stamp);
    // The management's own requests would push out those it is there to show.
    if !is_management {
        shared.log.add(RequestRecord {
            at: stamp.at.rfc3339(),
            method: shown_method(&method),
            path: masked_path(&path, &shared.domain().tenants),
            correlation_id: stamp.correlation_id,
            app: told.app,
            client_sku,
            status,
            outcome,
            fields: told.fields,
            forced: mark.forced,
        });
    }
    if mark.hang_up {
        response.extensions_mut().insert(HangUp);
    }
    response
}

/// A correlation ID is echoed only if it is a GUID: anything else could be a secret, and would go
/// to the log. The JavaScript client sends it in the query when it refreshes.
fn stamp(shared: &Shared, headers: &HeaderMap, uri: &Uri) -> Stamp {
    let guid = |text: &str| Some(uuid::Uuid::try_parse(text.trim()).ok()?.to_string());
    let from_header = || guid(headers.get(CLIENT_REQUEST_ID)?.to_str().ok()?);
    let from_query = || {
        form_urlencoded::parse(uri.query()?.as_bytes())
            .find(|(name, _)| name == "client-request-id")
            .and_then(|(_, value)| guid(&value))
    };
    let domain = shared.domain();
    let randomness = &domain.randomness;
    Stamp {
        trace_id: randomness.guid(),
        correlation_id: from_header()
            .or_else(from_query)
            .unwrap_or_else(|| randomness.guid()),
        at: domain.now(),
        with_uri: uri.path().contains("/oauth2/"),
    }
}

fn label(headers: &mut HeaderMap, stamp: &Stamp) {
    for (name, value) in [
        (CLIENT_REQUEST_ID, &stamp.correlation_id),
        (REQUEST_ID, &stamp.trace_id),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    // Discovery and keys say how long they may be kept; nothing else may be.
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    }
}

/// HTTP allows any word as a method.
fn shown_method(method: &axum::http::Method) -> String {
    let known = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
    let name = method.as_str();
    if known.contains(&name) { name } else { "***" }.to_owned()
}
